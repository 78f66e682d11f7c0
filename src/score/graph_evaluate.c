#include "score/graph.h"

bool graph_evaluate(const struct graph *graph, const struct graph_binding *binding, size_t rows,
                    const uint32_t *wanted, size_t wanted_count, double *const *out,
                    const struct kernel *kernel, struct arena *arena)
{
    struct graph_run run = {.binding = binding,
                            .total = rows,
                            .rows = rows,
                            .wanted = wanted,
                            .wanted_count = wanted_count,
                            .out = out,
                            .kernel = kernel,
                            .threads = 1};
    return graph_run(graph, &run, arena);
}
