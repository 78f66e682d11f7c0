#include "stat/gamma.h"

#include "base/random.h"

#include "stat_fixture.h"

/* mpmath 1.3.0 at 40 digits: loggamma(mpf('1e-6')), … */
static void the_gamma_function_is_known_to_fourteen_digits(void **state)
{
    static const double table[][2] = {{1e-6, 13.815509980749431669}, {0.01, 4.5994798780420217225},
                                      {0.5, 0.57236494292470008707}, {3.75, 1.4868155785934170555},
                                      {12, 17.502307845873885839},   {123.4, 469.33609744219055844},
                                      {1e4, 82099.717496442377273}};
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(table); i++)
        assert_true(fabs(gamma_log(table[i][0]) - table[i][1]) <= 1e-14 * table[i][1]);
}

/* mpmath 1.3.0 at 40 digits: e^y where gammainc(a, 0, e^y, regularized) is 0.05, 0.5, 0.99. */
static void quantiles_are_those_of_the_distribution(void **state)
{
    static const double table[][4] = {
        {0.1, 5.9307112914142675e-14, 0.00059339110446022594, 1.5884778179295052},
        {0.5, 0.0019660700000097614, 0.22746821155978638, 3.3174483005106076},
        {1, 0.051293294387550533, 0.69314718055994531, 4.6051701859880914},
        {2.5, 0.57273811303088462, 2.1757300955477637, 7.5431362346944951},
        {10, 5.4254056970912926, 9.6687146147141312, 18.783117393312526},
        {100, 84.139277218314197, 99.666864919315489, 124.72256149072081}};
    static const double shares[] = {0.05, 0.5, 0.99};
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(table); i++) {
        const struct gamma_table *gamma = gamma_table_new(arena, table[i][0]);
        assert_non_null(gamma);
        for (size_t s = 0; s < STAT_COUNT(shares); s++) {
            double wanted = table[i][s + 1];
            assert_true(fabs(gamma_table_quantile(gamma, shares[s]) - wanted) <= 1e-8 * wanted);
            double y = log(wanted);
            assert_true(fabs(exp(gamma_log_below(table[i][0], y)) - shares[s]) <= 1e-13);
            assert_true(fabs(exp(gamma_log_above(table[i][0], y)) - (1 - shares[s])) <= 1e-13);
        }
    }
    arena_free(arena);
}

/* Its quantile is -ln(1 - u). */
static void shape_one_is_the_exponential_distribution(void **state)
{
    struct arena *arena = arena_new();
    const struct gamma_table *gamma = gamma_table_new(arena, 1);
    (void)state;
    for (double u = 1e-9; u < 1; u += 0.00137) {
        double wanted = -log1p(-u);
        assert_true(fabs(gamma_table_quantile(gamma, u) - wanted) <= 1e-8 * wanted);
    }
    arena_free(arena);
}

static void quantiles_rise_and_are_never_nothing(void **state)
{
    static const double shapes[] = {1e-6, 1e-3, 0.03, 0.7, 5, 1e3, 1e5};
    struct arena *arena = arena_new();
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(shapes); i++) {
        const struct gamma_table *gamma = gamma_table_new(arena, shapes[i]);
        double before = gamma_table_quantile(gamma, 0);
        assert_true(before > 0);
        for (int step = 1; step <= 5000; step++) {
            double here = gamma_table_quantile(gamma, step / 5000.0);
            assert_true(here >= before && isfinite(here));
            before = here;
        }
    }
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_gamma_function_is_known_to_fourteen_digits),
        cmocka_unit_test(quantiles_are_those_of_the_distribution),
        cmocka_unit_test(shape_one_is_the_exponential_distribution),
        cmocka_unit_test(quantiles_rise_and_are_never_nothing),
    };
    return cmocka_run_group_tests_name("gamma", tests, NULL, NULL);
}
