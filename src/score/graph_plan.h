/* What is known of each node before any row is computed: who is needed, in what order, and where
 * its values go. */
#ifndef TIDEMARK_SCORE_GRAPH_PLAN_H
#define TIDEMARK_SCORE_GRAPH_PLAN_H

#include "score/graph_node.h"

/* chained of a node that has absorbed none of its operands. */
enum { GRAPH_PLAN_UNCHAINED = 2 };

/* A scalar depends on no column with a stride; spread: some column is combined with it, and it is
 * held as a whole block. level counts the whole nodes below: those of a level are computed after
 * all of the level before. full: all rows are needed, not only the window. kept: its values stay
 * for all needed rows, because a later level, a whole node or the caller reads them; otherwise they
 * live in a slot of the block. held: a frame whose figures are given. in_place: a source that is
 * read where it stands. absorbed: a function of two values that is read once, by another such
 * function, whose chain it has become part of; chained says of that one which operand it absorbed.
 */
struct graph_step {
    bool needed;
    bool scalar;
    bool spread;
    bool full;
    bool kept;
    bool held;
    bool in_place;
    bool absorbed;
    bool in_pass;
    const struct graph_column *given; /* a source's column, or one that overrides the node */
    uint32_t level;
    uint32_t chained;
    uint32_t slot;
    uint32_t last;
    size_t wanted_at; /* first place among the wanted, SIZE_MAX: none */
};

/* levels is the highest level, slots how many blocks the widest pass needs at once, operands the
 * most a node has. */
struct graph_plan {
    struct graph_step *steps;
    uint32_t levels;
    uint32_t slots;
    size_t operands;
};

/* False without memory. */
bool graph_plan_make(struct arena *arena, const struct graph *graph, const struct graph_run *run,
                     struct graph_plan *plan);

/* The nodes of a level that are computed in blocks, in order, into ids (room for twice all
 * nodes: the rest is scratch); returns how many. FULL: those needed for all rows; WINDOW: the
 * others, with what they read of the first and is not kept; BOTH: all. Sets the slots of the pass.
 */
enum graph_pass { GRAPH_PASS_BOTH, GRAPH_PASS_FULL, GRAPH_PASS_WINDOW };
size_t graph_plan_pass(struct graph_plan *plan, const struct graph *graph, uint32_t level,
                       enum graph_pass which, uint32_t *ids);

/* The kernel's function for one of two values, -1 where it has none. */
int graph_plan_kernel(const struct graph_node *node);

/* A grouping: 0 is all rows, n the binding's n - 1. */
const struct graph_grouping *graph_plan_grouping(const struct graph_binding *binding,
                                                 uint32_t grouping);

#endif
