/* Work shared among threads. Which thread does a piece never changes what comes out: pieces write
 * to places of their own. */
#ifndef TIDEMARK_BASE_POOL_H
#define TIDEMARK_BASE_POOL_H

#include <stdbool.h>
#include <stddef.h>

/* One piece of work, index 0..count - 1, done by worker 0..threads - 1. False stops the rest. */
typedef bool pool_piece(void *context, size_t index, unsigned worker);

/* Does all pieces and waits. threads 0 counts as 1; with one thread, or when no other can be
 * started, the caller does them all in order. False when a piece failed. */
bool pool_run(unsigned threads, size_t count, pool_piece *piece, void *context);

#endif
