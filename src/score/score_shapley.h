/* A difference that has no closed form, shared among what it comes from. */
#ifndef TIDEMARK_SCORE_SCORE_SHAPLEY_H
#define TIDEMARK_SCORE_SCORE_SHAPLEY_H

#include "score/score.h"

enum { SCORE_SHAPLEY_EXACT = 12, SCORE_SHAPLEY_ORDERS = 128 };

/* What an item is computed from: nodes, its children's and others', and their values at both ends.
 */
struct score_shapley_inputs {
    const uint32_t *nodes;
    const double *a;
    const double *b;
    size_t count;
};

/* Shares of an item's inputs, called its children here, in its difference between their values a
 * and b (NaN: missing): the Shapley value, each child's mean contribution over all orders in which
 * they change from a to b (Shapley, A value for n-person games, 1953; of differences: Shorrocks,
 * Journal of Economic Inequality 11, 2013, 99-126). errors receives 0 for each.
 *
 * With more than SCORE_SHAPLEY_EXACT children that differ the mean is over SCORE_SHAPLEY_ORDERS
 * orders, drawn by the score's seed and the item's id, each with its reverse (Castro, Gómez and
 * Tejada, Computers & Operations Research 36, 2009, 1726-1730; on reverses Mitchell, Cooper, Frank
 * and Holmes, Journal of Machine Learning Research 23, 2022, no. 43). errors then receives the
 * standard error of each share: the deviation between the means of an order and its reverse, over
 * the root of their number.
 *
 * The shares add up to the difference within rounding, sampled or not. The item is computed as it
 * would stand at row, what else it rests on (other rows, the year, another rule) as it is there:
 * the difference is that of the children alone. False without memory; known is false, and shares 0,
 * where it has no value half-way. */
bool score_shapley(struct arena *arena, const struct score *score, size_t row, size_t item,
                   const struct score_shapley_inputs *inputs, double *shares, double *errors,
                   bool *known);

/* Whether parts of root may be sampled: an item that is no mean, at root or below it, has more than
 * SCORE_SHAPLEY_EXACT children. */
bool score_shapley_samples(const struct score *score, size_t root);

#endif
