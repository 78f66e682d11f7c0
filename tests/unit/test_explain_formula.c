/* Explanations of formulas and their results: inputs with their shares, and why there are none. */
#include "score/score_explain.h"
#include "score/score_published.h"

#include "made_formula.h"
#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* A pillar of two indicators and one of one, all from 0 to 10. */
static int set_up(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "voice", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "voice", "press", 1, 0, 10);
    fixture_indicator(fixture, "voice", "assembly", 1, 0, 10);
    fixture_pillar(fixture, "state", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "state", "courts", 1, 0, 10);
    fixture_panel(fixture, 2, 2020, 2021);
    fixture_set(fixture, "press", 0, 2021, 4);
    fixture_set(fixture, "assembly", 0, 2021, 6);
    fixture_set(fixture, "courts", 0, 2021, 5);
    return 0;
}

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

struct explained {
    struct rows *rows;
    const size_t *parents;
};

static struct explained explain(struct fixture *fixture, const struct score *score, const char *id)
{
    struct explained made;
    made.rows = fixture_must(
        score_explain_tree(fixture->arena, score, bench_item(score, id), 0, 2021, &made.parents));
    return made;
}

static double part_at(const struct explained *made, size_t row)
{
    return rows_number(made->rows, row, EXPLAIN_CONTRIBUTION);
}

/* The parts of the children of every row sum to its own. */
static void check_sums(const struct explained *made)
{
    for (size_t row = 0; row < made->rows->count; row++) {
        double sum = 0;
        size_t children = 0;
        for (size_t i = row + 1; i < made->rows->count; i++) {
            if (made->parents[i] != row)
                continue;
            sum += part_at(made, i);
            children++;
        }
        if (children > 0)
            assert_near(sum, part_at(made, row), 1e-9);
    }
}

static struct rule *plain_rule(struct fixture *fixture)
{
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    return rule;
}

/* product = press × assembly, the headline; sum = press + courts. */
static void use_products(struct fixture *fixture, struct rule *rule)
{
    struct made_formula *made = made_formula_new(fixture);
    uint32_t press = made_formula_input(made, "press");
    uint32_t assembly = made_formula_input(made, "assembly");
    uint32_t courts = made_formula_input(made, "courts");
    made_formula_result(made, "product", false,
                        made_formula_two(made, FORMULA_MUL, press, assembly));
    made_formula_result(made, "sum", false, made_formula_two(made, FORMULA_ADD, press, courts));
    made_formula_rule(rule, made, 0);
}

static void a_product_is_shared_out_by_shapley(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture);
    use_products(fixture, rule);
    struct score *score = bench_score(fixture, rule, 0);
    struct explained made = explain(fixture, score, "index");
    assert_int_equal(made.rows->count, 3);
    assert_string_equal(rows_text(made.rows, 1, EXPLAIN_ITEM), "press");
    assert_int_equal(made.parents[0], SIZE_MAX);
    assert_int_equal(made.parents[1], 0);
    /* From 4 × 6 to 10 × 10: 6 × (6 + 10) / 2 of press, 4 × (4 + 10) / 2 of assembly. */
    assert_near(part_at(&made, 0), 76, 1e-9);
    assert_near(part_at(&made, 1), 48, 1e-9);
    assert_near(part_at(&made, 2), 28, 1e-9);
    assert_true(isnan(rows_number(made.rows, 1, EXPLAIN_WEIGHT)));
}

static void a_result_lists_what_it_rests_on_alone(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture);
    use_products(fixture, rule);
    struct score *score = bench_score(fixture, rule, 0);
    struct explained made = explain(fixture, score, "sum");
    assert_int_equal(made.rows->count, 3);
    assert_string_equal(rows_text(made.rows, 0, EXPLAIN_LEVEL), "result");
    assert_string_equal(rows_text(made.rows, 1, EXPLAIN_ITEM), "press");
    assert_string_equal(rows_text(made.rows, 2, EXPLAIN_ITEM), "courts");
    check_sums(&made);
    assert_near(bench_coverage(score, "sum", 0, 2021), 1, 0);
}

static void an_item_in_two_places_has_a_part_in_each(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture);
    struct made_formula *made = made_formula_new(fixture);
    uint32_t voice = made_formula_input(made, "voice");
    uint32_t press = made_formula_input(made, "press");
    made_formula_result(made, "", false, made_formula_two(made, FORMULA_ADD, voice, press));
    made_formula_rule(rule, made, 0);
    rule->tree = true;
    struct score *score = bench_score(fixture, rule, 0);
    struct explained explained = explain(fixture, score, "index");
    /* index; voice with press and assembly; press. */
    assert_int_equal(explained.rows->count, 5);
    assert_near(part_at(&explained, 0), 11, 1e-9);
    assert_near(part_at(&explained, 1), 5, 1e-9);
    assert_string_equal(rows_text(explained.rows, 2, EXPLAIN_ITEM), "press");
    assert_near(part_at(&explained, 2), 3, 1e-9);
    assert_string_equal(rows_text(explained.rows, 4, EXPLAIN_ITEM), "press");
    assert_near(part_at(&explained, 4), 6, 1e-9);
    check_sums(&explained);
}

/* Why nothing can be told of the index; NULL when it can. */
static const char *untold(struct fixture *fixture, const struct rule *rule)
{
    struct explained made = explain(fixture, bench_score(fixture, rule, 0), "index");
    const char *why = rows_get_meta(made.rows, "untold", 0);
    for (size_t row = 0; why && row < made.rows->count; row++)
        assert_true(isnan(part_at(&made, row)));
    return why;
}

/* 4 stands below the other's 7, 10 would stand above it: of the product of rank and assembly, 1 × 6
 * to 2 × 10, press has 1 × (6 + 10) / 2, assembly 4 × (1 + 2) / 2. */
static void a_rank_is_taken_apart_with_the_others_as_they_stand(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture);
    fixture_set(fixture, "press", 1, 2021, 7);
    struct made_formula *made = made_formula_new(fixture);
    uint32_t press = made_formula_input(made, "press");
    uint32_t assembly = made_formula_input(made, "assembly");
    uint32_t rank =
        made_formula_step(made, FORMULA_RANK, "period", press, FORMULA_NONE, FORMULA_NONE);
    made_formula_result(made, "", false, made_formula_two(made, FORMULA_MUL, rank, assembly));
    made_formula_rule(rule, made, 0);
    struct explained explained = explain(fixture, bench_score(fixture, rule, 0), "index");
    assert_null(rows_get_meta(explained.rows, "untold", 0));
    assert_near(part_at(&explained, 0), 14, 1e-9);
    assert_near(part_at(&explained, 1), 8, 1e-9);
    assert_near(part_at(&explained, 2), 6, 1e-9);
}

static void what_has_no_best_value_is_named(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture);
    use_products(fixture, rule);
    assert_null(untold(fixture, rule));
    fixture->indicators[1].scale.best = NAN;
    assert_string_equal(untold(fixture, rule), "assembly has no best value");
}

/* press + the other rule's mean of press and assembly: 4 + 5, at best 10 + 10. The mean takes off
 * 5, press 3 of it and assembly 2. */
static void figures_of_other_rules_are_taken_apart(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture), *other = plain_rule(fixture);
    other->name = "other";
    const struct rule_use use = {"borrowed", other, "voice"};
    rule->uses = &use;
    rule->use_count = 1;
    struct made_formula *made = made_formula_new(fixture);
    uint32_t press = made_formula_input(made, "press");
    uint32_t borrowed = made_formula_input(made, "borrowed");
    made_formula_result(made, "", false, made_formula_two(made, FORMULA_ADD, press, borrowed));
    made_formula_rule(rule, made, 0);
    struct explained explained = explain(fixture, bench_score(fixture, rule, 0), "index");
    static const char *const items[] = {"index", "press", "other.voice", "press", "assembly"};
    static const double parts[] = {11, 6, 5, 3, 2};
    assert_int_equal(explained.rows->count, 5);
    for (size_t row = 0; row < 5; row++) {
        assert_string_equal(rows_text(explained.rows, row, EXPLAIN_ITEM), items[row]);
        assert_near(part_at(&explained, row), parts[row], 1e-9);
    }
    assert_int_equal(explained.parents[4], 2);
    fixture->indicators[1].scale.best = NAN;
    assert_string_equal(untold(fixture, rule), "assembly has no best value");
}

static void a_text_has_no_points_to_lose(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = plain_rule(fixture);
    struct made_formula *made = made_formula_new(fixture);
    uint32_t press = made_formula_input(made, "press");
    uint32_t five = made_formula_number(made, 5);
    uint32_t less = made_formula_two(made, FORMULA_LESS, press, five);
    uint32_t not_free = made_formula_leaf(made, FORMULA_TEXT, 0, "not free");
    uint32_t free = made_formula_leaf(made, FORMULA_TEXT, 0, "free");
    made_formula_result(made, "points", false, press);
    made_formula_result(made, "status", true,
                        made_formula_step(made, FORMULA_SELECT, NULL, less, not_free, free));
    made_formula_rule(rule, made, 0);
    struct score *score = bench_score(fixture, rule, 0);
    struct explained explained = explain(fixture, score, "status");
    assert_string_equal(rows_get_meta(explained.rows, "text", 0), "not free");
    assert_non_null(rows_get_meta(explained.rows, "untold", 0));
    assert_true(isnan(rows_number(explained.rows, 0, EXPLAIN_VALUE)));
    assert_int_equal(explained.rows->count, 2);
    assert_near(rows_number(explained.rows, 1, EXPLAIN_VALUE), 4, 0);
}

/* Twice press, whatever else is there. */
static bool run_twice(void *context, struct arena *arena, const struct formula *formula,
                      struct formula_rows *rows, struct err *err)
{
    (void)context;
    (void)arena;
    (void)formula;
    (void)err;
    size_t press = 0;
    while (strcmp(rows->inputs[press], "press") != 0)
        press++;
    for (size_t row = 0; row < rows->rows; row++) {
        rows->values[row] = 2 * rows->columns[press][row];
        rows->low[row] = rows->high[row] = NAN;
    }
    return true;
}

static void a_formula_by_row_lists_what_makes_a_difference(void **state)
{
    struct fixture *fixture = *state;
    struct err err;
    struct rule *rule = plain_rule(fixture);
    struct made_formula *made = made_formula_new(fixture);
    made->formula.untraced = "line 3 cannot be followed";
    made_formula_result(made, "", false, 0);
    made_formula_rule(rule, made, 0);
    struct formula_host host = {.run = run_twice};
    struct score_options options = bench_options(fixture, 10);
    options.host = &host;
    fixture_interval(fixture, "press", 0, 2021, 3, 5);
    struct score *score =
        fixture_must(score_run(fixture->arena, &fixture->panel, rule, &options, &err));
    assert_true(score_by_row(score, score_index(score)));
    struct explained explained = explain(fixture, score, "index");
    assert_int_equal(explained.rows->count, 2);
    assert_string_equal(rows_text(explained.rows, 1, EXPLAIN_ITEM), "press");
    assert_near(part_at(&explained, 1), 12, 1e-9);
    /* It gives no interval of its own, so it is drawn. */
    assert_true(bench_low(score, "index", 0, 2021) < 8);
    assert_true(bench_high(score, "index", 0, 2021) > 8);
    assert_true(bench_high(score, "index", 0, 2021) <= 20);
    fixture->indicators[2].scale.best = NAN;
    score = fixture_must(score_run(fixture->arena, &fixture->panel, rule, &options, &err));
    explained = explain(fixture, score, "index");
    assert_int_equal(explained.rows->count, 4);
    assert_true(isnan(part_at(&explained, 1)));
}

static void scores_stand_beside_what_was_published(void **state)
{
    struct fixture *fixture = *state;
    static const uint32_t countries[] = {0, 1};
    const struct rule_published pairs[] = {{"product", 2, 19.5}, {"sum", 2, 4}};
    struct rule *rule = plain_rule(fixture);
    use_products(fixture, rule);
    rule->published = pairs;
    rule->published_count = 2;
    fixture_set(fixture, "courts", 1, 2020, 3);
    fixture_set(fixture, "press", 1, 2021, 3);
    fixture_set(fixture, "assembly", 1, 2021, 3);
    struct score *score = bench_score(fixture, rule, 0);
    struct score_selection selection = {
        .first = 2020, .last = 2021, .countries = countries, .country_count = 2};
    struct rows *rows = fixture_must(score_published(fixture->arena, score, &selection));
    static const struct {
        const char *country, *item, *flags;
        double value, published, difference;
    } expected[] = {
        {"BBB", "product", "uncomputed", NAN, 3, NAN},
        {"BBB", "sum", "uncomputed", NAN, 3, NAN},
        {"AAA", "product", "", 24, 5, 19},
        {"AAA", "sum", "", 9, 5, 4},
        {"BBB", "product", "unpublished", 9, NAN, NAN},
    };
    assert_int_equal(rows->count, sizeof expected / sizeof *expected);
    for (size_t row = 0; row < rows->count; row++) {
        assert_string_equal(rows_text(rows, row, PUBLISHED_COUNTRY), expected[row].country);
        assert_string_equal(rows_text(rows, row, PUBLISHED_ITEM), expected[row].item);
        assert_string_equal(rows_text(rows, row, PUBLISHED_FLAGS), expected[row].flags);
        assert_true(fixture_same(rows_number(rows, row, PUBLISHED_VALUE), expected[row].value));
        assert_true(
            fixture_same(rows_number(rows, row, PUBLISHED_PUBLISHED), expected[row].published));
        assert_true(
            fixture_same(rows_number(rows, row, PUBLISHED_DIFFERENCE), expected[row].difference));
    }
    const struct rule_published close[] = {{"product", 2, 18.99}, {"sum", 2, 4}};
    rule->published = close;
    rows = fixture_must(score_published(fixture->arena, score, &selection));
    assert_string_equal(rows_text(rows, 2, PUBLISHED_FLAGS), "beyond");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_product_is_shared_out_by_shapley),
        TEST(a_result_lists_what_it_rests_on_alone),
        TEST(an_item_in_two_places_has_a_part_in_each),
        TEST(a_rank_is_taken_apart_with_the_others_as_they_stand),
        TEST(what_has_no_best_value_is_named),
        TEST(figures_of_other_rules_are_taken_apart),
        TEST(a_text_has_no_points_to_lose),
        TEST(a_formula_by_row_lists_what_makes_a_difference),
        TEST(scores_stand_beside_what_was_published),
    };
    return cmocka_run_group_tests_name("explain formula", tests, NULL, NULL);
}
