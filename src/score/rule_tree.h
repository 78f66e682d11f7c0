/* How the children of nodes become one value, and what the headline is made of: pillar, group, at,
 * index, of (semantics.md A4). */
#ifndef TIDEMARK_SCORE_RULE_TREE_H
#define TIDEMARK_SCORE_RULE_TREE_H

#include "score/rule_reader.h"

/* Each reads the option of its name: a method that aggregates, or a function, which is kept in
 * reader->functions until rule_tree_trace. `group` is what `pillar` is unless it says otherwise,
 * and `at` has the last word, so they are to be read in this order. */
void rule_tree_pillar(struct rule_reader *reader, const struct value *value, const char *path);
void rule_tree_group(struct rule_reader *reader, const struct value *value, const char *path);
void rule_tree_at(struct rule_reader *reader, const struct value *value, const char *path);
void rule_tree_index(struct rule_reader *reader, const struct value *value, const char *path);
void rule_tree_of(struct rule_reader *reader, const struct value *value, const char *path);

/* Makes formulas of the functions that were kept, after `uses` was read. */
void rule_tree_trace(struct rule_reader *reader);

#endif
