/* Reading `branches`. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_BRANCH_H
#define TIDEMARK_SCENARIO_SCENARIO_BRANCH_H

#include "scenario/assumption.h"
#include "scenario/scenario.h"

/* Puts the alternatives of a list into the scenario; problems go to the reader's list. */
void scenario_branch_read(struct assumption_reader *reader, struct scenario *scenario,
                          const struct value *value);

#endif
