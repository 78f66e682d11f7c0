#include "worker_fixture.h"

struct mistake {
    const char *script;
    enum err_code code;
    unsigned line, column, width; /* as an editor counts; 0 is none */
    const char *sentence;
    const char *hint; /* NULL: none */
};

/* The first mistakes of someone new, as they will read them. */
static const struct mistake mistakes[] = {
    {"titel = 'x'\nreturn {}", ERR_SCRIPT_NAME, 1, 1, 5, "undeclared global 'titel'",
     "write `local titel = …`"},
    {"function helper() end", ERR_SCRIPT_NAME, 1, 10, 6, "undeclared global 'helper'",
     "write `local function helper`"},
    {"return { a = undefined }", ERR_SCRIPT_NAME, 1, 14, 9, "undeclared name 'undefined'",
     "a name must be made with `local` before it is used"},
    {"return { a = sqrt(2) }", ERR_SCRIPT_NAME, 1, 14, 4, "undeclared name 'sqrt'",
     "write math.sqrt"},
    {"return { normalise = goalposts() }", ERR_SCRIPT_NAME, 1, 22, 9, "undeclared name 'goalposts'",
     "did you mean 'tide.goalposts'?"},
    {"return tid.mean()", ERR_SCRIPT_NAME, 1, 8, 3, "undeclared name 'tid'",
     "did you mean 'tide'?"},
    {"return {\n  pillar = tide.goalpost() }", ERR_SCRIPT_NAME, 2, 17, 8, "tide has no 'goalpost'",
     "did you mean 'goalposts'?"},
    {"return { math.pow(2, 3) }", ERR_SCRIPT_NAME, 1, 15, 3, "math has no 'pow'", "write x ^ y"},
    {"local f = io.open('x')", ERR_SCRIPT_NAME, 1, 11, 2, "'io' is not available in a script",
     "scripts compute and nothing else: they reach no files, no clock and no programs"},
    {"return { index = tide.geometric { flor = 1 } }", ERR_SCRIPT_OPTION, 1, 35, 4,
     "tide.geometric has no option 'flor'", "did you mean 'floor'?"},
    {"return { tide.goalposts { zzz = 1 } }", ERR_SCRIPT_OPTION, 1, 27, 3,
     "tide.goalposts has no option 'zzz'", "it has clip, to"},
    {"return { tide.geometric { floor = '1' } }", ERR_SCRIPT_OPTION, 1, 27, 5,
     "option 'floor' of tide.geometric must be a number", NULL},
    {"return { tide.goalposts { to = { 0 } } }", ERR_SCRIPT_OPTION, 1, 27, 2,
     "option 'to' of tide.goalposts must be two numbers, as in { 0, 100 }", NULL},
    {"return { tide.mean { floor = 1 } }", ERR_SCRIPT_OPTION, 1, 22, 5,
     "tide.mean has no options, but 'floor' is given", NULL},
    {"return { tide.geometric(1) }", ERR_SCRIPT_OPTION, 1, 1, 28,
     "tide.geometric takes a table of options, not a number", "write tide.geometric { … }"},
    {"return {\n  title = 'x'\n  scale = { 0, 1 },\n}", ERR_SCRIPT_SYNTAX, 3, 3, 5,
     "'}' expected (to close '{' at line 1) near 'scale'",
     "a comma may be missing at the end of the line before"},
    {"local t = “x”", ERR_SCRIPT_SYNTAX, 1, 11, 1, "unexpected symbol near '<\\226>'",
     "Lua takes letters beyond a-z, and quotation marks like “ ”, inside \"…\" only"},
    {"return {\n  'Rights\n}", ERR_SCRIPT_SYNTAX, 2, 3, 7, "unfinished string near ''Rights'",
     "end the text with the mark it began with, on the same line"},
    {"if x = 1 then end", ERR_SCRIPT_SYNTAX, 1, 6, 1, "'then' expected near '='",
     "compare with ==; a single = gives a value to a name"},
    {"\tlocal права = 1", ERR_SCRIPT_SYNTAX, 1, 8, 1, "<name> expected near '<\\208>'",
     "Lua takes letters beyond a-z, and quotation marks like “ ”, inside \"…\" only"},
    {"local function f(x)\n  if x < 1 then return 1\n  else if x < 2 then return 2 end\nend\n",
     ERR_SCRIPT_SYNTAX, 4, 4, 0, "'end' expected (to close 'function' at line 1)",
     "write elseif, one word: an if behind else needs an end of its own"},
    {"return { f = function(x)\n  if x < 1 then return 1\n  else if x < 2 then return 2 end\n"
     "end }\n",
     ERR_SCRIPT_SYNTAX, 4, 5, 1, "unexpected symbol near '}'",
     "write elseif, one word: an if behind else needs an end of its own"},
    {"for i = 1, 3 do\n", ERR_SCRIPT_SYNTAX, 1, 16, 0, "'end' expected (to close 'for' at line 1)",
     "each function, if, for and while needs an end of its own"},
    {"local права_текст = 1", ERR_SCRIPT_SYNTAX, 1, 7, 1, "<name> expected", NULL},
    {"local t = {}\nreturn { t.a.b }", ERR_SCRIPT_RUN, 2, 12, 1,
     "attempt to index a nil value (field 'a')",
     "'a' holds nothing (nil) here; check its spelling and where it is set"},
    {"local t = {}\n\nt.go()", ERR_SCRIPT_RUN, 3, 3, 2, "attempt to call a nil value (field 'go')",
     "there is no function 'go' here; check its spelling"},
    {"local x\nreturn { 1 + x }", ERR_SCRIPT_RUN, 2, 14, 1,
     "attempt to perform arithmetic on a nil value (local 'x')",
     "'x' holds nothing (nil) here; check its spelling and where it is set"},
    {"local x\nreturn { x + x }", ERR_SCRIPT_RUN, 2, 1, 16,
     "attempt to perform arithmetic on a nil value (local 'x')",
     "'x' holds nothing (nil) here; check its spelling and where it is set"},
    {"return { ('x'):rep({}) }", ERR_SCRIPT_RUN, 1, 16, 3,
     "bad argument #1 to 'rep' (number expected, got table)", NULL},
    {"error('my own words')", ERR_SCRIPT_RUN, 1, 1, 21, "my own words", NULL},
    {"error('no place', 0)", ERR_SCRIPT_RUN, 1, 1, 20, "no place", NULL},
    {"error({})", ERR_SCRIPT_RUN, 1, 1, 9, "error() was given a table, not a text", NULL},
    {"local rule = {}", ERR_SCRIPT_RESULT, 0, 0, 0, "the script returns nothing",
     "end it with `return { … }`"},
    {"return nil", ERR_SCRIPT_RESULT, 0, 0, 0, "the script returns nothing",
     "end it with `return { … }`"},
    {"return {}, 1", ERR_SCRIPT_RESULT, 0, 0, 0, "the script returns 2 values", NULL},
    {"return { missing = { need = { 1, 0 / 0 } } }", ERR_SCRIPT_RESULT, 0, 0, 0,
     "a number that is none (0/0) at 'missing.need[2]'", "leave out what is missing"},
    {"local t = {} t.a = { t } return t", ERR_SCRIPT_RESULT, 0, 0, 0,
     "a table that contains itself at 'a[1]'", NULL},
    {"return require 'altw'", ERR_SCRIPT_MODULE, 1, 17, 4, "there is no library 'altw'",
     "libraries are files in scripts/lib"},
    {"return tide.rule 'Base'", ERR_SCRIPT_MODULE, 1, 19, 4, "'Base' is no name of a rule",
     "give the name alone: no folder and no .lua"},
    {"return tide.rule 'circle'", ERR_SCRIPT_MODULE, 1, 1, 25,
     "scripts load each other in a circle: circle → circle", NULL},
    {"return tide.rule 'empty'", ERR_SCRIPT_MODULE, 1, 19, 5, "the rule 'empty' returns nothing",
     NULL},
    {"return {\n\n", ERR_SCRIPT_SYNTAX, 1, 9, 0, "unexpected symbol near <eof>",
     "the file ends in the middle of something: a } or an end is missing"},
};

static void check_mistake(struct fixture *fixture, const struct mistake *mistake)
{
    const struct err *err = &fixture->err;
    const struct err_place *place = &err->place;
    if (load(fixture, mistake->script))
        fail_msg("no error: %s", mistake->script);
    if (err->code != mistake->code || place->line != mistake->line ||
        place->column != mistake->column || place->width != mistake->width)
        fail_msg("%s\n→ E%04d %u:%u+%u %s", mistake->script, (int)err->code, place->line,
                 place->column, place->width, err->sentence);
    if (!strstr(err->sentence, mistake->sentence) ||
        (mistake->hint && strcmp(err->hint, mistake->hint) != 0))
        fail_msg("%s\n→ %s\n  help: %s", mistake->script, err->sentence, err->hint);
}

static void first_mistakes_get_their_place_and_a_hint(void **state)
{
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++)
        check_mistake(*state, &mistakes[i]);
}

static void an_error_in_another_file_names_that_file(void **state)
{
    struct fixture *fixture = *state;
    assert_null(load(fixture, "\nreturn tide.rule 'broken'"));
    assert_string_equal(fixture->err.place.file, "scripts/rules/broken.lua");
    assert_int_equal(fixture->err.place.line, 3);
    assert_int_equal(fixture->err.place.column, 14);
    assert_null(load(fixture, "return require 'syntax'"));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_SYNTAX);
    assert_string_equal(fixture->err.place.file, "scripts/lib/syntax.lua");
    assert_int_equal(fixture->err.place.line, 3);
}

static void the_source_line_outlives_the_script(void **state)
{
    struct fixture *fixture = *state;
    char *script = strdup("\nerror('x')\n");
    assert_non_null(script);
    assert_null(load(fixture, script));
    memset(script, 0, strlen(script));
    free(script);
    assert_int_equal(fixture->err.place.source_length, 10);
    assert_memory_equal(fixture->err.place.source, "error('x')", 10);
}

static void a_caught_error_leaves_no_trace_on_the_next(void **state)
{
    struct fixture *fixture = *state;
    assert_null(load(fixture, "pcall(function() return tide.nothing end)\nerror('other')"));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_RUN);
    assert_string_equal(fixture->err.sentence, "other");
    assert_string_equal(fixture->err.hint, "");
    /* A circle that was caught is not one for the next script to be loaded. */
    must_load(fixture, "pcall(tide.rule, 'circle') return tide.rule 'base'");
}

static void marks_of_other_editors_are_skipped(void **state)
{
    struct fixture *fixture = *state;
    must_load(fixture, "\xEF\xBB\xBFreturn {}");
    must_load(fixture, "#!/usr/bin/tidemark run\r\nreturn {}\r\n");
    assert_null(load(fixture, "#!/usr/bin/tidemark run\r\nerror('x')\r\n"));
    assert_int_equal(fixture->err.place.line, 2);
    assert_int_equal(fixture->err.place.width, 10);
}

static void what_is_no_text_is_refused_before_lua_sees_it(void **state)
{
    struct fixture *fixture = *state;
    const struct {
        const char *bytes;
        size_t length;
        unsigned line;
        const char *sentence;
    } files[] = {
        {"\x1bLuaT\0\x19\x93", 8, 0, "compiled Lua"},
        {"return {}\n--\0", 13, 2, "NUL"},
        {"\n\n-- caf\xE9", 9, 3, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_null(worker_load(fixture->worker, fixture->arena, "a.lua", files[i].bytes,
                                files[i].length, NULL, &fixture->err));
        assert_int_equal(fixture->err.code, ERR_SCRIPT_TEXT);
        assert_int_equal(fixture->err.place.line, files[i].line);
        assert_non_null(strstr(fixture->err.sentence, files[i].sentence));
    }
    size_t length = (1 << 20) + 1;
    char *large = malloc(length);
    assert_non_null(large);
    memset(large, ' ', length);
    assert_null(
        worker_load(fixture->worker, fixture->arena, "a.lua", large, length, NULL, &fixture->err));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_TEXT);
    assert_non_null(
        worker_load(fixture->worker, fixture->arena, "a.lua", "return {}", 9, NULL, &fixture->err));
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_mistakes_get_their_place_and_a_hint),
        cmocka_unit_test(an_error_in_another_file_names_that_file),
        cmocka_unit_test(the_source_line_outlives_the_script),
        cmocka_unit_test(a_caught_error_leaves_no_trace_on_the_next),
        cmocka_unit_test(marks_of_other_editors_are_skipped),
        cmocka_unit_test(what_is_no_text_is_refused_before_lua_sees_it),
    };
    return cmocka_run_group_tests_name("worker_mistakes", tests, open_group, close_group);
}
