/* What a script returned into bytes for the parent. */
#ifndef TIDEMARK_LUA_ENCODE_H
#define TIDEMARK_LUA_ENCODE_H

#include "base/text.h"

#include <lua.h>

/* Adds the value at index to out as protocol.h describes it. What cannot cross (a metatable, a
 * number that is not finite, a table in itself …) is an error that names the path to it. A function
 * crosses as a reference into the registry's table of functions, which this call makes anew. */
void encode_value(lua_State *L, int index, struct text_buffer *out);

#endif
