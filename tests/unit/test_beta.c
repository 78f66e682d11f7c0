#include "stat/beta.h"

#include "stat_fixture.h"

/* mpmath 1.3.0 at 40 digits, by bisection of betainc(a, b, 0, x, regularized): the quantiles of
 * 0.05, 0.5, 0.95 and 0.999. */
static const double table[][6] = {
    {1, 7, 0.0073008319790147011, 0.094276335736093328, 0.34816365513116087, 0.62724062796850598},
    {0.5, 0.5, 0.0061558297024311369, 0.5, 0.99384417029756886, 0.99999753260092908},
    {2, 5, 0.06284989170835438, 0.26444998329565996, 0.58180340925202591, 0.81861386691913397},
    {30, 3, 0.81605653182307124, 0.91730984004752593, 0.9739569539514824, 0.99387039016743683},
    {0.2, 4, 5.647247332686375e-8, 0.0057285659724675979, 0.24771983493957736, 0.67521567997645097},
    {150, 250, 0.33558586028952104, 0.37479146678903805, 0.41512571446168712, 0.45118082318960761}};
static const double shares[] = {0.05, 0.5, 0.95, 0.999};

static void quantiles_are_those_of_the_distribution(void **state)
{
    (void)state;
    for (size_t i = 0; i < STAT_COUNT(table); i++) {
        struct beta beta = beta_of(table[i][0], table[i][1]);
        for (size_t s = 0; s < STAT_COUNT(shares); s++) {
            double wanted = table[i][s + 2];
            assert_true(fabs(beta_quantile(&beta, shares[s]) - wanted) <= 5e-14 * wanted);
            assert_true(fabs(beta_share(&beta, wanted) - shares[s]) <= 2e-13);
        }
    }
}

/* Beta(1, b) is 1 - (1 - x)^b, Beta(1/2, 1/2) the arc sine law. */
static void closed_forms_are_met_everywhere(void **state)
{
    struct beta first = beta_of(1, 11.5), arc = beta_of(0.5, 0.5);
    (void)state;
    for (double u = 1e-6; u < 1; u += 0.00371) {
        assert_true(fabs(beta_quantile(&first, u) - (1 - pow(1 - u, 1 / 11.5))) <= 1e-14);
        double sine = sin(u * acos(-1) / 2);
        assert_true(fabs(beta_quantile(&arc, u) - sine * sine) <= 1e-13);
    }
    assert_true(beta_share(&arc, 0) == 0 && beta_share(&arc, 1) == 1);
    assert_true(isfinite(beta_quantile(&arc, 0)) && isfinite(beta_quantile(&arc, 1)));
}

static void a_peaked_distribution_has_its_mode_and_deviation(void **state)
{
    static const double modes[] = {0, 0.1, 0.5, 0.93, 1}, deviations[] = {0.002, 0.05, 0.2};
    (void)state;
    for (size_t m = 0; m < STAT_COUNT(modes); m++)
        for (size_t d = 0; d < STAT_COUNT(deviations); d++) {
            struct beta beta = beta_peaked(modes[m], deviations[d]);
            double sum = beta.a + beta.b;
            double variance = beta.a * beta.b / (sum * sum * (sum + 1));
            assert_true(fabs((beta.a - 1) / (sum - 2) - modes[m]) <= 1e-9);
            assert_true(fabs(sqrt(variance) - deviations[d]) <= 1e-9);
        }
    struct beta flat = beta_peaked(0.3, 5);
    assert_true(fabs(flat.a - 1) < 1e-6 && fabs(flat.b - 1) < 1e-6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_the_distribution),
        cmocka_unit_test(closed_forms_are_met_everywhere),
        cmocka_unit_test(a_peaked_distribution_has_its_mode_and_deviation),
    };
    return cmocka_run_group_tests_name("beta", tests, NULL, NULL);
}
