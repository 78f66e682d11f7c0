#include "stat/reliability.h"

#include "stat_fixture.h"

enum { DEPARTMENTS = 30, QUESTIONS = 7, POINTS = 101 };

/* R's data set attitude: percentages of favourable answers in thirty departments (S. Chatterjee and
 * B. Price, Regression Analysis by Example, 1977, section 3.7). */
static const double attitude[QUESTIONS][DEPARTMENTS] = {
    {43, 63, 71, 61, 81, 43, 58, 71, 72, 67, 64, 67, 69, 68, 77,
     81, 74, 65, 65, 50, 50, 64, 53, 40, 63, 66, 78, 48, 85, 82},
    {51, 64, 70, 63, 78, 55, 67, 75, 82, 61, 53, 60, 62, 83, 77,
     90, 85, 60, 70, 58, 40, 61, 66, 37, 54, 77, 75, 57, 85, 82},
    {30, 51, 68, 45, 56, 49, 42, 50, 72, 45, 53, 47, 57, 83, 54,
     50, 64, 65, 46, 68, 33, 52, 52, 42, 42, 66, 58, 44, 71, 39},
    {39, 54, 69, 47, 66, 44, 56, 55, 67, 47, 58, 39, 42, 45, 72,
     72, 69, 75, 57, 54, 34, 62, 50, 58, 48, 63, 74, 45, 71, 59},
    {61, 63, 76, 54, 71, 54, 66, 70, 71, 62, 58, 59, 55, 59, 79,
     60, 79, 55, 75, 64, 43, 66, 63, 50, 66, 88, 80, 51, 77, 64},
    {92, 73, 86, 84, 83, 49, 68, 66, 83, 80, 67, 74, 63, 77, 77,
     54, 79, 80, 85, 78, 64, 80, 80, 57, 75, 76, 78, 83, 74, 78},
    {45, 47, 48, 35, 47, 34, 35, 41, 31, 41, 34, 41, 25, 35, 46,
     36, 63, 60, 46, 52, 33, 41, 37, 49, 33, 72, 49, 38, 55, 39}};

static const double *const questions[QUESTIONS] = {
    attitude[0], attitude[1], attitude[2], attitude[3], attitude[4], attitude[5], attitude[6]};

static double alpha_of(const double *const *columns, size_t count, size_t rows, size_t *complete)
{
    struct arena *arena = arena_new();
    double alpha;
    assert_true(reliability_alpha(kernel_for(NULL), columns, count, rows, arena, &alpha, complete));
    arena_free(arena);
    return alpha;
}

static double ratio_of(const double *x, const double *y, size_t rows)
{
    struct arena *arena = arena_new();
    double ratio;
    assert_true(reliability_ratio(kernel_for(NULL), x, y, rows, arena, &ratio));
    arena_free(arena);
    return ratio;
}

/* R 4.2.2: v <- var(attitude); 7 / 6 * (1 - sum(diag(v)) / sum(v)). */
static void alpha_is_that_of_R(void **state)
{
    size_t complete;
    (void)state;
    assert_near(alpha_of(questions, QUESTIONS, DEPARTMENTS, &complete), 0.84314276956475986, 1e-14);
    assert_int_equal(complete, DEPARTMENTS);
}

/* By hand: the same column twice has alpha 1; columns that run against each other a negative one:
 * variances 1 and 13/12, of the sums (0, 0.5, 0) 1/12. */
static void alpha_is_as_worked_by_hand(void **state)
{
    static const double up[] = {1, 2, 3}, down[] = {-1, -1.5, -3};
    const double *twice[] = {up, up}, *against[] = {up, down};
    size_t complete;
    (void)state;
    assert_near(alpha_of(twice, 2, 3, &complete), 1, 1e-15);
    assert_near(alpha_of(against, 2, 3, &complete), 2 * (1 - (1 + 13.0 / 12) * 12), 1e-13);
}

static void rows_that_lack_something_do_not_count_for_alpha(void **state)
{
    double gaps[2][DEPARTMENTS + 3];
    const double *columns[] = {gaps[0], gaps[1]};
    size_t complete, all;
    (void)state;
    for (int column = 0; column < 2; column++) {
        memcpy(gaps[column], attitude[column], sizeof attitude[column]);
        for (int row = DEPARTMENTS; row < DEPARTMENTS + 3; row++)
            gaps[column][row] = (row + column) % 2 ? NAN : 1000;
    }
    assert_near(alpha_of(columns, 2, DEPARTMENTS + 3, &complete),
                alpha_of(questions, 2, DEPARTMENTS, &all), 1e-15);
    assert_true(complete == DEPARTMENTS && all == DEPARTMENTS);
}

static void what_cannot_vary_has_no_alpha(void **state)
{
    static const double up[] = {0.5, 1.5}, down[] = {-0.5, -1.5}, gap[] = {NAN, 1};
    const double *against[] = {up, down}, *apart[] = {up, gap};
    size_t complete;
    (void)state;
    assert_true(isnan(alpha_of(against, 1, 2, &complete)));
    assert_true(isnan(alpha_of(against, 2, 2, &complete)) && complete == 2);
    assert_true(isnan(alpha_of(apart, 2, 2, &complete)) && complete == 1);
}

/* R 4.2.2: cor(attitude)[, 1]^2. */
static void importance_is_the_squared_correlation(void **state)
{
    static const double expected[] = {1,
                                      0.681314164108863363,
                                      0.181575586984045606,
                                      0.388974452874352228,
                                      0.348264033275245577,
                                      0.024473208155592348,
                                      0.024051745745881231};
    double importance[QUESTIONS];
    (void)state;
    reliability_importance(kernel_for(NULL), questions, QUESTIONS, attitude[0], DEPARTMENTS,
                           importance);
    for (int i = 0; i < QUESTIONS; i++)
        assert_near(importance[i], expected[i], 1e-15);
}

/* R 4.2.2 on the Technology Achievement Index, electricity on patents, internet and telephones:
 * each y foretold by lm(y ~ I(x - x[i]), weights = pmax(0, 1 - ((x - x[i]) / h)^2)) of the other
 * rows, h that of the five with the least sum of squares (once, twice, twice), then var(m) / var(y)
 * with m[i] the intercept over all rows. */
static void the_ratio_is_that_of_local_lines_of_R(void **state)
{
    (void)state;
    assert_near(ratio_of(stat_tai[0], stat_tai[5], STAT_TAI_COUNTRIES), 0.20934624560905873, 1e-13);
    assert_near(ratio_of(stat_tai[2], stat_tai[5], STAT_TAI_COUNTRIES), 0.69317367543109787, 1e-13);
    assert_near(ratio_of(stat_tai[4], stat_tai[5], STAT_TAI_COUNTRIES), 0.61496563809720028, 1e-12);
}

/* A line explains all of a line, and nothing of a parabola about its middle, where a curve does. */
static void curves_explain_what_lines_do_not(void **state)
{
    double x[POINTS], line[POINTS], parabola[POINTS], importance[2];
    const double *columns[] = {line, parabola};
    (void)state;
    for (int i = 0; i < POINTS; i++) {
        x[i] = (i * 37 % POINTS - POINTS / 2) / 10.0;
        line[i] = 1000 - 3 * x[i];
        parabola[i] = x[i] * x[i];
    }
    reliability_importance(kernel_for(NULL), columns, 2, x, POINTS, importance);
    assert_near(importance[0], 1, 1e-14);
    assert_near(importance[1], 0, 1e-14);
    assert_near(ratio_of(x, line, POINTS), 1, 1e-12);
    assert_true(ratio_of(x, parabola, POINTS) > 0.9);
}

static void noise_explains_little_and_few_rows_nothing(void **state)
{
    double x[POINTS], y[POINTS], level[POINTS];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (int i = 0; i < POINTS; i++) {
        x[i] = stat_uniform(&seed);
        y[i] = stat_uniform(&seed);
        level[i] = 0.1;
    }
    assert_true(ratio_of(x, y, POINTS) < 0.15);
    assert_true(isnan(ratio_of(x, level, POINTS)) && isnan(ratio_of(level, y, POINTS)));
    assert_true(isnan(ratio_of(x, y, 9)) && !isnan(ratio_of(x, y, 10)));
    assert_true(isnan(ratio_of(x, y, 0)));
    x[0] = y[1] = NAN;
    assert_true(isnan(ratio_of(x, y, 11)) && !isnan(ratio_of(x, y, 12)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(alpha_is_that_of_R),
        cmocka_unit_test(alpha_is_as_worked_by_hand),
        cmocka_unit_test(rows_that_lack_something_do_not_count_for_alpha),
        cmocka_unit_test(what_cannot_vary_has_no_alpha),
        cmocka_unit_test(importance_is_the_squared_correlation),
        cmocka_unit_test(the_ratio_is_that_of_local_lines_of_R),
        cmocka_unit_test(curves_explain_what_lines_do_not),
        cmocka_unit_test(noise_explains_little_and_few_rows_nothing),
    };
    return cmocka_run_group_tests_name("reliability", tests, NULL, NULL);
}
