/* What the draws of scenarios amount to, as tidy rows. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_ROWS_H
#define TIDEMARK_SCENARIO_SCENARIO_ROWS_H

#include "base/err.h"
#include "base/rows.h"
#include "scenario/ensemble.h"

/* The columns of a run, in order. */
enum scenario_column {
    SCENARIO_ID,
    SCENARIO_COUNTRY,
    SCENARIO_PERIOD,
    SCENARIO_LEVEL,
    SCENARIO_ITEM,
    SCENARIO_BASELINE, /* levels (scenario_level.h) */
    SCENARIO_BASELINE_LOW,
    SCENARIO_BASELINE_HIGH,
    SCENARIO_VALUE,
    SCENARIO_LOW, /* 90 % */
    SCENARIO_HIGH,
    SCENARIO_MEDIAN,
    SCENARIO_LOW_50,
    SCENARIO_HIGH_50,
    SCENARIO_LOW_80,
    SCENARIO_HIGH_80,
    SCENARIO_LOW_95,
    SCENARIO_HIGH_95,
    SCENARIO_DIFFERENCE, /* mean over draws: value - baseline */
    SCENARIO_DIFFERENCE_LOW, /* 90 % */
    SCENARIO_DIFFERENCE_HIGH,
    SCENARIO_DIFFERENCE_MEDIAN,
    SCENARIO_CHANCE_BETTER,
    SCENARIO_CHANCE_POINT,
    SCENARIO_CHANCE_POINT_WORSE,
    SCENARIO_CHANCE_LEVEL,
    SCENARIO_CHANCE_LEVEL_WORSE,
    SCENARIO_SHARE_CUT,
    SCENARIO_FLAGS,
    SCENARIO_LOST,
    SCENARIO_COLUMNS,
};

/* The columns of a comparison of two scenarios, in order. */
enum scenario_compare_column {
    SCENARIO_COMPARE_A,
    SCENARIO_COMPARE_B,
    SCENARIO_COMPARE_COUNTRY,
    SCENARIO_COMPARE_PERIOD,
    SCENARIO_COMPARE_LEVEL,
    SCENARIO_COMPARE_ITEM,
    SCENARIO_COMPARE_VALUE_A,
    SCENARIO_COMPARE_VALUE_B,
    SCENARIO_COMPARE_DIFFERENCE, /* b - a */
    SCENARIO_COMPARE_LOW,        /* 90 % */
    SCENARIO_COMPARE_HIGH,
    SCENARIO_COMPARE_MEDIAN,
    SCENARIO_COMPARE_LOW_50,
    SCENARIO_COMPARE_HIGH_50,
    SCENARIO_COMPARE_LOW_80,
    SCENARIO_COMPARE_HIGH_80,
    SCENARIO_COMPARE_LOW_95,
    SCENARIO_COMPARE_HIGH_95,
    SCENARIO_COMPARE_CHANCE_B_BETTER,
    SCENARIO_COMPARE_CHANCE_POINT,
    SCENARIO_COMPARE_CHANCE_POINT_WORSE,
    SCENARIO_COMPARE_FLAGS,
    SCENARIO_COMPARE_COLUMNS,
};

/* An ensemble, and one of the same wishes in which nothing happens where its baseline is not that
 * (a background of levers), else NULL. */
struct scenario_rows_side {
    const struct ensemble *ensemble;
    const struct ensemble *still;
};

/* Which part is shown: items of these levels (enum score_level); periods first..last; countries by
 * place in the project, in the order to show, those of the scenario alone are taken. */
struct scenario_selection {
    unsigned levels;
    int32_t first;
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
};

/* A row for each period, country, and item: the index, results, then the codebook's nodes in its
 * order; indicators stand in their own units. Figures are over the draws in which there is a
 * value, differences over those in which both are there; a scenario that moves nothing has
 * differences of exactly 0.
 *
 *   chance_better  share of draws in which the scenario is better than its baseline; of an
 *                  indicator by its own direction
 *   chance_point   of an item: better by at least a hundredth of the rule's scale; else missing;
 *                  chance_point_worse: worse by as much
 *   chance_level   of an ordinal indicator: better by at least one level; else missing;
 *                  chance_level_worse: worse by as much
 *   share_cut      of an indicator: in which the end of its scale cut off something of what would
 *                  have moved it; else missing
 *   flags          those of the score that the scenario starts from
 *   lost           effects that the country has no base for (scenario_losses_text)
 *
 * Without memory the rows have failed, or are NULL. */
struct rows *scenario_rows(struct arena *arena, const struct scenario_rows_side *side,
                           const struct scenario_selection *selection);

/* The same of two ensembles, b against a, draw by draw, in the countries that both have
 * (chance_point: b better by at least a hundredth of the scale). They must have the same items,
 * indicators, periods, draws and seed; NULL with err naming what differs, or without memory. */
struct rows *scenario_rows_compare(struct arena *arena, const struct scenario_rows_side *a,
                                   const struct scenario_rows_side *b,
                                   const struct scenario_selection *selection, struct err *err);

#endif
