#include "base/pool.h"

#include <pthread.h>
#include <stdatomic.h>

enum { POOL_THREADS_MAX = 64 };

struct pool {
    size_t count;
    pool_piece *piece;
    void *context;
    atomic_size_t next;
    atomic_bool failed;
};

struct pool_worker {
    struct pool *pool;
    unsigned number;
    pthread_t thread;
};

static void *work(void *argument)
{
    const struct pool_worker *worker = argument;
    struct pool *pool = worker->pool;
    for (;;) {
        size_t index = atomic_fetch_add(&pool->next, 1);
        if (index >= pool->count || atomic_load(&pool->failed))
            return NULL;
        if (!pool->piece(pool->context, index, worker->number))
            atomic_store(&pool->failed, true);
    }
}

bool pool_run(unsigned threads, size_t count, pool_piece *piece, void *context)
{
    struct pool pool = {.count = count, .piece = piece, .context = context};
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
    return !atomic_load(&pool.failed);
}
