#include "chart/chart_kinds.h"

#include "chart/chart_terminal.h"

#include <string.h>

#define SCORE_COLUMNS "country, period, item, value"
#define SCENARIO_COLUMNS "country, period, baseline, value"

/* In the order of enum chart_kind. */
static const struct chart_kind_row kinds[] = {
    {"series", "an item over time, with intervals and events", SCORE_COLUMNS, true,
     chart_terminal_series, chart_series_plan, chart_series_plot},
    {"dots", "index and pillars side by side, with intervals", SCORE_COLUMNS, true,
     chart_terminal_dots, chart_dots_plan, chart_dots_plot},
    {"pillars", "the same as bars from zero", SCORE_COLUMNS, true, NULL, chart_pillars_plan,
     chart_pillars_plot},
    {"slope", "an item in the first period and the last", SCORE_COLUMNS, true, NULL,
     chart_slope_plan, chart_slope_plot},
    {"heatmap", "every indicator by country", SCORE_COLUMNS, true, chart_terminal_heatmap,
     chart_heatmap_plan, chart_heatmap_plot},
    {"multiples", "each pillar over time, a small series each", SCORE_COLUMNS, true, NULL,
     chart_multiples_plan, chart_multiples_plot},
    {"bump", "ranks over time", SCORE_COLUMNS, true, NULL, chart_bump_plan, chart_bump_plot},
    {"scatter", "two items against each other", SCORE_COLUMNS, true, NULL, chart_scatter_plan,
     chart_scatter_plot},
    {"quadrant", "a lever against an outcome, with trails", SCORE_COLUMNS, true, NULL,
     chart_quadrant_plan, chart_quadrant_plot},
    {"evidence", "what the scores rest on, by period", SCORE_COLUMNS ", coverage, flags", true,
     NULL, chart_evidence_plan, chart_evidence_plot},
    {"waterfall", "a change as the sum of its parts",
     "country, from, to, item, before, after, contribution", false, chart_waterfall_terminal,
     chart_waterfall_plan, chart_waterfall_plot},
    {"ranks", "how often each country has each rank", "country, rank, share", false, NULL,
     chart_ranks_plan, chart_ranks_plot},
    {"fan", "a scenario's futures against the baseline", SCENARIO_COLUMNS ", low_95, high_95",
     false, chart_fan_terminal, chart_fan_plan, chart_fan_plot},
    {"dumbbell", "baseline and scenario, a row a country", SCENARIO_COLUMNS, false, NULL,
     chart_dumbbell_plan, chart_dumbbell_plot},
    {"tornado", "what each assumption alone moves", "item, base, low, high", false, NULL,
     chart_tornado_plan, chart_tornado_plot},
};

const struct chart_kind_row *chart_kinds_at(size_t index)
{
    return index < sizeof kinds / sizeof *kinds ? &kinds[index] : NULL;
}
