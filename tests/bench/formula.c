/* A formula of a rule over 28,000 country-periods and 100 indicators, the weighted sum of all of
 * them between goalposts: traced and computed as a graph, against the same sum written in C for
 * this one case, and against the function run row by row. Prints two lines for `make bench`. */
#include "lua/worker_formula.h"
#include "score/compile.h"

#include "peer.h"

#include <string.h>

enum { ROWS = 28000, COLUMNS = 100, BLOCK = 1024 };

static const double bound_c = 1.3, bound_row = 1 / 30.0;

/* An indicator's weight and ends, short numbers that a script can hold. */
static double weight(size_t i)
{
    return (double)(i % 7 + 1) / 400;
}

static double low(size_t i)
{
    return (double)(i % 5) * 2 - 4;
}

static double high(size_t i)
{
    return 60 + (double)(i % 11) * 3;
}

static void write_script(char *text, size_t size)
{
    size_t used = (size_t)snprintf(text, size, "return { score = function(c) return 0");
    for (size_t i = 0; i < COLUMNS; i++)
        used += (size_t)snprintf(text + used, size - used,
                                 "\n + %.17g * (c.i%03zu - %.17g) / (%.17g - %.17g)", weight(i), i,
                                 low(i), high(i), low(i));
    snprintf(text + used, size - used, "\nend }");
}

/* One pillar with all indicators. */
static struct codebook *make_codebook(struct arena *arena)
{
    struct codebook *codebook = arena_alloc(arena, 1, sizeof *codebook);
    struct node *nodes = arena_alloc(arena, COLUMNS + 1, sizeof *nodes);
    struct indicator *indicators = arena_alloc(arena, COLUMNS, sizeof *indicators);
    if (!codebook || !nodes || !indicators)
        exit(3);
    *codebook = (struct codebook){.id = "bench",
                                  .nodes = nodes,
                                  .node_count = COLUMNS + 1,
                                  .indicators = indicators,
                                  .indicator_count = COLUMNS,
                                  .by_id = map_new(arena)};
    nodes[0] = (struct node){.id = "all",
                             .name = "all",
                             .weight = 1,
                             .parent = CODEBOOK_NONE,
                             .first_child = 1,
                             .next = CODEBOOK_NONE,
                             .child_count = COLUMNS,
                             .indicator = CODEBOOK_NONE};
    map_put(codebook->by_id, text_of("all"), 0);
    for (uint32_t i = 0; i < COLUMNS; i++) {
        char *id = arena_printf(arena, "i%03u", (unsigned)i);
        indicators[i] = (struct indicator){.id = id,
                                           .node = i + 1,
                                           .scale = {.worst = NAN, .best = NAN},
                                           .target = NAN,
                                           .per = CODEBOOK_NONE};
        nodes[i + 1] = (struct node){.id = id,
                                     .name = id,
                                     .kind = NODE_INDICATOR,
                                     .weight = 1,
                                     .parent = 0,
                                     .first_child = CODEBOOK_NONE,
                                     .next = i + 1 < COLUMNS ? i + 2 : CODEBOOK_NONE,
                                     .indicator = i};
        map_put(codebook->by_id, text_of(id), i + 1);
    }
    return codebook;
}

/* What a programmer would write for this one rule, compiled for the widest vectors there are. */
__attribute__((optimize("O3"), target_clones("avx512f", "avx2", "default"))) static void
by_hand(const double *panel, double *out)
{
    for (size_t start = 0; start < ROWS; start += BLOCK) {
        size_t rows = ROWS - start < BLOCK ? ROWS - start : BLOCK;
        double *sum = out + start;
        for (size_t i = 0; i < rows; i++)
            sum[i] = 0;
        for (size_t column = 0; column < COLUMNS; column++) {
            const double *x = panel + column * ROWS + start;
            double w = weight(column), from = low(column), span = high(column) - low(column);
            for (size_t i = 0; i < rows; i++)
                sum[i] += w * (x[i] - from) / span;
        }
    }
}

static double time_hand(const double *panel, double *out)
{
    double start = peer_seconds();
    by_hand(panel, out);
    return peer_seconds() - start;
}

static double time_graph(const struct compile *compile, const struct graph_binding *binding,
                         double *out, struct arena *scratch)
{
    uint32_t node = compile->items[compile->count - 1].node;
    double start = peer_seconds();
    if (!graph_evaluate(compile->graph, binding, ROWS, &node, 1, &out, kernel_for(NULL), scratch))
        exit(3);
    return peer_seconds() - start;
}

static double time_rows(const struct formula_host *host, const struct formula *formula,
                        const double *const *columns, const char *const *names, double *out)
{
    struct err err;
    struct arena *arena = arena_new();
    struct formula_rows rows = {.inputs = names,
                                .columns = columns,
                                .input_count = COLUMNS,
                                .rows = ROWS,
                                .values = out};
    double start = peer_seconds();
    if (!host->run(host->context, arena, formula, &rows, &err)) {
        fprintf(stderr, "%s\n", err.sentence);
        exit(3);
    }
    double taken = peer_seconds() - start;
    arena_free(arena);
    return taken;
}

static void report(const char *what, double ours, const char *rival, double theirs,
                   double difference, double bound)
{
    printf("%-40s %8.2f ms  %-24s %8.2f ms  %5.3f  %5.3f  %s\n", what, ours * 1e3, rival,
           theirs * 1e3, ours / theirs, bound,
           difference < 1e-12 && ours <= bound * theirs ? "ok" : "short");
}

int main(void)
{
    static char script[32768];
    struct err err;
    struct arena *arena = arena_new(), *scratch = arena_new();
    struct worker_options options = {.script_seconds = 30, .script_memory_mib = 512};
    struct worker *worker = worker_start(&options, NULL, &err);
    double *panel = malloc(sizeof *panel * ROWS * COLUMNS);
    double *out[3];
    for (int i = 0; i < 3; i++)
        out[i] = malloc(sizeof **out * ROWS);
    if (!worker || !panel || !out[0] || !out[1] || !out[2])
        return 3;
    random_uniforms(1, 1, 0, (size_t)ROWS * COLUMNS, panel);
    for (size_t i = 0; i < (size_t)ROWS * COLUMNS; i++)
        panel[i] = 50 * panel[i];
    write_script(script, sizeof script);
    struct codebook *codebook = make_codebook(arena);
    const struct value *value =
        worker_load(worker, arena, "bench.lua", script, strlen(script), NULL, &err);
    struct formula_host host = worker_formula_host(worker);
    const struct formula *formula =
        value ? host.trace(host.context, arena, value_field(value, "score"), codebook, NULL, NULL,
                           0, &err)
              : NULL;
    struct rule *rule = rule_default(arena, codebook);
    if (!formula || !rule) {
        fprintf(stderr, "%s\n", err.sentence);
        return 3;
    }
    rule->score = formula;
    rule->tree = false;
    rule->normalised = false;
    for (size_t i = 0; i < COLUMNS; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_COUNT);
    struct compile_options how = {0};
    const struct compile *compile = compile_rule(arena, rule, codebook, &how, &err);
    if (!compile)
        return 3;
    struct graph_column sources[COLUMNS];
    const double *columns[COLUMNS];
    const char *names[COLUMNS];
    for (size_t i = 0; i < COLUMNS; i++) {
        columns[i] = panel + i * ROWS;
        sources[i] = (struct graph_column){columns[i], 1};
        names[i] = codebook->indicators[i].id;
    }
    struct graph_binding binding = {.sources = sources, .source_count = COLUMNS};
    double graph = 1e9, hand = 1e9;
    for (int round = 0; round < PEER_ROUNDS; round++) {
        double one = time_hand(panel, out[0]), two = time_graph(compile, &binding, out[1], scratch);
        hand = one < hand ? one : hand;
        graph = two < graph ? two : graph;
    }
    double by_row = time_rows(&host, formula, columns, names, out[2]);
    report("a formula, 28,000 x 100", graph, "C for this case", hand,
           peer_difference(out[1], out[0], ROWS), bound_c);
    report("the same", graph, "Lua, row by row", by_row, peer_difference(out[1], out[2], ROWS),
           bound_row);
    worker_stop(worker);
    arena_free(arena);
    arena_free(scratch);
    free(panel);
    for (int i = 0; i < 3; i++)
        free(out[i]);
    return 0;
}
