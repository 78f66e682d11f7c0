#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_title.h"
#include "chart/layout_spread.h"

#include <math.h>

bool chart_slope_plan(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    const struct chart_data *data = page->data;
    if (data->period_count < 2)
        return err_set(err, ERR_CHART_ROWS,
                       "a slope joins two periods, but there is one, %s; --years chooses others",
                       data->periods[0].text);
    page->title = chart_title_series(page->arena, data, request->measure,
                                     chart_data_decimals(data, request), &page->subject);
    page->subtitle = chart_page_print(
        page, "%s %s and %s%s.%s%s%s", request->measure, data->periods[0].text,
        data->periods[data->period_count - 1].text, chart_data_scale(page->arena, request),
        request->band ? chart_page_words(page, " Upright lines: ") : "",
        request->band ? request->band : "", request->band ? "." : "");
    if (!page->height_px)
        page->height_px = (int)fmin(1200, fmax(500, 170 + 17 * (double)data->country_count));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

static struct layout_font font_of(const struct chart_page *page, size_t country)
{
    return chart_page_look(page, country).focus ? chart_page_strong_font : chart_page_tick_font;
}

static const struct chart_figure *end_of(const struct chart_data *data, size_t country, int end)
{
    return chart_data_at(data, country, 0, end ? data->period_count - 1 : 0);
}

static bool has_break(const struct chart_data *data, size_t country)
{
    for (size_t p = 1; p < data->period_count; p++)
        if (chart_data_at(data, country, 0, p)->broken)
            return true;
    return false;
}

static const char *end_text(struct chart_page *page, size_t country, int end, double width)
{
    const struct chart_data *data = page->data;
    double value = end_of(data, country, end)->value;
    struct layout_font font = font_of(page, country);
    const char *number =
        isnan(value) ? chart_page_words(page, "no value")
                     : chart_page_number(page, value, chart_data_decimals(data, page->request));
    double room = width - layout_text_width(number, font) - 8;
    const char *name = layout_text_fit(page->arena, data->countries[country].name, font, room);
    name = name ? name : "";
    return end ? chart_page_print(page, "%s  %s", number, name)
               : chart_page_print(page, "%s  %s", name, number);
}

/* Names and figures at one end, spread; what has no value stands below the axis. */
static void add_names(struct chart_page *page, const struct chart_axis *up, int end, double x,
                      double width)
{
    const struct chart_data *data = page->data;
    size_t count = data->country_count;
    size_t *order = arena_alloc(page->arena, count, sizeof *order);
    double *wanted = arena_alloc(page->arena, count, sizeof *wanted);
    double *placed = arena_alloc(page->arena, count, sizeof *placed);
    if (!order || !wanted || !placed)
        return;
    for (size_t c = 0; c < count; c++) {
        double value = end_of(data, c, end)->value;
        double y = isnan(value) ? up->from + 14 : chart_axis_at(up, value);
        layout_spread_insert(wanted, order, c, y, c);
    }
    layout_spread(wanted, count, 16, up->to - 4, up->from + 14, placed);
    for (size_t i = 0; i < count; i++) {
        if (!isnan(end_of(data, order[i], end)->value))
            chart_axis_leader(page, x + (end ? -20 : 20), wanted[i], x, placed[i]);
        chart_page_text(page, end_text(page, order[i], end, width), x, placed[i],
                        end ? CHART_LEFT : CHART_RIGHT, font_of(page, order[i]),
                        chart_page_look(page, order[i]).text);
    }
}

static void add_country(struct chart_page *page, const struct chart_axis *up, const double *x,
                        size_t country)
{
    const struct chart_data *data = page->data;
    struct chart_look look = chart_page_look(page, country);
    double y[2];
    for (int end = 0; end < 2; end++)
        y[end] = chart_axis_at(up, end_of(data, country, end)->value);
    if (!isnan(y[0]) && !isnan(y[1]) && !has_break(data, country)) {
        if (look.focus && data->country_count > 3)
            chart_page_line(page, x[0], y[0], x[1], y[1], chart_page_white, 5, CHART_SOLID);
        chart_page_line(page, x[0], y[0], x[1], y[1], look.line, look.focus ? 2.2 : 1.2,
                        CHART_SOLID);
    }
    for (int end = 0; end < 2; end++) {
        const struct chart_figure *figure = end_of(data, country, end);
        if (isnan(y[end]))
            continue;
        if (look.focus && !isnan(figure->low) && !isnan(figure->high))
            chart_page_line(page, x[end], chart_axis_at(up, figure->low), x[end],
                            chart_axis_at(up, figure->high), look.line, 1.4, CHART_SOLID);
        chart_pen_point(&page->pen, x[end], y[end], look.point, look.size, look.line);
    }
}

static double names_width(struct chart_page *page)
{
    double widest = 100, most = page->width_px * 0.32;
    for (size_t c = 0; c < page->data->country_count; c++)
        for (int end = 0; end < 2; end++)
            widest =
                fmax(widest,
                     layout_text_width(end_text(page, c, end, most - 20), font_of(page, c)) + 24);
    return fmin(widest, most);
}

void chart_slope_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    double low, high, side = names_width(page);
    const double x[] = {page->left + side, page->right - side};
    chart_data_range(data, page->request, 0, &low, &high);
    struct chart_axis up = chart_axis_around(low, high, page->bottom - 30, page->top + 34);
    for (int end = 0; end < 2; end++) {
        chart_page_line(page, x[end], up.to - 8, x[end], up.from, chart_page_grid, 1, CHART_SOLID);
        chart_page_text(page, data->periods[end ? data->period_count - 1 : 0].text, x[end],
                        up.to - 22, CHART_CENTRE, chart_page_name_font, chart_page_muted);
        add_names(page, &up, end, x[end] + (end ? 20 : -20), side - 20);
    }
    chart_page_line(page, x[0], up.from, x[1], up.from, chart_page_base, 1, CHART_SOLID);
    chart_page_text_on_white(page, chart_page_number(page, up.low, layout_ticks_decimals(up.step)),
                             (x[0] + x[1]) / 2, up.from, CHART_CENTRE, chart_page_small_font,
                             chart_page_axis);
    for (int focus = 0; focus < 2; focus++)
        for (size_t c = data->country_count; c-- > 0;)
            if (chart_page_look(page, c).focus == (focus == 1))
                add_country(page, &up, x, c);
}
