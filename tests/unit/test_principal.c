#include "stat/principal.h"

#include "stat_fixture.h"

static struct principal components(struct arena *arena)
{
    struct principal principal;
    size_t column;
    assert_int_equal(principal_of(kernel_for(NULL), stat_tai_columns, STAT_TAI_INDICATORS,
                                  STAT_TAI_COUNTRIES, arena, &principal, &column),
                     PRINCIPAL_OK);
    return principal;
}

/* The Handbook's table 16 to the digits printed there; where its data had more digits than its
 * pages show, one unit of the last may differ. More digits by R 4.2.2, eigen(cor(d)). */
static void components_are_those_of_the_handbook(void **state)
{
    static const double printed[] = {41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9};
    static const double values[] = {
        3.354361207288002245, 1.746060116214698033, 0.984862030234584740, 0.893915733086607878,
        0.471196130661423129, 0.299452031873119251, 0.174422181451659247, 0.075730569189903507};
    struct arena *arena = arena_new();
    struct principal principal = components(arena);
    (void)state;
    assert_true(principal.count == 8 && principal.rows == 23);
    for (int k = 0; k < 8; k++) {
        assert_true(fabs(100 * principal.explained[k] - printed[k]) < 0.12);
        assert_near(principal.eigenvalues[k], values[k], 1e-14);
    }
    assert_int_equal(principal_strong(&principal, 1), 2);
    assert_int_equal(principal_strong(&principal, 0.8), 4);
    assert_int_equal(principal_strong(&principal, 100), 1);
    assert_int_equal(principal_strong(&principal, -1), 8);
    arena_free(arena);
}

/* R 4.2.2: eigen(cor(d))$vectors[, 1]^2. */
static void weights_of_the_first_component_are_squared_loadings(void **state)
{
    static const double expected[] = {0.0032618928123609, 0.0937863265395802, 0.2499204898161536,
                                      0.0368466564160780, 0.1720628733548766, 0.2440547337156705,
                                      0.1615208438809952, 0.0385461834642846};
    double weights[8];
    struct arena *arena = arena_new();
    struct principal principal = components(arena);
    (void)state;
    principal_weights(&principal, weights);
    for (int i = 0; i < 8; i++) {
        assert_near(weights[i], expected[i], 1e-14);
        assert_near(principal.vectors[i] * principal.vectors[i], expected[i], 1e-14);
        assert_near(principal.loadings[i], principal.vectors[i] * sqrt(principal.eigenvalues[0]),
                    1e-15);
    }
    assert_true(principal.vectors[3] < 0 && principal.vectors[2] > 0);
    arena_free(arena);
}

/* Four factors, as in the Handbook, whose table 17 has for patents, in its order of factors, the
 * loadings 0.07, 0.97, 0.06 and 0.06 and the scaled squares 0, 0.67, 0 and 0. More digits, by
 * factors that explain less and less: R 4.2.2, varimax(loadings, normalize = TRUE, eps = 1e-15),
 * which stops when it is near to 10^-8. */
static void factors_are_those_of_the_handbook(void **state)
{
    static const double expected[4][8] = {
        {0.0629501195973, 0.1268699262425, 0.7869233541373, -0.6474568748732, 0.3680757622332,
         0.8123459713737, 0.8787996188931, 0.0786852733289},
        {0.0573726597566, 0.9276775011342, 0.4297213157068, 0.3482101605112, 0.6926405370625,
         0.3498503843338, 0.0939656593590, 0.0471978601590},
        {0.9668539733556, 0.0743725967582, -0.2097822837548, 0.5606412701980, 0.1634020352657,
         -0.0453343342659, 0.2374288452426, 0.0374385254230},
        {0.0598804244896, -0.0701096956171, 0.2087945731841, -0.0381503292105, 0.3686432853565,
         0.2388621565870, -0.0904372254439, 0.9612264289026}};
    static const double variance[] = {2.63237335, 1.78299128, 1.38519466, 1.17863980};
    struct principal_factors rotated;
    struct arena *arena = arena_new();
    struct principal principal = components(arena);
    (void)state;
    assert_true(principal_rotate(&principal, 4, arena, &rotated));
    for (int k = 0; k < 4; k++) {
        assert_near(rotated.variance[k], variance[k], 2e-8);
        for (int i = 0; i < 8; i++)
            assert_near(rotated.loadings[k * 8 + i], expected[k][i], 2e-8);
    }
    assert_true(fabs(rotated.loadings[0] - 0.07) < 0.01);
    assert_true(fabs(rotated.loadings[16] - 0.97) < 0.005);
    assert_true(fabs(rotated.loadings[16] * rotated.loadings[16] / rotated.variance[2] - 0.67) <
                0.005);
    arena_free(arena);
}

/* R 4.2.2 from the factors above: q <- loadings^2 by column / variance; for each indicator its
 * largest q, times variance / sum(variance) of that factor; over the sum of these. */
static void weights_of_factors_are_those_of_Nicoletti(void **state)
{
    static const double expected[] = {0.16798381770, 0.15464636707, 0.11127831560, 0.05648274602,
                                      0.08621076222, 0.11858444805, 0.13877952421, 0.16603401913};
    double weights[8], sum = 0;
    struct principal_factors rotated;
    struct arena *arena = arena_new();
    struct principal principal = components(arena);
    (void)state;
    assert_true(principal_rotate(&principal, 4, arena, &rotated));
    principal_factor_weights(&rotated, weights);
    for (int i = 0; i < 8; i++) {
        assert_near(weights[i], expected[i], 2e-9);
        sum += weights[i];
    }
    assert_near(sum, 1, 1e-15);
    arena_free(arena);
}

/* A structure so simple that each column has one factor is found however far it was turned. */
static void a_simple_structure_is_found_again(void **state)
{
    static const double first[] = {0.9, 0.8, 0.7, 0, 0, 0}, second[] = {0, 0, 0, 0.6, 0.9, -0.3};
    static const double angles[] = {0, 0.3, 0.7, 1.5, 2.2, 3.1};
    struct arena *arena = arena_new();
    (void)state;
    for (size_t a = 0; a < STAT_COUNT(angles); a++) {
        double loadings[36] = {0}, values[6] = {0};
        struct principal_factors rotated;
        for (int i = 0; i < 6; i++) {
            loadings[i] = cos(angles[a]) * first[i] + sin(angles[a]) * second[i];
            loadings[6 + i] = cos(angles[a]) * second[i] - sin(angles[a]) * first[i];
        }
        const struct principal turned = {.count = 6, .eigenvalues = values, .loadings = loadings};
        assert_true(principal_rotate(&turned, 2, arena, &rotated));
        for (int i = 0; i < 6; i++) {
            assert_near(rotated.loadings[i], first[i], 1e-12);
            assert_near(rotated.loadings[6 + i], second[i], 1e-12);
        }
    }
    arena_free(arena);
}

/* Nothing is turned where all angles are alike: one factor, or columns that load on nothing. */
static void rotation_of_little_is_harmless(void **state)
{
    double loadings[9] = {0.5, 0.5, 0, 0, 0, 0, 0, 0, 0}, values[3] = {0}, weights[3];
    const struct principal principal = {.count = 3, .eigenvalues = values, .loadings = loadings};
    struct principal_factors rotated;
    struct arena *arena = arena_new();
    (void)state;
    for (size_t factors = 1; factors <= 3; factors++) {
        assert_true(principal_rotate(&principal, factors, arena, &rotated));
        principal_factor_weights(&rotated, weights);
        assert_near(rotated.loadings[0], 0.5, 1e-15);
        assert_near(weights[0], 0.5, 1e-15);
        assert_true(weights[2] == 0);
    }
    arena_free(arena);
}

/* Rows that lack something are left out; too few rows and a level column are refused. */
static void only_complete_rows_count_and_must_tell_apart(void **state)
{
    static double x[30], y[30], level[30];
    const double *both[] = {x, y, level};
    struct arena *arena = arena_new();
    struct principal principal;
    size_t column = 99;
    (void)state;
    for (int i = 0; i < 30; i++) {
        x[i] = i % 5 ? stat_tai[0][i % 23] : NAN;
        y[i] = i % 7 ? stat_tai[1][i % 23] : NAN;
        level[i] = 0.1;
    }
    assert_int_equal(principal_of(kernel_for(NULL), both, 2, 30, arena, &principal, &column),
                     PRINCIPAL_OK);
    assert_int_equal(principal.rows, 20);
    assert_near(principal.vectors[0], sqrt(0.5), 1e-15);
    assert_int_equal(principal_of(kernel_for(NULL), both, 3, 30, arena, &principal, &column),
                     PRINCIPAL_NO_SPREAD);
    assert_int_equal(column, 2);
    assert_int_equal(principal_of(kernel_for(NULL), both, 2, 4, arena, &principal, &column),
                     PRINCIPAL_OK);
    assert_int_equal(principal_of(kernel_for(NULL), both, 2, 3, arena, &principal, &column),
                     PRINCIPAL_FEW_ROWS);
    assert_int_equal(principal_of(kernel_for(NULL), both, 1, 30, arena, &principal, &column),
                     PRINCIPAL_OK);
    assert_true(principal.vectors[0] == 1 && principal.eigenvalues[0] == 1);
    arena_free(arena);
}

/* Other units, and the order of the columns, change no weight. */
static void weights_do_not_depend_on_units_or_order(void **state)
{
    double moved[8][STAT_TAI_COUNTRIES], weights[8], again[8];
    const double *other[8];
    struct arena *arena = arena_new();
    struct principal_factors rotated;
    struct principal principal = components(arena);
    size_t column;
    (void)state;
    assert_true(principal_rotate(&principal, 4, arena, &rotated));
    principal_factor_weights(&rotated, weights);
    for (int i = 0; i < 8; i++) {
        other[i] = moved[7 - i];
        for (int row = 0; row < STAT_TAI_COUNTRIES; row++)
            moved[i][row] = 5 - (i + 1) * 0.001 * stat_tai[i][STAT_TAI_COUNTRIES - 1 - row];
    }
    assert_int_equal(
        principal_of(kernel_for(NULL), other, 8, STAT_TAI_COUNTRIES, arena, &principal, &column),
        PRINCIPAL_OK);
    assert_true(principal_rotate(&principal, 4, arena, &rotated));
    principal_factor_weights(&rotated, again);
    for (int i = 0; i < 8; i++)
        assert_near(again[i], weights[7 - i], 1e-9);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(components_are_those_of_the_handbook),
        cmocka_unit_test(weights_of_the_first_component_are_squared_loadings),
        cmocka_unit_test(factors_are_those_of_the_handbook),
        cmocka_unit_test(weights_of_factors_are_those_of_Nicoletti),
        cmocka_unit_test(a_simple_structure_is_found_again),
        cmocka_unit_test(rotation_of_little_is_harmless),
        cmocka_unit_test(only_complete_rows_count_and_must_tell_apart),
        cmocka_unit_test(weights_do_not_depend_on_units_or_order),
    };
    return cmocka_run_group_tests_name("principal", tests, NULL, NULL);
}
