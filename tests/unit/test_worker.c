#include "lua/worker.h"

#include "base/confine.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

struct fixture {
    struct worker *worker;
    struct arena *arena;
    struct err err;
};

/* Rules and libraries by name. */
static const char *module_text(void *context, enum worker_module module, const char *name,
                               const char **file, size_t *length)
{
    static const struct {
        enum worker_module module;
        const char *name, *file, *text;
    } modules[] = {
        {WORKER_RULE, "base", "scripts/rules/base.lua",
         "local weights = require 'weights'\n"
         "return { title = 'Base', weights = weights, pillar = tide.mean() }\n"},
        {WORKER_RULE, "broken", "scripts/rules/broken.lua", "-- one\n\nreturn { a = nothing }\n"},
        {WORKER_RULE, "empty", "scripts/rules/empty.lua", "local x = 1\n"},
        {WORKER_RULE, "circle", "scripts/rules/circle.lua", "return tide.rule 'circle'\n"},
        {WORKER_RULE, "latin", "scripts/rules/latin.lua", "return {}\n-- \xE9\n"},
        {WORKER_LIBRARY, "weights", "scripts/lib/weights.lua", "return { a = 1, b = 2 }\n"},
        {WORKER_LIBRARY, "syntax", "scripts/lib/syntax.lua", "return {\n  a = 1\n  b = 2\n}\n"},
    };
    (void)context;
    for (size_t i = 0; i < sizeof modules / sizeof *modules; i++) {
        if (modules[i].module != module || strcmp(modules[i].name, name) != 0)
            continue;
        *file = modules[i].file;
        *length = strlen(modules[i].text);
        return modules[i].text;
    }
    return NULL;
}

static void start(struct fixture *fixture, double seconds, size_t mib)
{
    struct worker_options options = {seconds, mib};
    const char *notice = "unset";
    *fixture = (struct fixture){.arena = arena_new()};
    assert_non_null(fixture->arena);
    fixture->worker = worker_start(&options, &notice, &fixture->err);
    assert_non_null(fixture->worker);
    assert_int_equal(notice == NULL, strncmp(confine_state(), "full", 4) == 0);
}

static void stop(struct fixture *fixture)
{
    worker_stop(fixture->worker);
    arena_free(fixture->arena);
}

static const struct value *load(struct fixture *fixture, const char *text)
{
    const struct worker_resolver resolver = {module_text, NULL};
    fixture->err = (struct err){0};
    return worker_load(fixture->worker, fixture->arena, "scripts/rules/test.lua", text,
                       strlen(text), &resolver, &fixture->err);
}

/* Loads a script that must succeed. */
static const struct value *must_load(struct fixture *fixture, const char *text)
{
    const struct value *value = load(fixture, text);
    if (!value)
        fail_msg("%s:%u: %s", fixture->err.place.file, fixture->err.place.line,
                 fixture->err.sentence);
    return value;
}

static int open_group(void **state)
{
    static struct fixture fixture;
    start(&fixture, 20, 64); /* ample, also under valgrind */
    *state = &fixture;
    return 0;
}

static int close_group(void **state)
{
    stop(*state);
    return 0;
}

static void a_rule_comes_back_as_a_tree_with_lines(void **state)
{
    const struct value *rule = must_load(*state, "--- A rule.\n"
                                                 "return {\n"
                                                 "  title = \"Права\", scale = { 0, 100 },\n"
                                                 "  missing = { need = 2 / 3 },\n"
                                                 "  normalise = tide.goalposts { clip = false },\n"
                                                 "  pillar = tide.mean(),\n"
                                                 "  index =\n"
                                                 "    tide.geometric { floor = 1 },\n"
                                                 "  score = function(c)\n"
                                                 "    return c.a\n"
                                                 "  end,\n"
                                                 "}\n");
    assert_string_equal(value_field(rule, "title")->text.bytes, "Права");
    assert_true(value_item(value_field(rule, "scale"), 2)->number == 100);
    assert_true(value_field(value_field(rule, "missing"), "need")->number == 2.0 / 3);
    const struct value *normalise = value_field(rule, "normalise");
    assert_string_equal(value_field(normalise, "@")->text.bytes, "goalposts");
    assert_int_equal(value_field(normalise, "clip")->kind, VALUE_BOOLEAN);
    assert_false(value_field(normalise, "clip")->boolean);
    assert_int_equal(normalise->line, 5);
    assert_int_equal(value_field(rule, "pillar")->line, 6);
    assert_string_equal(value_field(value_field(rule, "pillar"), "@")->text.bytes, "mean");
    assert_int_equal(value_field(rule, "index")->line, 8);
    assert_true(value_field(value_field(rule, "index"), "floor")->number == 1);
    assert_int_equal(value_field(rule, "score")->kind, VALUE_FUNCTION);
    assert_int_equal(value_field(rule, "score")->line, 9);
    assert_int_equal(rule->line, 0);
}

static void a_rule_builds_on_another_without_changing_it(void **state)
{
    const struct value *both =
        must_load(*state, "local mine = tide.rule 'base'\n"
                          "mine.title = 'Mine'\n"
                          "return { mine = mine, theirs = tide.rule 'base' }\n");
    assert_string_equal(value_field(value_field(both, "mine"), "title")->text.bytes, "Mine");
    assert_string_equal(value_field(value_field(both, "theirs"), "title")->text.bytes, "Base");
    /* Lines of another file would point into the wrong one. */
    assert_int_equal(value_field(value_field(both, "mine"), "pillar")->line, 0);
}

static void a_library_is_loaded_once(void **state)
{
    const struct value *value = must_load(*state, "local a = require 'weights'\n"
                                                  "a.c = 3\n"
                                                  "return require 'weights'\n");
    assert_true(value_field(value, "c")->number == 3);
}

static void each_script_has_a_fresh_state(void **state)
{
    must_load(*state, "rawset(_ENV, 'left', 1) require('weights').left = 1 return {}");
    assert_null(load(*state, "return { left }"));
    assert_null(value_field(must_load(*state, "return require 'weights'"), "left"));
}

static void pairs_goes_in_a_fixed_order(void **state)
{
    for (int i = 0; i < 5; i++) {
        const struct value *value = must_load(
            *state, "local t, seen = { [true] = 0, b = 0, [2] = 0, a = 0, [-1.5] = 0, B = 0,\n"
                    "  [false] = 0, ab = 0, [1] = 0, [''] = 0, [1 << 40] = 0 }, {}\n"
                    "for key in pairs(t) do seen[#seen + 1] = tostring(key) end\n"
                    "return { table.concat(seen, ' ') }\n");
        assert_string_equal(value_item(value, 1)->text.bytes,
                            "-1.5 1 2 1099511627776  B a ab b false true");
    }
}

static void pairs_skips_what_is_removed_on_the_way(void **state)
{
    const struct value *value =
        must_load(*state, "local t, seen = { a = 1, b = 2, c = 3, d = 4 }, {}\n"
                          "for key in pairs(t) do seen[#seen + 1] = key; t.c = nil end\n"
                          "return { table.concat(seen) }\n");
    assert_string_equal(value_item(value, 1)->text.bytes, "abd");
}

static void sorting_is_stable_and_complete(void **state)
{
    const struct value *value =
        must_load(*state, "for length = 0, 200 do\n"
                          "  local list, sum = {}, 0\n"
                          "  for i = 1, length do\n"
                          "    list[i] = { key = math.random(0, length // 4), at = i }\n"
                          "    sum = sum + i\n"
                          "  end\n"
                          "  table.sort(list, function(a, b) return a.key < b.key end)\n"
                          "  for i = 1, length do\n"
                          "    sum = sum - list[i].at\n"
                          "    local a, b = list[i], list[i + 1]\n"
                          "    if b and (a.key > b.key or (a.key == b.key and a.at > b.at)) then\n"
                          "      error('out of order at ' .. i .. ' of ' .. length)\n"
                          "    end\n"
                          "  end\n"
                          "  assert(#list == length and sum == 0)\n"
                          "end\n"
                          "local plain = { 3, 1.5, -2, 10, 1 }\n"
                          "table.sort(plain)\n"
                          "return { table.concat(plain, ' ') }\n");
    assert_string_equal(value_item(value, 1)->text.bytes, "-2 1 1.5 3 10");
}

static void random_numbers_are_the_same_in_every_run(void **state)
{
    const char *script = "return { math.random(), math.random(1000000), math.random() }";
    const struct value *first = must_load(*state, script);
    struct fixture other;
    start(&other, 20, 64);
    const struct value *second = must_load(&other, script);
    for (size_t i = 1; i <= 3; i++)
        assert_true(value_item(first, i)->number == value_item(second, i)->number);
    assert_true(value_item(first, 1)->number != value_item(first, 3)->number);
    stop(&other);
}

static void texts_of_values_show_no_addresses_and_all_digits(void **state)
{
    const struct value *value =
        must_load(*state, "return { table.concat({ tostring({}), tostring(print), tostring(0.1),\n"
                          "  tostring(1 / 3), tostring(2^53), tostring(1e300), tostring(-0.0),\n"
                          "  tostring(7), tostring(0 / 0), tostring(nil),\n"
                          "  ('%s %d %5.2f %% %s'):format({}, 3, 2.5, 0.1 + 0.2) }, ' ') }\n");
    assert_string_equal(value_item(value, 1)->text.bytes,
                        "table function 0.1 0.3333333333333333 9007199254740992.0 1e+300 -0.0 7 "
                        "nan nil table 3  2.50 % 0.30000000000000004");
}

static void logarithms_of_powers_are_exact(void **state)
{
    must_load(*state, "for i = 0, 22 do assert(math.log(10 ^ i, 10) == i, i) end\n"
                      "for i = -1000, 1000 do assert(math.log(2.0 ^ i, 2) == i, i) end\n"
                      "for i = 0, 30 do assert(math.log(3 ^ i, 3) == i, i) end\n"
                      "assert(math.log(2) == 0x1.62e42fefa39efp-1)\n"
                      "assert(math.log(5, 10) > 0.69897 and math.log(5, 10) < 0.69898)\n"
                      "return {}\n");
}

static void what_lua_scripts_use_is_there(void **state)
{
    must_load(*state, "local ok, why = pcall(error, 'x')\n"
                      "assert(not ok and why == 'x')\n"
                      "assert(select('#', 1, 2) == 2 and tonumber('0x10') == 16)\n"
                      "local point = setmetatable({}, { __index = { x = 1 } })\n"
                      "assert(point.x == 1 and getmetatable(point).__index.x == 1)\n"
                      "assert(('a-b'):gsub('-', '+') == 'a+b' and ('%d'):format(3) == '3')\n"
                      "assert(utf8.len('права') == 5 and math.max(1, 2) == 2)\n"
                      "assert(table.unpack({ 1, 2 }) == 1 and getmetatable('') == false)\n"
                      "for i, v in ipairs({ 5 }) do assert(i == 1 and v == 5) end\n"
                      "return {}\n");
}

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
    {"for i = 1, 3 do\n", ERR_SCRIPT_SYNTAX, 2, 1, 0, "'end' expected (to close 'for' at line 1)",
     "each function, if, for and while needs an end of its own"},
    {"local права_текст = 1", ERR_SCRIPT_SYNTAX, 1, 7, 1, "<name> expected", NULL},
    {"local t = {}\nreturn { t.a.b }", ERR_SCRIPT_RUN, 2, 12, 1,
     "attempt to index a nil value (field 'a')",
     "that name holds nothing here; check its spelling and where it is set"},
    {"local t = {}\n\nt.go()", ERR_SCRIPT_RUN, 3, 3, 2, "attempt to call a nil value (field 'go')",
     "there is no function of that name; check its spelling"},
    {"local x\nreturn { 1 + x }", ERR_SCRIPT_RUN, 2, 14, 1,
     "attempt to perform arithmetic on a nil value (local 'x')",
     "that name holds nothing here; give it a number first"},
    {"local x\nreturn { x + x }", ERR_SCRIPT_RUN, 2, 1, 16,
     "attempt to perform arithmetic on a nil value (local 'x')",
     "that name holds nothing here; give it a number first"},
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
    {"return {\n\n", ERR_SCRIPT_SYNTAX, 3, 1, 0, "unexpected symbol near <eof>",
     "the file ends in the middle of something"},
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

/* What is written to stderr while a script runs. */
static size_t capture(struct fixture *fixture, const char *script, char *out, size_t size)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    fflush(stderr);
    int saved = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    load(fixture, script);
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    size_t length = fread(out, 1, size - 1, file);
    out[length] = '\0';
    fclose(file);
    return length;
}

static void printing_goes_to_stderr_without_control_characters(void **state)
{
    char out[256];
    capture(*state, "print('Права', 1.5, {}, nil)\nprint('\\27[2J\\r\\7')\nprint()\nreturn {}", out,
            sizeof out);
    assert_string_equal(out, "Права\t1.5\ttable\tnil\n\xEF\xBF\xBD[2J\xEF\xBF\xBD\xEF\xBF\xBD\n\n");
}

static void printing_ends_after_sixty_four_kibibytes(void **state)
{
    static char out[256 * 1024];
    size_t length =
        capture(*state, "for i = 1, 5000 do print(('x'):rep(99)) end return {}", out, sizeof out);
    assert_true(length > 64 * 1024 && length < 64 * 1024 + 100);
    assert_non_null(strstr(out, "the first 64 KiB are shown"));
}

static void a_script_out_of_time_leaves_the_worker_fit_for_the_next(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 0.4, 64);
    for (int i = 0; i < 3; i++) {
        assert_null(load(&fixture, "local n = 0\nwhile true do pcall(error) end"));
        assert_int_equal(fixture.err.code, ERR_SCRIPT_TIME);
        assert_int_equal(err_status(fixture.err.code), ERR_BUDGET);
        assert_int_equal(fixture.err.place.line, 2);
        assert_non_null(strstr(fixture.err.sentence, "0.4 s"));
        must_load(&fixture, "return {}");
    }
    stop(&fixture);
}

static void a_script_out_of_memory_leaves_the_worker_fit_for_the_next(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 20, 8);
    for (int i = 0; i < 3; i++) {
        assert_null(load(&fixture, "local t = {}\nfor i = 1, 1e8 do\n  t[i] = { i }\nend"));
        assert_int_equal(fixture.err.code, ERR_SCRIPT_MEMORY);
        assert_int_equal(err_status(fixture.err.code), ERR_BUDGET);
        assert_int_equal(fixture.err.place.line, 3);
        assert_non_null(strstr(fixture.err.sentence, "8 MiB of memory"));
        must_load(&fixture, "local t = {} for i = 1, 1e4 do t[i] = { i } end return {}");
    }
    stop(&fixture);
}

static void a_killed_worker_says_so_and_runs_nothing_more(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 0.5, 64);
    assert_null(load(&fixture, "local s = ('a'):rep(3000)\nreturn { s:find('.*.*.*.*b') }"));
    assert_int_equal(fixture.err.code, ERR_SCRIPT_TIME);
    assert_int_equal(fixture.err.place.line, 2);
    assert_null(load(&fixture, "return {}"));
    assert_int_equal(fixture.err.code, ERR_SCRIPT_STOPPED);
    assert_non_null(strstr(fixture.err.sentence, "is not run"));
    stop(&fixture);
}

static void a_module_that_is_no_text_is_refused(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 20, 64);
    assert_null(load(&fixture, "return tide.rule 'latin'"));
    assert_int_equal(fixture.err.code, ERR_SCRIPT_TEXT);
    assert_string_equal(fixture.err.place.file, "scripts/rules/latin.lua");
    assert_int_equal(fixture.err.place.line, 2);
    stop(&fixture);
}

static void a_worker_that_never_ran_stops(void **state)
{
    (void)state;
    struct fixture fixture;
    start(&fixture, 1, 1);
    stop(&fixture);
    worker_stop(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_comes_back_as_a_tree_with_lines),
        cmocka_unit_test(a_rule_builds_on_another_without_changing_it),
        cmocka_unit_test(a_library_is_loaded_once),
        cmocka_unit_test(each_script_has_a_fresh_state),
        cmocka_unit_test(pairs_goes_in_a_fixed_order),
        cmocka_unit_test(pairs_skips_what_is_removed_on_the_way),
        cmocka_unit_test(sorting_is_stable_and_complete),
        cmocka_unit_test(random_numbers_are_the_same_in_every_run),
        cmocka_unit_test(texts_of_values_show_no_addresses_and_all_digits),
        cmocka_unit_test(logarithms_of_powers_are_exact),
        cmocka_unit_test(what_lua_scripts_use_is_there),
        cmocka_unit_test(first_mistakes_get_their_place_and_a_hint),
        cmocka_unit_test(an_error_in_another_file_names_that_file),
        cmocka_unit_test(the_source_line_outlives_the_script),
        cmocka_unit_test(a_caught_error_leaves_no_trace_on_the_next),
        cmocka_unit_test(marks_of_other_editors_are_skipped),
        cmocka_unit_test(what_is_no_text_is_refused_before_lua_sees_it),
        cmocka_unit_test(printing_goes_to_stderr_without_control_characters),
        cmocka_unit_test(printing_ends_after_sixty_four_kibibytes),
        cmocka_unit_test(a_script_out_of_time_leaves_the_worker_fit_for_the_next),
        cmocka_unit_test(a_script_out_of_memory_leaves_the_worker_fit_for_the_next),
        cmocka_unit_test(a_killed_worker_says_so_and_runs_nothing_more),
        cmocka_unit_test(a_module_that_is_no_text_is_refused),
        cmocka_unit_test(a_worker_that_never_ran_stops),
    };
    return cmocka_run_group_tests_name("worker", tests, open_group, close_group);
}
