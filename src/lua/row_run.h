/* A function of a rule run row by row: plain numbers, and missing values that a script can
 * calculate with.
 *
 * A missing figure is false (nil in a function whose text compares with nil), and what is computed
 * from a missing value is missing: while one is about, nil and false have metatables. A comparison
 * with one ends the row, which then has no results. Where a calculation gives no finite number,
 * which the processor's flags show, the row is run again with its values watched after each
 * instruction, and such a number replaced by a missing value as soon as it is there. */
#ifndef TIDEMARK_LUA_ROW_RUN_H
#define TIDEMARK_LUA_ROW_RUN_H

#include "lua/row_state.h"

#include <lua.h>

/* Runs a function over rows. False with the sandbox's failure filled in; run->row is then the row
 * that failed. */
bool row_run(struct sandbox *sandbox, struct row_run *run);

/* The rest is for what a script calls while rows are run. */

/* Pushes the figure of a name in this row. */
void row_run_push_input(lua_State *L, uint32_t name);

/* Pushes a missing value. */
void row_run_push_missing(lua_State *L);

/* Whether nil is a missing value now, and not what a script forgot to set. */
bool row_run_has_missing(lua_State *L);

/* Whether what the script prints now is to be shown: not while it is tried on made-up rows, or run
 * again. */
bool row_run_prints(lua_State *L);

/* The script compares a missing value: ends the row. Does not return. */
void row_run_touch(lua_State *L);

/* Pushes the column that stands in for a step with this `given`; false when there is none. */
bool row_run_push_given(lua_State *L, const char *given);

#endif
