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

/* What looks on at long work: asked by the caller's thread after each piece that it has done, taken
 * of count being handed out by then. False hands out no more; what is begun is finished. */
struct pool_watch {
    bool (*go_on)(void *context, size_t taken, size_t count);
    void *context;
};

/* Likewise, watched (watch may be NULL). *done receives how many pieces were done, the first ones:
 * fewer than count where the watch ended it, which is no failure. Of a count above 0 one at least
 * is done. */
bool pool_run_watched(unsigned threads, size_t count, pool_piece *piece, void *context,
                      const struct pool_watch *watch, size_t *done);

/* A watch on work that is done in parts, each a run of the pool: as a watch's context with
 * pool_part_go_on it hands on to the whole what is done of all of it. */
struct pool_part {
    const struct pool_watch *whole;
    size_t part; /* 0..parts - 1 */
    size_t parts;
};
bool pool_part_go_on(void *part, size_t taken, size_t count);

#endif
