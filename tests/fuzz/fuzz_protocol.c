/* Any bytes as an answer of the script worker. The first byte modulo 4 says which part reads the
 * rest: 1, a value (what decodes must encode to the same bytes again, in memory in proportion to
 * their number); 0, a message of Lua together with the script it is about (the place must lie in
 * the line), which is also scanned; 2, a formula (every step must be fit to be evaluated); 3, the
 * results of rows. Before that, 'C' says a call of a free script, and 'T' a table that it returned
 * (what is read must be written as the same bytes again). */
#include "base/arena.h"
#include "lua/arithmetic.h"
#include "lua/decode.h"
#include "lua/explain.h"
#include "lua/hint.h"
#include "lua/formula_decode.h"
#include "lua/protocol.h"
#include "lua/scan.h"
#include "lua/table.h"
#include "lua/worker_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

static void encode(struct text_buffer *out, const struct value *value, size_t depth)
{
    static const uint8_t tags[] = {
        [VALUE_NIL] = PROTOCOL_NIL,       [VALUE_BOOLEAN] = PROTOCOL_FALSE,
        [VALUE_NUMBER] = PROTOCOL_NUMBER, [VALUE_TEXT] = PROTOCOL_TEXT,
        [VALUE_TABLE] = PROTOCOL_TABLE,   [VALUE_FUNCTION] = PROTOCOL_FUNCTION};
    CHECK(depth <= PROTOCOL_DEPTH_MAX);
    protocol_put_byte(out, (uint8_t)(tags[value->kind] + (value->boolean ? 1 : 0)));
    if (value->kind == VALUE_NUMBER) {
        CHECK(isfinite(value->number));
        protocol_put_double(out, value->number);
    } else if (value->kind == VALUE_TEXT) {
        CHECK(value->text.bytes[value->text.length] == '\0');
        CHECK(text_valid_until(value->text.bytes, value->text.length) == value->text.length);
        protocol_put_text(out, value->text.bytes, value->text.length);
    } else if (value->kind == VALUE_FUNCTION) {
        protocol_put_u32(out, value->line);
        protocol_put_u32(out, (uint32_t)value->number);
    } else if (value->kind == VALUE_TABLE) {
        protocol_put_u32(out, value->line);
        protocol_put_u32(out, (uint32_t)value->count);
        for (size_t i = 0; i < value->count; i++) {
            encode(out, &value->pairs[i].key, depth);
            encode(out, &value->pairs[i].value, depth + 1);
        }
    }
}

static void try_value(const char *bytes, size_t length)
{
    struct arena *arena = arena_new();
    struct err err = {0};
    CHECK(arena);
    const struct value *value = decode_value(arena, bytes, length, &err);
    CHECK(value || err.code == ERR_SCRIPT_STOPPED || err.code == ERR_OUT_OF_MEMORY);
    CHECK(arena_size_bytes(arena) <= 64 * 1024 + 128 * length);
    if (value) {
        struct text_buffer again = {0};
        encode(&again, value, 0);
        CHECK(again.length == length && memcmp(again.bytes, bytes, length) == 0);
        text_buffer_free(&again);
    }
    arena_free(arena);
}

static void try_message(const char *bytes, size_t length)
{
    char message[256];
    size_t cut = length < sizeof message ? length : sizeof message - 1;
    memcpy(message, bytes, cut);
    message[cut] = '\0';
    struct text source = {bytes, text_valid_until(bytes, length)};
    for (uint32_t line = 0; line < 6; line++) {
        struct text shown = explain_line(source, line);
        struct err_place place = explain_place("a.lua", source, line, message);
        CHECK((place.source == NULL) == (shown.bytes == NULL));
        if (!place.source)
            continue;
        CHECK(shown.bytes >= bytes && shown.bytes + shown.length <= bytes + source.length);
        CHECK(!memchr(shown.bytes, '\n', shown.length));
        size_t points = text_code_points(shown.bytes, shown.length);
        CHECK(place.column >= 1 && place.column - 1 + place.width <= points);
    }
    uint8_t marks[300];
    memset(marks, 0xFF, sizeof marks);
    size_t lines = scan_line_count(source) < 256 ? scan_line_count(source) : 256;
    scan_lines(source, marks, lines);
    for (size_t i = 0; i < sizeof marks; i++)
        CHECK(i < lines ? marks[i] <= (SCAN_HIDDEN | SCAN_NIL) : marks[i] == 0xFF);
    CHECK(explain_sentence(message) != NULL);
    char hint[HINT_BYTES];
    for (uint32_t line = 0; line < 3; line++) {
        hint_write(hint, ERR_SCRIPT_SYNTAX, message, source, line);
        hint_write(hint, ERR_SCRIPT_RUN, message, source, line);
        hint_write(hint, ERR_SCRIPT_NAME, message, source, line);
    }
}

static void check_text(const char *text)
{
    CHECK(text && decode_is_text(text_of(text)));
}

static void check_step(const struct formula *formula, uint32_t at)
{
    const struct formula_step *step = &formula->steps[at];
    int wanted = arithmetic_operands(step->op);
    CHECK(step->op < FORMULA_OPS && isfinite(step->number));
    CHECK(wanted == ARITHMETIC_ANY || step->count == (uint32_t)wanted);
    CHECK(step->first <= formula->operand_count &&
          step->count <= formula->operand_count - step->first);
    for (uint32_t i = 0; i < step->count; i++)
        CHECK(formula->operands[step->first + i] < at);
    if (step->op == FORMULA_TEXT || step->op == FORMULA_INPUT || step->op >= FORMULA_RANK)
        check_text(step->text);
    else
        CHECK(!step->text);
    if (step->op >= FORMULA_LAG)
        check_text(step->given);
    else
        CHECK(!step->given);
}

static void try_formula(const char *bytes, size_t length)
{
    static const char *const names[] = {"a", "b", "year"}, *const files[] = {"rule.lua"};
    struct arena *arena = arena_new();
    struct err err = {0};
    CHECK(arena);
    const struct formula_decode decode = {arena, names, 3, files, 1};
    const struct formula *formula = formula_decode(&decode, bytes, length, &err);
    CHECK(formula || err.code == ERR_SCRIPT_STOPPED || err.code == ERR_OUT_OF_MEMORY);
    CHECK(arena_size_bytes(arena) <= 64 * 1024 + 16 * length);
    for (uint32_t i = 0; formula && i < formula->step_count; i++)
        check_step(formula, i);
    for (size_t i = 0; formula && i < formula->result_count; i++) {
        const struct formula_result *result = &formula->results[i];
        CHECK(!*result->name || decode_is_result_name(text_of(result->name)));
        CHECK(result->value < formula->step_count || formula->step_count == 0);
        CHECK((result->low == FORMULA_NONE) == (result->high == FORMULA_NONE));
    }
    if (formula && formula->step_count == 0)
        check_text(formula->untraced);
    arena_free(arena);
}

/* The first byte is how many rows are expected. */
static void try_rows(const char *bytes, size_t length)
{
    static const struct formula_result results[] = {{"n", false, 0, 0, 0},
                                                    {"s", true, 0, FORMULA_NONE, FORMULA_NONE}};
    const struct formula formula = {.results = results, .result_count = 2};
    double values[3][2 * 256];
    const char *texts[2 * 256] = {NULL};
    struct arena *arena = arena_new();
    struct err err = {0};
    CHECK(arena);
    struct formula_rows rows = {
        .rows = 256, .values = values[0], .low = values[1], .high = values[2], .texts = texts};
    size_t count = length > 0 ? (unsigned char)*bytes : 0;
    bool good = length > 0 &&
                formula_decode_rows(arena, &formula, &rows, 0, count, bytes + 1, length - 1, &err);
    CHECK(arena_size_bytes(arena) <= 64 * 1024 + 16 * length);
    for (size_t i = 0; good && i < count; i++) {
        CHECK(!isinf(values[0][i]) && !isinf(values[1][i]) && !isinf(values[2][i]));
        if (texts[256 + i])
            check_text(texts[256 + i]);
    }
    CHECK(rows.touched <= count);
    arena_free(arena);
}

static void check_table(const struct rows *rows)
{
    CHECK(rows->column_count <= PROTOCOL_COLUMNS_MAX);
    for (size_t i = 0; i < rows->column_count; i++) {
        check_text(rows->columns[i].name);
        CHECK(*rows->columns[i].name && rows_find(rows, rows->columns[i].name) == i);
        for (size_t row = 0; row < rows->count; row++)
            if (rows->columns[i].type == ROWS_NUMBER)
                CHECK(!isinf(rows_number(rows, row, i)));
            else
                check_text(rows_text(rows, row, i));
    }
}

static void try_table(const char *bytes, size_t length)
{
    struct arena *arena = arena_new();
    const char *problem = NULL;
    struct protocol_reader reader = protocol_reader_of(bytes, length);
    CHECK(arena);
    const struct rows *rows = table_get(arena, &reader, &problem);
    CHECK((rows == NULL) == (problem != NULL));
    CHECK(arena_size_bytes(arena) <= 64 * 1024 + 128 * length);
    if (rows) {
        struct text_buffer again = {0};
        check_table(rows);
        CHECK(table_put(rows, &again));
        CHECK(again.length == length - reader.left);
        for (size_t i = 0; i < rows->column_count; i++)
            if (rows->columns[i].type == ROWS_NUMBER)
                length = 0; /* numbers that are none have several forms */
        CHECK(length == 0 || memcmp(again.bytes, bytes, again.length) == 0);
        text_buffer_free(&again);
    }
    arena_free(arena);
}

static void try_call(const char *bytes, size_t length)
{
    struct worker_call call = {.arena = arena_new()};
    const char *problem = NULL;
    CHECK(call.arena);
    bool good = worker_run_read(bytes, length, &call, &problem);
    CHECK(good == (problem == NULL));
    CHECK(arena_size_bytes(call.arena) <= 64 * 1024 + 128 * length);
    if (good) {
        CHECK(protocol_is_module_name(text_of(call.name)));
        CHECK(call.options->kind == VALUE_TABLE && call.word_count <= PROTOCOL_WORDS_MAX);
        for (size_t i = 0; i < call.word_count; i++)
            check_text(call.words[i]);
        if (call.table)
            check_table(call.table);
    }
    arena_free(call.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static void (*const parts[])(const char *, size_t) = {try_message, try_value, try_formula,
                                                          try_rows};
    void (*part)(const char *, size_t) = size > 0 ? parts[data[0] % 4] : NULL;
    if (size > 0 && data[0] == 'C')
        part = try_call;
    else if (size > 0 && data[0] == 'T')
        part = try_table;
    if (part)
        part((const char *)data + 1, size - 1);
    return 0;
}
