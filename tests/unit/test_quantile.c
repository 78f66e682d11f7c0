#include "stat/quantile.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { VALUES_MAX = 600 };

static double quantile_of(const double *values, size_t count, double p)
{
    double copy[VALUES_MAX];
    memcpy(copy, values, count * sizeof *values);
    return quantile_select(copy, count, p);
}

static void assert_quantiles(const double *values, size_t count, const double *p,
                             const double *expected, size_t wanted)
{
    for (size_t i = 0; i < wanted; i++)
        assert_true(fabs(quantile_of(values, count, p[i]) - expected[i]) < 1e-12);
}

/* R, whose default is this definition: quantile(1:10, c(.05, .5, .95)) is 1.45, 5.5, 9.55 and
 * quantile(1:9, 0:10 / 10) is 1.0, 1.8, 2.6 … 9.0 (manual of TIBCO Enterprise Runtime for R 6.1);
 * quantile(mtcars$wt) is 1.51300, 2.58125, 3.32500, 3.61000, 5.42400 (W3Schools, R Percentiles). */
static void quantiles_are_those_of_R(void **state)
{
    static const double ten[] = {10, 3, 5, 1, 9, 2, 8, 4, 7, 6},
                        nine[] = {9, 1, 8, 2, 7, 3, 6, 4, 5};
    static const double weights[] = {2.62,  2.875, 2.32,  3.215, 3.44,  3.46, 3.57,  3.19,
                                     3.15,  3.44,  3.44,  4.07,  3.73,  3.78, 5.25,  5.424,
                                     5.345, 2.2,   1.615, 1.835, 2.465, 3.52, 3.435, 3.84,
                                     3.845, 1.935, 2.14,  1.513, 3.17,  2.77, 3.57,  2.78};
    static const double quarters[] = {0, 0.25, 0.5, 0.75, 1};
    static const double tenths[] = {0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1};
    static const double ends[] = {0.05, 0.5, 0.95}, of_ten[] = {1.45, 5.5, 9.55};
    static const double of_nine[] = {1, 1.8, 2.6, 3.4, 4.2, 5, 5.8, 6.6, 7.4, 8.2, 9};
    static const double of_weights[] = {1.513, 2.58125, 3.325, 3.61, 5.424};
    (void)state;
    assert_quantiles(ten, 10, ends, of_ten, 3);
    assert_quantiles(nine, 9, tenths, of_nine, 11);
    assert_quantiles(weights, 32, quarters, of_weights, 5);
}

/* Another program: Python 3.11, statistics.quantiles(…, method="inclusive") in twentieths. */
static void quantiles_are_those_of_Python(void **state)
{
    static const double miles[] = {21.0, 21.0, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8,
                                   16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5,
                                   15.2, 13.3, 19.2, 27.3, 26.0, 30.4, 15.8, 19.7, 15.0, 21.4};
    static const double p[] = {0.05, 0.25, 0.5, 0.75, 0.95};
    static const double expected[] = {11.995, 15.425, 19.2, 22.8, 31.3};
    (void)state;
    assert_quantiles(miles, 32, p, expected, 5);
}

static void few_values_have_quantiles_and_none_has_none(void **state)
{
    static const double values[] = {3, 1, 2};
    (void)state;
    assert_true(quantile_of(values, 3, 0.25) == 1.5);
    assert_true(quantile_of(values, 1, 0) == 3 && quantile_of(values, 1, 0.3) == 3 &&
                quantile_of(values, 1, 1) == 3);
    assert_true(quantile_of(values, 2, 0.5) == 2);
    assert_true(isnan(quantile_of(values, 0, 0.5)));
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

static int by_value(const void *a, const void *b)
{
    double one = *(const double *)a, other = *(const double *)b;
    return (one > other) - (one < other);
}

static void shuffle(double *values, size_t count, uint64_t *seed)
{
    for (size_t i = count; i > 1; i--) {
        size_t at = next_random(seed) % i;
        double kept = values[i - 1];
        values[i - 1] = values[at];
        values[at] = kept;
    }
}

/* Many equal values, rising, falling and shuffled: the same bits. */
static void the_order_of_values_does_not_matter(void **state)
{
    uint64_t seed = 88172645463325252U;
    (void)state;
    for (size_t count = 1; count < VALUES_MAX; count += 1 + count / 3) {
        double rising[VALUES_MAX], other[VALUES_MAX];
        for (size_t i = 0; i < count; i++)
            rising[i] = (double)(next_random(&seed) % 50) / 7;
        qsort(rising, count, sizeof *rising, by_value);
        for (size_t i = 0; i < count; i++)
            other[i] = rising[count - 1 - i];
        for (int i = 0; i <= 40; i++) {
            double a = quantile_of(rising, count, i / 40.0),
                   b = quantile_of(other, count, i / 40.0);
            assert_memory_equal(&a, &b, sizeof a);
            shuffle(other, count, &seed);
        }
    }
}

/* At p = k / (n - 1) it is the k-th order statistic itself. */
static void order_statistics_are_quantiles(void **state)
{
    double values[65];
    uint64_t seed = 88172645463325252U;
    (void)state;
    for (size_t i = 0; i < 65; i++)
        values[i] = (double)i * (double)i;
    shuffle(values, 65, &seed);
    for (size_t k = 0; k < 65; k++) /* k / 64 is exact */
        assert_true(quantile_of(values, 65, (double)k / 64) == (double)k * (double)k);
}

static void values_are_reordered_and_none_is_lost(void **state)
{
    double values[101];
    uint64_t seed = 88172645463325252U;
    (void)state;
    for (int i = 0; i < 101; i++)
        values[i] = i;
    shuffle(values, 101, &seed);
    quantile_select(values, 101, 0.37);
    qsort(values, 101, sizeof *values, by_value);
    for (int i = 0; i < 101; i++)
        assert_true(values[i] == i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_R),
        cmocka_unit_test(quantiles_are_those_of_Python),
        cmocka_unit_test(few_values_have_quantiles_and_none_has_none),
        cmocka_unit_test(the_order_of_values_does_not_matter),
        cmocka_unit_test(order_statistics_are_quantiles),
        cmocka_unit_test(values_are_reordered_and_none_is_lost),
    };
    return cmocka_run_group_tests_name("quantile", tests, NULL, NULL);
}
