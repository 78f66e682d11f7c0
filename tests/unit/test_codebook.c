#include "project_fixture.h"

static void with_indicators(struct small *small, const char *indicators)
{
    char text[2048];
    small_open(small);
    small_write(small, "data/AAA.yaml", "country: AAA\n");
    snprintf(text, sizeof text, "pillar: main\nindicators:\n%s", indicators);
    small_write(small, "indicators/main.yaml", text);
}

static void assert_problem(struct small *small, enum err_code code, const char *sentence)
{
    small->project = project_load(small->arena, small->root, &small->problems);
    assert_int_equal(small->problems.count, 1);
    assert_int_equal(small->problems.items[0].code, code);
    assert_string_equal(small->problems.items[0].sentence, sentence);
    small_close(small);
}

static void an_indicator_says_its_target_and_what_it_is_counted_per(void **state)
{
    struct small small;
    (void)state;
    /* The denominator may stand later, in another pillar too. */
    with_indicators(&small, "  - {id: deaths, better: low, target: -0.5, per: people}\n"
                            "  - {id: alone}\n");
    small_write(&small, "indicators/index.yaml",
                "codebook: small\nspan: 2018..2023\npillars: [main, base]\n");
    small_write(&small, "indicators/base.yaml",
                "pillar: base\nrole: context\nindicators: [{id: people}]\n");
    small_load(&small);
    const struct indicator *indicators = small.project->codebook->indicators;
    assert_true(indicators[0].target == -0.5);
    assert_int_equal(indicators[0].per, 2);
    assert_string_equal(indicators[2].id, "people");
    for (size_t i = 1; i < 3; i++) {
        assert_true(isnan(indicators[i].target));
        assert_int_equal(indicators[i].per, CODEBOOK_NONE);
    }
    small_close(&small);
}

static void a_target_lies_on_the_good_side_of_worst(void **state)
{
    struct small small;
    (void)state;
    with_indicators(&small, "  - {id: a, target: 5, scale: {kind: interval, worst: 10, best: 0}}\n"
                            "  - {id: b, target: -3, scale: {kind: interval, worst: 10, best: 0}}\n"
                            "  - {id: c, target: 10, scale: {kind: interval, worst: 10, best: 0}}"
                            "\n");
    assert_problem(&small, ERR_VALUE_SCALE, "target is 10, which is no better than worst, 10");
    with_indicators(&small, "  - {id: a, target: 2, scale: {kind: ordinal, levels: {0: x, 2: y}}}\n"
                            "  - {id: b, target: 3, scale: {kind: ordinal, levels: {0: x, 2: y}}}"
                            "\n");
    assert_problem(&small, ERR_VALUE_OUTSIDE, "target is 3, but the scale runs from 0 to 2");
}

static void a_denominator_is_another_indicator_and_has_none_itself(void **state)
{
    static const struct {
        const char *per;
        enum err_code code;
        const char *sentence;
    } cases[] = {
        {"ba", ERR_REFERENCE_INDICATOR, "the codebook has no indicator \"ba\""},
        {"g", ERR_REFERENCE_KIND, "a is counted per g, which is a pillar or group"},
        {"a", ERR_REFERENCE_CYCLE, "a is counted per itself"},
        {"c", ERR_REFERENCE_CYCLE, "a is counted per c, which is itself counted per b"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct small small;
        char text[256];
        snprintf(text, sizeof text,
                 "  - {id: a, per: %s}\n  - group: g\n    indicators:\n"
                 "      - {id: b}\n      - {id: c, per: b}\n",
                 cases[i].per);
        with_indicators(&small, text);
        assert_problem(&small, cases[i].code, cases[i].sentence);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_indicator_says_its_target_and_what_it_is_counted_per),
        cmocka_unit_test(a_target_lies_on_the_good_side_of_worst),
        cmocka_unit_test(a_denominator_is_another_indicator_and_has_none_itself),
    };
    return cmocka_run_group_tests_name("codebook", tests, NULL, NULL);
}
