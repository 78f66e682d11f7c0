/* The `apply` of a scenario, run once in the worker: prelude/world.lua records what it says. */
#ifndef TIDEMARK_LUA_APPLY_H
#define TIDEMARK_LUA_APPLY_H

#include "lua/sandbox.h"

/* Calls the function of a reference with a world of the countries and nodes that APPLY carries, and
 * puts what it records into the reply as a value. False with failure filled in when that fails;
 * malformed says that the message was none. */
bool apply_run(struct sandbox *sandbox, uint32_t reference, struct protocol_reader *reader,
               struct text_buffer *reply, bool *malformed);

#endif
