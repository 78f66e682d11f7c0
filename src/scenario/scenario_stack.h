/* What scenarios say of the same thing. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_STACK_H
#define TIDEMARK_SCENARIO_SCENARIO_STACK_H

#include "scenario/scenario.h"

/* Fills in the overlaps of a scenario's `set`s and `ramp`s of one cell, behind those that it has.
 * owners names the scenario that each step is of, NULL: all are its own. False without memory. */
bool scenario_stack_overlaps(struct arena *arena, const struct project *project,
                             struct scenario *scenario, const char *const *owners);

#endif
