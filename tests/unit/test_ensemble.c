/* Draws of scenarios against arithmetic done apart: means and quantiles of triangles, the course of
 * time, chances, saturation, clamping. */

#include "scenario_bench.h"

static void a_movement_has_the_mean_and_quantiles_of_its_triangle(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", (struct judged){0.2, 0.5, 1.4});
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    double slack = study_slack(study_triangle_sd(0.2, 0.5, 1.4), ensemble->draws);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.7, slack);
    /* The median: b - sqrt((1 - u) (b - a) (b - m)) with u = 0.5, since 0.3 / 1.2 < 0.5. */
    struct summary summary;
    double *scratch = calloc(ensemble->draws, sizeof *scratch);
    summary_difference(study_raw(ensemble, study, true, "a", 2022),
                       study_raw(ensemble, study, false, "a", 2022), ensemble->draws, scratch,
                       &summary);
    free(scratch);
    assert_near(summary.median, 1.4 - sqrt(0.5 * 1.2 * 0.9), 0.01);
    assert_near(summary.low[SUMMARY_50], 0.5, 0.01); /* the mode is the 25 % point: 0.3 / 1.2 */
    assert_near(summary.high[SUMMARY_90], 1.4 - sqrt(0.05 * 1.2 * 0.9), 0.01);
}

static void strength_scales_a_movement_and_turns_its_sign(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(0.5));
    study_pull(study, lever, -0.8);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_raw(ensemble, study, true, "a", 2024)[7], 2 - 0.4, 1e-12);
    assert_near(study_raw(ensemble, study, false, "a", 2024)[7], 2, 0);
}

static void time_goes_by_lag_ramp_and_half_life(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(1))->time = (struct lever_time){6, 12, 36, NAN};
    study_moves(study, lever, "b", study_certain(1))->time =
        (struct lever_time){0, 0, INFINITY, 24};
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.5, 1e-9);
    assert_near(study_moved(ensemble, study, "a", 2023), 0.890898718140339, 1e-9);
    assert_near(study_moved(ensemble, study, "a", 2026), 0.445449359070170, 1e-9);
    assert_near(study_moved(ensemble, study, "b", 2022), 0.5, 1e-9);
    assert_near(study_moved(ensemble, study, "b", 2023), 0, 1e-9);
}

static void a_chance_within_two_years_is_a_constant_hazard(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R3");
    study_moves(study, lever, "a", study_certain(1));
    study_chance(study, lever, 0.15);
    study_pull(study, lever, 1)->judged = true;
    const struct ensemble *ensemble = study_run(study);
    /* 1 - 0.85^2.5 within 60 months. */
    double all = 1 - 0.6661, slack = study_slack(0.5, ensemble->draws);
    assert_near(study_share(ensemble, lever, 60), all, slack);
    assert_near(study_share(ensemble, lever, 24), 0.15, slack);
    assert_near(study_moved(ensemble, study, "a", 2026), all, slack);
    assert_near(study_moved(ensemble, study, "a", 2023), 0.15, slack);
    /* What happened stays. */
    const double *early = study_raw(ensemble, study, true, "a", 2023);
    const double *late = study_raw(ensemble, study, true, "a", 2025);
    for (size_t d = 0; d < ensemble->draws; d++)
        assert_true(early[d] == 2 || late[d] == early[d]);
}

static void a_movement_that_saturates_goes_by_the_room_at_its_base(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study->items[lever].saturate = true;
    study_moves(study, lever, "a", study_certain(1));  /* at 2 of 0..4: half the room */
    study_moves(study, lever, "c", study_certain(1));  /* at 1: three quarters */
    study_moves(study, lever, "c", study_certain(-1)); /* and a quarter to lose */
    study_moves(study, lever, "d", study_certain(-2)); /* at 5 of 10..0: half, downwards better */
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.5, 1e-12);
    assert_near(study_moved(ensemble, study, "c", 2022), 0.75 - 0.25, 1e-12);
    assert_near(study_moved(ensemble, study, "d", 2022), -1, 1e-12);
}

static void two_movements_that_saturate_both_go_by_the_base(void **state)
{
    struct study *study = *state;
    for (size_t i = 0; i < 2; i++) {
        uint32_t lever = study_lever(study, i == 0 ? "R1" : "R2");
        study->items[lever].saturate = true;
        study_moves(study, lever, "a", study_certain(1));
        study_pull(study, lever, 1);
    }
    assert_near(study_moved(study_run(study), study, "a", 2022), 1, 1e-12);
}

static void the_sum_is_clamped_once(void **state)
{
    struct study *study = *state;
    fixture_set(study->fixture, "a", 0, 2021, 0);
    uint32_t punished = study_lever(study, "P"), freed = study_lever(study, "Q");
    study_moves(study, punished, "a", study_certain(-2));
    study_moves(study, freed, "a", study_certain(1))->time.lag_months = 24;
    study_pull(study, punished, 1);
    study_pull(study, freed, 1);
    const struct ensemble *ensemble = study_run(study);
    /* A country at the floor must not gain by being punished and let off again. */
    assert_near(study_moved(ensemble, study, "a", 2022), 0, 0);
    assert_near(study_moved(ensemble, study, "a", 2025), 0, 0);
    size_t at = study_indicator(study, "a") * ensemble->rows + study_row(ensemble, 0, 2025);
    assert_int_equal(ensemble->at_floor[at], ensemble->draws);
    assert_int_equal(ensemble->at_ceiling[at], 0);
}

static void where_less_is_better_the_floor_is_the_upper_end(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "d", study_certain(9));
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    size_t at = study_indicator(study, "d") * ensemble->rows + study_row(ensemble, 0, 2022);
    assert_near(study_raw(ensemble, study, true, "d", 2022)[0], 10, 0);
    assert_int_equal(ensemble->at_floor[at], ensemble->draws);
}

static void an_effect_stops_at_its_cap(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R4");
    study_moves(study, lever, "a", study_certain(1))->cap = 2.25;
    study_moves(study, lever, "b", study_certain(1))->cap = 1; /* already beyond it */
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.25, 1e-12);
    assert_near(study_moved(ensemble, study, "b", 2022), 0, 0);
    study->pulls[0].strength = -1;
    ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "b", 2022), -1, 1e-12);
}

static void an_effect_that_waits_for_a_day_begins_then(void **state)
{
    struct study *study = *state;
    const int32_t elections[] = {date_day(2021, 11, 1), date_day(2025, 1, 1)};
    const struct lever_days days = {0, elections, 2};
    uint32_t lever = study_lever(study, "R4");
    struct lever_effect *effect = study_moves(study, lever, "a", study_certain(1));
    effect->on = &days;
    effect->on_count = 1;
    effect->time.ramp_months = 24;
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2024), 0, 0);
    assert_near(study_moved(ensemble, study, "a", 2025), 0.5, 1e-12);
    assert_near(study_moved(ensemble, study, "a", 2026), 1, 1e-12);
}

static void nothing_moves_without_a_base(void **state)
{
    struct study *study = *state;
    for (int32_t year = 2018; year <= 2026; year++)
        study->fixture->value[fixture_cell(study->fixture, "c", 0, year)] = NAN;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(1));
    study_moves(study, lever, "c", study_certain(1));
    study_pull(study, lever, 1);
    study_step(study, SCENARIO_SET, "c", study_certain(3));
    const struct ensemble *ensemble = study_run(study);
    assert_true(isnan(study_raw(ensemble, study, true, "c", 2026)[0]));
    assert_int_equal(ensemble->loss_count, 2);
    const struct ensemble_loss *loss = &ensemble->losses[0];
    assert_int_equal(loss->kind, ENSEMBLE_NO_BASE);
    assert_int_equal(loss->lever, lever);
    assert_int_equal(loss->effects, 1);
    assert_int_equal(loss->of, 2);
    assert_int_equal(loss->indicators[0], study_indicator(study, "c"));
    /* c has twice a's weight: two thirds of what the lever does is lost. */
    assert_near(loss->share, 2.0 / 3, 1e-12);
    assert_int_equal(ensemble->losses[1].kind, ENSEMBLE_NO_STEP);
}

static void what_is_assumed_is_a_base_for_both(void **state)
{
    struct study *study = *state;
    for (int32_t year = 2018; year <= 2026; year++)
        study->fixture->value[fixture_cell(study->fixture, "c", 0, year)] = NAN;
    study->assumes[study->scenario.assume_count++] = (struct scenario_assume){
        .indicator = study_indicator(study, "c"), .value = {0, 1, 2}, .because = "x"};
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "c", study_certain(0.5));
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    const double *before = study_raw(ensemble, study, false, "c", 2022);
    const double *after = study_raw(ensemble, study, true, "c", 2022);
    assert_near(study_mean(before, ensemble->draws), 1,
                study_slack(study_triangle_sd(0, 1, 2), ensemble->draws));
    for (size_t d = 0; d < ensemble->draws; d++)
        assert_near(after[d] - before[d], 0.5, 1e-12);
    /* One draw is one value through all periods. */
    assert_true(study_same(before, study_raw(ensemble, study, false, "c", 2026), ensemble->draws));
    assert_int_equal(ensemble->loss_count, 0);
}

static void a_value_is_held_and_grows_less_certain(void **state)
{
    struct study *study = *state;
    fixture_interval(study->fixture, "a", 0, 2021, 1.9, 2.1);
    const struct ensemble *ensemble = study_run(study);
    const struct held *held = ensemble->input.held;
    size_t row = held_row(held, study_row(ensemble, 0, 2024));
    assert_near(panel_high(&held->panel, study_indicator(study, "a"), row), 2 + 0.1 * 2, 1e-12);
    assert_true(panel_flags(&held->panel, study_indicator(study, "a"), row) & PANEL_ASSUMED);
    /* The same draw, at twice the width. */
    const double *near = study_raw(ensemble, study, false, "a", 2024);
    const double *far = study_raw(ensemble, study, false, "a", 2025);
    for (size_t d = 0; d < 100; d++)
        assert_near((far[d] - 2) / (near[d] - 2), sqrt(5.0 / 4), 1e-9);
    double sd = 0;
    for (size_t d = 0; d < ensemble->draws; d++)
        sd += (near[d] - 2) * (near[d] - 2);
    sd = sqrt(sd / (double)ensemble->draws);
    assert_near(sd, 0.2 / 1.6448536, 0.005);
}

static double at_row(const struct ensemble *ensemble, const double *const *values, const char *id,
                     size_t row)
{
    size_t item = score_item(ensemble->input.score, text_of(id));
    for (size_t i = 0; i < ensemble->item_count; i++)
        if (ensemble->items[i] == item)
            return values[i * ensemble->rows + row][0];
    return NAN;
}

static void places_among_countries_are_taken_in_every_draw(void **state)
{
    struct study *study = *state;
    static const char *const by_period[] = {"period", NULL};
    struct rule_method *rank = &study->rule->stages[study_indicator(study, "a")].normalise;
    *rank = rule_method_plain(METHOD_PERCENTILE);
    for (size_t i = 0; i < METHOD_OPTIONS_MAX; i++)
        rank->settings[i] =
            (struct rule_setting){.given = true, .over = by_period, .over_count = 1};
    for (int32_t year = 2021; year <= 2026; year++)
        for (size_t country = 0; country < 3; country++)
            fixture_set(study->fixture, "a", country, year, country == 0 ? 2 : 3 - (double)country);
    fixture_set(study->fixture, "a", 0, 2024, 1.5);
    study->scenario.country_count = 2;
    study->options.draws = 3;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(1.5))->time.lag_months = 24;
    study_pull(study, lever, 1);
    const struct ensemble *ensemble = study_run(study);
    /* In 2024 the countries stand at 1.5, 2 and 1; moved, the first is at 3. */
    size_t row = study_row(ensemble, 0, 2024);
    double half = at_row(ensemble, ensemble->baseline, "a", row);
    double top = at_row(ensemble, ensemble->scenario, "a", row);
    assert_near(top, 2 * half, 1e-12);
    assert_true(half > 0);
    assert_near(at_row(ensemble, ensemble->baseline, "a", row + 1), top, 1e-12);
    assert_near(at_row(ensemble, ensemble->scenario, "a", row + 1), half, 1e-12);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, study_set_up, study_tear_down)
    const struct CMUnitTest tests[] = {
        test(a_movement_has_the_mean_and_quantiles_of_its_triangle),
        test(strength_scales_a_movement_and_turns_its_sign),
        test(time_goes_by_lag_ramp_and_half_life),
        test(a_chance_within_two_years_is_a_constant_hazard),
        test(a_movement_that_saturates_goes_by_the_room_at_its_base),
        test(two_movements_that_saturate_both_go_by_the_base),
        test(the_sum_is_clamped_once),
        test(where_less_is_better_the_floor_is_the_upper_end),
        test(an_effect_stops_at_its_cap),
        test(an_effect_that_waits_for_a_day_begins_then),
        test(nothing_moves_without_a_base),
        test(what_is_assumed_is_a_base_for_both),
        test(a_value_is_held_and_grows_less_certain),
        test(places_among_countries_are_taken_in_every_draw),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
