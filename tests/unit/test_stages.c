/* Every way to treat, impute and normalise, from the text of a rule to values, against stages.tsv:
 * what a script of its own (stages.py) computes from the definitions. */

#include "stage_bench.h"

static enum compile_stage stage_named(const char *name)
{
    static const char *const names[COMPILE_STAGES] = {"READ", "TREATED", "IMPUTED", "NORMALISED"};
    for (int stage = 0; stage < COMPILE_STAGES; stage++)
        if (strcmp(names[stage], name) == 0)
            return (enum compile_stage)stage;
    abort();
}

/* Within 1e-12 of the expected values, missing where they are; the first that is not is told. */
static bool is_as_expected(const struct bench *bench, const struct stage_line *line,
                           const struct score *score)
{
    double values[STAGE_ROWS], *out[8] = {NULL};
    const struct fixture *fixture = bench->fixture;
    uint32_t indicator = fixture->nodes[fixture_find(fixture, line->id)].indicator;
    out[indicator] = values;
    assert_true(score_stage(fixture->arena, score, stage_named(line->stage), out));
    for (size_t row = 0; row < STAGE_ROWS; row++) {
        double expected = line->values[row];
        double within = 1e-12 * (1 + fabs(expected));
        if (isnan(expected) ? isnan(values[row]) : fabs(values[row] - expected) <= within)
            continue;
        print_error("%s, %s, row %zu: %.17g is not %.17g\n  %s\n", line->title, line->id, row,
                    values[row], expected, line->rule);
        return false;
    }
    return true;
}

static void stages_give_what_their_definitions_say(void **state)
{
    static struct stage_file file;
    struct bench *bench = *state;
    size_t wrong = 0;
    stage_load(&file);
    for (size_t i = 6; i < file.count; i++)
        wrong += !is_as_expected(bench, &file.lines[i], stage_score(bench, file.lines[i].rule));
    free(file.text);
    assert_true(file.count > 200);
    assert_int_equal(wrong, 0);
}

/* The values that stand in the score are those of the last stage. */
static void the_last_stage_is_what_is_scored(void **state)
{
    static struct stage_file file;
    struct bench *bench = *state;
    stage_load(&file);
    for (size_t i = 6; i < file.count; i++) {
        if (strcmp(file.lines[i].stage, "NORMALISED") != 0)
            continue;
        struct score *score = stage_score(bench, file.lines[i].rule);
        for (size_t row = 0; row < STAGE_ROWS; row++) {
            double value = score_value(score, bench_item(score, file.lines[i].id), row);
            double expected = file.lines[i].values[row];
            assert_true(isnan(value) == isnan(expected));
            if (!isnan(value))
                assert_near(value, expected, 1e-12 * (1 + fabs(expected)));
        }
    }
    free(file.text);
}

static double covered(const struct score *score, const char *id, size_t row)
{
    return score_coverage(score, bench_item(score, id), row);
}

static unsigned marks(const struct score *score, const char *id, size_t row)
{
    return score_flags(score, bench_item(score, id), row);
}

/* CCC in 2020 lacks a and d, of which d is counted per a population that is there; FFF in 2020 has
 * a figure for d but no population; CCC in 2021 has e at 0, whose logarithm is none. */
enum { CCC_2020 = 8, FFF_2020 = 11, CCC_2021 = 14 };

static void what_is_filled_in_is_marked_and_not_covered(void **state)
{
    struct score *score = stage_score(*state, "impute = { main = tide.fill { with = \"mean\" } }, "
                                              "normalise = { main = tide.goalposts() }");
    assert_int_equal(marks(score, "a", CCC_2020), PANEL_IMPUTED);
    assert_near(covered(score, "a", CCC_2020), 0, 0);
    assert_int_equal(marks(score, "b", CCC_2020), 0);
    assert_near(covered(score, "b", CCC_2020), 1, 0);
    assert_near(covered(score, "main", CCC_2020), 3.0 / 5, 1e-12);
    assert_true(marks(score, "main", CCC_2020) & PANEL_IMPUTED);
    assert_true(marks(score, "index", CCC_2020) & PANEL_IMPUTED);
    assert_int_equal(marks(score, "d", FFF_2020), PANEL_IMPUTED);
    assert_near(covered(score, "d", FFF_2020), 0, 0);
    assert_near(covered(score, "main", 0), 1, 1e-12);
    assert_int_equal(marks(score, "main", 0) & PANEL_IMPUTED, 0);
}

static void what_siblings_stand_in_for_is_marked_too(void **state)
{
    struct score *score = stage_score(*state, "impute = { main = tide.fill { with = \"row\" } }, "
                                              "normalise = { main = tide.goalposts() }");
    assert_int_equal(marks(score, "a", CCC_2020), PANEL_IMPUTED);
    assert_int_equal(marks(score, "e", CCC_2021), PANEL_IMPUTED);
    assert_near(covered(score, "e", CCC_2021), 0, 0);
    assert_near(covered(score, "main", CCC_2020), 3.0 / 5, 1e-12);
}

static void a_figure_that_gives_no_value_is_not_covered(void **state)
{
    struct score *score = stage_score(*state, "normalise = { main = tide.goalposts() }");
    assert_near(covered(score, "d", FFF_2020), 0, 0);
    assert_near(covered(score, "main", FFF_2020), 4.0 / 5, 1e-12);
    assert_near(covered(score, "e", CCC_2021), 0, 0);
    score = stage_score(*state, "screen = { need = 1 }, normalise = { main = tide.goalposts() }");
    assert_true(isnan(score_value(score, bench_item(score, "main"), CCC_2020)));
    assert_near(covered(score, "main", CCC_2020), 0, 1e-12);
}

/* c stands in a pillar above the one whose function reads a; rows are filled for both alike. */
static void a_row_is_filled_whoever_reads_it(void **state)
{
    struct bench *bench = *state;
    struct score *score = stage_score(bench, "impute = { main = tide.fill { with = \"row\" } }, "
                                             "normalise = { main = tide.goalposts() }, "
                                             "at = { around = f.reads_a }");
    for (size_t row = 0; row < STAGE_ROWS; row++)
        assert_true(fixture_same(score_value(score, bench_item(score, "around"), row),
                                 -score_value(score, bench_item(score, "a"), row)));
    score = stage_score(bench, "impute = { main = tide.fill { with = \"row\" } }, "
                               "normalise = { main = tide.goalposts() }, of = { \"a\", \"b\" }");
    double a = score_value(score, bench_item(score, "a"), CCC_2020);
    double b = score_value(score, bench_item(score, "b"), CCC_2020);
    assert_near(score_value(score, score_index(score), CCC_2020), (a + b) / 2, 1e-12);
}

static void figures_that_the_data_do_not_give_are_refused_by_name(void **state)
{
    struct bench *bench = *state;
    static const char over[] = "over = { \"period\", \"region\" } } }";
    char rule[256];
    snprintf(rule, sizeof rule, "normalise = { a = tide.minmax { %s", over);
    stage_refuses(bench, rule, ERR_RULE_DATA,
                  "a has the same value everywhere, so its lowest and highest are one in 2021, Y "
                  "(normalise)",
                  "over = \"all\"");
    snprintf(rule, sizeof rule, "normalise = { a = tide.zscore { %s", over);
    stage_refuses(bench, rule, ERR_RULE_DATA,
                  "a has one value only, so it has no standard deviation in 2021, Y (normalise)",
                  "over = \"all\"");
    snprintf(rule, sizeof rule, "treat = { a = tide.winsorise { %s", over);
    stage_refuses(bench, rule, ERR_RULE_DATA,
                  "a has fewer than three values, so it has no skewness in 2019, Y (treat)",
                  "leave its treatment out");
    stage_refuses(bench, "normalise = { a = tide.distance_to_reference { country = \"ZZZ\" } }",
                  ERR_COUNTRY_UNKNOWN, "a is to be compared with \"ZZZ\"", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STAGE_TEST(stages_give_what_their_definitions_say),
        STAGE_TEST(the_last_stage_is_what_is_scored),
        STAGE_TEST(what_is_filled_in_is_marked_and_not_covered),
        STAGE_TEST(what_siblings_stand_in_for_is_marked_too),
        STAGE_TEST(a_figure_that_gives_no_value_is_not_covered),
        STAGE_TEST(a_row_is_filled_whoever_reads_it),
        STAGE_TEST(figures_that_the_data_do_not_give_are_refused_by_name),
    };
    return cmocka_run_group_tests_name("stages", tests, NULL, NULL);
}
