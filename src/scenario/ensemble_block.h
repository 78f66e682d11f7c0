/* A block of draws of a scenario in one country. */
#ifndef TIDEMARK_SCENARIO_ENSEMBLE_BLOCK_H
#define TIDEMARK_SCENARIO_ENSEMBLE_BLOCK_H

#include "scenario/plan.h"

/* Draws are made in blocks of this many, so that what belongs to one stays near. */
enum { ENSEMBLE_BLOCK = 512, ENSEMBLE_SCRATCH = 5 };

/* Draws first..first + draws - 1. Memory is arena's, until the block is done. A failed allocation
 * sets failed. */
struct ensemble_block {
    struct arena *arena;
    const struct ensemble_input *input;
    const struct kernel *kernel;
    uint64_t seed;
    size_t first;
    size_t draws;
    bool failed;
};

/* When something begins in each draw: the same in all (months NULL), or months [draw], INFINITY for
 * never. ends is when a gate closes (NULL: never). index lists the draws in which it has begun by
 * the last period's end, count of them (NULL: all of them, or none). begun holds their months, in
 * the order of index. */
struct ensemble_clock {
    double at;
    const double *months;
    const double *ends;
    const uint32_t *index;
    const double *begun;
    size_t count;
};

/* A course over the draws of its clock: decay is 2^(months / half-life) of each, NULL where it does
 * not matter. */
struct ensemble_course {
    const struct ensemble_clock *clock;
    const struct lever_time *time;
    const double *decay;
};

/* A plan as a block of draws has it. base are the columns that it starts from, [period *
 * indicators + indicator]; moved likewise what comes out, base's own where nothing moves it. change
 * holds what is added, target what `set` and `ramp` bring it to as a change of the base (NaN where
 * none does); NULL where nothing moves. above and below are the room left to the ends, as shares of
 * the scale, NULL where none is asked for. shapes are [course * periods + period], as far as they
 * were asked for. scratch are arrays of a value a draw. scales [scale * periods + period] are nodes
 * / 100, 0 where missing. factors [factor] are per draw. at_low and at_high [indicator * periods +
 * period] count draws in which an end of the scale cut something off; NULL: not wanted. */
struct ensemble_drawing {
    struct ensemble_block *block;
    const struct plan *plan;
    struct ensemble_clock *clocks;
    struct ensemble_course *courses;
    const uint8_t **choices;
    const double **factors;
    const double **scales;
    const struct graph_column *base;
    struct graph_column *moved;
    double **change;
    double **target;
    const double **above;
    const double **below;
    double **shapes;
    double *scratch[ENSEMBLE_SCRATCH];
    size_t *at_low;
    size_t *at_high;
};

/* Room for count doubles, NULL without memory (block->failed). */
double *ensemble_block_room(struct ensemble_block *block, size_t count);

/* The uniform numbers of a stream in the block's draws. */
double *ensemble_block_uniforms(struct ensemble_block *block, uint64_t stream);

/* The block's draws of a triangle. */
double *ensemble_block_triangle(struct ensemble_block *block, const struct judged *judged,
                                uint64_t stream);

/* Quantiles u of a triangle: out may be u. The same bits as judged_at. */
void ensemble_block_invert(const struct judged *judged, const double *u, size_t count, double *out);

/* Runs a plan over a block: clocks, scales, and what moves. run has block, plan, base and at_low
 * and at_high set. False without memory or when a formula failed. */
bool ensemble_block_run(struct ensemble_drawing *run);

/* Makes the choices; a clock (of a plan, by its place); a factor. */
void ensemble_clock_choices(struct ensemble_drawing *run);
void ensemble_clock_make(struct ensemble_drawing *run, uint32_t clock);
void ensemble_clock_course(struct ensemble_drawing *run, uint32_t course);

/* How far a course has gone at a time (months), for each of its clock's draws: out has room for
 * them. Where the clock is the same in all draws only out[0] is set. */
void ensemble_clock_shape(const struct ensemble_course *course, double time, double *out);

/* The same at the end of a period, made once; NULL without memory. */
const double *ensemble_clock_shapes(struct ensemble_drawing *run, uint32_t course, size_t period);

/* The waiting times of a clock that raises act on, from the scenario's first day; out [draw]. own
 * are those by its own chance alone. */
void ensemble_chance_raised(struct ensemble_drawing *run, const struct plan_clock *clock,
                            const double *own, double *out);

/* The values of a factor in each draw, but for its gate. */
const double *ensemble_move_factor(struct ensemble_drawing *run, uint32_t factor);

/* Multiplies values of count draws (index NULL: all) by a factor while its gate holds at a time. */
void ensemble_move_gated(const struct ensemble_drawing *run, uint32_t factor, const uint32_t *index,
                         size_t count, double time, double *values);

/* Adds an effect to what changes. */
void ensemble_move_effect(struct ensemble_drawing *run, const struct plan_effect *effect);

/* Brings base and change together into moved, clamped to the scale once; early: for what scales to
 * be read, before all changes are there. */
void ensemble_move_finish(struct ensemble_drawing *run, bool early);

#endif
