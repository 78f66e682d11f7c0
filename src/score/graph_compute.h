/* One evaluation of a graph: what its parts share. */
#ifndef TIDEMARK_SCORE_GRAPH_COMPUTE_H
#define TIDEMARK_SCORE_GRAPH_COMPUTE_H

#include "score/graph_block.h"
#include "score/graph_plan.h"
#include "score/graph_whole.h"

/* What one thread computes blocks with. */
struct graph_lane {
    struct arena *arena; /* its own scratch for nodes computed whole */
    double *blocks;      /* [slot × GRAPH_BLOCK_ROWS] */
    struct graph_block_work work;
    const double **operands;
    struct kernel_column *columns;
    struct kernel_column *weights;
    double *list;
};

/* Values of a node kept for all rows that are needed: of row r at values[r - offset]. */
struct graph_kept {
    double *values;
    size_t offset;
};

struct graph_evaluation {
    const struct graph *graph;
    const struct graph_run *run;
    struct arena *arena;
    struct graph_plan plan;
    struct graph_kept *kept;
    double **scalars; /* one value, or a block of it where a column is combined with it */
    double **figures; /* of frames */
    struct graph_classes *classes; /* by grouping, those needed */
    struct graph_trouble *troubles;
    struct graph_lane *lanes;
    unsigned threads;
};

/* The grouping of a frame or another whole node by its number. */
const struct graph_grouping *graph_compute_grouping(const struct graph_evaluation *evaluation,
                                                    uint32_t index);

/* The values of a node that was computed, from row start on. */
struct kernel_column graph_compute_column(const struct graph_evaluation *evaluation,
                                          const struct graph_lane *lane, uint32_t id, size_t start);

/* rows values of a node from row start on into out (one where it is a scalar); whole nodes were
 * computed before. */
void graph_compute(const struct graph_evaluation *evaluation, struct graph_lane *lane, uint32_t id,
                   size_t start, size_t rows, double *out);

#endif
