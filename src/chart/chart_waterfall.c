#include "base/number.h"
#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_terminal.h"
#include "chart/chart_tidy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    COUNTRY,
    FROM,
    TO,
    ITEM,
    BEFORE,
    AFTER,
    CONTRIBUTION,
    LEVEL,
    LOW,
    HIGH,
    COLUMNS,
    NEEDED = 7
};

static const char *const columns[COLUMNS] = {"country", "from",         "to",    "item", "before",
                                             "after",   "contribution", "level", "low",  "high"};

enum { ROW_PX = 34, PARTS_MOST = 24 };

struct part {
    const char *name;
    double by;
    double shown; /* rounded so that the parts add up to the total as it is shown */
};

/* The change of one country: parts that add up to it, the largest first in its direction, the
 * others behind. others: how many small ones the last part sums up. */
struct plan {
    const char *country;
    const char *from;
    const char *to;
    const char *measure;
    double before;
    double after;
    double low; /* the interval of the change, NaN when none */
    double high;
    struct part *parts;
    size_t count;
    size_t others;
    int decimals; /* of every figure: as many as the largest part needs to be seen, 1 to 3 */
};

/* Falls first, the deepest first; then rises, the highest first. */
static int by_size(const void *a, const void *b)
{
    const struct part *one = a, *other = b;
    if ((one->by < 0) != (other->by < 0))
        return one->by < 0 ? -1 : 1;
    double x = fabs(one->by), y = fabs(other->by);
    return x != y ? (x > y ? -1 : 1) : strcmp(one->name, other->name);
}

static bool is_total(const struct chart_tidy *tidy, size_t row)
{
    return strcmp(chart_tidy_text(tidy, row, LEVEL), "index") == 0 ||
           strcmp(chart_tidy_text(tidy, row, ITEM), "index") == 0;
}

/* The level whose rows are the parts: the deepest the rows have, so that nothing counts twice. */
static const char *deepest(const struct chart_tidy *tidy)
{
    static const char *const levels[] = {"indicator", "group", "pillar"};
    for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
        for (size_t row = 0; row < tidy->rows->count; row++)
            if (strcmp(chart_tidy_text(tidy, row, LEVEL), levels[i]) == 0)
                return levels[i];
    return NULL;
}

/* A cause that no item has, which `change` gives a row: of the total, whatever the level. */
static bool is_cause(const struct chart_tidy *tidy, size_t row)
{
    return strcmp(chart_tidy_text(tidy, row, LEVEL), "cause") == 0;
}

static bool is_part(const struct chart_tidy *tidy, size_t row, const char *level)
{
    return is_cause(tidy, row) || !level || strcmp(chart_tidy_text(tidy, row, LEVEL), level) == 0;
}

static const char *part_name(const struct chart_page *page, const struct chart_tidy *tidy,
                             size_t row)
{
    const char *item = chart_tidy_text(tidy, row, ITEM);
    if (!is_cause(tidy, row))
        return chart_tidy_name(tidy, item);
    if (strcmp(item, "weight") == 0)
        return chart_page_words(page, "Weights");
    if (strcmp(item, "method") == 0)
        return chart_page_words(page, "Method");
    return strcmp(item, "frame") == 0 ? chart_page_words(page, "Surroundings") : item;
}

/* Small parts become one, so that the rest can be read: those below a fiftieth of the largest, and
 * those whose figure would be zero. */
static void pool_small(struct chart_page *page, struct plan *plan)
{
    size_t kept = 0, small_count = 0;
    double most = 0, rest = 0;
    for (size_t i = 0; i < plan->count; i++)
        most = fmax(most, fabs(plan->parts[i].by));
    plan->decimals = most >= 0.5 ? 1 : most >= 0.05 ? 2 : 3;
    static const double half_units[] = {0.5, 0.05, 0.005, 0.0005};
    double small_below = fmax(most * 0.02, half_units[plan->decimals]);
    for (size_t i = 0; i < plan->count; i++)
        small_count += fabs(plan->parts[i].by) < small_below;
    for (size_t i = 0; i < plan->count; i++) {
        double size = fabs(plan->parts[i].by);
        bool small = size <= most * 1e-9 || (size < small_below && small_count > 1);
        if (!small && kept < PARTS_MOST) {
            plan->parts[kept++] = plan->parts[i];
            continue;
        }
        plan->others++;
        rest += plan->parts[i].by;
    }
    plan->count = kept;
    if (plan->others > 0 && fabs(rest) > most * 1e-6)
        plan->parts[plan->count++] =
            (struct part){chart_page_print(page, "%zu smaller changes", plan->others), rest, 0};
    else
        plan->others = 0;
}

static bool read_plan(struct chart_page *page, struct plan *plan, struct err *err)
{
    struct chart_tidy tidy;
    const struct chart_request *request = page->request;
    if (!chart_tidy_open(&tidy, request->rows, request->labels, columns, COLUMNS, NEEDED, err))
        return false;
    const char *country = chart_tidy_text(&tidy, 0, COUNTRY), *level = deepest(&tidy);
    *plan =
        (struct plan){.country = chart_tidy_name(&tidy, country),
                      .from = chart_tidy_text(&tidy, 0, FROM),
                      .to = chart_tidy_text(&tidy, 0, TO),
                      .before = NAN,
                      .after = NAN,
                      .low = NAN,
                      .high = NAN,
                      .parts = arena_alloc(page->arena, tidy.rows->count + 1, sizeof *plan->parts)};
    if (!plan->parts)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    double sum = 0;
    for (size_t row = 0; row < tidy.rows->count; row++) {
        double by = chart_tidy_number(&tidy, row, CONTRIBUTION);
        if (strcmp(chart_tidy_text(&tidy, row, COUNTRY), country) != 0)
            return err_set(err, ERR_CHART_ROWS,
                           "a waterfall is of one country, but the rows are of %s and %s; "
                           "--countries chooses one",
                           country, chart_tidy_text(&tidy, row, COUNTRY));
        if (is_total(&tidy, row)) {
            plan->before = chart_tidy_number(&tidy, row, BEFORE);
            plan->after = chart_tidy_number(&tidy, row, AFTER);
            plan->low = chart_tidy_number(&tidy, row, LOW);
            plan->high = chart_tidy_number(&tidy, row, HIGH);
        } else if (!isnan(by) && is_part(&tidy, row, level)) {
            plan->parts[plan->count++] = (struct part){part_name(page, &tidy, row), by, 0};
            sum += by;
        }
    }
    if (isnan(plan->before) || isnan(plan->after) || plan->count == 0)
        return err_set(err, ERR_CHART_ROWS,
                       "a waterfall needs a row of the item \"index\" with before and after, and "
                       "rows of its parts");
    if (fabs(plan->before + sum - plan->after) > 1e-6 * (1 + fabs(plan->after)))
        return err_set(err, ERR_CHART_ROWS,
                       "the contributions add up to %g, but %s went from %g to %g: without breaks "
                       "and gaps they are equal",
                       sum, plan->country, plan->before, plan->after);
    return true;
}

/* The largest part, when the change is beyond its interval and the part goes the same way. */
static const char *title_of(struct chart_page *page, const struct plan *plan)
{
    double change = plan->after - plan->before;
    const struct part *best = NULL;
    bool sure = !isnan(plan->low) && !isnan(plan->high) && (plan->low > 0 || plan->high < 0);
    for (size_t i = 0; i + (plan->others > 0) < plan->count; i++)
        if (plan->parts[i].by * change > 0 && (!best || fabs(plan->parts[i].by) > fabs(best->by)))
            best = &plan->parts[i];
    if (!sure || !best)
        return chart_page_print(page, "%s: %s, %s to %s", plan->country, page->request->measure,
                                plan->from, plan->to);
    return chart_page_print(page,
                            change < 0 ? "%s took most off %s: %s of %s points"
                                       : "%s added most to %s: %s of %s points",
                            best->name, plan->country,
                            chart_page_signed(page, best->shown, plan->decimals),
                            chart_page_signed(page, change, plan->decimals));
}

static void round_parts(struct chart_page *page, struct plan *plan)
{
    double *by = arena_alloc(page->arena, plan->count, sizeof *by);
    double *shown = arena_alloc(page->arena, plan->count, sizeof *shown);
    for (size_t i = 0; by && i < plan->count; i++)
        by[i] = plan->parts[i].by;
    if (by && shown)
        number_round_to_sum(by, plan->count, plan->after - plan->before, plan->decimals, shown);
    for (size_t i = 0; shown && i < plan->count; i++)
        plan->parts[i].shown = shown[i];
}

bool chart_waterfall_plan(struct chart_page *page, struct err *err)
{
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    if (!plan)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    if (!read_plan(page, plan, err))
        return false;
    qsort(plan->parts, plan->count, sizeof *plan->parts, by_size);
    pool_small(page, plan);
    round_parts(page, plan);
    page->plan = plan;
    page->title = title_of(page, plan);
    const char *interval =
        isnan(plan->low) ? ""
                         : chart_page_print(page, " (90 %% interval %s to %s)",
                                            chart_page_signed(page, plan->low, plan->decimals),
                                            chart_page_signed(page, plan->high, plan->decimals));
    page->subtitle = chart_page_print(
        page, "%s, %s: what each part adds to the change from %s to %s, %s points%s.",
        plan->country, page->request->measure, plan->from, plan->to,
        chart_page_signed(page, plan->after - plan->before, plan->decimals), interval);
    if (!page->height_px)
        page->height_px = (int)fmax(360, 170 + ROW_PX * (double)(plan->count + 2));
    return true;
}

static void add_total(struct chart_page *page, const struct chart_axis *across, double value,
                      double y)
{
    const struct plan *plan = page->plan;
    double x = chart_axis_at(across, value);
    chart_pen_point(&page->pen, x, y, CHART_CIRCLE, 1.1, chart_page_ink);
    chart_page_text_on_white(page, chart_page_number(page, value, plan->decimals), x + 12, y,
                             CHART_LEFT, chart_page_strong_font, chart_page_ink);
}

static void add_part(struct chart_page *page, const struct chart_axis *across, double from,
                     const struct part *part, double y, double row)
{
    double x1 = chart_axis_at(across, from), x2 = chart_axis_at(across, from + part->by);
    bool down = part->by < 0;
    const struct plan *plan = page->plan;
    double half = row * 0.34;
    chart_page_line(page, x1, y - row / 2 - (row / 2 - half), x1, y - half, chart_page_base, 1,
                    CHART_SOLID);
    chart_pen_box(&page->pen, fmin(x1, x2), y - half, fmax(x1, x2), y + half,
                  down ? chart_page_down : chart_page_up);
    chart_page_text_on_white(page, chart_page_signed(page, part->shown, plan->decimals),
                             down ? fmin(x1, x2) - 7 : fmax(x1, x2) + 7, y,
                             down ? CHART_RIGHT : CHART_LEFT, chart_page_strong_font,
                             down ? chart_page_down : chart_page_up_text);
}

void chart_waterfall_plot(struct chart_page *page)
{
    const struct plan *plan = page->plan;
    const char *first = chart_page_print(page, "%s %s", page->request->measure, plan->from);
    const char *last = chart_page_print(page, "%s %s", page->request->measure, plan->to);
    double names = fmax(90, fmax(layout_text_width(first, chart_page_name_font),
                                 layout_text_width(last, chart_page_name_font)));
    double at = plan->before, low = fmin(plan->before, plan->after);
    double high = fmax(plan->before, plan->after), bottom = page->bottom - 32;
    double top = page->top + 6, row = (bottom - top) / (double)(plan->count + 2);
    for (size_t i = 0; i < plan->count; i++) {
        names = fmax(names, layout_text_width(plan->parts[i].name, chart_page_name_font));
        at += plan->parts[i].by;
        low = fmin(low, at);
        high = fmax(high, at);
    }
    names = fmin(names, page->width_px * 0.34);
    /* Room for figures beside the bars, in values. */
    double left = page->left + names + 14, right = page->right - 12;
    double pad = (high > low ? high - low : 1) * 60 / (right - left - 120);
    struct chart_axis across = chart_axis_around(low - pad, high + pad, left, right);
    chart_axis_across(page, &across, top, bottom, NAN);
    chart_axis_name(page, first, left - 14, top + row / 2, names, row, chart_page_name_font,
                    chart_page_ink);
    add_total(page, &across, plan->before, top + row / 2);
    at = plan->before;
    for (size_t i = 0; i < plan->count; i++) {
        double y = top + ((double)i + 1.5) * row;
        chart_axis_name(page, plan->parts[i].name, left - 14, y, names, row, chart_page_name_font,
                        chart_page_ink);
        add_part(page, &across, at, &plan->parts[i], y, row);
        at += plan->parts[i].by;
    }
    double y = top + ((double)plan->count + 1.5) * row, x = chart_axis_at(&across, plan->after);
    chart_page_line(page, x, y - row * 0.66, x, y, chart_page_base, 1, CHART_SOLID);
    chart_axis_name(page, last, left - 14, y, names, row, chart_page_name_font, chart_page_ink);
    add_total(page, &across, plan->after, y);
}

/* A row of a terminal drawing: a bar from one value to another, its figure at the right. */
static void add_row(struct text_buffer *out, const char *name, size_t names, size_t width,
                    const size_t *ends, const char *bar, const char *figure)
{
    chart_terminal_padded(out, name, names, false);
    text_add_string(out, " \xE2\x94\x82");
    for (size_t x = 0; x < width; x++)
        text_add_string(out, x >= ends[0] && x <= ends[1] ? bar : " ");
    text_add_string(out, " ");
    chart_terminal_padded(out, figure, 6, true);
    text_add_string(out, "\n");
}

void chart_waterfall_terminal(struct chart_page *page, struct text_buffer *out)
{
    const struct plan *plan = page->plan;
    double low = fmin(plan->before, plan->after), high = fmax(plan->before, plan->after);
    double at = plan->before;
    for (size_t i = 0; i < plan->count; i++) {
        at += plan->parts[i].by;
        low = fmin(low, at);
        high = fmax(high, at);
    }
    size_t wide = chart_terminal_columns(page), names = wide * 2 / 5;
    size_t width = wide - names - 10;
    double scale = (double)(width - 1) / (high > low ? high - low : 1);
    size_t place = (size_t)((plan->before - low) * scale + 0.5);
    add_row(out, chart_page_print(page, "%s %s", page->request->measure, plan->from), names, width,
            (size_t[]){place, place}, "\xE2\x97\x8F",
            chart_page_number(page, plan->before, plan->decimals));
    at = plan->before;
    for (size_t i = 0; i < plan->count; i++) {
        double to = at + plan->parts[i].by;
        const size_t ends[] = {(size_t)((fmin(at, to) - low) * scale + 0.5),
                               (size_t)((fmax(at, to) - low) * scale + 0.5)};
        add_row(out, plan->parts[i].name, names, width, ends,
                to < at ? "\xE2\x96\x93" : "\xE2\x96\x91",
                chart_page_signed(page, plan->parts[i].shown, plan->decimals));
        at = to;
    }
    place = (size_t)((plan->after - low) * scale + 0.5);
    add_row(out, chart_page_print(page, "%s %s", page->request->measure, plan->to), names, width,
            (size_t[]){place, place}, "\xE2\x97\x8F",
            chart_page_number(page, plan->after, plan->decimals));
    text_add_string(out, chart_page_words(page, "\n\xE2\x96\x93 takes off  \xE2\x96\x91 adds\n"));
}
