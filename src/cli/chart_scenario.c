#include "cli/chart_scenario.h"

#include "cli/chart_judgement.h"
#include "cli/chart_rows.h"
#include "cli/cmd_scenario.h"
#include "scenario/scenario_rows.h"

#include <math.h>

/* Observed years before a scenario begins. */
enum { YEARS_BEFORE = 10 };

bool chart_scenario_is(enum chart_kind kind)
{
    return kind == CHART_FAN || kind == CHART_DUMBBELL || kind == CHART_TORNADO;
}

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while preparing the chart");
    return session_fail(session, &err);
}

/* The first period to show before a scenario's own. */
static int32_t first_before(const struct scenario_ask *ask)
{
    int32_t per_year = ask->reading.axis == DATE_AXIS_YEAR      ? 1
                       : ask->reading.axis == DATE_AXIS_QUARTER ? 4
                                                                : 12;
    int32_t first = ask->held->first - YEARS_BEFORE * per_year;
    return first > ask->reading.panel->options.first ? first : ask->reading.panel->options.first;
}

static double index_of(const struct reading *reading, uint32_t country, int32_t period)
{
    size_t row = score_row(reading->score, country, period);
    return row == SIZE_MAX ? NAN : score_value(reading->score, score_index(reading->score), row);
}

/* The first period from the given one on in which any country has an index. */
static int32_t first_with_index(const struct reading *whole, const struct scenario_ask *ask,
                                int32_t period)
{
    for (; period < ask->held->first; period++)
        for (size_t i = 0; i < ask->country_count; i++)
            if (!isnan(index_of(whole, ask->countries[i], period)))
                return period;
    return period;
}

/* Rows of the index as it was observed, in the columns of a run. */
static bool add_observed(struct session *session, const struct scenario_ask *ask, struct rows *rows)
{
    struct err err;
    struct reading whole = ask->reading;
    char text[DATE_PRINT_SIZE];
    if (!session_read_whole(session, ask->reading.rule, ask->reading.panel, &whole, &err))
        return session_fail(session, &err);
    int32_t first = first_with_index(&whole, ask, first_before(ask));
    for (size_t i = 0; i < ask->country_count; i++)
        for (int32_t period = first; period < ask->held->first; period++) {
            double value = index_of(&whole, ask->countries[i], period);
            date_period_print(ask->reading.axis, period, text);
            rows_add(rows);
            rows_set_text(rows, SCENARIO_ID, ask->scenario->id);
            rows_set_text(rows, SCENARIO_COUNTRY,
                          session->project->countries[ask->countries[i]].id);
            rows_set_text(rows, SCENARIO_PERIOD, arena_printf(session->arena, "%s", text));
            rows_set_text(rows, SCENARIO_LEVEL, "index");
            rows_set_text(rows, SCENARIO_ITEM, "index");
            for (size_t c = SCENARIO_BASELINE; c < SCENARIO_FLAGS; c++)
                rows_set_number(rows, c, NAN);
            rows_set_number(rows, SCENARIO_BASELINE, value);
            rows_set_number(rows, SCENARIO_VALUE, value);
        }
    return !rows->failed || out_of_memory(session);
}

/* What stands around the figures. */
static bool add_texts(struct session *session, const struct scenario_ask *ask,
                      struct chart_request *request)
{
    const struct reading *reading = &ask->reading;
    struct score_selection selection = {.levels = SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR,
                                        .first = first_before(ask),
                                        .last = ask->held->last,
                                        .countries = ask->countries,
                                        .country_count = ask->country_count};
    size_t item =
        score_item(reading->score, text_of(session->opt->item ? session->opt->item : "index"));
    enum chart_language language = request->language;
    if (!chart_rows_around(session->arena, reading, &selection, item, request))
        return out_of_memory(session);
    if (request->note)
        return true;
    const char *judged = chart_judgement_note(session->arena, language, request->rows);
    const char *drafts = chart_rows_note(session->arena, language, reading);
    request->note = judged && drafts ? arena_printf(session->arena, "%s %s.", judged, drafts)
                    : judged         ? judged
                                     : drafts;
    return true;
}

/* A fan and a dumbbell need the name of a scenario. */
static bool has_name(struct session *session, enum chart_kind kind, const char *const *arguments,
                     size_t count)
{
    struct err err;
    if (count == 1)
        return true;
    if (count == 0)
        err_set(&err, ERR_ARGUMENT, "a %s chart is of a scenario, but none is named",
                chart_kind_name(kind));
    else
        err_set(&err, ERR_ARGUMENT, "a %s chart is of one scenario, but got \"%s\" too",
                chart_kind_name(kind), arguments[1]);
    err_hint(&err, "tidemark chart %s NAME; tidemark scenario list shows them",
             chart_kind_name(kind));
    return session_fail(session, &err);
}

bool chart_scenario_request(struct session *session, const char *const *arguments, size_t count,
                            struct chart_request *request)
{
    struct scenario_ask ask;
    struct rows *rows = NULL;
    if (request->kind == CHART_TORNADO)
        rows = cmd_scenario_levers_index(session, arguments, count, &ask);
    else if (has_name(session, request->kind, arguments, count))
        rows = cmd_scenario_run_index(session, arguments[0], &ask);
    request->rows = rows;
    return rows && (request->kind != CHART_FAN || add_observed(session, &ask, rows)) &&
           add_texts(session, &ask, request);
}
