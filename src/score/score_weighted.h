/* What an indicator weighs in the index, and what it adds to it. */
#ifndef TIDEMARK_SCORE_SCORE_WEIGHTED_H
#define TIDEMARK_SCORE_SCORE_WEIGHTED_H

#include "score/score.h"

/* The effective weight of every indicator in the index at a row: out[indicator]. It is the product
 * of the weights on the way up, each a share among all eligible children of its parent, there or
 * missing: so the weights of a rule are the same in every row, unless the data decide them, and add
 * up to 1; where something is missing, the index takes the others for more. In a sum a weight is
 * what it is, in a mean of Mazziotta and Pareto all weigh the same. Weights of an indicator that
 * stands in several nodes of the headline are added.
 *
 * NaN where it is not below the index, and where something that has no weights stands between: a
 * formula, the minimum, Copeland's order, benefit of the doubt. */
void score_weighted(const struct score *score, size_t row, double *out);

/* The weight of a child (by its place among the item's children) in its parent at a row, as above;
 * NaN where the parent has no weights. */
double score_weighted_share(const struct score *score, size_t item, size_t child, size_t row);

#endif
