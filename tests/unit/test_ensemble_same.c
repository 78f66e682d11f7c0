/* The same bits, whatever way draws are made: in parts, by threads, by kernels, beside other
 * levers, on another axis. */

#include "scenario_bench.h"

enum { DRAWS = 1300 };

/* A study in which everything there is has a part: levers by strength, by chance and raised, a
 * scale, an interaction, a mix, branches, steps; two countries with uncertain values. */
struct everything {
    struct lever_scale half;
    struct lever_scale none;
    struct lever_effect worse;
    struct lever_cause law;
};

static void make(struct study *study, struct everything *everything)
{
    uint32_t d4 = study_lever(study, "D4"), d6 = study_lever(study, "D6");
    uint32_t r2 = study_lever(study, "R2"), r3 = study_lever(study, "R3");
    everything->half =
        (struct lever_scale){.kind = LEVER_SCALE_LEVER, .what = d4, .factor = {0.4, 0.5, 0.6}};
    everything->none = (struct lever_scale){.kind = LEVER_SCALE_ALL, .factor = {0, 0.5, 1}};
    everything->worse = study_effect(study, "b", (struct judged){-0.5, -0.2, 0});
    everything->law = (struct lever_cause){LEVER_NONE, "law"};
    study_moves(study, d4, "e", (struct judged){5, 10, 20})->time.ramp_months = 24;
    study_moves(study, d4, "a", (struct judged){-0.2, 0.2, 0.6});
    study_raises(study, d4, r3, (struct judged){0.1, 0.2, 0.4})->time =
        (struct lever_time){6, 0, 18, NAN};
    study->items[d4].scaled_by = fixture_find(study->fixture, "leverage");
    study_raises(study, d6, r3, (struct judged){0.1, 0.2, 0.4});
    study_chance(study, d6, 0.5);
    study_moves(study, r2, "a", (struct judged){0.1, 0.7, 1.2})->time.half_life_months = 36;
    study_chance(study, r2, 0.3);
    study_chance(study, r3, 0.1);
    study_moves(study, r3, "a", (struct judged){0.3, 1, 2})->time =
        (struct lever_time){3, 12, 24, NAN};
    study_moves(study, r3, "c", (struct judged){0.3, 1, 2});
    study->items[r3].saturate = true;
    study->interactions[r3][0] = (struct lever_interaction){.when = &everything->law,
                                                            .when_count = 1,
                                                            .scales = &everything->none,
                                                            .scale_count = 1,
                                                            .because = "x"};
    study->items[r3].interaction_count = 1;
    study->mixes[d4][0] = (struct lever_mix){.weight = 0.7};
    study->mixes[d4][1] =
        (struct lever_mix){.weight = 0.3, .effects = &everything->worse, .effect_count = 1};
    study->items[d4].mix_count = 2;
    study->branches[0] = (struct scenario_branch){.name = "kept", .weight = 0.4};
    study->branches[1] = (struct scenario_branch){
        .name = "broken", .weight = 0.6, .scales = &everything->half, .scale_count = 1};
    study->scenario.branch_count = 2;
    study->scenario.background = true;
    study->scenario.country_count = 2;
    study_pull(study, d4, 0.8);
    study_pull(study, d4, 0.5)->country = 1;
    struct scenario_step *law = study_step(study, SCENARIO_SHIFT, "c", (struct judged){-1, -1, 0});
    law->id = "law";
    law->chance = 0.5;
    study_step(study, SCENARIO_SCALE, "f", (struct judged){0.4, 0.7, 0.9})->after =
        (struct lever_cause){LEVER_NONE, "law"};
    for (size_t country = 0; country < 2; country++) {
        fixture_interval(study->fixture, "a", country, 2021, 1.5, 2.75);
        fixture_interval(study->fixture, "e", country, 2021, 40, 60);
    }
    study->options.draws = DRAWS;
}

static void draws_are_the_same_on_any_number_of_threads(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    const struct ensemble *one = study_run(study);
    study->options.threads = 2;
    assert_true(study_equal(one, study_run(study)));
    study->options.threads = 5;
    assert_true(study_equal(one, study_run(study)));
}

static void draws_are_the_same_on_every_kernel(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    const struct ensemble *widest = study_run(study);
    for (size_t i = 0; kernel_name(i); i++) {
        study->options.kernel = kernel_for(kernel_name(i));
        if (study->options.kernel)
            assert_true(study_equal(widest, study_run(study)));
    }
}

static void parts_of_draws_come_together_to_the_whole(void **state)
{
    static const size_t ends[] = {0, 1, 600, 601, 1100, DRAWS};
    struct study *study = *state;
    struct everything everything;
    const struct ensemble *parts[5];
    make(study, &everything);
    const struct ensemble *whole = study_run(study);
    for (size_t i = 0; i < 5; i++) {
        study->options.first = ends[i];
        study->options.draws = ends[i + 1] - ends[i];
        parts[i] = study_run(study);
    }
    const struct ensemble *merged =
        fixture_must((void *)ensemble_merge(study->fixture->arena, parts, 5));
    assert_true(study_equal(whole, merged));
    assert_memory_equal(whole->branch, merged->branch, DRAWS);
    assert_int_equal(merged->first, 0);
}

static void the_order_of_levers_and_pulls_does_not_matter(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    const struct ensemble *before = study_run(study);
    /* D4, D6, R2, R3 become R3, R2, D6, D4: what refers to them moves along. */
    struct lever items[4];
    memcpy(items, study->items, sizeof items);
    for (size_t i = 0; i < 4; i++) {
        study->items[i] = items[3 - i];
        for (size_t r = 0; r < study->items[i].raise_count; r++)
            ((struct lever_raise *)study->items[i].raises)[r].lever = 0;
    }
    everything.half.what = 3;
    struct scenario_pull first = study->pulls[0];
    study->pulls[0] = study->pulls[1];
    study->pulls[1] = first;
    study->pulls[0].lever = study->pulls[1].lever = 3;
    const struct ensemble *after = study_run(study);
    for (size_t i = 0; i < before->item_count * before->rows; i++)
        assert_true(study_same(before->scenario[i], after->scenario[i], DRAWS) &&
                    study_same(before->baseline[i], after->baseline[i], DRAWS));
}

static void a_draw_does_not_depend_on_what_else_is_pulled(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    study->scenario.background = false;
    study->pulls[study->scenario.pull_count++] = (struct scenario_pull){.lever = 2, .judged = true};
    const struct ensemble *with = study_run(study);
    const double *months = study_months(with, 2, 0);
    study->scenario.pull_count = 0;
    study->scenario.step_count = 0;
    study->scenario.branch_count = 0;
    study->scenario.id = "another";
    study->pulls[study->scenario.pull_count++] = (struct scenario_pull){.lever = 2, .judged = true};
    const struct ensemble *alone = study_run(study);
    assert_true(study_same(months, study_months(alone, 2, 0), DRAWS));
    assert_true(study_same(with->baseline_raw[0], alone->baseline_raw[0], DRAWS));
}

static void a_baseline_can_be_taken_over(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    const struct ensemble *first = study_run(study);
    struct ensemble_options options = study->options;
    options.items = first->items;
    options.item_count = first->item_count;
    options.indicators = first->indicators;
    options.indicator_count = first->indicator_count;
    options.like = first;
    const struct ensemble *again = fixture_must(
        (void *)ensemble_run(study->fixture->arena, &first->input, &options, &study->err));
    assert_true(again->baseline_shared);
    assert_true(study_equal(first, again));
}

static void an_assumption_left_out_is_one_that_was_never_made(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    const bool active[] = {true, true, false, false, false};
    assert_int_equal(ensemble_assumptions(&study->scenario), 5);
    study->options.active = active;
    const struct ensemble *masked = study_run(study);
    study->options.active = NULL;
    study->scenario.step_count = 0;
    study->scenario.branch_count = 0;
    assert_true(study_equal(masked, study_run(study)));
}

static void strengths_can_be_given_in_place_of_those_of_the_pulls(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    const double strengths[] = {0.3, -0.6};
    study->options.strengths = strengths;
    const struct ensemble *given = study_run(study);
    study->options.strengths = NULL;
    study->pulls[0].strength = 0.3;
    study->pulls[1].strength = -0.6;
    assert_true(study_equal(given, study_run(study)));
}

static void without_assumptions_a_scenario_is_its_baseline(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    study->scenario.pull_count = study->scenario.step_count = study->scenario.branch_count = 0;
    const struct ensemble *ensemble = study_run(study);
    for (size_t i = 0; i < ensemble->item_count * ensemble->rows; i++)
        assert_true(study_same(ensemble->baseline[i], ensemble->scenario[i], DRAWS));
}

static void chance_does_not_depend_on_the_axis(void **state)
{
    struct study *study = *state;
    struct everything everything;
    make(study, &everything);
    study->items[0].scaled_by = CODEBOOK_NONE; /* what scales is read at the ends of periods */
    const struct ensemble *yearly = study_run(study);
    study_panel(study, DATE_AXIS_QUARTER, 2021 * 4, 2026 * 4 + 3);
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    for (size_t i = 0; i < 6; i++)
        for (size_t country = 0; country < 3; country++)
            fixture_set(study->fixture, ids[i], country, 2021 * 4 + 3, 2);
    const struct ensemble *quarterly = study_run(study);
    assert_int_equal(quarterly->input.held->periods, 20);
    assert_int_equal(yearly->time_count, quarterly->time_count);
    for (size_t i = 0; i < yearly->time_count; i++)
        assert_true(study_same(yearly->times[i].months, quarterly->times[i].months, DRAWS));
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, study_set_up, study_tear_down)
    const struct CMUnitTest tests[] = {
        test(draws_are_the_same_on_any_number_of_threads),
        test(draws_are_the_same_on_every_kernel),
        test(parts_of_draws_come_together_to_the_whole),
        test(the_order_of_levers_and_pulls_does_not_matter),
        test(a_draw_does_not_depend_on_what_else_is_pulled),
        test(a_baseline_can_be_taken_over),
        test(an_assumption_left_out_is_one_that_was_never_made),
        test(strengths_can_be_given_in_place_of_those_of_the_pulls),
        test(without_assumptions_a_scenario_is_its_baseline),
        test(chance_does_not_depend_on_the_axis),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
