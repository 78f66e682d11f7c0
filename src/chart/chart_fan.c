#include "chart/chart_axis.h"
#include "chart/chart_futures.h"
#include "chart/chart_kinds.h"
#include "chart/chart_terminal.h"
#include "chart/layout_spread.h"

#include <math.h>
#include <string.h>

enum { FIELDS_MOST = 12, SHARE_AWAY_PX = 14 };

static const char *const tints[] = {"#E5AD9A", "#F0CEC2", "#F8E7E1"};
static const char *const shares[] = {"50 %", "80 %", "95 %"};

static const struct chart_future *at(const struct chart_futures *futures, size_t country, size_t p)
{
    return &futures->futures[country * futures->period_count + p];
}

/* The last period that is observed; SIZE_MAX when none is. */
static size_t last_observed(const struct chart_futures *futures, size_t country)
{
    for (size_t p = futures->period_count; p-- > 0;)
        if (at(futures, country, p)->observed && !isnan(at(futures, country, p)->value))
            return p;
    return SIZE_MAX;
}

static const char *const interval_words[CHART_FUTURES_INTERVALS] = {"over half", "over 80 %",
                                                                    "over 95 %"};

static const char *share_words(double share)
{
    return interval_words[share > 0.95 ? 2 : share > 0.8 ? 1 : 0];
}

/* By the shares of draws in which the scenario is better or worse by a point. */
static const char *title_of_shares(struct chart_page *page, const struct chart_futures *futures,
                                   const struct chart_future *end, const char *when)
{
    const char *who = futures->countries[0].name;
    bool better = end->better > 0.5;
    if (better || end->worse > 0.5)
        return chart_page_print(
            page,
            better ? "%s: %s of futures leave %s better by a point or more in %s"
                   : "%s: %s of futures leave %s worse by a point or more in %s",
            futures->scenario,
            chart_page_words(page, share_words(better ? end->better : end->worse)), who, when);
    if (1 - end->better - end->worse > 0.5)
        return chart_page_print(page,
                                "%s: within a point of the baseline for %s in %s, in %s of "
                                "futures",
                                futures->scenario, who, when,
                                chart_page_words(page, share_words(1 - end->better - end->worse)));
    return chart_page_print(page, "%s: no clear difference from the baseline for %s in %s",
                            futures->scenario, who, when);
}

/* The end of the scenario against that of the baseline, by the narrowest interval that decides. */
static const char *title_of(struct chart_page *page, const struct chart_futures *futures)
{
    size_t last = futures->period_count - 1;
    const struct chart_future *end = at(futures, 0, last);
    const char *who = futures->countries[0].name, *when = futures->periods[last].text;
    if (futures->country_count > 1 || isnan(end->value) || isnan(end->baseline))
        return chart_page_print(page, "%s: %s, %s to %s", futures->scenario, futures->item,
                                futures->periods[0].text, when);
    if (!isnan(end->better) && !isnan(end->worse))
        return title_of_shares(page, futures, end, when);
    for (size_t i = CHART_FUTURES_INTERVALS; i-- > 0;)
        if (end->low[i] > end->baseline || end->high[i] < end->baseline)
            return chart_page_print(
                page,
                end->low[i] > end->baseline ? "%s: %s of futures leave %s above the baseline in %s"
                                            : "%s: %s of futures leave %s below the baseline in %s",
                futures->scenario, chart_page_words(page, interval_words[i]), who, when);
    return chart_page_print(page, "%s: no clear difference from the baseline for %s in %s",
                            futures->scenario, who, when);
}

bool chart_fan_plan(struct chart_page *page, struct err *err)
{
    struct chart_futures *futures = chart_futures_read(page, err);
    if (!futures)
        return false;
    const char *beyond = "";
    if (futures->country_count > FIELDS_MOST) {
        beyond = chart_page_print(page, " Shown: the first %d of %zu countries.", FIELDS_MOST,
                                  futures->country_count);
        chart_page_notice(page, "the first %d of %zu countries are drawn; --countries chooses",
                          FIELDS_MOST, futures->country_count);
        futures->country_count = FIELDS_MOST;
    }
    page->plan = futures;
    page->title = title_of(page, futures);
    page->subtitle = chart_page_print(
        page,
        "%s%s%s%s. Red: %s; shading: 50, 80 and 95 %% of its futures; dashed: the baseline.%s",
        futures->country_count == 1 ? futures->countries[0].name : "",
        futures->country_count == 1 ? ", " : "", futures->item,
        chart_data_scale(page->arena, page->request), futures->scenario, beyond);
    size_t columns = futures->country_count > 3 ? 3 : 1;
    size_t rows = (futures->country_count + columns - 1) / columns;
    if (!page->height_px)
        page->height_px = futures->country_count == 1
                              ? 500
                              : (int)(160 + (columns == 1 ? 220 : 170) * (double)rows);
    return true;
}

struct field {
    struct chart_axis across;
    struct chart_axis up;
    double right; /* where its names must end */
    bool alone;
};

/* The area of an interval from the last observed figure on. */
static void add_interval(struct chart_page *page, const struct field *field, size_t country,
                         size_t interval)
{
    const struct chart_futures *futures = page->plan;
    size_t start = last_observed(futures, country), count = 0, room = 2 * futures->period_count;
    double *x = arena_alloc(page->arena, room, sizeof *x);
    double *y = arena_alloc(page->arena, room, sizeof *y);
    if (!x || !y)
        return;
    for (size_t p = 0; p < futures->period_count; p++) {
        const struct chart_future *future = at(futures, country, p);
        double low = future->low[interval], high = future->high[interval];
        if (p == start)
            low = high = future->value;
        if (isnan(low) || isnan(high) || (start != SIZE_MAX && p < start))
            continue;
        x[count] = x[room - 1 - count] =
            chart_axis_at(&field->across, futures->periods[p].position);
        y[count] = chart_axis_at(&field->up, low);
        y[room - 1 - count] = chart_axis_at(&field->up, high);
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        x[count + i] = x[room - count + i];
        y[count + i] = y[room - count + i];
    }
    if (count >= 2)
        chart_pen_area(&page->pen, x, y, 2 * count, tints[interval], 1);
}

enum which { OBSERVED, SCENARIO, BASELINE };

static double figure_of(const struct chart_futures *futures, size_t country, size_t p,
                        enum which which)
{
    const struct chart_future *future = at(futures, country, p);
    size_t start = last_observed(futures, country);
    if (which == OBSERVED)
        return future->observed ? future->value : NAN;
    if (start != SIZE_MAX && p <= start)
        return p == start ? future->value : NAN;
    return which == SCENARIO ? future->value : future->baseline;
}

static void add_line(struct chart_page *page, const struct field *field, size_t country,
                     enum which which)
{
    const struct chart_futures *futures = page->plan;
    double *x = arena_alloc(page->arena, futures->period_count, sizeof *x);
    double *y = arena_alloc(page->arena, futures->period_count, sizeof *y);
    size_t last = SIZE_MAX;
    if (!x || !y)
        return;
    for (size_t p = 0; p < futures->period_count; p++) {
        x[p] = chart_axis_at(&field->across, futures->periods[p].position);
        y[p] = chart_axis_at(&field->up, figure_of(futures, country, p, which));
        last = isnan(y[p]) ? last : p;
    }
    const char *colour = which == SCENARIO ? chart_page_down : chart_page_ink;
    chart_pen_path(&page->pen, x, y, futures->period_count, colour, which == BASELINE ? 1.6 : 2.2,
                   which == BASELINE ? CHART_DASHED : CHART_SOLID);
    if (last != SIZE_MAX)
        chart_pen_point(&page->pen, x[last], y[last],
                        which == BASELINE ? CHART_HOLLOW : CHART_CIRCLE, 0.75, colour);
}

struct end {
    double y;
    const char *text;
    struct layout_font font;
    const char *colour;
    bool share;
};

/* Orders ends from the top and gives their places; whether every share stands where it belongs. */
static bool place_ends(const struct field *field, struct end *ends, size_t count, double *placed)
{
    double wanted[2 + CHART_FUTURES_INTERVALS] = {0};
    bool near = true;
    for (size_t i = 1; i < count; i++)
        for (size_t j = i; j > 0 && ends[j - 1].y > ends[j].y; j--) {
            struct end swap = ends[j];
            ends[j] = ends[j - 1];
            ends[j - 1] = swap;
        }
    for (size_t i = 0; i < count; i++)
        wanted[i] = ends[i].y;
    layout_spread(wanted, count, 16, field->up.to - 4, field->up.from, placed);
    for (size_t i = 0; i < count; i++)
        near = near && (!ends[i].share || fabs(placed[i] - wanted[i]) <= SHARE_AWAY_PX);
    return near;
}

/* Scenario, baseline and, where it is alone, the shares of its intervals at the right; without
 * these where the intervals are too narrow for them. */
static void add_ends(struct chart_page *page, const struct field *field, size_t country)
{
    const struct chart_futures *futures = page->plan;
    size_t last = futures->period_count - 1, count = 0;
    const struct chart_future *future = at(futures, country, last);
    struct end ends[2 + CHART_FUTURES_INTERVALS];
    double placed[2 + CHART_FUTURES_INTERVALS];
    double x = field->across.to + 12, room = field->right - x;
    struct layout_font strong =
        field->alone ? chart_page_strong_font : chart_page_small_strong_font;
    const char *figures[] = {
        chart_page_print(page, "  %s", chart_page_number(page, future->value, 0)),
        chart_page_print(page, "  %s", chart_page_number(page, future->baseline, 0))};
    const char *const names[] = {futures->scenario, chart_page_words(page, "Baseline")};
    const double values[] = {future->value, future->baseline};
    for (size_t i = 0; i < 2; i++) {
        const char *name = layout_text_fit(page->arena, names[i], strong,
                                           room - layout_text_width(figures[i], strong));
        if (!field->alone)
            name = "";
        if (!isnan(values[i]))
            ends[count++] =
                (struct end){chart_axis_at(&field->up, values[i]),
                             chart_page_print(page, "%s%s", name ? name : "", figures[i]), strong,
                             i == 0 ? chart_page_down : chart_page_ink, false};
    }
    for (size_t i = 0; i < CHART_FUTURES_INTERVALS && field->alone; i++) {
        double inside = i == 0 ? future->value : future->high[i - 1];
        if (!isnan(future->high[i]))
            ends[count++] = (struct end){chart_axis_at(&field->up, (future->high[i] + inside) / 2),
                                         shares[i], chart_page_small_font, chart_page_axis, true};
    }
    if (!place_ends(field, ends, count, placed)) {
        size_t kept = 0;
        for (size_t i = 0; i < count; i++)
            if (!ends[i].share)
                ends[kept++] = ends[i];
        count = kept;
        place_ends(field, ends, count, placed);
    }
    for (size_t i = 0; i < count; i++)
        chart_page_text(page, ends[i].text, x, placed[i], CHART_LEFT, ends[i].font, ends[i].colour);
}

static void add_periods(struct chart_page *page, const struct field *field)
{
    const struct chart_futures *futures = page->plan;
    double widest = 0, before = INFINITY;
    for (size_t p = 0; p < futures->period_count; p++)
        widest = fmax(widest, layout_text_width(futures->periods[p].text, chart_page_tick_font));
    double px = (field->across.to - field->across.from) / (double)futures->period_count;
    size_t every = layout_ticks_every(futures->period_count, px, widest, 18);
    for (size_t p = futures->period_count; p-- > 0;) {
        double x = chart_axis_at(&field->across, futures->periods[p].position);
        if ((futures->period_count - 1 - p) % every != 0 || x + widest + 6 > before)
            continue;
        chart_page_text(page, futures->periods[p].text, x, field->up.from + 15, CHART_CENTRE,
                        chart_page_tick_font, chart_page_axis);
        before = x;
    }
}

static void add_field(struct chart_page *page, const struct field *field, size_t country)
{
    const struct chart_futures *futures = page->plan;
    size_t start = last_observed(futures, country);
    double base = field->up.low > 0 ? field->up.low : 0;
    chart_axis_up(page, &field->up, field->across.from, field->across.to, base);
    add_periods(page, field);
    for (size_t i = CHART_FUTURES_INTERVALS; i-- > 0;)
        add_interval(page, field, country, i);
    add_line(page, field, country, BASELINE);
    add_line(page, field, country, SCENARIO);
    add_line(page, field, country, OBSERVED);
    if (start != SIZE_MAX && field->alone) {
        double x = chart_axis_at(&field->across, futures->periods[start].position);
        chart_page_line(page, x, field->up.to - 22, x, field->up.from, chart_page_axis, 1,
                        CHART_SOLID);
        if (start > 0)
            chart_page_text(page, chart_page_words(page, "observed"), x - 8, field->up.to - 16,
                            CHART_RIGHT, chart_page_small_font, chart_page_muted);
        chart_page_text(page, chart_page_words(page, "projected"), x + 8, field->up.to - 16,
                        CHART_LEFT, chart_page_small_font, chart_page_muted);
    }
    size_t last = futures->period_count;
    while (last > 0 && isnan(at(futures, country, last - 1)->value))
        last--;
    if (last == futures->period_count) {
        add_ends(page, field, country);
        return;
    }
    double from = last > 0 ? chart_axis_at(&field->across, futures->periods[last - 1].position) + 8
                           : field->across.from;
    chart_page_missing(page, from, field->up.to, field->across.to, field->up.from,
                       chart_page_words(page, "no value"));
}

static void range_of(const struct chart_futures *futures, double *low, double *high)
{
    *high = -INFINITY;
    *low = INFINITY;
    for (size_t i = 0; i < futures->country_count * futures->period_count; i++) {
        const struct chart_future *future = &futures->futures[i];
        *high = fmax(fmax(*high, future->high[2]), fmax(future->value, future->baseline));
        *low = fmin(fmin(*low, future->low[2]), fmin(future->value, future->baseline));
    }
    *low = isfinite(*low) ? fmin(0, *low) : 0;
    *high = isfinite(*high) ? *high : 1;
}

void chart_fan_plot(struct chart_page *page)
{
    const struct chart_futures *futures = page->plan;
    size_t columns = futures->country_count > 3 ? 3 : 1;
    size_t rows = (futures->country_count + columns - 1) / columns;
    double low, high, top = page->top + 4, first = futures->periods[0].position;
    double span = futures->periods[futures->period_count - 1].position - first;
    double wide = (page->right - page->left + 12) / (double)columns;
    double tall = (page->bottom - top - 4) / (double)rows;
    range_of(futures, &low, &high);
    for (size_t c = 0; c < futures->country_count; c++) {
        double x = page->left + (double)(c % columns) * wide,
               y = top + (double)(c / columns) * tall;
        struct field field = {.alone = futures->country_count == 1, .right = x + wide - 14};
        field.up = chart_axis_around(low, high, y + tall - 32, y + 30);
        if (columns > 1)
            chart_axis_halve(&field.up);
        field.across =
            (struct chart_axis){.low = first - (span > 0 ? span * 0.02 : 0.5),
                                .high = first + (span > 0 ? span * 1.01 : 0.5),
                                .from = x + chart_axis_room(page, &field.up),
                                .to = x + wide - (futures->country_count == 1 ? 170 : 40)};
        if (!field.alone) {
            const char *name = layout_text_fit(page->arena, futures->countries[c].name,
                                               chart_page_small_strong_font, wide - 20);
            chart_page_text(page, name ? name : "", x, y + 8, CHART_LEFT,
                            chart_page_small_strong_font, chart_page_ink);
        }
        add_field(page, &field, c);
    }
}

enum { TERMINAL_ROWS = 16 };

/* What a cell of a terminal drawing shows of a future: the scenario, the baseline, what is
 * observed, or how far into the intervals it lies. half: half a cell in values. */
static const char *cell_of(const struct chart_future *future, double value, double half)
{
    static const char *const shades[] = {"\xE2\x96\x93", "\xE2\x96\x92", "\xE2\x96\x91"};
    if (fabs(future->value - value) <= half)
        return future->observed ? "\xE2\x97\x8F" : "\xE2\x94\x81";
    if (!future->observed && fabs(future->baseline - value) <= half)
        return "\xE2\x95\x8C";
    for (size_t i = 0; i < CHART_FUTURES_INTERVALS; i++)
        if (value >= future->low[i] - half && value <= future->high[i] + half)
            return shades[i];
    return " ";
}

static void add_terminal(const struct chart_page *page, size_t country, double low, double high,
                         struct text_buffer *out)
{
    const struct chart_futures *futures = page->plan;
    size_t wide = (chart_terminal_columns(page) - 8) / futures->period_count;
    double half = (high - low) / (TERMINAL_ROWS - 1) / 2;
    wide = wide > 6 ? 6 : wide < 1 ? 1 : wide;
    chart_terminal_line(out, futures->countries[country].name, chart_terminal_columns(page));
    for (size_t y = 0; y < TERMINAL_ROWS; y++) {
        double value = high - (high - low) * (double)y / (TERMINAL_ROWS - 1);
        if (y % 5 == 0)
            text_add_format(out, "%5.0f \xE2\x94\xA4", value);
        else
            text_add_string(out, "      \xE2\x94\x82");
        for (size_t p = 0; p < futures->period_count; p++)
            for (size_t x = 0; x < wide; x++)
                text_add_string(out, cell_of(at(futures, country, p), value, half));
        text_add_string(out, "\n");
    }
    const char *first = futures->periods[0].text;
    const char *last = futures->periods[futures->period_count - 1].text;
    size_t width = wide * futures->period_count;
    text_add_format(out, "       %s", first);
    if (width > strlen(first) + strlen(last))
        text_add_repeat(out, ' ', width - strlen(first) - strlen(last));
    text_add_format(out, "%s\n", futures->period_count > 1 ? last : "");
}

void chart_fan_terminal(struct chart_page *page, struct text_buffer *out)
{
    const struct chart_futures *futures = page->plan;
    double low, high;
    range_of(futures, &low, &high);
    struct layout_ticks ticks = layout_ticks_around(low, high);
    for (size_t c = 0; c < futures->country_count; c++)
        add_terminal(page, c, ticks.low, ticks.high, out);
    text_add_string(
        out,
        chart_page_words(page, "\n\xE2\x97\x8F observed  \xE2\x94\x81 scenario  \xE2\x95\x8C "
                               "baseline  \xE2\x96\x93 50 %  \xE2\x96\x92 80 %  \xE2\x96\x91 95 % "
                               "of futures\n"));
}
