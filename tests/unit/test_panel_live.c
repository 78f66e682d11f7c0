#include "project_fixture.h"

/* Live readings: what events add to the value that stands (semantics.md A9). Expected figures are
 * sums done by hand. A date counts at its last day: 2021-03 at 31 March. */

static double live_on(struct small *small, int32_t day)
{
    struct panel *panel = small_panel(small, &(struct panel_options){.live = true, .as_of = day});
    return panel_value(panel, 0, small_row(panel, 2021));
}

#define assert_on(small, year, month, day, expected) \
    assert_true(fabs(live_on(small, date_day(year, month, day)) - (expected)) < 1e-12)

/* 3, then 3 - 1 from 31 March, then 3 - 1 - 0.5 from 10 June; a new value of 4 on 23 August holds
 * them already. */
static void a_reading_inside_a_period_knows_what_had_happened_by_then(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small,
               "    - {date: 2020, value: 3, series: pub.A, source: pub}\n"
               "    - {date: 2021-08-23, value: 4, coder: ab, source: desk}\n",
               "events:\n"
               "  - {id: ban, date: 2021-03, title: T, source: desk,\n"
               "     effects: {one: {by: -1, because: x}}}\n"
               "  - {id: fine, date: 2021-06-10, title: T, source: desk,\n"
               "     effects: {one: {by: -0.5, because: x}}}\n");
    small_load(&small);
    assert_on(&small, 2021, 1, 1, 3);
    assert_on(&small, 2021, 3, 30, 3);
    assert_on(&small, 2021, 3, 31, 2);
    assert_on(&small, 2021, 6, 9, 2);
    assert_on(&small, 2021, 6, 10, 1.5);
    assert_on(&small, 2021, 8, 22, 1.5);
    assert_on(&small, 2021, 8, 23, 4);
    small_close(&small);
}

static void an_event_of_the_day_of_a_value_is_in_it_already(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small, "    - {date: 2021-03, value: 3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: same, date: 2021-03, title: T, source: desk,\n"
               "     effects: {one: {by: -2, because: x}}}\n"
               "  - {id: next, date: 2021-04-01, title: T, source: desk,\n"
               "     effects: {one: {by: -0.5, because: x}}}\n");
    small_load(&small);
    assert_on(&small, 2021, 3, 31, 3);
    assert_on(&small, 2021, 4, 1, 2.5);
    small_close(&small);
}

/* From 10 February 3 - 1 - 0.5. The first ends after 30 April, its last day; the second is undone
 * on 30 June, the day of the repeal. */
static void until_is_a_last_day_and_a_repeal_a_first_one(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: emergency, date: 2021-02-10, title: T, source: desk,\n"
               "     effects: {one: {by: -1, because: x, until: 2021-04}}}\n"
               "  - {id: law, date: 2021-02-10, title: T, source: desk,\n"
               "     effects: {one: {by: -0.5, because: x}}}\n"
               "  - {id: repeal, date: 2021-06-30, title: T, source: desk, reverses: law}\n");
    small_load(&small);
    assert_on(&small, 2021, 2, 10, 1.5);
    assert_on(&small, 2021, 4, 30, 1.5);
    assert_on(&small, 2021, 5, 1, 2.5);
    assert_on(&small, 2021, 6, 29, 2.5);
    assert_on(&small, 2021, 6, 30, 3);
    small_close(&small);
}

static void two_countries(struct small *small, const char *events_of_aaa, const char *shared)
{
    small_open(small);
    small_indicator(small, "    carry: 24 months\n");
    small_data(small, "    - {date: 2020, value: 3, series: pub.A, source: pub}\n", events_of_aaa);
    small_write(small, "data/BBB.yaml",
                "country: BBB\nobservations:\n  one:\n"
                "    - {date: 2020, value: 2, series: pub.A, source: pub}\n");
    small_write(small, "data/shared.yaml", shared);
}

/* Sanctions took 1 from both, 3 - 1 and 2 - 1; AAA lifted them, BBB did not. */
static void what_one_country_repeals_stands_in_another(void **state)
{
    struct small small;
    (void)state;
    two_countries(&small,
                  "events:\n"
                  "  - {id: lifted, date: 2021-09, title: T, source: desk, reverses: both}\n",
                  "events:\n"
                  "  - {id: both, date: 2021-02, title: T, source: desk, countries: [AAA, BBB],\n"
                  "     effects: {one: {by: -1, because: x}}}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_true(panel_value(panel, 0, small_row_of(panel, 0, 2021)) == 3);
    assert_true(panel_value(panel, 0, small_row_of(panel, 1, 2021)) == 1);
    small_close(&small);
}

static const char effects_on_one[] =
    "events:\n"
    "  - {id: both, date: 2021-02, title: T, source: desk, countries: [AAA, BBB],\n"
    "     effects: {AAA: {one: {by: -2, because: x}}, BBB: {one: {by: 1, because: y}}}}\n";

/* 3 - 2 in AAA, 2 + 1 in BBB; BBB alone, when AAA is not scored, has its own effect only. */
static void effects_on_one_country_do_not_move_another(void **state)
{
    struct small small;
    (void)state;
    two_countries(&small, "", effects_on_one);
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_true(panel_value(panel, 0, small_row_of(panel, 0, 2021)) == 1);
    assert_true(panel_value(panel, 0, small_row_of(panel, 1, 2021)) == 3);
    small_close(&small);

    two_countries(&small, "", effects_on_one);
    small_write(&small, "indicators/index.yaml",
                "codebook: small\nspan: 2018..2023\npillars: [main]\ncountries: [BBB]\n");
    small_load(&small);
    assert_int_equal(small.project->country_count, 1);
    panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_cell(panel, 2021, 3);
    small_close(&small);
}

static void what_was_recorded_later_is_not_seen_before(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small,
               "    - {date: 2020, value: 3, series: pub.A, source: pub, recorded: 2021-01-15}\n",
               "events:\n"
               "  - {id: secret, date: 2021-02, recorded: 2021-11-05, title: T, source: desk,\n"
               "     effects: {one: {by: -1, because: x}}}\n"
               "  - {id: undone, date: 2021-06, recorded: 2021-12-05, title: T, source: desk,\n"
               "     reverses: secret}\n");
    small_load(&small);
    static const struct {
        int month, day;
        double expected;
    } known[] = {{11, 4, 3}, {11, 5, 2}, {12, 4, 2}, {12, 5, 3}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        int32_t day = date_day(2021, known[i].month, known[i].day);
        struct panel *panel =
            small_panel(&small, &(struct panel_options){.live = true, .as_known = day});
        assert_cell(panel, 2021, known[i].expected);
    }
    small_close(&small);
}

static void a_signal_moves_nothing_whatever_it_would_do(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: bill, date: 2021-02, kind: signal, title: T, source: desk,\n"
               "     would: {one: {by: -2, because: x}}}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_cell(panel, 2021, 3);
    assert_flags(panel, 2021, PANEL_CARRIED);
    assert_int_equal(panel->move_count, 0);
    small_close(&small);
}

/* Below: √(0.4² + 0.3²) = 0.5 under 2 - 0.5. Above: √(0.3² + 0.4²) = 0.5 over it. */
static void doubts_of_value_and_effect_add_as_squares(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small,
               "    - {date: 2021-01, value: 2, low: 1.6, high: 2.3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: x, date: 2021-06, title: T, source: desk,\n"
               "     effects: {one: {by: -0.5, low: -0.8, high: -0.1, because: x}}}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    size_t cell = small_row(panel, 2021);
    assert_cell(panel, 2021, 1.5);
    assert_true(fabs(panel_low(panel, 0, cell) - 1) < 1e-12 &&
                fabs(panel_high(panel, 0, cell) - 2) < 1e-12);
    small_close(&small);
}

/* Grade B is half a level: 3 - 1 within 1.5 and 2.5. Once over, the exact 3 is exact again. */
static void an_effect_takes_its_doubt_with_it(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small, "    - {date: 2021-01, value: 3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: x, date: 2021-06, title: T, source: desk,\n"
               "     effects: {one: {by: -1, confidence: B, because: x, until: 2021-09}}}\n");
    small_load(&small);
    struct panel *panel =
        small_panel(&small, &(struct panel_options){.live = true, .as_of = date_day(2021, 9, 30)});
    size_t cell = small_row(panel, 2021);
    assert_cell(panel, 2021, 2);
    assert_true(panel_low(panel, 0, cell) == 1.5 && panel_high(panel, 0, cell) == 2.5);
    panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_cell(panel, 2021, 3);
    assert_true(isnan(panel_low(panel, 0, cell)) && isnan(panel_high(panel, 0, cell)));
    small_close(&small);
}

/* The sum is held, not its steps: 1 - 4 is held at 0; 1 - 4 + 2 is still below and held at 0;
 * 1 - 4 + 2 + 2 is 1. */
static void a_sum_beyond_the_floor_is_owed(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 1, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: x, date: 2021-02, title: T, source: desk,\n"
               "     effects: {one: [{by: -4, because: x}, {by: 2, because: y, date: 2021-05},\n"
               "                     {by: 2, because: z, date: 2021-08}]}}\n");
    small_load(&small);
    assert_on(&small, 2021, 3, 1, 0);
    assert_on(&small, 2021, 5, 31, 0);
    assert_on(&small, 2021, 8, 31, 1);
    small_close(&small);
}

/* One event, two periods in which a value stands under it: 2021 and, carried 24 months, 2022. */
static void moves_say_which_event_moved_which_cell(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: ban, date: 2021-03, title: T, source: desk,\n"
               "     effects: {one: {by: -1, because: x}}}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    size_t moved = 0;
    for (size_t i = 0; i < panel->move_count; i++) {
        const struct panel_move *move = &panel->moves[i];
        assert_string_equal(small.project->events[move->event].id, "ban");
        assert_true(move->by == -1);
        if (move->base_missing)
            continue;
        moved++;
        int32_t period = panel_period(panel, move->row);
        assert_true(period == 2021 || period == 2022);
        assert_true(panel_flags(panel, 0, small_row(panel, period)) & PANEL_EVENT);
    }
    assert_int_equal(moved, 2);
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reading_inside_a_period_knows_what_had_happened_by_then),
        cmocka_unit_test(an_event_of_the_day_of_a_value_is_in_it_already),
        cmocka_unit_test(until_is_a_last_day_and_a_repeal_a_first_one),
        cmocka_unit_test(what_one_country_repeals_stands_in_another),
        cmocka_unit_test(effects_on_one_country_do_not_move_another),
        cmocka_unit_test(what_was_recorded_later_is_not_seen_before),
        cmocka_unit_test(a_signal_moves_nothing_whatever_it_would_do),
        cmocka_unit_test(doubts_of_value_and_effect_add_as_squares),
        cmocka_unit_test(an_effect_takes_its_doubt_with_it),
        cmocka_unit_test(a_sum_beyond_the_floor_is_owed),
        cmocka_unit_test(moves_say_which_event_moved_which_cell),
    };
    return cmocka_run_group_tests_name("panel_live", tests, NULL, NULL);
}
