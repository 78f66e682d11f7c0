/* The functions of the library `tide` that compute: with figures, numbers and missing values. */
#ifndef TIDEMARK_LUA_TIDE_H
#define TIDEMARK_LUA_TIDE_H

#include <lua.h>

/* engine.value(name [, method]): the function tide.NAME. It computes when it is called with what it
 * computes with, and is the method (a function of the prelude, which makes a table of options) when
 * it is called without, outside functions of a rule. */
int tide_value(lua_State *L);

/* engine.values: pushes a list of the names that compute. */
void tide_push_names(lua_State *L);

#endif
