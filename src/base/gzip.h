/* Compressed files as bytes (zlib), whole or in pieces. Members that follow each other are one
 * text; zeros behind the last are passed over. */
#ifndef TIDEMARK_BASE_GZIP_H
#define TIDEMARK_BASE_GZIP_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

/* Whether bytes begin as gzip does. */
bool gzip_is(const char *bytes, size_t length);

/* The text inside, in arena, at most max_bytes; NULL with err when it is damaged, cut short or
 * larger (path is for the message). */
char *gzip_expand(struct arena *arena, const char *path, const char *bytes, size_t length,
                  size_t max_bytes, size_t *expanded, struct err *err);

/* Adds bytes to out as one gzip member without name and time: the same bytes for the same input and
 * zlib. False without memory (out has then failed). */
bool gzip_compress(const char *bytes, size_t length, struct text_buffer *out);

/* An expansion in pieces; its memory is the arena's. NULL without memory. */
struct gzip;
struct gzip *gzip_new(struct arena *arena);

/* Expands from *bytes into out: moves *bytes and *length on past what was taken, *made is what was
 * put into out. It goes on until out is full or the bytes are used up; a full out may mean that
 * more comes without more bytes. */
enum gzip_result {
    GZIP_MORE,    /* the bytes are used up, or out is full */
    GZIP_DAMAGED, /* the bytes are no gzip */
    GZIP_OUT_OF_MEMORY,
};
enum gzip_result gzip_piece(struct gzip *gzip, const char **bytes, size_t *length, char *out,
                            size_t room, size_t *made);

/* Whether what was given so far is whole: no member has begun and not ended. */
bool gzip_is_whole(const struct gzip *gzip);

#endif
