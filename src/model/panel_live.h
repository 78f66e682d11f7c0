/* The live reading: what events did to values after they were observed (semantics.md A9). */
#ifndef TIDEMARK_MODEL_PANEL_LIVE_H
#define TIDEMARK_MODEL_PANEL_LIVE_H

#include "model/panel_reading.h"

/* One step of an indicator on a day: an effect that begins, ends or is undone. */
struct panel_step {
    uint32_t indicator;
    uint32_t country;
    int32_t day;
    uint32_t event; /* that makes the step */
    const struct effect *effect;
    double by;
    double below; /* its own uncertainty, half-widths of a 90 % interval */
    double above;
    bool begins;
};

struct panel_live {
    const struct project *project;
    const struct panel_options *options;
    struct panel_step *steps; /* by indicator, country, day, then order of events */
    size_t count;
    struct panel_move *moves;
    size_t move_count;
    size_t move_capacity;
};

/* Whether an event was recorded, and not yet withdrawn, by options->as_known. */
bool panel_live_knows(const struct panel_options *options, const struct event *event);

/* Lists every step of every event known at options.as_known; false without memory. */
bool panel_live_init(struct panel_live *live, struct arena *arena, const struct project *project,
                     const struct panel_options *options);

/* Whether effects of an event are of a country. */
bool panel_live_bears(const struct event *event, const struct event_effects *effects,
                      uint32_t country);

/* Whether a step is of an indicator. */
bool panel_live_touches(const struct panel_live *live, uint32_t indicator);

/* Moves a reading by the steps dated after it and up to the day of the period; clamps once to the
 * scale. True when something moved it. Notes moves, also those without a value to move. False with
 * *failed without memory. */
bool panel_live_apply(struct panel_live *live, struct arena *arena, uint32_t indicator,
                      uint32_t country, uint32_t row, int32_t period, struct panel_reading *reading,
                      bool *failed);

#endif
