/* What is odd about a rule as a whole, when all its options are read. */
#ifndef TIDEMARK_SCORE_RULE_CHECK_H
#define TIDEMARK_SCORE_RULE_CHECK_H

#include "score/rule_reader.h"

/* Warns of levers and context in the headline, and of nodes counted there within another. Sets
 * rule.counts_lever. */
void rule_check_headline(struct rule_reader *reader);

/* Goalposts need a worst and a best, a distance to the target a target: one error for all
 * indicators that the headline counts, one warning for all others. Nothing is asked of an indicator
 * outside the headline that holds what was published. */
void rule_check_goalposts(struct rule_reader *reader);

/* What of a rule compares the countries of the day with each other, so that no stored frame can
 * hold it, as a sentence begins: "`index` is tide.copeland". NULL when nothing does, and without
 * memory.
 */
const char *rule_check_unstorable(struct arena *arena, const struct rule *rule,
                                  const struct codebook *codebook);

/* A rule with a stored frame has nothing of the kind. */
void rule_check_frame(struct rule_reader *reader);

/* Warns of the first two indicators that are averaged though they do not count alike; what only
 * holds published figures is no part of an average. */
void rule_check_scales(struct rule_reader *reader);

#endif
