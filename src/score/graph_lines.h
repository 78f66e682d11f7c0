/* A node computed for several lines side by side: a line is one country's rows, draws or runs of
 * it. All lines are planned once, and means whose weights they share are computed for one line
 * after another while the weights are at hand. */
#ifndef TIDEMARK_SCORE_GRAPH_LINES_H
#define TIDEMARK_SCORE_GRAPH_LINES_H

#include "score/graph.h"

/* What all lines have in common. rows (at most GRAPH_BLOCK_ROWS) a line; at most `lines` at a time.
 * shared: nodes given as columns of rows values, the same in all lines, unchanged as long as the
 * lines live. numbers: nodes that are one number in each line; columns: nodes that have a column in
 * each. What else varies must stand on these (graph_vary). */
struct graph_lines_ask {
    const struct graph *graph;
    const struct kernel *kernel;
    uint32_t node;
    size_t rows;
    size_t lines;
    const struct graph_override *shared;
    size_t shared_count;
    const uint32_t *numbers;
    size_t number_count;
    const uint32_t *columns;
    size_t column_count;
    const struct graph_figures *held;
    const struct graph_grouping *groupings; /* those of any line, of which classes alone change */
    size_t grouping_count;
};

/* One line: where its numbers and columns stand, the class of its rows in each grouping (stride
 * 0), and where the node's rows values go. */
struct graph_line {
    const double *const *numbers;
    const double *const *columns;
    const struct graph_grouping *groupings;
    double *out;
};

struct graph_lines;

/* NULL without memory. Lives in arena, as long as the ask's arrays do. */
struct graph_lines *graph_lines_new(struct arena *arena, const struct graph_lines_ask *ask);

/* Computes count lines, at most those asked for. Results are those of graph_run bit by bit. */
void graph_lines_run(struct graph_lines *lines, const struct graph_line *line, size_t count);

#endif
