/* What draws of scenarios amount to, as rows: adding up, chances, parts, losses, tests. */

#include "scenario/scenario_backtest.h"
#include "scenario/scenario_explain.h"
#include "scenario/scenario_levers.h"
#include "scenario/scenario_losses.h"
#include "scenario/scenario_rows.h"

#include "scenario_bench.h"

static struct scenario_selection all_of(const struct study *study)
{
    return (struct scenario_selection){~0u, 2022, 2026, study->countries,
                                       study->scenario.country_count};
}

static const struct rows *rows_of(struct study *study)
{
    struct scenario_selection selection = all_of(study);
    const struct rows *rows = scenario_rows(
        study->fixture->arena, &(struct scenario_rows_side){study_run(study), NULL}, &selection);
    assert_non_null(rows);
    assert_false(rows->failed);
    return rows;
}

/* The last row of an item: an indicator's in its own units. */
static size_t row_of(const struct rows *rows, const char *item, const char *period)
{
    for (size_t row = rows->count; row-- > 0;)
        if (strcmp(rows_text(rows, row, SCENARIO_ITEM), item) == 0 &&
            strcmp(rows_text(rows, row, SCENARIO_PERIOD), period) == 0)
            return row;
    fail_msg("no row of %s in %s", item, period);
    return 0;
}

static void value_less_baseline_is_the_difference(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", (struct judged){0.2, 0.5, 1.4});
    study_moves(study, lever, "d", (struct judged){-2, -1, 0});
    study_pull(study, lever, 1);
    fixture_interval(study->fixture, "a", 0, 2021, 1.5, 2.5);
    const struct rows *rows = rows_of(study);
    for (size_t row = 0; row < rows->count; row++)
        assert_near(rows_number(rows, row, SCENARIO_VALUE) -
                        rows_number(rows, row, SCENARIO_BASELINE),
                    rows_number(rows, row, SCENARIO_DIFFERENCE), 1e-9);
    size_t d = row_of(rows, "d", "2022");
    assert_near(rows_number(rows, d, SCENARIO_DIFFERENCE), -1, 0.02);
    /* Less is better, and in 45 of 50 draws between 1.68 and 0.32 of it: (1 - sqrt(0.1)). */
    assert_near(rows_number(rows, d, SCENARIO_CHANCE_BETTER), 1, 1e-3);
    assert_near(rows_number(rows, d, SCENARIO_DIFFERENCE_LOW), -2 + sqrt(0.1), 0.02);
    assert_near(rows_number(rows, d, SCENARIO_DIFFERENCE_HIGH), -sqrt(0.1), 0.02);
}

static void what_nothing_moves_differs_by_exactly_nothing(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "D1");
    study_moves(study, lever, "e", study_certain(10));
    study_pull(study, lever, 1);
    fixture_interval(study->fixture, "a", 0, 2021, 1.5, 2.5);
    const struct rows *rows = rows_of(study);
    size_t index = row_of(rows, "index", "2026");
    assert_near(rows_number(rows, index, SCENARIO_DIFFERENCE), 0, 0);
    assert_near(rows_number(rows, index, SCENARIO_DIFFERENCE_LOW), 0, 0);
    assert_near(rows_number(rows, index, SCENARIO_CHANCE_BETTER), 0, 0);
    assert_true(rows_number(rows, index, SCENARIO_HIGH) > rows_number(rows, index, SCENARIO_LOW));
}

static void a_point_is_a_hundredth_of_the_scale(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    /* The pillar is (a + b + 2 c) / 4 × 25: a level of a is 6.25 points, 0.16 of one is a point;
     * the triangle 0, 0, 0.32 lies above half its width in a quarter of draws. */
    study_moves(study, lever, "a", (struct judged){0, 0, 0.32});
    study_pull(study, lever, 1);
    const struct rows *rows = rows_of(study);
    size_t civic = row_of(rows, "civic", "2022");
    assert_near(rows_number(rows, civic, SCENARIO_CHANCE_POINT), 0.25, 0.02);
    assert_true(isnan(rows_number(rows, civic, SCENARIO_CHANCE_LEVEL)));
}

static void a_comparison_takes_the_countries_that_both_have(void **state)
{
    struct study *study = *state;
    struct err err;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(1));
    const struct ensemble *none = study_run(study);
    struct scenario wide = study->scenario;
    wide.country_count = 3;
    wide.id = "wide";
    study_pull(study, lever, 1);
    wide.pull_count = 1;
    const struct scenario narrow = *none->input.scenario;
    struct ensemble first = *none;
    first.input.scenario = &narrow;
    study->scenario = wide;
    const struct ensemble *pulled = study_run(study);
    struct scenario_selection selection = {~0u, 2022, 2022, study->countries, 3};
    const struct rows *rows =
        scenario_rows_compare(study->fixture->arena, &(struct scenario_rows_side){&first, NULL},
                              &(struct scenario_rows_side){pulled, NULL}, &selection, &err);
    assert_non_null(rows);
    for (size_t row = 0; row < rows->count; row++) {
        const char *item = rows_text(rows, row, SCENARIO_COMPARE_ITEM);
        assert_string_equal(rows_text(rows, row, SCENARIO_COMPARE_COUNTRY),
                            rows_text(rows, 0, SCENARIO_COMPARE_COUNTRY));
        if (strcmp(item, "civic") == 0)
            assert_near(rows_number(rows, row, SCENARIO_COMPARE_DIFFERENCE), 6.25, 1e-9);
    }
    struct ensemble other = *pulled;
    other.seed = 2;
    assert_null(
        scenario_rows_compare(study->fixture->arena, &(struct scenario_rows_side){&first, NULL},
                              &(struct scenario_rows_side){&other, NULL}, &selection, &err));
    assert_non_null(strstr(err.sentence, "other draws"));
}

static const struct rows *explained(struct study *study, const char *id)
{
    struct arena *arena = study->fixture->arena;
    const struct ensemble *ensemble = study_run(study);
    struct ensemble_options options = study->options;
    uint32_t figure = study_indicator(study, id);
    options.draws = 500;
    options.indicators = &figure;
    options.indicator_count = 1;
    const struct rows *rows =
        scenario_explain(arena, &ensemble->input, &options, 2022, &study->err);
    if (!rows)
        fail_msg("%s", study->err.sentence);
    return rows;
}

static void parts_share_what_the_end_of_the_scale_cuts_off(void **state)
{
    struct study *study = *state;
    fixture_set(study->fixture, "a", 0, 2021, 3.5);
    for (size_t i = 0; i < 2; i++) {
        uint32_t lever = study_lever(study, i == 0 ? "R1" : "R2");
        study_moves(study, lever, "a", study_certain(0.5));
        study_pull(study, lever, 1);
    }
    const struct rows *rows = explained(study, "a");
    assert_int_equal(rows->count, 3);
    assert_near(rows_number(rows, 0, SCENARIO_EXPLAIN_CONTRIBUTION), 0.5, 1e-12);
    for (size_t row = 1; row < 3; row++) {
        assert_near(rows_number(rows, row, SCENARIO_EXPLAIN_CONTRIBUTION), 0.25, 1e-12);
        assert_near(rows_number(rows, row, SCENARIO_EXPLAIN_ALONE), 0.5, 1e-12);
        assert_near(rows_number(rows, row, SCENARIO_EXPLAIN_WITHOUT), 0.5, 1e-12);
    }
}

static void parts_add_up_when_their_orders_are_sampled(void **state)
{
    static const char *const ids[] = {"R1", "R2", "R3", "R4", "R5", "R6", "R7"};
    struct study *study = *state;
    double sum = 0;
    for (size_t i = 0; i < 7; i++) {
        uint32_t lever = study_lever(study, ids[i]);
        study->items[lever].saturate = true;
        study_moves(study, lever, "a", (struct judged){-0.2, 0.3 * (double)i, 2.5});
        study_pull(study, lever, 1);
    }
    study_step(study, SCENARIO_SHIFT, "a", (struct judged){-1, 0, 1});
    study_step(study, SCENARIO_SCALE, "a", study_certain(0.9));
    const struct rows *rows = explained(study, "a");
    assert_int_equal(rows->count, 10);
    for (size_t row = 1; row < 10; row++)
        sum += rows_number(rows, row, SCENARIO_EXPLAIN_CONTRIBUTION);
    assert_near(sum, rows_number(rows, 0, SCENARIO_EXPLAIN_CONTRIBUTION), 1e-9);
    assert_non_null(rows_get_meta(rows, "notices", 0));
}

static void each_lever_is_shown_alone(void **state)
{
    struct study *study = *state;
    struct arena *arena = study->fixture->arena;
    uint32_t level = study_lever(study, "R1"), half = study_lever(study, "R2");
    study_moves(study, level, "a", study_certain(1));
    study_moves(study, half, "c", study_certain(0.5));
    study_moves(study, half, "a", study_certain(0.5));
    fixture_set(study->fixture, "a", 0, 2021, NAN);
    study_chance(study, level, 0.15);
    const struct ensemble *ensemble = study_run(study);
    struct ensemble_options options = study->options;
    uint32_t ordinal[] = {study_indicator(study, "a"), study_indicator(study, "c")};
    uint32_t civic = fixture_find(study->fixture, "civic");
    options.draws = 200;
    options.items = &civic;
    options.item_count = 1;
    options.indicators = ordinal;
    options.indicator_count = 2;
    struct scenario_selection selection = all_of(study);
    const struct rows *rows =
        scenario_levers(arena, &ensemble->input, &options, LEVER_NONE, &selection, &study->err);
    assert_non_null(rows);
    assert_int_equal(rows->count, 2);
    assert_near(rows_number(rows, 0, SCENARIO_LEVERS_WITHOUT_BASE), 1, 0);
    assert_near(rows_number(rows, 0, SCENARIO_LEVERS_GAIN), 0, 0);
    assert_near(rows_number(rows, 0, SCENARIO_LEVERS_CHANCE), 0.15, 0);
    assert_near(rows_number(rows, 1, SCENARIO_LEVERS_EFFECTS), 2, 0);
    /* b at 2 and c at 1 of weights 1 and 2: c's half a level is 2 / 3 × 12.5. */
    assert_near(rows_number(rows, 1, SCENARIO_LEVERS_GAIN), 25.0 / 3, 1e-9);
    assert_near(rows_number(rows, 1, SCENARIO_LEVERS_CHANCE_LEVEL), 0, 0);
}

static void effects_without_a_base_are_said(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R2");
    study_moves(study, lever, "a", study_certain(1));
    study_moves(study, lever, "b", study_certain(1));
    study_moves(study, lever, "c", study_certain(1));
    study_pull(study, lever, 1);
    fixture_set(study->fixture, "a", 0, 2021, NAN);
    fixture_set(study->fixture, "c", 0, 2021, NAN);
    const struct ensemble *ensemble = study_run(study);
    struct rows *rows = scenario_losses_rows(study->fixture->arena, ensemble);
    assert_int_equal(rows->count, 1);
    scenario_losses_say(ensemble, study->countries, 1, rows);
    const char *said = rows_get_meta(rows, "warnings", 0);
    assert_non_null(said);
    assert_non_null(strstr(said, "2 of 3 effects of R2 have no base: a and c have no value in "));
    assert_null(rows_get_meta(rows, "warnings", 1));
}

static void intervals_of_shares_are_those_of_clopper_and_pearson(void **state)
{
    double low, high;
    (void)state;
    scenario_backtest_interval(3, 3, &low, &high);
    assert_near(low, cbrt(0.05), 1e-12);
    assert_near(high, 1, 0);
    scenario_backtest_interval(0, 5, &low, &high);
    assert_near(low, 0, 0);
    assert_near(high, 1 - pow(0.05, 0.2), 1e-12);
    /* R: binom.test(5, 10, conf.level = 0.9)$conf.int */
    scenario_backtest_interval(5, 10, &low, &high);
    assert_near(low, 0.2224411, 1e-7);
    assert_near(high, 0.7775589, 1e-7);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, study_set_up, study_tear_down)
    const struct CMUnitTest tests[] = {
        test(value_less_baseline_is_the_difference),
        test(what_nothing_moves_differs_by_exactly_nothing),
        test(a_point_is_a_hundredth_of_the_scale),
        test(a_comparison_takes_the_countries_that_both_have),
        test(parts_share_what_the_end_of_the_scale_cuts_off),
        test(parts_add_up_when_their_orders_are_sampled),
        test(each_lever_is_shown_alone),
        test(effects_without_a_base_are_said),
        test(intervals_of_shares_are_those_of_clopper_and_pearson),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
