#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>

enum { POOL_THREADS_MAX = 64 };

struct pool {
    size_t count;
    pool_piece *piece;
    void *context;
    const struct pool_watch *watch;
    atomic_size_t next;
    atomic_bool failed;
    atomic_bool ended; /* by the watch */
};

struct pool_worker {
    struct pool *pool;
    unsigned number;
    pthread_t thread;
};

/* How many pieces were handed out; workers that find nothing left count too. */
static size_t taken(struct pool *pool)
{
    size_t next = atomic_load(&pool->next);
    return next < pool->count ? next : pool->count;
}

static void *work(void *argument)
{
    const struct pool_worker *worker = argument;
    struct pool *pool = worker->pool;
    const struct pool_watch *watch = worker->number == 0 ? pool->watch : NULL;
    while (!atomic_load(&pool->failed) && !atomic_load(&pool->ended)) {
        size_t index = atomic_fetch_add(&pool->next, 1);
        if (index >= pool->count)
            return NULL;
        if (!pool->piece(pool->context, index, worker->number))
            atomic_store(&pool->failed, true);
        if (watch && !watch->go_on(watch->context, taken(pool), pool->count))
            atomic_store(&pool->ended, true);
    }
    return NULL;
}

bool pool_run(unsigned threads, size_t count, pool_piece *piece, void *context)
{
    size_t done;
    return pool_run_watched(threads, count, piece, context, NULL, &done);
}

bool pool_run_watched(unsigned threads, size_t count, pool_piece *piece, void *context,
                      const struct pool_watch *watch, size_t *done)
{
    struct pool pool = {.count = count, .piece = piece, .context = context, .watch = watch};
    struct pool_worker workers[POOL_THREADS_MAX];
    unsigned started = 1;
    if (threads > POOL_THREADS_MAX)
        threads = POOL_THREADS_MAX;
    workers[0] = (struct pool_worker){.pool = &pool, .number = 0};
    for (unsigned i = 1; i < threads && i < count; i++, started++) {
        workers[i] = (struct pool_worker){.pool = &pool, .number = i};
        if (pthread_create(&workers[i].thread, NULL, work, &workers[i]) != 0)
            break;
    }
    work(&workers[0]);
    for (unsigned i = 1; i < started; i++)
        pthread_join(workers[i].thread, NULL);
    *done = taken(&pool);
    return !atomic_load(&pool.failed);
}

bool pool_part_go_on(void *context, size_t taken, size_t count)
{
    const struct pool_part *part = context;
    return part->whole->go_on(part->whole->context, part->part * count + taken,
                              part->parts * count);
}
