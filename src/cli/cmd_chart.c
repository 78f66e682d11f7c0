#include "cli/chart_file.h"
#include "cli/chart_robust.h"
#include "cli/chart_scenario.h"
#include "cli/chart_scores.h"
#include "cli/chart_set.h"
#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/show.h"

#include "base/file.h"
#include "chart/chart.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is drawn and where to. whole: every kind that needs no further rows; file: where rows are
 * read instead of the project, or NULL. */
struct drawing {
    enum chart_kind kind;
    enum chart_format format;
    bool whole;
    const char *file;
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

/* The file that the arguments name; NULL when they name none. */
static const char *file_of(const struct opt *opt)
{
    bool named = opt->argument_count == 2 && chart_file_is(opt->arguments[1]);
    return named ? opt->arguments[1] : NULL;
}

static const char *kinds_text(struct session *session)
{
    struct text_buffer text = {0};
    for (size_t i = 0; chart_kind_name(i); i++)
        text_add_format(&text, "%s%s", i ? ", " : "", chart_kind_name(i));
    const char *kept = text.failed ? NULL : arena_text(session->arena, text.bytes, text.length);
    text_buffer_free(&text);
    return kept ? kept : "";
}

static bool choose_kind(struct session *session, struct drawing *drawing)
{
    struct err err;
    const struct opt *opt = session->opt;
    if (opt->argument_count == 0) {
        err_set(&err, ERR_ARGUMENT, "which chart?");
        err_hint(&err, "one of %s; or all", kinds_text(session));
        return session_fail(session, &err);
    }
    drawing->whole = strcmp(opt->arguments[0], "all") == 0;
    if (drawing->whole && opt->argument_count > 1)
        return fail(session, ERR_ARGUMENT, "`tidemark chart all` takes no item", "");
    if (drawing->whole || chart_kind_of(opt->arguments[0], &drawing->kind))
        return true;
    err_set(&err, ERR_ARGUMENT, "there is no chart \"%s\"", opt->arguments[0]);
    err_hint(&err, "the charts are %s; or all", kinds_text(session));
    return session_fail(session, &err);
}

/* By --format, else by the extension of -o, else the terminal. */
static bool choose_format(struct session *session, struct drawing *drawing)
{
    static const struct {
        const char *name;
        enum chart_format format;
    } formats[] = {{"svg", CHART_SVG},           {"png", CHART_PNG},      {"pdf", CHART_PDF},
                   {"terminal", CHART_TERMINAL}, {"txt", CHART_TERMINAL}, {"gp", CHART_SCRIPT}};
    struct err err;
    const struct opt *opt = session->opt;
    const char *dot = opt->output ? strrchr(opt->output, '.') : NULL;
    const char *name = opt->format      ? opt->format
                       : drawing->whole ? "svg"
                       : opt->output    ? (dot ? dot + 1 : "")
                                        : "terminal";
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(name, formats[i].name) == 0) {
            drawing->format = formats[i].format;
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

/* --focus, as ids in the request. */
static bool choose_focus(struct session *session, struct chart_request *request)
{
    const char *text = session->opt->focus;
    const char **ids = arena_alloc(session->arena, 3, sizeof *ids);
    size_t count = 0;
    while (text && ids && *text) {
        size_t length = strcspn(text, ",");
        if (count == 3)
            return fail(session, ERR_OPTION_VALUE, "--focus takes at most three countries",
                        "more colours could not be told apart");
        ids[count++] = arena_text(session->arena, text, length);
        text += length + (text[length] == ',');
    }
    request->focus = ids;
    request->focus_count = count;
    return session_complete(session);
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

static bool choose_texts(struct session *session, struct drawing *drawing)
{
    const struct opt *opt = session->opt;
    struct chart_request *request = &drawing->request;
    if (opt->keep_script && !opt->output)
        return fail(session, ERR_OPTION_UNFIT,
                    "--keep-script keeps a script beside a file, but there is no -o",
                    "add -o FILE.svg");
    if (drawing->format == CHART_TERMINAL && !drawing->whole && !chart_kind_terminal(drawing->kind))
        return fail(session, ERR_ARGUMENT, "this kind of chart cannot be drawn in a terminal",
                    "write a file: -o chart.svg, .png or .pdf");
    if (opt->scale && !drawing->file)
        return fail(session, ERR_OPTION_UNFIT,
                    "--scale says what a file's figures may be, but the figures are the project's, "
                    "whose rule has a scale",
                    "leave it out, or set `scale` in the rule");
    if ((opt->measure || opt->source) && !drawing->file)
        return fail(session, ERR_OPTION_UNFIT,
                    "--measure and --source are for figures of a file, but the figures are the "
                    "project's, which knows what they are and where they are from",
                    "leave them out; --subtitle and --note put your words on the chart");
    if (opt->lang && !chart_words_language(opt->lang, &request->language))
        return fail(session, ERR_OPTION_VALUE, "--lang wants en or ru", "--lang ru");
    request->kind = drawing->kind;
    request->title = opt->title;
    request->subtitle = opt->subtitle;
    request->note = opt->note;
    request->columns = show_columns();
    request->colour = show_colour(opt, 1);
    request->gnuplot = opt->gnuplot;
    return choose_focus(session, request);
}

/* What the options say alone, before any figure is read. */
static bool choose(struct session *session, struct drawing *drawing)
{
    drawing->file = file_of(session->opt);
    return choose_kind(session, drawing) && choose_format(session, drawing) &&
           choose_size(session, &drawing->request) && choose_texts(session, drawing);
}

/* The rows of one chart and what is said around them. */
static bool request_rows(struct session *session, struct drawing *drawing)
{
    const struct opt *opt = session->opt;
    struct reading reading;
    if (drawing->file)
        return chart_file_read(session, drawing->file, &drawing->request);
    if (chart_scenario_is(drawing->kind))
        return chart_scenario_request(session, opt->arguments + 1, opt->argument_count - 1,
                                      &drawing->request);
    if (drawing->kind == CHART_RANKS)
        return session_read(session, &(struct session_ask){.around = true, .exact = true},
                            &reading) &&
               chart_robust_request(session, &reading, opt->arguments + 1, opt->argument_count - 1,
                                    &drawing->request);
    const struct session_ask ask = {.span = chart_scores_span(drawing->kind),
                                    .around = drawing->kind == CHART_WATERFALL};
    return session_read(session, &ask, &reading) &&
           chart_scores_request(session, &reading, opt->arguments + 1, opt->argument_count - 1,
                                &drawing->request);
}

static bool draw(struct session *session, const struct drawing *drawing, struct text_buffer *image)
{
    struct text_buffer script = {0};
    struct err_list notices = {0};
    struct err err;
    bool drawn = chart_draw(&drawing->request, drawing->format, image, &script, &notices, &err);
    say_notices(session, &notices);
    if (session->opt->keep_script)
        keep_script(session, &script);
    if (!drawn)
        session_fail(session, &err);
    err_list_free(&notices);
    text_buffer_free(&script);
    return drawn;
}

bool cmd_chart_image(struct session *session, struct text_buffer *image, const struct rows **rows)
{
    struct drawing drawing = {0};
    if (!choose(session, &drawing))
        return false;
    if (drawing.whole)
        return fail(session, ERR_ARGUMENT, "a call draws one kind of chart, not all", "");
    if (drawing.file)
        return fail(session, ERR_ARGUMENT,
                    "a chart is drawn here of the project's figures, not of those of a file",
                    "tidemark chart KIND FILE.csv draws them");
    if (!request_rows(session, &drawing))
        return false;
    *rows = drawing.request.rows;
    return draw(session, &drawing, image);
}

/* Draws every kind of a reading into the folder of -o, a file a kind. */
static void show_all(struct session *session, struct drawing *drawing)
{
    struct chart_set set;
    const char *name = session->opt->format ? session->opt->format : "svg";
    if (!session->opt->output)
        fail(session, ERR_ARGUMENT, "where to? `tidemark chart all` writes a file a kind",
             "tidemark chart all -o FOLDER --format svg");
    else if (chart_set_prepare(session, drawing->format, &drawing->request, &set))
        chart_set_draw(session, &set, session->opt->output, name);
}

static void show_one(struct session *session, struct drawing *drawing)
{
    struct text_buffer image = {0};
    if (request_rows(session, drawing) && draw(session, drawing, &image)) {
        show_text(session, image.bytes ? image.bytes : "", image.length);
        show_warnings(session, drawing->request.rows);
    }
    text_buffer_free(&image);
}

/* A chart of a file needs no project. */
static bool open_session(struct session *session, const struct opt *opt)
{
    if (!file_of(opt))
        return session_open(session, opt, false);
    *session = (struct session){.opt = opt, .lock = -1};
    session->arena = session->lasting = arena_new();
    return session_complete(session);
}

enum err_status cmd_chart(const struct opt *opt)
{
    struct session session;
    struct drawing drawing = {0};
    if (open_session(&session, opt) && choose(&session, &drawing)) {
        if (drawing.whole)
            show_all(&session, &drawing);
        else
            show_one(&session, &drawing);
    }
    return session_close(&session);
}
