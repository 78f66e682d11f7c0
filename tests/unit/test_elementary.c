#include "base/elementary.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static uint64_t next(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static double unit(uint64_t *seed)
{
    return (double)(next(seed) >> 11) * 0x1p-53;
}

/* Distance from the truth in units of the last place of the result. The C library's long double
 * functions have eleven more bits. */
static double error_ulps(double result, long double truth)
{
    int exponent;
    (void)frexp(result, &exponent);
    return (double)(fabsl(result - truth) / ldexpl(1, (exponent < -1021 ? -1021 : exponent) - 53));
}

static void results_are_within_two_thirds_of_a_unit_in_the_last_place(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int i = 0; i < 200000; i++) {
        double x = -700 + 1400 * unit(&seed), y = exp2(600 * unit(&seed) - 300);
        double base = exp2(40 * unit(&seed) - 20), power = 60 * unit(&seed) - 30;
        assert_true(error_ulps(elementary_exp(x), expl(x)) < 0.66);
        assert_true(error_ulps(elementary_log(y), logl(y)) < 0.66);
        assert_true(error_ulps(elementary_pow(base, power), powl(base, power)) < 0.66);
    }
}

static void powers_that_a_double_holds_are_exact(void **state)
{
    (void)state;
    for (int base = 2; base < 400; base++) {
        double power = 1;
        for (int n = 1; power * base < 0x1p53; n++) {
            power *= base;
            assert_true(elementary_pow(base, n) == power);
            assert_true(elementary_pow(-base, n) == (n % 2 ? -power : power));
            assert_true(elementary_pow(power, 1) == power);
        }
    }
    for (int k = -1074; k <= 1023; k++)
        assert_true(elementary_pow(2, k) == ldexp(1, k));
    for (int root = 1; root < 20000; root++)
        assert_true(elementary_pow((double)root * root, 0.5) == root);
}

/* C11 Annex F 10.3 and 10.4. */
static void special_values_are_those_of_the_standard(void **state)
{
    (void)state;
    assert_true(elementary_exp(0) == 1 && elementary_exp(-INFINITY) == 0 &&
                elementary_exp(INFINITY) == INFINITY && isnan(elementary_exp(NAN)));
    assert_true(elementary_log(1) == 0 && elementary_log(0) == -INFINITY &&
                elementary_log(INFINITY) == INFINITY && isnan(elementary_log(-1)));
    assert_true(elementary_pow(0, 3) == 0 && signbit(elementary_pow(-0.0, 3)));
    assert_true(elementary_pow(0, -3) == INFINITY && elementary_pow(-0.0, -3) == -INFINITY);
    assert_true(elementary_pow(-0.0, -2) == INFINITY && !signbit(elementary_pow(-0.0, 2)));
    assert_true(elementary_pow(-1, INFINITY) == 1 && elementary_pow(1, NAN) == 1 &&
                elementary_pow(NAN, 0) == 1);
    assert_true(isnan(elementary_pow(-8, 1.0 / 3)));
    assert_true(elementary_pow(0.5, INFINITY) == 0 && elementary_pow(0.5, -INFINITY) == INFINITY);
    assert_true(elementary_pow(2, INFINITY) == INFINITY &&
                elementary_pow(-INFINITY, 3) == -INFINITY);
    assert_true(elementary_pow(-INFINITY, -3) == 0 && signbit(elementary_pow(-INFINITY, -3)));
    assert_true(elementary_pow(INFINITY, -2) == 0 && elementary_pow(10, 400) == INFINITY &&
                elementary_pow(10, -400) == 0 && elementary_pow(-10, 401) == -INFINITY);
}

/* e, ln 10 and 2^0.1 to 25 digits (bc -l): 2.718281828459045235360287, 2.302585092994045684017991,
 * 1.071773462536293164213006; the doubles nearest to them. */
static void known_constants_come_out_to_the_last_bit(void **state)
{
    (void)state;
    assert_true(elementary_exp(1) == 2.718281828459045235360287);
    assert_true(elementary_log(10) == 2.302585092994045684017991);
    assert_true(elementary_pow(2, 0.1) == 1.071773462536293164213006);
}

static void exp_and_log_rise_wherever_their_argument_does(void **state)
{
    (void)state;
    double before_exp = 0, before_log = -INFINITY;
    for (int i = 1; i < 200000; i++) {
        double x = i * 0.003 - 300, y = i * 1e-4;
        assert_true(elementary_exp(x) >= before_exp && elementary_log(y) >= before_log);
        before_exp = elementary_exp(x);
        before_log = elementary_log(y);
    }
}

static void libraries_that_ask_for_pow_are_given_ours(void **state)
{
    (void)state;
    assert_true(elementary_is_interposed());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(results_are_within_two_thirds_of_a_unit_in_the_last_place),
        cmocka_unit_test(powers_that_a_double_holds_are_exact),
        cmocka_unit_test(special_values_are_those_of_the_standard),
        cmocka_unit_test(known_constants_come_out_to_the_last_bit),
        cmocka_unit_test(exp_and_log_rise_wherever_their_argument_does),
        cmocka_unit_test(libraries_that_ask_for_pow_are_given_ours),
    };
    return cmocka_run_group_tests_name("elementary", tests, NULL, NULL);
}
