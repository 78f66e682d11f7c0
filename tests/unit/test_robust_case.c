/* What is chosen otherwise: weights, treatments, ways to fill, each against the score of a rule
 * that says the same. */
#include "robust/robust_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "score_bench.h"

/* One pillar, x and y on 0 to 100: AAA has 80 and 10, BBB 60 and 40, CCC 30 and no y. */
static int setup(void **state)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, 0, 100);
    fixture_indicator(fixture, "main", "y", 1, 0, 100);
    fixture_panel(fixture, 3, 2020, 2020);
    fixture_set(fixture, "x", 0, 2020, 80);
    fixture_set(fixture, "y", 0, 2020, 10);
    fixture_set(fixture, "x", 1, 2020, 60);
    fixture_set(fixture, "y", 1, 2020, 40);
    fixture_set(fixture, "x", 2, 2020, 30);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

static const struct score *made(struct fixture *fixture, const struct score *nominal,
                                enum rule_uncertain_kind kind,
                                const struct rule_alternative *setting)
{
    struct err err = {0};
    size_t first = 0;
    const struct robust_choice choice = {kind, setting, 1};
    const struct score *score =
        robust_case_fits(nominal, &choice, &err)
            ? robust_case_make(fixture->arena, nominal, &choice, &first, 1, &err)
            : NULL;
    if (!score)
        fail_msg("%s", err.sentence);
    return score;
}

static void other_weights_are_those_of_a_set(void **state)
{
    struct fixture *fixture = *state;
    const struct score *nominal = bench_score(fixture, bench_rule(fixture), 0);
    struct rule *set = fixture_must(rule_uncertain_weights(fixture->arena, nominal->rule,
                                                           fixture->panel.project->codebook, NULL));
    struct rule_alternative setting = {.label = "set", .weights = set};
    set->node_weight[fixture_find(fixture, "x")] = 3;
    assert_near(bench_value(nominal, "index", 0, 2020), 45, 1e-12);
    const struct score *other = made(fixture, nominal, RULE_UNCERTAIN_WEIGHTING, &setting);
    assert_near(bench_value(other, "index", 0, 2020), (3 * 80 + 10) / 4.0, 1e-12);
    /* Saaty: x thrice as important as y is 3/4 and 1/4. */
    static const double matrix[] = {1, 3, 1.0 / 3, 1};
    set->nodes[0].weighting = rule_method_plain(METHOD_AHP);
    set->nodes[0].weighting.settings[0] =
        (struct rule_setting){.given = true, .numbers = matrix, .count = 4, .width = 2};
    other = made(fixture, nominal, RULE_UNCERTAIN_WEIGHTING, &setting);
    assert_near(bench_value(other, "index", 1, 2020), 0.75 * 60 + 0.25 * 40, 1e-9);
    setting = (struct rule_alternative){.label = "own", .own = true};
    other = made(fixture, nominal, RULE_UNCERTAIN_WEIGHTING, &setting);
    assert_near(bench_value(other, "index", 0, 2020), 45, 1e-12);
}

static void gaps_are_filled_or_left(void **state)
{
    struct fixture *fixture = *state;
    const struct score *nominal = bench_score(fixture, bench_rule(fixture), 0);
    struct rule_alternative setting = {.label = "fill:mean",
                                       .method = rule_method_plain(METHOD_FILL)};
    setting.method.settings[0] = (struct rule_setting){.given = true, .text = "mean"};
    const struct score *filled = made(fixture, nominal, RULE_UNCERTAIN_IMPUTE, &setting);
    assert_near(bench_value(nominal, "index", 2, 2020), 30, 1e-12);
    assert_near(bench_value(filled, "index", 2, 2020), (30 + (10 + 40) / 2.0) / 2, 1e-12);
    setting = (struct rule_alternative){.label = "none", .method = rule_method_plain(METHOD_COUNT)};
    const struct score *left = made(fixture, filled, RULE_UNCERTAIN_IMPUTE, &setting);
    assert_near(bench_value(left, "index", 2, 2020), 30, 1e-12);
}

static void outliers_are_treated_as_a_rule_would_or_not(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    const struct score *plain = bench_score(fixture, rule, 0);
    struct rule *treats = bench_rule(fixture);
    for (size_t i = 0; i < 2; i++)
        treats->stages[i].treat = rule_method_plain(METHOD_LOG);
    const struct score *treated = bench_score(fixture, treats, 0);
    struct rule_alternative setting = {.label = "log", .method = rule_method_plain(METHOD_LOG)};
    const struct score *other = made(fixture, plain, RULE_UNCERTAIN_TREAT, &setting);
    setting.method = rule_method_plain(METHOD_COUNT);
    const struct score *back = made(fixture, treated, RULE_UNCERTAIN_TREAT, &setting);
    for (uint32_t country = 0; country < 3; country++) {
        assert_true(fixture_same(bench_value(other, "index", country, 2020),
                                 bench_value(treated, "index", country, 2020)));
        assert_true(fixture_same(bench_value(back, "index", country, 2020),
                                 bench_value(plain, "index", country, 2020)));
    }
    assert_false(
        fixture_same(bench_value(treated, "index", 0, 2020), bench_value(plain, "index", 0, 2020)));
}

static void a_method_without_options_keeps_those_of_the_rule(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->nodes[0].method = rule_method_with(METHOD_POWER, 2);
    const struct score *nominal = bench_score(fixture, rule, 0);
    struct rule_alternative setting = {.label = "power", .method = rule_method_plain(METHOD_POWER)};
    struct err err = {0};
    size_t first = 0;
    const struct robust_choice choice = {RULE_UNCERTAIN_AGGREGATE, &setting, 1};
    rule->index.method = rule->nodes[0].method;
    const struct score *other = robust_case_make(fixture->arena, nominal, &choice, &first, 1, &err);
    assert_non_null(other);
    assert_near(bench_value(other, "main", 0, 2020), sqrt((80 * 80 + 10 * 10) / 2.0), 1e-9);
    setting.method = rule_method_with(METHOD_POWER, 1);
    other = made(fixture, nominal, RULE_UNCERTAIN_AGGREGATE, &setting);
    assert_near(bench_value(other, "main", 0, 2020), 45, 1e-9);
}

static void coders_are_listed_by_name(void **state)
{
    struct fixture *fixture = *state;
    size_t count;
    fixture_observe(fixture, "y", 0, 2020, 2, 12)->coder = "cd";
    fixture_observe(fixture, "y", 1, 2020, 2, 12)->coder = "ab";
    fixture_observe(fixture, "y", 2, 2020, 2, 12)->coder = "cd";
    const char **coders = robust_case_coders(fixture->arena, fixture->panel.project, &count);
    assert_int_equal(count, 2);
    assert_string_equal(coders[0], "ab");
    assert_string_equal(coders[1], "cd");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(other_weights_are_those_of_a_set),
        TEST(gaps_are_filled_or_left),
        TEST(outliers_are_treated_as_a_rule_would_or_not),
        TEST(a_method_without_options_keeps_those_of_the_rule),
        TEST(coders_are_listed_by_name),
    };
    return cmocka_run_group_tests_name("robust_case", tests, NULL, NULL);
}
