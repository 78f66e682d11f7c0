#include "lua/functions.h"

#include "lua/mathematics.h"
#include "lua/order.h"
#include "lua/protect.h"
#include "lua/row_run.h"
#include "lua/sandbox.h"
#include "lua/symbol.h"
#include "lua/trace.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FUNCTIONS_PRINT_BYTES = 4096 };

/* The fewest digits that read back to the same double; as in Lua, a float looks like one (1.0). */
static void push_float(lua_State *L, double number)
{
    char text[40];
    if (isnan(number)) {
        lua_pushliteral(L, "nan"); /* C prints its sign, which depends on the processor */
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    if (strspn(text, "-0123456789") == strlen(text))
        strcat(text, ".0");
    lua_pushstring(L, text);
}

/* Pushes the text of the value at index: no addresses. */
static void push_text(lua_State *L, int index)
{
    if (luaL_callmeta(L, index, "__tostring")) {
        if (!lua_isstring(L, -1))
            luaL_error(L, "'__tostring' must return a text");
        return;
    }
    switch (lua_type(L, index)) {
    case LUA_TSTRING:
        lua_pushvalue(L, index);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index))
            lua_pushfstring(L, "%I", (LUAI_UACINT)lua_tointeger(L, index));
        else
            push_float(L, lua_tonumber(L, index));
        break;
    case LUA_TBOOLEAN:
        lua_pushstring(L, lua_toboolean(L, index) ? "true" : "false");
        break;
    default:
        lua_pushstring(L, symbol_is(L, index, NULL) ? "figure" : luaL_typename(L, index));
    }
}

static int text_of_value(lua_State *L)
{
    luaL_checkany(L, 1);
    symbol_refuse_arguments(L, "tostring");
    push_text(L, 1);
    return 1;
}

void functions_send_printed(struct sandbox *sandbox)
{
    struct text_buffer *printed = &sandbox->printed;
    if (printed->failed ||
        (printed->length > 0 && protocol_send(sandbox->fd, PROTOCOL_PRINT, printed->bytes,
                                              printed->length, INFINITY) != PROTOCOL_DONE))
        _exit(1);
    printed->length = 0;
}

/* Keeps what is printed for the parent, which writes it; beyond the limit nothing is kept. It goes
 * out in pieces: a message for each line would take longer than the line. */
static int print(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    int count = lua_gettop(L);
    luaL_Buffer line;
    if (sandbox->running &&
        !(sandbox->running->mode == RUNNING_TRACE ? trace_prints(L) : row_run_prints(L)))
        return 0;
    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1)
            luaL_addchar(&line, '\t');
        push_text(L, i);
        luaL_addvalue(&line);
    }
    luaL_addchar(&line, '\n');
    luaL_pushresult(&line);
    size_t length = 0;
    const char *text = lua_tolstring(L, -1, &length);
    if (sandbox->printed_bytes > sandbox->print_max_bytes)
        return 0;
    sandbox->printed_bytes += length;
    if (length > sandbox->print_max_bytes + 1)
        length = sandbox->print_max_bytes + 1; /* one more than is shown, so that the cut is seen */
    text_add(&sandbox->printed, text, length);
    if (sandbox->printed.length >= FUNCTIONS_PRINT_BYTES)
        functions_send_printed(sandbox);
    return 0;
}

/* __gc runs where no hook does, __close and __mode make crashes and results that depend on when
 * garbage is collected, __metatable would hide from us what a table is. */
static int set_metatable(lua_State *L)
{
    static const char *const refused[] = {"__gc", "__close", "__mode", "__metatable"};
    luaL_checktype(L, 1, LUA_TTABLE);
    if (!lua_isnil(L, 2))
        luaL_checktype(L, 2, LUA_TTABLE);
    for (size_t i = 0; !lua_isnil(L, 2) && i < sizeof refused / sizeof *refused; i++) {
        lua_pushstring(L, refused[i]);
        if (lua_rawget(L, 2) != LUA_TNIL)
            return sandbox_raise(L, ERR_SCRIPT_RUN, 1, NULL,
                                 "a metatable with '%s' is not available in a script", refused[i]);
        lua_pop(L, 1);
    }
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return luaL_error(L, "cannot change a protected metatable");
    lua_settop(L, 2);
    lua_setmetatable(L, 1);
    return 1;
}

/* What is shown by a table of ours would be hidden by a field of the same name. */
static int raw_set(lua_State *L)
{
    symbol_refuse_arguments(L, "rawset");
    luaL_checktype(L, 1, LUA_TTABLE);
    if (luaL_getmetafield(L, 1, "__metatable") != LUA_TNIL)
        return sandbox_raise(L, ERR_SCRIPT_NAME, 1, "keep your own functions in a local table",
                             "rawset cannot change what a script finds around it");
    luaL_checkany(L, 2);
    luaL_checkany(L, 3);
    lua_settop(L, 3);
    lua_rawset(L, 1);
    return 1;
}

static const luaL_Reg functions_base[] = {
    {"pairs", order_pairs},
    {"pcall", protect_call},
    {"rawset", raw_set},
    {"print", print},
    {"setmetatable", set_metatable},
    {"tostring", text_of_value},
    {"xpcall", protect_call_handled},
    {NULL, NULL},
};

/* Lua's own function (upvalue 1), which would take a figure for a thing without saying so; upvalue
 * 2 is what scripts call it. */
static int call_without_figures(lua_State *L)
{
    lua_CFunction function = lua_tocfunction(L, lua_upvalueindex(1));
    symbol_refuse_arguments(L, lua_tostring(L, lua_upvalueindex(2)));
    return function(L);
}

/* Makes functions of the table at the top refuse figures; prefix is the library's name. */
static void refuse_figures(lua_State *L, const char *prefix, const char *const *names)
{
    for (size_t i = 0; names[i]; i++) {
        lua_getfield(L, -1, names[i]);
        lua_pushfstring(L, "%s%s", prefix, names[i]);
        lua_pushcclosure(L, call_without_figures, 2);
        lua_setfield(L, -2, names[i]);
    }
}

void functions_replace_base(lua_State *L)
{
    static const char *const refused[] = {"rawequal", "rawget", "select", "tonumber", "type", NULL};
    luaL_setfuncs(L, functions_base, 0);
    refuse_figures(L, "", refused);
}

/* string.format with texts made by push_text, and without %p; upvalue 1 is Lua's own. */
static int format(lua_State *L)
{
    symbol_refuse_arguments(L, "string.format");
    const char *at = luaL_checkstring(L, 1);
    lua_CFunction own = lua_tocfunction(L, lua_upvalueindex(1));
    int argument = 1, top = lua_gettop(L);
    while ((at = strchr(at, '%')) != NULL) {
        at++;
        if (*at == '%') {
            at++;
            continue;
        }
        at += strspn(at, "-+ #0123456789.");
        argument++;
        if (*at == 'p')
            return sandbox_raise(L, ERR_SCRIPT_RUN, 1, NULL,
                                 "'%%p' is not available in a script: addresses differ each time");
        if (*at == 's' && argument <= top && lua_type(L, argument) != LUA_TSTRING) {
            push_text(L, argument);
            lua_replace(L, argument);
        }
    }
    return own(L);
}

void functions_replace_string(lua_State *L)
{
    lua_getfield(L, -1, "format");
    lua_pushcclosure(L, format, 1);
    lua_setfield(L, -2, "format");
}

void functions_replace_table(lua_State *L)
{
    lua_pushcfunction(L, order_sort);
    lua_setfield(L, -2, "sort");
}

void functions_replace_math(lua_State *L)
{
    static const char *const refused[] = {"fmod", "modf", "tointeger", "type", "ult", NULL};
    mathematics_replace(L);
    refuse_figures(L, "math.", refused);
}
