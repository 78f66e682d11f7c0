/* Bytes from the worker into a tree of values. The bytes are hostile. */
#ifndef TIDEMARK_LUA_DECODE_H
#define TIDEMARK_LUA_DECODE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/value.h"
#include "lua/protocol.h"

/* The value of a VALUE frame, in arena. NULL with err (ERR_SCRIPT_STOPPED) unless the bytes are
 * exactly one value as protocol.h describes it, within its limits: depth, number of values, texts
 * of valid UTF-8 without control characters other than tab and newline, finite numbers, keys in
 * order, nothing after the end. Memory stays in proportion to length. */
const struct value *decode_value(struct arena *arena, const char *bytes, size_t length,
                                 struct err *err);

/* Likewise where more fields may follow; *problem is what is wrong, a static text. */
const struct value *decode_value_of(struct arena *arena, struct protocol_reader *reader,
                                    const char **problem);

/* Whether a text may stand in a value. */
bool decode_is_text(struct text text);

/* Whether a result of a function may have this name: letters, digits and _, a letter first, at most
 * 60; not "index", which is the rule's own. */
bool decode_is_result_name(struct text name);

#endif
