/* A difference that has no closed form, shared among what it comes from. */
#ifndef TIDEMARK_SCORE_SCORE_SHAPLEY_H
#define TIDEMARK_SCORE_SCORE_SHAPLEY_H

#include "score/score.h"

enum { SCORE_SHAPLEY_EXACT = 12, SCORE_SHAPLEY_ORDERS = 128 };

/* Shares of an item's children in its difference between the children's values a and b (NaN:
 * missing): the Shapley value, each child's mean contribution over all orders in which they change
 * from a to b (Shapley, A value for n-person games, 1953; of differences: Shorrocks, Journal of
 * Economic Inequality 11, 2013, 99-126). With more than SCORE_SHAPLEY_EXACT children the mean is
 * over SCORE_SHAPLEY_ORDERS fixed orders, each with its reverse. The shares add up to the
 * difference within rounding. The item is computed as it would stand at row. False without memory;
 * known is false, and shares 0, where it has no value half-way. */
bool score_shapley(struct arena *arena, const struct score *score, size_t row, size_t item,
                   const double *a, const double *b, double *shares, bool *known);

#endif
