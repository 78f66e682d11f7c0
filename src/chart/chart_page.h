/* What every chart shares: tokens, terminal, title, subtitle, source line. Positions are CSS pixels
 * from the top left. */
#ifndef TIDEMARK_CHART_CHART_PAGE_H
#define TIDEMARK_CHART_CHART_PAGE_H

#include "chart/chart_data.h"
#include "chart/chart_font.h"
#include "chart/chart_text.h"

/* A page while its script is written. label_count and object_count number what is placed. */
struct chart_page {
    struct arena *arena;
    const struct chart_request *request;
    const struct chart_data *data;
    enum chart_format format;
    const struct chart_font *font; /* NULL: every character is taken for covered */
    int width_px;
    int height_px;
    const char *title;
    const char *subtitle;
    struct text_buffer *script;
    struct err_list *notices;
    int labels;
    int objects;
};

enum chart_side { CHART_LEFT, CHART_CENTRE, CHART_RIGHT };

/* How a country is drawn: line and text colour, shape of its point and the shape's size. Beyond
 * three countries all are drawn alike and told apart by their names. */
struct chart_look {
    const char *line;
    const char *text;
    int point;
    double size;
};
struct chart_look chart_page_look(size_t country, size_t count);

/* Colours by role. */
extern const char chart_page_ink[], chart_page_subtitle[], chart_page_axis[], chart_page_grid[],
    chart_page_base[], chart_page_unfocused[];

/* Writes the head of the script: terminal, tokens, title, subtitle, note and source. Returns the
 * pixels kept free at the bottom for the source line. */
double chart_page_head(struct chart_page *page);

/* The margins of the plot. */
void chart_page_margins(struct chart_page *page, double left, double right, double top,
                        double bottom);

/* A text at a point of the page; font is "Inter,9.5". The point's text baseline is centred.
 * Characters that no font covers are replaced. */
void chart_page_text(struct chart_page *page, const char *text, double x, double y,
                     enum chart_side side, const char *font, const char *colour);

/* A straight line, with extra gnuplot words ("dt (2,4)") or "". */
void chart_page_line(struct chart_page *page, double x1, double y1, double x2, double y2,
                     const char *colour, double width, const char *extra);

/* A filled rectangle; hatched for what is missing. */
void chart_page_box(struct chart_page *page, double left, double top, double right, double bottom,
                    const char *colour);
void chart_page_hatch(struct chart_page *page, double left, double top, double right,
                      double bottom);

/* A number for the script: "%.17g", "NaN" when missing. */
void chart_page_number(struct chart_page *page, double number);

/* The step between ticks of an axis from 0 to length that gives about five. */
double chart_page_step(double length);

#endif
