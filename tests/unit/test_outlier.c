#include "stat/outlier.h"

#include "stat_fixture.h"

static const struct outlier_options standard = {2, 3.5, 5, true};

enum { ROWS_MAX = 48 };

static struct outlier find(const double *x, size_t rows, struct outlier_options options)
{
    double scratch[ROWS_MAX];
    return outlier_find(kernel_for(NULL), x, rows, &options, scratch);
}

static void assert_winsorised(struct outlier outlier, size_t moved, double lower, double upper,
                              double skew, double kurtosis)
{
    assert_int_equal(outlier.kind, OUTLIER_WINSORISED);
    assert_true(outlier.passes && outlier.moved == moved);
    assert_true(outlier.lower == lower && outlier.upper == upper);
    assert_near(outlier.skew_after, skew, 1e-14);
    assert_near(outlier.kurtosis_after, kurtosis, 1e-14);
}

static void assert_held(const struct outlier *outlier, const double *x)
{
    double out[STAT_UNITS];
    outlier_apply(kernel_for(NULL), outlier, x, STAT_UNITS, out);
    for (size_t i = 0; i < STAT_UNITS; i++)
        assert_near(out[i],
                    x[i] < outlier->lower   ? outlier->lower
                    : x[i] > outlier->upper ? outlier->upper
                                            : x[i],
                    0);
}

/* COINr 1.1.14, Treat() with its defaults on the invented data: what moved where, and skewness and
 * kurtosis after; these three were treated of 22. */
static void columns_are_winsorised_as_COINr_does(void **state)
{
    struct outlier plur3 = find(stat_plur3, STAT_UNITS, standard),
                   civic5 = find(stat_civic5, STAT_UNITS, standard),
                   corr3 = find(stat_corr3, STAT_UNITS, standard);
    (void)state;
    assert_winsorised(plur3, 2, -INFINITY, 10.1242, 1.4544907897470749, 0.85460781613008674);
    assert_winsorised(civic5, 3, -15.0166, INFINITY, -2.0476287825777346, 3.0446027253363321);
    assert_winsorised(corr3, 2, -INFINITY, 48.2374, 0.0093001946423267607, 0.36992793034928378);
    assert_near(plur3.skew_before, 3.7068233079538535, 1e-14);
    assert_near(plur3.kurtosis_before, 13.925935373662281, 1e-14);
    assert_held(&plur3, stat_plur3);
    assert_held(&civic5, stat_civic5);
    assert_held(&corr3, stat_corr3);
}

/* The same program, winsorise() with winmax 6, skew_thresh 0.1, kurt_thresh 1: both ends move in
 * turn, the two 900 together. */
static void both_ends_move_and_equal_values_move_together(void **state)
{
    double x[36];
    (void)state;
    for (int i = 0; i < 30; i++)
        x[i] = i + 1;
    memcpy(x + 30, (const double[]){500, -400, 900, 900, -120, NAN}, 6 * sizeof *x);
    struct outlier outlier = find(x, 36, (struct outlier_options){0.1, 1, 6, true});
    assert_near(outlier.skew_before, 2.672885115737841, 1e-14);
    assert_winsorised(outlier, 5, 1, 30, -0.034245358152889059, -1.3309449667193096);
    assert_true(outlier.minimum == -400 && outlier.maximum == 900);
}

/* The same program, islands of R: winsorise() with winmax 2, then log_CT(), and for their negative
 * log_CT_plus(). */
static void what_still_fails_is_given_its_logarithm_mirrored_for_low_outliers(void **state)
{
    static const int rows[] = {0, 1, 3, 4, 46};
    static const double expected[] = {9.3642418779050605, 8.6407833331463699, 8.0474327326021751,
                                      5.1576750367455704, 5.1343856748656727};
    const struct outlier_options two = {2, 3.5, 2, true};
    double turned[48], out[48], mirrored[48];
    (void)state;
    for (int i = 0; i < 48; i++)
        turned[i] = -stat_islands[i];
    struct outlier high = find(stat_islands, 48, two), low = find(turned, 48, two);
    assert_int_equal(high.kind, OUTLIER_LOG);
    assert_int_equal(low.kind, OUTLIER_LOG_MIRRORED);
    assert_true(high.passes && high.moved == 0 && isinf(high.lower) && isinf(high.upper));
    assert_near(high.skew_after, 1.9580996719180039, 1e-13);
    assert_near(high.kurtosis_after, 2.4476275978628199, 1e-13);
    assert_near(low.skew_after, -1.9580996719180039, 1e-13);
    outlier_apply(kernel_for(NULL), &high, stat_islands, 48, out);
    outlier_apply(kernel_for(NULL), &low, turned, 48, mirrored);
    for (size_t i = 0; i < STAT_COUNT(rows); i++) {
        assert_near(out[rows[i]], expected[i], 1e-15);
        assert_near(mirrored[rows[i]], -expected[i], 1e-15);
    }
}

static void without_a_logarithm_what_fails_stays_winsorised(void **state)
{
    const struct outlier_options options = {2, 3.5, 2, false};
    double out[48];
    (void)state;
    struct outlier outlier = outlier_find(kernel_for(NULL), stat_islands, 48, &options, out);
    assert_int_equal(outlier.kind, OUTLIER_WINSORISED);
    assert_true(!outlier.passes && outlier.moved == 2 && outlier.upper == 9390);
    assert_near(outlier.skew_after, 2.6041073929066001, 1e-14); /* COINr, check_SkewKurt1 */
    assert_near(outlier.kurtosis_after, 5.6372894103892062, 1e-14);
    assert_true(out[0] == 9390 && out[1] == 5500 && out[2] == 9390);
}

static void nothing_may_move_where_the_most_is_none(void **state)
{
    (void)state;
    struct outlier outlier = find(stat_islands, 48, (struct outlier_options){2, 3.5, 0, false});
    assert_true(outlier.kind == OUTLIER_NONE && !outlier.passes && outlier.moved == 0);
}

/* COINr leaves such a column as it is, too. */
static void a_column_is_never_made_all_alike(void **state)
{
    double x[40] = {0};
    (void)state;
    x[39] = 1;
    struct outlier outlier = find(x, 40, standard);
    assert_true(outlier.kind == OUTLIER_NONE && !outlier.passes && outlier.moved == 0);
    x[38] = 2;
    outlier = find(x, 40, standard);
    assert_true(outlier.kind == OUTLIER_NONE && !outlier.passes);
    assert_true(isinf(outlier.lower) && isinf(outlier.upper));
    assert_true(outlier.skew_after == outlier.skew_before);
}

static void columns_without_shape_pass(void **state)
{
    static const double few[] = {1, NAN, 1000}, equal[] = {7, 7, 7, 7, NAN, 7}, none[] = {NAN, NAN};
    double out[3], scratch[6];
    (void)state;
    assert_true(find(few, 3, standard).passes && find(equal, 6, standard).passes);
    struct outlier outlier = find(none, 2, standard);
    assert_true(outlier.passes && outlier.kind == OUTLIER_NONE && isnan(outlier.minimum));
    assert_int_equal(outlier_log(kernel_for(NULL), equal, 6, scratch).kind, OUTLIER_NONE);
    assert_int_equal(outlier_boxcox(kernel_for(NULL), none, 2, 1, scratch).kind, OUTLIER_NONE);
    outlier = find(few, 3, standard);
    outlier_apply(kernel_for(NULL), &outlier, few, 3, out);
    assert_true(out[0] == 1 && isnan(out[1]) && out[2] == 1000);
}

/* scipy 1.10.1, special.boxcox(x - 12 + 1, lambda); skewness and kurtosis by COINr. */
static void powers_are_those_of_Box_and_Cox(void **state)
{
    static const struct {
        double lambda, of_11506, of_16;
    } expected[] = {{0.3, 51.7514236703616, 2.0688553223092083},
                    {0, 9.349667437197281, 1.6094379124341003},
                    {-0.5, 1.9813458481439064, 1.105572809000084},
                    {1e-9, 9.349667480905422, 1.6094379137292454},
                    {-1e-5, 9.349230369412917, 1.6094249610516118},
                    {2, 66067512, 12}};
    double out[48], scratch[48];
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(expected); i++) {
        struct outlier outlier =
            outlier_boxcox(kernel_for(NULL), stat_islands, 48, expected[i].lambda, scratch);
        outlier_apply(kernel_for(NULL), &outlier, stat_islands, 48, out);
        assert_int_equal(outlier.kind, OUTLIER_BOXCOX);
        assert_near(out[0], expected[i].of_11506, 5e-15);
        assert_near(out[4], expected[i].of_16, 5e-15);
        assert_true(out[46] == 0); /* the minimum */
    }
    struct outlier outlier = outlier_boxcox(kernel_for(NULL), stat_islands, 48, 0.3, scratch);
    assert_near(outlier.skew_after, 1.9504895664057584, 1e-13);
    assert_near(outlier.kurtosis_after, 2.7814830587238202, 1e-13);
}

static void assert_keeps_order(const struct outlier *outlier)
{
    static const double wide[] = {-1e300, -20000, -17000, -12, 0, 12, 13, 16987, 16988, 1e5, 1e300};
    double out[STAT_COUNT(wide)];
    outlier_apply(kernel_for(NULL), outlier, wide, STAT_COUNT(wide), out);
    for (size_t i = 0; i < STAT_COUNT(wide); i++)
        assert_true(isfinite(out[i]) && (i == 0 || out[i] >= out[i - 1]));
}

/* A treatment may be stored and meet values beyond those it was found on. */
static void later_values_have_a_result_in_their_order(void **state)
{
    double turned[48], scratch[48];
    const struct kernel *kernel = kernel_for(NULL);
    (void)state;
    for (int i = 0; i < 48; i++)
        turned[i] = -stat_islands[i];
    struct outlier log = outlier_log(kernel, stat_islands, 48, scratch),
                   mirrored = outlier_log(kernel, turned, 48, scratch),
                   power = outlier_boxcox(kernel, stat_islands, 48, -0.5, scratch),
                   held = find(stat_islands, 48, standard);
    assert_int_equal(mirrored.kind, OUTLIER_LOG_MIRRORED);
    assert_keeps_order(&log);
    assert_keeps_order(&mirrored);
    assert_keeps_order(&power);
    assert_keeps_order(&held);
}

static void every_width_finds_the_same(void **state)
{
    double x[700], scratch[700];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (int round = 0; round < 60; round++) {
        for (int i = 0; i < 700; i++) {
            double u = stat_uniform(&seed);
            x[i] = i % 23 == 0 ? NAN : round % 3 ? u / (1.001 - u) : -u / (1.0001 - u);
        }
        for (size_t k = 0; kernel_name(k); k++) {
            const struct kernel *kernel = kernel_for(kernel_name(k));
            struct outlier narrow, wide;
            memset(&narrow, 0, sizeof narrow);
            memset(&wide, 0, sizeof wide);
            narrow = outlier_find(kernel_for("16"), x, 700, &standard, scratch);
            wide = kernel ? outlier_find(kernel, x, 700, &standard, scratch) : narrow;
            assert_true(narrow.kind == wide.kind && narrow.moved == wide.moved);
            assert_memory_equal(&narrow.skew_after, &wide.skew_after, sizeof narrow.skew_after);
            assert_memory_equal(&narrow.kurtosis_after, &wide.kurtosis_after,
                                sizeof narrow.kurtosis_after);
        }
    }
}

/* In rows of any order, turned upside down, or in other units the same points are outliers. */
static void order_turning_and_units_do_not_matter(void **state)
{
    double x[48], turned[48];
    uint64_t seed = STAT_SEED;
    struct outlier plain = find(stat_islands, 48, standard);
    (void)state;
    memcpy(x, stat_islands, sizeof x);
    for (int round = 0; round < 50; round++) {
        stat_shuffle(x, 48, &seed);
        for (int i = 0; i < 48; i++)
            turned[i] = 7 - 1000 * x[i];
        struct outlier same = find(x, 48, standard), other = find(turned, 48, standard);
        assert_winsorised(same, 4, -INFINITY, 5500, plain.skew_after, plain.kurtosis_after);
        assert_winsorised(other, 4, 7 - 5500000, INFINITY, -plain.skew_after, plain.kurtosis_after);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_are_winsorised_as_COINr_does),
        cmocka_unit_test(both_ends_move_and_equal_values_move_together),
        cmocka_unit_test(what_still_fails_is_given_its_logarithm_mirrored_for_low_outliers),
        cmocka_unit_test(without_a_logarithm_what_fails_stays_winsorised),
        cmocka_unit_test(nothing_may_move_where_the_most_is_none),
        cmocka_unit_test(a_column_is_never_made_all_alike),
        cmocka_unit_test(columns_without_shape_pass),
        cmocka_unit_test(powers_are_those_of_Box_and_Cox),
        cmocka_unit_test(later_values_have_a_result_in_their_order),
        cmocka_unit_test(every_width_finds_the_same),
        cmocka_unit_test(order_turning_and_units_do_not_matter),
    };
    return cmocka_run_group_tests_name("outlier", tests, NULL, NULL);
}
