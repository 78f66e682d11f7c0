/* What of a graph changes when some of its nodes do. */
#ifndef TIDEMARK_SCORE_GRAPH_VARY_H
#define TIDEMARK_SCORE_GRAPH_VARY_H

#include "score/graph.h"

/* varies marks nodes whose values change; what stands on them is marked too. still: every other
 * node from which node, or what of it varies, is directly computed, and node itself when it does
 * not vary; frames, whose figures are held, constants and parameters are left out. Both have
 * graph_count entries, still all false to begin with. False when what varies is computed as a whole
 * (a call, a rank, a look along time), so that lines (graph_lines.h) cannot compute it. */
bool graph_vary(const struct graph *graph, uint32_t node, bool *varies, bool *still);

#endif
