/* What varies, as a command line or a design writes it. */
#ifndef TIDEMARK_CLI_ROBUST_WORDS_H
#define TIDEMARK_CLI_ROBUST_WORDS_H

#include "cli/session.h"
#include "score/rule_uncertain.h"

/* Reads a list apart at commas: values or values=SHAPE; conflicts; weights, weights=SHARE or
 * weights=dirichlet:CONCENTRATION; normalise=A+B, treat=A+B, impute=A+B and aggregate=A+B, names of
 * methods, the first option of one behind a colon; weighting=A+B, names of ways to find weights, of
 * sets that the rule's own `uncertain` names, and of other rules; levels=POINTS+POINTS, points
 * apart at /; imputed; sources; coders. "own" is what the rule has, "none" that a stage does not
 * happen. Each word once, count of them. NULL, said by the session, when the list is wrong. */
const struct rule_uncertain *robust_words_read(struct session *session, const struct rule *rule,
                                               const char *list, size_t *count);

/* Says that the list is wrong: "WHERE: WHAT". Returns false. */
bool robust_words_wrong(struct session *session, const char *what, const char *hint);

/* The list as it is written: "values, weights=0.25, normalise=goalposts+minmax"; NULL without
 * memory. */
const char *robust_words_settings(struct arena *arena, const struct rule_uncertain *uncertain);

#endif
