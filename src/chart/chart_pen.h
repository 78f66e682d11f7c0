/* Drawing on a page in CSS pixels from its top left: shapes and texts become a gnuplot script. What
 * is drawn later lies above; texts lie above all shapes. What has no finite place is not drawn. */
#ifndef TIDEMARK_CHART_CHART_PEN_H
#define TIDEMARK_CHART_CHART_PEN_H

#include "base/text.h"

#include <stddef.h>

enum chart_side { CHART_LEFT, CHART_CENTRE, CHART_RIGHT };
enum chart_dash { CHART_SOLID, CHART_DASHED, CHART_DOTTED };

/* The shapes of points; hollow ones are white inside. */
enum chart_point {
    CHART_CIRCLE = 7,
    CHART_SQUARE = 5,
    CHART_TRIANGLE = 9,
    CHART_DIAMOND = 13,
    CHART_HOLLOW = 6,
};

/* The script receives blocks of numbers, one for all neighbours of one style; plot collects what is
 * plotted of them, in order, and texts the labels. style is that of the block that is open. */
struct chart_pen {
    struct text_buffer *script;
    struct text_buffer plot;
    struct text_buffer texts;
    char style[160];
    double width_px;
    double height_px;
    int blocks;
    int labels;
};

/* Begins a page: the plot is the whole canvas, one unit a pixel. script outlives the pen. */
void chart_pen_begin(struct chart_pen *pen, struct text_buffer *script, double width_px,
                     double height_px);

/* Ends the page with the command that draws it, and frees what the pen held. */
void chart_pen_end(struct chart_pen *pen);

/* A line through count points; a NaN breaks it. */
void chart_pen_path(struct chart_pen *pen, const double *x, const double *y, size_t count,
                    const char *colour, double width, enum chart_dash dash);

/* The area between the points, closed. opacity from 0 to 1. */
void chart_pen_area(struct chart_pen *pen, const double *x, const double *y, size_t count,
                    const char *colour, double opacity);

/* A filled rectangle; hatched, with a border, for what is missing. */
void chart_pen_box(struct chart_pen *pen, double left, double top, double right, double bottom,
                   const char *colour);
void chart_pen_hatch(struct chart_pen *pen, double left, double top, double right, double bottom,
                     const char *colour);

/* A point of a size in multiples of gnuplot's own (0.8: about 7 pixels). */
void chart_pen_point(struct chart_pen *pen, double x, double y, enum chart_point shape, double size,
                     const char *colour);

/* One line of text whose middle stands at y; font as gnuplot names it ("Inter SemiBold,9.5"). */
void chart_pen_text(struct chart_pen *pen, const char *text, double x, double y,
                    enum chart_side side, const char *font, const char *colour);

#endif
