/* The worker's side: confined, it runs what it is sent. */
#ifndef TIDEMARK_LUA_CHILD_H
#define TIDEMARK_LUA_CHILD_H

#include "lua/sandbox.h"

#include <stddef.h>

/* What the child inherits. standing lies in memory shared with the parent. */
struct child_options {
    double script_seconds;
    size_t script_memory_bytes;
    uint64_t seed; /* of math.random */
    const char *(*call_name)(size_t index); /* as in struct worker_options */
    struct sandbox_place volatile *standing;
};

/* The life of the worker: confines itself, says READY, answers LOAD until the parent is gone.
 * context is a struct child_options. For process_fork. */
void child_main(int fd, void *context);

#endif
