#include "formula_fixture.h"

struct mistake {
    const char *script;
    enum err_code code;
    unsigned line, column, width; /* as an editor counts; 0 is none */
    const char *sentence;
    const char *hint; /* NULL: none */
};

/* What someone who writes a function of a rule gets wrong at first, as they will read it. */
static const struct mistake mistakes[] = {
    {"return function(c)\n  return c.elecof\nend", ERR_SCRIPT_NAME, 2, 12, 6, "c has no 'elecof'",
     "did you mean 'elecoff'?"},
    {"return function(c) return c.nothing end", ERR_SCRIPT_NAME, 1, 29, 7, "c has no 'nothing'",
     "it has the ids of the codebook, the names of `uses`, and year"},
    {"return function(c) return c.country end", ERR_SCRIPT_NAME, 1, 29, 7, "c has no 'country'",
     "a formula treats all countries alike"},
    {"return function(c) return c[1] end", ERR_SCRIPT_NAME, 1, 1, 34,
     "c is asked for figures by name", "write c.NAME or c[\"NAME\"]"},
    {"return function(c) c.a = 1 return c.a end", ERR_SCRIPT_NAME, 1, 1, 41, "c cannot be changed",
     "keep what you compute in a local name"},
    {"return function(c) for k in pairs(c) do return 1 end end", ERR_SCRIPT_NAME, 1, 1, 56,
     "c cannot be walked through", "c:children(\"ID\") lists those of a node"},
    {"return function(c) return tide.mean(c:children()) end", ERR_SCRIPT_NAME, 1, 1, 53,
     "c:children() needs the id of a pillar or group here", "write c:children(\"ID\")"},
    {"return function(c) return tide.mean(c:children('qq')) end", ERR_SCRIPT_NAME, 1, 49, 2,
     "c has no 'qq'", "did you mean 'q'?"},
    {"return function(c) return tide.mean(c:children('a')) end", ERR_SCRIPT_NAME, 1, 49, 1,
     "'a' has no children", "only pillars and groups have children"},
    {"return function(c) return tide.mean(c.a) end", ERR_SCRIPT_OPTION, 1, 1, 44,
     "tide.mean takes a list here, not a figure", "write { c.NAME, c.NAME } or c:children(\"ID\")"},
    {"return function(c) return tide.mean() end", ERR_SCRIPT_OPTION, 1, 1, 41,
     "tide.mean takes a list here, not nothing", "write { c.NAME, c.NAME } or c:children(\"ID\")"},
    {"return function(c) return tide.sum { c.a, 'b' } end", ERR_SCRIPT_OPTION, 1, 1, 51,
     "item 2 of the list that tide.sum takes is a text", NULL},
    {"return function(c) return tide.sum { c.a, over = 1 } end", ERR_SCRIPT_OPTION, 1, 43, 4,
     "tide.sum has 'over' in its list", "a list of figures has no options"},
    {"return function(c) return tide.geometric { floor = 1 } end", ERR_SCRIPT_OPTION, 1, 1, 58,
     "tide.geometric is a method of the rule's table, and computes nothing", NULL},
    {"return function(c) return tide.rank(c.a, { ovr = 'all' }) end", ERR_SCRIPT_OPTION, 1, 44, 3,
     "tide.rank has no option 'ovr' for a figure", "it has over"},
    {"return function(c) return tide.rank(c.a, { over = 3 }) end", ERR_SCRIPT_OPTION, 1, 44, 4,
     "option 'over' of tide.rank is a number, but a text was expected", NULL},
    {"return function(c) return tide.rank({ over = 'all' }) end", ERR_SCRIPT_OPTION, 1, 1, 57,
     "tide.rank takes a figure, not a table", NULL},
    {"return function(c) return tide.lag(c.a, 0.5) end", ERR_SCRIPT_OPTION, 1, 1, 48,
     "tide.lag looks back a whole number of periods, from 1", "write tide.lag(c.NAME, 1)"},
    {"return function(c) return tide.clamp(c.a, 2, 1) end", ERR_SCRIPT_OPTION, 1, 1, 51,
     "tide.clamp has its ends the wrong way round", "write tide.clamp(x, lowest, highest)"},
    {"return function(c) return tide.cut(c.a, { 2, 1 }, { 1, 2, 3 }) end", ERR_SCRIPT_OPTION, 1, 1,
     66, "the cuts of tide.cut are numbers that ascend", NULL},
    {"return function(c) return tide.cut(c.a, { 1 }, { 1 }) end", ERR_SCRIPT_OPTION, 1, 1, 57,
     "tide.cut takes a list of cuts and one of values, one more", NULL},
    {"return function(c) return tide.round(c.a, 'x') end", ERR_SCRIPT_OPTION, 1, 1, 50,
     "tide.round takes a whole number of digits, from -15 to 15", "write tide.round(x, 1)"},
    {"return function(c) return tide.default(c.a) end", ERR_SCRIPT_OPTION, 1, 1, 47,
     "tide.default is called without what it is of", NULL},
    {"return function(c)\n  local x = c.a\nend", ERR_SCRIPT_RESULT, 1, 1, 18,
     "a function of a rule returns nothing", "end it with `return`"},
    {"return function(c) return c.a, c.b end", ERR_SCRIPT_RESULT, 1, 1, 38,
     "a function of a rule returns 2 values, but one is expected",
     "return one table that holds them all: { a = …, b = … }"},
    {"return function(c) return { more = c.a > 3 } end", ERR_SCRIPT_RESULT, 1, 29, 4,
     "the result 'more' is true or false", "give 1 or 0, or a text"},
    {"return function(c) return { c.a, c.b } end", ERR_SCRIPT_RESULT, 1, 1, 42,
     "a table of results has a number as a key, but results have names",
     "write { NAME = …, NAME = … }"},
    {"return function(c) return { ['b c'] = c.a } end", ERR_SCRIPT_RESULT, 1, 31, 3,
     "'b c' is no name of a result", NULL},
    {"return function(c) return { index = c.a } end", ERR_SCRIPT_RESULT, 1, 29, 5,
     "'index' is no name of a result",
     "letters, digits and _, at most 60, a letter first; not index"},
    {"return function(c) return { x = { value = c.a, lo = 1 } } end", ERR_SCRIPT_RESULT, 1, 29, 1,
     "the result 'x' has a key beside value, low and high",
     "write { value = …, low = …, high = … }"},
    {"return function(c) return { x = { value = c.a, low = 'a' } } end", ERR_SCRIPT_RESULT, 1, 29,
     1, "low of the result 'x' is a text, but a number was expected", NULL},
    {"return function(c) if c.a > 1 then return 1 end return { x = 1 } end", ERR_SCRIPT_RESULT, 1,
     1, 68, "a function of a rule returns a number on one way and a table on another", NULL},
    {"return function(c)\n  if c.a > 1 then return { x = 1 } end\n  return { x = 'a' }\nend",
     ERR_SCRIPT_RESULT, 1, 1, 18, "the result 'x' is a number on one way and a text on another",
     NULL},
    {"return function(c) return c end", ERR_SCRIPT_RESULT, 1, 1, 31,
     "a function of a rule returns a table with a metatable", "return a plain table"},
    {"return function(c) return require 'weights' end", ERR_SCRIPT_MODULE, 1, 1, 47,
     "a function of a rule cannot load a library",
     "load it at the top of the script, into a local name"},
    {"return function(c) return tide.rule 'base' end", ERR_SCRIPT_MODULE, 1, 1, 46,
     "a function of a rule cannot load a rule",
     "load it at the top of the script, into a local name"},
    /* Lua's own errors: what fails on numbers too is said as Lua says it of them. */
    {"local w = {}\nreturn function(c)\n  return c.a * w.a\nend", ERR_SCRIPT_RUN, 3, 3, 16,
     "attempt to perform arithmetic on a nil value (field 'a')",
     "'a' holds nothing (nil) here; check its spelling and where it is set"},
    {"return function(c) return c.a.b + 1 end", ERR_SCRIPT_RUN, 1, 29, 1,
     "attempt to index a number value (field 'a')", NULL},
    {"return function(c) return c.a(1) end", ERR_SCRIPT_RUN, 1, 29, 1,
     "attempt to call a number value (field 'a')", NULL},
    {"return function(c)\n  return nosuch + c.a\nend", ERR_SCRIPT_NAME, 2, 10, 6,
     "undeclared name 'nosuch'", "a name must be made with `local` before it is used"},
    {"return function(c)\n  error('never')\nend", ERR_SCRIPT_RUN, 2, 3, 14, "never", NULL},
    {"return function(c) return math.sqrt({}) end", ERR_SCRIPT_RUN, 1, 32, 4,
     "bad argument #1 to 'sqrt' (number expected, got table)", NULL},
    {"return function(c) return (function(f) return f(f) end)(function(f) return 1 + f(f) end) end",
     ERR_SCRIPT_RUN, 1, 1, 92, "calls are nested too deeply",
     "does a function call itself without end?"},
    /* Panel functions need the whole panel. */
    {"return function(c)\n  local s = 'x' .. c.a\n  return tide.rank(c.a)\nend", ERR_SCRIPT_FORMULA,
     3, 3, 21,
     "tide.rank needs all countries and periods at once, but this function runs row by row",
     "because line 2 joins a figure to a text"},
    {"return function(c)\n  for i = 1, c.a do end\n  return tide.lag(c.a, 1)\nend",
     ERR_SCRIPT_FORMULA, 3, 3, 23,
     "tide.lag needs all countries and periods at once, but this function runs row by row",
     "because line 2 cannot be followed: how far its loop goes depends on a figure"},
};

static void check_mistake(struct formulas *formulas, const struct mistake *mistake)
{
    const struct err *err = &formulas->fixture.err;
    const struct err_place *place = &err->place;
    if (trace(formulas, mistake->script))
        fail_msg("no error: %s", mistake->script);
    if (err->code != mistake->code || place->line != mistake->line ||
        place->column != mistake->column || place->width != mistake->width)
        fail_msg("%s\n→ E%04d %u:%u+%u %s", mistake->script, (int)err->code, place->line,
                 place->column, place->width, err->sentence);
    if (!strstr(err->sentence, mistake->sentence) ||
        (mistake->hint && !strstr(err->hint, mistake->hint)))
        fail_msg("%s\n→ %s\n  help: %s", mistake->script, err->sentence, err->hint);
}

static void mistakes_in_functions_get_their_place_and_a_hint(void **state)
{
    (void)state;
    struct formulas formulas;
    start_formulas(&formulas, "p: a b elecoff; q: x y", 20, 64);
    bool fast = shows_flags(); /* else calls without end take long to end */
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        if (fast || !strstr(mistakes[i].sentence, "nested too deeply"))
            check_mistake(&formulas, &mistakes[i]);
    stop_formulas(&formulas);
}

/* A function of a library, and one of a rule that another builds on, are shown in their files. */
static void errors_in_other_files_name_them(void **state)
{
    (void)state;
    struct formulas formulas;
    start_formulas(&formulas, "p: a b", 20, 64);
    assert_null(trace(&formulas, "local f = require 'helper'\n"
                                 "return function(c) return f(c) end"));
    assert_string_equal(formulas.fixture.err.place.file, "scripts/lib/helper.lua");
    assert_int_equal(formulas.fixture.err.place.line, 2);
    assert_string_equal(formulas.fixture.err.sentence, "c has no 'zz'");
    const struct formula *formula = trace(&formulas, "return tide.rule 'formula'");
    assert_non_null(formula);
    assert_string_equal(formula->file, "scripts/rules/formula.lua");
    assert_int_equal(formula->line, 2);
    assert_string_equal(formula->untraced, "scripts/rules/formula.lua:3 joins a figure to a text");
    assert_int_equal(formula->untraced_line, 0);
    stop_formulas(&formulas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mistakes_in_functions_get_their_place_and_a_hint),
        cmocka_unit_test(errors_in_other_files_name_them),
    };
    return cmocka_run_group_tests_name("formula_mistakes", tests, NULL, NULL);
}
