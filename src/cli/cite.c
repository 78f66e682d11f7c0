#include "cli/cite.h"

#include "base/hash.h"

#include <stdlib.h>
#include <string.h>

static const struct rows_column columns[CITE_COLUMNS] = {
    [CITE_KIND] = {"kind", NULL, ROWS_TEXT, 0},
    [CITE_ID] = {"id", NULL, ROWS_TEXT, 0},
    [CITE_TITLE] = {"title", NULL, ROWS_TEXT, 0},
    [CITE_PUBLISHER] = {"publisher", NULL, ROWS_TEXT, 0},
    [CITE_DATE] = {"date", NULL, ROWS_TEXT, 0},
    [CITE_URL] = {"url", NULL, ROWS_TEXT, 0},
    [CITE_LICENCE] = {"licence", NULL, ROWS_TEXT, 0},
    [CITE_VALUES] = {"values", NULL, ROWS_NUMBER, 0},
    [CITE_SHA256] = {"sha256", NULL, ROWS_TEXT, 0},
};

static bool shows(const struct score_selection *selection, uint32_t country)
{
    for (size_t i = 0; i < selection->country_count; i++)
        if (selection->countries[i] == country)
            return true;
    return false;
}

/* How many cells of the selection stand on each source. */
static void count_values(const struct reading *reading, const struct score_selection *selection,
                         size_t *values)
{
    const struct panel *panel = reading->panel;
    const struct codebook *codebook = panel->project->codebook;
    for (uint32_t i = 0; i < panel->indicators; i++)
        for (size_t row = 0; row < panel->rows; row++) {
            struct observation made;
            int32_t period = panel_period(panel, row);
            if (reading->score->eligible[codebook->indicators[i].node] &&
                period >= selection->first && period <= selection->last &&
                shows(selection, panel_country(panel, row)) &&
                panel_observation(panel, i, row, &made))
                values[made.source]++;
        }
}

static void add_source(struct rows *rows, const struct source *source, size_t values)
{
    char date[DATE_PRINT_SIZE] = "";
    if (source->dated)
        date_print(source->date, date);
    rows_add(rows);
    rows_set_text(rows, CITE_KIND, "source");
    rows_set_text(rows, CITE_ID, source->id);
    rows_set_text(rows, CITE_TITLE, source->title);
    rows_set_text(rows, CITE_PUBLISHER, source->publisher);
    rows_set_text(rows, CITE_DATE, arena_text(rows->arena, date, strlen(date)));
    rows_set_text(rows, CITE_URL, source->url);
    rows_set_text(rows, CITE_LICENCE, source->licence);
    rows_set_number(rows, CITE_VALUES, (double)values);
}

static const char *hash_of(const struct session *session, const char *file)
{
    for (const struct session_script *script = session->scripts; script && file;
         script = script->later)
        if (strcmp(script->file.path, file) == 0)
            return script->file.sha256;
    return "";
}

static int by_path(const void *a, const void *b)
{
    const struct project_file *one = a, *other = b;
    return strcmp(one->path, other->path);
}

/* The files of a folder that were read, and the hash of the list of theirs. */
static bool add_folder(struct session *session, const char *folder, struct rows *rows)
{
    const struct project *project = session->project;
    size_t count = 0, length = strlen(folder);
    struct text_buffer list = {0};
    char text[HASH_TEXT_SIZE];
    struct project_file *files =
        arena_alloc(session->arena, project->file_count + 1, sizeof *files);
    if (!files)
        return false;
    for (size_t i = 0; i < project->file_count; i++)
        if (strncmp(project->files[i].path, folder, length) == 0 &&
            project->files[i].path[length] == '/')
            files[count++] = project->files[i];
    qsort(files, count, sizeof *files, by_path);
    for (size_t i = 0; i < count; i++)
        text_add_format(&list, "%s  %s\n", files[i].sha256, files[i].path);
    hash_bytes(list.bytes ? list.bytes : "", list.length, text);
    bool listed = !list.failed;
    text_buffer_free(&list);
    rows_add(rows);
    rows_set_text(rows, CITE_KIND, "folder");
    rows_set_text(rows, CITE_ID, folder);
    rows_set_text(rows, CITE_TITLE,
                  arena_printf(rows->arena, "%zu file%s", count, count == 1 ? "" : "s"));
    rows_set_text(rows, CITE_SHA256, arena_text(rows->arena, text, strlen(text)));
    return listed;
}

static bool add_engine(struct session *session, const struct reading *reading, struct rows *rows)
{
    const struct codebook *codebook = session->project->codebook;
    rows_add(rows);
    rows_set_text(rows, CITE_KIND, "rule");
    rows_set_text(rows, CITE_ID, reading->rule->name);
    rows_set_text(rows, CITE_TITLE, reading->rule->title);
    rows_set_text(rows, CITE_SHA256, hash_of(session, reading->rule->file));
    rows_add(rows);
    rows_set_text(rows, CITE_KIND, "codebook");
    rows_set_text(rows, CITE_ID, codebook->id);
    rows_set_text(rows, CITE_TITLE, codebook->title);
    rows_set_text(rows, CITE_DATE, codebook->version);
    if (!add_folder(session, "indicators", rows) || !add_folder(session, "data", rows))
        return false;
    rows_add(rows);
    rows_set_text(rows, CITE_KIND, "program");
    rows_set_text(rows, CITE_ID, "tidemark");
    rows_set_text(rows, CITE_TITLE, "Tidemark");
    rows_set_text(rows, CITE_DATE, TIDEMARK_VERSION);
    return true;
}

struct rows *cite_rows(struct session *session, const struct reading *reading,
                       const struct score_selection *selection)
{
    const struct sources *sources = session->project->sources;
    size_t *values = arena_alloc(session->arena, sources->count + 1, sizeof *values);
    struct rows *rows = rows_new(session->arena, columns, CITE_COLUMNS);
    if (!values || !rows)
        return NULL;
    count_values(reading, selection, values);
    for (size_t i = 0; i < sources->count; i++)
        if (values[i] > 0)
            add_source(rows, &sources->items[i], values[i]);
    if (!add_engine(session, reading, rows))
        return NULL;
    session_meta(session, reading, rows);
    return rows->failed ? NULL : rows;
}

static const char *meta(const struct rows *rows, const char *key)
{
    const char *value = rows_get_meta(rows, key, 0);
    return value ? value : "";
}

static void add_part(struct text_buffer *out, const char *before, const char *text)
{
    if (*text)
        text_add_format(out, "%s%s", before, text);
}

void cite_text(const struct rows *rows, struct text_buffer *out)
{
    text_add_string(out, "Sources\n\n");
    for (size_t row = 0; row < rows->count; row++) {
        const char *title = rows_text(rows, row, CITE_TITLE);
        if (strcmp(rows_text(rows, row, CITE_KIND), "source") != 0)
            continue;
        const char *publisher = rows_text(rows, row, CITE_PUBLISHER);
        text_add_format(out, "- %s", *publisher ? publisher : "Publisher not stated");
        add_part(out, ": ", title);
        add_part(out, ", ", rows_text(rows, row, CITE_DATE));
        add_part(out, ". ", rows_text(rows, row, CITE_URL));
        add_part(out, ". Licence: ", rows_text(rows, row, CITE_LICENCE));
        text_add_format(out, ". [%s, %.0f values]\n", rows_text(rows, row, CITE_ID),
                        rows_number(rows, row, CITE_VALUES));
    }
    text_add_string(out, "\nComputed with\n\n");
    for (size_t row = 0; row < rows->count; row++) {
        const char *kind = rows_text(rows, row, CITE_KIND);
        if (strcmp(kind, "source") == 0)
            continue;
        text_add_format(out, "- %s %s", kind, rows_text(rows, row, CITE_ID));
        if (strcmp(kind, "program") != 0)
            add_part(out, ": ", rows_text(rows, row, CITE_TITLE));
        add_part(out, ", version ", rows_text(rows, row, CITE_DATE));
        add_part(out, ", sha256 ", rows_text(rows, row, CITE_SHA256));
        text_add_string(out, "\n");
    }
    text_add_format(out, "\nPeriods %s to %s, %s reading", meta(rows, "first_period"),
                    meta(rows, "last_period"), meta(rows, "reading"));
    add_part(out, ", as known on ", meta(rows, "as_known"));
    text_add_format(out, ". Intervals: %s draws, seed %s.\n", meta(rows, "draws"),
                    meta(rows, "seed"));
}
