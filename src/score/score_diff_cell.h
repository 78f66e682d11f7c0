/* The cells in which two states of a model differ, with who changed them and why. */
#ifndef TIDEMARK_SCORE_SCORE_DIFF_CELL_H
#define TIDEMARK_SCORE_SCORE_DIFF_CELL_H

#include "score/score_diff.h"

/* Country and period of the row added last. */
void score_diff_cell_place(struct rows *tidy, const struct score_diff_pair *pair,
                           const struct score_diff_country *country, int32_t period);

/* A row of columns enum score_diff_column for each cell of the countries and periods asked for that
 * differs: by country, period, then the second side's codebook, and what the first alone has. */
void score_diff_cell_rows(const struct score_diff_pair *pair, const struct score_diff_ask *ask,
                          struct rows *tidy);

#endif
