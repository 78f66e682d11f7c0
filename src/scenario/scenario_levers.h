/* What each lever would do by itself. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_LEVERS_H
#define TIDEMARK_SCENARIO_SCENARIO_LEVERS_H

#include "base/err.h"
#include "base/rows.h"
#include "scenario/scenario_rows.h"

enum scenario_levers_column {
    SCENARIO_LEVERS_ID,
    SCENARIO_LEVERS_TITLE,
    SCENARIO_LEVERS_ACTOR,
    SCENARIO_LEVERS_SIDE,
    SCENARIO_LEVERS_COUNTRY,
    SCENARIO_LEVERS_PERIOD,
    SCENARIO_LEVERS_LEVEL,
    SCENARIO_LEVERS_ITEM,
    SCENARIO_LEVERS_BASELINE,
    SCENARIO_LEVERS_GAIN, /* mean over draws */
    SCENARIO_LEVERS_GAIN_LOW, /* 80 %: from 10 to 90 */
    SCENARIO_LEVERS_GAIN_HIGH,
    SCENARIO_LEVERS_CHANCE_BETTER,
    SCENARIO_LEVERS_CHANCE_LEVEL,
    SCENARIO_LEVERS_CHANCE, /* judged, that the actor does it within 24 months */
    SCENARIO_LEVERS_EFFECTS,
    SCENARIO_LEVERS_WITHOUT_BASE,
    SCENARIO_LEVERS_BECAUSE,
    SCENARIO_LEVERS_COLUMNS,
};

/* Each lever (parts not counted) pulled alone at strength 1 on the scenario's first day, beside
 * what the scenario pulls and assumes: a row a lever, country and item, at selection->last.
 * `alone` names a lever to be shown only, LEVER_NONE all.
 *
 *   gain          of the item against the scenario without the lever
 *   chance_level  share of draws in which at least one ordinal outcome indicator gains a level
 *   effects       how many indicators in all its effects, its parts' and its mixes' name;
 *                 without_base: how many of them have no value in the country that could be moved
 *
 * options->indicators must be the ordinal outcome indicators. NULL with err as ensemble_run. */
struct rows *scenario_levers(struct arena *arena, const struct ensemble_input *input,
                             const struct ensemble_options *options, uint32_t alone,
                             const struct scenario_selection *selection, struct err *err);

#endif
