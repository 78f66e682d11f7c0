#include "base/gzip.h"

#include <stdint.h>
#include <string.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16 }; /* the largest window, with a gzip header */

bool gzip_is(const char *bytes, size_t length)
{
    return length >= 2 && memcmp(bytes, "\x1f\x8b", 2) == 0;
}

/* Inflates into out until it is full or the stream ends. */
static int inflate_some(z_stream *stream, char *out, size_t room)
{
    stream->next_out = (Bytef *)out;
    stream->avail_out = (uInt)room;
    return inflate(stream, Z_NO_FLUSH);
}

char *gzip_expand(struct arena *arena, const char *path, const char *bytes, size_t length,
                  size_t max_bytes, size_t *expanded, struct err *err)
{
    z_stream stream = {.next_in = (Bytef *)(uintptr_t)bytes, .avail_in = (uInt)length};
    size_t capacity = length * 4 + 1024, used = 0;
    if (length > UINT32_MAX || inflateInit2(&stream, GZIP_WINDOW) != Z_OK) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while expanding %s", path);
        return NULL;
    }
    char *out = arena_alloc(arena, capacity, 1);
    int state = Z_OK;
    while (out && state == Z_OK && used < max_bytes) {
        if (used + 1 == capacity) {
            char *grown = arena_grow(arena, out, used, capacity * 2, 1);
            out = grown;
            capacity *= 2;
            continue;
        }
        size_t room = capacity - used - 1;
        room = room > UINT32_MAX / 2 ? UINT32_MAX / 2 : room;
        state = inflate_some(&stream, out + used, room);
        used += room - stream.avail_out;
        if (state == Z_BUF_ERROR && stream.avail_in == 0)
            break;
        if (state == Z_BUF_ERROR)
            state = Z_OK;
    }
    inflateEnd(&stream);
    *expanded = used;
    if (!out)
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while expanding %s", path);
    else if (state == Z_STREAM_END && used < max_bytes)
        return out;
    else if (used >= max_bytes)
        err_set(err, ERR_FILE_TOO_LARGE, "cannot read %s: it expands to more than %zu bytes", path,
                max_bytes);
    else
        err_set(err, ERR_FILE_DAMAGED, "cannot read %s: it is damaged or cut short", path);
    return NULL;
}
