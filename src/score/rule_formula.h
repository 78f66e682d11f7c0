/* Functions in a rule, made formulas by whoever runs them (score/formula.h). */
#ifndef TIDEMARK_SCORE_RULE_FORMULA_H
#define TIDEMARK_SCORE_RULE_FORMULA_H

#include "score/rule_reader.h"

/* The formula of a function that gives the value of a node ("index": of the headline): one number
 * without a name. NULL after an error. */
const struct formula *rule_formula_node(struct rule_reader *reader,
                                        const struct rule_function *function, const char *node);

/* The formula of the rule's `score`: at least one result, of names that are ids and not "index".
 * NULL after an error. */
const struct formula *rule_formula_score(struct rule_reader *reader,
                                         const struct rule_function *function);

/* Marks the steps that a result's value is made of; used has a place for each step. */
void rule_formula_reach(const struct formula *formula, size_t result, bool *used);

#endif
