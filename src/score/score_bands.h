/* The intervals of a whole score. */
#ifndef TIDEMARK_SCORE_SCORE_BANDS_H
#define TIDEMARK_SCORE_SCORE_BANDS_H

#include "score/score.h"

/* Fills low and high of every item for the periods of the options, rows shared among threads. False
 * without memory. */
bool score_bands(struct arena *arena, struct score *score, const struct score_options *options);

/* Which items [item] are uncertain at a row: an indicator with an interval, and every aggregate
 * that such a one entered. mask (NULL: none) marks indicators to be read as missing. */
void score_bands_uncertain(const struct score *score, size_t row, const bool *mask,
                           bool *uncertain);

/* Whether one of count values is there, finite, and another than value: what a formula reads need
 * not move what it gives. */
bool score_bands_moves(const double *values, size_t count, double value);

/* The 5 and 95 % quantiles (type 7) of those of count values that are there and finite, widened to
 * contain value; NaN when none is. Reorders values. */
void score_bands_ends(double *values, size_t count, double value, double *low, double *high);

#endif
