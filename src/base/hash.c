#include "base/hash.h"

#include <nettle/sha2.h>
#include <stdint.h>
#include <stdio.h>

struct hash {
    struct sha256_ctx context;
};

struct hash *hash_new(struct arena *arena)
{
    struct hash *hash = arena_alloc(arena, 1, sizeof *hash);
    if (hash)
        sha256_init(&hash->context);
    return hash;
}

void hash_add(struct hash *hash, const char *bytes, size_t length)
{
    sha256_update(&hash->context, length, (const uint8_t *)bytes);
}

void hash_text(struct hash *hash, char out[HASH_TEXT_SIZE])
{
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&hash->context, sizeof digest, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
}

void hash_bytes(const char *bytes, size_t length, char out[HASH_TEXT_SIZE])
{
    struct hash hash;
    sha256_init(&hash.context);
    hash_add(&hash, bytes, length);
    hash_text(&hash, out);
}
