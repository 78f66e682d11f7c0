/* Missing values that a script can calculate with, while rows are run: nil and false, for a time,
 * have metatables. */
#ifndef TIDEMARK_LUA_MISSING_H
#define TIDEMARK_LUA_MISSING_H

#include <lua.h>

/* Makes the metatable; once in a state. */
void missing_install(lua_State *L);

/* From now on what is computed from nil or false is missing and comparisons with them end the row;
 * and no longer: then Lua's own errors are raised. */
void missing_allow(lua_State *L);
void missing_forbid(lua_State *L);

#endif
