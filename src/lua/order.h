/* The fixed orders that make a script give the same result every time: of a table's keys, and of a
 * sort. Both loop in C without calling the C library's qsort, which asks the system how much memory
 * there is, and may not. */
#ifndef TIDEMARK_LUA_ORDER_H
#define TIDEMARK_LUA_ORDER_H

#include <lua.h>

/* Pushes the keys of the table at index as a sequence: numbers ascending, then texts bytewise, then
 * false and true. Returns how many. A key of another type raises an error, since nothing gives it a
 * place. Metatables are not asked. */
lua_Integer order_push_keys(lua_State *L, int index);

/* pairs(t) in that order; honours __pairs. Keys added during the loop are not met, keys removed are
 * skipped. */
int order_pairs(lua_State *L);

/* table.sort(list [, before]), but stable, and without the clock that Lua's own takes its pivots
 * from. */
int order_sort(lua_State *L);

#endif
