/* Lua's math for figures and missing values too. */
#ifndef TIDEMARK_LUA_MATHEMATICS_H
#define TIDEMARK_LUA_MATHEMATICS_H

#include <lua.h>

/* Replaces abs sqrt exp log floor ceil min max of the table at the top, which holds Lua's own: the
 * same results on plain numbers, but that log is ours (the same bits everywhere), and that while a
 * function of a rule is run floor and ceil of a fraction give floats, as all its figures are. */
void mathematics_replace(lua_State *L);

#endif
