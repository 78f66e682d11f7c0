#include "lua/free.h"

#include "lua/encode.h"
#include "lua/engine.h"
#include "lua/functions.h"
#include "lua/globals.h"
#include "lua/prelude.h"
#include "lua/record.h"
#include "lua/sandbox.h"

#include <lauxlib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* Key of the registry: the prelude's function that reads what a script returns. */
static const char result_key = 'r';

/* Sends the call in the sandbox's buffer and waits for the answer. Half a conversation cannot be
 * taken up again: the worker ends, and the parent says so. */
static void ask(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct text_buffer *body = &sandbox->call;
    enum protocol_kind kind = PROTOCOL_CALL;
    if (body->failed || body->length > PROTOCOL_FRAME_MAX)
        sandbox_raise_memory(L);
    functions_send_printed(sandbox); /* what the script printed comes before what the call prints */
    if (protocol_send(sandbox->fd, kind, body->bytes, body->length, INFINITY) != PROTOCOL_DONE)
        _exit(1);
    enum protocol_outcome outcome = protocol_receive(sandbox->fd, &kind, body, INFINITY);
    if (outcome == PROTOCOL_NO_MEMORY)
        sandbox_raise_memory(L);
    if (outcome != PROTOCOL_DONE || kind != PROTOCOL_ANSWER)
        _exit(1);
}

static void put_words(lua_State *L, int index, struct text_buffer *out)
{
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);
    if (count > PROTOCOL_WORDS_MAX)
        sandbox_raise(L, ERR_SCRIPT_OPTION, 0, NULL, "a call takes at most %d words",
                      PROTOCOL_WORDS_MAX);
    protocol_put_u32(out, (uint32_t)count);
    for (lua_Integer i = 1; i <= count; i++) {
        struct text word = {0};
        lua_rawgeti(L, index, i);
        word.bytes = luaL_checklstring(L, -1, &word.length);
        record_check_text(L, word);
        protocol_put_text(out, word.bytes, word.length);
        lua_pop(L, 1);
    }
}

/* engine.call(name, words, options [, rows, columns, numbers]): the rows that the engine gives, or
 * nothing. */
static int call(lua_State *L)
{
    struct text_buffer *body = &sandbox_of(L)->call;
    struct sandbox_place place = sandbox_where(L, 1);
    struct text name = {0};
    bool table = !lua_isnoneornil(L, 4);
    name.bytes = luaL_checklstring(L, 1, &name.length);
    body->length = 0;
    protocol_put_u32(body, (uint32_t)place.chunk);
    protocol_put_u32(body, place.line);
    protocol_put_text(body, name.bytes, name.length);
    put_words(L, 2, body);
    encode_options(L, 3, name.bytes, body);
    protocol_put_byte(body, table);
    if (table)
        record_put(L, 4, body);
    ask(L);
    struct protocol_reader reader = protocol_reader_of(body->bytes, body->length);
    uint8_t given = protocol_get_byte(&reader);
    if (given == 2) {
        record_push(L, &reader);
        return 1;
    }
    if (given == 1)
        return 0;
    struct text sentence = protocol_get_text(&reader, PROTOCOL_SENTENCE_MAX);
    struct text hint = protocol_get_text(&reader, PROTOCOL_SENTENCE_MAX);
    lua_pushlstring(L, hint.bytes, hint.length);
    lua_pushlstring(L, sentence.bytes, sentence.length);
    return sandbox_raise_at(L, ERR_SCRIPT_CALL, place, lua_tostring(L, -2), "%s",
                            lua_tostring(L, -1));
}

/* tide.NAME in a rule. Upvalue 1 is the name. */
static int belongs_elsewhere(lua_State *L)
{
    return sandbox_raise(L, ERR_SCRIPT_NAME, 1,
                         "it belongs in a free script, which `tidemark run FILE.lua` runs",
                         "a rule has no tide.%s: it says how figures become scores",
                         lua_tostring(L, lua_upvalueindex(1)));
}

/* Pushes the names that scripts may use, and the fields of `tide` behind its fence. */
static void push_tide(lua_State *L)
{
    globals_push_environment(L);
    luaL_getmetafield(L, -1, "__index");
    lua_replace(L, -2);
    lua_getfield(L, -1, "tide");
    luaL_getmetafield(L, -1, "__index");
    lua_replace(L, -2);
}

static void push_texts(lua_State *L, const struct text *texts, size_t count)
{
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_pushlstring(L, texts[i].bytes, texts[i].length);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static const struct prelude_file *find_prelude(void)
{
    size_t at = 0;
    while (at + 1 < prelude_count && strcmp(prelude_files[at].name, FREE_PRELUDE) != 0)
        at++;
    return &prelude_files[at];
}

/* Runs the file of the prelude, with the names at index allowed; it gives a table of what goes into
 * tide and the function that reads results. */
static void run_prelude(lua_State *L, int allowed, const struct free_script *script)
{
    const struct prelude_file *file = find_prelude();
    if (luaL_loadbufferx(L, file->text, file->length, "=prelude", "t") != LUA_OK)
        lua_error(L);
    lua_pushvalue(L, allowed);
    lua_setupvalue(L, -2, 1);
    engine_push(L);
    lua_pushcfunction(L, call);
    lua_setfield(L, -2, "call");
    lua_newtable(L);
    for (size_t i = 0; script->call_name(i); i++) {
        lua_pushstring(L, script->call_name(i));
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    push_texts(L, script->words, script->word_count);
    lua_call(L, 3, 2);
    lua_rawsetp(L, LUA_REGISTRYINDEX, &result_key);
}

int free_install(lua_State *L)
{
    const struct free_script *script = lua_touserdata(L, 1);
    push_tide(L);
    int tide = lua_gettop(L);
    if (!script->free) {
        for (size_t i = 0; script->call_name(i); i++) {
            lua_pushstring(L, script->call_name(i));
            lua_pushvalue(L, -1);
            lua_pushcclosure(L, belongs_elsewhere, 1);
            lua_rawset(L, tide);
        }
        return 0;
    }
    sandbox_of(L)->print_max_bytes = PROTOCOL_OUTPUT_MAX;
    run_prelude(L, tide - 1, script);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_rawset(L, tide);
    }
    return 0;
}

void free_finish(lua_State *L, int count, void *reply)
{
    struct text_buffer *out = reply;
    if (count > 1)
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, "return one list of records",
                      "the script returns %d values, but one is expected", count);
    bool given = count == 1 && !lua_isnil(L, -1);
    protocol_put_byte(out, given);
    if (!given)
        return;
    lua_rawgetp(L, LUA_REGISTRYINDEX, &result_key);
    lua_insert(L, -2);
    lua_call(L, 1, 3);
    record_put(L, lua_gettop(L) - 2, out);
}
