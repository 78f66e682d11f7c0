/* How a script came to where an error is. */
#ifndef TIDEMARK_LUA_TRAIL_H
#define TIDEMARK_LUA_TRAIL_H

#include "lua/sandbox.h"

#include <lua.h>

/* Notes the calls of script functions that lead to level 1 of the stack in failure, at most
 * PROTOCOL_CALLS_MAX. What the engine itself called has no caller, and a function that calls itself
 * from one line is noted once. Allocates nothing. */
void trail_note(lua_State *L, struct sandbox_failure *failure);

#endif
