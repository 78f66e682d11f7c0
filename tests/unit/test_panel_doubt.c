#include "project_fixture.h"

/* Intervals of values, series combined, coders beside each other, conflicts (semantics.md A1, A8,
 * A10, A16, A17). Expected figures are worked out by hand. */

#define assert_ends(panel, period, expected_low, expected_high)                                   \
    do {                                                                                          \
        assert_true(fabs(panel_low(panel, 0, small_row(panel, period)) - (expected_low)) < 1e-9); \
        assert_true(fabs(panel_high(panel, 0, small_row(panel, period)) - (expected_high)) <      \
                    1e-9);                                                                        \
    } while (0)

/* One indicator on 0..80, where 5 % are 4. */
static void interval_indicator(struct small *small, const char *series)
{
    char text[512];
    snprintf(text, sizeof text,
             "pillar: main\nindicators:\n  - id: one\n"
             "    scale: {kind: interval, worst: 0, best: 80}\n    series: %s\n",
             series);
    small_open(small);
    small_write(small, "indicators/main.yaml", text);
}

static struct panel *loaded(struct small *small)
{
    small_load(small);
    return small_panel(small, &(struct panel_options){0});
}

/* A to D: a quarter, a half, three quarters of a level, one level; on other scales 1/16 to 1/4 of
 * the scale, here 5, 10, 15, 20 of 80. */
static void grades_stand_for_half_widths(void **state)
{
    static const char observations[] =
        "    - {date: 2018, value: 2, confidence: A, coder: ab, source: desk}\n"
        "    - {date: 2019, value: 2, confidence: B, coder: ab, source: desk}\n"
        "    - {date: 2020, value: 2, confidence: C, coder: ab, source: desk}\n"
        "    - {date: 2021, value: 2, confidence: D, coder: ab, source: desk}\n";
    (void)state;
    for (int ordinal = 0; ordinal < 2; ordinal++) {
        struct small small;
        if (ordinal) {
            small_open(&small);
            small_indicator(&small, "");
        } else {
            interval_indicator(&small, "[pub.A]");
        }
        small_data(&small, observations, "");
        struct panel *panel = loaded(&small);
        for (int i = 0; i < 4; i++) {
            double half = ordinal ? 0.25 * (i + 1) : 5.0 * (i + 1);
            assert_ends(panel, 2018 + i, 2 - half, 2 + half);
        }
        small_close(&small);
    }
}

/* An interval that is given counts, not the grade; one without either is exact. */
static void a_given_interval_goes_before_the_grade(void **state)
{
    struct small small;
    (void)state;
    interval_indicator(&small, "[pub.A]");
    small_data(&small,
               "    - {date: 2020, value: 40, low: 39, high: 42, confidence: D, series: pub.A,\n"
               "       source: pub}\n"
               "    - {date: 2021, value: 40, series: pub.A, source: pub}\n",
               "");
    struct panel *panel = loaded(&small);
    assert_ends(panel, 2020, 39, 42);
    assert_true(isnan(panel_low(panel, 0, small_row(panel, 2021))));
    assert_true(isnan(panel_high(panel, 0, small_row(panel, 2021))));
    small_close(&small);
}

/* Each side is widened by z(0.95) / z((1 + level) / 2). The quartile of the normal distribution is
 * 0.6744897501960817, so for 0.5: 1.6448536269514722 / 0.6744897501960817. The value's own level
 * goes before its source's 0.68. */
static void each_side_of_an_interval_is_brought_to_90_per_cent(void **state)
{
    struct small small;
    const double factor = 1.6448536269514722 / 0.6744897501960817;
    (void)state;
    interval_indicator(&small, "[other.B]");
    small_data(&small,
               "    - {date: 2020, value: 40, low: 39, high: 44, level: 0.5, series: other.B,\n"
               "       source: other}\n"
               "    - {date: 2021, value: 40, low: 39, high: 44, level: 0.9, series: other.B,\n"
               "       source: other}\n",
               "");
    struct panel *panel = loaded(&small);
    assert_ends(panel, 2020, 40 - factor, 40 + 4 * factor);
    assert_ends(panel, 2021, 39, 44);
    small_close(&small);
}

/* From 0..10 to 80..0, eight a unit and reversed: 6 is 80 - 48 = 32; low 5 and high 9 are 40 and 8;
 * a standard error of 0.5 is 4. */
static void intervals_and_errors_are_rescaled_with_the_value(void **state)
{
    struct small small;
    (void)state;
    interval_indicator(&small, "[{is: pub.A, rescale: {from: [0, 10], to: [80, 0]}}]");
    small_data(&small,
               "    - {date: 2020, value: 6, low: 5, high: 9, series: pub.A, source: pub}\n"
               "    - {date: 2021, value: 6, se: 0.5, series: pub.A, source: pub}\n",
               "");
    struct panel *panel = loaded(&small);
    assert_cell(panel, 2020, 32);
    assert_ends(panel, 2020, 8, 40);
    assert_ends(panel, 2021, 32 - 4 * 1.6448536269514722, 32 + 4 * 1.6448536269514722);
    small_close(&small);
}

/* An edition counted 7 (worst) to 1 (best), the series counts 0..80: six units are 80. 4 is the
 * middle, 40; low 3.25 is ten above it, high 5.5 twenty below; a standard error of 0.3 is 4. */
static void intervals_and_errors_are_turned_with_the_edition(void **state)
{
    struct small small;
    (void)state;
    interval_indicator(&small, "[pub.A]");
    small_write(&small, "indicators/sources.yaml",
                "- {id: pub}\n- {id: old, of: pub, scale: {worst: 7, best: 1}}\n");
    small_data(&small,
               "    - {date: 2020, value: 4, low: 3.25, high: 5.5, series: pub.A, source: old}\n"
               "    - {date: 2021, value: 4, se: 0.3, series: pub.A, source: old}\n",
               "");
    struct panel *panel = loaded(&small);
    assert_cell(panel, 2020, 40);
    assert_ends(panel, 2020, 20, 50);
    assert_ends(panel, 2021, 40 - 4 * 1.6448536269514722, 40 + 4 * 1.6448536269514722);
    small_close(&small);
}

/* √(1 + t) with t in years on any axis: after one quarter √1.25, after four √2. */
static void a_carried_interval_grows_with_years_on_any_axis(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "    carry: 24 months\n");
    small_data(&small,
               "    - {date: 2020, value: 2, low: 1.5, high: 2.25, series: pub.A, source: pub}\n",
               "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){.axis = DATE_AXIS_QUARTER,
                                                                      .first = 2020 * 4 + 3,
                                                                      .last = 2021 * 4 + 3});
    assert_ends(panel, 2020 * 4 + 3, 1.5, 2.25);
    assert_ends(panel, 2021 * 4, 2 - 0.5 * sqrt(1.25), 2 + 0.25 * sqrt(1.25));
    assert_ends(panel, 2021 * 4 + 3, 2 - 0.5 * sqrt(2), 2 + 0.25 * sqrt(2));
    small_close(&small);
}

/* (10 + 20 + 60) / 3 = 30, the middle one is 20; of two, 10 and 20, both are 15. Their spread is
 * the interval, whatever each published. */
static void combined_series_have_their_spread_as_interval(void **state)
{
    static const char *const ways[] = {"[pub.A, other.B, broken.C]\n    combine: mean",
                                       "[pub.A, other.B, broken.C]\n    combine: median"};
    static const double of_three[] = {30, 20};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct small small;
        interval_indicator(&small, ways[i]);
        small_data(&small,
                   "    - {date: 2020, value: 10, series: pub.A, source: pub}\n"
                   "    - {date: 2020, value: 60, se: 9, series: other.B, source: other}\n"
                   "    - {date: 2020, value: 20, series: broken.C, source: broken}\n"
                   "    - {date: 2021, value: 20, series: pub.A, source: pub}\n"
                   "    - {date: 2021, value: 10, series: other.B, source: other}\n"
                   "    - {date: 2022, value: 7, low: 5, high: 9, series: pub.A, source: pub}\n",
                   "");
        struct panel *panel = loaded(&small);
        assert_cell(panel, 2020, of_three[i]);
        assert_ends(panel, 2020, 10, 60);
        assert_cell(panel, 2021, 15);
        assert_ends(panel, 2021, 10, 20);
        assert_cell(panel, 2022, 7);
        assert_ends(panel, 2022, 5, 9);
        small_close(&small);
    }
}

/* 1 and 3 until they agree on 2: before that day their mean with 1..3, in conflict. */
static void coders_are_in_conflict_until_the_day_they_agree(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(
        &small,
        "    - {date: 2021, value: 1, coder: ab, source: desk, recorded: 2022-01-02}\n"
        "    - {date: 2021, value: 4, coder: cd, source: desk, recorded: 2022-01-03}\n"
        "    - {date: 2021, value: 3, coder: cd, source: desk, recorded: 2022-01-04}\n"
        "    - {date: 2021, value: 2, agrees: [ab, cd], source: desk, recorded: 2022-01-05,\n"
        "       note: one rally of three}\n",
        "");
    small_load(&small);
    static const struct {
        int day;
        double value, low, high;
        unsigned flags;
    } known[] = {{2, 1, NAN, NAN, 0},
                 {3, 2.5, 1, 4, PANEL_CONFLICT},
                 {4, 2, 1, 3, PANEL_CONFLICT}, /* cd's own correction takes cd's place */
                 {5, 2, NAN, NAN, 0}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct panel *panel = small_panel(
            &small, &(struct panel_options){.as_known = date_day(2022, 1, known[i].day)});
        size_t cell = small_row(panel, 2021);
        assert_cell(panel, 2021, known[i].value);
        assert_true(isnan(known[i].low) ? isnan(panel_low(panel, 0, cell))
                                        : panel_low(panel, 0, cell) == known[i].low);
        assert_true(isnan(known[i].high) ? isnan(panel_high(panel, 0, cell))
                                         : panel_high(panel, 0, cell) == known[i].high);
        assert_int_equal(panel_flags(panel, 0, cell) & PANEL_CONFLICT, known[i].flags);
    }
    small_close(&small);
}

/* Beyond half a level or 5 % of the scale (4 of 80), where neither has an interval; else where the
 * intervals do not meet. */
static void sources_are_in_conflict_beyond_their_doubt(void **state)
{
    static const struct {
        bool ordinal;
        const char *one, *other;
        bool conflict;
        double low, high; /* where the interval reaches what disagrees */
    } cases[] = {
        {true, "value: 1", "value: 1.5", false, NAN, NAN},
        {true, "value: 1", "value: 1.51", true, 1, 1.51},
        {false, "value: 40", "value: 44", false, NAN, NAN},
        {false, "value: 40", "value: 44.1", true, 40, 44.1},
        {false, "value: 40, low: 30, high: 50", "value: 60, low: 50, high: 70, level: 0.9", false,
         30, 50},
        {false, "value: 40, low: 30, high: 50", "value: 60, low: 51, high: 70, level: 0.9", true,
         30, 70},
        {false, "value: 40, low: 30, high: 50", "value: 15, low: 12, high: 20, level: 0.9", true,
         12, 50},
        {false, "value: 40", "value: 60, low: 40, high: 70, level: 0.9", false, NAN, NAN},
        {false, "value: 40", "value: 42, low: 41, high: 43, level: 0.9", true, 40, 43},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        char text[512];
        if (cases[i].ordinal) {
            small_open(&small);
            small_indicator(&small, "");
        } else {
            interval_indicator(&small, "[pub.A, other.B]");
        }
        snprintf(text, sizeof text,
                 "    - {date: 2020, %s, series: pub.A, source: pub}\n"
                 "    - {date: 2020, %s, series: other.B, source: other}\n",
                 cases[i].one, cases[i].other);
        small_data(&small, text, "");
        struct panel *panel = loaded(&small);
        assert_flags(panel, 2020, cases[i].conflict ? PANEL_CONFLICT : 0);
        panel = small_panel(&small, &(struct panel_options){.conflicts = true});
        size_t row = small_row(panel, 2020);
        double low = panel_low(panel, 0, row), high = panel_high(panel, 0, row);
        assert_true(isnan(cases[i].low) ? isnan(low) : fabs(low - cases[i].low) < 1e-9);
        assert_true(isnan(cases[i].high) ? isnan(high) : fabs(high - cases[i].high) < 1e-9);
        small_close(&small);
    }
}

static void a_provisional_coding_is_flagged(void **state)
{
    struct small small;
    (void)state;
    small_open(&small);
    small_indicator(&small, "");
    small_data(&small,
               "    - {date: 2020, value: 1, coder: draft, source: desk}\n"
               "    - {date: 2021, value: 1, coder: ab, source: desk}\n",
               "");
    struct panel *panel = loaded(&small);
    assert_flags(panel, 2020, PANEL_DRAFT);
    assert_flags(panel, 2021, 0);
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grades_stand_for_half_widths),
        cmocka_unit_test(a_given_interval_goes_before_the_grade),
        cmocka_unit_test(each_side_of_an_interval_is_brought_to_90_per_cent),
        cmocka_unit_test(intervals_and_errors_are_rescaled_with_the_value),
        cmocka_unit_test(intervals_and_errors_are_turned_with_the_edition),
        cmocka_unit_test(a_carried_interval_grows_with_years_on_any_axis),
        cmocka_unit_test(combined_series_have_their_spread_as_interval),
        cmocka_unit_test(coders_are_in_conflict_until_the_day_they_agree),
        cmocka_unit_test(sources_are_in_conflict_beyond_their_doubt),
        cmocka_unit_test(a_provisional_coding_is_flagged),
    };
    return cmocka_run_group_tests_name("panel_doubt", tests, NULL, NULL);
}
