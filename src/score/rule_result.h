/* What a rule gives, takes from other rules and is compared with: uses, score, headline, published
 * (semantics.md A7). */
#ifndef TIDEMARK_SCORE_RULE_RESULT_H
#define TIDEMARK_SCORE_RULE_RESULT_H

#include "score/rule_reader.h"

/* Each reads the option of its name. `score` needs `uses`, the others need `score`. */
void rule_result_uses(struct rule_reader *reader, const struct value *value, const char *path);
void rule_result_score(struct rule_reader *reader, const struct value *value, const char *path);
void rule_result_headline(struct rule_reader *reader, const struct value *value, const char *path);
void rule_result_published(struct rule_reader *reader, const struct value *value, const char *path);

/* When all is read: whether a score of several results says which is the index, and says it of one
 * that is a number. table is the rule's. */
void rule_result_check(struct rule_reader *reader, const struct value *table);

#endif
