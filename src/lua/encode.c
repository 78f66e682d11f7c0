#include "lua/encode.h"

#include "lua/decode.h"
#include "lua/engine.h"
#include "lua/order.h"
#include "lua/sandbox.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { ENCODE_PATH_BYTES = 200 };

/* Key of the registry: the functions that were sent, by reference. */
static const char functions_key = 'f';

struct encoder {
    struct text_buffer *out;
    const char *call;                      /* whose options these are; NULL: a result */
    const void *above[PROTOCOL_DEPTH_MAX]; /* the tables around the value */
    int depth;
    size_t nodes;
    char path[ENCODE_PATH_BYTES]; /* missing.need[2] */
    size_t path_length;
    bool plain; /* no functions: nobody is to call them */
};

static void refuse(lua_State *L, const struct encoder *encoder, const char *problem,
                   const char *hint)
{
    if (encoder->call && encoder->path_length == 0)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 0, hint, "tide.%s is given %s", encoder->call, problem);
    if (encoder->call)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 0, hint, "the option '%s' of tide.%s has %s",
                      encoder->path, encoder->call, problem);
    if (encoder->path_length == 0)
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, hint, "the script returns %s", problem);
    sandbox_raise(L, ERR_SCRIPT_RESULT, 0, hint, "the script returns a table that has %s at '%s'",
                  problem, encoder->path);
}

/* Appends the key at the top of the stack to the path; a path too long is cut, not refused. */
static void extend_path(lua_State *L, struct encoder *encoder)
{
    size_t room = sizeof encoder->path - encoder->path_length;
    char *end = encoder->path + encoder->path_length;
    int length =
        lua_type(L, -1) == LUA_TSTRING
            ? snprintf(end, room, "%s%s", encoder->path_length ? "." : "", lua_tostring(L, -1))
            : snprintf(end, room, "[%.15g]", lua_tonumber(L, -1));
    size_t added = length < 0 ? 0 : (size_t)length;
    encoder->path_length += added < room ? added : room - 1;
}

static void put_number(lua_State *L, struct encoder *encoder, int index)
{
    double number = lua_tonumber(L, index);
    if (isnan(number))
        refuse(L, encoder, "a number that is none (0/0)", "leave out what is missing");
    if (isinf(number))
        refuse(L, encoder, "an infinite number", "leave out what has no limit");
    if (lua_isinteger(L, index) &&
        (number >= 0x1p63 || (lua_Integer)number != lua_tointeger(L, index)))
        refuse(L, encoder, "a whole number too large to be held exactly", NULL);
    protocol_put_byte(encoder->out, PROTOCOL_NUMBER);
    protocol_put_double(encoder->out, number);
}

static void put_text(lua_State *L, struct encoder *encoder, int index)
{
    struct text text = {0};
    text.bytes = lua_tolstring(L, index, &text.length);
    if (text.length > PROTOCOL_TEXT_MAX)
        refuse(L, encoder, "a text longer than 64 KiB", NULL);
    if (text_valid_until(text.bytes, text.length) != text.length)
        refuse(L, encoder, "a text that is not UTF-8", "save the file as UTF-8");
    if (!decode_is_text(text))
        refuse(L, encoder, "a text with control characters", NULL);
    protocol_put_byte(encoder->out, PROTOCOL_TEXT);
    protocol_put_text(encoder->out, text.bytes, text.length);
}

static void put_function(lua_State *L, struct encoder *encoder, int index)
{
    struct sandbox_place place = sandbox_defined(L, index);
    struct sandbox *sandbox = sandbox_of(L);
    if (encoder->call)
        refuse(L, encoder, "a function", NULL);
    uint32_t reference = sandbox->functions_before + ++sandbox->functions;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
    lua_pushvalue(L, index);
    lua_rawseti(L, -2, reference);
    lua_pop(L, 1);
    protocol_put_byte(encoder->out, PROTOCOL_FUNCTION);
    protocol_put_u32(encoder->out, place.chunk == 0 ? place.line : 0);
    protocol_put_u32(encoder->out, reference);
}

static void put_value(lua_State *L, struct encoder *encoder, int index);

static void enter_table(lua_State *L, struct encoder *encoder, int index)
{
    const void *table = lua_topointer(L, index);
    if (lua_getmetatable(L, index))
        refuse(L, encoder, "a table with a metatable", "return plain tables");
    for (int i = 0; i < encoder->depth; i++)
        if (encoder->above[i] == table)
            refuse(L, encoder, "a table that contains itself", NULL);
    if (encoder->depth == PROTOCOL_DEPTH_MAX)
        refuse(L, encoder, "tables nested more than 32 deep", NULL);
    encoder->above[encoder->depth++] = table;
    luaL_checkstack(L, 8, NULL);
}

/* Counts the pairs, before their keys are collected, which takes memory in proportion. */
static void check_keys(lua_State *L, struct encoder *encoder, int index)
{
    char problem[64];
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1)) {
        if (++encoder->nodes > PROTOCOL_NODES_MAX)
            refuse(L, encoder, "more than 65,536 values", NULL);
        if (lua_type(L, -2) == LUA_TNUMBER || lua_type(L, -2) == LUA_TSTRING)
            continue;
        snprintf(problem, sizeof problem, "a %s as a key", luaL_typename(L, -2));
        refuse(L, encoder, problem, "use numbers or texts as keys");
    }
}

static void put_table(lua_State *L, struct encoder *encoder, int index)
{
    enter_table(L, encoder, index);
    check_keys(L, encoder, index);
    lua_Integer count = order_push_keys(L, index);
    protocol_put_byte(encoder->out, PROTOCOL_TABLE);
    protocol_put_u32(encoder->out, engine_line(L, index));
    protocol_put_u32(encoder->out, (uint32_t)count);
    for (lua_Integer i = 1; i <= count; i++) {
        size_t path_length = encoder->path_length;
        lua_rawgeti(L, -1, i);
        put_value(L, encoder, lua_gettop(L));
        extend_path(L, encoder);
        lua_rawget(L, index);
        put_value(L, encoder, lua_gettop(L));
        lua_pop(L, 1);
        encoder->path[encoder->path_length = path_length] = '\0';
    }
    lua_pop(L, 1);
    encoder->depth--;
}

static void put_value(lua_State *L, struct encoder *encoder, int index)
{
    char problem[64];
    if (encoder->out->failed)
        sandbox_raise_memory(L);
    if (encoder->out->length > PROTOCOL_FRAME_MAX / 2)
        refuse(L, encoder, "more than 8 MiB", NULL);
    switch (lua_type(L, index)) {
    case LUA_TNIL:
        protocol_put_byte(encoder->out, PROTOCOL_NIL);
        break;
    case LUA_TBOOLEAN:
        protocol_put_byte(encoder->out, lua_toboolean(L, index) ? PROTOCOL_TRUE : PROTOCOL_FALSE);
        break;
    case LUA_TNUMBER:
        put_number(L, encoder, index);
        break;
    case LUA_TSTRING:
        put_text(L, encoder, index);
        break;
    case LUA_TTABLE:
        put_table(L, encoder, index);
        break;
    case LUA_TFUNCTION:
        if (!encoder->plain) {
            put_function(L, encoder, index);
            break;
        }
        /* fall through */
    default:
        snprintf(problem, sizeof problem, "a %s", luaL_typename(L, index));
        refuse(L, encoder, problem, NULL);
    }
}

void encode_install(lua_State *L)
{
    lua_newtable(L);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &functions_key);
}

void encode_value(lua_State *L, int index, struct text_buffer *out)
{
    struct encoder encoder = {.out = out};
    index = lua_absindex(L, index);
    put_value(L, &encoder, index);
}

void encode_plain(lua_State *L, int index, struct text_buffer *out)
{
    struct encoder encoder = {.out = out, .plain = true};
    index = lua_absindex(L, index);
    put_value(L, &encoder, index);
}

void encode_options(lua_State *L, int index, const char *name, struct text_buffer *out)
{
    struct encoder encoder = {.out = out, .call = name};
    index = lua_absindex(L, index);
    put_value(L, &encoder, index);
}

void encode_push_function(lua_State *L, uint32_t reference)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &functions_key);
    lua_rawgeti(L, -1, reference);
    lua_remove(L, -2);
}
