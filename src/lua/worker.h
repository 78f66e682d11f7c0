/* The worker: the only process that runs Lua. Forked before any data is loaded, confined, spoken
 * to over one socket pair in strictly alternating messages. The parent treats every reply as
 * hostile. */
#ifndef TIDEMARK_LUA_WORKER_H
#define TIDEMARK_LUA_WORKER_H

#include "base/arena.h"
#include "base/err.h"
#include "base/value.h"

#include <stddef.h>
#include <stdint.h>

struct worker;

struct worker_options {
    double script_seconds;    /* CPU and, tenfold but at least 20 s, wall; default 5 */
    size_t script_memory_mib; /* default 256 */
    uint64_t seed;            /* of math.random */
    const char *(*call_name)(size_t index); /* what free scripts have in tide: static names, NULL
                                               past the last; NULL: nothing */
};

/* Forks and confines the worker. NULL with err (ERR_MACHINE) when it cannot be made. notice, if
 * not NULL, receives a static sentence when a part of the confinement is not to be had on this
 * machine, else NULL. */
struct worker *worker_start(const struct worker_options *options, const char **notice,
                            struct err *err);

/* Ends the worker and frees all. NULL has no effect. */
void worker_stop(struct worker *worker);

/* Runs a script's text in a fresh state and returns its one result as a plain tree in arena. file
 * names it in messages. resolve gives the text of another rule (`tide.rule "rights"`) or a library
 * (`require "altw"`), by kind and checked name; NULL means there is none of that name, and the
 * script gets an error that says so. NULL with err: syntax and run-time errors are ERR_INPUT with
 * script:line and the source line; a budget run out or a worker killed is ERR_BUDGET and says
 * which budget and where it stood. What the script prints goes to stderr, cleaned of control
 * characters, at most 64 KiB. */
enum worker_module { WORKER_RULE, WORKER_LIBRARY };
struct worker_resolver {
    const char *(*text)(void *context, enum worker_module module, const char *name,
                        const char **file, size_t *length);
    void *context;
};
const struct value *worker_load(struct worker *worker, struct arena *arena, const char *file,
                                const char *text, size_t length,
                                const struct worker_resolver *resolver, struct err *err);

#endif
