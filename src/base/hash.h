/* SHA-256 of files, for the meta data of results (nettle). */
#ifndef TIDEMARK_BASE_HASH_H
#define TIDEMARK_BASE_HASH_H

#include "base/arena.h"

#include <stddef.h>

/* A hash while bytes are added to it. */
struct hash;

enum { HASH_TEXT_SIZE = 65, HASH_BLOCK_BYTES = 64 };

/* A hash of nothing yet, in arena; NULL without memory. */
struct hash *hash_new(struct arena *arena);

/* Adds bytes; whole blocks of HASH_BLOCK_BYTES go without a copy. */
void hash_add(struct hash *hash, const char *bytes, size_t length);

/* The hash in hexadecimal; the hash is then of nothing again. */
void hash_text(struct hash *hash, char out[HASH_TEXT_SIZE]);

/* The hash of these bytes alone. */
void hash_bytes(const char *bytes, size_t length, char out[HASH_TEXT_SIZE]);

#endif
