#include "chart/chart_pen.h"

#include "chart/chart_text.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void chart_pen_begin(struct chart_pen *pen, struct text_buffer *script, double width_px,
                     double height_px)
{
    *pen = (struct chart_pen){.script = script, .width_px = width_px, .height_px = height_px};
    text_add_format(script,
                    "set lmargin at screen 0\nset rmargin at screen 1\n"
                    "set tmargin at screen 1\nset bmargin at screen 0\n"
                    "set xrange [0:%g]\nset yrange [%g:0]\nunset tics\nunset border\n",
                    width_px, height_px);
}

static void close_block(struct chart_pen *pen)
{
    if (*pen->style)
        text_add_string(pen->script, "EOD\n");
    *pen->style = '\0';
}

/* Goes on with the open block when the next shape looks the same, else opens one. apart: a blank
 * line parts it from the shape before. */
__attribute__((format(printf, 3, 4))) static void open_block(struct chart_pen *pen, bool apart,
                                                             const char *format, ...)
{
    char style[sizeof pen->style];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(style, sizeof style, format, arguments);
    va_end(arguments);
    if (strcmp(style, pen->style) == 0) {
        text_add_string(pen->script, apart ? "\n" : "");
        return;
    }
    close_block(pen);
    memcpy(pen->style, style, sizeof style);
    text_add_format(&pen->plot, "%s$d%d using %s", pen->plot.length ? ", \\\n  " : "",
                    ++pen->blocks, style);
    text_add_format(pen->script, "$d%d << EOD\n", pen->blocks);
}

void chart_pen_end(struct chart_pen *pen)
{
    close_block(pen);
    if (pen->texts.length > 0)
        text_add(pen->script, pen->texts.bytes, pen->texts.length);
    text_add_string(pen->script, "plot ");
    if (pen->plot.length > 0)
        text_add(pen->script, pen->plot.bytes, pen->plot.length);
    else
        text_add_string(pen->script, "NaN");
    text_add_string(pen->script, "\n");
    pen->script->failed = pen->script->failed || pen->plot.failed || pen->texts.failed;
    text_buffer_free(&pen->plot);
    text_buffer_free(&pen->texts);
}

/* gnuplot complains of a block in which nothing can be drawn. */
static size_t finite_count(const double *x, const double *y, size_t count)
{
    size_t finite = 0;
    for (size_t i = 0; i < count; i++)
        finite += isfinite(x[i]) && isfinite(y[i]);
    return finite;
}

static void add_points(struct chart_pen *pen, const double *x, const double *y, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isfinite(x[i]) && isfinite(y[i]))
            text_add_format(pen->script, "%.2f %.2f\n", x[i], y[i]);
        else
            text_add_string(pen->script, "\n");
}

void chart_pen_path(struct chart_pen *pen, const double *x, const double *y, size_t count,
                    const char *colour, double width, enum chart_dash dash)
{
    static const char *const dashes[] = {"solid", "(5,5)", "(2,4)"};
    if (finite_count(x, y, count) < 2)
        return;
    open_block(pen, true, "1:2 with lines lc rgb \"%s\" lw %g dt %s", colour, width, dashes[dash]);
    add_points(pen, x, y, count);
}

/* Each area is a block of its own: gnuplot would join areas of one block. */
void chart_pen_area(struct chart_pen *pen, const double *x, const double *y, size_t count,
                    const char *colour, double opacity)
{
    if (finite_count(x, y, count) < 3)
        return;
    close_block(pen);
    if (opacity < 1)
        open_block(pen, true,
                   "1:2 with filledcurves closed fc rgb \"%s\" fs transparent solid %g noborder",
                   colour, opacity);
    else
        open_block(pen, true, "1:2 with filledcurves closed fc rgb \"%s\" fs solid 1 noborder",
                   colour);
    add_points(pen, x, y, count);
    close_block(pen);
}

static void add_box(struct chart_pen *pen, double left, double top, double right, double bottom)
{
    text_add_format(pen->script, "%.2f %.2f %.2f %.2f %.2f %.2f\n", (left + right) / 2,
                    (top + bottom) / 2, left, right, top, bottom);
}

void chart_pen_box(struct chart_pen *pen, double left, double top, double right, double bottom,
                   const char *colour)
{
    if (!isfinite(left + top + right + bottom))
        return;
    open_block(pen, false, "1:2:3:4:5:6 with boxxyerror fc rgb \"%s\" fs solid 1 noborder", colour);
    add_box(pen, left, top, right, bottom);
}

void chart_pen_hatch(struct chart_pen *pen, double left, double top, double right, double bottom,
                     const char *colour)
{
    open_block(pen, false,
               "1:2:3:4:5:6 with boxxyerror fc rgb \"%s\" lw 0.8 fs pattern 4 border lc rgb \"%s\"",
               colour, colour);
    add_box(pen, left, top, right, bottom);
}

static void add_point(struct chart_pen *pen, double x, double y, enum chart_point shape,
                      double size, const char *colour, double width)
{
    if (!isfinite(x + y))
        return;
    open_block(pen, false, "1:2 with points pt %d ps %g lw %g lc rgb \"%s\"", (int)shape, size,
               width, colour);
    text_add_format(pen->script, "%.2f %.2f\n", x, y);
}

void chart_pen_point(struct chart_pen *pen, double x, double y, enum chart_point shape, double size,
                     const char *colour)
{
    if (shape != CHART_HOLLOW) {
        add_point(pen, x, y, shape, size, colour, 1);
        return;
    }
    add_point(pen, x, y, CHART_CIRCLE, size, colour, 1);
    add_point(pen, x, y, CHART_CIRCLE, size * 0.58, "#FFFFFF", 1);
}

void chart_pen_text(struct chart_pen *pen, const char *text, double x, double y,
                    enum chart_side side, const char *font, const char *colour)
{
    static const char *const sides[] = {"left", "center", "right"};
    text_add_format(&pen->texts, "set label %d ", ++pen->labels);
    chart_text_add(&pen->texts, text);
    text_add_format(&pen->texts, " at %.2f,%.2f %s font \"%s\" tc rgb \"%s\" front\n", x, y,
                    sides[side], font, colour);
}
