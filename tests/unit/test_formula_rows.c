#include "formula_fixture.h"

static int open_formulas(void **state)
{
    static struct formulas formulas;
    start_formulas(&formulas, "p: a b d e; q: x y", 20, 256);
    *state = &formulas;
    return 0;
}

static int close_formulas(void **state)
{
    stop_formulas(*state);
    return 0;
}

static const char *const names[] = {"a", "b", "d", "e", "x", "y", "year"};
enum { INPUTS = sizeof names / sizeof *names, ROWS = 6 };

/* a b d e x y year, a column each. */
static const double cells[INPUTS * ROWS] = {
    1,    2,    NAN,  4,    0,    5,    /* a */
    10,   NAN,  30,   40,   50,   0,    /* b */
    NAN,  NAN,  NAN,  NAN,  NAN,  NAN,  /* d */
    3,    3,    3,    3,    3,    3,    /* e */
    7,    NAN,  7,    9,    7,    7,    /* x */
    1,    2,    3,    NAN,  5,    6,    /* y */
    2015, 2016, 2017, 2018, 2019, 2020, /* year */
};

static struct formula_rows *run_script(struct formulas *formulas, const char *script)
{
    static struct table table;
    const struct formula *formula = trace(formulas, script);
    if (!formula)
        fail_msg("%s\n→ %s", script, formulas->fixture.err.sentence);
    if (!run_table(formulas, formula, names, cells, INPUTS, ROWS, &table))
        fail_msg("%s\n→ %s", script, formulas->fixture.err.sentence);
    return &table.rows;
}

static void check_values(struct formulas *formulas, const char *script, const double *expected)
{
    const struct formula_rows *rows = run_script(formulas, script);
    for (size_t i = 0; i < ROWS; i++)
        if (!same_bits(rows->values[i], expected[i]))
            fail_msg("%s\n→ row %zu: %.17g, but %.17g was expected", script, i, rows->values[i],
                     expected[i]);
    assert_int_equal(rows->failed, SIZE_MAX);
}

static void what_is_computed_from_a_missing_value_is_missing(void **state)
{
    check_values(*state, "return function(c) return -(c.a + c.b * 2) / 1 end",
                 (const double[]){-21, NAN, NAN, -84, -100, -5});
    check_values(*state, "return function(c) return math.max(c.a, c.b, 3) end",
                 (const double[]){10, NAN, NAN, 40, 50, 5});
    check_values(*state, "return function(c) return math.sqrt(c.a) ^ 2 % 3 end",
                 (const double[]){1, 2.0000000000000004, NAN, 1, 0, 2.0000000000000009});
}

static void what_is_not_finite_is_missing_from_there_on(void **state)
{
    check_values(*state, "return function(c) return 1 / c.a end",
                 (const double[]){1, 0.5, NAN, 0.25, NAN, 0.2});
    check_values(*state, "return function(c) return 1 / (1 / c.a) end",
                 (const double[]){1, 2, NAN, 4, NAN, 5});
    check_values(*state, "return function(c) return tide.default(c.e / c.a, -1) end",
                 (const double[]){3, 1.5, -1, 0.75, -1, 0.6});
    check_values(*state, "return function(c) return math.min(1 / c.a, 0.3) end",
                 (const double[]){0.3, 0.3, NAN, 0.25, NAN, 0.2});
    check_values(*state, "return function(c) return math.log(c.a - 1) end",
                 (const double[]){NAN, 0, NAN, 0x1.193ea7aad030bp+0, NAN, 0x1.62e42fefa39efp+0});
    check_values(*state, "return function(c) return (c.a - 2) ^ 0.5 end",
                 (const double[]){NAN, 0, NAN, 0x1.6a09e667f3bcdp+0, NAN, 0x1.bb67ae8584caap+0});
    check_values(*state, "return function(c) return 0 * (c.b * 1e308) end",
                 (const double[]){NAN, NAN, NAN, NAN, NAN, 0});
    check_values(*state, "return function(c) return 5 % c.a end",
                 (const double[]){0, 1, NAN, 1, NAN, 0});
}

static void a_comparison_with_a_missing_value_ends_the_row_and_is_counted(void **state)
{
    const struct formula_rows *rows = run_script(*state, "return function(c)\n"
                                                         "  local n = 0\n"
                                                         "  if c.a > 1 then n = 1 end\n"
                                                         "  if c.b > 20 then n = n + 2 end\n"
                                                         "  return { n = n, y = c.y }\n"
                                                         "end");
    static const double n[] = {0, NAN, NAN, 3, 2, 1}, y[] = {1, NAN, NAN, NAN, 5, 6};
    for (size_t i = 0; i < ROWS; i++)
        assert_true(same_bits(rows->values[i], n[i]) && same_bits(rows->values[ROWS + i], y[i]));
    assert_int_equal(rows->touched, 2);
    assert_int_equal(rows->touched_line, 4); /* row 1, where b is missing */
    rows = run_script(*state, "return function(c)\n"
                              "  local ok, r = pcall(function()\n"
                              "    return c.a > 3\n"
                              "  end)\n"
                              "  return 7\n"
                              "end");
    assert_int_equal(rows->touched, 1);
    assert_int_equal(rows->touched_line, 3);
    assert_true(isnan(rows->values[2]) && rows->values[0] == 7);
    /* What is not finite is missing for a comparison too. */
    rows = run_script(*state, "return function(c) if 1 / c.a < 9 then return 1 end return 2 end");
    assert_int_equal(rows->touched, 2);
    rows = run_script(*state, "return function(c) return tide.default(c.a, 0) end");
    assert_int_equal(rows->touched, 0);
    assert_int_equal(rows->touched_line, 0);
}

static void a_loop_up_to_a_missing_value_ends_the_row_too(void **state)
{
    const struct formula_rows *rows = run_script(*state, "return function(c)\n"
                                                         "  local n = 0\n"
                                                         "  for i = 1, c.a do n = n + i end\n"
                                                         "  return n\n"
                                                         "end");
    static const double expected[] = {1, 3, NAN, 10, 0, 15};
    for (size_t i = 0; i < ROWS; i++)
        assert_true(same_bits(rows->values[i], expected[i]));
    assert_int_equal(rows->touched, 1);
    assert_int_equal(rows->touched_line, 3);
}

static void lists_are_what_is_there(void **state)
{
    check_values(*state, "return function(c) return tide.mean { c.a, c.b, c.d, 2 } end",
                 (const double[]){13.0 / 3, 2, 16, 46.0 / 3, 52.0 / 3, 7.0 / 3});
    check_values(*state, "return function(c) return tide.count(c:children('p')) end",
                 (const double[]){3, 2, 2, 3, 3, 3});
    check_values(*state, "return function(c) return tide.sd { c.a, c.d } end",
                 (const double[]){NAN, NAN, NAN, NAN, NAN, NAN});
    check_values(*state, "return function(c) return tide.median { c.a, c.b, c.e } end",
                 (const double[]){3, 2.5, 16.5, 4, 3, 3});
    /* A list keeps the places of what is missing: a loop over it comes to all. */
    check_values(*state,
                 "return function(c)\n"
                 "  local s = 0\n"
                 "  for _, v in ipairs { c.a, c.b } do s = s + v end\n"
                 "  return s .. '' and s\n"
                 "end",
                 (const double[]){11, NAN, NAN, 44, 50, 5});
    check_values(*state, "return function(c) return #{ c.d, c.d } .. '' and #{ c.d, c.a } end",
                 (const double[]){2, 2, 2, 2, 2, 2});
}

static void lua_treats_a_missing_value_as_false(void **state)
{
    check_values(*state, "return function(c) return c.a or 9 end",
                 (const double[]){1, 2, 9, 4, 0, 5});
    check_values(*state, "return function(c) if not c.a then return 9 end return c.a end",
                 (const double[]){1, 2, 9, 4, 0, 5});
    check_values(*state, "return function(c) return c.a and c.a + 1 or 9 end",
                 (const double[]){2, 3, 9, 5, 1, 6});
    check_values(*state, "return function(c) return c.a == 1 and 5 or 6 end",
                 (const double[]){5, 6, 6, 6, 6, 6});
}

static void a_function_that_compares_with_nil_is_given_nil(void **state)
{
    check_values(*state, "return function(c) if c.a == nil then return 9 end return c.a end",
                 (const double[]){1, 2, 9, 4, 0, 5});
    check_values(*state, "return function(c) if c.b ~= nil then return c.b end return c.a * 2 end",
                 (const double[]){10, 4, 30, 40, 50, 0});
    check_values(*state,
                 "return function(c)\n"
                 "  if c.a == nil then return tide.mean(c:children('q')) end\n"
                 "  return tide.count { c.a, c.b, c.d }\n"
                 "end",
                 (const double[]){2, 1, 5, 2, 2, 2});
    check_values(*state,
                 "return function(c) local x = nil if x == nil then return c.a + c.b end end",
                 (const double[]){11, NAN, NAN, 44, 50, 5});
}

static void tables_can_be_looked_up_by_figures(void **state)
{
    check_values(*state,
                 "local points = { 10, 20, 30, 40, 50 }\n"
                 "return function(c) return points[c.a] end",
                 (const double[]){10, 20, NAN, 40, NAN, 50});
}

static void texts_and_intervals_come_back(void **state)
{
    const struct formula_rows *rows =
        run_script(*state, "return function(c)\n"
                           "  local s = tide.cut(c.a, { 2, 4 }, { 'NF', 'PF', 'F' })\n"
                           "  return { i = { value = c.b, low = c.b - 1, high = c.a }, s = s }\n"
                           "end");
    static const char *const texts[] = {"NF", "PF", NULL, "F", "NF", "F"};
    static const double low[] = {9, NAN, 29, 39, 49, -1}, high[] = {1, 2, NAN, 4, 0, 5};
    for (size_t i = 0; i < ROWS; i++) {
        assert_true(same_bits(rows->values[i], cells[ROWS + i]));
        assert_true(same_bits(rows->low[i], low[i]) && same_bits(rows->high[i], high[i]));
        assert_null(rows->texts[i]);
        assert_true(isnan(rows->values[ROWS + i]));
        const char *text = rows->texts[ROWS + i];
        assert_true(texts[i] ? text && strcmp(text, texts[i]) == 0 : !text);
    }
}

static void panel_functions_are_given_their_columns(void **state)
{
    struct formulas *formulas = *state;
    struct table table;
    const struct formula *formula =
        must_trace(formulas, "return function(c)\n"
                             "  local r = tide.rank(c.a)\n"
                             "  local s = tide.rank(c.b) + tide.rank(c.e)\n"
                             "  if r == 1 then return s end\n"
                             "  return s + tide.lag(c.a, 1)\n"
                             "end");
    static const char *const given[] = {"a",         "b",         "e",       "@rank:2:1",
                                        "@rank:3:1", "@rank:3:2", "@lag:5:1"};
    const double columns[7 * 2] = {0, 0, 0, 0, 0, 0, 1, 5, 10, 20, 100, NAN, 1000, 2000};
    assert_true(formula->verify);
    assert_true(run_table(formulas, formula, given, columns, 7, 2, &table));
    assert_true(table.rows.values[0] == 110);
    assert_true(isnan(table.rows.values[1]));
    /* Without them the function cannot be run. */
    assert_false(run_table(formulas, formula, given, columns, 4, 2, &table));
    assert_int_equal(formulas->fixture.err.code, ERR_SCRIPT_FORMULA);
    assert_int_equal(formulas->fixture.err.place.line, 3);
    assert_non_null(strstr(formulas->fixture.err.sentence, "tide.rank is called here"));
    assert_int_equal(table.rows.failed, 0);
}

static void an_error_says_in_which_row(void **state)
{
    struct formulas *formulas = *state;
    struct table table;
    const struct formula *formula = trace(formulas, "return function(c)\n"
                                                    "  local s = 'x' .. c.e\n"
                                                    "  if c.y > 4 and c.y < 6 then\n"
                                                    "    error('five')\n"
                                                    "  end\n"
                                                    "  return c.y\n"
                                                    "end");
    assert_non_null(formula);
    assert_false(run_table(formulas, formula, names, cells, INPUTS, ROWS, &table));
    assert_int_equal(table.rows.failed, 4);
    assert_string_equal(formulas->fixture.err.sentence, "five");
    assert_int_equal(formulas->fixture.err.place.line, 4);
    /* The worker and the function are fit for more. */
    static const double one[INPUTS] = {1, 1, 1, 1, 1, 1, 2000};
    assert_true(run_table(formulas, formula, names, one, INPUTS, 1, &table));
}

static void names_that_were_not_sent_and_results_that_are_new_are_errors(void **state)
{
    struct formulas *formulas = *state;
    struct table table;
    const struct formula *formula =
        must_trace(formulas, "return function(c) if c.a == 2 then return c.b end return c.a end");
    assert_false(run_table(formulas, formula, names, cells, 1, 2, &table));
    assert_non_null(
        strstr(formulas->fixture.err.sentence, "'b' is not among what this run was given"));
    assert_int_equal(table.rows.failed, 1);
    formula = trace(formulas, "return function(c)\n"
                              "  local s = 'x' .. c.a\n"
                              "  if c.y == 5 then return { late = 1 } end\n"
                              "  return { s = s }\n"
                              "end");
    assert_non_null(formula);
    assert_false(run_table(formulas, formula, names, cells, INPUTS, ROWS, &table));
    assert_int_equal(formulas->fixture.err.code, ERR_SCRIPT_RESULT);
    assert_non_null(strstr(formulas->fixture.err.sentence, "the result 'late' was not there when"));
    assert_int_equal(table.rows.failed, 4);
}

static void rows_beyond_one_frame_are_run(void **state)
{
    struct formulas *formulas = *state;
    enum { MANY = 20000, WIDE = 40 }; /* 6.4 MB of numbers, in frames of 4 */
    static const char *wide[WIDE] = {"a", "b"};
    struct table table;
    double *columns = calloc((size_t)WIDE * MANY, sizeof *columns);
    assert_non_null(columns);
    for (size_t i = 2; i < WIDE; i++)
        wide[i] = "unused";
    for (size_t i = 0; i < MANY; i++) {
        columns[i] = (double)i;
        columns[MANY + i] = i % 1000 == 7 ? NAN : 1;
    }
    const struct formula *formula = must_trace(
        formulas, "return function(c) if c.b > 2 then return { s = 'x' } end\n"
                  "  return { n = c.a * 2, s = tide.cut(c.a, { 5 }, { 'few', 'many' }) } end");
    assert_true(run_table(formulas, formula, wide, columns, WIDE, MANY, &table));
    assert_int_equal(table.rows.touched, MANY / 1000);
    assert_int_equal(table.rows.touched_line, 1);
    for (size_t i = 0; i < MANY; i++) {
        const char *text = table.rows.texts[MANY + i];
        assert_true(same_bits(table.rows.values[i], i % 1000 == 7 ? NAN : (double)i * 2));
        assert_true(i % 1000 == 7 ? !text : strcmp(text, i < 5 ? "few" : "many") == 0);
    }
    free(columns);
}

static void no_rows_and_no_inputs_are_fine(void **state)
{
    struct formulas *formulas = *state;
    struct table table;
    const struct formula *formula = must_trace(formulas, "return function(c) return 7 end");
    assert_true(run_table(formulas, formula, names, cells, 0, 2, &table));
    assert_true(table.rows.values[0] == 7 && table.rows.values[1] == 7);
    assert_true(run_table(formulas, formula, names, cells, INPUTS, 0, &table));
}

static void a_row_leaves_nothing_behind_for_the_next(void **state)
{
    /* nil calculates in the row where a figure is missing, and is an error in the next. */
    struct formulas *formulas = *state;
    struct table table;
    const struct formula *formula = trace(formulas, "local t = { [0.5] = 1, 1, [50] = 1 }\n"
                                                    "return function(c)\n"
                                                    "  return c.a + t[c.y]\n"
                                                    "end");
    static const double some[] = {NAN, 1, 1, 5, 1, 5};
    assert_non_null(formula);
    static const char *const two[] = {"a", "y"};
    assert_false(run_table(formulas, formula, two, some, 2, 3, &table));
    assert_int_equal(table.rows.failed, 2);
    assert_non_null(strstr(formulas->fixture.err.sentence, "arithmetic on a nil value"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_computed_from_a_missing_value_is_missing),
        cmocka_unit_test(what_is_not_finite_is_missing_from_there_on),
        cmocka_unit_test(a_comparison_with_a_missing_value_ends_the_row_and_is_counted),
        cmocka_unit_test(a_loop_up_to_a_missing_value_ends_the_row_too),
        cmocka_unit_test(lists_are_what_is_there),
        cmocka_unit_test(lua_treats_a_missing_value_as_false),
        cmocka_unit_test(a_function_that_compares_with_nil_is_given_nil),
        cmocka_unit_test(tables_can_be_looked_up_by_figures),
        cmocka_unit_test(texts_and_intervals_come_back),
        cmocka_unit_test(panel_functions_are_given_their_columns),
        cmocka_unit_test(an_error_says_in_which_row),
        cmocka_unit_test(names_that_were_not_sent_and_results_that_are_new_are_errors),
        cmocka_unit_test(rows_beyond_one_frame_are_run),
        cmocka_unit_test(no_rows_and_no_inputs_are_fine),
        cmocka_unit_test(a_row_leaves_nothing_behind_for_the_next),
    };
    return cmocka_run_group_tests_name("formula_rows", tests, open_formulas, close_formulas);
}
