/* How a graph is kept: shared by its builder and its evaluator, no one else. */
#ifndef TIDEMARK_SCORE_GRAPH_NODE_H
#define TIDEMARK_SCORE_GRAPH_NODE_H

#include "score/graph.h"

/* One form for all kinds, so that equal nodes are found by one comparison.
 *   SOURCE     detail: the source's number
 *   CONST      numbers: value
 *   PARAM      name; numbers: default
 *   GOALPOSTS  operands: x, worst, best; numbers: to_worst, to_best; detail: clip
 *   STEPS      operands: x; numbers: from…, to…
 *   MAP        operands: x; detail: enum graph_function
 *   MEAN       operands: children…, weights…; numbers: floor, need_share, need_count;
 *              detail: enum graph_average + 2 × need_of_count */
struct graph_node {
    enum graph_op op;
    uint32_t detail;
    const char *name;
    const uint32_t *operands;
    size_t operand_count;
    const double *numbers;
    size_t number_count;
};

struct graph {
    struct arena *arena;
    struct graph_node *nodes;
    size_t count;
    size_t capacity;
    uint32_t *slots; /* hash table of ids; GRAPH_NONE: empty */
    size_t slot_count;
    bool failed;
};

#endif
