#include "cli/change.h"

#include "cli/display.h"
#include "score/score_compare.h"

#include <math.h>
#include <string.h>

static const struct rows_column columns[CHANGE_COLUMNS] = {
    [CHANGE_COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [CHANGE_FROM] = {"from", NULL, ROWS_TEXT, 0},
    [CHANGE_TO] = {"to", NULL, ROWS_TEXT, 0},
    [CHANGE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [CHANGE_BEFORE] = {"before", NULL, ROWS_NUMBER, -1},
    [CHANGE_AFTER] = {"after", NULL, ROWS_NUMBER, -1},
    [CHANGE_CONTRIBUTION] = {"contribution", NULL, ROWS_NUMBER, -1},
    [CHANGE_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [CHANGE_LOW] = {"low", NULL, ROWS_NUMBER, -1},
    [CHANGE_HIGH] = {"high", NULL, ROWS_NUMBER, -1},
    [CHANGE_CAUSE] = {"cause", NULL, ROWS_TEXT, 0},
    [CHANGE_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
    [CHANGE_ERROR] = {"error", NULL, ROWS_NUMBER, -1},
};

static const char *period_text(struct arena *arena, const struct reading *reading, int32_t period)
{
    char text[DATE_PRINT_SIZE];
    date_period_print(reading->axis, period, text);
    const char *kept = arena_text(arena, text, strlen(text));
    return kept ? kept : "";
}

static bool same_observation(const struct observation *a, const struct observation *b)
{
    return a->source == b->source && a->date.last == b->date.last && a->line == b->line &&
           a->file == b->file;
}

/* Why an indicator has the value that it has at the end, seen from the beginning. */
static const char *cause_of(const struct reading *reading, const struct change_of *change,
                            size_t item, const char *flags)
{
    const struct panel *panel = reading->panel;
    struct observation before, after;
    uint32_t indicator = panel->project->codebook->nodes[item].indicator;
    size_t from = score_row(reading->score, change->country, change->from);
    size_t to = score_row(reading->score, change->country, change->to);
    bool was = panel_observation(panel, indicator, from, &before);
    bool is = panel_observation(panel, indicator, to, &after);
    unsigned marks = score_flags(reading->score, item, to);
    if (strstr(flags, "break"))
        return "break";
    if (strstr(flags, "switched"))
        return "switched";
    if ((marks | score_flags(reading->score, item, from)) & PANEL_IMPUTED)
        return "imputed";
    if (!was || !is)
        return is ? "appeared" : was ? "gone" : "";
    if ((marks | score_flags(reading->score, item, from)) & PANEL_EVENT)
        return "event";
    return same_observation(&before, &after) ? "carried" : "observed";
}

static void add_row(const struct reading *reading, const struct change_of *change,
                    const struct rows *compared, size_t row, const char *from, const char *to,
                    struct rows *rows)
{
    double before = rows_number(compared, row, COMPARE_VALUE_A);
    double after = rows_number(compared, row, COMPARE_VALUE_B);
    const char *flags = rows_text(compared, row, COMPARE_FLAGS);
    const char *level = rows_text(compared, row, COMPARE_LEVEL);
    const char *item = rows_text(compared, row, COMPARE_ITEM);
    bool cut = strstr(flags, "break") || strstr(flags, "switched");
    bool indicator = strcmp(level, "indicator") == 0;
    /* What broke between the ends is in no contribution: the end is that of like for like. */
    if (cut && !indicator)
        after = before + rows_number(compared, row, COMPARE_DIFFERENCE);
    rows_add(rows);
    rows_set_text(rows, CHANGE_COUNTRY, reading->panel->project->countries[change->country].id);
    rows_set_text(rows, CHANGE_FROM, from);
    rows_set_text(rows, CHANGE_TO, to);
    rows_set_text(rows, CHANGE_ITEM, item);
    rows_set_number(rows, CHANGE_BEFORE, before);
    rows_set_number(rows, CHANGE_AFTER, after);
    rows_set_number(rows, CHANGE_CONTRIBUTION, rows_number(compared, row, COMPARE_CONTRIBUTION));
    rows_set_text(rows, CHANGE_LEVEL, level);
    rows_set_number(rows, CHANGE_LOW, rows_number(compared, row, COMPARE_LOW));
    rows_set_number(rows, CHANGE_HIGH, rows_number(compared, row, COMPARE_HIGH));
    rows_set_text(rows, CHANGE_FLAGS, flags);
    if (rows->column_count > CHANGE_ERROR)
        rows_set_number(rows, CHANGE_ERROR, rows_number(compared, row, COMPARE_ERROR));
    size_t at = score_item_of(reading->score, level, item);
    if (indicator && at != SIZE_MAX)
        rows_set_text(rows, CHANGE_CAUSE, cause_of(reading, change, at, flags));
}

/* The names of the indicators whose flags or cause hold a word; "" for none. */
static const char *names_with(struct arena *arena, const struct reading *reading,
                              const struct rows *rows, enum change_column column, const char *word)
{
    const char *names = "";
    for (size_t row = 0; names && row < rows->count; row++) {
        const char *level = rows_text(rows, row, CHANGE_LEVEL);
        if (strcmp(level, "indicator") != 0 || !strstr(rows_text(rows, row, column), word))
            continue;
        names = arena_printf(arena, "%s%s%s", names, *names ? ", " : "",
                             display_item(reading, level, rows_text(rows, row, CHANGE_ITEM)));
    }
    return names ? names : "";
}

/* What a reader would take for more than it is. */
static void add_notices(struct session *session, const struct reading *reading, struct rows *rows)
{
    struct arena *arena = session->arena;
    const char *country =
        rows->count > 0 ? display_country(session->project, rows_text(rows, 0, CHANGE_COUNTRY))
                        : "";
    double low = rows->count > 0 ? rows_number(rows, 0, CHANGE_LOW) : NAN;
    double high = rows->count > 0 ? rows_number(rows, 0, CHANGE_HIGH) : NAN;
    const char *floor = names_with(arena, reading, rows, CHANGE_FLAGS, "floor");
    const char *broken = names_with(arena, reading, rows, CHANGE_CAUSE, "break");
    const char *switched = names_with(arena, reading, rows, CHANGE_CAUSE, "switched");
    if (low <= 0 && high >= 0)
        rows_add_meta(
            rows, "warnings",
            "%s: the change of the score lies within its uncertainty (%+.*f to %+.*f): do "
            "not report it as a change",
            country, display_decimals(reading), low, display_decimals(reading), high);
    if (*floor)
        rows_add_meta(rows, "warnings",
                      "%s: at the worst end of the scale, where the absence of a decline is no "
                      "stability: %s",
                      country, floor);
    if (*broken)
        rows_add_meta(rows, "warnings",
                      "%s: not compared, because the series broke between the two: %s", country,
                      broken);
    if (*switched)
        rows_add_meta(rows, "warnings",
                      "%s: not compared, because another series stands at each end: %s", country,
                      switched);
}

struct rows *change_rows(struct session *session, const struct reading *reading,
                         const struct change_of *change, struct err *err)
{
    const char *from = period_text(session->arena, reading, change->from);
    const char *to = period_text(session->arena, reading, change->to);
    const struct score_side sides[] = {{from, reading->score, change->country, change->from},
                                       {to, reading->score, change->country, change->to}};
    struct score_options options = session_score_options(session, change->from, change->to);
    struct rows *compared = score_compare(session->arena, sides, 2, change->levels, &options, err);
    if (!compared)
        return NULL;
    bool sampled = compared->column_count > COMPARE_ERROR;
    struct rows *rows = rows_new(session->arena, columns, sampled ? CHANGE_COLUMNS : CHANGE_ERROR);
    for (size_t row = 0; rows && row < compared->count; row++)
        add_row(reading, change, compared, row, from, to, rows);
    if (!rows || rows->failed) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        return NULL;
    }
    for (size_t n = 0; rows_get_meta(compared, "broken", n); n++)
        rows_add_meta(rows, "broken", "%s", rows_get_meta(compared, "broken", n));
    add_notices(session, reading, rows);
    return rows;
}
