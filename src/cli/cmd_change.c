#include "base/number.h"
#include "cli/change.h"
#include "cli/cmd.h"
#include "cli/cmd_rows.h"
#include "cli/display.h"
#include "cli/show.h"

#include <math.h>
#include <string.h>

static bool fail(struct session *session, enum err_code code, const char *sentence)
{
    struct err err;
    err_set(&err, code, "%s", sentence);
    err_hint(&err, "tidemark change KGZ 2019 2021");
    return session_fail(session, &err);
}

static bool read_period(struct session *session, const struct reading *reading, const char *text,
                        int32_t *period)
{
    struct err err;
    const struct panel_options *panel = &reading->panel->options;
    enum date_problem problem = date_period_parse(reading->axis, text, strlen(text), period);
    if (problem != DATE_OK)
        err_set(&err, ERR_PERIOD_UNFIT, "%s is %s", text, date_problem_text(problem));
    else if (*period < panel->first || *period > panel->last)
        err_set(&err, ERR_PERIOD_UNFIT, "%s is outside the periods of the project", text);
    else
        return true;
    err_hint(&err, "tidemark change KGZ 2019 2021: countries, then the two periods");
    return session_fail(session, &err);
}

/* The largest parts first; what adds nothing stays away. */
static size_t by_size(const struct rows *tidy, const char *level, size_t *order)
{
    size_t count = 0;
    for (size_t row = 0; row < tidy->count; row++) {
        double part = rows_number(tidy, row, CHANGE_CONTRIBUTION);
        if (strcmp(rows_text(tidy, row, CHANGE_LEVEL), level) != 0 || isnan(part) ||
            fabs(part) < 1e-9)
            continue;
        size_t at = count++;
        for (; at > 0 && fabs(rows_number(tidy, order[at - 1], CHANGE_CONTRIBUTION)) < fabs(part);
             at--)
            order[at] = order[at - 1];
        order[at] = row;
    }
    return count;
}

enum { SHOWN_ITEM, SHOWN_BEFORE, SHOWN_AFTER, SHOWN_PART, SHOWN_CAUSE, SHOWN_COLUMNS };

static void add_shown(struct rows *shown, const struct reading *reading, const struct rows *tidy,
                      size_t row, double part, const char *cause)
{
    const char *level = rows_text(tidy, row, CHANGE_LEVEL);
    rows_add(shown);
    rows_set_text(shown, SHOWN_ITEM,
                  display_item(reading, level, rows_text(tidy, row, CHANGE_ITEM)));
    rows_set_number(shown, SHOWN_BEFORE, rows_number(tidy, row, CHANGE_BEFORE));
    rows_set_number(shown, SHOWN_AFTER, rows_number(tidy, row, CHANGE_AFTER));
    bool sampled = tidy->column_count > CHANGE_ERROR;
    int decimals = display_decimals(reading);
    const char *error =
        sampled ? display_error(shown->arena, rows_number(tidy, row, CHANGE_ERROR), decimals) : "";
    if (!isnan(part))
        rows_set_text(shown, SHOWN_PART,
                      arena_printf(shown->arena, "%+.*f%s", decimals, part, error));
    rows_set_text(shown, SHOWN_CAUSE, cause);
}

/* The index, then the indicators that moved it, their parts rounded so that they add up. */
static struct rows *display(struct session *session, const struct reading *reading,
                            const struct rows *tidy)
{
    struct arena *arena = session->arena;
    int decimals = display_decimals(reading);
    struct rows_column *columns = arena_alloc(arena, SHOWN_COLUMNS, sizeof *columns);
    size_t *order = arena_alloc(arena, tidy->count + 1, sizeof *order);
    double *parts = arena_alloc(arena, tidy->count + 1, sizeof *parts);
    double *rounded = arena_alloc(arena, tidy->count + 1, sizeof *rounded);
    if (!columns || !order || !parts || !rounded || tidy->count == 0)
        return NULL;
    const struct rows_column all[SHOWN_COLUMNS] = {
        {"item", "", ROWS_TEXT, 0},
        {"before", rows_text(tidy, 0, CHANGE_FROM), ROWS_NUMBER, decimals},
        {"after", rows_text(tidy, 0, CHANGE_TO), ROWS_NUMBER, decimals},
        {"part", "Moved the score by", ROWS_TEXT, ROWS_RIGHT},
        {"cause", "", ROWS_TEXT, 0}};
    memcpy(columns, all, sizeof all);
    struct rows *shown = rows_new(arena, columns, SHOWN_COLUMNS);
    double whole = rows_number(tidy, 0, CHANGE_AFTER) - rows_number(tidy, 0, CHANGE_BEFORE);
    size_t count = by_size(tidy, "indicator", order);
    for (size_t i = 0; i < count; i++)
        parts[i] = rows_number(tidy, order[i], CHANGE_CONTRIBUTION);
    number_round_to_sum(parts, count, whole, decimals, rounded);
    if (!shown)
        return NULL;
    add_shown(shown, reading, tidy, 0, whole, "");
    for (size_t i = 0; i < count; i++)
        add_shown(shown, reading, tidy, order[i], rounded[i],
                  rows_text(tidy, order[i], CHANGE_CAUSE));
    double low = rows_number(tidy, 0, CHANGE_LOW), high = rows_number(tidy, 0, CHANGE_HIGH);
    rows_add_meta(shown, "title", "%s, %s: what moved it from %s to %s",
                  display_country(session->project, rows_text(tidy, 0, CHANGE_COUNTRY)),
                  display_name(reading, "index"), rows_text(tidy, 0, CHANGE_FROM),
                  rows_text(tidy, 0, CHANGE_TO));
    if (!isnan(low))
        rows_add_meta(shown, "note", "90 %% interval of the change: %+.*f to %+.*f.", decimals, low,
                      decimals, high);
    for (size_t n = 0; rows_get_meta(tidy, "warnings", n); n++)
        rows_add_meta(shown, "note", "%s.", rows_get_meta(tidy, "warnings", n));
    display_error_note(tidy, shown);
    rows_add_meta(shown, "note",
                  "Indicators are as the rule takes them%s; what moved nothing is left out.",
                  reading->rule->normalised ? ", on the scale of the score" : "");
    return shown->failed ? NULL : shown;
}

/* The rows of all countries that are named, one after another. */
static bool change_each(struct session *session, const struct reading *reading,
                        const struct change_of *change, size_t countries, struct cmd_rows *made)
{
    struct err err;
    struct change_of one = *change;
    for (size_t i = 0; i < countries; i++) {
        if (!session_country(session, session->opt->arguments[i], &one.country))
            return false;
        struct rows *tidy = change_rows(session, reading, &one, &err);
        if (!tidy)
            return session_fail(session, &err);
        made->displays[i] = made->bare ? NULL : display(session, reading, tidy);
        if (!made->bare && !made->displays[i])
            return fail(session, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        for (size_t row = 0; i > 0 && row < tidy->count; row++)
            rows_add_like(made->tidy, tidy, row);
        for (size_t n = 0; i > 0 && rows_get_meta(tidy, "warnings", n); n++)
            rows_add_meta(made->tidy, "warnings", "%s", rows_get_meta(tidy, "warnings", n));
        made->tidy = i > 0 ? made->tidy : tidy;
    }
    made->display_count = countries;
    session_meta(session, reading, made->tidy);
    return true;
}

bool cmd_change_rows(struct session *session, struct cmd_rows *made)
{
    struct reading reading;
    struct change_of change = {.levels =
                                   SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR | SCORE_LEVEL_INDICATOR};
    size_t count = session->opt->argument_count;
    if (session->opt->at || session->opt->years)
        return fail(session, ERR_ARGUMENT, "the two periods of a change are its last words");
    if (count < 3)
        return fail(session, ERR_ARGUMENT, "`tidemark change` wants a country and two periods");
    made->displays = arena_alloc(session->arena, count, sizeof(struct rows *));
    if (!session_read(session, &(struct session_ask){.around = true, .exact = true}, &reading) ||
        !read_period(session, &reading, session->opt->arguments[count - 2], &change.from) ||
        !read_period(session, &reading, session->opt->arguments[count - 1], &change.to))
        return false;
    reading.first = change.from;
    reading.last = change.to;
    if (change.from >= change.to)
        return fail(session, ERR_PERIOD_UNFIT,
                    "the first period of a change comes before the second");
    return (made->displays || fail(session, ERR_OUT_OF_MEMORY, "out of memory while comparing")) &&
           change_each(session, &reading, &change, count - 2, made);
}

enum err_status cmd_change(const struct opt *opt)
{
    struct session session;
    struct cmd_rows made = {0};
    if (session_open(&session, opt, false) && cmd_change_rows(&session, &made))
        show_several(&session, made.tidy, made.displays, made.display_count);
    return session_close(&session);
}
