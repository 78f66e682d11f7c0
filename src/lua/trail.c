#include "lua/trail.h"

#include <stdio.h>
#include <string.h>

enum { TRAIL_LEVELS_MAX = 64 };

/* What a message calls the function of a level of the stack, "" when it has no name. */
static void name_call(const lua_Debug *info, char name[PROTOCOL_NAME_MAX])
{
    bool named = info->name && strcmp(info->namewhat, "for iterator") != 0 && *info->name != '?';
    bool event = strcmp(info->namewhat, "metamethod") == 0;
    snprintf(name, PROTOCOL_NAME_MAX, "%s%s", event ? "__" : "", named ? info->name : "");
}

/* Notes the calls of script functions that lead to an error. What the engine called itself has no
 * caller, and a function that calls itself from one line stands there once. */
void trail_note(lua_State *L, struct sandbox_failure *failure)
{
    const struct sandbox *sandbox = sandbox_of(L);
    struct sandbox_step call = {0};
    bool pending = false;
    lua_Debug info;
    failure->call_count = 0;
    for (int level = 1; level < TRAIL_LEVELS_MAX && failure->call_count < PROTOCOL_CALLS_MAX &&
                        lua_getstack(L, level, &info);
         level++) {
        lua_getinfo(L, "Sln", &info);
        int chunk = sandbox_chunk(sandbox, info.source);
        if (chunk == SANDBOX_NOWHERE || info.currentline <= 0)
            continue;
        struct sandbox_place here = {chunk, (uint32_t)info.currentline};
        const struct sandbox_step *last =
            failure->call_count ? &failure->calls[failure->call_count - 1] : NULL;
        call.called = here;
        if (pending && (!last || memcmp(last, &call, sizeof call) != 0))
            failure->calls[failure->call_count++] = call;
        bool main = strcmp(info.what, "main") == 0;
        pending = !main || chunk > 0;
        memset(&call, 0, sizeof call);
        call.defined = (struct sandbox_place){chunk, main ? 0 : (uint32_t)info.linedefined};
        if (!main)
            name_call(&info, call.name);
    }
}
