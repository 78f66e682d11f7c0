#include "score/score.h"
#include "score/score_draws.h"
#include "score/score_moves.h"
#include "score/score_rows.h"

#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static int tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

/* The Human Development Index 2022 of three countries as published in the Human Development Report
 * 2023/24 (UNDP, https://hdr.undp.org/data-center, read 2024-03), with the components the report
 * gives. Goalposts and aggregation: its technical note 1. */
static int set_up_hdi(void **state)
{
    static const double values[][4] = {
        {70.484, 12.99493027, 11.96131992, 4781.692046},
        {69.489, 14.81626987, 12.43337895, 22586.79889},
        {71.288, 10.86102637, 11.28955089, 4807.213923},
        {84.255, 16.5837307, 13.90406622, 69432.78669},
        {81.559, 13.26426983, 10.1317219, 95944.37754},
    };
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "health", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "health", "le", 1, 20, 85);
    fixture_pillar(fixture, "education", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "education", "eys", 1, 0, 18);
    fixture_indicator(fixture, "education", "mys", 1, 0, 15);
    fixture_pillar(fixture, "income", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "income", "gnipc", 1, 100, 75000)->scale.transform = TRANSFORM_LOG;
    fixture_panel(fixture, 5, 2022, 2022);
    static const char *const ids[] = {"le", "eys", "mys", "gnipc"};
    for (size_t country = 0; country < 5; country++)
        for (size_t i = 0; i < 4; i++)
            fixture_set(fixture, ids[i], country, 2022, values[country][i]);
    return 0;
}

static void the_human_development_index_is_reproduced(void **state)
{
    static const double published[] = {0.701, 0.802, 0.679, 0.967, 0.875};
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->to_best = rule->scale_best = 1;
    rule->index.method = rule_method_with(METHOD_GEOMETRIC, 0);
    struct score *score = bench_score(fixture, rule, 0);
    for (uint32_t country = 0; country < 5; country++)
        assert_near(bench_value(score, "index", country, 2022), published[country], 0.0005);
    assert_true(bench_flags(score, "income", 4, 2022) & PANEL_CEILING);
}

/* Kyrgyzstan in the Transformation Index 2022 of the Bertelsmann Stiftung
 * (https://bti-project.org): democracy from 18 questions in five criteria, as published. */
static int set_up_bti(void **state)
{
    static const struct {
        const char *criterion;
        double values[4];
        double published;
    } criteria[] = {
        {"Q1", {8, 8, 9, 6}, 7.75},  {"Q2", {6, 6, 6, 5}, 5.75}, {"Q3", {5, 3, 4, 5}, 4.25},
        {"Q4", {4, 6, NAN, NAN}, 5}, {"Q5", {4, 5, 6, 5}, 5.0},
    };
    static const char *const names[] = {"Q1_1", "Q1_2", "Q1_3", "Q1_4", "Q2_1", "Q2_2", "Q2_3",
                                        "Q2_4", "Q3_1", "Q3_2", "Q3_3", "Q3_4", "Q4_1", "Q4_2",
                                        "Q4_3", "Q4_4", "Q5_1", "Q5_2", "Q5_3", "Q5_4"};
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "democracy", ROLE_OUTCOME, 1);
    for (size_t i = 0; i < 5; i++) {
        fixture_group(fixture, "democracy", criteria[i].criterion, 1);
        for (size_t q = 0; q < 4; q++)
            fixture_indicator(fixture, criteria[i].criterion, names[4 * i + q], 1, 1, 10);
    }
    fixture_panel(fixture, 1, 2020, 2020);
    for (size_t i = 0; i < 20; i++)
        if (!isnan(criteria[i / 4].values[i % 4]))
            fixture_set(fixture, names[i], 0, 2020, criteria[i / 4].values[i % 4]);
    return 0;
}

static void criteria_of_the_transformation_index_are_reproduced_unnormalised(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    struct score *score = bench_score(fixture, rule, 0);
    assert_near(bench_value(score, "Q1", 0, 2020), 7.75, 1e-6);
    assert_near(bench_value(score, "Q2", 0, 2020), 5.75, 1e-6);
    assert_near(bench_value(score, "Q3", 0, 2020), 4.25, 1e-6);
    assert_near(bench_value(score, "Q4", 0, 2020), 5, 1e-6);
    assert_near(bench_value(score, "Q5", 0, 2020), 5, 1e-6);
    assert_near(bench_value(score, "index", 0, 2020), 5.55, 1e-6);
}

/* Two outcome pillars of two indicators, a lever of one, context of one. */
static int set_up(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "civic", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "civic", "cs_a", 3, 0, 4);
    fixture_indicator(fixture, "civic", "cs_b", 1, 0, 4);
    fixture_pillar(fixture, "media", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "media", "mf_a", 1, 100, 0);
    fixture_indicator(fixture, "media", "mf_b", 1, 0, 10)->series_count = 0;
    fixture_pillar(fixture, "aid", ROLE_LEVER, 1);
    fixture_indicator(fixture, "aid", "ac_a", 1, 0, 10);
    fixture_pillar(fixture, "context", ROLE_CONTEXT, 1);
    fixture_indicator(fixture, "context", "cx_a", 1, 0, 4);
    fixture_panel(fixture, 2, 2019, 2021);
    fixture_set(fixture, "cs_a", 0, 2021, 1);
    fixture_set(fixture, "cs_b", 0, 2021, 3);
    fixture_set(fixture, "mf_a", 0, 2021, 36);
    fixture_set(fixture, "mf_b", 0, 2021, 0);
    fixture_set(fixture, "ac_a", 0, 2021, 5);
    fixture_set(fixture, "cx_a", 0, 2021, 2);
    return 0;
}

static void pillars_and_index_follow_the_rule(void **state)
{
    struct rule *rule = bench_rule(*state);
    struct score *score = bench_score(*state, rule, 0);
    assert_near(bench_value(score, "cs_a", 0, 2021), 25, 1e-12);
    assert_near(bench_value(score, "mf_a", 0, 2021), 64, 1e-12);
    assert_near(bench_value(score, "civic", 0, 2021), 37.5, 1e-12);
    assert_near(bench_value(score, "media", 0, 2021), 32, 1e-12);
    assert_near(bench_value(score, "aid", 0, 2021), 50, 1e-12);
    assert_near(bench_value(score, "index", 0, 2021), 34.75, 1e-12);
    rule->index.method = rule_method_with(METHOD_GEOMETRIC, 1);
    score = bench_score(*state, rule, 0);
    assert_near(bench_value(score, "index", 0, 2021), sqrt(37.5 * 32), 1e-12);
    assert_true(isnan(bench_value(score, "index", 1, 2021)));
    assert_true(isnan(bench_value(score, "index", 0, 2020)));
}

static void published_values_leave_out_what_nobody_publishes(void **state)
{
    struct rule *rule = bench_rule(*state);
    rule->values = PANEL_PUBLISHED;
    struct score *score = bench_score(*state, rule, 0);
    assert_false(score->eligible[score_item(score, text_of("mf_b"))]);
    assert_true(isnan(bench_value(score, "mf_b", 0, 2021)));
    assert_near(bench_value(score, "media", 0, 2021), 64, 1e-12);
    assert_near(bench_coverage(score, "media", 0, 2021), 1, 1e-12);
}

static void a_pillar_without_eligible_indicators_leaves_the_index(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->values = PANEL_PUBLISHED;
    rule->index.need.share = 1;
    fixture->indicators[fixture->nodes[fixture_find(fixture, "mf_a")].indicator].series_count = 0;
    struct score *score = bench_score(fixture, rule, 0);
    assert_false(score->eligible[score_item(score, text_of("media"))]);
    assert_near(bench_value(score, "index", 0, 2021), 37.5, 1e-12);
    assert_near(bench_coverage(score, "index", 0, 2021), 1, 1e-12);
    assert_true(isnan(bench_coverage(score, "media", 0, 2021)));
}

static void coverage_is_the_share_of_effective_weight(void **state)
{
    struct fixture *fixture = *state;
    fixture->value[fixture_cell(fixture, "cs_b", 0, 2021)] = NAN;
    struct rule *rule = bench_rule(fixture);
    struct score *score = bench_score(fixture, rule, 0);
    assert_near(bench_coverage(score, "civic", 0, 2021), 0.75, 1e-12);
    assert_near(bench_coverage(score, "index", 0, 2021), 0.875, 1e-12);
    fixture->flags[fixture_cell(fixture, "cs_a", 0, 2021)] = PANEL_IMPUTED;
    score = bench_score(fixture, rule, 0);
    assert_near(bench_coverage(score, "civic", 0, 2021), 0, 1e-12);
    rule->nodes[fixture_find(fixture, "civic")].need.share = 0.8;
    score = bench_score(fixture, rule, 0);
    assert_true(isnan(bench_value(score, "civic", 0, 2021)));
    assert_near(bench_value(score, "index", 0, 2021), 32, 1e-12);
}

static void aggregates_take_the_flags_of_what_entered(void **state)
{
    struct fixture *fixture = *state;
    fixture->flags[fixture_cell(fixture, "cs_a", 0, 2021)] = PANEL_CARRIED | PANEL_FLOOR;
    fixture->flags[fixture_cell(fixture, "mf_b", 0, 2021)] = PANEL_DRAFT | PANEL_FLOOR;
    fixture->flags[fixture_cell(fixture, "ac_a", 0, 2021)] = PANEL_CONFLICT;
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    assert_int_equal(bench_flags(score, "civic", 0, 2021), PANEL_CARRIED);
    assert_int_equal(bench_flags(score, "media", 0, 2021), PANEL_DRAFT);
    assert_int_equal(bench_flags(score, "index", 0, 2021), PANEL_CARRIED | PANEL_DRAFT);
    assert_int_equal(score->drafts, 1);
}

static void an_aggregate_at_an_end_or_raised_to_a_floor_says_so(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "cs_a", 0, 2021, 0);
    fixture_set(fixture, "cs_b", 0, 2021, 0);
    fixture_set(fixture, "mf_a", 0, 2021, 0);
    fixture_set(fixture, "mf_b", 0, 2021, 10);
    struct rule *rule = bench_rule(fixture);
    rule->index.method = rule_method_with(METHOD_GEOMETRIC, 1);
    struct score *score = bench_score(fixture, rule, 0);
    assert_int_equal(bench_flags(score, "civic", 0, 2021), PANEL_FLOOR);
    assert_int_equal(bench_flags(score, "media", 0, 2021), PANEL_CEILING);
    assert_int_equal(bench_flags(score, "index", 0, 2021), PANEL_FLOOR);
    assert_near(bench_value(score, "index", 0, 2021), 10, 1e-12);
}

static void the_default_period_is_the_latest_all_countries_have(void **state)
{
    struct fixture *fixture = *state;
    int32_t period = 0;
    size_t with = 0;
    struct err err;
    bool there[6];
    struct score_options options = bench_options(fixture, 0);
    memset(there, true, sizeof there);
    assert_true(score_have_index(fixture->arena, &fixture->panel, bench_rule(fixture), &options,
                                 there, &err));
    score_latest_fullest(&fixture->panel, there, &period, &with);
    assert_int_equal(period, 2021);
    assert_int_equal(with, 1);
    for (uint32_t country = 0; country < 2; country++)
        for (int32_t year = 2019; year <= 2020; year++)
            fixture_set(fixture, "cs_a", country, year, 2);
    memset(there, true, sizeof there);
    assert_true(score_have_index(fixture->arena, &fixture->panel, bench_rule(fixture), &options,
                                 there, &err));
    score_latest_fullest(&fixture->panel, there, &period, &with);
    assert_int_equal(period, 2020);
    assert_int_equal(with, 2);
}

static void several_rules_have_the_periods_that_each_of_them_has(void **state)
{
    struct fixture *fixture = *state;
    int32_t period = 0;
    size_t with = 0;
    struct err err;
    bool there[6];
    struct score_options options = bench_options(fixture, 0);
    struct rule *civic = bench_rule(fixture), *media = bench_rule(fixture);
    civic->in_index[fixture_find(fixture, "media")] = false;
    media->in_index[fixture_find(fixture, "civic")] = false;
    fixture_set(fixture, "cs_a", 0, 2019, 2);
    fixture_set(fixture, "mf_a", 0, 2019, 50);
    fixture_set(fixture, "cs_a", 0, 2020, 2);
    fixture->value[fixture_cell(fixture, "mf_a", 0, 2021)] = NAN;
    fixture->value[fixture_cell(fixture, "mf_b", 0, 2021)] = NAN;
    memset(there, true, sizeof there);
    assert_true(score_have_index(fixture->arena, &fixture->panel, civic, &options, there, &err));
    score_latest_fullest(&fixture->panel, there, &period, &with);
    assert_int_equal(period, 2021);
    assert_true(score_have_index(fixture->arena, &fixture->panel, media, &options, there, &err));
    score_latest_fullest(&fixture->panel, there, &period, &with);
    assert_int_equal(period, 2019);
    assert_int_equal(with, 1);
    memset(there, false, sizeof there);
    score_latest_fullest(&fixture->panel, there, &period, &with);
    assert_int_equal(with, 0);
}

static void levels_may_be_spaced_by_points(void **state)
{
    static const double points[] = {0, 15, 40, 70, 100};
    static const struct level levels[] = {{0, ""}, {1, ""}, {2, ""}, {3, ""}, {4, ""}};
    struct fixture *fixture = *state;
    struct scale *scale = &fixture->indicators[0].scale;
    scale->kind = SCALE_ORDINAL;
    scale->points = points;
    scale->levels = levels;
    scale->level_count = 5;
    struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    assert_near(bench_value(score, "cs_a", 0, 2021), 15, 1e-12);
}

static void a_headline_of_parts_leaves_the_pillar_they_stand_in_alone(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->in_index[fixture_find(fixture, "media")] = false;
    rule->in_index[fixture_find(fixture, "ac_a")] = true;
    rule->index_weight[fixture_find(fixture, "ac_a")] = 0.25;
    struct score *score = bench_score(fixture, rule, 0);
    assert_near(bench_value(score, "aid", 0, 2021), 50, 1e-12);
    assert_near(bench_value(score, "index", 0, 2021), (37.5 + 0.25 * 50) / 1.25, 1e-12);
}

/* With one uncertain indicator and means, the aggregate's interval is the indicator's, by weight.
 */
static void the_interval_of_a_mean_is_its_values_own(void **state)
{
    struct fixture *fixture = *state;
    fixture_interval(fixture, "cs_a", 0, 2021, 0.5, 2);
    struct score *score = bench_score(fixture, bench_rule(fixture), 20000);
    assert_near(bench_low(score, "cs_a", 0, 2021), 12.5, 1e-12);
    assert_near(bench_high(score, "cs_a", 0, 2021), 50, 1e-12);
    assert_near(bench_low(score, "civic", 0, 2021), 37.5 - 0.75 * 12.5, 0.3);
    assert_near(bench_high(score, "civic", 0, 2021), 37.5 + 0.75 * 25, 0.5);
    assert_true(isnan(bench_low(score, "media", 0, 2021)));
    assert_true(isnan(bench_low(score, "cs_b", 0, 2021)));
    assert_true(!isnan(bench_low(score, "index", 0, 2021)));
    assert_true(isnan(bench_low(score, "index", 1, 2021)));
}

static void a_falling_scale_turns_its_interval(void **state)
{
    struct fixture *fixture = *state;
    fixture_interval(fixture, "mf_a", 0, 2021, 30, 50);
    struct score *score = bench_score(fixture, bench_rule(fixture), 100);
    assert_near(bench_low(score, "mf_a", 0, 2021), 50, 1e-12);
    assert_near(bench_high(score, "mf_a", 0, 2021), 70, 1e-12);
}

static void independent_errors_add_in_squares(void **state)
{
    struct fixture *fixture = *state;
    fixture_set(fixture, "mf_a", 0, 2021, 50);
    fixture_set(fixture, "mf_b", 0, 2021, 5);
    fixture_interval(fixture, "mf_a", 0, 2021, 44, 56);
    fixture_interval(fixture, "mf_b", 0, 2021, 4.2, 5.8);
    struct score *score = bench_score(fixture, bench_rule(fixture), 20000);
    assert_near(bench_high(score, "media", 0, 2021) - 50, 5, 0.15); /* half of sqrt(6² + 8²) */
    assert_near(50 - bench_low(score, "media", 0, 2021), 5, 0.15);
}

static void the_score_is_never_outside_its_own_interval(void **state)
{
    struct fixture *fixture = *state;
    static const char *const ids[] = {"cs_a", "cs_b"};
    for (size_t i = 0; i < 2; i++) {
        fixture_set(fixture, ids[i], 0, 2021, 0);
        fixture_interval(fixture, ids[i], 0, 2021, 0, 1.5);
    }
    struct score *score = bench_score(fixture, bench_rule(fixture), 1000);
    assert_true(bench_value(score, "civic", 0, 2021) == 0 &&
                bench_low(score, "civic", 0, 2021) == 0);
    assert_true(bench_high(score, "civic", 0, 2021) > 10);
}

static void draws_stay_within_the_scale_and_follow_their_stream(void **state)
{
    enum { DRAWS = 2000 };
    struct fixture *fixture = *state;
    double first[DRAWS], second[DRAWS], shorter[10];
    fixture_set(fixture, "cs_a", 0, 2020, 1);
    fixture_interval(fixture, "cs_a", 0, 2021, -1, 3.9);
    fixture_interval(fixture, "cs_a", 0, 2020, -1, 3.9);
    score_draws_cell(&fixture->panel, 0, 4, 1, 0, DRAWS, first);
    for (size_t d = 0; d < DRAWS; d++)
        assert_true(first[d] >= 0 && first[d] <= 4);
    score_draws_cell(&fixture->panel, 0, 2, 1, 0, DRAWS, second);
    assert_memory_not_equal(first, second, sizeof first);
    fixture->stream[fixture_cell(fixture, "cs_a", 0, 2020)] =
        fixture->stream[fixture_cell(fixture, "cs_a", 0, 2021)];
    score_draws_cell(&fixture->panel, 0, 2, 1, 0, DRAWS, second);
    assert_memory_equal(first, second, sizeof first);
    score_draws_cell(&fixture->panel, 0, 2, 1, 0, 10, shorter);
    assert_memory_equal(first, shorter, sizeof shorter);
    score_draws_cell(&fixture->panel, 0, 2, 2, 0, DRAWS, second);
    assert_memory_not_equal(first, second, sizeof first);
}

static void intervals_are_made_for_the_periods_asked_for_only(void **state)
{
    struct err err;
    struct fixture *fixture = *state;
    fixture_set(fixture, "cs_a", 0, 2020, 1);
    fixture_interval(fixture, "cs_a", 0, 2020, 0.5, 2);
    fixture_interval(fixture, "cs_a", 0, 2021, 0.5, 2);
    struct score_options options = bench_options(fixture, 100);
    options.draws_first = 2021;
    struct score *score =
        score_run(fixture->arena, &fixture->panel, bench_rule(fixture), &options, &err);
    assert_true(isnan(bench_low(score, "index", 0, 2020)));
    assert_true(!isnan(bench_low(score, "index", 0, 2021)));
}

static void rows_are_tidy_and_ordered(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    rule->values = PANEL_PUBLISHED;
    fixture_interval(fixture, "mf_a", 0, 2021, 30, 50);
    fixture->flags[fixture_cell(fixture, "mf_a", 0, 2021)] = PANEL_CARRIED;
    struct score *score = bench_score(fixture, rule, 10);
    uint32_t countries[] = {1, 0};
    struct score_selection selection = {.levels = 15,
                                        .first = 2000,
                                        .last = 2021,
                                        .countries = countries,
                                        .country_count = 2,
                                        .all = true};
    struct rows *rows = score_rows(fixture->arena, score, &selection);
    assert_non_null(rows);
    assert_int_equal(rows->count, 3 * 2 * 10);
    assert_string_equal(rows_text(rows, 0, 0), "BBB");
    assert_string_equal(rows_text(rows, 0, 1), "2019");
    assert_string_equal(rows_text(rows, 0, 3), "index");
    assert_string_equal(rows_text(rows, 10, 0), "AAA");
    size_t mf = 5 * 10 + 5;
    assert_string_equal(rows_text(rows, mf, 2), "indicator");
    assert_string_equal(rows_text(rows, mf, 3), "mf_a");
    assert_near(rows_number(rows, mf, 4), 36, 0);
    assert_near(rows_number(rows, mf, 5), 30, 0);
    assert_near(rows_number(rows, mf, 7), 1, 0);
    assert_string_equal(rows_text(rows, mf, 8), "carried");
    assert_string_equal(rows_get_meta(rows, "not_eligible", 0), "mf_b");
    assert_null(rows_get_meta(rows, "not_eligible", 1));
    selection.levels = SCORE_LEVEL_INDICATOR;
    selection.first = 2021;
    selection.countries = countries + 1;
    selection.country_count = 1;
    selection.stage = SCORE_ROWS_NORMALISED;
    rows = score_rows(fixture->arena, score, &selection);
    assert_int_equal(rows->count, 5);
    assert_near(rows_number(rows, 2, 4), 64, 1e-12);
    assert_near(rows_number(rows, 2, 5), 50, 1e-12);
}

static void moves_are_listed_once_by_date(void **state)
{
    struct fixture *fixture = *state;
    struct event events[] = {{.id = "e1", .title = "First"}, {.id = "e2", .title = "Second"}};
    struct effect effects[] = {
        {.indicator = 0,
         .by = -1,
         .day = date_day(2021, 5, 1),
         .because = "b",
         .file = "f",
         .line = 9},
        {.indicator = 1,
         .by = 1,
         .day = date_day(2020, 5, 1),
         .because = "c",
         .file = "f",
         .line = 3},
    };
    struct panel_move moves[] = {
        {0, &effects[0], 0, 4, -1, false},          {1, &effects[1], 0, 2, 1, true},
        {1, &effects[1], 0, 4, 1, false},           {1, &effects[1], 1, 5, 1, true},
        {0, &effects[0], 0, UINT32_MAX, -1, false},
    };
    uint32_t countries[] = {0};
    struct score_selection selection = {
        .levels = 15, .first = 2019, .last = 2021, .countries = countries, .country_count = 1};
    fixture->project.events = events;
    fixture->project.event_count = 2;
    fixture->panel.moves = moves;
    fixture->panel.move_count = 5;
    struct rows *rows = score_moves(fixture->arena, &fixture->panel, &selection);
    assert_int_equal(rows->count, 2);
    assert_string_equal(rows_text(rows, 0, 0), "2020-05-01");
    assert_string_equal(rows_text(rows, 0, 5), "moved");
    assert_string_equal(rows_text(rows, 1, 2), "First");
    assert_string_equal(rows_text(rows, 1, 3), "cs_a");
    selection.last = 2020;
    rows = score_moves(fixture->arena, &fixture->panel, &selection);
    assert_int_equal(rows->count, 1);
    assert_string_equal(rows_text(rows, 0, 5), "no base value");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_human_development_index_is_reproduced, set_up_hdi,
                                        tear_down),
        cmocka_unit_test_setup_teardown(
            criteria_of_the_transformation_index_are_reproduced_unnormalised, set_up_bti,
            tear_down),
        TEST(pillars_and_index_follow_the_rule),
        TEST(published_values_leave_out_what_nobody_publishes),
        TEST(a_pillar_without_eligible_indicators_leaves_the_index),
        TEST(coverage_is_the_share_of_effective_weight),
        TEST(aggregates_take_the_flags_of_what_entered),
        TEST(an_aggregate_at_an_end_or_raised_to_a_floor_says_so),
        TEST(the_default_period_is_the_latest_all_countries_have),
        TEST(several_rules_have_the_periods_that_each_of_them_has),
        TEST(levels_may_be_spaced_by_points),
        TEST(a_headline_of_parts_leaves_the_pillar_they_stand_in_alone),
        TEST(the_interval_of_a_mean_is_its_values_own),
        TEST(a_falling_scale_turns_its_interval),
        TEST(independent_errors_add_in_squares),
        TEST(the_score_is_never_outside_its_own_interval),
        TEST(draws_stay_within_the_scale_and_follow_their_stream),
        TEST(intervals_are_made_for_the_periods_asked_for_only),
        TEST(rows_are_tidy_and_ordered),
        TEST(moves_are_listed_once_by_date),
    };
    return cmocka_run_group_tests_name("score", tests, NULL, NULL);
}
