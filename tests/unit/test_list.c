#include "stat/list.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void figures_are_those_of_what_is_there(void **state)
{
    (void)state;
    /* 2, 4, 4, 4, 5, 5, 7, 9: mean 5, Σ(x - 5)² = 32. */
    const double values[] = {NAN, 2, 4, 4, NAN, 4, 5, 5, 7, 9, NAN};
    double scratch[11];
    assert_true(list_count(values, 11) == 8);
    assert_true(list_sum(values, 11) == 40);
    assert_true(list_mean(values, 11) == 5);
    assert_true(list_least(values, 11) == 2);
    assert_true(list_most(values, 11) == 9);
    assert_true(list_sd(values, 11) == sqrt(32.0 / 7));
    assert_true(list_median(values, 11, scratch) == 4.5);
    assert_true(list_median(values + 1, 9, scratch) == 4.5);
    assert_true(list_median(values + 2, 4, scratch) == 4);
}

static void nothing_has_no_figures_but_a_count(void **state)
{
    (void)state;
    const double values[] = {NAN, NAN};
    double scratch[2];
    for (size_t count = 0; count <= 2; count++) {
        assert_true(list_count(values, count) == 0);
        assert_true(isnan(list_sum(values, count)));
        assert_true(isnan(list_mean(values, count)));
        assert_true(isnan(list_least(values, count)));
        assert_true(isnan(list_most(values, count)));
        assert_true(isnan(list_sd(values, count)));
        assert_true(isnan(list_median(values, count, scratch)));
    }
}

static void one_value_has_no_deviation(void **state)
{
    (void)state;
    const double values[] = {NAN, -3};
    double scratch[2];
    assert_true(isnan(list_sd(values, 2)));
    assert_true(list_mean(values, 2) == -3 && list_median(values, 2, scratch) == -3);
    assert_true(list_least(values, 2) == -3 && list_most(values, 2) == -3);
}

static void sums_run_from_the_first_to_the_last(void **state)
{
    (void)state;
    const double up[] = {1, 0x1p53, -0x1p53}, down[] = {0x1p53, -0x1p53, 1};
    assert_true(list_sum(up, 3) == 0); /* the 1 is lost beside 2^53 */
    assert_true(list_sum(down, 3) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(figures_are_those_of_what_is_there),
        cmocka_unit_test(nothing_has_no_figures_but_a_count),
        cmocka_unit_test(one_value_has_no_deviation),
        cmocka_unit_test(sums_run_from_the_first_to_the_last),
    };
    return cmocka_run_group_tests_name("list", tests, NULL, NULL);
}
