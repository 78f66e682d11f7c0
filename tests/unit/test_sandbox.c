/* What a script may catch, resume and draw: the parts of Lua that are made anew for scripts. */

#include "base/random.h"
#include "worker_fixture.h"

static double number_at(const struct value *value, size_t index)
{
    return value_item(value, index)->number;
}

/* The text that a script joins its results to. */
static const char *text_of_run(struct fixture *fixture, const char *script)
{
    return value_item(must_load(fixture, script), 1)->text.bytes;
}

static void coroutines_pass_values_both_ways(void **state)
{
    assert_string_equal(
        text_of_run(*state, "local co = coroutine.create(function(a, b)\n"
                            "  local c = coroutine.yield(a + b)\n"
                            "  local d, e = coroutine.yield(c * 2)\n"
                            "  return d + e\n"
                            "end)\n"
                            "local seen = {}\n"
                            "for _, given in ipairs { { 1, 2 }, { 10 }, { 3, 4 }, {} } do\n"
                            "  local good, value = coroutine.resume(co, table.unpack(given))\n"
                            "  seen[#seen + 1] = tostring(good) .. ' ' .. tostring(value)\n"
                            "end\n"
                            "return { table.concat(seen, ', ') .. ', ' .. coroutine.status(co) }"),
        "true 3, true 20, true 7, false cannot resume dead coroutine, dead");
}

static void a_wrapped_coroutine_is_a_generator(void **state)
{
    const struct value *value =
        must_load(*state, "local function upto(n)\n"
                          "  return coroutine.wrap(function()\n"
                          "    for i = 1, n do coroutine.yield(i) end\n"
                          "  end)\n"
                          "end\n"
                          "local sum = 0\n"
                          "for i in upto(100) do for j in upto(3) do sum = sum + i * j end end\n"
                          "return { sum }\n");
    assert_true(number_at(value, 1) == 5050 * 6);
}

static void a_coroutine_yields_across_pcall_and_xpcall(void **state)
{
    assert_string_equal(
        text_of_run(*state,
                    "local co = coroutine.wrap(function()\n"
                    "  local one = { pcall(function() return coroutine.yield('a'), 'b' end) }\n"
                    "  local two = { xpcall(function() coroutine.yield('c') error('d', 0) end,\n"
                    "    function(m) return m .. '!' end) }\n"
                    "  return tostring(one[1]) .. one[2] .. one[3] .. tostring(two[1]) .. two[2]\n"
                    "end)\n"
                    "return { co() .. co('x') .. co() }"),
        "actruexbfalsed!");
}

static void the_error_of_a_coroutine_has_its_own_place(void **state)
{
    struct fixture *fixture = *state;
    assert_null(load(fixture, "local co = coroutine.wrap(function()\n"
                              "  local t = nil\n"
                              "  return t.x\n"
                              "end)\n"
                              "\n"
                              "co()\n"));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_RUN);
    assert_int_equal(fixture->err.place.line, 3);
}

static void xpcall_hands_over_arguments_results_and_errors(void **state)
{
    assert_string_equal(
        text_of_run(*state, "local function add(a, b) return a + b, 'too' end\n"
                            "local function handler(m) return 'handled ' .. tostring(m) end\n"
                            "local good, sum, word = xpcall(add, handler, 2, 3)\n"
                            "local bad, text = xpcall(error, handler, 'x', 0)\n"
                            "return { table.concat({ tostring(good), tostring(sum), word,\n"
                            "  tostring(bad), text }, ' ') }"),
        "true 5 too false handled x");
}

static void calls_that_led_to_an_error_are_named(void **state)
{
    struct fixture *fixture = *state;
    assert_null(load(fixture, "local function inner(x)\n"
                              "  return x.y.z\n"
                              "end\n"
                              "local function outer(x)\n"
                              "  local result = inner(x)\n"
                              "  return result\n"
                              "end\n"
                              "table.sort({ {}, {} }, function(a) return outer(a) < 1 end)\n"));
    assert_string_equal(fixture->err.trail,
                        "in function 'inner' (test.lua:1), called at test.lua:5\n"
                        "in function 'outer' (test.lua:4), called at test.lua:8\n"
                        "in the function at test.lua:8, called at test.lua:8");
    assert_null(load(fixture, "error('at the top')"));
    assert_string_equal(fixture->err.trail, "");
    assert_null(load(fixture, "\nreturn tide.rule 'broken'"));
    assert_string_equal(fixture->err.trail, "in broken.lua, loaded at test.lua:2");
}

/* One call is one block of Philox, by seed, name of the script and number of the call. */
static double nth_draw(uint64_t seed, const char *name, uint32_t call)
{
    const uint64_t stream = random_stream(0, text_of(name));
    const uint32_t counter[4] = {call, 0, (uint32_t)stream, (uint32_t)(stream >> 32)};
    const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
    uint32_t block[4];
    random_philox(counter, key, block);
    return (double)(((uint64_t)block[0] << 32 | block[1]) >> 11) * 0x1p-53;
}

static void random_numbers_hang_on_seed_script_and_call(void **state)
{
    const struct value *value =
        must_load(*state, "return { math.random(), math.random(), math.random() }");
    for (uint32_t i = 0; i < 3; i++)
        assert_true(number_at(value, i + 1) == nth_draw(1, "test.lua", i));
    assert_true(nth_draw(1, "test.lua", 0) != nth_draw(2, "test.lua", 0));
    assert_true(nth_draw(1, "test.lua", 0) != nth_draw(1, "other.lua", 0));
}

static void random_whole_numbers_are_even_and_within_their_range(void **state)
{
    /* 60,000 throws of a die: each face 10,000 times, with a standard deviation of 91. */
    const struct value *value =
        must_load(*state, "local faces = { 0, 0, 0, 0, 0, 0 }\n"
                          "for _ = 1, 60000 do\n"
                          "  local face = math.random(6)\n"
                          "  faces[face] = faces[face] + 1\n"
                          "end\n"
                          "for _ = 1, 1000 do\n"
                          "  local x = math.random(-3, 3)\n"
                          "  assert(x >= -3 and x <= 3 and math.type(x) == 'integer')\n"
                          "  local wide = math.random(math.mininteger, math.maxinteger)\n"
                          "  assert(math.type(wide) == 'integer')\n"
                          "end\n"
                          "assert(math.random(7, 7) == 7)\n"
                          "return faces\n");
    for (size_t face = 1; face <= 6; face++)
        assert_true(number_at(value, face) > 10000 - 5 * 91 &&
                    number_at(value, face) < 10000 + 5 * 91);
}

static void what_is_around_a_script_cannot_be_changed(void **state)
{
    static const char *const attempts[] = {
        "tide.mean = 1",          "rawset(tide, 'mean', 1)",  "rawset(math, 'floor', 1)",
        "setmetatable(tide, {})", "rawset(_ENV, 'print', 1)", "math.randomseed(1)",
        "string.rep = nil",       "table.insert(tide, 1)",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++) {
        if (load(fixture, attempts[i]) || fixture->err.code == ERR_SCRIPT_RESULT)
            fail_msg("nothing was refused: %s", attempts[i]);
        assert_int_equal(err_status(fixture->err.code), ERR_INPUT);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(coroutines_pass_values_both_ways),
        cmocka_unit_test(a_wrapped_coroutine_is_a_generator),
        cmocka_unit_test(a_coroutine_yields_across_pcall_and_xpcall),
        cmocka_unit_test(the_error_of_a_coroutine_has_its_own_place),
        cmocka_unit_test(xpcall_hands_over_arguments_results_and_errors),
        cmocka_unit_test(calls_that_led_to_an_error_are_named),
        cmocka_unit_test(random_numbers_hang_on_seed_script_and_call),
        cmocka_unit_test(random_whole_numbers_are_even_and_within_their_range),
        cmocka_unit_test(what_is_around_a_script_cannot_be_changed),
    };
    return cmocka_run_group_tests_name("sandbox", tests, open_group, close_group);
}
