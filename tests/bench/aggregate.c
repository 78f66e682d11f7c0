/* The whole panel by lowest and highest value to 0..100, then weighted means at three levels (100
 * indicators, 20 groups, 5 pillars, the index), missing values left out: the graph that rules
 * become, on one thread, against numpy, the best of eleven runs each. A line for `make bench`. */
#include "score/graph.h"

#include "peer.h"

enum { GROUPS = 20, PILLARS = 5, AGGREGATES = GROUPS + PILLARS + 1 };

static const double bound = 0.2;

/* Whole matrices at once, sums of what is there as products with a matrix of weights. */
static const char rival[] =
    "import sys, time\n"
    "import numpy as np\n"
    "panel = np.ascontiguousarray(np.fromfile(sys.argv[1]).reshape(100, -1).T)\n"
    "def weights(n, per):\n"
    "    w = np.zeros((n, n // per))\n"
    "    for i in range(n): w[i, i // per] = 1 + i % 7 / 10\n"
    "    return w\n"
    "levels = [weights(100, 5), weights(20, 4), weights(5, 5)]\n"
    "def score(x):\n"
    "    low = np.nanmin(x, 0); high = np.nanmax(x, 0)\n"
    "    x = (x - low) * (100 / (high - low)); out = []\n"
    "    for w in levels:\n"
    "        there = np.isfinite(x)\n"
    "        with np.errstate(invalid=\"ignore\"):\n"
    "            x = np.where(there, x, 0.) @ w / (there @ w)\n"
    "        out.append(x)\n"
    "    return np.hstack(out)\n"
    "best = 1e9\n"
    "for _ in range(11):\n"
    "    start = time.perf_counter(); out = score(panel)\n"
    "    best = min(best, time.perf_counter() - start)\n"
    "np.ascontiguousarray(out.T).tofile(sys.argv[1]); print(best)\n";

static uint32_t mean(struct graph *graph, const uint32_t *children, size_t first, size_t count)
{
    uint32_t weights[PEER_COLUMNS];
    struct graph_mean spec = {.average = GRAPH_ARITHMETIC};
    for (size_t i = 0; i < count; i++)
        weights[i] = graph_const(graph, 1 + (double)((first + i) % 7) / 10);
    return graph_mean(graph, &spec, children, weights, count);
}

static struct graph *build(struct arena *arena, uint32_t *wanted)
{
    struct graph *graph = graph_new(arena);
    uint32_t nodes[PEER_COLUMNS];
    struct graph_goalposts spec = {0, 100, false};
    for (uint32_t i = 0; i < PEER_COLUMNS; i++) {
        char name[32];
        snprintf(name, sizeof name, "normalise/%u", (unsigned)i);
        uint32_t x = graph_source(graph, i);
        uint32_t frame = graph_frame(graph, GRAPH_FRAME_ENDS, name, 0, &x, 1, NULL, 0);
        nodes[i] = graph_goalposts(graph, &spec, x, graph_figure(graph, frame, 0),
                                   graph_figure(graph, frame, 1));
    }
    for (size_t i = 0; i < GROUPS; i++)
        wanted[i] = mean(graph, nodes + i * 5, i * 5, 5);
    for (size_t i = 0; i < PILLARS; i++)
        wanted[GROUPS + i] = mean(graph, wanted + i * 4, i * 4, 4);
    wanted[GROUPS + PILLARS] = mean(graph, wanted + GROUPS, 0, PILLARS);
    return graph;
}

static double time_ours(const double *panel, double *out)
{
    struct arena *arena = arena_new(), *scratch = arena_new();
    struct graph_column sources[PEER_COLUMNS];
    uint32_t wanted[AGGREGATES];
    double *columns[AGGREGATES], best = 1e9;
    const struct graph *graph = build(arena, wanted);
    for (size_t i = 0; i < PEER_COLUMNS; i++)
        sources[i] = (struct graph_column){panel + i * PEER_ROWS, 1};
    for (size_t i = 0; i < AGGREGATES; i++)
        columns[i] = out + i * PEER_ROWS;
    struct graph_binding binding = {
        .sources = sources, .source_count = PEER_COLUMNS, .countries = PEER_COUNTRIES};
    struct graph_run run = {.binding = &binding,
                            .total = PEER_ROWS,
                            .rows = PEER_ROWS,
                            .wanted = wanted,
                            .wanted_count = AGGREGATES,
                            .out = columns,
                            .kernel = kernel_for(NULL),
                            .threads = 1};
    for (int round = 0; round < PEER_ROUNDS; round++) {
        double start = peer_seconds();
        if (!graph_run(graph, &run, scratch))
            exit(3);
        double taken = peer_seconds() - start;
        best = taken < best ? taken : best;
    }
    arena_free(arena);
    arena_free(scratch);
    return best;
}

int main(void)
{
    size_t results = (size_t)AGGREGATES * PEER_ROWS;
    double *panel = malloc(PEER_CELLS * sizeof *panel), *out = malloc(results * sizeof *out);
    double *theirs = malloc(results * sizeof *theirs);
    if (!panel || !out || !theirs)
        return 3;
    peer_fill(panel);
    double ours = time_ours(panel, out);
    double numpy = peer_numpy(rival, panel, PEER_CELLS, theirs, results);
    peer_report("min-max and three levels, 12,000 x 100", ours, numpy,
                numpy > 0 ? peer_difference(out, theirs, results) : 0, bound);
    free(panel);
    free(out);
    free(theirs);
    return 0;
}
