/* What a script returned into bytes for the parent. */
#ifndef TIDEMARK_LUA_ENCODE_H
#define TIDEMARK_LUA_ENCODE_H

#include "base/text.h"

#include <lua.h>
#include <stdint.h>

/* Makes the table of functions that were sent; once in a state. */
void encode_install(lua_State *L);

/* Adds the value at index to out as protocol.h describes it. What cannot cross (a metatable, a
 * number that is not finite, a table in itself …) is an error that names the path to it. A function
 * crosses as a reference: the next number after the sandbox's functions_before. */
void encode_value(lua_State *L, int index, struct text_buffer *out);

/* The same, but a function cannot cross. */
void encode_plain(lua_State *L, int index, struct text_buffer *out);
/* Likewise for what a call is given, without functions; name says of which call in errors. */
void encode_options(lua_State *L, int index, const char *name, struct text_buffer *out);

/* Pushes the function of a reference that encode_value gave, nil when there is none. */
void encode_push_function(lua_State *L, uint32_t reference);

#endif
