/* Frames: each kind against figures of other programs or worked out by hand, over classes, and what
 * the data do not give. */

#include "score/graph.h"

#include "stat_fixture.h"

#include <stdlib.h>

enum { ROWS_MAX = 64, FIGURES_MAX = 64 };

/* Columns, how rows are parted, and what a frame took: figures class by class. */
struct taken {
    struct arena *arena;
    const double *columns[4];
    size_t count;
    size_t rows;
    struct graph_grouping grouping; /* classes NULL: all are one */
    const bool *framed;
    double figures[FIGURES_MAX];
    size_t width;
    struct graph_trouble trouble;
};

static int set_up(void **state)
{
    struct taken *taken = calloc(1, sizeof *taken);
    assert_non_null(taken);
    taken->arena = arena_new();
    *state = taken;
    return 0;
}

static int tear_down(void **state)
{
    struct taken *taken = *state;
    arena_free(taken->arena);
    free(taken);
    return 0;
}

static void take(struct taken *taken, enum graph_frame kind, const double *options,
                 size_t option_count)
{
    struct graph *graph = graph_new(taken->arena);
    struct graph_column sources[4];
    struct graph_figures figures;
    struct graph_frame_info info;
    uint32_t operands[4];
    double value[ROWS_MAX], *out = value;
    for (uint32_t i = 0; i < taken->count; i++) {
        operands[i] = graph_source(graph, i);
        sources[i] = (struct graph_column){taken->columns[i], 1};
    }
    uint32_t grouping = taken->grouping.classes != NULL;
    uint32_t frame = graph_frame(graph, kind, "normalise/x", grouping, operands, taken->count,
                                 options, option_count);
    uint32_t wanted = graph_figure(graph, frame, 0);
    struct graph_binding binding = {.sources = sources,
                                    .source_count = taken->count,
                                    .groupings = &taken->grouping,
                                    .grouping_count = grouping,
                                    .framed = taken->framed};
    struct arena *scratch = arena_new();
    struct graph_run run = {.binding = &binding,
                            .total = taken->rows,
                            .rows = taken->rows,
                            .wanted = &wanted,
                            .wanted_count = 1,
                            .out = &out,
                            .kernel = kernel_for(NULL),
                            .threads = 1,
                            .figures = &figures,
                            .keep = taken->arena,
                            .trouble = &taken->trouble};
    assert_true(graph_run(graph, &run, scratch));
    arena_free(scratch);
    assert_true(graph_frame_info(graph, frame, &info));
    assert_string_equal(info.name, "normalise/x");
    taken->width = info.width;
    size_t classes = grouping ? taken->grouping.count : 1;
    assert_true(classes * info.width <= FIGURES_MAX);
    memcpy(taken->figures, figures.of[frame], classes * info.width * sizeof(double));
    assert_true(taken->trouble.node == GRAPH_NONE || taken->trouble.node == frame);
}

static void take_one(struct taken *taken, enum graph_frame kind, const double *x, size_t rows)
{
    taken->columns[0] = x;
    taken->count = 1;
    taken->rows = rows;
    take(taken, kind, NULL, 0);
}

static void assert_trouble(const struct taken *taken, const char *what, uint32_t class,
                           size_t operand)
{
    if (taken->trouble.node == GRAPH_NONE || strcmp(taken->trouble.what, what) != 0)
        fail_msg("%s", taken->trouble.node == GRAPH_NONE ? "no trouble" : taken->trouble.what);
    assert_int_equal(taken->trouble.class_of, class);
    assert_int_equal(taken->trouble.operand, operand);
}

#define assert_no_trouble(taken) assert_int_equal((taken)->trouble.node, GRAPH_NONE)

/* Python 3.11: min, max, statistics.fmean, stdev, median of the islands. */
static void figures_of_a_column_are_those_of_other_programs(void **state)
{
    struct taken *taken = *state;
    take_one(taken, GRAPH_FRAME_ENDS, stat_islands, 48);
    assert_int_equal(taken->width, 2);
    assert_true(taken->figures[0] == 12 && taken->figures[1] == 16988);
    take_one(taken, GRAPH_FRAME_MOST, stat_islands, 48);
    assert_true(taken->width == 1 && taken->figures[0] == 16988);
    take_one(taken, GRAPH_FRAME_MEAN, stat_islands, 48);
    assert_near(taken->figures[0], 1252.7291666666667, 1e-15);
    take_one(taken, GRAPH_FRAME_MOMENTS, stat_islands, 48);
    assert_near(taken->figures[0], 1252.7291666666667, 1e-15);
    assert_near(taken->figures[1], 3371.1457345220965, 1e-15);
    take_one(taken, GRAPH_FRAME_MEDIAN, stat_islands, 48);
    assert_true(taken->figures[0] == 41);
    assert_no_trouble(taken);
}

/* COINr 1.1.14, Treat() with its defaults: plur3 is held below 10.1242, civic5 above -15.0166. */
static void outliers_are_limited_as_COINr_limits_them(void **state)
{
    struct taken *taken = *state;
    const double options[] = {2, 3.5, 5, 1, 0};
    taken->columns[0] = stat_plur3;
    taken->count = 1;
    taken->rows = STAT_UNITS;
    take(taken, GRAPH_FRAME_TREAT, options, 5);
    assert_int_equal(taken->width, GRAPH_TREAT_FIGURES);
    assert_true(isinf(taken->figures[1]) && taken->figures[2] == 10.1242);
    assert_true(taken->figures[3] == 0.0148127 && taken->figures[4] == 40.39);
    taken->columns[0] = stat_civic5;
    take(taken, GRAPH_FRAME_TREAT, options, 5);
    assert_true(taken->figures[1] == -15.0166 && isinf(taken->figures[2]));
    assert_no_trouble(taken);
}

/* Two columns have components that weigh both alike. Two pairs, each column of a pair the other's
 * double, that have nothing to do with each other: two factors, a quarter each. */
static void components_and_factors_weigh_by_what_columns_share(void **state)
{
    static const double x[] = {1, 1, -1, -1}, y[] = {1, -1, 1, -1}, z[] = {3, 5, 4, 9};
    static const double x2[] = {2, 2, -2, -2}, y2[] = {5, 1, 5, 1};
    const double eigenvalue = 1;
    struct taken *taken = *state;
    memcpy(taken->columns, (const double *[]){x, z}, 2 * sizeof *taken->columns);
    taken->count = 2;
    taken->rows = 4;
    take(taken, GRAPH_FRAME_PCA, NULL, 0);
    assert_near(taken->figures[0], 0.5, 1e-12);
    assert_near(taken->figures[1], 0.5, 1e-12);
    memcpy(taken->columns, (const double *[]){x, y, x2, y2}, sizeof taken->columns);
    taken->count = 4;
    take(taken, GRAPH_FRAME_FACTORS, &eigenvalue, 1);
    for (size_t i = 0; i < 4; i++)
        assert_near(taken->figures[i], 0.25, 1e-9);
    assert_no_trouble(taken);
}

/* Entropy of 1, 3 is (ln 4 - 0.75 ln 3) / ln 2, of 2, 2 it is 1; CRITIC of two columns is as their
 * standard deviations are. */
static void columns_with_more_spread_weigh_more(void **state)
{
    static const double x[] = {1, 3}, y[] = {2, 2}, a[] = {1, 2, 6}, b[] = {4, 2, 7};
    struct taken *taken = *state;
    memcpy(taken->columns, (const double *[]){x, y}, 2 * sizeof *taken->columns);
    taken->count = 2;
    taken->rows = 2;
    take(taken, GRAPH_FRAME_ENTROPY, NULL, 0);
    assert_near(taken->figures[0], 1, 1e-12);
    assert_near(taken->figures[1], 0, 1e-12);
    memcpy(taken->columns, (const double *[]){a, b}, 2 * sizeof *taken->columns);
    taken->rows = 3;
    take(taken, GRAPH_FRAME_CRITIC, NULL, 0);
    double sd_a = sqrt(7), sd_b = sqrt(19.0 / 3);
    assert_near(taken->figures[0], sd_a / (sd_a + sd_b), 1e-12);
    assert_near(taken->figures[1], sd_b / (sd_a + sd_b), 1e-12);
}

/* Classes 0 and 2 have rows, 1 has none; two rows are in no class. */
static void each_class_has_figures_of_its_own(void **state)
{
    static const double x[] = {5, 1, NAN, 7, 100, 3, -100};
    static const uint32_t classes[] = {0, 2, 0, 0, UINT32_MAX, 2, UINT32_MAX};
    static const bool framed[] = {true, true, true, false, true, true, true};
    struct taken *taken = *state;
    taken->grouping = (struct graph_grouping){classes, 1, 3};
    take_one(taken, GRAPH_FRAME_ENDS, x, 7);
    static const double ends[] = {5, 7, NAN, NAN, 1, 3};
    for (size_t i = 0; i < 6; i++)
        assert_near(taken->figures[i], ends[i], 0);
    assert_no_trouble(taken);
    take_one(taken, GRAPH_FRAME_MEDIAN, x, 7);
    assert_near(taken->figures[0], 6, 0);
    assert_near(taken->figures[1], NAN, 0);
    assert_near(taken->figures[2], 2, 0);
    taken->framed = framed;
    take_one(taken, GRAPH_FRAME_MEAN, x, 7);
    assert_near(taken->figures[0], 5, 0);
    assert_near(taken->figures[2], 2, 0);
}

static void a_class_without_a_range_is_told_of(void **state)
{
    static const double x[] = {1, 4, 2, 4, NAN, NAN};
    static const uint32_t classes[] = {0, 1, 0, 1, 2, 2};
    struct taken *taken = *state;
    taken->grouping = (struct graph_grouping){classes, 1, 3};
    take_one(taken, GRAPH_FRAME_ENDS, x, 6);
    assert_trouble(taken, "has the same value everywhere, so its lowest and highest are one", 1, 0);
    take_one(taken, GRAPH_FRAME_MOMENTS, x, 6);
    assert_trouble(taken, "has the same value everywhere, so its standard deviation is 0", 1, 0);
    take_one(taken, GRAPH_FRAME_MEAN, x, 6);
    assert_no_trouble(taken);
}

static void too_few_values_are_told_of(void **state)
{
    static const double one[] = {NAN, 3, NAN}, two[] = {1, 2, NAN}, none[] = {NAN, NAN, NAN};
    const double options[] = {2, 3.5, 5, 1, 0}, logarithm[] = {0, 0, 0, 2, 0};
    struct taken *taken = *state;
    take_one(taken, GRAPH_FRAME_MOMENTS, one, 3);
    assert_trouble(taken, "has one value only, so it has no standard deviation", 0, 0);
    take_one(taken, GRAPH_FRAME_ENDS, one, 3);
    assert_trouble(taken, "has the same value everywhere, so its lowest and highest are one", 0, 0);
    taken->columns[0] = two;
    take(taken, GRAPH_FRAME_TREAT, options, 5);
    assert_trouble(taken, "has fewer than three values, so it has no skewness", 0, 0);
    take(taken, GRAPH_FRAME_TREAT, logarithm, 5);
    assert_no_trouble(taken);
    static const enum graph_frame kinds[] = {
        GRAPH_FRAME_ENDS,   GRAPH_FRAME_MOST, GRAPH_FRAME_MEAN,    GRAPH_FRAME_MOMENTS,
        GRAPH_FRAME_MEDIAN, GRAPH_FRAME_PCA,  GRAPH_FRAME_ENTROPY, GRAPH_FRAME_CRITIC};
    for (size_t i = 0; i < STAT_COUNT(kinds); i++) {
        take_one(taken, kinds[i], none, 3);
        assert_no_trouble(taken);
        for (size_t k = 0; k < taken->width; k++)
            assert_true(isnan(taken->figures[k]));
    }
    take(taken, GRAPH_FRAME_TREAT, options, 5);
    assert_no_trouble(taken);
}

static void a_highest_value_of_0_is_told_of(void **state)
{
    static const double x[] = {-3, 0, -1}, y[] = {-3, -2, -1};
    struct taken *taken = *state;
    take_one(taken, GRAPH_FRAME_MOST, x, 3);
    assert_trouble(taken, "has 0 as its highest value, so nothing is a share of it", 0, 0);
    take_one(taken, GRAPH_FRAME_MOST, y, 3);
    assert_no_trouble(taken);
}

/* One value far out of two: when it has moved in, all are one. */
static void a_column_that_loses_all_differences_is_told_of(void **state)
{
    static const double x[] = {1, 1, 1, 1, 1, 1, 1, 9};
    const double options[] = {2, 3.5, 5, 1, 0}, untouched[] = {3, 3.5, 5, 1, 0};
    struct taken *taken = *state;
    taken->columns[0] = x;
    taken->count = 1;
    taken->rows = 8;
    take(taken, GRAPH_FRAME_TREAT, options, 5);
    assert_trouble(taken, "has so few different values that moving the outermost leaves none", 0,
                   0);
    assert_near(taken->figures[0], 0, 0);
    take(taken, GRAPH_FRAME_TREAT, untouched, 5);
    assert_no_trouble(taken);
}

/* Of the second of two columns, in the second class. */
static void weights_that_the_data_do_not_give_are_told_of(void **state)
{
    static const double x[] = {1, 2, 3, 1, 2, 3}, y[] = {4, 1, 3, 5, 5, 5},
                        z[] = {1, 2, 3, -1, 2, 3};
    static const uint32_t classes[] = {0, 0, 0, 1, 1, 1};
    struct taken *taken = *state;
    taken->grouping = (struct graph_grouping){classes, 1, 2};
    memcpy(taken->columns, (const double *[]){x, y}, 2 * sizeof *taken->columns);
    taken->count = 2;
    taken->rows = 6;
    take(taken, GRAPH_FRAME_PCA, NULL, 0);
    assert_trouble(taken, "has the same value everywhere, so it has no correlations", 1, 1);
    assert_near(taken->figures[0], 0.5, 1e-12);
    assert_true(isnan(taken->figures[2]));
    take(taken, GRAPH_FRAME_CRITIC, NULL, 0);
    assert_trouble(taken, "has the same value everywhere, so it has no correlations", 1, 1);
    taken->columns[1] = z;
    take(taken, GRAPH_FRAME_ENTROPY, NULL, 0);
    assert_trouble(taken, "has a value below 0, which has no entropy", 1, 1);
    taken->rows = 2;
    take(taken, GRAPH_FRAME_PCA, NULL, 0);
    assert_int_equal(taken->trouble.class_of, 0);
    assert_int_equal(taken->trouble.operand, SIZE_MAX);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(figures_of_a_column_are_those_of_other_programs),
        TEST(outliers_are_limited_as_COINr_limits_them),
        TEST(components_and_factors_weigh_by_what_columns_share),
        TEST(columns_with_more_spread_weigh_more),
        TEST(each_class_has_figures_of_its_own),
        TEST(a_class_without_a_range_is_told_of),
        TEST(too_few_values_are_told_of),
        TEST(a_highest_value_of_0_is_told_of),
        TEST(a_column_that_loses_all_differences_is_told_of),
        TEST(weights_that_the_data_do_not_give_are_told_of),
    };
    return cmocka_run_group_tests_name("graph frame", tests, NULL, NULL);
}
