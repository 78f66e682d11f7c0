/* The `apply` of a scenario, run in the worker: what a scenario's reader asks for. */
#ifndef TIDEMARK_LUA_WORKER_APPLY_H
#define TIDEMARK_LUA_WORKER_APPLY_H

#include "lua/worker.h"
#include "model/project.h"

/* Calls a function of a value that worker_load gave, once, with a world that has all of the
 * project's countries, of which those listed may be moved, and the codebook's indicators. Gives
 * what it recorded (scenario_host.apply) in arena; NULL with err, as of worker_load. It has the
 * budget of a script. */
const struct value *worker_apply(struct worker *worker, struct arena *arena,
                                 const struct value *function, const struct project *project,
                                 const uint32_t *countries, size_t country_count, struct err *err);

#endif
