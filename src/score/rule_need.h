/* A rule's `missing`: how much must be there before a node has a value (semantics.md A4). */
#ifndef TIDEMARK_SCORE_RULE_NEED_H
#define TIDEMARK_SCORE_RULE_NEED_H

#include "score/rule_reader.h"

/* Need 2/3 of weight at every node and at the index: what holds when a rule does not say. */
void rule_need_default(struct rule *rule, const struct codebook *codebook);

/* Sets the rule's needs from `missing = { need, of, at }`. */
void rule_need_read(struct rule_reader *reader, const struct value *value, const char *path);

#endif
