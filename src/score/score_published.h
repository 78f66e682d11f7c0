/* Scores beside what was published. */
#ifndef TIDEMARK_SCORE_SCORE_PUBLISHED_H
#define TIDEMARK_SCORE_SCORE_PUBLISHED_H

#include "score/score_rows.h"

/* The columns of a comparison, in order. */
enum published_column {
    PUBLISHED_COUNTRY,
    PUBLISHED_PERIOD,
    PUBLISHED_ITEM,
    PUBLISHED_VALUE,
    PUBLISHED_PUBLISHED,
    PUBLISHED_DIFFERENCE,
    PUBLISHED_WITHIN,
    PUBLISHED_FLAGS,
    PUBLISHED_COLUMNS,
};

/* country,period,item,value,published,difference,within,flags: for the selection's countries and
 * periods, by period, country, then the rule's `published` in its order, a row wherever the item or
 * the indicator that holds what was published has a value (neither is rounded).
 *   difference  value − published; missing where one side is
 *   flags       `beyond` where the difference is more than within × (1 + 1e-9); `unpublished` and
 *               `uncomputed` where that side lacks a value
 * Levels, stage and `all` of the selection mean nothing. No rows for a rule without `published`.
 * NULL without memory. */
struct rows *score_published(struct arena *arena, const struct score *score,
                             const struct score_selection *selection);

#endif
