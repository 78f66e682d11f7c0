/* Functions that need more than one country and period: tide.lag and those that compare. */
#ifndef TIDEMARK_LUA_PANEL_FUNCTION_H
#define TIDEMARK_LUA_PANEL_FUNCTION_H

#include "score/formula.h"

#include <lua.h>

/* tide.rank(x, { over = … }), percentile, zscore, minmax: op says which. Pushes one value. */
void panel_function_compare(lua_State *L, enum formula_op op, const char *name);

/* tide.lag(x, n). Pushes one value. */
void panel_function_lag(lua_State *L);

#endif
