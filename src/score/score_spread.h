/* How a value scatters within its interval. */
#ifndef TIDEMARK_SCORE_SCORE_SPREAD_H
#define TIDEMARK_SCORE_SCORE_SPREAD_H

#include "model/panel.h"

/* The 5 % point of a normal distribution lies this many standard deviations below its mean: the
 * half-width of a 90 % interval in standard deviations. */
#define SCORE_SPREAD_HALF_WIDTH 1.6448536269514722

/* value with half-widths in standard deviations below and above it, between the ends of its scale
 * (NaN: none). */
struct score_spread {
    enum panel_shape shape;
    double value;
    double below;
    double above;
    double least;
    double most;
};

/* That of a cell that has an interval. */
struct score_spread score_spread_of(const struct panel *panel, uint32_t indicator, size_t row);

/* Draws from standard normal ones, by inversion; out may be z.
 *   normal      value + z × the half-width on z's side, brought to the end of the scale that it
 *               lies beyond
 *   truncated   the same without what lies beyond the ends, in proportion
 *   triangular  on each side half of a triangle with its peak at the value, 5 % of all beyond the
 *               end of the interval; brought to the ends of the scale
 *   beta        between the ends of the scale, its peak at the value, its standard deviation the
 *               mean of both half-widths (stat/beta.h) */
void score_spread_draw(const struct score_spread *spread, const double *z, size_t count,
                       double *out);

#endif
