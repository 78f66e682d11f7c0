#include "scenario/ensemble_block.h"

#include <math.h>

static void fill(double *values, size_t count, double value)
{
    for (size_t i = 0; i < count; i++)
        values[i] = value;
}

const double *ensemble_move_factor(struct ensemble_drawing *run, uint32_t at)
{
    const struct plan_factor *factor = &run->plan->factors[at];
    struct ensemble_block *block = run->block;
    if (run->factors[at])
        return run->factors[at];
    double *values = ensemble_block_triangle(block, &factor->factor, factor->stream);
    if (!values)
        return NULL;
    for (size_t d = 0; d < block->draws; d++) {
        double value = 1 + (values[d] - 1) * factor->strength;
        values[d] = value > 0 ? value : 0;
    }
    const uint8_t *chosen = factor->choice == PLAN_NONE ? NULL : run->choices[factor->choice];
    for (size_t d = 0; chosen && d < block->draws; d++)
        if (chosen[d] != factor->alternative)
            values[d] = factor->only ? 0 : 1;
    run->factors[at] = values;
    return values;
}

/* Whether a clock has begun, and (a gate) has not closed, by a time. */
static bool holds(const struct ensemble_clock *clock, size_t draw, double time)
{
    double at = clock->months ? clock->months[draw] : clock->at;
    return at < time && !(clock->ends && clock->ends[draw] < time);
}

void ensemble_move_gated(const struct ensemble_drawing *run, uint32_t factor, const uint32_t *index,
                         size_t count, double time, double *values)
{
    const struct ensemble_clock *gate = &run->clocks[run->plan->factors[factor].gate];
    const double *factors = run->factors[factor];
    if (!factors)
        return;
    for (size_t i = 0; i < count; i++) {
        size_t d = index ? index[i] : i;
        values[i] *= holds(gate, d, time) ? factors[d] : 1;
    }
}

/* Sizes of an effect in the draws of its clock: triangle × strength × factors that hold throughout;
 * NULL without memory. */
static double *sizes(struct ensemble_drawing *run, const struct plan_effect *effect,
                     const struct ensemble_clock *clock)
{
    struct ensemble_block *block = run->block;
    double *size = ensemble_block_room(block, block->draws);
    if (!size)
        return NULL;
    if (judged_certain(&effect->size)) {
        fill(size, clock->count, effect->size.likely);
    } else {
        const double *u = ensemble_block_uniforms(block, effect->stream);
        for (size_t i = 0; u && clock->index && i < clock->count; i++)
            size[i] = u[clock->index[i]];
        if (u)
            ensemble_block_invert(&effect->size, clock->index ? size : u, clock->count, size);
    }
    for (size_t i = 0; i < clock->count; i++)
        size[i] *= effect->strength;
    for (size_t r = 0; r < effect->ref_count; r++) {
        uint32_t factor = run->plan->refs[effect->first_ref + r];
        const double *values = ensemble_move_factor(run, factor);
        if (!values || run->plan->factors[factor].gate != PLAN_NONE)
            continue;
        for (size_t i = 0; i < clock->count; i++)
            size[i] *= values[clock->index ? clock->index[i] : i];
    }
    return size;
}

/* What an effect has to do with while it is brought through the periods: arrays of its clock's
 * draws. */
struct movement {
    const struct plan_effect *effect;
    const struct ensemble_clock *clock;
    const struct ensemble_course *course;
    const double *size;
    double *shape;
    double *base;
    double *by;
};

static void gather_base(struct movement *movement, const struct graph_column *column)
{
    const struct ensemble_clock *clock = movement->clock;
    if (column->stride == 0)
        fill(movement->base, clock->count, column->values[0]);
    else if (clock->index)
        for (size_t i = 0; i < clock->count; i++)
            movement->base[i] = column->values[clock->index[i]];
    else
        for (size_t i = 0; i < clock->count; i++)
            movement->base[i] = column->values[i];
}

/* The room left between the base and the end it moves to, over the width of the scale. */
static void saturate(const struct scale *scale, const double *restrict base, size_t count,
                     double *restrict by)
{
    double low = fmin(scale->worst, scale->best), high = fmax(scale->worst, scale->best);
    double width = high - low;
    if (!(width > 0))
        return;
    for (size_t i = 0; i < count; i++) {
        double left = by[i] > 0 ? high - base[i] : base[i] - low;
        double room = left / width;
        room = room > 0 ? room : 0;
        by[i] *= room < 1 ? room : 1;
    }
}

/* Whatever goes the way of the effect's own sign stops at the cap. */
static void stop_at(const struct plan_effect *effect, const double *base, size_t count, double *by)
{
    bool rising = judged_mean(&effect->size) >= 0;
    for (size_t i = 0; i < count; i++) {
        double room = effect->cap - base[i];
        if (rising && by[i] > 0)
            by[i] = fmin(by[i], fmax(room, 0));
        else if (!rising && by[i] < 0)
            by[i] = fmax(by[i], fmin(room, 0));
    }
}

/* How far a ramp has come: from its beginning to its end in a straight line. */
static void rise(const struct movement *movement, double time)
{
    double end = movement->effect->ramp_end;
    const struct ensemble_clock *clock = movement->clock;
    for (size_t i = 0; i < clock->count; i++) {
        double from = clock->index ? clock->begun[i] : clock->at;
        double share = from < end ? (time - from) / (end - from) : 1;
        movement->shape[i] = time > from ? fmin(share, 1) : 0;
    }
}

static void shapes(const struct movement *movement, double time)
{
    if (movement->effect->act == SCENARIO_RAMP) {
        rise(movement, time);
        return;
    }
    ensemble_clock_shape(movement->course, time, movement->shape);
    if (!movement->clock->months)
        fill(movement->shape + 1, movement->clock->count - 1, movement->shape[0]);
}

/* by = size × shape × room × scale × gated factors, stopped at the cap; of a step as its act says.
 */
static void amounts(const struct ensemble_drawing *run, const struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    const struct ensemble_clock *clock = movement->clock;
    const struct scale *scale =
        &run->block->input->held->panel.project->codebook->indicators[effect->indicator].scale;
    double time = run->plan->ends[period];
    double *restrict by = movement->by;
    const double *restrict size = movement->size, *restrict base = movement->base;
    const double *restrict shape = movement->shape;
    size_t count = clock->count;
    if (effect->act == SCENARIO_SHIFT)
        for (size_t i = 0; i < count; i++)
            by[i] = size[i] * shape[i];
    else if (effect->act == SCENARIO_SCALE)
        for (size_t i = 0; i < count; i++)
            by[i] = (size[i] - 1) * base[i] * shape[i];
    else
        for (size_t i = 0; i < count; i++)
            by[i] = (size[i] - base[i]) * shape[i];
    if (effect->saturate)
        saturate(scale, base, count, by);
    if (effect->scale != PLAN_NONE) {
        const double *scales = run->scales[effect->scale * run->plan->periods + period];
        for (size_t i = 0; i < count; i++)
            by[i] *= scales[clock->index ? clock->index[i] : i];
    }
    for (size_t r = 0; r < effect->ref_count; r++) {
        uint32_t factor = run->plan->refs[effect->first_ref + r];
        if (run->plan->factors[factor].gate != PLAN_NONE)
            ensemble_move_gated(run, factor, clock->index, count, time, by);
    }
    if (!isnan(effect->cap))
        stop_at(effect, base, count, by);
}

/* Adds to what changes; of `set` and `ramp` the last that has begun stands. */
static void put(const struct ensemble_drawing *run, const struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    const struct ensemble_clock *clock = movement->clock;
    size_t cell = period * run->block->input->held->panel.indicators + effect->indicator;
    double *restrict change = run->change[cell], *restrict target = run->target[cell];
    const double *restrict by = movement->by, *restrict shape = movement->shape;
    bool sets = effect->act == SCENARIO_SET || effect->act == SCENARIO_RAMP;
    if (effect->gate != PLAN_NONE) {
        const struct ensemble_clock *gate = &run->clocks[effect->gate];
        for (size_t i = 0; i < clock->count; i++) {
            size_t d = clock->index ? clock->index[i] : i;
            change[d] += holds(gate, d, run->plan->ends[period]) ? by[i] : 0;
        }
    } else if (sets) {
        for (size_t i = 0; i < clock->count; i++)
            if (shape[i] > 0)
                target[clock->index ? clock->index[i] : i] = by[i];
    } else if (clock->index) {
        for (size_t i = 0; i < clock->count; i++)
            change[clock->index[i]] += by[i];
    } else {
        for (size_t i = 0; i < clock->count; i++)
            change[i] += by[i];
    }
}

/* Whether an effect does something in a period: it may have begun, still counts, and there is a
 * base. */
static bool acts(const struct ensemble_drawing *run, const struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    const struct held *held = run->block->input->held;
    const struct ensemble_clock *clock = movement->clock;
    double from = (clock->months ? 0 : clock->at) + movement->course->time->lag_months;
    size_t row = period * held->countries + run->plan->place;
    return period < effect->last && from <= run->plan->ends[period] &&
           held_kind(held, effect->indicator, row) != HELD_MISSING;
}

void ensemble_move_effect(struct ensemble_drawing *run, const struct plan_effect *effect)
{
    struct ensemble_block *block = run->block;
    const struct ensemble_course *course = &run->courses[effect->course];
    struct movement movement = {.effect = effect, .clock = course->clock, .course = course};
    if (course->clock->count == 0)
        return;
    /* Factors stay for other effects: they are made before what is given back. */
    for (size_t r = 0; r < effect->ref_count; r++)
        ensemble_move_factor(run, run->plan->refs[effect->first_ref + r]);
    struct arena_mark mark = arena_mark(block->arena);
    movement.size = sizes(run, effect, course->clock);
    movement.shape = ensemble_block_room(block, block->draws);
    movement.base = ensemble_block_room(block, block->draws);
    movement.by = ensemble_block_room(block, block->draws);
    size_t indicators = block->input->held->panel.indicators;
    for (size_t period = 0; !block->failed && period < run->plan->periods; period++) {
        if (!acts(run, &movement, period))
            continue;
        gather_base(&movement, &run->base[period * indicators + effect->indicator]);
        shapes(&movement, run->plan->ends[period]);
        amounts(run, &movement, period);
        put(run, &movement, period);
    }
    arena_rewind(block->arena, mark);
}

/* Base plus change, held between the ends of the scale, or where the base already stands beyond
 * one, at the base. */
static void clamp(const struct scale *scale, const double *restrict base,
                  const double *restrict change, size_t draws, double *restrict out, size_t *at_low,
                  size_t *at_high)
{
    bool ends = !isnan(scale->worst);
    double low = ends ? fmin(scale->worst, scale->best) : -INFINITY;
    double high = ends ? fmax(scale->worst, scale->best) : INFINITY;
    size_t below = 0, above = 0;
    for (size_t d = 0; d < draws; d++) {
        double value = base[d] + change[d];
        double least = base[d] < low ? base[d] : low, most = base[d] > high ? base[d] : high;
        below += value < least;
        above += value > most;
        value = value < least ? least : value;
        out[d] = value > most ? most : value;
    }
    if (at_low) {
        *at_low += below;
        *at_high += above;
    }
}

/* All that is added to a cell; NULL without memory. */
static double *total(struct ensemble_drawing *run, size_t cell)
{
    struct ensemble_block *block = run->block;
    const double *target = run->target[cell];
    if (!target)
        return run->change[cell];
    double *sum = ensemble_block_room(block, block->draws);
    for (size_t d = 0; sum && d < block->draws; d++)
        sum[d] = run->change[cell][d] + (isnan(target[d]) ? 0 : target[d]);
    return sum;
}

static void finish_cell(struct ensemble_drawing *run, uint32_t indicator, size_t period, bool counted)
{
    struct ensemble_block *block = run->block;
    size_t cell = period * block->input->held->panel.indicators + indicator;
    size_t at = indicator * run->plan->periods + period;
    const struct codebook *codebook = block->input->held->panel.project->codebook;
    const struct graph_column *column = &run->base[cell];
    double *change = total(run, cell), *out = ensemble_block_room(block, block->draws);
    const double *base = column->values;
    if (column->stride == 0) {
        double *same = ensemble_block_room(block, block->draws);
        if (same)
            fill(same, block->draws, base[0]);
        base = same;
    }
    if (!change || !out || !base)
        return;
    counted = counted && run->at_low && run->at_high;
    clamp(&codebook->indicators[indicator].scale, base, change, block->draws, out,
          counted ? &run->at_low[at] : NULL, counted ? &run->at_high[at] : NULL);
    run->moved[cell] = (struct graph_column){out, 1};
}

void ensemble_move_finish(struct ensemble_drawing *run, bool early)
{
    size_t indicators = run->block->input->held->panel.indicators;
    for (size_t i = 0; early && i < run->plan->effect_count; i++) {
        const struct plan_effect *effect = &run->plan->effects[i];
        for (size_t period = 0; !effect->late && period < run->plan->periods; period++)
            if (run->change[period * indicators + effect->indicator])
                finish_cell(run, effect->indicator, period, false);
    }
    for (size_t period = 0; !early && period < run->plan->periods; period++)
        for (uint32_t i = 0; i < indicators; i++)
            if (run->change[period * indicators + i])
                finish_cell(run, i, period, true);
}
