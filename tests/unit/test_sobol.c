#include "stat/sobol.h"
#include "stat/sobol_index.h"

#include "stat_fixture.h"

#include <stdlib.h>

static void begin(void **state, size_t dimensions, const struct sobol **sobol)
{
    *state = arena_new();
    assert_non_null(*state);
    *sobol = sobol_make(*state, dimensions);
    assert_non_null(*sobol);
}

static int end(void **state)
{
    arena_free(*state);
    return 0;
}

/* The first eight points of three dimensions as sobol.cc of F. Y. Kuo and S. Joe
 * (web.maths.unsw.edu.au/~fkuo/sobol) prints them from that file, in the order of a Gray code:
 * point i there is i ^ i / 2 here. */
static void first_points_are_those_of_Joe_and_Kuo(void **state)
{
    static const double points[8][3] = {{0, 0, 0},
                                        {0.5, 0.5, 0.5},
                                        {0.75, 0.25, 0.25},
                                        {0.25, 0.75, 0.75},
                                        {0.375, 0.375, 0.625},
                                        {0.875, 0.875, 0.125},
                                        {0.625, 0.125, 0.875},
                                        {0.125, 0.625, 0.375}};
    const struct sobol *sobol;
    begin(state, 3, &sobol);
    for (uint32_t i = 0; i < 8; i++)
        for (size_t d = 0; d < 3; d++)
            assert_true(sobol_coordinate(sobol, d, i ^ i >> 1) * 0x1p-32 == points[i][d]);
}

/* Lines 10, 40, 1000 and 1111 of new-joe-kuo-6.21201: the first direction numbers m. */
static void direction_numbers_are_those_of_the_file(void **state)
{
    static const struct {
        size_t dimension;
        uint32_t m[13];
        size_t count;
    } lines[] = {
        {10, {1, 1, 7, 11, 19}, 5},
        {40, {1, 3, 1, 11, 11, 11, 77, 249}, 8},
        {1000, {1, 1, 3, 9, 3, 3, 105, 201, 373, 877, 919, 1263, 6649}, 13},
        {1111, {1, 1, 5, 15, 19, 1, 7, 211, 157, 603, 403, 1387, 1583}, 13},
    };
    const struct sobol *sobol;
    begin(state, SOBOL_DIMENSIONS, &sobol);
    for (size_t i = 0; i < STAT_COUNT(lines); i++)
        for (size_t k = 0; k < lines[i].count; k++)
            assert_int_equal(sobol->directions[(lines[i].dimension - 1) * SOBOL_BITS + k] >>
                                 (SOBOL_BITS - 1 - k),
                             lines[i].m[k]);
}

/* In each dimension every interval of 1/1024 holds one of 1,024 points, whichever aligned block of
 * the sequence they are. */
static void every_interval_holds_one_scrambled_point(void **state)
{
    enum { POINTS = 1024 };
    double x[POINTS];
    const struct sobol *sobol;
    begin(state, SOBOL_DIMENSIONS, &sobol);
    for (size_t d = 0; d < SOBOL_DIMENSIONS; d++) {
        bool met[POINTS] = {false};
        sobol_points(sobol, d, 7 + d, (uint32_t)(d % 3) * POINTS, POINTS, x);
        for (size_t i = 0; i < POINTS; i++) {
            size_t place = (size_t)(x[i] * POINTS);
            assert_true(x[i] > 0 && x[i] < 1 && !met[place]);
            met[place] = true;
        }
    }
}

/* Dimensions 1 and 2 are a (0, m, 2)-net (Sobol', USSR Comput. Math. Math. Phys. 7, 1967, 86-112):
 * each of the 1,024 boxes of any shape holds one point, scrambled or not. */
static void every_elementary_box_holds_one_scrambled_point(void **state)
{
    enum { POINTS = 1024, BITS = 10 };
    double x[POINTS], y[POINTS];
    const struct sobol *sobol;
    begin(state, 2, &sobol);
    for (uint64_t seed = 0; seed < 20; seed++) {
        sobol_points(sobol, 0, seed, 0, POINTS, x);
        sobol_points(sobol, 1, seed, 0, POINTS, y);
        for (unsigned wide = 0; wide <= BITS; wide++) {
            bool met[POINTS] = {false};
            double across = (double)(1 << wide), up = (double)(POINTS >> wide);
            for (size_t i = 0; i < POINTS; i++) {
                size_t box = (size_t)(x[i] * across) * (size_t)up + (size_t)(y[i] * up);
                assert_false(met[box]);
                met[box] = true;
            }
        }
    }
}

static void a_point_is_the_same_alone(void **state)
{
    double all[100], one;
    const struct sobol *sobol;
    begin(state, 9, &sobol);
    sobol_points(sobol, 8, 3, 5, 100, all);
    for (uint32_t i = 0; i < 100; i++) {
        sobol_points(sobol, 8, 3, 5 + i, 1, &one);
        assert_true(one == all[i]);
    }
}

/* A scrambled point is uniform: over 4,096 seeds the mean of one coordinate is 1/2 and its square
 * 1/3, within four standard errors. */
static void a_scrambled_point_is_uniform_over_seeds(void **state)
{
    enum { SEEDS = 4096 };
    const struct sobol *sobol;
    begin(state, 5, &sobol);
    for (uint32_t index = 0; index < 8; index++) {
        double sum = 0, squares = 0, x;
        for (uint64_t seed = 0; seed < SEEDS; seed++) {
            sobol_points(sobol, index % 5, seed, index, 1, &x);
            sum += x;
            squares += x * x;
        }
        assert_true(fabs(sum / SEEDS - 0.5) < 4 * sqrt(1. / 12 / SEEDS));
        assert_true(fabs(squares / SEEDS - 1. / 3) < 4 * sqrt(4. / 45 / SEEDS));
    }
}

typedef double model(const double *x);

/* Ishigami and Homma 1990, a = 7, b = 0.1, of inputs over (-π, π). */
static double ishigami(const double *u)
{
    double x[3];
    for (size_t i = 0; i < 3; i++)
        x[i] = (2 * u[i] - 1) * 3.14159265358979323846;
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * x[2] * x[2] * x[2] * x[2] * sin(x[0]);
}

static const double g_parts[] = {0, 1, 4.5, 9, 99, 99, 99, 99};

/* Sobol' g-function with these a: V_i = 1 / 3(1 + a)², V = Π(1 + V_i) - 1. */
static double g_function(const double *u)
{
    double product = 1;
    for (size_t i = 0; i < 8; i++)
        product *= (fabs(4 * u[i] - 2) + g_parts[i]) / (1 + g_parts[i]);
    return product;
}

/* Far above zero: an outcome that is not centred would lose half its digits. */
static double linear(const double *u)
{
    return 1e6 + 3 * u[0] + 2 * u[1] + u[2];
}

/* Outcomes of a design, and their indices. */
static void estimate(struct arena *arena, model *f, size_t inputs, size_t n, uint64_t seed,
                     const size_t *group_of, size_t groups, struct sobol_index *out)
{
    size_t runs = n * (groups + 2);
    double *design = arena_alloc(arena, inputs * runs, sizeof *design), x[16];
    double *y = arena_alloc(arena, runs, sizeof *y);
    struct sobol_runs centred;
    assert_true(sobol_index_design(arena, seed, n, inputs, group_of, groups, design));
    for (size_t run = 0; run < runs; run++) {
        for (size_t i = 0; i < inputs; i++)
            x[i] = design[i * runs + run];
        y[run] = f(x);
    }
    assert_true(
        sobol_index_centre(arena, &(struct sobol_runs){y, y + n, y + 2 * n, n, groups}, &centred));
    sobol_index_estimate(&centred, out);
}

/* Exact: 0.3139 0.4424 0 and 0.5576 0.4424 0.2437 (Ishigami and Homma, ISUMA 1990, 398-403;
 * Saltelli and others, Global Sensitivity Analysis, 2008, 4.8). */
static void indices_of_Ishigami_are_near_their_exact_values(void **state)
{
    static const double first[] = {0.31390519, 0.44241114, 0},
                        total[] = {0.55758886, 0.44241114, 0.24368366};
    struct arena *arena = *state = arena_new();
    double squares = 0;
    for (uint64_t seed = 1; seed <= 50; seed++) {
        struct sobol_index index[3];
        struct arena_mark mark = arena_mark(arena);
        estimate(arena, ishigami, 3, 4096, seed, NULL, 3, index);
        for (size_t i = 0; i < 3; i++) {
            double one = index[i].first - first[i], other = index[i].total - total[i];
            squares += (one * one + other * other) / 6;
            assert_true(seed > 1 || (fabs(one) < 0.015 && fabs(other) < 0.015));
        }
        arena_rewind(arena, mark);
    }
    assert_true(sqrt(squares / 50) < 0.006);
}

static void indices_of_the_g_function_are_near_their_exact_values(void **state)
{
    struct arena *arena = *state = arena_new();
    struct sobol_index index[8];
    double part[8], whole = 1;
    estimate(arena, g_function, 8, 8192, 1, NULL, 8, index);
    for (size_t i = 0; i < 8; i++) {
        part[i] = 1 / (3 * (1 + g_parts[i]) * (1 + g_parts[i]));
        whole *= 1 + part[i];
    }
    for (size_t i = 0; i < 8; i++) {
        double total = part[i] * whole / (1 + part[i]) / (whole - 1);
        assert_true(fabs(index[i].first - part[i] / (whole - 1)) < 0.01);
        assert_true(fabs(index[i].total - total) < 0.01);
    }
}

/* Variances 9, 4 and 1 of 14. */
static void indices_of_a_linear_model_are_the_squares_of_its_terms(void **state)
{
    static const double share[] = {9. / 14, 4. / 14, 1. / 14};
    struct sobol_index index[3];
    *state = arena_new();
    estimate(*state, linear, 3, 4096, 1, NULL, 3, index);
    for (size_t i = 0; i < 3; i++) {
        assert_true(fabs(index[i].first - share[i]) < 0.002);
        assert_true(fabs(index[i].total - share[i]) < 0.002);
    }
}

/* Inputs 1 and 3 of Ishigami together make 0.5576 alone and in all. */
static void a_group_has_what_its_inputs_do_together(void **state)
{
    static const size_t group_of[] = {0, 1, 0};
    struct sobol_index index[2];
    *state = arena_new();
    estimate(*state, ishigami, 3, 4096, 1, group_of, 2, index);
    assert_true(fabs(index[0].first - 0.55758886) < 0.01);
    assert_true(fabs(index[0].total - 0.55758886) < 0.01);
    assert_true(fabs(index[1].first - 0.44241114) < 0.01);
}

static void an_outcome_that_never_moves_has_no_indices(void **state)
{
    static const double same[40];
    struct sobol_index index[2];
    struct sobol_runs centred;
    *state = arena_new();
    assert_true(sobol_index_centre(*state, &(struct sobol_runs){same, same + 10, same + 20, 10, 2},
                                   &centred));
    sobol_index_estimate(&centred, index);
    assert_true(sobol_index_bootstrap(*state, &centred, 1, 100, 1, index));
    assert_true(isnan(index[0].first) && isnan(index[1].total) && isnan(index[1].total_low));
}

static void a_point_with_a_missing_outcome_is_left_out(void **state)
{
    double y[] = {1, 2, 3, 4, 5, NAN, 7, 8, 9};
    struct sobol_runs centred;
    *state = arena_new();
    assert_true(sobol_index_centre(*state, &(struct sobol_runs){y, y + 3, y + 6, 3, 1}, &centred));
    assert_int_equal(centred.points, 2);
    assert_true(centred.a[0] == -2 && centred.b[1] == 2 && centred.ab[1] == 5);
}

/* Runs of the linear model at independent points, for which the bootstrap is made. */
static void independent_runs(struct arena *arena, size_t n, uint64_t *seed, double *y,
                             struct sobol_runs *centred)
{
    for (size_t i = 0; i < n; i++) {
        double a[3], b[3];
        for (size_t k = 0; k < 3; k++) {
            a[k] = stat_uniform(seed);
            b[k] = stat_uniform(seed);
        }
        y[i] = linear(a);
        y[n + i] = linear(b);
        for (size_t k = 0; k < 3; k++) {
            double x[] = {a[0], a[1], a[2]};
            x[k] = b[k];
            y[(2 + k) * n + i] = linear(x);
        }
    }
    assert_true(
        sobol_index_centre(arena, &(struct sobol_runs){y, y + n, y + 2 * n, n, 3}, centred));
}

/* 90 % intervals of indices over 2,000 samples cover the truth 88 to 92 % of the time. */
static void intervals_cover_the_truth_as_often_as_they_say(void **state)
{
    enum { SAMPLES = 2000, POINTS = 512, ROUNDS = 300 };
    static const double share[] = {9. / 14, 4. / 14, 1. / 14};
    static double y[5 * POINTS];
    struct arena *arena = *state = arena_new();
    uint64_t seed = STAT_SEED;
    size_t first = 0, total = 0;
    for (size_t sample = 0; sample < SAMPLES; sample++) {
        struct arena_mark mark = arena_mark(arena);
        struct sobol_runs runs;
        struct sobol_index index[3];
        independent_runs(arena, POINTS, &seed, y, &runs);
        assert_true(sobol_index_bootstrap(arena, &runs, sample, ROUNDS, 1, index));
        for (size_t i = 0; i < 3; i++) {
            first += index[i].first_low <= share[i] && share[i] <= index[i].first_high;
            total += index[i].total_low <= share[i] && share[i] <= index[i].total_high;
        }
        arena_rewind(arena, mark);
    }
    assert_true(first >= 0.88 * 3 * SAMPLES && first <= 0.92 * 3 * SAMPLES);
    assert_true(total >= 0.88 * 3 * SAMPLES && total <= 0.92 * 3 * SAMPLES);
}

static void threads_change_no_interval(void **state)
{
    enum { POINTS = 300 };
    static double y[5 * POINTS];
    struct sobol_index one[3] = {0}, many[3] = {0};
    struct sobol_runs runs;
    uint64_t seed = STAT_SEED;
    *state = arena_new();
    independent_runs(*state, POINTS, &seed, y, &runs);
    assert_true(sobol_index_bootstrap(*state, &runs, 1, 333, 1, one));
    for (unsigned threads = 2; threads <= 3; threads++) {
        assert_true(sobol_index_bootstrap(*state, &runs, 1, 333, threads, many));
        assert_memory_equal(one, many, sizeof one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(first_points_are_those_of_Joe_and_Kuo, end),
        cmocka_unit_test_teardown(direction_numbers_are_those_of_the_file, end),
        cmocka_unit_test_teardown(every_interval_holds_one_scrambled_point, end),
        cmocka_unit_test_teardown(every_elementary_box_holds_one_scrambled_point, end),
        cmocka_unit_test_teardown(a_point_is_the_same_alone, end),
        cmocka_unit_test_teardown(a_scrambled_point_is_uniform_over_seeds, end),
        cmocka_unit_test_teardown(indices_of_Ishigami_are_near_their_exact_values, end),
        cmocka_unit_test_teardown(indices_of_the_g_function_are_near_their_exact_values, end),
        cmocka_unit_test_teardown(indices_of_a_linear_model_are_the_squares_of_its_terms, end),
        cmocka_unit_test_teardown(a_group_has_what_its_inputs_do_together, end),
        cmocka_unit_test_teardown(an_outcome_that_never_moves_has_no_indices, end),
        cmocka_unit_test_teardown(a_point_with_a_missing_outcome_is_left_out, end),
        cmocka_unit_test_teardown(intervals_cover_the_truth_as_often_as_they_say, end),
        cmocka_unit_test_teardown(threads_change_no_interval, end)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
