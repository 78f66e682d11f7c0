/* Axes and names of rows, as most kinds have them. */
#ifndef TIDEMARK_CHART_CHART_AXIS_H
#define TIDEMARK_CHART_CHART_AXIS_H

#include "chart/chart_page.h"
#include "chart/layout_ticks.h"

/* Values from low to high on pixels from..to. */
struct chart_axis {
    double low;
    double high;
    double step;
    double from;
    double to;
};

/* Whole steps around low..high, on pixels from..to. */
struct chart_axis chart_axis_around(double low, double high, double from, double to);

/* Three ticks: the ends and the middle, for small fields. */
void chart_axis_halve(struct chart_axis *axis);

/* The pixel of a value. */
double chart_axis_at(const struct chart_axis *axis, double value);

/* Upright lines of the grid between top and bottom with their figures below; the value at `base`
 * (NaN: none) has a darker one. */
void chart_axis_across(struct chart_page *page, const struct chart_axis *axis, double top,
                       double bottom, double base);

/* Level lines of the grid between left and right with their figures at the left. */
void chart_axis_up(struct chart_page *page, const struct chart_axis *axis, double left,
                   double right, double base);

/* The room that figures at the left of an upright axis take, with the gap to it. */
double chart_axis_room(struct chart_page *page, const struct chart_axis *axis);

/* Names of the data's periods with their middles at y, thinned so that they stand apart; the last
 * is always there. */
void chart_axis_periods(struct chart_page *page, const struct chart_axis *axis, double y);

/* A hairline from a point to a name at its side that had to move up or down by more than a few
 * pixels. */
void chart_axis_leader(struct chart_page *page, double x, double y, double name_x, double name_y);

/* The name of a row at the left of x, in one line or two if row_px has the room, cut to width. */
void chart_axis_name(struct chart_page *page, const char *name, double x, double y, double width,
                     double row_px, struct layout_font font, const char *colour);

/* The widest of count names, at most `most` pixels. */
double chart_axis_widest(const char *const *names, size_t count, struct layout_font font,
                         double most);

#endif
