#include "lua/results.h"

#include "lua/decode.h"
#include "lua/running.h"
#include "lua/sandbox.h"

#include <lauxlib.h>
#include <stdio.h>

int results_raise(lua_State *L, const char *hint, const char *format, ...)
{
    char sentence[PROTOCOL_SENTENCE_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(sentence, sizeof sentence, format, list);
    va_end(list);
    const struct running_function *function = sandbox_of(L)->running->function;
    struct sandbox_place place = {function->chunk, function->line};
    return sandbox_raise_at(L, ERR_SCRIPT_RESULT, place, hint, "%s", sentence);
}

/* " 'status'" for messages; name is "" for a function's one result. */
static const char *quoted(char *out, size_t size, struct text name)
{
    snprintf(out, size, name.length > 0 ? " '%.*s'" : "%.*s", (int)name.length, name.bytes);
    return out;
}

static struct text text_at(lua_State *L, int index, struct text name)
{
    char shown[PROTOCOL_NAME_MAX + 4];
    struct text text = {0};
    text.bytes = lua_tolstring(L, index, &text.length);
    if (!decode_is_text(text))
        results_raise(L, NULL,
                      "the result%s is a text that is too long, no UTF-8, or has control "
                      "characters",
                      quoted(shown, sizeof shown, name));
    return text;
}

/* An end of an interval, or a value beside it. */
static struct operand part_at(lua_State *L, int table, const char *key, struct text name)
{
    char shown[PROTOCOL_NAME_MAX + 4];
    lua_getfield(L, table, key);
    struct operand part = operand_at(L, -1);
    if (part.kind == OPERAND_TEXT || part.kind == OPERAND_OTHER || part.is_text)
        results_raise(L, NULL, "%s of the result%s is %s, but a number was expected", key,
                      quoted(shown, sizeof shown, name), operand_word(L, -1));
    lua_pop(L, 1);
    return part;
}

static bool is_part(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TSTRING)
        return false;
    struct text key = text_of(lua_tostring(L, index));
    return text_is(key, "value") || text_is(key, "low") || text_is(key, "high");
}

/* Whether the table at index is { value =, low =, high = }: has such a key, and where it is all
 * that a function returns, no other. */
static bool is_interval(lua_State *L, int index, bool alone)
{
    bool some = false, others = false;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        some = some || is_part(L, -2);
        others = others || !is_part(L, -2);
    }
    return some && !(alone && others);
}

static void read_interval(lua_State *L, int index, struct text name, struct results_item *item)
{
    char shown[PROTOCOL_NAME_MAX + 4];
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (!is_part(L, -2))
            results_raise(L, "write { value = …, low = …, high = … }",
                          "the result%s has a key beside value, low and high",
                          quoted(shown, sizeof shown, name));
    item->value = part_at(L, index, "value", name);
    item->low = part_at(L, index, "low", name);
    item->high = part_at(L, index, "high", name);
    item->interval = true;
}

/* The result at index of the stack. */
static void read_item(lua_State *L, int index, struct text name, results_add *add, void *context)
{
    char shown[PROTOCOL_NAME_MAX + 4];
    struct results_item item = {.value = operand_at(L, index),
                                .low = {.kind = OPERAND_MISSING},
                                .high = {.kind = OPERAND_MISSING}};
    if (item.value.kind == OPERAND_TEXT)
        item.text = text_at(L, index, name);
    else if (lua_istable(L, index) && is_interval(L, index, false))
        read_interval(L, index, name, &item);
    else if (item.value.kind == OPERAND_OTHER)
        results_raise(L,
                      lua_isboolean(L, index)
                          ? "give 1 or 0, or a text"
                          : "a result is a number, a text or { value = …, low = …, high = … }",
                      "the result%s is %s", quoted(shown, sizeof shown, name),
                      operand_word(L, index));
    add(L, context, name, &item);
}

/* The name at index, which add will see as text that stays alive with the table. */
static struct text name_at(lua_State *L, int index)
{
    struct text name = {0};
    if (lua_type(L, index) != LUA_TSTRING)
        results_raise(L, "write { NAME = …, NAME = … }",
                      "a table of results has %s as a key, but results have names",
                      operand_word(L, index));
    name.bytes = lua_tolstring(L, index, &name.length);
    if (!decode_is_result_name(name))
        results_raise(L, "letters, digits and _, at most 60, a letter first; not index",
                      "'%.*s' is no name of a result",
                      name.length > PROTOCOL_NAME_MAX ? PROTOCOL_NAME_MAX : (int)name.length,
                      decode_is_text(name) ? name.bytes : "?");
    return name;
}

enum results_kind results_read(lua_State *L, int count, results_add *add, void *context)
{
    int index = lua_gettop(L);
    if (count == 0)
        return RESULTS_UNKNOWN;
    if (count > 1)
        results_raise(L, "return one table that holds them all: { a = …, b = … }",
                      "a function of a rule returns %d values, but one is expected", count);
    if (operand_at(L, index).kind == OPERAND_MISSING)
        return RESULTS_UNKNOWN;
    if (!lua_istable(L, index) || is_interval(L, index, true)) {
        read_item(L, index, text_of(""), add, context);
        return RESULTS_ONE;
    }
    if (lua_getmetatable(L, index))
        results_raise(L, "return a plain table",
                      "a function of a rule returns a table with a "
                      "metatable");
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        read_item(L, lua_gettop(L), name_at(L, -2), add, context);
    return RESULTS_NAMED;
}
