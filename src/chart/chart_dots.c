#include "chart/chart_kinds.h"

#include <math.h>
#include <string.h>

static const double px_per_pt = 4.0 / 3;

struct frame {
    double left;
    double right;
    double top;
    double row_px;
    double low;
    double high;
};

static double x_of(const struct frame *frame, double value)
{
    return frame->left +
           (value - frame->low) / (frame->high - frame->low) * (frame->right - frame->left);
}

/* Countries of a row stand below each other around its middle. */
static double y_of(const struct frame *frame, size_t item, size_t country, size_t countries)
{
    double step = countries > 3 ? 0.78 / (double)countries : 0.24;
    double offset = ((double)country - (double)(countries - 1) / 2) * step;
    return frame->top + ((double)item + 0.5 + offset) * frame->row_px;
}

static const struct chart_figure *figure_at(const struct chart_data *data, size_t country,
                                            size_t item)
{
    return chart_data_at(data, country, item, data->period_count - 1);
}

static struct frame frame_of(const struct chart_page *page, double bottom)
{
    const struct chart_data *data = page->data;
    double widest = 80;
    for (size_t i = 0; i < data->item_count; i++) {
        double width = chart_text_width_px(data->items[i].name, CHART_SEMIBOLD, 9.5 * px_per_pt);
        widest = width > widest ? width : widest;
    }
    if (widest > page->width_px * 0.26)
        widest = page->width_px * 0.26;
    double low = page->request->scale_worst;
    double most = chart_data_most(data, page->request->scale_best);
    double step = chart_page_step(most - low > 0 ? most - low : 1);
    double top = 96;
    return (struct frame){.left = 16 + widest + 12,
                          .right = page->width_px - 24,
                          .top = top,
                          .row_px =
                              (page->height_px - bottom - 44 - top) / (double)data->item_count,
                          .low = low,
                          .high = low + ceil((most - low) / step - 1e-9) * step};
}

static void add_axes(struct chart_page *page, const struct frame *frame)
{
    const struct chart_data *data = page->data;
    double bottom = frame->top + frame->row_px * (double)data->item_count;
    double step = chart_page_step(frame->high - frame->low);
    for (double tick = frame->low; tick <= frame->high + step / 2; tick += step) {
        bool base = tick == frame->low;
        chart_page_line(page, x_of(frame, tick), frame->top, x_of(frame, tick), bottom,
                        base ? chart_page_base : chart_page_grid, base ? 1 : 0.8, "back");
        const char *text = arena_printf(page->arena, "%g", tick);
        chart_page_text(page, text ? text : "", x_of(frame, tick), bottom + 16, CHART_CENTRE,
                        "Inter,8.5", chart_page_axis);
    }
    for (size_t i = 0; i < data->item_count; i++) {
        size_t lines;
        double y = frame->top + ((double)i + 0.5) * frame->row_px;
        const char *name = chart_text_wrap(page->arena, data->items[i].name, CHART_SEMIBOLD,
                                           9.5 * px_per_pt, frame->left - 28, 2, &lines);
        if (i > 0)
            chart_page_line(page, 16, y - frame->row_px / 2, frame->right, y - frame->row_px / 2,
                            chart_page_grid, 0.8, "back");
        chart_page_text(
            page, name ? name : "", frame->left - 12, y - (lines > 1 ? 8 : 0), CHART_RIGHT,
            strcmp(data->items[i].id, "index") == 0 ? "Inter SemiBold,9.5" : "Inter Medium,9.5",
            chart_page_ink);
    }
}

/* The slot of a missing figure: hatched along the whole row, and said in words. */
static void add_missing(struct chart_page *page, const struct frame *frame, size_t country,
                        size_t item)
{
    const struct chart_data *data = page->data;
    double y = y_of(frame, item, country, data->country_count);
    double half =
        frame->row_px * (data->country_count > 3 ? 0.3 / (double)data->country_count : 0.09);
    const char *text = arena_printf(page->arena, "%s: no value", data->countries[country].name);
    double width = chart_text_width_px(text ? text : "", CHART_REGULAR, 8 * px_per_pt);
    chart_page_hatch(page, frame->left + 1, y - half, frame->right, y + half);
    chart_page_box(page, frame->right - width - 14, y - half - 1, frame->right - 6, y + half + 1,
                   "#FFFFFF");
    chart_page_text(page, text ? text : "", frame->right - width - 10, y, CHART_LEFT, "Inter,8",
                    chart_page_axis);
}

/* The number right of the interval, the name too on the first row that has the country; left of it
 * where the edge is near. */
static void add_label(struct chart_page *page, const struct frame *frame, size_t country,
                      size_t item, bool named)
{
    const struct chart_data *data = page->data;
    const struct chart_figure *figure = figure_at(data, country, item);
    struct chart_look look = chart_page_look(country, data->country_count);
    double y = y_of(frame, item, country, data->country_count);
    double high = isnan(figure->high) ? figure->value : figure->high;
    double low = isnan(figure->low) ? figure->value : figure->low;
    const char *text = named ? arena_printf(page->arena, "%s  %.*f", data->countries[country].name,
                                            chart_data_decimals(page->request), figure->value)
                             : arena_printf(page->arena, "%.*f", chart_data_decimals(page->request),
                                            figure->value);
    if (!text) {
        page->script->failed = true;
        return;
    }
    double width = chart_text_width_px(text, CHART_SEMIBOLD, 9 * px_per_pt);
    double right = x_of(frame, high) + 10;
    bool fits = right + width < page->width_px - 8;
    chart_page_text(page, text, fits ? right : x_of(frame, low) - 10, y,
                    fits ? CHART_LEFT : CHART_RIGHT, named ? "Inter SemiBold,9" : "Inter,9",
                    look.text);
}

static void add_country(struct chart_page *page, const struct frame *frame, size_t country,
                        struct text_buffer *plot)
{
    const struct chart_data *data = page->data;
    struct chart_look look = chart_page_look(country, data->country_count);
    bool named = false;
    text_add_format(page->script, "$c%zu << EOD\n", country);
    for (size_t i = 0; i < data->item_count; i++) {
        const struct chart_figure *figure = figure_at(data, country, i);
        if (isnan(figure->value))
            continue;
        text_add_format(page->script, "%.17g %.17g ", figure->value,
                        y_of(frame, i, country, data->country_count));
        chart_page_number(page, figure->low);
        text_add_string(page->script, " ");
        chart_page_number(page, figure->high);
        text_add_string(page->script, "\n");
    }
    text_add_string(page->script, "EOD\n");
    for (size_t i = 0; i < data->item_count; i++) {
        if (isnan(figure_at(data, country, i)->value)) {
            add_missing(page, frame, country, i);
            continue;
        }
        add_label(page, frame, country, i, !named);
        named = true;
    }
    if (named)
        text_add_format(plot,
                        "%s$c%zu using 3:2:($4-$3):(0) with vectors nohead lc rgb \"%s\" lw 2, "
                        "$c%zu using 1:2 with points pt %d ps %g lc rgb \"%s\"",
                        plot->length ? ", " : "", country, look.line, country, look.point,
                        look.size * 1.4, look.line);
}

void chart_dots_plot(struct chart_page *page, double bottom)
{
    struct text_buffer plot = {0};
    struct frame frame = frame_of(page, bottom);
    double end = frame.top + frame.row_px * (double)page->data->item_count;
    chart_page_margins(page, frame.left, frame.right, frame.top, end);
    text_add_format(page->script,
                    "unset xtics\nunset ytics\nset xrange [%.17g:%.17g]\n"
                    "set yrange [%.17g:%.17g]\nset clip points\n",
                    frame.low, frame.high, end, frame.top);
    add_axes(page, &frame);
    for (size_t c = 0; c < page->data->country_count; c++)
        add_country(page, &frame, c, &plot);
    text_add_string(page->script, "unset clip points\nplot ");
    text_add(page->script, plot.bytes ? plot.bytes : "", plot.length);
    text_add_string(page->script, "\n");
    page->script->failed = page->script->failed || plot.failed;
    text_buffer_free(&plot);
}
