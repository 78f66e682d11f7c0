#include "lua/protect.h"

#include "lua/sandbox.h"

#include <lauxlib.h>
#include <stdbool.h>

/* What a protected call needs after a coroutine was resumed within it, in one number. */
enum { PROTECT_BELOW_BITS = 2 };

static lua_KContext context_of(const struct sandbox *sandbox, int below)
{
    return (lua_KContext)sandbox->loading_count << PROTECT_BELOW_BITS | below;
}

/* After a protected call: `below` values under the results are not for the script. */
static int finish(lua_State *L, int status, lua_KContext context)
{
    int below = (int)(context & ((1 << PROTECT_BELOW_BITS) - 1));
    if (status == LUA_OK || status == LUA_YIELD)
        return lua_gettop(L) - below;
    sandbox_let_through(L, status);
    sandbox_of(L)->loading_count = (uint32_t)(context >> PROTECT_BELOW_BITS);
    lua_pushboolean(L, false);
    lua_pushvalue(L, -2);
    return 2;
}

int protect_call(lua_State *L)
{
    luaL_checkany(L, 1);
    lua_pushboolean(L, true);
    lua_insert(L, 1);
    lua_KContext context = context_of(sandbox_of(L), 0);
    return finish(L, lua_pcallk(L, lua_gettop(L) - 2, LUA_MULTRET, 0, context, finish), context);
}

/* The handler of a script, upvalue 1. */
static int handle(lua_State *L)
{
    lua_settop(L, 1);
    if (sandbox_is_ending(sandbox_of(L)))
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

int protect_call_handled(lua_State *L)
{
    luaL_checktype(L, 2, LUA_TFUNCTION);
    lua_pushvalue(L, 2);
    lua_pushcclosure(L, handle, 1);
    lua_replace(L, 2);
    lua_pushboolean(L, true);
    lua_pushvalue(L, 1);
    lua_rotate(L, 3, 2);
    lua_KContext context = context_of(sandbox_of(L), 2);
    return finish(L, lua_pcallk(L, lua_gettop(L) - 4, LUA_MULTRET, 2, context, finish), context);
}

/* Resumes a coroutine with the arguments at the top of L; what it yields or returns, or its error,
 * is then there. Its hook is that of the one who resumes it: an interrupt, or how a function of a
 * rule is watched. It joins the chain before its hook is set, so that no interrupt falls between.
 * Lua itself refuses to nest coroutines so deep that the chain is full. */
static int resume(lua_State *L, lua_State *coroutine, int arguments, int *results)
{
    struct sandbox *sandbox = sandbox_of(L);
    uint32_t loading_count = sandbox->loading_count;
    if (sandbox->chain_length == SANDBOX_CHAIN_MAX || !lua_checkstack(coroutine, arguments + 1)) {
        lua_pop(L, arguments);
        lua_pushliteral(L, "coroutines are nested too deeply");
        return LUA_ERRRUN;
    }
    if (lua_status(coroutine) == LUA_OK && lua_gettop(coroutine) == 0) {
        lua_pop(L, arguments);
        lua_pushliteral(L, "cannot resume dead coroutine");
        return LUA_ERRRUN;
    }
    lua_xmove(L, coroutine, arguments);
    sandbox->chain[sandbox->chain_length] = coroutine;
    sandbox->chain_length++;
    lua_sethook(coroutine, lua_gethook(L), lua_gethookmask(L), lua_gethookcount(L));
    int status = lua_resume(coroutine, L, arguments, results);
    sandbox->chain_length--;
    bool good = status == LUA_OK || status == LUA_YIELD;
    if (!good)
        *results = 1;
    luaL_checkstack(L, *results + 1, "a coroutine gives too many values");
    lua_xmove(coroutine, L, *results);
    if (good)
        return LUA_OK;
    sandbox_let_through(L, status);
    sandbox->loading_count = loading_count;
    return status;
}

static int resume_coroutine(lua_State *L)
{
    lua_State *coroutine = lua_tothread(L, 1);
    int results = 1;
    luaL_argexpected(L, coroutine, 1, "coroutine");
    bool good = resume(L, coroutine, lua_gettop(L) - 1, &results) == LUA_OK;
    lua_pushboolean(L, good);
    lua_insert(L, -(results + 1));
    return results + 1;
}

/* What coroutine.wrap gives. Upvalue 1 is the coroutine. */
static int resume_wrapped(lua_State *L)
{
    lua_State *coroutine = lua_tothread(L, lua_upvalueindex(1));
    int results = 1;
    if (resume(L, coroutine, lua_gettop(L), &results) == LUA_OK)
        return results;
    sandbox_place_error(L, coroutine);
    return lua_error(L);
}

static int wrap(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_State *coroutine = lua_newthread(L);
    lua_pushvalue(L, 1);
    lua_xmove(L, coroutine, 1);
    lua_pushcclosure(L, resume_wrapped, 1);
    return 1;
}

void protect_replace_coroutine(lua_State *L)
{
    static const luaL_Reg functions[] = {
        {"resume", resume_coroutine}, {"wrap", wrap}, {NULL, NULL}};
    luaL_setfuncs(L, functions, 0);
}
