#include "lua/figures.h"

#include "lua/row_run.h"
#include "lua/sandbox.h"
#include "lua/symbol.h"
#include "lua/trace.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

/* Key of the registry: the metatable of c. The table of names is under the names themselves. */
static const char metatable_key = 'c';

static const struct running *running_of(lua_State *L)
{
    const struct running *running = sandbox_of(L)->running;
    if (!running)
        sandbox_raise(L, ERR_SCRIPT_RUN, 1, "give a function its figures as arguments",
                      "c was kept from a run that is over");
    return running;
}

/* The index of the name at a place of the stack, NAMES_NONE when it is none. */
static uint32_t index_of(lua_State *L, const struct names *names, int index)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, names);
    lua_pushvalue(L, index);
    lua_rawget(L, -2);
    lua_Integer at = lua_tointeger(L, -1);
    lua_pop(L, 2);
    return at == 0 ? NAMES_NONE : (uint32_t)(at - 1);
}

static void push_figure(lua_State *L, const struct running *running, uint32_t name)
{
    if (running->mode == RUNNING_ROWS) {
        row_run_push_input(L, name);
        return;
    }
    struct step step = {.op = FORMULA_INPUT, .number = name};
    symbol_push(L, trace_step(L, &step, NULL, 0));
}

static int no_such_name(lua_State *L, const struct names *names, const char *name)
{
    char hint[PROTOCOL_SENTENCE_MAX];
    const char *near = names_nearest(names, name);
    if (strcmp(name, "country") == 0)
        snprintf(hint, sizeof hint, "a formula treats all countries alike");
    else if (near)
        snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    else
        snprintf(hint, sizeof hint,
                 "it has the ids of the codebook, the names of `uses`, and year");
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, hint, "c has no '%s'", name);
}

/* The node whose children are asked for with the arguments of c:children. */
static uint32_t node_asked(lua_State *L, const struct running_function *function)
{
    if (lua_type(L, 1) == LUA_TSTRING)
        sandbox_raise(L, ERR_SCRIPT_NAME, 1, "write c:children(\"ID\")",
                      "c.children is called with a dot, but takes a colon");
    if (lua_isnoneornil(L, 2)) {
        if (function->node == NAMES_NONE)
            sandbox_raise(L, ERR_SCRIPT_NAME, 1, "write c:children(\"ID\")",
                          "c:children() needs the id of a pillar or group here");
        return function->node;
    }
    if (lua_type(L, 2) != LUA_TSTRING)
        sandbox_raise(L, ERR_SCRIPT_NAME, 1, "write c:children(\"ID\")",
                      "c:children takes the id of a pillar or group");
    uint32_t node = index_of(L, function->names, 2);
    const char *id = lua_tostring(L, 2);
    if (node == NAMES_NONE)
        no_such_name(L, function->names, id);
    if (function->names->items[node].first_child == NAMES_NONE)
        sandbox_raise(L, ERR_SCRIPT_NAME, 1, "only pillars and groups have children",
                      "'%s' has no children", id);
    return node;
}

static int children(lua_State *L)
{
    const struct running *running = running_of(L);
    const struct running_function *function = running->function;
    uint32_t child = function->names->items[node_asked(L, function)].first_child;
    lua_newtable(L);
    for (lua_Integer i = 1; child != NAMES_NONE; i++) {
        push_figure(L, running, child);
        if (lua_isnil(L, -1)) { /* a list has no gaps */
            lua_pop(L, 1);
            lua_pushboolean(L, 0);
        }
        lua_rawseti(L, -2, i);
        child = function->names->items[child].next;
    }
    return 1;
}

static int ask(lua_State *L)
{
    const struct running *running = running_of(L);
    const struct names *names = running->function->names;
    if (lua_type(L, 2) != LUA_TSTRING) {
        if (running->mode == RUNNING_TRACE && symbol_is(L, 2, NULL))
            return trace_refuse(L, "asks c for a figure that a figure names");
        return sandbox_raise(L, ERR_SCRIPT_NAME, 1, "write c.NAME or c[\"NAME\"]",
                             "c is asked for figures by name");
    }
    uint32_t name = index_of(L, names, 2);
    if (name != NAMES_NONE)
        push_figure(L, running, name);
    else if (strcmp(lua_tostring(L, 2), "children") == 0)
        lua_pushcfunction(L, children);
    else
        return no_such_name(L, names, lua_tostring(L, 2));
    return 1;
}

static int assign(lua_State *L)
{
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, "keep what you compute in a local name",
                         "c cannot be changed");
}

static int walk(lua_State *L)
{
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, "c:children(\"ID\") lists those of a node",
                         "c cannot be walked through");
}

void figures_install(lua_State *L)
{
    static const luaL_Reg events[] = {
        {"__index", ask}, {"__newindex", assign}, {"__pairs", walk}, {"__len", walk}, {NULL, NULL}};
    lua_newtable(L);
    luaL_setfuncs(L, events, 0);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &metatable_key);
}

/* The table of a set of names, made when it is first wanted. */
static void make_names(lua_State *L, const struct names *names)
{
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, names) != LUA_TNIL) {
        lua_pop(L, 1);
        return;
    }
    lua_pop(L, 1);
    lua_createtable(L, 0, (int)names->count);
    for (uint32_t i = names->count; i-- > 0;) {
        lua_pushinteger(L, (lua_Integer)i + 1);
        lua_setfield(L, -2, names->items[i].id);
    }
    lua_rawsetp(L, LUA_REGISTRYINDEX, names);
}

void figures_push(lua_State *L)
{
    make_names(L, running_of(L)->function->names);
    lua_newtable(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &metatable_key);
    lua_setmetatable(L, -2);
}
