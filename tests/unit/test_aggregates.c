/* How children become one value, from the text of a rule: figures worked out by hand, what holds of
 * all means, what must be there, and what has no mean. */

#include "rule_bench.h"
#include "score_bench.h"

enum { COUNTRIES = 4 };

/* Pillar p of a, b, c with weights 1, 2, 3 and pillar q of d; four countries in one year. */
static int set_up(void **state)
{
    static const char *const ids[] = {"a", "b", "c", "d"};
    static const double values[][COUNTRIES] = {
        {10, 90, 1, 5}, {20, 110, 0.5, 5}, {40, 100, 0.5, 5}, {50, 60, 70, 80}};
    struct bench *bench = fixture_must(calloc(1, sizeof *bench));
    struct fixture *fixture = bench->fixture = fixture_new();
    fixture_pillar(fixture, "p", ROLE_OUTCOME, 1);
    for (size_t i = 0; i < 4; i++) {
        if (i == 3)
            fixture_pillar(fixture, "q", ROLE_OUTCOME, 1);
        fixture_indicator(fixture, i < 3 ? "p" : "q", ids[i], i < 3 ? (double)i + 1 : 1, 0, 100);
    }
    fixture_panel(fixture, COUNTRIES, 2020, 2020);
    for (size_t i = 0; i < 4; i++)
        for (size_t country = 0; country < COUNTRIES; country++)
            fixture_set(fixture, ids[i], country, 2020, values[i][country]);
    bench->host = (struct rule_host){.formulas = {.trace = bench_trace, .context = bench},
                                     .rule = bench_other,
                                     .context = bench};
    *state = bench;
    return 0;
}

static struct score *try(struct bench *bench, const char *text, struct err *err)
{
    const char *fields =
        arena_printf(bench->fixture->arena, "%s%s", text,
                     strstr(text, "missing") ? "" : ", missing = { need = { count = 1 } }");
    struct rule *rule = bench_read(bench, fixture_must((void *)fields));
    for (size_t i = 0; i < bench->list.count; i++)
        if (bench->list.items[i].severity == ERR_ERROR)
            fail_msg("%s: %s", text, bench->list.items[i].sentence);
    err_list_free(&bench->list);
    err_list_init(&bench->list);
    struct score_options options = bench_options(bench->fixture, 0);
    *err = (struct err){0};
    return score_run(bench->fixture->arena, &bench->fixture->panel, rule, &options, err);
}

static struct score *run(struct bench *bench, const char *text)
{
    struct err err;
    struct score *score = try(bench, text, &err);
    if (!score)
        fail_msg("%s: %s", text, err.sentence);
    return score;
}

static double p_of(struct bench *bench, const char *method, uint32_t country)
{
    char text[128];
    snprintf(text, sizeof text, "at = { p = tide.%s }", method);
    return bench_value(run(bench, text), "p", country, 2020);
}

static void set(struct bench *bench, const char *id, uint32_t country, double value)
{
    bench->fixture->value[fixture_cell(bench->fixture, id, country, 2020)] = value;
}

/* Of 10, 20, 40 weighted 1, 2, 3; of 90, 110, 100. */
static void aggregates_are_what_is_worked_out_by_hand(void **state)
{
    struct bench *bench = *state;
    assert_near(p_of(bench, "mean()", 0), 170.0 / 6, 1e-12);
    assert_near(p_of(bench, "sum()", 0), 170, 1e-12);
    /* 10 × 20² × 40³ is 10⁶ × 2⁸, whose sixth root is 10 × 2^(4/3). */
    assert_near(p_of(bench, "geometric()", 0), 25.198420997897464, 1e-12);
    assert_near(p_of(bench, "harmonic()", 0), 6 / (0.1 + 0.1 + 0.075), 1e-12);
    assert_near(p_of(bench, "power { order = 2 }", 0), sqrt((100 + 2 * 400 + 3 * 1600) / 6.0),
                1e-12);
    assert_near(p_of(bench, "power { order = 3 }", 0), 32.65865878032097, 1e-9);
    assert_near(p_of(bench, "power { order = 1 }", 0), 170.0 / 6, 1e-12);
    assert_near(p_of(bench, "power { order = 0 }", 0), 25.198420997897464, 1e-12);
    assert_near(p_of(bench, "power { order = -1 }", 0), 6 / 0.275, 1e-12);
    assert_near(p_of(bench, "power { order = -2 }", 0), 18.856180831641264, 1e-9);
    assert_near(p_of(bench, "minimum()", 0), 10, 0);
    /* Mean 100, sd with n √(200 / 3): the mean less 200 / 3 / 100. */
    assert_near(p_of(bench, "mpi()", 1), 100 - 2.0 / 3, 1e-12);
    assert_near(p_of(bench, "mpi { penalty = \"up\" }", 1), 100 + 2.0 / 3, 1e-12);
    assert_near(p_of(bench, "ampi()", 1), 100 - 2.0 / 3, 1e-12);
    assert_near(p_of(bench, "mpi()", 3), 5, 0);
}

static void negative_values_have_an_arithmetic_power_mean(void **state)
{
    struct bench *bench = *state;
    set(bench, "a", 0, -10);
    assert_near(p_of(bench, "power { order = 1 }", 0), p_of(bench, "mean()", 0), 1e-12);
    assert_near(p_of(bench, "minimum()", 0), -10, 0);
    assert_near(p_of(bench, "sum()", 0), 150, 1e-12);
    struct score *score = run(bench, "at = { p = tide.sum() }");
    assert_int_equal(bench_flags(score, "p", 0, 2020) & PANEL_FLOOR, 0);
}

/* A fixed sequence (Marsaglia's xorshift), in [0, 1). */
static double uniform(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return (double)(*seed >> 11) / 9007199254740992.0;
}

static const char *const means[] = {"minimum()",           "power { order = -2 }",  "harmonic()",
                                    "geometric()",         "power { order = 0.5 }", "mean()",
                                    "power { order = 2 }", "power { order = 3 }"};
enum { MEANS = sizeof means / sizeof *means, ROUNDS = 40 };

static void set_all(struct bench *bench, const double *values, double factor)
{
    static const char *const ids[] = {"a", "b", "c"};
    for (size_t i = 0; i < 3; i++)
        set(bench, ids[i], 0, factor * values[i]);
}

static void means_are_in_order_bounded_homogeneous_and_rise_with_their_parts(void **state)
{
    struct bench *bench = *state;
    uint64_t seed = 88172645463325252;
    for (size_t round = 0; round < ROUNDS; round++) {
        double values[3], made[MEANS], least = INFINITY, most = 0;
        for (size_t i = 0; i < 3; i++) {
            values[i] = 0.01 + 100 * uniform(&seed);
            least = values[i] < least ? values[i] : least;
            most = values[i] > most ? values[i] : most;
        }
        set_all(bench, values, 1);
        for (size_t m = 0; m < MEANS; m++) {
            made[m] = p_of(bench, means[m], 0);
            assert_true(made[m] >= least && made[m] <= most);
            assert_true(m == 0 || made[m] >= made[m - 1] * (1 - 1e-14));
        }
        set_all(bench, values, 7.3);
        for (size_t m = 0; m < MEANS; m++)
            assert_near(p_of(bench, means[m], 0), 7.3 * made[m], 1e-11 * most);
        values[round % 3] *= 1.5;
        set_all(bench, values, 1);
        for (size_t m = 0; m < MEANS; m++)
            assert_true(p_of(bench, means[m], 0) >= made[m]);
    }
}

static void a_power_mean_nears_the_geometric_as_its_order_nears_0(void **state)
{
    struct bench *bench = *state;
    double geometric = p_of(bench, "geometric()", 0);
    double above = p_of(bench, "power { order = 0.0001 }", 0) - geometric;
    double below = geometric - p_of(bench, "power { order = -0.0001 }", 0);
    assert_true(above > 0 && below > 0);
    /* The slope at 0 is half the mean times the variance of logarithms. */
    assert_near(above / 0.0001, below / 0.0001, 0.01);
    assert_near(p_of(bench, "power { order = 0 }", 0), geometric, 0);
}

static void what_must_be_there_is_asked_by_weight_by_count_or_by_number(void **state)
{
    struct bench *bench = *state;
    set(bench, "c", 0, NAN); /* half of the weight, a third of the children */
    set(bench, "a", 1, NAN); /* a sixth of the weight */
    static const struct {
        const char *rule;
        bool first, second;
    } cases[] = {
        {"missing = { need = 1 / 2 }", true, true},
        {"missing = { need = 0.51 }", false, true},
        {"missing = { need = 5 / 6 }", false, true},
        {"missing = { need = 0.84 }", false, false},
        {"missing = { need = 2 / 3, of = \"count\" }", true, true},
        {"missing = { need = 0.7, of = \"count\" }", false, false},
        {"missing = { need = { count = 2 } }", true, true},
        {"missing = { need = { count = 3 } }", false, false},
        {"missing = { need = 1, at = { p = 1 / 2 } }", true, true},
        {"missing = { need = { pillar = 0.6, index = 1 } }", false, true},
    };
    static const char *const methods[] = {"mean()", "geometric()", "harmonic()", "minimum()",
                                          "power { order = 2 }"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t m = 0; m < 5; m++) {
            char text[256];
            snprintf(text, sizeof text, "%s, pillar = tide.%s", cases[i].rule, methods[m]);
            struct score *score = run(bench, text);
            if (isnan(bench_value(score, "p", 0, 2020)) == cases[i].first ||
                isnan(bench_value(score, "p", 1, 2020)) == cases[i].second)
                fail_msg("%s", text);
        }
    assert_true(isnan(
        bench_value(run(bench, "missing = { need = 0 }, pillar = tide.sum()"), "p", 0, 2020)));
    /* Alike in weight, so that the share is one of children. */
    assert_true(isnan(
        bench_value(run(bench, "missing = { need = 0.7 }, pillar = tide.mpi()"), "p", 0, 2020)));
    assert_near(
        bench_value(run(bench, "missing = { need = 0.6 }, pillar = tide.mpi()"), "p", 0, 2020),
        15 - 25.0 / 15, 1e-12);
}

static void refuses(struct bench *bench, const char *text, const char *sentence, const char *hint)
{
    struct err err;
    if (try(bench, text, &err))
        fail_msg("%s: it was scored", text);
    if (err.code != ERR_RULE_DATA || !strstr(err.sentence, sentence) || !strstr(err.hint, hint))
        fail_msg("%s: E%04d %s (%s)", text, err.code, err.sentence, err.hint);
}

static void what_has_no_mean_is_refused_by_name(void **state)
{
    struct bench *bench = *state;
    set(bench, "b", 2, 0);
    refuses(bench, "pillar = tide.geometric()",
            "b is 0, but a geometric mean, as p has it, is taken of values above 0 (CCC 2020)",
            "tide.geometric { floor = 1 }");
    refuses(bench, "pillar = tide.harmonic()", "b is 0, but a harmonic mean", "floor = 1");
    refuses(bench, "pillar = tide.power { order = -1 }", "b is 0, but a power mean", "floor = 1");
    refuses(bench, "pillar = tide.power { order = 0 }", "b is 0, but a power mean", "floor = 1");
    assert_near(p_of(bench, "power { order = 2 }", 2), sqrt((1 + 3 * 0.25) / 6), 1e-12);
    set(bench, "b", 2, -4);
    refuses(bench, "pillar = tide.power { order = 2 }",
            "b is -4, but a power mean, as p has it, is taken of values of at least 0 (CCC 2020)",
            "tide.power { order = …, floor = 0 }");
    refuses(bench, "pillar = tide.power { order = 0.5 }", "b is -4, but a power mean", "floor");
    assert_near(p_of(bench, "geometric { floor = 1 }", 2), 1, 1e-12);
    assert_near(p_of(bench, "power { order = 2, floor = 0 }", 2), sqrt((1 + 3 * 0.25) / 6), 1e-12);
    struct score *score = run(bench, "at = { p = tide.harmonic { floor = 0.5 } }");
    assert_near(bench_value(score, "p", 2, 2020), 6 / (1 + 10.0), 1e-12);
    assert_true(bench_flags(score, "p", 2, 2020) & PANEL_FLOOR);
    assert_int_equal(bench_flags(score, "p", 0, 2020) & PANEL_FLOOR, 0);
}

/* A zero in a row whose mean is not taken anyway, for too little is there. */
static void a_zero_that_enters_nothing_is_no_trouble(void **state)
{
    struct bench *bench = *state;
    set(bench, "a", 2, 0);
    set(bench, "c", 2, NAN);
    struct score *score = run(bench, "missing = { need = 0.9 }, pillar = tide.geometric()");
    assert_true(isnan(bench_value(score, "p", 2, 2020)));
    assert_near(bench_value(score, "p", 0, 2020), 25.198420997897464, 1e-12);
}

static double weight_in_p(const struct score *score, size_t child)
{
    return score_weight(score, bench_item(score, "p"), child, 0);
}

static void weights_are_found_as_the_rule_says(void **state)
{
    struct bench *bench = *state;
    assert_near(bench_value(run(bench, "weights = { pillar = tide.equal() }"), "p", 0, 2020),
                70.0 / 3, 1e-12);
    struct score *score = run(bench, "weights = { a = 3, b = 2, c = 1 }");
    assert_near(bench_value(score, "p", 0, 2020), 110.0 / 6, 1e-12);
    score = run(bench, "weights = { at = { p = tide.ahp { matrix = { { 1, 2, 4 }, "
                       "{ 1 / 2, 1, 2 }, { 1 / 4, 1 / 2, 1 } } } } }");
    assert_near(bench_value(score, "p", 0, 2020), (4 * 10 + 2 * 20 + 40) / 7.0, 1e-9);
    /* Of two columns alone every first component weighs both alike; entropy of 1, 1, 1, 97 in a and
     * of four equal figures in b gives all the weight to a. */
    static const double a[] = {1, 1, 1, 97};
    for (uint32_t country = 0; country < COUNTRIES; country++) {
        set(bench, "a", country, a[country]);
        set(bench, "b", country, 7);
        set(bench, "c", country, 7);
    }
    score = run(bench, "weights = { at = { p = tide.entropy() } }");
    assert_near(weight_in_p(score, 0), 1, 1e-12);
    assert_near(weight_in_p(score, 1), 0, 1e-12);
    assert_near(bench_value(score, "p", 3, 2020), 97, 1e-9);
    score = run(bench, "weights = { index = tide.pca() }");
    double p = bench_value(score, "p", 0, 2020), q = bench_value(score, "q", 0, 2020);
    assert_near(bench_value(score, "index", 0, 2020), (p + q) / 2, 1e-9);
    refuses(bench, "weights = { at = { p = tide.pca() } }",
            "b has the same value everywhere, so it has no correlations (weights)",
            "give weights in the codebook");
}

/* AAA to DDD on a, b, c weighted 1, 2, 3: 10 20 40, 90 110 100, 1 0.5 0.5, 5 5 5. */
static void countries_are_compared_in_pairs_and_against_the_best(void **state)
{
    struct bench *bench = *state;
    static const double copeland[] = {1, 3, -3, -1}, doubt[] = {0.4, 1, 1.0 / 90, 5.0 / 90};
    struct score *score = run(bench, "at = { p = tide.copeland() }");
    for (uint32_t country = 0; country < COUNTRIES; country++)
        assert_near(bench_value(score, "p", country, 2020), copeland[country], 0);
    score = run(bench, "at = { p = tide.benefit_of_doubt() }");
    for (uint32_t country = 0; country < COUNTRIES; country++)
        assert_near(bench_value(score, "p", country, 2020), doubt[country], 1e-9);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, bench_tear_down)
    const struct CMUnitTest tests[] = {
        TEST(aggregates_are_what_is_worked_out_by_hand),
        TEST(negative_values_have_an_arithmetic_power_mean),
        TEST(means_are_in_order_bounded_homogeneous_and_rise_with_their_parts),
        TEST(a_power_mean_nears_the_geometric_as_its_order_nears_0),
        TEST(what_must_be_there_is_asked_by_weight_by_count_or_by_number),
        TEST(what_has_no_mean_is_refused_by_name),
        TEST(a_zero_that_enters_nothing_is_no_trouble),
        TEST(weights_are_found_as_the_rule_says),
        TEST(countries_are_compared_in_pairs_and_against_the_best),
    };
    return cmocka_run_group_tests_name("aggregates", tests, NULL, NULL);
}
