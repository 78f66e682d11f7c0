#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_plane.h"
#include "stat/correlation.h"

#include <math.h>
#include <string.h>

/* Which items stand on the axes, and what the points say of them: Pearson's r with an interval of
 * 95 % by Fisher's z (NaN below four points), and the line of least squares. */
struct plan {
    size_t x;
    size_t y;
    size_t count;
    double r;
    double low;
    double high;
    double slope;
    double intercept;
};

static const double z_975 = 1.959963984540054;

static void describe(const struct chart_data *data, struct plan *plan, double *x, double *y)
{
    double mean_x = 0, mean_y = 0, xx = 0, xy = 0, yy = 0;
    for (size_t c = 0; c < data->country_count; c++) {
        double a = chart_data_last(data, c, plan->x)->value;
        double b = chart_data_last(data, c, plan->y)->value;
        if (isnan(a) || isnan(b))
            continue;
        x[plan->count] = a;
        y[plan->count++] = b;
        mean_x += a;
        mean_y += b;
    }
    mean_x /= (double)plan->count;
    mean_y /= (double)plan->count;
    for (size_t i = 0; i < plan->count; i++) {
        xx += (x[i] - mean_x) * (x[i] - mean_x);
        xy += (x[i] - mean_x) * (y[i] - mean_y);
        yy += (y[i] - mean_y) * (y[i] - mean_y);
    }
    plan->slope = xy / xx;
    plan->r = xy / sqrt(xx * yy);
    plan->intercept = mean_y - plan->slope * mean_x;
    correlation_interval(plan->r, plan->count, z_975, &plan->low, &plan->high);
}

/* The request's items, else the first two that are not the index. */
static bool choose_items(const struct chart_page *page, struct plan *plan, struct err *err)
{
    const struct chart_data *data = page->data;
    const char *const wanted[] = {page->request->x_item, page->request->y_item};
    size_t found[2], next = 0;
    for (int axis = 0; axis < 2; axis++) {
        while (next < data->item_count && strcmp(data->items[next].id, "index") == 0)
            next++;
        found[axis] = wanted[axis]              ? chart_data_item(data, wanted[axis])
                      : next < data->item_count ? next++
                                                : SIZE_MAX;
        if (found[axis] == SIZE_MAX)
            return err_set(err, ERR_CHART_ROWS,
                           wanted[axis] ? "no row is of the item \"%s\""
                                        : "a scatter needs two items, but the rows have fewer%s",
                           wanted[axis] ? wanted[axis] : "");
    }
    plan->x = found[0];
    plan->y = found[1];
    return true;
}

static const char *title_of(struct chart_page *page, const struct plan *plan)
{
    const struct chart_data *data = page->data;
    const char *x = data->items[plan->x].name, *y = data->items[plan->y].name;
    if (isnan(plan->low) || (plan->low <= 0 && plan->high >= 0))
        return chart_page_print(page, "%s and %s", x, y);
    return chart_page_print(
        page, plan->r > 0 ? "%s and %s go together" : "%s and %s go against each other", x, y);
}

bool chart_scatter_plan(struct chart_page *page, struct err *err)
{
    const struct chart_data *data = page->data;
    const struct chart_request *request = page->request;
    struct plan *plan = arena_alloc(page->arena, 1, sizeof *plan);
    double *x = arena_alloc(page->arena, data->country_count, sizeof *x);
    double *y = arena_alloc(page->arena, data->country_count, sizeof *y);
    if (!plan || !x || !y)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    *plan = (struct plan){.r = NAN, .low = NAN, .high = NAN};
    if (!choose_items(page, plan, err))
        return false;
    describe(data, plan, x, y);
    if (plan->count == 0)
        return err_set(err, ERR_CHART_ROWS, "no country has both %s and %s in %s",
                       data->items[plan->x].name, data->items[plan->y].name,
                       data->periods[data->period_count - 1].text);
    page->plan = plan;
    page->title = title_of(page, plan);
    page->subtitle = chart_page_print(
        page, "%s against %s, %s%s. An association is no proof of cause.",
        data->items[plan->y].name, data->items[plan->x].name,
        data->periods[data->period_count - 1].text, chart_data_scale(page->arena, request));
    if (!page->height_px)
        page->height_px = 560;
    return true;
}

/* "r = 0.91 (95 % interval 0.82 to 0.96), n = 30"; without an interval it says why. */
static const char *r_text(struct chart_page *page, const struct plan *plan)
{
    if (plan->count < 4)
        return chart_page_print(page, "n = %zu: too few for a correlation", plan->count);
    if (isnan(plan->low))
        return chart_page_print(page, "n = %zu: no interval for the correlation", plan->count);
    return chart_page_print(
        page, "r = %s (95 %% interval %s to %s), n = %zu", chart_page_number(page, plan->r, 2),
        chart_page_number(page, plan->low, 2), chart_page_number(page, plan->high, 2), plan->count);
}

void chart_scatter_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    const struct plan *plan = page->plan;
    struct chart_plane plane;
    chart_plane_open(&plane, page, plan->x, plan->y, false);
    const char *r = r_text(page, plan);
    chart_plane_reserve(&plane, r);
    double from = plane.across.low, to = plane.across.high;
    double least = plane.up.low, most = plane.up.high;
    if (!isnan(plan->low) && plan->slope != 0) {
        /* The line, cut where it leaves the plot. */
        double at_least = (least - plan->intercept) / plan->slope;
        double at_most = (most - plan->intercept) / plan->slope;
        from = fmax(from, fmin(at_least, at_most));
        to = fmin(to, fmax(at_least, at_most));
        chart_plane_line(&plane, from, plan->intercept + plan->slope * from, to,
                         plan->intercept + plan->slope * to);
    }
    size_t missing = 0;
    for (size_t c = 0; c < data->country_count; c++) {
        double x = chart_data_last(data, c, plan->x)->value;
        double y = chart_data_last(data, c, plan->y)->value;
        if (isnan(x) || isnan(y))
            missing++;
        else
            chart_plane_point(&plane, c, x, y, data->countries[c].name, false);
    }
    chart_plane_draw(&plane, missing);
}
