/* Which observation stands for a cell (semantics.md A2, A16, A17). */
#ifndef TIDEMARK_MODEL_PANEL_PICK_H
#define TIDEMARK_MODEL_PANEL_PICK_H

#include "model/panel.h"

/* The observations of one indicator and country, by date, and what is read of them. */
struct panel_pick {
    const struct project *project;
    const struct panel_options *options;
    const struct indicator *indicator;
    const struct observation *items;
    size_t count;
};

/* What stands at a reading. origin NULL: missing. low and high NaN when not known; not yet widened
 * for age. */
struct panel_reading {
    double value;
    double low;
    double high;
    bool conflict;
    const struct observation *origin;
};

/* The slice of an indicator and country. */
struct panel_pick panel_pick_of(const struct project *project, const struct panel_options *options,
                                uint32_t indicator, uint32_t country);

/* The reading of a period: on its last day, or on options.as_of within it. */
struct panel_reading panel_pick_reading(const struct panel_pick *pick, int32_t period);

/* Up to max of the observations in reach of a period, published series first as the codebook lists
 * them, then coded ones, the latest of each hand; the count of all. */
size_t panel_pick_candidates(const struct panel_pick *pick, int32_t period, struct observation *out,
                             size_t max);

/* The day a period is read on. */
int32_t panel_pick_day(const struct panel_options *options, int32_t period);

#endif
