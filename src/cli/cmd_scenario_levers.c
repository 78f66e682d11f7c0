#include "cli/cmd_rows.h"
#include "cli/cmd_scenario.h"
#include "cli/display_scenario.h"
#include "cli/scenario_ask.h"
#include "cli/show.h"

#include "scenario/scenario_levers.h"
#include "score/score_rows.h"

/* The ordinal outcome indicators that take part under the rule. */
static bool want_ordinal(const struct scenario_ask *ask, struct ensemble_options *options)
{
    const struct codebook *codebook = ask->session->project->codebook;
    uint32_t *wanted = arena_alloc(ask->session->arena, codebook->indicator_count, sizeof *wanted);
    for (uint32_t i = 0; wanted && i < codebook->indicator_count; i++) {
        const struct indicator *indicator = &codebook->indicators[i];
        if (indicator->scale.kind == SCALE_ORDINAL && ask->score->eligible[indicator->node] &&
            codebook->nodes[indicator->node].role == ROLE_OUTCOME)
            wanted[options->indicator_count++] = i;
    }
    options->indicators = wanted;
    return wanted != NULL;
}

struct rows *cmd_scenario_levers_index(struct session *session, const char *const *words,
                                       size_t count, struct scenario_ask *ask)
{
    struct err err;
    struct ensemble_input input;
    uint32_t *countries = arena_alloc(session->arena, count + 1, sizeof *countries);
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while pulling levers");
    if (!scenario_ask_begin(session, "no_action", ask))
        return NULL;
    for (size_t i = 0; countries && i < count; i++)
        if (!session_country(session, words[i], &countries[i]) ||
            !scenario_ask_has(ask, countries[i]))
            return NULL;
    if (countries && count > 0) {
        ask->countries = countries;
        ask->country_count = count;
    }
    struct scenario_selection selection = {.first = ask->last,
                                           .last = ask->last,
                                           .countries = ask->countries,
                                           .country_count = ask->country_count};
    struct ensemble_options options = scenario_ask_options(ask, &input);
    if (!scenario_ask_figure(ask, session->opt->item, &options))
        return NULL;
    if (options.item_count == 0) {
        err_set(&err, ERR_ARGUMENT, "--item %s is an indicator", session->opt->item);
        err_hint(&err, "a pillar, a group or a result; without --item the index");
        session_fail(session, &err);
        return NULL;
    }
    struct rows *tidy =
        countries && want_ordinal(ask, &options)
            ? scenario_levers(session->arena, &input, &options, LEVER_NONE, &selection, &err)
            : NULL;
    if (tidy)
        scenario_ask_meta(ask, tidy);
    else
        session_fail(session, &err);
    return tidy;
}

void cmd_scenario_levers(struct session *session, const char *const *words, size_t count)
{
    struct err err;
    struct scenario_ask ask;
    struct rows *tidy = cmd_scenario_levers_index(session, words, count, &ask);
    if (!tidy)
        return;
    struct rows *display = display_scenario_levers(session, &ask.reading, tidy);
    if (display) {
        show_rows(session, tidy, display->column_count ? display : NULL);
        return;
    }
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while pulling levers");
    session_fail(session, &err);
}

bool cmd_scenario_levers_rows(struct session *session, struct cmd_rows *made)
{
    struct scenario_ask ask;
    made->tidy = cmd_scenario_levers_index(session, session->opt->arguments,
                                           session->opt->argument_count, &ask);
    return made->tidy;
}
