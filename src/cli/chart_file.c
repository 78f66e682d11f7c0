#include "cli/chart_file.h"

#include "base/csv.h"
#include "base/file.h"
#include "base/number.h"
#include "chart/chart_tidy.h"
#include "cli/chart_judgement.h"
#include "model/project.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BYTES_MAX = 64 * 1024 * 1024, COLUMNS_MAX = 64 };

static const char *const numbers[] = {
    "value",        "low",    "high",        "coverage",     "before",       "after",
    "contribution", "rank",   "share",       "runs",         "published",    "base",
    "baseline",     "low_50", "high_50",     "low_80",       "high_80",      "low_95",
    "high_95",      "gain",   "gain_low_80", "gain_high_80", "chance_point", "chance_point_worse"};

bool chart_file_is(const char *argument)
{
    size_t length = strlen(argument);
    return strcmp(argument, "-") == 0 || (length > 4 && strcmp(argument + length - 4, ".csv") == 0);
}

static bool is_number(const char *column)
{
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (strcmp(numbers[i], column) == 0)
            return true;
    return false;
}

/* All of stdin; NULL with err. */
static char *read_stdin(struct arena *arena, size_t *length, struct err *err)
{
    struct text_buffer all = {0};
    char piece[16384];
    ssize_t got;
    while ((got = read(STDIN_FILENO, piece, sizeof piece)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 || all.length + (size_t)got > BYTES_MAX)
            break;
        text_add(&all, piece, (size_t)got);
    }
    char *kept = NULL;
    if (got < 0)
        err_set(err, ERR_FILE_READ, "stdin cannot be read: %s", strerror(errno));
    else if (got > 0)
        err_set(err, ERR_FILE_READ, "stdin has more than %d MiB", BYTES_MAX / 1024 / 1024);
    else if (all.failed || !(kept = arena_text(arena, all.bytes ? all.bytes : "", all.length)))
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading stdin");
    *length = all.length;
    text_buffer_free(&all);
    return kept;
}

/* What reading a record came to, as a sentence; true for a record and the end. */
static bool judge(enum csv_result result, const char *path, const struct csv *csv, struct err *err)
{
    if (result == CSV_RECORD || result == CSV_END)
        return true;
    if (result == CSV_OUT_OF_MEMORY)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", path);
    err_set(err, ERR_CHART_ROWS, "%s",
            result == CSV_UNEVEN     ? "a record has another number of fields than the header"
            : result == CSV_TOO_MANY ? "a record has more than 64 fields"
                                     : csv_problem(result));
    err_at(err, (struct err_place){.file = path, .line = csv->line, .column = 1});
    return false;
}

static bool read_header(struct arena *arena, struct csv *csv, const char *path,
                        struct rows_column **columns, size_t *count, struct err *err)
{
    struct text fields[COLUMNS_MAX];
    enum csv_result result = csv_next(csv, fields, COLUMNS_MAX, count);
    if (!judge(result, path, csv, err))
        return false;
    if (result == CSV_END)
        return err_set(err, ERR_CHART_ROWS, "%s is empty: its first line names columns", path);
    *columns = arena_alloc(arena, *count, sizeof **columns);
    for (size_t i = 0; *columns && i < *count; i++) {
        const char *name = arena_text(arena, fields[i].bytes, fields[i].length);
        if (!name)
            break;
        (*columns)[i] = (struct rows_column){name, NULL, is_number(name) ? ROWS_NUMBER : ROWS_TEXT,
                                             is_number(name) ? -1 : 0};
    }
    return !arena_failed(arena) ||
           err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", path);
}

static bool add_field(struct rows *rows, size_t column, struct text field, const char *path,
                      uint32_t line, struct err *err)
{
    double number;
    if (rows->columns[column].type == ROWS_TEXT) {
        rows_set_text(rows, column, arena_text(rows->arena, field.bytes, field.length));
        return true;
    }
    if (field.length == 0)
        return true;
    enum number_problem problem = number_parse(field.bytes, field.length, &number);
    if (problem == NUMBER_OK) {
        rows_set_number(rows, column, number);
        return true;
    }
    err_set(err, ERR_CHART_ROWS, "the %s is \"%.*s\": %s", rows->columns[column].name,
            (int)(field.length < 40 ? field.length : 40), field.bytes,
            number_problem_text(problem));
    err_at(err, (struct err_place){.file = path, .line = line, .column = 1});
    return false;
}

static struct rows *read_rows(struct arena *arena, const char *path, const char *bytes,
                              size_t length, struct err *err)
{
    struct csv csv;
    struct rows_column *columns = NULL;
    struct text fields[COLUMNS_MAX];
    size_t count, width = 0;
    csv_open(&csv, arena, bytes, length);
    if (!read_header(arena, &csv, path, &columns, &width, err))
        return NULL;
    struct rows *rows = rows_new(arena, columns, width);
    enum csv_result result = CSV_END;
    while (rows && (result = csv_next(&csv, fields, COLUMNS_MAX, &count)) == CSV_RECORD) {
        if (count != width) {
            judge(CSV_UNEVEN, path, &csv, err);
            return NULL;
        }
        rows_add(rows);
        for (size_t i = 0; i < width; i++)
            if (!add_field(rows, i, fields[i], path, csv.line, err))
                return NULL;
    }
    if (!judge(result, path, &csv, err))
        return NULL;
    if (!rows || rows->failed || arena_failed(arena))
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", path), NULL;
    return rows;
}

/* The name a project gives an id; NULL when it has none. */
static const char *name_in(const struct project *project, const char *id)
{
    uint32_t country = project_country(project, (struct text){id, strlen(id)});
    if (country != UINT32_MAX && strcmp(project->countries[country].id, id) == 0)
        return project->countries[country].name;
    for (uint32_t i = 0; i < project->codebook->node_count; i++)
        if (strcmp(project->codebook->nodes[i].id, id) == 0)
            return project->codebook->nodes[i].name;
    return NULL;
}

/* Ids that the rows do not name are named by the project around, if there is one without errors. */
static void name_labels(struct session *session, struct rows *labels)
{
    struct err err;
    struct err_list problems = {0};
    const char *start = session->opt->root ? session->opt->root : ".";
    const char *root = file_find_upward(session->arena, start, "indicators/index.yaml", &err);
    struct project *project = root ? project_load(session->arena, root, &problems) : NULL;
    size_t id = rows_find(labels, "id"), name = rows_find(labels, "name");
    for (size_t row = 0; project && problems.errors == 0 && row < labels->count; row++) {
        const char **names = labels->data[name];
        const char *better = name_in(project, rows_text(labels, row, id));
        if (better && strcmp(names[row], rows_text(labels, row, id)) == 0)
            names[row] = better;
    }
    err_list_free(&problems);
}

static bool read_scale(struct session *session, struct chart_request *request)
{
    const char *text = session->opt->scale, *dots = text ? strstr(text, "..") : NULL;
    request->scale_worst = request->scale_best = NAN;
    if (!text)
        return true;
    if (dots && number_parse(text, (size_t)(dots - text), &request->scale_worst) == NUMBER_OK &&
        number_parse(dots + 2, strlen(dots + 2), &request->scale_best) == NUMBER_OK &&
        request->scale_worst != request->scale_best)
        return true;
    struct err err;
    err_set(&err, ERR_OPTION_VALUE, "--scale wants the worst and the best value, not \"%s\"", text);
    err_hint(&err, "--scale 0..100");
    return session_fail(session, &err);
}

static bool is_listed(const char *list, const char *id)
{
    size_t length = strlen(id);
    for (const char *at = list; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
        if (strcspn(at, ",") == length && strncmp(at, id, length) == 0)
            return true;
    return false;
}

/* The rows of the countries of --countries; all of them without it. */
static struct rows *chosen_rows(struct session *session, struct rows *rows)
{
    const char *list = session->opt->countries;
    size_t country = rows_find(rows, "country");
    if (!list || country == SIZE_MAX)
        return rows;
    struct rows *chosen = rows_new(session->arena, rows->columns, rows->column_count);
    for (size_t row = 0; chosen && row < rows->count; row++)
        if (is_listed(list, rows_text(rows, row, country)))
            rows_add_like(chosen, rows, row);
    if (chosen && !chosen->failed && chosen->count > 0)
        return chosen;
    struct err err;
    if (!chosen || chosen->failed)
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while choosing countries");
    else
        err_set(&err, ERR_CHART_ROWS, "no row is of a country of --countries %s", list);
    return session_fail(session, &err), NULL;
}

/* The measure a file's rows are of: the name of their one item, or a word that fits any. The items
 * of rows that have a base are assumptions. */
static const char *measure_of(enum chart_language language, const struct rows *rows,
                              const struct rows *labels)
{
    const char *found = NULL;
    bool assumptions = rows_find(rows, "base") != SIZE_MAX;
    size_t kind = rows_find(labels, "kind"), name = rows_find(labels, "name");
    size_t id = rows_find(labels, "id");
    for (size_t row = 0; row < labels->count && !assumptions; row++) {
        if (strcmp(rows_text(labels, row, kind), "country") == 0)
            continue;
        if (strcmp(rows_text(labels, row, id), "index") == 0)
            return strcmp(rows_text(labels, row, name), "index") == 0
                       ? chart_words(language, "Score")
                       : rows_text(labels, row, name);
        if (found)
            return chart_words(language, "Score");
        found = rows_text(labels, row, name);
    }
    return found && *found ? found : chart_words(language, "Score");
}

/* Whether a list apart at "; " has the text. */
static bool is_among(const char *list, const char *text)
{
    size_t length = strlen(text);
    for (const char *at = list; (at = strstr(at, text)); at++)
        if ((at == list || (at - list > 1 && strncmp(at - 2, "; ", 2) == 0)) &&
            (at[length] == '\0' || at[length] == ';'))
            return true;
    return false;
}

/* The texts of a column, each once, apart at semicolons; "" when there are none, NULL without
 * memory. */
static const char *texts_of(struct arena *arena, const struct rows *rows, const char *column)
{
    const char *all = "";
    size_t at = rows_find(rows, column);
    for (size_t row = 0; all && at != SIZE_MAX && row < rows->count; row++) {
        const char *text = rows_text(rows, row, at);
        if (*text && !is_among(all, text))
            all = arena_printf(arena, "%s%s%s", all, *all ? "; " : "", text);
    }
    return all;
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* What the rows rest on: judged magnitudes, provisional codings. NULL where neither. */
static const char *note_of(struct session *session, enum chart_language language,
                           const struct rows *rows)
{
    const char *judged = chart_judgement_note(session->arena, language, rows);
    size_t flags = rows_find(rows, "flags");
    bool provisional = false;
    for (size_t row = 0; flags != SIZE_MAX && row < rows->count && !provisional; row++)
        provisional = strstr(rows_text(rows, row, flags), "draft") != NULL;
    if (!provisional)
        return judged;
    const char *drafts =
        chart_words(language, "Provisional codings, not reviewed, stand behind these figures.");
    return judged ? arena_printf(session->arena, "%s %s", judged, drafts) : drafts;
}

bool chart_file_read(struct session *session, const char *path, struct chart_request *request)
{
    struct err err;
    size_t length;
    bool piped = strcmp(path, "-") == 0;
    const char *bytes = piped ? read_stdin(session->arena, &length, &err)
                              : file_read(session->arena, path, BYTES_MAX, &length, &err);
    struct rows *rows =
        bytes ? read_rows(session->arena, piped ? "stdin" : path, bytes, length, &err) : NULL;
    if (!rows)
        return session_fail(session, &err);
    rows = chosen_rows(session, rows);
    if (!rows || !read_scale(session, request))
        return false;
    struct rows *labels = chart_tidy_labels(session->arena, rows);
    if (!labels) {
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", path);
        return session_fail(session, &err);
    }
    name_labels(session, labels);
    request->rows = rows;
    request->labels = labels;
    const char *measure = session->opt->measure, *sources = session->opt->source;
    measure = measure ? measure : texts_of(session->arena, rows, "measure");
    sources = sources ? sources : texts_of(session->arena, rows, "source");
    request->measure = measure && *measure ? measure : measure_of(request->language, rows, labels);
    if (!request->note)
        request->note = note_of(session, request->language, rows);
    request->unit_low = chart_words(request->language, "worst");
    request->unit_high = chart_words(request->language, "best");
    request->source = arena_printf(
        session->arena, chart_words(request->language, "Drawn from %s by Tidemark %s."),
        piped ? chart_words(request->language, "figures given") : base_of(path), TIDEMARK_VERSION);
    if (request->source && sources && *sources)
        request->source =
            arena_printf(session->arena, "%s%s. %s", chart_words(request->language, "Sources: "),
                         sources, request->source);
    return session_complete(session);
}
