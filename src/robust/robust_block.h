/* Some runs of a range: which numbers they have, which case they fall into. */
#ifndef TIDEMARK_ROBUST_ROBUST_BLOCK_H
#define TIDEMARK_ROBUST_ROBUST_BLOCK_H

#include "robust/robust_run.h"

/* Runs done at a time: their columns of weights stay in the cache. */
enum { ROBUST_BLOCK_RUNS = 512 };

/* Runs first..first + runs - 1 of the range. u: the numbers of the inputs, [input × runs]. members:
 * by their places in the block, the count runs that fall into case `which`. out: where values of
 * the whole range go, [row × range->count + run]. */
struct robust_block {
    const struct robust_plan *plan;
    const struct robust_range *range;
    size_t first;
    size_t runs;
    const double *u;
    size_t which;
    const size_t *members;
    size_t count;
    double *out;
};

/* Columns of the weights that vary in the block's case, a value a member. overrides has room for
 * the plan's weights; the number of those set, SIZE_MAX without memory. */
size_t robust_block_weights(struct arena *arena, const struct robust_block *block,
                            struct graph_override *overrides);

/* A weight in a run of the block. */
double robust_block_weight(const struct robust_block *block, const struct robust_weight *weight,
                           size_t run);

/* Which draw of an input that has draws (VALUES, IMPUTED) a run of the block takes. */
uint64_t robust_block_draw(const struct robust_block *block, enum robust_kind kind, size_t run);

/* The value of an indicator at a row of the panel for each member, into out; scratch has room for
 * the block's runs. A value without uncertainty is the same in all. */
void robust_block_values(const struct robust_block *block, uint32_t indicator, size_t row,
                         double *scratch, double *out);

#endif
