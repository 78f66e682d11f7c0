/* The methods of tide as scripts call them: options are those of score/method.h, and what is wrong
 * with one is said where it stands. */
#include "worker_fixture.h"

#include "score/method.h"

static void every_method_is_there_with_its_options(void **state)
{
    static const char *const examples[] = {
        [METHOD_NUMBER] = "1",         [METHOD_BOOLEAN] = "true",
        [METHOD_PAIR] = "{ 0, 1 }",    [METHOD_NUMBERS] = "{ 1, 2 }",
        [METHOD_MATRIX] = "{ { 1 } }", [METHOD_WORD] = NULL,
        [METHOD_TEXT] = "'KGZ'",       [METHOD_OVER] = "{ 'region', 'period' }",
    };
    for (int id = 0; id < METHOD_COUNT; id++) {
        const struct method *method = method_at((enum method_id)id);
        char script[1024];
        size_t used = (size_t)snprintf(script, sizeof script, "return {\n tide.%s {", method->name);
        size_t count = 0;
        for (; count < METHOD_OPTIONS_MAX && method->options[count].name; count++) {
            const struct method_option *option = &method->options[count];
            char word[64];
            if (option->kind == METHOD_WORD)
                snprintf(word, sizeof word, "'%.*s'", (int)strcspn(option->words, " "),
                         option->words);
            used += (size_t)snprintf(script + used, sizeof script - used, " %s = %s,", option->name,
                                     option->kind == METHOD_WORD ? word : examples[option->kind]);
        }
        snprintf(script + used, sizeof script - used, " } }");
        const struct value *value = value_item(must_load(*state, script), 1);
        assert_int_equal(value->count, count + 1);
        assert_string_equal(value_field(value, "@")->text.bytes, method->name);
        assert_int_equal(value->line, 2);
        for (size_t i = 0; i < count; i++)
            assert_non_null(value_field(value, method->options[i].name));
    }
}

static void options_that_a_method_needs_may_not_be_left_out(void **state)
{
    struct fixture *fixture = *state;
    for (int id = 0; id < METHOD_COUNT; id++) {
        const struct method *method = method_at((enum method_id)id);
        const struct method_option *needed = NULL;
        char script[128], sentence[128];
        for (int i = 0; i < METHOD_OPTIONS_MAX && method->options[i].name; i++)
            if (!needed && method->options[i].required)
                needed = &method->options[i];
        snprintf(script, sizeof script, "return { tide.%s() }", method->name);
        if (!needed) {
            must_load(fixture, script);
            continue;
        }
        assert_null(load(fixture, script));
        assert_int_equal(fixture->err.code, ERR_SCRIPT_OPTION);
        snprintf(sentence, sizeof sentence, "tide.%s needs the option '%s'", method->name,
                 needed->name);
        assert_string_equal(fixture->err.sentence, sentence);
        if (needed->kind != METHOD_WORD)
            assert_string_equal(fixture->err.hint, needed->meaning);
        else
            assert_non_null(strstr(fixture->err.hint, "write with = \"mean\", \"median\", "
                                                      "\"row\", \"carry\" or \"linear\""));
    }
}

static void a_value_that_does_not_fit_an_option_is_refused(void **state)
{
    static const struct {
        const char *call, *sentence;
    } cases[] = {
        {"tide.geometric { floor = -1 }", "option 'floor' of tide.geometric must be at least 0"},
        {"tide.geometric { floor = 0 / 0 }", "option 'floor' of tide.geometric must be a number"},
        {"tide.power { order = 101 }", "option 'order' of tide.power must be at most 100"},
        {"tide.goalposts { to = { 1, 0 } }",
         "option 'to' of tide.goalposts must be two numbers, the lower first"},
        {"tide.goalposts { to = { 1, 1 } }",
         "option 'to' of tide.goalposts must be two numbers, the lower first"},
        {"tide.goalposts { to = { 0, 1, 2 } }",
         "option 'to' of tide.goalposts must be two numbers, as in { 0, 100 }"},
        {"tide.goalposts { to = { low = 0, high = 1 } }",
         "option 'to' of tide.goalposts must be two numbers, as in { 0, 100 }"},
        {"tide.goalposts { clip = 1 }", "option 'clip' of tide.goalposts must be true or false"},
        {"tide.categories { cuts = 3 }",
         "option 'cuts' of tide.categories must be a list of numbers, as in { 10, 20, 50 }"},
        {"tide.categories { cuts = {} }",
         "option 'cuts' of tide.categories must be a list of numbers, as in { 10, 20, 50 }"},
        {"tide.categories { cuts = { 1, '2' } }",
         "option 'cuts' of tide.categories must be a list of numbers, as in { 10, 20, 50 }"},
        {"tide.ahp { matrix = { { 1, 2 }, { 1 } } }",
         "option 'matrix' of tide.ahp must be a list of lists of numbers, as many as each has"},
        {"tide.ahp { matrix = { { 1, 0 }, { 1, 1 } } }",
         "option 'matrix' of tide.ahp must be at least"},
        {"tide.mpi { penalty = 'sideways' }",
         "option 'penalty' of tide.mpi must be \"down\" or \"up\""},
        {"tide.distance_to_reference { country = 3 }",
         "option 'country' of tide.distance_to_reference must be a text"},
        {"tide.minmax { over = { 'region', 3 } }",
         "option 'over' of tide.minmax must be a text or a list of texts"},
        {"tide.minmax { over = '' }",
         "option 'over' of tide.minmax must be a text or a list of texts"},
        {"tide.minmax { ovr = 'all' }", "tide.minmax has no option 'ovr'"},
        {"tide.minmax { 'all' }", "tide.minmax is given a value without a name: all"},
        {"tide.minmax('all')", "tide.minmax takes a table of options, not a string"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char script[256];
        snprintf(script, sizeof script, "return {\n  %s }", cases[i].call);
        assert_null(load(fixture, script));
        if (fixture->err.code != ERR_SCRIPT_OPTION || fixture->err.place.line != 2 ||
            !strstr(fixture->err.sentence, cases[i].sentence))
            fail_msg("%s\n→ E%04d:%u %s", cases[i].call, (int)fixture->err.code,
                     fixture->err.place.line, fixture->err.sentence);
    }
}

static void names_that_compute_do_so_with_plain_numbers_too(void **state)
{
    must_load(*state, "assert(tide.mean { 1, 2, 6 } == 3 and tide.sum { 1, 2 } == 3)\n"
                      "assert(tide.count { 1, nil, 3 } == 2 and tide.count {} == 0)\n"
                      "assert(tide.min { 3, 2 } == 2 and tide.max { 3, 2 } == 3)\n"
                      "assert(tide.median { 3, 1, 2, 9 } == 2.5 and tide.sd { 1, 1 } == 0)\n"
                      "assert(tide.missing(nil) and not tide.missing(0))\n"
                      "assert(tide.default(nil, 3) == 3 and tide.default(2, 3) == 2)\n"
                      "assert(tide.clamp(5, 0, 1) == 1 and tide.round(2.345, 2) == 2.35)\n"
                      "assert(tide.cut(5, { 1, 5 }, { 'a', 'b', 'c' }) == 'c')\n"
                      "assert(tide.cdf_normal(0) == 0.5 and tide.sd { 1 } == nil)\n"
                      "return { tide.mean(), tide.sum {}, tide.mean {} }\n");
    struct fixture *fixture = *state;
    assert_null(load(fixture, "return { tide.rank(1, {}) }"));
    assert_string_equal(fixture->err.sentence, "tide.rank has no figures here");
    assert_null(load(fixture, "return { tide.lag(1) }"));
    assert_string_equal(fixture->err.sentence, "tide.lag has no figures here");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_method_is_there_with_its_options),
        cmocka_unit_test(options_that_a_method_needs_may_not_be_left_out),
        cmocka_unit_test(a_value_that_does_not_fit_an_option_is_refused),
        cmocka_unit_test(names_that_compute_do_so_with_plain_numbers_too),
    };
    return cmocka_run_group_tests_name("tide_options", tests, open_group, close_group);
}
