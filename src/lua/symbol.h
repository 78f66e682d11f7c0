/* Figures that differ by country, as a script sees them while its function is traced: userdata that
 * stand for steps of a formula. */
#ifndef TIDEMARK_LUA_SYMBOL_H
#define TIDEMARK_LUA_SYMBOL_H

#include <lua.h>
#include <stdbool.h>
#include <stdint.h>

/* Makes the metatable of figures; once in a state. */
void symbol_install(lua_State *L);

/* Forgets which userdata stand for which step, before a trace begins. */
void symbol_forget(lua_State *L);

/* Pushes the figure of a step: always the same userdata within one trace. */
void symbol_push(lua_State *L, uint32_t step);

/* Whether the value at index is a figure, and of which step (step may be NULL). Raises an error for
 * one that was kept from an earlier run, which stands for nothing any more. */
bool symbol_is(lua_State *L, int index, uint32_t *step);

/* Refuses the call when one of the arguments is a figure: for functions of Lua that would take it
 * for a thing. name is what the script called. */
void symbol_refuse_arguments(lua_State *L, const char *name);

#endif
