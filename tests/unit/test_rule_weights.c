#include "rule_bench.h"

#define GOOD "normalise = tide.goalposts(), "

static enum method_id weighting(const struct bench *bench, const struct rule *rule, const char *id)
{
    return bench_node(bench, rule, id)->weighting.id;
}

static void weights_are_given_by_id_at_any_level(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, GOOD "weights = { cs_assembly = 2, co_state = 3, civic_space = 5 }");
    struct fixture *fixture = bench->fixture;
    assert_near(rule->node_weight[fixture_find(fixture, "cs_assembly")], 2, 0);
    assert_near(rule->node_weight[fixture_find(fixture, "co_state")], 3, 0);
    assert_near(rule->index_weight[fixture_find(fixture, "civic_space")], 5, 0);
    assert_near(rule->index_weight[fixture_find(fixture, "corruption")], 2, 0);
    assert_int_equal(weighting(bench, rule, "civic_space"), METHOD_COUNT);
}

static void one_method_weights_every_level(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, GOOD "weights = tide.equal()");
    assert_int_equal(weighting(bench, rule, "civic_space"), METHOD_EQUAL);
    assert_int_equal(weighting(bench, rule, "co_state"), METHOD_EQUAL);
    assert_int_equal(rule->index.weighting.id, METHOD_EQUAL);
    rule = bench_good(bench, GOOD "weights = \"given\"");
    assert_int_equal(weighting(bench, rule, "civic_space"), METHOD_COUNT);
    assert_int_equal(rule->index.weighting.id, METHOD_COUNT);
}

static void each_level_and_node_can_have_its_own_method(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, GOOD "weights = { pillar = tide.pca(), index = \"given\" }");
    assert_int_equal(weighting(bench, rule, "civic_space"), METHOD_PCA);
    assert_int_equal(weighting(bench, rule, "co_state"), METHOD_PCA);
    assert_int_equal(rule->index.weighting.id, METHOD_COUNT);
    rule =
        bench_good(bench, GOOD "weights = { pillar = tide.pca(), group = tide.entropy(), index = "
                               "tide.critic(), at = { aid = \"given\", co_state = tide.factors { "
                               "eigenvalue = 0.9 } } }");
    assert_int_equal(weighting(bench, rule, "civic_space"), METHOD_PCA);
    assert_int_equal(weighting(bench, rule, "ac_exposure"), METHOD_ENTROPY);
    assert_int_equal(weighting(bench, rule, "aid"), METHOD_COUNT);
    assert_int_equal(weighting(bench, rule, "co_state"), METHOD_FACTORS);
    assert_int_equal(rule->index.weighting.id, METHOD_CRITIC);
}

static void numbers_stand_beside_methods_of_other_levels(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, GOOD "weights = { pillar = tide.pca(), civic_space = 3 }");
    assert_near(rule->index_weight[fixture_find(bench->fixture, "civic_space")], 3, 0);
    bench_refuses(bench, "weights = f.number", ERR_RULE_VALUE, "but a method of tide was expected",
                  "a method has brackets: write tide.equal() or tide.pca()");
    bench_refuses(bench, "weights = { pillar = tide.pca(), cs_assembly = 3 }", ERR_RULE_VALUE,
                  "cs_assembly is given a weight, but tide.pca finds those of the children of "
                  "civic_space",
                  "leave one of the two out");
    bench_refuses(bench, "weights = { index = tide.equal(), aid = 3 }", ERR_RULE_VALUE,
                  "aid is given a weight, but tide.equal finds those of the children of the "
                  "headline",
                  "leave one of the two out");
}

static void a_weight_is_a_number_above_0(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "weights = { aid = 0 }", ERR_RULE_VALUE,
                  "`weights.aid` is 0, but a weight is a number above 0",
                  "list the others in `of`");
    bench_refuses(bench, "weights = { aid = \"2\" }", ERR_RULE_VALUE,
                  "`weights.aid` is the text \"2\", but a number above 0 was expected", NULL);
    bench_refuses(bench, "weights = { aid = tide.pca() }", ERR_RULE_VALUE,
                  "`weights.aid` is a method, but the weight of aid was expected",
                  "write weights = { at = { aid = … } }");
    bench_refuses(bench, "weights = { aide = 2 }", ERR_RULE_NAME, "\"aide\"", "did you mean aid?");
    bench_refuses(bench, "weights = { indx = tide.pca() }", ERR_RULE_NAME, "\"indx\"",
                  "did you mean index?");
    bench_refuses(bench, "weights = 3", ERR_RULE_VALUE,
                  "`weights` is the number 3, but a table of ids was expected", "weights = {");
    bench_refuses(bench, "weights = { 3, 4 }", ERR_RULE_VALUE, "`weights` is a list",
                  "weights = {");
}

static void a_level_takes_a_method_that_finds_weights(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "weights = { pillar = 2 }", ERR_RULE_VALUE,
                  "`weights.pillar` is the number 2, but a way to find weights was expected",
                  "write tide.equal()");
    bench_refuses(bench, "weights = { index = \"equal\" }", ERR_RULE_VALUE,
                  "`weights.index` is the text \"equal\"", "tide.equal()");
    bench_refuses(bench, "weights = { group = tide.mean() }", ERR_RULE_VALUE,
                  "tide.mean cannot stand at `weights.group`: it aggregates",
                  "tide.mean stands at `pillar`");
    bench_refuses(bench, "weights = { at = { cs_assembly = tide.pca() } }", ERR_RULE_VALUE,
                  "cs_assembly is an indicator: it has no children to weight", "name a pillar");
    bench_refuses(bench, "weights = { at = tide.pca() }", ERR_RULE_VALUE,
                  "`weights.at` is a method, but a table of ids was expected", "write at = {");
}

static void a_matrix_has_a_row_for_each_eligible_child(void **state)
{
    struct bench *bench = *state;
    const char *hint = "gives one node its own";
    bench_good(bench, GOOD "weights = { at = { civic_space = tide.ahp { matrix = { { 1, 2 }, { 1 / "
                           "2, 1 } } } } }");
    bench_refuses(bench,
                  GOOD "values = \"published\", weights = { at = { civic_space = tide.ahp { "
                       "matrix = { { 1, 2 }, { 1 / 2, 1 } } } } }",
                  ERR_RULE_VALUE, "the matrix of tide.ahp has 2 rows, but civic_space has 1 child",
                  hint);
    bench_refuses(bench, GOOD "weights = { index = tide.ahp { matrix = { { 1 } } } }",
                  ERR_RULE_VALUE, "but the headline has 2 children", hint);
    bench_good(bench,
               GOOD "of = { \"civic_space\" }, weights = { index = tide.ahp { matrix = { { 1 "
                    "} } } }");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(weights_are_given_by_id_at_any_level),
        BENCH_TEST(one_method_weights_every_level),
        BENCH_TEST(each_level_and_node_can_have_its_own_method),
        BENCH_TEST(numbers_stand_beside_methods_of_other_levels),
        BENCH_TEST(a_weight_is_a_number_above_0),
        BENCH_TEST(a_level_takes_a_method_that_finds_weights),
        BENCH_TEST(a_matrix_has_a_row_for_each_eligible_child),
    };
    return cmocka_run_group_tests_name("rule_weights", tests, NULL, NULL);
}
