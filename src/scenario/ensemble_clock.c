#include "scenario/ensemble_block.h"

#include "scenario/course.h"

#include "base/elementary.h"

#include <math.h>

void ensemble_clock_choices(struct ensemble_drawing *run)
{
    const struct plan *plan = run->plan;
    struct ensemble_block *block = run->block;
    for (size_t i = 0; i < plan->choice_count; i++) {
        const struct plan_choice *choice = &plan->choices[i];
        const double *u = ensemble_block_uniforms(block, choice->stream);
        uint8_t *chosen = arena_alloc(block->arena, block->draws, sizeof *chosen);
        run->choices[i] = chosen;
        if (!u || !chosen) {
            block->failed = true;
            return;
        }
        for (size_t d = 0; d < block->draws; d++)
            while (chosen[d] + 1U < choice->count && u[d] >= choice->ends[chosen[d]])
                chosen[d]++;
    }
}

static double at_of(const struct ensemble_clock *clock, size_t draw)
{
    return clock->months ? clock->months[draw] : clock->at;
}

/* Waiting times by a chance within 24 months at a constant hazard, by inversion. */
static void wait(struct ensemble_drawing *run, const struct plan_clock *clock, double *out)
{
    struct ensemble_block *block = run->block;
    const double *u = ensemble_block_uniforms(block, clock->stream);
    double scale = 24 / elementary_log(1 - clock->chance);
    if (!u)
        return;
    if (clock->chance >= 1) {
        for (size_t d = 0; d < block->draws; d++)
            out[d] = 0;
        return;
    }
    block->kernel->logarithm(u, block->draws, out);
    for (size_t d = 0; d < block->draws; d++)
        out[d] = out[d] * scale;
}

static void never(double *out, size_t draws)
{
    for (size_t d = 0; d < draws; d++)
        out[d] = INFINITY;
}

/* When it happens by its own chance and by what raises it, on its own. */
static double *own_times(struct ensemble_drawing *run, const struct plan_clock *clock)
{
    struct ensemble_block *block = run->block;
    double *own = ensemble_block_room(block, block->draws);
    double *raised = clock->raise_count > 0 ? ensemble_block_room(block, block->draws) : own;
    if (!own || !raised)
        return NULL;
    never(own, block->draws);
    if (clock->chance > 0)
        wait(run, clock, own);
    for (size_t d = 0; d < block->draws; d++)
        own[d] += clock->at;
    if (clock->raise_count > 0)
        ensemble_chance_raised(run, clock, own, raised);
    return raised;
}

static void make_follow(struct ensemble_drawing *run, const struct plan_clock *plan,
                        struct ensemble_clock *clock)
{
    const struct ensemble_clock *whole = &run->clocks[plan->of];
    if (plan->chance <= 0 && plan->raise_count == 0) {
        clock->at = whole->at;
        clock->months = whole->months;
        return;
    }
    double *own = own_times(run, plan);
    for (size_t d = 0; own && d < run->block->draws; d++)
        own[d] = fmin(own[d], at_of(whole, d));
    clock->months = own;
}

static void make_after(struct ensemble_drawing *run, const struct plan_clock *plan,
                       struct ensemble_clock *clock)
{
    struct ensemble_block *block = run->block;
    const struct ensemble_clock *cause = &run->clocks[plan->of];
    if (!cause->months && plan->chance <= 0) {
        clock->at = fmax(plan->at, cause->at);
        return;
    }
    double *months = ensemble_block_room(block, block->draws);
    if (!months)
        return;
    if (plan->chance > 0)
        wait(run, plan, months);
    for (size_t d = 0; d < block->draws; d++)
        months[d] += fmax(plan->at, at_of(cause, d));
    clock->months = months;
}

/* Begins with the last of `when`, closes with the first of `unless`. */
static void make_gate(struct ensemble_drawing *run, const struct plan_clock *plan,
                      struct ensemble_clock *clock)
{
    struct ensemble_block *block = run->block;
    bool same = true;
    clock->at = -INFINITY;
    for (size_t i = 0; i < plan->when_count; i++) {
        same = same && !run->clocks[plan->when[i]].months;
        clock->at = fmax(clock->at, run->clocks[plan->when[i]].at);
    }
    double *months = same ? NULL : ensemble_block_room(block, block->draws);
    double *ends = plan->unless_count > 0 ? ensemble_block_room(block, block->draws) : NULL;
    for (size_t d = 0; months && d < block->draws; d++) {
        months[d] = -INFINITY;
        for (size_t i = 0; i < plan->when_count; i++)
            months[d] = fmax(months[d], at_of(&run->clocks[plan->when[i]], d));
    }
    for (size_t d = 0; ends && d < block->draws; d++) {
        ends[d] = INFINITY;
        for (size_t i = 0; i < plan->unless_count; i++)
            ends[d] = fmin(ends[d], at_of(&run->clocks[plan->unless[i]], d));
    }
    clock->months = months;
    clock->ends = ends;
}

static double first_day(const struct plan_clock *clock, double from)
{
    for (size_t i = 0; i < clock->day_count; i++)
        if (clock->days[i] >= from)
            return clock->days[i];
    return INFINITY;
}

static void make_days(struct ensemble_drawing *run, const struct plan_clock *plan,
                      struct ensemble_clock *clock)
{
    struct ensemble_block *block = run->block;
    const struct ensemble_clock *of = &run->clocks[plan->of];
    if (!of->months) {
        clock->at = first_day(plan, of->at);
        return;
    }
    double *months = ensemble_block_room(block, block->draws);
    for (size_t d = 0; months && d < block->draws; d++)
        months[d] = first_day(plan, of->months[d]);
    clock->months = months;
}

/* In the draws of other branches it never begins. */
static void keep_branch(struct ensemble_drawing *run, const struct plan_clock *plan,
                        struct ensemble_clock *clock)
{
    struct ensemble_block *block = run->block;
    if (plan->branch == PLAN_NONE)
        return;
    double *months = ensemble_block_room(block, block->draws);
    for (size_t d = 0; months && d < block->draws; d++) {
        bool held = run->plan->branches && run->choices[0][d] == plan->branch;
        months[d] = held ? at_of(clock, d) : INFINITY;
    }
    clock->months = months;
}

/* Lists the draws in which it begins before the last period's end. */
static void list(struct ensemble_drawing *run, struct ensemble_clock *clock)
{
    struct ensemble_block *block = run->block;
    double end = run->plan->ends[run->plan->periods - 1];
    if (!clock->months) {
        clock->count = clock->at < end ? block->draws : 0;
        return;
    }
    uint32_t *index = arena_alloc(block->arena, block->draws, sizeof *index);
    double *begun = ensemble_block_room(block, block->draws);
    if (!index || !begun) {
        block->failed = true;
        return;
    }
    size_t count = 0;
    for (uint32_t d = 0; d < block->draws; d++) {
        index[count] = d;
        begun[count] = clock->months[d];
        count += clock->months[d] < end;
    }
    clock->index = index;
    clock->begun = begun;
    clock->count = count;
}

void ensemble_clock_make(struct ensemble_drawing *run, uint32_t at)
{
    const struct plan_clock *plan = &run->plan->clocks[at];
    struct ensemble_clock *clock = &run->clocks[at];
    *clock = (struct ensemble_clock){.at = plan->at};
    switch (plan->kind) {
    case PLAN_AT:
        break;
    case PLAN_CHANCE:
        clock->months = own_times(run, plan);
        break;
    case PLAN_FOLLOW:
        make_follow(run, plan, clock);
        break;
    case PLAN_AFTER:
        make_after(run, plan, clock);
        break;
    case PLAN_GATE:
        make_gate(run, plan, clock);
        break;
    case PLAN_DAYS:
        make_days(run, plan, clock);
        break;
    }
    if (run->block->failed)
        return;
    keep_branch(run, plan, clock);
    if (!run->block->failed)
        list(run, clock);
}

/* Beyond so many half-lives a decay is taken draw by draw: as a product it could overflow. */
static const double most_half_lives = 500;

static const double ln_2 = 0.69314718055994530942;

/* 2^(months / half-life) over the draws of a clock; courses with both alike share it. */
static const double *decay_of(struct ensemble_drawing *run, uint32_t at)
{
    const struct plan_course *plan = &run->plan->courses[at];
    const struct ensemble_clock *clock = &run->clocks[plan->clock];
    double half_life = plan->time.half_life_months;
    for (uint32_t i = 0; i < at; i++)
        if (run->courses[i].decay && run->courses[i].clock == clock &&
            run->courses[i].time->half_life_months == half_life)
            return run->courses[i].decay;
    double *decay = ensemble_block_room(run->block, clock->count + 1);
    for (size_t i = 0; decay && i < clock->count; i++)
        decay[i] = elementary_exp(clock->begun[i] / half_life * ln_2);
    return decay;
}

void ensemble_clock_course(struct ensemble_drawing *run, uint32_t at)
{
    const struct plan_course *plan = &run->plan->courses[at];
    const struct ensemble_clock *clock = &run->clocks[plan->clock];
    double end = run->plan->ends[run->plan->periods - 1];
    double half_life = plan->time.half_life_months;
    bool halves = clock->months && isnan(plan->time.fade_months) && !isinf(half_life) &&
                  end / half_life < most_half_lives;
    run->courses[at] = (struct ensemble_course){clock, &plan->time, NULL};
    if (halves)
        run->courses[at].decay = decay_of(run, at);
}

/* All of a course that stays, or of which decay is known. */
static void shape_smooth(const struct ensemble_course *course, double time, double *restrict out)
{
    const struct lever_time *plan = course->time;
    const double *restrict begun = course->clock->begun, *restrict decay = course->decay;
    double lag = plan->lag_months, ramp = plan->ramp_months, full = 1;
    double along = ramp > 0 ? ramp : 1;
    size_t count = course->clock->count;
    if (decay)
        full = elementary_pow(2, -(time - lag - ramp) / plan->half_life_months);
    for (size_t i = 0; decay && i < count; i++)
        out[i] = full * decay[i];
    for (size_t i = 0; !decay && i < count; i++)
        out[i] = 1;
    for (size_t i = 0; i < count; i++) {
        double t = time - begun[i], risen = t - lag, rising = risen / along, there = out[i];
        there = risen < ramp ? rising : there;
        there = risen < 0 ? 0 : there;
        out[i] = t > 0 ? there : 0;
    }
}

const double *ensemble_clock_shapes(struct ensemble_drawing *run, uint32_t course, size_t period)
{
    const struct ensemble_clock *clock = run->courses[course].clock;
    double **shape = &run->shapes[course * run->plan->periods + period];
    if (!*shape && (*shape = ensemble_block_room(run->block, clock->months ? clock->count : 1)))
        ensemble_clock_shape(&run->courses[course], run->plan->ends[period], *shape);
    return *shape;
}

void ensemble_clock_shape(const struct ensemble_course *course, double time, double *out)
{
    const struct ensemble_clock *clock = course->clock;
    const struct lever_time *plan = course->time;
    if (!clock->months) {
        out[0] = course_at(plan, time - clock->at);
        return;
    }
    if (course->decay || (isinf(plan->half_life_months) && isnan(plan->fade_months))) {
        shape_smooth(course, time, out);
        return;
    }
    for (size_t i = 0; i < clock->count; i++)
        out[i] = course_at(plan, time - clock->begun[i]);
}
