#include "chart/chart_kinds.h"

#include <math.h>
#include <string.h>

static const double px_per_pt = 4.0 / 3;

enum { HEATMAP_CLASSES = 7, HEATMAP_DARK = 3 };

/* Monotone in lightness, so that it survives grey printing; the first three carry white text. */
static const char *const colours[HEATMAP_CLASSES] = {"#0F2A47", "#1B4A68", "#2A6A80", "#5FA0A6",
                                                     "#8FBFB8", "#B9D8C8", "#E2EEDA"};

/* Where each class begins, as a share of the scale: fine where the figures of rights in retreat
 * lie. */
static const double starts[HEATMAP_CLASSES + 1] = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 1};

struct frame {
    double left;
    double right;
    double top;
    double row_px;
    double column_px;
};

static size_t class_of(const struct chart_page *page, double value)
{
    double worst = page->request->scale_worst, best = page->request->scale_best;
    double share = (value - worst) / (best - worst);
    size_t class = 0;
    while (class + 1 < HEATMAP_CLASSES && share >= starts[class + 1])
        class ++;
    return class;
}

static struct frame frame_of(const struct chart_page *page, double bottom)
{
    const struct chart_data *data = page->data;
    double widest = 80;
    for (size_t i = 0; i < data->item_count; i++) {
        double width = chart_text_width_px(data->items[i].name, CHART_REGULAR, 9 * px_per_pt);
        widest = width > widest ? width : widest;
    }
    if (widest > page->width_px * 0.42)
        widest = page->width_px * 0.42;
    struct frame frame = {.left = 16 + widest + 12, .right = page->width_px - 16, .top = 120};
    frame.row_px = (page->height_px - bottom - 20 - frame.top) / (double)data->item_count;
    frame.column_px = (frame.right - frame.left) / (double)data->country_count;
    return frame;
}

static void add_legend(struct chart_page *page)
{
    double worst = page->request->scale_worst, best = page->request->scale_best;
    double x = page->width_px - 244, y = 84;
    for (int k = 0; k <= HEATMAP_CLASSES; k++) {
        const char *text = arena_printf(page->arena, "%g", worst + starts[k] * (best - worst));
        if (k < HEATMAP_CLASSES)
            chart_page_box(page, x + k * 20, y - 4, x + k * 20 + 19, y + 4, colours[k]);
        chart_page_text(page, text ? text : "", x + k * 20, y - 12, CHART_CENTRE, "Inter,7",
                        chart_page_axis);
    }
    chart_page_hatch(page, x + 160, y - 4, x + 184, y + 4);
    chart_page_text(page, "missing", x + 188, y, CHART_LEFT, "Inter,7.5", chart_page_axis);
}

static void add_cell(struct chart_page *page, const struct frame *frame, size_t country,
                     size_t item)
{
    const struct chart_data *data = page->data;
    double value = chart_data_at(data, country, item, data->period_count - 1)->value;
    double left = frame->left + frame->column_px * (double)country + 2;
    double top = frame->top + frame->row_px * (double)item + 1.5;
    double right = left + frame->column_px - 4, bottom = top + frame->row_px - 3;
    if (isnan(value)) {
        chart_page_hatch(page, left, top, right, bottom);
        return;
    }
    size_t class = class_of(page, value);
    const char *text = arena_printf(page->arena, "%.*f", chart_data_decimals(page->request), value);
    chart_page_box(page, left, top, right, bottom, colours[class]);
    chart_page_text(page, text ? text : "", (left + right) / 2, (top + bottom) / 2, CHART_CENTRE,
                    "Inter Medium,9.5", class < HEATMAP_DARK ? "#FFFFFF" : chart_page_ink);
}

static void add_names(struct chart_page *page, const struct frame *frame)
{
    const struct chart_data *data = page->data;
    for (size_t c = 0; c < data->country_count; c++) {
        const char *name = data->countries[c].name;
        if (chart_text_width_px(name, CHART_SEMIBOLD, 9 * px_per_pt) > frame->column_px - 6)
            name = data->countries[c].id;
        name =
            chart_text_fit(page->arena, name, CHART_SEMIBOLD, 9 * px_per_pt, frame->column_px - 6);
        chart_page_text(page, name ? name : "", frame->left + frame->column_px * ((double)c + 0.5),
                        frame->top - 13, CHART_CENTRE, "Inter SemiBold,9", chart_page_ink);
    }
    for (size_t i = 0; i < data->item_count; i++) {
        const char *name = chart_text_fit(page->arena, data->items[i].name, CHART_REGULAR,
                                          9 * px_per_pt, frame->left - 28);
        double y = frame->top + frame->row_px * (double)i;
        chart_page_text(page, name ? name : "", frame->left - 10, y + frame->row_px / 2,
                        CHART_RIGHT, "Inter,9", chart_page_ink);
        if (i > 0 && strcmp(data->items[i].parent, data->items[i - 1].parent) != 0)
            chart_page_line(page, 16, y, frame->right, y, chart_page_base, 0.8, "front");
    }
}

/* Everything is a rectangle or a text of the page; the plot itself is empty. */
void chart_heatmap_plot(struct chart_page *page, double bottom)
{
    struct frame frame = frame_of(page, bottom);
    chart_page_margins(page, frame.left, frame.right, frame.top,
                       frame.top + frame.row_px * (double)page->data->item_count);
    text_add_string(page->script, "unset tics\nset xrange [0:1]\nset yrange [0:1]\n");
    add_legend(page);
    add_names(page, &frame);
    for (size_t i = 0; i < page->data->item_count; i++)
        for (size_t c = 0; c < page->data->country_count; c++)
            add_cell(page, &frame, c, i);
    text_add_string(page->script, "plot NaN\n");
}
