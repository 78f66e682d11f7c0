/* What draws amount to: means, quantiles, chances (semantics.md A12). */
#ifndef TIDEMARK_SCENARIO_SUMMARY_H
#define TIDEMARK_SCENARIO_SUMMARY_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* The draws in which there is a value, and what they amount to; NaN throughout where there is none.
 * low and high are the ends of intervals of 50, 80, 90 and 95 %, each between its quantiles of
 * type 7 (stat/quantile.h). */
enum summary_interval { SUMMARY_50, SUMMARY_80, SUMMARY_90, SUMMARY_95, SUMMARY_INTERVALS };
struct summary {
    size_t there;
    double mean;
    double median;
    double low[SUMMARY_INTERVALS];
    double high[SUMMARY_INTERVALS];
};

/* Summarises draws values. scratch has room for as many; values are not changed. */
void summary_of(const double *values, size_t draws, double *scratch, struct summary *summary);

/* Summarises a - b draw by draw, over the draws in which both are there. a and b may be one. */
void summary_difference(const double *a, const double *b, size_t draws, double *scratch,
                        struct summary *summary);

/* The share of draws with a - b > by (by 0: better), among those in which both are there; NaN when
 * none is. A difference within 1e-9 of by is not beyond it. */
double summary_chance_above(const double *a, const double *b, size_t draws, double by);

/* The share of draws with a - b >= by, within 1e-9 (at least one level better: values in levels, by
 * 1; where less is better give b and a in each other's place). NaN as above. */
double summary_chance_least(const double *a, const double *b, size_t draws, double by);

/* The share of draws in which a value reaches a target (>= within 1e-9), among those there. */
double summary_chance_reaches(const double *values, size_t draws, double target);

#endif
