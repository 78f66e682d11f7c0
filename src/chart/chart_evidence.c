#include "chart/chart_axis.h"
#include "chart/chart_kinds.h"

#include <math.h>
#include <string.h>

enum { ROW_PX = 22 };

/* From little to full: the more of the weight has values, the darker. */
static const char *const colours[] = {"#E2EEDA", "#B9D8C8", "#8FBFB8", "#5FA0A6", "#2A6A80"};
static const char *const meanings[] = {"0\xE2\x80\x93"
                                       "25",
                                       "25\xE2\x80\x93"
                                       "50",
                                       "50\xE2\x80\x93"
                                       "75",
                                       "75\xE2\x80\x93"
                                       "100",
                                       "all"};

/* Of up to three countries a row an item; of more a row a country, for the first item. */
static size_t rows_each(const struct chart_data *data)
{
    return data->country_count <= 3 ? data->item_count : 1;
}

static size_t full_now(const struct chart_data *data, size_t *rows)
{
    size_t full = 0;
    *rows = 0;
    for (size_t c = 0; c < data->country_count; c++)
        for (size_t i = 0; i < rows_each(data); i++) {
            const struct chart_figure *figure = chart_data_last(data, c, i);
            (*rows)++;
            full += !isnan(figure->value) && figure->coverage >= 1 - 1e-9;
        }
    return full;
}

bool chart_evidence_plan(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    const struct chart_data *data = page->data;
    size_t rows, full = full_now(data, &rows);
    page->title =
        full == rows
            ? chart_page_print(page, "Every score of %s has all the values it asks for",
                               data->periods[data->period_count - 1].text)
            : chart_page_print(page, "%zu of %zu scores of %s have all the values they ask for",
                               full, rows, data->periods[data->period_count - 1].text);
    page->subtitle = chart_page_print(
        page,
        "%s%s, %s: the share of each score\xE2\x80\x99s weight that has values. Marks: what to "
        "doubt.",
        request->measure, rows_each(data) > 1 ? chart_page_words(page, " and its pillars") : "",
        chart_data_span(page->arena, data));
    double needs =
        190 + ROW_PX * (double)rows + 30 * (double)(rows_each(data) > 1 ? data->country_count : 0);
    if (!page->height_px)
        page->height_px = (int)fmin(2400, fmax(320, needs));
    return page->title || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

static void add_cell(struct chart_page *page, const struct chart_figure *figure, double left,
                     double top, double right, double bottom)
{
    double x = (left + right) / 2, y = (top + bottom) / 2, coverage = figure->coverage;
    if (isnan(figure->value)) {
        chart_pen_hatch(&page->pen, left, top, right, bottom, chart_page_unfocused);
        return;
    }
    size_t class = isnan(coverage) ? 0 : coverage >= 1 - 1e-9 ? 4 : (size_t)fmin(3, coverage * 4);
    const char *mark = class == 4 ? chart_page_white : chart_page_ink;
    chart_pen_box(&page->pen, left, top, right, bottom, colours[class]);
    if (figure->conflict)
        chart_pen_point(&page->pen, x, y, CHART_DIAMOND, 0.8, mark);
    else if (figure->provisional)
        chart_pen_point(&page->pen, x, y, CHART_TRIANGLE, 0.75, mark);
    else if (figure->carried)
        chart_pen_point(&page->pen, x, y, CHART_CIRCLE, 0.5, mark);
}

/* Words with a sample before each, from x to the right. */
static double add_word(struct chart_page *page, double x, double y, const char *word)
{
    const char *words = chart_page_words(page, word);
    chart_page_text(page, words, x, y, CHART_LEFT, chart_page_note_font, chart_page_axis);
    return x + layout_text_width(words, chart_page_note_font) + 14;
}

static void add_legend(struct chart_page *page, double y)
{
    double x = page->left;
    x = add_word(page, x, y, "% of the weight") - 6;
    for (size_t k = 0; k < sizeof colours / sizeof *colours; k++) {
        chart_pen_box(&page->pen, x, y - 5, x + 14, y + 5, colours[k]);
        x = add_word(page, x + 18, y, meanings[k]) - 4;
    }
    chart_pen_hatch(&page->pen, x, y - 5, x + 14, y + 5, chart_page_unfocused);
    x = add_word(page, x + 18, y, "no value");
    chart_pen_point(&page->pen, x + 4, y, CHART_CIRCLE, 0.5, chart_page_ink);
    x = add_word(page, x + 12, y, "carried forward");
    chart_pen_point(&page->pen, x + 4, y, CHART_DIAMOND, 0.8, chart_page_ink);
    x = add_word(page, x + 12, y, "sources in conflict");
    chart_pen_point(&page->pen, x + 4, y, CHART_TRIANGLE, 0.75, chart_page_ink);
    add_word(page, x + 12, y, "provisional");
}

void chart_evidence_plot(struct chart_page *page)
{
    const struct chart_data *data = page->data;
    size_t each = rows_each(data), rows = each * data->country_count;
    double names = 100, heads = each > 1 ? (double)data->country_count : 0;
    for (size_t i = 0; i < (each > 1 ? data->item_count : data->country_count); i++)
        names =
            fmax(names, layout_text_width(each > 1 ? data->items[i].name : data->countries[i].name,
                                          chart_page_tick_font));
    names = fmin(names, page->width_px * 0.32);
    double left = page->left + names + 10, top = page->top + 52;
    double row = fmin((page->bottom - 8 - top - heads * 24) / (double)rows, 26);
    double wide = (page->right - left) / (double)data->period_count;
    add_legend(page, page->top + 8);
    double y = top, widest = 0;
    for (size_t p = 0; p < data->period_count; p++)
        widest = fmax(widest, layout_text_width(data->periods[p].text, chart_page_tick_font));
    size_t every = layout_ticks_every(data->period_count, wide, widest, 14);
    for (size_t p = data->period_count; p-- > 0;)
        if ((data->period_count - 1 - p) % every == 0)
            chart_page_text(page, data->periods[p].text, left + ((double)p + 0.5) * wide, top - 14,
                            CHART_CENTRE, chart_page_tick_font, chart_page_axis);
    for (size_t c = 0; c < data->country_count; c++) {
        if (each > 1) {
            const char *name = layout_text_fit(page->arena, data->countries[c].name,
                                               chart_page_strong_font, page->right - page->left);
            chart_page_text(page, name ? name : "", page->left, y + 12, CHART_LEFT,
                            chart_page_strong_font, chart_page_look(page, c).text);
            y += 24;
        }
        for (size_t i = 0; i < each; i++, y += row) {
            chart_axis_name(page, each > 1 ? data->items[i].name : data->countries[c].name,
                            left - 10, y + row / 2, names, row, chart_page_tick_font,
                            chart_page_ink);
            for (size_t p = 0; p < data->period_count; p++)
                add_cell(page, chart_data_at(data, c, i, p), left + (double)p * wide + 1, y + 1,
                         left + (double)(p + 1) * wide - 1, y + row - 1);
        }
    }
}
