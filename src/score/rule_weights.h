/* A rule's `weights`: given by id, or found by a method (semantics.md A4). */
#ifndef TIDEMARK_SCORE_RULE_WEIGHTS_H
#define TIDEMARK_SCORE_RULE_WEIGHTS_H

#include "score/rule_reader.h"

/* Reads `weights = { ID = 2 }`, `{ pillar = tide.pca(), group = …, index = "given", at = { ID =
 * tide.ahp { … } } }`, both together, or one method for all. `group` is what `pillar` is unless it
 * says otherwise. A number is an error where a method finds the weights it would be among. To be
 * read after `of` and `values`. */
void rule_weights_read(struct rule_reader *reader, const struct value *value, const char *path);

/* When all is read: whether matrices and shares fit the number of eligible children they are for.
 */
void rule_weights_check(struct rule_reader *reader);

#endif
