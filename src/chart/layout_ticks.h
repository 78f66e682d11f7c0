/* Where the ticks of an axis stand, and which of them are named. */
#ifndef TIDEMARK_CHART_LAYOUT_TICKS_H
#define TIDEMARK_CHART_LAYOUT_TICKS_H

#include <stddef.h>

/* The step between ticks along a length (of 0 or more) that gives about five: 1, 2 or 5 times a
 * power of ten. */
double layout_ticks_step(double length);

/* An axis of whole steps around values from low to high; where they are equal, a step to each side
 * of them. */
struct layout_ticks {
    double low;
    double high;
    double step;
};
struct layout_ticks layout_ticks_around(double low, double high);

/* How many decimals tell ticks of a step apart. */
int layout_ticks_decimals(double step);

/* Every how many of count ticks, step_px apart, is named so that names of width_px keep gap_px
 * between them; 1 at the least. */
size_t layout_ticks_every(size_t count, double step_px, double width_px, double gap_px);

#endif
