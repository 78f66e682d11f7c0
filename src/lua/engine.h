/* What the prelude's Lua needs of C: the table of methods, errors at the script's line. */
#ifndef TIDEMARK_LUA_ENGINE_H
#define TIDEMARK_LUA_ENGINE_H

#include <lua.h>
#include <stdint.h>

/* Pushes the table of the engine's functions, which files of the prelude get as their argument:
 *
 *   raise(sentence [, hint])  an error at the script's line
 *   refuse(sentence [, hint]) the same, of what a world does not give
 *   nearest(word, names)      the key of names nearest to word, or nil
 *   protect(t, metatable)     gives t a metatable that scripts neither see nor change; returns t
 *   mark(t)                   remembers the script's line as the one that made t, and returns t
 *   rule(name)                modules_rule
 *   value(name [, method])    tide_value
 *   values                    the names of functions that compute
 *   methods                   the names of score/method.h
 *   options(method)           by name { kind =, least =, most =, words =, required =, meaning = }
 */
void engine_push(lua_State *L);

/* The line of the script on which a function of the prelude made the table at index, else 0. */
uint32_t engine_line(lua_State *L, int index);

/* The key nearest to word among those of the table at index that are texts, NULL when none is
 * near. Valid while it stays in the table. */
const char *engine_nearest(lua_State *L, int index, const char *word);

#endif
