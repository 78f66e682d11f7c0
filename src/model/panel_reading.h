/* What stands in a cell, and what else was said of it (semantics.md A2, A16, A17). */
#ifndef TIDEMARK_MODEL_PANEL_READING_H
#define TIDEMARK_MODEL_PANEL_READING_H

#include "model/panel_pick.h"

/* What stands at a reading. origin NULL: missing. low and high NaN when not known; not yet widened
 * for age. */
struct panel_reading {
    double value;
    double low;
    double high;
    bool conflict;
    const struct observation *origin;
};

/* The reading of a period: on its last day, or on options.as_of within it. */
struct panel_reading panel_reading_of(const struct panel_pick *pick, int32_t period);

/* Up to max of the observations in reach of a period, published series first as the codebook lists
 * them, then coded ones, the latest of each hand, then what other sources say of the time of what
 * stands and what is set aside; the count of all. */
size_t panel_reading_candidates(const struct panel_pick *pick, int32_t period,
                                struct observation *out, size_t max);

#endif
