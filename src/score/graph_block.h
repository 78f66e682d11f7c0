/* What the graph's nodes do to a block of rows. Results do not depend on the kernel's width. */
#ifndef TIDEMARK_SCORE_GRAPH_BLOCK_H
#define TIDEMARK_SCORE_GRAPH_BLOCK_H

#include "base/kernel.h"
#include "score/graph.h"

/* Scratch for means: GRAPH_BLOCK_ROWS values each. */
struct graph_block_work {
    struct kernel_mean mean;
    double *value;
};

/* False without memory. */
bool graph_block_work_new(struct arena *arena, struct graph_block_work *work);

/* As graph_goalposts, graph_steps, graph_map and graph_mean say, over rows <= GRAPH_BLOCK_ROWS
 * values. A mean is held between the least and the most of its operands, so that the mean of equal
 * values is that value to the last bit. */
void graph_block_goalposts(const struct kernel *kernel, const struct graph_goalposts *spec,
                           const double *x, double worst, double best, size_t rows, double *out);
void graph_block_steps(const double *from, const double *to, size_t count, const double *x,
                       size_t rows, double *out);
void graph_block_map(enum graph_function function, const double *x, size_t rows, double *out);
void graph_block_mean(const struct kernel *kernel, const struct graph_mean *spec,
                      const double *const *operands, const double *weights, size_t count,
                      size_t rows, struct graph_block_work *work, double *out);

#endif
