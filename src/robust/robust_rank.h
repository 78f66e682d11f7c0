/* Ranks of countries within runs. */
#ifndef TIDEMARK_ROBUST_ROBUST_RANK_H
#define TIDEMARK_ROBUST_ROBUST_RANK_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Ranks of countries within each run: 1 + the number of countries with a higher value, so that ties
 * share the best rank; 0 where a country has no value. values and ranks are [country × runs + run].
 * Runs are shared among threads (0 counts as 1). False without memory. */
struct robust_ranking {
    const double *values;
    size_t countries;
    size_t runs;
    unsigned threads;
    const struct kernel *kernel;
};
bool robust_rank(struct arena *arena, const struct robust_ranking *ranking, uint32_t *ranks);

#endif
