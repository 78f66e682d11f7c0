/* Tracing: a function of a rule is run over figures instead of numbers, once for each way through
 * its comparisons, and what it does with them becomes a formula. */
#ifndef TIDEMARK_LUA_TRACE_H
#define TIDEMARK_LUA_TRACE_H

#include "base/text.h"
#include "lua/running.h"
#include "lua/sandbox.h"
#include "lua/steps.h"

#include <lua.h>

enum { TRACE_PATHS_MAX = 256, TRACE_CONDITIONS_MAX = 64 };

/* Traces a function, twice, and puts the body of a FORMULA frame into reply; tries it on made-up
 * rows when it cannot be traced. Sets function->nil_missing. False with the sandbox's failure
 * filled in. */
bool trace_function(struct sandbox *sandbox, struct running_function *function,
                    struct text_buffer *reply);

/* The rest is for what a script calls while it is traced. */

/* Adds a step and returns its number; count operands. Raises an error when there are too many. */
uint32_t trace_step(lua_State *L, const struct step *step, const uint32_t *operands, size_t count);

/* The number of a text. */
uint32_t trace_text(lua_State *L, const char *bytes, size_t length);

/* Whether the steps of a figure give a text. */
bool trace_is_text(lua_State *L, uint32_t step);

/* The answer to a condition on this way through the function. */
bool trace_decide(lua_State *L, uint32_t condition);

/* Where a condition can only come out one way, unless a figure is missing. */
bool trace_decide_known(lua_State *L, uint32_t condition, bool answer);

/* Adds the step of a call of lag or of a panel function, whose operand is joined from all ways that
 * come to it once they are known; step has no operands and its `given`. Returns its number. */
uint32_t trace_call(lua_State *L, const struct step *step, uint32_t operand);

/* Whether what the script prints now is to be shown: only on the first way through. */
bool trace_prints(lua_State *L);

/* Ends the trace: the function cannot become a formula, because its line does what format says
 * ("joins a figure to a text"). Does not return. */
int trace_refuse(lua_State *L, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
