/* Formulas become nodes of the graph. */
#ifndef TIDEMARK_SCORE_COMPILE_FORMULA_H
#define TIDEMARK_SCORE_COMPILE_FORMULA_H

#include "score/compile_build.h"

/* The items that a result of a formula rests on, in the order in which it reads them; all that the
 * formula may read where it runs row by row. */
struct compile_inputs {
    const uint32_t *items;
    size_t count;
};

/* Nodes of a formula's results: value, low, high each (GRAPH_NONE where it gives none); inputs is
 * one a result, too. */
struct compile_formula {
    uint32_t *values;
    uint32_t *lows;
    uint32_t *highs;
    struct compile_inputs *inputs;
};

/* Compiles a formula; node is the item whose value it gives, the index for `score`. False with
 * err. */
bool compile_formula(struct compiler *compiler, const struct formula *formula, uint32_t node,
                     struct compile_formula *out);

/* Once all items are compiled: gives the checks from the first on that this compiler's formulas
 * asked for what their functions need. False with err. */
bool compile_formula_finish(struct compiler *compiler, size_t first);

#endif
