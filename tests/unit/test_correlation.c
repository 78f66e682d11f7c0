#include "stat/correlation.h"

#include "stat_fixture.h"

/* The first of F. J. Anscombe's four sets, Graphs in statistical analysis, The American
 * Statistician 27, 1973, 17-21. */
static const double anscombe_x[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
static const double anscombe_y[] = {8.04, 6.95, 7.58,  8.81, 8.33, 9.96,
                                    7.24, 4.26, 10.84, 4.82, 5.68};

static const double *const columns[] = {stat_plur3, stat_civic5, stat_corr3};

static double pearson(const double *x, const double *y, size_t rows)
{
    return correlation_pearson(kernel_for(NULL), x, y, rows);
}

static double spearman(const double *x, const double *y, size_t rows)
{
    struct arena *arena = arena_new();
    double rho;
    assert_true(arena && correlation_spearman(kernel_for(NULL), x, y, rows, arena, &rho));
    arena_free(arena);
    return rho;
}

static double kendall(const double *x, const double *y, size_t rows)
{
    struct arena *arena = arena_new();
    double tau;
    assert_true(arena && correlation_kendall(x, y, rows, arena, &tau));
    arena_free(arena);
    return tau;
}

/* R 4.2.2: cor(anscombe$x1, anscombe$y1). */
static void the_textbook_correlation_is_as_printed(void **state)
{
    (void)state;
    assert_near(pearson(anscombe_x, anscombe_y, 11), 0.81642051634483992, 1e-15);
}

/* R 4.2.2: cor(m, use = u, method = k), the elements [1, 2], [1, 3], [2, 3]. */
static void matrices_are_those_of_R(void **state)
{
    static const struct {
        enum correlation_kind kind;
        enum correlation_rows rows;
        double expected[3];
    } cases[] = {
        {CORRELATION_PEARSON,
         CORRELATION_PAIRWISE,
         {-0.026859042588242614, -0.070823450853851069, -0.45808593429954142}},
        {CORRELATION_PEARSON,
         CORRELATION_COMPLETE,
         {-0.010177692077841839, -0.070823450853851055, -0.45808593429954142}},
        {CORRELATION_SPEARMAN,
         CORRELATION_PAIRWISE,
         {-0.11456395666921981, -0.043850267379679141, -0.42276546982429331}},
        {CORRELATION_SPEARMAN,
         CORRELATION_COMPLETE,
         {-0.016348357524828112, -0.043850267379679141, -0.42276546982429331}},
        {CORRELATION_KENDALL,
         CORRELATION_PAIRWISE,
         {-0.10668563300142246, -0.023172905525846707, -0.29055258467023176}},
        {CORRELATION_KENDALL,
         CORRELATION_COMPLETE,
         {-0.023172905525846707, -0.023172905525846707, -0.29055258467023176}},
    };
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(cases); i++) {
        double m[9];
        assert_true(correlation_matrix(kernel_for(NULL), cases[i].kind, cases[i].rows, columns, 3,
                                       STAT_UNITS, arena, m));
        assert_near(m[1], cases[i].expected[0], 1e-15);
        assert_near(m[2], cases[i].expected[1], 1e-15);
        assert_near(m[5], cases[i].expected[2], 1e-15);
        for (int k = 0; k < 3; k++)
            assert_true(m[4 * k] == 1 && m[3 * k + 1] == m[3 + k] && m[3 * k + 2] == m[6 + k]);
    }
    arena_free(arena);
}

/* scipy 1.10.1, stats.kendalltau and stats.spearmanr of the two lists. */
static void ties_are_taken_account_of(void **state)
{
    static const double x[] = {1, 2, 2, 3, 3, 3, 4, 5, 5, 6}, y[] = {2, 1, 2, 2, 4, 3, 3, 3, 5, 4};
    (void)state;
    assert_near(kendall(x, y, 10), 0.6412364700532214, 1e-15);
    assert_near(spearman(x, y, 10), 0.7746383063887837, 1e-15);
}

/* Against every pair of rows. */
static void tau_counts_pairs_that_agree_and_disagree(void **state)
{
    double x[120], y[120];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (size_t rows = 3; rows < 120; rows += 9) {
        long agree = 0, disagree = 0, by_x = 0, by_y = 0;
        for (size_t i = 0; i < rows; i++) {
            x[i] = stat_random(&seed) % 10 ? (double)(stat_random(&seed) % 12) : NAN;
            y[i] = stat_random(&seed) % 10 ? (double)(stat_random(&seed) % rows) : NAN;
        }
        x[0] = y[0] = 20;
        x[1] = y[1] = 30;
        for (size_t i = 0; i < rows; i++)
            for (size_t j = 0; j < i; j++) {
                if (isnan(x[i]) || isnan(x[j]) || isnan(y[i]) || isnan(y[j]))
                    continue;
                double turn = (x[i] - x[j]) * (y[i] - y[j]);
                agree += turn > 0;
                disagree += turn < 0;
                by_x += x[i] != x[j];
                by_y += y[i] != y[j];
            }
        double expected = (double)(agree - disagree) / sqrt((double)by_x * (double)by_y);
        assert_near(kendall(x, y, rows), expected, 1e-15);
    }
}

static void what_does_not_vary_correlates_with_nothing(void **state)
{
    static const double x[] = {0.1, 0.1, 0.1, NAN, 5}, y[] = {1, 2, 3, 4, NAN}, one[] = {1},
                        other[] = {NAN};
    (void)state;
    assert_true(isnan(pearson(x, y, 5)) && isnan(spearman(x, y, 5)) && isnan(kendall(x, y, 5)));
    assert_true(isnan(pearson(y, x, 5)) && isnan(kendall(y, x, 5)));
    assert_true(isnan(pearson(one, one, 1)) && isnan(kendall(one, one, 1)));
    assert_true(isnan(pearson(one, other, 1)) && isnan(spearman(one, one, 0)));
    assert_true(pearson(y, y, 2) == 1); /* two points make a line */
}

/* Shifts and positive factors change nothing, a negative one the sign, an increasing function
 * leaves ranks alone. */
static void correlations_do_not_depend_on_units(void **state)
{
    double moved[STAT_UNITS], turned[STAT_UNITS], bent[STAT_UNITS];
    const double *x = stat_civic5, *y = stat_corr3;
    (void)state;
    for (int i = 0; i < STAT_UNITS; i++) {
        moved[i] = 1e6 + 1e-3 * x[i];
        turned[i] = 3 - 7 * x[i];
        bent[i] = x[i] * x[i] * x[i];
    }
    double r = pearson(x, y, STAT_UNITS), rho = spearman(x, y, STAT_UNITS),
           tau = kendall(x, y, STAT_UNITS);
    assert_near(pearson(moved, y, STAT_UNITS), r, 1e-8); /* 1e6 keeps so many digits of 1e-3 */
    assert_near(pearson(turned, y, STAT_UNITS), -r, 1e-14);
    assert_true(spearman(bent, y, STAT_UNITS) == rho && kendall(bent, y, STAT_UNITS) == tau);
    assert_near(spearman(turned, y, STAT_UNITS), -rho, 1e-15);
    assert_true(kendall(turned, y, STAT_UNITS) == -tau);
    assert_true(pearson(y, x, STAT_UNITS) == r && kendall(y, x, STAT_UNITS) == tau);
    assert_true(pearson(x, x, STAT_UNITS) == 1 && kendall(x, x, STAT_UNITS) == 1);
}

static void every_width_gives_the_same_correlation(void **state)
{
    double x[300], y[300];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (int i = 0; i < 300; i++) {
        x[i] = stat_random(&seed) % 7 ? stat_uniform(&seed) : NAN;
        y[i] = stat_random(&seed) % 7 ? stat_uniform(&seed) + x[i % 9] : NAN;
    }
    for (size_t k = 0; kernel_name(k); k++)
        for (size_t rows = 0; kernel_for(kernel_name(k)) && rows <= 300; rows++) {
            double narrow = correlation_pearson(kernel_for("16"), x, y, rows);
            double wide = correlation_pearson(kernel_for(kernel_name(k)), x, y, rows);
            assert_memory_equal(&narrow, &wide, sizeof narrow);
        }
}

static void matrices_without_complete_rows_are_missing(void **state)
{
    static const double x[] = {1, NAN, 3, NAN}, y[] = {NAN, 2, NAN, 4};
    const double *both[] = {x, y};
    struct arena *arena = arena_new();
    double m[4];
    (void)state;
    assert_true(correlation_matrix(kernel_for(NULL), CORRELATION_SPEARMAN, CORRELATION_COMPLETE,
                                   both, 2, 4, arena, m));
    for (int i = 0; i < 4; i++)
        assert_true(isnan(m[i]));
    assert_true(correlation_matrix(kernel_for(NULL), CORRELATION_PEARSON, CORRELATION_PAIRWISE,
                                   both, 2, 4, arena, m));
    assert_true(m[0] == 1 && m[3] == 1 && isnan(m[1]) && isnan(m[2]));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_textbook_correlation_is_as_printed),
        cmocka_unit_test(matrices_are_those_of_R),
        cmocka_unit_test(ties_are_taken_account_of),
        cmocka_unit_test(tau_counts_pairs_that_agree_and_disagree),
        cmocka_unit_test(what_does_not_vary_correlates_with_nothing),
        cmocka_unit_test(correlations_do_not_depend_on_units),
        cmocka_unit_test(every_width_gives_the_same_correlation),
        cmocka_unit_test(matrices_without_complete_rows_are_missing),
    };
    return cmocka_run_group_tests_name("correlation", tests, NULL, NULL);
}
