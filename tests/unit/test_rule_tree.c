#include "rule_bench.h"

#define GOOD "normalise = tide.goalposts(), "

static void every_level_takes_its_own_aggregator(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, GOOD "pillar = tide.minimum(), group = tide.sum(), index = tide.power { "
                               "order = 2 }, at = { aid = tide.harmonic { floor = 1 }, co_state = "
                               "tide.mpi { penalty = \"up\" } }");
    assert_int_equal(bench_node(bench, rule, "civic_space")->method.id, METHOD_MINIMUM);
    assert_int_equal(bench_node(bench, rule, "ac_exposure")->method.id, METHOD_SUM);
    assert_int_equal(bench_node(bench, rule, "aid")->method.id, METHOD_HARMONIC);
    assert_int_equal(bench_node(bench, rule, "co_state")->method.id, METHOD_MPI);
    assert_near(rule_method_number(&rule->index.method, "order", 1), 2, 0);
    assert_true(rule->tree);
}

static void a_function_is_traced_at_each_node_it_stands_for(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, GOOD "pillar = f.number, index = f.number");
    static const char *const nodes[] = {"civic_space", "corruption",        "co_state", "aid",
                                        "ac_exposure", "ac_conditionality", "index"};
    assert_int_equal(bench->traced_count, 7);
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(bench->traced[i], nodes[i]);
    assert_non_null(bench_node(bench, rule, "co_state")->formula);
    assert_non_null(rule->index.formula);
    assert_null(bench_node(bench, rule, "cs_assembly")->formula);
}

static void a_method_at_a_node_takes_the_place_of_a_function_and_the_other_way_round(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench,
        GOOD "pillar = f.number, group = tide.mean(), at = { aid = tide.minimum(), co_state = "
             "f.number }");
    assert_int_equal(bench->traced_count, 3);
    assert_string_equal(bench->traced[2], "co_state");
    assert_null(bench_node(bench, rule, "aid")->formula);
    assert_int_equal(bench_node(bench, rule, "aid")->method.id, METHOD_MINIMUM);
    assert_null(bench_node(bench, rule, "ac_exposure")->formula);
    assert_non_null(bench_node(bench, rule, "co_state")->formula);
}

static void a_function_that_fails_everywhere_is_told_of_once(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "pillar = f.broken", ERR_SCRIPT_RUN, "attempt to index a nil value", NULL);
    assert_int_equal(bench->traced_count, 1);
    assert_null(bench_read(bench, "\n\n  at = { aid = f.broken },"));
    assert_int_equal(bench->list.items[0].place.line, 3);
    assert_int_equal(bench->list.items[0].place.column, 10);
}

static void a_function_at_a_node_returns_one_number(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "at = { aid = f.three }", ERR_RULE_VALUE,
                  "the function at `at.aid` returns named results, but one number was expected: "
                  "the value of aid",
                  "results with names are for `score`");
    bench_refuses(bench, "index = f.edi", ERR_RULE_VALUE, "returns named results", "for `score`");
    bench_refuses(bench, "index = f.text", ERR_RULE_VALUE, "the function at `index` returns a text",
                  "for `score`");
    bench_refuses(bench, "index = f.interval", ERR_RULE_VALUE, "returns an interval",
                  "for `score`");
    bench_refuses(bench, "index = f.nothing", ERR_RULE_VALUE, "returns nothing", "for `score`");
}

static void a_panel_function_goes_over_the_countries_classifications(void **state)
{
    struct bench *bench = *state;
    bench_good(bench, GOOD "index = f.over_region");
    bench_refuses(bench, "index = f.over_regoin", ERR_RULE_NAME,
                  "`over` names \"regoin\", by which no country is classified",
                  "did you mean region?");
    assert_null(bench_read(bench, "score = f.over_regoin"));
    assert_int_equal(bench->list.items[0].place.line, 3);
}

static void without_a_host_functions_are_refused(void **state)
{
    struct bench *bench = *state;
    bench->host.formulas.trace = NULL;
    bench_refuses(bench, "index = f.number", ERR_RULE_UNSUPPORTED,
                  "`index` is a function, but rules are tables in this version: formulas are not "
                  "supported",
                  "write tide.mean()");
    bench_refuses(bench, "score = f.number", ERR_RULE_UNSUPPORTED, "formulas are not supported",
                  "normalise, pillar, group, at and index");
    bench->host.rule = NULL;
    bench_refuses(bench, "uses = { a = \"b\" }", ERR_RULE_UNSUPPORTED,
                  "`uses.a` uses the rule b, but there are no other rules here", NULL);
}

static void only_what_has_children_is_aggregated(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "at = { co_public = tide.mean() }", ERR_RULE_VALUE,
                  "co_public is an indicator: it has no children to aggregate",
                  "name a pillar or a group");
    bench_refuses(bench, "at = { index = tide.mean() }", ERR_RULE_NAME,
                  "the codebook has no indicator, group or pillar \"index\"",
                  "the headline has an option of its own");
    bench_refuses(bench, "at = tide.mean()", ERR_RULE_VALUE,
                  "`at` is a method, but a table of ids was expected", "write at = {");
}

static void a_lever_read_by_the_headline_s_formula_is_warned_of(void **state)
{
    struct bench *bench = *state;
    bench_warns(bench, GOOD "index = f.lever", ERR_RULE_BESIDE,
                "ac_oda is a lever: it is counted in the headline by rule rights",
                "read it beside a rule");
    bench_warns(bench, "headline = \"leverage\", score = f.three", ERR_RULE_BESIDE,
                "ac_oda is a lever", "read it beside a rule");
    assert_false(bench_good(bench, "headline = \"cs_assembly\", score = f.three")->counts_lever);
    bench_good(bench, GOOD "at = { aid = f.lever }");
}

static void a_headline_names_nodes_once(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, GOOD "of = { \"co_state\", \"civic_space\" }");
    assert_true(rule->in_index[fixture_find(bench->fixture, "co_state")]);
    assert_false(rule->in_index[fixture_find(bench->fixture, "corruption")]);
    bench_refuses(bench, "of = { \"aid\", \"aid\" }", ERR_RULE_TWICE, "`of` names aid twice", NULL);
    bench_refuses(bench, "of = { 3 }", ERR_RULE_VALUE,
                  "item 1 of `of` is the number 3, but an id was expected", NULL);
    bench_refuses(bench, "of = {}", ERR_RULE_VALUE, "`of` is empty", "write of = {");
    bench_refuses(bench, "of = { civic_space = true }", ERR_RULE_VALUE,
                  "but a list of ids was expected", "write of = {");
    bench_refuses(bench, "of = { \"civic_spac\" }", ERR_RULE_NAME, "\"civic_spac\"",
                  "did you mean civic_space?");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(every_level_takes_its_own_aggregator),
        BENCH_TEST(a_function_is_traced_at_each_node_it_stands_for),
        BENCH_TEST(a_method_at_a_node_takes_the_place_of_a_function_and_the_other_way_round),
        BENCH_TEST(a_function_that_fails_everywhere_is_told_of_once),
        BENCH_TEST(a_function_at_a_node_returns_one_number),
        BENCH_TEST(a_panel_function_goes_over_the_countries_classifications),
        BENCH_TEST(without_a_host_functions_are_refused),
        BENCH_TEST(only_what_has_children_is_aggregated),
        BENCH_TEST(a_lever_read_by_the_headline_s_formula_is_warned_of),
        BENCH_TEST(a_headline_names_nodes_once),
    };
    return cmocka_run_group_tests_name("rule_tree", tests, NULL, NULL);
}
