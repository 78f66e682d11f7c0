/* Runs in which values, weights and methods vary, against closed forms and against what must not
 * change. */
#include "base/random.h"
#include "robust/robust_case.h"
#include "robust/robust_rows.h"
#include "robust/robust_rank.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "robust_bench.h"

enum { RUNS = 20000 };

/* Two indicators of one pillar, on 0 to 100; AAA has 80 and 20, BBB 60 and 40, CCC 30 and none. */
static struct fixture *two(void)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, 0, 100);
    fixture_indicator(fixture, "main", "y", 1, 0, 100);
    fixture_panel(fixture, 3, 2020, 2021);
    for (int32_t year = 2020; year <= 2021; year++) {
        fixture_set(fixture, "x", 0, year, 80);
        fixture_set(fixture, "y", 0, year, 20);
        fixture_set(fixture, "x", 1, year, 60);
        fixture_set(fixture, "y", 1, year, 40);
        fixture_set(fixture, "x", 2, year, 30);
    }
    return fixture;
}

static int setup(void **state)
{
    *state = two();
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

static struct robust_range whole(const struct fixture *fixture, size_t count)
{
    return (struct robust_range){.seed = 1,
                                 .count = count,
                                 .rows = fixture->panel.rows,
                                 .threads = 1,
                                 .kernel = kernel_for(NULL)};
}

static void moments(const double *values, size_t count, double *mean, double *variance)
{
    double sum = 0, squares = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    *mean = sum / (double)count;
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - *mean) * (values[i] - *mean);
    *variance = squares / (double)(count - 1);
}

/* y + s(x - y) with s = a / (a + b), a and b uniform on 0.75..1.25: by symmetry its mean is that of
 * equal weights, and the variance of s is the integral of (a - b)² / (4(a + b)²), 0.0026374673. */
static void noise_on_weights_has_the_moments_of_its_integral(void **state)
{
    struct fixture *fixture = *state;
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.noise = 0.25, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    assert_int_equal(plan->weight_count, 2);
    struct robust_range range = whole(fixture, RUNS);
    const double *out = runs_of(fixture, plan, &range);
    double mean, variance, expected = 0.0026374673 * 60 * 60;
    moments(out, RUNS, &mean, &variance);
    assert_near(mean, 50, 4 * sqrt(expected / RUNS));
    assert_near(variance / expected, 1, 0.03);
    moments(out + RUNS, RUNS, &mean, &variance);
    assert_near(variance / (0.0026374673 * 20 * 20), 1, 0.03);
    for (size_t run = 0; run < RUNS; run++) /* one child: its weight says nothing */
        assert_near(out[2 * RUNS + run], 30, 1e-12);
}

/* What runs of one country amount to. */
static struct robust_figures figures_of(struct fixture *fixture, const double *values, size_t runs)
{
    const struct robust_tally_ask ask = {.countries = 1, .figures = true};
    const struct robust_part part = {.values = values, .runs = runs};
    struct robust_tally *tally = fixture_must(robust_tally_new(fixture->arena, &ask, &part));
    robust_tally_add(tally, &part);
    assert_true(robust_tally_begin_again(fixture->arena, tally));
    robust_tally_show_again(tally, &part);
    return robust_tally_figures(tally, 0);
}

static void values_vary_as_they_do_in_intervals(void **state)
{
    struct fixture *fixture = *state;
    fixture_interval(fixture, "x", 0, 2020, 70, 95);
    struct score *score = bench_score(fixture, bench_rule(fixture), 1000);
    const struct score *cases[] = {score};
    struct robust_options options = {.values = true, .cases = cases, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    struct robust_range range = whole(fixture, 1000);
    const double *out = runs_of(fixture, plan, &range);
    struct robust_figures figures = figures_of(fixture, out, 1000);
    assert_true(fixture_same(figures.q05, bench_low(score, "index", 0, 2020)));
    assert_true(fixture_same(figures.q95, bench_high(score, "index", 0, 2020)));
    assert_int_equal(figures.runs, 1000);
}

/* Parts run apart, threads and widths of kernels change no bit. */
static void a_run_depends_on_nothing_but_seed_and_number(void **state)
{
    struct fixture *fixture = *state;
    static const char *const widths[] = {"16", "32", "64"};
    fixture_interval(fixture, "x", 0, 2020, 70, 95);
    fixture_interval(fixture, "y", 1, 2021, 30, 45);
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {
        .values = true, .noise = 0.5, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    struct robust_range range = whole(fixture, 2000);
    const double *out = runs_of(fixture, plan, &range);
    for (unsigned threads = 2; threads <= 3; threads++) {
        range.threads = threads;
        const double *same = runs_of(fixture, plan, &range);
        assert_memory_equal(out, same, 2000 * range.rows * sizeof *out);
    }
    for (size_t i = 0; i < 3; i++) {
        range.kernel = kernel_for(widths[i]);
        if (range.kernel)
            assert_memory_equal(out, runs_of(fixture, plan, &range),
                                2000 * range.rows * sizeof *out);
    }
    range = whole(fixture, 700);
    range.first = 800;
    const double *part = runs_of(fixture, plan, &range);
    for (size_t row = 0; row < range.rows; row++)
        assert_memory_equal(part + row * 700, out + row * 2000 + 800, 700 * sizeof *out);
}

/* A design says what each run takes: the numbers of a run, given, make the run. */
static void a_design_repeats_runs(void **state)
{
    struct fixture *fixture = *state;
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.noise = 0.25, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    double design[2 * 300];
    for (size_t input = 0; input < 2; input++)
        robust_run_numbers(plan, input, 1, 0, 300, design + input * 300);
    struct robust_range range = whole(fixture, 300);
    const double *made = runs_of(fixture, plan, &range);
    range.design = design;
    assert_memory_equal(made, runs_of(fixture, plan, &range), 300 * range.rows * sizeof *made);
    /* By hand: weights 0.75 and 1.25 of AAA's 80 and 20. */
    double ends[2] = {0, 1};
    range.design = ends;
    range.count = 1;
    assert_near(runs_of(fixture, plan, &range)[0], (0.75 * 80 + 1.25 * 20) / 2, 1e-12);
}

static void a_choice_gives_each_setting_its_share(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    const struct rule_alternative settings[] = {
        {.label = "mean", .method = rule_method_plain(METHOD_MEAN)},
        {.label = "geometric", .method = rule_method_plain(METHOD_GEOMETRIC)}};
    const struct robust_choice choice = {RULE_UNCERTAIN_AGGREGATE, settings, 2};
    const struct score *nominal = bench_score(fixture, bench_rule(fixture), 0);
    const struct score *cases[2];
    assert_true(robust_case_fits(nominal, &choice, &err));
    for (size_t i = 0; i < 2; i++)
        cases[i] =
            fixture_must((void *)robust_case_make(fixture->arena, nominal, &choice, &i, 1, &err));
    const struct robust_input input = {.name = "aggregate", .kind = ROBUST_CHOICE, .settings = 2};
    struct robust_options options = {
        .choices = &input, .choice_count = 1, .cases = cases, .case_count = 2};
    const struct robust_plan *plan = plan_of(fixture, &options);
    struct robust_range range = whole(fixture, RUNS);
    const double *out = runs_of(fixture, plan, &range);
    size_t means = 0;
    for (size_t run = 0; run < RUNS; run++) {
        bool mean = fabs(out[run] - 50) < 1e-9;
        assert_true(mean || fabs(out[run] - 40) < 1e-9); /* sqrt(80 × 20) */
        means += mean;
    }
    assert_near((double)means / RUNS, 0.5, 0.015); /* four standard errors */
}

/* The difference of two normal variables is normal: P(A above B) = Φ((50 - 47) / (√2 σ)). */
static void the_share_of_runs_above_is_that_of_the_normal_difference(void **state)
{
    struct fixture *fixture = *state;
    double half = 5 * 1.6448536269514722; /* σ = 5 */
    for (size_t c = 0; c < 2; c++) {
        double value = c == 0 ? 50 : 47;
        fixture_set(fixture, "x", c, 2020, value);
        fixture_set(fixture, "y", c, 2020, value);
        fixture_interval(fixture, "x", c, 2020, value - half, value + half);
        fixture_interval(fixture, "y", c, 2020, value, value);
    }
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.values = true, .cases = &score, .case_count = 1};
    struct robust_range range = whole(fixture, RUNS);
    const double *out = runs_of(fixture, plan_of(fixture, &options), &range);
    const struct robust_tally_ask ask = {.countries = 2, .pairs = true};
    const struct robust_part part = {.values = out, .runs = RUNS};
    struct robust_tally *tally = fixture_must(robust_tally_new(fixture->arena, &ask, NULL));
    robust_tally_add(tally, &part);
    struct robust_chance chance = robust_tally_pair(tally, 0, 1);
    /* Each score has σ 2.5, the difference 3.5355: Φ(0.848528) = 0.801928. */
    assert_near(chance.above, 0.801928, 4 * sqrt(0.8 * 0.2 / RUNS));
    assert_true(chance.tie == 0);
}

/* Of 2,000 published values, each the truth and a normal error, nine in ten intervals hold the
 * truth. */
static void a_ninety_percent_interval_covers_ninety_percent(void **state)
{
    (void)state;
    enum { YEARS = 250, COUNTRIES = 8, DRAWS = 2000 };
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, 0, 100);
    fixture_indicator(fixture, "main", "y", 1, 0, 100);
    fixture_panel(fixture, COUNTRIES, 1, YEARS);
    size_t rows = fixture->panel.rows, covered = 0;
    double *errors = fixture_must(arena_alloc(fixture->arena, 2 * rows, sizeof *errors));
    random_normals(7, 99, 0, 2 * rows, errors);
    for (size_t i = 0; i < 2 * rows; i++) {
        double sigma = 2 + (double)(i % 5);
        fixture->value[i] = 50 + sigma * errors[i];
        fixture->low[i] = fixture->value[i] - 1.6448536269514722 * sigma;
        fixture->high[i] = fixture->value[i] + 1.6448536269514722 * sigma;
    }
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.values = true, .cases = &score, .case_count = 1};
    struct robust_range range = whole(fixture, DRAWS);
    const double *out = runs_of(fixture, plan_of(fixture, &options), &range);
    for (size_t row = 0; row < rows; row++) {
        struct robust_figures figures = figures_of(fixture, out + row * DRAWS, DRAWS);
        covered += figures.q05 <= 50 && 50 <= figures.q95;
    }
    assert_true(covered >= 1760 && covered <= 1840);
    fixture_free(fixture);
}

/* So many runs that they are done in parts: rows have the quantiles of all of them. */
static void rows_of_runs_done_in_parts_are_those_of_all_runs(void **state)
{
    (void)state;
    enum { COUNTRIES = 8, DRAWS = 300000 };
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, 0, 100);
    fixture_indicator(fixture, "main", "y", 1, 0, 100);
    fixture_panel(fixture, COUNTRIES, 2020, 2020);
    for (size_t i = 0; i < 2 * (size_t)COUNTRIES; i++)
        fixture->value[i] = i == 3 ? NAN : (double)(i * 7919 % 1000) / 10;
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.noise = 0.5, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    static uint32_t countries[COUNTRIES];
    for (uint32_t c = 0; c < COUNTRIES; c++)
        countries[c] = c;
    const struct robust_ask ask = {.plan = plan,
                                   .nominal = score,
                                   .runs = DRAWS,
                                   .seed = 1,
                                   .threads = 2,
                                   .kernel = kernel_for(NULL),
                                   .first = 2020,
                                   .last = 2020,
                                   .countries = countries,
                                   .country_count = COUNTRIES};
    struct err err;
    const struct rows *rows = fixture_must(robust_rows(fixture->arena, &ask, &err));
    struct robust_range range = whole(fixture, DRAWS);
    range.rows = COUNTRIES;
    const double *out = runs_of(fixture, plan, &range);
    for (size_t c = 0; c < COUNTRIES; c++) {
        struct robust_figures figures = figures_of(fixture, out + c * DRAWS, DRAWS);
        assert_true(fixture_same(figures.q05, rows_number(rows, c, ROBUST_Q05)));
        assert_true(fixture_same(figures.median, rows_number(rows, c, ROBUST_MEDIAN)));
        assert_true(fixture_same(figures.q95, rows_number(rows, c, ROBUST_Q95)));
        assert_true(fixture_same(figures.mean, rows_number(rows, c, ROBUST_MEAN)));
    }
    fixture_free(fixture);
}

static void equal_scores_share_the_better_rank(void **state)
{
    struct fixture *fixture = *state;
    const double values[] = {3, 1, NAN, 7, 7, 2, 3, NAN}; /* four countries, two runs */
    uint32_t ranks[8];
    const struct robust_ranking ranking = {values, 4, 2, 1, kernel_for(NULL)};
    assert_true(robust_rank(fixture->arena, &ranking, ranks));
    /* Run 0: 3, none, 7, 3. Run 1: 1, 7, 2, none. */
    const uint32_t first[] = {2, 0, 1, 2}, second[] = {3, 1, 2, 0};
    for (size_t c = 0; c < 4; c++) {
        assert_int_equal(ranks[c * 2], first[c]);
        assert_int_equal(ranks[c * 2 + 1], second[c]);
    }
}

/* A value for ranking, drawn so that ties, values that differ in their last bit, missing and huge
 * ones occur. */
static double value_to_rank(size_t at)
{
    double u;
    random_uniforms(7, 7, at, 1, &u);
    double value = (double)(int)(u * 997) - 400;
    switch (at % 23) {
    case 3:
        return NAN;
    case 7:
        return nextafter(value, INFINITY);
    case 11:
        return -DBL_MAX;
    case 13:
        return at % 2 ? 0.0 : -0.0;
    case 17:
        return value * 0x1p-1074;
    default:
        return value + u;
    }
}

static void ranks_count_who_is_higher_for_any_number_of_countries_runs_threads_and_width(
    void **state)
{
    struct fixture *fixture = *state;
    enum { COUNTRIES = 131, MOST_RUNS = 1100 };
    static double values[COUNTRIES * MOST_RUNS];
    static uint32_t ranks[COUNTRIES * MOST_RUNS];
    for (size_t i = 0; i < COUNTRIES * MOST_RUNS; i++)
        values[i] = value_to_rank(i);
    for (size_t countries = 1; countries <= COUNTRIES; countries += countries < 20 ? 1 : 37)
        for (size_t k = 0; kernel_name(k); k++) {
            size_t runs = countries == 20 ? MOST_RUNS : 7 + countries % 11;
            const struct robust_ranking ranking = {values, countries, runs, 1 + (unsigned)k,
                                                   kernel_for(kernel_name(k))};
            if (!ranking.kernel)
                continue;
            assert_true(robust_rank(fixture->arena, &ranking, ranks));
            for (size_t run = 0; run < runs; run++)
                for (size_t c = 0; c < countries; c++) {
                    uint32_t rank = isnan(values[c * runs + run]) ? 0U : 1U;
                    for (size_t d = 0; rank > 0 && d < countries; d++)
                        rank += values[d * runs + run] > values[c * runs + run];
                    assert_int_equal(ranks[c * runs + run], rank);
                }
        }
}

static void what_cannot_vary_is_refused_by_name(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct rule *rule = bench_rule(fixture);
    const struct score *exact = bench_score(fixture, rule, 0);
    struct robust_options options = {
        .item = score_index(exact), .values = true, .cases = &exact, .case_count = 1};
    assert_null(robust_plan_make(fixture->arena, &options, &err));
    assert_int_equal(err.code, ERR_ROBUST_FIXED);
    assert_non_null(strstr(err.sentence, "values are exact"));
    bench_as_they_are(rule, fixture);
    const struct score *plain = bench_score(fixture, rule, 0);
    const struct rule_alternative setting = {.label = "minmax",
                                             .method = rule_method_plain(METHOD_MINMAX)};
    const struct robust_choice choice = {RULE_UNCERTAIN_NORMALISE, &setting, 1};
    assert_false(robust_case_fits(plain, &choice, &err));
    assert_non_null(strstr(err.sentence, "normalise cannot vary"));
    rule->nodes[0].weighting = rule_method_plain(METHOD_ENTROPY);
    const struct score *found = bench_score(fixture, rule, 0);
    options = (struct robust_options){
        .item = score_index(found), .noise = 0.25, .cases = &found, .case_count = 1};
    assert_null(robust_plan_make(fixture->arena, &options, &err));
    assert_non_null(strstr(err.sentence, "weights below main are found in the data"));
}

/* Frames that look at the values are taken anew in each run: min-max of a country's own value. */
static void a_frame_moves_with_the_values(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    for (size_t i = 0; i < 2; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_MINMAX);
    fixture_interval(fixture, "x", 0, 2020, 70, 90);
    fixture_interval(fixture, "x", 0, 2021, 70, 90);
    const struct score *score = bench_score(fixture, rule, 0);
    struct robust_options options = {.values = true, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    assert_true(plan->whole[0]);
    struct robust_range range = whole(fixture, 200);
    const double *out = runs_of(fixture, plan, &range);
    bool moved = false;
    for (size_t run = 0; run < 200; run++) {
        double one = out[run], other = out[3 * 200 + run];
        /* AAA's larger x is 100, y is 0 in both years: the better year has 50. */
        assert_near(one > other ? one : other, 50, 1e-9);
        /* BBB has y 100 and an x that falls as AAA's rises. */
        moved = moved || fabs(out[200 + run] - out[200]) > 1;
    }
    assert_true(moved);
}

/* Weights stand above what normalising takes from the data: nothing of that moves with them. */
static void weights_alone_move_no_frame(void **state)
{
    struct fixture *fixture = *state;
    struct rule *rule = bench_rule(fixture);
    for (size_t i = 0; i < 2; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_MINMAX);
    const struct score *score = bench_score(fixture, rule, 0);
    struct robust_options options = {.noise = 0.25, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    assert_false(plan->whole[0]);
    struct robust_range range = whole(fixture, 100);
    const double *out = runs_of(fixture, plan, &range);
    for (size_t run = 0; run < 100; run++) /* x of AAA is the best, y the worst */
        assert_true(out[run] > 30 && out[run] < 70);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(noise_on_weights_has_the_moments_of_its_integral, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(values_vary_as_they_do_in_intervals, setup, teardown),
        cmocka_unit_test_setup_teardown(a_run_depends_on_nothing_but_seed_and_number, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(a_design_repeats_runs, setup, teardown),
        cmocka_unit_test_setup_teardown(a_choice_gives_each_setting_its_share, setup, teardown),
        cmocka_unit_test_setup_teardown(the_share_of_runs_above_is_that_of_the_normal_difference,
                                        setup, teardown),
        cmocka_unit_test(a_ninety_percent_interval_covers_ninety_percent),
        cmocka_unit_test(rows_of_runs_done_in_parts_are_those_of_all_runs),
        cmocka_unit_test_setup_teardown(equal_scores_share_the_better_rank, setup, teardown),
        cmocka_unit_test_setup_teardown(
            ranks_count_who_is_higher_for_any_number_of_countries_runs_threads_and_width, setup,
            teardown),
        cmocka_unit_test_setup_teardown(what_cannot_vary_is_refused_by_name, setup, teardown),
        cmocka_unit_test_setup_teardown(a_frame_moves_with_the_values, setup, teardown),
        cmocka_unit_test_setup_teardown(weights_alone_move_no_frame, setup, teardown),
    };
    return cmocka_run_group_tests_name("robust", tests, NULL, NULL);
}
