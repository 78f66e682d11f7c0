#include "scenario/course.h"
#include "scenario/plan_build.h"

#include <math.h>
#include <string.h>

/* A clause of a lever: an interaction, or an alternative of its mix. */
struct clause {
    uint32_t lever;
    const struct lever_interaction *interaction; /* NULL: of the mix */
    uint32_t choice;
    uint32_t alternative;
    uint64_t stream;
    const struct lever_scale *scales;
    size_t scale_count;
};

/* What factors are asked for: those on a lever's effects on an indicator, or on what it raises.
 * from is the clause that brings the effect (its own scales do not count), NULL: none. early: what
 * is raised does not count. */
struct target {
    uint32_t lever;
    uint32_t indicator; /* PLAN_NONE: a raise */
    const void *from;
    bool early;
};

static bool applies(const struct lever_scale *scale, const struct target *target, bool own,
                    const struct lever *lever)
{
    switch (scale->kind) {
    case LEVER_SCALE_ALL:
        return own;
    case LEVER_SCALE_INDICATOR:
        return own && target->indicator == scale->what && target->indicator != PLAN_NONE;
    case LEVER_SCALE_RAISES:
        return own && target->indicator == PLAN_NONE;
    case LEVER_SCALE_LEVER:
        return scale->what == target->lever || scale->what == lever->part_of;
    }
    return false;
}

static bool same_factor(const struct plan_factor *a, const struct plan_factor *b)
{
    return a->stream == b->stream && a->gate == b->gate && a->choice == b->choice &&
           a->alternative == b->alternative && a->only == b->only && a->strength == b->strength;
}

static void add_factor(struct plan_build *build, const struct plan_factor *factor)
{
    struct plan *plan = build->plan;
    for (uint32_t i = 0; i < plan->factor_count; i++)
        if (same_factor(&plan->factors[i], factor)) {
            plan_build_ref(build, i);
            return;
        }
    struct plan_factor *added = plan_build_add(build, &plan->factors, &plan->factor_count,
                                               &build->factor_room, sizeof *added);
    if (!added)
        return;
    *added = *factor;
    plan_build_ref(build, (uint32_t)(plan->factor_count - 1));
}

/* The factors of one clause on a target. What a lever does to others goes by its strength; what it
 * does to itself has it already. */
static void add_clause(struct plan_build *build, const struct clause *clause, const void *of,
                       const struct target *target)
{
    const struct lever *lever = &build->input->levers->items[target->lever];
    const struct plan_state *state = &build->states[clause->lever];
    bool own = clause->lever == target->lever || clause->lever == lever->part_of;
    for (size_t i = 0; of != target->from && i < clause->scale_count; i++) {
        const struct lever_scale *scale = &clause->scales[i];
        if (!applies(scale, target, own, lever))
            continue;
        struct plan_factor factor = {.factor = scale->factor,
                                     .stream = plan_build_number(clause->stream, i),
                                     .strength = own ? 1 : state->strength,
                                     .gate = PLAN_NONE,
                                     .choice = clause->choice,
                                     .alternative = clause->alternative};
        static const struct lever_interaction begun = {0};
        if (clause->interaction || !own) {
            const struct lever_interaction *condition =
                clause->interaction ? clause->interaction : &begun;
            factor.gate = plan_build_gate(build, clause->lever, condition, target->early);
            if (factor.gate == PLAN_NONE ||
                (target->early && build->plan->clocks[factor.gate].late))
                continue;
        }
        add_factor(build, &factor);
    }
}

/* The choice of a lever's mix. */
static uint32_t choice_of(struct plan_build *build, uint32_t lever)
{
    const struct lever *item = &build->input->levers->items[lever];
    struct plan *plan = build->plan;
    uint64_t stream = plan_build_word(plan_build_lever(build, lever), "mix");
    for (uint32_t i = 0; i < plan->choice_count; i++)
        if (plan->choices[i].stream == stream)
            return i;
    double *ends = arena_alloc(build->arena, item->mix_count, sizeof *ends), end = 0;
    struct plan_choice *choice = plan_build_add(build, &plan->choices, &plan->choice_count,
                                                &build->choice_room, sizeof *choice);
    if (!ends || !choice) {
        build->failed = true;
        return PLAN_NONE;
    }
    for (size_t i = 0; i < item->mix_count; i++)
        ends[i] = end += item->mix[i].weight;
    *choice = (struct plan_choice){stream, ends, item->mix_count};
    return (uint32_t)(plan->choice_count - 1);
}

/* All factors of one lever's clauses on a target. */
static void add_lever_factors(struct plan_build *build, uint32_t lever, const struct target *target)
{
    const struct lever *item = &build->input->levers->items[lever];
    uint64_t stream = plan_build_lever(build, lever);
    for (size_t i = 0; i < item->interaction_count; i++) {
        const struct lever_interaction *interaction = &item->interactions[i];
        struct clause clause = {.lever = lever,
                                .interaction = interaction,
                                .choice = PLAN_NONE,
                                .stream =
                                    plan_build_number(plan_build_word(stream, "interaction"), i),
                                .scales = interaction->scales,
                                .scale_count = interaction->scale_count};
        add_clause(build, &clause, interaction, target);
    }
    for (uint32_t i = 0; i < item->mix_count; i++) {
        const struct lever_mix *mix = &item->mix[i];
        struct clause clause = {.lever = lever,
                                .alternative = i,
                                .stream = plan_build_number(plan_build_word(stream, "mix"), i),
                                .scales = mix->scales,
                                .scale_count = mix->scale_count};
        if (mix->scale_count > 0)
            clause.choice = choice_of(build, lever);
        add_clause(build, &clause, mix, target);
    }
}

static uint64_t branch_stream(const struct plan_build *build, size_t branch)
{
    return plan_build_word(plan_build_word(build->stream, "branch"),
                           build->input->scenario->branches[branch].name);
}

/* The factors of branches are the same in all countries. */
static void add_branch_factors(struct plan_build *build, const struct target *target)
{
    const struct scenario *scenario = build->input->scenario;
    const struct lever *lever = &build->input->levers->items[target->lever];
    for (uint32_t b = 0; build->plan->branches && b < scenario->branch_count; b++)
        for (size_t i = 0; i < scenario->branches[b].scale_count; i++) {
            const struct lever_scale *scale = &scenario->branches[b].scales[i];
            if (!applies(scale, target, true, lever))
                continue;
            struct plan_factor factor = {.factor = scale->factor,
                                         .stream = plan_build_number(branch_stream(build, b), i),
                                         .strength = 1,
                                         .gate = PLAN_NONE,
                                         .choice = 0,
                                         .alternative = b};
            add_factor(build, &factor);
        }
}

/* Returns where the references begin. */
static size_t add_factors(struct plan_build *build, const struct target *target)
{
    size_t first = build->plan->ref_count;
    for (size_t i = 0; i < build->input->levers->count; i++)
        if (build->states[build->sorted[i]].clock != PLAN_NONE)
            add_lever_factors(build, build->sorted[i], target);
    add_branch_factors(build, target);
    return first;
}

void plan_effect_raises(struct plan_build *build, uint32_t lever, struct plan_clock *clock)
{
    struct plan *plan = build->plan;
    const struct levers *levers = build->input->levers;
    uint32_t *places = NULL;
    size_t room = 0;
    for (size_t s = 0; s < levers->count; s++) {
        uint32_t by = build->sorted[s];
        const struct lever *item = &levers->items[by];
        for (size_t r = 0; build->states[by].clock != PLAN_NONE && r < item->raise_count; r++) {
            const struct lever_raise *raise = &item->raises[r];
            if (raise->lever != lever || plan_build_unscaled(build->input, plan->place, by))
                continue;
            struct target target = {by, PLAN_NONE, NULL, false};
            struct plan_raise made = {
                .course = plan_build_course(build, build->states[by].clock, &raise->time),
                .by = raise->by,
                .stream = plan_build_word(plan_build_word(plan_build_lever(build, by), "raises"),
                                          levers->items[lever].id),
                .strength = build->states[by].strength,
                .scale = plan_build_scale(build, by),
                .first_ref = add_factors(build, &target)};
            made.ref_count = plan->ref_count - made.first_ref;
            struct plan_raise *added = plan_build_add(build, &plan->raises, &plan->raise_count,
                                                      &build->raise_room, sizeof *added);
            uint32_t *place =
                plan_build_add(build, &places, &clock->raise_count, &room, sizeof *place);
            if (!added || !place)
                return;
            *added = made;
            *place = (uint32_t)(plan->raise_count - 1);
        }
    }
    clock->raises = places;
}

/* Where an effect comes from. */
struct origin {
    uint32_t lever; /* PLAN_NONE: a branch's */
    const void *from;
    uint32_t clock;
    uint32_t gate;
    uint32_t choice; /* it counts in one alternative alone; PLAN_NONE: always */
    uint32_t alternative;
    uint64_t stream;
};

/* The clock of an effect that waits for a day. The days of other countries count for nothing. */
static uint32_t days_clock(struct plan_build *build, const struct lever_effect *effect,
                           uint32_t clock)
{
    double start = course_months(build->input->scenario->from);
    const struct lever_days *found = NULL;
    for (size_t i = 0; i < effect->on_count; i++)
        if (effect->on[i].country == build->plan->country)
            found = &effect->on[i];
    if (effect->on_count == 0)
        return clock;
    if (!found || found->count == 0)
        return PLAN_NONE;
    double *days = arena_alloc(build->arena, found->count, sizeof *days);
    for (size_t i = 0; days && i < found->count; i++)
        days[i] = course_months(found->days[i]) - start;
    struct plan_clock made = {.kind = PLAN_DAYS,
                              .of = clock,
                              .days = days,
                              .day_count = found->count,
                              .branch = PLAN_NONE,
                              .late = clock != PLAN_NONE && build->plan->clocks[clock].late,
                              .lever = PLAN_NONE,
                              .step = PLAN_NONE};
    build->failed = build->failed || !days;
    return plan_build_clock(build, &made);
}

/* The place of an effect among those of its list on one indicator. */
static size_t ordinal(const struct lever_effect *effects, size_t at)
{
    size_t before = 0;
    for (size_t i = 0; i < at; i++)
        before += effects[i].indicator == effects[at].indicator;
    return before;
}

static void add_effect(struct plan_build *build, const struct origin *origin,
                       const struct lever_effect *effects, size_t at)
{
    const struct lever_effect *effect = &effects[at];
    struct plan *plan = build->plan;
    const struct codebook *codebook = build->input->held->panel.project->codebook;
    bool outcome = plan_build_outcome(build->input, effect->indicator);
    uint32_t clock = days_clock(build, effect, origin->clock);
    bool scaled = outcome && origin->lever != PLAN_NONE;
    if (clock == PLAN_NONE ||
        plan_build_baseless(build->input->held, plan->place, effect->indicator))
        return;
    if (scaled && plan_build_unscaled(build->input, plan->place, origin->lever))
        return;
    uint64_t stream = plan_build_word(origin->stream, codebook->indicators[effect->indicator].id);
    struct plan_effect made = {.act = SCENARIO_SHIFT,
                               .indicator = effect->indicator,
                               .course = plan_build_course(build, clock, &effect->time),
                               .size = effect->size,
                               .stream = plan_build_number(stream, ordinal(effects, at)),
                               .strength = 1,
                               .cap = effect->cap,
                               .scale = scaled ? plan_build_scale(build, origin->lever) : PLAN_NONE,
                               .gate = origin->gate,
                               .first_ref = plan->ref_count,
                               .last = plan->periods,
                               .late = outcome || plan->clocks[clock].late};
    if (origin->lever != PLAN_NONE) {
        struct target target = {origin->lever, effect->indicator, origin->from, !made.late};
        made.strength = build->states[origin->lever].strength;
        made.saturate = build->input->levers->items[origin->lever].saturate;
        made.first_ref = add_factors(build, &target);
    }
    if (origin->choice != PLAN_NONE) {
        struct plan_factor only = {.factor = {1, 1, 1},
                                   .strength = 1,
                                   .gate = PLAN_NONE,
                                   .choice = origin->choice,
                                   .alternative = origin->alternative,
                                   .only = true};
        add_factor(build, &only);
    }
    made.ref_count = plan->ref_count - made.first_ref;
    struct plan_effect *added = plan_build_add(build, &plan->effects, &plan->effect_count,
                                               &build->effect_room, sizeof *added);
    if (added)
        *added = made;
}

/* Effects of an interaction begin when the last of what it waits for has happened, and count while
 * it holds. Early ones do not see what is raised. */
static void add_interaction(struct plan_build *build, struct origin origin,
                            const struct lever_interaction *interaction)
{
    origin.from = interaction;
    for (size_t i = 0; i < interaction->effect_count; i++) {
        bool early = !plan_build_outcome(build->input, interaction->effects[i].indicator) &&
                     !build->states[origin.lever].late;
        origin.gate = plan_build_gate(build, origin.lever, interaction, early);
        origin.clock = origin.gate;
        if (origin.gate != PLAN_NONE)
            add_effect(build, &origin, interaction->effects, i);
    }
}

static void add_lever(struct plan_build *build, uint32_t lever)
{
    const struct lever *item = &build->input->levers->items[lever];
    uint64_t stream = plan_build_lever(build, lever);
    struct origin plain = {.lever = lever,
                           .clock = build->states[lever].clock,
                           .gate = PLAN_NONE,
                           .choice = PLAN_NONE,
                           .stream = plan_build_word(stream, "effect")};
    for (size_t i = 0; i < item->effect_count; i++)
        add_effect(build, &plain, item->effects, i);
    for (size_t i = 0; i < item->interaction_count; i++) {
        struct origin origin = plain;
        origin.stream = plan_build_number(plan_build_word(stream, "interaction"), i);
        origin.stream = plan_build_word(origin.stream, "effect");
        add_interaction(build, origin, &item->interactions[i]);
    }
    for (uint32_t m = 0; m < item->mix_count; m++) {
        struct origin origin = plain;
        origin.from = &item->mix[m];
        origin.stream = plan_build_number(plan_build_word(stream, "mix"), m);
        origin.stream = plan_build_word(origin.stream, "effect");
        origin.alternative = m;
        if (item->mix[m].effect_count > 0)
            origin.choice = choice_of(build, lever);
        for (size_t i = 0; i < item->mix[m].effect_count; i++)
            add_effect(build, &origin, item->mix[m].effects, i);
    }
}

static void add_branch_effects(struct plan_build *build)
{
    const struct scenario *scenario = build->input->scenario;
    const struct project *project = build->input->held->panel.project;
    for (uint32_t b = 0; build->plan->branches && b < scenario->branch_count; b++) {
        const struct scenario_branch *branch = &scenario->branches[b];
        struct plan_clock at = {
            .kind = PLAN_AT, .of = PLAN_NONE, .branch = b, .lever = PLAN_NONE, .step = PLAN_NONE};
        struct origin origin = {.lever = PLAN_NONE,
                                .gate = PLAN_NONE,
                                .choice = PLAN_NONE,
                                .stream =
                                    plan_build_word(branch_stream(build, b),
                                                    project->countries[build->plan->country].id)};
        if (branch->effect_count > 0)
            origin.clock = plan_build_clock(build, &at);
        for (size_t i = 0; i < branch->effect_count; i++)
            add_effect(build, &origin, branch->effects, i);
    }
}

/* The last period whose last day is not after a day, as a count of periods. */
static size_t periods_until(const struct plan_build *build, int32_t day)
{
    const struct held *held = build->input->held;
    size_t count = 0;
    while (count < held->periods &&
           date_period_last_day(held->panel.options.axis, held->first + (int32_t)count) <= day)
        count++;
    return count;
}

static void add_step(struct plan_build *build, size_t step)
{
    const struct scenario_step *made = &build->input->scenario->steps[step];
    const struct project *project = build->input->held->panel.project;
    struct plan *plan = build->plan;
    uint32_t clock = build->step_clocks[step];
    if (clock == PLAN_NONE || plan_build_baseless(build->input->held, plan->place, made->indicator))
        return;
    bool ramp = made->act == SCENARIO_RAMP, open = made->until == INT32_MAX;
    struct lever_time time = ramp ? course_step() : made->time;
    uint64_t stream = plan_build_word(build->stream, "step");
    stream = *made->id ? plan_build_word(stream, made->id) : plan_build_number(stream, step);
    stream = plan_build_word(stream, project->countries[made->country].id);
    stream = plan_build_word(stream, project->codebook->indicators[made->indicator].id);
    struct plan_effect *added = plan_build_add(build, &plan->effects, &plan->effect_count,
                                               &build->effect_room, sizeof *added);
    if (!added)
        return;
    *added = (struct plan_effect){
        .act = made->act,
        .indicator = made->indicator,
        .course = plan_build_course(build, clock, &time),
        .size = made->size,
        .stream = plan_build_word(stream, "size"),
        .strength = 1,
        .cap = NAN,
        .scale = PLAN_NONE,
        .gate = PLAN_NONE,
        .last = ramp || open ? plan->periods : periods_until(build, made->until),
        .ramp_end =
            open ? 0 : course_months(made->until + 1) - course_months(build->input->scenario->from),
        .late = plan->clocks[clock].late || plan_build_outcome(build->input, made->indicator)};
}

void plan_effect_all(struct plan_build *build)
{
    for (size_t i = 0; i < build->input->levers->count && !build->failed; i++)
        if (build->states[build->sorted[i]].clock != PLAN_NONE)
            add_lever(build, build->sorted[i]);
    add_branch_effects(build);
    for (size_t i = 0; i < build->input->scenario->step_count && !build->failed; i++)
        add_step(build, i);
}
