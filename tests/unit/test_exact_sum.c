#include "stat_fixture.h"

#include "stat/exact_sum.h"

#include <float.h>
#include <string.h>

static double sum_of(const double *values, size_t count)
{
    struct exact_sum sum = {0};
    for (size_t i = 0; i < count; i++)
        exact_sum_add(&sum, values[i]);
    return exact_sum_value(&sum);
}

static void what_cancels_leaves_what_is_small(void **state)
{
    (void)state;
    const double small[] = {1e300, 1, -1e300, 0x1p-1074}, none[] = {0.1, -0.1, 5e-324, -5e-324};
    assert_true(sum_of(small, 4) == 1);
    assert_true(sum_of(none, 4) == 0);
    assert_true(sum_of((const double[]){DBL_MAX, DBL_MAX, -DBL_MAX}, 3) == DBL_MAX);
    assert_true(isinf(sum_of((const double[]){-DBL_MAX, -DBL_MAX}, 2)));
    assert_true(sum_of((const double[]){0x1p-1074, 0x1p-1074, 0x1p-1022}, 3) ==
                0x1p-1022 + 0x1p-1073);
    assert_true(sum_of(NULL, 0) == 0);
}

/* The double nearest to 0.1 is 0.1 + 5.55e-18, ten of it 1 + 2^-54, nearest to which is 1; added in
 * order with a rounding each they make 1 - 2^-53. */
static void a_sum_is_rounded_once(void **state)
{
    (void)state;
    double tenths[10], halves[] = {1, 0x1p-53, 0x1p-53}, odd[] = {1 + 0x1p-52, 0x1p-53};
    for (size_t i = 0; i < 10; i++)
        tenths[i] = 0.1;
    assert_true(sum_of(tenths, 10) == 1);
    assert_true(sum_of(halves, 2) == 1);
    assert_true(sum_of(halves, 3) == 1 + 0x1p-52);
    assert_true(sum_of(odd, 2) == 1 + 0x1p-51);
    const double sticky[] = {1, 0x1p-53, 0x1p-1074};
    assert_true(sum_of(sticky, 3) == 1 + 0x1p-52);
}

/* Integers times one power of two, whose sum is known. */
static void order_and_parts_do_not_matter(void **state)
{
    enum { COUNT = 5000 };
    static double values[COUNT];
    (void)state;
    uint64_t seed = 99;
    for (int round = 0; round < 50; round++) {
        int64_t known = 0;
        struct exact_sum whole = {0}, parts[3] = {0};
        double scale = ldexp(1, (int)(stat_random(&seed) % 1900) - 1000);
        for (size_t i = 0; i < COUNT; i++) {
            int64_t number = (int64_t)(stat_random(&seed) >> 24) - (1 << 28);
            known += number;
            values[i] = (double)number * scale;
            exact_sum_add(&parts[stat_random(&seed) % 3], values[i]);
        }
        for (size_t i = COUNT; i-- > 0;)
            exact_sum_add(&whole, values[i]);
        exact_sum_merge(&parts[0], &parts[2]);
        exact_sum_merge(&parts[0], &parts[1]);
        assert_true(exact_sum_value(&whole) == (double)known * scale);
        assert_true(exact_sum_value(&parts[0]) == (double)known * scale);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cancels_leaves_what_is_small),
        cmocka_unit_test(a_sum_is_rounded_once),
        cmocka_unit_test(order_and_parts_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
