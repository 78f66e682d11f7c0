/* Long work that is ended before its end: what it gives is what less work gives, to the last bit.
 */
#include "base/interrupt.h"
#include "cli/progress.h"
#include "robust/robust_rows.h"
#include "robust/sensitivity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "score_bench.h"

enum { BLOCK = 512 };

/* Lets work go on until a share of it is handed out. */
struct until {
    double share;
    size_t asked;
};

static bool until_share(void *context, size_t taken, size_t count)
{
    struct until *until = context;
    until->asked++;
    return (double)taken < until->share * (double)count;
}

/* Two years of eight countries with weights that vary. */
static int setup(void **state)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, 0, 100);
    fixture_indicator(fixture, "main", "y", 2, 0, 100);
    fixture_panel(fixture, 8, 2020, 2021);
    for (int32_t year = 2020; year <= 2021; year++)
        for (size_t c = 0; c < 8; c++) {
            fixture_set(fixture, "x", c, year, (double)((c * 37 + (size_t)year) % 100));
            fixture_set(fixture, "y", c, year, (double)((c * 61 + 11) % 100));
        }
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

static const struct robust_plan *plan_of(struct fixture *fixture, const struct score *score)
{
    static const struct score *cases[1];
    struct err err = {0};
    cases[0] = score;
    const struct robust_options options = {
        .item = score_index(score), .noise = 0.25, .cases = cases, .case_count = 1};
    const struct robust_plan *plan = robust_plan_make(fixture->arena, &options, &err);
    if (!plan)
        fail_msg("%s", err.sentence);
    return plan;
}

/* All numbers of rows from..from + count - 1 of one against rows 0.. of another. */
static void same_numbers(const struct rows *a, const struct rows *b, size_t count)
{
    assert_true(a->count >= count && b->count >= count);
    for (size_t row = 0; row < count; row++)
        for (size_t column = 0; column < a->column_count; column++) {
            if (a->columns[column].type == ROWS_TEXT)
                assert_string_equal(rows_text(a, row, column), rows_text(b, row, column));
            else
                assert_true(fixture_same(rows_number(a, row, column), rows_number(b, row, column)));
        }
}

static struct robust_ask ask_of(struct fixture *fixture, size_t runs)
{
    static const uint32_t countries[] = {0, 1, 2, 3, 4, 5, 6, 7};
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    return (struct robust_ask){.plan = plan_of(fixture, score),
                               .nominal = score,
                               .runs = runs,
                               .seed = 1,
                               .threads = 1,
                               .kernel = kernel_for(NULL),
                               .first = 2020,
                               .last = 2021,
                               .countries = countries,
                               .country_count = 8,
                               .ranked = true};
}

typedef struct rows *make_rows(struct arena *arena, const struct robust_ask *ask, struct err *err);

static void runs_that_are_ended_are_the_first_runs(void **state)
{
    static make_rows *const makes[] = {robust_rows, robust_rows_ranks, robust_rows_pairs,
                                       robust_rows_runs};
    struct fixture *fixture = *state;
    struct err err = {0};
    for (size_t i = 0; i < sizeof makes / sizeof *makes; i++) {
        struct until until = {.share = 0.2}; /* of both periods: 2 of 4 blocks of the first */
        const struct pool_watch watch = {until_share, &until};
        struct robust_ask ask = ask_of(fixture, (size_t)4 * BLOCK);
        ask.watch = &watch;
        const struct rows *part = makes[i](fixture->arena, &ask, &err);
        assert_non_null(part);
        assert_string_equal(rows_get_meta(part, "ended", 0),
                            "1024 of 2048 runs of 2020, none of later periods");
        assert_int_equal(until.asked, 2);
        ask = ask_of(fixture, (size_t)2 * BLOCK);
        ask.last = 2020;
        const struct rows *whole = makes[i](fixture->arena, &ask, &err);
        assert_non_null(whole);
        assert_null(rows_get_meta(whole, "ended", 0));
        assert_int_equal(part->count, whole->count);
        same_numbers(part, whole, whole->count);
    }
}

static void runs_that_go_on_are_those_that_nobody_watches(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct until until = {.share = 2};
    const struct pool_watch watch = {until_share, &until};
    struct robust_ask ask = ask_of(fixture, 1000);
    const struct rows *whole = robust_rows(fixture->arena, &ask, &err);
    ask.watch = &watch;
    const struct rows *watched = robust_rows(fixture->arena, &ask, &err);
    assert_non_null(watched);
    assert_null(rows_get_meta(watched, "ended", 0));
    assert_int_equal(until.asked, 4); /* two blocks of each period */
    same_numbers(watched, whole, whole->count);
}

/* The period itself and the one compared with it are run part by part: of both there are as many.
 */
static void runs_ended_at_once_are_compared_with_as_many_of_the_other_period(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct until until = {.share = 0};
    const struct pool_watch watch = {until_share, &until};
    struct robust_ask ask = ask_of(fixture, 1000), fewer = ask_of(fixture, 512);
    ask.dated = fewer.dated = true;
    ask.since = fewer.since = 2020;
    ask.first = fewer.first = 2021;
    ask.watch = &watch;
    const struct rows *ended = robust_rows(fixture->arena, &ask, &err);
    const struct rows *whole = robust_rows(fixture->arena, &fewer, &err);
    assert_true(ended && whole && ended->count == 8);
    same_numbers(ended, whole, 8);
    assert_string_equal(rows_get_meta(ended, "ended", 0), "512 of 1000 runs of 2021");
}

static struct sensitivity_ask points_of(const struct robust_ask *robust, size_t points)
{
    static const struct sensitivity_outcome outcomes[] = {{"shift", SENSITIVITY_SHIFT, 0, 0},
                                                          {"AAA", SENSITIVITY_SCORE, 0, 0}};
    static const size_t group_of[] = {0, 1};
    static const char *const names[] = {"x", "y"};
    return (struct sensitivity_ask){.plan = robust->plan,
                                    .nominal = robust->nominal,
                                    .period = 2021,
                                    .points = points,
                                    .rounds = 50,
                                    .seed = 3,
                                    .threads = 1,
                                    .kernel = robust->kernel,
                                    .outcomes = outcomes,
                                    .outcome_count = 2,
                                    .group_of = group_of,
                                    .names = names,
                                    .group_count = 2};
}

/* Points come in parts of 8,192 runs, here of 2,048 points. */
static void points_that_are_ended_are_the_first_points(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct robust_ask robust = ask_of(fixture, 1);
    struct until until = {.share = 0.7};
    const struct pool_watch watch = {until_share, &until};
    struct sensitivity_ask ask = points_of(&robust, 4096);
    ask.watch = &watch;
    const struct rows *part = sensitivity_rows(fixture->arena, &ask, &err);
    assert_non_null(part);
    assert_string_equal(rows_get_meta(part, "ended", 0), "2048 of 4096 points");
    ask = points_of(&robust, 2048);
    const struct rows *whole = sensitivity_rows(fixture->arena, &ask, &err);
    assert_non_null(whole);
    assert_null(rows_get_meta(whole, "ended", 0));
    assert_int_equal(part->count, whole->count);
    same_numbers(part, whole, whole->count);
    ask.watch = &watch;
    until.share = 0.5;
    assert_null(sensitivity_rows(fixture->arena, &ask, &err));
    assert_int_equal(err.code, ERR_ENDED);
}

static void an_interrupt_is_seen_once_and_only_where_it_is_held(void **state)
{
    (void)state;
    struct interrupt interrupt;
    signal(SIGINT, SIG_DFL); /* a shell may have started the tests with it ignored */
    interrupt_hold(&interrupt);
    assert_true(interrupt.held);
    assert_false(interrupt_seen(&interrupt));
    raise(SIGINT);
    assert_true(interrupt_seen(&interrupt));
    assert_false(interrupt_seen(&interrupt));
    assert_false(interrupt.held);
    signal(SIGINT, SIG_IGN);
    interrupt_hold(&interrupt);
    assert_false(interrupt.held);
    raise(SIGINT);
    assert_false(interrupt_seen(&interrupt));
    interrupt_release(&interrupt);
    signal(SIGINT, SIG_DFL);
}

static void a_bar_says_how_much_is_done_and_what_is_left(void **state)
{
    (void)state;
    static const struct {
        double share;
        double seconds;
        int columns;
        const char *line;
    } bars[] = {{0.25, 20, 80, "runs [##########..............................] 25 %, 60 s left"},
                {0.5, 20, 60, "runs [###########...........] 50 %, 20 s left"},
                {0.1, 20, 48, "runs [#.........] 10 %, 3 min left"},
                {0.01, 3600, 20, "runs [..........] 1 %, 99 h left"},
                {1, 5, 80, "runs [########################################] 100 %, 0 s left"},
                {0, 5, 48, "runs [..........] 0 %, 0 s left"}};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        char line[PROGRESS_LINE];
        progress_line("runs", bars[i].share, bars[i].seconds, bars[i].columns, line);
        assert_string_equal(line, bars[i].line);
        assert_true(bars[i].columns < 48 || strlen(line) < (size_t)bars[i].columns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(runs_that_are_ended_are_the_first_runs, setup, teardown),
        cmocka_unit_test_setup_teardown(runs_that_go_on_are_those_that_nobody_watches, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(
            runs_ended_at_once_are_compared_with_as_many_of_the_other_period, setup, teardown),
        cmocka_unit_test_setup_teardown(points_that_are_ended_are_the_first_points, setup,
                                        teardown),
        cmocka_unit_test(an_interrupt_is_seen_once_and_only_where_it_is_held),
        cmocka_unit_test(a_bar_says_how_much_is_done_and_what_is_left),
    };
    return cmocka_run_group_tests_name("ended", tests, NULL, NULL);
}
