/* Compressed files as bytes (zlib). */
#ifndef TIDEMARK_BASE_GZIP_H
#define TIDEMARK_BASE_GZIP_H

#include "base/arena.h"
#include "base/err.h"

/* Whether bytes begin as gzip does. */
bool gzip_is(const char *bytes, size_t length);

/* The text inside, in arena, at most max_bytes; NULL with err when it is damaged, cut short or
 * larger (path is for the message). */
char *gzip_expand(struct arena *arena, const char *path, const char *bytes, size_t length,
                  size_t max_bytes, size_t *expanded, struct err *err);

#endif
