#include "lua/missing.h"

#include "lua/row_run.h"

#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

/* Key of the registry. */
static const char metatable_key = 'n';

static bool is_missing(lua_State *L, int index)
{
    int type = lua_type(L, index);
    return type == LUA_TNIL || (type == LUA_TBOOLEAN && !lua_toboolean(L, index));
}

/* Whether one of the two arguments is missing and the other fit to be calculated with. */
static bool is_fit(lua_State *L)
{
    bool one = is_missing(L, 1), two = is_missing(L, 2);
    return (one && (two || lua_isnumber(L, 2))) || (two && lua_isnumber(L, 1));
}

/* The type of the argument at fault, in Lua's words. */
static const char *other_type(lua_State *L)
{
    return luaL_typename(L, is_missing(L, 1) || lua_isnumber(L, 1) ? 2 : 1);
}

/* The result is the missing operand itself: nil or false, as the function is given it. */
static int calculate(lua_State *L)
{
    if (!is_fit(L))
        return luaL_error(L, "attempt to perform arithmetic on a %s value", other_type(L));
    lua_pushvalue(L, is_missing(L, 1) ? 1 : 2);
    return 1;
}

static int join(lua_State *L)
{
    bool fit = is_fit(L) || lua_type(L, is_missing(L, 1) ? 2 : 1) == LUA_TSTRING;
    if (!fit)
        return luaL_error(L, "attempt to concatenate a %s value", other_type(L));
    lua_pushvalue(L, is_missing(L, 1) ? 1 : 2);
    return 1;
}

static int compare(lua_State *L)
{
    bool fit = is_fit(L) || lua_type(L, is_missing(L, 1) ? 2 : 1) == LUA_TSTRING;
    if (!fit || (!is_missing(L, 1) && !is_missing(L, 2)))
        return luaL_error(L, "attempt to compare %s with %s", luaL_typename(L, 1),
                          luaL_typename(L, 2));
    row_run_touch(L);
    return 0;
}

void missing_install(lua_State *L)
{
    static const char *const calculations[] = {"__add",  "__sub",  "__mul",  "__div",  "__mod",
                                               "__pow",  "__unm",  "__idiv", "__band", "__bor",
                                               "__bxor", "__bnot", "__shl",  "__shr",  NULL};
    lua_newtable(L);
    for (size_t i = 0; calculations[i]; i++) {
        lua_pushcfunction(L, calculate);
        lua_setfield(L, -2, calculations[i]);
    }
    lua_pushcfunction(L, join);
    lua_setfield(L, -2, "__concat");
    lua_pushcfunction(L, compare);
    lua_setfield(L, -2, "__lt");
    lua_pushcfunction(L, compare);
    lua_setfield(L, -2, "__le");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}

/* Gives nil and the booleans the metatable at the top, or none where nil is there, and pops it. */
static void set(lua_State *L)
{
    lua_pushnil(L);
    lua_pushvalue(L, -2);
    lua_setmetatable(L, -2);
    lua_pop(L, 1);
    lua_pushboolean(L, 0);
    lua_pushvalue(L, -2);
    lua_setmetatable(L, -2);
    lua_pop(L, 2);
}

void missing_allow(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    set(L);
}

void missing_forbid(lua_State *L)
{
    lua_pushnil(L);
    set(L);
}
