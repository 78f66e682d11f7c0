/* What free scripts have in `tide` beside what rules have: the engine's calls, tables, words. */
#ifndef TIDEMARK_LUA_FREE_H
#define TIDEMARK_LUA_FREE_H

#include "base/text.h"
#include "lua/protocol.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>

/* The file of the prelude that makes it. */
#define FREE_PRELUDE "run"

/* call_name gives the names of the engine's calls (worker.h); a rule (not free) gets functions of
 * these names that say where they belong. words are those of the command line. */
struct free_script {
    bool free;
    const char *(*call_name)(size_t index);
    struct text words[PROTOCOL_WORDS_MAX];
    size_t word_count;
};

/* For sandbox_call in a fresh state, with a struct free_script as its context. */
int free_install(lua_State *L);

/* The results of a free script into a text_buffer, for sandbox_run. Raises Lua errors. */
void free_finish(lua_State *L, int count, void *reply);

#endif
