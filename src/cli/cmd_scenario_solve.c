#include "cli/cmd_scenario.h"
#include "cli/display_scenario.h"
#include "cli/scenario_ask.h"
#include "cli/show.h"

#include "base/number.h"
#include "scenario/scenario_narrow.h"
#include "scenario/scenario_solve.h"

#include <string.h>

/* What --target says: COUNTRY=NUMBER for the index, COUNTRY.ITEM=NUMBER for another figure. */
struct goal {
    uint32_t country;
    const char *item;
    double value;
};

static bool unreadable(struct session *session)
{
    struct err err;
    if (session->opt->target)
        err_set(&err, ERR_OPTION_VALUE, "--target %s: a country, an item and a value are wanted",
                session->opt->target);
    else
        err_set(&err, ERR_ARGUMENT, "`tidemark scenario solve` wants a --target");
    err_hint(&err, "--target KGZ.civic_space=45, or --target KGZ=30 for the index");
    return session_fail(session, &err);
}

static bool read_goal(struct session *session, struct goal *goal)
{
    const char *text = session->opt->target;
    const char *equals = text ? strrchr(text, '=') : NULL;
    if (!equals || number_parse(equals + 1, strlen(equals + 1), &goal->value) != NUMBER_OK)
        return unreadable(session);
    size_t length = (size_t)(equals - text);
    const char *dot = memchr(text, '.', length);
    size_t country = dot ? (size_t)(dot - text) : length;
    const char *name = arena_text(session->arena, text, country);
    goal->item = dot ? arena_text(session->arena, dot + 1, length - country - 1) : NULL;
    if (!name || (dot && !goal->item))
        return false;
    if (country == 0 || (dot && !*goal->item))
        return unreadable(session);
    return session_country(session, name, &goal->country);
}

/* The lever of an id; false after saying that there is none. */
static bool find_lever(const struct scenario_ask *ask, struct text id, uint32_t *lever)
{
    struct err err;
    const char **known = arena_alloc(ask->session->arena, ask->levers->count + 1, sizeof *known);
    *lever = lever_find(ask->levers, id);
    if (*lever != LEVER_NONE)
        return true;
    err_set(&err, ERR_ARGUMENT, "there is no lever %.*s", (int)id.length, id.bytes);
    for (size_t i = 0; known && i < ask->levers->count; i++)
        known[i] = ask->levers->items[i].id;
    size_t near = known ? text_nearest(id, known, ask->levers->count) : SIZE_MAX;
    if (near != SIZE_MAX)
        err_hint(&err, "did you mean %s?", known[near]);
    else
        err_hint(&err, "tidemark scenario levers lists them");
    return session_fail(ask->session, &err);
}

/* The levers of --levers, else all that can reach the figure. */
static bool find_candidates(const struct scenario_ask *ask, uint32_t node, uint32_t *candidates,
                            size_t *count)
{
    const char *list = ask->session->opt->levers;
    bool *useful = arena_alloc(ask->session->arena, ask->levers->count + 1, sizeof *useful);
    *count = 0;
    if (!useful)
        return false;
    if (!list)
        scenario_solve_candidates(ask->levers, ask->session->project->codebook, node, useful);
    while (list && *list) {
        size_t length = strcspn(list, ",");
        uint32_t lever = LEVER_NONE;
        if (!find_lever(ask, (struct text){list, length}, &lever))
            return false;
        useful[lever] = true;
        list += length + (list[length] == ',');
    }
    for (uint32_t i = 0; i < ask->levers->count; i++)
        if (useful[i])
            candidates[(*count)++] = i;
    return true;
}

static struct rows *solve(const struct scenario_ask *ask, const struct goal *goal,
                          const struct scenario_target *target, struct err *err)
{
    struct arena *arena = ask->session->arena;
    const struct codebook *codebook = ask->session->project->codebook;
    struct ensemble_input input;
    struct ensemble_options options = scenario_ask_options(ask, &input);
    uint32_t *candidates = arena_alloc(arena, ask->levers->count + 1, sizeof *candidates);
    uint32_t lever = LEVER_NONE, node = CODEBOOK_NONE;
    size_t count = 0;
    const char *id = ask->session->opt->lever;
    *err = (struct err){0};
    if (!candidates || !scenario_ask_figure(ask, goal->item, &options))
        return NULL;
    if (id) {
        if (!find_lever(ask, text_of(id), &lever))
            return NULL;
        return scenario_solve_strength(arena, &input, &options, lever, target, err);
    }
    if (options.indicator_count)
        node = codebook->indicators[options.indicators[0]].node;
    else if (options.items[0] < codebook->node_count)
        node = options.items[0];
    if (!find_candidates(ask, node, candidates, &count))
        return NULL;
    return scenario_solve_set(arena, &input, &options, candidates, count, target, err);
}

/* scenario solve NAME --target …: the smallest strength of --lever, or the fewest levers. */
void cmd_scenario_solve(struct session *session, const char *const *words, size_t count)
{
    struct err err;
    struct scenario_ask ask;
    struct goal goal;
    (void)count;
    if (!scenario_ask_begin(session, words[0], &ask) || !read_goal(session, &goal) ||
        !scenario_ask_has(&ask, goal.country))
        return;
    struct scenario_target target = {
        .value = goal.value, .chance = session->opt->chance, .period = ask.last};
    const struct scenario *narrow =
        scenario_narrow(session->arena, ask.scenario, goal.country,
                        date_period_last_day(ask.reading.axis, target.period));
    if (!narrow || !scenario_ask_take(&ask, narrow))
        return;
    struct rows *tidy = solve(&ask, &goal, &target, &err);
    if (!tidy) {
        if (err.code != ERR_CODE_NONE)
            session_fail(session, &err);
        return;
    }
    struct rows *display = display_scenario_solve(session, &ask.reading, ask.scenario, tidy);
    scenario_ask_meta(&ask, tidy);
    show_rows(session, tidy, display);
}
