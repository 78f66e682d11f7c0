/* What a method asks of the data and the data do not give, in words. */
#ifndef TIDEMARK_SCORE_SCORE_TROUBLE_H
#define TIDEMARK_SCORE_SCORE_TROUBLE_H

#include "score/score.h"

/* Says which figures of a frame are not defined, for what and when, and what to do. Always false.
 */
bool score_trouble_frame(struct arena *arena, const struct score *score,
                         const struct graph_trouble *trouble, struct err *err);

/* False with err when a child at or below 0 entered a geometric or harmonic mean, or a power mean
 * of order up to 0, that has no floor, or one below 0 a power mean of another order than 1. */
bool score_trouble_zero(const struct score *score, size_t first_row, size_t rows, struct err *err);

#endif
