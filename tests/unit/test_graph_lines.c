#include "graph_random.h"

#include "score/graph_lines.h"
#include "score/graph_vary.h"

#undef assert_near

enum { GRAPHS = 500, RUNS = 37, LINES = 4, WEIGHTS = 4, VALUES = 0 };

/* Lines of a made-up graph: rows of its panel. Source WEIGHTS has one column for all lines, source
 * VALUES a column in each; everything else stands as in the row. */
struct made_lines {
    struct random_graph *made;
    struct graph_figures figures;
    double *whole[REFERENCE_NODES]; /* columns of the panel, by node */
    uint32_t still[REFERENCE_NODES];
    size_t still_count;
    double weights[RUNS];
    double values[LINES][RUNS];
    struct graph_grouping groupings[LINES][RANDOM_GROUPINGS];
};

static void compute_panel(struct made_lines *lines)
{
    struct random_graph *made = lines->made;
    double *out[REFERENCE_NODES];
    for (size_t i = 0; i < made->column_count; i++)
        out[i] = lines->whole[made->columns[i]] =
            random_room(made, made->reference.total, sizeof(double));
    struct graph_run run = {.binding = &made->binding,
                            .total = made->reference.total,
                            .rows = made->reference.total,
                            .wanted = made->columns,
                            .wanted_count = made->column_count,
                            .out = out,
                            .kernel = kernel_for(NULL),
                            .threads = 1,
                            .figures = &lines->figures,
                            .keep = made->arena};
    struct arena *scratch = arena_new();
    assert_true(graph_run(made->graph, &run, scratch));
    arena_free(scratch);
}

static void fill_line(struct made_lines *lines, size_t line, size_t row)
{
    for (size_t i = 0; i < RUNS; i++)
        lines->values[line][i] = random_value(lines->made);
    for (size_t g = 0; g < RANDOM_GROUPINGS; g++) {
        const struct graph_grouping *grouping = &lines->made->groupings[g];
        lines->groupings[line][g] = *grouping;
        lines->groupings[line][g].stride = 0;
        if (grouping->classes)
            lines->groupings[line][g].classes = grouping->classes + row * grouping->stride;
    }
}

/* A line by the evaluation of a graph under a binding, what does not vary given as numbers. */
static void expect(struct made_lines *lines, uint32_t node, size_t line, size_t row, double *out)
{
    struct random_graph *made = lines->made;
    struct graph_column sources[RANDOM_SOURCES] = {
        [WEIGHTS] = {lines->weights, 1}, [VALUES] = {lines->values[line], 1}};
    struct graph_override overrides[REFERENCE_NODES];
    for (size_t i = 0; i < lines->still_count; i++)
        overrides[i] =
            (struct graph_override){lines->still[i], {lines->whole[lines->still[i]] + row, 0}};
    const struct graph_binding binding = {.sources = sources,
                                          .source_count = RANDOM_SOURCES,
                                          .groupings = lines->groupings[line],
                                          .grouping_count = RANDOM_GROUPINGS,
                                          .overrides = overrides,
                                          .override_count = lines->still_count,
                                          .held = &lines->figures};
    assert_true(
        graph_evaluate(made->graph, &binding, RUNS, &node, 1, &out, kernel_for("16"), made->arena));
}

/* Finds what does not vary below a node; false where lines cannot compute it. */
static bool find_still(struct made_lines *lines, uint32_t node, const uint32_t *sources)
{
    bool varies[REFERENCE_NODES] = {false}, still[REFERENCE_NODES] = {false};
    varies[sources[0]] = varies[sources[1]] = true;
    bool able = graph_vary(lines->made->graph, node, varies, still);
    lines->still_count = 0;
    for (uint32_t id = 0; id < graph_count(lines->made->graph); id++)
        if (still[id])
            lines->still[lines->still_count++] = id;
    return able;
}

static void check_node(struct made_lines *lines, uint32_t node, const uint32_t *sources,
                       const struct kernel *kernel)
{
    const struct graph_override shared = {sources[0], {lines->weights, 1}};
    const struct graph_lines_ask ask = {.graph = lines->made->graph,
                                        .kernel = kernel,
                                        .node = node,
                                        .rows = RUNS,
                                        .lines = LINES,
                                        .shared = &shared,
                                        .shared_count = 1,
                                        .numbers = lines->still,
                                        .number_count = lines->still_count,
                                        .columns = &sources[1],
                                        .column_count = 1,
                                        .held = &lines->figures,
                                        .groupings = lines->groupings[0],
                                        .grouping_count = RANDOM_GROUPINGS};
    struct graph_lines *able = graph_lines_new(lines->made->arena, &ask);
    assert_non_null(able);
    for (size_t from = 0; from < 7; from += LINES) {
        const double *numbers[LINES][REFERENCE_NODES], *columns[LINES];
        double out[LINES][RUNS], expected[RUNS];
        struct graph_line line[LINES];
        size_t count = 7 - from < LINES ? 7 - from : LINES;
        for (size_t l = 0; l < count; l++) {
            fill_line(lines, l, from + l);
            columns[l] = lines->values[l];
            for (size_t i = 0; i < lines->still_count; i++)
                numbers[l][i] = lines->whole[lines->still[i]] + from + l;
            line[l] = (struct graph_line){numbers[l], &columns[l], lines->groupings[l], out[l]};
        }
        graph_lines_run(able, line, count);
        for (size_t l = 0; l < count; l++) {
            expect(lines, node, l, from + l, expected);
            for (size_t i = 0; i < RUNS; i++)
                assert_true(isnan(expected[i]) ? isnan(out[l][i]) : out[l][i] == expected[i]);
        }
    }
}

static void lines_side_by_side_have_the_bits_of_each_alone(void **state)
{
    (void)state;
    size_t checked = 0;
    for (size_t g = 0; g < GRAPHS; g++) {
        struct arena *arena = arena_new();
        struct random_graph *made = arena_alloc(arena, 1, sizeof *made);
        struct made_lines *lines = arena_alloc(arena, 1, sizeof *lines);
        const struct kernel *kernel = kernel_for(kernel_name(g % 3));
        random_make(made, arena, 77 + g, 24, 7, 1);
        made->binding.params = NULL;
        made->binding.param_count = 0;
        lines->made = made;
        for (size_t i = 0; i < RUNS; i++)
            lines->weights[i] = 0.1 + 3 * stat_uniform(&made->seed);
        compute_panel(lines);
        uint32_t sources[] = {graph_source(made->graph, WEIGHTS),
                              graph_source(made->graph, VALUES)};
        fill_line(lines, 0, 0);
        for (size_t i = 0; kernel && i < made->column_count; i++)
            if (find_still(lines, made->columns[i], sources)) {
                check_node(lines, made->columns[i], sources, kernel);
                checked++;
            }
        arena_free(arena);
    }
    assert_true(checked > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_side_by_side_have_the_bits_of_each_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
