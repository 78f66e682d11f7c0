/* How weights vary: noise, Dirichlet distributions, sets; against closed forms. */
#include "robust/robust_case.h"

#include "robust_bench.h"

enum { RUNS = 40000, PARTS = 3 };

static const char *const ids[PARTS] = {"x", "y", "z"};
static const double given[PARTS] = {1, 2, 5};

/* Indicators that weigh 1, 2 and 5; country i has 100 in indicator i and 0 in the others, so that
 * its score is 100 times that indicator's share of the weights. */
static int setup(void **state)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    for (size_t i = 0; i < PARTS; i++)
        fixture_indicator(fixture, "main", ids[i], given[i], 0, 100);
    fixture_panel(fixture, PARTS, 2020, 2020);
    for (size_t i = 0; i < PARTS; i++)
        for (size_t country = 0; country < PARTS; country++)
            fixture_set(fixture, ids[i], country, 2020, country == i ? 100 : 0);
    *state = fixture;
    return 0;
}

static int teardown(void **state)
{
    fixture_free(*state);
    return 0;
}

/* [country × RUNS], as shares. */
static double *shares_of(struct fixture *fixture, const struct robust_plan *plan)
{
    const struct robust_range range = {
        .seed = 1, .count = RUNS, .rows = PARTS, .threads = 1, .kernel = kernel_for(NULL)};
    double *out = runs_of(fixture, plan, &range);
    for (size_t i = 0; i < PARTS * RUNS; i++)
        out[i] /= 100;
    return out;
}

/* Means p, variances p(1 - p) / (c + 1), covariances -pq / (c + 1) (Kotz, Balakrishnan and Johnson,
 * Continuous Multivariate Distributions 1, 2000, chapter 49). */
static void dirichlet_weights_have_the_moments_of_the_distribution(void **state)
{
    struct fixture *fixture = *state;
    const double concentrations[] = {2, 10, 200};
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    for (size_t c = 0; c < 3; c++) {
        double concentration = concentrations[c];
        struct robust_options options = {
            .concentration = concentration, .cases = &score, .case_count = 1};
        const double *shares = shares_of(fixture, plan_of(fixture, &options));
        for (size_t i = 0; i < PARTS; i++) {
            double p = given[i] / 8, variance = p * (1 - p) / (concentration + 1);
            assert_near(bench_mean(shares + i * RUNS, RUNS), p, 4 * sqrt(variance / RUNS));
            assert_near(bench_covariance(shares + i * RUNS, shares + i * RUNS, RUNS), variance,
                        variance / 20);
            for (size_t j = 0; j < i; j++) {
                double q = given[j] / 8, wanted = -p * q / (concentration + 1);
                assert_near(bench_covariance(shares + i * RUNS, shares + j * RUNS, RUNS), wanted,
                            -wanted / 10);
            }
        }
    }
}

static int rising(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* With concentration 8 the share of x is Beta(1, 7), whose distribution is 1 - (1 - p)^7. */
static void a_share_of_dirichlet_weights_is_a_beta_variable(void **state)
{
    struct fixture *fixture = *state;
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.concentration = 8, .cases = &score, .case_count = 1};
    double *shares = shares_of(fixture, plan_of(fixture, &options)), worst = 0;
    qsort(shares, RUNS, sizeof *shares, rising);
    for (size_t i = 0; i < RUNS; i++) {
        double below = 1 - pow(1 - shares[i], 7);
        worst = fmax(worst, fabs(below - ((double)i + 0.5) / RUNS));
    }
    assert_true(worst < 1.63 / sqrt(RUNS)); /* Kolmogorov's bound at 1 % */
}

static void the_base_of_a_weight_is_its_value(void **state)
{
    struct fixture *fixture = *state;
    const struct score *score = bench_score(fixture, bench_rule(fixture), 0);
    struct robust_options options = {.concentration = 12, .cases = &score, .case_count = 1};
    const struct robust_plan *plan = plan_of(fixture, &options);
    for (size_t i = 0; i < plan->input_count; i++) {
        const struct robust_weight *weight = robust_plan_of_weight(plan, i);
        double u = robust_plan_base(plan, i);
        assert_near(robust_plan_weight(plan, weight, 0, u), weight->values[0], 1e-8);
    }
}

static void noise_is_around_the_weights_of_each_set(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    const struct score *nominal = bench_score(fixture, bench_rule(fixture), 0);
    const struct rule_method equal = rule_method_plain(METHOD_EQUAL);
    const struct rule_alternative settings[] = {
        {.label = "own", .own = true},
        {.label = "equal",
         .weights = rule_uncertain_weights(fixture->arena, nominal->rule,
                                           fixture->panel.project->codebook, &equal)}};
    const struct robust_choice choice = {RULE_UNCERTAIN_WEIGHTING, settings, 2};
    const struct score *cases[2];
    for (size_t i = 0; i < 2; i++)
        cases[i] =
            fixture_must((void *)robust_case_make(fixture->arena, nominal, &choice, &i, 1, &err));
    const struct robust_input input = {.name = "weighting", .kind = ROBUST_CHOICE, .settings = 2};
    struct robust_options options = {
        .noise = 0.1, .choices = &input, .choice_count = 1, .cases = cases, .case_count = 2};
    const double *shares = shares_of(fixture, plan_of(fixture, &options));
    size_t own = 0;
    for (size_t run = 0; run < RUNS; run++) {
        double x = shares[run];
        bool is_own = x >= 0.9 / (0.9 + 1.1 * 7) && x <= 1.1 / (1.1 + 0.9 * 7);
        assert_true(is_own || (x >= 0.9 / (0.9 + 1.1 * 2) && x <= 1.1 / (1.1 + 0.9 * 2)));
        own += is_own;
    }
    assert_near((double)own / RUNS, 0.5, 0.01);
}

static void weights_that_cannot_follow_are_refused_by_name(void **state)
{
    struct fixture *fixture = *state;
    struct err err = {0};
    struct rule *rule = bench_rule(fixture);
    rule->nodes[0].method = rule_method_plain(METHOD_SUM);
    const struct score *score = bench_score(fixture, rule, 0);
    const struct robust_options options = {
        .item = score_index(score), .concentration = 8, .cases = &score, .case_count = 1};
    assert_null(robust_plan_make(fixture->arena, &options, &err));
    assert_int_equal(err.code, ERR_ROBUST_FIXED);
    assert_non_null(strstr(err.sentence, "main is a sum"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(dirichlet_weights_have_the_moments_of_the_distribution),
        TEST(a_share_of_dirichlet_weights_is_a_beta_variable),
        TEST(the_base_of_a_weight_is_its_value),
        TEST(noise_is_around_the_weights_of_each_set),
        TEST(weights_that_cannot_follow_are_refused_by_name),
    };
    return cmocka_run_group_tests_name("robust_weights", tests, NULL, NULL);
}
