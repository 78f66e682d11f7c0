/* What a function of a rule may return: nothing, a number, a text, { value =, low =, high = }, or a
 * table of these by name. */
#ifndef TIDEMARK_LUA_RESULTS_H
#define TIDEMARK_LUA_RESULTS_H

#include "base/text.h"
#include "lua/operand.h"

#include <lua.h>
#include <stdbool.h>

/* A result: value is a number, a figure, missing, or a text (then text is its bytes, alive while it
 * is on the stack). The ends are missing where none are given; interval: they are part of it. */
struct results_item {
    struct operand value;
    struct text text;
    struct operand low;
    struct operand high;
    bool interval;
};

/* Reads the count values at the top of the stack, which a function returned, and calls add for each
 * result; name is "" for a function that returns one, and unnamed says which of the two it is
 * (UNKNOWN when it returned nothing). Raises an error, at the line where the function begins, for
 * anything else. */
enum results_kind { RESULTS_UNKNOWN, RESULTS_ONE, RESULTS_NAMED };
typedef void results_add(lua_State *L, void *context, struct text name,
                         const struct results_item *item);
enum results_kind results_read(lua_State *L, int count, results_add *add, void *context);

/* Raises an error about the function that is being run, at the line where it begins. */
int results_raise(lua_State *L, const char *hint, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
