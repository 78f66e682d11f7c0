#include "score/rule.h"
#include "score/rule_place.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

/* The tables a script would return are written as text "key=value" trees by these makers. */
static struct value number(double value)
{
    return (struct value){.kind = VALUE_NUMBER, .number = value};
}

static struct value text(const char *value)
{
    return (struct value){.kind = VALUE_TEXT, .text = text_of(value)};
}

static struct value function(void)
{
    return (struct value){.kind = VALUE_FUNCTION, .line = 7};
}

struct field {
    const char *key;
    struct value value;
};

#define TABLE(arena, ...) table_of(arena, (struct field[]){__VA_ARGS__, {NULL, {0}}})

static struct value table_of(struct arena *arena, const struct field *fields)
{
    size_t count = 0;
    while (fields[count].key)
        count++;
    struct value_pair *pairs = fixture_must(arena_alloc(arena, count, sizeof *pairs));
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct value_pair){text(fields[i].key), fields[i].value};
    return (struct value){.kind = VALUE_TABLE, .pairs = pairs, .count = count};
}

static struct value list_of(struct arena *arena, const struct value *items, size_t count)
{
    struct value_pair *pairs = fixture_must(arena_alloc(arena, count, sizeof *pairs));
    for (size_t i = 0; i < count; i++)
        pairs[i] = (struct value_pair){number((double)i + 1), items[i]};
    return (struct value){.kind = VALUE_TABLE, .pairs = pairs, .count = count};
}

struct bench {
    struct fixture *fixture;
    struct err_list list;
};

/* Two outcome pillars, one with a group, and a lever with two groups. */
static int set_up(void **state)
{
    struct bench *bench = fixture_must(calloc(1, sizeof *bench));
    struct fixture *fixture = bench->fixture = fixture_new();
    fixture_pillar(fixture, "civic_space", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "civic_space", "cs_assembly", 0.2, 0, 4);
    fixture_indicator(fixture, "civic_space", "cs_ngo_law", 0.3, 0, 4)->series_count = 0;
    fixture_pillar(fixture, "corruption", ROLE_OUTCOME, 2);
    fixture_group(fixture, "corruption", "co_state", 1);
    fixture_indicator(fixture, "co_state", "co_public", 1, 0, 100);
    fixture_pillar(fixture, "aid", ROLE_LEVER, 1);
    fixture_group(fixture, "aid", "ac_exposure", 1);
    fixture_indicator(fixture, "ac_exposure", "ac_oda", 1, 0, 10);
    fixture_group(fixture, "aid", "ac_conditionality", 1);
    fixture_indicator(fixture, "ac_conditionality", "ac_clause", 1, 0, 4)->series_count = 0;
    *state = bench;
    return 0;
}

static int tear_down(void **state)
{
    struct bench *bench = *state;
    err_list_free(&bench->list);
    fixture_free(bench->fixture);
    free(bench);
    return 0;
}

static struct rule *read_rule(struct bench *bench, struct value value, const char *script)
{
    return rule_read(bench->fixture->arena, "rights", "scripts/rules/rights.lua", text_of(script),
                     &value, &bench->fixture->codebook, NULL, &bench->list);
}

static struct value goalposts(struct arena *arena)
{
    return TABLE(arena, {"@", text("goalposts")});
}

static struct value mean(struct arena *arena)
{
    return TABLE(arena, {"@", text("mean")});
}

static struct value geometric(struct arena *arena, double floor)
{
    return TABLE(arena, {"@", text("geometric")}, {"floor", number(floor)});
}

static void a_full_rule_is_read_as_written(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct value ends[] = {number(0), number(100)};
    struct value need = TABLE(arena, {"pillar", number(0.5)}, {"index", number(1)});
    struct value need_at = TABLE(arena, {"aid", TABLE(arena, {"count", number(2)})});
    struct rule *rule = read_rule(
        bench,
        TABLE(arena, {"title", text("Rights score")}, {"scale", list_of(arena, ends, 2)},
              {"values", text("published")},
              {"missing", TABLE(arena, {"need", need}, {"at", need_at})},
              {"normalise", goalposts(arena)}, {"pillar", mean(arena)},
              {"at", TABLE(arena, {"aid", geometric(arena, 0)})}, {"index", geometric(arena, 1)}),
        "");
    assert_non_null(rule);
    assert_int_equal(bench->list.count, 0);
    assert_string_equal(rule->title, "Rights score");
    assert_int_equal(rule->values, PANEL_PUBLISHED);
    assert_true(rule->normalised);
    assert_int_equal(rule->index.method.id, METHOD_GEOMETRIC);
    assert_near(rule->index.method.settings[0].number, 1, 0);
    uint32_t aid = fixture_find(bench->fixture, "aid");
    uint32_t group = fixture_find(bench->fixture, "co_state");
    uint32_t pillar = fixture_find(bench->fixture, "corruption");
    assert_int_equal(rule->nodes[aid].method.id, METHOD_GEOMETRIC);
    assert_int_equal(rule->nodes[pillar].method.id, METHOD_MEAN);
    assert_near(rule->nodes[pillar].need.share, 0.5, 0);
    assert_near(rule->nodes[group].need.share, 0.5, 0);
    assert_near(rule->index.need.share, 1, 0);
    assert_int_equal(rule->nodes[aid].need.count, 2);
    assert_true(rule->in_index[pillar]);
    assert_false(rule->in_index[aid]);
    assert_false(rule->counts_lever);
}

static void what_a_rule_does_not_say_keeps_its_default(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct rule *rule = read_rule(bench, TABLE(arena, {"normalise", goalposts(arena)}), "");
    assert_non_null(rule);
    assert_int_equal(rule->values, PANEL_ALL);
    assert_near(rule->index.need.share, 2.0 / 3, 0);
    assert_int_equal(rule->index.method.id, METHOD_MEAN);
    assert_near(rule->index_weight[fixture_find(bench->fixture, "corruption")], 2, 0);
    assert_near(rule->node_weight[fixture_find(bench->fixture, "cs_ngo_law")], 0.3, 0);
    assert_near(rule->scale_best, 100, 0);
    assert_true(rule_method_number(&rule->stages[0].normalise, "clip", 1) == 1);
}

static void a_group_is_what_the_pillar_is_unless_named(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct rule *rule = read_rule(
        bench, TABLE(arena, {"normalise", goalposts(arena)}, {"pillar", geometric(arena, 0.5)}),
        "");
    uint32_t group = fixture_find(bench->fixture, "co_state");
    assert_int_equal(rule->nodes[group].method.id, METHOD_GEOMETRIC);
    rule = read_rule(bench,
                     TABLE(arena, {"normalise", goalposts(arena)}, {"group", mean(arena)},
                           {"pillar", geometric(arena, 0.5)}),
                     "");
    assert_int_equal(rule->nodes[group].method.id, METHOD_MEAN);
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
    struct arena *arena = bench->fixture->arena;
    struct value value = TABLE(arena, {"normalise", goalposts(arena)}, {"pilar", mean(arena)});
    const char *script = "-- pilar = 1\nreturn {\n  normalise = tide.goalposts(),\n"
                         "  pilar = tide.mean(),\n}\n";
    assert_null(read_rule(bench, value, script));
    const struct err *err = only_problem(bench, ERR_RULE_OPTION, 4, 3);
    assert_string_equal(err->sentence, "a rule has no option \"pilar\"");
    assert_string_equal(err->hint, "did you mean pillar?");
    assert_memory_equal(err->place.source, "  pilar = tide.mean(),", err->place.source_length);
    assert_int_equal(err->place.width, 5);
}

static void an_unknown_indicator_is_pointed_at_inside_its_table(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct value value = TABLE(arena, {"normalise", goalposts(arena)},
                               {"weights", TABLE(arena, {"cs_asembly", number(2)})});
    const char *script = "local cs_asembly = 1\nreturn { normalise = tide.goalposts(),\n"
                         "  weights = { [\"cs_asembly\"] = 2 } }\n";
    assert_null(read_rule(bench, value, script));
    const struct err *err = only_problem(bench, ERR_RULE_NAME, 3, 16);
    assert_string_equal(err->hint, "did you mean cs_assembly?");
}

static void a_function_says_that_rules_are_tables(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct value value = TABLE(arena, {"index", function()}, {"normalise", goalposts(arena)});
    const char *script = "return {\n  normalise = tide.goalposts(),\n"
                         "  index = function(c) return c.corruption end,\n}\n";
    assert_null(read_rule(bench, value, script));
    const struct err *err = only_problem(bench, ERR_RULE_UNSUPPORTED, 3, 3);
    assert_string_equal(err->sentence, "`index` is a function, but rules are tables in this "
                                       "version: formulas are not supported");
    assert_string_equal(err->hint, "write tide.mean() or tide.geometric { floor = 1 }");
}

static void stages_of_later_versions_are_refused_one_by_one(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct value value =
        TABLE(arena, {"frame", text("base")}, {"impute", mean(arena)},
              {"missing", TABLE(arena, {"carry", number(2)})}, {"over", text("period")},
              {"score", function()}, {"treat", mean(arena)});
    assert_null(read_rule(bench, value, "return {}"));
    assert_int_equal(bench->list.errors, 6);
    for (size_t i = 0; i < bench->list.count; i++)
        assert_int_equal(bench->list.items[i].code, ERR_RULE_UNSUPPORTED);
}

static void values_that_do_not_fit_are_refused(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct value backwards[] = {number(100), number(0)};
    struct value to[] = {number(1), number(1)};
    struct value empty = {.kind = VALUE_TABLE};
    struct value cases[] = {
        TABLE(arena, {"scale", list_of(arena, backwards, 2)}),
        TABLE(arena, {"scale", text("0..100")}),
        TABLE(arena, {"values", text("publishd")}),
        TABLE(arena, {"missing", number(1)}),
        TABLE(arena, {"missing", TABLE(arena, {"need", number(1.5)})}),
        TABLE(arena, {"missing", TABLE(arena, {"need", TABLE(arena, {"count", number(1.5)})})}),
        TABLE(arena, {"missing", TABLE(arena, {"of", text("weights")})}),
        TABLE(arena, {"normalise", text("goalposts")}),
        TABLE(arena, {"normalise", TABLE(arena, {"@", text("goalposts")}, {"clip", number(0)})}),
        TABLE(arena,
              {"normalise", TABLE(arena, {"@", text("goalposts")}, {"to", list_of(arena, to, 2)})}),
        TABLE(arena, {"index", geometric(arena, -1)}),
        TABLE(arena, {"index", geometric(arena, NAN)}),
        TABLE(arena, {"of", empty}),
        TABLE(arena, {"weights", TABLE(arena, {"corruption", number(0)})}),
        TABLE(arena, {"weights", TABLE(arena, {"corruption", number(INFINITY)})}),
        TABLE(arena, {"at", TABLE(arena, {"co_public", mean(arena)})}),
        TABLE(arena, {"title", number(3)}),
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t before = bench->list.count;
        assert_null(read_rule(bench, cases[i], "return {}"));
        assert_int_equal(bench->list.count, before + 1);
        assert_int_equal(bench->list.items[before].code, ERR_RULE_VALUE);
    }
}

static void something_else_than_a_table_is_no_rule(void **state)
{
    struct bench *bench = *state;
    assert_null(read_rule(bench, number(3), "return 3"));
    assert_int_equal(bench->list.items[0].code, ERR_SCRIPT_RESULT);
}

static void a_lever_in_the_headline_is_warned_of(void **state)
{
    struct bench *bench = *state;
    struct arena *arena = bench->fixture->arena;
    struct value of[] = {text("civic_space"), text("corruption"), text("ac_conditionality")};
    struct value weights = TABLE(arena, {"ac_conditionality", number(0.1)});
    struct rule *rule = read_rule(bench,
                                  TABLE(arena, {"normalise", goalposts(arena)},
                                        {"of", list_of(arena, of, 3)}, {"weights", weights}),
                                  "return { of = {\n \"civic_space\", \"ac_conditionality\" } }");
    assert_non_null(rule);
    const struct err *err = only_problem(bench, ERR_RULE_BESIDE, 2, 17);
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
    struct arena *arena = bench->fixture->arena;
    struct value nested[] = {text("civic_space"), text("cs_assembly")};
    struct value twice[] = {text("civic_space"), text("civic_space")};
    assert_non_null(read_rule(
        bench, TABLE(arena, {"normalise", goalposts(arena)}, {"of", list_of(arena, nested, 2)}),
        ""));
    assert_int_equal(bench->list.warnings, 1);
    assert_int_equal(bench->list.items[0].code, ERR_RULE_TWICE);
    assert_null(read_rule(
        bench, TABLE(arena, {"normalise", goalposts(arena)}, {"of", list_of(arena, twice, 2)}),
        ""));
    assert_int_equal(bench->list.items[1].code, ERR_RULE_TWICE);
}

static void averaging_different_scales_as_they_are_is_warned_of(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = read_rule(bench, TABLE(bench->fixture->arena, {"title", text("Raw")}), "");
    assert_non_null(rule);
    assert_false(rule->normalised);
    assert_int_equal(bench->list.count, 1);
    assert_int_equal(bench->list.items[0].code, ERR_RULE_SCALES);
    assert_int_equal(bench->list.items[0].severity, ERR_WARNING);
}

static void goalposts_need_a_worst_and_a_best_in_the_headline(void **state)
{
    struct bench *bench = *state;
    struct value value =
        TABLE(bench->fixture->arena, {"normalise", goalposts(bench->fixture->arena)});
    uint32_t oda = bench->fixture->nodes[fixture_find(bench->fixture, "ac_oda")].indicator;
    bench->fixture->indicators[oda].scale.worst = NAN;
    bench->fixture->indicators[oda].scale.best = NAN;
    assert_non_null(read_rule(bench, value, ""));
    assert_int_equal(bench->list.warnings, 1);
    uint32_t public = bench->fixture->nodes[fixture_find(bench->fixture, "co_public")].indicator;
    bench->fixture->indicators[public].scale.best = NAN;
    assert_null(read_rule(bench, value, ""));
    assert_int_equal(bench->list.errors, 1);
    assert_int_equal(bench->list.items[2].code, ERR_RULE_GOALPOSTS);
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
    struct err_place place = rule_place("r.lua", text_of(script), "index");
    assert_int_equal(place.line, 7);
    assert_int_equal(place.column, 10);
    place = rule_place("r.lua", text_of(script), "missing.need.index");
    assert_int_equal(place.line, 5);
    assert_int_equal(place.column, 44);
    place = rule_place("r.lua", text_of(script), "missing.of");
    assert_int_equal(place.line, 5);
    assert_int_equal(place.column, 3);
    place = rule_place("r.lua", text_of(script), "weights");
    assert_int_equal(place.line, 0);
    assert_string_equal(place.file, "r.lua");
    place = rule_place("r.lua", text_of("local r = tide.rule 'a'\nr.values = 'x'"), "values");
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
        struct err_place place = rule_place("r.lua", (struct text){cut, i}, "of.\"zzz\"");
        assert_true(place.line <= 1);
        rule_place("r.lua", (struct text){cut, i}, "key");
        free(cut);
    }
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(a_full_rule_is_read_as_written),
        TEST(what_a_rule_does_not_say_keeps_its_default),
        TEST(a_group_is_what_the_pillar_is_unless_named),
        TEST(an_unknown_option_is_pointed_at_with_a_suggestion),
        TEST(an_unknown_indicator_is_pointed_at_inside_its_table),
        TEST(a_function_says_that_rules_are_tables),
        TEST(stages_of_later_versions_are_refused_one_by_one),
        TEST(values_that_do_not_fit_are_refused),
        TEST(something_else_than_a_table_is_no_rule),
        TEST(a_lever_in_the_headline_is_warned_of),
        TEST(what_is_counted_twice_is_said),
        TEST(averaging_different_scales_as_they_are_is_warned_of),
        TEST(goalposts_need_a_worst_and_a_best_in_the_headline),
        TEST(places_pass_over_comments_strings_and_other_tables),
        TEST(places_end_with_the_script_however_it_is_cut),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
