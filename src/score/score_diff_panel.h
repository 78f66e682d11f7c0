/* Two states of a model side by side: which cells differ and why, and panels that have some of the
 * differences. */
#ifndef TIDEMARK_SCORE_SCORE_DIFF_PANEL_H
#define TIDEMARK_SCORE_SCORE_DIFF_PANEL_H

#include "score/score_cause.h"

/* One state. base is the panel without events, the panel itself where it is not read live. */
struct score_diff_side {
    const struct panel *panel;
    const struct panel *base;
    const struct rule *rule;
    struct score_options options;
};

/* The causes of enum score_cause that states are told apart by: EVENT, CORRECTION, METHOD, DATA,
 * WEIGHT, the first of them. METHOD has with the rule every figure of an indicator or country that
 * one side alone has, or whose scale is another. What the rule fills in or takes from other figures
 * counts with the figures that it is made of. */
enum { SCORE_DIFF_CAUSES = SCORE_CAUSE_WEIGHT + 1 };

/* Both sides have the same axis and periods. what is theirs on the other side: indicators whose id
 * and scale are the same, countries of the same id; UINT32_MAX where there is none. [0] is the
 * first side, [1] the second. */
struct score_diff_pair {
    struct score_diff_side sides[2];
    uint32_t *indicators[2]; /* [indicator of that side]: the other side's */
    uint32_t *countries[2];
    double *shifts[2]; /* [indicator × rows + row]: sums of effects; NULL where nothing moves */
    unsigned changed;  /* the causes in which the sides differ, a bit each */
};

/* Finds what belongs together and which causes differ; same_method: rule and codebook are the same
 * to the byte. False without memory. */
bool score_diff_panel_pair(struct arena *arena, const struct score_diff_side *a,
                           const struct score_diff_side *b, bool same_method,
                           struct score_diff_pair *pair);

/* The causes in which a cell of both sides differs, a bit each; 0 when it is the same. */
unsigned score_diff_panel_causes(const struct score_diff_pair *pair, uint32_t indicator_a,
                                 size_t row_a, uint32_t indicator_b, size_t row_b);

/* The panel of side `of` (0, 1) in which the cells that differ in the given causes are the second
 * side's and the others the first's; where data and events come from different sides, a cell is
 * the data moved as far as the events moved the other side's, within the scale. Cells without a
 * counterpart stay. Intervals are not made. NULL without memory. */
const struct panel *score_diff_panel_mix(struct arena *arena, const struct score_diff_pair *pair,
                                         int of, unsigned causes);

#endif
