/* The observations that compete for the cells of an indicator and country. */
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
    int32_t longest_days;                    /* of the time that an item describes */
    const struct preference_of *preferences; /* that the country states for the indicator */
    size_t preference_count;
};

/* Room for the figures of panels, used again for one pick after the other. Zero-initialise but for
 * arena. */
struct panel_pick_room {
    struct arena *arena;
    struct observation *items[2]; /* one list, and the next merged from it and another */
    uint32_t *origins[2];
    size_t capacity;
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

/* The day a period is read on. */
int32_t panel_pick_day(const struct panel_options *options, int32_t period);

#endif
