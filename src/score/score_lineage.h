/* Sources that share coders behind one aggregate: counted as several, they are not. */
#ifndef TIDEMARK_SCORE_SCORE_LINEAGE_H
#define TIDEMARK_SCORE_SCORE_LINEAGE_H

#include "score/score.h"

/* Adds, apart at "; ", the pairs of source families that stand in different children of an item at
 * a row and have a lineage in common (sources.yaml): "fiw and cpi share freedom-house". Nothing for
 * an item without children. False without memory; scratch is given back. */
bool score_lineage_shared(struct arena *arena, const struct score *score, size_t item, size_t row,
                          struct text_buffer *out);

#endif
