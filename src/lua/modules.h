/* Other scripts a script may use: their texts come from the parent, by a checked name. */
#ifndef TIDEMARK_LUA_MODULES_H
#define TIDEMARK_LUA_MODULES_H

#include <lua.h>

/* require "name": what scripts/lib/name.lua returns, loaded once for a run. */
int modules_library(lua_State *L);

/* tide.rule "name": what the rule of that name returns, made afresh for each call, so that changing
 * it changes nothing else. */
int modules_rule(lua_State *L);

#endif
