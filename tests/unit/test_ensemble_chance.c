/* What makes what likelier, and what happens only with something else: raises, scales,
 * interactions, mixes, branches, steps. */

#include "scenario_bench.h"

static void a_raise_adds_to_the_chance_of_another_lever(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    study_moves(study, raised, "a", study_certain(1));
    study_raises(study, by, raised, study_certain(0.1));
    study_chance(study, raised, 0.15);
    study_pull(study, by, 0.5);
    const struct ensemble *ensemble = study_run(study);
    double slack = study_slack(0.5, ensemble->draws);
    /* Not pulled, its own chance is none: 0.05 within 24 months are 1 - 0.95^2.5 within 60. */
    assert_near(study_share(ensemble, raised, 60), 0.12034, slack);
    assert_near(study_moved(ensemble, study, "a", 2026), 0.12034, slack);
    study->scenario.background = true;
    ensemble = study_run(study);
    /* 0.20 within 24 months: 1 - 0.8^2.5. In the baseline 0.15: 1 - 0.85^2.5. */
    assert_near(study_share(ensemble, raised, 60), 0.42757, slack);
    assert_near(study_mean(study_raw(ensemble, study, false, "a", 2026), ensemble->draws) - 2,
                0.33388, slack);
}

static void raises_act_from_their_lag_on(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    study_moves(study, raised, "a", study_certain(1));
    study_raises(study, by, raised, study_certain(0.3))->time.lag_months = 12;
    study_pull(study, by, 1);
    const struct ensemble *ensemble = study_run(study);
    const double *months = study_months(ensemble, raised, 0);
    for (size_t d = 0; d < ensemble->draws; d++)
        assert_true(months[d] >= 11);
    /* 49 months at 0.3 within 24: the month whose end is the lag's is the first. */
    assert_near(study_share(ensemble, raised, 60), 1 - 0.48276, study_slack(0.5, ensemble->draws));
    assert_near(study_share(ensemble, raised, 35), 0.3, study_slack(0.5, ensemble->draws));
}

static void raises_of_two_levers_add_up(void **state)
{
    struct study *study = *state;
    uint32_t one = study_lever(study, "D4"), two = study_lever(study, "D6");
    uint32_t raised = study_lever(study, "R3");
    study_raises(study, one, raised, study_certain(0.1));
    study_raises(study, two, raised, study_certain(0.2));
    study_pull(study, one, 1);
    study_pull(study, two, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_share(ensemble, raised, 24), 0.3, study_slack(0.5, ensemble->draws));
}

static void a_raise_of_nothing_leaves_times_as_they_are_to_the_bit(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    study_moves(study, raised, "a", (struct judged){0, 1, 2});
    study_raises(study, by, raised, (struct judged){0.02, 0.06, 0.15});
    study_chance(study, raised, 0.3);
    study->items[by].scaled_by = fixture_find(study->fixture, "leverage");
    study->scenario.background = true;
    study_pull(study, by, 1);
    fixture_set(study->fixture, "e", 0, 2021, 0);
    fixture_set(study->fixture, "f", 0, 2021, 0);
    const struct ensemble *ensemble = study_run(study);
    for (int32_t year = 2022; year <= 2026; year++)
        assert_true(study_same(study_raw(ensemble, study, false, "a", year),
                               study_raw(ensemble, study, true, "a", year), ensemble->draws));
}

static void what_scales_is_read_after_the_lever_has_moved_it(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    study_moves(study, by, "e", study_certain(30));
    study_moves(study, by, "b", study_certain(1));
    study_raises(study, by, raised, study_certain(0.5));
    study->items[by].scaled_by = fixture_find(study->fixture, "leverage");
    study_pull(study, by, 1);
    const struct ensemble *ensemble = study_run(study);
    /* (50 + 30 + 50) / 2 / 100 of the effect on an outcome and of the raise; e itself in full. */
    assert_near(study_moved(ensemble, study, "b", 2022), 0.65, 1e-9);
    assert_near(study_moved(ensemble, study, "e", 2022), 30, 1e-9);
    assert_near(study_share(ensemble, raised, 24), 0.325, study_slack(0.5, ensemble->draws));
}

static void a_scale_that_is_missing_is_a_loss(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    study_moves(study, by, "b", study_certain(1));
    study_raises(study, by, raised, study_certain(0.5));
    study->items[by].scaled_by = fixture_find(study->fixture, "leverage");
    study_pull(study, by, 1);
    for (int32_t year = 2018; year <= 2026; year++) {
        study->fixture->value[fixture_cell(study->fixture, "e", 0, year)] = NAN;
        study->fixture->value[fixture_cell(study->fixture, "f", 0, year)] = NAN;
    }
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "b", 2022), 0, 0);
    assert_null(study_months(ensemble, raised, 0));
    assert_int_equal(ensemble->loss_count, 1);
    assert_int_equal(ensemble->losses[0].kind, ENSEMBLE_NO_SCALE);
    assert_int_equal(ensemble->losses[0].effects, 1);
    assert_int_equal(ensemble->losses[0].raises, 1);
    assert_int_equal(ensemble->losses[0].node, fixture_find(study->fixture, "leverage"));
}

static void a_lever_that_moves_only_levers_leaves_outcomes_alone(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4");
    study_moves(study, by, "e", (struct judged){5, 10, 30});
    study_pull(study, by, 0.8);
    fixture_interval(study->fixture, "a", 0, 2021, 1.5, 2.5);
    const struct ensemble *ensemble = study_run(study);
    for (int32_t year = 2022; year <= 2026; year++) {
        assert_ptr_equal(study_item(ensemble, false, "index", year),
                         study_item(ensemble, true, "index", year));
        assert_true(study_item(ensemble, true, "leverage", year)[3] >
                    study_item(ensemble, false, "leverage", year)[3]);
    }
}

static void levers_that_raise_each_other_are_refused_by_name(void **state)
{
    struct study *study = *state;
    uint32_t a = study_lever(study, "D4"), b = study_lever(study, "R2");
    uint32_t c = study_lever(study, "R3");
    study_raises(study, a, b, study_certain(0.1));
    study_raises(study, b, c, study_certain(0.1));
    study_raises(study, c, a, study_certain(0.1));
    assert_null(study_try(study));
    assert_int_equal(study->err.code, ERR_REFERENCE_CYCLE);
    assert_string_equal(study->err.sentence,
                        "levers raise each other's chances in a circle: D4 → R2 → R3 → D4; what "
                        "happens first could not be said");
}

static void a_raised_lever_may_not_move_what_scales_the_raise(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    study_raises(study, by, raised, study_certain(0.1));
    study_moves(study, raised, "e", study_certain(1));
    study->items[by].scaled_by = fixture_find(study->fixture, "leverage");
    study_pull(study, by, 1);
    assert_null(study_try(study));
    assert_int_equal(study->err.code, ERR_REFERENCE_CYCLE);
    assert_non_null(strstr(study->err.sentence, "R3 moves e, which stands beneath leverage"));
}

static void a_part_can_be_pulled_alone_and_goes_with_its_whole(void **state)
{
    struct study *study = *state;
    uint32_t whole = study_lever(study, "R6"), part = study_lever(study, "R6a");
    study->items[part].part_of = whole;
    study_moves(study, whole, "a", study_certain(1));
    study_moves(study, part, "b", study_certain(1));
    study_pull(study, part, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0, 0);
    assert_near(study_moved(ensemble, study, "b", 2022), 1, 1e-12);
    study->pulls[0] = (struct scenario_pull){.lever = whole, .strength = 0.5};
    ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.5, 1e-9);
    assert_near(study_moved(ensemble, study, "b", 2022), 0.5, 1e-9);
    study_chance(study, whole, 0.5);
    study->pulls[0].judged = true;
    ensemble = study_run(study);
    assert_true(study_same(study_months(ensemble, whole, 0), study_months(ensemble, part, 0),
                           ensemble->draws));
}

static void an_interaction_holds_while_all_it_asks_for_has_happened(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R3");
    const struct lever_cause law = {LEVER_NONE, "law"};
    struct lever_scale half = {.kind = LEVER_SCALE_ALL, .factor = study_certain(0.5)};
    struct lever_effect risk = study_effect(study, "b", study_certain(-0.2));
    study_moves(study, lever, "a", study_certain(1));
    study->interactions[lever][study->items[lever].interaction_count++] =
        (struct lever_interaction){.when = &law,
                                   .when_count = 1,
                                   .scales = &half,
                                   .scale_count = 1,
                                   .effects = &risk,
                                   .effect_count = 1,
                                   .because = "x"};
    study_pull(study, lever, 1);
    struct scenario_step *step = study_step(study, SCENARIO_SHIFT, "c", study_certain(-1));
    step->id = "law";
    step->from = date_day(2024, 1, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_raw(ensemble, study, true, "a", 2023)[0], 3, 0);
    assert_near(study_raw(ensemble, study, true, "a", 2024)[0], 2.5, 0);
    assert_near(study_raw(ensemble, study, true, "b", 2023)[0], 2, 0);
    assert_near(study_raw(ensemble, study, true, "b", 2024)[0], 1.8, 1e-12);
    /* A law that comes by chance: half of the effect in the draws that have it. */
    step->from = study->scenario.from;
    step->chance = 0.4;
    ensemble = study_run(study);
    const double *a = study_raw(ensemble, study, true, "a", 2023);
    const double *c = study_raw(ensemble, study, true, "c", 2023);
    for (size_t d = 0; d < ensemble->draws; d++)
        assert_near(a[d], c[d] < 1 ? 2.5 : 3, 0);
    assert_near(study_moved(ensemble, study, "c", 2023), -0.4, study_slack(0.5, ensemble->draws));
}

static void unless_ends_an_interaction(void **state)
{
    struct study *study = *state;
    uint32_t alone = study_lever(study, "R6c"), other = study_lever(study, "R6d");
    const struct lever_cause cause = {other, NULL};
    struct lever_scale half = {.kind = LEVER_SCALE_INDICATOR,
                               .what = study_indicator(study, "a"),
                               .factor = study_certain(0.5)};
    study_moves(study, alone, "a", study_certain(1));
    study_moves(study, alone, "b", study_certain(1));
    study->interactions[alone][study->items[alone].interaction_count++] =
        (struct lever_interaction){
            .unless = &cause, .unless_count = 1, .scales = &half, .scale_count = 1, .because = "x"};
    study_pull(study, alone, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.5, 1e-9);
    assert_near(study_moved(ensemble, study, "b", 2022), 1, 1e-9);
    study_pull(study, other, 1);
    assert_near(study_moved(study_run(study), study, "a", 2022), 1, 1e-9);
}

static void a_lever_can_multiply_another_by_its_strength(void **state)
{
    struct study *study = *state;
    uint32_t focus = study_lever(study, "D1"), lever = study_lever(study, "D2");
    struct lever_scale more = {
        .kind = LEVER_SCALE_LEVER, .what = lever, .factor = study_certain(1.2)};
    study_moves(study, lever, "a", study_certain(1));
    study->interactions[focus][study->items[focus].interaction_count++] =
        (struct lever_interaction){.scales = &more, .scale_count = 1, .because = "x"};
    study_pull(study, lever, 1);
    assert_near(study_moved(study_run(study), study, "a", 2022), 1, 1e-9);
    study_pull(study, focus, 1);
    assert_near(study_moved(study_run(study), study, "a", 2022), 1.2, 1e-9);
    study->pulls[1].strength = 0.5;
    assert_near(study_moved(study_run(study), study, "a", 2022), 1.1, 1e-9);
}

static void of_a_mix_exactly_one_alternative_holds(void **state)
{
    struct study *study = *state;
    uint32_t by = study_lever(study, "D4"), raised = study_lever(study, "R3");
    struct lever_effect worse = study_effect(study, "b", study_certain(-1));
    struct lever_scale none = {.kind = LEVER_SCALE_RAISES, .factor = study_certain(0)};
    study->mixes[by][0] = (struct lever_mix){.weight = 0.75};
    study->mixes[by][1] = (struct lever_mix){.weight = 0.25,
                                             .scales = &none,
                                             .scale_count = 1,
                                             .effects = &worse,
                                             .effect_count = 1,
                                             .because = "x"};
    study->items[by].mix_count = 2;
    study_raises(study, by, raised, study_certain(0.8));
    study_pull(study, by, 1);
    const struct ensemble *ensemble = study_run(study);
    const double *b = study_raw(ensemble, study, true, "b", 2022);
    const double *months = study_months(ensemble, raised, 0);
    double slack = study_slack(0.5, ensemble->draws);
    assert_near(study_moved(ensemble, study, "b", 2022), -0.25, slack);
    for (size_t d = 0; d < ensemble->draws; d++)
        assert_true(b[d] == 2 || isinf(months[d]));
    assert_near(study_share(ensemble, raised, 24), 0.75 * 0.8, slack);
}

static void branches_hold_in_all_countries_at_once(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "D4");
    struct lever_scale half = {
        .kind = LEVER_SCALE_LEVER, .what = lever, .factor = study_certain(0.5)};
    struct lever_effect also = study_effect(study, "b", study_certain(-0.5));
    study->scenario.country_count = 2;
    study->branches[0] = (struct scenario_branch){.name = "answered", .weight = 0.4, .because = ""};
    study->branches[1] = (struct scenario_branch){.name = "unanswered",
                                                  .weight = 0.6,
                                                  .scales = &half,
                                                  .scale_count = 1,
                                                  .effects = &also,
                                                  .effect_count = 1,
                                                  .because = "x"};
    study->scenario.branch_count = 2;
    study_moves(study, lever, "a", study_certain(1));
    study_pull(study, lever, 1);
    study_pull(study, lever, 1)->country = 1;
    struct scenario_step *step = study_step(study, SCENARIO_SHIFT, "c", study_certain(1));
    step->branch = 0;
    const struct ensemble *ensemble = study_run(study);
    size_t answered = 0, a = study_indicator(study, "a"), b = study_indicator(study, "b");
    size_t c = study_indicator(study, "c"), rows = ensemble->rows;
    for (size_t d = 0; d < ensemble->draws; d++) {
        bool first = ensemble->branch[d] == 0;
        answered += first;
        for (size_t place = 0; place < 2; place++) {
            assert_near(ensemble->scenario_raw[a * rows + place][d], first ? 3 : 2.5, 0);
            assert_near(ensemble->scenario_raw[b * rows + place][d], first ? 2 : 1.5, 0);
        }
        assert_near(ensemble->scenario_raw[c * rows][d], first ? 2 : 1, 0);
    }
    assert_near((double)answered / (double)ensemble->draws, 0.4, study_slack(0.5, ensemble->draws));
}

static void a_branch_scales_what_levers_do_to_an_indicator_and_nothing_else(void **state)
{
    struct study *study = *state;
    uint32_t first = study_lever(study, "D4"), second = study_lever(study, "D5");
    struct lever_scale half = {.kind = LEVER_SCALE_INDICATOR,
                               .what = (uint32_t)study_indicator(study, "a"),
                               .factor = study_certain(0.5)};
    study->branches[0] = (struct scenario_branch){
        .name = "half", .weight = 1, .scales = &half, .scale_count = 1, .because = "x"};
    study->scenario.branch_count = 1;
    study_moves(study, first, "a", study_certain(0.6));
    study_moves(study, second, "a", study_certain(0.2));
    study_moves(study, second, "b", study_certain(0.5));
    study_pull(study, first, 1);
    study_pull(study, second, 1);
    study_step(study, SCENARIO_SHIFT, "a", study_certain(0.1));
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), (0.6 + 0.2) / 2 + 0.1, 1e-12);
    assert_near(study_moved(ensemble, study, "b", 2022), 0.5, 1e-12);
}

static void a_branch_with_a_plain_factor_scales_all_levers(void **state)
{
    struct study *study = *state;
    uint32_t first = study_lever(study, "D4"), second = study_lever(study, "D5");
    struct lever_scale half = {.kind = LEVER_SCALE_ALL, .factor = study_certain(0.5)};
    study->branches[0] = (struct scenario_branch){
        .name = "half", .weight = 1, .scales = &half, .scale_count = 1, .because = "x"};
    study->scenario.branch_count = 1;
    study_moves(study, first, "a", study_certain(0.6));
    study_moves(study, second, "b", study_certain(0.5));
    study_pull(study, first, 1);
    study_pull(study, second, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_moved(ensemble, study, "a", 2022), 0.3, 1e-12);
    assert_near(study_moved(ensemble, study, "b", 2022), 0.25, 1e-12);
}

static void steps_set_ramp_and_multiply(void **state)
{
    struct study *study = *state;
    study_step(study, SCENARIO_SET, "a", study_certain(3.5))->time.ramp_months = 24;
    study_step(study, SCENARIO_RAMP, "b", study_certain(4))->until = date_day(2025, 12, 31);
    study_step(study, SCENARIO_SCALE, "e", study_certain(0.6))->until = date_day(2024, 12, 31);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_raw(ensemble, study, true, "a", 2022)[0], 2.75, 1e-12);
    assert_near(study_raw(ensemble, study, true, "a", 2023)[0], 3.5, 1e-12);
    assert_near(study_raw(ensemble, study, true, "b", 2022)[0], 2.5, 1e-12);
    assert_near(study_raw(ensemble, study, true, "b", 2024)[0], 3.5, 1e-12);
    assert_near(study_raw(ensemble, study, true, "b", 2026)[0], 4, 0);
    assert_near(study_raw(ensemble, study, true, "e", 2024)[0], 30, 1e-12);
    assert_near(study_raw(ensemble, study, true, "e", 2025)[0], 50, 0);
}

static void of_two_sets_the_later_that_has_begun_stands(void **state)
{
    struct study *study = *state;
    study_step(study, SCENARIO_SET, "a", study_certain(3));
    study_step(study, SCENARIO_SET, "a", study_certain(1))->from = date_day(2024, 1, 1);
    study_step(study, SCENARIO_SHIFT, "a", study_certain(0.5));
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_raw(ensemble, study, true, "a", 2023)[0], 3.5, 1e-12);
    assert_near(study_raw(ensemble, study, true, "a", 2024)[0], 1.5, 1e-12);
}

static void a_step_comes_after_another(void **state)
{
    struct study *study = *state;
    struct scenario_step *after = study_step(study, SCENARIO_SCALE, "e", study_certain(0.5));
    after->after = (struct lever_cause){LEVER_NONE, "law"};
    after->time.lag_months = 6;
    after->time.ramp_months = 12;
    struct scenario_step *law = study_step(study, SCENARIO_SHIFT, "c", study_certain(-1));
    law->id = "law";
    law->from = date_day(2023, 1, 1);
    const struct ensemble *ensemble = study_run(study);
    assert_near(study_raw(ensemble, study, true, "e", 2022)[0], 50, 0);
    assert_near(study_raw(ensemble, study, true, "e", 2023)[0], 37.5, 1e-12);
    assert_near(study_raw(ensemble, study, true, "e", 2024)[0], 25, 1e-12);
    law->chance = 0.5;
    ensemble = study_run(study);
    const double *c = study_raw(ensemble, study, true, "c", 2023);
    const double *e = study_raw(ensemble, study, true, "e", 2026);
    size_t lawless = 0;
    for (size_t d = 0; d < ensemble->draws; d++) {
        assert_true(c[d] == 0 || c[d] == 1);
        assert_true(c[d] == 1 || e[d] <= 30);
        lawless += e[d] == 50;
    }
    /* The law comes by the middle of 2026 in 1 - 0.5^(42 / 24) of draws. */
    assert_near((double)lawless / (double)ensemble->draws, 0.29730,
                study_slack(0.5, ensemble->draws));
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, study_set_up, study_tear_down)
    const struct CMUnitTest tests[] = {
        test(a_raise_adds_to_the_chance_of_another_lever),
        test(raises_act_from_their_lag_on),
        test(raises_of_two_levers_add_up),
        test(a_raise_of_nothing_leaves_times_as_they_are_to_the_bit),
        test(what_scales_is_read_after_the_lever_has_moved_it),
        test(a_scale_that_is_missing_is_a_loss),
        test(a_lever_that_moves_only_levers_leaves_outcomes_alone),
        test(levers_that_raise_each_other_are_refused_by_name),
        test(a_raised_lever_may_not_move_what_scales_the_raise),
        test(a_part_can_be_pulled_alone_and_goes_with_its_whole),
        test(an_interaction_holds_while_all_it_asks_for_has_happened),
        test(unless_ends_an_interaction),
        test(a_lever_can_multiply_another_by_its_strength),
        test(of_a_mix_exactly_one_alternative_holds),
        test(branches_hold_in_all_countries_at_once),
        test(a_branch_scales_what_levers_do_to_an_indicator_and_nothing_else),
        test(a_branch_with_a_plain_factor_scales_all_levers),
        test(steps_set_ramp_and_multiply),
        test(of_two_sets_the_later_that_has_begun_stands),
        test(a_step_comes_after_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
