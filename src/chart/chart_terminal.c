#include "chart/chart_terminal.h"

#include "chart/chart_kinds.h"
#include "chart/layout_spread.h"
#include "chart/layout_ticks.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

enum { COLUMNS_MIN = 40, COLUMNS_MAX = 120, ROWS_HIGH = 16 };

static const char reset[] = "\033[0m";

/* Red, blue, cyan; beyond three countries none. */
static const char *colour_of(const struct chart_page *page, size_t country)
{
    static const char *const codes[] = {"\033[31m", "\033[34m", "\033[36m"};
    return page->request->colour && page->data->country_count <= 3 ? codes[country] : "";
}

static const char *end_of(const struct chart_page *page)
{
    return page->request->colour && page->data->country_count <= 3 ? reset : "";
}

size_t chart_terminal_columns(const struct chart_page *page)
{
    int columns = page->request->columns ? page->request->columns : 80;
    return (size_t)(columns < COLUMNS_MIN   ? COLUMNS_MIN
                    : columns > COLUMNS_MAX ? COLUMNS_MAX
                                            : columns);
}

static size_t width_of(const char *text)
{
    return text_width_columns(text, strlen(text));
}

void chart_terminal_padded(struct text_buffer *out, const char *text, size_t width, bool right)
{
    size_t length = strlen(text), at = 0, used = 0;
    while (at < length) {
        size_t size = text_scalar(text + at, length - at, NULL);
        size = size ? size : 1;
        size_t more = text_width_columns(text + at, size);
        if (used + more > width)
            break;
        used += more;
        at += size;
    }
    if (right)
        text_add_repeat(out, ' ', width - used);
    text_add_clean(out, text, at);
    if (!right)
        text_add_repeat(out, ' ', width - used);
}

void chart_terminal_line(struct text_buffer *out, const char *text, size_t columns)
{
    size_t length = strlen(text), from = 0;
    while (from < length) {
        size_t at = from, used = 0, space = 0;
        while (at < length && used < columns) {
            size_t size = text_scalar(text + at, length - at, NULL);
            size = size ? size : 1;
            if (text[at] == ' ')
                space = at;
            used += text_width_columns(text + at, size);
            at += size;
        }
        size_t end = at < length && space > from ? space : at;
        text_add_clean(out, text + from, end - from);
        text_add_string(out, "\n");
        from = end;
        while (text[from] == ' ')
            from++;
    }
}

/* A canvas of braille: two dots wide and four high in each character. owner is the country that
 * drew last in a cell. */
struct canvas {
    size_t width;
    size_t height;
    uint8_t *dots;
    uint8_t *owner;
};

static void set_dot(struct canvas *canvas, long x, long y, size_t country)
{
    static const uint8_t bits[4][2] = {{0x01, 0x08}, {0x02, 0x10}, {0x04, 0x20}, {0x40, 0x80}};
    if (x < 0 || y < 0 || (size_t)x >= canvas->width * 2 || (size_t)y >= canvas->height * 4)
        return;
    size_t cell = (size_t)(y / 4) * canvas->width + (size_t)(x / 2);
    canvas->dots[cell] |= bits[y % 4][x % 2];
    canvas->owner[cell] = (uint8_t)country;
}

static void draw_line(struct canvas *canvas, double x1, double y1, double x2, double y2,
                      size_t country)
{
    double steps = ceil(fmax(fabs(x2 - x1), fabs(y2 - y1)));
    for (double i = 0; i <= steps; i++) {
        double share = steps > 0 ? i / steps : 0;
        set_dot(canvas, (long)floor(x1 + (x2 - x1) * share + 0.5),
                (long)floor(y1 + (y2 - y1) * share + 0.5), country);
    }
}

struct axis {
    double low;
    double high;
};

static struct axis axis_of(const struct chart_page *page)
{
    double low, high;
    chart_data_range(page->data, page->request, page->request->kind == CHART_SERIES ? 0 : SIZE_MAX,
                     &low, &high);
    struct layout_ticks ticks = layout_ticks_around(low, high);
    return (struct axis){ticks.low, ticks.high};
}

static void draw_country(const struct chart_page *page, struct canvas *canvas, struct axis axis,
                         size_t country)
{
    const struct chart_data *data = page->data;
    double wide = (double)(canvas->width * 2 - 1), high = (double)(canvas->height * 4 - 1);
    double span = data->periods[data->period_count - 1].position - data->periods[0].position;
    double before_x = NAN, before_y = NAN;
    for (size_t p = 0; p < data->period_count; p++) {
        const struct chart_figure *figure = chart_data_at(data, country, 0, p);
        double x = span > 0 ? (data->periods[p].position - data->periods[0].position) / span * wide
                            : wide / 2;
        double y = high - (figure->value - axis.low) / (axis.high - axis.low) * high;
        if (isnan(figure->value)) {
            before_x = NAN;
            continue;
        }
        bool joined = !isnan(before_x) && !figure->broken;
        draw_line(canvas, joined ? before_x : x, joined ? before_y : y, x, y, country);
        before_x = x;
        before_y = y;
    }
}

/* The row each country's name stands in, at the height of its last figure. */
static void place_names(const struct chart_page *page, struct axis axis, size_t *row)
{
    const struct chart_data *data = page->data;
    double wanted[64] = {0}, placed[64];
    size_t order[64], count = 0;
    for (size_t c = 0; c < data->country_count && count < 64; c++) {
        double value = NAN;
        for (size_t p = 0; p < data->period_count; p++)
            if (!isnan(chart_data_at(data, c, 0, p)->value))
                value = chart_data_at(data, c, 0, p)->value;
        row[c] = SIZE_MAX;
        if (isnan(value))
            continue;
        double y = (1 - (value - axis.low) / (axis.high - axis.low)) * (ROWS_HIGH - 1);
        layout_spread_insert(wanted, order, count++, y, c);
    }
    layout_spread(wanted, count, 1, 0, ROWS_HIGH - 1, placed);
    size_t next = 0;
    for (size_t i = 0; i < count; i++) {
        size_t at = (size_t)floor(placed[i] + 0.5);
        row[order[i]] = at < next ? next : at;
        next = row[order[i]] + 1;
    }
}

static void add_canvas_row(const struct chart_page *page, const struct canvas *canvas, size_t row,
                           struct text_buffer *out)
{
    size_t last = SIZE_MAX;
    for (size_t x = 0; x < canvas->width; x++) {
        size_t cell = row * canvas->width + x;
        uint8_t dots = canvas->dots[cell];
        if (dots && last != canvas->owner[cell])
            text_add_string(out, colour_of(page, last = canvas->owner[cell]));
        char braille[4] = {'\xE2', (char)(0xA0 | dots >> 6), (char)(0x80 | (dots & 0x3F)), '\0'};
        text_add_string(out, dots ? braille : " ");
    }
    if (last != SIZE_MAX)
        text_add_string(out, end_of(page));
}

static void add_period_names(const struct chart_data *data, size_t left, size_t width,
                             struct text_buffer *out)
{
    const char *first = data->periods[0].text, *last = data->periods[data->period_count - 1].text;
    const char *middle = data->periods[(data->period_count - 1) / 2].text;
    size_t middle_at = data->period_count > 1
                           ? (data->period_count - 1) / 2 * (width - 1) / (data->period_count - 1)
                           : 0;
    text_add_repeat(out, ' ', left);
    text_add_string(out, first);
    size_t used = strlen(first),
           start = middle_at > strlen(middle) / 2 ? middle_at - strlen(middle) / 2 : 0;
    if (data->period_count > 4 && start > used + 1 &&
        start + strlen(middle) + 1 < width - strlen(last)) {
        text_add_repeat(out, ' ', start - used);
        text_add_string(out, middle);
        used = start + strlen(middle);
    }
    if (data->period_count > 1 && used + strlen(last) < width) {
        text_add_repeat(out, ' ', width - used - strlen(last));
        text_add_string(out, last);
    }
    text_add_string(out, "\n");
}

void chart_terminal_series(struct chart_page *page, struct text_buffer *out)
{
    const struct chart_data *data = page->data;
    struct axis axis = axis_of(page);
    size_t names = 12, left = 6, columns = chart_terminal_columns(page);
    size_t *row = arena_alloc(page->arena, data->country_count + 1, sizeof *row);
    for (size_t c = 0; c < data->country_count; c++) {
        size_t width = width_of(data->countries[c].name) + 5;
        names = width > names ? width : names;
    }
    if (names > columns / 3)
        names = columns / 3;
    struct canvas canvas = {.width = columns - left - names - 2, .height = ROWS_HIGH};
    canvas.dots = arena_alloc(page->arena, canvas.width * canvas.height, 1);
    canvas.owner = arena_alloc(page->arena, canvas.width * canvas.height, 1);
    if (!row || !canvas.dots || !canvas.owner || data->country_count > 64) {
        out->failed = out->failed || data->country_count <= 64;
        return;
    }
    for (size_t c = data->country_count; c-- > 0;)
        draw_country(page, &canvas, axis, c);
    place_names(page, axis, row);
    for (size_t y = 0; y < ROWS_HIGH; y++) {
        double value = axis.high - (axis.high - axis.low) * (double)y / (ROWS_HIGH - 1);
        bool tick = y % 5 == 0;
        const char *number = arena_printf(page->arena, "%.*f",
                                          chart_data_decimals(page->data, page->request), value);
        chart_terminal_padded(out, tick && number ? number : "", left - 2, true);
        text_add_string(out, tick ? " \xE2\x94\xA4" : " \xE2\x94\x82");
        add_canvas_row(page, &canvas, y, out);
        for (size_t c = 0; c < data->country_count; c++) {
            if (row[c] != y)
                continue;
            double last = NAN;
            for (size_t p = 0; p < data->period_count; p++)
                if (!isnan(chart_data_at(data, c, 0, p)->value))
                    last = chart_data_at(data, c, 0, p)->value;
            const char *text = arena_printf(page->arena, "%s %.*f", data->countries[c].name,
                                            chart_data_decimals(page->data, page->request), last);
            text_add_format(out, " %s", colour_of(page, c));
            text_add_clean(out, text ? text : "", text ? strlen(text) : 0);
            text_add_string(out, end_of(page));
        }
        text_add_string(out, "\n");
    }
    add_period_names(data, left, canvas.width, out);
}

/* ├──●──┤ from low to high on a line of width columns. */
static void add_interval(const struct chart_page *page, const struct chart_figure *figure,
                         struct axis axis, size_t width, struct text_buffer *out)
{
    double scale = (double)(width - 1) / (axis.high - axis.low);
    size_t at = (size_t)floor((figure->value - axis.low) * scale + 0.5);
    size_t low =
        isnan(figure->low) ? at : (size_t)floor(fmax(0, figure->low - axis.low) * scale + 0.5);
    size_t high = isnan(figure->high) ? at : (size_t)floor((figure->high - axis.low) * scale + 0.5);
    (void)page;
    for (size_t x = 0; x < width; x++)
        text_add_string(out, x == at                 ? "\xE2\x97\x8F"
                             : x >= low && x <= high ? "\xE2\x94\x80"
                                                     : " ");
}

void chart_terminal_dots(struct chart_page *page, struct text_buffer *out)
{
    const struct chart_data *data = page->data;
    struct axis axis = axis_of(page);
    size_t names = 8, columns = chart_terminal_columns(page), last = data->period_count - 1;
    for (size_t c = 0; c < data->country_count; c++) {
        size_t width = width_of(data->countries[c].name);
        names = width > names ? width : names;
    }
    names = names > columns / 3 ? columns / 3 : names;
    size_t width = columns - names - 10;
    for (size_t i = 0; i < data->item_count; i++) {
        chart_terminal_line(out, data->items[i].name, columns);
        for (size_t c = 0; c < data->country_count; c++) {
            const struct chart_figure *figure = chart_data_at(data, c, i, last);
            text_add_string(out, "  ");
            chart_terminal_padded(out, data->countries[c].name, names, false);
            text_add_string(out, " \xE2\x94\x82");
            if (isnan(figure->value)) {
                text_add_string(out, chart_page_words(page, " no value\n"));
                continue;
            }
            text_add_string(out, colour_of(page, c));
            add_interval(page, figure, axis, width, out);
            text_add_format(out, "%s %3.*f\n", end_of(page),
                            chart_data_decimals(page->data, page->request), figure->value);
        }
    }
    const char *most = arena_printf(page->arena, "%.*f",
                                    chart_data_decimals(page->data, page->request), axis.high);
    text_add_repeat(out, ' ', names + 4);
    text_add_format(out, "%.*f", chart_data_decimals(page->data, page->request), axis.low);
    text_add_repeat(out, ' ', width - 1 - strlen(most ? most : ""));
    text_add_format(out, "%s\n", most ? most : "");
}

/* Darker is worse: each cell has its figure and a shade of four. */
void chart_terminal_heatmap(struct chart_page *page, struct text_buffer *out)
{
    static const char *const shades[] = {"\xE2\x96\x88", "\xE2\x96\x93", "\xE2\x96\x92",
                                         "\xE2\x96\x91"};
    const struct chart_data *data = page->data;
    size_t columns = chart_terminal_columns(page), last = data->period_count - 1;
    size_t cell = 12, names = columns - data->country_count * cell;
    if (data->country_count * cell + 20 > columns) {
        cell = columns > 28 ? (columns - 20) / data->country_count : 8;
        names = 20;
    }
    cell = cell < 7 ? 7 : cell;
    chart_terminal_padded(out, "", names, false);
    for (size_t c = 0; c < data->country_count; c++) {
        const char *name = data->countries[c].name;
        text_add_string(out, " ");
        chart_terminal_padded(out, width_of(name) < cell ? name : data->countries[c].id, cell - 1,
                              true);
    }
    text_add_string(out, "\n");
    double worst = page->request->scale_worst, best = page->request->scale_best;
    if (isnan(worst) || isnan(best))
        chart_data_range(data, page->request, SIZE_MAX, &worst, &best);
    best = best == worst ? worst + 1 : best;
    for (size_t i = 0; i < data->item_count; i++) {
        if (i > 0 && strcmp(data->items[i].parent, data->items[i - 1].parent) != 0)
            text_add_string(out, "\n");
        chart_terminal_padded(out, data->items[i].name, names, false);
        for (size_t c = 0; c < data->country_count; c++) {
            double value = chart_data_at(data, c, i, last)->value;
            text_add_repeat(out, ' ', cell - 6);
            if (isnan(value)) {
                text_add_string(out, chart_page_words(page, "   n/a"));
                continue;
            }
            double share = (value - worst) / (best - worst) * 4;
            size_t shade = share < 0 ? 0 : share >= 4 ? 3 : (size_t)share;
            text_add_format(out, "%s%s %3.*f", shades[shade], shades[shade],
                            chart_data_decimals(page->data, page->request), value);
        }
        text_add_string(out, "\n");
    }
    text_add_format(out,
                    chart_page_words(page, "\n%s%s 0\xE2\x80\x93"
                                           "25 %%  %s%s 25\xE2\x80\x93"
                                           "50 %%  %s%s 50\xE2\x80\x93"
                                           "75 %%  %s%s 75\xE2\x80\x93"
                                           "100 %% of the scale, n/a missing\n"),
                    shades[0], shades[0], shades[1], shades[1], shades[2], shades[2], shades[3],
                    shades[3]);
}

void chart_terminal_draw(struct chart_page *page, struct text_buffer *out)
{
    size_t columns = chart_terminal_columns(page);
    bool colour = page->request->colour;
    text_add_string(out, colour ? "\033[1m" : "");
    chart_terminal_line(out, page->title, columns);
    text_add_string(out, colour ? reset : "");
    chart_terminal_line(out, page->subtitle, columns);
    text_add_string(out, "\n");
    chart_kinds_at(page->request->kind)->terminal(page, out);
    text_add_string(out, "\n");
    if (page->request->note)
        chart_terminal_line(out, page->request->note, columns);
    if (page->request->source)
        chart_terminal_line(out, page->request->source, columns);
}
