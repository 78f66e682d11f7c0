#include "cli/chart_judgement.h"

#include <stdint.h>
#include <string.h>

/* A list of a note in characters, so that a note of three lines is never cut. */
enum { LIST_MOST = 160 };

/* The greatest of the whole numbers in a column over the rows of one lever, from row on. */
static const char *most_of(const struct rows *rows, size_t row, size_t lever, size_t column)
{
    const char *name = rows_text(rows, row, lever), *most = "";
    for (; row < rows->count && strcmp(rows_text(rows, row, lever), name) == 0; row++) {
        const char *text = rows_text(rows, row, column);
        size_t length = strlen(text), best = strlen(most);
        if (length > best || (length == best && strcmp(text, most) > 0))
            most = text;
    }
    return most;
}

/* A list ("one; two; three") that is not too long: what stands behind is counted. */
static const char *shortened(struct arena *arena, enum chart_language language, const char *list)
{
    size_t kept = 0, beyond = 0, length = list ? strlen(list) : 0;
    for (size_t at = 0; at < length;) {
        const char *next = strstr(list + at, "; ");
        size_t end = next ? (size_t)(next - list) : length;
        if (end <= LIST_MOST || kept == 0)
            kept = end;
        else
            beyond++;
        at = end + (next ? 2 : 0);
    }
    return beyond == 0 ? list
                       : arena_printf(arena, chart_words(language, "%.*s; and %zu more"), (int)kept,
                                      list, beyond);
}

/* What has no base: of a scenario's rows by country ("KGZ R2 2 of 6"), of levers by the country
 * where it is first lacking ("R2 2 of 6"); "" for nothing. NULL without memory. */
static const char *lost_of(struct arena *arena, enum chart_language language,
                           const struct rows *rows)
{
    size_t who = rows_find(rows, "country"), lost = rows_find(rows, "lost");
    size_t lever = rows_find(rows, "lever"), effects = rows_find(rows, "effects");
    size_t without = rows_find(rows, "without_base");
    const char *said = "", *before = "";
    bool levers = lost == SIZE_MAX && lever != SIZE_MAX && effects != SIZE_MAX &&
                  without != SIZE_MAX && rows->columns[without].type == ROWS_TEXT &&
                  rows->columns[effects].type == ROWS_TEXT;
    bool scenario = lost != SIZE_MAX && who != SIZE_MAX;
    for (size_t row = 0; said && row < rows->count && (levers || scenario); row++) {
        const char *name = rows_text(rows, row, levers ? lever : who), *one = NULL;
        const char *count =
            levers ? most_of(rows, row, lever, without) : rows_text(rows, row, lost);
        if (!*count || strcmp(count, "0") == 0 || strcmp(name, before) == 0)
            continue;
        before = name;
        one = levers ? arena_printf(arena, chart_words(language, "%s %s of %s"), name, count,
                                    rows_text(rows, row, effects))
                     : arena_printf(arena, "%s %s", name, count);
        if (one && !strstr(said, one))
            said = arena_printf(arena, "%s%s%s", said, *said ? "; " : "", one);
    }
    return said;
}

const char *chart_judgement_note(struct arena *arena, enum chart_language language,
                                 const struct rows *rows)
{
    size_t because = rows_find(rows, "because"), gain = rows_find(rows, "gain");
    const char *said = "", *lost = shortened(arena, language, lost_of(arena, language, rows));
    const char *after = lost && *lost ? chart_words(language, " Effects without a base: ") : "";
    const char *end = *after ? "." : "";
    if (rows_find(rows, "chance_point") != SIZE_MAX && rows_find(rows, "baseline") != SIZE_MAX)
        return arena_printf(
            arena,
            chart_words(language,
                        "What if, no forecast: how much a lever does is expert judgement, not "
                        "measured. Each future is compared with its own baseline.%s%s%s"),
            after, lost ? lost : "", end);
    if (because == SIZE_MAX || gain == SIZE_MAX)
        return NULL;
    for (size_t row = 0; row < rows->count; row++) {
        const char *text = rows_text(rows, row, because);
        if (*text && rows_number(rows, row, gain) != 0 && said && !strstr(said, text))
            said = arena_printf(arena, "%s%s%s", said, *said ? "; " : "", text);
    }
    said = shortened(arena, language, said);
    return said && *said ? arena_printf(arena, chart_words(language, "Magnitudes: %s.%s%s%s"), said,
                                        after, lost ? lost : "", end)
                         : NULL;
}
