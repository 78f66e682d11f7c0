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
    GRAPH_SOURCE, /* a column bound from outside */
    GRAPH_CONST,
    GRAPH_PARAM,     /* a named number bound from outside, else its default */
    GRAPH_GOALPOSTS, /* from worst..best to a scale, truncated there unless told otherwise */
    GRAPH_STEPS,     /* straight lines through given points */
    GRAPH_MAP,       /* sqrt or log of one operand */
    GRAPH_MEAN,      /* weighted mean of present operands, arithmetic or geometric with a floor */
};

enum { GRAPH_BLOCK_ROWS = 1024 };
#define GRAPH_NONE UINT32_MAX

enum graph_average { GRAPH_ARITHMETIC, GRAPH_GEOMETRIC };
enum graph_function { GRAPH_SQRT, GRAPH_LOG };

struct graph;

/* Building. Each returns the node's id, GRAPH_NONE without memory or when an operand is
 * GRAPH_NONE (sticky: check graph_failed once at the end). Equal nodes are shared. */
struct graph *graph_new(struct arena *arena);
uint32_t graph_source(struct graph *graph, uint32_t source);
uint32_t graph_const(struct graph *graph, double value);

/* The name is copied; one name has one default. */
uint32_t graph_param(struct graph *graph, const char *name, double value);

/* to_worst + (x - worst) / (best - worst) × (to_best - to_worst), so that worst and best are met
 * exactly; with clip not outside to_worst..to_best (to_worst < to_best). worst and best are PARAM,
 * CONST or MAP of one; missing where they are equal or missing. */
struct graph_goalposts {
    double to_worst;
    double to_best;
    bool clip;
};
uint32_t graph_goalposts(struct graph *graph, const struct graph_goalposts *spec, uint32_t operand,
                         uint32_t worst, uint32_t best);

/* Straight lines through (from[i], to[i]), from ascending, at least two; beyond the ends the last
 * value holds. */
uint32_t graph_steps(struct graph *graph, uint32_t operand, const double *from, const double *to,
                     size_t count);

/* Missing stays missing; outside the domain is missing. */
uint32_t graph_map(struct graph *graph, enum graph_function function, uint32_t operand);

/* weights are PARAM or CONST ids (> 0), one an operand. The mean is taken over present operands
 * with weights renormalised; missing when none is present, or when the present share of weight (or
 * of count, or, need_count > 0, the number) is below need, compared with 1e-9 slack. Geometric:
 * operands below floor are raised to it; a zero with floor 0 gives 0. */
struct graph_mean {
    enum graph_average average;
    double floor;
    double need_share;
    int need_count;
    bool need_of_count;
};
uint32_t graph_mean(struct graph *graph, const struct graph_mean *spec, const uint32_t *operands,
                    const uint32_t *weights, size_t count);

/* Nodes so far. */
size_t graph_count(const struct graph *graph);

/* Whether an addition ran out of memory. */
bool graph_failed(const struct graph *graph);

/* Where sources and parameters come from. A source is a column of values, `stride` apart, or, when
 * stride is 0, one value for all rows; values NULL is missing throughout. params override defaults
 * by name. */
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
 * back. False without memory. Results do not depend on the kernel's width. */
bool graph_evaluate(const struct graph *graph, const struct graph_binding *binding, size_t rows,
                    const uint32_t *wanted, size_t wanted_count, double *const *out,
                    const struct kernel *kernel, struct arena *arena);

#endif
