/* Functions that run row by row, and the comparison of these with what was traced. */

#include "host_bench.h"

/* Twice a, with an interval when the test asks for one. */
static void twice_a(const struct host *host, const struct formula_rows *rows, size_t row)
{
    double a = host_get(host, rows, row, "a");
    rows->values[row] = 2 * a;
    if (!isnan(host->low)) {
        rows->low[row] = 2 * a - host->low;
        rows->high[row] = 2 * a + host->low;
    }
}

static void product_of_p(const struct host *host, const struct formula_rows *rows, size_t row)
{
    rows->values[row] = host_get(host, rows, row, "a") * host_get(host, rows, row, "b");
}

static struct made_formula *untraced(struct fixture *fixture, uint32_t number, bool interval)
{
    struct made_formula *made = made_formula_new(fixture);
    struct formula_result *result = made_formula_result(made, "", false, 0);
    result->low = result->high = interval ? 0 : FORMULA_NONE;
    made->formula.untraced = "a string is compared on line 3";
    made->formula.function = number;
    return made;
}

static void a_function_that_cannot_be_traced_runs_row_by_row(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = 1};
    rule->score = &untraced(fixture, 0, true)->formula;
    struct score *score = must_score(fixture, rule, &host, 0);
    for (size_t row = 0; row < 6; row++) {
        assert_near(score_value(score, score_index(score), row), 2 * at(fixture, "a", row), 0);
        assert_near(score_low(score, score_index(score), row), 2 * at(fixture, "a", row) - 1, 0);
        assert_near(score_high(score, score_index(score), row), 2 * at(fixture, "a", row) + 1, 0);
    }
    assert_true(score_by_row(score, score_index(score)));
    assert_int_equal(host.runs, 1);
}

/* An interval that the function does not give is drawn: twice that of a. */
static void the_interval_of_a_function_by_row_is_drawn(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = NAN};
    fixture_set(fixture, "a", 0, 2021, 5);
    fixture_interval(fixture, "a", 0, 2021, 4, 6);
    rule->score = &untraced(fixture, 0, false)->formula;
    struct score *score = must_score(fixture, rule, &host, 5000);
    assert_near(bench_low(score, "index", 0, 2021), 8, 0.15);
    assert_near(bench_high(score, "index", 0, 2021), 12, 0.15);
    assert_true(isnan(bench_low(score, "index", 1, 2021)));
}

/* p runs row by row and may not ask for q, which reads it, nor the other way round. */
static void nodes_by_row_and_nodes_that_read_them_are_no_circle(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = NAN};
    rule->nodes[fixture_find(fixture, "p")].formula = &untraced(fixture, 1, false)->formula;
    rule->nodes[fixture_find(fixture, "q")].formula = formula_of(fixture, FORMULA_NEG, "p", NULL);
    rule->nodes[fixture_find(fixture, "x")].formula = formula_of(fixture, FORMULA_NEG, "p", NULL);
    struct score *score = must_score(fixture, rule, &host, 0);
    for (size_t row = 0; row < 6; row++) {
        double p = at(fixture, "a", row) * at(fixture, "b", row);
        assert_near(score_value(score, bench_item(score, "p"), row), p, 0);
        assert_near(score_value(score, bench_item(score, "q"), row), -p, 0);
        assert_near(score_value(score, bench_item(score, "x"), row), -p, 0);
    }
    rule->nodes[fixture_find(fixture, "q")].formula = &untraced(fixture, 0, false)->formula;
    score = must_score(fixture, rule, &host, 0);
    assert_near(bench_value(score, "q", 0, 2019), 2 * at(fixture, "a", 0), 0);
}

static void product_of_children(const struct host *host, const struct formula_rows *rows,
                                size_t row)
{
    rows->values[row] = host_get(host, rows, row, "g") * host_get(host, rows, row, "d");
}

static void a_node_by_row_asks_for_the_groups_below_it(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {product_of_children, twice_a}, .low = NAN};
    rule->nodes[fixture_find(fixture, "q")].formula = &untraced(fixture, 0, false)->formula;
    struct score *score = must_score(fixture, rule, &host, 0);
    assert_near(bench_value(score, "q", 1, 2020), at(fixture, "c", 3) * at(fixture, "d", 3), 0);
    rule->nodes[fixture_find(fixture, "g")].formula = &untraced(fixture, 1, false)->formula;
    score = must_score(fixture, rule, &host, 0);
    assert_near(bench_value(score, "q", 1, 2020), 2 * at(fixture, "a", 3) * at(fixture, "d", 3), 0);
}

static void a_function_that_fails_is_told_of(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {product_of_children, twice_a}, .low = NAN};
    struct err err;
    rule->nodes[fixture_find(fixture, "g")].formula = &untraced(fixture, 0, false)->formula;
    assert_null(score_with(fixture, rule, &host, 0, &err));
    assert_int_equal(err.code, ERR_SCRIPT_RUN);
    assert_string_equal(err.sentence, "there is no g");
}

/* What was traced: a + a, to be compared with the function. */
static struct made_formula *to_verify(struct fixture *fixture, uint32_t number)
{
    struct made_formula *made = made_formula_new(fixture);
    uint32_t a = made_formula_input(made, "a");
    made_formula_result(made, "", false, made_formula_two(made, FORMULA_ADD, a, a));
    made->formula.function = number;
    made->formula.verify = true;
    return made;
}

static void what_agrees_with_its_function_stays_a_graph(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = NAN};
    rule->score = &to_verify(fixture, 0)->formula;
    struct score *score = must_score(fixture, rule, &host, 0);
    assert_false(score_by_row(score, score_index(score)));
    assert_int_equal(host.runs, 1);
    assert_near(bench_value(score, "index", 0, 2019), 2 * at(fixture, "a", 0), 0);
}

static void what_differs_from_its_function_runs_row_by_row(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = NAN};
    rule->score = &to_verify(fixture, 1)->formula;
    struct score *score = must_score(fixture, rule, &host, 0);
    assert_true(score_by_row(score, score_index(score)));
    assert_near(bench_value(score, "index", 0, 2019), at(fixture, "a", 0) * at(fixture, "b", 0), 0);
}

/* Only the interval that it gives is another one. */
static void an_interval_that_differs_counts_too(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = 1};
    struct made_formula *made = to_verify(fixture, 0);
    made->results[0].low = made->results[0].high = made->results[0].value;
    rule->score = &made->formula;
    struct score *score = must_score(fixture, rule, &host, 0);
    assert_true(score_by_row(score, score_index(score)));
    assert_near(bench_low(score, "index", 0, 2019), 2 * at(fixture, "a", 0) - 1, 0);
}

static void what_looks_at_the_panel_cannot_run_by_row(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = NAN};
    struct err err;
    struct made_formula *made = to_verify(fixture, 0);
    uint32_t lag = made_formula_two(made, FORMULA_LAG, 0, FORMULA_NONE);
    made->steps[lag].number = 1;
    made->steps[lag].given = "@lag:2:1";
    rule->score = &made->formula;
    struct score *score = must_score(fixture, rule, &host, 0); /* it agrees */
    assert_false(score_by_row(score, score_index(score)));
    made->formula.function = 1;
    assert_null(score_with(fixture, rule, &host, 0, &err));
    assert_int_equal(err.code, ERR_RULE_VALUE);
    assert_true(strstr(err.hint, "cannot run row by row") != NULL);
    assert_string_equal(err.place.file, "scripts/rules/test.lua");
}

/* p is to be verified and q reads it; x is to be verified and may ask for both. */
static void functions_to_verify_are_no_circle(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct host host = {.functions = {twice_a, product_of_p}, .low = NAN};
    rule->nodes[fixture_find(fixture, "p")].formula = &to_verify(fixture, 0)->formula;
    rule->nodes[fixture_find(fixture, "q")].formula = formula_of(fixture, FORMULA_NEG, "p", NULL);
    rule->nodes[fixture_find(fixture, "x")].formula = &to_verify(fixture, 0)->formula;
    struct score *score = must_score(fixture, rule, &host, 0);
    assert_near(bench_value(score, "q", 0, 2019), -2 * at(fixture, "a", 0), 0);
    assert_int_equal(host.runs, 2);
    /* One that differs is run by row, and what reads it still has its value. */
    rule->nodes[fixture_find(fixture, "p")].formula = &to_verify(fixture, 1)->formula;
    score = must_score(fixture, rule, &host, 0);
    assert_near(bench_value(score, "q", 0, 2019), -at(fixture, "a", 0) * at(fixture, "b", 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOST_TEST(a_function_that_cannot_be_traced_runs_row_by_row),
        HOST_TEST(the_interval_of_a_function_by_row_is_drawn),
        HOST_TEST(nodes_by_row_and_nodes_that_read_them_are_no_circle),
        HOST_TEST(a_node_by_row_asks_for_the_groups_below_it),
        HOST_TEST(a_function_that_fails_is_told_of),
        HOST_TEST(what_agrees_with_its_function_stays_a_graph),
        HOST_TEST(what_differs_from_its_function_runs_row_by_row),
        HOST_TEST(an_interval_that_differs_counts_too),
        HOST_TEST(what_looks_at_the_panel_cannot_run_by_row),
        HOST_TEST(functions_to_verify_are_no_circle),
    };
    return cmocka_run_group_tests_name("formula host", tests, NULL, NULL);
}
