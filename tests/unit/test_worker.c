#include "worker_fixture.h"

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
    must_load(*state, "require('weights').left = 1 return {}");
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
