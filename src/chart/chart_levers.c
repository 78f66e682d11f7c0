#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_tidy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTRIES_MOST = 4, LEVERS_MOST = 60, SIDES_MOST = 2, ROW_PX = 30, GAP_PX = 28 };

enum { LEVER, GAIN, LOW, HIGH, TITLE, SIDE, COUNTRY, PERIOD, ITEM, COLUMNS, NEEDED = 4 };

static const char *const columns[COLUMNS] = {
    "lever", "gain", "gain_low_80", "gain_high_80", "title", "side", "country", "period", "item"};

static const char *const colours[SIDES_MOST] = {"#1B2F6B", "#1A9BA8"};

/* What a lever changes in a country; NaN when missing. */
struct gain {
    double mean;
    double low;
    double high;
};

struct lever {
    const char *id;
    const char *name;
    size_t side; /* SIDES_MOST: beyond those that have colours */
    struct gain gains[COUNTRIES_MOST];
};

/* still: the ids of those that change nothing anywhere, which are not drawn. */
struct plan {
    struct lever *levers;
    size_t count;
    struct chart_country countries[COUNTRIES_MOST];
    size_t country_count;
    size_t countries_left;
    const char *sides[SIDES_MOST];
    size_t side_count;
    const char *period;
    const char *still;
};

bool chart_levers_are(const struct rows *rows)
{
    return rows_find(rows, "lever") != SIZE_MAX && rows_find(rows, "gain") != SIZE_MAX;
}

static bool is_still(const struct gain *gain)
{
    return gain->mean == 0 && gain->low == 0 && gain->high == 0;
}

static double largest(const struct lever *lever)
{
    double most = -1;
    for (size_t c = 0; c < COUNTRIES_MOST; c++)
        most = fmax(most, fabs(lever->gains[c].mean));
    return most;
}

static int by_gain(const void *a, const void *b)
{
    const struct lever *one = a, *other = b;
    double x = largest(one), y = largest(other);
    return x != y ? (x > y ? -1 : 1) : strcmp(one->id, other->id);
}

/* The place of a country; COUNTRIES_MOST when there is no room for another. */
static size_t country_at(struct plan *plan, const struct chart_tidy *tidy, const char *id)
{
    for (size_t c = 0; c < plan->country_count; c++)
        if (strcmp(plan->countries[c].id, id) == 0)
            return c;
    if (plan->country_count == COUNTRIES_MOST) {
        plan->countries_left++;
        return COUNTRIES_MOST;
    }
    plan->countries[plan->country_count] = (struct chart_country){id, chart_tidy_name(tidy, id)};
    return plan->country_count++;
}

static size_t side_at(struct plan *plan, const char *side)
{
    for (size_t i = 0; i < plan->side_count && i < SIDES_MOST; i++)
        if (strcmp(plan->sides[i], side) == 0)
            return i;
    if (plan->side_count < SIDES_MOST)
        plan->sides[plan->side_count] = side;
    return plan->side_count++;
}

static struct lever *lever_of(struct chart_page *page, struct plan *plan,
                              const struct chart_tidy *tidy, size_t row)
{
    const char *id = chart_tidy_text(tidy, row, LEVER), *title = chart_tidy_text(tidy, row, TITLE);
    for (size_t i = 0; i < plan->count; i++)
        if (strcmp(plan->levers[i].id, id) == 0)
            return &plan->levers[i];
    struct lever *lever = &plan->levers[plan->count++];
    lever->id = id;
    lever->name = *title ? chart_page_print(page, "%s  %s", id, title) : id;
    lever->side = side_at(plan, chart_tidy_text(tidy, row, SIDE));
    for (size_t c = 0; c < COUNTRIES_MOST; c++)
        lever->gains[c] = (struct gain){NAN, NAN, NAN};
    return lever;
}

/* Takes out the levers that change nothing in any country. */
static void set_still_apart(struct chart_page *page, struct plan *plan)
{
    size_t kept = 0;
    for (size_t i = 0; i < plan->count; i++) {
        bool moves = false;
        for (size_t c = 0; c < plan->country_count; c++)
            moves = moves || !is_still(&plan->levers[i].gains[c]);
        if (moves)
            plan->levers[kept++] = plan->levers[i];
        else
            plan->still = chart_page_print(page, "%s%s%s", plan->still, *plan->still ? ", " : "",
                                           plan->levers[i].id);
    }
    plan->count = kept;
}

static bool read_plan(struct chart_page *page, struct plan *plan, struct err *err)
{
    struct chart_tidy tidy;
    const struct chart_request *request = page->request;
    if (!chart_tidy_open(&tidy, request->rows, request->labels, columns, COLUMNS, NEEDED, err))
        return false;
    const char *item = chart_tidy_text(&tidy, 0, ITEM);
    *plan =
        (struct plan){.levers = arena_alloc(page->arena, tidy.rows->count, sizeof *plan->levers),
                      .period = chart_tidy_text(&tidy, 0, PERIOD),
                      .still = ""};
    if (!plan->levers)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    for (size_t row = 0; row < tidy.rows->count; row++) {
        if (strcmp(chart_tidy_text(&tidy, row, ITEM), item) != 0 ||
            strcmp(chart_tidy_text(&tidy, row, PERIOD), plan->period) != 0)
            continue;
        size_t country = country_at(plan, &tidy, chart_tidy_text(&tidy, row, COUNTRY));
        if (country == COUNTRIES_MOST)
            continue;
        lever_of(page, plan, &tidy, row)->gains[country] =
            (struct gain){chart_tidy_number(&tidy, row, GAIN), chart_tidy_number(&tidy, row, LOW),
                          chart_tidy_number(&tidy, row, HIGH)};
    }
    set_still_apart(page, plan);
    qsort(plan->levers, plan->count, sizeof *plan->levers, by_gain);
    if (plan->count > LEVERS_MOST) {
        chart_page_notice(page, "the %d levers that change most of %zu are drawn", LEVERS_MOST,
                          plan->count);
        plan->count = LEVERS_MOST;
    }
    if (plan->countries_left > 0)
        chart_page_notice(page, "the first %d countries are drawn; --countries chooses",
                          COUNTRIES_MOST);
    return plan->count > 0 ||
           err_set(err, ERR_CHART_ROWS, "there is nothing to draw: no lever changes anything");
}

/* One lever is named only where its interval lies beyond those of all others. */
static bool stands_out(const struct plan *plan)
{
    const struct gain *first = &plan->levers[0].gains[0];
    bool out = plan->country_count == 1 && first->low > 0;
    for (size_t i = 1; i < plan->count && out; i++)
        out = first->low > plan->levers[i].gains[0].high;
    return out;
}

/* What a note, or a line of sources, of several lines takes more than one of a line. */
static double more_px(const struct chart_page *page, const char *text)
{
    double width = layout_text_width(text ? text : "", chart_page_note_font);
    double lines = ceil(width / (page->width_px - 32)); /* the sides of a page */
    return lines <= 1 ? 0 : fmin(lines - 1, 2) * layout_text_leading(chart_page_note_font);
}

bool chart_levers_plan(struct chart_page *page, struct err *err)
{
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    if (!plan)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    if (!read_plan(page, plan, err))
        return false;
    const char *measure = chart_page_within(page, page->request->measure);
    const char *when = *plan->period ? chart_page_print(page, ", %s", plan->period) : "";
    const char *whose = plan->country_count == 1 && *plan->countries[0].name
                            ? chart_page_print(page, " of %s", plan->countries[0].name)
                            : "";
    const char *beyond =
        plan->countries_left > 0
            ? chart_page_print(page, " Shown: the first %d countries.", COUNTRIES_MOST)
            : "";
    page->plan = plan;
    page->title = stands_out(plan) ? chart_page_print(page, "%s would raise the %s%s most",
                                                      plan->levers[0].name, measure, whose)
                                   : chart_page_print(page, "What each lever would change: %s%s%s",
                                                      measure, whose, when);
    page->subtitle = chart_page_print(page,
                                      "Change of the %s with each lever alone at full strength. "
                                      "Lines: 80 %% of draws; points: their mean.%s",
                                      measure, beyond);
    if (!page->height_px)
        page->height_px = (int)fmin(2400, 222 + more_px(page, page->request->note) +
                                              more_px(page, page->request->source) +
                                              ROW_PX * (double)plan->count);
    return true;
}

static const char *colour_of(const struct plan *plan, const struct lever *lever)
{
    return plan->side_count <= SIDES_MOST && lever->side < SIDES_MOST ? colours[lever->side]
                                                                      : colours[0];
}

static void add_legend(struct chart_page *page, const struct plan *plan, double y)
{
    double x = page->right;
    if (plan->side_count != SIDES_MOST)
        return;
    for (size_t i = SIDES_MOST; i-- > 0;) {
        const char *words = layout_text_fit(page->arena, plan->sides[i], chart_page_tick_font, 160);
        if (!words)
            continue;
        x -= layout_text_width(words, chart_page_tick_font);
        chart_page_text(page, words, x, y, CHART_LEFT, chart_page_tick_font, chart_page_muted);
        chart_pen_box(&page->pen, x - 18, y - 5, x - 6, y + 5, colours[i]);
        x -= 36;
    }
}

static void add_gain(struct chart_page *page, const struct chart_axis *across,
                     const struct gain *gain, const char *colour, double y)
{
    if (isnan(gain->mean) || isnan(gain->low) || isnan(gain->high)) {
        chart_page_missing(page, across->from, y - ROW_PX * 0.3, across->to, y + ROW_PX * 0.3,
                           chart_page_words(page, "no value"));
        return;
    }
    if (is_still(gain)) {
        chart_page_text_on_white(page, chart_page_words(page, "none"), chart_axis_at(across, 0) + 6,
                                 y, CHART_LEFT, chart_page_small_font, chart_page_muted);
        return;
    }
    chart_page_line(page, chart_axis_at(across, gain->low), y, chart_axis_at(across, gain->high), y,
                    colour, 3.2, CHART_SOLID);
    chart_pen_point(&page->pen, chart_axis_at(across, gain->mean), y, CHART_CIRCLE, 0.95, colour);
}

static void add_field(struct chart_page *page, const struct chart_axis *across, size_t country,
                      double top, double bottom)
{
    const struct plan *plan = page->plan;
    bool alone = plan->country_count == 1;
    double row = (bottom - top) / (double)plan->count;
    chart_axis_across(page, across, top, bottom, 0);
    const char *name = layout_text_fit(page->arena, plan->countries[country].name,
                                       chart_page_small_strong_font, across->to - across->from);
    if (!alone)
        chart_page_text(page, name ? name : "", across->from, top - 14, CHART_LEFT,
                        chart_page_small_strong_font, chart_page_ink);
    else
        chart_page_text(page, chart_page_words(page, "Mean"), page->right, top - 14, CHART_RIGHT,
                        chart_page_small_font, chart_page_axis);
    for (size_t i = 0; i < plan->count; i++) {
        const struct gain *gain = &plan->levers[i].gains[country];
        const char *colour = colour_of(plan, &plan->levers[i]);
        double y = top + ((double)i + 0.5) * row;
        add_gain(page, across, gain, colour, y);
        if (alone && !isnan(gain->mean))
            chart_page_text(page, chart_page_signed(page, gain->mean, 1), page->right, y,
                            CHART_RIGHT, chart_page_small_strong_font, chart_page_ink);
    }
}

static void range_of(const struct plan *plan, double *low, double *high)
{
    *low = *high = 0;
    for (size_t i = 0; i < plan->count; i++)
        for (size_t c = 0; c < plan->country_count; c++) {
            const struct gain *gain = &plan->levers[i].gains[c];
            *low = fmin(*low, fmin(gain->low, gain->mean));
            *high = fmax(*high, fmax(gain->high, gain->mean));
        }
}

void chart_levers_plot(struct chart_page *page)
{
    const struct plan *plan = page->plan;
    double low, high, names = 90, top = page->top + 44, bottom = page->bottom - 32;
    if (*plan->still) {
        const char *words =
            layout_text_fit(page->arena, chart_page_print(page, "Change nothing: %s.", plan->still),
                            chart_page_small_font, page->right - page->left);
        chart_page_text(page, words ? words : "", page->left, page->bottom - 8, CHART_LEFT,
                        chart_page_small_font, chart_page_muted);
        bottom -= 22;
    }
    for (size_t i = 0; i < plan->count; i++)
        names = fmax(names, layout_text_width(plan->levers[i].name, chart_page_small_font));
    names = fmin(names, page->width_px * 0.3);
    range_of(plan, &low, &high);
    double left = page->left + names + 14;
    double room = page->right - left - (plan->country_count == 1 ? 40 : 0) + GAP_PX;
    double wide = room / (double)plan->country_count;
    add_legend(page, plan, page->top + 6);
    for (size_t c = 0; c < plan->country_count; c++) {
        double from = left + (double)c * wide;
        struct chart_axis across = chart_axis_around(low, high, from, from + wide - GAP_PX);
        add_field(page, &across, c, top, bottom);
    }
    double row = (bottom - top) / (double)plan->count;
    for (size_t i = 0; i < plan->count; i++)
        chart_axis_name(page, plan->levers[i].name, left - 14, top + ((double)i + 0.5) * row, names,
                        row, chart_page_small_font, chart_page_ink);
}
