/* The levels that draws stand for. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_LEVEL_H
#define TIDEMARK_SCENARIO_SCENARIO_LEVEL_H

#include "scenario/ensemble.h"
#include "scenario/summary.h"

/* One figure of an ensemble: an item of the score, or an indicator in its own units. */
struct scenario_figure {
    size_t row; /* the scenario's */
    size_t item;
    const struct indicator *indicator; /* NULL: an item of the score */
    const double *baseline;            /* [draw] */
    const double *scenario;
    const double *still; /* of what is held alone, with nothing happening */
    size_t cut;          /* draws in which an end of the scale cut something off */
};

/* How many figures a row of an ensemble has: its items, then its indicators. */
size_t scenario_level_figures(const struct ensemble *ensemble);

/* The n-th of them at a row. still is an ensemble of the same wishes in which nothing happens, NULL
 * where the baseline is that. */
struct scenario_figure scenario_level_figure(const struct ensemble *ensemble,
                                             const struct ensemble *still, size_t n, size_t row);

/* A level: value is what stands without any draw (the score of the values held, what was observed
 * of an indicator) and the mean movement of the draws against `still`; so a level in which nothing
 * happens is exactly what `score` gives, though draws that are cut at an end of the scale stray to
 * one side. low and high are those of the draws, widened to contain it. Where nothing stands
 * without draws it is their mean. draws is the figure's baseline or scenario; scratch has room for
 * as many. */
struct summary scenario_level(const struct ensemble *ensemble,
                              const struct scenario_figure *figure, const double *draws,
                              double *scratch);

#endif
