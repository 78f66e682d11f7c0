#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_title.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { ROW_PX = 140, COLUMNS_MOST = 7, COUNTRIES_MOST = 4, PAGE_MOST_PX = 2400 };

/* Of few countries a row a country, a column an item; of many a field a country, of one item. */
struct grid {
    bool by_country; /* a field a country, of the first item */
    size_t columns;
    size_t rows;
};

static struct grid grid_of(const struct chart_data *data)
{
    if (data->country_count <= COUNTRIES_MOST && data->item_count > 1)
        return (struct grid){false,
                             data->item_count < COLUMNS_MOST ? data->item_count : COLUMNS_MOST,
                             data->country_count};
    size_t columns = data->country_count < 5 ? data->country_count : 5;
    return (struct grid){true, columns, (data->country_count + columns - 1) / columns};
}

bool chart_multiples_plan(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    const struct chart_data *data = page->data;
    struct grid grid = grid_of(data);
    if (data->item_count > grid.columns && !grid.by_country)
        chart_page_notice(page, "the first %zu of %zu items are drawn", grid.columns,
                          data->item_count);
    page->title = chart_title_falls(page->arena, data, request->measure, &page->subject);
    if (grid.by_country)
        page->title = chart_title_series(page->arena, data, request->measure,
                                         chart_data_decimals(data, request), &page->subject);
    page->subtitle = chart_page_print(
        page, "%s%s %s%s.%s All fields share one scale.", request->measure,
        grid.by_country || data->item_count < 2 ? "" : chart_page_words(page, " and its pillars"),
        chart_data_span(page->arena, data), chart_data_scale(page->arena, request),
        data->country_count > 1 ? chart_page_words(page, " Grey: the other countries.") : "");
    double height = 160 + (grid.by_country ? 112 : ROW_PX) * (double)grid.rows;
    if (!page->height_px)
        page->height_px = (int)fmin(PAGE_MOST_PX, fmax(360, height));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

/* A country's line in a field, broken at gaps and breaks. Gives the last figure's place. */
static bool add_line(struct chart_page *page, const struct chart_axis *across,
                     const struct chart_axis *up, size_t country, size_t item, const char *colour,
                     double width, double *last)
{
    const struct chart_data *data = page->data;
    double *x = arena_alloc(page->arena, data->period_count, sizeof *x);
    double *y = arena_alloc(page->arena, data->period_count, sizeof *y);
    bool any = false;
    if (!x || !y)
        return false;
    for (size_t p = 0, from = 0; p < data->period_count; p++) {
        const struct chart_figure *figure = chart_data_at(data, country, item, p);
        x[p] = chart_axis_at(across, data->periods[p].position);
        y[p] = chart_axis_at(up, figure->value);
        if (!isnan(y[p])) {
            last[0] = x[p];
            last[1] = y[p];
            last[2] = figure->value;
            any = true;
        }
        bool next_breaks = p + 1 == data->period_count ||
                           chart_data_at(data, country, item, p + 1)->broken ||
                           isnan(chart_data_at(data, country, item, p + 1)->value);
        if (isnan(y[p]) || next_breaks) {
            size_t count = p + 1 - from - (isnan(y[p]) ? 1 : 0);
            if (count >= 2)
                chart_pen_path(&page->pen, x + from, y + from, count, colour, width, CHART_SOLID);
            else if (count == 1)
                chart_pen_point(&page->pen, x[from], y[from], CHART_CIRCLE, 0.25, colour);
            from = p + 1;
        }
    }
    return any;
}

/* Whether a country's line runs through a figure of which this is the left end and the middle. */
static bool is_crossed(const struct chart_page *page, const struct chart_axis *across,
                       const struct chart_axis *up, size_t country, size_t item, double left,
                       double y)
{
    const struct chart_data *data = page->data;
    for (size_t p = 1; p < data->period_count; p++) {
        double to_x = chart_axis_at(across, data->periods[p].position);
        double from = chart_axis_at(up, chart_data_at(data, country, item, p - 1)->value);
        double to = chart_axis_at(up, chart_data_at(data, country, item, p)->value);
        if (to_x > left && fmin(from, to) < y + 7 && fmax(from, to) > y - 7)
            return true;
    }
    return false;
}

static void add_field(struct chart_page *page, struct chart_axis across, struct chart_axis up,
                      size_t country, size_t item)
{
    const struct chart_data *data = page->data;
    struct chart_look look = chart_page_look(page, country);
    double last[3] = {0};
    for (size_t c = 0; c < data->country_count; c++)
        if (c != country)
            add_line(page, &across, &up, c, item, chart_page_unfocused, 1.1, last);
    const char *line = data->country_count <= 3 || look.focus ? look.line : chart_page_ink;
    if (!add_line(page, &across, &up, country, item, line, 2.2, last)) {
        chart_page_missing(page, across.from, up.to, across.to, up.from,
                           chart_page_words(page, "no value"));
        return;
    }
    const char *number = chart_page_number(page, last[2], chart_data_decimals(data, page->request));
    double half = layout_text_width(number, chart_page_strong_font) / 2;
    double above = last[1] - 12, below = last[1] + 13;
    bool over = !is_crossed(page, &across, &up, country, item, last[0] - 2 * half, above);
    over = over || is_crossed(page, &across, &up, country, item, last[0] - 2 * half, below) ||
           below > up.from - 4;
    double x = fmin(fmax(last[0], across.from + half), across.to - half + 4);
    chart_pen_point(&page->pen, last[0], last[1], CHART_CIRCLE, 0.5, line);
    chart_page_text(page, number, x, over && above > up.to - 12 ? above : below, CHART_CENTRE,
                    chart_page_strong_font,
                    data->country_count <= 3 || look.focus ? look.text : chart_page_ink);
}

static void add_span(struct chart_page *page, struct chart_axis across, double y)
{
    const struct chart_data *data = page->data;
    const char *first = data->periods[0].text;
    const char *last = data->periods[data->period_count - 1].text;
    double room = across.to - across.from - 8;
    chart_page_text(page, last, across.to, y, CHART_RIGHT, chart_page_small_font, chart_page_axis);
    if (data->period_count > 1 && layout_text_width(first, chart_page_small_font) +
                                          layout_text_width(last, chart_page_small_font) <
                                      room)
        chart_page_text(page, first, across.from, y, CHART_LEFT, chart_page_small_font,
                        chart_page_axis);
}

void chart_multiples_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    struct grid grid = grid_of(data);
    double low, high, names = 0, first = data->periods[0].position;
    double span = data->periods[data->period_count - 1].position - first;
    chart_data_range(data, page->request, grid.by_country ? 0 : SIZE_MAX, &low, &high);
    for (size_t c = 0; !grid.by_country && c < data->country_count; c++)
        names = fmax(names, layout_text_width(data->countries[c].name, chart_page_strong_font) + 8);
    names = fmin(names, page->width_px * 0.16);
    double top = page->top + 6 + (grid.by_country ? 0 : 34), bottom = page->bottom - 20;
    double left = page->left + names + 34, gap = 16;
    double wide = (page->right - left + gap) / (double)grid.columns;
    double tall = (bottom - top) / (double)grid.rows;
    size_t fields = grid.by_country ? data->country_count : grid.columns * grid.rows;
    for (size_t i = 0; i < fields; i++) {
        size_t column = i % grid.columns, row = i / grid.columns;
        size_t country = grid.by_country ? i : row, item = grid.by_country ? 0 : column;
        double y = top + (double)row * tall, x = left + (double)column * wide;
        struct chart_axis up = chart_axis_around(low, high, y + tall - 26, y + 24);
        chart_axis_halve(&up);
        struct chart_axis across = {.low = first - (span > 0 ? 0 : 1),
                                    .high = first + (span > 0 ? span * 1.02 : 1),
                                    .from = x,
                                    .to = x + wide - gap};
        for (double tick = up.low; tick <= up.high + up.step / 2; tick += up.step) {
            double at = chart_axis_at(&up, tick);
            bool base = tick == (low < 0 ? 0 : up.low);
            chart_page_line(page, x, at, across.to, at, base ? chart_page_base : chart_page_grid,
                            0.8, CHART_SOLID);
            if (column == 0)
                chart_page_text(page, chart_page_number(page, tick, layout_ticks_decimals(up.step)),
                                x - 6, at, CHART_RIGHT, chart_page_small_font, chart_page_axis);
        }
        if (row == 0 && !grid.by_country) {
            size_t lines;
            const char *name =
                layout_text_wrap(page->arena, data->items[item].name, chart_page_small_strong_font,
                                 wide - gap, 2, &lines);
            chart_page_text(page, name ? name : "", x, top - 14, CHART_LEFT,
                            chart_page_small_strong_font, chart_page_ink);
        }
        if (grid.by_country) {
            struct chart_look look = chart_page_look(page, country);
            const char *name = layout_text_fit(page->arena, data->countries[country].name,
                                               chart_page_small_strong_font, wide - gap);
            chart_page_text(page, name ? name : "", x, y + 6, CHART_LEFT,
                            chart_page_small_strong_font,
                            data->country_count <= 3 || look.focus ? look.text : chart_page_ink);
        } else if (column == 0) {
            size_t lines;
            const char *name = layout_text_wrap(page->arena, data->countries[country].name,
                                                chart_page_strong_font, names, 3, &lines);
            chart_page_text(page, name ? name : "", page->left, (up.from + up.to) / 2, CHART_LEFT,
                            chart_page_strong_font, chart_page_look(page, country).text);
        }
        if (row + 1 == grid.rows || i + grid.columns >= fields)
            add_span(page, across, up.from + 13);
        add_field(page, across, up, country, item);
    }
}
