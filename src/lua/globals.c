#include "lua/globals.h"

#include "lua/encode.h"
#include "lua/engine.h"
#include "lua/figures.h"
#include "lua/free.h"
#include "lua/functions.h"
#include "lua/missing.h"
#include "lua/modules.h"
#include "lua/prelude.h"
#include "lua/protect.h"
#include "lua/sandbox.h"
#include "lua/symbol.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Key of the registry. */
static const char environment_key = 'e';

static bool is_one_of(const char *word, const char *const *words)
{
    for (; *words; words++)
        if (strcmp(word, *words) == 0)
            return true;
    return false;
}

/* What to say to someone who asks for what Lua has and a script has not. */
static const char *why_absent(const char *name)
{
    static const char *const outside[] = {"io",     "os",       "debug", "package",
                                          "dofile", "loadfile", "load",  "loadstring",
                                          "_G",     "warn",     NULL};
    static const char *const inside[] = {"next", "collectgarbage", NULL};
    static const char *const trigonometry[] = {"sin",  "cos",  "tan",  "asin", "acos",
                                               "atan", "sinh", "cosh", "tanh", NULL};
    if (is_one_of(name, outside))
        return "scripts compute and nothing else: they reach no files, no clock and no programs";
    if (is_one_of(name, inside))
        return "it is left out so that a script always ends and always gives the same result";
    if (is_one_of(name, trigonometry))
        return "its last digits differ from machine to machine";
    if (strcmp(name, "pow") == 0)
        return "write x ^ y";
    if (strcmp(name, "log10") == 0)
        return "write math.log(x, 10)";
    if (strcmp(name, "randomseed") == 0)
        return "math.random is keyed by the script and the run: --seed N gives other numbers";
    return NULL;
}

/* The name at index 2, for messages. */
static const char *name_asked(lua_State *L)
{
    return lua_type(L, 2) == LUA_TSTRING ? lua_tostring(L, 2) : luaL_typename(L, 2);
}

/* __index of the allowed names. Upvalue 1 is their table. */
static int missing_global(lua_State *L)
{
    char hint[200] = "";
    const char *name = name_asked(L), *why = why_absent(name);
    if (why)
        return sandbox_raise(L, ERR_SCRIPT_NAME, 1, why, "'%s' is not available in a script", name);
    const char *near = engine_nearest(L, lua_upvalueindex(1), name);
    lua_getfield(L, lua_upvalueindex(1), "tide");
    const char *within = lua_getmetatable(L, -1) && lua_getfield(L, -1, "__index") == LUA_TTABLE
                             ? engine_nearest(L, -1, name)
                             : NULL;
    lua_getfield(L, lua_upvalueindex(1), "math");
    bool mathematics = lua_getmetatable(L, -1) && lua_getfield(L, -1, "__index") == LUA_TTABLE;
    if (mathematics) {
        lua_pushvalue(L, 2);
        mathematics = lua_rawget(L, -2) != LUA_TNIL;
    }
    if (mathematics)
        snprintf(hint, sizeof hint, "write math.%s", name);
    else if (near)
        snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    else if (within)
        snprintf(hint, sizeof hint, "did you mean 'tide.%s'?", within);
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, hint, "undeclared name '%s'", name);
}

/* __newindex of a chunk's globals. */
static int assigned_global(lua_State *L)
{
    char hint[200];
    const char *name = name_asked(L);
    bool function = lua_isfunction(L, 3);
    snprintf(hint, sizeof hint, function ? "write `local function %s`" : "write `local %s = …`",
             name);
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, hint, "undeclared global '%s'", name);
}

/* __index of a library's names. Upvalues: their table, the library's name. */
static int missing_field(lua_State *L)
{
    char hint[200] = "";
    const char *name = name_asked(L), *why = why_absent(name);
    const char *library = lua_tostring(L, lua_upvalueindex(2));
    const char *near = engine_nearest(L, lua_upvalueindex(1), name);
    if (near && !why)
        snprintf(hint, sizeof hint, "did you mean '%s'?", near);
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, why ? why : hint, "%s has no '%s'", library, name);
}

/* __newindex of a library. Upvalue 1 is its name. */
static int assigned_field(lua_State *L)
{
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1, "keep your own functions in a local table",
                         "%s cannot be changed ('%s')", lua_tostring(L, lua_upvalueindex(1)),
                         name_asked(L));
}

/* Replaces the table at the top by an empty one that shows it and refuses assignments. */
static void protect_library(lua_State *L, const char *name)
{
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, -2);
    lua_pushstring(L, name);
    lua_pushcclosure(L, missing_field, 2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_newtable(L);
    lua_createtable(L, 0, 3);
    lua_rotate(L, -3, -1);
    lua_setfield(L, -2, "__index");
    lua_pushstring(L, name);
    lua_pushcclosure(L, assigned_field, 1);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_setmetatable(L, -2);
}

static void copy_fields(lua_State *L, int from, int to, const char *const *names)
{
    from = lua_absindex(L, from);
    for (; *names; names++) {
        lua_getfield(L, from, *names);
        lua_setfield(L, to, *names);
    }
}

/* Copies the allowed base names into the table at index. */
static void allow_base(lua_State *L, int index)
{
    static const char *const names[] = {
        "assert", "error",  "getmetatable", "ipairs", "rawequal", "rawget", "rawlen",
        "rawset", "select", "tonumber",     "type",   "_VERSION", NULL,
    };
    luaL_requiref(L, "_G", luaopen_base, 0);
    copy_fields(L, -1, index, names);
    lua_pop(L, 1);
    lua_pushvalue(L, index);
    functions_replace_base(L);
    lua_pop(L, 1);
}

/* The functions of Lua's libraries a script may call. Trigonometry and its like are absent because
 * the C library's last digits differ between machines, and so are log10, pow and others that only
 * some builds of Lua have. */
static const char *const string_names[] = {
    "byte", "char",     "find", "format",  "gmatch", "gsub",   "len",   "lower", "match",
    "pack", "packsize", "rep",  "reverse", "sub",    "unpack", "upper", NULL,
};
static const char *const table_names[] = {
    "concat", "insert", "move", "pack", "remove", "sort", "unpack", NULL,
};
static const char *const math_names[] = {
    "abs", "ceil",   "deg",        "exp",       "floor",      "fmod", "huge",
    "log", "max",    "maxinteger", "min",       "mininteger", "modf", "pi",
    "rad", "random", "sqrt",       "tointeger", "type",       "ult",  NULL,
};
static const char *const utf8_names[] = {
    "char", "charpattern", "codepoint", "codes", "len", "offset", NULL,
};
/* Without close, with which Lua 5.4.4 can be crashed. */
static const char *const coroutine_names[] = {
    "create", "isyieldable", "resume", "running", "status", "wrap", "yield", NULL,
};

struct library {
    const char *name;
    lua_CFunction open;
    const char *const *names;
    void (*replace)(lua_State *L); /* NULL: Lua's own functions do */
};

/* Methods of texts come from the same allow-list, which is at the top. */
static void lock_strings(lua_State *L)
{
    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_pushvalue(L, -3);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 2);
}

static void allow_libraries(lua_State *L, int index)
{
    static const struct library libraries[] = {
        {LUA_STRLIBNAME, luaopen_string, string_names, functions_replace_string},
        {LUA_TABLIBNAME, luaopen_table, table_names, functions_replace_table},
        {LUA_MATHLIBNAME, luaopen_math, math_names, functions_replace_math},
        {LUA_UTF8LIBNAME, luaopen_utf8, utf8_names, NULL},
        {LUA_COLIBNAME, luaopen_coroutine, coroutine_names, protect_replace_coroutine},
    };
    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        const struct library *library = &libraries[i];
        luaL_requiref(L, library->name, library->open, 0);
        lua_newtable(L);
        copy_fields(L, -2, lua_absindex(L, -1), library->names);
        if (library->replace)
            library->replace(L);
        if (library->open == luaopen_string)
            lock_strings(L);
        protect_library(L, library->name);
        lua_setfield(L, index, library->name);
        lua_pop(L, 1);
    }
}

/* Runs a file of the prelude, which gets the engine's functions, with the names at index, and
 * leaves what it returns. */
static void run_prelude(lua_State *L, const char *name, int allowed)
{
    size_t at = 0;
    allowed = lua_absindex(L, allowed);
    while (at + 1 < prelude_count && strcmp(prelude_files[at].name, name) != 0)
        at++;
    if (luaL_loadbufferx(L, prelude_files[at].text, prelude_files[at].length, "=prelude", "t") !=
        LUA_OK)
        lua_error(L);
    lua_pushvalue(L, allowed);
    lua_setupvalue(L, -2, 1);
    engine_push(L);
    lua_call(L, 1, 1);
}

/* The metatable every chunk's globals share. */
static void make_environment_metatable(lua_State *L, int allowed)
{
    lua_createtable(L, 0, 3);
    lua_pushvalue(L, allowed);
    lua_setfield(L, -2, "__index");
    lua_pushcfunction(L, assigned_global);
    lua_setfield(L, -2, "__newindex");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_rawsetp(L, LUA_REGISTRYINDEX, &environment_key);
}

int globals_install(lua_State *L)
{
    lua_settop(L, 0);
    lua_newtable(L);
    encode_install(L);
    symbol_install(L);
    figures_install(L);
    missing_install(L);
    allow_base(L, 1);
    allow_libraries(L, 1);
    lua_pushcfunction(L, modules_library);
    lua_setfield(L, 1, "require");
    run_prelude(L, "tide", 1);
    protect_library(L, "tide");
    lua_setfield(L, 1, "tide");
    lua_createtable(L, 0, 1);
    lua_pushvalue(L, 1);
    lua_pushcclosure(L, missing_global, 1);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, 1);
    make_environment_metatable(L, 1);
    return 0;
}

void globals_push_environment(lua_State *L)
{
    lua_newtable(L);
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
    lua_setmetatable(L, -2);
}

void globals_push_world(lua_State *L)
{
    lua_rawgetp(L, LUA_REGISTRYINDEX, &environment_key);
    lua_getfield(L, -1, "__index");
    run_prelude(L, "world", -1);
    lua_replace(L, -3);
    lua_pop(L, 1);
}
