#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"
#include "chart/chart_title.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* Where rows and countries in them lie. */
struct frame {
    struct chart_axis across;
    double top;
    double row_px;
    double slot_px; /* of a country in a row */
};

static double slot_px(size_t countries)
{
    return countries <= 3 ? 18 : countries <= 8 ? 16 : 15;
}

static double y_of(const struct frame *frame, const struct chart_data *data, size_t item,
                   size_t country)
{
    double offset = (double)country - (double)(data->country_count - 1) / 2;
    return frame->top + ((double)item + 0.5) * frame->row_px + offset * frame->slot_px;
}

static bool is_index(const struct chart_data *data, size_t item)
{
    return strcmp(data->items[item].id, "index") == 0;
}

void chart_dots_words(struct chart_page *page, const char *marks)
{
    const struct chart_request *request = page->request;
    const struct chart_data *data = page->data;
    page->title = chart_title_highest(page->arena, data, request->measure, false, &page->subject);
    page->subtitle = chart_page_print(
        page, "%s%s %s%s.%s%s%s%s%s", request->measure,
        data->item_count > 1 ? chart_page_words(page, " and its pillars") : "",
        data->periods[data->period_count - 1].text, chart_data_scale(page->arena, request),
        request->band ? " " : "", request->band ? marks : "", request->band ? ": " : "",
        request->band ? request->band : "", request->band ? "." : "");
}

bool chart_dots_plan(struct chart_page *page, struct err *err)
{
    const struct chart_data *data = page->data;
    chart_dots_words(page, chart_page_words(page, "Lines"));
    double row = fmax(44, (double)data->country_count * slot_px(data->country_count) + 14);
    if (!page->height_px)
        page->height_px = (int)fmin(2400, fmax(420, 170 + row * (double)data->item_count));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

/* Whether the country is named here: the first row in which it has a value; on every row where
 * colours do not tell countries apart. */
static bool is_named(const struct chart_page *page, size_t country, size_t item)
{
    const struct chart_data *data = page->data;
    if (data->country_count > 3)
        return true;
    for (size_t i = 0; i < item; i++)
        if (!isnan(chart_data_last(data, country, i)->value))
            return false;
    return true;
}

static void add_figure(struct chart_page *page, const struct frame *frame, size_t country,
                       size_t item)
{
    const struct chart_data *data = page->data;
    const struct chart_figure *figure = chart_data_last(data, country, item);
    struct chart_look look = chart_page_look(page, country);
    double y = y_of(frame, data, item, country), x = chart_axis_at(&frame->across, figure->value);
    double low = chart_axis_at(&frame->across, chart_data_low(figure));
    double high = chart_axis_at(&frame->across, chart_data_high(figure));
    bool named = is_named(page, country, item);
    struct layout_font font =
        named && look.focus ? chart_page_small_strong_font : chart_page_small_font;
    const char *number =
        chart_page_number(page, figure->value, chart_data_decimals(data, page->request));
    if (high > low)
        chart_page_line(page, low, y, high, y, look.line, 2, CHART_SOLID);
    chart_pen_point(&page->pen, x, y, look.point, look.size * 1.25, look.line);
    double right = high + 9, room = page->right - right, left_room = low - 9 - frame->across.from;
    const char *text =
        named ? chart_page_print(page, "%s  %s", data->countries[country].name, number) : number;
    bool fits = layout_text_width(text, font) <= room || room > left_room;
    text = layout_text_fit(page->arena, text, font, fmax(30, fits ? room : left_room - 4));
    chart_page_text_on_white(page, text ? text : "", fits ? right : low - 9, y,
                             fits ? CHART_LEFT : CHART_RIGHT, font, look.text);
}

static void add_row(struct chart_page *page, const struct frame *frame, size_t item)
{
    const struct chart_data *data = page->data;
    double y = frame->top + ((double)item + 0.5) * frame->row_px;
    if (item > 0)
        chart_page_line(page, page->left, y - frame->row_px / 2, page->right, y - frame->row_px / 2,
                        chart_page_grid, 0.8, CHART_SOLID);
    chart_axis_name(page, data->items[item].name, frame->across.from - 12, y,
                    frame->across.from - 12 - page->left, frame->row_px,
                    is_index(data, item) ? chart_page_strong_font : chart_page_name_font,
                    chart_page_ink);
    for (size_t c = 0; c < data->country_count; c++) {
        if (!isnan(chart_data_last(data, c, item)->value)) {
            add_figure(page, frame, c, item);
            continue;
        }
        double slot = y_of(frame, data, item, c), half = frame->slot_px * 0.4;
        chart_page_missing(page, frame->across.from + 1, slot - half, page->right, slot + half,
                           chart_page_print(page, "%s: no value", data->countries[c].name));
    }
}

void chart_dots_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    double low, high, bottom = page->bottom - 32;
    double names = 80;
    chart_data_range(data, page->request, SIZE_MAX, &low, &high);
    for (size_t i = 0; i < data->item_count; i++)
        names = fmax(names, layout_text_width(data->items[i].name, chart_page_strong_font));
    names = fmin(names, page->width_px * 0.25);
    struct frame frame = {
        .across = chart_axis_around(low, high, page->left + names + 12, page->right - 8),
        .top = page->top + 8};
    frame.row_px = (bottom - frame.top) / (double)data->item_count;
    frame.slot_px =
        fmin(slot_px(data->country_count), (frame.row_px - 6) / (double)data->country_count);
    chart_axis_across(page, &frame.across, frame.top, bottom, low < 0 ? 0 : frame.across.low);
    for (size_t i = 0; i < data->item_count; i++)
        add_row(page, &frame, i);
}
