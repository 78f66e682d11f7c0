#include "scenario/plan_build.h"

#include "scenario/course.h"

#include "base/random.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while planning a scenario");
}

static bool set_periods(struct arena *arena, const struct ensemble_input *input, struct plan *plan)
{
    const struct held *held = input->held;
    double *ends = arena_alloc(arena, held->periods, sizeof *ends);
    double start = course_months(input->scenario->from);
    for (size_t i = 0; ends && i < held->periods; i++) {
        int32_t period = held->first + (int32_t)i;
        ends[i] = course_months(date_period_last_day(held->panel.options.axis, period) + 1) - start;
    }
    plan->ends = ends;
    plan->periods = held->periods;
    return ends != NULL;
}

bool plan_build_start(struct arena *arena, const struct ensemble_input *input,
                      const struct plan_options *options, size_t place, struct plan_build *build,
                      struct err *err)
{
    *build = (struct plan_build){.arena = arena, .input = input, .options = options};
    build->plan = arena_alloc(arena, 1, sizeof *build->plan);
    if (!build->plan)
        return no_memory(err);
    build->plan->place = place;
    build->plan->country = input->scenario->countries[place];
    size_t levers = build->input->levers->count, steps = build->input->scenario->step_count;
    build->states = arena_alloc(arena, levers + 1, sizeof *build->states);
    build->order = arena_alloc(arena, levers + 1, sizeof *build->order);
    build->sorted = arena_alloc(arena, levers + 1, sizeof *build->sorted);
    build->step_clocks = arena_alloc(arena, steps + 1, sizeof *build->step_clocks);
    build->plan->moves = arena_alloc(arena, build->input->held->panel.indicators + 1, sizeof(bool));
    if (!build->states || !build->order || !build->sorted || !build->step_clocks ||
        !build->plan->moves || !set_periods(arena, build->input, build->plan))
        return no_memory(err);
    for (size_t i = 0; i < levers; i++)
        build->states[i] = (struct plan_state){.clock = PLAN_NONE};
    for (size_t i = 0; i < steps; i++)
        build->step_clocks[i] = PLAN_NONE;
    build->stream = plan_build_word(0, "scenario");
    plan_check_sort(build->input->levers, build->sorted);
    if (!plan_check_order(arena, build->input->levers, build->order, err))
        return false;
    plan_state_all(build);
    return true;
}

void *plan_build_add(struct plan_build *build, void *items, size_t *count, size_t *room,
                     size_t size)
{
    void **array = items;
    if (*count == *room) {
        size_t larger = *room * 2 + 8;
        void *grown = arena_grow(build->arena, *array, *count, larger, size);
        if (!grown) {
            build->failed = true;
            return NULL;
        }
        *array = grown;
        *room = larger;
    }
    return (char *)*array + (*count)++ * size;
}

uint64_t plan_build_word(uint64_t stream, const char *word)
{
    return random_stream(stream, text_of(word));
}

uint64_t plan_build_number(uint64_t stream, size_t number)
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%zu", number);
    return random_stream(stream, (struct text){digits, (size_t)length});
}

uint64_t plan_build_lever(const struct plan_build *build, uint32_t lever)
{
    const struct project *project = build->input->held->panel.project;
    uint64_t stream = plan_build_word(build->stream, build->input->levers->items[lever].id);
    return plan_build_word(stream, project->countries[build->plan->country].id);
}

uint32_t plan_build_clock(struct plan_build *build, const struct plan_clock *clock)
{
    struct plan *plan = build->plan;
    struct plan_clock *added =
        plan_build_add(build, &plan->clocks, &plan->clock_count, &build->clock_room, sizeof *added);
    if (!added)
        return PLAN_NONE;
    *added = *clock;
    return (uint32_t)(plan->clock_count - 1);
}

uint32_t plan_build_course(struct plan_build *build, uint32_t clock, const struct lever_time *time)
{
    struct plan *plan = build->plan;
    for (uint32_t i = 0; i < plan->course_count; i++)
        if (plan->courses[i].clock == clock && course_same(&plan->courses[i].time, time))
            return i;
    struct plan_course *added = plan_build_add(build, &plan->courses, &plan->course_count,
                                               &build->course_room, sizeof *added);
    if (!added)
        return PLAN_NONE;
    *added = (struct plan_course){clock, *time};
    return (uint32_t)(plan->course_count - 1);
}

void plan_build_ref(struct plan_build *build, uint32_t factor)
{
    struct plan *plan = build->plan;
    uint32_t *added =
        plan_build_add(build, &plan->refs, &plan->ref_count, &build->ref_room, sizeof *added);
    if (added)
        *added = factor;
}

/* Adds the clocks of a cause: one for a lever, one a step of that id. Returns how many were added;
 * causes that do not happen, and for an early condition late ones, have none. */
static size_t add_cause(const struct plan_build *build, const struct lever_cause *cause, bool early,
                        uint32_t *clocks)
{
    const struct scenario *scenario = build->input->scenario;
    size_t count = 0;
    if (cause->lever != LEVER_NONE) {
        uint32_t clock = build->states[cause->lever].clock;
        if (clock != PLAN_NONE && !(early && build->plan->clocks[clock].late))
            clocks[count++] = clock;
        return count;
    }
    for (size_t i = 0; cause->step && i < scenario->step_count; i++) {
        uint32_t clock = build->step_clocks[i];
        if (strcmp(scenario->steps[i].id, cause->step) == 0 && clock != PLAN_NONE &&
            !(early && build->plan->clocks[clock].late))
            clocks[count++] = clock;
    }
    return count;
}

static bool any_late(const struct plan_build *build, const uint32_t *clocks, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (build->plan->clocks[clocks[i]].late)
            return true;
    return false;
}

static bool same_places(const uint32_t *a, const uint32_t *b, size_t count)
{
    return count == 0 || memcmp(a, b, count * sizeof *a) == 0;
}

static uint32_t find_gate(const struct plan *plan, const struct plan_clock *gate)
{
    for (uint32_t i = 0; i < plan->clock_count; i++)
        if (plan->clocks[i].kind == PLAN_GATE && plan->clocks[i].when_count == gate->when_count &&
            plan->clocks[i].unless_count == gate->unless_count &&
            same_places(plan->clocks[i].when, gate->when, gate->when_count) &&
            same_places(plan->clocks[i].unless, gate->unless, gate->unless_count))
            return i;
    return PLAN_NONE;
}

uint32_t plan_build_gate(struct plan_build *build, uint32_t lever,
                         const struct lever_interaction *interaction, bool early)
{
    size_t room = interaction->when_count + interaction->unless_count +
                  2 * build->input->scenario->step_count + 1;
    uint32_t *when = arena_alloc(build->arena, room, sizeof *when);
    uint32_t *unless = arena_alloc(build->arena, room, sizeof *unless);
    size_t whens = 0, unlesses = 0;
    if (!when || !unless) {
        build->failed = true;
        return PLAN_NONE;
    }
    when[whens++] = build->states[lever].clock;
    if (when[0] == PLAN_NONE)
        return PLAN_NONE;
    for (size_t i = 0; i < interaction->when_count; i++) {
        /* Of several steps of one id all are asked for. */
        size_t added = add_cause(build, &interaction->when[i], early, when + whens);
        if (added == 0)
            return PLAN_NONE;
        whens += added;
    }
    for (size_t i = 0; i < interaction->unless_count; i++)
        unlesses += add_cause(build, &interaction->unless[i], early, unless + unlesses);
    if (whens == 1 && unlesses == 0)
        return when[0];
    struct plan_clock gate = {.kind = PLAN_GATE,
                              .of = PLAN_NONE,
                              .when = when,
                              .when_count = whens,
                              .unless = unless,
                              .unless_count = unlesses,
                              .branch = PLAN_NONE,
                              .late =
                                  any_late(build, when, whens) || any_late(build, unless, unlesses),
                              .lever = PLAN_NONE,
                              .step = PLAN_NONE};
    uint32_t found = find_gate(build->plan, &gate);
    return found == PLAN_NONE ? plan_build_clock(build, &gate) : found;
}

bool plan_build_unscaled(const struct ensemble_input *input, size_t place, uint32_t lever)
{
    const struct held *held = input->held;
    uint32_t node = input->levers->items[lever].scaled_by;
    if (node == CODEBOOK_NONE)
        return false;
    for (size_t period = 0; period < held->periods; period++) {
        size_t row = held_row(held, period * held->countries + place);
        if (input->score->compile->items[node].eligible &&
            !isnan(score_value(input->score, node, row)))
            return false;
    }
    return true;
}

uint32_t plan_build_scale(struct plan_build *build, uint32_t lever)
{
    struct plan *plan = build->plan;
    uint32_t node = build->input->levers->items[lever].scaled_by;
    if (node == CODEBOOK_NONE)
        return PLAN_NONE;
    for (uint32_t i = 0; i < plan->scale_count; i++)
        if (plan->scales[i] == node)
            return i;
    uint32_t *added =
        plan_build_add(build, &plan->scales, &plan->scale_count, &build->scale_room, sizeof *added);
    if (!added)
        return PLAN_NONE;
    *added = node;
    return (uint32_t)(plan->scale_count - 1);
}

bool plan_build_baseless(const struct held *held, size_t place, uint32_t indicator)
{
    for (size_t period = 0; period < held->periods; period++)
        if (held_kind(held, indicator, period * held->countries + place) != HELD_MISSING)
            return false;
    return true;
}

bool plan_build_outcome(const struct ensemble_input *input, uint32_t indicator)
{
    const struct codebook *codebook = input->held->panel.project->codebook;
    return codebook->nodes[codebook->indicators[indicator].node].role == ROLE_OUTCOME;
}

bool plan_build_step_holds(const struct plan_build *build, size_t step)
{
    const struct scenario *scenario = build->input->scenario;
    return !build->options->baseline && scenario->steps[step].country == build->plan->country &&
           !(build->options->active && !build->options->active[scenario->pull_count + step]);
}
