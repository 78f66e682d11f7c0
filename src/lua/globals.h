/* What a script finds around it: an allow-list. */
#ifndef TIDEMARK_LUA_GLOBALS_H
#define TIDEMARK_LUA_GLOBALS_H

#include <lua.h>

/* Called once in a fresh state: makes the names scripts may use, from Lua's own libraries, the
 * replacements in functions.h and the prelude. */
int globals_install(lua_State *L);

/* Pushes a fresh table for a chunk's globals: it shows the allowed names, refuses assignments and
 * answers any other name with an error that suggests one. */
void globals_push_environment(lua_State *L);

/* Pushes the function of prelude/world.lua that makes worlds: what only the apply of a scenario
 * needs is not made in every state. */
void globals_push_world(lua_State *L);

#endif
