/* The inverse question, against shares counted one by one and arithmetic. */

#include "scenario/scenario_solve.h"

#include "scenario_bench.h"

/* What a question is asked of: one figure of the study's first country at the end of 2022. */
struct question {
    struct ensemble_input input;
    struct ensemble_options options;
    uint32_t figure;
    struct scenario_target target;
};

static struct question *ask(struct study *study, const char *id, double value, double chance)
{
    struct arena *arena = study->fixture->arena;
    struct question *question = fixture_must(arena_alloc(arena, 1, sizeof *question));
    const struct held *held =
        held_make(arena, &study->fixture->panel, &study->scenario, &study->err);
    question->input = (struct ensemble_input){
        &study->levers, &study->scenario, held,
        held_score(arena, held, study->rule, study->options.kernel, 1, NULL, &study->err)};
    question->options = study->options;
    question->options.draws = 2000;
    question->figure = study_indicator(study, id);
    question->options.indicators = &question->figure;
    question->options.indicator_count = 1;
    question->target = (struct scenario_target){value, chance, 2022};
    return question;
}

static const struct rows *by_strength(struct study *study, struct question *question,
                                      uint32_t lever)
{
    const struct rows *rows =
        scenario_solve_strength(study->fixture->arena, &question->input, &question->options, lever,
                                &question->target, &study->err);
    if (!rows)
        fail_msg("%s", study->err.sentence);
    return rows;
}

static const struct rows *by_set(struct study *study, struct question *question,
                                 const uint32_t *levers, size_t count)
{
    const struct rows *rows =
        scenario_solve_set(study->fixture->arena, &question->input, &question->options, levers,
                           count, &question->target, &study->err);
    if (!rows)
        fail_msg("%s", study->err.sentence);
    return rows;
}

static const char *outcome(const struct rows *rows, size_t row)
{
    return rows_text(rows, row, SCENARIO_SOLVE_OUTCOME);
}

/* The share of draws at one strength, counted from a run of its own. */
static double counted(struct study *study, struct question *question, double strength)
{
    study->pulls[0].strength = strength;
    const struct ensemble *ensemble =
        ensemble_run(study->fixture->arena, &question->input, &question->options, &study->err);
    size_t reached = 0;
    for (size_t d = 0; d < ensemble->draws; d++)
        reached += ensemble->scenario_raw[study_row(ensemble, 0, 2022)][d] >=
                   question->target.value - 1e-9;
    return (double)reached / (double)ensemble->draws;
}

static void the_smallest_strength_is_that_of_a_search_on_the_grid(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", (struct judged){0, 1, 2});
    struct question *question = ask(study, "a", 2.5, 0.5);
    const struct rows *rows = by_strength(study, question, lever);
    assert_string_equal(outcome(rows, 1), "reached");
    double found = rows_number(rows, 1, SCENARIO_SOLVE_STRENGTH);
    /* At strength u the median is 2 + u. */
    assert_true(found >= 0.48 && found <= 0.53);
    study_pull(study, lever, 0);
    int step = 0;
    while (counted(study, question, step / 100.0) < 0.5)
        step++;
    assert_near(found, step / 100.0, 1e-12);
    assert_near(rows_number(rows, 1, SCENARIO_SOLVE_CHANCE), counted(study, question, step / 100.0),
                1e-12);
}

static void a_lever_that_is_pulled_already_is_pulled_at_the_strength_tried(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(1));
    study_pull(study, lever, 1);
    const struct rows *rows = by_strength(study, ask(study, "a", 2.305, 1), lever);
    assert_near(rows_number(rows, 0, SCENARIO_SOLVE_CHANCE), 0, 0);
    assert_near(rows_number(rows, 1, SCENARIO_SOLVE_STRENGTH), 0.31, 1e-12);
}

static void where_less_is_better_the_target_lies_below(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "d", study_certain(-2));
    const struct rows *rows = by_strength(study, ask(study, "d", 4, 1), lever);
    assert_string_equal(outcome(rows, 1), "reached");
    assert_near(rows_number(rows, 1, SCENARIO_SOLVE_STRENGTH), 0.5, 1e-12);
}

static void what_cannot_be_reached_is_said_with_the_best_that_can(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(0.5));
    const struct rows *rows = by_strength(study, ask(study, "a", 3, 0.5), lever);
    assert_int_equal(rows->count, 2);
    assert_string_equal(outcome(rows, 1), "not reached");
    assert_near(rows_number(rows, 1, SCENARIO_SOLVE_STRENGTH), 1, 1e-12);
    assert_near(rows_number(rows, 1, SCENARIO_SOLVE_MEAN), 2.5, 1e-12);
}

static void a_target_that_holds_anyway_needs_nothing(void **state)
{
    struct study *study = *state;
    uint32_t lever = study_lever(study, "R1");
    study_moves(study, lever, "a", study_certain(0.5));
    struct question *question = ask(study, "a", 2, 0.9);
    assert_int_equal(by_strength(study, question, lever)->count, 1);
    assert_int_equal(by_set(study, question, &lever, 1)->count, 1);
}

static void the_cheapest_set_has_the_fewest_levers(void **state)
{
    static const double sizes[] = {0.3, 0.5, 0.2, 0.45};
    static const char *const ids[] = {"R1", "R2", "R3", "R4"};
    struct study *study = *state;
    uint32_t levers[4];
    for (size_t i = 0; i < 4; i++) {
        levers[i] = study_lever(study, ids[i]);
        study_moves(study, levers[i], "a", study_certain(sizes[i]));
    }
    const struct rows *rows = by_set(study, ask(study, "a", 2.9, 0.5), levers, 4);
    assert_string_equal(outcome(rows, 1), "reached");
    assert_string_equal(rows_text(rows, 1, SCENARIO_SOLVE_LEVERS), "R2;R4");
    rows = by_set(study, ask(study, "a", 3.6, 0.5), levers, 4);
    assert_string_equal(outcome(rows, 1), "not reached");
    assert_string_equal(rows_text(rows, 1, SCENARIO_SOLVE_LEVERS), "R1;R2;R3;R4");
    assert_string_equal(outcome(rows, 2), "all");
    assert_near(rows_number(rows, 2, SCENARIO_SOLVE_MEAN), 3.45, 1e-12);
}

static void candidates_are_what_moves_the_figure_at_any_remove(void **state)
{
    struct study *study = *state;
    const struct codebook *codebook = study->fixture->panel.project->codebook;
    bool useful[STUDY_LEVERS];
    uint32_t donor = study_lever(study, "D1"), raiser = study_lever(study, "D2");
    uint32_t reform = study_lever(study, "R1"), other = study_lever(study, "R2");
    study_moves(study, donor, "e", study_certain(1));
    study_raises(study, raiser, reform, study_certain(0.1));
    study_moves(study, reform, "a", study_certain(1));
    study_moves(study, other, "d", study_certain(1));
    scenario_solve_candidates(&study->levers, codebook, fixture_find(study->fixture, "civic"),
                              useful);
    assert_false(useful[donor]);
    assert_true(useful[raiser]);
    assert_true(useful[reform]);
    assert_false(useful[other]);
    scenario_solve_candidates(&study->levers, codebook, CODEBOOK_NONE, useful);
    assert_true(useful[other]);
    assert_false(useful[donor]);
}

int main(void)
{
#define test(name) cmocka_unit_test_setup_teardown(name, study_set_up, study_tear_down)
    const struct CMUnitTest tests[] = {
        test(the_smallest_strength_is_that_of_a_search_on_the_grid),
        test(a_lever_that_is_pulled_already_is_pulled_at_the_strength_tried),
        test(where_less_is_better_the_target_lies_below),
        test(what_cannot_be_reached_is_said_with_the_best_that_can),
        test(a_target_that_holds_anyway_needs_nothing),
        test(the_cheapest_set_has_the_fewest_levers),
        test(candidates_are_what_moves_the_figure_at_any_remove),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
