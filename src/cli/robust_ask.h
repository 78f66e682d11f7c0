/* What is uncertain, by --uncertain, as a plan of runs. */
#ifndef TIDEMARK_CLI_ROBUST_ASK_H
#define TIDEMARK_CLI_ROBUST_ASK_H

#include "cli/session.h"
#include "robust/robust_rows.h"

/* Fills ask (its plan, runs, countries, periods) from the options, for an item of the reading's
 * score. list, that of --uncertain or NULL, is apart at commas: values; weights or weights=SHARE;
 * normalise=A+B and aggregate=A+B, names of methods; levels=POINTS+POINTS, points apart at /;
 * sources. Without one values and weights vary (by a quarter), as far as the rule has them. words
 * receives what varies, a sentence part, in the language of --lang. False, said by the session,
 * when the list is wrong or something in it cannot vary. */
bool robust_ask_make(struct session *session, const struct reading *reading, size_t item,
                     const char *list, struct robust_ask *ask, const char **words);

/* The item of a name, NULL: the index. False, said by the session, when there is none or it has no
 * number. */
bool robust_ask_item(struct session *session, const struct score *score, const char *name,
                     size_t *item);

#endif
