#include "lua/sandbox.h"

#include "base/random.h"
#include "lua/globals.h"
#include "lua/running.h"
#include "lua/scan.h"
#include "lua/trail.h"

#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SANDBOX_LEVELS_MAX = 64 };

struct sandbox *sandbox_of(lua_State *L)
{
    return *(struct sandbox **)lua_getextraspace(L);
}

/* Where the innermost script function of all running coroutines stands. */
static struct sandbox_place innermost(const struct sandbox *sandbox)
{
    struct sandbox_place place = {SANDBOX_NOWHERE, 0};
    for (int i = sandbox->chain_length; i >= 0 && place.chunk == SANDBOX_NOWHERE; i--)
        place = sandbox_where(i > 0 ? sandbox->chain[i - 1] : sandbox->L, 0);
    return place;
}

/* Where memory is refused is where it runs out, unless Lua finds some garbage and asks again with
 * success; when it unwinds from the error it may ask once more, outside any script. */
static void note_refusal(struct sandbox *sandbox)
{
    struct sandbox_place place = {SANDBOX_NOWHERE, 0};
    if (sandbox->L)
        place = innermost(sandbox);
    if (place.chunk != SANDBOX_NOWHERE)
        sandbox->stopped_at = place;
}

/* Without a block (pointer NULL) the old size is a type tag, not a size. Shrinking may not fail. */
static void *allocate(void *context, void *pointer, size_t old_size, size_t new_size)
{
    struct sandbox *sandbox = context;
    size_t old_bytes = pointer ? old_size : 0;
    struct sandbox_memory *all = sandbox->memory;
    if (new_size == 0) {
        all->used_bytes -= old_bytes;
        free(pointer);
        return NULL;
    }
    bool fits = new_size <= old_bytes || new_size - old_bytes <= all->limit_bytes - all->used_bytes;
    void *memory = fits ? realloc(pointer, new_size) : NULL;
    if (memory)
        all->used_bytes += new_size - old_bytes;
    else
        note_refusal(sandbox);
    return memory;
}

int sandbox_chunk(const struct sandbox *sandbox, const char *source)
{
    for (uint32_t i = 0; source[0] == '=' && i < sandbox->chunk_count; i++)
        if (strcmp(source + 1, sandbox->chunk_names[i]) == 0)
            return (int)i;
    return SANDBOX_NOWHERE;
}

struct sandbox_place sandbox_where(lua_State *L, int level)
{
    const struct sandbox *sandbox = sandbox_of(L);
    lua_Debug info;
    for (int i = 0; i < SANDBOX_LEVELS_MAX && lua_getstack(L, level + i, &info); i++) {
        lua_getinfo(L, "Sl", &info);
        int chunk = sandbox_chunk(sandbox, info.source);
        if (chunk != SANDBOX_NOWHERE && info.currentline > 0)
            return (struct sandbox_place){chunk, (uint32_t)info.currentline};
    }
    return (struct sandbox_place){SANDBOX_NOWHERE, 0};
}

struct sandbox_place sandbox_defined(lua_State *L, int index)
{
    lua_Debug info;
    lua_pushvalue(L, index);
    lua_getinfo(L, ">S", &info);
    int chunk = sandbox_chunk(sandbox_of(L), info.source);
    if (chunk == SANDBOX_NOWHERE || info.linedefined <= 0)
        return (struct sandbox_place){SANDBOX_NOWHERE, 0};
    return (struct sandbox_place){chunk, (uint32_t)info.linedefined};
}

uint8_t sandbox_marks(const struct sandbox *sandbox, int chunk, int first, int last)
{
    uint8_t marks = 0;
    if (chunk == SANDBOX_NOWHERE || !sandbox->chunk_marks[chunk])
        return marks;
    for (int line = first < 1 ? 1 : first; line <= last; line++)
        if ((size_t)line <= sandbox->chunk_lines[chunk])
            marks |= sandbox->chunk_marks[chunk][line - 1];
    return marks;
}

/* Runs before each instruction once time is over, so that no pcall can catch the error and go on.
 * Outside any script (a buffer is freed after memory ran out) the place of a refusal stands. */
static void stop(lua_State *L, lua_Debug *info)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct sandbox_place place = sandbox_where(L, 0);
    (void)info;
    if (!sandbox->stopped && place.chunk != SANDBOX_NOWHERE)
        sandbox->stopped_at = place;
    sandbox->stopped = SANDBOX_OUT_OF_TIME;
    lua_pushlightuserdata(L, sandbox);
    lua_error(L);
}

/* For after a kill. Nothing is reached here while a stack is moved: that takes no time, and what
 * was interrupted has run since the last interrupt without coming to an instruction of Lua. */
static void note_standing(struct sandbox *sandbox)
{
    struct sandbox_place place = innermost(sandbox);
    if (place.chunk == SANDBOX_NOWHERE)
        return;
    sandbox->standing->chunk = place.chunk;
    sandbox->standing->line = place.line;
}

void sandbox_interrupt(struct sandbox *sandbox)
{
    const int mask = LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT;
    if (!sandbox->L)
        return;
    if (sandbox->interrupts++ > 0)
        note_standing(sandbox);
    lua_sethook(sandbox->L, stop, mask, 1);
    for (int i = 0; i < sandbox->chain_length; i++)
        lua_sethook(sandbox->chain[i], stop, mask, 1);
}

bool sandbox_is_ending(const struct sandbox *sandbox)
{
    return sandbox->stopped || (sandbox->running && sandbox->running->aborted);
}

void sandbox_let_through(lua_State *L, int status)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (status == LUA_ERRMEM && !sandbox->stopped)
        sandbox->stopped = SANDBOX_OUT_OF_MEMORY;
    if (sandbox_is_ending(sandbox))
        lua_error(L);
}

/* registry[sandbox] is the text of the last error raised here: with it at hand the code and the
 * hint in failure are known to belong to that error and not to one before it. The text of the place
 * is at the top. */
static int raise_sentence(lua_State *L, enum err_code code, const char *hint, const char *sentence)
{
    struct sandbox *sandbox = sandbox_of(L);
    snprintf(sandbox->failure.hint, sizeof sandbox->failure.hint, "%s", hint ? hint : "");
    sandbox->failure.code = code;
    lua_pushstring(L, sentence);
    lua_concat(L, 2);
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, sandbox);
    return lua_error(L);
}

int sandbox_raise(lua_State *L, enum err_code code, int level, const char *hint, const char *format,
                  ...)
{
    char sentence[PROTOCOL_SENTENCE_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(sentence, sizeof sentence, format, list);
    va_end(list);
    luaL_where(L, level);
    return raise_sentence(L, code, hint, sentence);
}

int sandbox_raise_at(lua_State *L, enum err_code code, struct sandbox_place place, const char *hint,
                     const char *format, ...)
{
    char sentence[PROTOCOL_SENTENCE_MAX];
    va_list list;
    va_start(list, format);
    vsnprintf(sentence, sizeof sentence, format, list);
    va_end(list);
    if (place.chunk == SANDBOX_NOWHERE)
        lua_pushliteral(L, "");
    else
        lua_pushfstring(L, "%s:%d: ", sandbox_of(L)->chunk_names[place.chunk], (int)place.line);
    return raise_sentence(L, code, hint, sentence);
}

/* Splits "name:line: rest" off a message if name is a chunk's; returns where the rest begins. */
static size_t split_place(const struct sandbox *sandbox, const char *message,
                          struct sandbox_place *place)
{
    for (uint32_t i = 0; i < sandbox->chunk_count; i++) {
        size_t length = strlen(sandbox->chunk_names[i]);
        if (strncmp(message, sandbox->chunk_names[i], length) != 0 || message[length] != ':')
            continue;
        char *end = NULL;
        unsigned long line = strtoul(message + length + 1, &end, 10);
        if (end == message + length + 1 || strncmp(end, ": ", 2) != 0 || line > UINT32_MAX)
            continue;
        *place = (struct sandbox_place){(int32_t)i, (uint32_t)line};
        return (size_t)(end + 2 - message);
    }
    return 0;
}

void sandbox_place_error(lua_State *L, lua_State *coroutine)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct sandbox_place place = sandbox_where(coroutine, 0), own;
    if (place.chunk == SANDBOX_NOWHERE)
        place = sandbox_where(L, 1);
    if (lua_type(L, -1) != LUA_TSTRING || place.chunk == SANDBOX_NOWHERE ||
        split_place(sandbox, lua_tostring(L, -1), &own) > 0)
        return;
    lua_pushfstring(L, "%s:%d: ", sandbox->chunk_names[place.chunk], (int)place.line);
    lua_insert(L, -2);
    lua_concat(L, 2);
}

/* Writes what is known of an error, with its value at index 1, into failure. Never calls a script's
 * code: the value may have a __tostring. */
static int describe(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    struct sandbox_failure *failure = &sandbox->failure;
    size_t skip = 0;
    failure->place = sandbox_where(L, 1);
    trail_note(L, failure);
    lua_rawgetp(L, LUA_REGISTRYINDEX, sandbox);
    if (!lua_rawequal(L, 1, -1) || lua_isnil(L, 1)) {
        failure->code = ERR_SCRIPT_RUN;
        failure->hint[0] = '\0';
    }
    const char *message = lua_type(L, 1) == LUA_TSTRING ? lua_tostring(L, 1) : NULL;
    if (message)
        skip = split_place(sandbox, message, &failure->place);
    if (message)
        snprintf(failure->sentence, sizeof failure->sentence, "%s", message + skip);
    else if (lua_isnumber(L, 1) && lua_tonumber(L, 1) == lua_tonumber(L, 1))
        snprintf(failure->sentence, sizeof failure->sentence, "error %.17g", lua_tonumber(L, 1));
    else if (lua_isnumber(L, 1)) /* C prints its sign, which depends on the processor */
        strcpy(failure->sentence, "error nan");
    else
        snprintf(failure->sentence, sizeof failure->sentence, "error() was given a %s, not a text",
                 luaL_typename(L, 1));
    lua_settop(L, 1);
    return 1;
}

/* Failures that never reach describe: those of memory and of the handler itself. */
static void settle(struct sandbox *sandbox, int status)
{
    struct sandbox_failure *failure = &sandbox->failure;
    if (sandbox->stopped || status == LUA_ERRMEM) {
        *failure = (struct sandbox_failure){.place = sandbox->stopped_at};
        failure->code =
            sandbox->stopped == SANDBOX_OUT_OF_TIME ? ERR_SCRIPT_TIME : ERR_SCRIPT_MEMORY;
    } else if (status == LUA_ERRERR) {
        *failure = (struct sandbox_failure){.code = ERR_SCRIPT_RUN, .place = {SANDBOX_NOWHERE, 0}};
        strcpy(failure->sentence, "calls are nested too deeply");
    }
}

bool sandbox_call(struct sandbox *sandbox, lua_CFunction function, void *context)
{
    lua_State *L = sandbox->L;
    lua_settop(L, 0);
    lua_pushcfunction(L, describe);
    lua_pushcfunction(L, function);
    lua_pushlightuserdata(L, context);
    int status = lua_pcall(L, 1, 0, 1);
    sandbox->chain_length = 0;
    if (status == LUA_OK && !sandbox->stopped)
        return true;
    settle(sandbox, status);
    return false;
}

int sandbox_raise_memory(lua_State *L)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (!sandbox->stopped)
        sandbox->stopped_at = sandbox_where(L, 0);
    sandbox->stopped = SANDBOX_OUT_OF_MEMORY;
    lua_pushlightuserdata(L, sandbox);
    return lua_error(L);
}

bool sandbox_fail_memory(struct sandbox *sandbox)
{
    sandbox->stopped = SANDBOX_OUT_OF_MEMORY;
    settle(sandbox, LUA_ERRMEM);
    return false;
}

int sandbox_try(lua_State *L, int arguments)
{
    int base = lua_gettop(L) - arguments;
    lua_pushcfunction(L, describe);
    lua_insert(L, base);
    int status = lua_pcall(L, arguments, LUA_MULTRET, base);
    lua_remove(L, base);
    if (status != LUA_OK)
        settle(sandbox_of(L), status);
    return status;
}

void sandbox_calm(struct sandbox *sandbox)
{
    sandbox->interrupts = 0;
    if (!sandbox->L)
        return;
    lua_sethook(sandbox->L, NULL, 0, 0);
    lua_settop(sandbox->L, 0);
    sandbox->stopped_at.chunk = SANDBOX_NOWHERE;
    sandbox->standing->chunk = SANDBOX_NOWHERE;
}

bool sandbox_open(struct sandbox *sandbox, struct sandbox_memory *memory, int fd,
                  struct sandbox_place volatile *standing, uint32_t functions_before)
{
    memset(sandbox, 0, sizeof *sandbox);
    sandbox->memory = memory;
    sandbox->functions_before = functions_before;
    sandbox->fd = fd;
    sandbox->print_max_bytes = PROTOCOL_PRINT_MAX;
    sandbox->standing = standing;
    sandbox->stopped_at.chunk = SANDBOX_NOWHERE;
    standing->chunk = SANDBOX_NOWHERE;
    lua_State *L = lua_newstate(allocate, sandbox);
    if (!L) {
        settle(sandbox, LUA_ERRMEM);
        return false;
    }
    *(struct sandbox **)lua_getextraspace(L) = sandbox;
    sandbox->L = L;
    return sandbox_call(sandbox, globals_install, NULL);
}

void sandbox_close(struct sandbox *sandbox)
{
    lua_State *L = sandbox->L;
    text_buffer_free(&sandbox->printed);
    sandbox->L = NULL; /* no handler may touch a state that is being closed */
    text_buffer_free(&sandbox->call);
    if (L) {
        lua_sethook(L, NULL, 0, 0);
        lua_close(L);
    }
}

/* A name no other chunk has, so that a message leads to one file. */
static void name_chunk(struct sandbox *sandbox, struct text name)
{
    char *own = sandbox->chunk_names[sandbox->chunk_count];
    int length = name.length < PROTOCOL_NAME_MAX - 5 ? (int)name.length : PROTOCOL_NAME_MAX - 5;
    snprintf(own, PROTOCOL_NAME_MAX, "%.*s", length, name.bytes);
    for (uint32_t i = 0; i < sandbox->chunk_count; i++)
        if (strcmp(own, sandbox->chunk_names[i]) == 0)
            snprintf(own, PROTOCOL_NAME_MAX, "%.*s#%u", length, name.bytes,
                     sandbox->chunk_count % 1000);
    sandbox->chunk_count++;
}

/* Keeps what the lines of the chunk hold, in the state's memory. */
static void mark_lines(lua_State *L, struct text source)
{
    struct sandbox *sandbox = sandbox_of(L);
    size_t count = scan_line_count(source);
    uint8_t *marks = lua_newuserdatauv(L, count, 0);
    scan_lines(source, marks, count);
    lua_rawsetp(L, LUA_REGISTRYINDEX, sandbox->chunk_names[sandbox->chunk_count - 1]);
    sandbox->chunk_marks[sandbox->chunk_count - 1] = marks;
    sandbox->chunk_lines[sandbox->chunk_count - 1] = count;
}

int sandbox_load_chunk(lua_State *L, struct text name, struct text source)
{
    struct sandbox *sandbox = sandbox_of(L);
    char shown[PROTOCOL_NAME_MAX + 1];
    name_chunk(sandbox, name);
    mark_lines(L, source);
    snprintf(shown, sizeof shown, "=%s", sandbox->chunk_names[sandbox->chunk_count - 1]);
    int status = luaL_loadbufferx(L, source.bytes, source.length, shown, "t");
    if (status != LUA_OK)
        return status;
    globals_push_environment(L);
    lua_setupvalue(L, -2, 1);
    return LUA_OK;
}

/* The message at the top already says where. */
int sandbox_raise_load(lua_State *L, int status)
{
    struct sandbox *sandbox = sandbox_of(L);
    if (status == LUA_ERRMEM && !sandbox->stopped)
        sandbox->stopped = SANDBOX_OUT_OF_MEMORY;
    sandbox->failure.code = ERR_SCRIPT_SYNTAX;
    sandbox->failure.hint[0] = '\0';
    lua_pushvalue(L, -1);
    lua_rawsetp(L, LUA_REGISTRYINDEX, sandbox);
    return lua_error(L);
}

struct job {
    struct text name;
    struct text source;
    void (*finish)(lua_State *L, int count, void *context);
    void *context;
};

static int run_job(lua_State *L)
{
    struct job *job = lua_touserdata(L, 1);
    int status = sandbox_load_chunk(L, job->name, job->source);
    if (status != LUA_OK)
        return sandbox_raise_load(L, status);
    lua_call(L, 0, LUA_MULTRET);
    job->finish(L, lua_gettop(L) - 1, job->context);
    return 0;
}

/* A script draws the same numbers wherever it lies. */
static uint64_t stream_of(struct text name)
{
    const char *slash = memrchr(name.bytes, '/', name.length);
    size_t skip = slash ? (size_t)(slash + 1 - name.bytes) : 0;
    return random_stream(0, (struct text){name.bytes + skip, name.length - skip});
}

bool sandbox_run(struct sandbox *sandbox, struct text name, struct text source,
                 void (*finish)(lua_State *L, int count, void *context), void *context)
{
    sandbox->random.stream = stream_of(name);
    struct job job = {name, source, finish, context};
    return sandbox_call(sandbox, run_job, &job);
}
