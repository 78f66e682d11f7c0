/* How far coders agree on the units that they coded. */
#ifndef TIDEMARK_STAT_AGREEMENT_H
#define TIDEMARK_STAT_AGREEMENT_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a difference between two values counts: any difference alike, the values between them by
 * how often they were given, its square, its square over that of their sum. */
enum agreement_metric { AGREEMENT_NOMINAL, AGREEMENT_ORDINAL, AGREEMENT_INTERVAL, AGREEMENT_RATIO };

/* values[unit × coders + coder], NaN where a coder did not code a unit. */
struct agreement {
    const double *values;
    size_t units;
    size_t coders;
};

#define AGREEMENT_ALL SIZE_MAX

/* Krippendorff's alpha over the units that at least two coded:
 *
 *     alpha = 1 - Do / De
 *     Do = 1/n Σ over units 1/(m - 1) Σ over pairs of its m values δ²
 *     De = 1/(n (n - 1)) Σ over all pairs of the n values δ²
 *
 * K. Krippendorff, Computing Krippendorff's alpha-reliability, University of Pennsylvania, 2011. 1:
 * they agree throughout; 0: as if they coded by lot; NaN where fewer than two values can be paired,
 * or all are the same. coder: only the pairs with this one enter Do, each unit that it coded with
 * weight 1, and De is of those units; AGREEMENT_ALL: all. False without memory. */
bool agreement_alpha(const struct agreement *agreement, enum agreement_metric metric, size_t coder,
                     struct arena *arena, double *alpha);

/* What pairs of values of one unit (with coder, unless AGREEMENT_ALL) come to: how many there are,
 * the shares that are equal and at most step apart (1e-9 slack), and by how much coder lies above
 * the others (0 of all); NaN without pairs. */
struct agreement_pairs {
    size_t pairs;
    double exact;
    double within;
    double above;
};
struct agreement_pairs agreement_pairs(const struct agreement *agreement, double step,
                                       size_t coder);

/* 5 and 95 % of alpha over draws of as many units, with replacement, from those that at least two
 * coded; draws whose values are all the same have none and are left out. NaN when fewer than half
 * of the draws have one, and without draws. False without memory. */
bool agreement_interval(const struct agreement *agreement, enum agreement_metric metric,
                        size_t coder, size_t draws, uint64_t seed, struct arena *arena, double *low,
                        double *high);

#endif
