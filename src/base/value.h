/* A plain tree of values: what a script returned, after it crossed the process border. */
#ifndef TIDEMARK_BASE_VALUE_H
#define TIDEMARK_BASE_VALUE_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_kind { VALUE_NIL, VALUE_BOOLEAN, VALUE_NUMBER, VALUE_TEXT, VALUE_TABLE, VALUE_FUNCTION };

/* line is the script line that made the value where known (tables made by tide.*, functions),
 * else 0. Pairs of a table are in the fixed order of the protocol: numbers ascending, then texts
 * bytewise. A function carries its reference in the worker as number. Texts are valid UTF-8 and
 * terminated. */
struct value {
    enum value_kind kind;
    uint32_t line;
    bool boolean;
    double number;
    struct text text;
    const struct value_pair *pairs;
    size_t count;
};

struct value_pair {
    struct value key;
    struct value value;
};

/* The value at a text key or at the integer index (from 1), NULL when absent or not a table. */
const struct value *value_field(const struct value *table, const char *key);
const struct value *value_item(const struct value *table, size_t index);

/* Items 1..n present without a gap. */
size_t value_length(const struct value *table);

/* "a number", "a table" … for messages. */
const char *value_kind_text(enum value_kind kind);

#endif
