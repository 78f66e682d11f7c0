/* What values rest on beside those that stand below them. */
#ifndef TIDEMARK_SCORE_COMPILE_BESIDE_H
#define TIDEMARK_SCORE_COMPILE_BESIDE_H

#include "score/compile_build.h"

/* Sets apart, dated and beside of every item, once all are compiled, and returns which indicators
 * any item rests on. NULL with err. */
bool *compile_beside(struct compiler *compiler);

#endif
