/* Formulas are traced once and then computed as a graph; some text cannot be traced without loss
 * (`==`, `and`). What such a formula gives is compared with its function on every row. */
#ifndef TIDEMARK_SCORE_SCORE_CHECK_H
#define TIDEMARK_SCORE_SCORE_CHECK_H

#include "score/score.h"

/* Compiles the rule; formulas that ask for it are checked on every row of the panel, and those that
 * differ from their function are compiled again to run row by row. NULL with err, also where such a
 * formula uses functions that need the whole panel and so cannot run by row. */
const struct compile *score_check_compile(struct arena *arena, const struct panel *panel,
                                          const struct rule *rule,
                                          const struct score_options *options, struct err *err);

#endif
