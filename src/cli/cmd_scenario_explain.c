#include "cli/cmd_scenario.h"
#include "cli/display_scenario.h"
#include "cli/scenario_ask.h"
#include "cli/show.h"

#include "scenario/scenario_explain.h"
#include "scenario/scenario_narrow.h"

/* scenario explain NAME COUNTRY [ITEM]: the scenario as it is in one country, up to the period. */
void cmd_scenario_explain(struct session *session, const char *const *words, size_t count)
{
    struct err err;
    struct scenario_ask ask;
    struct ensemble_input input;
    uint32_t country = 0;
    if (!scenario_ask_begin(session, words[0], &ask) ||
        !session_country(session, words[1], &country) || !scenario_ask_has(&ask, country))
        return;
    int32_t period = ask.last;
    int32_t to = date_period_last_day(ask.reading.axis, period);
    const struct scenario *narrow = scenario_narrow(session->arena, ask.scenario, country, to);
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while explaining a scenario");
    if (!narrow) {
        session_fail(session, &err);
        return;
    }
    if (!scenario_ask_take(&ask, narrow))
        return;
    struct ensemble_options options = scenario_ask_options(&ask, &input);
    if (!scenario_ask_figure(&ask, count > 2 ? words[2] : NULL, &options))
        return;
    struct rows *tidy = scenario_explain(session->arena, &input, &options, period, &err);
    struct rows *display =
        tidy ? display_scenario_explain(session, &ask.reading, ask.scenario, tidy) : NULL;
    if (!display) {
        session_fail(session, &err);
        return;
    }
    scenario_ask_meta(&ask, tidy);
    show_rows(session, tidy, display);
}
