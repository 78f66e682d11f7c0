/* What every chart shares: tokens, terminal, title, subtitle, note and source line, and the shapes
 * that kinds draw with. Positions are CSS pixels from the top left. */
#ifndef TIDEMARK_CHART_CHART_PAGE_H
#define TIDEMARK_CHART_CHART_PAGE_H

#include "chart/chart_data.h"
#include "chart/chart_font.h"
#include "chart/chart_pen.h"
#include "chart/layout_text.h"

/* A page while its script is written. Between top and bottom, left and right, a kind draws.
 * subject: the country the title speaks of, SIZE_MAX when it speaks of none. plan: what a kind
 * keeps between planning and drawing. */
struct chart_page {
    struct arena *arena;
    const struct chart_request *request;
    const struct chart_data *data; /* NULL for kinds with rows of their own */
    enum chart_format format;
    struct chart_font *font; /* NULL: every character is taken for covered */
    int width_px;
    int height_px;
    double left;
    double right;
    double top;
    double bottom;
    const char *title;
    const char *subtitle;
    size_t subject;
    const void *plan;
    struct text_buffer *script;
    struct err_list *notices;
    struct chart_pen pen;
};

/* Fonts by role. */
extern const struct layout_font chart_page_title_font, chart_page_subtitle_font,
    chart_page_name_font, chart_page_strong_font, chart_page_tick_font, chart_page_small_font,
    chart_page_small_strong_font, chart_page_note_font;

/* Colours by role. */
extern const char chart_page_ink[], chart_page_muted[], chart_page_axis[], chart_page_grid[],
    chart_page_base[], chart_page_unfocused[], chart_page_context[], chart_page_down[],
    chart_page_up[], chart_page_up_text[], chart_page_white[];

/* How a country is drawn: line and text colour, shape of its point and the shape's size. Up to
 * three countries each have their own; of more, those of request->focus, else the subject, and the
 * rest is grey. */
struct chart_look {
    const char *line;
    const char *text;
    enum chart_point point;
    double size;
    bool focus;
};
struct chart_look chart_page_look(const struct chart_page *page, size_t country);

/* The look of a country by its id, among count countries. */
struct chart_look chart_page_look_of(const struct chart_page *page, const char *country,
                                     size_t place, size_t count);

/* Writes the head of the script: terminal, tokens, title, subtitle, note and source, and sets top
 * and bottom to what is left between them. */
void chart_page_head(struct chart_page *page);

/* A text (lines apart at \n) whose middle stands at y. Characters that no font covers, and those
 * written from right to left, become question marks, with a notice. */
void chart_page_text(struct chart_page *page, const char *text, double x, double y,
                     enum chart_side side, struct layout_font font, const char *colour);

/* Likewise, on a white ground that keeps lines below it away. */
void chart_page_text_on_white(struct chart_page *page, const char *text, double x, double y,
                              enum chart_side side, struct layout_font font, const char *colour);

/* A straight line. */
void chart_page_line(struct chart_page *page, double x1, double y1, double x2, double y2,
                     const char *colour, double width, enum chart_dash dash);

/* A strip of what is missing, with words on it: hatched, the words on white in the middle, in two
 * lines where it is narrow and high. */
void chart_page_missing(struct chart_page *page, double left, double top, double right,
                        double bottom, const char *words);

/* A value with decimals, the language's decimal mark and a true minus sign; chart_page_signed
 * always says a sign but at zero.
 * "" without memory, and the script has failed. */
const char *chart_page_number(struct chart_page *page, double value, int decimals);
const char *chart_page_signed(struct chart_page *page, double value, int decimals);

/* A whole number; from five digits on in groups of three: "20,000". */
const char *chart_page_count(struct chart_page *page, double count);

/* A word or sentence in the page's language (chart_words). */
const char *chart_page_words(const struct chart_page *page, const char *english)
    __attribute__((format_arg(2)));

/* Formats into the page's arena, by the format's counterpart in the page's language; "" without
 * memory, and the script has failed. */
const char *chart_page_print(struct chart_page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A measure within a sentence: "rights score" for "Rights score"; as it is where it has another
 * capital. */
const char *chart_page_within(struct chart_page *page, const char *measure);

/* Adds a notice for the analyst. */
void chart_page_notice(struct chart_page *page, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
