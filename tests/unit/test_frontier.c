#include "stat/frontier.h"

#include "base/pool.h"

#include "stat_fixture.h"

#include <dlfcn.h>
#include <glpk.h>

/* Stands before GLPK's own, so that a test can make it fail as it does without memory. */
static const char *stop_with;

void glp_std_basis(glp_prob *problem)
{
    void (*own)(glp_prob *);
    void *found = dlsym(RTLD_NEXT, "glp_std_basis");
    memcpy(&own, &found, sizeof own);
    if (stop_with)
        glp_error("%s\n", stop_with);
    own(problem);
}

enum { COUNTRIES = STAT_TAI_COUNTRIES, INDICATORS = STAT_TAI_INDICATORS };

static enum frontier_status solve(const double *const *columns, size_t count, size_t units,
                                  double least, double most, double *scores, double *weights)
{
    const struct frontier_bounds bounds = {least, most};
    struct arena *arena = arena_new();
    struct frontier_place place;
    enum frontier_status status =
        frontier_scores(columns, count, units, &bounds, arena, scores, weights, &place);
    arena_free(arena);
    return status;
}

/* No unit above 1, each weight within its bounds, the score what the weights make of the unit. */
static void assert_consistent(double least, double most, const double *scores,
                              const double *weights)
{
    for (size_t i = 0; i < COUNTRIES; i++) {
        double sums[COUNTRIES] = {0};
        for (size_t j = 0; j < INDICATORS; j++) {
            double weight = weights[i * INDICATORS + j];
            double share = weight * stat_tai[j][i] / scores[i];
            assert_true(weight >= 0 && share >= least - 1e-9 && share <= most + 1e-9);
            for (size_t k = 0; k < COUNTRIES; k++)
                sums[k] += weight * stat_tai[j][k];
        }
        assert_near(sums[i], scores[i], 1e-14);
        for (size_t k = 0; k < COUNTRIES; k++)
            assert_true(sums[k] <= 1 + 1e-14);
    }
}

/* scipy 1.10.1, optimize.linprog(method="highs-ds") on the programme as the header has it, with
 * tolerances of 10^-10. */
static void scores_are_those_of_another_solver(void **state)
{
    static const double free[] = {1,
                                  0.99999999999999,
                                  1,
                                  1,
                                  1,
                                  0.99449804640778,
                                  0.98076641939418,
                                  0.99611112320224,
                                  1,
                                  1,
                                  0.96226080047607,
                                  1,
                                  0.95749976445463,
                                  0.93744408116378,
                                  0.975,
                                  0.96337269558117,
                                  0.9604511067526,
                                  0.95295373889011,
                                  0.92330529007198,
                                  0.9666781822179,
                                  0.88702616356727,
                                  0.89595124684786,
                                  0.91531358939732};
    static const double bound[] = {1,
                                   1,
                                   1,
                                   1,
                                   0.30003665012027,
                                   0.91093482312637,
                                   0.74452967415848,
                                   0.42784818609897,
                                   0.62355403583059,
                                   0.14307552728226,
                                   0.74771179942161,
                                   0.69029710798114,
                                   0.74904847407938,
                                   0.63063581097384,
                                   0.56467639542461,
                                   0.61642876171807,
                                   0.69613932313486,
                                   0.59649288018857,
                                   0.39716714481954,
                                   0.19732240827132,
                                   0.27746648307871,
                                   0.28696978467993,
                                   0.29481165916345};
    double scores[COUNTRIES], weights[COUNTRIES * INDICATORS];
    (void)state;
    assert_int_equal(solve(stat_tai_columns, INDICATORS, COUNTRIES, 0, 1, scores, weights),
                     FRONTIER_OK);
    assert_consistent(0, 1, scores, weights);
    for (int i = 0; i < COUNTRIES; i++)
        assert_near(scores[i], free[i], 1e-12);
    assert_int_equal(solve(stat_tai_columns, INDICATORS, COUNTRIES, 0.05, 0.3, scores, weights),
                     FRONTIER_OK);
    assert_consistent(0.05, 0.3, scores, weights);
    for (int i = 0; i < COUNTRIES; i++)
        assert_near(scores[i], bound[i], 1e-12);
}

/* By hand: with one column the share of the largest; with two, (4, 1), (1, 4), (2, 2), whose third
 * is best with equal weights 1/5. */
static void small_frontiers_are_as_worked_by_hand(void **state)
{
    static const double x[] = {4, 1, 2}, y[] = {1, 4, 2};
    static const double *const columns[] = {x, y};
    double scores[3], weights[6];
    (void)state;
    assert_int_equal(solve(columns, 1, 3, 0, 1, scores, weights), FRONTIER_OK);
    assert_true(scores[0] == 1 && scores[1] == 0.25 && scores[2] == 0.5);
    assert_int_equal(solve(columns, 2, 3, 0, 1, scores, weights), FRONTIER_OK);
    assert_true(scores[0] == 1 && scores[1] == 1);
    assert_near(scores[2], 0.8, 1e-15);
    assert_near(weights[4], 0.2, 1e-15);
    assert_near(weights[5], 0.2, 1e-15);
    /* Half of each: the first has 4 w = v, the best with that is itself. */
    assert_int_equal(solve(columns, 2, 3, 0.5, 0.5, scores, weights), FRONTIER_OK);
    assert_near(scores[2], 0.8, 1e-14);
    assert_near(scores[0], 8.0 / 17, 1e-14); /* against 1 + 16: (1, 4) with w = 1, v = 4 */
}

static void missing_values_count_for_nothing(void **state)
{
    static const double x[] = {4, NAN, 2, NAN, 0}, y[] = {NAN, 4, 2, NAN, 0};
    static const double *const columns[] = {x, y};
    double scores[5], weights[10];
    (void)state;
    assert_int_equal(solve(columns, 2, 5, 0, 1, scores, weights), FRONTIER_OK);
    assert_true(scores[0] == 1 && weights[1] == 0 && scores[1] == 1 && weights[2] == 0);
    assert_near(scores[2], 1, 1e-15); /* 2 w + 2 v <= 1 binds with w = v = 1/4 */
    assert_true(isnan(scores[3]) && scores[4] == 0 && weights[8] == 0);
    /* Bounds of 30 to 70 %: a unit with one value cannot meet them. */
    assert_int_equal(solve(columns, 2, 5, 0.3, 0.7, scores, weights), FRONTIER_OK);
    assert_true(isnan(scores[0]) && isnan(scores[1]) && isnan(scores[3]));
    assert_near(scores[2], 1, 1e-14);
    assert_int_equal(solve(columns, 2, 5, 0.3, 1, scores, NULL), FRONTIER_OK);
    assert_true(scores[0] == 1 && scores[4] == 0); /* a least share is met by the value it has */
}

static void a_zero_makes_no_share(void **state)
{
    static const double x[] = {4, 2}, y[] = {0, 1};
    static const double *const columns[] = {x, y};
    double scores[2];
    (void)state;
    assert_int_equal(solve(columns, 2, 2, 0.1, 1, scores, NULL), FRONTIER_OK);
    assert_true(scores[0] == 0 && scores[1] == 1);
    assert_int_equal(solve(columns, 2, 2, 0, 0.9, scores, NULL), FRONTIER_OK);
    assert_true(scores[0] == 0 && scores[1] == 1);
    assert_int_equal(solve(columns, 2, 2, 0, 1, scores, NULL), FRONTIER_OK);
    assert_true(scores[0] == 1 && scores[1] == 1);
}

static void what_has_no_solution_is_refused(void **state)
{
    static const double x[] = {1, 2, 3}, y[] = {1, -0.5, 3};
    static const double *const columns[] = {x, y};
    const struct frontier_bounds all = {0, 1}, much = {0.6, 1}, little = {0, 0.4},
                                 wrong = {0.5, 0.4};
    struct frontier_place place;
    struct arena *arena = arena_new();
    double scores[3];
    (void)state;
    assert_int_equal(frontier_scores(columns, 2, 3, &all, arena, scores, NULL, &place),
                     FRONTIER_NEGATIVE);
    assert_true(place.column == 1 && place.unit == 1);
    assert_int_equal(frontier_scores(columns, 2, 1, &much, arena, scores, NULL, &place),
                     FRONTIER_BOUNDS);
    assert_int_equal(frontier_scores(columns, 2, 1, &little, arena, scores, NULL, &place),
                     FRONTIER_BOUNDS);
    assert_int_equal(frontier_scores(columns, 2, 1, &wrong, arena, scores, NULL, &place),
                     FRONTIER_BOUNDS);
    assert_true(frontier_fits(&much, 1) && !frontier_fits(&little, 2) && frontier_fits(&little, 3));
    assert_int_equal(frontier_scores(columns, 2, 0, &all, arena, scores, NULL, &place),
                     FRONTIER_OK);
    arena_free(arena);
}

/* Other units of a column, or another order of rows and columns, change no score; the bits are the
 * same when asked again. */
static void scores_do_not_depend_on_units_or_order(void **state)
{
    static double moved[INDICATORS][COUNTRIES];
    const double *other[INDICATORS];
    double scores[COUNTRIES], again[COUNTRIES], turned[COUNTRIES];
    (void)state;
    for (size_t j = 0; j < INDICATORS; j++) {
        other[j] = moved[INDICATORS - 1 - j];
        for (size_t i = 0; i < COUNTRIES; i++)
            moved[j][i] = stat_tai[j][COUNTRIES - 1 - i] * pow(10, (double)j * 3 - 9);
    }
    solve(stat_tai_columns, INDICATORS, COUNTRIES, 0.02, 0.4, scores, NULL);
    solve(stat_tai_columns, INDICATORS, COUNTRIES, 0.02, 0.4, again, NULL);
    solve(other, INDICATORS, COUNTRIES, 0.02, 0.4, turned, NULL);
    assert_memory_equal(scores, again, sizeof scores);
    for (size_t i = 0; i < COUNTRIES; i++)
        assert_near(turned[COUNTRIES - 1 - i], scores[i], 1e-12);
}

/* Were its message not kept back it would stand among the lines of TAP. */
static void an_end_of_the_solver_is_a_status_and_leaves_nothing(void **state)
{
    double scores[COUNTRIES], again[COUNTRIES];
    (void)state;
    solve(stat_tai_columns, INDICATORS, COUNTRIES, 0, 1, scores, NULL);
    for (int i = 0; i < 3; i++) {
        stop_with = "glp_alloc: no memory available";
        assert_int_equal(solve(stat_tai_columns, INDICATORS, COUNTRIES, 0, 1, again, NULL),
                         FRONTIER_NO_MEMORY);
        stop_with = "Assertion failed";
        assert_int_equal(solve(stat_tai_columns, INDICATORS, COUNTRIES, 0, 1, again, NULL),
                         FRONTIER_FAILED);
        stop_with = NULL;
        assert_int_equal(solve(stat_tai_columns, INDICATORS, COUNTRIES, 0, 1, again, NULL),
                         FRONTIER_OK);
        assert_memory_equal(scores, again, sizeof scores);
    }
    assert_int_equal(glp_free_env(), 1); /* there is none to free */
}

struct share {
    double scores[COUNTRIES];
    enum frontier_status status;
};

static bool solve_piece(void *shares, size_t index, unsigned worker)
{
    struct share *share = (struct share *)shares + index;
    (void)worker;
    share->status = solve(stat_tai_columns, INDICATORS, COUNTRIES, 0.05, 0.3, share->scores, NULL);
    return true;
}

static void threads_solve_side_by_side(void **state)
{
    static struct share shares[8];
    (void)state;
    if (!frontier_is_threaded())
        skip();
    assert_true(pool_run(2, 8, solve_piece, shares));
    for (int i = 0; i < 8; i++) {
        assert_int_equal(shares[i].status, FRONTIER_OK);
        assert_memory_equal(shares[i].scores, shares[0].scores, sizeof shares[0].scores);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_another_solver),
        cmocka_unit_test(small_frontiers_are_as_worked_by_hand),
        cmocka_unit_test(missing_values_count_for_nothing),
        cmocka_unit_test(a_zero_makes_no_share),
        cmocka_unit_test(what_has_no_solution_is_refused),
        cmocka_unit_test(scores_do_not_depend_on_units_or_order),
        cmocka_unit_test(an_end_of_the_solver_is_a_status_and_leaves_nothing),
        cmocka_unit_test(threads_solve_side_by_side),
    };
    return cmocka_run_group_tests_name("frontier", tests, NULL, NULL);
}
