#include "chart/chart_kinds.h"
#include "chart/chart_plane.h"

#include <math.h>
#include <string.h>

struct plan {
    size_t x;
    size_t y;
};

/* The request's items; else the first beside item for x and the first other one for y. */
static bool choose_items(const struct chart_page *page, struct plan *plan, struct err *err)
{
    const struct chart_data *data = page->data;
    *plan = (struct plan){SIZE_MAX, SIZE_MAX};
    for (size_t i = data->item_count; i-- > 0;)
        *(data->items[i].beside ? &plan->x : &plan->y) = i;
    if (page->request->x_item)
        plan->x = chart_data_item(data, page->request->x_item);
    if (page->request->y_item)
        plan->y = chart_data_item(data, page->request->y_item);
    if (plan->x == SIZE_MAX && data->item_count > 1 && !page->request->x_item)
        plan->x = plan->y == 0 ? 1 : 0;
    if (plan->x != SIZE_MAX && plan->y != SIZE_MAX && plan->x != plan->y)
        return true;
    err_set(err, ERR_CHART_ROWS,
            "a quadrant sets a lever against an outcome, but the rows have no figure of a lever");
    err_hint(err, "tidemark status says what is missing");
    return false;
}

static bool at_both(const struct chart_data *data, const struct plan *plan, size_t country,
                    size_t period, double *x, double *y)
{
    *x = chart_data_at(data, country, plan->x, period)->value;
    *y = chart_data_at(data, country, plan->y, period)->value;
    return !isnan(*x) && !isnan(*y);
}

bool chart_quadrant_plan(struct chart_page *page, struct err *err)
{
    const struct chart_data *data = page->data;
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    bool any = false;
    if (!plan)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    if (!choose_items(page, plan, err))
        return false;
    for (size_t c = 0; c < data->country_count && !any; c++)
        for (size_t p = 0; p < data->period_count && !any; p++) {
            double x, y;
            any = at_both(data, plan, c, p, &x, &y);
        }
    if (!any)
        return err_set(err, ERR_CHART_ROWS, "no country has both %s and %s in any period",
                       data->items[plan->x].name, data->items[plan->y].name);
    page->plan = plan;
    page->title = chart_page_print(page, "%s and %s, %s", data->items[plan->x].name,
                                   data->items[plan->y].name, chart_data_span(page->arena, data));
    page->subtitle = chart_page_print(
        page, "Each country\xE2\x80\x99s way from %s to %s%s.%s%s It shows no cause.",
        data->periods[0].text, data->periods[data->period_count - 1].text,
        chart_data_scale(page->arena, page->request), page->request->x_words ? " " : "",
        page->request->x_words ? page->request->x_words : "");
    if (!page->height_px)
        page->height_px = 560;
    return true;
}

static void add_country(struct chart_plane *plane, const struct plan *plan, size_t country,
                        size_t *missing)
{
    struct chart_page *page = plane->page;
    const struct chart_data *data = page->data;
    size_t first = SIZE_MAX, last = SIZE_MAX;
    double *x = arena_alloc(page->arena, data->period_count, sizeof *x);
    double *y = arena_alloc(page->arena, data->period_count, sizeof *y);
    if (!x || !y)
        return;
    for (size_t p = 0; p < data->period_count; p++) {
        if (!at_both(data, plan, country, p, &x[p], &y[p])) {
            x[p] = y[p] = NAN;
            continue;
        }
        first = first == SIZE_MAX ? p : first;
        last = p;
    }
    if (last == SIZE_MAX) {
        (*missing)++;
        return;
    }
    chart_plane_trail(plane, country, x, y, data->period_count);
    chart_plane_point(
        plane, country, x[last], y[last],
        chart_page_print(page, "%s %s", data->countries[country].name, data->periods[last].text),
        false);
    if (first != last && data->country_count <= 3)
        chart_plane_point(plane, country, x[first], y[first], data->periods[first].text, true);
}

void chart_quadrant_plot(struct chart_page *page)
{
    const struct plan *plan = page->plan;
    struct chart_plane plane;
    size_t missing = 0;
    chart_plane_open(&plane, page, plan->x, plan->y, true);
    double middle = (page->request->scale_worst + page->request->scale_best) / 2;
    if (!isnan(middle))
        chart_plane_part(&plane, middle, middle);
    for (size_t c = 0; c < page->data->country_count; c++)
        add_country(&plane, plan, c, &missing);
    chart_plane_draw(&plane, missing);
}
