/* Scores as tidy rows: levels, results, texts, stages, periods without any value. */
#include "score/score_rows.h"
#include "score/score_weighted.h"

#include "made_formula.h"
#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Two pillars with weights 1 and 2, the second with a group; a context pillar beside them. */
static int set_up(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "civic", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "civic", "cs_a", 3, 0, 4);
    fixture_indicator(fixture, "civic", "cs_b", 1, 0, 4);
    fixture_pillar(fixture, "state", ROLE_OUTCOME, 2);
    fixture_group(fixture, "state", "courts", 1);
    fixture_indicator(fixture, "courts", "co_a", 1, 0, 10);
    fixture_indicator(fixture, "courts", "co_b", 1, 100, 0);
    fixture_indicator(fixture, "state", "st_a", 3, 0, 1);
    fixture_pillar(fixture, "context", ROLE_CONTEXT, 1);
    fixture_indicator(fixture, "context", "cx_a", 1, 0, 4);
    fixture_panel(fixture, 2, 2019, 2021);
    fixture_set(fixture, "cs_a", 0, 2021, 1);
    fixture_set(fixture, "cs_b", 0, 2021, 3);
    fixture_set(fixture, "co_a", 0, 2021, 5);
    fixture_set(fixture, "co_b", 0, 2021, 20);
    fixture_set(fixture, "st_a", 0, 2021, 0.5);
    fixture_set(fixture, "cx_a", 0, 2021, 2);
    fixture_set(fixture, "cs_a", 1, 2019, 4);
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

static struct score_selection all_of(unsigned levels)
{
    static const uint32_t countries[] = {0, 1};
    return (struct score_selection){
        .levels = levels, .first = 2019, .last = 2021, .countries = countries, .country_count = 2};
}

static struct rows *rows_of(struct fixture *fixture, const struct score *score,
                            const struct score_selection *selection)
{
    return fixture_must(score_rows(fixture->arena, score, selection));
}

/* The row of an item at a level; SIZE_MAX when there is none. */
static size_t find(const struct rows *rows, const char *country, const char *period,
                   const char *level, const char *item)
{
    for (size_t row = 0; row < rows->count; row++)
        if (strcmp(rows_text(rows, row, 0), country) == 0 &&
            strcmp(rows_text(rows, row, 1), period) == 0 &&
            strcmp(rows_text(rows, row, 2), level) == 0 &&
            strcmp(rows_text(rows, row, 3), item) == 0)
            return row;
    return SIZE_MAX;
}

static double number_at(const struct rows *rows, const char *column, const char *level,
                        const char *item)
{
    size_t row = find(rows, "AAA", "2021", level, item);
    if (row == SIZE_MAX)
        abort();
    return rows_number(rows, row, rows_find(rows, column));
}

/* total = cs_a + cs_b with an interval of its own, cs_a = its half, status: a text. */
static void use_formula(struct fixture *fixture, struct rule *rule)
{
    struct made_formula *made = made_formula_new(fixture);
    uint32_t a = made_formula_input(made, "cs_a"), b = made_formula_input(made, "cs_b");
    uint32_t sum = made_formula_two(made, FORMULA_ADD, a, b);
    uint32_t two = made_formula_number(made, 2);
    uint32_t half = made_formula_two(made, FORMULA_DIV, sum, two);
    uint32_t free = made_formula_leaf(made, FORMULA_TEXT, 0, "F");
    uint32_t not_free = made_formula_leaf(made, FORMULA_TEXT, 0, "NF");
    uint32_t less = made_formula_two(made, FORMULA_LESS, sum, two);
    uint32_t status = made_formula_step(made, FORMULA_SELECT, NULL, less, not_free, free);
    uint32_t high = made_formula_two(made, FORMULA_ADD, sum, two);
    made_formula_result(made, "cs_a", false, half);
    made_formula_result(made, "status", true, status);
    struct formula_result *total = made_formula_result(made, "total", false, sum);
    total->low = half;
    total->high = high;
    made_formula_rule(rule, made, 2);
}

static void results_have_a_level_of_their_own(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    use_formula(fixture, rule);
    struct score *score = bench_score(fixture, rule, 0);
    struct score_selection selection =
        all_of(SCORE_LEVEL_INDEX | SCORE_LEVEL_RESULT | SCORE_LEVEL_PILLAR | SCORE_LEVEL_INDICATOR);
    struct rows *rows = rows_of(fixture, score, &selection);
    assert_near(number_at(rows, "value", "index", "index"), 4, 1e-12);
    assert_near(number_at(rows, "value", "result", "total"), 4, 1e-12);
    assert_near(number_at(rows, "value", "result", "cs_a"), 2, 1e-12);
    assert_near(number_at(rows, "value", "indicator", "cs_a"), 1, 1e-12);
    assert_int_equal(find(rows, "AAA", "2021", "pillar", "civic"), SIZE_MAX);
    selection.levels = SCORE_LEVEL_RESULT;
    rows = rows_of(fixture, score, &selection);
    assert_int_equal(rows->count, 2 * 2 * 3);
}

static void the_interval_that_a_formula_gives_is_the_result_s(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    use_formula(fixture, rule);
    struct score_selection selection = all_of(SCORE_LEVEL_RESULT);
    struct rows *rows = rows_of(fixture, bench_score(fixture, rule, 0), &selection);
    assert_near(number_at(rows, "low", "result", "total"), 2, 1e-12);
    assert_near(number_at(rows, "high", "result", "total"), 6, 1e-12);
    assert_true(isnan(number_at(rows, "low", "result", "cs_a")));
}

static void text_results_stand_in_a_column_of_texts(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    struct score_selection selection = all_of(SCORE_LEVEL_INDEX | SCORE_LEVEL_RESULT);
    struct rows *plain = rows_of(fixture, bench_score(fixture, rule, 0), &selection);
    assert_int_equal(rows_find(plain, "text"), SIZE_MAX);
    bench_as_they_are(rule, fixture);
    use_formula(fixture, rule);
    struct rows *rows = rows_of(fixture, bench_score(fixture, rule, 0), &selection);
    size_t text = rows_find(rows, "text");
    assert_int_equal(text, rows->column_count - 1);
    size_t status = find(rows, "AAA", "2021", "result", "status");
    assert_string_equal(rows_text(rows, status, text), "F");
    assert_true(isnan(rows_number(rows, status, rows_find(rows, "value"))));
    assert_true(isnan(rows_number(rows, status, rows_find(rows, "low"))));
    assert_string_equal(rows_text(rows, find(rows, "AAA", "2021", "result", "total"), text), "");
    size_t missing = find(rows, "BBB", "2021", "result", "status");
    assert_string_equal(rows_text(rows, missing, text), "");
}

static void periods_in_which_nothing_was_observed_are_left_out(void **state)
{
    struct fixture *fixture = *state;
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct score_selection selection = all_of(SCORE_LEVEL_INDEX);
    struct rows *rows = rows_of(fixture, score, &selection);
    assert_int_equal(rows->count, 4);
    assert_int_equal(find(rows, "AAA", "2020", "index", "index"), SIZE_MAX);
    assert_int_not_equal(find(rows, "AAA", "2019", "index", "index"), SIZE_MAX);
    assert_string_equal(rows_get_meta(rows, "left_out", 0), "2020");
    assert_null(rows_get_meta(rows, "left_out", 1));
    selection.all = true;
    rows = rows_of(fixture, score, &selection);
    assert_int_equal(rows->count, 6);
    assert_null(rows_get_meta(rows, "left_out", 0));
}

static void what_is_not_eligible_makes_no_period(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->values = PANEL_PUBLISHED;
    uint32_t indicator = fixture->nodes[fixture_find(fixture, "cs_a")].indicator;
    fixture->indicators[indicator].series_count = 0;
    struct score_selection selection = all_of(SCORE_LEVEL_INDEX);
    struct rows *rows = rows_of(fixture, bench_score(fixture, rule, 0), &selection);
    assert_int_equal(rows->count, 2);
    assert_string_equal(rows_get_meta(rows, "left_out", 0), "2019");
}

static void an_indicator_is_shown_at_the_stage_asked_for(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    fixture_interval(fixture, "cs_a", 0, 2021, 0.5, 2);
    struct score *score = bench_score(fixture, rule, 10);
    struct score_selection selection = all_of(SCORE_LEVEL_INDICATOR);
    struct rows *rows = rows_of(fixture, score, &selection);
    assert_near(number_at(rows, "value", "indicator", "cs_a"), 1, 0);
    assert_near(number_at(rows, "high", "indicator", "cs_a"), 2, 0);
    selection.stage = SCORE_ROWS_NORMALISED;
    rows = rows_of(fixture, score, &selection);
    assert_near(number_at(rows, "value", "indicator", "cs_a"), 25, 1e-12);
    assert_near(number_at(rows, "high", "indicator", "cs_a"), 50, 1e-12);
}

static void an_imputed_figure_has_no_ends_and_others_keep_theirs(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    uint32_t indicator = fixture->nodes[fixture_find(fixture, "cs_a")].indicator;
    struct rule_method *fill = &rule->stages[indicator].impute;
    *fill = rule_method_plain(METHOD_FILL);
    size_t option = 0;
    while (rule_method_setting(fill, "with") != &fill->settings[option])
        option++;
    fill->settings[option] = (struct rule_setting){.given = true, .text = "carry"};
    fixture_interval(fixture, "cs_a", 1, 2019, 3, 4);
    struct score *score = bench_score(fixture, rule, 0);
    struct score_selection selection = all_of(SCORE_LEVEL_INDICATOR);
    selection.stage = SCORE_ROWS_TREATED;
    struct rows *rows = rows_of(fixture, score, &selection);
    size_t value = rows_find(rows, "value"), low = rows_find(rows, "low");
    assert_true(isnan(rows_number(rows, find(rows, "BBB", "2021", "indicator", "cs_a"), value)));
    selection.stage = SCORE_ROWS_IMPUTED;
    rows = rows_of(fixture, score, &selection);
    size_t carried = find(rows, "BBB", "2021", "indicator", "cs_a");
    assert_near(rows_number(rows, carried, value), 4, 0);
    assert_true(isnan(rows_number(rows, carried, low)));
    size_t observed = find(rows, "BBB", "2019", "indicator", "cs_a");
    assert_near(rows_number(rows, observed, low), 3, 0);
}

static void weighted_figures_add_up_to_an_index_of_means(void **state)
{
    struct fixture *fixture = *state;
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct score_selection selection = all_of(SCORE_LEVEL_INDEX | SCORE_LEVEL_INDICATOR);
    selection.stage = SCORE_ROWS_WEIGHTED;
    struct rows *rows = rows_of(fixture, score, &selection);
    /* 1/3 of civic, 3/4 of it cs_a; 2/3 of state, 1/4 of it courts, half of that co_a. */
    assert_near(number_at(rows, "value", "indicator", "cs_a"), 25.0 / 4, 1e-12);
    assert_near(number_at(rows, "value", "indicator", "co_a"), 50.0 / 12, 1e-12);
    assert_true(isnan(number_at(rows, "value", "indicator", "cx_a")));
    double sum = 0;
    static const char *const ids[] = {"cs_a", "cs_b", "co_a", "co_b", "st_a"};
    for (size_t i = 0; i < 5; i++)
        sum += number_at(rows, "value", "indicator", ids[i]);
    assert_near(sum, number_at(rows, "value", "index", "index"), 1e-12);
}

static void effective_weights_follow_the_rule_s_own_weights(void **state)
{
    struct fixture *fixture = *state;
    double weights[6];
    struct rule *rule = bench_rule(fixture);
    uint32_t civic = fixture_find(fixture, "civic");
    rule->nodes[civic].weighting = rule_method_plain(METHOD_EQUAL);
    struct score *score = bench_score(fixture, rule, 0);
    score_weighted(score, bench_row(score, 0, 2021), weights);
    assert_near(weights[0], 1.0 / 6, 1e-15);
    assert_near(weights[1], 1.0 / 6, 1e-15);
    rule->nodes[civic].method = rule_method_plain(METHOD_SUM);
    rule->nodes[civic].weighting = rule_method_plain(METHOD_COUNT);
    score = bench_score(fixture, rule, 0);
    score_weighted(score, bench_row(score, 0, 2021), weights);
    assert_near(weights[0], 1, 1e-15);
    assert_near(weights[1], 1.0 / 3, 1e-15);
    rule->nodes[civic].method = rule_method_plain(METHOD_MINIMUM);
    score = bench_score(fixture, rule, 0);
    score_weighted(score, bench_row(score, 0, 2021), weights);
    assert_true(isnan(weights[0]));
    assert_near(weights[2], 1.0 / 12, 1e-15);
    use_formula(fixture, rule);
    score = bench_score(fixture, rule, 0);
    score_weighted(score, bench_row(score, 0, 2021), weights);
    for (size_t i = 0; i < 6; i++)
        assert_true(isnan(weights[i]));
}

static void equal_weights_take_a_score_apart_evenly(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    uint32_t civic = fixture_find(fixture, "civic");
    rule->nodes[civic].weighting = rule_method_plain(METHOD_EQUAL);
    struct score *score = bench_score(fixture, rule, 0);
    assert_near(bench_value(score, "civic", 0, 2021), 50, 1e-12);
    assert_near(score_weight(score, civic, 0, bench_row(score, 0, 2021)), 1, 0);
    assert_near(bench_coverage(score, "civic", 1, 2019), 0.5, 1e-12);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(results_have_a_level_of_their_own),
        TEST(the_interval_that_a_formula_gives_is_the_result_s),
        TEST(text_results_stand_in_a_column_of_texts),
        TEST(periods_in_which_nothing_was_observed_are_left_out),
        TEST(what_is_not_eligible_makes_no_period),
        TEST(an_indicator_is_shown_at_the_stage_asked_for),
        TEST(an_imputed_figure_has_no_ends_and_others_keep_theirs),
        TEST(weighted_figures_add_up_to_an_index_of_means),
        TEST(effective_weights_follow_the_rule_s_own_weights),
        TEST(equal_weights_take_a_score_apart_evenly),
    };
    return cmocka_run_group_tests_name("score rows", tests, NULL, NULL);
}
