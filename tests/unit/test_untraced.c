#include "formula_fixture.h"

static const char nodes[] = "p: a b d e";

static int open_formulas(void **state)
{
    static struct formulas formulas;
    start_formulas(&formulas, nodes, 20, 256);
    *state = &formulas;
    return 0;
}

static int close_formulas(void **state)
{
    stop_formulas(*state);
    return 0;
}

struct reason {
    const char *script; /* the body of the function, from line 2 on */
    const char *untraced;
};

static void what_cannot_be_followed_says_why(void **state)
{
    static const struct reason reasons[] = {
        {"local n = 0 for i = 1, c.a do n = n + i end return n",
         "line 2 cannot be followed: how far its loop goes depends on a figure"},
        {"return ({ 10, 20, 30 })[c.a // 1 + 1]", "line 2 divides a figure with //"},
        {"local t = { [1] = 2, [0.5] = 3, [50] = 1 }\nreturn 2 * t[c.a]",
         "line 3 cannot be followed: it looks up a figure in a table"},
        {"\nreturn { s = 'value ' .. c.a }", "line 3 joins a figure to a text"},
        {"return { s = tostring(c.a) }", "line 2 gives tostring a figure"},
        {"return { s = ('%.1f'):format(c.a) }", "line 2 gives string.format a figure"},
        {"if type(c.a) == 'number' then return 1 end return 2", "line 2 gives type a figure"},
        {"return math.fmod(c.a, 2)", "line 2 gives math.fmod a figure"},
        {"return c.a + '1'", "line 2 calculates with a text"},
        {"return #({ c.a }) + rawlen({}) + select('#', c.a)", "line 2 gives select a figure"},
        {"local x = 1 / 0\nif x > 1 then return c.a end return 2",
         "calculates a number that is not finite from plain numbers"},
        {"return math.huge * c.a", "line 2 calculates with a number that is not finite"},
        {"return math.deg(c.a)",
         "line 2 cannot be followed: it gives a figure to a function that takes numbers only"},
        {"local n = 0\nfor i = 1, 9 do\n  if c.a > i then n = n + 1 end\n"
         "  if c.b > i then n = n + 1 end\nend\nreturn n",
         "line 5 branches, and there are more than 256 ways through the function"},
        {"local n = c.a\nfor i = 1, 65 do if c.a > i * 1e6 then n = i end end\nreturn n",
         "line 3 compares more than 64 times on one way"},
        {"for i = 1, 40 do\n  if c.a > 1e3 and c.a < -1e3 then error('no') end\nend\n"
         "if c.b > 1e9 then error('too large') end\nreturn c.a",
         "line 3 cannot be followed: no"},
        {"local s = c.a for i = 1, 70000 do s = s + i end return s",
         "line 2 makes more than 65536 steps"},
    };
    struct formulas *formulas = *state;
    bool flags = shows_flags();
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++) {
        if (!flags && strstr(reasons[i].untraced, "finite"))
            continue;
        char *script =
            arena_printf(formulas->fixture.arena, "return function(c)\n%s\nend", reasons[i].script);
        const struct formula *formula = trace(formulas, script);
        if (!formula)
            fail_msg("%s\n→ %s", script, formulas->fixture.err.sentence);
        assert_int_equal(formula->step_count, 0);
        if (!strstr(formula->untraced, reasons[i].untraced))
            fail_msg("%s\n→ %s", script, formula->untraced);
    }
}

static void a_function_that_differs_when_run_again_is_not_followed(void **state)
{
    const struct formula *formula = trace(*state, "local n = 0\n"
                                                  "return function(c)\n"
                                                  "  n = n + 1\n"
                                                  "  return c.a + n\n"
                                                  "end");
    assert_non_null(formula);
    assert_int_equal(formula->step_count, 0);
    assert_string_equal(formula->untraced, "the function does something else when it is run again");
    formula = trace(*state, "local n = 0\n"
                            "return function(c)\n"
                            "  n = n + 1\n"
                            "  if c.a > n then return c.a end\n"
                            "  return n\n"
                            "end");
    assert_non_null(formula);
    assert_string_equal(formula->untraced, "line 4 does something else when it is run again");
    assert_int_equal(formula->untraced_line, 4);
}

static void a_figure_kept_from_an_earlier_run_is_refused(void **state)
{
    struct formulas *formulas = *state;
    assert_null(trace(formulas, "local kept\n"
                                "return function(c)\n"
                                "  local sum = kept and kept + c.a or c.a\n"
                                "  kept = kept or c.a\n"
                                "  return sum\n"
                                "end"));
    assert_int_equal(formulas->fixture.err.place.line, 3);
    assert_string_equal(formulas->fixture.err.sentence,
                        "a figure was kept from an earlier country or period");
}

static void an_untraced_function_has_the_results_it_was_seen_to_give(void **state)
{
    const struct formula *formula =
        trace(*state, "return function(c)\n"
                      "  local s = 'x' .. c.a\n"
                      "  if c.a == 50 then return { big = 1, s = s } end\n"
                      "  return { s = s, i = { value = c.a, low = 0, high = 1 } }\n"
                      "end");
    assert_non_null(formula);
    assert_int_equal(formula->step_count, 0);
    assert_int_equal(formula->result_count, 3);
    assert_string_equal(formula->results[0].name, "big");
    assert_string_equal(formula->results[1].name, "i");
    assert_int_equal(formula->results[1].low, 0);
    assert_int_equal(formula->results[1].high, 0);
    assert_string_equal(formula->results[2].name, "s");
    assert_true(formula->results[2].text);
    assert_int_equal(formula->results[2].low, FORMULA_NONE);
}

struct hidden {
    const char *script;
    bool verify;
};

static void what_tracing_cannot_see_is_to_be_verified(void **state)
{
    static const struct hidden cases[] = {
        {"return function(c) return c.a end", false},
        {"return function(c) return c.a end -- a == b and not c", false},
        {"return function(c) local t = 'a == b' return c.a end", false},
        {"local x = 1 == 2\nreturn function(c)\n return c.a end", false},
        {"return function(c)\n if c.a < 3 then return 1 end return 2 end", false},
        {"return function(c)\n for i = 1, 2 do if i == 1 then return c.a end end end", true},
        {"return function(c) return c.a or 0 end", true},
        {"return function(c)\n if c.a then return c.a end return 2 end", true},
        {"return function(c)\n if not c.a then return 1 end return c.a end", true},
        {"return function(c)\n local t = { 5 } return c.a + t[1] end", false},
        {"return function(c)\n local t = { 5 } for i = 1, 1 do return c.a + t[i] end end", false},
        {"return function(c)\n local t, k = { 5 }, 1 return c.a + t[k] end", true},
        {"return function(c)\n return c['a'] end", false},
        {"return function(c)\n for _, id in ipairs { 'a' } do return c[id] end end", false},
        {"local function f(x)\n return x ~= 3\nend\nreturn function(c)\n f(1) return c.a end",
         true},
        {"local function f(x)\n return x ~= 3\nend\nreturn function(c)\n return c.a end", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct formula *formula = must_trace(*state, cases[i].script);
        if (formula->verify != cases[i].verify)
            fail_msg("%s: verify %d", cases[i].script, formula->verify);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_cannot_be_followed_says_why),
        cmocka_unit_test(a_function_that_differs_when_run_again_is_not_followed),
        cmocka_unit_test(a_figure_kept_from_an_earlier_run_is_refused),
        cmocka_unit_test(an_untraced_function_has_the_results_it_was_seen_to_give),
        cmocka_unit_test(what_tracing_cannot_see_is_to_be_verified),
    };
    return cmocka_run_group_tests_name("untraced", tests, open_formulas, close_formulas);
}
