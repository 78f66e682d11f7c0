/* What runs amount to. */
#ifndef TIDEMARK_ROBUST_ROBUST_SUMMARY_H
#define TIDEMARK_ROBUST_ROBUST_SUMMARY_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of the runs that have a value: their number, mean, and quantiles of type 7; NaN where none has.
 */
struct robust_figures {
    size_t runs;
    double mean;
    double median;
    double q05;
    double q95;
};

/* False without memory; scratch is given back. */
bool robust_summary_figures(struct arena *arena, const double *values, size_t runs,
                            struct robust_figures *figures);

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
bool robust_summary_ranks(struct arena *arena, const struct robust_ranking *ranking,
                          uint32_t *ranks);

/* How often a country has each rank: counts[rank - 1] of countries entries; the number of runs in
 * which it has one. */
size_t robust_summary_counts(const uint32_t *ranks, size_t countries, size_t runs, size_t *counts);

/* The least rank that a share of the runs does not exceed; 0 where total is 0. */
size_t robust_summary_quantile(const size_t *counts, size_t countries, size_t total, double share);

/* Shares of the runs in which both have a value: a above b, both the same. NaN where none has. */
void robust_summary_pair(const double *a, const double *b, size_t runs, double *above, double *tie);

#endif
