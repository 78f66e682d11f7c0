/* What is exact in base/elementary.h: what division leaves over, and rounding. */
#include "base/elementary.h"

#include <fenv.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static void what_is_left_over_is_exact(void **state)
{
    (void)state;
    /* By Python 3.11's fractions: a - floor(a / b) × b, which a double holds. */
    static const struct {
        double a, b, left;
    } cases[] = {
        {5.3, 0.1, 0x1.9999999999978p-4},
        {-5.3, 0.1, 0x1.1p-51},
        {5.3, -0.1, -0x1.1p-51},
        {1e300, 7, 1},
        {1e308, 3e-300, 0x1.3f153025fe3b4p-996},
        {7e-320, 3e-323, 0x0.0000000000002p-1022},
        {1e17, 0.7, 0x1.272e73c341d50p-3},
        {0x1p1023, 0x0.0000000000003p-1022, 0x0.0000000000002p-1022},
        {-1e-300, 3, 3}, /* rounded at the end only */
        {0x1p-1074, 0x1p-1074, 0},
        {6, 3, 0},
        {-6, 4, 2},
        {6, -4, -2},
        {-7, -4, -3},
        {2, 5, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double left = elementary_mod(cases[i].a, cases[i].b);
        if (left != cases[i].left)
            fail_msg("%a mod %a: %a", cases[i].a, cases[i].b, left);
    }
}

static void whole_numbers_leave_what_whole_numbers_leave(void **state)
{
    (void)state;
    for (int64_t a = -60; a <= 60; a++)
        for (int64_t b = -13; b <= 13; b++) {
            if (b == 0)
                continue;
            int64_t left = a % b;
            if (left != 0 && (left < 0) != (b < 0))
                left += b;
            assert_true(elementary_mod((double)a, (double)b) == (double)left);
            assert_true(elementary_mod((double)a * 0x1p-30, (double)b * 0x1p-30) ==
                        (double)left * 0x1p-30);
        }
}

static void zeros_and_ends_are_as_in_lua(void **state)
{
    (void)state;
    assert_true(isnan(elementary_mod(1, 0)) && isnan(elementary_mod(INFINITY, 2)));
    assert_true(isnan(elementary_mod(NAN, 2)) && isnan(elementary_mod(2, NAN)));
    assert_true(elementary_mod(5, INFINITY) == 5 && elementary_mod(-5, -INFINITY) == -5);
    assert_true(elementary_mod(-5, INFINITY) == INFINITY);
    assert_true(signbit(elementary_mod(-0.0, 3)) && !signbit(elementary_mod(0.0, 3)));
    assert_true(signbit(elementary_mod(-6, 3)));
}

static void halves_are_rounded_away_from_zero(void **state)
{
    (void)state;
    static const double cases[][2] = {
        {0.5, 1},
        {1.5, 2},
        {2.5, 3},
        {-0.5, -1},
        {-2.5, -3},
        {0.49999999999999994, 0},
        {0.2, 0},
        {2.4, 2},
        {-2.6, -3},
        {0, 0},
        {0x1p52, 0x1p52},
        {4503599627370495.5, 4503599627370496},
        {0x1p53 + 2, 0x1p53 + 2},
        {-1e300, -1e300},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(elementary_round(cases[i][0]) == cases[i][1]);
    assert_false(signbit(elementary_round(-0.3)) || signbit(elementary_round(-0.0)));
    assert_true(isnan(elementary_round(NAN)) && elementary_round(-INFINITY) == -INFINITY);
}

/* Whether C's pow, which is ours, raises a flag; valgrind shows none. */
static int flags_of(double (*power)(double, double), double x, double y)
{
    volatile double a = x, b = y, result;
    feclearexcept(FE_ALL_EXCEPT);
    result = power(a, b);
    (void)result;
    return fetestexcept(FE_DIVBYZERO | FE_INVALID | FE_OVERFLOW);
}

static void the_pow_of_the_program_says_when_there_is_no_finite_result(void **state)
{
    (void)state;
    volatile double zero = 0;
    feclearexcept(FE_ALL_EXCEPT);
    zero = 1 / zero;
    if (!fetestexcept(FE_DIVBYZERO))
        skip();
    assert_int_equal(flags_of(pow, 0, -1), FE_DIVBYZERO);
    assert_int_equal(flags_of(pow, -2, 0.5), FE_INVALID);
    assert_true(flags_of(pow, 1e200, 2.5) & FE_OVERFLOW);
    assert_true(flags_of(pow, -10, 401) & FE_OVERFLOW);
    for (double x = -9; x < 9; x += 0.37)
        for (int y = -7; y < 8; y++)
            assert_int_equal(flags_of(pow, x, y), 0);
    assert_int_equal(flags_of(pow, NAN, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_left_over_is_exact),
        cmocka_unit_test(whole_numbers_leave_what_whole_numbers_leave),
        cmocka_unit_test(zeros_and_ends_are_as_in_lua),
        cmocka_unit_test(halves_are_rounded_away_from_zero),
        cmocka_unit_test(the_pow_of_the_program_says_when_there_is_no_finite_result),
    };
    return cmocka_run_group_tests_name("elementary_whole", tests, NULL, NULL);
}
