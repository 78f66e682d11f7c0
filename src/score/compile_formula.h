/* Formulas become nodes of the graph. */
#ifndef TIDEMARK_SCORE_COMPILE_FORMULA_H
#define TIDEMARK_SCORE_COMPILE_FORMULA_H

#include "score/compile_build.h"

/* Nodes of a formula's results: value, low, high each (GRAPH_NONE where it gives none). inputs are
 * the items it reads, in the order it reads them. */
struct compile_formula {
    uint32_t *values;
    uint32_t *lows;
    uint32_t *highs;
    uint32_t *inputs;
    size_t input_count;
};

/* Compiles a formula; node is the item whose value it gives, the index for `score`. False with
 * err. */
bool compile_formula(struct compiler *compiler, const struct formula *formula, uint32_t node,
                     struct compile_formula *out);

#endif
