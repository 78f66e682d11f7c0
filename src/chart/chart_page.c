#include "chart/chart_page.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char chart_page_ink[] = "#16191D", chart_page_subtitle[] = "#4F5660",
           chart_page_axis[] = "#5F6670", chart_page_grid[] = "#E3E6EA",
           chart_page_base[] = "#9AA1AB", chart_page_unfocused[] = "#C3C8CF";

static const char brand[] = "#0B5563";
static const double side_px = 16;

/* Points are three quarters of a CSS pixel. */
static const double px_per_pt = 4.0 / 3;

struct chart_look chart_page_look(size_t country, size_t count)
{
    static const struct chart_look looks[] = {{"#C4401C", "#C4401C", 7, 0.8},
                                              {"#1B2F6B", "#1B2F6B", 5, 0.75},
                                              {"#1A9BA8", "#0C727D", 9, 0.9}};
    static const struct chart_look alike = {"#9AA1AB", "#5F6670", 7, 0.6};
    return count <= 3 ? looks[country] : alike;
}

static void add_terminal(struct chart_page *page)
{
    int w = page->width_px, h = page->height_px;
    if (page->format == CHART_PNG)
        text_add_format(page->script,
                        "set terminal pngcairo size %d,%d fontscale 2 linewidth 2 pointscale 2 "
                        "dashlength 2",
                        2 * w, 2 * h);
    else if (page->format == CHART_PDF)
        text_add_format(page->script,
                        "set terminal pdfcairo size %.4fin,%.4fin fontscale 0.75 linewidth 1.5 "
                        "pointscale 1 dashlength 2",
                        w / 96.0, h / 96.0);
    else
        text_add_format(page->script, "set terminal svg size %d,%d dynamic fontscale 1.3333", w, h);
    text_add_string(page->script, " rounded noenhanced font \"Inter,9\" background \"#ffffff\"\n");
}

static void add_tokens(struct chart_page *page)
{
    text_add_format(page->script,
                    "set encoding utf8\n"
                    "set minussign\n"
                    "set datafile missing \"?\"\n"
                    "set border 0 lc rgb \"#FFFFFF\" lw 0.1\n"
                    "set tics nomirror scale 0 textcolor rgb \"%s\" font \"Inter,8.5\"\n"
                    "unset key\n"
                    "set style line 9 lc rgb \"%s\" lw 0.8 dt solid\n",
                    chart_page_axis, chart_page_grid);
}

static void add_position(struct chart_page *page, double x, double y)
{
    text_add_format(page->script, "screen %.6f, screen %.6f", x / page->width_px,
                    1 - y / page->height_px);
}

void chart_page_text(struct chart_page *page, const char *text, double x, double y,
                     enum chart_side side, const char *font, const char *colour)
{
    static const char *const sides[] = {"left", "center", "right"};
    const char *covered =
        page->font ? chart_font_cover(page->font, page->arena, text, page->notices) : text;
    text_add_format(page->script, "set label %d ", ++page->labels);
    chart_text_add(page->script, covered ? covered : "", true);
    page->script->failed = page->script->failed || !covered;
    text_add_string(page->script, " at ");
    add_position(page, x, y);
    text_add_format(page->script, " %s font \"%s\" tc rgb \"%s\" front\n", sides[side], font,
                    colour);
}

void chart_page_line(struct chart_page *page, double x1, double y1, double x2, double y2,
                     const char *colour, double width, const char *extra)
{
    text_add_format(page->script, "set arrow %d from ", ++page->objects);
    add_position(page, x1, y1);
    text_add_string(page->script, " to ");
    add_position(page, x2, y2);
    text_add_format(page->script, " nohead lc rgb \"%s\" lw %g %s\n", colour, width, extra);
}

static void add_rectangle(struct chart_page *page, double left, double top, double right,
                          double bottom)
{
    text_add_format(page->script, "set object %d rect from ", ++page->objects);
    add_position(page, left, bottom);
    text_add_string(page->script, " to ");
    add_position(page, right, top);
}

void chart_page_box(struct chart_page *page, double left, double top, double right, double bottom,
                    const char *colour)
{
    add_rectangle(page, left, top, right, bottom);
    text_add_format(page->script, " fc rgb \"%s\" fs solid 1.0 noborder behind\n", colour);
}

void chart_page_hatch(struct chart_page *page, double left, double top, double right, double bottom)
{
    add_rectangle(page, left, top, right, bottom);
    text_add_format(page->script, " fc rgb \"%s\" fs pattern 4 border lc rgb \"%s\" behind\n",
                    chart_page_unfocused, chart_page_unfocused);
}

void chart_page_margins(struct chart_page *page, double left, double right, double top,
                        double bottom)
{
    text_add_format(page->script,
                    "set lmargin at screen %.6f\nset rmargin at screen %.6f\n"
                    "set tmargin at screen %.6f\nset bmargin at screen %.6f\n",
                    left / page->width_px, right / page->width_px, 1 - top / page->height_px,
                    1 - bottom / page->height_px);
}

void chart_page_number(struct chart_page *page, double number)
{
    if (isfinite(number))
        text_add_format(page->script, "%.17g", number);
    else
        text_add_string(page->script, "NaN");
}

double chart_page_step(double length)
{
    double unit = 1;
    while (unit * 50 < length)
        unit *= 10;
    while (unit * 5 > length)
        unit /= 10;
    return length / unit <= 10 ? 2 * unit : length / unit <= 25 ? 5 * unit : 10 * unit;
}

/* The subtitle in one or two lines below the title; the source in as many above the lower edge. */
double chart_page_head(struct chart_page *page)
{
    const struct chart_request *request = page->request;
    double width = page->width_px - 2 * side_px;
    size_t lines = 0, note_lines = 0;
    add_terminal(page);
    add_tokens(page);
    chart_page_box(page, side_px, 0, 52, 6, brand);
    const char *title =
        chart_text_fit(page->arena, page->title, CHART_SEMIBOLD, 14 * px_per_pt, width);
    const char *subtitle = chart_text_wrap(page->arena, page->subtitle, CHART_REGULAR,
                                           9.5 * px_per_pt, width, 2, &lines);
    const char *source = chart_text_wrap(page->arena, request->source ? request->source : "",
                                         CHART_REGULAR, 7.5 * px_per_pt, width, 3, &lines);
    const char *note = chart_text_wrap(page->arena, request->note ? request->note : "",
                                       CHART_REGULAR, 7.5 * px_per_pt, width, 2, &note_lines);
    if (!title || !subtitle || !source || !note) {
        page->script->failed = true;
        return 0;
    }
    chart_page_text(page, title, side_px, 28, CHART_LEFT, "Inter SemiBold,14", chart_page_ink);
    chart_page_text(page, subtitle, side_px, 53, CHART_LEFT, "Inter,9.5", chart_page_subtitle);
    const double line = 13;
    double source_y = page->height_px - 14 - line * (double)(lines ? lines - 1 : 0);
    chart_page_text(page, source, side_px, source_y, CHART_LEFT, "Inter,7.5", chart_page_axis);
    double note_y = source_y - line * (double)note_lines;
    if (note_lines > 0)
        chart_page_text(page, note, side_px, note_y, CHART_LEFT, "Inter,7.5", chart_page_axis);
    return page->height_px - note_y;
}
