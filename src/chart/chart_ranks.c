#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_tidy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTRY, RANK, SHARE, PUBLISHED, RUNS, COLUMNS, NEEDED = 3 };

static const char *const columns[COLUMNS] = {"country", "rank", "share", "published", "runs"};

enum { ROW_PX = 40, ROW_MOST_PX = 80, RANKS_MOST = 200 };

/* shares[rank - 1], from 0 to 1. published: the rank of the figures as they are, 0 when not said.
 */
struct country {
    const char *id;
    const char *name;
    double *shares;
    double mean;
    size_t published;
};

struct plan {
    struct country *countries;
    size_t count;
    size_t ranks;
    double runs;
};

static int by_rank(const void *a, const void *b)
{
    const struct country *one = a, *other = b;
    double x = one->published ? (double)one->published : one->mean;
    double y = other->published ? (double)other->published : other->mean;
    if (x != y)
        return x < y ? -1 : 1;
    return one->mean != other->mean ? (one->mean < other->mean ? -1 : 1)
                                    : strcmp(one->id, other->id);
}

static struct country *country_of(struct chart_page *page, struct plan *plan,
                                  const struct chart_tidy *tidy, const char *id)
{
    for (size_t i = 0; i < plan->count; i++)
        if (strcmp(plan->countries[i].id, id) == 0)
            return &plan->countries[i];
    struct country *country = &plan->countries[plan->count++];
    *country =
        (struct country){.id = id,
                         .name = chart_tidy_name(tidy, id),
                         .shares = arena_alloc(page->arena, plan->ranks, sizeof *country->shares)};
    return country;
}

/* The ranks as whole numbers from 1; their number in *ranks. */
static bool check_ranks(const struct chart_tidy *tidy, size_t *ranks, struct err *err)
{
    *ranks = 0;
    for (size_t row = 0; row < tidy->rows->count; row++) {
        double rank = chart_tidy_number(tidy, row, RANK),
               share = chart_tidy_number(tidy, row, SHARE);
        if (!(rank >= 1 && rank <= RANKS_MOST && rank == floor(rank)))
            return err_set(err, ERR_CHART_ROWS,
                           "row %zu has the rank %g; a rank is a whole number from 1 to %d",
                           row + 1, rank, RANKS_MOST);
        if (!(share >= 0 && share <= 1))
            return err_set(err, ERR_CHART_ROWS,
                           "row %zu has the share %g; a share lies between 0 and 1", row + 1,
                           share);
        *ranks = (size_t)rank > *ranks ? (size_t)rank : *ranks;
    }
    return true;
}

static bool read_plan(struct chart_page *page, struct plan *plan, struct err *err)
{
    struct chart_tidy tidy;
    const struct chart_request *request = page->request;
    *plan = (struct plan){.runs = NAN};
    if (!chart_tidy_open(&tidy, request->rows, request->labels, columns, COLUMNS, NEEDED, err) ||
        !check_ranks(&tidy, &plan->ranks, err))
        return false;
    plan->countries = arena_alloc(page->arena, tidy.rows->count, sizeof *plan->countries);
    if (!plan->countries)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    for (size_t row = 0; row < tidy.rows->count; row++) {
        struct country *country =
            country_of(page, plan, &tidy, chart_tidy_text(&tidy, row, COUNTRY));
        double published = chart_tidy_number(&tidy, row, PUBLISHED);
        double rank = chart_tidy_number(&tidy, row, RANK);
        if (!country->shares)
            return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
        country->shares[(size_t)rank - 1] += chart_tidy_number(&tidy, row, SHARE);
        country->mean += rank * chart_tidy_number(&tidy, row, SHARE);
        if (published >= 1 && published <= (double)plan->ranks)
            country->published = (size_t)published;
        if (!isnan(chart_tidy_number(&tidy, row, RUNS)))
            plan->runs = chart_tidy_number(&tidy, row, RUNS);
    }
    qsort(plan->countries, plan->count, sizeof *plan->countries, by_rank);
    return true;
}

static size_t most_likely(const struct plan *plan, size_t country)
{
    size_t best = 0;
    for (size_t r = 1; r < plan->ranks; r++)
        if (plan->countries[country].shares[r] > plan->countries[country].shares[best])
            best = r;
    return best;
}

/* How sure the least sure and the surest place are. */
static const char *title_of(struct chart_page *page, const struct plan *plan)
{
    double least = 1, most = 0;
    size_t surest = 0;
    for (size_t c = 0; c < plan->count; c++) {
        double share = plan->countries[c].shares[most_likely(plan, c)];
        least = fmin(least, share);
        if (share > most) {
            most = share;
            surest = c;
        }
    }
    if (plan->count == 1)
        return chart_page_print(page, "n = 1: no other country to rank against");
    if (least >= 1)
        return chart_page_print(page, "Every country keeps its rank in every run");
    if (least >= 0.9)
        return chart_page_print(page, "Every country keeps its rank in at least %d %% of the runs",
                                (int)floor(least * 100));
    if (most < 0.9)
        return chart_page_print(page, "No country has one rank in as many as 90 %% of the runs");
    page->subject = surest;
    return chart_page_print(page, "%s has rank %zu in %d %% of the runs",
                            plan->countries[surest].name, most_likely(plan, surest) + 1,
                            (int)floor(most * 100));
}

bool chart_ranks_plan(struct chart_page *page, struct err *err)
{
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    if (!plan)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    if (!read_plan(page, plan, err))
        return false;
    bool published = false;
    for (size_t c = 0; c < plan->count; c++)
        published = published || plan->countries[c].published > 0;
    page->plan = plan;
    page->title = title_of(page, plan);
    const char *diamond = published ? chart_page_words(page, " Diamond: the published rank.") : "";
    page->subtitle =
        isnan(plan->runs)
            ? chart_page_print(page,
                               "Share of the runs in which each of n = %zu has each rank, 1 the "
                               "best.%s Line: 90 %% of the runs.",
                               plan->count, diamond)
            : chart_page_print(page,
                               "Share of %s runs in which each of n = %zu has each rank, 1 the "
                               "best.%s Line: 90 %% of the runs.",
                               chart_page_count(page, plan->runs), plan->count, diamond);
    double row = plan->count > 16 ? 32 : ROW_PX;
    if (!page->height_px)
        page->height_px =
            (int)fmin(2400, fmax(plan->count > 1 ? 360 : 260, 170 + row * (double)plan->count));
    return true;
}

/* The rank below which a share of the runs lies, by the steps of their distribution. */
static size_t quantile(const struct plan *plan, const struct country *country, double share)
{
    double sum = 0, total = 0;
    for (size_t r = 0; r < plan->ranks; r++)
        total += country->shares[r];
    for (size_t r = 0; r < plan->ranks; r++) {
        sum += country->shares[r];
        if (sum >= share * total - 1e-12)
            return r;
    }
    return plan->ranks - 1;
}

static void add_country(struct chart_page *page, const struct plan *plan, size_t c, double left,
                        double column, double top, double row)
{
    const struct country *country = &plan->countries[c];
    struct chart_look look = chart_page_look_of(page, country->id, c, plan->count);
    bool figures = layout_text_width("100 %", chart_page_note_font) < column - 2;
    double base = top + row - 9, tall = row - (figures ? 24 : 15);
    for (size_t r = 0; r < plan->ranks; r++) {
        double x = left + ((double)r + 0.5) * column, share = country->shares[r];
        const char *text = chart_page_print(page, "%.0f %%", share * 100);
        const double xs[] = {x - column * 0.43, x + column * 0.43, x + column * 0.43,
                             x - column * 0.43};
        const double ys[] = {base, base, base - share * tall, base - share * tall};
        if (share > 0)
            chart_pen_area(&page->pen, xs, ys, 4, look.line, 0.45);
        if (share >= 0.095 && figures)
            chart_page_text(page, text, x, base - share * tall - 7, CHART_CENTRE,
                            chart_page_note_font, look.text);
    }
    double from = left + ((double)quantile(plan, country, 0.05) + 0.5) * column;
    double to = left + ((double)quantile(plan, country, 0.95) + 0.5) * column;
    if (to > from)
        chart_page_line(page, from, base, to, base, look.line, 2, CHART_SOLID);
    if (country->published > 0) {
        double x = left + ((double)country->published - 0.5) * column;
        chart_pen_point(&page->pen, x, base, CHART_DIAMOND, 1.1, chart_page_white);
        chart_pen_point(&page->pen, x, base, CHART_DIAMOND, 0.85, look.text);
    }
}

void chart_ranks_plot(struct chart_page *page)
{
    const struct plan *plan = page->plan;
    double names = 60;
    for (size_t c = 0; c < plan->count; c++)
        names = fmax(names, layout_text_width(plan->countries[c].name, chart_page_name_font));
    names = fmin(names, page->width_px * 0.28);
    double left = page->left + names + 12, top = page->top + 26;
    double column = (page->right - left) / (double)plan->ranks;
    double row = fmin(ROW_MOST_PX, (page->bottom - 8 - top) / (double)plan->count);
    double widest =
        layout_text_width(chart_page_print(page, "%zu", plan->ranks), chart_page_tick_font);
    size_t every = layout_ticks_every(plan->ranks, column, widest, 8);
    chart_page_text(page, chart_page_words(page, "Rank"), left - 12, top - 12, CHART_RIGHT,
                    chart_page_tick_font, chart_page_axis);
    for (size_t r = 0; r < plan->ranks; r += every)
        chart_page_text(page, chart_page_print(page, "%zu", r + 1),
                        left + ((double)r + 0.5) * column, top - 12, CHART_CENTRE,
                        chart_page_tick_font, chart_page_axis);
    for (size_t c = 0; c < plan->count; c++) {
        double y = top + (double)c * row;
        struct chart_look look = chart_page_look_of(page, plan->countries[c].id, c, plan->count);
        if (c > 0)
            chart_page_line(page, page->left, y, page->right, y, chart_page_grid, 0.8, CHART_SOLID);
        chart_axis_name(page, plan->countries[c].name, left - 12, y + row / 2, names, row,
                        chart_page_name_font, look.text);
        add_country(page, plan, c, left, column, y, row);
    }
}
