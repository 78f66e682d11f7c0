#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_marks.h"
#include "chart/chart_title.h"
#include "chart/layout_spread.h"

#include <math.h>
#include <string.h>

static bool has_break(const struct chart_data *data)
{
    for (size_t c = 0; c < data->country_count; c++)
        for (size_t p = 1; p < data->period_count; p++)
            if (chart_data_at(data, c, 0, p)->broken)
                return true;
    return false;
}

bool chart_series_plan(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    page->title = chart_title_series(page->arena, page->data, request->measure,
                                     chart_data_decimals(page->data, request), &page->subject);
    page->subtitle = chart_page_print(
        page, "%s %s%s.%s%s%s%s", request->measure, chart_data_span(page->arena, page->data),
        chart_data_scale(page->arena, request),
        request->band ? chart_page_words(page, " Bands: ") : "", request->band ? request->band : "",
        request->band ? "." : "",
        has_break(page->data)
            ? chart_page_words(page, " Upright dots: the source broke its series.")
            : "");
    if (!page->height_px)
        page->height_px = page->data->country_count > 20 ? 620 : 500;
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

/* Where a country's line ends: its last figure; NULL when it has none. */
static const struct chart_figure *last_figure(const struct chart_data *data, size_t country,
                                              size_t *period)
{
    for (size_t p = data->period_count; p-- > 0;)
        if (!isnan(chart_data_at(data, country, 0, p)->value)) {
            *period = p;
            return chart_data_at(data, country, 0, p);
        }
    return NULL;
}

static struct layout_font name_font(const struct chart_page *page, size_t country)
{
    return chart_page_look(page, country).focus ? chart_page_strong_font : chart_page_tick_font;
}

/* "Kyrgyzstan  36", with the period when the line ends early; the name is cut, not the figure. */
static const char *end_text(struct chart_page *page, size_t country, double width)
{
    size_t period = 0;
    const struct chart_data *data = page->data;
    const struct chart_figure *figure = last_figure(data, country, &period);
    const char *name = data->countries[country].name;
    if (!figure)
        return chart_page_print(page, "%s  no value", name);
    const char *number =
        chart_page_number(page, figure->value, chart_data_decimals(data, page->request));
    const char *rest =
        period + 1 == data->period_count
            ? chart_page_print(page, "  %s", number)
            : chart_page_print(page, "  %s (%s)", number, data->periods[period].text);
    const char *fit = layout_text_fit(page->arena, name, name_font(page, country),
                                      width - layout_text_width(rest, name_font(page, country)));
    return chart_page_print(page, "%s%s", fit ? fit : "", rest);
}

static double names_width(struct chart_page *page)
{
    double widest = 60, most = page->width_px * 0.3;
    for (size_t c = 0; c < page->data->country_count; c++)
        widest = fmax(widest, layout_text_width(end_text(page, c, most), name_font(page, c)));
    return fmin(widest, most);
}

/* A run of periods with figures, ended by a missing one or a break. */
static size_t run_end(const struct chart_data *data, size_t country, size_t from)
{
    size_t p = from;
    while (p < data->period_count && !isnan(chart_data_at(data, country, 0, p)->value) &&
           (p == from || !chart_data_at(data, country, 0, p)->broken))
        p++;
    return p;
}

/* A band from low to high over periods from..to, both ends known throughout. */
static void add_band(struct chart_page *page, const struct chart_axis *across,
                     const struct chart_axis *up, size_t country, size_t from, size_t to)
{
    const struct chart_data *data = page->data;
    size_t count = to - from;
    double *x = arena_alloc(page->arena, count, 2 * sizeof *x);
    double *y = arena_alloc(page->arena, count, 2 * sizeof *y);
    for (size_t i = 0; x && y && i < count; i++) {
        const struct chart_figure *figure = chart_data_at(data, country, 0, from + i);
        x[i] = x[2 * count - 1 - i] = chart_axis_at(across, data->periods[from + i].position);
        y[i] = chart_axis_at(up, figure->low);
        y[2 * count - 1 - i] = chart_axis_at(up, figure->high);
    }
    if (x && y)
        chart_pen_area(&page->pen, x, y, 2 * count, chart_page_look(page, country).line, 0.16);
}

static void add_bands(struct chart_page *page, const struct chart_axis *across,
                      const struct chart_axis *up, size_t country)
{
    const struct chart_data *data = page->data;
    for (size_t p = 0, end; p<data->period_count; p = end> p ? end : p + 1) {
        end = p;
        while (end < run_end(data, country, p) &&
               !isnan(chart_data_at(data, country, 0, end)->low) &&
               !isnan(chart_data_at(data, country, 0, end)->high))
            end++;
        if (end - p >= 2)
            add_band(page, across, up, country, p, end);
    }
}

static void add_break(struct chart_page *page, double x, double y, const char *colour)
{
    chart_page_line(page, x, y - 14, x, y + 14, colour, 1.2, CHART_DOTTED);
}

/* A country's line, a path a run; a figure alone between gaps is a point. A break parts
 * the line at an upright dotted mark. */
static void add_line(struct chart_page *page, const struct chart_axis *across,
                     const struct chart_axis *up, size_t country)
{
    const struct chart_data *data = page->data;
    struct chart_look look = chart_page_look(page, country);
    double *x = arena_alloc(page->arena, data->period_count, sizeof *x);
    double *y = arena_alloc(page->arena, data->period_count, sizeof *y);
    if (!x || !y)
        return;
    for (size_t p = 0; p < data->period_count; p++) {
        x[p] = chart_axis_at(across, data->periods[p].position);
        y[p] = chart_axis_at(up, chart_data_at(data, country, 0, p)->value);
    }
    for (size_t p = 0, end; p<data->period_count; p = end> p ? end : p + 1) {
        end = run_end(data, country, p);
        if (end - p >= 2 && look.focus && data->country_count > 3)
            chart_pen_path(&page->pen, x + p, y + p, end - p, chart_page_white, 5, CHART_SOLID);
        if (end - p >= 2)
            chart_pen_path(&page->pen, x + p, y + p, end - p, look.line, look.focus ? 2.2 : 1.3,
                           CHART_SOLID);
        if (end > p && (end - p == 1 || end == data->period_count))
            chart_pen_point(&page->pen, x[end - 1], y[end - 1], look.point, look.size, look.line);
        if (end > p && end < data->period_count && chart_data_at(data, country, 0, end)->broken)
            add_break(page, (x[end - 1] + x[end]) / 2, (y[end - 1] + y[end]) / 2, look.line);
    }
}

/* Names with last figures, spread so that none touches another. */
static void add_names(struct chart_page *page, const struct chart_axis *across,
                      const struct chart_axis *up, double x)
{
    const struct chart_data *data = page->data;
    size_t count = data->country_count;
    size_t *order = arena_alloc(page->arena, count, sizeof *order);
    double *wanted = arena_alloc(page->arena, count, sizeof *wanted);
    double *placed = arena_alloc(page->arena, count, sizeof *placed);
    if (!order || !wanted || !placed)
        return;
    for (size_t c = 0; c < count; c++) {
        size_t period;
        const struct chart_figure *figure = last_figure(data, c, &period);
        double y = figure ? chart_axis_at(up, figure->value) : up->from + 2;
        layout_spread_insert(wanted, order, c, y, c);
    }
    layout_spread(wanted, count, 16, up->to - 8, up->from + 4, placed);
    for (size_t i = 0; i < count; i++) {
        size_t period;
        const struct chart_figure *figure = last_figure(data, order[i], &period);
        if (figure && count > 3)
            chart_axis_leader(page, chart_axis_at(across, data->periods[period].position),
                              wanted[i], x, placed[i]);
        chart_page_text(page, end_text(page, order[i], page->width_px - 12 - x), x, placed[i],
                        CHART_LEFT, name_font(page, order[i]),
                        chart_page_look(page, order[i]).text);
    }
}

void chart_series_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    double low, high;
    double first = data->periods[0].position;
    double last = data->periods[data->period_count - 1].position, span = last - first;
    chart_data_range(data, page->request, 0, &low, &high);
    struct chart_axis up = chart_axis_around(low, high, page->bottom - 40, page->top + 10);
    double left = page->left + chart_axis_room(page, &up);
    double right = page->right - names_width(page) - (data->country_count > 3 ? 20 : 14);
    struct chart_axis across = {.low = first - (span > 0 ? span * 0.03 : 0.5),
                                .high = last + (span > 0 ? span * 0.025 : 0.5),
                                .from = left,
                                .to = right};
    struct chart_marks marks;
    chart_marks_place(&marks, page, &across);
    up.to = page->top + 10 + marks.height_px;
    chart_axis_up(page, &up, left, right, low < 0 ? 0 : up.low);
    chart_axis_periods(page, &across, up.from + 16);
    chart_marks_lines(&marks, page, &up);
    for (int focus = 0; focus < 2; focus++)
        for (size_t c = data->country_count; c-- > 0;) {
            if (chart_page_look(page, c).focus != (focus == 1))
                continue;
            if (focus == 1 || data->country_count <= 3)
                add_bands(page, &across, &up, c);
        }
    for (int focus = 0; focus < 2; focus++)
        for (size_t c = data->country_count; c-- > 0;)
            if (chart_page_look(page, c).focus == (focus == 1))
                add_line(page, &across, &up, c);
    chart_marks_points(&marks, page, &up);
    add_names(page, &across, &up, right + (data->country_count > 3 ? 16 : 10));
}
