/* The results of rows, kept until they are sent. */
#ifndef TIDEMARK_LUA_ROW_OUTPUT_H
#define TIDEMARK_LUA_ROW_OUTPUT_H

#include "lua/row_state.h"

#include <lua.h>

/* Adds a result to the run, missing in all rows. False without memory, beyond FORMULA_RESULTS_MAX
 * or for a name that is too long. */
bool row_output_make(struct row_run *run, struct text name, bool text, bool interval);

/* Before the first row: no text is known. */
void row_output_forget_texts(lua_State *L);

/* Makes all results of the row missing. */
void row_output_clear(struct row_run *run);

/* A result of the row, as results_read gives it; context is the run. Raises an error for one that
 * is not among the outputs, or of another kind; while probing an output is made instead. */
void row_output_add(lua_State *L, void *context, struct text name, const struct results_item *item);

#endif
