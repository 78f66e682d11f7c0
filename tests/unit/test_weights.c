#include "stat/weights.h"

#include "stat_fixture.h"

enum { FIRMS = 8 };

static const double profit[] = {61, 20.7, 16.3, 9, 5.4, 4, 6.1, 34.6};
static const double market[] = {1.08, 0.26, 1.98, 3.29, 2.77, 4.12, 3.52, 3.31};
static const double output[] = {4, 11.2, 10.2, 15.7, 2.2, 20.1, 17.3, 3.2};
static const double *const firms[] = {profit, market, output};

static enum weights_status entropy(const double *const *columns, size_t count, size_t rows,
                                   double *weights, struct weights_place *place)
{
    return weights_entropy(kernel_for(NULL), columns, count, rows, weights, place);
}

static void assert_weights(const double *weights, const double *expected, size_t count,
                           double share)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        assert_near(weights[i], expected[i], share);
        sum += weights[i];
    }
    assert_near(sum, 1, 1e-15);
}

/* By hand: E of (1, 1, 2) is 1.5 ln 2 / ln 3, of (0, 0, 5) it is 0, of (3, 3, 3) it is 1. */
static void entropy_of_three_values_is_as_worked_by_hand(void **state)
{
    static const double one[] = {1, 1, 2}, two[] = {0, 0, 5}, three[] = {3, 3, 3};
    static const double *const columns[] = {one, two, three};
    double weights[3], left = 1 - 1.5 * log(2) / log(3);
    struct weights_place place;
    (void)state;
    assert_int_equal(entropy(columns, 3, 3, weights, &place), WEIGHTS_OK);
    const double expected[] = {left / (1 + left), 1 / (1 + left), 0};
    assert_weights(weights, expected, 3, 1e-15);
}

/* numpy 1.24.2: p = x / x.sum(); e = -(p * log(p)).sum() / log(8); (1 - e) / sum(1 - e). */
static void entropy_weights_are_those_of_numpy(void **state)
{
    static const double expected[] = {0.5120215172217719, 0.2061488657823645, 0.2818296169958636};
    double weights[3];
    struct weights_place place;
    (void)state;
    assert_int_equal(entropy(firms, 3, FIRMS, weights, &place), WEIGHTS_OK);
    assert_weights(weights, expected, 3, 1e-14);
}

/* Over the values that are there: the gaps change nothing, nor do other units. */
static void entropy_skips_what_is_missing(void **state)
{
    double gaps[3][10], weights[3], again[3];
    const double *columns[3];
    struct weights_place place;
    (void)state;
    for (int i = 0; i < 3; i++) {
        columns[i] = gaps[i];
        for (int row = 0, from = 0; row < 10; row++)
            gaps[i][row] = row == 2 * i || row == 9 - i ? NAN : 1000 * firms[i][from++];
    }
    assert_int_equal(entropy(firms, 3, FIRMS, weights, &place), WEIGHTS_OK);
    assert_int_equal(entropy(columns, 3, 10, again, &place), WEIGHTS_OK);
    assert_weights(again, weights, 3, 1e-14);
}

static void entropy_names_the_column_it_refuses(void **state)
{
    static const double below[] = {1, -1e-9, 3}, zero[] = {0, 0, NAN}, one[] = {NAN, 2, NAN},
                        level[] = {0.1, 0.1, 0.1};
    const double *columns[2] = {market, below};
    double weights[2];
    struct weights_place place;
    (void)state;
    assert_int_equal(entropy(columns, 2, 3, weights, &place), WEIGHTS_NEGATIVE);
    assert_int_equal(place.column, 1);
    columns[1] = zero;
    assert_int_equal(entropy(columns, 2, 3, weights, &place), WEIGHTS_ALL_ZERO);
    assert_int_equal(place.column, 1);
    columns[0] = one;
    assert_int_equal(entropy(columns, 2, 3, weights, &place), WEIGHTS_FEW_VALUES);
    assert_int_equal(place.column, 0);
    columns[0] = columns[1] = level;
    assert_int_equal(entropy(columns, 2, 3, weights, &place), WEIGHTS_ALL_ALIKE);
}

static enum weights_status critic(const double *const *columns, size_t count, size_t rows,
                                  double *weights, struct weights_place *place)
{
    struct arena *arena = arena_new();
    enum weights_status status =
        weights_critic(kernel_for(NULL), columns, count, rows, arena, weights, place);
    arena_free(arena);
    return status;
}

/* numpy 1.24.2 on (x - min) / (max - min): std(ddof=1) * (1 - corrcoef).sum(), as shares. */
static void critic_weights_are_those_of_numpy(void **state)
{
    static const double expected[] = {0.4072552580439425, 0.2767130260846924, 0.3160317158713651};
    double scaled[3][FIRMS], weights[3];
    const double *columns[3];
    struct weights_place place;
    (void)state;
    for (int i = 0; i < 3; i++) {
        double least = INFINITY, most = -INFINITY;
        columns[i] = scaled[i];
        for (int row = 0; row < FIRMS; row++) {
            least = firms[i][row] < least ? firms[i][row] : least;
            most = firms[i][row] > most ? firms[i][row] : most;
        }
        for (int row = 0; row < FIRMS; row++)
            scaled[i][row] = (firms[i][row] - least) / (most - least);
    }
    assert_int_equal(critic(columns, 3, FIRMS, weights, &place), WEIGHTS_OK);
    assert_weights(weights, expected, 3, 1e-14);
}

static void critic_refuses_what_tells_nothing_apart(void **state)
{
    static const double level[] = {2, 2, 2, 2, 2, 2, 2, 2}, one[] = {1, NAN}, rest[] = {NAN, 1};
    double twice[FIRMS], weights[2];
    const double *columns[2] = {market, level}, *apart[] = {one, rest};
    struct weights_place place;
    (void)state;
    assert_int_equal(critic(columns, 2, FIRMS, weights, &place), WEIGHTS_NO_SPREAD);
    assert_true((place.column == 0 && place.other == 1) || place.column == 1);
    assert_int_equal(critic(apart, 2, 2, weights, &place), WEIGHTS_FEW_VALUES);
    for (int row = 0; row < FIRMS; row++)
        twice[row] = 0.3 + 0.7 * market[row];
    columns[1] = twice;
    assert_int_equal(critic(columns, 2, FIRMS, weights, &place), WEIGHTS_ALL_ALIKE);
    assert_int_equal(critic(columns, 1, FIRMS, weights, &place), WEIGHTS_OK);
    assert_true(weights[0] == 1);
}

static enum weights_status hierarchy(const double *matrix, size_t count, double *weights,
                                     struct weights_consistency *consistency,
                                     struct weights_place *place)
{
    struct arena *arena = arena_new();
    enum weights_status status =
        weights_hierarchy(matrix, count, arena, weights, consistency, place);
    arena_free(arena);
    return status;
}

/* T. L. Saaty, A scaling method for priorities in hierarchical structures, Journal of Mathematical
 * Psychology 15, 1977, 234-281, the wealth of seven nations: weights .427 .230 .021 .052 .052 .123
 * .094, eigenvalue 7.61. More digits by numpy 1.24.2, linalg.eig. */
static void the_wealth_of_nations_is_as_Saaty_has_it(void **state)
{
    static const double m[] = {
        1,       4,       9,       6,       6,       5,       5,       1 / 4.0, 1,       7,
        5,       5,       3,       4,       1 / 9.0, 1 / 7.0, 1,       1 / 5.0, 1 / 5.0, 1 / 7.0,
        1 / 5.0, 1 / 6.0, 1 / 5.0, 5,       1,       1,       1 / 3.0, 1 / 3.0, 1 / 6.0, 1 / 5.0,
        5,       1,       1,       1 / 3.0, 1 / 3.0, 1 / 5.0, 1 / 3.0, 7,       3,       3,
        1,       2,       1 / 5.0, 1 / 4.0, 5,       3,       3,       1 / 2.0, 1};
    static const double printed[] = {0.427, 0.230, 0.021, 0.052, 0.052, 0.123, 0.094};
    double weights[7];
    struct weights_consistency consistency;
    struct weights_place place;
    (void)state;
    assert_int_equal(hierarchy(m, 7, weights, &consistency, &place), WEIGHTS_OK);
    assert_weights(weights, printed, 7, 0.0005);
    assert_near(consistency.eigenvalue, 7.6077202688596, 1e-13);
    assert_near(consistency.index, 0.1012867114766, 1e-12);
    assert_near(consistency.ratio, 0.0767323571792, 1e-12); /* 1.32 for seven */
}

static void consistent_judgements_give_the_weights_they_came_from(void **state)
{
    static const double from[] = {0.5, 0.25, 0.125, 0.0625, 0.0625};
    double m[25], weights[5];
    struct weights_consistency consistency;
    struct weights_place place;
    (void)state;
    for (int i = 0; i < 25; i++)
        m[i] = from[i / 5] / from[i % 5];
    assert_int_equal(hierarchy(m, 5, weights, &consistency, &place), WEIGHTS_OK);
    assert_weights(weights, from, 5, 1e-14);
    assert_near(consistency.ratio, 0, 1e-14);
    assert_int_equal(hierarchy(m, 1, weights, &consistency, &place), WEIGHTS_OK);
    assert_true(weights[0] == 1 && consistency.ratio == 0);
    const double two[] = {1, 3, 0.33, 1};
    assert_int_equal(hierarchy(two, 2, weights, &consistency, &place), WEIGHTS_OK);
    assert_true(consistency.ratio == 0);
}

static void judgements_that_do_not_fit_are_named(void **state)
{
    double m[] = {1, 2, 3, 0.5, 1, 4, 1 / 3.0, 0.25, 1}, weights[16], many[256];
    struct weights_consistency consistency;
    struct weights_place place;
    (void)state;
    m[5] = 5;
    assert_int_equal(hierarchy(m, 3, weights, &consistency, &place), WEIGHTS_NOT_RECIPROCAL);
    assert_true(place.column == 1 && place.other == 2);
    m[5] = -4;
    assert_int_equal(hierarchy(m, 3, weights, &consistency, &place), WEIGHTS_NOT_POSITIVE);
    assert_true(place.column == 1 && place.other == 2);
    m[5] = 4;
    m[4] = 2;
    assert_int_equal(hierarchy(m, 3, weights, &consistency, &place), WEIGHTS_NOT_RECIPROCAL);
    assert_true(place.column == 1 && place.other == 1);
    m[4] = NAN;
    assert_int_equal(hierarchy(m, 3, weights, &consistency, &place), WEIGHTS_NOT_POSITIVE);
    for (int i = 0; i < 256; i++)
        many[i] = 1;
    assert_int_equal(hierarchy(many, 16, weights, &consistency, &place), WEIGHTS_OK);
    assert_true(isnan(consistency.ratio) && fabs(consistency.index) < 1e-14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entropy_of_three_values_is_as_worked_by_hand),
        cmocka_unit_test(entropy_weights_are_those_of_numpy),
        cmocka_unit_test(entropy_skips_what_is_missing),
        cmocka_unit_test(entropy_names_the_column_it_refuses),
        cmocka_unit_test(critic_weights_are_those_of_numpy),
        cmocka_unit_test(critic_refuses_what_tells_nothing_apart),
        cmocka_unit_test(the_wealth_of_nations_is_as_Saaty_has_it),
        cmocka_unit_test(consistent_judgements_give_the_weights_they_came_from),
        cmocka_unit_test(judgements_that_do_not_fit_are_named),
    };
    return cmocka_run_group_tests_name("weights", tests, NULL, NULL);
}
