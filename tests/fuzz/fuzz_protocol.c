/* Any bytes as an answer of the script worker. The first byte says which part reads the rest:
 * odd, a value (what decodes must encode to the same bytes again, in memory in proportion to their
 * number); even, a message of Lua together with the script it is about (the place must lie in the
 * line). */
#include "base/arena.h"
#include "lua/decode.h"
#include "lua/explain.h"
#include "lua/protocol.h"

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
    CHECK(explain_sentence(message) != NULL);
    explain_hint(ERR_SCRIPT_SYNTAX, message);
    explain_hint(ERR_SCRIPT_RUN, message);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    if (data[0] & 1)
        try_value((const char *)data + 1, size - 1);
    else
        try_message((const char *)data + 1, size - 1);
    return 0;
}
