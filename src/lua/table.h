/* Tables as they cross between the processes (protocol.h): the parent's side. */
#ifndef TIDEMARK_LUA_TABLE_H
#define TIDEMARK_LUA_TABLE_H

#include "base/rows.h"
#include "lua/protocol.h"

/* Adds columns and cells of rows; meta data stay behind. False when they have more columns or bytes
 * than a table may: out then holds a part of them. */
bool table_put(const struct rows *rows, struct text_buffer *out);

/* Reads a table from hostile bytes, into arena: at most PROTOCOL_COLUMNS_MAX columns with names of
 * their own, texts of valid UTF-8 without control characters, numbers finite or missing. NULL with
 * what is wrong, a static text, in *problem. Memory stays in proportion to the bytes. */
struct rows *table_get(struct arena *arena, struct protocol_reader *reader, const char **problem);

#endif
