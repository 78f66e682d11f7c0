/* Figures of stored frames, brought to the classes that the rows of a panel have. */
#ifndef TIDEMARK_SCORE_SCORE_STORED_H
#define TIDEMARK_SCORE_SCORE_STORED_H

#include "score/score_bind.h"

/* Sets stored, lacking and all_stored of a binding whose panel, compile and groupings are set.
 * False without memory. */
bool score_stored(struct arena *arena, struct score_bind *bind);

/* Whether a stored frame has no figures for the class of a row: what stands on them is missing
 * there. err, when not NULL, says so. */
bool score_stored_lacks(struct arena *arena, const struct score_bind *bind, size_t row,
                        struct err *err);

#endif
