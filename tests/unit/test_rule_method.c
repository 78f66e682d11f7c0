#include "rule_bench.h"

/* Options common to the cases: everything normalised, so that only what is tested is said. */
#define GOOD "normalise = tide.goalposts(), "

static const struct rule_setting *setting(struct bench *bench, const char *fields,
                                          const char *option)
{
    struct rule *rule = bench_good(bench, fields);
    return rule_method_setting(&rule->stages[0].treat, option);
}

static void every_method_can_be_written_with_its_required_options(void **state)
{
    static const char *const required[METHOD_COUNT] = {
        [METHOD_BOXCOX] = "lambda = 0",
        [METHOD_FILL] = "with = \"mean\"",
        [METHOD_SCALED] = "from = { 0, 1 }",
        [METHOD_DISTANCE_TO_REFERENCE] = "country = \"KGZ\"",
        [METHOD_CATEGORIES] = "cuts = { 1, 2 }",
        [METHOD_POWER] = "order = 2",
        [METHOD_AHP] = "matrix = { { 1, 1 }, { 1, 1 } }",
    };
    struct bench *bench = *state;
    for (int id = 0; id < METHOD_COUNT; id++) {
        const struct method *method = method_at((enum method_id)id);
        char fields[256];
        const char *key = method_stage_key(method->stage);
        if (id == METHOD_AHP)
            snprintf(fields, sizeof fields,
                     GOOD "weights = { at = { civic_space = tide.ahp { %s } } }", required[id]);
        else
            snprintf(fields, sizeof fields, "%s%s = tide.%s { %s }",
                     method->stage == METHOD_NORMALISE ? "" : GOOD, key, method->name,
                     required[id] ? required[id] : "");
        struct rule *rule = bench_good(bench, fields);
        const struct rule_node *node = bench_node(bench, rule, "civic_space");
        const struct rule_stages *stages = &rule->stages[0];
        const struct rule_method *read = method->stage == METHOD_TREAT       ? &stages->treat
                                         : method->stage == METHOD_IMPUTE    ? &stages->impute
                                         : method->stage == METHOD_NORMALISE ? &stages->normalise
                                         : method->stage == METHOD_WEIGHTS   ? &node->weighting
                                                                             : &node->method;
        assert_int_equal(read->id, id);
        for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++)
            assert_int_equal(read->settings[i].given, method->options[i].required);
    }
}

static void every_required_option_is_asked_for(void **state)
{
    struct bench *bench = *state;
    for (int id = 0; id < METHOD_COUNT; id++) {
        const struct method *method = method_at((enum method_id)id);
        for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++) {
            char fields[256], sentence[256];
            const char *key = method_stage_key(method->stage);
            if (!method->options[i].required)
                continue;
            snprintf(fields, sizeof fields, "%s = tide.%s()", key, method->name);
            snprintf(sentence, sizeof sentence, "tide.%s at `%s` needs the option `%s`",
                     method->name, key, method->options[i].name);
            bench_refuses(bench, fields, ERR_RULE_VALUE, sentence, method->options[i].meaning);
        }
    }
}

static void no_method_has_an_option_that_its_row_does_not_name(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "treat = tide.winsorise { skwe = 2 }", ERR_RULE_OPTION,
                  "tide.winsorise has no option \"skwe\"", "did you mean skew?");
    bench_refuses(bench, "pillar = tide.mean { floor = 1 }", ERR_RULE_OPTION,
                  "tide.mean has no option \"floor\"", "it has no options");
    bench_refuses(bench, "pillar = tide.geometric { 1 }", ERR_RULE_OPTION,
                  "tide.geometric holds a value without a name", NULL);
}

static void numbers_stay_within_the_bounds_of_their_row(void **state)
{
    struct bench *bench = *state;
    assert_near(setting(bench, GOOD "treat = tide.winsorise { kurtosis = -1 }", "kurtosis")->number,
                -1, 0);
    assert_near(setting(bench, GOOD "treat = tide.winsorise { max = 0 }", "max")->number, 0, 0);
    bench_refuses(bench, "treat = tide.winsorise { skew = -1 }", ERR_RULE_VALUE,
                  "`treat.skew` is the number -1, but a number from 0 was expected",
                  "a column passes whose skewness is less than this");
    bench_refuses(bench, "treat = tide.winsorise { skew = huge }", ERR_RULE_VALUE,
                  "`treat.skew` is the number inf", "a column passes");
    bench_refuses(bench, "treat = tide.winsorise { skew = nan }", ERR_RULE_VALUE, "`treat.skew` is",
                  "a column passes");
    bench_refuses(bench, "treat = tide.winsorise { max = 1.5 }", ERR_RULE_VALUE,
                  "`treat.max` is the number 1.5, but a whole number from 0 was expected",
                  "how many values may be moved");
    bench_refuses(bench, "treat = tide.winsorise { max = 1e9 }", ERR_RULE_VALUE,
                  "but a whole number from 0 to 1e+06 was expected", "how many");
    bench_refuses(bench, "treat = tide.boxcox { lambda = 11 }", ERR_RULE_VALUE,
                  "a number from -10 to 10 was expected", "the power");
    bench_refuses(bench, "index = tide.power { order = \"2\" }", ERR_RULE_VALUE,
                  "`index.order` is the text \"2\", but a number from -100 to 100 was expected",
                  "1 is the arithmetic mean");
    bench_refuses(bench, "normalise = tide.zscore { sd = 0 }", ERR_RULE_VALUE, "`normalise.sd` is",
                  "how wide");
}

static void words_booleans_and_texts_are_what_their_row_says(void **state)
{
    struct bench *bench = *state;
    assert_string_equal(
        setting(bench, GOOD "treat = tide.winsorise { otherwise = \"none\" }", "otherwise")->text,
        "none");
    bench_refuses(bench, "impute = tide.fill { with = \"medain\" }", ERR_RULE_VALUE,
                  "`impute.with` is the text \"medain\", but \"mean\", \"median\", \"row\", "
                  "\"carry\" or \"linear\" was expected",
                  "did you mean \"median\"?");
    bench_refuses(bench, "impute = tide.fill { with = 3 }", ERR_RULE_VALUE,
                  "`impute.with` is the number 3", "the frame's mean or median");
    bench_refuses(bench, "normalise = tide.minmax { clip = 1 }", ERR_RULE_VALUE,
                  "`normalise.clip` is the number 1, but true or false was expected",
                  "with a stored frame");
    bench_refuses(bench, "normalise = tide.distance_to_reference { country = \"\" }",
                  ERR_RULE_VALUE, "but a text was expected",
                  "the country that all are compared with");
    struct rule *rule = bench_good(
        bench, "normalise = tide.distance_to_reference { country = \"KGZ\", cap = true }");
    const struct rule_method *method = &rule->stages[0].normalise;
    assert_string_equal(rule_method_setting(method, "country")->text, "KGZ");
    assert_near(rule_method_number(method, "cap", 0), 1, 0);
}

static void a_pair_has_its_lower_end_first(void **state)
{
    struct bench *bench = *state;
    struct rule *rule =
        bench_good(bench, "normalise = tide.scaled { from = { -1, 3 }, to = { 1, 7 } }");
    const struct rule_setting *from = rule_method_setting(&rule->stages[0].normalise, "from");
    assert_int_equal(from->count, 2);
    assert_near(from->numbers[0], -1, 0);
    assert_near(from->numbers[1], 3, 0);
    bench_refuses(bench, "normalise = tide.scaled { from = { 3, 3 } }", ERR_RULE_VALUE,
                  "`normalise.from` needs two numbers, the lower first",
                  "the two values that become the ends");
    bench_refuses(bench, "normalise = tide.minmax { to = { 100, 0 } }", ERR_RULE_VALUE,
                  "`normalise.to` needs two numbers", "the worst end stands first");
    bench_refuses(bench, "normalise = tide.minmax { to = { 0, 50, 100 } }", ERR_RULE_VALUE,
                  "`normalise.to` needs two numbers", "the worst end");
    bench_refuses(bench, "normalise = tide.minmax { to = { 0, huge } }", ERR_RULE_VALUE,
                  "`normalise.to` needs two numbers", "the worst end");
}

static void categories_have_rising_cuts_and_one_score_more(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, "normalise = tide.categories { cuts = { 1, 2.5 }, scores = { 0, 50, 100 } }");
    const struct rule_setting *cuts = rule_method_setting(&rule->stages[0].normalise, "cuts");
    assert_int_equal(cuts->count, 2);
    assert_near(cuts->numbers[1], 2.5, 0);
    bench_refuses(bench, "normalise = tide.categories { cuts = { 1, 1 } }", ERR_RULE_VALUE,
                  "cut 2 is 1, which is not above cut 1, 1", "ascending");
    bench_refuses(bench, "normalise = tide.categories { cuts = { 1, 2 }, scores = { 0, 100 } }",
                  ERR_RULE_VALUE, "2 cuts make 3 categories, but there are 2 scores",
                  "one score for each category");
    bench_refuses(bench, "normalise = tide.categories { cuts = {} }", ERR_RULE_VALUE,
                  "`normalise.cuts` is a table, but a list of numbers was expected",
                  "where one category ends");
    bench_refuses(bench, "normalise = tide.categories { cuts = { 1, \"2\" } }", ERR_RULE_VALUE,
                  "item 2 of `normalise.cuts` is the text \"2\", but a number was expected",
                  "where one category ends");
    bench_refuses(bench, "normalise = tide.categories { cuts = { a = 1 } }", ERR_RULE_VALUE,
                  "but a list of numbers was expected", "where one category ends");
}

static void a_matrix_is_square_and_answers_itself(void **state)
{
    struct bench *bench = *state;
    struct rule *rule = bench_good(
        bench, GOOD "weights = { index = tide.ahp { matrix = { { 1, 3 }, { 0.33, 1 } } } }");
    const struct rule_setting *matrix = rule_method_setting(&rule->index.weighting, "matrix");
    assert_int_equal(matrix->width, 2);
    assert_int_equal(matrix->count, 4);
    assert_near(matrix->numbers[2], 0.33, 0);
    bench_refuses(bench, "weights = { index = tide.ahp { matrix = { { 1, 3 }, { 1 } } } }",
                  ERR_RULE_VALUE, "row 2 of `weights.index.matrix` does not have 2 numbers",
                  "a square");
    bench_refuses(bench, "weights = { index = tide.ahp { matrix = { { 1, 3 }, { 3, 1 } } } }",
                  ERR_RULE_VALUE, "row 2, column 1 of the matrix is 3, but row 1, column 2 is 3",
                  "1 / x");
    bench_refuses(bench, "weights = { index = tide.ahp { matrix = { { 2, 3 }, { 1 / 3, 1 } } } }",
                  ERR_RULE_VALUE, "row 1, column 1 of the matrix is 2", "as important as itself");
    bench_refuses(bench, "weights = { index = tide.ahp { matrix = { { 1, 0 }, { 1, 1 } } } }",
                  ERR_RULE_VALUE, "item 2 of `weights.index.matrix` is the number 0",
                  "how many times as important");
    bench_refuses(bench,
                  "weights = { index = tide.ahp { matrix = { { 1, 3 }, { 1 / 3, true } } } }",
                  ERR_RULE_VALUE, "item 2 of `weights.index.matrix` is true", "how many times");
    bench_refuses(bench, "weights = { index = tide.ahp { matrix = { 1, 2, 3 } } }", ERR_RULE_VALUE,
                  "row 1 of `weights.index.matrix` does not have 3 numbers", "a square");
    bench_refuses(bench, "weights = { index = tide.ahp { matrix = 3 } }", ERR_RULE_VALUE,
                  "`weights.index.matrix` is the number 3, but a list of rows", "how many times");
}

static void options_that_mean_nothing_together_are_refused(void **state)
{
    struct bench *bench = *state;
    bench_good(bench, GOOD "impute = tide.fill { with = \"carry\", periods = 2 }");
    bench_refuses(bench, "impute = tide.fill { with = \"mean\", periods = 2 }", ERR_RULE_VALUE,
                  "`periods` means nothing beside with = \"mean\"", "go by periods");
    bench_refuses(bench, "impute = tide.fill { with = \"row\", over = \"period\" }", ERR_RULE_VALUE,
                  "`over` means nothing beside with = \"row\"", "only a mean or a median");
    bench_refuses(bench, "pillar = tide.benefit_of_doubt { least = 0.5, most = 0.4 }",
                  ERR_RULE_VALUE, "`least` is 0.5, but `most` is 0.4", "no share is both");
    bench_refuses(bench, GOOD "index = tide.benefit_of_doubt { most = 0.4 }", ERR_RULE_VALUE,
                  "the headline has 2 children, whose shares cannot all be from 0 to 0.4",
                  "sum to 1");
    bench_refuses(
        bench, GOOD "at = { civic_space = tide.benefit_of_doubt { least = 0.6 } }", ERR_RULE_VALUE,
        "civic_space has 2 children, whose shares cannot all be from 0.6 to 1", "sum to 1");
}

static void a_method_stands_in_its_own_stage_only(void **state)
{
    static const char *const keys[] = {"treat", "impute", "normalise", "weights", "pillar"};
    struct bench *bench = *state;
    for (int id = 0; id < METHOD_COUNT; id++) {
        const struct method *method = method_at((enum method_id)id);
        for (int stage = 0; stage < METHOD_STAGES; stage++) {
            char fields[128], sentence[128];
            if (method->stage == (enum method_stage)stage)
                continue;
            snprintf(fields, sizeof fields, "%s = tide.%s()", keys[stage], method->name);
            snprintf(sentence, sizeof sentence, "tide.%s cannot stand at `%s`: it ", method->name,
                     keys[stage]);
            bench_refuses(bench, fields, ERR_RULE_VALUE, sentence, keys[method->stage]);
        }
    }
    bench_refuses(bench, "at = { aid = tide.minmax() }", ERR_RULE_VALUE,
                  "tide.minmax cannot stand at `at.aid`: it normalises",
                  "write tide.mean() or tide.geometric { floor = 1 }; tide.minmax stands at "
                  "`normalise`");
}

static void what_is_no_method_is_refused_with_a_suggestion(void **state)
{
    struct bench *bench = *state;
    bench_refuses(bench, "normalise = tide.minmx()", ERR_RULE_VALUE, "tide has no method \"minmx\"",
                  "write tide.minmax()");
    bench_refuses(bench, "normalise = \"zscore\"", ERR_RULE_VALUE,
                  "`normalise` is the text \"zscore\", but a method of tide was expected",
                  "write tide.zscore()");
    bench_refuses(bench, "normalise = f.number", ERR_RULE_VALUE,
                  "`normalise` is a function, but a method of tide was expected",
                  "a method has brackets: write tide.goalposts() or tide.minmax()");
    bench_refuses(bench, "impute = 3", ERR_RULE_VALUE, "`impute` is the number 3",
                  "write tide.fill { with = \"median\" }");
    bench_refuses(bench, "index = true", ERR_RULE_VALUE, "`index` is true", "write tide.mean()");
}

static void a_frame_is_all_period_country_or_a_classification(void **state)
{
    struct bench *bench = *state;
    const struct rule_setting *over =
        setting(bench, GOOD "treat = tide.log { over = \"all\" }", "over");
    assert_true(over->given);
    assert_int_equal(over->over_count, 0);
    over = setting(bench, GOOD "treat = tide.log { over = { \"region\", \"period\" } }", "over");
    assert_int_equal(over->over_count, 2);
    assert_string_equal(over->over[0], "region");
    assert_string_equal(over->over[1], "period");
    over = setting(bench, GOOD "treat = tide.log { over = { \"all\" } }", "over");
    assert_int_equal(over->over_count, 0);
    assert_false(setting(bench, GOOD "treat = tide.log()", "over")->given);
    bench_refuses(bench, "treat = tide.log { over = \"regoin\" }", ERR_RULE_NAME,
                  "`treat.over` names \"regoin\", by which no country is classified",
                  "did you mean region?");
    bench_refuses(bench, "treat = tide.log { over = { \"period\", \"continent\" } }", ERR_RULE_NAME,
                  "names \"continent\"", "it is one of all, period, country, region, union");
    bench_refuses(bench, "treat = tide.log { over = 3 }", ERR_RULE_VALUE,
                  "`treat.over` is the number 3, but a text or a list of texts was expected",
                  "write over = \"period\"");
    bench_refuses(bench, "treat = tide.log { over = {} }", ERR_RULE_VALUE, "a list of texts",
                  "write");
    bench_refuses(bench, "treat = tide.log { over = { region = true } }", ERR_RULE_VALUE,
                  "a list of texts", "write");
    bench_refuses(bench, "treat = tide.log { over = { \"region\", 1 } }", ERR_RULE_VALUE,
                  "a list of texts", "write");
    bench_refuses(bench, "treat = tide.log { over = { \"all\", \"period\" } }", ERR_RULE_VALUE,
                  "`treat.over` says \"all\" beside what holds it already", "leave it out");
    bench_refuses(bench, "treat = tide.log { over = { \"union\", \"union\" } }", ERR_RULE_VALUE,
                  "says \"union\" beside", "leave it out");
}

static void a_problem_stands_at_its_option(void **state)
{
    struct bench *bench = *state;
    assert_null(bench_read(bench,
                           "\n  pillar = tide.mean(),\n"
                           "  treat = { all = tide.log { over = { \"period\",\n"
                           "    \"regoin\" } } },\n  index = tide.power { order = 1e3 },\n"));
    assert_int_equal(bench->list.count, 2);
    assert_int_equal(bench->list.items[0].place.line, 4);
    assert_int_equal(bench->list.items[0].place.column, 5);
    assert_int_equal(bench->list.items[1].place.line, 5);
    assert_int_equal(bench->list.items[1].place.column, 24);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        BENCH_TEST(every_method_can_be_written_with_its_required_options),
        BENCH_TEST(every_required_option_is_asked_for),
        BENCH_TEST(no_method_has_an_option_that_its_row_does_not_name),
        BENCH_TEST(numbers_stay_within_the_bounds_of_their_row),
        BENCH_TEST(words_booleans_and_texts_are_what_their_row_says),
        BENCH_TEST(a_pair_has_its_lower_end_first),
        BENCH_TEST(categories_have_rising_cuts_and_one_score_more),
        BENCH_TEST(a_matrix_is_square_and_answers_itself),
        BENCH_TEST(options_that_mean_nothing_together_are_refused),
        BENCH_TEST(a_method_stands_in_its_own_stage_only),
        BENCH_TEST(what_is_no_method_is_refused_with_a_suggestion),
        BENCH_TEST(a_frame_is_all_period_country_or_a_classification),
        BENCH_TEST(a_problem_stands_at_its_option),
    };
    return cmocka_run_group_tests_name("rule_method", tests, NULL, NULL);
}
