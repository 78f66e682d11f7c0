#include "formula_fixture.h"

static const char nodes[] = "p: a b d e; q: x y; r: z";

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

static size_t count_of(const struct formula *formula, enum formula_op op)
{
    size_t count = 0;
    for (size_t i = 0; i < formula->step_count; i++)
        count += formula->steps[i].op == op;
    return count;
}

static const struct formula_step *first_of(const struct formula *formula, enum formula_op op)
{
    for (size_t i = 0; i < formula->step_count; i++)
        if (formula->steps[i].op == op)
            return &formula->steps[i];
    fail_msg("no step of operation %d", (int)op);
    return NULL;
}

static double value_of(const struct formula *formula, const char *result, double a, double b)
{
    static const char *const names[] = {"a", "b", "d", "e", "x", "y", "year"};
    const double values[] = {a, b, 3, NAN, 10, 20, 2021};
    return number_of(formula, result, names, values, 7);
}

static void arithmetic_becomes_steps_with_their_lines(void **state)
{
    const struct formula *formula = must_trace(*state, "return {\n"
                                                       "  score = function(c)\n"
                                                       "    local s = c.a * 2\n"
                                                       "    return s - c.b\n"
                                                       "  end,\n"
                                                       "}\n");
    assert_int_equal(formula->result_count, 1);
    assert_string_equal(formula->results[0].name, "");
    assert_false(formula->results[0].text);
    assert_int_equal(formula->results[0].low, FORMULA_NONE);
    assert_int_equal(formula->line, 2);
    assert_string_equal(formula->file, "scripts/rules/test.lua");
    assert_null(formula->untraced);
    assert_false(formula->verify);
    assert_int_equal(formula->step_count, 5);
    assert_int_equal(first_of(formula, FORMULA_MUL)->line, 3);
    assert_int_equal(first_of(formula, FORMULA_SUB)->line, 4);
    assert_string_equal(formula->steps[0].text, "a");
    assert_true(value_of(formula, "", 5, 7) == 3);
    assert_true(isnan(value_of(formula, "", NAN, 7)));
}

static void equal_steps_are_made_once(void **state)
{
    const struct formula *formula =
        must_trace(*state, "return function(c)\n"
                           "  return { u = (c.a + 1) * (c.a + 1), v = math.sqrt(c.a + 1) }\n"
                           "end");
    assert_int_equal(count_of(formula, FORMULA_ADD), 1);
    assert_int_equal(count_of(formula, FORMULA_INPUT), 1);
    assert_int_equal(formula->step_count, 5);
}

static void steps_that_no_result_needs_are_left_out(void **state)
{
    const struct formula *formula =
        must_trace(*state, "return function(c) local w = c.d ^ c.e return c.a end");
    assert_int_equal(formula->step_count, 1);
}

static void results_have_names_texts_and_intervals(void **state)
{
    const struct formula *formula = must_trace(
        *state, "return function(c)\n"
                "  local s = 'low'\n"
                "  if c.a > 1 then s = 'high' end\n"
                "  return { s = s, n = 4, i = { value = c.a, low = c.a - 1, high = 9 },\n"
                "    none = nil, B = c.b }\n"
                "end");
    static const char *const names[] = {"B", "i", "n", "s"}; /* bytewise */
    assert_int_equal(formula->result_count, 4);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(formula->results[i].name, names[i]);
        assert_int_equal(formula->results[i].text, i == 3);
        assert_int_equal(formula->results[i].low != FORMULA_NONE, i == 1);
        assert_int_equal(formula->results[i].high != FORMULA_NONE, i == 1);
    }
    assert_int_equal(count_of(formula, FORMULA_TEXT), 2);
}

static void a_branch_becomes_a_choice(void **state)
{
    const struct formula *formula = must_trace(*state, "return function(c)\n"
                                                       "  if c.a < 3 then\n"
                                                       "    return c.b\n"
                                                       "  end\n"
                                                       "  return 1\n"
                                                       "end");
    const struct formula_step *choice = first_of(formula, FORMULA_SELECT);
    assert_int_equal(choice->line, 2);
    assert_true(choice->number == 1);
    assert_true(value_of(formula, "", 2, 8) == 8);
    assert_true(value_of(formula, "", 3, 8) == 1);
    assert_true(isnan(value_of(formula, "", NAN, 8)));
    /* What a branch does not need may be missing. */
    assert_true(value_of(formula, "", 3, NAN) == 1);
    assert_true(isnan(value_of(formula, "", 2, NAN)));
}

static void what_both_branches_give_is_missing_where_the_comparison_is(void **state)
{
    const struct formula *formula = must_trace(*state, "return function(c)\n"
                                                       "  local bonus = 0\n"
                                                       "  if c.a > 1 then bonus = 1 end\n"
                                                       "  return { sum = c.b + bonus, b = c.b }\n"
                                                       "end");
    assert_true(value_of(formula, "b", 5, 7) == 7);
    assert_true(isnan(value_of(formula, "b", NAN, 7)));
    assert_true(value_of(formula, "sum", 5, 7) == 8);
}

static void a_condition_asked_again_has_the_same_answer(void **state)
{
    /* Four comparisons, but two ways: >= is the other side of <, and c.a > 3 that of 3 >= c.a. */
    const struct formula *formula = must_trace(*state, "return function(c)\n"
                                                       "  local n = 0\n"
                                                       "  if c.a < c.b then n = n + 1 end\n"
                                                       "  if c.a >= c.b then n = n + 10 end\n"
                                                       "  if c.b > c.a then n = n + 100 end\n"
                                                       "  if c.b <= c.a then n = n + 1000 end\n"
                                                       "  return n\n"
                                                       "end");
    assert_int_equal(count_of(formula, FORMULA_SELECT), 1);
    assert_true(value_of(formula, "", 1, 2) == 101);
    assert_true(value_of(formula, "", 2, 2) == 1010);
    assert_true(value_of(formula, "", 3, 2) == 1010);
}

static void comparisons_with_infinity_are_known_but_for_missing_values(void **state)
{
    const struct formula *formula = must_trace(
        *state, "return function(c)\n"
                "  local best = -math.huge\n"
                "  for _, v in ipairs { c.a, c.b } do if v > best then best = v end end\n"
                "  return best\n"
                "end");
    assert_true(value_of(formula, "", 1, 2) == 2);
    assert_true(value_of(formula, "", 4, 2) == 4);
    assert_true(isnan(value_of(formula, "", NAN, 2)));
    assert_int_equal(count_of(formula, FORMULA_SELECT), 2);
    formula = must_trace(*state, "return function(c)\n"
                                 "  return math.max(-math.huge, c.a, c.b)\n"
                                 "end");
    assert_int_equal(formula->step_count, 3);
}

static void loops_over_known_names_are_followed(void **state)
{
    const struct formula *formula =
        must_trace(*state, "local weights = { a = 1, b = 3 }\n"
                           "return function(c)\n"
                           "  local sum, total = 0, 0\n"
                           "  for id, weight in pairs(weights) do\n"
                           "    sum, total = sum + weight * c[id], total + weight\n"
                           "  end\n"
                           "  return sum / total\n"
                           "end");
    assert_true(value_of(formula, "", 4, 8) == 7);
}

static void children_are_those_of_a_node(void **state)
{
    struct formulas *formulas = *state;
    const struct formula *formula =
        must_trace(formulas, "return function(c) return tide.sum(c:children('q')) end");
    assert_true(value_of(formula, "", 0, 0) == 30);
    formula = trace_at(formulas, "return function(c) return #c:children() end", "p");
    assert_non_null(formula);
    assert_true(value_of(formula, "", 0, 0) == 4);
    formula = trace_at(formulas, "return function(c) return tide.mean(c:children()) end", "q");
    assert_non_null(formula);
    assert_true(value_of(formula, "", 0, 0) == 15);
}

static void a_function_may_ask_for_nodes_uses_and_the_year(void **state)
{
    const struct formula *formula = must_trace(
        *state, "return function(c) return c.p + c.q + c.z + c.performance + c.year end");
    static const char *const names[] = {"p", "q", "z", "performance", "year"};
    assert_int_equal(count_of(formula, FORMULA_INPUT), 5);
    const double values[] = {1, 2, 3, 4, 2000};
    assert_true(number_of(formula, "", names, values, 5) == 2010);
}

static void lists_skip_what_is_missing(void **state)
{
    const struct formula *formula =
        must_trace(*state, "return function(c)\n"
                           "  local all = { c.a, c.b, 6, c.e }\n"
                           "  return { mean = tide.mean(all), sum = tide.sum(all),\n"
                           "    min = tide.min(all), max = tide.max(all), sd = tide.sd(all),\n"
                           "    median = tide.median(all), count = tide.count(all) }\n"
                           "end");
    assert_true(value_of(formula, "mean", 1, 2) == 3);
    assert_true(value_of(formula, "sum", 1, 2) == 9);
    assert_true(value_of(formula, "min", 1, 2) == 1);
    assert_true(value_of(formula, "max", 1, 2) == 6);
    assert_true(value_of(formula, "median", 1, 2) == 2);
    assert_true(fabs(value_of(formula, "sd", 1, 2) - 2.6457513110645906) < 1e-15); /* √7 */
    assert_true(value_of(formula, "count", 1, 2) == 3);
    assert_true(value_of(formula, "count", NAN, NAN) == 1);
}

static void values_of_tide_are_what_their_names_say(void **state)
{
    const struct formula *formula =
        must_trace(*state, "return function(c)\n"
                           "  return { d = tide.default(c.a, 9), k = tide.clamp(c.a, 0, 1),\n"
                           "    r = tide.round(c.a), r1 = tide.round(c.a, 1),\n"
                           "    t = tide.round(c.a, -1), n = tide.cdf_normal(c.a),\n"
                           "    u = tide.cut(c.a, { 1, 2 }, { 10, 20, 30 }) }\n"
                           "end");
    assert_true(value_of(formula, "d", NAN, 0) == 9 && value_of(formula, "d", 2, 0) == 2);
    assert_true(value_of(formula, "k", -3, 0) == 0 && value_of(formula, "k", 3, 0) == 1);
    assert_true(value_of(formula, "r", 2.5, 0) == 3 && value_of(formula, "r", -2.5, 0) == -3);
    assert_true(value_of(formula, "r1", 0.25, 0) == 0.3 && value_of(formula, "t", 15, 0) == 20);
    assert_true(value_of(formula, "n", 0, 0) == 0.5);
    assert_true(value_of(formula, "u", 0.9, 0) == 10 && value_of(formula, "u", 1, 0) == 20);
    assert_true(value_of(formula, "u", 2, 0) == 30 && isnan(value_of(formula, "u", NAN, 0)));
    for (size_t i = 0; i < formula->step_count; i++)
        assert_true(formula->steps[i].op != FORMULA_SELECT || formula->steps[i].number == 0);
}

static void a_missing_value_can_be_asked_for(void **state)
{
    const struct formula *formula = must_trace(*state, "return function(c)\n"
                                                       "  if tide.missing(c.a) then return 0 end\n"
                                                       "  return c.a\n"
                                                       "end");
    assert_true(value_of(formula, "", NAN, 0) == 0);
    assert_true(value_of(formula, "", 7, 0) == 7);
}

static void two_figures_can_be_compared_for_equality(void **state)
{
    const struct formula *formula = must_trace(*state, "return function(c)\n"
                                                       "  if c.a == c.b then return 1 end\n"
                                                       "  if c.a == c.a then return 2 end\n"
                                                       "  return 3\n"
                                                       "end");
    assert_true(formula->verify);
    assert_true(value_of(formula, "", 5, 5) == 1);
    assert_true(value_of(formula, "", 5, 6) == 2);
    /* As in Lua, where nothing equals nothing. */
    assert_true(value_of(formula, "", NAN, NAN) == 1);
    assert_true(value_of(formula, "", NAN, 6) == 2);
}

static void panel_functions_know_what_they_go_over(void **state)
{
    const struct formula *formula =
        must_trace(*state, "return function(c)\n"
                           "  local r = tide.rank(c.a) + tide.rank(c.b, { over = 'all' })\n"
                           "  return r + tide.zscore(c.a, { over = 'region' })\n"
                           "    + tide.lag(c.a, 2) + tide.percentile(c.a) + tide.minmax(c.a)\n"
                           "end");
    static const char *const given[] = {"@rank:2:1", "@rank:2:2",       "@zscore:3:1",
                                        "@lag:4:1",  "@percentile:4:1", "@minmax:4:1"};
    static const char *const over[] = {"period", "all", "region", NULL, "period", "period"};
    size_t found = 0;
    for (size_t i = 0; i < formula->step_count; i++) {
        const struct formula_step *step = &formula->steps[i];
        if (!step->given)
            continue;
        assert_string_equal(step->given, given[found]);
        if (over[found])
            assert_string_equal(step->text, over[found]);
        else
            assert_null(step->text);
        assert_true(step->number == (step->op == FORMULA_LAG ? 2 : 0));
        found++;
    }
    assert_int_equal(found, 6);
}

static void one_call_is_one_ranking_on_all_ways(void **state)
{
    const struct formula *formula =
        must_trace(*state, "return function(c)\n"
                           "  local bonus = 0\n"
                           "  if tide.missing(c.d) then return nil end\n"
                           "  if c.b > 3 then bonus = 10 end\n"
                           "  local place = tide.rank(c.a + bonus)\n"
                           "  if place < 3 then return 1 end\n"
                           "  return place\n"
                           "end");
    const struct formula_step *rank = first_of(formula, FORMULA_RANK);
    assert_int_equal(count_of(formula, FORMULA_RANK), 1);
    /* It is of what each way gives: missing where the function has ended before. */
    uint32_t operand = formula->operands[rank->first];
    static const char *const names[] = {"a", "b", "d", "@rank:5:1"};
    const struct {
        double b, d, place, ranked, result;
    } rows[] = {{4, 0, 2, 11, 1}, {2, 0, 5, 1, 5}, {NAN, 0, 5, NAN, NAN}, {4, NAN, 9, NAN, NAN}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const double values[] = {1, rows[i].b, rows[i].d, rows[i].place};
        struct evaluation evaluation = {names, values, 4};
        struct evaluated *done = evaluate(formula, &evaluation);
        assert_true(same_bits(done[operand].number, rows[i].ranked));
        assert_true(same_bits(done[formula->results[0].value].number, rows[i].result));
        free(done);
    }
}

static void lag_looks_back_whichever_way_the_earlier_period_went(void **state)
{
    const struct formula *formula = must_trace(*state, "return function(c)\n"
                                                       "  if c.year < 2018 then return 0 end\n"
                                                       "  return c.a - tide.lag(c.a, 1)\n"
                                                       "end");
    const struct formula_step *lag = first_of(formula, FORMULA_LAG);
    assert_int_equal(formula->steps[formula->operands[lag->first]].op, FORMULA_INPUT);
}

static void functions_stay_good_when_other_scripts_are_loaded(void **state)
{
    struct formulas *formulas = *state;
    struct fixture *fixture = &formulas->fixture;
    const struct value *one = must_load(fixture, "return { score = function(c) return c.a end }");
    const struct value *two = must_load(
        fixture, "return { f = function(c) return c.b end, g = function(c) return c.d end }");
    assert_null(load(fixture, "error('no')"));
    must_load(fixture, "return {}");
    const struct value *functions[] = {value_field(one, "score"), value_field(two, "f"),
                                       value_field(two, "g")};
    static const char *const inputs[] = {"a", "b", "d"};
    for (size_t i = 0; i < 3; i++) {
        const struct formula *formula =
            formulas->host.trace(formulas->host.context, fixture->arena, functions[i],
                                 &formulas->codebook, NULL, NULL, 0, &fixture->err);
        assert_non_null(formula);
        assert_string_equal(formula->steps[0].text, inputs[i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_becomes_steps_with_their_lines),
        cmocka_unit_test(equal_steps_are_made_once),
        cmocka_unit_test(steps_that_no_result_needs_are_left_out),
        cmocka_unit_test(results_have_names_texts_and_intervals),
        cmocka_unit_test(a_branch_becomes_a_choice),
        cmocka_unit_test(what_both_branches_give_is_missing_where_the_comparison_is),
        cmocka_unit_test(a_condition_asked_again_has_the_same_answer),
        cmocka_unit_test(comparisons_with_infinity_are_known_but_for_missing_values),
        cmocka_unit_test(loops_over_known_names_are_followed),
        cmocka_unit_test(children_are_those_of_a_node),
        cmocka_unit_test(a_function_may_ask_for_nodes_uses_and_the_year),
        cmocka_unit_test(lists_skip_what_is_missing),
        cmocka_unit_test(values_of_tide_are_what_their_names_say),
        cmocka_unit_test(a_missing_value_can_be_asked_for),
        cmocka_unit_test(two_figures_can_be_compared_for_equality),
        cmocka_unit_test(panel_functions_know_what_they_go_over),
        cmocka_unit_test(one_call_is_one_ranking_on_all_ways),
        cmocka_unit_test(lag_looks_back_whichever_way_the_earlier_period_went),
        cmocka_unit_test(functions_stay_good_when_other_scripts_are_loaded),
    };
    return cmocka_run_group_tests_name("trace", tests, open_formulas, close_formulas);
}
