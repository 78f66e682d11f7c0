/* One rule's method with another's weights. */
#ifndef TIDEMARK_SCORE_RULE_MIX_H
#define TIDEMARK_SCORE_RULE_MIX_H

#include "score/rule.h"

/* A rule and the codebook it was read against. */
struct rule_mix_side {
    const struct rule *rule;
    const struct codebook *codebook;
};

/* Whether weights can change alone: both rules put the same items together, in means. Nodes are the
 * same by their id; one that a side alone has stays as it is there. differs (NULL: not asked)
 * receives whether any weight, or how weights are found, is another. */
bool rule_mix_can(const struct rule_mix_side *a, const struct rule_mix_side *b, bool *differs);

/* The rule of method with the weights of weights, read against method's codebook; only where
 * rule_mix_can. NULL without memory. */
const struct rule *rule_mix(struct arena *arena, const struct rule_mix_side *method,
                            const struct rule_mix_side *weights);

#endif
