/* The weights of a node's children: given, or taken from judgement or from the data. */
#ifndef TIDEMARK_SCORE_COMPILE_WEIGHTS_H
#define TIDEMARK_SCORE_COMPILE_WEIGHTS_H

#include "score/compile_build.h"

/* Sets item->weight_nodes (a node a child and withheld child) by a weighting method (METHOD_COUNT:
 * as given). nodes are the children's values; parent NULL: the headline. False with err. */
bool compile_weights(struct compiler *compiler, const struct rule_method *weighting,
                     const char *parent, const uint32_t *nodes, struct compile_item *item);

#endif
