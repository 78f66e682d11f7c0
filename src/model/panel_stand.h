/* Which of the observations of a cell stand: known, not withdrawn, not superseded, not set aside
 * for those of a preferred source (semantics.md A17). */
#ifndef TIDEMARK_MODEL_PANEL_STAND_H
#define TIDEMARK_MODEL_PANEL_STAND_H

#include "model/panel_pick.h"

/* Whether two observations of one cell are of one series, or were coded by the same hand from the
 * same source: the one recorded later supersedes the other. */
bool panel_stand_same_hand(const struct observation *a, const struct observation *b);

/* Whether two sources are one, or editions of one family. */
bool panel_stand_same_family(const struct sources *sources, uint32_t a, uint32_t b);

/* The preference for which items[index] is set aside: one of the preferred source, of a time that
 * meets its own and dated by day, is known. NULL when it is not. */
const struct preference *panel_stand_aside(const struct panel_pick *pick, size_t index,
                                           int32_t day);

/* The preference that holds on the time of an observation, NULL when none does. */
const struct preference *panel_stand_preference(const struct panel_pick *pick,
                                                const struct observation *made);

/* Whether items[index] stands in a reading of a day. */
bool panel_stand_holds(const struct panel_pick *pick, size_t index, int32_t day);

/* Whether items[index] is what its source still says, though another source's value of the same
 * hand and date, or of a preferred source, stands. */
bool panel_stand_beside(const struct panel_pick *pick, size_t index, int32_t day);

#endif
