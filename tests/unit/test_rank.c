#include "stat/rank.h"

#include "stat_fixture.h"

enum { ROWS_MAX = 3000 };

typedef void ranking(const double *x, size_t count, double *ranks, struct order_item *scratch);

static void assert_ranks(ranking *rank, const double *x, size_t count, const double *expected)
{
    static struct order_item scratch[2 * ROWS_MAX];
    double ranks[ROWS_MAX];
    rank(x, count, ranks, scratch);
    for (size_t i = 0; i < count; i++)
        assert_true(isnan(expected[i]) ? isnan(ranks[i]) : ranks[i] == expected[i]);
}

/* R 4.2.2: rank(x, ties.method = "min", na.last = "keep") and ties.method = "average" for
 * c(3, 1, NA, 3, -2, 3, 7, 1), and with the first (r - 1) / (sum(!is.na(x)) - 1). */
static void ranks_are_those_of_R(void **state)
{
    static const double x[] = {3, 1, NAN, 3, -2, 3, 7, 1};
    static const double lowest[] = {4, 2, NAN, 4, 1, 4, 7, 2};
    static const double average[] = {5, 2.5, NAN, 5, 1, 5, 7, 2.5};
    static const double borda[] = {3, 1, NAN, 3, 0, 3, 6, 1};
    static const double share[] = {0.5, 1 / 6.0, NAN, 0.5, 0, 0.5, 1, 1 / 6.0};
    (void)state;
    assert_ranks(rank_lowest, x, 8, lowest);
    assert_ranks(rank_average, x, 8, average);
    assert_ranks(rank_borda, x, 8, borda);
    assert_ranks(rank_percentile, x, 8, share);
}

static void one_value_has_a_rank_and_no_share(void **state)
{
    static const double x[] = {NAN, 5, NAN}, first[] = {NAN, 1, NAN}, none[] = {NAN, NAN, NAN};
    (void)state;
    assert_ranks(rank_lowest, x, 3, first);
    assert_ranks(rank_percentile, x, 3, none);
    assert_ranks(rank_lowest, x, 1, none);
    assert_ranks(rank_lowest, x, 0, none);
}

/* The two zeros are equal; neighbours among doubles, subnormal, huge and infinite ones are not. */
static void only_equal_values_are_tied(void **state)
{
    static const double x[] = {0.0,         -0.0,        1,
                               1 + 0x1p-52, 0x1p-1074,   -0x1p-1074,
                               -INFINITY,   INFINITY,    0x1.fffffffffffffp1023,
                               -1,          -1 - 0x1p-52};
    static const double expected[] = {5, 5, 8, 9, 7, 4, 1, 11, 10, 3, 2};
    (void)state;
    assert_ranks(rank_lowest, x, 11, expected);
}

/* Against counting; values repeat, rise, fall, and are missing. */
static void a_rank_is_the_number_of_lower_values_and_one(void **state)
{
    static double x[ROWS_MAX], lowest[ROWS_MAX], average[ROWS_MAX];
    uint64_t seed = STAT_SEED;
    (void)state;
    for (size_t count = 1; count < ROWS_MAX; count = count * 3 / 2 + 1) {
        for (size_t i = 0; i < count; i++)
            x[i] = stat_random(&seed) % 8 == 0 ? NAN
                   : count % 2                 ? ldexp(stat_uniform(&seed) - 0.5, (int)(i % 90))
                                               : (double)(stat_random(&seed) % count) - 20;
        for (size_t i = 0; i < count; i++) {
            double lower = 0, tied = 0;
            for (size_t j = 0; j < count; j++) {
                lower += x[j] < x[i];
                tied += x[j] == x[i];
            }
            lowest[i] = isnan(x[i]) ? NAN : lower + 1;
            average[i] = isnan(x[i]) ? NAN : lower + (tied + 1) / 2;
        }
        assert_ranks(rank_lowest, x, count, lowest);
        assert_ranks(rank_average, x, count, average);
    }
}

static void ranks_may_take_the_place_of_values(void **state)
{
    struct order_item scratch[6];
    double x[] = {2.5, -1, 2.5};
    (void)state;
    rank_average(x, 3, x, scratch);
    assert_true(x[0] == 2.5 && x[1] == 1 && x[2] == 2.5);
}

static void order_keeps_rows_among_equals_and_sorts_within_when_asked(void **state)
{
    static const double x[] = {2, 1, NAN, 2, 1, 2}, y[] = {9, 4, 0, 8, 4, 7};
    struct order_item items[6], scratch[6];
    static const uint32_t by_x[] = {1, 4, 0, 3, 5}, by_x_then_y[] = {1, 4, 5, 3, 0};
    (void)state;
    assert_int_equal(order_ascending(x, 6, items, scratch), 5);
    for (int i = 0; i < 5; i++)
        assert_int_equal(items[i].row, by_x[i]);
    order_again(y, items, 5, scratch);
    order_again(x, items, 5, scratch);
    for (int i = 0; i < 5; i++)
        assert_int_equal(items[i].row, by_x_then_y[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranks_are_those_of_R),
        cmocka_unit_test(one_value_has_a_rank_and_no_share),
        cmocka_unit_test(only_equal_values_are_tied),
        cmocka_unit_test(a_rank_is_the_number_of_lower_values_and_one),
        cmocka_unit_test(ranks_may_take_the_place_of_values),
        cmocka_unit_test(order_keeps_rows_among_equals_and_sorts_within_when_asked),
    };
    return cmocka_run_group_tests_name("rank", tests, NULL, NULL);
}
