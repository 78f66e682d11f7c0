#include "scenario/scenario_level.h"

#include <math.h>

size_t scenario_level_figures(const struct ensemble *ensemble)
{
    return ensemble->item_count + ensemble->indicator_count;
}

struct scenario_figure scenario_level_figure(const struct ensemble *ensemble,
                                             const struct ensemble *still, size_t n, size_t row)
{
    const struct codebook *codebook = ensemble->input.held->panel.project->codebook;
    struct scenario_figure figure = {.row = row};
    if (n < ensemble->item_count) {
        size_t at = n * ensemble->rows + row;
        figure.item = ensemble->items[n];
        figure.baseline = ensemble->baseline[at];
        figure.scenario = ensemble->scenario[at];
        figure.still = still ? still->baseline[at] : figure.baseline;
        return figure;
    }
    size_t at = (n - ensemble->item_count) * ensemble->rows + row;
    figure.indicator = &codebook->indicators[ensemble->indicators[n - ensemble->item_count]];
    figure.item = figure.indicator->node;
    figure.baseline = ensemble->baseline_raw[at];
    figure.scenario = ensemble->scenario_raw[at];
    figure.still = still ? still->baseline_raw[at] : figure.baseline;
    figure.cut = ensemble->at_floor[at] + ensemble->at_ceiling[at];
    return figure;
}

/* What stands at a figure without any draw. */
static double standing(const struct ensemble *ensemble, const struct scenario_figure *figure)
{
    const struct held *held = ensemble->input.held;
    size_t row = held_row(held, figure->row);
    if (!figure->indicator)
        return score_value(ensemble->input.score, figure->item, row);
    return panel_value(&held->panel, held->panel.project->codebook->nodes[figure->item].indicator,
                       row);
}

struct summary scenario_level(const struct ensemble *ensemble, const struct scenario_figure *figure,
                              const double *draws, double *scratch)
{
    struct summary level, movement;
    double value = standing(ensemble, figure);
    summary_of(draws, ensemble->draws, scratch, &level);
    summary_difference(draws, figure->still, ensemble->draws, scratch, &movement);
    if (isnan(value) || isnan(movement.mean))
        return level;
    level.mean = value + movement.mean;
    for (size_t i = 0; i < SUMMARY_INTERVALS; i++) {
        if (level.mean < level.low[i])
            level.low[i] = level.mean;
        if (level.mean > level.high[i])
            level.high[i] = level.mean;
    }
    return level;
}
