/* How outcomes go along with inputs, against what integration gives. */
#include "robust/robust_case.h"
#include "robust/sensitivity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "score_bench.h"

/* AAA has 80 and 20, of equal weights. */
static int setup(void **state)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, 0, 100);
    fixture_indicator(fixture, "main", "y", 1, 0, 100);
    fixture_panel(fixture, 2, 2020, 2020);
    for (size_t c = 0; c < 2; c++) {
        fixture_set(fixture, "x", c, 2020, c == 0 ? 80 : 50);
        fixture_set(fixture, "y", c, 2020, c == 0 ? 20 : 50);
    }
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

static const struct rows *correlations_of(struct fixture *fixture,
                                          const struct robust_options *options,
                                          const struct score *nominal)
{
    static const struct sensitivity_outcome outcomes[] = {{"AAA", SENSITIVITY_SCORE, 0, 0},
                                                          {"BBB", SENSITIVITY_SCORE, 1, 0}};
    struct err err = {0};
    const struct robust_plan *plan = robust_plan_make(fixture->arena, options, &err);
    if (!plan)
        fail_msg("%s", err.sentence);
    const struct sensitivity_ask ask = {.plan = plan,
                                        .nominal = nominal,
                                        .period = 2020,
                                        .points = 4096,
                                        .seed = 1,
                                        .threads = 1,
                                        .kernel = kernel_for(NULL),
                                        .outcomes = outcomes,
                                        .outcome_count = 2};
    const struct rows *rows = sensitivity_rows_correlations(fixture->arena, &ask, &err);
    if (!rows)
        fail_msg("%s", err.sentence);
    return rows;
}

/* The correlation of a and 20 + 60 a / (a + b), a and b uniform on 0.75..1.25, by the midpoints of
 * a grid. */
static double by_grid(void)
{
    enum { SIDE = 400 };
    double sum = 0, squares = 0, product = 0, n = (double)SIDE * SIDE;
    for (int i = 0; i < SIDE; i++)
        for (int j = 0; j < SIDE; j++) {
            double a = 0.75 + (i + 0.5) / SIDE / 2, b = 0.75 + (j + 0.5) / SIDE / 2;
            double y = a / (a + b) - 0.5; /* its mean is 0 by symmetry */
            sum += (a - 1) * (a - 1);
            squares += y * y;
            product += (a - 1) * y;
        }
    return product / n / sqrt(sum / n * squares / n);
}

static void weights_go_along_as_integration_has_it(void **state)
{
    struct fixture *fixture = *state;
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    const struct robust_options options = {
        .item = score_index(score), .noise = 0.25, .cases = &score, .case_count = 1};
    const struct rows *rows = correlations_of(fixture, &options, score);
    double r = by_grid();
    assert_int_equal(rows->count, 4);
    for (size_t row = 0; row < 2; row++) {
        double sign = row == 0 ? 1 : -1, found = rows_number(rows, row, 2);
        assert_near(found, sign * r, 2e-3);
        assert_near(rows_number(rows, row, 6), found * found, 1e-15);
        assert_true(rows_number(rows, row, 3) < found && found < rows_number(rows, row, 4));
        /* Fisher: artanh 0.7058 ± 1.6449 / √4093. */
        assert_near(rows_number(rows, row, 4) - rows_number(rows, row, 3), 0.0258, 3e-4);
        assert_near(rows_number(rows, row, 5), found, 0.02);
        assert_string_equal(rows_text(rows, row, 7), "");
        assert_true(rows_number(rows, row, 8) == 4096);
    }
    for (size_t row = 2; row < 4; row++) /* both of BBB's are 50 */
        assert_string_equal(rows_text(rows, row, 7), "constant");
}

static void a_choice_has_what_lies_between_its_settings(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    static const char *const labels[] = {"mean", "geometric"};
    const struct rule_alternative settings[] = {
        {.label = "mean", .method = rule_method_plain(METHOD_MEAN)},
        {.label = "geometric", .method = rule_method_plain(METHOD_GEOMETRIC)}};
    const struct robust_choice choice = {RULE_UNCERTAIN_AGGREGATE, settings, 2};
    const struct score *nominal = bench_score(fixture, bench_rule(fixture), 0);
    const struct score *cases[2];
    for (size_t i = 0; i < 2; i++)
        cases[i] =
            fixture_must((void *)robust_case_make(fixture->arena, nominal, &choice, &i, 1, &err));
    const struct robust_input input = {
        .name = "aggregate", .kind = ROBUST_CHOICE, .settings = 2, .labels = labels};
    const struct robust_options options = {.item = score_index(nominal),
                                           .choices = &input,
                                           .choice_count = 1,
                                           .cases = cases,
                                           .case_count = 2};
    const struct rows *rows = correlations_of(fixture, &options, nominal);
    assert_int_equal(rows->count, 2);
    assert_near(rows_number(rows, 0, 6), 1, 1e-12);
    assert_string_equal(rows_text(rows, 0, 7), "no_order");
    assert_true(isnan(rows_number(rows, 0, 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(weights_go_along_as_integration_has_it, setup, teardown),
        cmocka_unit_test_setup_teardown(a_choice_has_what_lies_between_its_settings, setup,
                                        teardown),
    };
    return cmocka_run_group_tests_name("sensitivity", tests, NULL, NULL);
}
