#include "lua/decode.h"

#include <math.h>
#include <string.h>

/* A key and a value take at least this many bytes (an empty text key and nil), which bounds what a
 * claimed count can make us allocate. */
enum { DECODE_PAIR_BYTES = 6 };

struct decoder {
    struct protocol_reader reader;
    struct arena *arena;
    size_t nodes;        /* values that tables have announced */
    const char *problem; /* NULL while all is well */
};

static bool refuse(struct decoder *decoder, const char *problem)
{
    if (!decoder->problem)
        decoder->problem = problem;
    return false;
}

bool decode_is_text(struct text text)
{
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = 0;
        size_t size = text_scalar(text.bytes + at, text.length - at, &code_point);
        if (size == 0 || (text_is_control(code_point) && code_point != '\n'))
            return false;
        at += size;
    }
    return text.length <= PROTOCOL_TEXT_MAX;
}

bool decode_is_result_name(struct text name)
{
    for (size_t i = 0; i < name.length; i++) {
        char c = name.bytes[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_')))
            return false;
    }
    return name.length > 0 && name.length <= PROTOCOL_NAME_MAX && !text_is(name, "index");
}

static bool get_text(struct decoder *decoder, struct value *value)
{
    struct text text = protocol_get_text(&decoder->reader, PROTOCOL_TEXT_MAX);
    if (decoder->reader.failed)
        return refuse(decoder, "a text is cut short or too long");
    if (!decode_is_text(text))
        return refuse(decoder, "a text is not clean UTF-8");
    value->kind = VALUE_TEXT;
    value->text.bytes = arena_text(decoder->arena, text.bytes, text.length);
    value->text.length = text.length;
    return value->text.bytes || refuse(decoder, "there is no memory for it");
}

static bool get_number(struct decoder *decoder, struct value *value)
{
    value->kind = VALUE_NUMBER;
    value->number = protocol_get_double(&decoder->reader);
    return isfinite(value->number) || refuse(decoder, "a number is not finite");
}

static bool get_key(struct decoder *decoder, struct value *key)
{
    switch (protocol_get_byte(&decoder->reader)) {
    case PROTOCOL_NUMBER:
        return get_number(decoder, key);
    case PROTOCOL_TEXT:
        return get_text(decoder, key);
    default:
        return refuse(decoder, "a key is neither a number nor a text");
    }
}

static bool is_before(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return a->kind == VALUE_NUMBER;
    if (a->kind == VALUE_NUMBER)
        return a->number < b->number;
    size_t length = a->text.length < b->text.length ? a->text.length : b->text.length;
    int order = memcmp(a->text.bytes, b->text.bytes, length);
    return order < 0 || (order == 0 && a->text.length < b->text.length);
}

static bool get_value(struct decoder *decoder, struct value *value, int depth);

static bool get_table(struct decoder *decoder, struct value *table, int depth)
{
    table->kind = VALUE_TABLE;
    table->line = protocol_get_u32(&decoder->reader);
    table->count = protocol_get_u32(&decoder->reader);
    if (depth == PROTOCOL_DEPTH_MAX)
        return refuse(decoder, "tables are nested too deeply");
    if (table->count > decoder->reader.left / DECODE_PAIR_BYTES)
        return refuse(decoder, "a table claims more than there is");
    if (table->count > PROTOCOL_NODES_MAX - decoder->nodes)
        return refuse(decoder, "it holds too many values");
    decoder->nodes += table->count;
    struct value_pair *pairs = arena_alloc(decoder->arena, table->count, sizeof *pairs);
    if (!pairs)
        return refuse(decoder, "there is no memory for it");
    for (size_t i = 0; i < table->count; i++) {
        if (!get_key(decoder, &pairs[i].key) || !get_value(decoder, &pairs[i].value, depth + 1))
            return false;
        if (i > 0 && !is_before(&pairs[i - 1].key, &pairs[i].key))
            return refuse(decoder, "keys are out of order");
    }
    table->pairs = pairs;
    return true;
}

static bool get_value(struct decoder *decoder, struct value *value, int depth)
{
    uint8_t tag = protocol_get_byte(&decoder->reader);
    if (decoder->reader.failed)
        return refuse(decoder, "it is cut short");
    switch (tag) {
    case PROTOCOL_NIL:
        return true;
    case PROTOCOL_FALSE:
    case PROTOCOL_TRUE:
        value->kind = VALUE_BOOLEAN;
        value->boolean = tag == PROTOCOL_TRUE;
        return true;
    case PROTOCOL_NUMBER:
        return get_number(decoder, value);
    case PROTOCOL_TEXT:
        return get_text(decoder, value);
    case PROTOCOL_TABLE:
        return get_table(decoder, value, depth);
    case PROTOCOL_FUNCTION:
        value->kind = VALUE_FUNCTION;
        value->line = protocol_get_u32(&decoder->reader);
        value->number = protocol_get_u32(&decoder->reader);
        return true;
    default:
        return refuse(decoder, "a value is of no known kind");
    }
}

const struct value *decode_value_of(struct arena *arena, struct protocol_reader *reader,
                                    const char **problem)
{
    struct decoder decoder = {.reader = *reader, .arena = arena};
    struct value *value = arena_alloc(arena, 1, sizeof *value);
    bool good =
        value ? get_value(&decoder, value, 0) : refuse(&decoder, "there is no memory for it");
    *reader = decoder.reader;
    *problem = decoder.problem;
    return good ? value : NULL;
}

const struct value *decode_value(struct arena *arena, const char *bytes, size_t length,
                                 struct err *err)
{
    const char *problem = NULL;
    struct protocol_reader reader = protocol_reader_of(bytes, length);
    const struct value *value = decode_value_of(arena, &reader, &problem);
    if (value && !protocol_ended(&reader))
        problem = "it does not end where it should";
    if (!problem)
        return value;
    err_set(err, ERR_SCRIPT_STOPPED, "the script worker gave an answer that cannot be read: %s",
            problem);
    return NULL;
}
