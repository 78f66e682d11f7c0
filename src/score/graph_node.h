/* How a graph is kept: shared by its builder and its evaluator, no one else. */
#ifndef TIDEMARK_SCORE_GRAPH_NODE_H
#define TIDEMARK_SCORE_GRAPH_NODE_H

#include "score/graph.h"

/* One form for all kinds, so that equal nodes are found by one comparison.
 *   SOURCE     detail: the source's number
 *   CONST      numbers: value
 *   PARAM      name; numbers: default
 *   GOALPOSTS  operands: x, worst, best; numbers: to_worst, to_best; detail: clip
 *   STEPS      operands: x; numbers: from…, to…; detail: 0 lines, 1 steps
 *   MAP        operands: x; detail: enum graph_function
 *   BINARY     operands: a, b; detail: enum graph_binary
 *   SELECT     operands: condition, a, b
 *   MEAN       operands: children…, weights…; numbers: order, floor, need_share, need_count;
 *              detail: enum graph_average + 16 × need_of_count
 *   LIST       operands; detail: enum graph_list
 *   TREAT      operands: x, frame
 *   FIGURE     operands: frame; detail: which
 *   FRAME      name; operands; numbers: options; detail: enum graph_frame + 256 × grouping
 *   PLACE      operands: x; detail: enum graph_place + 256 × grouping
 *   TIME       operands: x; detail: enum graph_time + 256 × periods
 *   CLASS      name; operands; numbers; detail: enum graph_class + 256 × grouping
 *   CALL       operands; numbers: results; detail: which call
 *   ANSWER     operands: call; detail: which result */
struct graph_node {
    enum graph_op op;
    uint32_t detail;
    const char *name;
    const uint32_t *operands;
    size_t operand_count;
    const double *numbers;
    size_t number_count;
    enum graph_reach reach; /* of the node and all that stands below it */
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

/* The lower part of a detail that holds two numbers. */
static inline uint32_t graph_node_kind(const struct graph_node *node)
{
    return node->detail & 0xFFU;
}

/* The upper part. */
static inline uint32_t graph_node_extra(const struct graph_node *node)
{
    return node->detail >> 8;
}

/* How a MEAN node averages. */
static inline struct graph_mean graph_node_mean(const struct graph_node *node)
{
    return (struct graph_mean){.average = (enum graph_average)(node->detail & 0xFU),
                               .order = node->numbers[0],
                               .floor = node->numbers[1],
                               .need_share = node->numbers[2],
                               .need_count = (int)node->numbers[3],
                               .need_of_count = (node->detail & 16U) != 0};
}

/* Whether a node looks at other rows, or at columns as a whole, before it has a value. */
static inline bool graph_node_is_whole(const struct graph_node *node)
{
    return node->op == GRAPH_FRAME || node->op == GRAPH_PLACE || node->op == GRAPH_TIME ||
           node->op == GRAPH_CLASS || node->op == GRAPH_CALL;
}

/* Figures a class of a FRAME node has. */
static inline size_t graph_node_width(const struct graph_node *node)
{
    switch ((enum graph_frame)graph_node_kind(node)) {
    case GRAPH_FRAME_ENDS:
    case GRAPH_FRAME_MOMENTS:
        return 2;
    case GRAPH_FRAME_MOST:
    case GRAPH_FRAME_MEAN:
    case GRAPH_FRAME_MEDIAN:
        return 1;
    case GRAPH_FRAME_TREAT:
        return GRAPH_TREAT_FIGURES;
    default:
        return node->operand_count;
    }
}

#endif
