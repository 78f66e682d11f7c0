/* What a function that runs row by row may ask for. */
#ifndef TIDEMARK_SCORE_COMPILE_CALL_H
#define TIDEMARK_SCORE_COMPILE_CALL_H

#include "score/compile_build.h"

/* Whether a formula's function runs row by row. */
bool compile_call_by_row(const struct compiler *compiler, const struct formula *formula);

/* Sets the inputs of a call: names that c may be asked for, and their nodes. node is the item whose
 * value the function gives. finished: all items have been compiled, and every name is given; before
 * that pillars and groups which need this item themselves, or may, are left out. The items among
 * the inputs are added to items, each once, which has room for all. False with err. */
bool compile_call_gather(struct compiler *compiler, uint32_t node, bool finished,
                         struct compile_call *call, uint32_t *items, size_t *item_count);

#endif
