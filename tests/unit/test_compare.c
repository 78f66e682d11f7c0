#include "score/score_compare.h"

#include "score/score_rows.h"

#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { ALL_LEVELS = 15 };

/* Pillars a (means of 2) and b (one indicator), one lever. */
static int set_up(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "a", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "a", "a1", 3, 0, 100);
    fixture_indicator(fixture, "a", "a2", 1, 100, 0);
    fixture_pillar(fixture, "b", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "b", "b1", 1, 0, 10);
    fixture_pillar(fixture, "lever", ROLE_LEVER, 1);
    fixture_indicator(fixture, "lever", "l1", 1, 0, 10);
    fixture_panel(fixture, 2, 2019, 2021);
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

static void set_country(struct fixture *fixture, size_t country, int32_t year, double a1, double a2,
                        double b1, double l1)
{
    fixture_set(fixture, "a1", country, year, a1);
    fixture_set(fixture, "a2", country, year, a2);
    fixture_set(fixture, "b1", country, year, b1);
    fixture_set(fixture, "l1", country, year, l1);
}

static struct rows *compare(struct fixture *fixture, const struct score *score, uint32_t country_a,
                            int32_t year_a, uint32_t country_b, int32_t year_b, size_t draws)
{
    struct err err;
    struct score_options options = bench_options(fixture, draws);
    struct score_side sides[] = {{"left", score, country_a, year_a},
                                 {"right", score, country_b, year_b}};
    return fixture_must(score_compare(fixture->arena, sides, 2, ALL_LEVELS, &options, &err));
}

static size_t row_of(const struct rows *rows, const char *item)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, COMPARE_ITEM), item) == 0)
            return i;
    fail_msg("no row for %s", item);
    return SIZE_MAX;
}

static double number_of(const struct rows *rows, const char *item, enum compare_column column)
{
    return rows_number(rows, row_of(rows, item), column);
}

static void countries_differ_by_parts_that_add_up(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, 40, 60, 2, 5);
    set_country(fixture, 1, 2021, 60, 80, 8, 1);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2021, 1, 2021, 0);
    assert_int_equal(rows->count, 8);
    assert_string_equal(rows_text(rows, 0, COMPARE_A), "left");
    assert_string_equal(rows_text(rows, 0, COMPARE_PERIOD), "2021");
    assert_string_equal(rows_text(rows, 0, COMPARE_ITEM), "index");
    assert_near(number_of(rows, "a2", COMPARE_VALUE_A), 40, 1e-12);
    assert_near(number_of(rows, "a2", COMPARE_DIFFERENCE), -20, 1e-12);
    assert_near(number_of(rows, "index", COMPARE_DIFFERENCE), 35, 1e-12);
    assert_near(number_of(rows, "index", COMPARE_CONTRIBUTION), 35, 1e-12);
    assert_near(number_of(rows, "a", COMPARE_CONTRIBUTION), 5, 1e-12);
    assert_near(number_of(rows, "a1", COMPARE_CONTRIBUTION), 7.5, 1e-12);
    assert_near(number_of(rows, "a2", COMPARE_CONTRIBUTION), -2.5, 1e-12);
    assert_near(number_of(rows, "b1", COMPARE_CONTRIBUTION), 30, 1e-12);
    assert_true(isnan(number_of(rows, "l1", COMPARE_CONTRIBUTION)));
    assert_near(number_of(rows, "l1", COMPARE_DIFFERENCE), -40, 1e-12);
    assert_true(isnan(number_of(rows, "index", COMPARE_LOW)));
}

static void a_geometric_difference_adds_up_over_missing_children(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, 40, 60, 2, 5);
    set_country(fixture, 1, 2021, 60, NAN, 8, 1);
    struct rule *rule = bench_rule(fixture);
    rule->index.method = rule_method_with(METHOD_GEOMETRIC, 1);
    struct score *score = bench_score(fixture, rule, 0);
    struct rows *rows = compare(fixture, score, 0, 2021, 1, 2021, 0);
    double whole = number_of(rows, "index", COMPARE_CONTRIBUTION);
    assert_near(whole, sqrt(60 * 80) - sqrt(40 * 20), 1e-9);
    assert_near(number_of(rows, "a", COMPARE_CONTRIBUTION) +
                    number_of(rows, "b", COMPARE_CONTRIBUTION),
                whole, 1e-9);
    assert_near(number_of(rows, "a1", COMPARE_CONTRIBUTION) +
                    number_of(rows, "a2", COMPARE_CONTRIBUTION),
                number_of(rows, "a", COMPARE_CONTRIBUTION), 1e-9);
    assert_true(isnan(number_of(rows, "a2", COMPARE_DIFFERENCE)));
}

static void a_pillar_on_one_side_only_still_adds_up_below(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, NAN, NAN, 4, 5);
    set_country(fixture, 1, 2021, 60, 70, 4, 1);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2021, 1, 2021, 0);
    assert_near(number_of(rows, "index", COMPARE_DIFFERENCE), (52.5 + 40) / 2 - 40, 1e-9);
    assert_near(number_of(rows, "a1", COMPARE_CONTRIBUTION) +
                    number_of(rows, "a2", COMPARE_CONTRIBUTION) +
                    number_of(rows, "b1", COMPARE_CONTRIBUTION),
                6.25, 1e-9);
}

static void several_sides_are_set_against_the_first(void **state)
{
    struct err err;
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, 40, 60, 2, 5);
    set_country(fixture, 1, 2021, 60, 80, 8, 1);
    set_country(fixture, 1, 2019, 50, 80, 8, 1);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct score_options options = bench_options(fixture, 0);
    struct score_side sides[] = {
        {"x", score, 0, 2021}, {"y", score, 1, 2021}, {"z", score, 1, 2019}};
    struct rows *rows = score_compare(fixture->arena, sides, 3, SCORE_LEVEL_INDEX, &options, &err);
    assert_int_equal(rows->count, 2);
    assert_string_equal(rows_text(rows, 1, COMPARE_A), "x");
    assert_string_equal(rows_text(rows, 1, COMPARE_B), "z");
    assert_string_equal(rows_text(rows, 1, COMPARE_PERIOD), "2021 2019");
    sides[1].period = 1999;
    assert_null(score_compare(fixture->arena, sides, 3, SCORE_LEVEL_INDEX, &options, &err));
    assert_int_equal(err.code, ERR_PERIOD_UNFIT);
}

static void a_difference_has_the_interval_of_both_sides(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, 50, 60, 2, 5);
    set_country(fixture, 1, 2021, 50, 80, 8, 1);
    fixture_interval(fixture, "b1", 0, 2021, 1.7, 2.3);
    fixture_interval(fixture, "b1", 1, 2021, 7.6, 8.4);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2021, 1, 2021, 20000);
    assert_near(number_of(rows, "b1", COMPARE_LOW), 55, 0.2);
    assert_near(number_of(rows, "b1", COMPARE_HIGH), 65, 0.2);
    assert_near(number_of(rows, "b", COMPARE_HIGH), 65, 0.2);
    assert_true(isnan(number_of(rows, "a", COMPARE_LOW)));
}

static void a_carried_value_is_the_same_in_every_draw(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2020, 50, 60, 2, 5);
    set_country(fixture, 0, 2021, 60, 60, 2, 5);
    for (int32_t year = 2020; year <= 2021; year++)
        fixture_interval(fixture, "b1", 0, year, 1, 3);
    fixture->origin[fixture_cell(fixture, "b1", 0, 2021)] =
        fixture->origin[fixture_cell(fixture, "b1", 0, 2020)];
    fixture->stream[fixture_cell(fixture, "b1", 0, 2021)] =
        fixture->stream[fixture_cell(fixture, "b1", 0, 2020)];
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2020, 0, 2021, 1000);
    assert_string_equal(rows_text(rows, 0, COMPARE_PERIOD), "2020 2021");
    assert_near(number_of(rows, "b1", COMPARE_LOW), 0, 1e-12);
    assert_near(number_of(rows, "b1", COMPARE_HIGH), 0, 1e-12);
    assert_near(number_of(rows, "index", COMPARE_LOW), 3.75, 1e-9);
    assert_near(number_of(rows, "index", COMPARE_HIGH), 3.75, 1e-9);
}

static void a_change_of_series_is_refused_and_the_rest_compared_like_for_like(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2019, 40, 60, 2, 5);
    set_country(fixture, 0, 2021, 60, 60, 2, 5);
    fixture_observe(fixture, "a2", 0, 2021, 1, 20);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2019, 0, 2021, 0);
    assert_true(isnan(number_of(rows, "a2", COMPARE_DIFFERENCE)));
    assert_string_equal(rows_text(rows, row_of(rows, "a2"), COMPARE_FLAGS), "switched");
    assert_near(number_of(rows, "a2", COMPARE_VALUE_B), 80, 1e-12);
    assert_near(number_of(rows, "a", COMPARE_DIFFERENCE), 20, 1e-12);
    assert_near(number_of(rows, "a1", COMPARE_CONTRIBUTION), 10, 1e-12);
    assert_near(number_of(rows, "index", COMPARE_CONTRIBUTION), 10, 1e-12);
    assert_string_equal(rows_text(rows, 0, COMPARE_FLAGS), "switched");
    assert_string_equal(rows_text(rows, row_of(rows, "b"), COMPARE_FLAGS), "");
    assert_string_equal(rows_get_meta(rows, "broken", 0), "a2");
    assert_null(rows_get_meta(rows, "broken", 1));
}

static void a_break_is_refused_and_too_little_left_refuses_the_aggregate(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2019, 40, 60, 2, 5);
    set_country(fixture, 0, 2021, 60, 60, 2, 5);
    fixture_set(fixture, "b1", 0, 2020, 2);
    fixture->flags[fixture_cell(fixture, "b1", 0, 2020)] = PANEL_BREAK;
    struct rule *rule = bench_rule(fixture);
    rule->index.need.share = 1;
    struct score *score = bench_score(fixture, rule, 0);
    struct rows *rows = compare(fixture, score, 0, 2019, 0, 2021, 0);
    assert_true(isnan(number_of(rows, "b1", COMPARE_DIFFERENCE)));
    assert_true(isnan(number_of(rows, "index", COMPARE_DIFFERENCE)));
    assert_true(isnan(number_of(rows, "a", COMPARE_CONTRIBUTION)));
    assert_near(number_of(rows, "a", COMPARE_DIFFERENCE), 15, 1e-12);
    assert_true(!isnan(number_of(rows, "index", COMPARE_VALUE_A)));
    assert_string_equal(rows_text(rows, 0, COMPARE_FLAGS), "break");
    rows = compare(fixture, score, 0, 2021, 0, 2019, 0);
    assert_true(isnan(number_of(rows, "b1", COMPARE_DIFFERENCE)));
}

static void a_declared_break_between_the_dates_is_found_without_a_flag(void **state)
{
    struct fixture *fixture = *state;
    struct date from = {.first = date_day(2020, 1, 1),
                        .first_end = date_day(2020, 12, 31),
                        .last = date_day(2020, 12, 31)};
    struct source_break cut = {.from = from, .why = "new method"};
    fixture->source_items[0].breaks = &cut;
    fixture->source_items[0].break_count = 1;
    set_country(fixture, 0, 2019, 40, 60, 2, 5);
    set_country(fixture, 0, 2021, 60, 60, 2, 5);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2019, 0, 2021, 0);
    assert_true(isnan(number_of(rows, "index", COMPARE_DIFFERENCE)));
    set_country(fixture, 1, 2021, 60, 60, 2, 5);
    score = bench_score(fixture, bench_rule(fixture), 0);
    rows = compare(fixture, score, 0, 2019, 1, 2021, 0);
    assert_near(number_of(rows, "a", COMPARE_DIFFERENCE), 15, 1e-12);
}

static void flags_of_both_sides_are_shown(void **state)
{
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, 40, 60, 2, 5);
    set_country(fixture, 1, 2021, 60, 80, 8, 1);
    fixture->flags[fixture_cell(fixture, "a1", 0, 2021)] = PANEL_CARRIED | PANEL_BREAK;
    fixture->flags[fixture_cell(fixture, "a1", 1, 2021)] = PANEL_CONFLICT;
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = compare(fixture, score, 0, 2021, 1, 2021, 0);
    assert_string_equal(rows_text(rows, row_of(rows, "a1"), COMPARE_FLAGS), "carried;conflict");
}

static void sides_under_different_rules_have_no_parts(void **state)
{
    struct err err;
    struct fixture *fixture = *state;
    set_country(fixture, 0, 2021, 40, 60, 2, 5);
    struct rule *other = bench_rule(fixture);
    other->index.method = rule_method_with(METHOD_GEOMETRIC, 1);
    struct score_options options = bench_options(fixture, 0);
    struct score_side sides[] = {{"mean", bench_score(fixture, bench_rule(fixture), 0), 0, 2021},
                                 {"geometric", bench_score(fixture, other, 0), 0, 2021}};
    struct rows *rows = score_compare(fixture->arena, sides, 2, SCORE_LEVEL_INDEX, &options, &err);
    assert_near(rows_number(rows, 0, COMPARE_DIFFERENCE), sqrt(40 * 20) - 30, 1e-9);
    assert_true(isnan(rows_number(rows, 0, COMPARE_CONTRIBUTION)));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(countries_differ_by_parts_that_add_up),
        TEST(a_geometric_difference_adds_up_over_missing_children),
        TEST(a_pillar_on_one_side_only_still_adds_up_below),
        TEST(several_sides_are_set_against_the_first),
        TEST(a_difference_has_the_interval_of_both_sides),
        TEST(a_carried_value_is_the_same_in_every_draw),
        TEST(a_change_of_series_is_refused_and_the_rest_compared_like_for_like),
        TEST(a_break_is_refused_and_too_little_left_refuses_the_aggregate),
        TEST(a_declared_break_between_the_dates_is_found_without_a_flag),
        TEST(flags_of_both_sides_are_shown),
        TEST(sides_under_different_rules_have_no_parts),
    };
    return cmocka_run_group_tests_name("compare", tests, NULL, NULL);
}
