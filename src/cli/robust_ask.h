/* What is uncertain, by --uncertain, as a plan of runs. */
#ifndef TIDEMARK_CLI_ROBUST_ASK_H
#define TIDEMARK_CLI_ROBUST_ASK_H

#include "cli/session.h"
#include "robust/robust_rows.h"

/* Fills ask (its plan, runs, countries, periods) from the options, for an item of the reading's
 * score. What list says varies, that of --uncertain or of a design (robust_words.h); NULL: what the
 * rule says; where it says nothing, values and weights (by a quarter), as far as the rule has them.
 * words receives what varies, a sentence part, in the language of --lang. False, said by the
 * session, when the list is wrong or something in it cannot vary. */
bool robust_ask_make(struct session *session, const struct reading *reading, size_t item,
                     const char *list, struct robust_ask *ask, const char **words);

/* The item of a name, NULL: the index. False, said by the session, when there is none or it has no
 * number. */
bool robust_ask_item(struct session *session, const struct score *score, const char *name,
                     size_t *item);

#endif
