#include "cli/release.h"

#include "base/file.h"
#include "base/gzip.h"
#include "base/hash.h"
#include "chart/chart.h"
#include "cli/chart_set.h"
#include "cli/cite.h"
#include "out/out.h"
#include "score/score_explain.h"
#include "score/score_rows.h"
#include "score/score_status.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while putting a release together");
    return session_fail(session, &err);
}

static bool add(struct release *release, const char *name, const char *bytes, size_t length)
{
    if (release->count == release->capacity) {
        size_t capacity = release->capacity ? release->capacity * 2 : 64;
        release->files = arena_grow(release->arena, release->files, release->capacity, capacity,
                                    sizeof *release->files);
        if (!release->files)
            return false;
        release->capacity = capacity;
    }
    release->files[release->count++] = (struct archive_file){name, bytes, length};
    return true;
}

/* Adds what a buffer holds, and frees it. */
static bool add_buffer(struct release *release, const char *name, struct text_buffer *buffer)
{
    char *kept = buffer->failed ? NULL
                                : arena_text(release->arena, buffer->bytes ? buffer->bytes : "",
                                             buffer->length);
    bool added = kept && name && add(release, name, kept, buffer->length);
    text_buffer_free(buffer);
    return added;
}

/* A file of the project, which must be the one that was read. */
static bool add_input(struct session *session, struct release *release, const char *path,
                      const char *sha256)
{
    struct err err;
    size_t length;
    char now[HASH_TEXT_SIZE];
    const char *full = file_join(release->arena, session->root, path);
    const char *name = arena_printf(release->arena, "project/%s", path);
    if (!full || !name)
        return out_of_memory(session);
    if (!archive_is_name(name)) {
        err_set(&err, ERR_RELEASE_OUTSIDE, "%s stands outside the project", path);
        err_hint(&err, "a release holds what is inside it; put the script into scripts/rules");
        return session_fail(session, &err);
    }
    const char *bytes = file_read(release->arena, full, 0, &length, &err);
    if (!bytes)
        return session_fail(session, &err);
    hash_bytes(bytes, length, now);
    if (strcmp(now, sha256) == 0)
        return add(release, name, bytes, length) || out_of_memory(session);
    err_set(&err, ERR_FILE_CHANGED, "%s changed while the release was being made", path);
    err_hint(&err, "make it again");
    return session_fail(session, &err);
}

static bool add_inputs(struct session *session, struct release *release)
{
    const struct project *project = session->project;
    for (size_t i = 0; i < project->file_count; i++)
        if (!add_input(session, release, project->files[i].path, project->files[i].sha256))
            return false;
    for (const struct session_frame *kept = session->frames; kept; kept = kept->earlier)
        if (!add_input(session, release, kept->frame->file, kept->frame->sha256))
            return false;
    for (const struct session_script *script = session->scripts; script; script = script->later)
        if (!add_input(session, release, script->file.path, script->file.sha256))
            return false;
    return true;
}

static bool add_rows(struct session *session, struct release *release, const char *name,
                     const struct rows *rows, enum out_format format)
{
    struct text_buffer buffer = {0};
    const struct out_options options = {0};
    bool made = rows && out_rows(rows, format, &options, &buffer);
    if (!made)
        text_buffer_free(&buffer);
    return (made && add_buffer(release, name, &buffer)) || out_of_memory(session);
}

static bool add_scores(struct session *session, struct release *release,
                       const struct reading *reading, const struct score_selection *shown)
{
    struct score_selection selection = *shown;
    selection.levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_GROUP |
                       SCORE_LEVEL_INDICATOR | SCORE_LEVEL_RESULT;
    selection.stage = SCORE_ROWS_NORMALISED;
    struct rows *rows = score_rows(session->arena, reading->score, &selection);
    if (!rows)
        return out_of_memory(session);
    session_meta(session, reading, rows);
    return add_rows(session, release, "results/score.csv", rows, OUT_CSV) &&
           add_rows(session, release, "results/score.json", rows, OUT_JSON);
}

/* The latest period shown in which a country has an index; INT32_MIN when it never has. */
static int32_t last_with_index(const struct reading *reading, uint32_t country)
{
    size_t index = score_index(reading->score);
    for (int32_t period = reading->last; period >= reading->first; period--) {
        size_t row = score_row(reading->score, country, period);
        if (row != SIZE_MAX && !isnan(score_value(reading->score, index, row)))
            return period;
    }
    return INT32_MIN;
}

static bool add_explanations(struct session *session, struct release *release,
                             const struct reading *reading, const struct score_selection *selection)
{
    for (size_t i = 0; i < selection->country_count; i++) {
        uint32_t country = selection->countries[i];
        int32_t period = last_with_index(reading, country);
        const char *name = arena_printf(release->arena, "results/explain_%s.csv",
                                        session->project->countries[country].id);
        if (period == INT32_MIN || !name || !archive_is_name(name))
            continue;
        struct rows *rows = score_explain(session->arena, reading->score,
                                          score_index(reading->score), country, period);
        if (!add_rows(session, release, name, rows, OUT_CSV))
            return false;
    }
    struct rows *status = score_status(session->arena, reading->score, reading->last,
                                       selection->countries, selection->country_count);
    return add_rows(session, release, "results/status.csv", status, OUT_CSV);
}

static bool add_charts(struct session *session, struct release *release)
{
    struct chart_set set;
    bool added = true;
    if (!chart_set_prepare(session, CHART_SVG, &(struct chart_request){0}, &set))
        return false;
    chart_set_images(session, &set);
    for (size_t i = 0; added && i < set.count; i++) {
        struct chart_set_item *item = &set.items[i];
        if (!item->drawn && item->err.code == ERR_CHART_ROWS)
            continue;
        const char *name =
            arena_printf(release->arena, "charts/%s.svg", chart_kind_name(item->kind));
        if (!item->drawn)
            added = session_fail(session, &item->err);
        else
            added = add_buffer(release, name, &item->image) || out_of_memory(session);
    }
    chart_set_free(&set);
    return added;
}

static bool add_citation(struct session *session, struct release *release,
                         const struct reading *reading, const struct score_selection *selection)
{
    struct text_buffer text = {0};
    struct rows *rows = cite_rows(session, reading, selection);
    if (rows)
        cite_text(rows, &text);
    return (rows && add_buffer(release, "CITATION.txt", &text)) || out_of_memory(session);
}

static bool add_words(struct session *session, struct release *release)
{
    static const char about[] =
        "A release of Tidemark\n\n"
        "project/       the model as it was read: codebook, sources, data, rules\n"
        "results/       scores, what takes off the best possible score, findings\n"
        "charts/        the charts of these figures\n"
        "CITATION.txt   whom to cite\n"
        "OPTIONS        what was asked for; empty: nothing beyond the model's own\n"
        "VERSION        the program that made it\n"
        "SHA256SUMS     of every file here\n\n"
        "Is it whole?         sha256sum -c SHA256SUMS\n"
        "Are the figures so?  tidemark verify FOLDER\n";
    struct text_buffer options = {0};
    opt_words(session->opt, RELEASE_GROUPS, &options);
    return (add_buffer(release, "OPTIONS", &options) &&
            add(release, "VERSION", "tidemark " TIDEMARK_VERSION "\n",
                strlen("tidemark " TIDEMARK_VERSION "\n")) &&
            add(release, "README.txt", about, strlen(about))) ||
           out_of_memory(session);
}

static int by_name(const void *a, const void *b)
{
    const struct archive_file *one = a, *other = b;
    return strcmp(one->name, other->name);
}

static bool add_sums(struct session *session, struct release *release)
{
    struct text_buffer sums = {0};
    char text[HASH_TEXT_SIZE];
    qsort(release->files, release->count, sizeof *release->files, by_name);
    for (size_t i = 0; i < release->count; i++) {
        hash_bytes(release->files[i].bytes, release->files[i].length, text);
        text_add_format(&sums, "%s  %s\n", text, release->files[i].name);
    }
    bool added = add_buffer(release, "SHA256SUMS", &sums);
    qsort(release->files, release->count, sizeof *release->files, by_name);
    return added || out_of_memory(session);
}

bool release_make(struct session *session, struct release *release)
{
    struct reading reading;
    struct score_selection selection = {0};
    *release = (struct release){.arena = session->arena};
    if (!session_countries(session, &selection.countries, &selection.country_count) ||
        !session_read(session, &(struct session_ask){.span = true}, &reading))
        return false;
    selection.first = reading.first;
    selection.last = reading.last;
    return add_scores(session, release, &reading, &selection) &&
           add_explanations(session, release, &reading, &selection) &&
           add_charts(session, release) && add_citation(session, release, &reading, &selection) &&
           add_words(session, release) && add_inputs(session, release) &&
           add_sums(session, release) && session_complete(session);
}

const struct archive_file *release_find(const struct release *release, const char *name)
{
    for (size_t i = 0; i < release->count; i++)
        if (strcmp(release->files[i].name, name) == 0)
            return &release->files[i];
    return NULL;
}

/* All files of an archive; false with err. */
static bool read_archive(struct arena *arena, const char *path, struct release *release,
                         struct err *err)
{
    size_t length, expanded;
    const char *packed = file_read(arena, path, 0, &length, err);
    const char *bytes =
        packed && gzip_is(packed, length)
            ? gzip_expand(arena, path, packed, length, FILE_READ_MAX_BYTES, &expanded, err)
            : packed;
    if (bytes == packed)
        expanded = length;
    if (!bytes)
        return false;
    release->count = archive_read(arena, path, bytes, expanded, &release->files, err);
    return release->count != SIZE_MAX;
}

/* The folder that all names begin with, as an archive has one; "" when they do not. */
static const char *common_folder(struct arena *arena, const struct release *release)
{
    const char *first = release->count > 0 ? release->files[0].name : "";
    size_t length = strcspn(first, "/");
    if (!first[length])
        return "";
    for (size_t i = 0; i < release->count; i++)
        if (strncmp(release->files[i].name, first, length + 1) != 0)
            return "";
    return arena_text(arena, first, length + 1);
}

/* One line of SHA256SUMS: the sum and the name; false at the end and when it is none. */
static bool next_sum(struct arena *arena, const char **at, const char **sum, const char **name)
{
    size_t length = strcspn(*at, "\n");
    if (length < HASH_TEXT_SIZE + 2 || (*at)[HASH_TEXT_SIZE - 1] != ' ')
        return false;
    *sum = arena_text(arena, *at, HASH_TEXT_SIZE - 1);
    *name = arena_text(arena, *at + HASH_TEXT_SIZE + 1, length - HASH_TEXT_SIZE - 1);
    *at += length + ((*at)[length] == '\n');
    return *sum && *name;
}

bool release_list(struct arena *arena, const char *sums, struct release *release)
{
    const char *sum, *name;
    *release = (struct release){.arena = arena};
    while (next_sum(arena, &sums, &sum, &name) && archive_is_name(name))
        if (!add(release, name, "", 0))
            return false;
    return !arena_failed(arena);
}

static bool check_file(struct arena *arena, const char *path, struct release *release,
                       const char *sum, const char *name, const char **wrong, struct err *err)
{
    char text[HASH_TEXT_SIZE];
    size_t length;
    const struct archive_file *file = release_find(release, name);
    const char *bytes = file ? file->bytes : NULL;
    if (!archive_is_name(name))
        return err_set(err, ERR_FILE_DAMAGED, "%s: SHA256SUMS names a file outside the release",
                       path);
    if (!file) {
        const char *full = file_join(arena, path, name);
        bytes = full ? file_read(arena, full, 0, &length, err) : NULL;
        if (!bytes || !add(release, name, bytes, length))
            return false;
        file = &release->files[release->count - 1];
    }
    hash_bytes(bytes, file->length, text);
    if (strcmp(text, sum) == 0)
        return true;
    *wrong = name;
    return err_set(err, ERR_RELEASE_SUM, "%s is not what SHA256SUMS says", name);
}

bool release_read(struct arena *arena, const char *path, struct release *release,
                  const char **wrong, struct err *err)
{
    size_t length;
    *release = (struct release){.arena = arena};
    *wrong = NULL;
    bool folder = file_is_folder(path);
    const char *sums_path = folder ? file_join(arena, path, "SHA256SUMS") : NULL;
    const char *sums = sums_path ? file_read(arena, sums_path, 0, &length, err) : NULL;
    if (sums_path && !sums && file_exists(sums_path))
        return false;
    if (!folder && !read_archive(arena, path, release, err))
        return false;
    release->capacity = release->count;
    const char *within = folder ? "" : common_folder(arena, release);
    for (size_t i = 0; within && i < release->count; i++)
        release->files[i].name += strlen(within);
    const struct archive_file *listed = release_find(release, "SHA256SUMS");
    if (!folder && listed)
        sums = arena_text(arena, listed->bytes, listed->length);
    if (!sums || !within) {
        err_set(err, ERR_FILE_DAMAGED, "%s is no release: it has no SHA256SUMS", path);
        return err_hint(err, "tidemark freeze NAME makes one");
    }
    const char *at = sums, *sum, *name;
    while (next_sum(arena, &at, &sum, &name))
        if (!check_file(arena, path, release, sum, name, wrong, err))
            return false;
    if (*at)
        return err_set(err, ERR_FILE_DAMAGED, "%s: a line of SHA256SUMS is no sum and name", path);
    return (!folder || add(release, "SHA256SUMS", sums, length)) ||
           err_set(err, ERR_OUT_OF_MEMORY, "out of memory while reading a release");
}
