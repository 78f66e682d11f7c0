#include "lua/formula_decode.h"
#include "lua/protocol.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *const names[] = {"a", "b", "year"};
static const char *const files[] = {"rule.lua", "lib.lua"};

static int make_arena(void **state)
{
    *state = arena_new();
    return *state == NULL;
}

static int drop_arena(void **state)
{
    arena_free(*state);
    return 0;
}

static struct formula *decode(struct arena *arena, const struct text_buffer *body, struct err *err)
{
    const struct formula_decode with = {arena, names, 3, files, 2};
    return formula_decode(&with, body->bytes, body->length, err);
}

static void refuse(struct arena *arena, struct text_buffer *body, const char *why)
{
    struct err err = {0};
    assert_null(decode(arena, body, &err));
    assert_int_equal(err.code, ERR_SCRIPT_STOPPED);
    if (!strstr(err.sentence, why))
        fail_msg("\"%s\" does not say \"%s\"", err.sentence, why);
    text_buffer_free(body);
}

/* The beginning of a traced formula with so many steps. */
static void put_start(struct text_buffer *body, uint32_t steps)
{
    protocol_put_u32(body, 0);
    protocol_put_u32(body, 3);
    protocol_put_byte(body, 1); /* verify */
    protocol_put_byte(body, 1); /* traced */
    protocol_put_u32(body, steps);
}

static void put_text(struct text_buffer *body, const char *text)
{
    protocol_put_text(body, text, strlen(text));
}

static void put_step(struct text_buffer *body, int op, double number, const char *text,
                     const char *given, size_t count, const uint32_t *operands)
{
    protocol_put_byte(body, (uint8_t)op);
    protocol_put_u32(body, 7);
    protocol_put_double(body, number);
    put_text(body, text);
    put_text(body, given);
    protocol_put_u32(body, (uint32_t)count);
    for (size_t i = 0; i < count; i++)
        protocol_put_u32(body, operands[i]);
}

static void put_plain(struct text_buffer *body, int op, size_t count, const uint32_t *operands)
{
    put_step(body, op, 0, "", "", count, operands);
}

static void put_result(struct text_buffer *body, const char *name, bool text, uint32_t value,
                       uint32_t low, uint32_t high)
{
    put_text(body, name);
    protocol_put_byte(body, text);
    protocol_put_u32(body, value);
    protocol_put_u32(body, low);
    protocol_put_u32(body, high);
}

/* One result, the step given. */
static void put_end(struct text_buffer *body, uint32_t value)
{
    protocol_put_u32(body, 1);
    put_result(body, "", false, value, FORMULA_NONE, FORMULA_NONE);
}

static const uint32_t zero[] = {0}, zero_one_two[] = {0, 1, 2};

/* input a, text "F", nil, select(a, text, nil), rank(a): two results. */
static void put_formula(struct text_buffer *body)
{
    put_start(body, 5);
    put_step(body, FORMULA_INPUT, 2, "", "", 0, NULL);
    put_step(body, FORMULA_TEXT, 0, "F", "", 0, NULL);
    put_plain(body, FORMULA_NIL, 0, NULL);
    put_step(body, FORMULA_SELECT, 1, "", "", 3, zero_one_two);
    put_step(body, FORMULA_RANK, 0, "period", "@rank:7:1", 1, zero);
    protocol_put_u32(body, 2);
    put_result(body, "rank", false, 4, 0, 2);
    put_result(body, "status", true, 3, FORMULA_NONE, FORMULA_NONE);
}

static void a_formula_is_read(void **state)
{
    struct text_buffer body = {0};
    struct err err = {0};
    put_formula(&body);
    const struct formula *formula = decode(*state, &body, &err);
    text_buffer_free(&body);
    assert_non_null(formula);
    assert_true(formula->verify && !formula->untraced);
    assert_string_equal(formula->file, "rule.lua");
    assert_int_equal(formula->line, 3);
    assert_int_equal(formula->step_count, 5);
    assert_int_equal(formula->operand_count, 4);
    assert_string_equal(formula->steps[0].text, "year");
    assert_string_equal(formula->steps[1].text, "F");
    assert_int_equal(formula->steps[3].count, 3);
    assert_true(formula->steps[3].number == 1);
    assert_string_equal(formula->steps[4].text, "period");
    assert_string_equal(formula->steps[4].given, "@rank:7:1");
    assert_int_equal(formula->result_count, 2);
    assert_string_equal(formula->results[0].name, "rank");
    assert_int_equal(formula->results[0].high, 2);
    assert_true(formula->results[1].text);
}

static void what_is_cut_short_or_too_long_is_refused(void **state)
{
    struct text_buffer body = {0};
    put_formula(&body);
    for (size_t length = 0; length < body.length; length++) {
        struct text_buffer cut = {.bytes = body.bytes, .length = length};
        assert_null(decode(*state, &cut, NULL));
    }
    assert_non_null(decode(*state, &body, NULL));
    protocol_put_byte(&body, 0);
    refuse(*state, &body, "does not end where it should");
}

static void an_untraced_function_says_why_and_has_no_steps(void **state)
{
    static const struct {
        uint32_t chunk, line;
        uint8_t does;
        const char *text, *untraced;
        uint32_t untraced_line;
    } cases[] = {
        {0, 9, 1, "joins a figure to a text", "line 9 joins a figure to a text", 9},
        {1, 9, 1, "joins \x1b[1m\n", "lib.lua:9 joins \xEF\xBF\xBD[1m\xEF\xBF\xBD", 0},
        {UINT32_MAX, 9, 1, "fails", "the function fails", 0},
        {0, 2, 0, "bad 'for' limit (number expected, got figure)",
         "line 2 cannot be followed: how far its loop goes depends on a figure", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_buffer body = {0};
        protocol_put_u32(&body, 1);
        protocol_put_u32(&body, 3);
        protocol_put_byte(&body, 0);
        protocol_put_byte(&body, 0);
        protocol_put_u32(&body, cases[i].chunk);
        protocol_put_u32(&body, cases[i].line);
        protocol_put_byte(&body, cases[i].does);
        put_text(&body, cases[i].text);
        protocol_put_u32(&body, 0);
        protocol_put_u32(&body, 1);
        put_result(&body, "", false, 0, 0, 0);
        const struct formula *formula = decode(*state, &body, NULL);
        assert_non_null(formula);
        assert_string_equal(formula->file, "lib.lua");
        assert_string_equal(formula->untraced, cases[i].untraced);
        assert_int_equal(formula->untraced_line, cases[i].untraced_line);
        assert_int_equal(formula->step_count, 0);
        body.bytes[body.length - 9] = 1; /* a step that is not there */
        refuse(*state, &body, "not one of the steps");
    }
}

static void operands_must_stand_before_their_step(void **state)
{
    for (uint32_t operand = 1; operand < 4; operand++) {
        struct text_buffer body = {0};
        put_start(&body, 3);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        put_plain(&body, FORMULA_NEG, 1, &operand);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        put_end(&body, 1);
        refuse(*state, &body, "does not stand before it");
    }
}

static void each_operation_has_its_number_of_operands(void **state)
{
    static const uint32_t many[4] = {0};
    for (int op = 0; op < FORMULA_OPS; op++) {
        static const int ones[] = {FORMULA_NEG, FORMULA_LOG, FORMULA_NOT, FORMULA_RANK};
        static const int twos[] = {FORMULA_ADD, FORMULA_MOD, FORMULA_LESS, FORMULA_DEFAULT};
        int wanted = op <= FORMULA_INPUT ? 0 : -1;
        for (size_t i = 0; i < 4; i++)
            wanted = op == ones[i] ? 1 : op == twos[i] ? 2 : wanted;
        if (op == FORMULA_SELECT)
            wanted = 3;
        for (int count = 0; wanted >= 0 && count < 4; count++) {
            struct text_buffer body = {0};
            bool panel = op == FORMULA_RANK;
            put_start(&body, 2);
            put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
            put_step(&body, op, 0, panel ? "all" : "", panel ? "@x" : "", (size_t)count, many);
            put_end(&body, 0);
            if (count == wanted) {
                assert_non_null(decode(*state, &body, NULL));
                text_buffer_free(&body);
            } else {
                refuse(*state, &body, "too few or too many operands");
            }
        }
    }
}

static void unknown_operations_and_numbers_that_do_not_fit_are_refused(void **state)
{
    static const struct {
        int op;
        double number;
        const char *why;
    } cases[] = {
        {FORMULA_OPS, 0, "no known kind"},  {255, 0, "no known kind"},
        {FORMULA_NUMBER, NAN, "a number"},  {FORMULA_NUMBER, INFINITY, "a number"},
        {FORMULA_INPUT, 3, "a number"},     {FORMULA_INPUT, -1, "a number"},
        {FORMULA_INPUT, 0.5, "a number"},   {FORMULA_INPUT, NAN, "a number"},
        {FORMULA_NIL, 1, "a number"},       {FORMULA_TEXT, 1, "a number"},
        {FORMULA_LIST_SUM, -1, "a number"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_buffer body = {0};
        put_start(&body, 1);
        put_step(&body, cases[i].op, cases[i].number, "", "", 0, NULL);
        put_end(&body, 0);
        refuse(*state, &body, cases[i].why);
    }
    const double lags[] = {0, -1, 0.5, 1e7, NAN};
    for (size_t i = 0; i < 5; i++) {
        struct text_buffer body = {0};
        put_start(&body, 2);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        put_step(&body, FORMULA_LAG, lags[i], "", "@lag:1:1", 1, zero);
        put_end(&body, 1);
        refuse(*state, &body, "a number that does not fit");
    }
}

static void texts_stand_where_they_belong(void **state)
{
    static const struct {
        int op;
        const char *text, *given;
        size_t count;
    } cases[] = {
        {FORMULA_NUMBER, "x", "", 0}, {FORMULA_NUMBER, "", "@x", 0},
        {FORMULA_NEG, "", "@x", 1},   {FORMULA_RANK, "", "@rank", 1},
        {FORMULA_RANK, "all", "", 1}, {FORMULA_RANK, "all", "rank", 1},
        {FORMULA_LAG, "", "", 1},     {FORMULA_LAG, "all", "@lag", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_buffer body = {0};
        put_start(&body, 2);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        put_step(&body, cases[i].op, cases[i].op == FORMULA_LAG, cases[i].text, cases[i].given,
                 cases[i].count, zero);
        put_end(&body, 0);
        refuse(*state, &body, "a text that is not its own");
    }
    struct text_buffer body = {0};
    put_start(&body, 1);
    put_step(&body, FORMULA_TEXT, 0, "a\x1b[31m", "", 0, NULL);
    put_end(&body, 0);
    refuse(*state, &body, "not clean UTF-8");
}

static void nothing_calculates_with_a_text(void **state)
{
    for (int op = FORMULA_ADD; op < FORMULA_OPS; op++) {
        struct text_buffer body = {0};
        bool select = op == FORMULA_SELECT, panel = op >= FORMULA_RANK;
        static const int twos[] = {FORMULA_ADD,        FORMULA_SUB,   FORMULA_MUL,
                                   FORMULA_DIV,        FORMULA_POW,   FORMULA_MOD,
                                   FORMULA_LEAST,      FORMULA_MOST,  FORMULA_LESS,
                                   FORMULA_LESS_EQUAL, FORMULA_EQUAL, FORMULA_DEFAULT};
        size_t count = select ? 3 : 1;
        for (size_t i = 0; i < sizeof twos / sizeof *twos; i++)
            count = op == twos[i] ? 2 : count;
        put_start(&body, 4);
        put_step(&body, FORMULA_TEXT, 0, "F", "", 0, NULL);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        put_step(&body, FORMULA_NUMBER, 2, "", "", 0, NULL);
        put_step(&body, op, op == FORMULA_LAG, panel ? "all" : "",
                 panel || op == FORMULA_LAG ? "@x" : "", count, zero_one_two);
        put_end(&body, 1);
        refuse(*state, &body, "calculates with a text");
    }
    struct text_buffer body = {0};
    static const uint32_t mixed[] = {1, 0, 1};
    put_start(&body, 3);
    put_step(&body, FORMULA_TEXT, 0, "F", "", 0, NULL);
    put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
    put_plain(&body, FORMULA_SELECT, 3, mixed);
    put_end(&body, 1);
    refuse(*state, &body, "between a number and a text");
}

static void results_must_be_steps_of_their_kind_in_order(void **state)
{
    static const struct {
        const char *name;
        bool text;
        uint32_t value, low, high;
        const char *why;
    } cases[] = {
        {"n", false, 3, FORMULA_NONE, FORMULA_NONE, "not one of the steps"},
        {"n", false, FORMULA_NONE, FORMULA_NONE, FORMULA_NONE, "not one of the steps"},
        {"n", true, 1, FORMULA_NONE, FORMULA_NONE, "not one of the steps"},
        {"n", false, 0, FORMULA_NONE, FORMULA_NONE, "not one of the steps"},
        {"n", false, 1, 1, FORMULA_NONE, "not one of the steps"},
        {"n", false, 1, FORMULA_NONE, 1, "not one of the steps"},
        {"n", false, 1, 0, 1, "not one of the steps"},
        {"n", true, 0, 1, 1, "not one of the steps"},
        {"n m", false, 1, FORMULA_NONE, FORMULA_NONE, "a name that is none"},
        {"index", false, 1, FORMULA_NONE, FORMULA_NONE, "a name that is none"},
        {"a\x1b", false, 1, FORMULA_NONE, FORMULA_NONE, "a result is cut short"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_buffer body = {0};
        put_start(&body, 3);
        put_step(&body, FORMULA_TEXT, 0, "F", "", 0, NULL);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        put_plain(&body, FORMULA_NIL, 0, NULL);
        protocol_put_u32(&body, 1);
        put_result(&body, cases[i].name, cases[i].text, cases[i].value, cases[i].low,
                   cases[i].high);
        struct err err = {0};
        assert_null(decode(*state, &body, &err));
        if (!strstr(err.sentence, cases[i].why) && i != 10)
            fail_msg("%zu: %s", i, err.sentence);
        text_buffer_free(&body);
    }
    static const char *const orders[][2] = {{"b", "a"}, {"a", "a"}, {"", "a"}};
    for (size_t i = 0; i < 3; i++) {
        struct text_buffer body = {0};
        put_start(&body, 1);
        put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
        protocol_put_u32(&body, 2);
        put_result(&body, orders[i][0], false, 0, FORMULA_NONE, FORMULA_NONE);
        put_result(&body, orders[i][1], false, 0, FORMULA_NONE, FORMULA_NONE);
        refuse(*state, &body, "out of order");
    }
}

static void counts_that_claim_too_much_take_no_memory(void **state)
{
    struct text_buffer body = {0};
    size_t before = arena_size_bytes(*state);
    put_start(&body, UINT32_MAX);
    refuse(*state, &body, "more steps than there are");
    put_start(&body, FORMULA_STEPS_MAX + 1);
    text_add_repeat(&body, '\0', 25 * (FORMULA_STEPS_MAX + 1));
    refuse(*state, &body, "more steps than there are");
    put_start(&body, 1);
    put_step(&body, FORMULA_LIST_SUM, 0, "", "", 0, NULL);
    memset(body.bytes + body.length - 4, 0xFF, 4);
    refuse(*state, &body, "cut short");
    put_start(&body, 1);
    put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
    protocol_put_u32(&body, UINT32_MAX);
    refuse(*state, &body, "more results than there are");
    put_start(&body, 1);
    put_step(&body, FORMULA_NUMBER, 1, "", "", 0, NULL);
    protocol_put_u32(&body, 0);
    refuse(*state, &body, "or none");
    assert_true(arena_size_bytes(*state) - before < 256 * 1024);
}

/* Two results, a number with an interval and a text, over rows. */
struct answer {
    struct formula_result results[2];
    struct formula formula;
    struct formula_rows rows;
    double values[2 * 3];
    double low[2 * 3];
    double high[2 * 3];
    const char *texts[2 * 3];
};

static void prepare(struct answer *answer)
{
    *answer = (struct answer){
        .results = {{"n", false, 0, 0, 0}, {"s", true, 0, FORMULA_NONE, FORMULA_NONE}}};
    answer->formula = (struct formula){.results = answer->results, .result_count = 2};
    answer->rows = (struct formula_rows){.rows = 3,
                                         .values = answer->values,
                                         .low = answer->low,
                                         .high = answer->high,
                                         .texts = answer->texts};
}

/* An answer for two rows; number is the second row's. */
static void put_answer(struct text_buffer *body, uint32_t touched, double number, uint32_t text)
{
    const double column[] = {1, number};
    protocol_put_u32(body, touched);
    protocol_put_u32(body, 12);
    protocol_put_u32(body, 1);
    put_text(body, "PF");
    for (int part = 0; part < 3; part++)
        protocol_put_doubles(body, column, 2);
    protocol_put_u32(body, text);
    protocol_put_u32(body, 0);
}

static bool decode_answer(struct arena *arena, struct answer *answer, const char *bytes,
                          size_t length, struct err *err)
{
    return formula_decode_rows(arena, &answer->formula, &answer->rows, 1, 2, bytes, length, err);
}

static void results_of_rows_are_read_to_their_place(void **state)
{
    struct text_buffer body = {0};
    struct answer answer;
    prepare(&answer);
    put_answer(&body, 1, NAN, 1);
    assert_true(decode_answer(*state, &answer, body.bytes, body.length, NULL));
    assert_true(answer.values[0] == 0 && answer.values[1] == 1 && isnan(answer.values[2]));
    assert_true(answer.low[1] == 1 && isnan(answer.high[2]));
    assert_null(answer.texts[3]);
    assert_string_equal(answer.texts[4], "PF");
    assert_null(answer.texts[5]);
    assert_int_equal(answer.rows.touched, 1);
    assert_int_equal(answer.rows.touched_line, 12);
    for (size_t length = 0; length < body.length; length++)
        assert_false(decode_answer(*state, &answer, body.bytes, length, NULL));
    protocol_put_byte(&body, 0);
    assert_false(decode_answer(*state, &answer, body.bytes, body.length, NULL));
    text_buffer_free(&body);
}

static void results_of_rows_that_cannot_be_are_refused(void **state)
{
    static const struct {
        uint32_t touched;
        double number;
        uint32_t text;
        const char *why;
    } cases[] = {{3, 1, 1, "more rows than there are"},
                 {0, INFINITY, 1, "not finite"},
                 {0, -INFINITY, 1, "not finite"},
                 {0, 1, 2, "none of those sent"},
                 {0, 1, UINT32_MAX, "none of those sent"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text_buffer body = {0};
        struct answer answer;
        struct err err = {0};
        prepare(&answer);
        put_answer(&body, cases[i].touched, cases[i].number, cases[i].text);
        assert_false(decode_answer(*state, &answer, body.bytes, body.length, &err));
        assert_int_equal(err.code, ERR_SCRIPT_STOPPED);
        assert_non_null(strstr(err.sentence, cases[i].why));
        text_buffer_free(&body);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_formula_is_read),
        cmocka_unit_test(what_is_cut_short_or_too_long_is_refused),
        cmocka_unit_test(an_untraced_function_says_why_and_has_no_steps),
        cmocka_unit_test(operands_must_stand_before_their_step),
        cmocka_unit_test(each_operation_has_its_number_of_operands),
        cmocka_unit_test(unknown_operations_and_numbers_that_do_not_fit_are_refused),
        cmocka_unit_test(texts_stand_where_they_belong),
        cmocka_unit_test(nothing_calculates_with_a_text),
        cmocka_unit_test(results_must_be_steps_of_their_kind_in_order),
        cmocka_unit_test(counts_that_claim_too_much_take_no_memory),
        cmocka_unit_test(results_of_rows_are_read_to_their_place),
        cmocka_unit_test(results_of_rows_that_cannot_be_are_refused),
    };
    return cmocka_run_group_tests_name("formula_decode", tests, make_arena, drop_arena);
}
