/* Figures that several columns give together: weights, and places of rows compared in pairs. */
#ifndef TIDEMARK_SCORE_GRAPH_COMPARE_H
#define TIDEMARK_SCORE_GRAPH_COMPARE_H

#include "score/graph_whole.h"

/* The weights of a FRAME node of kind PCA, FACTORS, ENTROPY or CRITIC, an operand each, for every
 * class. Where the values do not give them they are missing and the trouble says why. Scratch comes
 * from arena; false without memory. */
bool graph_compare_weights(struct graph_whole *whole, struct arena *arena);

/* A CLASS node that compares the rows of a class over all operands: COPELAND, BENEFIT_OF_DOUBT. */
bool graph_compare_rows(struct graph_whole *whole, struct arena *arena);

/* Whether threads may compute BENEFIT_OF_DOUBT at the same time. */
bool graph_compare_is_threaded(void);

#endif
