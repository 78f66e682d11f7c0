/* Scores of one country and period over draws of its values' own uncertainty. */
#ifndef TIDEMARK_SCORE_SCORE_DRAWS_H
#define TIDEMARK_SCORE_SCORE_DRAWS_H

#include "score/score.h"

/* The 5 % point of a normal distribution lies this many standard deviations below its mean: the
 * half-width of a 90 % interval in standard deviations. */
#define SCORE_DRAWS_HALF_WIDTH 1.6448536269514722

/* Whether a cell's value is uncertain: it is there, with an interval of some width. */
bool score_draws_uncertain(const struct panel *panel, uint32_t indicator, size_t row);

/* Draws of an indicator's value in its own units (semantics.md A8): value + z × sigma, z standard
 * normal and sigma the half-width on z's side / 1.6448536, clamped at the ends of the scale. Draw d
 * depends on seed, d and the cell's stream alone. */
void score_draws_cell(const struct panel *panel, uint32_t indicator, size_t row, uint64_t seed,
                      size_t draws, double *out);

/* Draws of the wanted items (eligible ones) at a row: out[i] receives options->draws values. mask,
 * when not NULL, marks indicators to be read as missing. Exact values are the same in every draw.
 * Scratch comes from arena and is given back. False without memory. */
bool score_draws_row(struct arena *arena, const struct compile *compile, const struct panel *panel,
                     const struct score_options *options, size_t row, const bool *mask,
                     const uint32_t *wanted, size_t count, double *const *out);

#endif
