#include "lua/engine.h"

#include "lua/modules.h"
#include "lua/sandbox.h"
#include "lua/tide.h"
#include "score/method.h"

#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

/* Key of the registry: the lines on which tables were made. */
static const char lines_key = 'l';

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Pushes an array of the names of the table at index that are texts, for "did you mean". They are
 * valid while they stay in it. */
static const char **push_names(lua_State *L, int index, size_t *count)
{
    size_t room = 0;
    index = lua_absindex(L, index);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        room++;
    const char **names = lua_newuserdatauv(L, (room + 1) * sizeof *names, 0);
    *count = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        if (lua_type(L, -2) == LUA_TSTRING)
            names[(*count)++] = lua_tostring(L, -2);
    /* Ascending, because Lua's own order differs each time and the first among equals wins. */
    qsort(names, *count, sizeof *names, by_name);
    return names;
}

const char *engine_nearest(lua_State *L, int index, const char *word)
{
    size_t count;
    const char **names = push_names(L, index, &count);
    size_t near = text_nearest(text_of(word), names, count);
    lua_pop(L, 1);
    return near == SIZE_MAX ? NULL : names[near];
}

static int raise(lua_State *L)
{
    const char *hint = luaL_optstring(L, 2, NULL);
    return sandbox_raise_at(L, ERR_SCRIPT_OPTION, sandbox_where(L, 1), hint, "%s",
                            luaL_checkstring(L, 1));
}

static int refuse(lua_State *L)
{
    const char *hint = luaL_optstring(L, 2, NULL);
    return sandbox_raise_at(L, ERR_SCRIPT_WORLD, sandbox_where(L, 1), hint, "%s",
                            luaL_checkstring(L, 1));
}

static int nearest(lua_State *L)
{
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_pushstring(L, engine_nearest(L, 2, luaL_checkstring(L, 1)));
    return 1;
}

static int protect(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TTABLE);
    lua_settop(L, 2);
    lua_pushboolean(L, 0);
    lua_setfield(L, 2, "__metatable");
    lua_setmetatable(L, 1);
    return 1;
}

/* The table of lines forgets tables that nothing else holds. */
static void push_lines(lua_State *L)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &lines_key) != LUA_TNIL)
        return;
    lua_pop(L, 1);
    lua_newtable(L);
    lua_createtable(L, 0, 1);
    lua_pushliteral(L, "k");
    lua_setfield(L, -2, "__mode");
    lua_setmetatable(L, -2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &lines_key);
}

static int mark(lua_State *L)
{
    struct sandbox_place place = sandbox_where(L, 1);
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    push_lines(L);
    lua_pushvalue(L, 1);
    lua_pushinteger(L, place.chunk == 0 ? (lua_Integer)place.line : 0);
    lua_rawset(L, -3);
    lua_settop(L, 1);
    return 1;
}

uint32_t engine_line(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    push_lines(L);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    uint32_t line = (uint32_t)lua_tointeger(L, -1);
    lua_pop(L, 2);
    return line;
}

static const char *kind_name(enum method_kind kind)
{
    static const char *const names[] = {
        [METHOD_NUMBER] = "number",   [METHOD_BOOLEAN] = "boolean", [METHOD_PAIR] = "pair",
        [METHOD_NUMBERS] = "numbers", [METHOD_MATRIX] = "matrix",   [METHOD_WORD] = "word",
        [METHOD_TEXT] = "text",       [METHOD_OVER] = "over",
    };
    return names[kind];
}

static void push_option(lua_State *L, const struct method_option *option)
{
    lua_createtable(L, 0, 6);
    lua_pushstring(L, kind_name(option->kind));
    lua_setfield(L, -2, "kind");
    lua_pushnumber(L, option->least);
    lua_setfield(L, -2, "least");
    lua_pushnumber(L, option->most);
    lua_setfield(L, -2, "most");
    lua_pushstring(L, option->words);
    lua_setfield(L, -2, "words");
    lua_pushstring(L, option->meaning);
    lua_setfield(L, -2, "meaning");
    lua_pushboolean(L, option->required);
    lua_setfield(L, -2, "required");
}

static enum method_id find_method(const char *name)
{
    for (int id = 0; id < METHOD_COUNT; id++)
        if (strcmp(method_at((enum method_id)id)->name, name) == 0)
            return (enum method_id)id;
    return METHOD_COUNT;
}

static int options(lua_State *L)
{
    enum method_id id = find_method(luaL_checkstring(L, 1));
    lua_createtable(L, 0, METHOD_OPTIONS_MAX);
    for (int i = 0; id < METHOD_COUNT && i < METHOD_OPTIONS_MAX; i++) {
        const struct method_option *option = &method_at(id)->options[i];
        if (!option->name)
            break;
        push_option(L, option);
        lua_setfield(L, -2, option->name);
    }
    return 1;
}

static void push_methods(lua_State *L)
{
    lua_createtable(L, METHOD_COUNT, 0);
    for (int id = 0; id < METHOD_COUNT; id++) {
        lua_pushstring(L, method_at((enum method_id)id)->name);
        lua_rawseti(L, -2, id + 1);
    }
}

void engine_push(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"raise", raise},      {"refuse", refuse},   {"protect", protect},
        {"nearest", nearest},  {"mark", mark},       {"rule", modules_rule},
        {"value", tide_value}, {"options", options}, {NULL, NULL},
    };
    luaL_newlib(L, functions);
    tide_push_names(L);
    lua_setfield(L, -2, "values");
    push_methods(L);
    lua_setfield(L, -2, "methods");
}
