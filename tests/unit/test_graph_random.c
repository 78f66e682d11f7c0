/* Made-up graphs of every kind of node: each node's values are compared with what its words mean,
 * computed row by row from its operands' values; and however a graph is evaluated, its bits are the
 * same. */

#include "graph_random.h"
#include "graph_reference_frame.h"

#include <stdio.h>

#undef assert_near

enum { GRAPHS = 2000, LONG_EVERY = 50, RUNS = 4, REPORTED = 20 };

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

/* Columns of every node with values, figures of every frame. */
struct whole_run {
    double *columns[REFERENCE_NODES]; /* by id */
    struct graph_figures figures;
};

static void run_whole(struct random_graph *made, struct whole_run *whole)
{
    double *out[REFERENCE_NODES];
    size_t total = made->reference.total;
    memset(whole, 0, sizeof *whole);
    for (size_t i = 0; i < made->column_count; i++)
        out[i] = whole->columns[made->columns[i]] = random_room(made, total, sizeof(double));
    struct graph_run run = {.binding = &made->binding,
                            .total = total,
                            .rows = total,
                            .wanted = made->columns,
                            .wanted_count = made->column_count,
                            .out = out,
                            .kernel = kernel_for(NULL),
                            .threads = 1,
                            .figures = &whole->figures,
                            .keep = made->arena};
    struct arena *scratch = arena_new();
    assert_true(graph_run(made->graph, &run, scratch));
    arena_free(scratch);
}

/* How large the values are that a node is made from: its rounding is a share of this. */
static double size_of(const struct reference *reference, const struct reference_node *node,
                      size_t row, bool *extreme)
{
    double size = 1e-300;
    for (size_t i = 0; i < node->count; i++) {
        const double *column = reference->columns[node->operands[i]];
        double x = column ? fabs(column[row]) : NAN;
        size = x > size ? x : size;
        *extreme = *extreme || x > 1e60 || (x > 0 && x < 1e-60);
    }
    return size;
}

/* Values that stand on an edge, where the last digit decides. */
static bool on_edge(const struct reference *reference, const struct reference_node *node,
                    size_t row, double size)
{
    double list[REFERENCE_OPERANDS];
    size_t there = 0;
    for (size_t i = 0; node->op == GRAPH_MEAN && i < node->count / 2; i++)
        if (!isnan(reference_at(reference, node, i, row)))
            list[there++] = reference_at(reference, node, i, row);
    return node->op == GRAPH_MEAN && node->mean.average == GRAPH_MPI &&
           fabsl(reference_take(list, there).mean) < 1e-5 * size;
}

static bool near(const struct reference_node *node, double value, double expected, double size,
                 double divisor)
{
    bool modulo = node->op == GRAPH_BINARY && node->kind == GRAPH_MODULO;
    if (isnan(value) || isnan(expected))
        return isnan(value) && isnan(expected);
    if (value == expected)
        return true;
    double within = 1e-10 * (size + fabs(expected)), away = fabs(value - expected);
    /* What is left of a division may be nothing or all of the divisor. */
    return away <= within || (modulo && fabs(away - divisor) <= within);
}

static double of_call(const struct reference *reference, const struct reference_node *node,
                      uint32_t result, size_t row)
{
    double sum = node->which;
    for (size_t i = 0; i < node->count; i++) {
        double x = reference_at(reference, node, i, row);
        sum += isnan(x) ? 0 : x;
    }
    if (result == 0)
        return sum;
    return isnan(reference_at(reference, node, 0, row)) ? NAN : sum / 2;
}

static double of_source(const struct random_graph *made, uint32_t source, size_t row)
{
    const struct graph_column *column = &made->sources[source];
    return column->values ? column->values[row * column->stride] : NAN;
}

static const double *figures_at(const struct random_graph *made, uint32_t frame, size_t row)
{
    struct graph_frame_info info;
    const struct reference *reference = &made->reference;
    assert_true(graph_frame_info(made->graph, frame, &info));
    uint32_t class = reference_class(reference, info.grouping, row);
    return class == UINT32_MAX ? NULL : reference->figures[frame] + class * info.width;
}

static double expected_at(const struct random_graph *made, uint32_t id, size_t row)
{
    const struct reference *reference = &made->reference;
    const struct reference_node *node = &reference->nodes[id];
    const double *figures = NULL;
    switch (node->op) {
    case GRAPH_SOURCE:
        return of_source(made, node->which, row);
    case GRAPH_CONST:
    case GRAPH_PARAM:
        return node->numbers[0];
    case GRAPH_ANSWER:
        return of_call(reference, &reference->nodes[node->operands[0]], node->which, row);
    case GRAPH_FIGURE:
        figures = figures_at(made, node->operands[0], row);
        return figures ? figures[node->which] : NAN;
    case GRAPH_TREAT:
        return reference_treat(figures_at(made, node->operands[1], row),
                               reference_at(reference, node, 0, row));
    default:
        return reference_value(reference, id, row);
    }
}

static double size_of_treatment(const double *figures, bool *extreme)
{
    double size = 0;
    for (size_t k = 1; figures && k < 5; k++) {
        *extreme = *extreme || ((k > 2 || isfinite(figures[k])) && fabs(figures[k]) > 1e60);
        size += isfinite(figures[k]) ? fabs(figures[k]) : 0;
    }
    return size;
}

static void check_column(const struct random_graph *made, uint32_t id)
{
    const struct reference *reference = &made->reference;
    const struct reference_node *node = &reference->nodes[id];
    if (node->op == GRAPH_CLASS && node->kind == GRAPH_BENEFIT_OF_DOUBT)
        return; /* likewise */
    for (size_t row = 0; row < reference->total; row++) {
        bool extreme = false;
        double value = reference->columns[id][row];
        double size = size_of(reference, node, row, &extreme);
        if (node->op == GRAPH_TREAT)
            size += size_of_treatment(figures_at(made, node->operands[1], row), &extreme);
        if (extreme || on_edge(reference, node, row, size))
            continue;
        double expected = expected_at(made, id, row);
        double divisor = node->op == GRAPH_BINARY ? reference_at(reference, node, 1, row) : 0;
        if (near(node, value, expected, size, fabs(divisor)))
            continue;
        print_error("node %u, op %d, kind %d, average %d, row %zu of %zu: %.17g is not %.17g\n", id,
                    node->op, node->kind, node->mean.average, row, reference->total, value,
                    expected);
        for (size_t i = 0; i < node->count && node->op != GRAPH_ANSWER && node->op != GRAPH_FIGURE;
             i++)
            if (reference->columns[node->operands[i]])
                print_error("  of %.17g\n", reference_at(reference, node, i, row));
        fail();
    }
}

static bool is_extreme(const struct reference *reference, uint32_t id)
{
    for (size_t row = 0; row < reference->total; row++) {
        double x = fabs(reference->columns[reference->nodes[id].operands[0]][row]);
        if (x > 1e60 || (x > 0 && x < 1e-60))
            return true;
    }
    return false;
}

static void check_frame(const struct random_graph *made, uint32_t id)
{
    double figures[GRAPH_TREAT_FIGURES];
    const struct reference *reference = &made->reference;
    const struct reference_node *node = &reference->nodes[id];
    uint32_t classes = node->grouping ? made->groupings[node->grouping - 1].count : 1;
    if (node->kind > GRAPH_FRAME_TREAT || is_extreme(reference, id))
        return; /* weights: stat's tests compare them with other programs */
    for (uint32_t class = 0; class < classes; class ++) {
        size_t width = reference_frame(reference, id, class, figures);
        double size = 0;
        for (size_t row = 0; row < reference->total; row++)
            if (fabs(reference->columns[node->operands[0]][row]) > size)
                size = fabs(reference->columns[node->operands[0]][row]);
        for (size_t k = 0; k < width; k++) {
            double value = reference->figures[id][class * width + k];
            bool either = node->kind == GRAPH_FRAME_TREAT && figures[0] == REFERENCE_EITHER;
            if (either || same(value, figures[k]) || near(node, value, figures[k], size, 0))
                continue;
            print_error("frame %u, kind %d, class %u, figure %zu: %.17g is not %.17g\n", id,
                        node->kind, class, k, value, figures[k]);
            for (size_t row = 0; row < reference->total; row++)
                if (reference_is_in(reference, node->grouping, row, class))
                    print_error("  of %.17g\n", reference_at(reference, node, 0, row));
            for (size_t o = 0; o < node->number_count; o++)
                print_error("  option %.17g\n", node->numbers[o]);
            fail();
        }
    }
}

static void check_all(struct random_graph *made, const struct whole_run *whole)
{
    struct reference *reference = &made->reference;
    memcpy(reference->columns, whole->columns, sizeof reference->columns);
    memset(reference->figures, 0, sizeof reference->figures);
    for (size_t id = 0; id < whole->figures.count; id++)
        reference->figures[id] = whole->figures.of[id];
    for (size_t i = 0; i < made->frame_count; i++)
        if (reference->figures[made->frames[i]])
            check_frame(made, made->frames[i]);
    for (size_t i = 0; i < made->column_count; i++)
        check_column(made, made->columns[i]);
}

/* A graph and whether it is one of the long ones, with more rows than a block has. */
static void make(struct random_graph *made, struct arena *arena, size_t number)
{
    bool is_long = number % LONG_EVERY == 0;
    uint64_t seed = STAT_SEED + number * UINT64_C(7919);
    struct random_graph size = {.seed = seed};
    stat_random(&size.seed);
    size_t nodes = 3 + random_below(&size, 60), countries = 1 + random_below(&size, 5);
    size_t periods = 1 + random_below(&size, 7);
    random_make(made, arena, seed, nodes, is_long ? 37 : countries,
                is_long ? 60 + number % 7 : periods);
}

static void each_node_has_the_values_that_its_words_mean(void **state)
{
    (void)state;
    size_t nodes = 0;
    for (size_t number = 0; number < GRAPHS; number++) {
        static struct random_graph made;
        static struct whole_run whole;
        struct arena *arena = arena_new();
        make(&made, arena, number);
        run_whole(&made, &whole);
        check_all(&made, &whole);
        nodes += made.column_count + made.frame_count;
        arena_free(arena);
    }
    assert_true(nodes > GRAPHS * 20);
}

/* Some nodes over some rows, on some kernel, with some threads. */
static void run_some(struct random_graph *made, const struct whole_run *whole)
{
    static const char *const widths[] = {"16", "32", "64"};
    static const unsigned threads[] = {1, 2, 3, 8};
    size_t total = made->reference.total, first = 0, rows = total;
    uint32_t wanted[8];
    double *out[8];
    size_t count = 1 + random_below(made, 8);
    if (random_chance(made, 0.6)) {
        first = random_below(made, total);
        rows = 1 + random_below(made, total - first);
    }
    const struct kernel *kernel = kernel_for(widths[random_below(made, 3)]);
    for (size_t i = 0; i < count; i++) {
        wanted[i] = i > 0 && random_chance(made, 0.1) ? wanted[0] : random_column(made);
        out[i] = random_room(made, rows, sizeof(double));
    }
    struct graph_run run = {.binding = &made->binding,
                            .total = total,
                            .first = first,
                            .rows = rows,
                            .wanted = wanted,
                            .wanted_count = count,
                            .out = out,
                            .kernel = kernel ? kernel : kernel_for(NULL),
                            .threads = threads[random_below(made, 4)]};
    assert_true(graph_run(made->graph, &run, made->arena));
    for (size_t i = 0; i < count; i++)
        for (size_t row = 0; row < rows; row++)
            if (!same(out[i][row], whole->columns[wanted[i]][first + row]))
                fail_msg("node %u (op %d) at row %zu of %zu, window %zu + %zu: %.17g is not %.17g",
                         wanted[i], made->reference.nodes[wanted[i]].op, first + row, total, first,
                         rows, out[i][row], whole->columns[wanted[i]][first + row]);
}

static void windows_threads_and_kernels_change_no_bit(void **state)
{
    (void)state;
    for (size_t number = 0; number < GRAPHS; number++) {
        static struct random_graph made;
        static struct whole_run whole;
        struct arena *arena = arena_new();
        make(&made, arena, number);
        run_whole(&made, &whole);
        for (size_t i = 0; i < RUNS; i++)
            run_some(&made, &whole);
        arena_free(arena);
    }
}

static void figures_that_are_held_give_the_same_bits_and_look_at_nothing(void **state)
{
    (void)state;
    for (size_t number = 0; number < GRAPHS; number += 4) {
        static struct random_graph made;
        static struct whole_run whole;
        struct arena *arena = arena_new();
        make(&made, arena, number);
        run_whole(&made, &whole);
        made.binding.held = &whole.figures;
        for (size_t i = 0; i < RUNS; i++)
            run_some(&made, &whole);
        /* Other data under the figures as they were: each frame keeps them. */
        static struct whole_run other;
        random_columns(&made);
        run_whole(&made, &other);
        for (size_t id = 0; id < whole.figures.count; id++)
            if (whole.figures.of[id])
                assert_ptr_equal(other.figures.of[id], whole.figures.of[id]);
        made.reference.binding = &made.binding;
        memcpy(made.reference.columns, other.columns, sizeof other.columns);
        for (size_t id = 0; id < other.figures.count; id++)
            made.reference.figures[id] = other.figures.of[id];
        for (size_t i = 0; i < made.column_count; i++)
            check_column(&made, made.columns[i]);
        arena_free(arena);
    }
}

/* Every source and class of one row of the panel as the one value of all rows, as points and draws
 * are evaluated. */
static void bind_row(const struct random_graph *made, size_t row,
                     const struct graph_figures *figures, struct graph_column *sources,
                     struct graph_grouping *groupings, struct graph_binding *binding)
{
    *binding = made->binding;
    for (size_t i = 0; i < RANDOM_SOURCES; i++) {
        const struct graph_column *column = &made->sources[i];
        sources[i] =
            (struct graph_column){column->values ? column->values + row * column->stride : NULL, 0};
    }
    for (size_t i = 0; i < RANDOM_GROUPINGS; i++) {
        const struct graph_grouping *grouping = &made->groupings[i];
        groupings[i] = (struct graph_grouping){
            grouping->classes ? grouping->classes + row * grouping->stride : NULL, 0,
            grouping->count};
    }
    binding->sources = sources;
    binding->groupings = groupings;
    binding->countries = 0;
    binding->framed = NULL;
    binding->held = figures;
}

static void a_row_alone_under_held_figures_is_the_row_of_the_panel(void **state)
{
    (void)state;
    size_t compared = 0;
    for (size_t number = 1; number < GRAPHS; number += 2) {
        static struct random_graph made;
        static struct whole_run whole;
        struct graph_column sources[RANDOM_SOURCES];
        struct graph_grouping groupings[RANDOM_GROUPINGS];
        struct graph_binding binding;
        struct arena *arena = arena_new();
        uint32_t wanted[REFERENCE_NODES];
        double values[REFERENCE_NODES][2], *out[REFERENCE_NODES];
        size_t count = 0;
        make(&made, arena, number);
        run_whole(&made, &whole);
        for (size_t i = 0; i < made.column_count; i++)
            if (graph_reach(made.graph, made.columns[i]) != GRAPH_REACH_PANEL) {
                out[count] = values[count];
                wanted[count++] = made.columns[i];
            }
        for (size_t row = 0; row < made.reference.total; row += 1 + made.reference.total / 7) {
            bind_row(&made, row, &whole.figures, sources, groupings, &binding);
            assert_true(graph_evaluate(made.graph, &binding, 2, wanted, count, out,
                                       kernel_for(NULL), arena));
            for (size_t i = 0; i < count; i++)
                assert_true(same(values[i][0], whole.columns[wanted[i]][row]) &&
                            same(values[i][0], values[i][1]));
            compared += count;
        }
        arena_free(arena);
    }
    assert_true(compared > GRAPHS * 20);
}

/* A column of a made-up kind in a node's place. */
static struct graph_column override_column(struct random_graph *made)
{
    size_t total = made->reference.total;
    double *values = random_room(made, 2 * total, sizeof *values);
    for (size_t i = 0; i < 2 * total; i++)
        values[i] = 0.5 + (double)random_below(made, 3);
    return (struct graph_column){values, random_below(made, 3)};
}

static void nodes_that_are_given_are_not_computed(void **state)
{
    (void)state;
    for (size_t number = 1; number < GRAPHS; number += 4) {
        static struct random_graph made;
        static struct whole_run whole;
        struct graph_override overrides[4];
        struct arena *arena = arena_new();
        make(&made, arena, number);
        for (size_t i = 0; i < 4; i++) {
            uint32_t node = random_column(&made);
            while (made.scalar[node]) /* weights of Copeland's order hold for a whole class */
                node = random_column(&made);
            overrides[i] = (struct graph_override){node, override_column(&made)};
        }
        overrides[3].node = overrides[0].node; /* the first counts */
        made.binding.overrides = overrides;
        made.binding.override_count = 4;
        run_whole(&made, &whole);
        for (size_t i = 0; i < 3; i++) {
            size_t first = 0;
            while (overrides[first].node != overrides[i].node)
                first++;
            for (size_t row = 0; row < made.reference.total; row++)
                assert_true(whole.columns[overrides[i].node][row] ==
                            overrides[first].column.values[row * overrides[first].column.stride]);
        }
        for (size_t i = 0; i < RUNS; i++)
            run_some(&made, &whole);
        memcpy(made.reference.columns, whole.columns, sizeof whole.columns);
        for (size_t id = 0; id < whole.figures.count; id++)
            made.reference.figures[id] = whole.figures.of[id];
        for (size_t i = 0; i < made.column_count; i++)
            if (made.columns[i] != overrides[0].node && made.columns[i] != overrides[1].node &&
                made.columns[i] != overrides[2].node)
                check_column(&made, made.columns[i]);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_node_has_the_values_that_its_words_mean),
        cmocka_unit_test(windows_threads_and_kernels_change_no_bit),
        cmocka_unit_test(figures_that_are_held_give_the_same_bits_and_look_at_nothing),
        cmocka_unit_test(a_row_alone_under_held_figures_is_the_row_of_the_panel),
        cmocka_unit_test(nodes_that_are_given_are_not_computed),
    };
    return cmocka_run_group_tests_name("graph random", tests, NULL, NULL);
}
