/* Differences of means taken apart: numbers worked by hand, and random means that must add up. */

#include "base/random.h"
#include "score/graph_mean.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { OPERANDS = 6, MEANS = 5000 };

/* Weights 1/4, 1/4, 1/2. From 2, 8, 4: the logarithms to base 2 are 1, 3, 2, their mean 2, the mean
 * 4. To 32, 8, 16: 5, 3, 4, their mean 4, the mean 16. L(16, 4) = 12 / (2 ln 2), so that the parts
 * are 6 × weight × the step in logarithms to base 2: 6 × 1/4 × 4, 0, 6 × 1/2 × 2 (additive LMDI-I,
 * Ang, Energy Policy 32, 2004, 1131-1139, with the mean as the aggregate). */
static void a_geometric_mean_of_three_is_as_worked_by_hand(void **state)
{
    (void)state;
    static const struct graph_mean geometric = {.average = GRAPH_GEOMETRIC};
    double weights[] = {1, 1, 2}, a[] = {2, 8, 4}, b[] = {32, 8, 16};
    struct graph_part parts[3];
    assert_true(graph_mean_split(&geometric, weights, a, b, 3, parts));
    assert_near(graph_mean_part(&parts[0], a[0], b[0]), 6, 1e-12);
    assert_near(graph_mean_part(&parts[1], a[1], b[1]), 0, 0);
    assert_near(graph_mean_part(&parts[2], a[2], b[2]), 6, 1e-12);
}

/* A value from 0 to 100, in one case of six missing, in another 0. */
static double value_of(double uniform)
{
    if (uniform < 1.0 / 6)
        return NAN;
    return uniform < 1.0 / 3 ? 0 : 150 * (uniform - 1.0 / 3);
}

/* By the definition, in the C library's logarithms. */
static double mean_of(enum graph_average average, const double *weights, const double *values)
{
    double total = 0, sum = 0;
    for (size_t i = 0; i < OPERANDS; i++) {
        if (isnan(values[i]))
            continue;
        total += weights[i];
        sum += weights[i] * (average == GRAPH_GEOMETRIC ? log(values[i]) : values[i]);
    }
    return average == GRAPH_GEOMETRIC ? exp(sum / total) : sum / total;
}

static void random_means_add_up(enum graph_average average)
{
    const struct graph_mean spec = {.average = average};
    size_t split = 0;
    for (uint64_t n = 0; n < MEANS; n++) {
        double uniform[3 * OPERANDS], weights[OPERANDS], a[OPERANDS], b[OPERANDS];
        struct graph_part parts[OPERANDS];
        random_uniforms(7, n, 0, 3 * OPERANDS, uniform);
        for (size_t i = 0; i < OPERANDS; i++) {
            weights[i] = 0.05 + uniform[i];
            a[i] = value_of(uniform[OPERANDS + i]);
            b[i] = value_of(uniform[2 * OPERANDS + i]);
        }
        if (!graph_mean_split(&spec, weights, a, b, OPERANDS, parts))
            continue;
        double sum = 0;
        for (size_t i = 0; i < OPERANDS; i++)
            sum += graph_mean_part(&parts[i], a[i], b[i]);
        assert_near(sum, mean_of(average, weights, b) - mean_of(average, weights, a), 1e-9);
        split++;
    }
    assert_true(split > MEANS * 9 / 10);
}

static void random_arithmetic_means_add_up_with_gaps(void **state)
{
    (void)state;
    random_means_add_up(GRAPH_ARITHMETIC);
}

static void random_geometric_means_add_up_with_gaps_and_zeros(void **state)
{
    (void)state;
    random_means_add_up(GRAPH_GEOMETRIC);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_geometric_mean_of_three_is_as_worked_by_hand),
        cmocka_unit_test(random_arithmetic_means_add_up_with_gaps),
        cmocka_unit_test(random_geometric_means_add_up_with_gaps_and_zeros),
    };
    return cmocka_run_group_tests_name("graph_mean", tests, NULL, NULL);
}
