#include "stat/normal.h"

#include "base/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* ncdf of mpmath 1.3.0 with 60 digits, rounded to the nearest double. */
static const struct {
    double x, share;
} table[] = {
    {-37, 0x1.eaccc6bfeb0afp-995},
    {-20, 0x1.c0bd0f1880783p-295},
    {-10, 0x1.26c75e84fb10dp-77},
    {-8, 0x1.669d2c90d55cep-51},
    {-5.7, 0x1.9ba7ba68de348p-28},
    {-5, 0x1.33ca2f2133831p-22},
    {-2.5, 0x1.96f4e57e49ce4p-8},
    {-1, 0x1.44ed0bb7cb20bp-3},
    {-0.5, 0x1.3bf143b9aa712p-2},
    {0, 0.5},
    {0.5, 0x1.62075e232ac77p-1},
    {1, 0x1.aec4bd120d37dp-1},
    {1.959963984540054, 0x1.f333333333333p-1},
    {3, 0x1.ff4f10f033d25p-1},
    {6, 0x1.fffffff786788p-1},
    {8, 0x1.ffffffffffffap-1},
};

static void shares_are_those_of_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        double off = fabs(normal_cdf(table[i].x) / table[i].share - 1);
        if (!(off <= 6e-16))
            fail_msg("%g: off by %g", table[i].x, off);
    }
}

static void the_ends_are_nothing_and_all(void **state)
{
    (void)state;
    assert_true(normal_cdf(-INFINITY) == 0 && normal_cdf(INFINITY) == 1);
    assert_true(normal_cdf(-1e300) == 0 && normal_cdf(1e300) == 1);
    assert_true(normal_cdf(-50) == 0 && normal_cdf(9) == 1);
    assert_true(isnan(normal_cdf(NAN)));
}

static void both_sides_together_are_all(void **state)
{
    (void)state;
    for (int i = 0; i <= 900; i++)
        assert_true(fabs(normal_cdf(i / 100.0) + normal_cdf(-i / 100.0) - 1) <= 1.2e-16);
}

static void it_undoes_the_quantile(void **state)
{
    (void)state;
    for (int i = 1; i < 1000; i++) {
        double p = i / 1000.0;
        assert_true(fabs(normal_cdf(random_normal_quantile(p)) - p) < 4e-16);
    }
}

static void it_never_falls_where_formulas_meet(void **state)
{
    (void)state;
    static const double joints[] = {-5.656854249492380195, -0.67448975, 0.67448975,
                                    5.656854249492380195};
    for (size_t i = 0; i < 4; i++)
        assert_true(normal_cdf(joints[i] - 1e-9) < normal_cdf(joints[i] + 1e-9));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_are_those_of_the_table),
        cmocka_unit_test(the_ends_are_nothing_and_all),
        cmocka_unit_test(both_sides_together_are_all),
        cmocka_unit_test(it_undoes_the_quantile),
        cmocka_unit_test(it_never_falls_where_formulas_meet),
    };
    return cmocka_run_group_tests_name("normal", tests, NULL, NULL);
}
