#include "scenario/ensemble_block.h"

#include "base/elementary.h"

#include <math.h>

static const double most_likely = 0.99;

/* Chances within 24 months, month by month. */
enum { MONTHS = 24 };

/* What one raise adds: size [draw], but for time and scale; a shape a draw where its clock's
 * differ.
 */
struct raising {
    const struct plan_raise *plan;
    const struct ensemble_course *course;
    double *size;
    double *shape;
};

/* by × strength × the factors that hold throughout. */
static void start(struct ensemble_drawing *run, const struct plan_raise *plan,
                  struct raising *raising)
{
    struct ensemble_block *block = run->block;
    *raising = (struct raising){.plan = plan,
                                .course = &run->courses[plan->course],
                                .size = ensemble_block_triangle(block, &plan->by, plan->stream),
                                .shape = ensemble_block_room(block, block->draws + 1)};
    if (!raising->size || !raising->shape)
        return;
    for (size_t d = 0; d < block->draws; d++)
        raising->size[d] *= plan->strength;
    for (size_t i = 0; i < plan->ref_count; i++) {
        uint32_t factor = run->plan->refs[plan->first_ref + i];
        const double *values = ensemble_move_factor(run, factor);
        if (run->plan->factors[factor].gate == PLAN_NONE)
            for (size_t d = 0; values && d < block->draws; d++)
                raising->size[d] *= values[d];
    }
}

/* Adds what a raise adds at the end of a month of a period. added is scratch. */
static void add(struct ensemble_drawing *run, struct raising *raising, double time, size_t period,
                double *restrict added, double *restrict chance)
{
    const struct ensemble_clock *clock = raising->course->clock;
    const struct plan_raise *plan = raising->plan;
    size_t draws = run->block->draws;
    const double *restrict size = raising->size;
    ensemble_clock_shape(raising->course, time, raising->shape);
    if (!clock->months) {
        double shape = clock->count > 0 ? raising->shape[0] : 0;
        for (size_t d = 0; d < draws; d++)
            added[d] = size[d] * shape;
    } else {
        for (size_t d = 0; d < draws; d++)
            added[d] = 0;
        for (size_t i = 0; i < clock->count; i++)
            added[clock->index[i]] = size[clock->index[i]] * raising->shape[i];
    }
    if (plan->scale != PLAN_NONE) {
        const double *restrict scale = run->scales[plan->scale * run->plan->periods + period];
        for (size_t d = 0; d < draws; d++)
            added[d] *= scale[d];
    }
    for (size_t i = 0; i < plan->ref_count; i++) {
        uint32_t factor = run->plan->refs[plan->first_ref + i];
        if (run->plan->factors[factor].gate != PLAN_NONE)
            ensemble_move_gated(run, factor, NULL, draws, time, added);
    }
    for (size_t d = 0; d < draws; d++)
        chance[d] += added[d];
}

/* The first month whose end some raise can reach. */
static size_t first_month(const struct ensemble_drawing *run, const struct raising *raisings,
                          size_t count)
{
    double first = run->plan->ends[run->plan->periods - 1];
    for (size_t i = 0; i < count; i++) {
        const struct ensemble_clock *clock = raisings[i].course->clock;
        double from = clock->months ? 0 : fmax(clock->at, 0);
        first = fmin(first, from + raisings[i].course->time->lag_months);
    }
    return first >= 1 ? (size_t)first - 1 : 0;
}

/* What is carried from month to month: left is the chance to the power 24 that it has not happened,
 * goal the uniform number to the same power: it happens when left comes down to it. changed: a
 * raise has acted by then. done: its time is known. */
struct waiting {
    double *left;
    double *goal;
    double *logs;
    uint8_t *changed;
    uint8_t *done;
};

/* One month; returns how many have come down to their goal by its end. */
static size_t pass(struct waiting *waiting, double own, const double *restrict chance, size_t draws,
                   double *restrict before)
{
    double *restrict left = waiting->left;
    const double *restrict goal = waiting->goal;
    uint8_t *restrict changed = waiting->changed;
    size_t reached = 0;
    for (size_t d = 0; d < draws; d++) {
        before[d] = left[d];
        left[d] = left[d] * (1 - chance[d]);
        reached += left[d] <= goal[d];
    }
    for (size_t d = 0; d < draws; d++)
        changed[d] |= chance[d] != own;
    return reached;
}

/* Times of those that came down to their goal in the month that begins at `from`: between its ends,
 * where the cumulative hazard reaches -ln(u). */
static void settle(struct waiting *waiting, const double *chance, const double *before, double from,
                   const double *own, size_t draws, double *out)
{
    for (size_t d = 0; d < draws; d++) {
        if (waiting->done[d] || waiting->left[d] > waiting->goal[d])
            continue;
        waiting->done[d] = 1;
        if (!waiting->changed[d]) {
            out[d] = own[d];
            continue;
        }
        double rest = elementary_log(before[d]) - MONTHS * waiting->logs[d];
        double share = rest / -elementary_log(1 - chance[d]);
        out[d] = from + (share > 0 ? share < 1 ? share : 1 : 0);
    }
}

static double power(double x, size_t n)
{
    double result = 1;
    for (size_t i = 0; i < n; i++)
        result *= x;
    return result;
}

static bool prepare(struct ensemble_drawing *run, const struct plan_clock *clock, size_t first,
                    struct waiting *waiting)
{
    struct ensemble_block *block = run->block;
    size_t draws = block->draws;
    double *u = ensemble_block_uniforms(block, clock->stream);
    *waiting = (struct waiting){.left = ensemble_block_room(block, draws),
                                .goal = u,
                                .logs = ensemble_block_room(block, draws),
                                .changed = arena_alloc(block->arena, draws, 1),
                                .done = arena_alloc(block->arena, draws, 1)};
    if (!u || !waiting->left || !waiting->logs || !waiting->changed || !waiting->done)
        return false;
    block->kernel->logarithm(u, draws, waiting->logs);
    double left = power(1 - clock->chance, first);
    for (size_t d = 0; d < draws; d++) {
        double cubed = u[d] * u[d] * u[d], sixth = cubed * cubed;
        waiting->left[d] = left;
        waiting->goal[d] = (sixth * sixth) * (sixth * sixth);
    }
    return true;
}

void ensemble_chance_raised(struct ensemble_drawing *run, const struct plan_clock *clock,
                            const double *own, double *out)
{
    struct ensemble_block *block = run->block;
    const struct plan *plan = run->plan;
    size_t draws = block->draws, period = 0;
    double end = plan->ends[plan->periods - 1];
    struct raising *raisings = arena_alloc(block->arena, clock->raise_count, sizeof *raisings);
    double *chance = ensemble_block_room(block, draws), *before = ensemble_block_room(block, draws);
    double *added = ensemble_block_room(block, draws);
    for (size_t i = 0; raisings && i < clock->raise_count && !block->failed; i++) {
        uint32_t course = plan->raises[clock->raises[i]].course;
        if (!run->courses[course].clock)
            ensemble_clock_course(run, course);
        start(run, &plan->raises[clock->raises[i]], &raisings[i]);
    }
    block->failed = block->failed || !raisings;
    struct waiting waiting;
    size_t month = block->failed ? 0 : first_month(run, raisings, clock->raise_count);
    if (block->failed || !prepare(run, clock, month, &waiting)) {
        block->failed = true;
        return;
    }
    size_t reached = 0;
    for (size_t d = 0; d < draws; d++) {
        out[d] = own[d];
        waiting.done[d] = waiting.left[d] <= waiting.goal[d];
        reached += waiting.done[d];
    }
    for (; (double)month < end; month++) {
        double until = (double)(month + 1);
        while (period + 1 < plan->periods && plan->ends[period] < until)
            period++;
        for (size_t d = 0; d < draws; d++)
            chance[d] = clock->chance;
        for (size_t i = 0; i < clock->raise_count; i++)
            add(run, &raisings[i], until, period, added, chance);
        for (size_t d = 0; d < draws; d++) {
            double p = chance[d] < most_likely ? chance[d] : most_likely;
            chance[d] = p > 0 ? p : 0;
        }
        size_t now = pass(&waiting, clock->chance, chance, draws, before);
        if (now > reached)
            settle(&waiting, chance, before, (double)month, own, draws, out);
        reached = now;
    }
    /* A raise that lowers the chance may leave undone what would have happened. */
    for (size_t d = 0; d < draws; d++)
        if (!waiting.done[d] && waiting.changed[d])
            out[d] = INFINITY;
}
