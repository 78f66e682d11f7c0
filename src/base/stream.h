/* A file read once from beginning to end in pieces, expanded on the way when it is gzip, and its
 * SHA-256 taken of the bytes as they stand in the file. */
#ifndef TIDEMARK_BASE_STREAM_H
#define TIDEMARK_BASE_STREAM_H

#include "base/arena.h"
#include "base/err.h"
#include "base/hash.h"

#include <stdbool.h>
#include <stddef.h>

struct stream;

/* Opens a regular file of at most max_bytes, expanded too; what the stream needs is taken from
 * arena. NULL with err (file named in it) when it cannot. The caller ends it with stream_close. */
struct stream *stream_open(struct arena *arena, const char *path, size_t max_bytes,
                           struct err *err);

/* About how many bytes it will give: the size of the file, or what a gzip file says of itself. Only
 * an estimate. */
size_t stream_size_bytes(const struct stream *stream);

/* Whether the file is not compressed, so that the size was true when it was opened. */
bool stream_is_plain(const struct stream *stream);

/* Up to room bytes into out, as many as there are but at the end; 0 at the end of the file,
 * SIZE_MAX with err when it cannot be read or is damaged. They must stay as they are until they are
 * hashed: by stream_settle, or when more are asked for. */
size_t stream_read(struct stream *stream, char *out, size_t room, struct err *err);

/* Hashes so many more of the bytes given last, SIZE_MAX for all. A hash is one long chain of steps
 * that leaves the processor half idle: a few bytes at a time, between other work, it costs little.
 */
void stream_settle(struct stream *stream, size_t bytes);

/* Reads on to the end of the file if that was not reached, and gives the hash of all of it: false
 * (with err) when that cannot be read. Closes the file in any case. */
bool stream_close(struct stream *stream, char sha256[HASH_TEXT_SIZE], struct err *err);

#endif
