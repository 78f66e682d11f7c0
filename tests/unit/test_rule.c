#include "rule_bench.h"

#include "score/script_place.h"

static void a_full_rule_is_read_as_written(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench,
        "title = \"Rights score\", scale = { 0, 100 }, values = \"published\", missing = { "
        "need = { pillar = 0.5, index = 1 }, at = { aid = { count = 2 } } }, normalise = "
        "tide.goalposts(), pillar = tide.mean(), at = { aid = tide.geometric { floor = 0 } }, "
        "index = tide.geometric { floor = 1 }");
    assert_string_equal(rule->title, "Rights score");
    assert_int_equal(rule->values, PANEL_PUBLISHED);
    assert_true(rule->normalised);
    assert_int_equal(rule->index.method.id, METHOD_GEOMETRIC);
    assert_near(rule->index.method.settings[0].number, 1, 0);
    uint32_t pillar = fixture_find(bench->fixture, "corruption");
    assert_int_equal(bench_node(bench, rule, "aid")->method.id, METHOD_GEOMETRIC);
    assert_int_equal(rule->nodes[pillar].method.id, METHOD_MEAN);
    assert_near(rule->nodes[pillar].need.share, 0.5, 0);
    assert_near(bench_node(bench, rule, "co_state")->need.share, 0.5, 0);
    assert_near(rule->index.need.share, 1, 0);
    assert_int_equal(bench_node(bench, rule, "aid")->need.count, 2);
    assert_true(rule->in_index[pillar]);
    assert_false(rule->in_index[fixture_find(bench->fixture, "aid")]);
    assert_false(rule->counts_lever);
}

static void what_a_rule_does_not_say_keeps_its_default(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, "normalise = tide.goalposts()");
    assert_string_equal(rule->title, "rights");
    assert_int_equal(rule->values, PANEL_ALL);
    assert_near(rule->index.need.share, 2.0 / 3, 0);
    assert_int_equal(rule->index.method.id, METHOD_MEAN);
    assert_near(rule->index_weight[fixture_find(bench->fixture, "corruption")], 2, 0);
    assert_near(rule->node_weight[fixture_find(bench->fixture, "cs_ngo_law")], 0.3, 0);
    assert_near(rule->scale_best, 100, 0);
    assert_false(rule->scaled);
    assert_null(rule->score);
    assert_true(rule_method_number(&rule->stages[0].normalise, "clip", 1) == 1);
}

static void a_group_is_what_the_pillar_is_unless_named(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, "normalise = tide.goalposts(), pillar = tide.geometric { floor = 0.5 }");
    assert_int_equal(bench_node(bench, rule, "co_state")->method.id, METHOD_GEOMETRIC);
    rule = bench_good(bench, "normalise = tide.goalposts(), group = tide.mean(), pillar = "
                             "tide.geometric { floor = 0.5 }");
    assert_int_equal(bench_node(bench, rule, "co_state")->method.id, METHOD_MEAN);
}

/* The only problem there is, of a code and at a place. */
static const struct err *only_problem(struct bench *bench, enum err_code code, uint32_t line,
                                      uint32_t column)
{
    assert_int_equal(bench->list.count, 1);
    const struct err *err = &bench->list.items[0];
    assert_int_equal(err->code, code);
    assert_int_equal(err->place.line, line);
    assert_int_equal(err->place.column, column);
    return err;
}

static void an_unknown_option_is_pointed_at_with_a_suggestion(void **state)
{
    struct bench *bench = *state;
    assert_null(bench_read(bench, "\n  -- pilar = 1\n  normalise = tide.goalposts(),\n"
                                  "  pilar = tide.mean(),\n"));
    const struct err *err = only_problem(bench, ERR_RULE_OPTION, 4, 3);
    assert_string_equal(err->sentence, "a rule has no option \"pilar\"");
    assert_string_equal(err->hint, "did you mean pillar?");
    assert_memory_equal(err->place.source, "  pilar = tide.mean(),", err->place.source_length);
    assert_int_equal(err->place.width, 5);
}

static void an_unknown_indicator_is_pointed_at_inside_its_table(void **state)
{
    struct bench *bench = *state;
    assert_null(bench_read(bench, "normalise = tide.goalposts(),\n"
                                  "  weights = { [\"cs_asembly\"] = 2 },"));
    const struct err *err = only_problem(bench, ERR_RULE_NAME, 2, 16);
    assert_string_equal(err->hint, "did you mean cs_assembly?");
}

static void what_a_value_must_be_carried_for_stands_in_the_codebook(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "missing = { carry = 2 }", ERR_RULE_UNSUPPORTED,
                  "`missing.carry` is not supported in this version",
                  "tide.fill { with = \"carry\" }");
}

static void values_that_do_not_fit_are_refused(void **state)
{
    static const char *const cases[] = {
        "scale = { 100, 0 }",
        "scale = \"0..100\"",
        "values = \"publishd\"",
        "values = 3",
        "missing = 1",
        "missing = { need = 1.5 }",
        "missing = { need = { count = 1.5 } }",
        "missing = { of = \"weights\" }",
        "missing = { at = { cs_assembly = 1 } }",
        "normalise = tide.goalposts { clip = 0 }",
        "normalise = tide.goalposts { to = { 1, 1 } }",
        "index = tide.geometric { floor = -1 }",
        "index = tide.geometric { floor = nan }",
        "weights = { corruption = huge }",
        "title = 3",
    };
    struct bench *bench = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(bench_read(bench, cases[i]));
        assert_int_equal(bench->list.count, i + 1);
        assert_int_equal(bench->list.items[i].code, ERR_RULE_VALUE);
    }
}

static void something_else_than_a_table_is_no_rule(void **state)
{
    struct bench *bench = *state;
    struct value three = bench_number(3);
    assert_null(rule_read(bench->fixture->arena, "r", "r.lua", text_of("return 3"), &three,
                          &bench->fixture->codebook, NULL, &bench->list));
    assert_int_equal(bench->list.items[0].code, ERR_SCRIPT_RESULT);
}

static void a_rule_needs_no_host_for_what_is_no_function(void **state)
{
    struct bench *bench = *state;
    struct bench_script script = {bench->fixture->arena, "{ normalise = tide.minmax() }"};
    struct value value = bench_parse(&script);
    assert_non_null(rule_read(bench->fixture->arena, "r", "r.lua", text_of(""), &value,
                              &bench->fixture->codebook, NULL, &bench->list));
    script.at = "{ over = \"region\", score = f.number, uses = { a = \"b\" } }";
    value = bench_parse(&script);
    assert_null(rule_read(bench->fixture->arena, "r", "r.lua", text_of(""), &value,
                          &bench->fixture->codebook, NULL, &bench->list));
    assert_int_equal(bench->list.errors, 3);
}

static void a_lever_in_the_headline_is_warned_of(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_read(bench, "normalise = tide.goalposts(), weights = { "
                                          "ac_conditionality = 0.1 }, of = {\n \"civic_space\", "
                                          "\"corruption\", \"ac_conditionality\" },");
    assert_non_null(rule);
    const struct err *err = only_problem(bench, ERR_RULE_BESIDE, 2, 31);
    assert_int_equal(err->severity, ERR_WARNING);
    assert_string_equal(err->sentence,
                        "ac_conditionality is a lever: it is counted in the headline by rule "
                        "rights");
    assert_true(rule->counts_lever);
    uint32_t node = fixture_find(bench->fixture, "ac_conditionality");
    assert_near(rule->index_weight[node], 0.1, 0);
    assert_near(rule->node_weight[node], 1, 0);
}

static void what_is_counted_twice_is_said(void **state)
{
    struct bench *bench = *state;
    bench_warns(bench, "normalise = tide.goalposts(), of = { \"civic_space\", \"cs_assembly\" }",
                ERR_RULE_TWICE, "cs_assembly is counted twice in the headline", "not both");
}

static void averaging_different_scales_as_they_are_is_warned_of(void **state)
{
    struct bench *bench = *state;
    bench_warns(bench, "title = \"Raw\"", ERR_RULE_SCALES,
                "cs_assembly and co_public are averaged as they are, on different scales (0 to 4 "
                "and 0 to 100)",
                "add normalise = tide.goalposts()");
    uint32_t node = fixture_find(bench->fixture, "co_public");
    struct indicator *public = &bench->fixture->indicators[bench->fixture->nodes[node].indicator];
    public->scale.worst = public->scale.best = NAN;
    bench_warns(bench, "title = \"Raw\"", ERR_RULE_SCALES, "(0 to 4 and without ends)",
                "add normalise");
    assert_false(bench_read(bench, "title = \"Raw\"")->normalised);
}

static void what_was_published_needs_no_scale_outside_the_headline(void **state)
{
    struct bench *bench = *state;
    struct fixture *fixture = bench->fixture;
    uint32_t oda = fixture->nodes[fixture_find(fixture, "ac_oda")].indicator;
    fixture->indicators[oda].scale.worst = fixture->indicators[oda].scale.best = NAN;
    bench_good(bench, "normalise = tide.goalposts(), published = { index = \"ac_oda\" }");
    fixture->indicators[oda].scale.worst = 0;
    fixture->indicators[oda].scale.best = 10;
    uint32_t public = fixture->nodes[fixture_find(fixture, "co_public")].indicator;
    fixture->indicators[public].scale.best = NAN;
    bench_refuses(bench, "normalise = tide.goalposts(), published = { index = \"co_public\" }",
                  ERR_RULE_GOALPOSTS, "co_public has no worst", "or use tide.minmax()");
}

static void goalposts_need_a_worst_and_a_best_in_the_headline(void **state)
{
    struct bench *bench = *state;
    struct fixture *fixture = bench->fixture;
    uint32_t oda = fixture->nodes[fixture_find(fixture, "ac_oda")].indicator;
    fixture->indicators[oda].scale.worst = fixture->indicators[oda].scale.best = NAN;
    bench_warns(bench, "normalise = tide.goalposts()", ERR_RULE_GOALPOSTS, "ac_oda has no worst",
                "give it a scale");
    fixture->indicators[oda].scale.worst = 0;
    fixture->indicators[oda].scale.best = 10;
    uint32_t public = fixture->nodes[fixture_find(fixture, "co_public")].indicator;
    fixture->indicators[public].scale.best = NAN;
    bench_refuses(bench, "normalise = tide.goalposts()", ERR_RULE_GOALPOSTS,
                  "co_public has no worst", "give it a scale");
    uint32_t assembly = fixture->nodes[fixture_find(fixture, "cs_assembly")].indicator;
    fixture->indicators[assembly].scale.worst = NAN;
    bench_refuses(bench, "normalise = tide.goalposts()", ERR_RULE_GOALPOSTS,
                  "cs_assembly and co_public have no worst and best in the codebook, so "
                  "tide.goalposts() cannot place them",
                  "give each a scale with worst and best, or use tide.minmax()");
}

static void places_pass_over_comments_strings_and_other_tables(void **state)
{
    (void)state;
    const char *script = "--[[ index = 1\n pillar = 2 ]]\n"
                         "local title = \"index = 3\"\n"
                         "return {\n"
                         "  missing = { at = { index = 4 }, need = { index = 1 } },\n"
                         "  index == 5,\n"
                         "  \xD1\x8F = 1, index = 6,\n"
                         "}\n";
    struct err_place place = script_place("r.lua", text_of(script), "index");
    assert_int_equal(place.line, 7);
    assert_int_equal(place.column, 10);
    place = script_place("r.lua", text_of(script), "missing.need.index");
    assert_int_equal(place.line, 5);
    assert_int_equal(place.column, 44);
    place = script_place("r.lua", text_of(script), "missing.of");
    assert_int_equal(place.line, 5);
    assert_int_equal(place.column, 3);
    place = script_place("r.lua", text_of(script), "weights");
    assert_int_equal(place.line, 0);
    assert_string_equal(place.file, "r.lua");
    place = script_place("r.lua", text_of("local r = tide.rule 'a'\nr.values = 'x'"), "values");
    assert_int_equal(place.line, 2);
    assert_int_equal(place.column, 3);
}

static void places_end_with_the_script_however_it_is_cut(void **state)
{
    (void)state;
    const char *script = "return { --[==[ x ]==] of = { \"a\\\"b\", [[ long ]] }, index = 'q\\\\', "
                         "[\"key\"] = [=[ text ]=] }";
    size_t length = strlen(script);
    for (size_t i = 0; i <= length; i++) {
        char *cut = fixture_must(malloc(i + 1));
        memcpy(cut, script, i);
        struct err_place place = script_place("r.lua", (struct text){cut, i}, "of.\"zzz\"");
        assert_true(place.line <= 1);
        script_place("r.lua", (struct text){cut, i}, "key");
        free(cut);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_full_rule_is_read_as_written),
        BENCH_TEST(what_a_rule_does_not_say_keeps_its_default),
        BENCH_TEST(a_group_is_what_the_pillar_is_unless_named),
        BENCH_TEST(an_unknown_option_is_pointed_at_with_a_suggestion),
        BENCH_TEST(an_unknown_indicator_is_pointed_at_inside_its_table),
        BENCH_TEST(what_a_value_must_be_carried_for_stands_in_the_codebook),
        BENCH_TEST(values_that_do_not_fit_are_refused),
        BENCH_TEST(something_else_than_a_table_is_no_rule),
        BENCH_TEST(a_rule_needs_no_host_for_what_is_no_function),
        BENCH_TEST(a_lever_in_the_headline_is_warned_of),
        BENCH_TEST(what_is_counted_twice_is_said),
        BENCH_TEST(averaging_different_scales_as_they_are_is_warned_of),
        BENCH_TEST(what_was_published_needs_no_scale_outside_the_headline),
        BENCH_TEST(goalposts_need_a_worst_and_a_best_in_the_headline),
        BENCH_TEST(places_pass_over_comments_strings_and_other_tables),
        BENCH_TEST(places_end_with_the_script_however_it_is_cut),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
