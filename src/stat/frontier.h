/* Benefit of the doubt: each unit weighted to its own advantage. */
#ifndef TIDEMARK_STAT_FRONTIER_H
#define TIDEMARK_STAT_FRONTIER_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

enum frontier_status {
    FRONTIER_OK,
    FRONTIER_NO_MEMORY,
    FRONTIER_NEGATIVE, /* column, unit: a value below 0 */
    FRONTIER_BOUNDS,   /* no shares of this number of columns can meet the bounds */
    FRONTIER_FAILED    /* unit: the solver gave up */
};

/* The share of its own score that a value of a unit may make, from 0 to 1. */
struct frontier_bounds {
    double least;
    double most;
};

/* What a status is about: numbers from 0. */
struct frontier_place {
    size_t column;
    size_t unit;
};

/* Whether so many shares within the bounds can sum to 1 (with a slack of 10^-9). */
bool frontier_fits(const struct frontier_bounds *bounds, size_t values);

/* For each unit i of columns[count][units] (not negative, missing NaN, higher is better) the
 * largest Σ w x(i) that weights w >= 0 can give it, where Σ w x(k) <= 1 for all units k with the
 * same w, and each w x(i) lies within its bounds' shares of the sum. scores[units], from 0 to 1; 1
 * where no other unit does better with these weights. weights[unit × count + column], unless NULL,
 * receives a w that gives it: there may be others.
 *
 * A missing value counts for nothing, in the unit's own sum and in those it is held against, and is
 * not held to bounds: it has weight 0. A unit whose values are fewer than bounds allow
 * (frontier_fits), or without any, has NaN. A value of 0 makes no share: where bounds ask for one,
 * the score is 0. Other units of a column change nothing but its weight.
 *
 * L. Cherchye, W. Moesen, N. Rogge and T. Van Puyenbroeck, An introduction to 'benefit of the
 * doubt' composite indicators, Social Indicators Research 82, 2007, 111-145; missing values after
 * T. Kuosmanen, Data envelopment analysis with missing data, Journal of the Operational Research
 * Society 60, 2009, 1767-1774.
 *
 * GLPK solves one linear programme a unit, from the same start, so that no unit depends on the
 * order of the others; the weights are then scaled so that the best unit has 1 exactly. The bits
 * are those of GLPK's build: the same on all x86-64, but not on other processors.
 *
 * GLPK aborts where memory runs out or its own checks fail. Here its message is kept back, its hook
 * for errors leaves it by longjmp, and its environment, with all it had taken, is freed: such an
 * end is a status. The environment is GLPK's own and lives for the call; threads may call at the
 * same time where frontier_is_threaded says so (Debian's GLPK keeps one environment a thread). */
enum frontier_status frontier_scores(const double *const *columns, size_t count, size_t units,
                                     const struct frontier_bounds *bounds, struct arena *arena,
                                     double *scores, double *weights, struct frontier_place *place);

/* Whether threads may call frontier_scores at the same time. */
bool frontier_is_threaded(void);

#endif
