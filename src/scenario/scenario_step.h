/* Reading steps: what `apply` recorded, and the list `steps`. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_STEP_H
#define TIDEMARK_SCENARIO_SCENARIO_STEP_H

#include "scenario/assumption.h"
#include "scenario/scenario.h"

/* A scenario whose days, countries and branches are read; steps, the scenario's, has room for so
 * many. */
struct scenario_step_reader {
    struct assumption_reader *reader;
    struct scenario *scenario;
    struct scenario_step *steps;
    size_t room;
};

/* Adds the entries of `steps`. */
void scenario_step_list(struct scenario_step_reader *reader, const struct value *value);

/* Adds what apply recorded. */
void scenario_step_recorded(struct scenario_step_reader *reader, const struct value *recorded);

/* "shift", "set", "ramp", "scale". */
const char *scenario_step_word(enum scenario_act act);

#endif
