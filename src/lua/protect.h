/* Whatever catches errors in a script: pcall, xpcall and coroutines, made so that none of them can
 * hold an error that ends the script (time, memory) or the run of a function. */
#ifndef TIDEMARK_LUA_PROTECT_H
#define TIDEMARK_LUA_PROTECT_H

#include <lua.h>

/* pcall(f, …) and xpcall(f, handler, …), as Lua's own. A handler is not called for what ends the
 * script: Lua runs handlers of errors raised in a hook without hooks, so that nothing short of a
 * kill could stop one. */
int protect_call(lua_State *L);
int protect_call_handled(lua_State *L);

/* Expects the table of the coroutine library at the top of the stack and puts resume and wrap in
 * place of Lua's own: they keep the chain of running coroutines that an interrupt must reach. */
void protect_replace_coroutine(lua_State *L);

#endif
