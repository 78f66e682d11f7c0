#include "base/stream.h"

#include "base/file.h"
#include "base/gzip.h"

#include <stdint.h>
#include <string.h>

enum { STREAM_PIECE = 64 * 1024, STREAM_RATIO_MAX = 1032 };

/* Bytes of a plain file go straight to the reader; of a gzip file raw holds the piece at hand, next
 * what is not expanded of it yet. */
struct stream {
    const char *path;
    int file;
    struct hash *hash;
    struct gzip *gzip; /* NULL: plain */
    size_t size_bytes;
    size_t max_bytes;
    size_t given;
    char *raw;
    const char *next;
    size_t left;
    const char *unsettled; /* given, but not hashed yet */
    size_t unsettled_bytes;
    size_t settled; /* bytes hashed so far */
};

/* What a gzip file says of its size at its end, if it can be true. */
static size_t expanded_size(int file, size_t size)
{
    unsigned char said[4];
    if (size < sizeof said || !file_peek(file, size - sizeof said, (char *)said, sizeof said))
        return size;
    size_t expanded =
        said[0] | (size_t)said[1] << 8 | (size_t)said[2] << 16 | (size_t)said[3] << 24;
    return expanded > size * STREAM_RATIO_MAX ? size : expanded;
}

struct stream *stream_open(struct arena *arena, const char *path, size_t max_bytes, struct err *err)
{
    char magic[2] = {0};
    struct stream *stream = arena_alloc(arena, 1, sizeof *stream);
    struct hash *hash = hash_new(arena);
    if (!stream || !hash) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", path);
        return NULL;
    }
    *stream = (struct stream){.path = path, .hash = hash, .max_bytes = max_bytes};
    stream->file = file_open(path, max_bytes, &stream->size_bytes, err);
    if (stream->file < 0)
        return NULL;
    if (!file_peek(stream->file, 0, magic, sizeof magic) || !gzip_is(magic, sizeof magic))
        return stream;
    stream->size_bytes = expanded_size(stream->file, stream->size_bytes);
    stream->gzip = gzip_new(arena);
    stream->raw = arena_alloc(arena, STREAM_PIECE, 1);
    stream->next = stream->raw;
    if (stream->gzip && stream->raw)
        return stream;
    err_set(err, ERR_OUT_OF_MEMORY, "out of memory while expanding %s", path);
    file_close(stream->file);
    return NULL;
}

size_t stream_size_bytes(const struct stream *stream)
{
    return stream->size_bytes;
}

bool stream_is_plain(const struct stream *stream)
{
    return !stream->gzip;
}

void stream_settle(struct stream *stream, size_t bytes)
{
    /* What is left of a block goes first, so that what follows is whole blocks. */
    size_t rest = bytes ? -stream->settled % HASH_BLOCK_BYTES : 0;
    size_t some = bytes < SIZE_MAX - rest ? bytes + rest : bytes;
    some = some < stream->unsettled_bytes ? some : stream->unsettled_bytes;
    if (some == 0)
        return;
    hash_add(stream->hash, stream->unsettled, some);
    stream->settled += some;
    stream->unsettled += some;
    stream->unsettled_bytes -= some;
}

/* The next piece of the file itself, into bytes. */
static size_t read_raw(struct stream *stream, char *bytes, size_t room, struct err *err)
{
    stream_settle(stream, SIZE_MAX);
    size_t got = file_piece(stream->file, stream->path, bytes, room, err);
    if (got != SIZE_MAX) {
        stream->unsettled = bytes;
        stream->unsettled_bytes = got;
    }
    return got;
}

static size_t refuse(const struct stream *stream, enum gzip_result result, struct err *err)
{
    if (result == GZIP_DAMAGED)
        err_set(err, ERR_FILE_DAMAGED, "cannot read %s: it is damaged or cut short", stream->path);
    else
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while expanding %s", stream->path);
    return SIZE_MAX;
}

static size_t read_expanded(struct stream *stream, char *out, size_t room, struct err *err)
{
    size_t used = 0;
    while (used < room) {
        size_t made;
        enum gzip_result result =
            gzip_piece(stream->gzip, &stream->next, &stream->left, out + used, room - used, &made);
        if (result != GZIP_MORE)
            return refuse(stream, result, err);
        used += made;
        if (used == room || stream->left > 0)
            continue;
        size_t got = read_raw(stream, stream->raw, STREAM_PIECE, err);
        if (got == SIZE_MAX)
            return got;
        if (got == 0)
            return gzip_is_whole(stream->gzip) ? used : refuse(stream, GZIP_DAMAGED, err);
        stream->next = stream->raw;
        stream->left = got;
    }
    return used;
}

size_t stream_read(struct stream *stream, char *out, size_t room, struct err *err)
{
    size_t got =
        stream->gzip ? read_expanded(stream, out, room, err) : read_raw(stream, out, room, err);
    if (got == SIZE_MAX)
        return got;
    stream->given += got;
    if (stream->given <= stream->max_bytes)
        return got;
    err_set(err, ERR_FILE_TOO_LARGE, "cannot read %s: it %s more than %zu bytes", stream->path,
            stream->gzip ? "expands to" : "has", stream->max_bytes);
    return SIZE_MAX;
}

bool stream_close(struct stream *stream, char sha256[HASH_TEXT_SIZE], struct err *err)
{
    char rest[4096];
    size_t got;
    while ((got = read_raw(stream, rest, sizeof rest, err)) != 0 && got != SIZE_MAX)
        continue;
    file_close(stream->file);
    hash_text(stream->hash, sha256);
    return got == 0;
}
