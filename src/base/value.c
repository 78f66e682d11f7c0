#include "base/value.h"

#include <string.h>

static const struct value *find(const struct value *table, const struct value *key)
{
    if (!table || table->kind != VALUE_TABLE)
        return NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct value *other = &table->pairs[i].key;
        bool same = other->kind == key->kind &&
                    (key->kind == VALUE_NUMBER ? other->number == key->number
                                               : text_equal(other->text, key->text));
        if (same)
            return &table->pairs[i].value;
    }
    return NULL;
}

const struct value *value_field(const struct value *table, const char *key)
{
    return find(table, &(struct value){.kind = VALUE_TEXT, .text = text_of(key)});
}

const struct value *value_item(const struct value *table, size_t index)
{
    return find(table, &(struct value){.kind = VALUE_NUMBER, .number = (double)index});
}

/* Numbers come first and ascend, so the items stand together, after keys below 1. */
size_t value_length(const struct value *table)
{
    size_t length = 0;
    if (!table || table->kind != VALUE_TABLE)
        return 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct value *key = &table->pairs[i].key;
        if (key->kind == VALUE_NUMBER && key->number == (double)(length + 1))
            length++;
    }
    return length;
}

const char *value_kind_text(enum value_kind kind)
{
    switch (kind) {
    case VALUE_NIL:
        return "nothing";
    case VALUE_BOOLEAN:
        return "true or false";
    case VALUE_NUMBER:
        return "a number";
    case VALUE_TEXT:
        return "a text";
    case VALUE_TABLE:
        return "a table";
    case VALUE_FUNCTION:
        return "a function";
    }
    return "something unknown";
}
