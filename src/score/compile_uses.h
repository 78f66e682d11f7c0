/* Values of other rules. */
#ifndef TIDEMARK_SCORE_COMPILE_USES_H
#define TIDEMARK_SCORE_COMPILE_USES_H

#include "score/compile_build.h"

/* The node of an item of a rule that this one uses, which is compiled into the same graph once;
 * GRAPH_NONE with err. */
uint32_t compile_uses(struct compiler *compiler, const struct rule_use *use);

#endif
