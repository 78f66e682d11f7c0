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

/* scenario levers [COUNTRY…]: each lever alone, in a scenario of nothing else. */
void cmd_scenario_levers(struct session *session, const char *const *words, size_t count)
{
    struct err err;
    struct scenario_ask ask;
    struct ensemble_input input;
    struct rows *tidy = NULL, *display = NULL;
    uint32_t *countries = arena_alloc(session->arena, count + 1, sizeof *countries);
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while pulling levers");
    if (!scenario_ask_begin(session, "no_action", &ask))
        return;
    for (size_t i = 0; countries && i < count; i++)
        if (!session_country(session, words[i], &countries[i]) ||
            !scenario_ask_has(&ask, countries[i]))
            return;
    if (countries && count > 0) {
        ask.countries = countries;
        ask.country_count = count;
    }
    struct scenario_selection selection = {.first = ask.last,
                                           .last = ask.last,
                                           .countries = ask.countries,
                                           .country_count = ask.country_count};
    struct ensemble_options options = scenario_ask_options(&ask, &input);
    if (!scenario_ask_figure(&ask, session->opt->item, &options))
        return;
    if (countries && options.item_count == 1 && want_ordinal(&ask, &options))
        tidy = scenario_levers(session->arena, &input, &options, LEVER_NONE, &selection, &err);
    if (tidy)
        display = display_scenario_levers(session, &ask.reading, tidy);
    if (!display) {
        session_fail(session, &err);
        return;
    }
    scenario_ask_meta(&ask, tidy);
    show_rows(session, tidy, display->column_count ? display : NULL);
}
