#include "chart/chart_plane.h"

#include <math.h>
#include <stdint.h>

/* The values of an item over the periods that are drawn. */
static void range_of(const struct chart_page *page, size_t item, bool trails, double *low,
                     double *high)
{
    const struct chart_data *data = page->data;
    double worst = page->request->scale_worst, best = page->request->scale_best;
    bool known = !isnan(worst) && !isnan(best);
    *low = known ? fmin(worst, best) : 0;
    *high = known && trails ? fmax(worst, best) : -INFINITY;
    for (size_t c = 0; c < data->country_count; c++)
        for (size_t p = trails ? 0 : data->period_count - 1; p < data->period_count; p++) {
            double value = chart_data_at(data, c, item, p)->value;
            *low = fmin(*low, value);
            *high = fmax(*high, value);
        }
    if (!isfinite(*high))
        *high = known ? fmax(worst, best) : 1;
}

void chart_plane_open(struct chart_plane *plane, struct chart_page *page, size_t x_item,
                      size_t y_item, bool trails)
{
    const struct chart_data *data = page->data;
    double low_x, high_x, low_y, high_y, bottom = page->bottom - 50, top = page->top + 28;
    *plane = (struct chart_plane){.page = page, .x_item = x_item, .y_item = y_item};
    range_of(page, x_item, trails, &low_x, &high_x);
    range_of(page, y_item, trails, &low_y, &high_y);
    plane->up = chart_axis_around(low_y, high_y, bottom, top);
    plane->across = chart_axis_around(low_x, high_x, page->left + chart_axis_room(page, &plane->up),
                                      page->right - 12);
    plane->room = 2 * data->country_count;
    plane->line_room = data->country_count * (data->period_count + 1) + 3;
    plane->labels = arena_alloc(page->arena, plane->room, sizeof *plane->labels);
    plane->names = arena_alloc(page->arena, plane->room, sizeof *plane->names);
    plane->countries = arena_alloc(page->arena, plane->room, sizeof *plane->countries);
    plane->starts = arena_alloc(page->arena, plane->room, sizeof *plane->starts);
    plane->lines = arena_alloc(page->arena, plane->line_room, sizeof *plane->lines);
    if (!plane->labels || !plane->names || !plane->countries || !plane->starts || !plane->lines)
        plane->room = plane->line_room = 0;
    chart_axis_across(page, &plane->across, top, bottom, NAN);
    chart_axis_up(page, &plane->up, plane->across.from, plane->across.to, NAN);
    const struct layout_font font = {LAYOUT_MEDIUM, 8.5};
    const char *x_name = data->items[x_item].name;
    const char *x = chart_page_print(
        page, "%s \xE2\x86\x92",
        layout_text_fit(page->arena, x_name, font, plane->across.to - plane->across.from - 20));
    const char *y = chart_page_print(page, "\xE2\x86\x91 %s",
                                     layout_text_fit(page->arena, data->items[y_item].name, font,
                                                     plane->across.to - plane->across.from - 20));
    chart_page_text(page, x, plane->across.to, bottom + 34, CHART_RIGHT, font, chart_page_muted);
    chart_page_text(page, y, page->left, page->top + 8, CHART_LEFT, font, chart_page_muted);
}

void chart_plane_reserve(struct chart_plane *plane, const char *text)
{
    plane->reserved = text;
}

static void add_line(struct chart_plane *plane, double x1, double y1, double x2, double y2)
{
    if (plane->line_count < plane->line_room)
        plane->lines[plane->line_count++] = (struct layout_line){x1, y1, x2, y2};
}

void chart_plane_line(struct chart_plane *plane, double x1, double y1, double x2, double y2)
{
    double from_x = chart_axis_at(&plane->across, x1), from_y = chart_axis_at(&plane->up, y1);
    double to_x = chart_axis_at(&plane->across, x2), to_y = chart_axis_at(&plane->up, y2);
    add_line(plane, from_x, from_y, to_x, to_y);
    chart_page_line(plane->page, from_x, from_y, to_x, to_y, chart_page_base, 1.2, CHART_DASHED);
}

void chart_plane_part(struct chart_plane *plane, double x, double y)
{
    const double at_x = chart_axis_at(&plane->across, x), at_y = chart_axis_at(&plane->up, y);
    const struct layout_line lines[] = {{at_x, plane->up.to, at_x, plane->up.from},
                                        {plane->across.from, at_y, plane->across.to, at_y}};
    for (size_t i = 0; i < 2; i++) {
        add_line(plane, lines[i].x1, lines[i].y1, lines[i].x2, lines[i].y2);
        chart_page_line(plane->page, lines[i].x1, lines[i].y1, lines[i].x2, lines[i].y2,
                        chart_page_base, 1.2, CHART_SOLID);
    }
}

void chart_plane_trail(struct chart_plane *plane, size_t country, const double *x, const double *y,
                       size_t count)
{
    struct chart_page *page = plane->page;
    struct chart_look look = chart_page_look(page, country);
    double *at_x = arena_alloc(page->arena, count, sizeof *at_x);
    double *at_y = arena_alloc(page->arena, count, sizeof *at_y);
    if (!at_x || !at_y)
        return;
    for (size_t i = 0; i < count; i++) {
        at_x[i] = chart_axis_at(&plane->across, x[i]);
        at_y[i] = chart_axis_at(&plane->up, y[i]);
        if (i > 0 && !isnan(at_x[i] + at_y[i] + at_x[i - 1] + at_y[i - 1]))
            add_line(plane, at_x[i - 1], at_y[i - 1], at_x[i], at_y[i]);
    }
    chart_pen_path(&page->pen, at_x, at_y, count, look.focus ? look.line : chart_page_unfocused,
                   look.focus ? 1.6 : 1, CHART_SOLID);
}

static struct layout_font font_of(struct chart_look look, bool start)
{
    return look.focus && !start ? chart_page_small_strong_font : chart_page_small_font;
}

void chart_plane_point(struct chart_plane *plane, size_t country, double x, double y,
                       const char *name, bool start)
{
    struct chart_page *page = plane->page;
    struct chart_look look = chart_page_look(page, country);
    struct layout_font font = font_of(look, start);
    if (plane->count >= plane->room)
        return;
    const char *fit = layout_text_fit(page->arena, name, font, page->width_px * 0.28);
    struct layout_label *label = &plane->labels[plane->count];
    *label = (struct layout_label){.x = chart_axis_at(&plane->across, x),
                                   .y = chart_axis_at(&plane->up, y),
                                   .radius = look.focus ? 8.5 : 7,
                                   .width = layout_text_width(fit ? fit : "", font) + 2,
                                   .height = font.points * 4 / 3 * 1.2,
                                   .rank = start        ? 2
                                           : look.focus ? 0
                                                        : 1};
    plane->starts[plane->count] = start;
    plane->countries[plane->count] = country;
    plane->names[plane->count++] = fit ? fit : "";
}

/* The corner's text, where most room is: right at the bottom, unless a point lies there. */
static size_t reserve_box(const struct chart_plane *plane, struct layout_box *box)
{
    double width = layout_text_width(plane->reserved ? plane->reserved : "", chart_page_tick_font);
    if (!plane->reserved)
        return 0;
    for (int corner = 0; corner < 4; corner++) {
        bool left = corner % 2 == 1, above = corner >= 2, taken = false;
        double x = left ? plane->across.from + 8 : plane->across.to - 8 - width;
        double y = above ? plane->up.to + 6 : plane->up.from - 22;
        *box = (struct layout_box){x, y, x + width, y + 16};
        for (size_t i = 0; i < plane->count; i++) {
            const struct layout_label *label = &plane->labels[i];
            const struct layout_box point = {label->x - 10, label->y - 10, label->x + 10,
                                             label->y + 10};
            taken = taken || layout_place_overlap(box, &point);
        }
        if (!taken)
            return 1;
    }
    return 0;
}

/* A hairline from a point to a name that stands apart from it. */
static void add_leaders(const struct chart_plane *plane)
{
    for (size_t i = 0; i < plane->count; i++) {
        const struct layout_label *label = &plane->labels[i];
        double x = fmin(fmax(label->x, label->box.left + 2), label->box.right - 2);
        double y = fmin(fmax(label->y, label->box.top + 3), label->box.bottom - 3);
        double apart = fmax(fabs(x - label->x), fabs(y - label->y));
        if (label->placed && apart > label->radius + 8)
            chart_page_line(plane->page, label->x, label->y, x, y, chart_page_base, 0.8,
                            CHART_SOLID);
    }
}

/* On white, below the points: trails and the line of least squares strike no name through. */
static void add_names(const struct chart_plane *plane)
{
    for (size_t i = 0; i < plane->count; i++) {
        struct chart_look look = chart_page_look(plane->page, plane->countries[i]);
        const struct layout_label *label = &plane->labels[i];
        if (label->placed)
            chart_page_text_on_white(plane->page, plane->names[i],
                                     (label->box.left + label->box.right) / 2,
                                     (label->box.top + label->box.bottom) / 2, CHART_CENTRE,
                                     font_of(look, plane->starts[i]), look.text);
    }
}

void chart_plane_draw(struct chart_plane *plane, size_t missing)
{
    struct chart_page *page = plane->page;
    const struct layout_box frame = {plane->across.from + 2, plane->up.to - 6, page->right,
                                     plane->up.from + 4};
    struct layout_box reserved;
    size_t obstacles = reserve_box(plane, &reserved), without = 0;
    layout_place(plane->labels, plane->count, &frame, plane->lines, plane->line_count, &reserved,
                 obstacles);
    add_leaders(plane);
    add_names(plane);
    for (size_t i = 0; i < plane->count; i++) {
        struct chart_look look = chart_page_look(page, plane->countries[i]);
        const struct layout_label *label = &plane->labels[i];
        bool start = plane->starts[i];
        chart_pen_point(&page->pen, label->x, label->y, start ? CHART_CIRCLE : look.point,
                        look.size * (start ? 0.9 : 1.6), chart_page_white);
        chart_pen_point(&page->pen, label->x, label->y, start ? CHART_HOLLOW : look.point,
                        look.size * (start ? 0.7 : 1.2), look.line);
        without += !label->placed;
    }
    if (obstacles)
        chart_page_text_on_white(page, plane->reserved, (reserved.left + reserved.right) / 2,
                                 (reserved.top + reserved.bottom) / 2, CHART_CENTRE,
                                 chart_page_tick_font, chart_page_muted);
    if (without > 0)
        chart_page_notice(page, "%zu point%s without a name: there is no room for it", without,
                          without == 1 ? " stands" : "s stand");
    if (missing > 0)
        chart_page_text(page,
                        chart_page_print(page,
                                         missing == 1
                                             ? "%zu country without one of the two not shown"
                                             : "%zu countries without one of the two not shown",
                                         missing),
                        plane->across.from, plane->up.from + 34, CHART_LEFT, chart_page_small_font,
                        chart_page_axis);
}
