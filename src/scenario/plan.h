/* A scenario's assumptions in one country, flat and in the order in which they are computed: what
 * happens when, what that moves, and what it makes likelier. ensemble.c draws it. */
#ifndef TIDEMARK_SCENARIO_PLAN_H
#define TIDEMARK_SCENARIO_PLAN_H

#include "scenario/ensemble.h"

#define PLAN_NONE UINT32_MAX

/* When something begins, in months since the scenario's first day. A clock stands on clocks before
 * it only.
 *   AT      at `at`, for certain
 *   CHANCE  after a waiting time from `at` on, by the probability `chance` within 24 months and by
 *           what raises add to it
 *   FOLLOW  with the clock `of` (a part with its whole), or earlier by its own chance and raises
 *   AFTER   with the clock `of` but not before `at`; then, with a chance, after a waiting time
 *   GATE    when all of `when` have begun; it ends when the first of `unless` begins
 *   DAYS    on the first of days that is not before the clock `of`
 * branch: only in draws of that branch. late: it stands on what is raised. lever, step: whose
 * beginning it is (PLAN_NONE: nobody's). */
enum plan_clock_kind { PLAN_AT, PLAN_CHANCE, PLAN_FOLLOW, PLAN_AFTER, PLAN_GATE, PLAN_DAYS };
struct plan_clock {
    enum plan_clock_kind kind;
    double at;
    double chance; /* 0: none */
    uint64_t stream;
    uint32_t of;
    const uint32_t *when;
    size_t when_count;
    const uint32_t *unless;
    size_t unless_count;
    const double *days;
    size_t day_count;
    const uint32_t *raises; /* of the plan's, by which it is raised */
    size_t raise_count;
    uint32_t branch;
    bool late;
    uint32_t lever;
    uint32_t step;
};

/* How a movement goes on from a clock. */
struct plan_course {
    uint32_t clock;
    struct lever_time time;
};

/* Exclusive alternatives: choice i where the uniform number lies below ends[i] and not below the
 * one before. */
struct plan_choice {
    uint64_t stream;
    const double *ends;
    size_t count;
};

/* A factor: 1 + (factor - 1) × strength, never below 0, where the choice falls on it and while the
 * gate holds, else 1. only: 1 where the choice falls on it, else 0. */
struct plan_factor {
    struct judged factor;
    uint64_t stream;
    double strength;
    uint32_t gate; /* a clock, PLAN_NONE: always */
    uint32_t choice;
    uint32_t alternative;
    bool only;
};

/* SHIFT: size × strength × course; with `saturate` × the room left, with a scale × that node / 100.
 * SET (and RAMP): brings it to size; SCALE: multiplies by size. last is the last period in which it
 * counts; ramp_end the end of a RAMP in months. late: it is computed after what is raised has
 * happened. outcome: the indicator is one. factors are places in plan.refs. */
struct plan_effect {
    enum scenario_act act;
    uint32_t indicator;
    uint32_t course;
    struct judged size;
    uint64_t stream;
    double strength;
    double cap;
    bool saturate;
    uint32_t scale; /* of the plan's, PLAN_NONE: none */
    uint32_t gate;
    size_t first_ref;
    size_t ref_count;
    size_t last;
    double ramp_end;
    bool late;
};

/* by × strength × course × scale / 100 is added to the chance of a clock. */
struct plan_raise {
    uint32_t course;
    struct judged by;
    uint64_t stream;
    double strength;
    uint32_t scale;
    size_t first_ref;
    size_t ref_count;
};

/* place is the country's among the scenario's, country in the project. early_clocks and
 * early_effects come first: they do not wait for what is raised. choices[0] is the scenario's
 * branches when it has any that hold. scales are codebook nodes. moves [indicator] marks what some
 * effect moves. ends are the ends of the periods in months. */
struct plan {
    size_t place;
    uint32_t country;
    const double *ends;
    size_t periods;
    struct plan_clock *clocks;
    size_t clock_count;
    size_t early_clocks;
    struct plan_course *courses;
    size_t course_count;
    struct plan_choice *choices;
    size_t choice_count;
    struct plan_factor *factors;
    size_t factor_count;
    struct plan_effect *effects;
    size_t effect_count;
    struct plan_raise *raises;
    size_t raise_count;
    uint32_t *refs;
    size_t ref_count;
    uint32_t *scales;
    size_t scale_count;
    bool *moves;
    bool branches;
};

/* What of the scenario holds: baseline: neither pulls nor steps nor branches. */
struct plan_options {
    bool baseline;
    const bool *active;
    const double *strengths;
};

/* The plan of the country at a place among the scenario's. NULL with err: without memory, or what
 * plan_check refuses. */
const struct plan *plan_make(struct arena *arena, const struct ensemble_input *input,
                             const struct plan_options *options, size_t place, struct err *err);

/* The levers by id into sorted. */
void plan_check_sort(const struct levers *levers, uint32_t *sorted);

/* False with err where levers raise each other in a circle; else order receives all levers, each
 * behind those that raise it and behind its whole, otherwise by id. */
bool plan_check_order(struct arena *arena, const struct levers *levers, uint32_t *order,
                      struct err *err);

/* False with err where something that is raised, or follows from it, moves an indicator beneath a
 * node that scales a raise. */
bool plan_check_circle(struct arena *arena, const struct ensemble_input *input,
                       const struct plan *plan, struct err *err);

/* The losses of the scenario in all its countries into *losses; false without memory. */
bool plan_loss(struct arena *arena, const struct ensemble_input *input,
               const struct plan_options *options, const struct ensemble_loss **losses,
               size_t *count);

/* Whether an item of a score rests on an indicator: rests [indicator] is set. False without memory.
 */
bool plan_check_rests(struct arena *arena, const struct score *score, uint32_t item, bool *rests);

#endif
