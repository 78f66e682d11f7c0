/* The methods a rule's tables name: tide.goalposts, tide.mean, tide.geometric. */
#ifndef TIDEMARK_SCORE_RULE_METHOD_H
#define TIDEMARK_SCORE_RULE_METHOD_H

#include "score/rule_reader.h"

/* An aggregator where one is expected (pillar, group, index, at.ID). False after an error: a
 * function, another stage's method, or options that do not fit. */
bool rule_method_read(struct rule_reader *reader, const struct value *value, const char *path,
                      struct rule_method *method);

/* The rule's `normalise`: sets normalised, clip and the scale goalposts map to. */
void rule_method_normalise(struct rule_reader *reader, const struct value *value, const char *path);

/* Two finite numbers, worst before best, lower before higher; false after an error. */
bool rule_method_ends(struct rule_reader *reader, const struct value *value, const char *path,
                      double *worst, double *best);

#endif
