/* Scores as tidy rows. */
#ifndef TIDEMARK_SCORE_SCORE_ROWS_H
#define TIDEMARK_SCORE_SCORE_ROWS_H

#include "score/score.h"

enum score_level {
    SCORE_LEVEL_INDEX = 1,
    SCORE_LEVEL_PILLAR = 2,
    SCORE_LEVEL_GROUP = 4,
    SCORE_LEVEL_INDICATOR = 8,
    SCORE_LEVEL_RESULT = 16
};

/* Which part of a score is shown: enum score_level bits, periods first..last, countries as indices
 * into the project's in the order to show. normalised prints indicators on the rule's scale instead
 * of as read. */
struct score_selection {
    unsigned levels;
    int32_t first;
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
    bool normalised;
};

/* country,period,level,item,value,low,high,coverage,flags; by period, country, then codebook order
 * with the index first; periods outside the panel are left out. At level indicator value, low and
 * high are the figures as read, in the indicator's own units (semantics.md A15). Nodes not eligible
 * under the rule are left out and listed in meta "not_eligible". NULL without memory. */
struct rows *score_rows(struct arena *arena, const struct score *score,
                        const struct score_selection *selection);

/* The level bit of an item. */
unsigned score_rows_level(const struct score *score, size_t item);

/* Sets a cell of the last row to a copy of text; without memory the rows have failed. */
void score_rows_keep(struct rows *rows, size_t column, const char *text);

/* The item at place n of the order shown: the index first, then the codebook's nodes. */
size_t score_rows_item(const struct score *score, size_t n);

#endif
