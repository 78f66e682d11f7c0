#include "cli/scenario_ask.h"

#include "score/score_rows.h"

#include <string.h>

static bool out_of_memory(struct session *session)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while running a scenario");
    return session_fail(session, &err);
}

/* The periods to show: those of --years or --at, which must be the scenario's; else all. */
static bool choose_periods(struct scenario_ask *ask)
{
    struct err err;
    char first[DATE_PRINT_SIZE], last[DATE_PRINT_SIZE];
    const struct held *held = ask->held;
    ask->first = ask->reading.chosen ? ask->reading.first : held->first;
    ask->last = ask->reading.chosen ? ask->reading.last : held->last;
    if (ask->first >= held->first && ask->last <= held->last)
        return true;
    date_period_print(ask->reading.axis, held->first, first);
    date_period_print(ask->reading.axis, held->last, last);
    err_set(&err, ERR_PERIOD_UNFIT, "%s runs from %s to %s, and %s is not within",
            ask->scenario->id, first, last,
            ask->session->opt->at ? ask->session->opt->at : ask->session->opt->years);
    err_hint(&err, "--at %s", last);
    return session_fail(ask->session, &err);
}

bool scenario_ask_has(const struct scenario_ask *ask, uint32_t country)
{
    struct err err;
    const struct country *found = &ask->session->project->countries[country];
    for (size_t i = 0; i < ask->scenario->country_count; i++)
        if (ask->scenario->countries[i] == country)
            return true;
    err_set(&err, ERR_ARGUMENT, "%s says nothing of %s (%s): it is not among its countries",
            ask->scenario->id, found->name, found->id);
    return session_fail(ask->session, &err);
}

/* The countries of --countries, which must be the scenario's; else all of these. */
static bool choose_countries(struct scenario_ask *ask)
{
    const uint32_t *countries = NULL;
    size_t count = 0;
    ask->countries = ask->scenario->countries;
    ask->country_count = ask->scenario->country_count;
    if (!ask->session->opt->countries)
        return true;
    if (!session_countries(ask->session, &countries, &count))
        return false;
    for (size_t i = 0; i < count; i++)
        if (!scenario_ask_has(ask, countries[i]))
            return false;
    ask->countries = countries;
    ask->country_count = count;
    return true;
}

bool scenario_ask_take(struct scenario_ask *ask, const struct scenario *scenario)
{
    struct session *session = ask->session;
    struct err err;
    ask->scenario = scenario;
    ask->held = held_make(session->arena, ask->reading.panel, scenario, &err);
    if (!ask->held)
        return session_fail(session, &err);
    ask->score = held_score(session->arena, ask->held, ask->reading.rule, session->kernel,
                            (unsigned)session->opt->threads, &session->formulas, &err);
    if (!ask->score)
        return session_fail(session, &err);
    ask->reading.score = ask->score;
    return choose_periods(ask) && choose_countries(ask);
}

bool scenario_ask_read(struct session *session, const char *name, struct scenario_ask *ask)
{
    *ask = (struct scenario_ask){.session = session, .draws = (size_t)session->opt->draws};
    ask->levers = session_levers(session);
    ask->scenario = ask->levers ? session_scenario_stack(session, name) : NULL;
    if (!ask->scenario && session->problems.errors > 0)
        session_report(session, false);
    return ask->scenario &&
           session_read(session, &(struct session_ask){.unscored = true, .scenario = true},
                        &ask->reading);
}

bool scenario_ask_begin(struct session *session, const char *name, struct scenario_ask *ask)
{
    return scenario_ask_read(session, name, ask) && scenario_ask_take(ask, ask->scenario);
}

bool scenario_ask_another(const struct scenario_ask *ask, const char *name,
                          struct scenario_ask *another)
{
    *another = *ask;
    const struct scenario *scenario = session_scenario_stack(ask->session, name);
    if (!scenario && ask->session->problems.errors > 0)
        session_report(ask->session, false);
    if (!scenario)
        return false;
    if (!held_serves(ask->held, scenario))
        return scenario_ask_take(another, scenario);
    another->scenario = scenario;
    return true;
}

struct ensemble_options scenario_ask_options(const struct scenario_ask *ask,
                                             struct ensemble_input *input)
{
    const struct opt *opt = ask->session->opt;
    *input = (struct ensemble_input){
        .levers = ask->levers, .scenario = ask->scenario, .held = ask->held, .score = ask->score};
    return (struct ensemble_options){.draws = ask->draws,
                                     .watch = ask->watch,
                                     .seed = (uint64_t)opt->seed,
                                     .threads = (unsigned)opt->threads,
                                     .kernel = ask->session->kernel};
}

/* The items and indicators of the levels, those that the score shows. */
static bool want_levels(const struct scenario_ask *ask, unsigned levels,
                        struct ensemble_options *options)
{
    struct arena *arena = ask->session->arena;
    const struct score *score = ask->score;
    const struct codebook *codebook = ask->session->project->codebook;
    uint32_t *items = arena_alloc(arena, score->items, sizeof *items);
    uint32_t *indicators = arena_alloc(arena, codebook->indicator_count, sizeof *indicators);
    if (!items || !indicators)
        return out_of_memory(ask->session);
    for (size_t n = 0; n < score->items; n++) {
        size_t item = score_rows_item(score, n);
        unsigned level = score_rows_level(score, item);
        if (!(levels & level) || !score->compile->items[item].shown || !score->eligible[item])
            continue;
        if (level != SCORE_LEVEL_INDICATOR)
            items[options->item_count++] = (uint32_t)item;
        else
            indicators[options->indicator_count++] = codebook->nodes[item].indicator;
    }
    options->items = items;
    options->indicators = indicators;
    return true;
}

const struct ensemble *scenario_ask_run(const struct scenario_ask *ask, unsigned levels,
                                        const struct ensemble *like)
{
    struct err err;
    struct ensemble_input input;
    struct ensemble_options options = scenario_ask_options(ask, &input);
    options.like = like;
    if (!want_levels(ask, levels, &options))
        return NULL;
    const struct ensemble *ensemble = ensemble_run(ask->session->arena, &input, &options, &err);
    if (!ensemble)
        session_fail(ask->session, &err);
    return ensemble;
}

bool scenario_ask_still(const struct scenario_ask *ask, unsigned levels,
                        const struct ensemble **still)
{
    struct scenario_ask alone = *ask;
    struct scenario scenario = *ask->scenario;
    *still = NULL;
    if (!scenario.background)
        return true;
    struct scenario *kept = arena_alloc(ask->session->arena, 1, sizeof *kept);
    if (!kept)
        return out_of_memory(ask->session);
    scenario.background = false;
    scenario.pull_count = scenario.step_count = scenario.branch_count = 0;
    *kept = scenario;
    alone.scenario = kept;
    *still = scenario_ask_run(&alone, levels, NULL);
    return *still;
}

bool scenario_ask_figure(const struct scenario_ask *ask, const char *id,
                         struct ensemble_options *options)
{
    struct err err;
    const struct score *score = ask->score;
    const struct codebook *codebook = ask->session->project->codebook;
    size_t item = score_item(score, text_of(id ? id : "index"));
    uint32_t *wanted = arena_alloc(ask->session->arena, 1, sizeof *wanted);
    if (!wanted)
        return out_of_memory(ask->session);
    if (item == SIZE_MAX || !score->eligible[item]) {
        err_set(&err, ERR_ARGUMENT, "%s has no figure under rule %s", id, ask->reading.rule->name);
        err_hint(&err,
                 "a pillar, group, indicator or result of the rule, or nothing for the index");
        return session_fail(ask->session, &err);
    }
    options->items = options->indicators = wanted;
    options->item_count = score_rows_level(score, item) != SCORE_LEVEL_INDICATOR;
    options->indicator_count = !options->item_count;
    *wanted = options->item_count ? (uint32_t)item : codebook->nodes[item].indicator;
    return true;
}

void scenario_ask_meta(const struct scenario_ask *ask, struct rows *rows)
{
    const struct scenario *scenario = ask->scenario;
    char from[DATE_PRINT_SIZE], to[DATE_PRINT_SIZE];
    date_print_day(scenario->from, from);
    date_print_day(scenario->to, to);
    session_meta(ask->session, &ask->reading, rows);
    rows_add_meta(rows, "scenario", "%s: %s, %s to %s", scenario->id, scenario->title, from, to);
    if (*scenario->because)
        rows_add_meta(rows, "because", "%s", scenario->because);
    for (size_t i = 0; i < scenario->overlap_count; i++)
        rows_add_meta(rows, "notices", "%s", scenario->overlaps[i].what);
}
