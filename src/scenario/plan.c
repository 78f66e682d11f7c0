#include "scenario/plan.h"

#include "scenario/course.h"
#include "scenario/plan_build.h"

#include <math.h>
#include <string.h>

static void no_memory(struct err *err)
{
    err_set(err, ERR_OUT_OF_MEMORY, "out of memory while planning a scenario");
}

static struct plan_clock clock_of(enum plan_clock_kind kind, uint32_t lever, uint32_t step)
{
    return (struct plan_clock){
        .kind = kind, .of = PLAN_NONE, .branch = PLAN_NONE, .lever = lever, .step = step};
}

static void add_lever_clock(struct plan_build *build, uint32_t lever)
{
    struct plan_state *state = &build->states[lever];
    uint32_t whole = build->input->levers->items[lever].part_of;
    struct plan_clock clock = clock_of(PLAN_AT, lever, PLAN_NONE);
    if (!state->certain) {
        bool follows = whole != LEVER_NONE && !state->pulled && build->states[whole].happens;
        clock.kind = follows ? PLAN_FOLLOW : PLAN_CHANCE;
        clock.of = follows ? build->states[whole].clock : PLAN_NONE;
        clock.chance = state->chance;
        clock.stream = plan_build_word(plan_build_lever(build, lever), "chance");
        clock.late = state->late;
        plan_effect_raises(build, lever, &clock);
    }
    state->clock = plan_build_clock(build, &clock);
}

/* What a step comes after: its clock; PLAN_NONE where it comes after nothing, or (missing) where
 * that does not happen. ready is false where its clock is still to be made. */
static uint32_t cause_of(const struct plan_build *build, const struct scenario_step *step,
                         bool *missing, bool *ready)
{
    const struct scenario *scenario = build->input->scenario;
    *missing = false;
    *ready = true;
    if (step->after.lever != LEVER_NONE) {
        uint32_t clock = build->states[step->after.lever].clock;
        *missing = !build->states[step->after.lever].happens;
        *ready = *missing || clock != PLAN_NONE;
        return clock;
    }
    if (!step->after.step)
        return PLAN_NONE;
    for (size_t i = 0; i < scenario->step_count; i++) {
        if (strcmp(scenario->steps[i].id, step->after.step) != 0 ||
            !plan_build_step_holds(build, i))
            continue;
        *ready = build->step_clocks[i] != PLAN_NONE;
        return build->step_clocks[i];
    }
    *missing = true;
    return PLAN_NONE;
}

/* The stream of a step: by its id, else by its number. */
static uint64_t stream_of(const struct plan_build *build, size_t step)
{
    const struct scenario_step *made = &build->input->scenario->steps[step];
    const struct project *project = build->input->held->panel.project;
    uint64_t stream = plan_build_word(build->stream, "step");
    stream = *made->id ? plan_build_word(stream, made->id) : plan_build_number(stream, step);
    return plan_build_word(stream, project->countries[made->country].id);
}

/* Makes the clocks of the steps whose causes have theirs, early ones or all; those that wait in a
 * circle, or for what does not happen, get none. */
static void add_step_clocks(struct plan_build *build, bool early)
{
    const struct scenario *scenario = build->input->scenario;
    double start = course_months(scenario->from);
    for (bool more = true; more && !build->failed;) {
        more = false;
        for (uint32_t i = 0; i < scenario->step_count; i++) {
            const struct scenario_step *step = &scenario->steps[i];
            bool missing, ready;
            if (build->step_clocks[i] != PLAN_NONE || !plan_build_step_holds(build, i))
                continue;
            uint32_t cause = cause_of(build, step, &missing, &ready);
            bool late = cause != PLAN_NONE && build->plan->clocks[cause].late;
            if (missing || !ready || (early && late))
                continue;
            struct plan_clock clock = clock_of(PLAN_AFTER, PLAN_NONE, i);
            clock.at = course_months(step->from) - start;
            clock.of = cause;
            clock.late = late;
            clock.chance = step->chance > 0 ? step->chance : 0;
            clock.stream = plan_build_word(stream_of(build, i), "chance");
            clock.branch = step->branch;
            if (cause == PLAN_NONE)
                clock.kind = isnan(step->chance) ? PLAN_AT : PLAN_CHANCE;
            else if (step->chance == 0)
                continue;
            build->step_clocks[i] = plan_build_clock(build, &clock);
            more = true;
        }
    }
}

/* Branches hold unless they are left out. */
static void add_branches(struct plan_build *build)
{
    const struct scenario *scenario = build->input->scenario;
    const bool *active = build->options->active;
    size_t place = scenario->pull_count + scenario->step_count;
    struct plan *plan = build->plan;
    plan->branches =
        scenario->branch_count > 0 && !build->options->baseline && !(active && !active[place]);
    if (!plan->branches)
        return;
    double *ends = arena_alloc(build->arena, scenario->branch_count, sizeof *ends), end = 0;
    struct plan_choice *choice = plan_build_add(build, &plan->choices, &plan->choice_count,
                                                &build->choice_room, sizeof *choice);
    if (!ends || !choice) {
        build->failed = true;
        return;
    }
    for (size_t i = 0; i < scenario->branch_count; i++)
        ends[i] = end += scenario->branches[i].weight;
    *choice = (struct plan_choice){plan_build_word(build->stream, "branch"), ends,
                                   scenario->branch_count};
}

static void add_clocks(struct plan_build *build)
{
    size_t levers = build->input->levers->count;
    for (size_t i = 0; i < levers; i++)
        if (build->states[build->order[i]].happens && !build->states[build->order[i]].late)
            add_lever_clock(build, build->order[i]);
    add_step_clocks(build, true);
    for (size_t i = 0; i < levers; i++)
        if (build->states[build->order[i]].happens && build->states[build->order[i]].late)
            add_lever_clock(build, build->order[i]);
    add_step_clocks(build, false);
}

/* What is early comes first, in its order. */
static bool part_effects(struct arena *arena, struct plan *plan)
{
    struct plan_effect *sorted = arena_alloc(arena, plan->effect_count, sizeof *sorted);
    size_t count = 0;
    for (int late = 0; sorted && late < 2; late++)
        for (size_t i = 0; i < plan->effect_count; i++)
            if (plan->effects[i].late == late)
                sorted[count++] = plan->effects[i];
    plan->effects = sorted;
    return sorted != NULL;
}

const struct plan *plan_make(struct arena *arena, const struct ensemble_input *input,
                             const struct plan_options *options, size_t place, struct err *err)
{
    struct plan_build build;
    if (!plan_build_start(arena, input, options, place, &build, err))
        return NULL;
    struct plan *plan = build.plan;
    add_branches(&build);
    add_clocks(&build);
    plan_effect_all(&build);
    if (build.failed || !part_effects(arena, plan)) {
        no_memory(err);
        return NULL;
    }
    for (size_t i = 0; i < plan->effect_count; i++)
        plan->moves[plan->effects[i].indicator] = true;
    return plan_check_circle(arena, input, plan, err) ? plan : NULL;
}
