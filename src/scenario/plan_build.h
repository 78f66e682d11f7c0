/* What the parts of making a plan share. */
#ifndef TIDEMARK_SCENARIO_PLAN_BUILD_H
#define TIDEMARK_SCENARIO_PLAN_BUILD_H

#include "scenario/plan.h"

/* How a lever stands in the country. certain: it is pulled, and happens at once. chance: its own. A
 * lever whose clock is PLAN_NONE does not happen. */
struct plan_state {
    bool happens;
    bool certain;
    bool pulled; /* by a pull of its own */
    bool late;
    double strength;
    double chance;
    uint32_t clock;
};

/* A plan while it is made. states are the levers', order theirs (plan_check_order), sorted the
 * levers by id. step_clocks are the steps', PLAN_NONE where they do not happen. stream is that of
 * everything in scenarios. rooms are the sizes of the plan's arrays. A failed allocation shows in
 * the arena. */
struct plan_build {
    struct arena *arena;
    const struct ensemble_input *input;
    const struct plan_options *options;
    struct plan *plan;
    struct plan_state *states;
    uint32_t *order;
    uint32_t *sorted;
    uint32_t *step_clocks;
    uint64_t stream;
    size_t clock_room;
    size_t course_room;
    size_t choice_room;
    size_t factor_room;
    size_t effect_room;
    size_t raise_room;
    size_t ref_room;
    size_t scale_room;
    bool failed;
};

/* Begins the plan of the country at a place among the scenario's: its periods, the order of levers
 * and their states. False with err, as plan_make. */
bool plan_build_start(struct arena *arena, const struct ensemble_input *input,
                      const struct plan_options *options, size_t place, struct plan_build *build,
                      struct err *err);

/* Room for one item more at the end of an array; NULL without memory (build->failed). */
void *plan_build_add(struct plan_build *build, void *items, size_t *count, size_t *room,
                     size_t size);

/* The stream of a word under another, of a number under another. */
uint64_t plan_build_word(uint64_t stream, const char *word);
uint64_t plan_build_number(uint64_t stream, size_t number);

/* The stream of what a lever does in the country. */
uint64_t plan_build_lever(const struct plan_build *build, uint32_t lever);

/* Adds a clock, a course, a reference; each returns its place (PLAN_NONE without memory). Equal
 * courses are one. */
uint32_t plan_build_clock(struct plan_build *build, const struct plan_clock *clock);
uint32_t plan_build_course(struct plan_build *build, uint32_t clock, const struct lever_time *time);
void plan_build_ref(struct plan_build *build, uint32_t factor);

/* The clock of a condition of a lever: it has begun itself, and all of when and none of unless
 * have. early: what is raised does not count as begun. The lever's own clock where nothing more is
 * asked; PLAN_NONE where it cannot hold. */
uint32_t plan_build_gate(struct plan_build *build, uint32_t lever,
                         const struct lever_interaction *interaction, bool early);

/* The scale of a lever: its place in the plan, PLAN_NONE when it has none. */
uint32_t plan_build_scale(struct plan_build *build, uint32_t lever);

/* Whether the node that scales a lever is missing in the country in all periods. */
bool plan_build_unscaled(const struct ensemble_input *input, size_t place, uint32_t lever);

/* Whether an indicator has a base in no period. */
bool plan_build_baseless(const struct held *held, size_t place, uint32_t indicator);

/* Whether a step holds: it is of the country, active, and what it comes after happens. */
bool plan_build_step_holds(const struct plan_build *build, size_t step);

/* Whether an indicator is an outcome. */
bool plan_build_outcome(const struct ensemble_input *input, uint32_t indicator);

/* The raises on a lever; the effects of all that happens. */
void plan_effect_raises(struct plan_build *build, uint32_t lever, struct plan_clock *clock);
void plan_effect_all(struct plan_build *build);

/* The states of all levers in the country. */
void plan_state_all(struct plan_build *build);

#endif
