/* One evaluation: levels of frames over treated columns over time, windows, calls, and what is
 * asked of the arena. Values over many graphs stand in test_graph_random.c. */

#include "score/graph.h"

#include "stat_fixture.h"

#include <stdlib.h>

enum { COUNTRIES = 3, PERIODS = 4, ROWS = COUNTRIES * PERIODS };

/* A column with a gap and one value far out, and years by which rows are parted. */
static const double x[ROWS] = {1, 2, 3, NAN, 4, 6, 5, NAN, 9, 7, 8, 1000};
static const uint32_t years[ROWS] = {0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3};

struct bed {
    struct arena *arena;
    struct graph *graph;
    struct graph_column source;
    struct graph_grouping by_year;
    struct graph_binding binding;
};

static int set_up(void **state)
{
    struct bed *bed = calloc(1, sizeof *bed);
    assert_non_null(bed);
    bed->arena = arena_new();
    bed->graph = graph_new(bed->arena);
    bed->source = (struct graph_column){x, 1};
    bed->by_year = (struct graph_grouping){years, 1, PERIODS};
    bed->binding = (struct graph_binding){.sources = &bed->source,
                                          .source_count = 1,
                                          .groupings = &bed->by_year,
                                          .grouping_count = 1,
                                          .countries = COUNTRIES};
    *state = bed;
    return 0;
}

static int tear_down(void **state)
{
    struct bed *bed = *state;
    arena_free(bed->arena);
    free(bed);
    return 0;
}

static bool run_window(struct bed *bed, uint32_t node, size_t first, size_t rows, double *values)
{
    struct arena *scratch = arena_new();
    struct graph_run run = {.binding = &bed->binding,
                            .total = ROWS,
                            .first = first,
                            .rows = rows,
                            .wanted = &node,
                            .wanted_count = 1,
                            .out = &values,
                            .kernel = kernel_for(NULL),
                            .threads = 2};
    bool done = graph_run(bed->graph, &run, scratch);
    arena_free(scratch);
    return done;
}

static void assert_column(struct bed *bed, uint32_t node, const double *expected)
{
    double values[ROWS];
    assert_true(run_window(bed, node, 0, ROWS, values));
    for (size_t row = 0; row < ROWS; row++)
        assert_near(values[row], expected[row], 1e-12);
    for (size_t first = 0; first < ROWS; first++) {
        assert_true(run_window(bed, node, first, ROWS - first, values));
        for (size_t row = first; row < ROWS; row++)
            assert_near(values[row - first], expected[row], 1e-12);
        assert_true(run_window(bed, node, first, 1, values));
        assert_near(values[0], expected[first], 1e-12);
    }
}

/* Gaps are bridged in time; what is far out of all is moved in; each year goes from its lowest to
 * its highest; and of these a rank is taken and looked back at. By hand. */
static void levels_are_computed_one_after_the_other(void **state)
{
    struct bed *bed = *state;
    struct graph *graph = bed->graph;
    const double options[] = {2, 3.5, 5, 1, 0};
    struct graph_goalposts to = {0, 100, false};
    uint32_t bridged = graph_time(graph, GRAPH_LINEAR, graph_source(graph, 0), 0);
    assert_column(bed, bridged, (const double[]){1, 2, 3, 3, 4, 6, 5, 6, 9, 7, 8, 1000});
    uint32_t limits = graph_frame(graph, GRAPH_FRAME_TREAT, "treat/x", 0, &bridged, 1, options, 5);
    uint32_t treated = graph_treat(graph, bridged, limits);
    assert_column(bed, treated, (const double[]){1, 2, 3, 3, 4, 6, 5, 6, 9, 7, 8, 9});
    uint32_t ends = graph_frame(graph, GRAPH_FRAME_ENDS, "normalise/x", 1, &treated, 1, NULL, 0);
    uint32_t scaled = graph_goalposts(graph, &to, treated, graph_figure(graph, ends, 0),
                                      graph_figure(graph, ends, 1));
    assert_column(bed, scaled,
                  (const double[]){0, 50, 100, 0, 100.0 / 3, 100, 0, 25, 100, 0, 50, 100});
    uint32_t rank = graph_place(graph, GRAPH_RANK, 0, scaled);
    assert_column(bed, rank, (const double[]){1, 7, 9, 1, 6, 9, 1, 5, 9, 1, 7, 9});
    uint32_t lag = graph_time(graph, GRAPH_LAG, rank, 2);
    uint32_t change = graph_binary(graph, GRAPH_SUBTRACT, rank, lag);
    assert_column(bed, change, (const double[]){NAN, NAN, NAN, NAN, NAN, NAN, 0, -2, 0, 0, 1, 0});
    assert_int_equal(graph_reach(graph, scaled), GRAPH_REACH_PANEL); /* the bridge looks around */
}

static void reach_is_that_of_all_below(void **state)
{
    struct bed *bed = *state;
    struct graph *graph = bed->graph;
    uint32_t source = graph_source(graph, 0), one = graph_const(graph, 1);
    uint32_t sum = graph_binary(graph, GRAPH_ADD, source, one);
    uint32_t frame = graph_frame(graph, GRAPH_FRAME_MEAN, "f", 0, &sum, 1, NULL, 0);
    uint32_t figure = graph_figure(graph, frame, 0);
    uint32_t place = graph_place(graph, GRAPH_RANK, 0, figure);
    uint32_t call = graph_call(graph, 0, &source, 1, 1);
    bool marks[16];
    assert_int_equal(graph_reach(graph, sum), GRAPH_REACH_ROW);
    assert_int_equal(graph_reach(graph, figure), GRAPH_REACH_FRAME);
    assert_int_equal(graph_reach(graph, place), GRAPH_REACH_PANEL);
    assert_int_equal(graph_reach(graph, graph_answer(graph, call, 0)), GRAPH_REACH_ROW);
    assert_true(graph_looks_around(graph, frame) && graph_looks_around(graph, place));
    assert_false(graph_looks_around(graph, figure) || graph_looks_around(graph, call));
    assert_int_equal(graph_source_number(graph, source), 0);
    assert_int_equal(graph_source_number(graph, sum), UINT32_MAX);
    graph_mark_above(graph, place, &sum, 1, marks);
    assert_true(marks[place] && marks[figure] && marks[frame]);
    assert_false(marks[sum] || marks[source] || marks[one] || marks[call]);
    graph_mark_above(graph, sum, &sum, 1, marks);
    assert_false(marks[sum] || marks[source]);
}

/* What a call was given: how many rows, and the first of its column. */
struct caller {
    size_t calls;
    size_t rows;
    double first;
    bool fails;
};

static bool call_out(void *context, uint32_t call, const double *const *columns, size_t rows,
                     double *const *results)
{
    struct caller *caller = context;
    caller->calls++;
    caller->rows = rows;
    caller->first = columns[0][0];
    for (size_t row = 0; row < rows; row++) {
        results[0][row] = columns[0][row] * 10 + call;
        results[1][row] = -columns[0][row];
    }
    return !caller->fails;
}

static void a_call_gets_the_rows_that_are_needed(void **state)
{
    struct bed *bed = *state;
    struct graph *graph = bed->graph;
    struct caller caller = {0};
    bed->binding.call = call_out;
    bed->binding.call_context = &caller;
    uint32_t source = graph_source(graph, 0);
    uint32_t call = graph_call(graph, 3, &source, 1, 2);
    uint32_t first = graph_answer(graph, call, 0), second = graph_answer(graph, call, 1);
    uint32_t sum = graph_binary(graph, GRAPH_ADD, first, second);
    double values[ROWS];
    assert_true(run_window(bed, sum, 4, 2, values));
    assert_int_equal(caller.calls, 1);
    assert_int_equal(caller.rows, 2);
    assert_near(caller.first, 4, 0);
    assert_near(values[0], 4 * 9 + 3, 1e-12);
    assert_near(values[1], 6 * 9 + 3, 1e-12);
    uint32_t lag = graph_time(graph, GRAPH_LAG, first, 1);
    assert_true(run_window(bed, graph_binary(graph, GRAPH_SUBTRACT, second, lag), 4, 2, values));
    assert_int_equal(caller.calls, 2);
    assert_int_equal(caller.rows, ROWS);
    assert_near(values[0], -4 - 23, 1e-12);
}

static void a_call_that_fails_or_is_not_there_fails_the_run(void **state)
{
    struct bed *bed = *state;
    struct caller caller = {.fails = true};
    uint32_t source = graph_source(bed->graph, 0);
    uint32_t node = graph_answer(bed->graph, graph_call(bed->graph, 0, &source, 1, 2), 0);
    double values[ROWS];
    assert_false(run_window(bed, node, 0, ROWS, values));
    bed->binding.call = call_out;
    bed->binding.call_context = &caller;
    assert_false(run_window(bed, node, 0, ROWS, values));
    caller.fails = false;
    assert_true(run_window(bed, node, 0, ROWS, values));
    assert_int_equal(caller.calls, 2);
}

static void time_needs_the_rows_of_a_panel(void **state)
{
    struct bed *bed = *state;
    double values[ROWS];
    uint32_t lag = graph_time(bed->graph, GRAPH_LAG, graph_source(bed->graph, 0), 1);
    bed->binding.countries = 0;
    assert_false(run_window(bed, lag, 0, ROWS, values));
    bed->binding.countries = 5; /* not so many a period */
    assert_false(run_window(bed, lag, 0, ROWS, values));
}

/* A lag of more periods than there can be is none of fewer. */
static void a_lag_beyond_all_periods_is_missing(void **state)
{
    struct bed *bed = *state;
    static const size_t periods[] = {PERIODS, 10000, (size_t)1 << 24, ((size_t)1 << 24) + 1,
                                     (size_t)1 << 32};
    double values[ROWS];
    for (size_t i = 0; i < STAT_COUNT(periods); i++) {
        uint32_t lag = graph_time(bed->graph, GRAPH_LAG, graph_source(bed->graph, 0), periods[i]);
        assert_true(run_window(bed, lag, 0, ROWS, values));
        for (size_t row = 0; row < ROWS; row++)
            assert_true(isnan(values[row]));
    }
}

static void nothing_may_be_asked_of_no_rows(void **state)
{
    struct bed *bed = *state;
    double value = 7;
    uint32_t source = graph_source(bed->graph, 0);
    uint32_t frame = graph_frame(bed->graph, GRAPH_FRAME_MEAN, "f", 0, &source, 1, NULL, 0);
    assert_true(run_window(bed, graph_figure(bed->graph, frame, 0), 5, 0, &value));
    assert_true(run_window(bed, source, ROWS, 0, &value));
    assert_near(value, 7, 0);
}

/* The first frame of the graph that has one is told of, whatever is asked first. */
static void of_several_troubles_the_first_node_s_is_told(void **state)
{
    struct bed *bed = *state;
    struct graph *graph = bed->graph;
    struct graph_trouble trouble;
    uint32_t source = graph_source(graph, 0), zero = graph_const(graph, 0);
    uint32_t nothing = graph_binary(graph, GRAPH_MULTIPLY, source, zero);
    uint32_t fine = graph_frame(graph, GRAPH_FRAME_ENDS, "fine", 0, &source, 1, NULL, 0);
    uint32_t first = graph_frame(graph, GRAPH_FRAME_ENDS, "first", 0, &nothing, 1, NULL, 0);
    uint32_t second = graph_frame(graph, GRAPH_FRAME_MOST, "second", 0, &nothing, 1, NULL, 0);
    uint32_t wanted[] = {graph_figure(graph, second, 0), graph_figure(graph, first, 0),
                         graph_figure(graph, fine, 0)};
    double values[3][ROWS], *out[] = {values[0], values[1], values[2]};
    struct graph_run run = {.binding = &bed->binding,
                            .total = ROWS,
                            .rows = ROWS,
                            .wanted = wanted,
                            .wanted_count = 3,
                            .out = out,
                            .kernel = kernel_for(NULL),
                            .threads = 3,
                            .trouble = &trouble};
    assert_true(graph_run(graph, &run, bed->arena));
    assert_int_equal(trouble.node, first);
    run.wanted_count = 1;
    assert_true(graph_run(graph, &run, bed->arena));
    assert_int_equal(trouble.node, second);
    run.wanted = &wanted[2];
    assert_true(graph_run(graph, &run, bed->arena));
    assert_int_equal(trouble.node, GRAPH_NONE);
}

/* However often it runs, what it took is given back. */
static void scratch_is_given_back(void **state)
{
    struct bed *bed = *state;
    double values[ROWS], *out = values;
    uint32_t source = graph_source(bed->graph, 0);
    uint32_t frame = graph_frame(bed->graph, GRAPH_FRAME_MEDIAN, "f", 1, &source, 1, NULL, 0);
    uint32_t node =
        graph_binary(bed->graph, GRAPH_SUBTRACT, source, graph_figure(bed->graph, frame, 0));
    size_t size = 0;
    for (int i = 0; i < 50; i++) {
        assert_true(graph_evaluate(bed->graph, &bed->binding, ROWS, &node, 1, &out,
                                   kernel_for(NULL), bed->arena));
        if (i == 1)
            size = arena_size_bytes(bed->arena);
    }
    assert_int_equal(arena_size_bytes(bed->arena), size);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(levels_are_computed_one_after_the_other),
        TEST(reach_is_that_of_all_below),
        TEST(a_call_gets_the_rows_that_are_needed),
        TEST(a_call_that_fails_or_is_not_there_fails_the_run),
        TEST(time_needs_the_rows_of_a_panel),
        TEST(a_lag_beyond_all_periods_is_missing),
        TEST(nothing_may_be_asked_of_no_rows),
        TEST(of_several_troubles_the_first_node_s_is_told),
        TEST(scratch_is_given_back),
    };
    return cmocka_run_group_tests_name("graph run", tests, NULL, NULL);
}
