#include "score/score_explain.h"
#include "score/score_status.h"

#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* Pillars a (means of 2) and b (geometric of 2 groups), one lever. */
static int set_up(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "a", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "a", "a1", 3, 0, 100);
    fixture_indicator(fixture, "a", "a2", 1, 100, 0);
    fixture_pillar(fixture, "b", ROLE_OUTCOME, 1);
    fixture_group(fixture, "b", "b_left", 1);
    fixture_indicator(fixture, "b_left", "b1", 1, 0, 100);
    fixture_indicator(fixture, "b_left", "b2", 1, 0, 100);
    fixture_group(fixture, "b", "b_right", 1);
    fixture_indicator(fixture, "b_right", "b3", 1, 0, 10);
    fixture_pillar(fixture, "lever", ROLE_LEVER, 1);
    fixture_indicator(fixture, "lever", "l1", 1, 0, 10)->series_count = 0;
    fixture_panel(fixture, 2, 2019, 2021);
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

static struct rule *geometric_rule(struct fixture *fixture, double floor)
{
    struct rule *rule = bench_rule(fixture);
    rule->index.method = rule_method_with(METHOD_GEOMETRIC, floor);
    rule->nodes[fixture_find(fixture, "b")].method = rule_method_with(METHOD_GEOMETRIC, 0);
    return rule;
}

static size_t row_of(const struct rows *rows, const char *item)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, EXPLAIN_ITEM), item) == 0)
            return i;
    fail_msg("no row for %s", item);
    return SIZE_MAX;
}

static double part_of(const struct rows *rows, const char *item)
{
    return rows_number(rows, row_of(rows, item), EXPLAIN_CONTRIBUTION);
}

/* The parts of every parent's children sum to the parent's. */
static void check_sums(const struct rows *rows)
{
    for (size_t row = 0; row < rows->count; row++) {
        double sum = 0, part = rows_number(rows, row, EXPLAIN_CONTRIBUTION);
        size_t children = 0;
        for (size_t i = 0; i < rows->count; i++) {
            if (strcmp(rows_text(rows, i, EXPLAIN_PARENT), rows_text(rows, row, EXPLAIN_ITEM)))
                continue;
            double child = rows_number(rows, i, EXPLAIN_CONTRIBUTION);
            sum += isnan(child) ? 0 : child;
            children++;
        }
        if (children > 0 && !isnan(part))
            assert_near(sum, part, 1e-9);
    }
}

static void an_arithmetic_score_loses_by_weight(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "a1", 0, 2021, 40);
    fixture_set(fixture, "a2", 0, 2021, 10);
    fixture_set(fixture, "b1", 0, 2021, 100);
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    check_sums(rows);
    assert_near(part_of(rows, "index"), 100 - (52.5 + 100) / 2, 1e-9);
    assert_near(part_of(rows, "a"), 23.75, 1e-9);
    assert_near(part_of(rows, "a1"), 0.5 * 0.75 * 60, 1e-9);
    assert_near(part_of(rows, "a2"), 0.5 * 0.25 * 10, 1e-9);
    assert_near(part_of(rows, "b1"), 0, 1e-9);
    assert_true(isnan(part_of(rows, "b2")));
    assert_near(rows_number(rows, row_of(rows, "a1"), EXPLAIN_WEIGHT), 0.75, 1e-12);
    assert_near(rows_number(rows, row_of(rows, "b1"), EXPLAIN_WEIGHT), 1, 1e-12);
}

static void a_geometric_score_loses_by_logarithms(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "a1", 0, 2021, 25);
    fixture_set(fixture, "a2", 0, 2021, 75);
    fixture_set(fixture, "b1", 0, 2021, 64);
    fixture_set(fixture, "b3", 0, 2021, 10);
    struct score *score = bench_score(fixture, geometric_rule(fixture, 1), 0);
    assert_near(bench_value(score, "a", 0, 2021), 25, 1e-12);
    assert_near(bench_value(score, "b", 0, 2021), 80, 1e-12);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    check_sums(rows);
    double index = sqrt(2000), scale = (100 - index) / log(100 / index);
    assert_near(part_of(rows, "index"), 100 - index, 1e-9);
    assert_near(part_of(rows, "a"), scale * log(4) / 2, 1e-9);
    assert_near(part_of(rows, "b"), scale * log(1.25) / 2, 1e-9);
    assert_near(part_of(rows, "b_left"), scale * log(1.25) / 2, 1e-9);
    assert_near(part_of(rows, "b3"), 0, 1e-9);
    assert_near(part_of(rows, "a1"), scale * log(4) / 2 * 0.75, 1e-9);
}

static void a_zero_pillar_takes_the_whole_loss_without_a_floor(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "a1", 0, 2021, 0);
    fixture_set(fixture, "a2", 0, 2021, 100);
    fixture_set(fixture, "b1", 0, 2021, 50);
    fixture_set(fixture, "b3", 0, 2021, 5);
    struct score *score = bench_score(fixture, geometric_rule(fixture, 0), 0);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    check_sums(rows);
    assert_near(part_of(rows, "index"), 100, 1e-9);
    assert_near(part_of(rows, "a"), 100, 1e-9);
    assert_near(part_of(rows, "a1"), 75, 1e-9);
    assert_near(part_of(rows, "b"), 0, 1e-9);
}

static void a_floor_bounds_what_a_zero_pillar_takes(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "a1", 0, 2021, 0);
    fixture_set(fixture, "a2", 0, 2021, 100);
    fixture_set(fixture, "b1", 0, 2021, 100);
    fixture_set(fixture, "b3", 0, 2021, 10);
    struct score *score = bench_score(fixture, geometric_rule(fixture, 1), 0);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    check_sums(rows);
    assert_near(part_of(rows, "index"), 90, 1e-9);
    assert_near(part_of(rows, "a"), 90, 1e-9);
    assert_near(part_of(rows, "a1"), 67.5, 1e-9);
    assert_near(part_of(rows, "b"), 0, 1e-9);
}

static void a_part_is_explained_on_its_own_scale(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "a1", 0, 2021, 40);
    fixture_set(fixture, "a2", 0, 2021, 10);
    struct score *score = bench_score(fixture, geometric_rule(fixture, 1), 0);
    struct rows *rows =
        score_explain(fixture->arena, score, score_item(score, text_of("a")), 0, 2021);
    check_sums(rows);
    assert_int_equal(rows->count, 3);
    assert_string_equal(rows_text(rows, 0, EXPLAIN_PARENT), "");
    assert_near(part_of(rows, "a"), 47.5, 1e-9);
    rows = score_explain(fixture->arena, score, score_item(score, text_of("a2")), 0, 2021);
    assert_int_equal(rows->count, 1);
    assert_near(part_of(rows, "a2"), 10, 1e-9);
    assert_near(rows_number(rows, 0, EXPLAIN_VALUE), 10, 1e-12);
}

static void an_indicator_names_its_series_source_and_line(void **state)
{
    struct fixture *fixture = *state;
    fixture_observe(fixture, "a1", 0, 2021, 1, 40);
    struct observation *coded = fixture_observe(fixture, "a2", 0, 2021, 2, 30);
    coded->line = 77;
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    size_t row = row_of(rows, "a1");
    assert_string_equal(rows_text(rows, row, EXPLAIN_COUNTRY), "AAA");
    assert_string_equal(rows_text(rows, row, EXPLAIN_PERIOD), "2021");
    assert_string_equal(rows_text(rows, row, EXPLAIN_LEVEL), "indicator");
    assert_string_equal(rows_text(rows, row, EXPLAIN_PARENT), "a");
    assert_string_equal(rows_text(rows, row, EXPLAIN_SERIES), "other.s");
    assert_string_equal(rows_text(rows, row, EXPLAIN_SOURCE), "other");
    assert_string_equal(rows_text(rows, row, EXPLAIN_FILE), "data/x.yaml");
    row = row_of(rows, "a2");
    assert_string_equal(rows_text(rows, row, EXPLAIN_SERIES), "");
    assert_near(rows_number(rows, row, EXPLAIN_LINE), 77, 0);
    assert_near(rows_number(rows, row, EXPLAIN_VALUE), 30, 0);
}

static void what_is_missing_stays_empty_and_what_is_not_read_is_listed(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->values = PANEL_PUBLISHED;
    fixture_set(fixture, "a1", 0, 2021, 40);
    rule->index.need.share = 1;
    struct score *score = bench_score(fixture, rule, 0);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    assert_true(isnan(rows_number(rows, 0, EXPLAIN_VALUE)));
    for (size_t row = 0; row < rows->count; row++)
        assert_true(isnan(rows_number(rows, row, EXPLAIN_CONTRIBUTION)));
    assert_null(rows_get_meta(rows, "not_eligible", 0));
    rows = score_explain(fixture->arena, score, score_item(score, text_of("lever")), 0, 2021);
    assert_int_equal(rows->count, 1);
    assert_string_equal(rows_get_meta(rows, "not_eligible", 1), "l1");
    rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 1999);
    assert_int_equal(rows->count, 0);
}

static void without_a_best_end_there_is_nothing_to_lose(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    fixture_set(fixture, "a1", 0, 2021, 40);
    struct score *score = bench_score(fixture, rule, 0);
    struct rows *rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    assert_near(part_of(rows, "index"), 60, 1e-9);
    fixture->indicators[0].scale.best = NAN;
    score = bench_score(fixture, rule, 0);
    rows = score_explain(fixture->arena, score, SIZE_MAX, 0, 2021);
    assert_true(isnan(part_of(rows, "index")));
}

/* The first row of a kind for an item. */
static size_t finding(const struct rows *rows, const char *kind, const char *item)
{
    for (size_t i = 0; i < rows->count; i++)
        if (strcmp(rows_text(rows, i, 0), kind) == 0 && strcmp(rows_text(rows, i, 2), item) == 0)
            return i;
    return SIZE_MAX;
}

static void status_tells_what_to_know_before_publishing(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->index.need.share = 1;
    rule->values = PANEL_PUBLISHED;
    fixture->indicators[1].carry_months = 12;
    fixture_set(fixture, "a1", 0, 2020, 40);
    fixture_observe(fixture, "a1", 0, 2021, 1, 50);
    fixture->flags[fixture_cell(fixture, "a1", 0, 2021)] = PANEL_SWITCHED | PANEL_CONFLICT;
    fixture_set(fixture, "a2", 0, 2019, 20);
    uint32_t countries[] = {0};
    struct score *score = bench_score(fixture, rule, 0);
    struct rows *rows = score_status(fixture->arena, score, 2021, countries, 1);
    assert_non_null(rows);
    size_t row = finding(rows, "coverage", "index");
    assert_string_equal(rows_text(rows, row, 4), "no value: 38 % of its weight is covered; 50 % of "
                                                 "its parts there, 100 % needed; without b");
    row = finding(rows, "coverage", "a");
    assert_string_equal(rows_text(rows, row, 4), "75 % of its weight is covered; without a2");
    row = finding(rows, "stale", "a2");
    assert_string_equal(rows_text(rows, row, 4),
                        "last value: pub.s 20 of 2019; it may stand 12 months");
    row = finding(rows, "switched", "a1");
    assert_string_equal(rows_text(rows, row, 4),
                        "other.s 50 of 2021, before it pub.s 40 of 2020: the two do not compare");
    assert_string_equal(rows_text(rows, row, 5), "data/x.yaml");
    assert_near(rows_number(rows, row, 6), 2, 0);
    assert_true(finding(rows, "conflict", "a1") != SIZE_MAX);
    assert_true(finding(rows, "uncoded", "b1") != SIZE_MAX);
    assert_true(finding(rows, "uncoded", "a2") == SIZE_MAX);
    row = finding(rows, "not_eligible", "l1");
    assert_int_equal(row, rows->count - 1);
    assert_string_equal(rows_text(rows, row, 5), "indicators/test.yaml");
}

static void status_lists_breaks_floors_drafts_and_events_without_a_base(void **state)
{
    struct fixture *fixture = *state;
    struct source_break cut = {.from = {.first = date_day(2021, 1, 1),
                                        .first_end = date_day(2021, 1, 1),
                                        .last = date_day(2021, 1, 1)},
                               .why = "new method"};
    fixture->source_items[0].breaks = &cut;
    fixture->source_items[0].break_count = 1;
    fixture_set(fixture, "a1", 0, 2020, 40);
    fixture_set(fixture, "a1", 0, 2021, 0);
    fixture->flags[fixture_cell(fixture, "a1", 0, 2021)] = PANEL_BREAK | PANEL_FLOOR;
    struct observation *draft = fixture_observe(fixture, "a2", 0, 2021, 2, 20);
    draft->grade = 'C';
    draft->note = "page 9";
    fixture->flags[fixture_cell(fixture, "a2", 0, 2021)] = PANEL_DRAFT;
    struct effect effects[] = {
        {.indicator = 2,
         .by = -1,
         .day = date_day(2021, 3, 1),
         .until = INT32_MAX,
         .file = "d",
         .line = 5},
        {.indicator = 0,
         .by = -1,
         .day = date_day(2021, 3, 1),
         .until = INT32_MAX,
         .file = "d",
         .line = 6},
        {.indicator = 3,
         .by = -1,
         .day = date_day(2022, 3, 1),
         .until = INT32_MAX,
         .file = "d",
         .line = 7},
    };
    struct event_effects all = {UINT32_MAX, effects, 3};
    uint32_t touched[] = {0};
    struct event event = {.id = "e",
                          .title = "Raid",
                          .retracted = INT32_MAX,
                          .countries = touched,
                          .country_count = 1,
                          .effects = &all,
                          .effects_count = 1};
    fixture->project.events = &event;
    fixture->project.event_count = 1;
    uint32_t countries[] = {0, 1};
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct rows *rows = score_status(fixture->arena, score, 2021, countries, 2);
    size_t row = finding(rows, "break", "a1");
    assert_string_equal(rows_text(rows, row, 4),
                        "pub.s 0 of 2021 does not compare with the period before: new method");
    assert_true(finding(rows, "floor", "a1") != SIZE_MAX);
    row = finding(rows, "draft", "a2");
    assert_string_equal(rows_text(rows, row, 4), "20, provisional, confidence C: page 9");
    row = finding(rows, "event", "b1");
    assert_string_equal(rows_text(rows, row, 4), "2021-03-01 Raid: -1 finds no value to move");
    assert_near(rows_number(rows, row, 6), 5, 0);
    assert_true(finding(rows, "event", "a1") == SIZE_MAX);
    assert_true(finding(rows, "event", "b2") == SIZE_MAX);
    assert_string_equal(rows_text(rows, finding(rows, "uncoded", "b3"), 1), "AAA");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(an_arithmetic_score_loses_by_weight),
        TEST(a_geometric_score_loses_by_logarithms),
        TEST(a_zero_pillar_takes_the_whole_loss_without_a_floor),
        TEST(a_floor_bounds_what_a_zero_pillar_takes),
        TEST(a_part_is_explained_on_its_own_scale),
        TEST(an_indicator_names_its_series_source_and_line),
        TEST(what_is_missing_stays_empty_and_what_is_not_read_is_listed),
        TEST(without_a_best_end_there_is_nothing_to_lose),
        TEST(status_tells_what_to_know_before_publishing),
        TEST(status_lists_breaks_floors_drafts_and_events_without_a_base),
    };
    return cmocka_run_group_tests_name("explain", tests, NULL, NULL);
}
