/* What the ways through a function gave, as one formula. */
#ifndef TIDEMARK_LUA_TRACE_MERGE_H
#define TIDEMARK_LUA_TRACE_MERGE_H

#include "base/text.h"

#include <lua.h>
#include <stdbool.h>

struct trace;

/* Joins the leaves of a trace into its results: a SELECT for each decision. Raises an error when a
 * result is a number on one way and a text on another, or there are none. */
void trace_merge(lua_State *L, struct trace *trace);

/* Whether a result that rows gave is among those of the trace, and of its kind. */
bool trace_merge_has(const struct trace *trace, struct text name, bool text, bool interval);

/* Puts steps and results into out, as protocol.h describes them in FORMULA. False without
 * memory. */
bool trace_merge_put(struct trace *trace, struct text_buffer *out);

#endif
