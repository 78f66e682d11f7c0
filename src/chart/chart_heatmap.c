#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_shade.h"
#include "chart/chart_title.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const struct layout_font row_font = {LAYOUT_REGULAR, 9}, column_font = {LAYOUT_SEMIBOLD, 9};

struct frame {
    double left;
    double top;
    double row_px;
    double column_px;
    struct chart_shade shade;
};

/* Where the columns begin, between names of items and the right side. */
static double columns_left(const struct chart_page *page, double *names)
{
    const struct chart_data *data = page->data;
    *names = 80;
    for (size_t i = 0; i < data->item_count; i++)
        *names = fmax(*names, layout_text_width(data->items[i].name, row_font));
    *names = fmin(*names, page->width_px * (data->country_count > 12 ? 0.3 : 0.42));
    return *names + 12;
}

/* How wide a column of a country is. */
static double columns_px(const struct chart_page *page)
{
    double names, left = columns_left(page, &names);
    return (page->width_px - 32 - left) / (double)page->data->country_count; /* a page's sides */
}

/* The lines that names of countries take above columns of that width, none within a word; 0 where
 * one does not fit in two. */
static size_t name_lines(struct chart_page *page, double column_px)
{
    const struct chart_data *data = page->data;
    size_t most = 1;
    for (size_t c = 0; c < data->country_count; c++) {
        size_t used;
        const char *name = data->countries[c].name;
        const char *made =
            layout_text_wrap(page->arena, name, column_font, column_px - 6, 2, &used);
        if (!made || strlen(made) != strlen(name))
            return 0;
        for (size_t at = 0; made[at]; at++)
            if (made[at] != name[at] && name[at] != ' ')
                return 0;
        most = used > most ? used : most;
    }
    return most;
}

/* What names in two lines take more than those in one. */
static double more_px(struct chart_page *page)
{
    return name_lines(page, columns_px(page)) > 1 ? layout_text_leading(column_font) : 0;
}

bool chart_heatmap_plan(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    const struct chart_data *data = page->data;
    int row = data->item_count > 18 ? 24 : 30;
    page->title = chart_title_highest(page->arena, data, request->measure, true, &page->subject);
    page->subtitle = chart_page_print(page, "%s, its indicators %s%s. Hatched: no value, not zero.",
                                      request->measure, data->periods[data->period_count - 1].text,
                                      chart_data_scale(page->arena, request));
    if (!page->height_px)
        page->height_px =
            (int)fmin(2400, fmax(340, 190 + row * (double)data->item_count + more_px(page)));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

static bool any_missing(const struct chart_data *data)
{
    for (size_t i = 0; i < data->item_count; i++)
        for (size_t c = 0; c < data->country_count; c++)
            if (isnan(chart_data_last(data, c, i)->value))
                return true;
    return false;
}

static void add_cell(struct chart_page *page, const struct frame *frame, size_t country,
                     size_t item)
{
    const struct chart_data *data = page->data;
    double value = chart_data_last(data, country, item)->value;
    double gap = frame->column_px > 30 ? 2 : 0.8;
    double left = frame->left + frame->column_px * (double)country + gap;
    double top = frame->top + frame->row_px * (double)item + 1.5;
    double right = left + frame->column_px - 2 * gap, bottom = top + frame->row_px - 3;
    if (isnan(value)) {
        chart_pen_hatch(&page->pen, left, top, right, bottom, chart_page_unfocused);
        return;
    }
    size_t class = chart_shade_class(&frame->shade, value);
    const char *text = chart_page_number(page, value, chart_data_decimals(data, page->request));
    struct layout_font font = {LAYOUT_MEDIUM, frame->column_px > 30 ? 9.5 : 7.5};
    chart_pen_box(&page->pen, left, top, right, bottom, chart_shade_colour(class));
    if (layout_text_width(text, font) <= right - left)
        chart_page_text(page, text, (left + right) / 2, (top + bottom) / 2, CHART_CENTRE, font,
                        chart_shade_text(class));
}

/* Names of countries above their columns, in two lines where they must; where one does not fit, all
 * are ids, and where these do not fit, every other one stands higher. */
static void add_countries(struct chart_page *page, const struct frame *frame)
{
    const struct chart_data *data = page->data;
    struct layout_font font = column_font;
    double ids = 0, width = frame->column_px - 6;
    for (size_t c = 0; c < data->country_count; c++)
        ids = fmax(ids, layout_text_width(data->countries[c].id, font));
    size_t lines = name_lines(page, frame->column_px), used = 1;
    bool named = lines > 0, apart = !named && ids > frame->column_px - 3;
    font.points = apart ? 7 : font.points;
    for (size_t c = 0; c < data->country_count; c++) {
        const char *name =
            named ? layout_text_wrap(page->arena, data->countries[c].name, font, width, 2, &used)
                  : layout_text_fit(page->arena, data->countries[c].id, font,
                                    frame->column_px * (apart ? 2 : 1) - 4);
        double up = apart && c % 2 ? 22 : 11 + (double)(used - 1) * layout_text_leading(font) / 2;
        chart_page_text(page, name ? name : "", frame->left + frame->column_px * ((double)c + 0.5),
                        frame->top - up, CHART_CENTRE, font, chart_page_ink);
    }
}

void chart_heatmap_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    double names, low, high, columns = columns_left(page, &names);
    chart_data_range(data, page->request, SIZE_MAX, &low, &high);
    struct frame frame = {.left = page->left + columns, .top = page->top + 50};
    frame.column_px = columns_px(page);
    frame.top += more_px(page);
    frame.row_px = (page->bottom - 14 - frame.top) / (double)data->item_count;
    frame.shade =
        chart_shade_over(page->request->scale_worst, page->request->scale_best, low, high);
    chart_shade_legend(page, &frame.shade, page->right, page->top + 12,
                       any_missing(data) ? chart_page_words(page, "no value") : NULL);
    add_countries(page, &frame);
    for (size_t i = 0; i < data->item_count; i++) {
        double y = frame.top + frame.row_px * (double)i;
        chart_axis_name(page, data->items[i].name, frame.left - 10, y + frame.row_px / 2, names,
                        frame.row_px, row_font, chart_page_ink);
        if (i > 0 && strcmp(data->items[i].parent, data->items[i - 1].parent) != 0)
            chart_page_line(page, page->left, y, page->right, y, chart_page_base, 0.8, CHART_SOLID);
        for (size_t c = 0; c < data->country_count; c++)
            add_cell(page, &frame, c, i);
    }
}
