#include "cli/cmd_scenario.h"
#include "cli/display_scenario.h"
#include "cli/scenario_ask.h"
#include "cli/show.h"

#include "scenario/scenario_backtest.h"
#include "scenario/scenario_narrow.h"
#include "score/score_rows.h"

#include <string.h>

static bool wants_vintage(struct session *session, const char *name)
{
    struct err err;
    if (session->opt->as_known)
        return true;
    err_set(&err, ERR_ARGUMENT,
            "`tidemark scenario backtest` wants the day whose knowledge it starts from");
    err_hint(&err, "tidemark scenario backtest %s --as-known 2018-12-31 --years 2019..2021", name);
    return session_fail(session, &err);
}

/* The scenario as it would have begun on the day after what was known: to the end of the periods
 * asked for, else as long as it lasts. */
static const struct scenario *moved(struct scenario_ask *ask)
{
    const struct scenario *scenario = ask->scenario;
    int32_t known = ask->reading.panel->options.as_known;
    int32_t last = ask->reading.chosen ? ask->reading.last : ask->reading.panel->options.last;
    int32_t from = known + 1;
    int32_t to = date_period_last_day(ask->reading.axis, last);
    return from < to ? scenario_narrow_moved(ask->session->arena, scenario, from, to) : NULL;
}

/* What is known now, under the same rule. */
static const struct score *known_now(const struct scenario_ask *ask, struct err *err)
{
    struct session *session = ask->session;
    struct panel_options options = ask->reading.panel->options;
    options.as_known = INT32_MAX;
    struct panel *panel = panel_build(session->arena, session->project, &options);
    struct score_options how = session_score_options(session, ask->first, ask->last);
    how.host = &session->formulas;
    how.draws = 0;
    if (!panel) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while testing a scenario");
        return NULL;
    }
    return score_run(session->arena, panel, ask->reading.rule, &how, err);
}

/* scenario backtest NAME --as-known DATE: as it would have run then, beside what happened. */
void cmd_scenario_backtest(struct session *session, const char *const *words, size_t count)
{
    struct err err;
    struct scenario_ask ask;
    unsigned levels = 0;
    (void)count;
    if (!wants_vintage(session, words[0]) ||
        !session_levels(session, SCORE_LEVEL_INDEX | SCORE_LEVEL_PILLAR, &levels) ||
        !scenario_ask_read(session, words[0], &ask))
        return;
    const struct scenario *then = moved(&ask);
    if (!then) {
        err_set(&err, ERR_PERIOD_UNFIT, "nothing lies between %s and the last period",
                session->opt->as_known);
        session_fail(session, &err);
        return;
    }
    if (!scenario_ask_take(&ask, then))
        return;
    const struct ensemble *ensemble = scenario_ask_run(&ask, levels, NULL);
    struct scenario_rows_side side = {.ensemble = ensemble};
    if (!ensemble || !scenario_ask_still(&ask, levels, &side.still))
        return;
    const struct score *observed = known_now(&ask, &err);
    struct scenario_selection selection = {.first = ask.first,
                                           .last = ask.last,
                                           .countries = ask.countries,
                                           .country_count = ask.country_count};
    struct rows *tidy =
        observed ? scenario_backtest(session->arena, &side, observed, &selection) : NULL;
    struct rows *display =
        tidy ? display_scenario_backtest(session, &ask.reading, ask.scenario, tidy) : NULL;
    if (!display) {
        if (observed)
            err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while testing a scenario");
        session_fail(session, &err);
        return;
    }
    scenario_ask_meta(&ask, tidy);
    show_rows(session, tidy, display);
}
