#include "cli/chart_rows.h"
#include "cli/cmd.h"
#include "cli/show.h"

#include "base/file.h"
#include "chart/chart.h"
#include "score/score_rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is drawn and where to. */
struct drawing {
    enum chart_kind kind;
    enum chart_format format;
    struct chart_request request;
};

static bool fail(struct session *session, enum err_code code, const char *sentence,
                 const char *hint)
{
    struct err err;
    err_set(&err, code, "%s", sentence);
    err_hint(&err, "%s", hint);
    return session_fail(session, &err);
}

static bool choose_kind(struct session *session, enum chart_kind *kind)
{
    struct err err;
    const struct opt *opt = session->opt;
    if (opt->argument_count == 0)
        return fail(session, ERR_ARGUMENT, "which chart?",
                    "tidemark chart series, dots or heatmap");
    if (opt->argument_count > 2) {
        err_set(&err, ERR_ARGUMENT,
                "`tidemark chart` takes a kind and at most one item, but got "
                "\"%s\" too",
                opt->arguments[2]);
        return session_fail(session, &err);
    }
    if (!chart_kind_of(opt->arguments[0], kind)) {
        err_set(&err, ERR_ARGUMENT, "there is no chart \"%s\"", opt->arguments[0]);
        err_hint(&err, "the charts are series, dots and heatmap");
        return session_fail(session, &err);
    }
    if (opt->argument_count == 2 && *kind != CHART_SERIES)
        return fail(session, ERR_ARGUMENT, "only a series chart is of one item",
                    "tidemark chart series civic_space");
    return true;
}

/* By --format, else by the extension of -o, else the terminal. */
static bool choose_format(struct session *session, enum chart_format *format)
{
    static const struct {
        const char *name;
        enum chart_format format;
    } formats[] = {{"svg", CHART_SVG},           {"png", CHART_PNG},      {"pdf", CHART_PDF},
                   {"terminal", CHART_TERMINAL}, {"txt", CHART_TERMINAL}, {"gp", CHART_SCRIPT}};
    struct err err;
    const struct opt *opt = session->opt;
    const char *dot = opt->output ? strrchr(opt->output, '.') : NULL;
    const char *name = opt->format ? opt->format : opt->output ? (dot ? dot + 1 : "") : "terminal";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(name, formats[i].name) == 0) {
            *format = formats[i].format;
            return true;
        }
    err_set(&err, ERR_OPTION_VALUE, "%s %s: a chart is svg, png, pdf or terminal",
            opt->format ? "--format" : "-o", opt->format ? opt->format : opt->output);
    err_hint(&err, "end the file in .svg, .png or .pdf");
    return session_fail(session, &err);
}

static bool choose_size(struct session *session, struct chart_request *request)
{
    const char *text = session->opt->size;
    char *end;
    if (!text)
        return true;
    long width = strtol(text, &end, 10);
    long height = *end == 'x' ? strtol(end + 1, &end, 10) : 0;
    if (*end != '\0' || width < 400 || width > 2400 || height < 300 || height > 2400)
        return fail(session, ERR_OPTION_VALUE, "--size is width x height in CSS pixels",
                    "from 400x300 to 2400x2400: --size 800x500");
    request->width_px = (int)width;
    request->height_px = (int)height;
    return true;
}

/* The item a series is of: the index unless named. */
static bool choose_item(struct session *session, const struct score *score, size_t *item)
{
    struct err err;
    const struct opt *opt = session->opt;
    *item = score_index(score);
    if (opt->argument_count < 2)
        return true;
    *item = score_item(score, text_of(opt->arguments[1]));
    if (*item != SIZE_MAX && score->compile->items[*item].text) {
        err_set(&err, ERR_ARGUMENT, "the result %s is a text: a series is drawn of numbers",
                opt->arguments[1]);
        err_hint(&err, "tidemark score --level result shows it");
        return session_fail(session, &err);
    }
    if (*item != SIZE_MAX && score->eligible[*item])
        return true;
    err_set(&err, ERR_ITEM_UNKNOWN,
            *item == SIZE_MAX ? "there is no result, pillar, group or indicator \"%s\""
                              : "%s takes no part under this rule",
            opt->arguments[1]);
    err_hint(&err, "tidemark explain lists the items of a score");
    return session_fail(session, &err);
}

static unsigned levels_of(enum chart_kind kind, unsigned item)
{
    switch (kind) {
    case CHART_SERIES:
    case CHART_SLOPE:
    case CHART_BUMP:
        return item;
    case CHART_HEATMAP:
        return SCORE_LEVEL_INDICATOR;
    default:
        return SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR;
    }
}

/* The periods: for a series all there are unless chosen; else those the reading shows. */
static bool select_rows(struct session *session, const struct reading *reading,
                        struct drawing *drawing)
{
    struct score_selection selection = {.first = reading->first, .last = reading->last};
    size_t item;
    if (!session_countries(session, &selection.countries, &selection.country_count) ||
        !choose_item(session, reading->score, &item))
        return false;
    selection.levels = levels_of(drawing->kind, score_rows_level(reading->score, item));
    selection.stage = SCORE_ROWS_NORMALISED;
    struct rows *rows = score_rows(session->arena, reading->score, &selection);
    if (rows && drawing->kind == CHART_SERIES)
        rows = chart_rows_of_item(session->arena, rows, score_item_id(reading->score, item));
    if (rows)
        session_meta(session, reading, rows);
    drawing->request.rows = rows;
    drawing->request.labels = chart_rows_labels(session->arena, reading, &selection);
    drawing->request.marks = drawing->kind == CHART_SERIES
                                 ? chart_rows_marks(session->arena, reading, &selection)
                                 : NULL;
    drawing->request.source = chart_rows_source(session->arena, reading, &selection);
    drawing->request.measure = chart_rows_measure(session->arena, reading, item);
    if (rows)
        drawing->request.band =
            chart_rows_band(session->arena, rows, session->opt->draws,
                            reading->score->compile->items[item].low != GRAPH_NONE);
    if (rows && drawing->request.labels && drawing->request.source && drawing->request.measure)
        return true;
    return fail(session, ERR_OUT_OF_MEMORY, "out of memory while preparing the chart", "");
}

static void say_notices(const struct session *session, const struct err_list *notices)
{
    for (size_t i = 0; i < notices->count && !session->opt->quiet; i++)
        fprintf(stderr, "notice: %s\n", notices->items[i].sentence);
}

static bool keep_script(struct session *session, const struct text_buffer *script)
{
    struct err err;
    const char *path = arena_printf(session->arena, "%s.gp", session->opt->output);
    if (!path || script->failed)
        return fail(session, ERR_OUT_OF_MEMORY, "out of memory while keeping the script", "");
    return file_replace(path, script->bytes ? script->bytes : "", script->length, &err) ||
           session_fail(session, &err);
}

static void draw(struct session *session, struct drawing *drawing)
{
    struct text_buffer image = {0}, script = {0};
    struct err_list notices = {0};
    struct err err;
    bool drawn = chart_draw(&drawing->request, drawing->format, &image, &script, &notices, &err);
    say_notices(session, &notices);
    if (session->opt->keep_script)
        keep_script(session, &script);
    if (drawn) {
        show_text(session, image.bytes ? image.bytes : "", image.length);
        show_warnings(session, drawing->request.rows);
    } else {
        session_fail(session, &err);
    }
    err_list_free(&notices);
    text_buffer_free(&image);
    text_buffer_free(&script);
}

static void chart(struct session *session)
{
    struct drawing drawing = {0};
    struct reading reading;
    const struct opt *opt = session->opt;
    if (!choose_kind(session, &drawing.kind) || !choose_format(session, &drawing.format) ||
        !choose_size(session, &drawing.request))
        return;
    if (opt->keep_script && !opt->output) {
        fail(session, ERR_OPTION_UNFIT,
             "--keep-script keeps a script beside a file, but there is "
             "no -o",
             "add -o FILE.svg");
        return;
    }
    const struct session_ask ask = {.span = drawing.kind == CHART_SERIES};
    if (!session_read(session, &ask, &reading) || !select_rows(session, &reading, &drawing))
        return;
    struct chart_request *request = &drawing.request;
    request->kind = drawing.kind;
    request->scale_worst = reading.rule->scale_worst;
    request->scale_best = reading.rule->scale_best;
    request->unit_low = "worst";
    request->unit_high = "best";
    request->title = opt->title;
    request->subtitle = opt->subtitle;
    request->note = opt->note ? opt->note : chart_rows_note(session->arena, &reading);
    request->columns = show_columns();
    request->colour = show_colour(opt, 1);
    request->gnuplot = opt->gnuplot;
    draw(session, &drawing);
}

enum err_status cmd_chart(const struct opt *opt)
{
    struct session session;
    if (session_open(&session, opt, false))
        chart(&session);
    return session_close(&session);
}
