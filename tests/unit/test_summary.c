/* What draws amount to, against sorted values and counting. */

#include "scenario/summary.h"
#include "stat/quantile.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { MOST = 5000 };

/* In [0, 1), from a sequence that nothing else uses (Marsaglia's xorshift). */
static double uniform(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static int before(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Hyndman and Fan's type 7 of values in order. */
static double plain_quantile(const double *sorted, size_t count, double p)
{
    double at = p * (double)(count - 1);
    size_t k = (size_t)at;
    double above = k + 1 < count ? sorted[k + 1] : sorted[k];
    return sorted[k] + (at - (double)k) * (above - sorted[k]);
}

/* Values that are spread, in steps, nearly all alike, or of very different size. */
static double made(int kind, uint64_t *seed)
{
    double u = uniform(seed), v = uniform(seed);
    switch (kind) {
    case 0:
        return u + v;
    case 1:
        return floor(5 * u);
    case 2:
        return u < 0.9 ? 0 : v;
    case 3:
        return u < 0.01 ? 1e300 * v : v;
    default:
        return 3;
    }
}

static void quantiles_are_those_of_sorted_values(void **state)
{
    static const size_t counts[] = {1, 2, 3, 10, 511, 512, 513, 1000, MOST};
    static const double p[] = {0, 0.025, 0.1, 0.25, 0.5, 0.5, 0.75, 0.9, 0.975, 1};
    enum { QUANTILES = sizeof p / sizeof *p };
    static double values[MOST], sorted[MOST];
    uint64_t seed = 7;
    (void)state;
    for (int kind = 0; kind < 5; kind++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            double found[QUANTILES];
            for (size_t i = 0; i < counts[c]; i++)
                sorted[i] = values[i] = made(kind, &seed);
            qsort(sorted, counts[c], sizeof *sorted, before);
            quantile_several(values, counts[c], p, QUANTILES, found);
            for (size_t q = 0; q < QUANTILES; q++) {
                double plain = plain_quantile(sorted, counts[c], p[q]);
                assert_near(found[q], plain, 1e-12 * fabs(plain) + 1e-12);
            }
        }
}

static void a_summary_leaves_out_what_is_missing(void **state)
{
    const double values[] = {3, NAN, 1, 2, INFINITY, 5, 4};
    double scratch[7];
    struct summary summary;
    (void)state;
    summary_of(values, 7, scratch, &summary);
    assert_int_equal(summary.there, 5);
    assert_near(summary.mean, 3, 0);
    assert_near(summary.median, 3, 0);
    assert_near(summary.low[SUMMARY_50], 2, 0);
    assert_near(summary.high[SUMMARY_50], 4, 0);
    assert_near(summary.low[SUMMARY_80], 1.4, 1e-12);
    assert_near(summary.low[SUMMARY_90], 1.2, 1e-12);
    assert_near(summary.high[SUMMARY_95], 4.9, 1e-12);
    summary_of(values + 1, 1, scratch, &summary);
    assert_int_equal(summary.there, 0);
    assert_true(isnan(summary.mean) && isnan(summary.median) && isnan(summary.high[SUMMARY_95]));
}

static void a_difference_is_taken_draw_by_draw(void **state)
{
    const double a[] = {3, 4, NAN, 6}, b[] = {2, 2, 1, NAN};
    double scratch[4];
    struct summary summary;
    (void)state;
    summary_difference(a, b, 4, scratch, &summary);
    assert_int_equal(summary.there, 2);
    assert_near(summary.mean, 1.5, 0);
    assert_near(summary_chance_above(a, b, 4, 1), 0.5, 0);
    assert_near(summary_chance_least(a, b, 4, 1), 1, 0);
    assert_near(summary_chance_reaches(a, 4, 4), 2.0 / 3, 1e-15);
    assert_near(summary_chance_above(a, a, 4, 0), 0, 0);
    assert_true(isnan(summary_chance_above(a + 2, b + 2, 2, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_those_of_sorted_values),
        cmocka_unit_test(a_summary_leaves_out_what_is_missing),
        cmocka_unit_test(a_difference_is_taken_draw_by_draw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
