#include "chart/chart.h"

#include "chart/chart_font.h"
#include "chart/chart_image.h"
#include "chart/chart_kinds.h"
#include "chart/chart_terminal.h"
#include "chart/chart_text.h"

#include <stdint.h>
#include <string.h>

enum { WIDTH_PX = 800 };

bool chart_kind_of(const char *name, enum chart_kind *kind)
{
    for (size_t i = 0; chart_kinds_at(i); i++)
        if (strcmp(chart_kinds_at(i)->name, name) == 0) {
            *kind = (enum chart_kind)i;
            return true;
        }
    return false;
}

const char *chart_kind_name(size_t index)
{
    const struct chart_kind_row *row = chart_kinds_at(index);
    return row ? row->name : NULL;
}

const char *chart_kind_help(enum chart_kind kind)
{
    return chart_kinds_at(kind)->help;
}

const char *chart_kind_columns(enum chart_kind kind)
{
    return chart_kinds_at(kind)->columns;
}

bool chart_kind_scores(enum chart_kind kind)
{
    return chart_kinds_at(kind)->scores;
}

bool chart_kind_terminal(enum chart_kind kind)
{
    return chart_kinds_at(kind)->terminal != NULL;
}

static bool out_of_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

static bool occurs(const struct rows *rows, const char *country)
{
    size_t column = rows_find(rows, "country");
    for (size_t row = 0; column != SIZE_MAX && row < rows->count; row++)
        if (strcmp(rows_text(rows, row, column), country) == 0)
            return true;
    return false;
}

/* A colour asked for a country that is not drawn is a slip worth a word. */
static void check_focus(struct chart_page *page)
{
    const struct chart_request *request = page->request;
    for (size_t i = 0; i < request->focus_count; i++)
        if (!occurs(request->rows, request->focus[i]))
            chart_page_notice(page, "--focus %s: no row is of this country", request->focus[i]);
}

static bool plan_page(struct chart_page *page, struct err *err)
{
    const struct chart_request *request = page->request;
    if (!chart_kinds_at(request->kind)->plan(page, err))
        return false;
    check_focus(page);
    if (request->title)
        page->title = request->title;
    if (request->subtitle)
        page->subtitle = request->subtitle;
    return (page->title && page->subtitle) || out_of_memory(err);
}

static bool write_script(struct chart_page *page, struct err *err)
{
    chart_page_head(page);
    chart_kinds_at(page->request->kind)->plot(page);
    chart_pen_end(&page->pen);
    return (!page->script->failed && !arena_failed(page->arena)) || out_of_memory(err);
}

static bool draw_page(struct chart_page *page, struct text_buffer *image, struct err *err)
{
    struct chart_font *font = NULL;
    if (!plan_page(page, err))
        return false;
    if (page->format == CHART_TERMINAL) {
        chart_terminal_draw(page, image);
        return (!image->failed && !arena_failed(page->arena)) || out_of_memory(err);
    }
    if (page->format != CHART_SCRIPT && !(font = chart_font_open(page->format != CHART_SVG, err)))
        return false;
    page->font = font;
    bool done = write_script(page, err);
    chart_font_close(font);
    if (done && page->format == CHART_SCRIPT) {
        text_add(image, page->script->bytes, page->script->length);
        return !image->failed || out_of_memory(err);
    }
    return done && chart_image_draw(page->request->gnuplot, page->script, page->format, page->title,
                                    page->subtitle, page->request->language, image, err);
}

/* Rows whose texts are one line each, free of controls; NULL without memory. Cells are changed in a
 * copy. */
static const struct rows *plain_rows(struct arena *arena, const struct rows *rows)
{
    struct rows *plain = rows ? rows_new(arena, rows->columns, rows->column_count) : NULL;
    for (size_t row = 0; plain && row < rows->count; row++) {
        rows_add_like(plain, rows, row);
        for (size_t i = 0; i < rows->column_count; i++)
            if (rows->columns[i].type == ROWS_TEXT)
                rows_set_text(plain, i, chart_text_plain(arena, rows_text(rows, row, i)));
    }
    return plain;
}

static struct chart_request plain_request(struct arena *arena, const struct chart_request *request)
{
    struct chart_request plain = *request;
    const char **texts[] = {&plain.measure, &plain.unit_low, &plain.unit_high,
                            &plain.band,    &plain.source,   &plain.x_words,
                            &plain.title,   &plain.subtitle, &plain.note};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (*texts[i])
            *texts[i] = chart_text_plain(arena, *texts[i]);
    plain.rows = plain_rows(arena, request->rows);
    plain.labels = plain_rows(arena, request->labels);
    plain.marks = plain_rows(arena, request->marks);
    return plain;
}

bool chart_draw(const struct chart_request *asked, enum chart_format format,
                struct text_buffer *image, struct text_buffer *script, struct err_list *notices,
                struct err *err)
{
    struct text_buffer own = {0};
    struct arena *arena = arena_new();
    struct chart_data *data = NULL;
    struct chart_request made = {0}, *request = &made;
    if (arena)
        made = plain_request(arena, asked);
    bool done = (arena && made.rows && !arena_failed(arena)) || out_of_memory(err);
    if (done && chart_kinds_at(made.kind)->scores)
        done = (data = chart_data_read(arena, request, err)) != NULL;
    if (done) {
        struct chart_page page = {.arena = arena,
                                  .request = request,
                                  .data = data,
                                  .format = format,
                                  .width_px = request->width_px ? request->width_px : WIDTH_PX,
                                  .height_px = request->height_px,
                                  .subject = SIZE_MAX,
                                  .script = script ? script : &own,
                                  .notices = notices};
        done = draw_page(&page, image, err);
    }
    text_buffer_free(&own);
    arena_free(arena);
    return done;
}

bool chart_ready(const char *gnuplot, struct text_buffer *text)
{
    char path[512];
    struct err err;
    bool found = chart_image_program(gnuplot, path, sizeof path, &err);
    text_add_format(text, "%s", found ? path : err.sentence);
    struct chart_font *font = chart_font_open(true, &err);
    text_add_format(text, "; %s", font ? "the font Inter" : err.sentence);
    bool ready = found && font;
    chart_font_close(font);
    return ready;
}
