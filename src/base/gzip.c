#include "base/gzip.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16 }; /* the largest window, with a gzip header */

struct gzip {
    z_stream stream;
    bool open;    /* within a member */
    bool full;    /* out was full: more may come without more bytes */
    bool trailed; /* zeros were met behind one */
};

bool gzip_is(const char *bytes, size_t length)
{
    return length >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

static void *take(void *arena, unsigned count, unsigned size)
{
    return arena_alloc(arena, count, size);
}

/* The arena frees. */
static void give_back(void *arena, void *memory)
{
    (void)arena;
    (void)memory;
}

struct gzip *gzip_new(struct arena *arena)
{
    struct gzip *gzip = arena_alloc(arena, 1, sizeof *gzip);
    if (!gzip)
        return NULL;
    gzip->stream = (z_stream){.zalloc = take, .zfree = give_back, .opaque = arena};
    gzip->open = true;
    return inflateInit2(&gzip->stream, GZIP_WINDOW) == Z_OK ? gzip : NULL;
}

/* Passes over zeros between members, then opens the next. */
static enum gzip_result open_member(struct gzip *gzip)
{
    z_stream *stream = &gzip->stream;
    for (; stream->avail_in > 0 && *stream->next_in == '\0'; stream->avail_in--) {
        gzip->trailed = true;
        stream->next_in++;
    }
    if (stream->avail_in == 0)
        return GZIP_MORE;
    if (gzip->trailed || inflateReset(stream) != Z_OK)
        return GZIP_DAMAGED;
    gzip->open = true;
    return GZIP_MORE;
}

enum gzip_result gzip_piece(struct gzip *gzip, const char **bytes, size_t *length, char *out,
                            size_t room, size_t *made)
{
    z_stream *stream = &gzip->stream;
    size_t some = room < UINT32_MAX / 2 ? room : UINT32_MAX / 2;
    size_t given = *length < UINT32_MAX / 2 ? *length : UINT32_MAX / 2;
    enum gzip_result result = GZIP_MORE;
    stream->next_in = (Bytef *)(uintptr_t)*bytes;
    stream->avail_in = (uInt)given;
    stream->next_out = (Bytef *)out;
    stream->avail_out = (uInt)some;
    while (result == GZIP_MORE && stream->avail_out > 0 && (stream->avail_in > 0 || gzip->full)) {
        gzip->full = false;
        if (!gzip->open && ((result = open_member(gzip)) != GZIP_MORE || !gzip->open))
            break;
        int state = inflate(stream, Z_NO_FLUSH);
        gzip->open = state != Z_STREAM_END;
        gzip->full = stream->avail_out == 0;
        if (state == Z_MEM_ERROR)
            result = GZIP_OUT_OF_MEMORY;
        else if (state != Z_OK && state != Z_STREAM_END && state != Z_BUF_ERROR)
            result = GZIP_DAMAGED;
    }
    *bytes += given - stream->avail_in;
    *length -= given - stream->avail_in;
    *made = some - stream->avail_out;
    return result;
}

bool gzip_is_whole(const struct gzip *gzip)
{
    return !gzip->open;
}

static char *refuse(struct err *err, enum gzip_result result, const char *path)
{
    if (result == GZIP_DAMAGED)
        err_set(err, ERR_FILE_DAMAGED, "cannot read %s: it is damaged or cut short", path);
    else
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while expanding %s", path);
    return NULL;
}

char *gzip_expand(struct arena *arena, const char *path, const char *bytes, size_t length,
                  size_t max_bytes, size_t *expanded, struct err *err)
{
    struct gzip *gzip = gzip_new(arena);
    size_t capacity = length < max_bytes / 4 ? length * 4 + 1024 : max_bytes + 2, used = 0, made;
    char *out = gzip ? arena_alloc(arena, capacity, 1) : NULL;
    while (out) {
        size_t room = capacity - used - 1;
        enum gzip_result result = gzip_piece(gzip, &bytes, &length, out + used, room, &made);
        if (result != GZIP_MORE)
            return refuse(err, result, path);
        used += made;
        if (used >= max_bytes) {
            err_set(err, ERR_FILE_TOO_LARGE, "cannot read %s: it expands to more than %zu bytes",
                    path, max_bytes);
            return NULL;
        }
        if (made < room && length == 0)
            break;
        if (made == room) {
            out = arena_grow(arena, out, used, capacity * 2, 1);
            capacity *= 2;
        }
    }
    *expanded = used;
    if (!out)
        return refuse(err, GZIP_OUT_OF_MEMORY, path);
    return gzip_is_whole(gzip) ? out : refuse(err, GZIP_DAMAGED, path);
}

bool gzip_compress(const char *bytes, size_t length, struct text_buffer *out)
{
    char piece[16384];
    z_stream stream = {.next_in = (z_const Bytef *)bytes};
    int result = deflateInit2(&stream, 9, Z_DEFLATED, GZIP_WINDOW, 9, Z_DEFAULT_STRATEGY);
    if (result != Z_OK) {
        out->failed = true;
        return false;
    }
    do {
        size_t left = length - (size_t)((const char *)stream.next_in - bytes);
        stream.avail_in = left > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uInt)left;
        stream.next_out = (Bytef *)piece;
        stream.avail_out = sizeof piece;
        result = deflate(&stream, stream.avail_in == left ? Z_FINISH : Z_NO_FLUSH);
        text_add(out, piece, sizeof piece - stream.avail_out);
    } while (result == Z_OK || result == Z_BUF_ERROR);
    deflateEnd(&stream);
    out->failed = out->failed || result != Z_STREAM_END;
    return !out->failed;
}
