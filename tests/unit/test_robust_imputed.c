/* How far what is filled in may be off, against what the methods miss where values are there. */
#include "robust/robust_case.h"

#include "robust_bench.h"

enum { RUNS = 8000 };

/* x and y of one pillar, as they are, from 2018 on; four countries. */
static struct fixture *blank(void)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "main", "x", 1, -1000, 1000);
    fixture_indicator(fixture, "main", "y", 1, -1000, 1000);
    fixture_panel(fixture, 4, 2018, 2022);
    return fixture;
}

static const struct score *scattering(struct fixture *fixture, const char *with)
{
    struct err err = {0};
    size_t first = 0;
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    for (size_t i = 0; i < 2; i++) {
        rule->stages[i].impute = rule_method_plain(METHOD_FILL);
        rule->stages[i].impute.settings[0] = (struct rule_setting){.given = true, .text = with};
    }
    const struct score *nominal = bench_score(fixture, rule, 0);
    const struct rule_alternative setting = {.label = "imputed", .left_out = UINT32_MAX};
    const struct robust_choice choice = {RULE_UNCERTAIN_IMPUTED, &setting, 1};
    const struct score *score = robust_case_make(fixture->arena, nominal, &choice, &first, 1, &err);
    if (!score)
        fail_msg("%s", err.sentence);
    for (size_t row = 0; row < fixture->panel.rows; row++) {
        double a = score_value(score, score_index(score), row);
        double b = score_value(nominal, score_index(nominal), row);
        assert_true((isnan(a) && isnan(b)) || fabs(a - b) < 1e-9);
    }
    return score;
}

static const double *made(struct fixture *fixture, const struct score *score)
{
    struct robust_options options = {.imputed = true, .cases = &score, .case_count = 1};
    const struct robust_range range = {.seed = 1,
                                       .count = RUNS,
                                       .rows = fixture->panel.rows,
                                       .threads = 1,
                                       .kernel = kernel_for(NULL)};
    return runs_of(fixture, plan_of(fixture, &options), &range);
}

/* The runs of a country and year. */
static const double *at(const struct fixture *fixture, const double *out, size_t country,
                        int32_t year)
{
    return out + ((size_t)(year - 2018) * fixture->panel.countries + country) * RUNS;
}

static void assert_moments(const double *values, double mean, double sd)
{
    assert_near(bench_mean(values, RUNS), mean, 4 * sd / sqrt(RUNS) + 1e-9);
    assert_near(sqrt(bench_covariance(values, values, RUNS)), sd, sd / 20 + 1e-9);
}

/* x of 10, 20 and 60: mean 30, root mean square of 20, 10 and 30 from it. */
static void a_mean_misses_by_the_spread_around_it(void **state)
{
    struct fixture *fixture = blank();
    (void)state;
    fixture_set(fixture, "x", 0, 2018, 10);
    fixture_set(fixture, "x", 1, 2018, 20);
    fixture_set(fixture, "x", 0, 2019, 60);
    const double *out = made(fixture, scattering(fixture, "mean"));
    double sd = sqrt((400 + 100 + 900) / 3.0);
    assert_moments(at(fixture, out, 2, 2018), 30, sd);
    assert_moments(at(fixture, out, 0, 2018), 10, 0);
    double shared = bench_covariance(at(fixture, out, 2, 2018), at(fixture, out, 3, 2018), RUNS);
    assert_near(shared / sd / sd, 0, 0.05);
    shared = bench_covariance(at(fixture, out, 2, 2018), at(fixture, out, 2, 2019), RUNS);
    assert_near(shared / sd / sd, 0, 0.05);
    fixture_free(fixture);
}

/* Steps of 4 and -3: a year on the value is off by √12.5, two years on by √2 times as much, to the
 * same side. */
static void a_carried_value_moves_as_far_as_values_do(void **state)
{
    struct fixture *fixture = blank();
    (void)state;
    fixture_set(fixture, "x", 0, 2018, 10);
    fixture_set(fixture, "x", 0, 2019, 14);
    fixture_set(fixture, "x", 0, 2020, 11);
    const double *out = made(fixture, scattering(fixture, "carry"));
    const double *one = at(fixture, out, 0, 2021), *two = at(fixture, out, 0, 2022);
    assert_moments(one, 11, sqrt(12.5));
    assert_moments(two, 11, 5);
    for (size_t run = 0; run < RUNS; run++)
        assert_near(two[run] - 11, (one[run] - 11) * sqrt(2), 1e-9);
    fixture_free(fixture);
}

/* Of pairs 10 and 30, 40 and 44 each value misses the other by their difference: root mean square
 * of 20 and 4. */
static void a_sibling_misses_by_what_siblings_differ(void **state)
{
    struct fixture *fixture = blank();
    double sd = sqrt((400 + 16) / 2.0);
    (void)state;
    fixture_set(fixture, "x", 0, 2018, 10);
    fixture_set(fixture, "y", 0, 2018, 30);
    fixture_set(fixture, "x", 1, 2018, 40);
    fixture_set(fixture, "y", 1, 2018, 44);
    fixture_set(fixture, "x", 2, 2018, 70);
    const double *out = made(fixture, scattering(fixture, "row"));
    assert_moments(at(fixture, out, 2, 2018), 70, sd / 2); /* the mean of 70 and 70 ± sd */
    assert_moments(at(fixture, out, 0, 2018), 20, 0);
    fixture_free(fixture);
}

static void what_cannot_scatter_is_refused_by_name(void **state)
{
    struct fixture *fixture = blank();
    struct err err = {0};
    size_t first = 0;
    (void)state;
    struct rule *rule = bench_rule(fixture);
    fixture_set(fixture, "x", 0, 2018, 10);
    fixture_set(fixture, "x", 0, 2020, 20);
    const struct score *nominal = bench_score(fixture, rule, 0);
    struct robust_options options = {
        .item = score_index(nominal), .imputed = true, .cases = &nominal, .case_count = 1};
    assert_null(robust_plan_make(fixture->arena, &options, &err));
    assert_non_null(strstr(err.sentence, "the rule fills nothing in"));
    rule->stages[0].impute = rule_method_plain(METHOD_FILL);
    rule->stages[0].impute.settings[0] = (struct rule_setting){.given = true, .text = "linear"};
    const struct rule_alternative setting = {.label = "imputed", .left_out = UINT32_MAX};
    const struct robust_choice choice = {RULE_UNCERTAIN_IMPUTED, &setting, 1};
    nominal = bench_score(fixture, rule, 0);
    assert_null(robust_case_make(fixture->arena, nominal, &choice, &first, 1, &err));
    assert_int_equal(err.code, ERR_ROBUST_FIXED);
    assert_non_null(strstr(err.sentence, "x is filled by linear"));
    fixture_free(fixture);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mean_misses_by_the_spread_around_it),
        cmocka_unit_test(a_carried_value_moves_as_far_as_values_do),
        cmocka_unit_test(a_sibling_misses_by_what_siblings_differ),
        cmocka_unit_test(what_cannot_scatter_is_refused_by_name),
    };
    return cmocka_run_group_tests_name("robust_imputed", tests, NULL, NULL);
}
