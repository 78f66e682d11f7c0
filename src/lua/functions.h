/* Functions that replace Lua's own where those would show an address, swallow a kill, depend on the
 * machine, or loop in C. */
#ifndef TIDEMARK_LUA_FUNCTIONS_H
#define TIDEMARK_LUA_FUNCTIONS_H

#include <lauxlib.h>

/* pcall print setmetatable tostring, for the base names; pairs is order_pairs. */
extern const luaL_Reg functions_base[];

/* format (no %p, no addresses by %s) for string; log (the same bits everywhere) for math. Each
 * expects the table of the library at the top of the stack and fills it. */
void functions_replace_string(lua_State *L);
void functions_replace_table(lua_State *L);
void functions_replace_math(lua_State *L);

#endif
