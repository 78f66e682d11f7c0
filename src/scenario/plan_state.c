#include "scenario/plan_build.h"

#include <math.h>

/* A chance is never beyond this (semantics.md A12). */
static const double most_likely = 0.99;

/* The pull of a lever in the country that holds, SIZE_MAX when there is none. */
static size_t pull_of(const struct plan_build *build, uint32_t lever)
{
    const struct scenario *scenario = build->input->scenario;
    size_t found = SIZE_MAX;
    for (size_t i = 0; !build->options->baseline && i < scenario->pull_count; i++)
        if (scenario->pulls[i].lever == lever &&
            scenario->pulls[i].country == build->plan->country &&
            !(build->options->active && !build->options->active[i]))
            found = i;
    return found;
}

static double chance_of(const struct plan_build *build, const struct lever *lever)
{
    double chance = lever->chance ? lever->chance[build->plan->country] : NAN;
    if (!(chance > 0))
        return 0;
    return chance < most_likely ? chance : most_likely;
}

/* Whether another lever that happens raises this one. */
static bool is_raised(const struct plan_build *build, uint32_t lever)
{
    const struct levers *levers = build->input->levers;
    for (uint32_t i = 0; i < levers->count; i++)
        for (size_t r = 0; build->states[i].happens && r < levers->items[i].raise_count; r++)
            if (levers->items[i].raises[r].lever == lever &&
                !plan_build_unscaled(build->input, build->plan->place, i))
                return true;
    return false;
}

static void set_state(struct plan_build *build, uint32_t lever)
{
    const struct lever *item = &build->input->levers->items[lever];
    struct plan_state *state = &build->states[lever];
    const struct plan_state *whole =
        item->part_of == LEVER_NONE ? NULL : &build->states[item->part_of];
    size_t at = pull_of(build, lever);
    const struct scenario_pull *pull = at == SIZE_MAX ? NULL : &build->input->scenario->pulls[at];
    *state = (struct plan_state){.strength = 1, .clock = PLAN_NONE, .pulled = pull != NULL};
    if (pull && !pull->judged) {
        state->strength =
            build->options->strengths ? build->options->strengths[at] : pull->strength;
        state->certain = true;
        state->happens = state->strength != 0;
        return;
    }
    if (!pull && whole && whole->certain) {
        state->strength = whole->strength;
        state->certain = true;
        state->happens = whole->happens;
        return;
    }
    bool follows = !pull && whole && whole->happens;
    if (pull || (build->input->scenario->background && !whole))
        state->chance = chance_of(build, item);
    bool raised = is_raised(build, lever);
    state->late = raised || (follows && whole->late);
    state->happens = raised || follows || state->chance > 0;
}

void plan_state_all(struct plan_build *build)
{
    for (size_t i = 0; i < build->input->levers->count; i++)
        set_state(build, build->order[i]);
}
