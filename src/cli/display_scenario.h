/* What scenarios amount to, laid out for people. */
#ifndef TIDEMARK_CLI_DISPLAY_SCENARIO_H
#define TIDEMARK_CLI_DISPLAY_SCENARIO_H

#include "cli/session.h"
#include "scenario/scenario.h"

/* Adds notes of what a scenario assumes, and what its magnitudes rest on. */
void display_scenario_notes(const struct session *session, const struct levers *levers,
                            const struct scenario *scenario, struct rows *display);

/* Rows of scenario_rows: for each country its items with baseline, scenario, change, its 90 %
 * interval and in how many draws it is better; several periods one under another. reading is what
 * the scenario stands on. NULL without memory, as are all of these. */
struct rows *display_scenario_run(const struct session *session, const struct reading *reading,
                                  const struct scenario *scenario, const struct rows *tidy);

/* Rows of scenario_rows_compare, likewise. */
struct rows *display_scenario_compare(const struct session *session, const struct reading *reading,
                                      const struct rows *tidy);

/* Rows of scenario_explain: the total, then each assumption with its part of it. */
struct rows *display_scenario_explain(const struct session *session, const struct reading *reading,
                                      const struct scenario *scenario, const struct rows *tidy);

/* Rows of scenario_levers: a row a lever, the gain in each country across. */
struct rows *display_scenario_levers(const struct session *session, const struct reading *reading,
                                     const struct rows *tidy);

/* Rows of scenario_solve_*: what was tried, and in a sentence what came of it. */
struct rows *display_scenario_solve(const struct session *session, const struct reading *reading,
                                    const struct scenario *scenario, const struct rows *tidy);

/* Rows of scenario_backtest: each country's items, expected and observed. */
struct rows *display_scenario_backtest(const struct session *session, const struct reading *reading,
                                       const struct scenario *scenario, const struct rows *tidy);

#endif
