#include "chart/chart_page.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const struct layout_font chart_page_title_font = {LAYOUT_SEMIBOLD, 14},
                         chart_page_subtitle_font = {LAYOUT_REGULAR, 9.5},
                         chart_page_name_font = {LAYOUT_MEDIUM, 9.5},
                         chart_page_strong_font = {LAYOUT_SEMIBOLD, 9.5},
                         chart_page_tick_font = {LAYOUT_REGULAR, 8.5},
                         chart_page_small_font = {LAYOUT_REGULAR, 8},
                         chart_page_small_strong_font = {LAYOUT_SEMIBOLD, 8},
                         chart_page_note_font = {LAYOUT_REGULAR, 7.5};

const char chart_page_ink[] = "#16191D", chart_page_muted[] = "#4F5660",
           chart_page_axis[] = "#5F6670", chart_page_grid[] = "#E3E6EA",
           chart_page_base[] = "#9AA1AB", chart_page_unfocused[] = "#C3C8CF",
           chart_page_context[] = "#8A919B", chart_page_down[] = "#C4401C",
           chart_page_up[] = "#1A9BA8", chart_page_up_text[] = "#0C727D",
           chart_page_white[] = "#FFFFFF";

static const char brand[] = "#0B5563";
static const double side_px = 16;

static const struct chart_look looks[] = {{"#C4401C", "#C4401C", CHART_CIRCLE, 0.8, true},
                                          {"#1B2F6B", "#1B2F6B", CHART_SQUARE, 0.75, true},
                                          {"#1A9BA8", "#0C727D", CHART_TRIANGLE, 0.9, true}};
static const struct chart_look alike = {"#8A919B", "#4F5660", CHART_CIRCLE, 0.6, false};

enum { LOOKS = sizeof looks / sizeof *looks };

struct chart_look chart_page_look_of(const struct chart_page *page, const char *country,
                                     size_t place, size_t count)
{
    const struct chart_request *request = page->request;
    for (size_t i = 0; i < request->focus_count && i < LOOKS; i++)
        if (strcmp(request->focus[i], country) == 0)
            return looks[i];
    if (request->focus_count > 0)
        return alike;
    return count <= LOOKS ? looks[place] : place == page->subject ? looks[0] : alike;
}

struct chart_look chart_page_look(const struct chart_page *page, size_t country)
{
    return chart_page_look_of(page, page->data->countries[country].id, country,
                              page->data->country_count);
}

static void add_terminal(struct chart_page *page)
{
    int w = page->width_px, h = page->height_px;
    if (page->format == CHART_PNG)
        text_add_format(page->script,
                        "set terminal pngcairo size %d,%d fontscale 2 linewidth 2 pointscale 2 "
                        "dashlength 2",
                        2 * w, 2 * h);
    else if (page->format == CHART_PDF)
        text_add_format(page->script,
                        "set terminal pdfcairo size %.4fin,%.4fin fontscale 0.75 linewidth 1.5 "
                        "pointscale 1 dashlength 2",
                        w / 96.0, h / 96.0);
    else
        text_add_format(page->script, "set terminal svg size %d,%d dynamic fontscale 1.3333", w, h);
    text_add_string(page->script, " rounded noenhanced font \"Inter,9\" background \"#ffffff\"\n"
                                  "set encoding utf8\nunset key\n");
}

const char *chart_page_words(const struct chart_page *page, const char *english)
{
    return chart_words(page->request->language, english);
}

const char *chart_page_print(struct chart_page *page, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, chart_page_words(page, format), arguments);
    va_end(arguments);
    const char *kept = arena_text(page->arena, text, strlen(text));
    page->script->failed = page->script->failed || !kept;
    return kept ? kept : "";
}

const char *chart_page_within(struct chart_page *page, const char *measure)
{
    for (const char *at = measure; *at; at++)
        if ((unsigned char)*at >= 0x80 || (at > measure && *at >= 'A' && *at <= 'Z'))
            return measure;
    if (*measure < 'A' || *measure > 'Z')
        return measure;
    return chart_page_print(page, "%c%s", *measure - 'A' + 'a', measure + 1);
}

void chart_page_notice(struct chart_page *page, const char *format, ...)
{
    char text[512];
    struct err notice;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    err_set(&notice, ERR_CHART_ROWS, "%s", text);
    notice.severity = ERR_NOTICE;
    if (page->notices)
        err_list_add(page->notices, &notice);
}

const char *chart_page_count(struct chart_page *page, double count)
{
    char digits[400], grouped[540];
    int length = snprintf(digits, sizeof digits, "%.0f", fabs(count)), used = 0;
    const char *between = page->request->language == CHART_ENGLISH ? "," : "\xC2\xA0";
    for (int i = 0; i < length; i++) {
        if (i > 0 && length > 4 && (length - i) % 3 == 0)
            for (const char *at = between; *at; at++)
                grouped[used++] = *at;
        grouped[used++] = digits[i];
    }
    grouped[used] = '\0';
    return chart_page_print(page, "%s", grouped);
}

/* A figure that rounds to zero has no sign. */
static const char *number_text(struct chart_page *page, double value, int decimals, bool sign)
{
    char digits[400]; /* the largest double has 309 */
    snprintf(digits, sizeof digits, "%.*f", decimals, fabs(value));
    bool zero = strspn(digits, "0.") == strlen(digits);
    const char *before = zero ? "" : value < 0 ? "\xE2\x88\x92" : sign ? "+" : "";
    return chart_page_print(page, "%s%s", before,
                            chart_words_decimal(page->request->language, digits));
}

const char *chart_page_number(struct chart_page *page, double value, int decimals)
{
    return number_text(page, value, decimals, false);
}

const char *chart_page_signed(struct chart_page *page, double value, int decimals)
{
    return number_text(page, value, decimals, true);
}

static const char *family(enum layout_weight weight)
{
    return weight == LAYOUT_REGULAR  ? "Inter"
           : weight == LAYOUT_MEDIUM ? "Inter Medium"
                                     : "Inter SemiBold";
}

void chart_page_text(struct chart_page *page, const char *text, double x, double y,
                     enum chart_side side, struct layout_font font, const char *colour)
{
    char name[32];
    const char *covered =
        page->font ? chart_font_cover(page->font, page->arena, text, page->notices) : text;
    size_t lines = 1;
    for (const char *at = covered; at && (at = strchr(at, '\n')); at++)
        lines++;
    snprintf(name, sizeof name, "%s,%g", family(font.weight), font.points);
    y -= (double)(lines - 1) / 2 * layout_text_leading(font);
    for (const char *line = covered; line; y += layout_text_leading(font)) {
        size_t length = strcspn(line, "\n");
        const char *one = arena_text(page->arena, line, length);
        page->script->failed = page->script->failed || !one;
        if (one && *one)
            chart_pen_text(&page->pen, one, x, y, side, name, colour);
        line = line[length] ? line + length + 1 : NULL;
    }
    page->script->failed = page->script->failed || !covered;
}

void chart_page_text_on_white(struct chart_page *page, const char *text, double x, double y,
                              enum chart_side side, struct layout_font font, const char *colour)
{
    double width = layout_text_width(text, font), half = font.points * 0.8;
    for (const char *line = strchr(text, '\n'); line; line = strchr(line + 1, '\n'))
        half += layout_text_leading(font) / 2;
    double left = side == CHART_LEFT ? x : side == CHART_RIGHT ? x - width : x - width / 2;
    chart_pen_box(&page->pen, left - 2, y - half, left + width + 2, y + half, chart_page_white);
    chart_page_text(page, text, x, y, side, font, colour);
}

void chart_page_line(struct chart_page *page, double x1, double y1, double x2, double y2,
                     const char *colour, double width, enum chart_dash dash)
{
    const double x[] = {x1, x2}, y[] = {y1, y2};
    chart_pen_path(&page->pen, x, y, 2, colour, width, dash);
}

void chart_page_missing(struct chart_page *page, double left, double top, double right,
                        double bottom, const char *words)
{
    struct layout_font font = chart_page_small_font;
    size_t lines = bottom - top >= 2 * layout_text_leading(font) + 8 ? 2 : 1, used;
    const char *fit = layout_text_wrap(page->arena, words, font,
                                       right - left - (lines > 1 ? 8 : 16), lines, &used);
    chart_pen_hatch(&page->pen, left, top, right, bottom, chart_page_unfocused);
    chart_page_text_on_white(page, fit ? fit : "", (left + right) / 2, (top + bottom) / 2,
                             CHART_CENTRE, font, chart_page_axis);
}

/* Lines alike in length, where the last one would be a word or two. */
static const char *balanced(struct chart_page *page, const char *made, const char *text,
                            struct layout_font font, size_t lines)
{
    const char *last = strrchr(made, '\n');
    double width = page->width_px - 2 * side_px, low = width / (double)lines, high = width;
    if (!last || layout_text_width(last + 1, font) > width / 3)
        return made;
    while (high - low > 4) {
        size_t used;
        double middle = (low + high) / 2;
        const char *tried = layout_text_wrap(page->arena, text, font, middle, lines + 1, &used);
        if (!tried)
            return NULL;
        if (used > lines)
            low = middle;
        else
            high = middle;
    }
    return layout_text_wrap(page->arena, text, font, high, lines, &lines);
}

/* A text of the page's own in at most lines lines between the sides. Gives its lines. */
static const char *wrapped(struct chart_page *page, const char *text, struct layout_font font,
                           size_t lines, size_t *used)
{
    const char *made = layout_text_wrap(page->arena, text ? text : "", font,
                                        page->width_px - 2 * side_px, lines, used);
    made = made && *used > 1 ? balanced(page, made, text, font, *used) : made;
    page->script->failed = page->script->failed || !made;
    return made ? made : "";
}

/* The middle of a block of lines whose first line's middle stands at y. */
static double middle(double y, size_t lines, struct layout_font font)
{
    return y + (double)(lines > 0 ? lines - 1 : 0) / 2 * layout_text_leading(font);
}

void chart_page_head(struct chart_page *page)
{
    const struct chart_request *request = page->request;
    size_t titles, subtitles, sources, notes;
    add_terminal(page);
    chart_pen_begin(&page->pen, page->script, page->width_px, page->height_px);
    chart_pen_box(&page->pen, side_px, 0, 52, 6, brand);
    const char *title = wrapped(page, page->title, chart_page_title_font, 2, &titles);
    const char *subtitle = wrapped(page, page->subtitle, chart_page_subtitle_font, 2, &subtitles);
    const char *source = wrapped(page, request->source, chart_page_note_font, 3, &sources);
    const char *note = wrapped(page, request->note, chart_page_note_font, 3, &notes);
    double y = 28, step = layout_text_leading(chart_page_note_font);
    chart_page_text(page, title, side_px, middle(y, titles, chart_page_title_font), CHART_LEFT,
                    chart_page_title_font, chart_page_ink);
    y += 25 + (titles > 1 ? layout_text_leading(chart_page_title_font) : 0);
    chart_page_text(page, subtitle, side_px, middle(y, subtitles, chart_page_subtitle_font),
                    CHART_LEFT, chart_page_subtitle_font, chart_page_muted);
    y += subtitles > 1 ? layout_text_leading(chart_page_subtitle_font) : 0;
    page->top = y + 20;
    y = page->height_px - 14;
    chart_page_text(page, source, side_px, y - (double)(sources > 1 ? sources - 1 : 0) / 2 * step,
                    CHART_LEFT, chart_page_note_font, chart_page_axis);
    y -= (double)sources * step;
    chart_page_text(page, note, side_px, y - (double)(notes > 1 ? notes - 1 : 0) / 2 * step,
                    CHART_LEFT, chart_page_note_font, chart_page_axis);
    page->bottom = y - (double)notes * step - 2;
    page->left = side_px;
    page->right = page->width_px - side_px;
}
