#include "bulk_fixture.h"

/* How figures of panels stand beside others in cells. Expected figures are worked out by hand. */

/* 1.6448536 standard errors are half of a 90 % interval, and so is a 68 % half-width
 * times 1.6448536 / 0.9944579. From 0..10 to 0..100 everything is ten times as much. */
static void intervals_are_those_of_the_file_at_ninety_per_cent(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small,
              "series:\n  le: {column: le, se: se}\n"
              "  eys: {column: eys, low: lo, high: hi, level: 0.68}\n",
              "iso3,year,le,se,eys,lo,hi\nKGZ,2020,50,2,5,4,7\nKGZ,2021,50,,5,,\n");
    bulk_indicators(&small, "", ", series: [{is: p.eys, rescale: {from: [0, 10], to: [0, 100]}}]");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    size_t row = bulk_row(panel, "KGZ", 2020), next = bulk_row(panel, "KGZ", 2021);
    double factor = 1.6448536269514722 / 0.9944578832097532;
    assert_near(panel_low(panel, 0, row), 50 - 2 * 1.6448536269514722);
    assert_near(panel_high(panel, 0, row), 50 + 2 * 1.6448536269514722);
    assert_near(panel_value(panel, 1, row), 50);
    assert_near(panel_low(panel, 1, row), 50 - 10 * factor);
    assert_near(panel_high(panel, 1, row), 50 + 20 * factor);
    assert_true(bulk_seen(panel, 1, "KGZ", 2020).as_published == 5);
    assert_true(bulk_seen(panel, 1, "KGZ", 2020).interval_published);
    assert_true(isnan(panel_low(panel, 0, next)) && isnan(panel_high(panel, 1, next)));
    small_close(&small);
}

static uint64_t stream(const struct panel *panel, uint32_t indicator, int32_t period)
{
    return panel_stream(panel, indicator, bulk_row(panel, "KGZ", period));
}

/* Figures of one record share their draw, those of another country or year do not. */
static void errors_together_share_the_draw_of_their_record(void **state)
{
    static const char *const ways[] = {"", "errors: independent\n", "errors: together\n"};
    uint64_t alone = 0;
    (void)state;
    for (int way = 0; way < 3; way++)
        for (int carried = 0; carried < 2; carried++) {
            struct small small;
            char text[128];
            snprintf(text, sizeof text, "series: [le, eys]\n%s", ways[way]);
            bulk_open(&small, text, "iso3,year,le,eys\nKGZ,2020,1,2\nKGZ,2021,3,4\nTJK,2020,5,6\n");
            bulk_indicators(&small, carried ? ", carry: 12 months" : "",
                            carried ? ", carry: 12 months" : "");
            small_load(&small);
            struct panel *panel = small_panel(&small, &(struct panel_options){0});
            assert_int_equal(stream(panel, 0, 2020) == stream(panel, 1, 2020), way == 2);
            assert_true(stream(panel, 0, 2020) != stream(panel, 0, 2021));
            assert_true(stream(panel, 0, 2020) !=
                        panel_stream(panel, 0, bulk_row(panel, "TJK", 2020)));
            assert_int_equal(stream(panel, 0, 2022) == stream(panel, 0, 2021), carried);
            assert_true(stream(panel, 0, 2019) == 0);
            /* Draws stay what they were before panels could say so. */
            if (way == 0 && !carried)
                alone = stream(panel, 0, 2020);
            if (way < 2)
                assert_true(stream(panel, 0, 2020) == alone);
            small_close(&small);
        }
}

static void a_figure_is_carried_as_any_published_value_is(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "series: {le: {column: le, se: se}, eys: eys}\n",
              "iso3,year,le,se,eys\nKGZ,2019,50,2,1\nKGZ,2020,,,2\n");
    bulk_indicators(&small, ", carry: 24 months", "");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 50);
    assert_true(isnan(bulk_cell(panel, 0, "KGZ", 2022)));
    assert_true(isnan(bulk_cell(panel, 1, "KGZ", 2021)));
    size_t row = bulk_row(panel, "KGZ", 2021);
    assert_int_equal(panel_flags(panel, 0, row), PANEL_CARRIED);
    assert_near(panel_high(panel, 0, row), 50 + 2 * 1.6448536269514722 * sqrt(3));
    assert_int_equal(bulk_seen(panel, 0, "KGZ", 2021).line, 2);
    small_close(&small);
}

/* The panel's own figure, another series, and what was coded since. */
static void figures_stand_beside_what_country_files_say(void **state)
{
    struct small small;
    struct observation seen[4];
    (void)state;
    bulk_open(&small, "series: [le, eys]\n",
              "iso3,year,le,eys\nKGZ,2019,50,1\nKGZ,2020,52,2\nKGZ,2021,,3\n");
    bulk_indicators(&small, ", series: [p.le, other.B]", "");
    small_write(&small, "data/KGZ.yaml",
                "country: KGZ\nobservations:\n  le:\n"
                "    - {date: 2020, value: 70, series: other.B, source: other}\n"
                "    - {date: 2021, value: 71, series: other.B, source: other}\n"
                "    - {date: 2021-12-31, value: 80, coder: ab, source: desk}\n");
    small_load(&small);
    assert_int_equal(project_count_observations(small.project), 8);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2019) == 50);
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 52);
    assert_int_equal(panel_flags(panel, 0, bulk_row(panel, "KGZ", 2020)), PANEL_CONFLICT);
    assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 80);
    assert_int_equal(panel_flags(panel, 0, bulk_row(panel, "KGZ", 2021)),
                     PANEL_SWITCHED | PANEL_CONFLICT);
    size_t count = panel_candidates(panel, 0, bulk_row(panel, "KGZ", 2020), seen, 4);
    assert_int_equal(count, 2);
    assert_int_equal(seen[0].line, 3);
    assert_string_equal(seen[0].file, "data/panels/p.csv");
    assert_true(seen[1].value == 70);
    count = panel_candidates(panel, 0, bulk_row(panel, "KGZ", 2021), seen, 4);
    assert_int_equal(count, 2);
    assert_string_equal(seen[0].coder, "ab");
    assert_true(panel_origin(panel, 0, bulk_row(panel, "KGZ", 2021)) != UINT32_MAX);
    panel = small_panel(&small, &(struct panel_options){.values = PANEL_PUBLISHED});
    assert_true(bulk_cell(panel, 0, "KGZ", 2021) == 71);
    panel = small_panel(&small, &(struct panel_options){.values = PANEL_CODED});
    assert_true(isnan(bulk_cell(panel, 0, "KGZ", 2020)));
    assert_true(isnan(bulk_cell(panel, 1, "KGZ", 2020)));
    small_close(&small);
}

/* Each edition gives the year before and revises the one before that. */
static void of_several_editions_the_latest_known_counts(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "series: [le, eys]\n", "");
    small_write(&small, "indicators/sources.yaml",
                "- {id: ed}\n- {id: ed2020, of: ed, date: 2020-03-01}\n"
                "- {id: ed2021, of: ed, date: 2021-03-01}\n"
                "- {id: ed2022, of: ed, date: 2022-03-01}\n");
    small_write(&small, "data/panels/p.yaml",
                "panel: p\nfile: p.csv\ncountry: iso3\nperiod: year\nsource: \"ed{edition}\"\n"
                "series: [le, eys]\n");
    small_write(&small, "data/panels/p.csv",
                "iso3,edition,year,le,eys\nKGZ,2021,2019,51,1\nKGZ,2020,2019,50,1\n"
                "KGZ,2021,2020,52,2\nKGZ,2022,2020,53,\n");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_true(bulk_cell(panel, 0, "KGZ", 2019) == 51);
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 53);
    assert_true(bulk_cell(panel, 1, "KGZ", 2020) == 2);
    const struct panel_options early = {.as_known = date_day(2020, 12, 31)};
    panel = small_panel(&small, &early);
    assert_true(bulk_cell(panel, 0, "KGZ", 2019) == 50);
    assert_true(isnan(bulk_cell(panel, 0, "KGZ", 2020)));
    const struct panel_options later = {.as_known = date_day(2021, 12, 31)};
    panel = small_panel(&small, &later);
    assert_true(bulk_cell(panel, 0, "KGZ", 2019) == 51);
    assert_true(bulk_cell(panel, 0, "KGZ", 2020) == 52);
    small_close(&small);
}

static void flags_follow_from_the_row(void **state)
{
    struct small small;
    uint16_t flags[12];
    (void)state;
    bulk_open(&small, "series: [le, eys]\n", "");
    small_write(&small, "data/panels/p.yaml",
                "panel: p\nfile: p.csv\ncountry: iso3\nperiod: year\nsource: broken\n"
                "series: [le, eys]\n");
    small_write(&small, "data/panels/p.csv",
                "iso3,year,le,eys\nKGZ,2020,100,0\nKGZ,2021,0,120\nKGZ,2022,50,1\n"
                "TJK,2020,,5\nTJK,2021,6,-1\nTJK,2020-12-30..2021-01-02,7,\n");
    small_load(&small);
    for (int rest = 0; rest < 2; rest++) {
        struct panel *panel =
            small_panel(&small, rest ? &(struct panel_options){.first = 2021, .last = 2023}
                                     : &(struct panel_options){0});
        size_t one = bulk_row(panel, "KGZ", 2021), other = bulk_row(panel, "TJK", 2021);
        assert_int_equal(panel_flags(panel, 0, one), PANEL_FLOOR | PANEL_BREAK);
        assert_int_equal(panel_flags(panel, 1, one), PANEL_CEILING | PANEL_BREAK);
        assert_int_equal(panel_flags(panel, 0, bulk_row(panel, "KGZ", 2022)), 0);
        /* The disputed date counts at its last day and stands before the whole year. */
        assert_true(panel_value(panel, 0, other) == 6);
        assert_int_equal(panel_flags(panel, 0, other), 0);
        assert_int_equal(panel_flags(panel, 1, other), PANEL_FLOOR | PANEL_BREAK);
        for (uint32_t i = 0; i < 2; i++) {
            panel_flags_rows(panel, i, 1, panel->rows - 1, flags);
            for (size_t row = 1; row < panel->rows; row++)
                assert_int_equal(flags[row - 1], panel_flags(panel, i, row));
        }
    }
    small_close(&small);
}

/* The same without a second row in a period, so that flags are not kept but worked out. */
static void flags_of_a_column_in_place_are_those_of_picked_cells(void **state)
{
    static const char *const carries[] = {"", ", carry: 1 month"};
    uint16_t flags[2][12];
    (void)state;
    for (int way = 0; way < 2; way++) {
        struct small small;
        bulk_open(&small, "series: [le, eys]\n", "");
        bulk_indicators(&small, carries[way], "");
        small_write(&small, "data/panels/p.yaml",
                    "panel: p\nfile: p.csv\ncountry: iso3\nperiod: year\nsource: broken\n"
                    "series: [le, eys]\n");
        small_write(&small, "data/panels/p.csv",
                    "iso3,year,le,eys\nKGZ,2020,100,0\nKGZ,2021,0,120\nKGZ,2022,,1\n"
                    "TJK,2020-12-30..2021-01-02,7,1\nTJK,2020,3,1\n");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        assert_int_equal(panel->cells[0].flags == NULL, way == 0);
        panel_flags_rows(panel, 0, 0, 12, flags[way]);
        assert_int_equal(flags[way][bulk_row(panel, "TJK", 2021)], PANEL_DISPUTED | PANEL_BREAK);
        small_close(&small);
    }
    assert_memory_equal(flags[0], flags[1], sizeof flags[0]);
}

static void two_panels_feed_one_indicator_in_its_order_or_combined(void **state)
{
    static const struct {
        const char *le;
        double expected[3]; /* 2020, 2021, 2022 */
    } cases[] = {
        {", series: [p.le, q.le]", {10, 31, 12}},
        {", series: [q.le, p.le]", {30, 31, 12}},
        {", series: [p.le, q.le], combine: mean", {20, 31, 12}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        bulk_open(&small, "series: [le, eys]\n",
                  "iso3,year,le,eys\nKGZ,2020,10,1\nKGZ,2021,,1\nKGZ,2022,12,1\n");
        bulk_indicators(&small, cases[i].le, "");
        small_write(&small, "data/panels/q.yaml",
                    "panel: q\nfile: q.csv\ncountry: c\nperiod: y\nsource: other\n"
                    "series: [le]\n");
        small_write(&small, "data/panels/q.csv", "y,le,c\n2021,31,KGZ\n2020,30,KGZ\n");
        small_load(&small);
        struct panel *panel = small_panel(&small, &(struct panel_options){0});
        for (int32_t year = 2020; year < 2023; year++)
            assert_near(bulk_cell(panel, 0, "KGZ", year), cases[i].expected[year - 2020]);
        assert_true(bulk_cell(panel, 1, "KGZ", 2021) == 1);
        small_close(&small);
    }
}

/* One series for two indicators, on two scales; an edition that counted backwards is turned. */
static void a_series_may_feed_several_indicators_each_on_its_scale(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "series: [le]\n", "iso3,year,le\nKGZ,2020,2\nKGZ,2021,6\n");
    bulk_indicators(&small, ", series: [{is: p.le, rescale: {from: [0, 10], to: [0, 100]}}]",
                    ", series: [{is: p.le, rescale: {from: [7, 1], to: [0, 100]}}]");
    small_load(&small);
    struct panel *panel = small_panel(&small, &(struct panel_options){0});
    assert_near(bulk_cell(panel, 0, "KGZ", 2020), 20);
    assert_near(bulk_cell(panel, 1, "KGZ", 2020), 100. * 5 / 6);
    assert_true(bulk_seen(panel, 1, "KGZ", 2020).as_published == 2);
    small_write(&small, "indicators/sources.yaml", "- {id: pub, scale: {worst: 10, best: 0}}\n");
    small_load(&small);
    panel = small_panel(&small, &(struct panel_options){0});
    assert_near(bulk_cell(panel, 0, "KGZ", 2021), 40);
    small_close(&small);
}

static void events_move_figures_in_the_live_reading(void **state)
{
    struct small small;
    (void)state;
    bulk_open(&small, "series: [le, eys]\n", "iso3,year,le,eys\nKGZ,2020,50,1\nKGZ,2021,60,2\n");
    small_write(&small, "data/KGZ.yaml",
                "country: KGZ\nevents:\n  - {id: law, date: 2021-06-01, title: T, source: desk,\n"
                "     effects: {le: {by: -5, because: x}}}\n");
    small_load(&small);
    const struct panel_options middle = {.live = true, .as_of = date_day(2021, 9, 30)};
    struct panel *panel = small_panel(&small, &middle);
    assert_true(isnan(bulk_cell(panel, 0, "KGZ", 2021)));
    bulk_indicators(&small, ", carry: 12 months", "");
    small_load(&small);
    panel = small_panel(&small, &middle);
    assert_near(bulk_cell(panel, 0, "KGZ", 2021), 45);
    assert_int_equal(panel_flags(panel, 0, bulk_row(panel, "KGZ", 2021)),
                     PANEL_CARRIED | PANEL_EVENT);
    small_close(&small);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_are_those_of_the_file_at_ninety_per_cent),
        cmocka_unit_test(errors_together_share_the_draw_of_their_record),
        cmocka_unit_test(a_figure_is_carried_as_any_published_value_is),
        cmocka_unit_test(figures_stand_beside_what_country_files_say),
        cmocka_unit_test(of_several_editions_the_latest_known_counts),
        cmocka_unit_test(flags_follow_from_the_row),
        cmocka_unit_test(flags_of_a_column_in_place_are_those_of_picked_cells),
        cmocka_unit_test(two_panels_feed_one_indicator_in_its_order_or_combined),
        cmocka_unit_test(a_series_may_feed_several_indicators_each_on_its_scale),
        cmocka_unit_test(events_move_figures_in_the_live_reading),
    };
    return cmocka_run_group_tests_name("bulk_panel", tests, NULL, NULL);
}
