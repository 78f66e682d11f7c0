/* The one evaluation core: a graph of columns, evaluated block by block under a binding.
 *
 * A node's operands have lower ids. Rows are whatever the caller lays out in columns:
 * country-periods for a score, draws of one country-period for its uncertainty. Missing is NaN
 * and travels as each node says. */
#ifndef TIDEMARK_SCORE_GRAPH_H
#define TIDEMARK_SCORE_GRAPH_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum graph_op {
    GRAPH_SOURCE, /* a column bound from outside: operand index is the source's number */
    GRAPH_CONST,
    GRAPH_PARAM,  /* a named number bound from outside, else its default */
    GRAPH_AFFINE, /* (x - offset) × scale, then clipped to [low, high]: goalposts */
    GRAPH_MAP,    /* sqrt or log of one operand; missing stays, outside the domain is missing */
    GRAPH_MEAN,   /* weighted mean of present operands, arithmetic or geometric with a floor */
};

enum { GRAPH_BLOCK_ROWS = 1024, GRAPH_NONE = UINT32_MAX };

enum graph_mean { GRAPH_ARITHMETIC, GRAPH_GEOMETRIC };
enum graph_map { GRAPH_SQRT, GRAPH_LOG };

struct graph;

/* Building. Each returns the node's id, GRAPH_NONE without memory (sticky). Equal nodes are
 * shared. */
struct graph *graph_new(struct arena *arena);
uint32_t graph_source(struct graph *graph, uint32_t source);
uint32_t graph_const(struct graph *graph, double value);
uint32_t graph_param(struct graph *graph, const char *name, double value);
uint32_t graph_affine(struct graph *graph, uint32_t operand, double offset, double scale,
                      double low, double high);
uint32_t graph_map(struct graph *graph, enum graph_map map, uint32_t operand);

/* weights are PARAM or CONST ids, one an operand. The mean is taken over present operands with
 * weights renormalised; missing when the present share of weight (or of count, or the number) is
 * below need, compared with 1e-9 slack. Geometric: operands below floor are raised to it; zero
 * with floor 0 gives 0. */
struct graph_mean_spec {
    enum graph_mean mean;
    double floor;
    double need_share;
    int need_count;
    bool need_of_count;
};
uint32_t graph_mean(struct graph *graph, const struct graph_mean_spec *spec,
                    const uint32_t *operands, const uint32_t *weights, size_t count);

size_t graph_count(const struct graph *graph);
bool graph_failed(const struct graph *graph);

/* Where sources and parameters come from. A source is a column of `rows` values or, when stride
 * is 0, one value for all rows; NULL is missing throughout. params override defaults by name. */
struct graph_column {
    const double *values;
    size_t stride;
};
struct graph_param_value {
    const char *name;
    double value;
};
struct graph_binding {
    const struct graph_column *sources;
    size_t source_count;
    const struct graph_param_value *params;
    size_t param_count;
};

/* Evaluates the wanted nodes over rows: out[i] receives rows values of node wanted[i]. Nodes that
 * depend on no column with a stride are computed once. scratch comes from arena and is given
 * back. False without memory. */
bool graph_evaluate(const struct graph *graph, const struct graph_binding *binding, size_t rows,
                    const uint32_t *wanted, size_t wanted_count, double *const *out,
                    const struct kernel *kernel, struct arena *arena);

/* The exact decomposition of a mean node's difference b - a into its operands: parts[i] sum to it
 * within rounding. values_a, values_b are the operands' values (NaN: not there). Arithmetic:
 * weighted differences, a child on one side only counted against the middle of both results.
 * Geometric: logarithmic mean Divisia index (Ang 2004), zeros as its limit. */
void graph_mean_split(const struct graph_mean_spec *spec, const double *weights,
                      const double *values_a, const double *values_b, size_t count, double *parts);

#endif
