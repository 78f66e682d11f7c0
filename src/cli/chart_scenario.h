/* Charts of scenarios and levers, run for them. */
#ifndef TIDEMARK_CLI_CHART_SCENARIO_H
#define TIDEMARK_CLI_CHART_SCENARIO_H

#include "chart/chart.h"
#include "cli/session.h"

/* Whether a kind is drawn of a scenario or of levers. */
bool chart_scenario_is(enum chart_kind kind);

/* Fills rows, labels, scale, texts and note of the request: of a fan and a dumbbell for the
 * scenario that is named (a fan has the years before it too, as they were observed), of a tornado
 * for the levers in the countries that are named. False, said by the session, when the arguments do
 * not fit or the scenario cannot be run. */
bool chart_scenario_request(struct session *session, const char *const *arguments, size_t count,
                            struct chart_request *request);

#endif
