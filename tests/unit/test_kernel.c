#include "base/kernel.h"
#include "base/pool.h"
#include "stat/quantile.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
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
};

static void run(const struct kernel *kernel, size_t rows, struct outcome *outcome)
{
    uint64_t seed = 88172645463325252U;
    double x[ROWS], y[ROWS];
    *outcome = (struct outcome){0};
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

static void an_unknown_width_is_none(void **state)
{
    (void)state;
    assert_null(kernel_for("17"));
    assert_string_equal(kernel_for("16")->name, "16");
}

static bool note(void *context, size_t index, unsigned worker)
{
    (void)worker;
    atomic_int *seen = context;
    atomic_fetch_add(&seen[index], 1);
    return true;
}

static void every_piece_of_work_is_done_once_by_any_number_of_threads(void **state)
{
    (void)state;
    for (unsigned threads = 0; threads < 9; threads++) {
        atomic_int seen[100] = {0};
        assert_true(pool_run(threads, 100, note, seen));
        for (int i = 0; i < 100; i++)
            assert_int_equal(atomic_load(&seen[i]), 1);
    }
}

static bool fail_at_three(void *context, size_t index, unsigned worker)
{
    (void)context;
    (void)worker;
    return index != 3;
}

static void a_piece_that_fails_fails_the_whole(void **state)
{
    (void)state;
    assert_false(pool_run(1, 10, fail_at_three, NULL));
    assert_false(pool_run(4, 10, fail_at_three, NULL));
    assert_true(pool_run(4, 3, fail_at_three, NULL));
}

/* R 4.2: quantile(1:10, c(.05, .5, .95)) is 1.45, 5.5, 9.55; quantile(c(3, 1, 2), .25) is 1.5. */
static void quantiles_are_those_of_R(void **state)
{
    (void)state;
    static const double p[] = {0.05, 0.5, 0.95}, expected[] = {1.45, 5.5, 9.55};
    for (int i = 0; i < 3; i++) {
        double values[] = {10, 3, 5, 1, 9, 2, 8, 4, 7, 6};
        assert_true(fabs(quantile_select(values, 10, p[i]) - expected[i]) < 1e-12);
    }
    double three[] = {3, 1, 2};
    assert_true(quantile_select(three, 3, 0.25) == 1.5);
    assert_true(isnan(quantile_select(three, 0, 0.5)));
}

static void quantiles_do_not_depend_on_the_order_of_values(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    double values[501], other[501];
    for (int i = 0; i < 501; i++)
        do
            values[i] = sample(&seed);
        while (isnan(values[i]));
    for (int i = 0; i < 501; i++)
        other[i] = values[500 - i];
    for (int i = 0; i <= 20; i++) {
        double a = quantile_select(values, 501, i / 20.0),
               b = quantile_select(other, 501, i / 20.0);
        assert_memory_equal(&a, &b, sizeof a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_gives_the_same_bits_for_every_length),
        cmocka_unit_test(a_line_is_cut_at_its_ends_and_keeps_what_is_missing),
        cmocka_unit_test(a_running_mean_passes_over_what_is_missing),
        cmocka_unit_test(an_unknown_width_is_none),
        cmocka_unit_test(every_piece_of_work_is_done_once_by_any_number_of_threads),
        cmocka_unit_test(a_piece_that_fails_fails_the_whole),
        cmocka_unit_test(quantiles_are_those_of_R),
        cmocka_unit_test(quantiles_do_not_depend_on_the_order_of_values),
    };
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
