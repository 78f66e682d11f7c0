#include "rule_bench.h"

#define GOOD "normalise = tide.goalposts(), "

static void a_score_that_gives_one_number_is_the_headline(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(bench, "score = f.number");
    assert_non_null(rule->score);
    assert_int_equal(rule->headline, 0);
    assert_int_equal(bench->traced_count, 1);
    assert_string_equal(bench->traced[0], "");
    rule = bench_good(bench, "score = f.edi");
    assert_int_equal(rule->headline, 0);
    assert_string_equal(rule->score->results[0].name, "edi");
}

static void a_score_of_several_results_says_which_is_the_index(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(bench_good(bench, "score = f.three, headline = \"cs_assembly\"")->headline, 1);
    bench_refuses(bench, "score = f.three", ERR_RULE_VALUE,
                  "`score` has 3 results, but the rule does not say which is the index",
                  "with one of these: leverage, cs_assembly");
    bench_refuses(bench, "score = f.three, headline = \"leverge\"", ERR_RULE_NAME,
                  "`score` has no result \"leverge\"", "did you mean leverage?");
    bench_refuses(bench, "score = f.three, headline = \"total\"", ERR_RULE_NAME,
                  "`score` has no result \"total\"", "it has leverage, cs_assembly, status");
    bench_refuses(bench, "score = f.three, headline = 1", ERR_RULE_VALUE,
                  "`headline` is the number 1, but the name of a result was expected",
                  "write headline");
    bench_refuses(bench, "score = f.number, headline = \"total\"", ERR_RULE_NAME,
                  "`score` has no result \"total\"", "leave `headline` out");
    bench_refuses(bench, GOOD "headline = \"total\"", ERR_RULE_VALUE,
                  "`headline` names a result of `score`, but the rule has no `score`",
                  "without `score` the headline is what `of` and `index` make");
}

static void the_index_is_no_text(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "score = f.three, headline = \"status\"", ERR_RULE_VALUE,
                  "the headline would be status, a text, but the index is a number",
                  "with one of these: leverage, cs_assembly");
    bench_refuses(bench, "score = f.status", ERR_RULE_VALUE, "the headline would be status, a text",
                  "return a number beside it");
    bench_refuses(bench, "score = f.text", ERR_RULE_VALUE,
                  "the headline would be what `score` returns, a text",
                  "return a number beside it");
}

static void results_have_names_that_rows_can_have(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "score = f.index", ERR_RULE_VALUE,
                  "`score` returns a result named \"index\", which is the name of the headline "
                  "itself",
                  "say headline = ");
    bench_refuses(bench, "score = f.spaced", ERR_RULE_VALUE,
                  "`score` returns a result named \"my result\"", "begins with a letter");
    bench_refuses(bench, "score = f.nothing", ERR_RULE_VALUE,
                  "the function at `score` never returns a result", "end it with return");
    bench_refuses(bench, "score = 3", ERR_RULE_VALUE,
                  "`score` is the number 3, but a function was expected",
                  "write score = function(c)");
    bench_refuses(bench, "score = f.broken", ERR_SCRIPT_RUN, "attempt to index a nil value", NULL);
}

static void a_rule_that_is_only_a_formula_has_no_tree(void **state)
{
    static const char *const with[] = {"pillar = tide.mean()", "group = tide.mean()",
                                       "index = tide.mean()", "at = { aid = tide.mean() }",
                                       "normalise = tide.goalposts()"};
    struct bench *bench = *state;
    assert_false(bench_good(bench, "score = f.number")->tree);
    for (size_t i = 0; i < sizeof with / sizeof *with; i++) {
        char fields[128];
        snprintf(fields, sizeof fields, "score = f.number, values = \"published\", %s", with[i]);
        assert_true(bench_good(bench, fields)->tree);
    }
    assert_true(bench_good(bench, GOOD "title = \"t\"")->tree);
}

static void another_rule_s_items_are_read_under_a_name(void **state)
{
    struct bench *bench = *state;
    bench->rules[0] = bench_read_as(bench, "edi", "score = f.three, headline = \"cs_assembly\"");
    bench->rules[1] = bench_read_as(bench, "bti", GOOD "title = \"BTI\"");
    struct rule *rule =
        bench_good(bench, "uses = { performance = \"bti.corruption\", edi = \"edi\", "
                          "lev = \"edi.leverage\" }, score = f.borrowed");
    assert_int_equal(rule->use_count, 3);
    assert_string_equal(rule->uses[0].name, "edi");
    assert_ptr_equal(rule->uses[0].rule, bench->rules[0]);
    assert_string_equal(rule->uses[0].item, "index");
    assert_string_equal(rule->uses[1].item, "leverage");
    assert_string_equal(rule->uses[2].name, "performance");
    assert_ptr_equal(rule->uses[2].rule, bench->rules[1]);
    assert_string_equal(rule->uses[2].item, "corruption");
}

static void an_item_that_the_other_rule_does_not_give_is_refused(void **state)
{
    struct bench *bench = *state;
    bench->rules[0] = bench_read_as(bench, "edi", "score = f.three, headline = \"cs_assembly\"");
    bench->rules[1] = bench_read_as(bench, "bti", GOOD "title = \"BTI\"");
    bench_refuses(bench, "uses = { a = \"bti.corupption\" }", ERR_RULE_NAME,
                  "the rule bti gives no value to \"corupption\"", "did you mean corruption?");
    bench_refuses(bench, "uses = { a = \"edi.levrage\" }", ERR_RULE_NAME,
                  "the rule edi gives no value to \"levrage\"", "did you mean leverage?");
    bench_refuses(bench, "uses = { a = \"edi.corruption\" }", ERR_RULE_NAME,
                  "the rule edi gives no value to \"corruption\"", "has no pillars and groups");
    bench_refuses(bench, "uses = { a = \"edi.status\" }", ERR_RULE_VALUE,
                  "the result status of the rule edi is a text", "a result that is a number");
    bench_refuses(bench, "uses = { a = \"edi.\" }", ERR_RULE_NAME,
                  "the rule edi gives no value to \"\"", "it has index, leverage");
    bench_refuses(bench, "uses = { a = \"fiw\" }", ERR_SCRIPT_MODULE, "there is no rule \"fiw\"",
                  NULL);
}

static void a_borrowed_name_hides_nothing(void **state)
{
    struct bench *bench = *state;
    bench->rules[0] = bench_read_as(bench, "bti", GOOD "title = \"BTI\"");
    bench_refuses(bench, "uses = { aid = \"bti\" }", ERR_RULE_NAME,
                  "`uses` takes the name aid, which the codebook has already", "of its own");
    bench_refuses(bench, "uses = { year = \"bti\" }", ERR_RULE_NAME,
                  "`uses` names something \"year\", which is no name", "no word of Lua");
    bench_refuses(bench, "uses = { [\"a b\"] = \"bti\" }", ERR_RULE_NAME, "\"a b\"", "begins with");
    bench_refuses(bench, "uses = { a = 3 }", ERR_RULE_VALUE,
                  "`uses.a` is the number 3, but \"RULE.ITEM\" was expected", "write uses");
    bench_refuses(bench, "uses = { \"bti\" }", ERR_RULE_VALUE,
                  "`uses` is a list, but a table of names was expected", "write uses");
    bench_refuses(bench, "uses = \"bti\"", ERR_RULE_VALUE, "`uses` is the text \"bti\"",
                  "write uses");
}

static void a_lever_counted_in_a_borrowed_index_is_warned_of(void **state)
{
    struct bench *bench = *state;
    bench->rules[0] = bench_read_as(bench, "five", GOOD "of = { \"aid\", \"civic_space\" }");
    assert_int_equal(bench->list.warnings, 1);
    err_list_free(&bench->list);
    err_list_init(&bench->list);
    bench_warns(bench, "uses = { performance = \"five\" }, score = f.borrowed", ERR_RULE_BESIDE,
                "performance is a lever", "read it beside");
    bench_good(bench, "uses = { performance = \"five.corruption\" }, score = f.borrowed");
}

static void results_are_compared_with_what_was_published(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, "score = f.three, headline = \"cs_assembly\", published = { index = \"co_public\", "
               "leverage = { \"ac_oda\", within = 0.5 }, ac_clause = { \"ac_clause\" } }");
    assert_int_equal(rule->published_count, 3);
    assert_string_equal(rule->published[0].item, "ac_clause");
    assert_string_equal(rule->published[1].item, "index");
    assert_near(rule->published[1].within, 0, 0);
    assert_string_equal(bench->fixture->indicators[rule->published[1].indicator].id, "co_public");
    assert_near(rule->published[2].within, 0.5, 0);
    rule = bench_good(bench, GOOD "published = { civic_space = \"cs_assembly\" }");
    assert_string_equal(rule->published[0].item, "civic_space");
}

static void what_is_published_stands_in_an_indicator(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, GOOD "published = { index = \"co_publc\" }", ERR_RULE_NAME,
                  "the codebook has no indicator, group or pillar \"co_publc\"",
                  "did you mean co_public?");
    bench_refuses(bench, GOOD "published = { index = \"aid\" }", ERR_RULE_VALUE,
                  "aid is no indicator", "name an indicator");
    bench_refuses(bench, GOOD "published = { indx = \"co_public\" }", ERR_RULE_NAME,
                  "this rule gives no value to \"indx\"", "did you mean index?");
    bench_refuses(bench, "score = f.edi, published = { aid = \"co_public\" }", ERR_RULE_NAME,
                  "this rule gives no value to \"aid\"", "no pillars and groups");
    bench_refuses(bench,
                  "score = f.three, headline = \"leverage\", of = { \"civic_space\" }, "
                  "published = { status = \"co_public\" }",
                  ERR_RULE_VALUE, "the result status of this rule is a text", "is a number");
    bench_refuses(bench, GOOD "published = { index = 3 }", ERR_RULE_VALUE,
                  "`published.index` is the number 3, but an indicator was expected", "within");
    bench_refuses(bench, GOOD "published = { index = { \"co_public\", wihtin = 1 } }",
                  ERR_RULE_VALUE, "`published.index` is a table, but an indicator was expected",
                  "within");
    bench_refuses(bench, GOOD "published = { index = { \"co_public\", \"ac_oda\" } }",
                  ERR_RULE_VALUE, "`published.index` is a table", "within");
    bench_refuses(bench, GOOD "published = { index = { \"co_public\", within = -1 } }",
                  ERR_RULE_VALUE,
                  "`published.index.within` is -1, but a number of 0 or more was expected", NULL);
    bench_refuses(bench, GOOD "published = { index = { \"co_public\", within = \"1\" } }",
                  ERR_RULE_VALUE, "`published.index.within` is the text \"1\"", NULL);
    bench_refuses(bench, GOOD "published = { \"co_public\" }", ERR_RULE_VALUE,
                  "`published` is a list, but a table of results was expected", "write published");
    bench_refuses(bench, GOOD "published = true", ERR_RULE_VALUE, "`published` is true",
                  "write published");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(a_score_that_gives_one_number_is_the_headline),
        BENCH_TEST(a_score_of_several_results_says_which_is_the_index),
        BENCH_TEST(the_index_is_no_text),
        BENCH_TEST(results_have_names_that_rows_can_have),
        BENCH_TEST(a_rule_that_is_only_a_formula_has_no_tree),
        BENCH_TEST(another_rule_s_items_are_read_under_a_name),
        BENCH_TEST(an_item_that_the_other_rule_does_not_give_is_refused),
        BENCH_TEST(a_borrowed_name_hides_nothing),
        BENCH_TEST(a_lever_counted_in_a_borrowed_index_is_warned_of),
        BENCH_TEST(results_are_compared_with_what_was_published),
        BENCH_TEST(what_is_published_stands_in_an_indicator),
    };
    return cmocka_run_group_tests_name("rule_result", tests, NULL, NULL);
}
