#include "lua/record.h"

#include "lua/decode.h"
#include "lua/engine.h"
#include "lua/sandbox.h"

#include <lauxlib.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void record_check_text(lua_State *L, struct text text)
{
    const char *problem = text.length > PROTOCOL_TEXT_MAX ? "a text longer than 64 KiB"
                          : text_valid_until(text.bytes, text.length) != text.length
                              ? "a text that is not UTF-8"
                          : !decode_is_text(text) ? "a text with control characters"
                                                  : NULL;
    if (problem)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 0, NULL, "%s cannot be given to the engine", problem);
}

/* The prelude has looked at the values by `pairs`, which a record may change. */
static void check_kind(lua_State *L, bool fits, const char *column, lua_Integer row)
{
    if (!fits)
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, "a table shows texts and numbers",
                      "row %d has a %s at '%s'", (int)row, luaL_typename(L, -1), column);
}

static void put_number(lua_State *L, const char *column, lua_Integer row, struct text_buffer *out)
{
    int type = lua_type(L, -1);
    check_kind(L, type == LUA_TNIL || type == LUA_TNUMBER, column, row);
    double number = type == LUA_TNIL ? NAN : lua_tonumber(L, -1);
    if (isinf(number))
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, "leave out what has no limit",
                      "row %d has an infinite number at '%s'", (int)row, column);
    protocol_put_double(out, isnan(number) ? NAN : number);
}

static void put_text(lua_State *L, const char *column, lua_Integer row, struct text_buffer *out)
{
    struct text text = {"", 0};
    int type = lua_type(L, -1);
    check_kind(L, type != LUA_TNONE && type <= LUA_TSTRING && type != LUA_TLIGHTUSERDATA, column,
               row);
    if (type == LUA_TBOOLEAN)
        text = text_of(lua_toboolean(L, -1) ? "true" : "false");
    if (type == LUA_TBOOLEAN || type == LUA_TNIL)
        lua_pushnil(L);
    else
        text.bytes = luaL_tolstring(L, -1, &text.length);
    record_check_text(L, text);
    protocol_put_text(out, text.bytes, text.length);
    lua_pop(L, 1);
}

/* The names of the columns, and whether each is of numbers. */
static int put_columns(lua_State *L, int index, bool *numbers, const char **names,
                       struct text_buffer *out)
{
    lua_Integer count = (lua_Integer)lua_rawlen(L, index + 1);
    if (count > PROTOCOL_COLUMNS_MAX)
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, NULL, "a table has at most %d columns",
                      PROTOCOL_COLUMNS_MAX);
    protocol_put_u32(out, (uint32_t)count);
    for (int i = 0; i < count; i++) {
        struct text name = {0};
        lua_rawgeti(L, index + 2, i + 1);
        numbers[i] = lua_toboolean(L, -1);
        lua_rawgeti(L, index + 1, i + 1);
        names[i] = name.bytes = luaL_checklstring(L, -1, &name.length);
        if (name.length == 0 || name.length > PROTOCOL_NAME_MAX || !decode_is_text(name) ||
            memchr(name.bytes, '\n', name.length))
            sandbox_raise(L, ERR_SCRIPT_RESULT, 0, NULL,
                          "column %d has no name that can be shown: at most %d bytes of text on "
                          "one line",
                          i + 1, PROTOCOL_NAME_MAX);
        protocol_put_text(out, name.bytes, name.length);
        protocol_put_byte(out, numbers[i]);
        lua_pop(L, 2);
    }
    return (int)count;
}

void record_put(lua_State *L, int index, struct text_buffer *out)
{
    bool numbers[PROTOCOL_COLUMNS_MAX];
    const char *names[PROTOCOL_COLUMNS_MAX]; /* kept by the list of columns */
    size_t begin = out->length;
    int columns = put_columns(L, index, numbers, names, out);
    lua_Integer count = columns > 0 ? (lua_Integer)lua_rawlen(L, index) : 0;
    protocol_put_u32(out, (uint32_t)count);
    for (lua_Integer row = 1; row <= count; row++) {
        lua_rawgeti(L, index, row);
        for (int i = 0; i < columns; i++) {
            lua_pushstring(L, names[i]);
            lua_rawget(L, -2);
            if (numbers[i])
                put_number(L, names[i], row, out);
            else
                put_text(L, names[i], row, out);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
        if (out->failed)
            sandbox_raise_memory(L);
        if (out->length - begin > PROTOCOL_TABLE_MAX)
            sandbox_raise(L, ERR_SCRIPT_RESULT, 0, "make it in parts",
                          "a table of %d rows is longer than 8 MiB", (int)count);
    }
}

static void push_text(lua_State *L, struct protocol_reader *reader)
{
    struct text text = protocol_get_text(reader, PROTOCOL_FRAME_MAX);
    lua_pushlstring(L, text.bytes, text.length);
}

/* The list of the columns at the top; whether each is of numbers. */
static int push_columns(lua_State *L, struct protocol_reader *reader, bool *numbers)
{
    uint32_t count = protocol_get_u32(reader);
    if (count > PROTOCOL_COLUMNS_MAX)
        _exit(1);
    lua_createtable(L, (int)count, 0);
    for (uint32_t i = 0; i < count; i++) {
        push_text(L, reader);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
        numbers[i] = protocol_get_byte(reader) == 1;
    }
    return (int)count;
}

/* __index of records: what is missing is nil, but a name that is none of the columns is a slip of
 * the pen. Upvalue 1 has the columns as keys. */
static int missing_field(lua_State *L)
{
    char hint[PROTOCOL_SENTENCE_MAX] = "";
    lua_pushvalue(L, 2);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL || lua_type(L, 2) != LUA_TSTRING) {
        lua_pushnil(L);
        return 1;
    }
    const char *name = lua_tostring(L, 2);
    const char *near = engine_nearest(L, lua_upvalueindex(1), name);
    if (near)
        snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, hint, "a row of this table has no '%s'", name);
}

/* The metatable that the records of a table share. */
static void push_record_metatable(lua_State *L, int columns, int count)
{
    lua_createtable(L, 0, 2);
    lua_createtable(L, 0, count);
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, columns, i);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pushcclosure(L, missing_field, 1);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
}

/* One record; columns is the index of their list, the metatable is behind it. What is missing is
 * nil. */
static void push_record(lua_State *L, struct protocol_reader *reader, int columns,
                        const bool *numbers, int count)
{
    lua_createtable(L, 0, count);
    lua_pushvalue(L, columns + 1);
    lua_setmetatable(L, -2);
    for (int i = 0; i < count; i++) {
        lua_rawgeti(L, columns, i + 1);
        if (!numbers[i]) {
            push_text(L, reader);
            lua_rawset(L, -3);
            continue;
        }
        double number = protocol_get_double(reader);
        if (isnan(number))
            lua_pushnil(L);
        else
            lua_pushnumber(L, number);
        lua_rawset(L, -3);
    }
}

static void push_meta(lua_State *L, struct protocol_reader *reader)
{
    static const char *const lists[] = {"warnings", "notices"};
    lua_newtable(L);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        lua_newtable(L);
        lua_setfield(L, -2, lists[i]);
    }
    uint32_t count = protocol_get_u32(reader);
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        push_text(L, reader);
        bool list = protocol_get_byte(reader) == 1;
        if (!list) {
            push_text(L, reader);
            lua_rawset(L, -3);
            continue;
        }
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -3) != LUA_TTABLE) {
            lua_pop(L, 1);
            lua_newtable(L);
            lua_pushvalue(L, -2);
            lua_pushvalue(L, -2);
            lua_rawset(L, -5);
        }
        push_text(L, reader);
        lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
        lua_pop(L, 2);
    }
}

void record_push(lua_State *L, struct protocol_reader *reader)
{
    bool numbers[PROTOCOL_COLUMNS_MAX];
    lua_newtable(L);
    int list = lua_gettop(L);
    int count = push_columns(L, reader, numbers);
    uint32_t rows = protocol_get_u32(reader);
    push_record_metatable(L, list + 1, count);
    for (uint32_t row = 0; row < rows && !reader->failed; row++) {
        push_record(L, reader, list + 1, numbers, count);
        lua_rawseti(L, list, (lua_Integer)row + 1);
    }
    lua_pop(L, 1);
    lua_setfield(L, list, "columns");
    push_meta(L, reader);
    lua_setfield(L, list, "meta");
    if (!protocol_ended(reader))
        _exit(1);
}
