/* Functions that use up what a script may use, and what is left when they have. */
#include "formula_fixture.h"

static const struct formula *trace_value(struct formulas *formulas, const struct value *function)
{
    struct fixture *fixture = &formulas->fixture;
    fixture->err = (struct err){0};
    return formulas->host.trace(formulas->host.context, fixture->arena, function,
                                &formulas->codebook, NULL, NULL, 0, &fixture->err);
}

static void a_function_out_of_time_ends_its_script_and_no_other(void **state)
{
    (void)state;
    static struct formulas formulas;
    start_formulas(&formulas, "p: a b", 0.4, 64);
    struct fixture *fixture = &formulas.fixture;
    const struct value *one = must_load(fixture, "return {\n"
                                                 "  slow = function(c)\n"
                                                 "    while true do end\n"
                                                 "  end,\n"
                                                 "  good = function(c) return c.a end,\n"
                                                 "}");
    const struct value *two = must_load(fixture, "return { f = function(c) return c.b end }");
    assert_non_null(trace_value(&formulas, value_field(one, "good")));
    assert_null(trace_value(&formulas, value_field(one, "slow")));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_TIME);
    assert_int_equal(err_status(fixture->err.code), ERR_BUDGET);
    assert_int_equal(fixture->err.place.line, 3);
    assert_non_null(strstr(fixture->err.sentence, "0.4 s"));
    assert_null(trace_value(&formulas, value_field(one, "good")));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_STOPPED);
    assert_non_null(strstr(fixture->err.sentence, "its script was stopped before"));
    assert_non_null(trace_value(&formulas, value_field(two, "f")));
    assert_non_null(must_trace(&formulas, "return function(c) return c.a end"));
    stop_formulas(&formulas);
}

/* Each row takes little; all together take more than there is, over several frames. */
static void all_rows_of_a_run_have_one_budget(void **state)
{
    (void)state;
    static struct formulas formulas;
    enum { ROWS = 40000, INPUTS = 30 };
    static const char *names[INPUTS];
    struct table table;
    double *cells = calloc((size_t)ROWS * INPUTS, sizeof *cells);
    assert_non_null(cells);
    start_formulas(&formulas, "p: a b", 0.5, 64);
    for (size_t i = 0; i < INPUTS; i++)
        names[i] = i == 0 ? "a" : "unused";
    const struct formula *formula = must_trace(&formulas, "return function(c)\n"
                                                          "  local n = 0\n"
                                                          "  for i = 1, 20000 do n = n + i end\n"
                                                          "  return c.a + n\n"
                                                          "end");
    assert_false(run_table(&formulas, formula, names, cells, INPUTS, ROWS, &table));
    assert_int_equal(formulas.fixture.err.code, ERR_SCRIPT_TIME);
    assert_int_equal(formulas.fixture.err.place.line, 3);
    assert_true(table.rows.failed < ROWS);
    assert_false(run_table(&formulas, formula, names, cells, INPUTS, 1, &table));
    assert_int_equal(formulas.fixture.err.code, ERR_SCRIPT_STOPPED);
    free(cells);
    stop_formulas(&formulas);
}

static void a_worker_that_was_killed_runs_no_function_more(void **state)
{
    (void)state;
    static struct formulas formulas;
    struct table table;
    const double cells[] = {1};
    static const char *const names[] = {"a"};
    start_formulas(&formulas, "p: a", 0.5, 64);
    const struct formula *good = must_trace(&formulas, "return function(c) return c.a end");
    assert_null(trace(&formulas, "local s = ('a'):rep(3000)\n"
                                 "return function(c)\n"
                                 "  return s:find('.*.*.*.*b') or c.a\n"
                                 "end"));
    assert_int_equal(formulas.fixture.err.code, ERR_SCRIPT_TIME);
    assert_int_equal(formulas.fixture.err.place.line, 3);
    assert_false(run_table(&formulas, good, names, cells, 1, 1, &table));
    assert_int_equal(formulas.fixture.err.code, ERR_SCRIPT_STOPPED);
    assert_non_null(strstr(formulas.fixture.err.sentence, "is not run"));
    stop_formulas(&formulas);
}

static void memory_is_shared_by_the_scripts_of_a_run(void **state)
{
    (void)state;
    static struct formulas formulas;
    start_formulas(&formulas, "p: a", 20, 16);
    struct fixture *fixture = &formulas.fixture;
    const char *script = "local t = {}\n"
                         "for i = 1, 3e5 do t[i] = i end\n"
                         "return { f = function(c) return c.a + t[1] end }";
    const struct value *one = must_load(fixture, script);
    assert_null(load(fixture, script));
    assert_int_equal(fixture->err.code, ERR_SCRIPT_MEMORY);
    /* What failed has given its memory back; what was loaded before works. */
    assert_non_null(trace_value(&formulas, value_field(one, "f")));
    for (int i = 0; i < 5; i++)
        must_load(fixture, "local t = {} for i = 1, 1e5 do t[i] = i end return {}");
    stop_formulas(&formulas);
}

static void a_value_that_is_no_function_of_the_worker_is_refused(void **state)
{
    (void)state;
    static struct formulas formulas;
    start_formulas(&formulas, "p: a", 20, 64);
    for (double number = 0; number < 3; number++) {
        const struct value value = {.kind = VALUE_FUNCTION, .number = number};
        assert_null(trace_value(&formulas, &value));
        assert_int_equal(formulas.fixture.err.code, ERR_SCRIPT_STOPPED);
    }
    const struct formula none = {.function = 7};
    struct formula_rows rows = {.rows = 0};
    struct err err = {0};
    assert_false(
        formulas.host.run(formulas.host.context, formulas.fixture.arena, &none, &rows, &err));
    assert_int_equal(err.code, ERR_SCRIPT_STOPPED);
    stop_formulas(&formulas);
}

/* What is written to stderr while a function is followed and run. */
static void a_function_prints_once_when_it_is_followed(void **state)
{
    (void)state;
    static struct formulas formulas;
    char out[256];
    FILE *file = tmpfile();
    assert_non_null(file);
    start_formulas(&formulas, "p: a", 20, 64);
    fflush(stderr);
    int saved = dup(STDERR_FILENO);
    dup2(fileno(file), STDERR_FILENO);
    trace(&formulas, "return function(c)\n"
                     "  print('here', c.a, 2)\n"
                     "  if c.a > 1 then return 1 end\n"
                     "  return 2\n"
                     "end");
    fflush(stderr);
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    size_t length = fread(out, 1, sizeof out - 1, file);
    out[length] = '\0';
    fclose(file);
    assert_string_equal(out, "here\tfigure\t2\n");
    stop_formulas(&formulas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_function_out_of_time_ends_its_script_and_no_other),
        cmocka_unit_test(all_rows_of_a_run_have_one_budget),
        cmocka_unit_test(a_worker_that_was_killed_runs_no_function_more),
        cmocka_unit_test(memory_is_shared_by_the_scripts_of_a_run),
        cmocka_unit_test(a_value_that_is_no_function_of_the_worker_is_refused),
        cmocka_unit_test(a_function_prints_once_when_it_is_followed),
    };
    return cmocka_run_group_tests_name("formula_budget", tests, NULL, NULL);
}
