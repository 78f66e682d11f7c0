/* A scenario run as of an earlier day, beside what happened. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_BACKTEST_H
#define TIDEMARK_SCENARIO_SCENARIO_BACKTEST_H

#include "base/rows.h"
#include "scenario/scenario_rows.h"

enum scenario_backtest_column {
    SCENARIO_BACKTEST_ID,
    SCENARIO_BACKTEST_COUNTRY,
    SCENARIO_BACKTEST_PERIOD,
    SCENARIO_BACKTEST_LEVEL,
    SCENARIO_BACKTEST_ITEM,
    SCENARIO_BACKTEST_BASELINE, /* levels (scenario_level.h) */
    SCENARIO_BACKTEST_VALUE,
    SCENARIO_BACKTEST_LOW, /* 90 % */
    SCENARIO_BACKTEST_HIGH,
    SCENARIO_BACKTEST_OBSERVED,
    SCENARIO_BACKTEST_ERROR,          /* observed - value */
    SCENARIO_BACKTEST_BASELINE_ERROR, /* observed - baseline */
    SCENARIO_BACKTEST_INSIDE,         /* "yes", "no"; empty where nothing is known */
    SCENARIO_BACKTEST_COLUMNS,
};

/* A row for each period, country and item of the ensemble, which was run from what was known on an
 * earlier day; observed is the score of what is known now, on the same axis. Meta data: "inside"
 * and "known", how many rows with both have the observed value within low..high; "proof",
 * sentences on how little so many countries prove. NULL without memory. */
struct rows *scenario_backtest(struct arena *arena, const struct scenario_rows_side *side,
                               const struct score *observed,
                               const struct scenario_selection *selection);

/* The ends of the exact 90 % interval for a probability that gave `successes` of `trials` (Clopper
 * and Pearson, Biometrika 26, 1934, 404-413). 0 and 1 for no trials. */
void scenario_backtest_interval(size_t successes, size_t trials, double *low, double *high);

#endif
