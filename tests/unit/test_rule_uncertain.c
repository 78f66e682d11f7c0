/* What a rule says is uncertain (`uncertain = { … }`), and what it may not say. */
#include "rule_bench.h"

#include "score/rule_uncertain.h"

#define GOOD "normalise = tide.goalposts(), "

static const struct rule_uncertain *find(const struct rule *rule, enum rule_uncertain_kind kind)
{
    for (size_t i = 0; i < rule->uncertain_count; i++)
        if (rule->uncertain[i].kind == kind)
            return &rule->uncertain[i];
    fail_msg("the rule says nothing of %s", rule_uncertain_name(kind));
    return NULL;
}

static void a_rule_says_what_varies_and_by_how_much(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, GOOD "uncertain = { values = true, weights = 0.4, "
                                               "sources = false, coders = true, imputed = true, "
                                               "conflicts = true }");
    assert_int_equal(rule->uncertain_count, 5);
    find(rule, RULE_UNCERTAIN_IMPUTED);
    find(rule, RULE_UNCERTAIN_CONFLICTS);
    find(rule, RULE_UNCERTAIN_VALUES);
    find(rule, RULE_UNCERTAIN_CODERS);
    assert_near(find(rule, RULE_UNCERTAIN_WEIGHTS)->number, 0.4, 0);
    rule = bench_good(bench, GOOD "uncertain = { weights = true }");
    assert_near(find(rule, RULE_UNCERTAIN_WEIGHTS)->number, 0.25, 0);
    rule = bench_good(bench, GOOD "uncertain = { weights = { dirichlet = 50 } }");
    assert_true(find(rule, RULE_UNCERTAIN_WEIGHTS)->dirichlet);
    assert_near(find(rule, RULE_UNCERTAIN_WEIGHTS)->number, 50, 0);
    rule = bench_good(bench, GOOD "uncertain = { values = \"beta\" }");
    assert_int_equal(find(rule, RULE_UNCERTAIN_VALUES)->alternatives->shape, PANEL_BETA);
    assert_int_equal(bench_good(bench, GOOD)->uncertain_count, 0);
}

static void settings_are_called_by_method_and_first_option(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, GOOD "uncertain = { normalise = { \"own\", tide.minmax() }, treat = { \"none\", "
                    "tide.winsorise { skew = 3 }, tide.winsorise { skew = 3, max = 2 } }, impute = "
                    "{ tide.fill { with = \"mean\" }, tide.fill { with = \"carry\" } }, aggregate "
                    "= { tide.mean(), tide.geometric { floor = 1 } }, levels = { { 0, 25, 50 }, "
                    "{ 0, 15.5, 50 } } }");
    static const struct {
        enum rule_uncertain_kind kind;
        const char *labels[3];
    } table[] = {{RULE_UNCERTAIN_NORMALISE, {"own", "minmax", NULL}},
                 {RULE_UNCERTAIN_TREAT, {"none", "winsorise:3", "winsorise:3 #2"}},
                 {RULE_UNCERTAIN_IMPUTE, {"fill:mean", "fill:carry", NULL}},
                 {RULE_UNCERTAIN_AGGREGATE, {"mean", "geometric:1", NULL}},
                 {RULE_UNCERTAIN_LEVELS, {"0/25/50", "0/15.5/50", NULL}}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct rule_uncertain *choice = find(rule, table[i].kind);
        for (size_t s = 0; s < choice->count; s++)
            assert_string_equal(choice->alternatives[s].label, table[i].labels[s]);
    }
    const struct rule_uncertain *treat = find(rule, RULE_UNCERTAIN_TREAT);
    assert_int_equal(treat->alternatives[0].method.id, METHOD_COUNT);
    assert_near(rule_method_number(&treat->alternatives[2].method, "max", 0), 2, 0);
    assert_near(find(rule, RULE_UNCERTAIN_LEVELS)->alternatives[1].points[1], 15.5, 0);
    assert_true(find(rule, RULE_UNCERTAIN_NORMALISE)->alternatives[0].own);
}

static void methods_that_vary_take_figures_from_the_frame_of_the_rule(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, "over = \"period\", normalise = tide.minmax(), uncertain = { normalise = { "
               "tide.zscore(), tide.minmax { over = \"country\" } } }");
    const struct rule_uncertain *choice = find(rule, RULE_UNCERTAIN_NORMALISE);
    for (size_t i = 0; i < 2; i++)
        assert_string_equal(rule_method_setting(&choice->alternatives[i].method, "over")->over[0],
                            i == 0 ? "period" : "country");
}

static void a_set_of_weights_is_what_weights_would_say_in_its_place(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, GOOD "weights = { aid = 9 }, uncertain = { weighting = { \"own\", \"given\", "
                    "tide.equal(), expert = { civic_space = 5, at = { aid = tide.equal() } } } }");
    const struct rule_uncertain *choice = find(rule, RULE_UNCERTAIN_WEIGHTING);
    struct fixture *fixture = bench->fixture;
    uint32_t space = fixture_find(fixture, "civic_space"), aid = fixture_find(fixture, "aid");
    static const char *const labels[] = {"own", "given", "equal", "expert"};
    assert_int_equal(choice->count, 4);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(choice->alternatives[i].label, labels[i]);
    const struct rule *given = choice->alternatives[1].weights;
    const struct rule *expert = choice->alternatives[3].weights;
    assert_near(given->index_weight[aid], fixture->codebook.nodes[aid].weight, 0);
    assert_int_equal(choice->alternatives[2].weights->index.weighting.id, METHOD_EQUAL);
    assert_near(expert->index_weight[space], 5, 0);
    assert_near(expert->index_weight[aid], fixture->codebook.nodes[aid].weight, 0);
    assert_int_equal(expert->nodes[aid].weighting.id, METHOD_EQUAL);
    assert_near(rule->index_weight[aid], 9, 0);
    assert_int_equal(rule->nodes[aid].weighting.id, METHOD_COUNT);
}

static void what_does_not_fit_is_refused_where_it_stands(void **state)
{
    struct bench *bench = *state;
    static const char here[] = "write uncertain = {";
    bench_refuses(bench, "uncertain = \"values\"", ERR_RULE_VALUE, "`uncertain` is the text", here);
    bench_refuses(bench, "uncertain = {}", ERR_RULE_VALUE, "`uncertain` is empty", here);
    bench_refuses(bench, "uncertain = { weihgts = 0.1 }", ERR_RULE_OPTION, "\"weihgts\"",
                  "did you mean weights?");
    bench_refuses(bench, "uncertain = { values = 1 }", ERR_RULE_VALUE,
                  "`uncertain.values` is the number 1, but true, false, normal, truncated,", here);
    bench_refuses(bench, "uncertain = { coders = \"ab\" }", ERR_RULE_VALUE,
                  "`uncertain.coders` is the text \"ab\", but true or false was expected", here);
    bench_refuses(bench, "uncertain = { weights = 2 }", ERR_RULE_VALUE,
                  "`uncertain.weights` is the number 2, but a share from above 0 to 1", here);
    bench_refuses(bench, "uncertain = { weights = { dirichlet = 0 } }", ERR_RULE_VALUE,
                  "`uncertain.weights.dirichlet` is the number 0, but a concentration", here);
    bench_refuses(bench, "uncertain = { normalise = tide.minmax() }", ERR_RULE_VALUE,
                  "`uncertain.normalise` is a method, but a list of two settings", here);
    bench_refuses(bench, "uncertain = { normalise = { tide.minmax() } }", ERR_RULE_VALUE,
                  "`uncertain.normalise` is one setting", here);
    bench_refuses(bench, "uncertain = { normalise = { \"none\", tide.minmax() } }", ERR_RULE_VALUE,
                  "`uncertain.normalise[1]`", "write tide.goalposts() or tide.minmax()");
    bench_refuses(bench, "uncertain = { treat = { \"none\", tide.minmax() } }", ERR_RULE_VALUE,
                  "tide.minmax", "write tide.winsorise() or tide.log()");
    bench_refuses(bench, "uncertain = { treat = { off = \"none\", on = tide.log() } }",
                  ERR_RULE_OPTION, "`uncertain.treat.off` has a name", here);
    bench_refuses(bench, "uncertain = { levels = { { 0, 50 }, { 50, 0 } } }", ERR_RULE_VALUE,
                  "`uncertain.levels[2]`", here);
    bench_refuses(bench, "uncertain = { weighting = { \"own\", \"nowhere\" } }", ERR_SCRIPT_MODULE,
                  "nowhere", NULL);
    bench_refuses(bench, "uncertain = { weighting = { \"own\", e = { aide = 2 } } }", ERR_RULE_NAME,
                  "\"aide\"", "did you mean aid?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_rule_says_what_varies_and_by_how_much),
        BENCH_TEST(settings_are_called_by_method_and_first_option),
        BENCH_TEST(methods_that_vary_take_figures_from_the_frame_of_the_rule),
        BENCH_TEST(a_set_of_weights_is_what_weights_would_say_in_its_place),
        BENCH_TEST(what_does_not_fit_is_refused_where_it_stands),
    };
    return cmocka_run_group_tests_name("rule_uncertain", tests, NULL, NULL);
}
