/* A figure taken apart down to the observations it rests on. */
#ifndef TIDEMARK_SCORE_SCORE_EXPLAIN_H
#define TIDEMARK_SCORE_SCORE_EXPLAIN_H

#include "score/score.h"

/* The columns of an explanation, in order. */
enum explain_column {
    EXPLAIN_COUNTRY,
    EXPLAIN_PERIOD,
    EXPLAIN_LEVEL, /* index, result, pillar, group, indicator; event for a dated act */
    EXPLAIN_ITEM,
    EXPLAIN_PARENT,
    EXPLAIN_VALUE, /* score of an aggregate; an indicator's figure in its own units */
    EXPLAIN_WEIGHT,
    EXPLAIN_CONTRIBUTION,
    EXPLAIN_SERIES,
    EXPLAIN_SOURCE,
    EXPLAIN_FILE,
    EXPLAIN_LINE,
    EXPLAIN_ERROR, /* there where parts may be sampled (score_shapley_samples) */
    EXPLAIN_COLUMNS,
};

/* country,period,level,item,parent,value,weight,contribution,series,source,file,line and error:
 * the tree under item (SIZE_MAX: index) for one country and period, depth first. Below a formula
 * stand its inputs; of one that runs row by row only those that make a difference; then what it
 * reads of other rules, the item being "RULE.ITEM", with what stands below it there. An item that
 * stands in several places is listed in each.
 *   value         missing at a text result, whose text is in meta "text"
 *   weight        the share among siblings that have a value; empty at the top, where missing, and
 *                 for the inputs of a formula
 *   contribution  what the item takes off the best possible score of the item asked for
 *                 (semantics.md A13): the score that the indicators with a value would give at
 *                 their best ends, all other rows as they are, less the score. The parts of a
 *                 parent's children sum to the parent's within 1e-9. Empty where the item asked for
 *                 or a value is missing, and throughout where they cannot be told, for a reason
 *                 that is in meta "untold": an indicator without a best value, a rule that is
 *                 used but cannot be scored alone
 *   series        empty for a value coded by hand
 *   source        "imputed" where no figure was observed and the rule filled one in: then value is
 *                 what the rule made of the column before normalising (score_stage), after
 *                 normalising where it is filled in by row; series, file and line are empty
 *   error         the standard error that sampling left in contribution, 0: none
 * Items not eligible under the rule are left out, but for the one asked for, and listed in meta
 * "not_eligible". No rows when the period is outside the panel. NULL without memory. */
struct rows *score_explain(struct arena *arena, const struct score *score, size_t item,
                           uint32_t country, int32_t period);

/* Likewise; parents receives the row of each row's parent, SIZE_MAX at the top. */
struct rows *score_explain_tree(struct arena *arena, const struct score *score, size_t item,
                                uint32_t country, int32_t period, const size_t **parents);

#endif
