#include "stat/interpolate.h"

#include "stat_fixture.h"

typedef size_t filling(const double *x, size_t count, size_t stride, size_t gap_most, double *out);

enum { MANY = 1000 };

static void assert_filled(filling *fill, const double *x, size_t count, size_t gap_most,
                          const double *expected)
{
    double out[20];
    size_t made = fill(x, count, 1, gap_most, out), changed = 0;
    for (size_t t = 0; t < count; t++) {
        assert_true(isnan(expected[t]) ? isnan(out[t]) : out[t] == expected[t]);
        changed += isnan(x[t]) && !isnan(expected[t]);
    }
    assert_int_equal(made, changed);
}

static const double series[] = {NAN, 2, NAN, NAN, NAN, 10, NAN, 5, NAN, NAN};

static void a_line_bridges_what_is_missing_between_values(void **state)
{
    static const double filled[] = {NAN, 2, 4, 6, 8, 10, 7.5, 5, NAN, NAN};
    (void)state;
    assert_filled(interpolate_linear, series, 10, MANY, filled);
    assert_filled(interpolate_linear, series, 10, 3, filled);
}

static void a_gap_too_long_for_a_line_stays_whole(void **state)
{
    static const double filled[] = {NAN, 2, NAN, NAN, NAN, 10, 7.5, 5, NAN, NAN};
    (void)state;
    assert_filled(interpolate_linear, series, 10, 2, filled);
    assert_filled(interpolate_linear, series, 10, 0, series);
}

static void the_last_value_is_carried_so_far_and_no_further(void **state)
{
    static const double all[] = {NAN, 2, 2, 2, 2, 10, 10, 5, 5, 5};
    static const double one[] = {NAN, 2, 2, NAN, NAN, 10, 10, 5, 5, NAN};
    (void)state;
    assert_filled(interpolate_carry, series, 10, MANY, all);
    assert_filled(interpolate_carry, series, 10, 1, one);
    assert_filled(interpolate_carry, series, 10, 0, series);
}

static void nothing_comes_from_nothing(void **state)
{
    static const double none[] = {NAN, NAN, NAN}, one[] = {NAN, 7, NAN};
    (void)state;
    assert_filled(interpolate_linear, none, 3, MANY, none);
    assert_filled(interpolate_carry, none, 3, MANY, none);
    assert_filled(interpolate_linear, one, 3, MANY, one);
    assert_filled(interpolate_linear, none, 0, MANY, none);
}

/* Three countries, period by period, filled in place: the others keep every bit. */
static void a_series_stands_among_others(void **state)
{
    double panel[] = {1, 2, 3, NAN, NAN, NAN, NAN, 8, 6, 7, NAN, NAN};
    static const double expected[] = {1, 2, 3, NAN, 5, NAN, NAN, 8, 6, 7, NAN, NAN};
    (void)state;
    assert_int_equal(interpolate_linear(panel + 1, 4, 3, MANY, panel + 1), 1);
    for (int i = 0; i < 12; i++)
        assert_true(isnan(expected[i]) ? isnan(panel[i]) : panel[i] == expected[i]);
}

/* 0.1 is rounded, and sums of shares of it would be. */
static void a_level_line_is_level_and_a_huge_one_does_not_overflow(void **state)
{
    double x[50], out[50];
    (void)state;
    for (int i = 0; i < 50; i++)
        x[i] = NAN;
    x[0] = x[49] = 0.1;
    assert_int_equal(interpolate_linear(x, 50, 1, MANY, out), 48);
    for (int i = 0; i < 50; i++)
        assert_true(out[i] == 0.1);
    x[0] = -1.5e308;
    x[49] = 1.5e308;
    interpolate_linear(x, 50, 1, MANY, out);
    for (int i = 1; i < 50; i++)
        assert_true(out[i] > out[i - 1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_bridges_what_is_missing_between_values),
        cmocka_unit_test(a_gap_too_long_for_a_line_stays_whole),
        cmocka_unit_test(the_last_value_is_carried_so_far_and_no_further),
        cmocka_unit_test(nothing_comes_from_nothing),
        cmocka_unit_test(a_series_stands_among_others),
        cmocka_unit_test(a_level_line_is_level_and_a_huge_one_does_not_overflow),
    };
    return cmocka_run_group_tests_name("interpolate", tests, NULL, NULL);
}
