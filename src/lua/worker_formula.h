/* Functions of rules, run in the worker: what score asks through struct formula_host. */
#ifndef TIDEMARK_LUA_WORKER_FORMULA_H
#define TIDEMARK_LUA_WORKER_FORMULA_H

#include "lua/worker.h"
#include "score/formula.h"

/* The host whose context is this worker. Functions are those of values that worker_load gave, at
 * any time before; each trace and each run has the budget of a script (worker_options). What a
 * function prints goes to stderr as in worker_load. */
struct formula_host worker_formula_host(struct worker *worker);

#endif
