/* What a score says of each of its values: how much of it was observed, and its flags. */
#ifndef TIDEMARK_SCORE_SCORE_MARKS_H
#define TIDEMARK_SCORE_SCORE_MARKS_H

#include "score/score.h"

/* Fills coverage and flags of every eligible item from its values. */
void score_marks(struct score *score);

/* Counts the values that stand in the periods of the options, those taken as exact, and provisional
 * codings, each of these once. False without memory. */
bool score_marks_count(struct arena *arena, struct score *score,
                       const struct score_options *options);

#endif
