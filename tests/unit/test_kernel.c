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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_width_gives_the_same_bits_for_every_length),
        cmocka_unit_test(a_line_is_cut_at_its_ends_and_keeps_what_is_missing),
        cmocka_unit_test(a_running_mean_passes_over_what_is_missing),
        cmocka_unit_test(an_unknown_width_is_none),
    };
    return cmocka_run_group_tests_name("kernel", tests, NULL, NULL);
}
