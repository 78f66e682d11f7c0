#include "base/watch.h"
#include "cli/cmd.h"
#include "cli/display.h"
#include "score/score_rows.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { FOLDERS = 3 };

/* What was read last without an error; its arena is its own. */
struct picture {
    struct arena *arena;
    struct rows *rows; /* NULL: nothing yet */
    int decimals;
};

/* What a row is called for people: item and country. */
static void add_name(const struct session *session, const struct reading *reading,
                     const struct rows *rows, size_t row, struct text_buffer *out)
{
    text_add_format(
        out, "%s, %s %s",
        display_item(reading, rows_text(rows, row, rows_find(rows, "level")),
                     rows_text(rows, row, rows_find(rows, "item"))),
        display_country(session->project, rows_text(rows, row, rows_find(rows, "country"))),
        rows_text(rows, row, rows_find(rows, "period")));
}

static bool same_row(const struct rows *a, size_t i, const struct rows *b, size_t j)
{
    static const char *const keys[] = {"country", "period", "level", "item"};
    for (size_t k = 0; k < 4; k++)
        if (strcmp(rows_text(a, i, rows_find(a, keys[k])), rows_text(b, j, rows_find(b, keys[k]))))
            return false;
    return true;
}

/* The row of another picture, SIZE_MAX when it has none; rows mostly stand at the same place. */
static size_t find_row(const struct rows *rows, const struct rows *like, size_t row)
{
    if (row < rows->count && same_row(like, row, rows, row))
        return row;
    for (size_t i = 0; i < rows->count; i++)
        if (same_row(like, row, rows, i))
            return i;
    return SIZE_MAX;
}

/* One figure that moved: "Civic space, Kyrgyzstan 2024: 33.3, was 41.7". */
static void say_moved(const struct session *session, const struct reading *reading,
                      const struct rows *rows, size_t row, double was, int decimals)
{
    struct text_buffer line = {0};
    double is = rows_number(rows, row, rows_find(rows, "value"));
    bool indicator = strcmp(rows_text(rows, row, rows_find(rows, "level")), "indicator") == 0;
    text_add_string(&line, indicator ? "    " : "  ");
    add_name(session, reading, rows, row, &line);
    text_add_format(&line, ": %s, was %s", display_number(session->arena, is, decimals),
                    display_number(session->arena, was, decimals));
    if (!line.failed)
        printf("%s\n", line.bytes);
    text_buffer_free(&line);
}

/* What moved since the last picture: scores, and below them the indicators that moved them. */
static void say_changes(const struct session *session, const struct reading *reading,
                        const struct picture *before, const struct rows *rows)
{
    size_t value = rows_find(rows, "value"), moved = 0;
    for (size_t row = 0; row < rows->count; row++) {
        size_t old = find_row(before->rows, rows, row);
        double is = rows_number(rows, row, value);
        double was = old == SIZE_MAX ? NAN : rows_number(before->rows, old, value);
        if (is == was || (isnan(is) && isnan(was)))
            continue;
        say_moved(session, reading, rows, row, was, display_decimals(reading));
        moved++;
    }
    if (moved == 0)
        printf("  no score moved\n");
}

/* The scores as they stand, of index alone. */
static void say_scores(const struct session *session, const struct reading *reading,
                       const struct rows *rows)
{
    for (size_t row = 0; row < rows->count; row++) {
        struct text_buffer line = {0};
        if (strcmp(rows_text(rows, row, rows_find(rows, "level")), "index") != 0)
            continue;
        add_name(session, reading, rows, row, &line);
        if (!line.failed)
            printf("  %s: %s\n", line.bytes,
                   display_number(session->arena, rows_number(rows, row, rows_find(rows, "value")),
                                  display_decimals(reading)));
        text_buffer_free(&line);
    }
}

/* Texts of rows are the session's; a picture outlives it. */
static struct rows *kept_rows(struct arena *arena, const struct rows *rows)
{
    struct rows *kept = rows_new(arena, rows->columns, rows->column_count);
    for (size_t row = 0; kept && row < rows->count; row++) {
        rows_add_like(kept, rows, row);
        for (size_t c = 0; c < rows->column_count; c++)
            if (rows->columns[c].type == ROWS_TEXT)
                rows_set_text(
                    kept, c,
                    arena_text(arena, rows_text(rows, row, c), strlen(rows_text(rows, row, c))));
    }
    return kept && !kept->failed && !arena_failed(arena) ? kept : NULL;
}

static void keep(struct picture *picture, const struct rows *rows)
{
    struct arena *arena = arena_new();
    struct rows *kept = arena ? kept_rows(arena, rows) : NULL;
    if (!kept) {
        arena_free(arena);
        return;
    }
    arena_free(picture->arena);
    *picture = (struct picture){.arena = arena, .rows = kept};
}

/* One reading of the project: its problems, or what moved; how it ended. */
static enum err_status look(const struct opt *opt, struct picture *picture)
{
    struct session session;
    struct reading reading;
    struct score_selection selection = {.levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR |
                                                  SCORE_LEVEL_RESULT | SCORE_LEVEL_INDICATOR,
                                        .stage = SCORE_ROWS_NORMALISED};
    bool read = session_open(&session, opt, false) &&
                session_countries(&session, &selection.countries, &selection.country_count) &&
                session_read(&session, &(struct session_ask){.exact = true}, &reading);
    selection.first = read ? reading.first : 0;
    selection.last = read ? reading.last : 0;
    struct rows *rows = read ? score_rows(session.arena, reading.score, &selection) : NULL;
    if (rows && picture->rows)
        say_changes(&session, &reading, picture, rows);
    else if (rows)
        say_scores(&session, &reading, rows);
    if (rows)
        keep(picture, rows);
    else
        printf("  cannot be scored: what is wrong stands above\n");
    return session_close(&session);
}

/* Looks again whenever something is saved, until the run is to end. A broken file ends nothing; an
 * option that is wrong from the first does, for no saving mends it. */
static enum err_status go_on(struct session *session, struct watch *watch)
{
    struct err err;
    struct picture picture = {0};
    enum watch_result result = WATCH_SAVED;
    bool first = true;
    printf("watching %s; Ctrl-C ends it\n", session->root);
    while (result == WATCH_SAVED) {
        enum err_status status = look(session->opt, &picture);
        fflush(stdout);
        if (first && status == ERR_USAGE) {
            session->status = status;
            break;
        }
        first = false;
        result = watch_next(watch, &err);
        if (result == WATCH_SAVED)
            printf("saved\n");
    }
    arena_free(picture.arena);
    if (result == WATCH_FAILED)
        session_fail(session, &err);
    return session->status;
}

enum err_status cmd_watch(const struct opt *opt)
{
    static const char *const parts[FOLDERS] = {"indicators", "data", "scripts"};
    struct err err;
    struct session session;
    const char *folders[FOLDERS];
    if (!session_begin(&session, opt))
        return session_close(&session);
    for (size_t i = 0; i < FOLDERS; i++)
        folders[i] = arena_printf(session.arena, "%s/%s", session.root, parts[i]);
    struct watch *watch =
        session_complete(&session) ? watch_open(session.lasting, folders, FOLDERS, &err) : NULL;
    if (watch)
        go_on(&session, watch);
    else
        session_fail(&session, &err);
    watch_close(watch);
    return session_close(&session);
}
