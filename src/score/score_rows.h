/* Scores, explanations and comparisons as tidy rows (architecture.md, "Tidy output"). */
#ifndef TIDEMARK_SCORE_SCORE_ROWS_H
#define TIDEMARK_SCORE_SCORE_ROWS_H

#include "score/score.h"

enum score_level {
    SCORE_LEVEL_INDEX = 1,
    SCORE_LEVEL_PILLAR = 2,
    SCORE_LEVEL_GROUP = 4,
    SCORE_LEVEL_INDICATOR = 8
};

/* Which part of a score is shown. countries: indices into the project's, in the order to show. */
struct score_selection {
    unsigned levels;
    int32_t first; /* periods */
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
};

/* country,period,level,item,value,low,high,coverage,flags; by period, country, then codebook
 * order with the index first. At level indicator value, low and high are the figures as read, in
 * the indicator's own units (semantics.md A15). Ineligible nodes are left out and listed in meta
 * "not_eligible". */
struct rows *score_rows(struct arena *arena, const struct score *score,
                        const struct score_selection *selection);

/* country,period,level,item,parent,value,weight,contribution,series,source,file,line: the tree
 * under item (SIZE_MAX: index) for one country and period. weight is the share among present
 * siblings; contribution what the item takes off the best possible score of the item asked for
 * (semantics.md A13): parts of a parent sum to the parent's, missing ones empty. */
struct rows *score_explain(struct arena *arena, const struct score *score, size_t item,
                           uint32_t country, int32_t period);

/* Draws of one item for one row, for the interval of a difference: the same draws for every
 * caller with the same options. count values; false with err without memory. */
bool score_draws(struct arena *arena, const struct score *score,
                 const struct score_options *options, size_t item, size_t row, double *out,
                 struct err *err);

/* One side of a comparison. */
struct score_side {
    const char *label; /* "KGZ", "KGZ 2019" */
    const struct score *score;
    uint32_t country;
    int32_t period;
};

/* a,b,period,level,item,value_a,value_b,difference,low,high,flags,contribution for each ordered
 * pair of sides (first with each later one). contribution is the item's exact part of the index's
 * difference (the parts of a parent sum to the parent's). low, high: 5 and 95 % of the difference
 * over common draws, empty when nothing below is uncertain. Indicators compare normalised values,
 * own units stand in value_a, value_b. */
struct rows *score_compare(struct arena *arena, const struct score_side *sides, size_t count,
                           unsigned levels, const struct score_options *options, struct err *err);

#endif
