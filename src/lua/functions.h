/* Functions that replace Lua's own where those would show an address, swallow a kill, depend on the
 * machine, or loop in C. */
#ifndef TIDEMARK_LUA_FUNCTIONS_H
#define TIDEMARK_LUA_FUNCTIONS_H

#include "lua/sandbox.h"

#include <lua.h>

/* Each expects the table of a library at the top of the stack, with Lua's own functions, and puts
 * ours in their place: pcall xpcall print setmetatable tostring for the base names (pairs is
 * order_pairs); format (no %p, no addresses by %s) for string; sort for table; math calculates
 * with figures and missing values (mathematics.h). What would take a figure for a thing refuses
 * it; rawset refuses what a script did not make. */
void functions_replace_base(lua_State *L);
void functions_replace_string(lua_State *L);
void functions_replace_table(lua_State *L);
void functions_replace_math(lua_State *L);

/* Sends the parent what was printed and not sent yet: before each answer. */
void functions_send_printed(struct sandbox *sandbox);

#endif
