/* Lists of records in Lua, { { country = "KGZ", value = 1 }, … }, as tables of the protocol: the
 * worker's side. Functions raise Lua errors. */
#ifndef TIDEMARK_LUA_RECORD_H
#define TIDEMARK_LUA_RECORD_H

#include "base/text.h"
#include "lua/protocol.h"

#include <lua.h>

/* Adds as a table the list of records at index, with its columns in the list behind it and, in the
 * one behind that, true for each column of numbers. Other columns are texts; numbers and booleans
 * become ones there. What is nil, or a number that is none, is missing. */
void record_put(lua_State *L, int index, struct text_buffer *out);

/* Pushes the table and meta data of an ANSWER: records, in which a name that is no column is an
 * error, `columns`, and `meta`, in which warnings and notices are lists, if empty ones. Ends the
 * worker when the bytes are no table. */
void record_push(lua_State *L, struct protocol_reader *reader);

/* Refuses a text that the parent would not take: not UTF-8, too long, or with control characters.
 */
void record_check_text(lua_State *L, struct text text);

#endif
