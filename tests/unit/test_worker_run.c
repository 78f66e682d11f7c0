/* Free scripts in a worker: what they ask for and get, what they return and print, and what the
 * parent refuses. */
#include "worker_fixture.h"

#include "lua/table.h"
#include "lua/worker_run.h"

#include <math.h>

/* What the last calls were, and how they are to be answered. */
struct engine {
    size_t calls;
    char words[200];
    const char *at;
    size_t rows_given;
    size_t columns_given;
    enum err_code failure;
};

static const char *call_name(size_t index)
{
    static const char *const names[] = {"score", "print", "fail", "many"};
    return index < 4 ? names[index] : NULL;
}

/* score gives two rows, the second without a value; many more rows than a script can take. */
static bool answer(void *context, const struct worker_call *call, struct rows **rows,
                   struct err *err)
{
    static const struct rows_column columns[] = {{"country", NULL, ROWS_TEXT, 0},
                                                 {"value", NULL, ROWS_NUMBER, -1}};
    struct engine *engine = context;
    engine->calls++;
    engine->words[0] = '\0';
    for (size_t i = 0; i < call->word_count; i++)
        snprintf(engine->words + strlen(engine->words),
                 sizeof engine->words - strlen(engine->words), "%s ", call->words[i]);
    const struct value *at = value_field(call->options, "at");
    engine->at = at ? value_kind_text(at->kind) : NULL;
    engine->rows_given = call->table ? call->table->count : 0;
    engine->columns_given = call->table ? call->table->column_count : 0;
    if (strcmp(call->name, "fail") == 0) {
        err_set(err, engine->failure, "it cannot be had");
        return err_hint(err, "ask for less");
    }
    if (strcmp(call->name, "print") == 0)
        return true;
    *rows = rows_new(call->arena, columns, 2);
    size_t count = strcmp(call->name, "many") == 0 ? PROTOCOL_TABLE_MAX / 12 + 1 : 2;
    for (size_t i = 0; i < count; i++) {
        rows_add(*rows);
        rows_set_text(*rows, 0, i == 0 ? "KGZ" : "TJK");
        if (i == 0)
            rows_set_number(*rows, 1, 34.5);
    }
    rows_add_meta(*rows, "warnings", "one");
    rows_add_meta(*rows, "warnings", "two");
    rows_add_meta(*rows, "seed", "1");
    return true;
}

struct free_fixture {
    struct worker *worker;
    struct arena *arena;
    struct err err;
    struct engine engine;
    FILE *out;
};

static void begin(struct free_fixture *fixture)
{
    struct worker_options options = {
        .script_seconds = 20, .script_memory_mib = 128, .call_name = call_name};
    *fixture = (struct free_fixture){.arena = arena_new(), .out = tmpfile()};
    assert_non_null(fixture->out);
    fixture->worker = worker_start(&options, NULL, &fixture->err);
    assert_non_null(fixture->worker);
}

static void end(struct free_fixture *fixture)
{
    worker_stop(fixture->worker);
    arena_free(fixture->arena);
    fclose(fixture->out);
}

static bool run(struct free_fixture *fixture, const char *text, struct rows **rows)
{
    static const char *const words[] = {"2019", "two words"};
    const struct worker_run script = {.file = "free.lua",
                                      .source = text_of(text),
                                      .words = words,
                                      .word_count = 2,
                                      .resolver = {module_text, NULL},
                                      .call = answer,
                                      .context = &fixture->engine,
                                      .out = fixture->out};
    fixture->err = (struct err){0};
    *rows = NULL;
    return worker_run(fixture->worker, fixture->arena, &script, rows, &fixture->err);
}

/* Runs a script that ends well and returns no rows or some. */
static struct rows *must_run(struct free_fixture *fixture, const char *text)
{
    struct rows *rows;
    if (!run(fixture, text, &rows))
        fail_msg("%u: %s", fixture->err.place.line, fixture->err.sentence);
    return rows;
}

static void must_fail(struct free_fixture *fixture, const char *text, enum err_code code,
                      uint32_t line, const char *sentence)
{
    struct rows *rows;
    assert_false(run(fixture, text, &rows));
    if (fixture->err.code != code || fixture->err.place.line != line ||
        !strstr(fixture->err.sentence, sentence))
        fail_msg("%s\nE%04d:%u: %s", text, fixture->err.code, fixture->err.place.line,
                 fixture->err.sentence);
}

static void must_be_refused(struct free_fixture *fixture, const char *text, const char *sentence)
{
    struct rows *rows;
    if (run(fixture, text, &rows))
        fail_msg("%s", text);
    if (err_status(fixture->err.code) != ERR_INPUT || !strstr(fixture->err.sentence, sentence))
        fail_msg("%s\n%s", text, fixture->err.sentence);
}

static void a_call_brings_its_words_and_options(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    assert_null(must_run(&fixture, "tide.score('KGZ', { 'TJK', 7 }, { at = 2021 })"));
    assert_string_equal(fixture.engine.words, "KGZ TJK 7 ");
    assert_string_equal(fixture.engine.at, "a number");
    must_run(&fixture, "tide.score()");
    assert_string_equal(fixture.engine.words, "");
    assert_null(fixture.engine.at);
    must_run(&fixture, "tide.score { at = { '2019', '2021' } }");
    assert_string_equal(fixture.engine.at, "a table");
    assert_int_equal(fixture.engine.calls, 3);
    end(&fixture);
}

static void rows_come_back_as_records_in_which_what_is_missing_is_nil(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    must_run(&fixture, "local rows = tide.score()\n"
                       "assert(#rows == 2 and rows[1].country == 'KGZ' and rows[1].value == 34.5)\n"
                       "assert(rows[2].country == 'TJK' and rows[2].value == nil)\n"
                       "assert(table.concat(rows.columns, ' ') == 'country value')\n"
                       "assert(table.concat(rows.meta.warnings, ' ') == 'one two')\n"
                       "assert(#rows.meta.notices == 0 and rows.meta.seed == '1')\n"
                       "rows[1].own = 1 assert(rows[1].own == 1)\n"
                       "assert(not pcall(function() return rows[1].vale end))\n"
                       "assert(tide.arguments[1] == '2019')\n"
                       "assert(tide.arguments[2] == 'two words' and #tide.arguments == 2)\n");
    end(&fixture);
}

static void a_call_that_fails_is_an_error_at_its_line_that_the_script_may_catch(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    fixture.engine.failure = ERR_OPTION_VALUE;
    must_fail(&fixture, "\nlocal function f()\n  tide.fail()\nend\nf()", ERR_SCRIPT_CALL, 3,
              "it cannot be had");
    assert_string_equal(fixture.err.hint, "ask for less");
    must_run(&fixture, "local good, why = pcall(tide.fail)\n"
                       "assert(not good and why == 'free.lua:1: it cannot be had', why)");
    must_fail(&fixture, "tide.many()", ERR_SCRIPT_CALL, 1, "more than a script can take");
    end(&fixture);
}

static void a_fault_of_the_machine_ends_the_run(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    fixture.engine.failure = ERR_FILE_WRITE;
    must_fail(&fixture, "\npcall(tide.fail)\nprint 'on'", ERR_FILE_WRITE, 2, "it cannot be had");
    assert_int_equal(ftell(fixture.out), 0);
    struct rows *rows;
    assert_false(run(&fixture, "print 'again'", &rows));
    assert_int_equal(fixture.err.code, ERR_SCRIPT_STOPPED);
    end(&fixture);
}

static void what_a_script_returns_comes_as_rows(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    const struct rows *rows = must_run(
        &fixture, "return { { b = 1.5, a = 'x', d = true }, { b = 0/0, c = 2 }, { c = 'y' } }");
    static const char *const names[] = {"a", "b", "c", "d"};
    static const enum rows_type types[] = {ROWS_TEXT, ROWS_NUMBER, ROWS_TEXT, ROWS_TEXT};
    assert_int_equal(rows->column_count, 4);
    assert_int_equal(rows->count, 3);
    for (size_t i = 0; i < 4; i++) {
        assert_string_equal(rows->columns[i].name, names[i]);
        assert_int_equal(rows->columns[i].type, types[i]);
    }
    assert_true(rows_number(rows, 0, 1) == 1.5);
    assert_true(isnan(rows_number(rows, 1, 1)) && isnan(rows_number(rows, 2, 1)));
    assert_string_equal(rows_text(rows, 0, 3), "true");
    assert_string_equal(rows_text(rows, 1, 2), "2");
    assert_string_equal(rows_text(rows, 2, 2), "y");
    assert_string_equal(rows_text(rows, 2, 0), "");
    rows = must_run(&fixture, "return { columns = { 'b', 'a' }, { a = 1, b = 2 } }");
    assert_string_equal(rows->columns[0].name, "b");
    rows = must_run(&fixture, "return tide.score()");
    assert_int_equal(rows->count, 2);
    assert_true(rows_number(rows, 0, 1) == 34.5 && isnan(rows_number(rows, 1, 1)));
    assert_int_equal(must_run(&fixture, "return {}")->count, 0);
    assert_null(must_run(&fixture, "return nil"));
    end(&fixture);
}

static void what_is_no_list_of_records_is_refused(void **state)
{
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        {"return 5", "returns a number, not a list of records"},
        {"return {}, {}", "returns 2 values"},
        {"return { pillar = tide.mean() }", "returns a table with 'pillar'"},
        {"return { 1 }", "item 1 of the list is a number"},
        {"return { { 'KGZ' } }", "row 1 has a value without a name"},
        {"return { {}, { f = print } }", "row 2 has a function at 'f'"},
        {"return { { t = {} } }", "row 1 has a table at 't'"},
        {"return { { v = 1 / 0 } }", "infinite number at 'v'"},
        {"return { { ['a\\nb'] = 1 } }", "column 1 has no name"},
        {"return { { [''] = 1 } }", "column 1 has no name"},
        {"return { { a = 'x\\0y' } }", "control characters"},
        {"return { { a = '\\xFF' } }", "not UTF-8"},
        {"return { columns = { 'a', 'a' }, { a = 1 } }", "each once"},
        {"local r = {} for i = 1, 65 do r['c' .. i] = 1 end return { r }", "at most 64 columns"},
        {"local r = {} for i = 1, 200000 do r[i] = { a = ('x'):rep(60) } end return r",
         "longer than 8 MiB"},
        /* What `pairs` is made to hide is seen all the same, and has no address. */
        {"local hide = { __pairs = function() return function() end end }\n"
         "return { columns = { 'a' }, { a = 'x' }, setmetatable({ a = print }, hide) }",
         "row 2 has a function at 'a'"},
        {"local hide = { __pairs = function() return function() end end }\n"
         "return { columns = { 'a' }, { a = 1 }, setmetatable({ a = {} }, hide) }",
         "row 2 has a table at 'a'"},
    };
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        must_be_refused(&fixture, cases[i].text, cases[i].sentence);
    }
    end(&fixture);
}

static void odd_options_do_not_leave_the_script(void **state)
{
    static const struct {
        const char *text, *sentence;
    } cases[] = {
        {"tide.score { f = print }", "the option 'f' of tide.score has a function"},
        {"tide.score { a = { b = print } }", "'a.b' of tide.score has a function"},
        {"local t = {} t.t = t tide.score(t)", "a table that contains itself"},
        {"tide.score(setmetatable({ a = 1 }, {}))", "a table with a metatable"},
        {"tide.score { at = 1 / 0 }", "an infinite number"},
        {"tide.score { at = 'a\\0b' }", "control characters"},
        {"tide.score { at = ('x'):rep(70000) }", "longer than 64 KiB"},
        {"tide.score('a\\27[31m')", "control characters"},
        {"tide.score(nil)", "given a nil where a text is expected"},
        {"tide.score('')", "given an empty text"},
        {"tide.score(print)", "given a function where a text is expected"},
        {"tide.score({ at = 1 }, 'KGZ')", "something after its options"},
        {"local t = {} for i = 1, 300 do t[i] = 'w' end tide.score(t)", "at most 256 words"},
        {"local t = {} for i = 1, 70000 do t[i] = i end tide.score { a = t }", "65,536"},
        {"tide.print(5)", "takes a list of records, not a number"},
        {"tide.print { country = 'KGZ' }", "not one record"},
        {"tide.print({ { a = 1 } }, 7)", "the options of tide.print are a table"},
        {"tide.print({ { a = 1 } }, { columns = { 'b' } })", "no row has 'b'"},
        {"tide.print({ { a = 1 } }, { columns = 'a' })", "must be a list of texts"},
        {"tide.print({ { a = 1 } }, { title = print })", "'title' of tide.print has a function"},
        {"tide.scoer()", "tide has no 'scoer'"},
        {"tide.score = print", "cannot be changed"},
    };
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        must_be_refused(&fixture, cases[i].text, cases[i].sentence);
    assert_int_equal(fixture.engine.calls, 0);
    end(&fixture);
}

static void a_table_to_print_comes_with_the_columns_asked_for(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    must_run(&fixture, "tide.print({ { a = 1, b = 2 }, { a = 3 } }, { columns = { 'b' } })");
    assert_int_equal(fixture.engine.rows_given, 2);
    assert_int_equal(fixture.engine.columns_given, 1);
    must_run(&fixture, "tide.print(tide.score())");
    assert_int_equal(fixture.engine.rows_given, 2);
    assert_int_equal(fixture.engine.columns_given, 2);
    end(&fixture);
}

static void what_is_printed_goes_where_results_go_and_is_cleaned(void **state)
{
    char text[200];
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    must_run(&fixture, "print('a\\27[31m', 2)\nprint('ю')");
    rewind(fixture.out);
    size_t length = fread(text, 1, sizeof text - 1, fixture.out);
    text[length] = '\0';
    assert_string_equal(text, "a\xEF\xBF\xBD[31m\t2\nю\n");
    rewind(fixture.out);
    must_run(&fixture, "local line = ('x'):rep(99999)\nfor i = 1, 1000 do print(line) end");
    fseek(fixture.out, 0, SEEK_END);
    assert_in_range(ftell(fixture.out), PROTOCOL_OUTPUT_MAX, PROTOCOL_OUTPUT_MAX + 100);
    end(&fixture);
}

static void calls_without_end_run_out_of_a_budget(void **state)
{
    struct free_fixture fixture;
    (void)state;
    begin(&fixture);
    must_fail(&fixture, "\nwhile true do\n  pcall(tide.print, {})\nend", ERR_SCRIPT_STOPPED, 3,
              "more than 10000 times");
    assert_int_equal(fixture.engine.calls, PROTOCOL_ASKED_MAX);
    end(&fixture);
}

static void rules_are_told_where_calls_belong(void **state)
{
    struct free_fixture fixture;
    struct rows *rows;
    (void)state;
    begin(&fixture);
    static const char rule[] = "return { title = tide.score { at = 2021 } }";
    assert_null(worker_load(fixture.worker, fixture.arena, "rule.lua", rule, strlen(rule), NULL,
                            &fixture.err));
    assert_int_equal(fixture.err.code, ERR_SCRIPT_NAME);
    assert_string_equal(fixture.err.sentence,
                        "a rule has no tide.score: it says how figures become scores");
    assert_non_null(strstr(fixture.err.hint, "tidemark run FILE.lua"));
    assert_int_equal(fixture.engine.calls, 0);
    assert_true(run(&fixture, "local r = tide.rule 'base' return { { t = r.title } }", &rows));
    assert_string_equal(rows_text(rows, 0, 0), "Base");
    end(&fixture);
}

static void put_word(struct text_buffer *body, const char *word)
{
    protocol_put_text(body, word, strlen(word));
}

/* score("KGZ", { at = 2021 }) with a table of one column and one row. */
static void put_call(struct text_buffer *body, double number)
{
    protocol_put_u32(body, 0);
    protocol_put_u32(body, 7);
    put_word(body, "score");
    protocol_put_u32(body, 1);
    put_word(body, "KGZ");
    protocol_put_byte(body, PROTOCOL_TABLE);
    protocol_put_u32(body, 0);
    protocol_put_u32(body, 1);
    protocol_put_byte(body, PROTOCOL_TEXT);
    put_word(body, "at");
    protocol_put_byte(body, PROTOCOL_NUMBER);
    protocol_put_double(body, 2021);
    protocol_put_byte(body, 1);
    protocol_put_u32(body, 2);
    put_word(body, "a");
    protocol_put_byte(body, 1);
    put_word(body, "b");
    protocol_put_byte(body, 0);
    protocol_put_u32(body, 1);
    protocol_put_double(body, number);
    put_word(body, "x");
}

static bool reads(struct arena *arena, const struct text_buffer *body, size_t length,
                  struct worker_call *call)
{
    const char *problem = "unset";
    *call = (struct worker_call){.arena = arena};
    bool good = worker_run_read(body->bytes, length, call, &problem);
    assert_int_equal(good, problem == NULL);
    return good;
}

static void a_call_is_read_whole_or_not_at_all(void **state)
{
    struct arena *arena = arena_new();
    struct text_buffer body = {0};
    struct worker_call call;
    (void)state;
    put_call(&body, NAN);
    assert_true(reads(arena, &body, body.length, &call));
    assert_string_equal(call.name, "score");
    assert_string_equal(call.words[0], "KGZ");
    assert_true(value_field(call.options, "at")->number == 2021);
    assert_int_equal(call.line, 7);
    assert_true(isnan(rows_number(call.table, 0, 0)));
    assert_string_equal(rows_text(call.table, 0, 1), "x");
    for (size_t length = 0; length < body.length; length++)
        assert_false(reads(arena, &body, length, &call));
    protocol_put_byte(&body, 0);
    assert_false(reads(arena, &body, body.length, &call));
    body.length = 0;
    put_call(&body, INFINITY);
    assert_false(reads(arena, &body, body.length, &call));
    text_buffer_free(&body);
    arena_free(arena);
}

static void a_table_is_refused_for_each_thing_that_is_wrong_with_it(void **state)
{
    static const struct {
        uint32_t columns, rows;
        const char *names[2];
        uint8_t type;
    } cases[] = {{65, 0, {"a", "b"}, 1},         {2, 1, {"a", "a"}, 1}, {2, 1, {"a", ""}, 1},
                 {2, 1, {"a", "b\n"}, 1},        {2, 1, {"a", "b"}, 2}, {2, 1000000, {"a", "b"}, 1},
                 {2, UINT32_MAX, {"a", "b"}, 1}, {0, 1, {"a", "b"}, 1}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena *arena = arena_new();
        struct text_buffer body = {0};
        const char *problem = NULL;
        protocol_put_u32(&body, cases[i].columns);
        for (size_t j = 0; j < cases[i].columns && j < 2; j++) {
            put_word(&body, cases[i].names[j]);
            protocol_put_byte(&body, cases[i].type);
        }
        protocol_put_u32(&body, cases[i].rows);
        protocol_put_double(&body, 1);
        protocol_put_double(&body, 2);
        struct protocol_reader reader = protocol_reader_of(body.bytes, body.length);
        assert_null(table_get(arena, &reader, &problem));
        assert_non_null(problem);
        assert_true(arena_size_bytes(arena) < 256 * 1024);
        text_buffer_free(&body);
        arena_free(arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_brings_its_words_and_options),
        cmocka_unit_test(rows_come_back_as_records_in_which_what_is_missing_is_nil),
        cmocka_unit_test(a_call_that_fails_is_an_error_at_its_line_that_the_script_may_catch),
        cmocka_unit_test(a_fault_of_the_machine_ends_the_run),
        cmocka_unit_test(what_a_script_returns_comes_as_rows),
        cmocka_unit_test(what_is_no_list_of_records_is_refused),
        cmocka_unit_test(odd_options_do_not_leave_the_script),
        cmocka_unit_test(a_table_to_print_comes_with_the_columns_asked_for),
        cmocka_unit_test(what_is_printed_goes_where_results_go_and_is_cleaned),
        cmocka_unit_test(calls_without_end_run_out_of_a_budget),
        cmocka_unit_test(rules_are_told_where_calls_belong),
        cmocka_unit_test(a_call_is_read_whole_or_not_at_all),
        cmocka_unit_test(a_table_is_refused_for_each_thing_that_is_wrong_with_it),
    };
    return cmocka_run_group_tests_name("worker_run", tests, NULL, NULL);
}
