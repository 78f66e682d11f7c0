#include "lua/apply.h"

#include "lua/encode.h"
#include "lua/globals.h"

#include <lauxlib.h>

struct job {
    uint32_t reference;
    struct protocol_reader reader;
    struct text_buffer *reply;
    bool malformed;
};

static void push_text(lua_State *L, struct protocol_reader *reader)
{
    struct text text = protocol_get_text(reader, PROTOCOL_TEXT_MAX);
    lua_pushlstring(L, text.bytes, text.length);
}

/* Pushes a list of { id =, name =, FLAG = }; named: a name follows each id. */
static void push_list(lua_State *L, struct protocol_reader *reader, bool named, const char *flag)
{
    uint32_t count = protocol_get_u32(reader);
    lua_newtable(L);
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        lua_createtable(L, 0, 3);
        push_text(L, reader);
        lua_setfield(L, -2, "id");
        if (named) {
            push_text(L, reader);
            lua_setfield(L, -2, "name");
        }
        lua_pushboolean(L, protocol_get_byte(reader) == 1);
        lua_setfield(L, -2, flag);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static int run(lua_State *L)
{
    struct job *job = lua_touserdata(L, 1);
    globals_push_world(L);
    push_list(L, &job->reader, true, "inside");
    push_list(L, &job->reader, false, "indicator");
    job->malformed = !protocol_ended(&job->reader);
    if (job->malformed)
        return 0;
    lua_call(L, 2, 2);
    encode_push_function(L, job->reference);
    lua_pushvalue(L, -3);
    lua_call(L, 1, 0);
    encode_plain(L, -1, job->reply);
    return 0;
}

bool apply_run(struct sandbox *sandbox, uint32_t reference, struct protocol_reader *reader,
               struct text_buffer *reply, bool *malformed)
{
    struct job job = {reference, *reader, reply, false};
    sandbox->applying = true;
    bool good = sandbox_call(sandbox, run, &job);
    sandbox->applying = false;
    *malformed = job.malformed;
    return good;
}
