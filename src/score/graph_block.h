/* What the graph's nodes do to a block of rows. Results do not depend on the kernel's width. */
#ifndef TIDEMARK_SCORE_GRAPH_BLOCK_H
#define TIDEMARK_SCORE_GRAPH_BLOCK_H

#include "base/kernel.h"
#include "score/graph.h"

/* Scratch for means: GRAPH_BLOCK_ROWS values each. */
struct graph_block_work {
    struct kernel_mean mean;
    double *operand;
    double *value;
    double *term;
};

/* False without memory. */
bool graph_block_work_new(struct arena *arena, struct graph_block_work *work);

/* As graph_goalposts, graph_steps, graph_cut, graph_map, graph_binary (RAISE, MODULO: the others
 * are chains of the kernel), graph_list and graph_mean
 * say, over rows <= GRAPH_BLOCK_ROWS values. A mean is held between the least and the most of its
 * operands, so that the mean of equal values is that value to the last bit. scratch of a list has
 * room for two values an operand. */
void graph_block_goalposts(const struct kernel *kernel, const struct graph_goalposts *spec,
                           const double *x, struct kernel_column worst, struct kernel_column best,
                           size_t rows, double *out);
void graph_block_steps(const double *from, const double *to, size_t count, const double *x,
                       size_t rows, double *out);
void graph_block_cut(const double *cuts, const double *to, size_t count, const double *x,
                     size_t rows, double *out);
void graph_block_map(const struct kernel *kernel, enum graph_function function, const double *x,
                     size_t rows, double *out);
void graph_block_binary(enum graph_binary function, const double *a, const double *b, size_t rows,
                        double *out);
void graph_block_list(enum graph_list function, const double *const *operands, size_t count,
                      size_t rows, double *scratch, double *out);
void graph_block_mean(const struct kernel *kernel, const struct graph_mean *spec,
                      const struct kernel_column *operands, const struct kernel_column *weights,
                      size_t count, size_t rows, struct graph_block_work *work, double *out);

/* What an arithmetic mean over count operands needs, as the kernel takes it for several lines; its
 * weights are the caller's to set. */
struct kernel_lines graph_block_lines(const struct graph_mean *spec, size_t count);

#endif
