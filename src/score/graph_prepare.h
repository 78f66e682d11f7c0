/* Room for what an evaluation computes. */
#ifndef TIDEMARK_SCORE_GRAPH_PREPARE_H
#define TIDEMARK_SCORE_GRAPH_PREPARE_H

#include "score/graph_compute.h"

/* Whose graph, run, arena and plan are set: gives every node that is needed a place for its values,
 * sorts rows into classes and makes lanes. Lanes beyond the first have arenas of their own, to be
 * freed. False without memory. */
bool graph_prepare(struct graph_evaluation *evaluation);

#endif
