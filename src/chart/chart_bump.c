#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_title.h"

#include <math.h>

enum { ROW_PX = 22 };

/* Ranks by the first item, 1 the best; equal values share one; 0 where there is no value. */
static int *ranks_of(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    const struct chart_request *request = page->request;
    bool high_is_best = !(request->scale_best < request->scale_worst);
    int *ranks = arena_alloc(page->arena, data->country_count * data->period_count, sizeof *ranks);
    for (size_t p = 0; ranks && p < data->period_count; p++)
        for (size_t c = 0; c < data->country_count; c++) {
            double own = chart_data_at(data, c, 0, p)->value;
            int rank = isnan(own) ? 0 : 1;
            for (size_t other = 0; rank > 0 && other < data->country_count; other++) {
                double value = chart_data_at(data, other, 0, p)->value;
                rank += high_is_best ? value > own : value < own;
            }
            ranks[c * data->period_count + p] = rank;
        }
    return ranks;
}

bool chart_bump_plan(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    const struct chart_data *data = page->data;
    int *ranks = ranks_of(page);
    if (!ranks)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    page->plan = ranks;
    page->title = chart_title_ranks(
        page->arena, data,
        chart_page_print(page, "Ranks by %s", chart_page_within(page, request->measure)), ranks,
        &page->subject);
    page->subtitle = chart_page_print(
        page,
        "Rank by %s among n = %zu, 1 the best. A rank does not say how far apart, nor how "
        "sure.",
        chart_page_within(page, request->measure), data->country_count);
    if (!page->height_px)
        page->height_px =
            (int)fmin(2400, fmax(360, 170 + (data->country_count > 6 ? ROW_PX : 2 * ROW_PX) *
                                                (double)data->country_count));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

struct frame {
    struct chart_axis across;
    double top;
    double row_px;
    double names_px;
    bool focused; /* some country has a colour of its own */
};

/* Countries of one rank and period share its row's height; each has its place among them. */
static double y_of(const struct chart_page *page, const struct frame *frame, size_t country,
                   size_t period)
{
    const struct chart_data *data = page->data;
    const int *ranks = page->plan;
    int rank = ranks[country * data->period_count + period], before = 0;
    if (rank == 0)
        return NAN;
    for (size_t c = 0; c < country; c++)
        before += ranks[c * data->period_count + period] == rank;
    return frame->top + ((double)(rank - 1 + before) + 0.5) * frame->row_px;
}

static void add_country(struct chart_page *page, const struct frame *frame, size_t country)
{
    const struct chart_data *data = page->data;
    struct chart_look look = chart_page_look(page, country);
    double *x = arena_alloc(page->arena, data->period_count, sizeof *x);
    double *y = arena_alloc(page->arena, data->period_count, sizeof *y);
    const char *line = look.focus       ? look.line
                       : frame->focused ? chart_page_unfocused
                                        : chart_page_context;
    if (!x || !y)
        return;
    for (size_t p = 0; p < data->period_count; p++) {
        x[p] = chart_axis_at(&frame->across, data->periods[p].position);
        y[p] = y_of(page, frame, country, p);
    }
    for (size_t from = 0, to; from < data->period_count; from = to) {
        for (to = from + 1; to < data->period_count; to++)
            if (chart_data_at(data, country, 0, to)->broken)
                break;
        if (look.focus)
            chart_pen_path(&page->pen, x + from, y + from, to - from, chart_page_white, 5,
                           CHART_SOLID);
        chart_pen_path(&page->pen, x + from, y + from, to - from, line, look.focus ? 2.2 : 1.3,
                       CHART_SOLID);
    }
    for (size_t p = 0; p < data->period_count; p++)
        if (!isnan(y[p]))
            chart_pen_point(&page->pen, x[p], y[p], look.focus ? look.point : CHART_CIRCLE,
                            look.focus ? look.size * 0.85 : 0.45, line);
}

/* "Kyrgyzstan  18" at the left, "23  Kyrgyzstan" at the right. */
static void add_name(struct chart_page *page, const struct frame *frame, size_t country, bool right)
{
    const struct chart_data *data = page->data;
    const int *ranks = page->plan;
    size_t period = right ? data->period_count - 1 : 0;
    int rank = ranks[country * data->period_count + period];
    struct chart_look look = chart_page_look(page, country);
    struct layout_font font = look.focus ? chart_page_small_strong_font : chart_page_small_font;
    if (rank == 0)
        return;
    const char *name =
        layout_text_fit(page->arena, data->countries[country].name, font, frame->names_px - 24);
    double y = y_of(page, frame, country, period);
    name = name ? name : "";
    chart_page_text(page,
                    right ? chart_page_print(page, "%d  %s", rank, name)
                          : chart_page_print(page, "%s  %d", name, rank),
                    right ? frame->across.to + 14 : frame->across.from - 14, y,
                    right ? CHART_LEFT : CHART_RIGHT, font, look.text);
}

/* How many have no rank at an end, below those that have one. */
static void add_missing(struct chart_page *page, const struct frame *frame, bool right)
{
    const struct chart_data *data = page->data;
    size_t missing = 0, period = right ? data->period_count - 1 : 0;
    for (size_t c = 0; c < data->country_count; c++)
        missing += isnan(chart_data_at(data, c, 0, period)->value) ? 1 : 0;
    if (missing > 0)
        chart_page_text(page, chart_page_print(page, "%zu without a value", missing),
                        right ? frame->across.to + 14 : frame->across.from - 14,
                        frame->top +
                            ((double)(data->country_count - missing) + 0.5) * frame->row_px,
                        right ? CHART_LEFT : CHART_RIGHT, chart_page_small_font, chart_page_axis);
}

void chart_bump_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    double first = data->periods[0].position, names = 60;
    double last = data->periods[data->period_count - 1].position;
    for (size_t c = 0; c < data->country_count; c++)
        names = fmax(names,
                     layout_text_width(data->countries[c].name, chart_page_small_strong_font) + 26);
    names = fmin(names, page->width_px * 0.28);
    struct frame frame = {.across = {.low = first - (last > first ? 0 : 1),
                                     .high = last + (last > first ? 0 : 1),
                                     .from = page->left + names + 14,
                                     .to = page->right - names - 14},
                          .top = page->top + 30,
                          .names_px = names};
    for (size_t c = 0; c < data->country_count; c++)
        frame.focused = frame.focused || chart_page_look(page, c).focus;
    frame.row_px = (page->bottom - 10 - frame.top) / (double)data->country_count;
    chart_axis_periods(page, &frame.across, page->top + 12);
    double bottom = frame.top + frame.row_px * (double)data->country_count;
    chart_page_line(page, frame.across.from, frame.top - 4, frame.across.from, bottom,
                    chart_page_grid, 0.8, CHART_SOLID);
    chart_page_line(page, frame.across.to, frame.top - 4, frame.across.to, bottom, chart_page_grid,
                    0.8, CHART_SOLID);
    for (int focus = 0; focus < 2; focus++)
        for (size_t c = data->country_count; c-- > 0;)
            if (chart_page_look(page, c).focus == (focus == 1))
                add_country(page, &frame, c);
    for (size_t c = 0; c < data->country_count; c++) {
        add_name(page, &frame, c, true);
        if (data->period_count > 1)
            add_name(page, &frame, c, false);
    }
    add_missing(page, &frame, true);
    if (data->period_count > 1)
        add_missing(page, &frame, false);
}
