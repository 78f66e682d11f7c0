/* Sobol' indices: the share of an outcome's variance that an input makes alone (first order), and
 * with all others (total), from runs of designs A, B and, for each input, A with this input from B
 * (A. Saltelli and others, Computer Physics Communications 181, 2010, 259-270,
 * doi:10.1016/j.cpc.2009.09.018). */
#ifndef TIDEMARK_STAT_SOBOL_INDEX_H
#define TIDEMARK_STAT_SOBOL_INDEX_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

/* Outcomes of n points: a[n], b[n], ab[input × n]. */
struct sobol_runs {
    const double *a;
    const double *b;
    const double *ab;
    size_t points;
    size_t inputs;
};

/* The 5 and 95 % are those of the bootstrap, NaN without one. */
struct sobol_index {
    double first;
    double first_low;
    double first_high;
    double total;
    double total_low;
    double total_high;
};

/* The design of points 0..n - 1 under seed: out[input × n(groups + 2)], the runs of A, then B, then
 * A with each group from B. group_of: the group of each input, 0..groups - 1, each on its own where
 * NULL. False without memory, or for more than SOBOL_INDEX_INPUTS inputs. */
enum { SOBOL_INDEX_INPUTS = 555 };
bool sobol_index_design(struct arena *arena, uint64_t seed, size_t n, size_t inputs,
                        const size_t *group_of, size_t groups, double *out);

/* The runs that are without a missing outcome, in all of A, B and A with B: points without one.
 * They are centred on the mean of A and B. False without memory. */
bool sobol_index_centre(struct arena *arena, const struct sobol_runs *runs,
                        struct sobol_runs *centred);

/* Indices of centred runs. First order by T_N of A. Janon and others, ESAIM: Probability and
 * Statistics 18, 2014, 342-364, doi:10.1051/ps/2013040 (equation 6); total by M. J. W. Jansen,
 * Computer Physics Communications 117, 1999, 35-43: the mean of (A - AB)² / 2V. V is the variance
 * of A and B together. NaN where V is 0. */
void sobol_index_estimate(const struct sobol_runs *runs, struct sobol_index *out);

/* The same of the first points alone, at most as many as there are. */
void sobol_index_estimate_part(const struct sobol_runs *runs, size_t points,
                               struct sobol_index *out);

/* Adds the intervals: points are drawn again with replacement `rounds` times, A, B and AB together,
 * and V is taken anew each time. Points must be fewer than 2^24. Threads never change a result.
 * False without memory. */
bool sobol_index_bootstrap(struct arena *arena, const struct sobol_runs *runs, uint64_t seed,
                           size_t rounds, unsigned threads, struct sobol_index *out);

#endif
