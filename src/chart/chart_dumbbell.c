#include "chart/chart_axis.h"
#include "chart/chart_futures.h"
#include "chart/chart_kinds.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROW_PX = 40 };

/* A country's last figures; missing: there is no pair to compare. */
struct pair {
    const char *id;
    const char *name;
    double baseline;
    double value;
    bool missing;
};

struct plan {
    struct pair *pairs;
    size_t count;
    const char *scenario;
    const char *period;
};

/* The largest gain first, then losses, then what is missing; names decide between equals. */
static int by_gain(const void *a, const void *b)
{
    const struct pair *one = a, *other = b;
    if (one->missing != other->missing)
        return one->missing ? 1 : -1;
    double x = one->value - one->baseline, y = other->value - other->baseline;
    if (!one->missing && x != y)
        return x > y ? -1 : 1;
    return strcmp(one->name, other->name);
}

static const char *title_of(struct chart_page *page, const struct plan *plan,
                            const struct chart_futures *futures)
{
    const struct pair *first = &plan->pairs[0];
    size_t last = futures->period_count - 1;
    bool sure = plan->count > 1 && !first->missing && !plan->pairs[1].missing;
    const struct chart_future *best = NULL;
    for (size_t c = 0; c < futures->country_count; c++)
        if (strcmp(futures->countries[c].id, first->id) == 0)
            best = &futures->futures[c * futures->period_count + last];
    /* Only a gain that 80 % of the draws agree on is stated, and only against a smaller second. */
    sure = sure && best &&
           (isnan(best->better) ? best->low[1] > first->baseline : best->better > 0.8) &&
           first->value - first->baseline > plan->pairs[1].value - plan->pairs[1].baseline + 1e-9;
    if (!sure)
        return chart_page_print(page, "%s: baseline and scenario, %s", plan->scenario,
                                plan->period);
    return chart_page_print(page, "%s would lift %s most", plan->scenario, first->name);
}

bool chart_dumbbell_plan(struct chart_page *page, struct err *err)
{
    struct chart_futures *futures = chart_futures_read(page, err);
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    if (!futures)
        return false;
    if (plan)
        plan->pairs = arena_alloc(page->arena, futures->country_count + 1, sizeof *plan->pairs);
    if (!plan || !plan->pairs)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    size_t last = futures->period_count - 1;
    plan->scenario = futures->scenario;
    plan->period = futures->periods[last].text;
    for (size_t c = 0; c < futures->country_count; c++) {
        const struct chart_future *future = &futures->futures[c * futures->period_count + last];
        plan->pairs[plan->count++] =
            (struct pair){futures->countries[c].id, futures->countries[c].name, future->baseline,
                          future->value, isnan(future->baseline) || isnan(future->value)};
    }
    qsort(plan->pairs, plan->count, sizeof *plan->pairs, by_gain);
    page->plan = plan;
    page->title = title_of(page, plan, futures);
    page->subtitle = chart_page_print(
        page,
        "%s %s%s: the baseline (hollow) and the scenario \xE2\x80\x9C%s\xE2\x80\x9D (full), "
        "by gain.",
        futures->item, plan->period, chart_data_scale(page->arena, page->request), plan->scenario);
    double row = plan->count > 12 ? 26 : ROW_PX;
    if (!page->height_px)
        page->height_px = (int)fmin(2400, fmax(360, 190 + row * (double)plan->count));
    return true;
}

static void add_pair(struct chart_page *page, const struct chart_axis *across,
                     const struct pair *pair, struct chart_look look, double y, double row)
{
    double right = page->right;
    if (pair->missing) {
        chart_page_missing(page, across->from + 1, y - row * 0.3, right, y + row * 0.3,
                           chart_page_words(page, "no value"));
        return;
    }
    double from = chart_axis_at(across, pair->baseline), to = chart_axis_at(across, pair->value);
    double change = pair->value - pair->baseline;
    const char *text = chart_page_signed(page, change, 1);
    bool none = strspn(text, "0.,") == strlen(text);
    chart_page_line(page, from, y, to, y, look.line, 3.2, CHART_SOLID);
    chart_pen_point(&page->pen, from, y, CHART_HOLLOW, 1.05, look.line);
    chart_pen_point(&page->pen, to, y, CHART_CIRCLE, 1.05, look.line);
    chart_page_text(page, none ? chart_page_words(page, "no change") : text, right, y, CHART_RIGHT,
                    chart_page_strong_font, look.text);
}

void chart_dumbbell_plot(struct chart_page *page)
{
    const struct plan *plan = page->plan;
    double names = 70, low = 0, high = -INFINITY, bottom = page->bottom - 32;
    double top = page->top + 26, row = (bottom - top) / (double)plan->count;
    for (size_t i = 0; i < plan->count; i++) {
        const struct pair *pair = &plan->pairs[i];
        names = fmax(names, layout_text_width(pair->name, chart_page_name_font));
        low = fmin(low, fmin(pair->baseline, pair->value));
        high = fmax(high, fmax(pair->baseline, pair->value));
    }
    names = fmin(names, page->width_px * 0.28);
    struct chart_axis across = chart_axis_around(low, isfinite(high) ? high : 1,
                                                 page->left + names + 12, page->right - 90);
    chart_axis_across(page, &across, top, bottom, low < 0 ? 0 : across.low);
    chart_page_text(page, chart_page_words(page, "Change"), page->right, top - 12, CHART_RIGHT,
                    chart_page_small_font, chart_page_axis);
    for (size_t i = 0; i < plan->count; i++) {
        double y = top + ((double)i + 0.5) * row;
        struct chart_look look = chart_page_look_of(page, plan->pairs[i].id, i, plan->count);
        chart_axis_name(page, plan->pairs[i].name, across.from - 12, y, names, row,
                        chart_page_name_font, look.text);
        add_pair(page, &across, &plan->pairs[i], look, y, row);
    }
    const struct pair *first = &plan->pairs[0];
    if (first->missing)
        return;
    double from = chart_axis_at(&across, first->baseline),
           to = chart_axis_at(&across, first->value);
    double room = (layout_text_width(chart_page_words(page, "baseline"), chart_page_small_font) +
                   layout_text_width(chart_page_words(page, "scenario"), chart_page_small_font)) /
                      2 +
                  10;
    if (fabs(to - from) < room) {
        double middle = (from + to) / 2, side = to >= from ? 1 : -1;
        from = middle - side * room / 2;
        to = middle + side * room / 2;
    }
    chart_page_text(page, chart_page_words(page, "baseline"), from, top - 12, CHART_CENTRE,
                    chart_page_small_font, chart_page_axis);
    chart_page_text(page, chart_page_words(page, "scenario"), to, top - 12, CHART_CENTRE,
                    chart_page_small_font, chart_page_axis);
}
