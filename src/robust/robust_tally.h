/* What runs amount to, added up part by part. All that is kept are counts, sums without rounding
 * and the few values among which quantiles lie, so that memory does not grow with runs, and parts
 * that were added in any order, or apart and merged, come to the same bits. */
#ifndef TIDEMARK_ROBUST_ROBUST_TALLY_H
#define TIDEMARK_ROBUST_ROBUST_TALLY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Some runs: values, ranks (0: none) and the values of another period to compare with, each
 * [country × runs + run]; what the tally does not count may be NULL. */
struct robust_part {
    const double *values;
    const uint32_t *ranks;
    const double *before;
    size_t runs;
};

/* What is counted: figures of values, ranks, how often a value is above the one before, which
 * country is above which. threads share countries and never change a result (0 counts as 1). */
struct robust_tally_ask {
    size_t countries;
    bool figures;
    bool ranks;
    bool before;
    bool pairs;
    unsigned threads;
};

struct robust_tally;

/* NULL without memory. pilot, some runs of the same seed, says where values lie (only figures ask
 * for it): the same for tallies that are to be merged. */
struct robust_tally *robust_tally_new(struct arena *arena, const struct robust_tally_ask *ask,
                                      const struct robust_part *pilot);

/* Counts a part. */
void robust_tally_add(struct robust_tally *tally, const struct robust_part *part);

/* Adds what another tally of the same ask and pilot has counted. */
void robust_tally_merge(struct robust_tally *tally, const struct robust_tally *other);

/* After all runs were added: makes room for the values among which quantiles lie. Every part is
 * then shown once more. Room is in arena; false without memory. Only figures ask for it. */
bool robust_tally_begin_again(struct arena *arena, struct robust_tally *tally);
void robust_tally_show_again(struct robust_tally *tally, const struct robust_part *part);

/* Of the runs in which a country has a value: their number, the mean, quantiles of type 7 (Hyndman
 * and Fan, The American Statistician 50, 1996, 361-365). NaN where none has. */
struct robust_figures {
    size_t runs;
    double mean;
    double median;
    double q05;
    double q95;
};
struct robust_figures robust_tally_figures(struct robust_tally *tally, size_t country);

/* In how many runs a country has each rank: [rank - 1], and the sum of all. */
const uint64_t *robust_tally_ranks(const struct robust_tally *tally, size_t country,
                                   uint64_t *total);

/* The least rank that a share of the runs does not exceed; 0 where there is none. */
size_t robust_tally_rank_quantile(const struct robust_tally *tally, size_t country, double share);

/* Of the runs in which both have a value: their number, the shares in which a is above b, in which
 * both are the same; a country above itself before. NaN where none has. */
struct robust_chance {
    size_t runs;
    double above;
    double tie;
};
struct robust_chance robust_tally_improved(const struct robust_tally *tally, size_t country);
struct robust_chance robust_tally_pair(const struct robust_tally *tally, size_t a, size_t b);

#endif
