/* What moved a country's index from one state to another: item by item, cause by cause. */
#ifndef TIDEMARK_SCORE_SCORE_CHANGE_H
#define TIDEMARK_SCORE_SCORE_CHANGE_H

#include "score/score_cause.h"
#include "score/score_pair.h"

enum score_change_column {
    SCORE_CHANGE_COUNTRY,
    SCORE_CHANGE_FROM,
    SCORE_CHANGE_TO,
    SCORE_CHANGE_ITEM,
    SCORE_CHANGE_BEFORE,
    SCORE_CHANGE_AFTER,
    SCORE_CHANGE_CONTRIBUTION,
    SCORE_CHANGE_LEVEL, /* "cause": a part of the index that no item has */
    SCORE_CHANGE_LOW,   /* 90 % of the difference, over common draws */
    SCORE_CHANGE_HIGH,
    SCORE_CHANGE_CAUSE, /* of an indicator, empty elsewhere */
    SCORE_CHANGE_FLAGS,
    SCORE_CHANGE_PART, /* one a cause, in the order of enum score_cause */
    SCORE_CHANGE_ERROR = SCORE_CHANGE_PART + SCORE_CAUSES, /* as score_compare's */
    SCORE_CHANGE_COLUMNS
};

/* The change of a country from side a to side b of one project: another period, another vintage,
 * another rule, or several of these. One row an item that is eligible on both sides, the index
 * first, then parts of the index that no indicator has: where the rules differ weight and method,
 * and the frame of items that rest on more than what stands below them. from and to are the labels
 * of the sides. options are those of the scores.
 *
 * before and after are score_compare's values, `after` like for like where a series broke.
 * contribution is the item's exact part of the index's difference. Where the rules differ it is the
 * part that the figures have, over both rules: the Shapley value of figures, weight and method, the
 * figures' part taken apart under each rule (score_cause_split). The parts of indicators and causes
 * sum to the index's difference within 1e-9. The columns of causes sum to contribution. Weight is
 * apart from method where rule_mix_can; else it is in the method.
 *
 * cause is an indicator's in words, the first that holds: break, switched (not compared); imputed;
 * appeared, gone, withdrawn; then, as far as each is so: event, corrected, observed; carried where
 * the same observation stands at both ends.
 *
 * Contributions are empty outside the headline, and throughout where a side has no index, or its
 * figures have none under the other side's rule; meta "untold" then says why. Meta "broken" lists
 * what does not compare. NULL with err, as score_compare and score_run. */
struct rows *score_change(struct arena *arena, const struct score_side *a,
                          const struct score_side *b, unsigned levels,
                          const struct score_options *options, struct err *err);

/* The cause of a column, or of a row at level "cause", by its name; SCORE_CAUSES when there is
 * none.
 */
enum score_cause score_change_cause(const char *name);

#endif
