#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_tidy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ITEM, BASE, LOW, HIGH, LOW_SETTING, HIGH_SETTING, COUNTRY, SCENARIO, COLUMNS, NEEDED = 4 };

static const char *const columns[COLUMNS] = {"item",        "base",         "low",     "high",
                                             "low_setting", "high_setting", "country", "scenario"};

enum { ROW_PX = 38, BARS_MOST = 40 };

static const char low_colour[] = "#1B2F6B", high_colour[] = "#1A9BA8";

/* What one assumption alone does: the result at its low setting and at its high one. */
struct bar {
    const char *name;
    double low;
    double high;
    const char *low_setting;
    const char *high_setting;
};

struct plan {
    struct bar *bars;
    size_t count;
    size_t beyond; /* narrower ones that are not drawn */
    double base;
    const char *country;
};

static double span_of(const struct bar *bar)
{
    return isnan(bar->low) || isnan(bar->high) ? -1 : fabs(bar->high - bar->low);
}

static int by_span(const void *a, const void *b)
{
    const struct bar *one = a, *other = b;
    double x = span_of(one), y = span_of(other);
    return x != y ? (x > y ? -1 : 1) : strcmp(one->name, other->name);
}

static bool read_plan(struct chart_page *page, struct plan *plan, struct err *err)
{
    struct chart_tidy tidy;
    const struct chart_request *request = page->request;
    if (!chart_tidy_open(&tidy, request->rows, request->labels, columns, COLUMNS, NEEDED, err))
        return false;
    const char *country = chart_tidy_text(&tidy, 0, COUNTRY);
    *plan = (struct plan){.bars = arena_alloc(page->arena, tidy.rows->count, sizeof *plan->bars),
                          .base = chart_tidy_number(&tidy, 0, BASE),
                          .country = *country ? chart_tidy_name(&tidy, country) : ""};
    if (!plan->bars)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    for (size_t row = 0; row < tidy.rows->count; row++) {
        if (strcmp(chart_tidy_text(&tidy, row, COUNTRY), country) != 0)
            return err_set(err, ERR_CHART_ROWS,
                           "a tornado is of one country, but the rows are of %s and %s; "
                           "--countries chooses one",
                           country, chart_tidy_text(&tidy, row, COUNTRY));
        if (chart_tidy_number(&tidy, row, BASE) != plan->base)
            return err_set(err, ERR_CHART_ROWS,
                           "row %zu has another base than the first: a tornado has one base",
                           row + 1);
        plan->bars[plan->count++] = (struct bar){
            chart_tidy_name(&tidy, chart_tidy_text(&tidy, row, ITEM)),
            chart_tidy_number(&tidy, row, LOW), chart_tidy_number(&tidy, row, HIGH),
            chart_tidy_text(&tidy, row, LOW_SETTING), chart_tidy_text(&tidy, row, HIGH_SETTING)};
    }
    qsort(plan->bars, plan->count, sizeof *plan->bars, by_span);
    if (plan->count > BARS_MOST) {
        plan->beyond = plan->count - BARS_MOST;
        plan->count = BARS_MOST;
    }
    return span_of(&plan->bars[0]) >= 0 ||
           err_set(err, ERR_CHART_ROWS, "there is nothing to draw: no row has both low and high");
}

bool chart_tornado_plan(struct chart_page *page, struct err *err)
{
    if (chart_levers_are(page->request->rows))
        return chart_levers_plan(page, err);
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    if (!plan)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    if (!read_plan(page, plan, err))
        return false;
    const struct bar *first = &plan->bars[0];
    const char *whose = *plan->country ? chart_page_print(page, " of %s", plan->country) : "";
    bool alone = plan->count > 1 && span_of(&plan->bars[1]) < span_of(first) - 1e-9;
    const char *measure = chart_page_within(page, page->request->measure);
    page->plan = plan;
    page->title =
        alone && span_of(first) > 0
            ? chart_page_print(page, "%s moves the %s%s most", first->name, measure, whose)
            : chart_page_print(page, "What moves the %s%s", measure, whose);
    page->subtitle = chart_page_print(
        page, "%s%s when each assumption alone goes to its low or its high setting (base %s).%s",
        page->request->measure, whose, chart_page_number(page, plan->base, 1),
        plan->beyond ? chart_page_print(page, " Shown: the widest %zu of %zu.", plan->count,
                                        plan->count + plan->beyond)
                     : "");
    if (!page->height_px)
        page->height_px = (int)fmin(2400, fmax(340, 200 + ROW_PX * (double)plan->count));
    return true;
}

/* "10 %  33.1" left of its bar, "40.2  40 %" right of it. */
static const char *end_text(struct chart_page *page, double value, const char *setting, bool left,
                            double room)
{
    const char *number = chart_page_number(page, value, 1);
    const char *fit = layout_text_fit(page->arena, setting, chart_page_small_font,
                                      room - layout_text_width(number, chart_page_small_font) - 8);
    if (!*setting || !fit)
        return number;
    return left ? chart_page_print(page, "%s  %s", fit, number)
                : chart_page_print(page, "%s  %s", number, fit);
}

static void add_box(struct chart_page *page, const struct chart_axis *across, double value,
                    double base, const char *colour, double y, double row)
{
    double x = chart_axis_at(across, value), zero = chart_axis_at(across, base);
    chart_pen_box(&page->pen, fmin(x, zero), y - row * 0.3, fmax(x, zero), y + row * 0.3, colour);
}

static void add_text(struct chart_page *page, const char *text, double x, bool left, double y)
{
    chart_page_text_on_white(page, text, x + (left ? -6 : 6), y, left ? CHART_RIGHT : CHART_LEFT,
                             chart_page_small_font, chart_page_muted);
}

/* Settings on the two sides of the base have their texts at the bar's ends; on one side the nearer
 * lies above the farther, and both texts stand on the other side. */
static void add_bar(struct chart_page *page, const struct chart_axis *across,
                    const struct plan *plan, const struct bar *bar, double y, double row)
{
    double base = plan->base;
    if (span_of(bar) < 0) {
        chart_page_missing(page, across->from, y - row * 0.3, page->right, y + row * 0.3,
                           chart_page_words(page, "no value"));
        return;
    }
    bool low_left = bar->low < base, high_left = bar->high < base;
    bool low_far = fabs(bar->low - base) > fabs(bar->high - base);
    double low_x = chart_axis_at(across, bar->low), high_x = chart_axis_at(across, bar->high);
    double low_room = low_left ? low_x - across->from - 12 : page->right - low_x - 12;
    double high_room = high_left ? high_x - across->from - 12 : page->right - high_x - 12;
    for (int turn = 0; turn < 2; turn++) {
        bool low = low_far == (turn == 0);
        add_box(page, across, low ? bar->low : bar->high, base, low ? low_colour : high_colour, y,
                row);
    }
    if (low_left != high_left) {
        add_text(page, end_text(page, bar->low, bar->low_setting, low_left, low_room), low_x,
                 low_left, y);
        add_text(page, end_text(page, bar->high, bar->high_setting, high_left, high_room), high_x,
                 high_left, y);
        return;
    }
    double zero = chart_axis_at(across, base);
    double room = (low_left ? page->right - zero : zero - across->from) / 2 - 16;
    const char *low = end_text(page, bar->low, bar->low_setting, true, room);
    const char *high = end_text(page, bar->high, bar->high_setting, true, room);
    add_text(page, chart_page_print(page, "%s;  %s", low, high), zero, !low_left, y);
}

static void add_legend(struct chart_page *page, double y)
{
    static const char *const words[] = {"low setting", "high setting"};
    static const char *const colours[] = {low_colour, high_colour};
    double x = page->right;
    for (size_t i = 2; i-- > 0;) {
        const char *word = chart_page_words(page, words[i]);
        x -= layout_text_width(word, chart_page_tick_font);
        chart_page_text(page, word, x, y, CHART_LEFT, chart_page_tick_font, chart_page_muted);
        chart_pen_box(&page->pen, x - 18, y - 5, x - 6, y + 5, colours[i]);
        x -= 36;
    }
}

static void plot(struct chart_page *page)
{
    const struct plan *plan = page->plan;
    double names = 90, settings = 60, low = plan->base, high = plan->base;
    double bottom = page->bottom - 32, top = page->top + 44;
    double row = (bottom - top) / (double)plan->count;
    for (size_t i = 0; i < plan->count; i++) {
        const struct bar *bar = &plan->bars[i];
        names = fmax(names, layout_text_width(bar->name, chart_page_name_font));
        settings =
            fmax(settings, fmax(layout_text_width(bar->low_setting, chart_page_small_font),
                                layout_text_width(bar->high_setting, chart_page_small_font)) +
                               46);
        low = fmin(low, fmin(bar->low, bar->high));
        high = fmax(high, fmax(bar->low, bar->high));
    }
    names = fmin(names, page->width_px * 0.28);
    settings = fmin(settings, page->width_px * 0.14);
    double left = page->left + names + 14, right = page->right;
    double pad = (high > low ? high - low : 1) * settings / (right - left - 2 * settings);
    struct chart_axis across = chart_axis_around(low - pad, high + pad, left, right - 12);
    double base = chart_axis_at(&across, plan->base);
    add_legend(page, page->top + 6);
    chart_axis_across(page, &across, top, bottom, NAN);
    for (size_t i = 0; i < plan->count; i++) {
        double y = top + ((double)i + 0.5) * row;
        chart_axis_name(page, plan->bars[i].name, left - 14, y, names, row, chart_page_name_font,
                        chart_page_ink);
        add_bar(page, &across, plan, &plan->bars[i], y, row);
    }
    chart_page_line(page, base, top - 6, base, bottom, chart_page_ink, 1.2, CHART_SOLID);
    chart_page_text(page, chart_page_print(page, "base %s", chart_page_number(page, plan->base, 1)),
                    base, top - 15, CHART_CENTRE, chart_page_small_strong_font, chart_page_ink);
}

void chart_tornado_plot(struct chart_page *page)
{
    if (chart_levers_are(page->request->rows))
        chart_levers_plot(page);
    else
        plot(page);
}
