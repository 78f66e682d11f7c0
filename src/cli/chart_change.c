#include "cli/chart_change.h"

#include "cli/chart_rows.h"
#include "score/score_compare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { COUNTRY, FROM, TO, LEVEL, ITEM, BEFORE, AFTER, LOW, HIGH, CONTRIBUTION, COLUMNS };

static const struct rows_column columns[COLUMNS] = {
    {"country", NULL, ROWS_TEXT, 0},  {"from", NULL, ROWS_TEXT, 0},
    {"to", NULL, ROWS_TEXT, 0},       {"level", NULL, ROWS_TEXT, 0},
    {"item", NULL, ROWS_TEXT, 0},     {"before", NULL, ROWS_NUMBER, -1},
    {"after", NULL, ROWS_NUMBER, -1}, {"low", NULL, ROWS_NUMBER, -1},
    {"high", NULL, ROWS_NUMBER, -1},  {"contribution", NULL, ROWS_NUMBER, -1}};

static double index_of(const struct reading *reading, uint32_t country, int32_t period)
{
    size_t row = score_row(reading->score, country, period);
    return row == SIZE_MAX ? NAN : score_value(reading->score, score_index(reading->score), row);
}

/* The country that is named, else the one whose index changed most. */
static bool choose_country(struct session *session, const struct reading *reading,
                           const struct score_selection *selection, const char *const *arguments,
                           size_t count, uint32_t *country)
{
    struct err err;
    double most = -1;
    if (count > 1) {
        err_set(&err, ERR_ARGUMENT, "a waterfall takes one country, but got \"%s\" too",
                arguments[1]);
        return session_fail(session, &err);
    }
    if (count == 1)
        return session_country(session, arguments[0], country);
    for (size_t i = 0; i < selection->country_count; i++) {
        double change = index_of(reading, selection->countries[i], selection->last) -
                        index_of(reading, selection->countries[i], selection->first);
        if (fabs(change) > most) {
            most = fabs(change);
            *country = selection->countries[i];
        }
    }
    if (most >= 0)
        return true;
    err_set(&err, ERR_CHART_ROWS, "no country has an index in the first period and in the last");
    err_hint(&err, "--years chooses others");
    return session_fail(session, &err);
}

/* A comparison's rows as those of a change. What broke between the ends is in no contribution, so
 * the end is that of like for like. */
static struct rows *change_of(struct session *session, const struct rows *compared,
                              const char *country, const char *from, const char *to)
{
    struct rows *rows = rows_new(session->arena, columns, COLUMNS);
    for (size_t row = 0; rows && row < compared->count; row++) {
        double before = rows_number(compared, row, COMPARE_VALUE_A);
        double after = rows_number(compared, row, COMPARE_VALUE_B);
        const char *flags = rows_text(compared, row, COMPARE_FLAGS);
        if (strstr(flags, "break") || strstr(flags, "switched"))
            after = before + rows_number(compared, row, COMPARE_DIFFERENCE);
        rows_add(rows);
        rows_set_text(rows, COUNTRY, country);
        rows_set_text(rows, FROM, from);
        rows_set_text(rows, TO, to);
        rows_set_text(rows, LEVEL, rows_text(compared, row, COMPARE_LEVEL));
        rows_set_text(rows, ITEM, rows_text(compared, row, COMPARE_ITEM));
        rows_set_number(rows, BEFORE, before);
        rows_set_number(rows, AFTER, after);
        rows_set_number(rows, LOW, rows_number(compared, row, COMPARE_LOW));
        rows_set_number(rows, HIGH, rows_number(compared, row, COMPARE_HIGH));
        rows_set_number(rows, CONTRIBUTION, rows_number(compared, row, COMPARE_CONTRIBUTION));
    }
    return rows && !rows->failed ? rows : NULL;
}

static const char *period_text(struct session *session, const struct reading *reading,
                               int32_t period)
{
    char text[DATE_PRINT_SIZE];
    date_period_print(reading->axis, period, text);
    const char *kept = arena_text(session->arena, text, strlen(text));
    return kept ? kept : "";
}

bool chart_change_request(struct session *session, const struct reading *reading,
                          const struct score_selection *selection, const char *const *arguments,
                          size_t argument_count, struct chart_request *request)
{
    struct err err;
    uint32_t country;
    struct score_selection all = *selection;
    if (!choose_country(session, reading, selection, arguments, argument_count, &country))
        return false;
    const char *id = reading->panel->project->countries[country].id;
    const char *from = period_text(session, reading, selection->first);
    const char *to = period_text(session, reading, selection->last);
    const struct score_side sides[] = {
        {from, reading->score, country, selection->first},
        {to, reading->score, country, selection->last},
    };
    struct score_options options =
        session_score_options(session, selection->first, selection->last);
    all.levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_INDICATOR;
    struct rows *compared = score_compare(session->arena, sides, 2, all.levels, &options, &err);
    if (!compared)
        return session_fail(session, &err);
    request->rows = change_of(session, compared, id, from, to);
    request->labels = chart_rows_labels(session->arena, reading, &all);
    request->measure = chart_rows_measure(session->arena, reading, score_index(reading->score));
    for (size_t n = 0; rows_get_meta(compared, "broken", n) && !session->opt->note; n++)
        request->note = chart_words(request->language,
                                    "Like for like: without the indicators whose source broke its "
                                    "series between the two.");
    if (request->rows && request->labels && request->measure)
        return true;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while preparing the chart");
    return session_fail(session, &err);
}
