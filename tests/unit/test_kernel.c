#include "base/elementary.h"
#include "base/kernel.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS = 70 };

static double sample(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed % 9 == 0 ? NAN : (double)(*seed % 20000) / 100 - 50;
}

struct outcome {
    double line[ROWS], raised[ROWS], sum[ROWS], weight[ROWS], count[ROWS], least[ROWS], most[ROWS];
    struct kernel_span span;
    struct kernel_cut cut;
    struct kernel_powers powers;
    struct kernel_pair pair;
    struct kernel_products products;
};

static void run(const struct kernel *kernel, size_t rows, struct outcome *outcome)
{
    uint64_t seed = 88172645463325252U;
    double x[ROWS], y[ROWS];
    memset(outcome, 0, sizeof *outcome);
    for (size_t i = 0; i < ROWS; i++) {
        x[i] = sample(&seed);
        y[i] = sample(&seed);
        outcome->least[i] = INFINITY;
        outcome->most[i] = -INFINITY;
    }
    const struct kernel_line line = {-3, 11, 0, 100, 0, 100};
    const struct kernel_mean mean = {outcome->sum, outcome->weight, outcome->count, outcome->least,
                                     outcome->most};
    kernel->line(&line, x, rows, outcome->line);
    kernel->raise(1, x, rows, outcome->raised);
    kernel->mean_add(&mean, x, x, 0.3, rows);
    kernel->mean_add(&mean, y, y, 0.7, rows);
    outcome->cut = (struct kernel_cut){.low = -20.5, .high = 30};
    outcome->powers = (struct kernel_powers){.low = -20.5, .high = 30, .centre = 1.7, .scale = 0.1};
    kernel->span(x, rows, &outcome->span);
    kernel->cut(&outcome->cut, x, rows);
    kernel->powers(&outcome->powers, x, rows);
    outcome->products = (struct kernel_products){.centre = {3, 0.1}, .scale = {0.5, 0.3}};
    kernel->pair(x, y, rows, &outcome->pair);
    kernel->products(&outcome->products, x, y, rows);
}

static void every_width_gives_the_same_bits_for_every_length(void **state)
{
    (void)state;
    for (size_t k = 0; kernel_name(k); k++) {
        const struct kernel *kernel = kernel_for(kernel_name(k));
        for (size_t rows = 0; kernel && rows <= ROWS; rows++) {
            struct outcome narrow, wide;
            run(kernel_for("16"), rows, &narrow);
            run(kernel, rows, &wide);
            assert_memory_equal(&narrow, &wide, sizeof narrow);
        }
    }
}

static void a_line_is_cut_at_its_ends_and_keeps_what_is_missing(void **state)
{
    (void)state;
    const double x[] = {0, 5, 10, 12, -1, NAN};
    double out[6];
    const struct kernel_line line = {0, 10, 0, 100, 0, 100};
    kernel_for(NULL)->line(&line, x, 6, out);
    assert_true(out[0] == 0 && out[1] == 50 && out[2] == 100 && out[3] == 100 && out[4] == 0);
    assert_true(isnan(out[5]));
}

static void a_running_mean_passes_over_what_is_missing(void **state)
{
    (void)state;
    double sum = 0, weight = 0, count = 0, least = INFINITY, most = -INFINITY;
    const struct kernel_mean mean = {&sum, &weight, &count, &least, &most};
    const double four = 4, missing = NAN, two = 2;
    kernel_for(NULL)->mean_add(&mean, &four, &four, 3, 1);
    kernel_for(NULL)->mean_add(&mean, &missing, &missing, 5, 1);
    kernel_for(NULL)->mean_add(&mean, &two, &two, 1, 1);
    assert_true(sum == 14 && weight == 4 && count == 2 && least == 2 && most == 4);
}

/* Operands of lines: plain ones, of either sign, some missing, columns, numbers, columns that hold
 * zeros, nearly nothing or what is out of reach of a reciprocal. */
static struct kernel_column operand_of(size_t line, size_t i, double *column, uint64_t *seed)
{
    for (size_t row = 0; row < ROWS; row++) {
        double value = sample(seed);
        column[row] = line % 3 == 0   ? fabs(isnan(value) ? 3 : value) + 1
                      : line == 4     ? value * 0x1p-800
                      : line == 5     ? value * 0x1p900
                      : line % 3 == 1 ? value
                                      : 0;
    }
    return (struct kernel_column){column, line % 2 == 0 || (line > 6 && i == 1)};
}

/* The mean of a row by the words of kernel.h. */
static double mean_by_hand(const struct kernel_lines *shared, const struct kernel_column *x,
                           size_t row)
{
    double sum = 0, weight = 0, there = 0, least = INFINITY, most = -INFINITY;
    for (size_t i = 0; i < shared->count; i++) {
        double value = x[i].values[x[i].varies ? row : 0];
        if (isnan(value))
            continue;
        sum += shared->weights[i][row] * value;
        weight += shared->weights[i][row];
        there += 1;
        least = fmin(least, value);
        most = fmax(most, value);
    }
    if (there < shared->need_there || !(weight >= shared->need_share * shared->whole[row]))
        return NAN;
    return fmin(most, fmax(least, sum / weight));
}

static void means_of_lines_are_sums_divided_by_weights_to_the_last_bit(void **state)
{
    enum { LINES = 9, OPERANDS = 5 };
    static double weights[OPERANDS][ROWS], whole[ROWS], reciprocal[ROWS], made[LINES][ROWS];
    static double columns[LINES * OPERANDS][ROWS];
    const double *const weight_columns[] = {weights[0], weights[1], weights[2], weights[3],
                                            weights[4]};
    struct kernel_column x[LINES * OPERANDS];
    double *out[LINES];
    uint64_t seed = 4242424242424243U;
    (void)state;
    for (size_t round = 0; round < 300; round++) {
        for (size_t row = 0; row < ROWS; row++) {
            whole[row] = 0;
            for (size_t i = 0; i < OPERANDS; i++) {
                double drawn = sample(&seed);
                weights[i][row] = isnan(drawn) ? 1 : fabs(drawn) + 0.1;
                whole[row] += weights[i][row];
            }
            reciprocal[row] = 1 / whole[row];
        }
        for (size_t i = 0; i < (size_t)LINES * OPERANDS; i++)
            x[i] = operand_of(i / OPERANDS, i % OPERANDS, columns[i], &seed);
        const struct kernel_lines shared = {.weights = weight_columns,
                                            .count = OPERANDS,
                                            .whole = whole,
                                            .reciprocal = reciprocal,
                                            .need_there = 1 + (double)(round % 6),
                                            .need_share = round % 2 ? 0.5 : -INFINITY};
        for (size_t l = 0; l < LINES; l++)
            out[l] = made[l];
        for (size_t k = 0; kernel_name(k); k++) {
            size_t rows = round % (ROWS + 1);
            if (!kernel_for(kernel_name(k)))
                continue;
            kernel_for(kernel_name(k))->mean_lines(&shared, x, LINES, rows, out);
            for (size_t l = 0; l < LINES; l++)
                for (size_t row = 0; row < rows; row++) {
                    double hand = mean_by_hand(&shared, x + l * OPERANDS, row);
                    assert_true(isnan(hand) ? isnan(made[l][row]) : made[l][row] == hand);
                }
        }
    }
}

/* Over 1, -2, 3, -4 … with gaps; every sum is exact. */
static void a_pass_over_a_column_counts_and_sums_what_is_there(void **state)
{
    (void)state;
    double x[21];
    struct kernel_span span;
    for (int i = 0; i < 21; i++)
        x[i] = i % 5 == 4 ? NAN : (double)(i % 2 ? -1 - i : 1 + i);
    kernel_for(NULL)->span(x, 21, &span);
    assert_true(span.count == 17 && span.sum == 21 && span.least == -18 && span.most == 21);
    struct kernel_cut cut = {.low = -16, .high = 13};
    kernel_for(NULL)->cut(&cut, x, 21);
    assert_true(cut.sum == 5 && cut.at_low == 2 && cut.at_high == 4);
    assert_true(cut.above_low == -14 && cut.below_high == 11);
    struct kernel_powers powers = {.low = -2, .high = 2, .centre = 1, .scale = 2};
    kernel_for(NULL)->powers(&powers, x, 21); /* eight -6, eight 2, and the 1 */
    assert_true(powers.sums[0] == -32 && powers.sums[1] == 320);
    assert_true(powers.sums[2] == -1664 && powers.sums[3] == 10496);
}

static void a_pass_over_two_columns_takes_rows_that_have_both(void **state)
{
    static const double x[] = {1, NAN, 3, 4, 100, 6, 7, -8, 9, 10, NAN},
                        y[] = {2, 200, -6, 8, NAN, 12, 14, 16, 18, 20, NAN};
    struct kernel_pair pair;
    (void)state;
    kernel_for(NULL)->pair(x, y, 11, &pair);
    assert_true(pair.count == 8 && pair.sum[0] == 32 && pair.sum[1] == 84);
    assert_true(pair.least[0] == -8 && pair.most[0] == 10);
    assert_true(pair.least[1] == -6 && pair.most[1] == 20);
    struct kernel_products products = {.centre = {1, 2}, .scale = {2, 1}};
    kernel_for(NULL)->products(&products, x, y, 11);
    assert_true(products.first[0] == 48 && products.first[1] == 68);
    assert_true(products.square[0] == 1200 && products.square[1] == 1120);
    assert_true(products.cross == 576);
}

static void a_column_without_values_has_no_ends(void **state)
{
    (void)state;
    const double x[] = {NAN, NAN, NAN}, zeros[] = {-0.0, 0.0, -0.0};
    struct kernel_span span;
    kernel_for(NULL)->span(x, 3, &span);
    assert_true(span.count == 0 && span.sum == 0 && isinf(span.least) && isinf(span.most));
    kernel_for(NULL)->span(zeros, 3, &span);
    assert_true(!signbit(span.least) && !signbit(span.most));
    struct kernel_cut cut = {.low = 0, .high = 0};
    kernel_for(NULL)->cut(&cut, zeros, 3);
    assert_true(cut.at_low == 3 && cut.at_high == 3);
    assert_true(cut.above_low == INFINITY && cut.below_high == -INFINITY);
}

/* Any bits a double can have, then near 1, then what is special. */
static void logarithms_of_a_column_are_those_of_single_values(void **state)
{
    enum { COUNT = 1001 };
    static const double special[] = {0,         -0.0, 1,         -1,        INFINITY,
                                     -INFINITY, NAN,  0x1p-1074, 0x1p-1022, 0x1.fffffffffffffp1023};
    double x[COUNT], out[COUNT];
    uint64_t seed = 88172645463325252U;
    (void)state;
    for (int round = 0; round < 30; round++) {
        for (int i = 0; i < COUNT; i++) {
            sample(&seed);
            uint64_t bits = round % 2 ? seed : seed >> 12 | (uint64_t)(1020 + seed % 6) << 52;
            memcpy(&x[i], &bits, sizeof bits);
        }
        memcpy(x + round, special, sizeof special);
        for (size_t k = 0; kernel_name(k); k++) {
            const struct kernel *kernel = kernel_for(kernel_name(k));
            size_t rows = (size_t)(COUNT - round * 7);
            if (!kernel)
                continue;
            kernel->logarithm(x, rows, out);
            for (size_t i = 0; i < rows; i++) {
                double expected = elementary_log(x[i]);
                assert_true(isnan(expected) ? isnan(out[i])
                                            : memcmp(&out[i], &expected, sizeof expected) == 0);
            }
        }
    }
}

static void an_unknown_width_is_none(void **state)
{
    (void)state;
    assert_null(kernel_for("17"));
    assert_string_equal(kernel_for("16")->name, "16");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_gives_the_same_bits_for_every_length),
        cmocka_unit_test(a_line_is_cut_at_its_ends_and_keeps_what_is_missing),
        cmocka_unit_test(a_running_mean_passes_over_what_is_missing),
        cmocka_unit_test(means_of_lines_are_sums_divided_by_weights_to_the_last_bit),
        cmocka_unit_test(a_pass_over_a_column_counts_and_sums_what_is_there),
        cmocka_unit_test(a_pass_over_two_columns_takes_rows_that_have_both),
        cmocka_unit_test(a_column_without_values_has_no_ends),
        cmocka_unit_test(logarithms_of_a_column_are_those_of_single_values),
        cmocka_unit_test(an_unknown_width_is_none),
    };
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
