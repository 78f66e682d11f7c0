/* Whether an index hangs together: reliability, correlations, what moves it, what its values are
 * like (docs/method.md, "Is the index sound?"). */
#ifndef TIDEMARK_SCORE_SCORE_AUDIT_H
#define TIDEMARK_SCORE_SCORE_AUDIT_H

#include "score/score.h"

enum score_audit_column {
    AUDIT_SECTION,
    AUDIT_MEASURE,
    AUDIT_ITEM,
    AUDIT_OTHER,
    AUDIT_VALUE,
    AUDIT_N,
    AUDIT_REMARK
};

/* section,measure,item,other,value,n,remark over the country-periods first..last × countries that
 * were scored; periods in which none of these countries has a value are left out. Items are
 * compared after the rule's stages, as they are put together; the index comes first, then the
 * codebook's order. n is how many country-periods a figure rests on; value is missing where it has
 * none, and remark may say why.
 *
 * - reliability, of a node with two parts or more, over rows that lack none of them: alpha
 *   (Cronbach; remark low below 0.7), first_component (share of variance), strong_components
 *   (eigenvalues above 1; remark several), mean_correlation; loading of each part (item) on the
 *   first component of the node (other). Remarks few_rows, no_spread (of other). Parts that a
 *   formula reads have none of these.
 * - correlation, of each part (item) with its node (other): pearson, spearman, over rows that have
 *   both. Remarks of the former: negative (below 0 by more than 2 / √n), else weak (below 0.3),
 *   no_spread, few_rows.
 * - pair, of each two parts of a node: the same; remark redundant above 0.9.
 * - beside, of each pillar that does not stand below the index (item) with it (other): the same, no
 *   remark.
 * - weight, of each part (item) in its node (other): nominal (share of weight; the mean over rows
 *   where the data decide weights), pearson (remark negative), importance (squared correlation as a
 *   share of the sum over the parts; remark heavy above twice the nominal share, light below half),
 *   ratio (correlation ratio; remarks many_rows, few_rows where there are too many or too few for
 *   it, score_audit_weights.h).
 * - index_weight, of every indicator in the index, unless these are its parts: the same; nominal is
 *   the product of shares on the way up.
 * - value, of each eligible indicator as read, in its own unit: coverage (share of rows), minimum,
 *   maximum (remark no_spread), distinct (values), skewness, kurtosis (remark outliers of the
 *   former where |skewness| is 2 or more and kurtosis 3.5 or more), floor and ceiling (share of
 *   values at the ends of the scale).
 *
 * NULL without memory. */
struct rows *score_audit(struct arena *arena, const struct score *score, int32_t first,
                         int32_t last, const uint32_t *countries, size_t country_count);

#endif
