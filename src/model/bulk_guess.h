/* Which columns of a bulk file are figures, which of them belong together (a figure, its interval,
 * its standard error), and what stands for missing among them. */
#ifndef TIDEMARK_MODEL_BULK_GUESS_H
#define TIDEMARK_MODEL_BULK_GUESS_H

#include "model/bulk_draft.h"

/* Gives every column that bulk_columns_find left free its role or the reason to leave it out, and
 * lists words for missing. Text is left free for bulk_survey. Without memory the arena remembers.
 */
void bulk_guess_find(struct bulk_draft *draft);

/* Takes low and high, or the standard error, from a series and leaves their columns out for the
 * reason given. */
void bulk_guess_part(struct bulk_draft *draft, int series, const char *why);

#endif
