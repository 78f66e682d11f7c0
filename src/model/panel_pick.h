/* Which observation stands for a cell (semantics.md A2, A16, A17). */
#ifndef TIDEMARK_MODEL_PANEL_PICK_H
#define TIDEMARK_MODEL_PANEL_PICK_H

#include "model/panel.h"

/* The observations of one indicator and country, by date, and what is read of them: those of
 * country files, and figures of panels made into observations. origins are those of items, NULL
 * when items stand in the project. */
struct panel_pick {
    const struct project *project;
    const struct panel_options *options;
    const struct indicator *indicator;
    const struct observation *items;
    const uint32_t *origins;
    size_t count;
};

/* Room for the figures of panels, used again for one pick after the other. Zero-initialise but for
 * arena. */
struct panel_pick_room {
    struct arena *arena;
    struct observation *items[2]; /* one list, and the next merged from it and another */
    uint32_t *origins[2];
    size_t capacity;
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

/* The observations of an indicator and country; *pick is good until the room is used again. False
 * without memory. */
bool panel_pick_of(const struct project *project, const struct panel_options *options,
                   uint32_t indicator, uint32_t country, struct panel_pick_room *room,
                   struct panel_pick *pick);

/* The origin of an item of a pick: its place among the project's observations, or, from
 * observation_count on, among the figures that feed the indicator, feed after feed. */
uint32_t panel_pick_origin(const struct panel_pick *pick, const struct observation *item);

/* The observation of an origin. */
struct observation panel_pick_observation(const struct project *project, uint32_t indicator,
                                          uint32_t origin);

/* The panel's figure that an origin is: its feed, and *record; NULL when it is of a country file.
 */
const struct bulk_feed *panel_pick_feed(const struct project *project, uint32_t indicator,
                                        uint32_t origin, size_t *record);

/* The reading of a period: on its last day, or on options.as_of within it. */
struct panel_reading panel_pick_reading(const struct panel_pick *pick, int32_t period);

/* Up to max of the observations in reach of a period, published series first as the codebook lists
 * them, then coded ones, the latest of each hand; the count of all. */
size_t panel_pick_candidates(const struct panel_pick *pick, int32_t period, struct observation *out,
                             size_t max);

/* Whether two observations of one cell are of one series, or were coded by the same hand from the
 * same source: the one recorded later supersedes the other. */
bool panel_pick_same_hand(const struct observation *a, const struct observation *b);

/* The day a period is read on. */
int32_t panel_pick_day(const struct panel_options *options, int32_t period);

#endif
