/* Parts of a scenario, and scenarios made for a question. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_NARROW_H
#define TIDEMARK_SCENARIO_SCENARIO_NARROW_H

#include "scenario/scenario.h"

/* The scenario as it is in one of its countries, up to the day `to`: the same draws, fewer of them
 * to be made. What is assumed of other countries is left out. NULL without memory. */
const struct scenario *scenario_narrow(struct arena *arena, const struct scenario *scenario,
                                       uint32_t country, int32_t to);

/* The scenario with other pulls, which the caller keeps. NULL without memory. */
const struct scenario *scenario_narrow_pulls(struct arena *arena, const struct scenario *scenario,
                                             const struct scenario_pull *pulls, size_t count);

/* The scenario begun on another day and ended on another, steps and all moved with it by as many
 * whole months; days of elections stay. NULL without memory. */
const struct scenario *scenario_narrow_moved(struct arena *arena, const struct scenario *scenario,
                                             int32_t from, int32_t to);

#endif
