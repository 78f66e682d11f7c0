#include "stat/moments.h"

#include "stat_fixture.h"

static struct moments of(const double *x, size_t rows)
{
    return moments_of(kernel_for(NULL), x, rows);
}

static void assert_moments(struct moments moments, double count, double mean, double sd,
                           double skew, double kurtosis)
{
    assert_true((double)moments.count == count);
    assert_near(moments.mean, mean, 1e-13);
    assert_near(moments.sd, sd, 1e-13);
    assert_near(moments.skewness, skew, 1e-13);
    assert_near(moments.kurtosis, kurtosis, 1e-13);
}

/* Microsoft's pages on the functions SKEW and KURT of Excel give 0.359543 and -0.151799637 for
 * these ten; more digits by scipy 1.10.1, stats.skew(x, bias=False) and stats.kurtosis(x,
 * bias=False). */
static void skewness_and_kurtosis_are_those_of_spreadsheets(void **state)
{
    static const double x[] = {3, 4, 5, 2, 3, 4, 5, 6, 4, 7};
    (void)state;
    struct moments moments = of(x, 10);
    assert_near(moments.skewness, 0.35954307140679753, 1e-15);
    assert_near(moments.kurtosis, -0.15179963720841405, 1e-15);
    assert_true(moments.minimum == 2 && moments.maximum == 7 && moments.mean == 4.3);
}

/* R 4.2.2: mean(x), sd(x), and the formulas of the header written out with sum(). */
static void moments_are_those_of_R(void **state)
{
    (void)state;
    assert_moments(of(stat_islands, 48), 48, 1252.7291666666667, 3371.1457345220961,
                   3.3098086134977271, 11.424893213408506);
}

/* COINr 1.1.14, check_SkewKurt() on these columns with their gaps. */
static void moments_skip_what_is_missing(void **state)
{
    (void)state;
    struct moments plur3 = of(stat_plur3, STAT_UNITS), civic5 = of(stat_civic5, STAT_UNITS),
                   corr3 = of(stat_corr3, STAT_UNITS);
    assert_true(plur3.count == 40 && civic5.count == 38 && corr3.count == 34);
    assert_near(plur3.skewness, 3.7068233079538535, 1e-14);
    assert_near(plur3.kurtosis, 13.925935373662281, 1e-14);
    assert_near(civic5.skewness, -3.9947707427982371, 1e-14);
    assert_near(civic5.kurtosis, 17.140823672663782, 1e-14);
    assert_near(corr3.skewness, 3.9189308344520355, 1e-14);
    assert_near(corr3.kurtosis, 14.639498503519457, 1e-14);
}

/* National Institute of Standards and Technology, Statistical Reference Datasets, univariate
 * summary statistics, NumAcc1 to NumAcc4: certified mean and standard deviation. */
static void what_a_large_common_part_leaves_over_is_right(void **state)
{
    static const double few[] = {10000001, 10000003, 10000002};
    static const struct {
        double centre, share;
    } sets[] = {{1.2, 1e-13}, {1000000.2, 1e-9}, {10000000.2, 1e-8}};
    double x[1001];
    (void)state;
    struct moments moments = of(few, 3);
    assert_true(moments.mean == 10000002 && moments.sd == 1 && moments.skewness == 0);
    for (size_t set = 0; set < STAT_COUNT(sets); set++) {
        x[0] = sets[set].centre;
        for (int i = 1; i < 1001; i++)
            x[i] = sets[set].centre + (i % 2 ? -0.1 : 0.1);
        moments = of(x, 1001);
        assert_near(moments.mean, sets[set].centre, 1e-15);
        assert_near(moments.sd, 0.1, sets[set].share);
    }
}

static void too_few_values_have_no_moments(void **state)
{
    static const double x[] = {NAN, 3, NAN, 5, 10, 4, NAN};
    (void)state;
    assert_moments(of(x, 1), 0, NAN, NAN, NAN, NAN);
    assert_true(isnan(of(x, 0).minimum) && isnan(of(x, 1).maximum));
    assert_moments(of(x, 2), 1, 3, NAN, NAN, NAN);
    assert_moments(of(x, 4), 2, 4, sqrt(2), NAN, NAN);
    /* (-3, -1, 4): by hand √3 × 36 / 26^1.5 × √6 */
    assert_moments(of(x, 5), 3, 6, sqrt(13), sqrt(18) * 36 / (26 * sqrt(26)), NAN);
    assert_true(!isnan(of(x, 6).kurtosis));
}

/* 0.1 is no whole multiple of a power of two: sums of it are rounded. */
static void equal_values_have_no_spread_at_all(void **state)
{
    double x[1000];
    (void)state;
    for (int i = 0; i < 1000; i++)
        x[i] = i % 7 ? 0.1 : NAN;
    for (size_t rows = 6; rows < 1000; rows += 31) {
        struct moments moments = of(x, rows);
        assert_true(moments.mean == 0.1 && moments.sd == 0);
        assert_true(isnan(moments.skewness) && isnan(moments.kurtosis));
    }
}

/* A power of two changes no digit; shifts and turns do what the formulas say. */
static void scale_leaves_shape_alone_however_large(void **state)
{
    double x[STAT_UNITS];
    struct moments plain = of(stat_civic5, STAT_UNITS);
    (void)state;
    for (int power = -900; power <= 900; power += 300) {
        double by = ldexp(1, power);
        for (int i = 0; i < STAT_UNITS; i++)
            x[i] = stat_civic5[i] * by;
        struct moments scaled = of(x, STAT_UNITS);
        assert_true(scaled.skewness == plain.skewness && scaled.kurtosis == plain.kurtosis);
        assert_true(scaled.mean == plain.mean * by && scaled.sd == plain.sd * by);
    }
    for (int i = 0; i < STAT_UNITS; i++)
        x[i] = 1000 - 3 * stat_civic5[i];
    struct moments turned = of(x, STAT_UNITS);
    assert_moments(turned, 38, 1000 - 3 * plain.mean, 3 * plain.sd, -plain.skewness,
                   plain.kurtosis);
}

static void the_order_of_rows_moves_nothing_but_last_digits(void **state)
{
    double x[48];
    uint64_t seed = STAT_SEED;
    struct moments plain = of(stat_islands, 48);
    (void)state;
    memcpy(x, stat_islands, sizeof x);
    for (int round = 0; round < 100; round++) {
        stat_shuffle(x, 48, &seed);
        assert_moments(of(x, 48), 48, plain.mean, plain.sd, plain.skewness, plain.kurtosis);
    }
}

static void held_values_have_the_moments_of_a_copy_held(void **state)
{
    double copy[48];
    const struct kernel *kernel = kernel_for(NULL);
    struct kernel_cut cut = {.low = 15, .high = 3745};
    (void)state;
    for (int i = 0; i < 48; i++)
        copy[i] = stat_islands[i] < 15 ? 15 : stat_islands[i] > 3745 ? 3745 : stat_islands[i];
    kernel->cut(&cut, stat_islands, 48);
    struct moments held = moments_held(kernel, stat_islands, 48, &cut, 48), expected = of(copy, 48);
    assert_memory_equal(&held, &expected, sizeof held);
}

static void every_width_gives_the_same_moments(void **state)
{
    double x[300];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (int i = 0; i < 300; i++)
        x[i] = stat_random(&seed) % 11 ? stat_uniform(&seed) * 100 - 30 : NAN;
    for (size_t k = 0; kernel_name(k); k++)
        for (size_t rows = 0; kernel_for(kernel_name(k)) && rows <= 300; rows++) {
            struct moments narrow = moments_of(kernel_for("16"), x, rows);
            struct moments wide = moments_of(kernel_for(kernel_name(k)), x, rows);
            assert_memory_equal(&narrow, &wide, sizeof narrow);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(skewness_and_kurtosis_are_those_of_spreadsheets),
        cmocka_unit_test(moments_are_those_of_R),
        cmocka_unit_test(moments_skip_what_is_missing),
        cmocka_unit_test(what_a_large_common_part_leaves_over_is_right),
        cmocka_unit_test(too_few_values_have_no_moments),
        cmocka_unit_test(equal_values_have_no_spread_at_all),
        cmocka_unit_test(scale_leaves_shape_alone_however_large),
        cmocka_unit_test(the_order_of_rows_moves_nothing_but_last_digits),
        cmocka_unit_test(held_values_have_the_moments_of_a_copy_held),
        cmocka_unit_test(every_width_gives_the_same_moments),
    };
    return cmocka_run_group_tests_name("moments", tests, NULL, NULL);
}
