/* How a value scatters within its interval, by the distribution functions of the shapes. */
#include "score/score_spread.h"

#include "base/random.h"
#include "stat/beta.h"
#include "stat/distribution.h"

#include "stat_fixture.h"

enum { POINTS = 4000 };

/* A 90 % interval from 20 to 50 around 30 on 0 to 100, the lower side of half the width. */
static struct score_spread lopsided(enum panel_shape shape)
{
    return (struct score_spread){.shape = shape,
                                 .value = 30,
                                 .below = 10 / SCORE_SPREAD_HALF_WIDTH,
                                 .above = 20 / SCORE_SPREAD_HALF_WIDTH,
                                 .least = 0,
                                 .most = 100};
}

/* The quantile of a share. */
static double at(const struct score_spread *spread, double share)
{
    double z = random_normal_quantile(share), out;
    score_spread_draw(spread, &z, 1, &out);
    return out;
}

static void normal_and_triangular_intervals_hold_90_percent(void **state)
{
    static const enum panel_shape shapes[] = {PANEL_NORMAL, PANEL_TRIANGULAR};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct score_spread spread = lopsided(shapes[i]);
        assert_true(fabs(at(&spread, 0.05) - 20) < 1e-12);
        assert_true(fabs(at(&spread, 0.95) - 50) < 1e-12);
        assert_true(fabs(at(&spread, 0.5) - 30) < 1e-12);
    }
}

/* A triangle from -w to w has half of (1 + x / w)² below x < 0, a side without mass beyond w. */
static void a_triangular_value_has_the_shares_of_triangles(void **state)
{
    struct score_spread spread = lopsided(PANEL_TRIANGULAR);
    double width = 10 / (1 - sqrt(0.1));
    (void)state;
    for (double x = 30 - width + 0.01; x < 30; x += 0.1) {
        double part = 1 + (x - 30) / width;
        assert_true(fabs(at(&spread, part * part / 2) - x) < 1e-9);
    }
    assert_true(at(&spread, 1e-15) >= 30 - width && at(&spread, 1 - 1e-15) <= 30 + 2 * width);
}

/* A normal variable of mean 2 and deviation 4 between 0 and 4: F(x) = (Φ((x - 2) / 4) - Φ(-1/2)) /
 * (Φ(1/2) - Φ(-1/2)), symmetric around 2. */
static void a_truncated_value_has_the_shares_of_what_lies_within(void **state)
{
    struct score_spread spread = {
        .shape = PANEL_TRUNCATED, .value = 2, .below = 4, .above = 4, .least = 0, .most = 4};
    double under = distribution_normal(-0.5), all = 1 - 2 * under;
    (void)state;
    for (double x = 0.05; x < 4; x += 0.05) {
        double share = (distribution_normal((x - 2) / 4) - under) / all;
        assert_true(fabs(at(&spread, share) - x) < 1e-9);
    }
    /* Where the ends are far it is the normal variable. */
    spread = (struct score_spread){
        .shape = PANEL_TRUNCATED, .value = 50, .below = 2, .above = 2, .least = NAN, .most = NAN};
    assert_true(fabs(at(&spread, 0.3) - (50 + 2 * random_normal_quantile(0.3))) < 1e-12);
}

static void a_beta_value_has_the_quantiles_of_its_distribution(void **state)
{
    struct score_spread spread = lopsided(PANEL_BETA);
    struct beta beta = beta_peaked(0.3, 15 / SCORE_SPREAD_HALF_WIDTH / 100);
    (void)state;
    for (double share = 0.001; share < 1; share += 0.0171) {
        double out = at(&spread, share);
        assert_true(fabs(beta_share(&beta, out / 100) - share) < 1e-12);
    }
    /* At the end of its scale it falls from there: Beta(1, b). */
    spread.value = 0;
    spread.below = 0;
    assert_true(at(&spread, 0.01) > 0 && at(&spread, 0.01) < 0.5);
}

static void no_shape_leaves_the_scale(void **state)
{
    (void)state;
    for (int shape = PANEL_NORMAL; shape <= PANEL_BETA; shape++) {
        struct score_spread spread = lopsided((enum panel_shape)shape);
        spread.above = spread.below = 60;
        double before = -1;
        for (int i = 1; i < POINTS; i++) {
            double out = at(&spread, (double)i / POINTS);
            assert_true(out >= 0 && out <= 100 && out >= before - 1e-9);
            before = out;
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_and_triangular_intervals_hold_90_percent),
        cmocka_unit_test(a_triangular_value_has_the_shares_of_triangles),
        cmocka_unit_test(a_truncated_value_has_the_shares_of_what_lies_within),
        cmocka_unit_test(a_beta_value_has_the_quantiles_of_its_distribution),
        cmocka_unit_test(no_shape_leaves_the_scale),
    };
    return cmocka_run_group_tests_name("spread", tests, NULL, NULL);
}
