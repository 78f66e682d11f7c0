/* Nodes that look at many rows at once: frames, places, times, classes. */
#ifndef TIDEMARK_SCORE_GRAPH_WHOLE_H
#define TIDEMARK_SCORE_GRAPH_WHOLE_H

#include "score/graph_node.h"

/* Rows sorted by class: those of class c are rows[starts[c]] … rows[starts[c + 1] - 1], in order.
 * rows NULL: one class of all rows, in place. */
struct graph_classes {
    const uint32_t *rows;
    const size_t *starts;
    size_t count;
};

/* One evaluation of a whole node. columns are its operands, total values each; a frame writes
 * figures[class × width + k], the others out[row]. */
struct graph_whole {
    const struct graph_node *node;
    const struct graph_classes *classes;
    const double *const *columns;
    size_t total;
    size_t countries;
    const uint32_t *eras; /* [row], NULL: all time is one (struct graph_binding) */
    const struct kernel *kernel;
    double *out;
    double *figures;
    struct graph_trouble *trouble;
};

/* The classes of a grouping over total rows; with framed only the rows it marks. False without
 * memory; all of it lies in arena. */
bool graph_whole_classes(struct arena *arena, const struct graph_grouping *grouping, size_t total,
                         const bool *framed, struct graph_classes *classes);

/* How many rows a class has, the i-th of them, and an operand's values there: in place when the
 * class is all rows, else copied to room (of total values). */
size_t graph_whole_size(const struct graph_whole *whole, size_t class);
size_t graph_whole_row(const struct graph_whole *whole, size_t class, size_t i);
const double *graph_whole_values(const struct graph_whole *whole, size_t operand, size_t class,
                                 double *room);

/* Computes the node: a FRAME, PLACE, TIME or CLASS. Scratch comes from arena and
 * is given back. False without memory. */
bool graph_whole_compute(struct graph_whole *whole, struct arena *arena);

#endif
