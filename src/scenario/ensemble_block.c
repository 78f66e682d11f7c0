#include "scenario/ensemble_block.h"

#include "score/score_draws.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

double *ensemble_block_room(struct ensemble_block *block, size_t count)
{
    double *room = arena_alloc(block->arena, count, sizeof *room);
    block->failed = block->failed || !room;
    return room;
}

double *ensemble_block_uniforms(struct ensemble_block *block, uint64_t stream)
{
    double *u = ensemble_block_room(block, block->draws);
    if (u)
        random_uniforms(block->seed, stream, block->first, block->draws, u);
    return u;
}

void ensemble_block_invert(const struct judged *judged, const double *u, size_t count, double *out)
{
    double low = judged->low, high = judged->high, width = high - low;
    double rise = judged->likely - low, fall = high - judged->likely;
    for (size_t i = 0; i < count; i++) {
        double along = u[i] * width;
        bool rising = along < rise;
        double square = rising ? along * rise : (1 - u[i]) * width * fall;
        double root = sqrt(square);
        out[i] = rising ? low + root : high - root;
    }
}

double *ensemble_block_triangle(struct ensemble_block *block, const struct judged *judged,
                                uint64_t stream)
{
    if (!judged_certain(judged)) {
        double *u = ensemble_block_uniforms(block, stream);
        if (u)
            ensemble_block_invert(judged, u, block->draws, u);
        return u;
    }
    double *values = ensemble_block_room(block, block->draws);
    for (size_t d = 0; values && d < block->draws; d++)
        values[d] = judged->likely;
    return values;
}

/* What effects on an indicator add up in, where there is a base. */
static void make_room(struct ensemble_drawing *run, const struct plan_effect *effect)
{
    struct ensemble_block *block = run->block;
    const struct held *held = block->input->held;
    size_t indicators = held->panel.indicators;
    bool sets = effect->act == SCENARIO_SET || effect->act == SCENARIO_RAMP;
    for (size_t period = 0; period < run->plan->periods; period++) {
        size_t cell = period * indicators + effect->indicator;
        size_t row = period * held->countries + run->plan->place;
        if (held_kind(held, effect->indicator, row) == HELD_MISSING)
            continue;
        if (!run->change[cell])
            run->change[cell] = ensemble_block_room(block, block->draws);
        if (!sets || run->target[cell])
            continue;
        run->target[cell] = ensemble_block_room(block, block->draws);
        for (size_t d = 0; run->target[cell] && d < block->draws; d++)
            run->target[cell][d] = NAN;
    }
}

/* The nodes that scale, as shares of 100, 0 where they are missing. */
static bool make_scales(struct ensemble_drawing *run)
{
    struct ensemble_block *block = run->block;
    const struct score *score = block->input->score;
    const struct held *held = block->input->held;
    size_t count = run->plan->scale_count, indicators = held->panel.indicators;
    uint32_t *nodes = arena_alloc(block->arena, count + 1, sizeof *nodes);
    double **out = arena_alloc(block->arena, count + 1, sizeof *out);
    struct graph_column *sources = arena_alloc(block->arena, indicators + 1, sizeof *sources);
    if (!nodes || !out || !sources)
        return false;
    for (size_t i = 0; i < count; i++)
        nodes[i] = score->compile->items[run->plan->scales[i]].node;
    for (size_t period = 0; count > 0 && period < run->plan->periods; period++) {
        for (size_t i = 0; i < count; i++) {
            out[i] = ensemble_block_room(block, block->draws);
            run->scales[i * run->plan->periods + period] = out[i];
        }
        memcpy(sources, run->moved + period * indicators, indicators * sizeof *sources);
        struct score_given given = {.sources = sources,
                                    .nodes = nodes,
                                    .count = count,
                                    .out = out,
                                    .kernel = block->kernel};
        size_t row = held_row(held, period * held->countries + run->plan->place);
        if (block->failed || !score_draws_given_row(block->arena, score, &given, row, block->draws))
            return false;
        for (size_t i = 0; i < count; i++)
            for (size_t d = 0; d < block->draws; d++)
                out[i][d] = isnan(out[i][d]) ? 0 : out[i][d] / 100;
    }
    return true;
}

static bool start(struct ensemble_drawing *run)
{
    struct arena *arena = run->block->arena;
    const struct plan *plan = run->plan;
    size_t cells = plan->periods * run->block->input->held->panel.indicators;
    run->clocks = arena_alloc(arena, plan->clock_count + 1, sizeof *run->clocks);
    run->courses = arena_alloc(arena, plan->course_count + 1, sizeof *run->courses);
    run->choices = arena_alloc(arena, plan->choice_count + 1, sizeof *run->choices);
    run->factors = arena_alloc(arena, plan->factor_count + 1, sizeof *run->factors);
    run->scales = arena_alloc(arena, plan->scale_count * plan->periods + 1, sizeof *run->scales);
    run->moved = arena_alloc(arena, cells, sizeof *run->moved);
    run->change = arena_alloc(arena, cells, sizeof *run->change);
    run->target = arena_alloc(arena, cells, sizeof *run->target);
    run->above = arena_alloc(arena, cells, sizeof *run->above);
    run->below = arena_alloc(arena, cells, sizeof *run->below);
    run->shapes = arena_alloc(arena, plan->course_count * plan->periods + 1, sizeof *run->shapes);
    for (size_t i = 0; i < ENSEMBLE_SCRATCH; i++)
        run->scratch[i] = ensemble_block_room(run->block, run->block->draws);
    if (!run->clocks || !run->courses || !run->choices || !run->factors || !run->scales ||
        !run->moved || !run->change || !run->target || !run->above || !run->below || !run->shapes)
        return false;
    memcpy(run->moved, run->base, cells * sizeof *run->moved);
    ensemble_clock_choices(run);
    for (size_t i = 0; i < plan->effect_count; i++)
        make_room(run, &plan->effects[i]);
    return !run->block->failed;
}

/* Clocks, the early ones or the late ones, and the courses that stand on them. */
static void make_clocks(struct ensemble_drawing *run, bool late)
{
    const struct plan *plan = run->plan;
    for (uint32_t i = 0; i < plan->clock_count && !run->block->failed; i++)
        if (plan->clocks[i].late == late)
            ensemble_clock_make(run, i);
    for (uint32_t i = 0; i < plan->course_count && !run->block->failed; i++)
        if (plan->clocks[plan->courses[i].clock].late == late && !run->courses[i].clock)
            ensemble_clock_course(run, i);
}

static void make_effects(struct ensemble_drawing *run, bool late)
{
    const struct plan *plan = run->plan;
    for (size_t i = 0; i < plan->effect_count && !run->block->failed; i++)
        if (plan->effects[i].late == late)
            ensemble_move_effect(run, &plan->effects[i]);
}

bool ensemble_block_run(struct ensemble_drawing *run)
{
    if (!start(run))
        return false;
    make_clocks(run, false);
    make_effects(run, false);
    if (run->block->failed)
        return false;
    if (run->plan->scale_count > 0)
        ensemble_move_finish(run, true);
    if (run->block->failed || !make_scales(run))
        return false;
    make_clocks(run, true);
    make_effects(run, true);
    if (!run->block->failed)
        ensemble_move_finish(run, false);
    return !run->block->failed;
}
