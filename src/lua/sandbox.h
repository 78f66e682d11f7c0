/* A Lua state that can compute and nothing else: capped memory, a clock that cannot be swallowed,
 * an allow-list of globals, and where in a script things stand. Runs in the worker only; the
 * process around it is the wall, this is the fence.
 *
 * Inside a state the sandbox is found with sandbox_of. Functions that take a lua_State may raise
 * Lua errors, and are called under sandbox_run. */
#ifndef TIDEMARK_LUA_SANDBOX_H
#define TIDEMARK_LUA_SANDBOX_H

#include "base/err.h"
#include "base/text.h"
#include "lua/protocol.h"

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A line of a chunk; chunk SANDBOX_NOWHERE when it is not known. */
enum { SANDBOX_NOWHERE = -1 };
struct sandbox_place {
    int32_t chunk;
    uint32_t line;
};

/* A call on the way to an error: of a function (name empty: it has none), or with defined.line 0
 * the loading of a script by another one. */
struct sandbox_step {
    char name[PROTOCOL_NAME_MAX];
    struct sandbox_place defined;
    struct sandbox_place called;
};

/* Why a script did not end well. */
struct sandbox_failure {
    enum err_code code;
    struct sandbox_place place;
    char sentence[PROTOCOL_SENTENCE_MAX];
    char hint[PROTOCOL_SENTENCE_MAX];
    struct sandbox_step calls[PROTOCOL_CALLS_MAX]; /* the innermost first */
    uint32_t call_count;
};

/* Lua nests at most 200 calls of C functions, and so of coroutines. */
enum { SANDBOX_NESTING_MAX = 16, SANDBOX_CHAIN_MAX = 200 };

/* The memory that the scripts of a run share. */
struct sandbox_memory {
    size_t used_bytes;
    size_t limit_bytes;
};

/* Where math.random is: its numbers depend on the run, the script and how often it was called. */
struct sandbox_random {
    uint64_t seed;
    uint64_t stream;
    uint64_t calls;
};

/* What ran out. From then on every protected call lets the error through. */
enum sandbox_stop { SANDBOX_RUNS, SANDBOX_OUT_OF_TIME, SANDBOX_OUT_OF_MEMORY };

struct sandbox {
    lua_State *L;
    lua_State *chain[SANDBOX_CHAIN_MAX]; /* the coroutines that are running, outer first */
    int volatile chain_length;
    struct sandbox_memory *memory;
    int fd; /* the parent */
    size_t printed_bytes;
    struct text_buffer printed; /* that is not sent yet */
    struct sandbox_random random; /* seed is for the caller to set */
    int volatile interrupts;      /* of this message */
    size_t print_max_bytes;
    struct text_buffer call; /* of a free script: what goes to the engine and comes back */
    enum sandbox_stop stopped;
    struct sandbox_place stopped_at;
    struct sandbox_failure failure;
    char chunk_names[PROTOCOL_CHUNKS_MAX][PROTOCOL_NAME_MAX];
    const uint8_t *chunk_marks[PROTOCOL_CHUNKS_MAX]; /* scan_mark of each line */
    size_t chunk_lines[PROTOCOL_CHUNKS_MAX];
    uint32_t chunk_count;
    uint32_t wanted;           /* modules that were asked for */
    uint32_t functions_before; /* references of functions begin after this number … */
    uint32_t functions;        /* … and there are so many */
    struct running *running;   /* how a function is being run, NULL while the script itself is */
    bool applying;             /* the apply of a scenario is being run */
    uint32_t traces;
    char loading[SANDBOX_NESTING_MAX]
                [PROTOCOL_NAME_MAX + 2]; /* modules being loaded, outer first */
    uint32_t loading_count;
    struct sandbox_place volatile *standing; /* shared with the parent, for after a kill */
};

/* A fresh state for one script, with everything a script may use; close it with sandbox_close. fd
 * leads to the parent; standing is where sandbox_interrupt writes; references of its functions
 * begin after functions_before. False with failure filled in. */
bool sandbox_open(struct sandbox *sandbox, struct sandbox_memory *memory, int fd,
                  struct sandbox_place volatile *standing, uint32_t functions_before);
void sandbox_close(struct sandbox *sandbox);

/* Runs a script and calls finish with its results on the stack (count of them); false with failure
 * filled in when either failed. name is what messages call the chunk. */
bool sandbox_run(struct sandbox *sandbox, struct text name, struct text source,
                 void (*finish)(lua_State *L, int count, void *context), void *context);

/* Calls a C function with context as its one argument, a light userdata; false with failure filled
 * in when it raised an error. */
bool sandbox_call(struct sandbox *sandbox, lua_CFunction function, void *context);

/* The marks of all lines from first to last of a chunk, together. */
uint8_t sandbox_marks(const struct sandbox *sandbox, int chunk, int first, int last);

/* The number of the chunk that Lua's debug information names, SANDBOX_NOWHERE for other code. */
int sandbox_chunk(const struct sandbox *sandbox, const char *source);

/* Before a function is run: what an interrupt that came too late has left behind is taken away, and
 * nothing stands anywhere. */
void sandbox_calm(struct sandbox *sandbox);

/* From a signal handler: makes the next Lua instruction, and every one after it, an error, in the
 * script and in every coroutine that is running. From the second time on (so library code is
 * looping, where only a kill can end it) it also writes where the script stands to the page shared
 * with the parent. */
void sandbox_interrupt(struct sandbox *sandbox);

/* The sandbox that a state of Lua belongs to. */
struct sandbox *sandbox_of(lua_State *L);

/* Loads a chunk (text only) under a shown name and pushes it as a function with the globals of
 * scripts. Else pushes the message and returns Lua's status, to be raised with sandbox_raise_load
 * once the source is freed. */
int sandbox_load_chunk(lua_State *L, struct text name, struct text source);
int sandbox_raise_load(lua_State *L, int status);

/* Where the innermost script function stands, from a level of the stack outwards. Allocates
 * nothing. */
struct sandbox_place sandbox_where(lua_State *L, int level);

/* The place a function was defined, or line 0 when it is no function of a script. */
struct sandbox_place sandbox_defined(lua_State *L, int index);

/* Raises an error that reaches the parent with this code and hint (NULL: none). level counts from
 * the C function, as in luaL_where: 1 is its caller. Does not return. */
int sandbox_raise(lua_State *L, enum err_code code, int level, const char *hint, const char *format,
                  ...) __attribute__((format(printf, 5, 6)));

/* The same at a place that is known otherwise. */
int sandbox_raise_at(lua_State *L, enum err_code code, struct sandbox_place place, const char *hint,
                     const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Puts where a coroutine ended in front of its error, at the top of L, if that is a text that does
 * not say so itself. */
void sandbox_place_error(lua_State *L, lua_State *coroutine);

/* Calls the function below the arguments at the top; all its results stay on the stack. Lua's
 * status: after an error the value it was raised with is there, and failure is filled in. */
int sandbox_try(lua_State *L, int arguments);

/* Memory beside Lua's could not be had: the script ends as if it had run out of its own. Does not
 * return. */
int sandbox_raise_memory(lua_State *L);

/* The same outside protected calls: fills failure in. Always false. */
bool sandbox_fail_memory(struct sandbox *sandbox);

/* Whether the script, or the run of a function, is being ended by an error. */
bool sandbox_is_ending(const struct sandbox *sandbox);

/* After a call ended with this status (not LUA_OK), its error at the top: raises it again when it
 * ends the script (time, memory) or the run of a function. */
void sandbox_let_through(lua_State *L, int status);

#endif
