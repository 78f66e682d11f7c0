#include "chart/chart.h"

#include "chart/chart_font.h"
#include "chart/chart_image.h"
#include "chart/chart_kinds.h"
#include "chart/chart_terminal.h"
#include "chart/chart_title.h"

#include <string.h>

static const char *const kind_names[] = {"series", "dots", "heatmap"};

enum { WIDTH_PX = 800, KIND_COUNT = sizeof kind_names / sizeof *kind_names };

bool chart_kind_of(const char *name, enum chart_kind *kind)
{
    for (size_t i = 0; i < KIND_COUNT; i++)
        if (strcmp(name, kind_names[i]) == 0) {
            *kind = (enum chart_kind)i;
            return true;
        }
    return false;
}

const char *chart_kind_name(size_t index)
{
    return index < KIND_COUNT ? kind_names[index] : NULL;
}

static const char *title_of(struct chart_page *page)
{
    const struct chart_request *request = page->request;
    if (request->title)
        return request->title;
    switch (request->kind) {
    case CHART_SERIES:
        return chart_title_series(page->arena, page->data, request->measure,
                                  chart_data_decimals(request));
    case CHART_DOTS:
        return chart_title_highest(page->arena, page->data, request->measure, "pillars");
    case CHART_HEATMAP:
        break;
    }
    return chart_title_highest(page->arena, page->data, request->measure, "indicators");
}

/* Measure, span, what the ends mean, and what else the marks stand for. */
static const char *subtitle_of(struct chart_page *page)
{
    const struct chart_request *request = page->request;
    static const char *const what[] = {"", ", its pillars", ", its indicators"};
    static const char *const marks[] = {"Bands", "Lines"};
    const char *span = chart_data_span(page->arena, page->data);
    if (request->subtitle)
        return request->subtitle;
    const char *line = arena_printf(
        page->arena, "%s%s %s, %g (%s) to %g (%s).%s", request->measure, what[request->kind], span,
        request->scale_worst, request->unit_low, request->scale_best, request->unit_high,
        request->kind == CHART_HEATMAP ? " Hatched: no value, not zero." : "");
    if (!line || !request->band || request->kind == CHART_HEATMAP)
        return line;
    return arena_printf(page->arena, "%s %s: %s.", line, marks[request->kind == CHART_DOTS],
                        request->band);
}

static bool write_script(struct chart_page *page, struct err *err)
{
    double bottom = chart_page_head(page);
    switch (page->request->kind) {
    case CHART_SERIES:
        chart_series_plot(page, bottom);
        break;
    case CHART_DOTS:
        chart_dots_plot(page, bottom);
        break;
    case CHART_HEATMAP:
        chart_heatmap_plot(page, bottom);
        break;
    }
    return !page->script->failed || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

static bool set_texts(struct chart_page *page, struct err *err)
{
    page->title = title_of(page);
    page->subtitle = subtitle_of(page);
    return (page->title && page->subtitle) ||
           err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
}

static bool draw_page(struct chart_page *page, struct text_buffer *image, struct err *err)
{
    struct chart_font *font = NULL;
    if (page->format == CHART_TERMINAL) {
        if (!set_texts(page, err))
            return false;
        chart_terminal_draw(page, image);
        return !image->failed || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    }
    if (page->format != CHART_SCRIPT && !(font = chart_font_open(err)))
        return false;
    page->font = font;
    bool done = set_texts(page, err) && write_script(page, err);
    chart_font_close(font);
    if (done && page->format == CHART_SCRIPT) {
        text_add(image, page->script->bytes, page->script->length);
        return !image->failed || err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    }
    return done && chart_image_draw(page->request->gnuplot, page->script, page->format, page->title,
                                    page->subtitle, image, err);
}

bool chart_draw(const struct chart_request *request, enum chart_format format,
                struct text_buffer *image, struct text_buffer *script, struct err_list *notices,
                struct err *err)
{
    struct text_buffer own = {0};
    struct arena *arena = arena_new();
    struct chart_data *data = arena ? chart_data_read(arena, request, err) : NULL;
    if (!arena)
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
    bool done = false;
    if (data) {
        int height = chart_kinds_height(request->kind, data);
        struct chart_page page = {.arena = arena,
                                  .request = request,
                                  .data = data,
                                  .format = format,
                                  .width_px = request->width_px ? request->width_px : WIDTH_PX,
                                  .height_px = request->height_px ? request->height_px : height,
                                  .script = script ? script : &own,
                                  .notices = notices};
        done = draw_page(&page, image, err);
    }
    if (done && arena_failed(arena))
        done = err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing");
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
    struct chart_font *font = chart_font_open(&err);
    text_add_format(text, "; %s", font ? "the font Inter" : err.sentence);
    bool ready = found && font;
    chart_font_close(font);
    return ready;
}
