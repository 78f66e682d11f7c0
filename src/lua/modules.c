#include "lua/modules.h"

#include "lua/sandbox.h"
#include "lua/worker.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Key of the registry: the libraries loaded so far, by name. */
static const char loaded_key = 'm';

static const char *kind_word(enum worker_module kind)
{
    return kind == WORKER_RULE ? "rule" : "library";
}

/* Modules being loaded are written "r:name" and "l:name". */
static void refuse_circle(lua_State *L, const struct sandbox *sandbox, const char *entry)
{
    for (uint32_t i = 0; i < sandbox->loading_count; i++) {
        char circle[PROTOCOL_SENTENCE_MAX / 2] = "";
        size_t used = 0;
        if (strcmp(sandbox->loading[i], entry) != 0)
            continue;
        for (uint32_t j = i; j < sandbox->loading_count && used < sizeof circle; j++)
            used += (size_t)snprintf(circle + used, sizeof circle - used, "%s → ",
                                     sandbox->loading[j] + 2);
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1, NULL, "scripts load each other in a circle: %s%s",
                      circle, entry + 2);
    }
}

/* Asks the parent, and pushes what it sent as a chunk. False when there is none of that name. */
static bool push_module(lua_State *L, enum worker_module kind, struct text name)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct text_buffer body = {0};
    enum protocol_kind answer = PROTOCOL_WANT;
    protocol_put_byte(&body, (uint8_t)kind);
    protocol_put_text(&body, name.bytes, name.length);
    /* Half a conversation cannot be taken up again: the worker ends, and the parent says so. */
    if (body.failed ||
        protocol_send(sandbox->fd, PROTOCOL_WANT, body.bytes, body.length, INFINITY) !=
            PROTOCOL_DONE ||
        protocol_receive(sandbox->fd, &answer, &body, INFINITY) != PROTOCOL_DONE ||
        answer != PROTOCOL_MODULE)
        _exit(1);
    struct protocol_reader reader = protocol_reader_of(body.bytes, body.length);
    bool found = protocol_get_byte(&reader) == 1;
    int status = LUA_OK;
    if (found) {
        struct text shown = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
        struct text source = protocol_get_text(&reader, PROTOCOL_SCRIPT_MAX);
        status = sandbox_load_chunk(L, shown, source);
    }
    text_buffer_free(&body);
    if (status != LUA_OK)
        sandbox_raise_load(L, status);
    return found;
}

static void load_module(lua_State *L, enum worker_module kind, struct text name)
{
    struct sandbox *sandbox = sandbox_of(L);
    char entry[PROTOCOL_NAME_MAX + 2];
    snprintf(entry, sizeof entry, "%c:%.*s", kind == WORKER_RULE ? 'r' : 'l', (int)name.length,
             name.bytes);
    refuse_circle(L, sandbox, entry);
    if (sandbox->loading_count == SANDBOX_NESTING_MAX)
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1, NULL, "scripts load each other %d deep",
                      SANDBOX_NESTING_MAX);
    if (sandbox->chunk_count == PROTOCOL_CHUNKS_MAX || sandbox->wanted == PROTOCOL_CHUNKS_MAX)
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1, NULL, "more than %d scripts are asked for",
                      PROTOCOL_CHUNKS_MAX);
    sandbox->wanted++;
    if (!push_module(L, kind, name))
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1,
                      kind == WORKER_RULE ? "rules are files in scripts/rules"
                                          : "libraries are files in scripts/lib",
                      "there is no %s '%.*s'", kind_word(kind), (int)name.length, name.bytes);
    memcpy(sandbox->loading[sandbox->loading_count++], entry, sizeof entry);
    lua_call(L, 0, 1);
    sandbox->loading_count--;
    if (lua_isnil(L, -1))
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1, "end it with `return { … }`",
                      "the %s '%.*s' returns nothing", kind_word(kind), (int)name.length,
                      name.bytes);
}

static struct text check_name(lua_State *L, enum worker_module kind)
{
    struct text name = {0};
    if (sandbox_of(L)->running)
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1,
                      "load it at the top of the script, into a local name",
                      "a function of a rule cannot load a %s", kind_word(kind));
    if (sandbox_of(L)->applying)
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1,
                      "load it at the top of the script, into a local name",
                      "apply cannot load a %s", kind_word(kind));
    if (lua_type(L, 1) != LUA_TSTRING)
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1, NULL, "the name of a %s is a text, not a %s",
                      kind_word(kind), luaL_typename(L, 1));
    name.bytes = lua_tolstring(L, 1, &name.length);
    if (!protocol_is_module_name(name))
        sandbox_raise(L, ERR_SCRIPT_MODULE, 1, "give the name alone: no folder and no .lua",
                      "'%.80s' is no name of a %s: it may have a-z, 0-9 and _", name.bytes,
                      kind_word(kind));
    return name;
}

int modules_rule(lua_State *L)
{
    struct text name = check_name(L, WORKER_RULE);
    load_module(L, WORKER_RULE, name);
    return 1;
}

int modules_library(lua_State *L)
{
    struct text name = check_name(L, WORKER_LIBRARY);
    if (lua_rawgetp(L, LUA_REGISTRYINDEX, &loaded_key) == LUA_TNIL) {
        lua_newtable(L);
        lua_pushvalue(L, -1);
        lua_rawsetp(L, LUA_REGISTRYINDEX, &loaded_key);
        lua_replace(L, -2);
    }
    lua_pushvalue(L, 1);
    if (lua_rawget(L, -2) != LUA_TNIL)
        return 1;
    lua_pop(L, 1);
    load_module(L, WORKER_LIBRARY, name);
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, -4);
    return 1;
}
