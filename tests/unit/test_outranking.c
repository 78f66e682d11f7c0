#include "stat/outranking.h"

#include "stat_fixture.h"

/* COINr 1.1.14, a_copeland(d, w) on the Technology Achievement Index. */
static void scores_are_those_of_COINr(void **state)
{
    static const double weights[] = {0.2, 0.1, 0.15, 0.05, 0.12, 0.08, 0.2, 0.1};
    static const double expected[] = {18, 22, 18, 8, 6,  6,  2,   6,   10,  -13, 5,  18,
                                      -4, -8, 10, 0, -8, -8, -14, -16, -17, -21, -20};
    double scores[STAT_TAI_COUNTRIES];
    size_t compared[STAT_TAI_COUNTRIES];
    (void)state;
    outranking_copeland(stat_tai_columns, weights, 8, STAT_TAI_COUNTRIES, scores, compared);
    for (int i = 0; i < STAT_TAI_COUNTRIES; i++)
        assert_true(scores[i] == expected[i] && compared[i] == 22);
}

/* The same program, outrankMatrix() of the first four countries; here with a half on the
 * diagonal. */
static void the_matrix_is_that_of_COINr(void **state)
{
    static const double weights[] = {2, 1, 1.5, 0.5, 1.2, 0.8, 2, 1};
    static const double expected[] = {0.5,  0.45, 0.33, 0.75, 0.55, 0.5,  0.6,  0.69,
                                      0.67, 0.4,  0.5,  0.75, 0.25, 0.31, 0.25, 0.5};
    double matrix[16];
    (void)state;
    outranking_matrix(stat_tai_columns, weights, 8, 4, matrix);
    for (int i = 0; i < 16; i++)
        assert_near(matrix[i], expected[i], 1e-15);
}

/* By hand: A and B share the second column only, A and C both, B and C the second; D has nothing.
 */
static void units_are_compared_on_what_both_have(void **state)
{
    static const double first[] = {1, NAN, 3, NAN}, second[] = {5, 4, 2, NAN};
    static const double *const columns[] = {first, second};
    static const double weights[] = {0.7, 0.3}, none[] = {1, 0};
    double scores[4], matrix[16];
    size_t compared[4];
    (void)state;
    outranking_copeland(columns, weights, 2, 4, scores, compared);
    assert_true(scores[0] == 0 && scores[1] == 0 && scores[2] == 0 && isnan(scores[3]));
    assert_true(compared[0] == 2 && compared[1] == 2 && compared[3] == 0);
    outranking_matrix(columns, weights, 2, 4, matrix);
    assert_true(matrix[1] == 1 && matrix[4] == 0 && matrix[6] == 1 && isnan(matrix[3]));
    assert_near(matrix[8], 0.7, 1e-15);
    outranking_copeland(columns, none, 2, 4, scores, compared);
    assert_true(scores[0] == -1 && isnan(scores[1]) && scores[2] == 1);
    outranking_copeland(columns, weights, 2, 1, scores, NULL);
    assert_true(scores[0] == 0);
}

/* 0.1 + 0.2 against 0.3, whose doubles differ, in either order of columns. */
static void equal_weights_draw_though_sums_are_rounded(void **state)
{
    static const double up[] = {2, 1}, down[] = {1, 2};
    static const double *const columns[] = {up, up, down}, *const turned[] = {down, up, up};
    static const double weights[] = {0.1, 0.2, 0.3}, reverse[] = {0.3, 0.2, 0.1};
    double scores[2];
    (void)state;
    outranking_copeland(columns, weights, 3, 2, scores, NULL);
    assert_true(scores[0] == 0 && scores[1] == 0);
    outranking_copeland(turned, reverse, 3, 2, scores, NULL);
    assert_true(scores[0] == 0 && scores[1] == 0);
}

/* Condorcet's sixty voters (H. P. Young, Condorcet's theory of voting, American Political Science
 * Review 82, 1988, 1231-1244): 23 for ABC, 17 BCA, 2 BAC, 10 CAB, 8 CBA. B is first, then C, A,
 * with 42 + 35 + 27 votes. */
static void sixty_voters_order_three_as_Condorcet_says(void **state)
{
    static const double abc[] = {3, 2, 1}, bca[] = {1, 3, 2}, bac[] = {2, 3, 1}, cab[] = {2, 1, 3},
                        cba[] = {1, 2, 3};
    static const double *const voters[] = {abc, bca, bac, cab, cba};
    static const double votes[] = {23, 17, 2, 10, 8};
    struct arena *arena = arena_new();
    double scores[3], agreement;
    size_t order[3];
    bool unique;
    (void)state;
    assert_int_equal(outranking_median(voters, votes, 5, 3, arena, order, &agreement, &unique),
                     OUTRANKING_OK);
    assert_true(order[0] == 1 && order[1] == 2 && order[2] == 0 && unique);
    assert_near(agreement * 60, 104, 1e-14);
    outranking_copeland(voters, votes, 5, 3, scores, NULL);
    assert_true(scores[0] == 0 && scores[1] == 0 && scores[2] == 0);
    arena_free(arena);
}

static double agreement_of(const double *matrix, size_t units, const size_t *order)
{
    double sum = 0;
    for (size_t a = 0; a < units; a++)
        for (size_t b = a + 1; b < units; b++) {
            double share = matrix[order[a] * units + order[b]];
            sum += isnan(share) ? 0.5 : share;
        }
    return sum;
}

/* Goes to the next order; false after the last. */
static bool next_order(size_t *order, size_t units)
{
    size_t i = units - 1, j = units - 1;
    while (i > 0 && order[i - 1] >= order[i])
        i--;
    if (i == 0)
        return false;
    while (order[j] <= order[i - 1])
        j--;
    size_t kept = order[i - 1];
    order[i - 1] = order[j];
    order[j] = kept;
    for (j = units - 1; i < j; i++, j--) {
        kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    return true;
}

/* Against all orders, one after the other. */
static void the_median_order_is_the_best_and_first_of_all(void **state)
{
    uint64_t seed = STAT_SEED;
    struct arena *arena = arena_new();
    (void)state;
    for (int round = 0; round < 60; round++) {
        double values[4][7], weights[4], matrix[49], agreement, most = -1;
        const double *columns[4];
        size_t units = 1 + stat_random(&seed) % 7, order[7], at[7] = {0, 1, 2, 3, 4, 5, 6}, best[7];
        int orders = 0;
        bool unique;
        for (int j = 0; j < 4; j++) {
            columns[j] = values[j];
            weights[j] = 1 + (double)(stat_random(&seed) % 4);
            for (int i = 0; i < 7; i++)
                values[j][i] = stat_random(&seed) % 9 ? (double)(stat_random(&seed) % 5) : NAN;
        }
        outranking_matrix(columns, weights, 4, units, matrix);
        do {
            double sum = agreement_of(matrix, units, at);
            if (sum > most + 1e-9) {
                most = sum;
                orders = 0;
                memcpy(best, at, sizeof best);
            }
            orders += sum > most - 1e-9;
        } while (next_order(at, units));
        assert_int_equal(
            outranking_median(columns, weights, 4, units, arena, order, &agreement, &unique),
            OUTRANKING_OK);
        assert_near(agreement, most, 1e-12);
        assert_memory_equal(order, best, units * sizeof *order);
        assert_int_equal(unique, orders == 1);
    }
    arena_free(arena);
}

static void more_units_have_no_median_order(void **state)
{
    double x[OUTRANKING_MEDIAN_MOST + 1], agreement, weight = 1;
    const double *columns[] = {x};
    size_t order[OUTRANKING_MEDIAN_MOST + 1];
    struct arena *arena = arena_new();
    bool unique;
    (void)state;
    for (int i = 0; i <= OUTRANKING_MEDIAN_MOST; i++)
        x[i] = i * i % 13;
    assert_int_equal(outranking_median(columns, &weight, 1, OUTRANKING_MEDIAN_MOST + 1, arena,
                                       order, &agreement, &unique),
                     OUTRANKING_TOO_MANY);
    assert_int_equal(outranking_median(columns, &weight, 1, OUTRANKING_MEDIAN_MOST, arena, order,
                                       &agreement, &unique),
                     OUTRANKING_OK);
    for (int i = 1; i < OUTRANKING_MEDIAN_MOST; i++)
        assert_true(x[order[i]] <= x[order[i - 1]]);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scores_are_those_of_COINr),
        cmocka_unit_test(the_matrix_is_that_of_COINr),
        cmocka_unit_test(units_are_compared_on_what_both_have),
        cmocka_unit_test(equal_weights_draw_though_sums_are_rounded),
        cmocka_unit_test(sixty_voters_order_three_as_Condorcet_says),
        cmocka_unit_test(the_median_order_is_the_best_and_first_of_all),
        cmocka_unit_test(more_units_have_no_median_order),
    };
    return cmocka_run_group_tests_name("outranking", tests, NULL, NULL);
}
