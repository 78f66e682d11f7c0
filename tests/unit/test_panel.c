#include "project_fixture.h"

/* Expected figures are worked out by hand from semantics: which value stands at a period's end. */

static void the_first_listed_series_that_has_a_value_stands(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small,
               "    - {date: 2020, value: 2, series: other.B, source: other}\n"
               "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
               "    - {date: 2021, value: 3, series: other.B, source: other}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_missing(panel, 2019);
    assert_cell(panel, 2020, 1);
    assert_cell(panel, 2021, 3);
    assert_missing(panel, 2022);
    assert_flags(panel, 2021, PANEL_SWITCHED);
    assert_true(panel_flags(panel, 0, small_row(panel, 2020)) & PANEL_CONFLICT);
    small_close(&small);
}

/* 24 months after the last day of 2020 is the last day of 2022, which still counts. */
static void a_value_is_carried_as_long_as_carry_says_and_not_a_day_longer(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 1, series: pub.A, source: pub}\n", "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2020, 1);
    assert_cell(panel, 2022, 1);
    assert_flags(panel, 2020, 0);
    assert_flags(panel, 2022, PANEL_CARRIED);
    assert_missing(panel, 2023);
    assert_true(panel_stream(panel, 0, small_row(panel, 2020)) ==
                panel_stream(panel, 0, small_row(panel, 2022)));
    small_close(&small);
}

/* 30 December 2020 + 24 months is 30 December 2022, the day before the year ends. */
static void a_day_too_old_is_not_carried(void **state)
{
    static const char *const dates[] = {"2020-12-31", "2020-12-30"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct small small;
        char text[128];
        small_open(&small);
        small_indicator(&small, "    carry: 24 months\n");
        snprintf(text, sizeof text, "    - {date: %s, value: 1, series: pub.A, source: pub}\n",
                 dates[i]);
        small_data(&small, text, "");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_cell(panel, 2021, 1);
        assert_int_equal(isnan(panel_value(panel, 0, small_row(panel, 2022))), i);
        small_close(&small);
    }
}

/* On the day of the edition or after it, not a day before. */
static void a_coded_value_of_the_day_replaces_an_edition(void **state)
{
    static const char *const dates[] = {"2020-12-31", "2020-12-30"};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct small small;
        char text[256];
        small_open(&small);
        small_indicator(&small, "");
        snprintf(text, sizeof text,
                 "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
                 "    - {date: %s, value: 3, coder: ab, source: desk}\n",
                 dates[i]);
        small_data(&small, text, "");
        small_load(&small);
        assert_cell(small_panel(&small, &(struct panel_options){0}), 2020, i ? 1 : 3);
        small_close(&small);
    }
}

static void a_coded_value_replaces_an_edition_until_the_next(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small,
               "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
               "    - {date: 2021-08-23, value: 3, coder: ab, source: desk}\n"
               "    - {date: 2022, value: 2, series: pub.A, source: pub}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2020, 1);
    assert_cell(panel, 2021, 3);
    assert_cell(panel, 2022, 2);
    panel = small_panel(&small, &(struct panel_options){.values = PANEL_PUBLISHED});
    assert_cell(panel, 2021, 1);
    panel = small_panel(&small, &(struct panel_options){.values = PANEL_CODED});
    assert_missing(panel, 2020);
    assert_cell(panel, 2021, 3);
    small_close(&small);
}

static void a_documented_change_of_method_is_a_break(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small,
               "    - {date: 2020, value: 1, series: broken.C, source: broken}\n"
               "    - {date: 2021, value: 2, series: broken.C, source: broken}\n"
               "    - {date: 2022, value: 2, series: broken.C, source: broken}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_flags(panel, 2020, 0);
    assert_flags(panel, 2021, PANEL_BREAK);
    assert_flags(panel, 2022, 0);
    small_close(&small);
}

/* B is half a level either way; after one year carried √2 times as much. Held within the scale. */
static void a_grade_stands_for_an_interval_that_grows_with_age(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 2, confidence: B, coder: ab, source: desk}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(fabs(panel_low(panel, 0, small_row(panel, 2020)) - 1.5) < 1e-12);
    assert_true(fabs(panel_high(panel, 0, small_row(panel, 2021)) - (2 + 0.5 * sqrt(2))) < 1e-12);
    assert_true(fabs(panel_high(panel, 0, small_row(panel, 2022)) - (2 + 0.5 * sqrt(3))) < 1e-12);
    small_close(&small);
}

/* 1.6448536 standard errors are a 90 % half-width; so is a 68 % one times 1.6448536 / 0.9944579. */
static void standard_errors_and_other_levels_become_90_per_cent(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(
        &small,
        "    - {date: 2020, value: 2, se: 0.5, series: pub.A, source: pub}\n"
        "    - {date: 2021, value: 2, low: 1.5, high: 2.5, series: other.B, source: other}\n",
        "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(fabs(panel_high(panel, 0, small_row(panel, 2020)) - 2 - 0.5 * 1.6448536269514722) <
                1e-9);
    assert_true(fabs(panel_high(panel, 0, small_row(panel, 2021)) - 2 -
                     0.5 * 1.6448536269514722 / 0.9944578832097532) < 1e-9);
    small_close(&small);
}

static void coders_stand_beside_each_other_until_they_agree(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(
        &small,
        "    - {date: 2020, value: 1, coder: ab, source: desk}\n"
        "    - {date: 2020, value: 2, coder: cd, source: desk}\n"
        "    - {date: 2021, value: 1, coder: ab, source: desk}\n"
        "    - {date: 2021, value: 3, coder: cd, source: desk}\n"
        "    - {date: 2021, value: 2, agrees: [ab, cd], source: desk, recorded: 2022-01-05,\n"
        "       note: one rally of three}\n",
        "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2020, 1.5);
    assert_true(panel_low(panel, 0, small_row(panel, 2020)) == 1);
    assert_true(panel_high(panel, 0, small_row(panel, 2020)) == 2);
    assert_true(panel_flags(panel, 0, small_row(panel, 2020)) & PANEL_CONFLICT);
    assert_cell(panel, 2021, 2);
    /* Without one of them the other's stands, and nothing is agreed. */
    panel = small_panel(&small, &(struct panel_options){.without_coder = "ab"});
    assert_cell(panel, 2020, 2);
    assert_cell(panel, 2021, 3);
    panel = small_panel(&small, &(struct panel_options){.without_coder = "cd"});
    assert_cell(panel, 2021, 1);
    assert_false(panel_flags(panel, 0, small_row(panel, 2020)) & PANEL_CONFLICT);
    small_close(&small);
}

static void what_was_known_on_a_day_is_seen_from_that_day(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(
        &small,
        "    - {date: 2020, value: 1, series: pub.A, source: pub, recorded: 2021-03-01}\n"
        "    - {date: 2020, value: 3, series: pub.A, source: pub2021, recorded: 2021-07-01}\n"
        "    - {date: 2021, value: 2, coder: ab, source: desk, recorded: 2021-12-01,\n"
        "       retracted: {on: 2022-02-01, why: of another year}}\n",
        "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2020, 3);
    assert_missing(panel, 2021);
    panel = small_panel(&small, &(struct panel_options){.as_known = date_day(2021, 6, 1)});
    assert_cell(panel, 2020, 1);
    panel = small_panel(&small, &(struct panel_options){.as_known = date_day(2022, 1, 31)});
    assert_cell(panel, 2021, 2);
    panel = small_panel(&small, &(struct panel_options){.as_known = date_day(2021, 2, 28)});
    assert_missing(panel, 2020);
    small_close(&small);
}

/* A mean of 2018 to 2020 is 2; the worst of them 1. At the end of 2021 the window holds 2019 on. */
static void a_window_takes_the_mean_or_the_worst_of_its_values(void **state)
{
    static const char *const takes[] = {
        "    carry: 1 year\n    take: mean\n    window: 3 years\n",
        "    carry: 1 year\n    take: worst\n    window: 3 years\n"};
    static const double in_2020[] = {2, 1}, in_2021[] = {1.5, 1};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct small small;
        small_open(&small);
        small_indicator(&small, takes[i]);
        small_data(&small,
                   "    - {date: 2018, value: 3, series: pub.A, source: pub}\n"
                   "    - {date: 2019, value: 2, series: pub.A, source: pub}\n"
                   "    - {date: 2020, value: 1, series: pub.A, source: pub}\n",
                   "");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_cell(panel, 2020, in_2020[i]);
        assert_cell(panel, 2021, in_2021[i]);
        small_close(&small);
    }
}

/* Coded: 3, then 1 and 2 by two coders, which is 1.5, then 0. The mean of the three dates is 1.5;
 * the worst 0, or, where low is better, 3. */
static void a_window_holds_for_what_is_coded_by_hand(void **state)
{
    static const char *const takes[] = {"    take: mean\n    window: 3 years\n",
                                        "    take: worst\n    window: 3 years\n",
                                        "    better: low\n    take: worst\n    window: 3 years\n"};
    static const double in_2020[] = {1.5, 0, 3};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct small small;
        small_open(&small);
        small_indicator(&small, takes[i]);
        small_data(&small,
                   "    - {date: 2018, value: 3, coder: ab, source: desk}\n"
                   "    - {date: 2019, value: 1, coder: ab, source: desk}\n"
                   "    - {date: 2019, value: 2, coder: cd, source: desk}\n"
                   "    - {date: 2020, value: 0, coder: ab, source: desk}\n",
                   "");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_cell(panel, 2020, in_2020[i]);
        small_close(&small);
    }
}

/* Half-widths 0.3, 0.4 and none: √(0.3² + 0.4²) / 3 on either side of (3 + 2 + 1) / 3. */
static void a_mean_over_a_window_is_less_doubtful_than_its_values(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    take: mean\n    window: 3 years\n");
    small_data(&small,
               "    - {date: 2018, value: 3, low: 2.7, high: 3.3, series: pub.A, source: pub}\n"
               "    - {date: 2019, value: 2, low: 1.6, high: 2.4, series: pub.A, source: pub}\n"
               "    - {date: 2020, value: 1, series: pub.A, source: pub}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2020, 2);
    assert_true(fabs(panel_low(panel, 0, small_row(panel, 2020)) - (2 - 0.5 / 3)) < 1e-12);
    assert_true(fabs(panel_high(panel, 0, small_row(panel, 2020)) - (2 + 0.5 / 3)) < 1e-12);
    small_close(&small);
}

static void series_are_combined_when_enough_of_them_are_there(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    combine: median\n    least: 2\n");
    small_data(&small,
               "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
               "    - {date: 2020, value: 2, series: other.B, source: other}\n"
               "    - {date: 2020, value: 4, series: broken.C, source: broken}\n"
               "    - {date: 2021, value: 1, series: pub.A, source: pub}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2020, 2);
    assert_true(panel_low(panel, 0, small_row(panel, 2020)) == 1);
    assert_true(panel_high(panel, 0, small_row(panel, 2020)) == 4);
    assert_missing(panel, 2021);
    small_close(&small);
}

static const char crackdown[] =
    "events:\n"
    "  - id: crackdown\n    date: 2021-03\n    title: T\n    source: desk\n"
    "    effects:\n      one: [{by: -3, because: x}, {by: 1, because: y, date: 2021-06}]\n";

/* 2 - 3 + 1 is 0; held once after the sum, not 0 + 1. The base does not move. */
static void effects_are_summed_and_held_once_within_the_scale(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small, "    - {date: 2020, value: 2, series: pub.A, source: pub}\n", crackdown);
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_cell(panel, 2020, 2);
    assert_cell(panel, 2021, 0);
    assert_true(panel_flags(panel, 0, small_row(panel, 2021)) & PANEL_EVENT);
    panel =
        small_panel(&small, &(struct panel_options){.live = true, .as_of = date_day(2021, 4, 30)});
    assert_cell(panel, 2021, 0);
    panel = small_panel(&small, &(struct panel_options){0});
    assert_cell(panel, 2021, 2);
    small_close(&small);
}

static void an_effect_ends_with_the_next_observation(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small,
               "    - {date: 2020, value: 4, series: pub.A, source: pub}\n"
               "    - {date: 2022, value: 4, series: pub.A, source: pub}\n",
               crackdown);
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_cell(panel, 2021, 2);
    assert_cell(panel, 2022, 4);
    small_close(&small);
}

static void what_is_reversed_or_over_moves_nothing_any_more(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 60 months\n");
    small_data(&small, "    - {date: 2018, value: 3, series: pub.A, source: pub}\n",
               "events:\n"
               "  - {id: law, date: 2019-05, title: T, source: desk,\n"
               "     effects: {one: {by: -1, because: x}}}\n"
               "  - {id: repeal, date: 2021-05, title: T, source: desk, reverses: law}\n"
               "  - {id: emergency, date: 2019-05, title: T, source: desk,\n"
               "     effects: {one: {by: -1, because: x, until: 2020-03}}}\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_cell(panel, 2018, 3);
    assert_cell(panel, 2019, 1);
    assert_cell(panel, 2020, 2);
    assert_cell(panel, 2021, 3);
    small_close(&small);
}

static void an_effect_without_a_value_is_listed_and_does_nothing(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small, "    - {date: 2018, value: 3, series: pub.A, source: pub}\n", crackdown);
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.live = true});
    assert_missing(panel, 2021);
    assert_true(panel->move_count > 0);
    for (size_t i = 0; i < panel->move_count; i++)
        assert_true(panel->moves[i].base_missing);
    small_close(&small);
}

/* A value of the year counts at its end: the third quarter still has that of the year before. */
static void the_same_files_are_read_on_a_finer_axis(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small,
               "    - {date: 2020, value: 1, series: pub.A, source: pub}\n"
               "    - {date: 2021, value: 2, series: pub.A, source: pub}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.axis = DATE_AXIS_QUARTER,
                                                                      .first = 2020 * 4 + 3,
                                                                      .last = 2021 * 4 + 3});
    assert_cell(panel, 2020 * 4 + 3, 1);
    assert_cell(panel, 2021 * 4 + 2, 1);
    assert_cell(panel, 2021 * 4 + 3, 2);
    assert_flags(panel, 2021 * 4 + 2, PANEL_CARRIED);
    small_close(&small);
}

static void a_date_disputed_across_periods_is_flagged(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small, "    - {date: 2020-11..2021-02, value: 1, coder: ab, source: desk}\n", "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_missing(panel, 2020);
    assert_cell(panel, 2021, 1);
    assert_true(panel_flags(panel, 0, small_row(panel, 2021)) & PANEL_DISPUTED);
    small_close(&small);
}

static void the_ends_of_the_scale_are_flagged(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    better: low\n");
    small_data(&small,
               "    - {date: 2020, value: 4, series: pub.A, source: pub}\n"
               "    - {date: 2021, value: 0, series: pub.A, source: pub}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_flags(panel, 2020, PANEL_FLOOR);
    assert_flags(panel, 2021, PANEL_CEILING);
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_listed_series_that_has_a_value_stands),
        cmocka_unit_test(a_value_is_carried_as_long_as_carry_says_and_not_a_day_longer),
        cmocka_unit_test(a_day_too_old_is_not_carried),
        cmocka_unit_test(a_coded_value_of_the_day_replaces_an_edition),
        cmocka_unit_test(a_coded_value_replaces_an_edition_until_the_next),
        cmocka_unit_test(a_documented_change_of_method_is_a_break),
        cmocka_unit_test(a_grade_stands_for_an_interval_that_grows_with_age),
        cmocka_unit_test(standard_errors_and_other_levels_become_90_per_cent),
        cmocka_unit_test(coders_stand_beside_each_other_until_they_agree),
        cmocka_unit_test(what_was_known_on_a_day_is_seen_from_that_day),
        cmocka_unit_test(a_window_takes_the_mean_or_the_worst_of_its_values),
        cmocka_unit_test(a_window_holds_for_what_is_coded_by_hand),
        cmocka_unit_test(a_mean_over_a_window_is_less_doubtful_than_its_values),
        cmocka_unit_test(series_are_combined_when_enough_of_them_are_there),
        cmocka_unit_test(effects_are_summed_and_held_once_within_the_scale),
        cmocka_unit_test(an_effect_ends_with_the_next_observation),
        cmocka_unit_test(what_is_reversed_or_over_moves_nothing_any_more),
        cmocka_unit_test(an_effect_without_a_value_is_listed_and_does_nothing),
        cmocka_unit_test(the_same_files_are_read_on_a_finer_axis),
        cmocka_unit_test(a_date_disputed_across_periods_is_flagged),
        cmocka_unit_test(the_ends_of_the_scale_are_flagged),
    };
    return cmocka_run_group_tests_name("panel", tests, NULL, NULL);
}
