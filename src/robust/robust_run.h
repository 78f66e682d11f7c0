/* Runs of a plan: the score of every country, once for each set of numbers of its inputs. */
#ifndef TIDEMARK_ROBUST_ROBUST_RUN_H
#define TIDEMARK_ROBUST_ROBUST_RUN_H

#include "robust/robust_plan.h"

#include "base/pool.h"

/* Runs first..first + count - 1 over rows first_row..first_row + rows - 1 of the panel. design,
 * where it is not NULL, has the numbers of each run, [input × count + run]; else each input has its
 * own stream under seed, and run r takes draw r of the values, so that a run depends on nothing but
 * seed and r: parts that were run apart are those of the whole. With a design the number of the
 * input `values` chooses the draw. threads 0 counts as 1 and never changes a result.
 * watch, where it is not NULL, looks on and may end the runs early; *done (NULL: nobody asks)
 * receives how many were done, the first ones; those behind have NaN throughout. */
struct robust_range {
    uint64_t seed;
    size_t first;
    size_t count;
    const double *design;
    size_t first_row;
    size_t rows;
    unsigned threads;
    const struct kernel *kernel;
    const struct pool_watch *watch;
    size_t *done;
};

/* The plan's item in every run: out[row × count + run], NaN where it is missing. False with err
 * without memory or when a function of the rule fails. */
bool robust_run(struct arena *arena, const struct robust_plan *plan,
                const struct robust_range *range, double *out, struct err *err);

/* The numbers of runs first..first + count - 1 of an input under seed. */
void robust_run_numbers(const struct robust_plan *plan, size_t input, uint64_t seed, size_t first,
                        size_t count, double *out);

#endif
