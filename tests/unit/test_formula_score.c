/* Formulas in a score: results, texts, the panel, other rules, nodes that are functions. */

#include "score/score_compare.h"

#include "host_bench.h"

static void a_choice_on_what_is_missing_is_missing(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct made_formula *made = made_formula_new(fixture);
    uint32_t a = made_formula_input(made, "a"), five = made_formula_number(made, 5);
    uint32_t less = made_formula_two(made, FORMULA_LESS, a, five);
    uint32_t there = made_formula_two(made, FORMULA_IS_MISSING, a, FORMULA_NONE);
    uint32_t b = made_formula_input(made, "b");
    uint32_t choice = made_formula_step(made, FORMULA_SELECT, NULL, less, b, five);
    uint32_t asked = made_formula_step(made, FORMULA_SELECT, NULL, there, b, choice);
    made_formula_result(made, "asked", false, asked);
    made_formula_result(made, "choice", false, choice);
    made_formula_rule(rule, made, 1);
    fixture_set(fixture, "a", 0, 2019, NAN);
    fixture_set(fixture, "a", 1, 2019, 4);
    fixture_set(fixture, "a", 0, 2020, 6);
    struct score *score = must_score(fixture, rule, NULL, 0);
    assert_true(isnan(bench_value(score, "choice", 0, 2019)));
    assert_near(bench_value(score, "asked", 0, 2019), at(fixture, "b", 0), 0);
    assert_near(bench_value(score, "choice", 1, 2019), at(fixture, "b", 1), 0);
    assert_near(bench_value(score, "choice", 0, 2020), 5, 0);
    assert_true(isnan(bench_value(score, "index", 0, 2019)));
}

static void a_function_of_the_panel_goes_over_its_classes(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct made_formula *made = made_formula_new(fixture);
    static const double values[] = {1, 4, 2, 8, 6, 5};
    for (size_t row = 0; row < 6; row++)
        fixture_set(fixture, "a", row % 2, 2019 + (int32_t)(row / 2), values[row]);
    uint32_t a = made_formula_input(made, "a");
    uint32_t lag = made_formula_two(made, FORMULA_LAG, a, FORMULA_NONE);
    made->steps[lag].number = 2;
    uint32_t z = made_formula_step(made, FORMULA_ZSCORE, "country", a, FORMULA_NONE, FORMULA_NONE);
    uint32_t m = made_formula_step(made, FORMULA_MINMAX, "period", a, FORMULA_NONE, FORMULA_NONE);
    uint32_t r = made_formula_step(made, FORMULA_RANK, "all", a, FORMULA_NONE, FORMULA_NONE);
    uint32_t p =
        made_formula_step(made, FORMULA_PERCENTILE, "country", a, FORMULA_NONE, FORMULA_NONE);
    made_formula_result(made, "lagged", false, lag);
    made_formula_result(made, "minmax", false, m);
    made_formula_result(made, "percentile", false, p);
    made_formula_result(made, "zscore", false, z);
    made_formula_rule(rule, made, 0);
    struct score *score = must_score(fixture, rule, NULL, 0);
    assert_true(isnan(bench_value(score, "lagged", 0, 2020)));
    assert_near(bench_value(score, "lagged", 0, 2021), 1, 0);
    assert_near(bench_value(score, "lagged", 1, 2021), 4, 0);
    assert_near(bench_value(score, "minmax", 1, 2020), 1, 0);
    assert_near(bench_value(score, "minmax", 1, 2021), 0, 0);
    assert_near(bench_value(score, "percentile", 0, 2020), 0.5, 0);
    /* AAA has 1, 2, 6: mean 3, squares 4 + 1 + 9, sd √7. */
    assert_near(bench_value(score, "zscore", 0, 2021), 3 / sqrt(7), 1e-15);
    made->results[0].value = r;
    score = must_score(fixture, rule, NULL, 0);
    assert_near(bench_value(score, "lagged", 1, 2020), 6, 0);
}

static void functions_of_nodes_read_what_they_name(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    rule->nodes[fixture_find(fixture, "g")].formula = formula_of(fixture, FORMULA_NEG, "c", NULL);
    rule->nodes[fixture_find(fixture, "q")].formula = formula_of(fixture, FORMULA_MUL, "g", "p");
    rule->index.formula = formula_of(fixture, FORMULA_SUB, "q", "e");
    struct score *score = must_score(fixture, rule, NULL, 0);
    for (size_t row = 0; row < 6; row++) {
        double p = (at(fixture, "a", row) + 3 * at(fixture, "b", row)) / 4;
        double q = -at(fixture, "c", row) * p;
        assert_near(score_value(score, bench_item(score, "g"), row), -at(fixture, "c", row), 0);
        assert_near(score_value(score, bench_item(score, "q"), row), q, 1e-12);
        assert_near(score_value(score, score_index(score), row), q - at(fixture, "e", row), 1e-12);
        assert_near(score_coverage(score, score_index(score), row), 1, 1e-12);
    }
}

static void what_needs_itself_is_refused(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct err err;
    rule->nodes[fixture_find(fixture, "g")].formula = formula_of(fixture, FORMULA_NEG, "q", NULL);
    assert_null(score_with(fixture, rule, NULL, 0, &err));
    assert_int_equal(err.code, ERR_RULE_CIRCLE);
    assert_true(strstr(err.sentence, "needs") != NULL);
    rule = rule_as_they_are(fixture);
    rule->nodes[fixture_find(fixture, "p")].formula = formula_of(fixture, FORMULA_NEG, "q", NULL);
    rule->nodes[fixture_find(fixture, "q")].formula = formula_of(fixture, FORMULA_NEG, "p", NULL);
    assert_null(score_with(fixture, rule, NULL, 0, &err));
    assert_int_equal(err.code, ERR_RULE_CIRCLE);
}

static void results_and_texts_of_the_same_name_as_a_node_come_first(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct made_formula *made = made_formula_new(fixture);
    uint32_t a = made_formula_input(made, "a"), five = made_formula_number(made, 5);
    uint32_t high = made_formula_leaf(made, FORMULA_TEXT, 0, "high");
    uint32_t low = made_formula_leaf(made, FORMULA_TEXT, 0, "low");
    uint32_t less = made_formula_two(made, FORMULA_LESS, a, five);
    made_formula_result(made, "a", false, made_formula_two(made, FORMULA_NEG, a, FORMULA_NONE));
    made_formula_result(made, "status", true,
                        made_formula_step(made, FORMULA_SELECT, NULL, less, low, high));
    made_formula_rule(rule, made, 0);
    struct score *score = must_score(fixture, rule, NULL, 0);
    for (size_t row = 0; row < 6; row++) {
        assert_near(score_value(score, bench_item(score, "a"), row), -at(fixture, "a", row), 0);
        assert_string_equal(score_text(score, bench_item(score, "status"), row),
                            at(fixture, "a", row) < 5 ? "low" : "high");
    }
    assert_string_equal(score_item_level(score, bench_item(score, "a")), "result");
}

/* A rule that gives the mean of p under weights of its own, and one that takes it. */
static void another_rule_s_values_are_its_own(void **state)
{
    struct fixture *fixture = *state;
    struct rule *other = rule_as_they_are(fixture), *rule = rule_as_they_are(fixture);
    struct rule_use uses[] = {{"even", other, "p"}, {"whole", other, "index"}, {"raw", other, "a"}};
    other->name = "other";
    for (size_t i = 0; i < fixture->codebook.node_count; i++)
        other->node_weight[i] = 1;
    other->stages[0].normalise = rule_method_plain(METHOD_GOALPOSTS);
    other->to_worst = 0;
    other->to_best = 100;
    rule->uses = uses;
    rule->use_count = 3;
    struct made_formula *made = made_formula_new(fixture);
    uint32_t even = made_formula_input(made, "even"), own = made_formula_input(made, "p");
    made_formula_result(made, "difference", false, made_formula_two(made, FORMULA_SUB, even, own));
    made_formula_result(made, "raw", false, made_formula_input(made, "raw"));
    made_formula_result(made, "whole", false, made_formula_input(made, "whole"));
    made_formula_rule(rule, made, 0);
    struct score *score = must_score(fixture, rule, NULL, 0);
    struct score *alone = must_score(fixture, other, NULL, 0);
    for (size_t row = 0; row < 6; row++) {
        double own_p = (at(fixture, "a", row) + 3 * at(fixture, "b", row)) / 4;
        double even_p = (10 * at(fixture, "a", row) + at(fixture, "b", row)) / 2;
        assert_near(score_value(score, bench_item(score, "difference"), row), even_p - own_p,
                    1e-12);
        assert_near(score_value(score, bench_item(score, "raw"), row), 10 * at(fixture, "a", row),
                    0);
        assert_true(fixture_same(score_value(score, bench_item(score, "whole"), row),
                                 score_value(alone, score_index(alone), row)));
    }
}

static void a_rule_may_use_one_that_uses_another(void **state)
{
    struct fixture *fixture = *state;
    struct rule *first = rule_as_they_are(fixture), *second = rule_as_they_are(fixture);
    struct rule *third = rule_as_they_are(fixture);
    struct rule_use of_first[] = {{"first", first, "index"}};
    struct rule_use of_both[] = {{"first", first, "index"}, {"second", second, "index"}};
    first->name = "first";
    second->name = "second";
    first->score = formula_of(fixture, FORMULA_NEG, "a", NULL);
    second->uses = of_first;
    second->use_count = 1;
    second->score = formula_of(fixture, FORMULA_MUL, "first", "b");
    third->uses = of_both;
    third->use_count = 2;
    third->score = formula_of(fixture, FORMULA_ADD, "first", "second");
    struct score *score = must_score(fixture, third, NULL, 0);
    for (size_t row = 0; row < 6; row++)
        assert_near(score_value(score, score_index(score), row),
                    -at(fixture, "a", row) - at(fixture, "a", row) * at(fixture, "b", row), 1e-12);
    struct err err;
    of_first[0].item = "nothing";
    assert_null(score_with(fixture, third, NULL, 0, &err));
    assert_int_equal(err.code, ERR_RULE_NAME);
    assert_true(strstr(err.sentence, "rule first has no nothing") != NULL);
}

/* What a formula takes from another rule alone: a is uncertain in one row, missing in another. */
static void a_value_taken_from_another_rule_brings_its_doubts_along(void **state)
{
    struct fixture *fixture = *state;
    struct rule *other = rule_as_they_are(fixture), *rule = rule_as_they_are(fixture);
    struct rule_use uses[] = {{"whole", other, "p"}};
    other->name = "other";
    rule->uses = uses;
    rule->use_count = 1;
    rule->score = formula_of(fixture, FORMULA_NEG, "whole", NULL);
    rule->tree = false;
    fixture_interval(fixture, "a", 0, 2021, at(fixture, "a", 4) - 1, at(fixture, "a", 4) + 1);
    fixture->flags[fixture_cell(fixture, "b", 0, 2020)] = PANEL_CARRIED;
    fixture_set(fixture, "a", 1, 2019, NAN);
    struct score *score = must_score(fixture, rule, NULL, 4000);
    double value = bench_value(score, "index", 0, 2021);
    /* A quarter of 1 either side. */
    assert_near(bench_low(score, "index", 0, 2021), value - 0.25, 0.02);
    assert_near(bench_high(score, "index", 0, 2021), value + 0.25, 0.02);
    assert_true(isnan(bench_low(score, "index", 1, 2021)));
    assert_near(bench_coverage(score, "index", 0, 2021), 1, 0);
    assert_near(bench_coverage(score, "index", 1, 2019), 0.5, 0);
    assert_int_equal(bench_flags(score, "index", 0, 2020), PANEL_CARRIED);
}

/* A difference over time that another period has a part in belongs to no input. */
static void a_difference_that_rests_on_other_rows_is_not_taken_apart(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = rule_as_they_are(fixture);
    struct err err;
    struct made_formula *made = made_formula_new(fixture);
    uint32_t a = made_formula_input(made, "a");
    uint32_t lag = made_formula_two(made, FORMULA_LAG, a, FORMULA_NONE);
    made->steps[lag].number = 1;
    made_formula_result(made, "", false, made_formula_two(made, FORMULA_SUB, a, lag));
    made_formula_rule(rule, made, 0);
    struct score *score = must_score(fixture, rule, NULL, 0);
    struct score_side sides[] = {{"A", score, 0, 2020}, {"B", score, 0, 2021}};
    struct score_options options = bench_options(fixture, 0);
    struct rows *rows = score_compare(fixture->arena, sides, 2, 1, &options, &err);
    assert_non_null(rows);
    double change = at(fixture, "a", 4) - 2 * at(fixture, "a", 2) + at(fixture, "a", 0);
    assert_near(rows_number(rows, 0, COMPARE_DIFFERENCE), change, 1e-12);
    assert_true(isnan(rows_number(rows, 0, COMPARE_CONTRIBUTION)));
    rule->score = formula_of(fixture, FORMULA_SUB, "a", "year");
    score = must_score(fixture, rule, NULL, 0);
    sides[0].score = sides[1].score = score;
    rows = score_compare(fixture->arena, sides, 2, 1, &options, &err);
    assert_true(isnan(rows_number(rows, 0, COMPARE_CONTRIBUTION)));
    sides[1] = (struct score_side){"B", score, 1, 2020};
    rows = score_compare(fixture->arena, sides, 2, 1, &options, &err);
    assert_near(rows_number(rows, 0, COMPARE_CONTRIBUTION),
                at(fixture, "a", 3) - at(fixture, "a", 2), 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        HOST_TEST(a_choice_on_what_is_missing_is_missing),
        HOST_TEST(a_function_of_the_panel_goes_over_its_classes),
        HOST_TEST(functions_of_nodes_read_what_they_name),
        HOST_TEST(what_needs_itself_is_refused),
        HOST_TEST(results_and_texts_of_the_same_name_as_a_node_come_first),
        HOST_TEST(another_rule_s_values_are_its_own),
        HOST_TEST(a_rule_may_use_one_that_uses_another),
        HOST_TEST(a_value_taken_from_another_rule_brings_its_doubts_along),
        HOST_TEST(a_difference_that_rests_on_other_rows_is_not_taken_apart),
    };
    return cmocka_run_group_tests_name("formula score", tests, NULL, NULL);
}
