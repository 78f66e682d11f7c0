/* What frames take from the data: lowest and highest values, means, limits for outliers, weights.
 */
#ifndef TIDEMARK_SCORE_GRAPH_FRAME_H
#define TIDEMARK_SCORE_GRAPH_FRAME_H

#include "score/graph_whole.h"

/* The figures of a FRAME node over one operand for every class. A class without any value has
 * missing figures; where figures are not defined for the values there are, they are missing and the
 * trouble says why. Scratch comes from arena; false without memory. */
bool graph_frame_take(struct graph_whole *whole, struct arena *arena);

/* Values treated by the figures of a TREAT frame's class; figures NULL (in no class): as they are.
 * Missing stays missing. */
void graph_frame_treat(const struct kernel *kernel, const double *figures, const double *x,
                       size_t rows, double *out);

#endif
