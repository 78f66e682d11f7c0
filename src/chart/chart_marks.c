#include "chart/chart_marks.h"

#include <math.h>
#include <string.h>

enum { TIERS = 3, WIDTH_PX = 170 };

/* Height of a tier: a date and at most two lines of text. */
static const double tier_px = 46;

static const char *cell(const struct chart_page *page, size_t row, const char *column)
{
    const struct rows *rows = page->request->marks;
    return rows_text(rows, row, rows_find(rows, column));
}

static double position_of(const struct chart_page *page, size_t row)
{
    const struct rows *rows = page->request->marks;
    return rows_number(rows, row, rows_find(rows, "period_position"));
}

/* Date and label, the label in one or two lines. */
static void measure(struct chart_page *page, struct chart_mark *mark)
{
    size_t lines;
    const char *label = layout_text_wrap(page->arena, cell(page, mark->row, "label"),
                                         chart_page_small_font, WIDTH_PX, 2, &lines);
    mark->text =
        chart_page_print(page, "%s\n%s", cell(page, mark->row, "date"), label ? label : "");
    mark->width = layout_text_width(mark->text, chart_page_small_font);
}

/* Those of all countries come first: they have the better claim to the room. */
static void collect(struct chart_marks *marks, struct chart_page *page,
                    const struct chart_axis *across)
{
    const struct rows *rows = page->request->marks;
    for (int shared = 1; rows && shared >= 0; shared--)
        for (size_t row = 0; row < rows->count && marks->count < CHART_MARKS_MAX; row++) {
            double at = position_of(page, row);
            bool of_all = !*cell(page, row, "country");
            if (of_all != (shared == 1) || !(at >= across->low && at <= across->high))
                continue;
            struct chart_mark *mark = &marks->items[marks->count++];
            *mark = (struct chart_mark){.x = chart_axis_at(across, at), .row = row, .tier = -1};
            measure(page, mark);
        }
}

static double left_of(const struct chart_mark *mark)
{
    return mark->to_left ? mark->x - 6 - mark->width : mark->x + 6;
}

/* Whether a mark may stand at its tier and side: no text on a text, no hairline through a text.
 * Hairlines reach from their own tier down. */
static bool is_free(const struct chart_marks *marks, const struct chart_mark *mark)
{
    double left = left_of(mark), right = left + mark->width;
    for (size_t i = 0; i < marks->count; i++) {
        const struct chart_mark *other = &marks->items[i];
        if (other == mark || other->tier < 0)
            continue;
        double from = left_of(other), to = from + other->width;
        if (other->tier == mark->tier && left < to + 8 && from < right + 8)
            return false;
        if (other->tier >= mark->tier && other->x > left - 4 && other->x < right + 4)
            return false;
        if (mark->tier >= other->tier && mark->x > from - 4 && mark->x < to + 4)
            return false;
    }
    return true;
}

void chart_marks_place(struct chart_marks *marks, struct chart_page *page,
                       const struct chart_axis *across)
{
    int tiers = 0;
    marks->count = 0;
    collect(marks, page, across);
    for (size_t i = 0; i < marks->count; i++) {
        struct chart_mark *mark = &marks->items[i];
        bool found = false;
        for (int place = 0; place < 2 * TIERS && !found; place++) {
            mark->tier = place / 2;
            mark->to_left = place % 2 == 0;
            found = left_of(mark) >= page->left && left_of(mark) + mark->width <= page->right &&
                    is_free(marks, mark);
        }
        if (!found) {
            mark->tier = -1;
            chart_page_notice(page, "\"%s\" is left out: there is no room for its name",
                              cell(page, mark->row, "label"));
        }
        tiers = mark->tier + 1 > tiers ? mark->tier + 1 : tiers;
    }
    marks->height_px = tiers * tier_px;
}

/* A country's line at a position between two periods; NaN where it has none. */
static double value_at(const struct chart_data *data, size_t country, double position)
{
    for (size_t p = 1; p < data->period_count; p++) {
        double from = data->periods[p - 1].position, to = data->periods[p].position;
        if (position < from || position > to || chart_data_at(data, country, 0, p)->broken)
            continue;
        double a = chart_data_at(data, country, 0, p - 1)->value;
        double b = chart_data_at(data, country, 0, p)->value;
        return a + (b - a) * (position - from) / (to - from);
    }
    return NAN;
}

/* Where a mark meets the line of the country it is of; NaN when it is of none shown. */
static double meets(const struct chart_page *page, const struct chart_mark *mark,
                    const struct chart_axis *up)
{
    const struct chart_data *data = page->data;
    const char *country = cell(page, mark->row, "country");
    for (size_t c = 0; c < data->country_count && *country; c++)
        if (strcmp(data->countries[c].id, country) == 0)
            return chart_axis_at(up, value_at(data, c, position_of(page, mark->row)));
    return NAN;
}

void chart_marks_lines(const struct chart_marks *marks, struct chart_page *page,
                       const struct chart_axis *up)
{
    for (size_t i = 0; i < marks->count; i++) {
        const struct chart_mark *mark = &marks->items[i];
        if (mark->tier < 0)
            continue;
        double top = up->to - 6 - tier_px * (mark->tier + 1), end = meets(page, mark, up);
        double leading = layout_text_leading(chart_page_small_font);
        size_t lines = 1;
        for (const char *at = mark->text; (at = strchr(at, '\n')); at++)
            lines++;
        chart_page_line(page, mark->x, top, mark->x, isnan(end) ? up->from : end, chart_page_base,
                        0.9, CHART_DOTTED);
        chart_page_text(page, mark->text, mark->to_left ? mark->x - 6 : mark->x + 6,
                        top + 6 + (double)(lines - 1) / 2 * leading,
                        mark->to_left ? CHART_RIGHT : CHART_LEFT, chart_page_small_font,
                        chart_page_muted);
    }
}

void chart_marks_points(const struct chart_marks *marks, struct chart_page *page,
                        const struct chart_axis *up)
{
    for (size_t i = 0; i < marks->count; i++) {
        double y = meets(page, &marks->items[i], up);
        if (marks->items[i].tier >= 0 && !isnan(y))
            chart_pen_point(&page->pen, marks->items[i].x, y, CHART_CIRCLE, 0.5, chart_page_ink);
    }
}
