/* What a function of a rule gets: c, which is asked for figures by name. */
#ifndef TIDEMARK_LUA_FIGURES_H
#define TIDEMARK_LUA_FIGURES_H

#include <lua.h>
#include <stdint.h>

/* Makes the metatable of c; once in a state. */
void figures_install(lua_State *L);

/* Pushes a fresh c for the function that is being run. */
void figures_push(lua_State *L);

#endif
