/* Other rules whose figures a rule reads, scored on their own, so that these figures are taken
 * apart as the rule's are. */
#ifndef TIDEMARK_SCORE_SCORE_USED_H
#define TIDEMARK_SCORE_SCORE_USED_H

#include "score/score.h"

/* A rule that is used: its score over the same panel (NULL: it has none alone), the item that is
 * read, the node in the graph of the rule that reads it, the values [item of score] that it is to
 * have, and the rules that it uses itself. */
struct score_used_rule {
    const struct score *score;
    size_t item;
    uint32_t node;
    double *values;
    struct score_used *used;
};

/* In the order of rule->uses. */
struct score_used {
    struct score_used_rule *rules;
    size_t count;
};

/* The rules that a score's rule uses, with their values at a row. False without memory. */
bool score_used_find(struct arena *arena, const struct score *score, size_t row,
                     struct score_used *used);

/* The same rules, with values of their own to be changed. False without memory. */
bool score_used_copy(struct arena *arena, const struct score_used *used, struct score_used *copy);

/* Whether the formula of an item reads a use; of one that runs row by row it is not known, and
 * taken to. */
bool score_used_reads(const struct score *score, size_t item, size_t use);

#endif
