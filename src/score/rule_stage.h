/* What a rule does to values before they are put together: treat, impute, normalise, order, screen,
 * frame and over (semantics.md A4, A5). */
#ifndef TIDEMARK_SCORE_RULE_STAGE_H
#define TIDEMARK_SCORE_RULE_STAGE_H

#include "score/rule_reader.h"

/* Each reads the option of its name. A stage takes one method for all indicators, or a table of
 * methods by id: what stands at a pillar or group holds for all below, the nearest counts, and the
 * key `all` holds for what is named nowhere. */
void rule_stage_treat(struct rule_reader *reader, const struct value *value, const char *path);
void rule_stage_impute(struct rule_reader *reader, const struct value *value, const char *path);
void rule_stage_normalise(struct rule_reader *reader, const struct value *value, const char *path);
void rule_stage_order(struct rule_reader *reader, const struct value *value, const char *path);
void rule_stage_screen(struct rule_reader *reader, const struct value *value, const char *path);
void rule_stage_frame(struct rule_reader *reader, const struct value *value, const char *path);
void rule_stage_over(struct rule_reader *reader, const struct value *value, const char *path);

/* When all is read: gives every method without a frame of its own the rule's `over`, and says
 * whether values end up between common ends (rule.normalised, to_worst, to_best). */
void rule_stage_finish(struct rule_reader *reader);

/* The ends between which a method of `normalise` puts every value, as to[0] and to[1]; false when
 * it has none (no method, or one that depends on where the others stand). */
bool rule_stage_ends(const struct rule *rule, const struct rule_method *method, double to[2]);

#endif
