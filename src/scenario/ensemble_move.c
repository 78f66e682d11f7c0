#include "scenario/ensemble_block.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

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

/* Sizes of an effect in the draws of its clock: triangle × strength × factors that hold throughout.
 * u is scratch. */
static void make_sizes(struct ensemble_drawing *run, const struct plan_effect *effect,
                       const struct ensemble_clock *clock, double *u, double *size)
{
    const struct ensemble_block *block = run->block;
    if (judged_certain(&effect->size)) {
        fill(size, clock->count, effect->size.likely);
    } else {
        random_uniforms(block->seed, effect->stream, block->first, block->draws, u);
        for (size_t i = 0; clock->index && i < clock->count; i++)
            u[i] = u[clock->index[i]];
        ensemble_block_invert(&effect->size, u, clock->count, size);
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
}

/* What an effect has to do with while it is brought through the periods: arrays of its clock's
 * draws. shape is one number where the clock is the same in all draws. */
struct movement {
    const struct plan_effect *effect;
    const struct ensemble_clock *clock;
    const struct ensemble_course *course;
    double *size;
    const double *shape;
    double *base;
    double *by;
    bool same;
};

/* The values of a clock's draws among those of all. */
static void gather(const struct ensemble_clock *clock, const double *values, double *out)
{
    for (size_t i = 0; i < clock->count; i++)
        out[i] = values[clock->index ? clock->index[i] : i];
}

/* by × values of a clock's draws. */
static void multiply(const struct ensemble_clock *clock, const double *restrict values,
                     double *restrict by)
{
    const uint32_t *restrict index = clock->index;
    if (index)
        for (size_t i = 0; i < clock->count; i++)
            by[i] *= values[index[i]];
    else
        for (size_t i = 0; i < clock->count; i++)
            by[i] *= values[i];
}

/* The room left at a cell's base up to the upper end of the scale, or down to the lower, over its
 * width. It is made once. */
static void make_room(struct ensemble_drawing *run, uint32_t indicator, size_t period, bool up)
{
    struct ensemble_block *block = run->block;
    const struct panel *panel = &block->input->held->panel;
    const struct scale *scale = &panel->project->codebook->indicators[indicator].scale;
    size_t cell = period * panel->indicators + indicator;
    const double **made = up ? &run->above[cell] : &run->below[cell];
    const double *restrict base = run->base[cell].values;
    size_t stride = run->base[cell].stride;
    double low = fmin(scale->worst, scale->best), high = fmax(scale->worst, scale->best);
    double width = high - low, sign = up ? -1 : 1, end = up ? -high : low;
    double *restrict room = *made ? NULL : ensemble_block_room(block, block->draws);
    if (!room)
        return;
    for (size_t d = 0; d < block->draws; d++) {
        double left = (sign * base[d * stride] - end) / width;
        left = left > 0 ? left : 0;
        room[d] = left < 1 ? left : 1;
    }
    *made = room;
}

/* Which ways an effect can go. */
static bool goes_up(const struct plan_effect *effect)
{
    return effect->strength < 0 ? effect->size.low < 0 : effect->size.high > 0;
}

static bool goes_down(const struct plan_effect *effect)
{
    return effect->strength < 0 ? effect->size.high > 0 : effect->size.low < 0;
}

/* × the room on the side that each movement goes to; a scale without ends has room for all. */
static void saturate(struct ensemble_drawing *run, const struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    const struct panel *panel = &run->block->input->held->panel;
    const struct scale *scale = &panel->project->codebook->indicators[effect->indicator].scale;
    const struct ensemble_clock *clock = movement->clock;
    if (isnan(scale->worst) || scale->worst == scale->best)
        return;
    size_t cell = period * panel->indicators + effect->indicator;
    const double *above = goes_up(effect) ? run->above[cell] : NULL;
    const double *below = goes_down(effect) ? run->below[cell] : NULL;
    if (above && below)
        for (size_t i = 0; i < clock->count; i++) {
            size_t d = clock->index ? clock->index[i] : i;
            movement->by[i] *= movement->by[i] > 0 ? above[d] : below[d];
        }
    else if (above || below)
        multiply(clock, above ? above : below, movement->by);
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
static void rise(const struct movement *movement, double time, double *shape)
{
    double end = movement->effect->ramp_end;
    const struct ensemble_clock *clock = movement->clock;
    for (size_t i = 0; i < (movement->same ? 1 : clock->count); i++) {
        double from = movement->same ? clock->at : clock->begun[i];
        double share = from < end ? (time - from) / (end - from) : 1;
        shape[i] = time > from ? fmin(share, 1) : 0;
    }
}

/* Sizes as the act of a step says: what is added to the base. */
static void turn_size(const struct movement *movement, double *restrict by)
{
    const double *restrict size = movement->size, *restrict base = movement->base;
    size_t count = movement->clock->count;
    if (movement->effect->act == SCENARIO_SHIFT)
        memcpy(by, size, count * sizeof *by);
    else if (movement->effect->act == SCENARIO_SCALE)
        for (size_t i = 0; i < count; i++)
            by[i] = (size[i] - 1) * base[i];
    else
        for (size_t i = 0; i < count; i++)
            by[i] = size[i] - base[i];
}

static void reshape(const struct movement *movement, double *restrict by)
{
    const double *restrict shape = movement->shape;
    double same = shape[0];
    if (movement->same)
        for (size_t i = 0; i < movement->clock->count; i++)
            by[i] *= same;
    else
        for (size_t i = 0; i < movement->clock->count; i++)
            by[i] *= shape[i];
}

/* by = size × shape × room × scale × gated factors, stopped at the cap. */
static void amounts(struct ensemble_drawing *run, const struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    const struct ensemble_clock *clock = movement->clock;
    turn_size(movement, movement->by);
    reshape(movement, movement->by);
    if (effect->saturate)
        saturate(run, movement, period);
    if (effect->scale != PLAN_NONE)
        multiply(clock, run->scales[effect->scale * run->plan->periods + period], movement->by);
    for (size_t r = 0; r < effect->ref_count; r++) {
        uint32_t factor = run->plan->refs[effect->first_ref + r];
        if (run->plan->factors[factor].gate != PLAN_NONE)
            ensemble_move_gated(run, factor, clock->index, clock->count, run->plan->ends[period],
                                movement->by);
    }
    if (!isnan(effect->cap))
        stop_at(effect, movement->base, clock->count, movement->by);
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
            if (shape[movement->same ? 0 : i] > 0)
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

/* The rooms that an effect goes by in a period. */
static void make_rooms(struct ensemble_drawing *run, const struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    const struct codebook *codebook = run->block->input->held->panel.project->codebook;
    if (isnan(codebook->indicators[effect->indicator].scale.worst))
        return;
    if (goes_up(effect))
        make_room(run, effect->indicator, period, true);
    if (goes_down(effect))
        make_room(run, effect->indicator, period, false);
}

static void move(struct ensemble_drawing *run, struct movement *movement, size_t period)
{
    const struct plan_effect *effect = movement->effect;
    size_t indicators = run->block->input->held->panel.indicators;
    const struct graph_column *base = &run->base[period * indicators + effect->indicator];
    double time = run->plan->ends[period];
    if (!acts(run, movement, period))
        return;
    movement->shape = run->scratch[4];
    if (effect->act == SCENARIO_RAMP)
        rise(movement, time, run->scratch[4]);
    else
        movement->shape = ensemble_clock_shapes(run, effect->course, period);
    if (!movement->shape || (movement->same && movement->shape[0] == 0))
        return;
    if (effect->act != SCENARIO_SHIFT || !isnan(effect->cap)) {
        if (base->stride == 0)
            fill(movement->base, movement->clock->count, base->values[0]);
        else
            gather(movement->clock, base->values, movement->base);
    }
    if (effect->saturate)
        make_rooms(run, movement, period);
    if (run->block->failed)
        return;
    amounts(run, movement, period);
    put(run, movement, period);
}

void ensemble_move_effect(struct ensemble_drawing *run, const struct plan_effect *effect)
{
    struct ensemble_block *block = run->block;
    const struct ensemble_course *course = &run->courses[effect->course];
    struct movement movement = {.effect = effect,
                                .clock = course->clock,
                                .course = course,
                                .size = run->scratch[0],
                                .base = run->scratch[1],
                                .by = run->scratch[2],
                                .same = !course->clock->months};
    if (course->clock->count == 0)
        return;
    make_sizes(run, effect, course->clock, run->scratch[3], movement.size);
    for (size_t period = 0; !block->failed && period < run->plan->periods; period++)
        move(run, &movement, period);
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

static void finish_cell(struct ensemble_drawing *run, uint32_t indicator, size_t period,
                        bool counted)
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
