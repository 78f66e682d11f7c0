/* Stretches of time over which figures compare: a break of a series, or a switch to another, begins
 * a new one (semantics.md A11). */
#ifndef TIDEMARK_SCORE_SCORE_ERAS_H
#define TIDEMARK_SCORE_SCORE_ERAS_H

#include "model/panel.h"
#include "score/graph.h"

/* For each node of a graph that looks along time, a number by row of the panel; two rows of one
 * country compare where it is the same. Of several indicators below a node a break of any counts;
 * where nothing stands, nothing begins. NULL for other nodes and where nothing breaks. *eras NULL:
 * no node has any. False without memory. */
bool score_eras(struct arena *arena, const struct panel *panel, const struct graph *graph,
                const uint32_t *const **eras);

#endif
