#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { BAR_PX = 17, GROUP_GAP_PX = 16 };

bool chart_pillars_plan(struct chart_page *page, struct err *err)
{
    const struct chart_data *data = page->data;
    chart_dots_words(page, chart_page_words(page, "Thin lines"));
    double rows = (double)(data->item_count * data->country_count);
    double needs = 150 + rows * BAR_PX + GROUP_GAP_PX * (double)data->item_count;
    if (!page->height_px)
        page->height_px = (int)fmin(2400, fmax(420, needs));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

/* What a bar's row needs: axis, and the names of countries beside the bars where colours do not
 * tell them. */
struct frame {
    struct chart_axis across;
    double bar_px;
    bool named;
    double names_right;
};

static void add_bar(struct chart_page *page, const struct frame *frame, size_t country, size_t item,
                    double y, bool first)
{
    const struct chart_data *data = page->data;
    const struct chart_figure *figure = chart_data_last(data, country, item);
    struct chart_look look = chart_page_look(page, country);
    double zero = chart_axis_at(&frame->across, 0), half = frame->bar_px * 0.42;
    const char *name = data->countries[country].name;
    if (frame->named) {
        const char *fit = layout_text_fit(page->arena, name, chart_page_small_font,
                                          frame->across.from - 8 - frame->names_right - 10);
        chart_page_text(page, fit ? fit : "", frame->across.from - 8, y, CHART_RIGHT,
                        look.focus ? chart_page_small_strong_font : chart_page_small_font,
                        look.text);
    }
    if (isnan(figure->value)) {
        chart_page_missing(page, frame->across.from + 1, y - half, page->right, y + half,
                           frame->named ? chart_page_words(page, "no value")
                                        : chart_page_print(page, "%s: no value", name));
        return;
    }
    double x = chart_axis_at(&frame->across, figure->value);
    double low = chart_axis_at(&frame->across, chart_data_low(figure));
    double high = chart_axis_at(&frame->across, chart_data_high(figure));
    chart_pen_box(&page->pen, fmin(zero, x), y - half, fmax(zero, x), y + half,
                  look.focus ? look.line : chart_page_base);
    if (high > low) {
        chart_page_line(page, low, y, high, y, chart_page_white, 3.4, CHART_SOLID);
        chart_page_line(page, low, y, high, y, chart_page_ink, 1.2, CHART_SOLID);
    }
    const char *number =
        chart_page_number(page, figure->value, chart_data_decimals(data, page->request));
    const char *text =
        first && !frame->named ? chart_page_print(page, "%s  %s", name, number) : number;
    double right = fmax(fmax(high, x), zero) + 7;
    text = layout_text_fit(page->arena, text, chart_page_small_strong_font, page->right - right);
    chart_page_text_on_white(page, text ? text : "", right, y, CHART_LEFT,
                             look.focus ? chart_page_small_strong_font : chart_page_small_font,
                             look.text);
}

void chart_pillars_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    double low, high, bottom = page->bottom - 32, names = 80, countries = 0;
    bool named = data->country_count > 3;
    chart_data_range(data, page->request, SIZE_MAX, &low, &high);
    for (size_t i = 0; i < data->item_count; i++)
        names = fmax(names, layout_text_width(data->items[i].name, chart_page_strong_font));
    for (size_t c = 0; named && c < data->country_count; c++)
        countries =
            fmax(countries,
                 layout_text_width(data->countries[c].name, chart_page_small_strong_font) + 20);
    names = fmin(names, page->width_px * 0.22);
    countries = fmin(countries, page->width_px * 0.2);
    struct frame frame = {.across = chart_axis_around(fmin(low, 0), fmax(high, 0),
                                                      page->left + names + countries + 12,
                                                      page->right - 46),
                          .named = named,
                          .names_right = page->left + names};
    double top = page->top + 8, row = (bottom - top) / (double)data->item_count;
    frame.bar_px = (row - 12) / (double)data->country_count;
    frame.bar_px = fmin(frame.bar_px, BAR_PX + 5);
    chart_axis_across(page, &frame.across, top, bottom, 0);
    for (size_t i = 0; i < data->item_count; i++) {
        double middle = top + ((double)i + 0.5) * row;
        bool index = strcmp(data->items[i].id, "index") == 0;
        if (i > 0)
            chart_page_line(page, page->left, middle - row / 2, page->right, middle - row / 2,
                            chart_page_grid, 0.8, CHART_SOLID);
        chart_axis_name(page, data->items[i].name, frame.names_right, middle, names, row,
                        index ? chart_page_strong_font : chart_page_name_font, chart_page_ink);
        for (size_t c = 0; c < data->country_count; c++) {
            double offset = (double)c - (double)(data->country_count - 1) / 2;
            bool first = true;
            for (size_t j = 0; j < i; j++)
                first = first && isnan(chart_data_last(data, c, j)->value);
            add_bar(page, &frame, c, i, middle + offset * frame.bar_px, first);
        }
    }
}
