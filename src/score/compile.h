/* A rule and a codebook become a graph: one node of it for each node of the codebook and for the
 * index. */
#ifndef TIDEMARK_SCORE_COMPILE_H
#define TIDEMARK_SCORE_COMPILE_H

#include "score/graph.h"
#include "score/rule.h"

/* An item is a codebook node, by index, or the index itself (compile.count - 1). children are items
 * that are eligible, in codebook order, with their weights as the rule has them; none for an
 * indicator. best is the value an indicator cannot exceed after the named stages, NaN when there is
 * none. Behind the children stand
 * withheld more that are not eligible but counted all the same, as missing (struct rule_need,
 * of_all). An item that is not eligible has node GRAPH_NONE and no children. */
struct compile_item {
    bool eligible;
    uint32_t node;
    double best;
    struct graph_mean mean;
    const uint32_t *children;
    const double *weights;
    size_t child_count;
    size_t withheld;
};

/* Source i of the graph is indicator i in its own units. Parameters are named `weight/ID` in the
 * headline, `weight/PARENT/ID` elsewhere, `worst/ID` and `best/ID`. */
struct compile {
    struct graph *graph;
    const struct compile_item *items;
    size_t count;
};

/* Eligible (semantics.md A4): an indicator that the rule's `values` let take part, and what stands
 * above one. NULL without memory. */
struct compile *compile_rule(struct arena *arena, const struct rule *rule,
                             const struct codebook *codebook);

#endif
