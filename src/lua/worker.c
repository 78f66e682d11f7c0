#include "lua/worker.h"

#include "base/confine.h"
#include "base/process.h"
#include "lua/child.h"
#include "lua/decode.h"
#include "lua/protocol.h"
#include "lua/worker_talk.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A start takes under a millisecond; a machine that needs longer than this is stuck. */
static const double start_seconds = 20;
static const double default_script_seconds = 5;
enum { WORKER_DEFAULT_MEMORY_MIB = 256 };

static const char *notice_of(uint8_t confined)
{
    switch (confined) {
    case CONFINE_NO_SECCOMP:
        return "this kernel cannot filter system calls; scripts run under limits only";
    case CONFINE_OFF:
        return "scripts run unconfined: this is a sanitizer build or runs under valgrind";
    default:
        return NULL;
    }
}

/* Reads how the child is confined. */
static bool await_ready(struct worker *worker, const char **notice, struct err *err)
{
    struct text_buffer body = {0};
    enum protocol_kind kind = PROTOCOL_LOAD;
    enum protocol_outcome outcome =
        protocol_receive(worker->child.fd, &kind, &body, protocol_deadline(start_seconds));
    bool ready = outcome == PROTOCOL_DONE && kind == PROTOCOL_READY && body.length == 1;
    uint8_t confined = ready ? (uint8_t)body.bytes[0] : CONFINE_FAILED;
    text_buffer_free(&body);
    if (!ready)
        return err_set(err, ERR_PROCESS, "the script worker did not start");
    if (confined == CONFINE_FAILED)
        return err_set(err, ERR_CONFINE,
                       "the script worker cannot be confined on this machine, so no script is run");
    if (notice)
        *notice = notice_of(confined);
    return true;
}

static void unmap(struct worker *worker)
{
    munmap((void *)worker->options.standing, sizeof *worker->options.standing);
    arena_free(worker->kept);
}

struct worker *worker_start(const struct worker_options *options, const char **notice,
                            struct err *err)
{
    struct worker *worker = calloc(1, sizeof *worker);
    void *shared = mmap(NULL, sizeof(struct sandbox_place), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (notice)
        *notice = NULL;
    if (worker)
        worker->kept = arena_new();
    if (!worker || !worker->kept || shared == MAP_FAILED) {
        if (shared != MAP_FAILED)
            munmap(shared, sizeof(struct sandbox_place));
        arena_free(worker ? worker->kept : NULL);
        free(worker);
        err_set(err, ERR_OUT_OF_MEMORY, "there is no memory for the script worker");
        return NULL;
    }
    size_t mib =
        options->script_memory_mib ? options->script_memory_mib : WORKER_DEFAULT_MEMORY_MIB;
    worker->options.script_seconds =
        options->script_seconds > 0 ? options->script_seconds : default_script_seconds;
    worker->options.script_memory_bytes = mib << 20;
    worker->options.seed = options->seed;
    worker->options.call_name = options->call_name;
    worker->options.standing = shared;
    if (!process_fork(child_main, &worker->options, &worker->child, err)) {
        unmap(worker);
        free(worker);
        return NULL;
    }
    if (await_ready(worker, notice, err))
        return worker;
    worker_stop(worker);
    return NULL;
}

void worker_stop(struct worker *worker)
{
    if (!worker)
        return;
    if (!worker->gone)
        process_wait(&worker->child, true);
    unmap(worker);
    free(worker);
}

/* Checks that the functions of a value are those that come next; how many there are, or
 * UINT32_MAX. */
static uint32_t count_functions(const struct value *value, uint32_t before)
{
    if (value->kind == VALUE_FUNCTION)
        return value->number == (double)before + 1 ? 1 : UINT32_MAX;
    uint32_t count = 0;
    for (size_t i = 0; value->kind == VALUE_TABLE && i < value->count; i++) {
        uint32_t inner = count_functions(&value->pairs[i].value, before + count);
        if (inner == UINT32_MAX)
            return inner;
        count += inner;
    }
    return count;
}

/* Keeps what messages about the functions of a script need: its texts. */
static bool keep_script(struct worker_talk *talk, uint32_t functions)
{
    struct worker *worker = talk->worker;
    struct arena *arena = worker->kept;
    struct worker_talk_script *scripts = arena_grow(arena, worker->scripts, worker->script_count,
                                                    worker->script_count + 1, sizeof *scripts);
    struct worker_talk_chunk *chunks = arena_alloc(arena, talk->chunk_count, sizeof *chunks);
    if (!scripts || !chunks)
        return false;
    for (size_t i = 0; i < talk->chunk_count; i++) {
        const struct worker_talk_chunk *chunk = &talk->chunks[i];
        chunks[i].file = arena_text(arena, chunk->file, strlen(chunk->file));
        chunks[i].source.bytes = arena_text(arena, chunk->source.bytes, chunk->source.length);
        chunks[i].source.length = chunk->source.length;
        if (!chunks[i].file || !chunks[i].source.bytes)
            return false;
    }
    scripts[worker->script_count++] =
        (struct worker_talk_script){worker->functions, functions, chunks, talk->chunk_count};
    worker->scripts = scripts;
    worker->functions += functions;
    return true;
}

/* The value in the body, once its functions are known. */
static const struct value *accept(struct worker_talk *talk)
{
    struct worker *worker = talk->worker;
    const struct value *value =
        decode_value(talk->arena, talk->body.bytes, talk->body.length, talk->err);
    if (!value)
        return NULL;
    uint32_t functions = count_functions(value, worker->functions);
    if (functions > UINT32_MAX - 1 - worker->functions) {
        worker_talk_give_up(talk, PROTOCOL_MALFORMED);
        return NULL;
    }
    if (functions > 0 && !keep_script(talk, functions)) {
        err_set(talk->err, ERR_OUT_OF_MEMORY, "there is no memory to run %s", talk->chunks[0].file);
        return NULL;
    }
    return value;
}

const struct value *worker_load(struct worker *worker, struct arena *arena, const char *file,
                                const char *text, size_t length,
                                const struct worker_resolver *resolver, struct err *err)
{
    const struct value *value = NULL;
    struct worker_talk talk = {.worker = worker, .arena = arena, .resolver = resolver, .err = err};
    if (worker_talk_load(&talk, file, (struct text){text, length}) &&
        worker_talk_listen(&talk, PROTOCOL_VALUE))
        value = accept(&talk);
    text_buffer_free(&talk.body);
    free(talk.chunks);
    return value;
}
