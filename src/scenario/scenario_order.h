/* Whether the steps of a scenario can follow each other. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_ORDER_H
#define TIDEMARK_SCENARIO_SCENARIO_ORDER_H

#include "scenario/scenario.h"

/* line receives the script line of the step that err is about, 0 when it is not known. */
struct scenario_order {
    struct arena *arena;
    const struct project *project;
    const struct scenario *scenario;
    struct err *err;
    uint32_t line;
};

/* Whether what steps wait for is there, none waits for itself, and steps of one id are one
 * happening; false with err. */
bool scenario_order_check(struct scenario_order *order);

#endif
