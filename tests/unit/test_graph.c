#include "score/graph.h"
#include "score/graph_mean.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static int set_up(void **state)
{
    *state = arena_new();
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static const struct graph_mean arithmetic = {.average = GRAPH_ARITHMETIC};
static const struct graph_mean geometric = {.average = GRAPH_GEOMETRIC};

/* A mean node over sources 0..count-1 with constant weights. */
static uint32_t mean_of_sources(struct graph *graph, const struct graph_mean *spec,
                                const double *weights, uint32_t count)
{
    uint32_t operands[16], weight_nodes[16];
    for (uint32_t i = 0; i < count; i++) {
        operands[i] = graph_source(graph, i);
        weight_nodes[i] = graph_const(graph, weights[i]);
    }
    return graph_mean(graph, spec, operands, weight_nodes, count);
}

/* One row: a value for each source. */
static double evaluate_at(struct graph *graph, uint32_t node, const double *values, size_t count,
                          struct arena *arena)
{
    struct graph_column columns[16];
    double result = -1, *out[] = {&result};
    for (size_t i = 0; i < count; i++)
        columns[i] = (struct graph_column){&values[i], 1};
    struct graph_binding binding = {.sources = columns, .source_count = count};
    assert_true(graph_evaluate(graph, &binding, 1, &node, 1, out, kernel_for(NULL), arena));
    return result;
}

static double mean_at(struct arena *arena, const struct graph_mean *spec, const double *weights,
                      const double *values, uint32_t count)
{
    struct graph *graph = graph_new(arena);
    uint32_t node = mean_of_sources(graph, spec, weights, count);
    return evaluate_at(graph, node, values, count, arena);
}

static void equal_nodes_are_shared(void **state)
{
    struct graph *graph = graph_new(*state);
    double weights[] = {1, 2};
    uint32_t first = mean_of_sources(graph, &arithmetic, weights, 2);
    size_t count = graph_count(graph);
    assert_int_equal(mean_of_sources(graph, &arithmetic, weights, 2), first);
    assert_int_equal(graph_param(graph, "weight/a", 1), graph_param(graph, "weight/a", 1));
    assert_int_equal(graph_count(graph), count + 1);
    assert_int_not_equal(mean_of_sources(graph, &geometric, weights, 2), first);
    assert_int_not_equal(graph_const(graph, 0.0), graph_const(graph, -0.0));
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(graph_source(graph, i), graph_source(graph, i));
    assert_false(graph_failed(graph));
}

static void an_operand_that_is_not_there_fails_the_graph(void **state)
{
    struct graph *graph = graph_new(*state);
    assert_int_equal(graph_map(graph, GRAPH_LOG, 7), GRAPH_NONE);
    assert_true(graph_failed(graph));
    assert_int_equal(graph_source(graph, 0), GRAPH_NONE);
}

static double goalposts_at(struct arena *arena, struct graph_goalposts spec, double worst,
                           double best, double x)
{
    struct graph *graph = graph_new(arena);
    uint32_t node =
        graph_goalposts(graph, &spec, graph_source(graph, 0), graph_param(graph, "worst/x", worst),
                        graph_param(graph, "best/x", best));
    return evaluate_at(graph, node, &x, 1, arena);
}

static void goalposts_meet_their_ends_exactly(void **state)
{
    struct graph_goalposts spec = {0, 100, false};
    static const double ends[][2] = {{0, 3},   {1, 7}, {0.1, 0.7},  {-3.3, 9.1},
                                     {85, 20}, {4, 0}, {0, 10.001}, {1e-3, 1e9}};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        assert_true(goalposts_at(*state, spec, ends[i][0], ends[i][1], ends[i][0]) == 0);
        assert_true(goalposts_at(*state, spec, ends[i][0], ends[i][1], ends[i][1]) == 100);
    }
    assert_near(goalposts_at(*state, spec, 4, 0, 1), 75, 1e-12);
    spec = (struct graph_goalposts){1, 100, false};
    assert_true(goalposts_at(*state, spec, 0, 4, 0) == 1);
    assert_true(goalposts_at(*state, spec, 0, 4, 4) == 100);
}

static void goalposts_truncate_unless_told_otherwise(void **state)
{
    struct graph_goalposts spec = {0, 100, true};
    assert_true(goalposts_at(*state, spec, 20, 85, 90) == 100);
    assert_true(goalposts_at(*state, spec, 20, 85, 10) == 0);
    assert_true(goalposts_at(*state, spec, 85, 20, 90) == 0);
    spec.clip = false;
    assert_near(goalposts_at(*state, spec, 20, 85, 98), 120, 1e-12);
}

static void missing_values_and_missing_goalposts_stay_missing(void **state)
{
    struct graph_goalposts spec = {0, 100, true};
    assert_true(isnan(goalposts_at(*state, spec, 0, 4, NAN)));
    assert_true(isnan(goalposts_at(*state, spec, NAN, NAN, 2)));
    assert_true(isnan(goalposts_at(*state, spec, 3, 3, 3)));
}

static void maps_are_missing_outside_their_domain(void **state)
{
    struct graph *graph = graph_new(*state);
    uint32_t root = graph_map(graph, GRAPH_SQRT, graph_source(graph, 0));
    uint32_t logarithm = graph_map(graph, GRAPH_LOG, graph_source(graph, 0));
    double x = 2.25;
    assert_true(evaluate_at(graph, root, &x, 1, *state) == 1.5);
    assert_near(evaluate_at(graph, logarithm, &x, 1, *state), 0.8109302162163288, 1e-15);
    x = -1;
    assert_true(isnan(evaluate_at(graph, root, &x, 1, *state)));
    assert_true(isnan(evaluate_at(graph, logarithm, &x, 1, *state)));
    x = 0;
    assert_true(evaluate_at(graph, root, &x, 1, *state) == 0);
    assert_true(isnan(evaluate_at(graph, logarithm, &x, 1, *state)));
    x = NAN;
    assert_true(isnan(evaluate_at(graph, root, &x, 1, *state)));
}

static void steps_follow_their_points_and_hold_beyond_them(void **state)
{
    struct graph *graph = graph_new(*state);
    double from[] = {0, 1, 2, 3, 4}, to[] = {0, 15, 40, 70, 100};
    static const double cases[][2] = {{-1, 0},   {0, 0},   {0.5, 7.5}, {1, 15},
                                      {2.5, 55}, {4, 100}, {9, 100}};
    uint32_t node = graph_steps(graph, graph_source(graph, 0), from, to, 5);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_near(evaluate_at(graph, node, &cases[i][0], 1, *state), cases[i][1], 1e-12);
    double missing = NAN;
    assert_true(isnan(evaluate_at(graph, node, &missing, 1, *state)));
}

static void a_weighted_mean_skips_what_is_missing(void **state)
{
    double weights[] = {1, 2, 3}, all[] = {10, 20, 60}, gap[] = {10, NAN, 60};
    double none[] = {NAN, NAN, NAN};
    assert_near(mean_at(*state, &arithmetic, weights, all, 3), 230.0 / 6, 1e-12);
    assert_near(mean_at(*state, &arithmetic, weights, gap, 3), 190.0 / 4, 1e-12);
    assert_true(isnan(mean_at(*state, &arithmetic, weights, none, 3)));
}

static void need_is_tested_with_a_slack_of_rounding(void **state)
{
    struct graph_mean spec = {.average = GRAPH_ARITHMETIC, .need_share = 2.0 / 3};
    double thirds[] = {0.1, 0.1, 0.1}, two[] = {1, 1, NAN}, one[] = {1, NAN, NAN};
    assert_near(mean_at(*state, &spec, thirds, two, 3), 1, 1e-12);
    assert_true(isnan(mean_at(*state, &spec, thirds, one, 3)));
    double uneven[] = {1, 1, 8}, heavy[] = {NAN, NAN, 1};
    assert_near(mean_at(*state, &spec, uneven, heavy, 3), 1, 1e-12);
    assert_true(isnan(mean_at(*state, &spec, uneven, two, 3)));
    spec.need_of_count = true;
    assert_near(mean_at(*state, &spec, uneven, two, 3), 1, 1e-12);
    assert_true(isnan(mean_at(*state, &spec, uneven, heavy, 3)));
    spec.need_count = 1;
    assert_near(mean_at(*state, &spec, uneven, heavy, 3), 1, 1e-12);
    spec.need_count = 3;
    assert_true(isnan(mean_at(*state, &spec, uneven, two, 3)));
}

static void a_geometric_mean_is_the_root_of_the_product(void **state)
{
    double equal[] = {1, 1}, uneven[] = {3, 1}, values[] = {20, 80}, powers[] = {2, 32};
    assert_near(mean_at(*state, &geometric, equal, values, 2), 40, 1e-12);
    assert_near(mean_at(*state, &geometric, uneven, powers, 2), 4, 1e-12);
    double gap[] = {NAN, 7};
    assert_true(mean_at(*state, &geometric, equal, gap, 2) == 7);
}

static void a_geometric_floor_raises_and_zero_is_zero(void **state)
{
    struct graph_mean floored = {.average = GRAPH_GEOMETRIC, .floor = 1};
    double weights[] = {1, 1, 1, 1}, values[] = {0, 12, 20, 15};
    assert_near(mean_at(*state, &floored, weights, values, 4), 7.745966692414834, 1e-12);
    assert_true(mean_at(*state, &geometric, weights, values, 4) == 0);
    double below[] = {-5, 100, 100, 100};
    assert_near(mean_at(*state, &floored, weights, below, 4), 31.622776601683793, 1e-12);
}

static void the_mean_of_equal_values_is_that_value_to_the_last_bit(void **state)
{
    double weights[] = {0.15, 0.2, 0.1, 0.1, 0.15, 0.2, 0.1};
    static const double values[] = {100, 50, 33.333333333333336, 1, 99.9, 1e-3};
    for (size_t v = 0; v < sizeof values / sizeof *values; v++) {
        double all[7];
        for (size_t i = 0; i < 7; i++)
            all[i] = values[v];
        assert_true(mean_at(*state, &arithmetic, weights, all, 7) == values[v]);
        assert_true(mean_at(*state, &geometric, weights, all, 7) == values[v]);
    }
}

static void parameters_are_bound_by_name(void **state)
{
    struct arena *arena = *state;
    struct graph *graph = graph_new(arena);
    uint32_t operands[] = {graph_source(graph, 0), graph_source(graph, 1)};
    uint32_t weights[] = {graph_param(graph, "weight/a", 1), graph_param(graph, "weight/b", 1)};
    uint32_t node = graph_mean(graph, &arithmetic, operands, weights, 2);
    double a = 10, b = 20, result = 0, *out[] = {&result};
    struct graph_column columns[] = {{&a, 0}, {&b, 0}};
    struct graph_param_value params[] = {{"weight/b", 3}, {"weight/none", 9}};
    struct graph_binding binding = {.sources = columns, .source_count = 2};
    assert_true(graph_evaluate(graph, &binding, 1, &node, 1, out, kernel_for(NULL), arena));
    assert_near(result, 15, 1e-12);
    binding.params = params;
    binding.param_count = 2;
    assert_true(graph_evaluate(graph, &binding, 1, &node, 1, out, kernel_for(NULL), arena));
    assert_near(result, 17.5, 1e-12);
}

/* Values over a scale with gaps, from a fixed sequence. */
static double made_up(size_t seed)
{
    uint64_t bits = ((uint64_t)seed + 1) * UINT64_C(0x9e3779b97f4a7c15);
    bits = (bits ^ (bits >> 29)) * UINT64_C(0xbf58476d1ce4e5b9);
    bits ^= bits >> 32;
    return bits % 11 == 0 ? NAN : (double)(bits % 100001) / 1000;
}

/* A small tree of every kind of node over four sources. */
static uint32_t mixed_tree(struct graph *graph)
{
    double from[] = {0, 30, 100}, to[] = {0, 60, 100};
    struct graph_goalposts spec = {0, 100, true};
    struct graph_mean upper = {.average = GRAPH_GEOMETRIC, .floor = 1, .need_share = 0.5};
    uint32_t weight = graph_param(graph, "weight/all", 1);
    uint32_t weights[] = {weight, graph_const(graph, 0.7), graph_const(graph, 1.3)};
    uint32_t lower[] = {
        graph_goalposts(graph, &spec, graph_source(graph, 0), graph_const(graph, 90),
                        graph_const(graph, 10)),
        graph_steps(graph, graph_source(graph, 1), from, to, 3),
        graph_map(graph, GRAPH_SQRT, graph_source(graph, 2)),
    };
    uint32_t mean = graph_mean(graph, &arithmetic, lower, weights, 3);
    uint32_t top[] = {mean, graph_source(graph, 3), lower[0]};
    return graph_mean(graph, &upper, top, weights, 3);
}

/* The whole column at once, with strides 1, 2 and 0 among the sources, on a kernel. */
static void evaluate_columns(struct arena *arena, const struct kernel *kernel, size_t rows,
                             double *all, double *out)
{
    struct graph *graph = graph_new(arena);
    uint32_t node = mixed_tree(graph);
    struct graph_column columns[] = {
        {all, 1}, {all + rows, 2}, {all + 3 * rows, 0}, {all + 4 * rows, 1}};
    struct graph_binding binding = {.sources = columns, .source_count = 4};
    assert_true(graph_evaluate(graph, &binding, rows, &node, 1, &out, kernel, arena));
}

static void a_row_does_not_depend_on_the_rows_around_it(void **state)
{
    enum { ROWS = 2 * GRAPH_BLOCK_ROWS + 37 };
    struct arena *arena = *state;
    double *all = fixture_must(arena_alloc(arena, 5 * ROWS, sizeof *all));
    double *out = fixture_must(arena_alloc(arena, ROWS, sizeof *out));
    for (size_t i = 0; i < 5 * ROWS; i++)
        all[i] = made_up(i);
    all[3 * ROWS] = 42;
    evaluate_columns(arena, kernel_for(NULL), ROWS, all, out);
    struct graph *graph = graph_new(arena);
    uint32_t node = mixed_tree(graph);
    size_t there = 0;
    for (size_t i = 0; i < ROWS; i++) {
        double row[] = {all[i], all[ROWS + 2 * i], all[3 * ROWS], all[4 * ROWS + i]};
        double alone = evaluate_at(graph, node, row, 4, arena);
        assert_true(fixture_same(alone, out[i]));
        there += isnan(alone) ? 0 : 1;
    }
    assert_true(there > ROWS / 2 && there < ROWS);
}

static void every_kernel_width_gives_the_same_bits(void **state)
{
    enum { ROWS = GRAPH_BLOCK_ROWS + 5 };
    static const char *const widths[] = {"16", "32", "64"};
    struct arena *arena = *state;
    double *all = fixture_must(arena_alloc(arena, 5 * ROWS, sizeof *all));
    double *first = fixture_must(arena_alloc(arena, ROWS, sizeof *first));
    double *out = fixture_must(arena_alloc(arena, ROWS, sizeof *out));
    for (size_t i = 0; i < 5 * ROWS; i++)
        all[i] = made_up(i * 7);
    evaluate_columns(arena, kernel_for(NULL), ROWS, all, first);
    for (size_t w = 0; w < 3; w++) {
        if (!kernel_for(widths[w]))
            continue; /* this processor does not have it */
        evaluate_columns(arena, kernel_for(widths[w]), ROWS, all, out);
        for (size_t i = 0; i < ROWS; i++)
            assert_true(fixture_same(out[i], first[i]));
    }
}

static void what_is_wanted_may_be_constant_missing_or_asked_twice(void **state)
{
    enum { ROWS = 1500 };
    struct arena *arena = *state;
    struct graph *graph = graph_new(arena);
    uint32_t wanted[] = {graph_const(graph, 3), graph_source(graph, 0), graph_source(graph, 1),
                         graph_source(graph, 1), graph_source(graph, 5)};
    double *columns = fixture_must(arena_alloc(arena, 6 * ROWS, sizeof *columns));
    double *out[5];
    for (size_t i = 0; i < 5; i++)
        out[i] = columns + (i + 1) * ROWS;
    for (size_t i = 0; i < ROWS; i++)
        columns[i] = (double)i;
    struct graph_column sources[] = {{NULL, 1}, {columns, 1}};
    struct graph_binding binding = {.sources = sources, .source_count = 2};
    assert_true(graph_evaluate(graph, &binding, ROWS, wanted, 5, out, kernel_for(NULL), arena));
    for (size_t i = 0; i < ROWS; i++) {
        assert_true(out[0][i] == 3);
        assert_true(isnan(out[1][i]));
        assert_true(out[2][i] == (double)i && out[3][i] == (double)i);
        assert_true(isnan(out[4][i]));
    }
}

/* Splits and checks that the parts sum to what the two means differ by. */
static void split_of(const struct graph_mean *spec, const double *weights, const double *a,
                     const double *b, size_t count, double difference, double *parts)
{
    struct graph_part split[8];
    double sum = 0;
    assert_true(graph_mean_split(spec, weights, a, b, count, split));
    for (size_t i = 0; i < count; i++) {
        parts[i] = graph_mean_part(&split[i], a[i], b[i]);
        sum += parts[i];
    }
    assert_near(sum, difference, 1e-9);
}

static void an_arithmetic_difference_splits_by_weight(void **state)
{
    (void)state;
    double weights[] = {1, 3}, a[] = {10, 20}, b[] = {30, 16}, parts[2];
    split_of(&arithmetic, weights, a, b, 2, 2, parts);
    assert_near(parts[0], 5, 1e-12);
    assert_near(parts[1], -3, 1e-12);
}

static void a_geometric_difference_splits_by_logarithms(void **state)
{
    (void)state;
    double weights[] = {1, 1}, a[] = {25, 100}, b[] = {36, 64}, parts[2];
    split_of(&geometric, weights, a, b, 2, -2, parts);
    double scale = -2 / log(48.0 / 50);
    assert_near(parts[0], scale * log(36.0 / 25) / 2, 1e-9);
    assert_near(parts[1], scale * log(64.0 / 100) / 2, 1e-9);
    double still[] = {40, 100};
    split_of(&geometric, weights, (double[]){10, 100}, still, 2, sqrt(4000) - sqrt(1000), parts);
    assert_near(parts[1], 0, 1e-12);
}

static void a_split_of_nearly_equal_means_keeps_its_digits(void **state)
{
    (void)state;
    double weights[] = {1, 1}, a[] = {30, 70}, b[] = {30.000003, 69.999993}, parts[2];
    split_of(&geometric, weights, a, b, 2, sqrt(30.000003 * 69.999993) - sqrt(2100), parts);
    double level = sqrt(2100) / 2;
    assert_near(parts[0], level * 3e-6 / 30, 1e-12);
    assert_near(parts[1], -level * 7e-6 / 70, 1e-12);
}

static void a_zero_takes_the_whole_geometric_difference(void **state)
{
    (void)state;
    double weights[] = {1, 1, 2}, a[] = {0, 50, 50}, b[] = {20, 60, 40}, parts[3];
    double mean = pow(20.0 * 60 * 40 * 40, 0.25);
    split_of(&geometric, weights, a, b, 3, mean, parts);
    assert_near(parts[0], mean, 1e-9);
    assert_near(parts[1], 0, 1e-12);
    split_of(&geometric, weights, b, a, 3, -mean, parts);
    assert_near(parts[0], -mean, 1e-9);
    double two[] = {0, 50, 0};
    split_of(&geometric, weights, two, b, 3, mean, parts);
    assert_near(parts[0], mean / 3, 1e-9);
    assert_near(parts[2], mean * 2 / 3, 1e-9);
    split_of(&geometric, weights, a, two, 3, 0, parts);
}

/* The limit is what a very small number gives. */
static void the_split_at_zero_is_the_limit_of_small_numbers(void **state)
{
    (void)state;
    double weights[] = {1, 1, 2}, zero[] = {0, 50, 50}, small[] = {1e-300, 50, 50};
    double b[] = {20, 60, NAN}, parts[3], near[3];
    double mean = sqrt(20.0 * 60);
    split_of(&geometric, weights, zero, b, 3, mean, parts);
    split_of(&geometric, weights, small, b, 3, mean - pow(1e-300 * 125000, 0.25), near);
    for (size_t i = 0; i < 3; i++)
        assert_near(parts[i], near[i], 1); /* the limit is reached as 1 / ln */
}

static void a_split_counts_what_is_missing_on_one_side(void **state)
{
    (void)state;
    double weights[] = {1, 1}, a[] = {10, NAN}, b[] = {10, 40}, parts[2];
    split_of(&arithmetic, weights, a, b, 2, 15, parts);
    assert_near(parts[0], 3.75, 1e-12);  /* (10 - 17.5) / 2 - (10 - 17.5) */
    assert_near(parts[1], 11.25, 1e-12); /* (40 - 17.5) / 2 */
    split_of(&geometric, weights, a, b, 2, 10, parts);
    split_of(&geometric, weights, b, a, 2, -10, parts);
    split_of(&geometric, weights, (double[]){0, NAN}, b, 2, 20, parts);
    struct graph_part none[2];
    assert_false(graph_mean_split(&arithmetic, weights, (double[]){NAN, NAN}, b, 2, none));
    assert_near(graph_mean_part(&none[0], NAN, 10), 0, 0);
}

static void what_happens_below_the_floor_has_no_part(void **state)
{
    (void)state;
    struct graph_mean floored = {.average = GRAPH_GEOMETRIC, .floor = 1};
    double weights[] = {1, 1}, a[] = {0, 100}, b[] = {0.5, 81}, parts[2];
    split_of(&floored, weights, a, b, 2, -1, parts);
    assert_near(parts[0], 0, 1e-12);
    assert_near(parts[1], -1, 1e-12);
    double c[] = {4, 100};
    split_of(&floored, weights, a, c, 2, 10, parts);
    assert_near(parts[0], 10, 1e-9);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(equal_nodes_are_shared),
        TEST(an_operand_that_is_not_there_fails_the_graph),
        TEST(goalposts_meet_their_ends_exactly),
        TEST(goalposts_truncate_unless_told_otherwise),
        TEST(missing_values_and_missing_goalposts_stay_missing),
        TEST(maps_are_missing_outside_their_domain),
        TEST(steps_follow_their_points_and_hold_beyond_them),
        TEST(a_weighted_mean_skips_what_is_missing),
        TEST(need_is_tested_with_a_slack_of_rounding),
        TEST(a_geometric_mean_is_the_root_of_the_product),
        TEST(a_geometric_floor_raises_and_zero_is_zero),
        TEST(the_mean_of_equal_values_is_that_value_to_the_last_bit),
        TEST(parameters_are_bound_by_name),
        TEST(a_row_does_not_depend_on_the_rows_around_it),
        TEST(every_kernel_width_gives_the_same_bits),
        TEST(what_is_wanted_may_be_constant_missing_or_asked_twice),
        TEST(an_arithmetic_difference_splits_by_weight),
        TEST(a_geometric_difference_splits_by_logarithms),
        TEST(a_split_of_nearly_equal_means_keeps_its_digits),
        TEST(a_zero_takes_the_whole_geometric_difference),
        TEST(the_split_at_zero_is_the_limit_of_small_numbers),
        TEST(a_split_counts_what_is_missing_on_one_side),
        TEST(what_happens_below_the_floor_has_no_part),
    };
    return cmocka_run_group_tests_name("graph", tests, NULL, NULL);
}
