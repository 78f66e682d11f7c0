#include "chart/chart_axis.h"

#include <math.h>

struct chart_axis chart_axis_around(double low, double high, double from, double to)
{
    struct layout_ticks ticks = layout_ticks_around(low, high);
    return (struct chart_axis){ticks.low, ticks.high, ticks.step, from, to};
}

void chart_axis_halve(struct chart_axis *axis)
{
    axis->step = (axis->high - axis->low) / 2;
}

double chart_axis_at(const struct chart_axis *axis, double value)
{
    return axis->from + (value - axis->low) / (axis->high - axis->low) * (axis->to - axis->from);
}

static size_t tick_count(const struct chart_axis *axis)
{
    return (size_t)floor((axis->high - axis->low) / axis->step + 0.5) + 1;
}

static const char *tick_text(struct chart_page *page, const struct chart_axis *axis, double value)
{
    return chart_page_number(page, value, layout_ticks_decimals(axis->step));
}

void chart_axis_across(struct chart_page *page, const struct chart_axis *axis, double top,
                       double bottom, double base)
{
    for (size_t i = 0; i < tick_count(axis); i++) {
        double value = axis->low + (double)i * axis->step, x = chart_axis_at(axis, value);
        bool dark = fabs(value - base) < axis->step * 1e-6;
        chart_page_line(page, x, top, x, bottom, dark ? chart_page_base : chart_page_grid,
                        dark ? 1 : 0.8, CHART_SOLID);
        chart_page_text(page, tick_text(page, axis, value), x, bottom + 14, CHART_CENTRE,
                        chart_page_tick_font, chart_page_axis);
    }
}

void chart_axis_up(struct chart_page *page, const struct chart_axis *axis, double left,
                   double right, double base)
{
    for (size_t i = 0; i < tick_count(axis); i++) {
        double value = axis->low + (double)i * axis->step, y = chart_axis_at(axis, value);
        bool dark = fabs(value - base) < axis->step * 1e-6;
        chart_page_line(page, left, y, right, y, dark ? chart_page_base : chart_page_grid,
                        dark ? 1 : 0.8, CHART_SOLID);
        chart_page_text(page, tick_text(page, axis, value), left - 6, y, CHART_RIGHT,
                        chart_page_tick_font, chart_page_axis);
    }
}

double chart_axis_room(struct chart_page *page, const struct chart_axis *axis)
{
    double widest = 0;
    for (size_t i = 0; i < tick_count(axis); i++) {
        const char *text = tick_text(page, axis, axis->low + (double)i * axis->step);
        widest = fmax(widest, layout_text_width(text, chart_page_tick_font));
    }
    return widest + 8;
}

void chart_axis_periods(struct chart_page *page, const struct chart_axis *axis, double y)
{
    const struct chart_data *data = page->data;
    double widest = 0, before = INFINITY;
    for (size_t p = 0; p < data->period_count; p++)
        widest = fmax(widest, layout_text_width(data->periods[p].text, chart_page_tick_font));
    double px = fabs(axis->to - axis->from) / (axis->high - axis->low) *
                (data->periods[data->period_count - 1].position - data->periods[0].position) /
                (double)(data->period_count > 1 ? data->period_count - 1 : 1);
    size_t every = layout_ticks_every(data->period_count, px, widest, 22);
    /* Counted from the last, which is always named; periods may lie unevenly. */
    for (size_t p = data->period_count; p-- > 0;) {
        double x = chart_axis_at(axis, data->periods[p].position);
        if ((data->period_count - 1 - p) % every != 0 || x + widest + 8 > before)
            continue;
        chart_page_text(page, data->periods[p].text, x, y, CHART_CENTRE, chart_page_tick_font,
                        chart_page_axis);
        before = x;
    }
}

void chart_axis_leader(struct chart_page *page, double x, double y, double name_x, double name_y)
{
    double side = name_x > x ? 1 : -1;
    if (fabs(name_y - y) > 4 && fabs(name_x - x) > 10)
        chart_page_line(page, x + side * 5, y, name_x - side * 3, name_y, chart_page_unfocused, 0.7,
                        CHART_SOLID);
}

void chart_axis_name(struct chart_page *page, const char *name, double x, double y, double width,
                     double row_px, struct layout_font font, const char *colour)
{
    size_t lines = row_px >= 2 * layout_text_leading(font) + 2 ? 2 : 1, used;
    const char *made = layout_text_wrap(page->arena, name, font, width, lines, &used);
    page->script->failed = page->script->failed || !made;
    chart_page_text(page, made ? made : "", x, y, CHART_RIGHT, font, colour);
}

double chart_axis_widest(const char *const *names, size_t count, struct layout_font font,
                         double most)
{
    double widest = 0;
    for (size_t i = 0; i < count; i++)
        widest = fmax(widest, layout_text_width(names[i], font));
    return widest < most ? widest : most;
}
