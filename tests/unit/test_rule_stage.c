#include "rule_bench.h"

static void one_method_holds_for_every_indicator(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, "treat = tide.log(), impute = tide.fill { with = \"median\" }, "
                          "normalise = tide.minmax()");
    for (size_t i = 0; i < bench->fixture->codebook.indicator_count; i++) {
        assert_int_equal(rule->stages[i].treat.id, METHOD_LOG);
        assert_int_equal(rule->stages[i].impute.id, METHOD_FILL);
        assert_int_equal(rule->stages[i].normalise.id, METHOD_MINMAX);
    }
}

static void a_stage_that_is_not_named_does_not_happen(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, "values = \"published\", of = { \"civic_space\" }");
    assert_int_equal(rule->stages[0].treat.id, METHOD_COUNT);
    assert_int_equal(rule->stages[0].impute.id, METHOD_COUNT);
    assert_int_equal(rule->stages[0].normalise.id, METHOD_COUNT);
    assert_false(rule->impute_first);
    assert_null(rule->frame);
    assert_near(rule->screen.need, 0, 0);
    assert_near(rule->screen.nonzero, 0, 0);
}

static void the_nearest_name_above_an_indicator_counts(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, "normalise = tide.goalposts(), treat = { aid = tide.log(), ac_exposure = "
               "tide.winsorise(), ac_clause = tide.boxcox { lambda = 2 }, all = tide.log { over = "
               "\"period\" } }");
    assert_int_equal(bench_stages(bench, rule, "ac_oda")->treat.id, METHOD_WINSORISE);
    assert_int_equal(bench_stages(bench, rule, "ac_clause")->treat.id, METHOD_BOXCOX);
    assert_int_equal(bench_stages(bench, rule, "co_public")->treat.id, METHOD_LOG);
    assert_true(rule_method_setting(&bench_stages(bench, rule, "co_public")->treat, "over")->given);
    rule = bench_good(bench, "normalise = tide.goalposts(), treat = { aid = tide.log() }");
    assert_int_equal(bench_stages(bench, rule, "ac_oda")->treat.id, METHOD_LOG);
    assert_false(rule_method_setting(&bench_stages(bench, rule, "ac_oda")->treat, "over")->given);
    assert_int_equal(bench_stages(bench, rule, "co_public")->treat.id, METHOD_COUNT);
}

static void a_table_of_methods_has_ids_only(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "treat = { civic_spce = tide.log() }", ERR_RULE_NAME,
                  "the codebook has no indicator, group or pillar \"civic_spce\"",
                  "did you mean civic_space?");
    bench_refuses(bench, "treat = { al = tide.log() }", ERR_RULE_NAME, "\"al\"",
                  "did you mean all?");
    bench_refuses(bench, "treat = { tide.log(), tide.log() }", ERR_RULE_VALUE,
                  "`treat` is a list, but a table of ids was expected", "write treat = {");
    bench_refuses(bench, "impute = { tide.log() }", ERR_RULE_VALUE, "`impute` is a list",
                  "write impute = {");
    bench_refuses(bench, "normalise = { aid = 3 }", ERR_RULE_VALUE,
                  "`normalise.aid` is the number 3, but a method of tide was expected",
                  "tide.goalposts()");
    bench_refuses(bench, "treat = { aid = tide.minmax() }", ERR_RULE_VALUE,
                  "tide.minmax cannot stand at `treat.aid`: it normalises",
                  "write tide.winsorise()");
}

static void values_are_normalised_when_all_stand_between_the_same_ends(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, "scale = { 0, 1 }, normalise = tide.goalposts()");
    assert_true(rule->normalised);
    assert_true(rule->scaled);
    assert_near(rule->to_best, 1, 0);
    rule = bench_good(bench, "normalise = tide.minmax { to = { 1, 100 } }");
    assert_true(rule->normalised);
    assert_false(rule->scaled);
    assert_near(rule->to_worst, 1, 0);
    assert_near(rule->scale_worst, 0, 0);
    rule =
        bench_good(bench, "scale = { 1, 7 }, normalise = { corruption = tide.minmax { to = { 1, 7 "
                          "} }, aid = tide.scaled { from = { 0, 10 } }, all = tide.goalposts() }");
    assert_true(rule->normalised);
    assert_near(rule->to_worst, 1, 0);
    rule = bench_good(bench, "normalise = tide.zscore()");
    assert_false(rule->normalised);
    assert_near(rule->to_best, 100, 0);
}

static void what_a_rule_does_not_read_does_not_decide_whether_values_are_normalised(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, "values = \"published\", normalise = { cs_assembly = tide.goalposts(), "
                          "co_public = tide.goalposts(), ac_oda = tide.goalposts() }");
    assert_true(rule->normalised);
}

static void the_order_of_treating_and_imputing_can_be_changed(void **state)
{
    struct bench *bench = *state;
    const char *wrong = "`order` does not name the stages \"treat\" and \"impute\", each once";
    assert_true(bench_good(bench, "normalise = tide.minmax(), order = { \"impute\", \"treat\" }")
                    ->impute_first);
    assert_false(bench_good(bench, "normalise = tide.minmax(), order = { \"treat\", \"impute\" }")
                     ->impute_first);
    bench_refuses(bench, "order = { \"impute\" }", ERR_RULE_VALUE, wrong, "without it treat comes");
    bench_refuses(bench, "order = { \"impute\", \"impute\" }", ERR_RULE_VALUE, wrong,
                  "write order");
    bench_refuses(bench, "order = { \"impute\", \"treat\", \"normalise\" }", ERR_RULE_VALUE, wrong,
                  "write order");
    bench_refuses(bench, "order = { \"impute\", 2 }", ERR_RULE_VALUE, wrong, "write order");
    bench_refuses(bench, "order = \"impute\"", ERR_RULE_VALUE, wrong, "write order");
}

static void a_screen_asks_for_shares(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, "normalise = tide.minmax(), screen = { need = 2 / 3, nonzero = 0.5 }");
    assert_near(rule->screen.need, 2.0 / 3, 0);
    assert_near(rule->screen.nonzero, 0.5, 0);
    bench_refuses(bench, "screen = 0.5", ERR_RULE_VALUE,
                  "`screen` is the number 0.5, but a table was expected", "write screen = {");
    bench_refuses(bench, "screen = { need = 66 }", ERR_RULE_VALUE,
                  "`screen.need` is the number 66, but a share from 0 to 1 was expected", "2 / 3");
    bench_refuses(bench, "screen = { nonzero = nan }", ERR_RULE_VALUE, "`screen.nonzero` is",
                  "2 / 3");
    bench_refuses(bench, "screen = { nozero = 1 }", ERR_RULE_OPTION,
                  "screen has no option \"nozero\"", "did you mean nonzero?");
}

static void a_frame_has_the_name_of_a_file(void **state)
{
    struct bench *bench = *state;
    const char *hint = "indicators/frames/NAME.yaml";
    assert_string_equal(bench_good(bench, "normalise = tide.minmax(), frame = \"base_15\"")->frame,
                        "base_15");
    bench_refuses(bench, "frame = \"../base\"", ERR_RULE_VALUE,
                  "`frame` is the text \"../base\", but the name of a frame was expected", hint);
    bench_refuses(bench, "frame = \"Base\"", ERR_RULE_VALUE, "`frame` is the text", hint);
    bench_refuses(bench, "frame = \"\"", ERR_RULE_VALUE, "`frame` is the text", hint);
    bench_refuses(bench, "frame = 2020", ERR_RULE_VALUE, "`frame` is the number 2020", hint);
}

static void the_rule_s_frame_holds_where_a_method_names_none(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, "over = { \"period\", \"region\" }, treat = tide.winsorise { over = \"all\" }, "
               "impute = tide.fill { with = \"mean\" }, normalise = tide.rank(), "
               "pillar = tide.copeland(), weights = { index = tide.pca(), pillar = tide.equal() }");
    assert_int_equal(rule_method_setting(&rule->stages[0].treat, "over")->over_count, 0);
    const struct rule_setting *fill = rule_method_setting(&rule->stages[0].impute, "over");
    assert_int_equal(fill->over_count, 2);
    assert_string_equal(fill->over[1], "region");
    assert_int_equal(rule_method_setting(&rule->stages[0].normalise, "over")->over_count, 2);
    const struct rule_node *node = bench_node(bench, rule, "civic_space");
    assert_int_equal(rule_method_setting(&node->method, "over")->over_count, 2);
    assert_int_equal(node->weighting.id, METHOD_EQUAL);
    assert_int_equal(rule_method_setting(&rule->index.weighting, "over")->over_count, 2);
    assert_false(rule_method_setting(&rule->index.method, "over")->given);
    bench_refuses(bench, "over = \"regions\"", ERR_RULE_NAME,
                  "`over` names \"regions\", by which no country is classified",
                  "did you mean region?");
}

static void goalposts_are_asked_only_of_what_they_place(void **state)
{
    struct bench *bench = *state;
    uint32_t node = fixture_find(bench->fixture, "co_public");
    struct indicator *public = &bench->fixture->indicators[bench->fixture->nodes[node].indicator];
    public->scale.worst = public->scale.best = NAN;
    bench_refuses(bench, "normalise = tide.goalposts()", ERR_RULE_GOALPOSTS,
                  "co_public has no worst and best in the codebook, so tide.goalposts() cannot "
                  "place it",
                  "give it a scale");
    bench_good(bench, "normalise = { co_public = tide.minmax(), all = tide.goalposts() }");
    bench_warns(bench, "of = { \"civic_space\" }, normalise = tide.goalposts()", ERR_RULE_GOALPOSTS,
                "co_public has no worst and best", "or use tide.minmax()");
}

static void a_distance_to_the_target_needs_one(void **state)
{
    struct bench *bench = *state;
    const char *inside = "of = { \"corruption\" }, normalise = { co_state = "
                         "tide.distance_to_target(), all = tide.rank() }";
    const char *outside = "of = { \"civic_space\" }, normalise = { co_state = "
                          "tide.distance_to_target(), all = tide.rank() }";
    uint32_t node = fixture_find(bench->fixture, "co_public");
    struct indicator *public = &bench->fixture->indicators[bench->fixture->nodes[node].indicator];
    bench_good(bench, inside);
    public->target = NAN;
    bench_refuses(bench, inside, ERR_RULE_GOALPOSTS,
                  "co_public has no target in the codebook, so tide.distance_to_target() cannot "
                  "place it",
                  "give it a target, or leave its pillar out");
    bench_warns(bench, outside, ERR_RULE_GOALPOSTS, "co_public has no target", "give it a target");
}

static void averaging_what_is_normalised_differently_is_warned_of(void **state)
{
    struct bench *bench = *state;
    bench_warns(bench, "normalise = { cs_assembly = tide.minmax(), all = tide.zscore() }",
                ERR_RULE_SCALES,
                "cs_assembly and cs_ngo_law are averaged, but normalised differently (by "
                "tide.minmax and by tide.zscore)",
                "normalise alike what is averaged");
    bench_warns(bench, "normalise = { civic_space = tide.minmax(), aid = tide.minmax() }",
                ERR_RULE_SCALES,
                "cs_assembly and co_public are averaged, but normalised differently (by "
                "tide.minmax and as it is)",
                "normalise alike");
    bench_warns(bench,
                "normalise = { civic_space = tide.minmax { to = { 0, 1 } }, all = "
                "tide.minmax() }",
                ERR_RULE_SCALES, "cs_assembly and co_public", "to the same scale");
    bench_warns(bench, "normalise = { civic_space = tide.zscore { sd = 10 }, all = tide.zscore() }",
                ERR_RULE_SCALES, "cs_assembly and co_public", "normalise alike");
    bench_good(bench,
               "normalise = { civic_space = tide.rank { over = \"all\" }, all = tide.rank() }");
}

static void what_is_not_averaged_may_be_normalised_differently(void **state)
{
    struct bench *bench = *state;
    bench_good(bench, "of = { \"civic_space\" }, normalise = { civic_space = tide.minmax(), all = "
                      "tide.zscore() }");
    bench_good(bench, "index = tide.copeland(), normalise = { civic_space = tide.minmax(), all = "
                      "tide.zscore() }");
    bench_good(bench, "pillar = tide.copeland()");
    bench_good(bench, "index = f.number, of = { \"civic_space\", \"corruption\" }, at = { aid = "
                      "f.number }");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(one_method_holds_for_every_indicator),
        BENCH_TEST(a_stage_that_is_not_named_does_not_happen),
        BENCH_TEST(the_nearest_name_above_an_indicator_counts),
        BENCH_TEST(a_table_of_methods_has_ids_only),
        BENCH_TEST(values_are_normalised_when_all_stand_between_the_same_ends),
        BENCH_TEST(what_a_rule_does_not_read_does_not_decide_whether_values_are_normalised),
        BENCH_TEST(the_order_of_treating_and_imputing_can_be_changed),
        BENCH_TEST(a_screen_asks_for_shares),
        BENCH_TEST(a_frame_has_the_name_of_a_file),
        BENCH_TEST(the_rule_s_frame_holds_where_a_method_names_none),
        BENCH_TEST(goalposts_are_asked_only_of_what_they_place),
        BENCH_TEST(a_distance_to_the_target_needs_one),
        BENCH_TEST(averaging_what_is_normalised_differently_is_warned_of),
        BENCH_TEST(what_is_not_averaged_may_be_normalised_differently),
    };
    return cmocka_run_group_tests_name("rule_stage", tests, NULL, NULL);
}
