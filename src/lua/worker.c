#include "lua/worker.h"

#include "base/confine.h"
#include "base/process.h"
#include "lua/child.h"
#include "lua/decode.h"
#include "lua/explain.h"
#include "lua/protocol.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

/* A start takes under a millisecond; a machine that needs longer than this is stuck. */
static const double start_seconds = 20;
static const double default_script_seconds = 5;
enum { WORKER_DEFAULT_MEMORY_MIB = 256, WORKER_WALL_FACTOR = 10, WORKER_WALL_LEAST_SECONDS = 2 };

/* Shown by Lua in front of a message: the end of a long path says more than its beginning. */
enum { WORKER_SHOWN_BYTES = 48 };

struct worker {
    struct process_child child;
    struct child_options options; /* standing is the shared page */
    bool gone;
};

/* A script or module of the run, by the number the protocol gives it. */
struct chunk {
    const char *file;
    struct text source;
};

struct run {
    struct worker *worker;
    struct arena *arena;
    const struct worker_resolver *resolver;
    struct chunk chunks[PROTOCOL_CHUNKS_MAX];
    size_t chunk_count;
    size_t printed_bytes;
    double deadline;
    struct text_buffer body;
    struct err *err;
};

static double wall_seconds(const struct worker *worker)
{
    return fmax(worker->options.script_seconds * WORKER_WALL_FACTOR, WORKER_WALL_LEAST_SECONDS);
}

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
}

struct worker *worker_start(const struct worker_options *options, const char **notice,
                            struct err *err)
{
    struct worker *worker = calloc(1, sizeof *worker);
    void *shared = mmap(NULL, sizeof(struct sandbox_place), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (notice)
        *notice = NULL;
    if (!worker || shared == MAP_FAILED) {
        if (shared != MAP_FAILED)
            munmap(shared, sizeof(struct sandbox_place));
        free(worker);
        err_set(err, ERR_OUT_OF_MEMORY, "there is no memory for the script worker");
        return NULL;
    }
    size_t mib =
        options->script_memory_mib ? options->script_memory_mib : WORKER_DEFAULT_MEMORY_MIB;
    worker->options.script_seconds =
        options->script_seconds > 0 ? options->script_seconds : default_script_seconds;
    worker->options.script_memory_bytes = mib << 20;
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

/* The line, in the arena, so that err outlives the source. */
static void set_place(struct run *run, uint32_t chunk, uint32_t line, const char *message)
{
    if (chunk >= run->chunk_count)
        return;
    struct text source = run->chunks[chunk].source;
    if (!explain_line(source, line).bytes)
        line = 0;
    struct err_place place = explain_place(run->chunks[chunk].file, source, line, message);
    if (place.source)
        place.source = arena_text(run->arena, place.source, place.source_length);
    err_at(run->err, place);
}

static void fail_memory(struct run *run)
{
    err_set(run->err, ERR_OUT_OF_MEMORY, "there is no memory to run %s", run->chunks[0].file);
}

/* What the death of the worker means, with the place it noted last. */
static void explain_death(struct run *run, struct process_end end)
{
    const struct child_options *options = &run->worker->options;
    bool by_clock = end.signal == SIGXCPU ||
                    (end.signal == SIGKILL && end.cpu_seconds >= options->script_seconds);
    if (by_clock)
        err_set(run->err, ERR_SCRIPT_TIME,
                "the script used up its %g s of computing time and was stopped",
                options->script_seconds);
    else if (end.signal == SIGSYS)
        err_set(run->err, ERR_SCRIPT_STOPPED,
                "the script was stopped: it tried something that scripts may not do");
    else if (end.signal == SIGKILL)
        err_set(run->err, ERR_SCRIPT_STOPPED,
                "the script was stopped by the machine, perhaps because memory ran out");
    else
        err_set(run->err, ERR_SCRIPT_STOPPED, "the script worker ended without an answer");
    set_place(run, (uint32_t)options->standing->chunk, options->standing->line, "");
    if (by_clock)
        err_hint(run->err, "--script-seconds allows more, if the script is meant to take long");
}

/* The worker cannot go on: ends it and says why. */
static void give_up(struct run *run, enum protocol_outcome outcome)
{
    struct worker *worker = run->worker;
    struct process_end end = process_wait(&worker->child, outcome != PROTOCOL_CLOSED);
    worker->gone = true;
    if (outcome == PROTOCOL_CLOSED) {
        explain_death(run, end);
    } else if (outcome == PROTOCOL_LATE) {
        err_set(run->err, ERR_SCRIPT_TIME, "the script took more than %g s and was stopped",
                wall_seconds(worker));
        set_place(run, (uint32_t)worker->options.standing->chunk, worker->options.standing->line,
                  "");
    } else if (outcome == PROTOCOL_NO_MEMORY) {
        fail_memory(run);
    } else {
        err_set(run->err, ERR_SCRIPT_STOPPED,
                "the script worker gave an answer that cannot be read, and was stopped");
        set_place(run, 0, 0, "");
    }
}

static bool send_body(struct run *run, enum protocol_kind kind)
{
    enum protocol_outcome outcome =
        run->body.failed ? PROTOCOL_NO_MEMORY
                         : protocol_send(run->worker->child.fd, kind, run->body.bytes,
                                         run->body.length, run->deadline);
    if (outcome == PROTOCOL_DONE)
        return true;
    give_up(run, outcome);
    return false;
}

/* The end of a path, from after a slash if one is near. */
static struct text shown_name(const char *file)
{
    size_t length = strlen(file);
    if (length <= WORKER_SHOWN_BYTES)
        return (struct text){file, length};
    const char *tail = file + length - WORKER_SHOWN_BYTES;
    const char *slash = strchr(tail, '/');
    if (slash && slash[1])
        tail = slash + 1;
    while (((unsigned char)*tail & 0xC0) == 0x80)
        tail++;
    return text_of(tail);
}

/* The text Lua gets: without a byte order mark, and with a first line that begins with # (for a
 * shell) as a comment would be: empty. */
static struct text plain_source(struct text source)
{
    if (source.length >= 3 && memcmp(source.bytes, "\xEF\xBB\xBF", 3) == 0)
        source = (struct text){source.bytes + 3, source.length - 3};
    if (source.length > 0 && source.bytes[0] == '#') {
        const char *newline = memchr(source.bytes, '\n', source.length);
        size_t skip = newline ? (size_t)(newline - source.bytes) : source.length;
        source = (struct text){source.bytes + skip, source.length - skip};
    }
    return source;
}

static uint32_t line_of(struct text source, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++)
        line += source.bytes[i] == '\n';
    return line;
}

/* Refuses what is no script, before Lua sees it. */
static bool check_source(const char *file, struct text source, struct err *err)
{
    const char *problem = NULL;
    uint32_t line = 0;
    size_t valid = text_valid_until(source.bytes, source.length);
    const char *nul = memchr(source.bytes, '\0', source.length);
    if (source.length > PROTOCOL_SCRIPT_MAX) {
        problem = "a script may have 1 MiB, this one is longer";
    } else if (source.length > 0 && source.bytes[0] == '\x1b') {
        problem = "this is compiled Lua; only its source is run";
    } else if (nul) {
        problem = "a NUL byte: this is not a text file";
        line = line_of(source, (size_t)(nul - source.bytes));
    } else if (valid < source.length) {
        problem = "this line is not UTF-8";
        line = line_of(source, valid);
    }
    if (!problem)
        return true;
    err_set(err, ERR_SCRIPT_TEXT, "%s", problem);
    return err_at(err, (struct err_place){.file = file, .line = line});
}

static bool add_chunk(struct run *run, const char *file, struct text source)
{
    char *copy = arena_text(run->arena, file, strlen(file));
    run->chunks[run->chunk_count++] = (struct chunk){copy ? copy : "", source};
    return copy != NULL;
}

/* Puts shown name and text of a chunk into body. */
static void put_chunk(struct run *run, const char *file, struct text source)
{
    struct text name = shown_name(file), plain = plain_source(source);
    protocol_put_text(&run->body, name.bytes, name.length);
    protocol_put_text(&run->body, plain.bytes, plain.length);
}

/* Answers a WANT. False when the run has ended. */
static bool answer(struct run *run)
{
    struct protocol_reader reader = protocol_reader_of(run->body.bytes, run->body.length);
    uint8_t module = protocol_get_byte(&reader);
    struct text name = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
    if (!protocol_ended(&reader) || module > WORKER_LIBRARY || !protocol_is_module_name(name) ||
        run->chunk_count == PROTOCOL_CHUNKS_MAX) {
        give_up(run, PROTOCOL_MALFORMED);
        return false;
    }
    char own_name[PROTOCOL_NAME_MAX + 1];
    snprintf(own_name, sizeof own_name, "%.*s", (int)name.length, name.bytes);
    const char *file = NULL;
    size_t length = 0;
    const char *text = run->resolver
                           ? run->resolver->text(run->resolver->context, (enum worker_module)module,
                                                 own_name, &file, &length)
                           : NULL;
    struct text source = {text, length};
    if (text && !check_source(file, source, run->err)) {
        process_wait(&run->worker->child, true);
        run->worker->gone = true;
        return false;
    }
    run->body.length = 0;
    protocol_put_byte(&run->body, text != NULL);
    if (text && !add_chunk(run, file, source))
        run->body.failed = true;
    if (text)
        put_chunk(run, file, source);
    return send_body(run, PROTOCOL_MODULE);
}

/* Writes what the script prints to stderr, line by line and cleaned. */
static void print(struct run *run)
{
    struct text_buffer clean = {0};
    size_t room = PROTOCOL_PRINT_MAX - run->printed_bytes;
    size_t length = run->body.length < room ? run->body.length : room;
    for (size_t at = 0; at < length;) {
        const char *start = run->body.bytes + at;
        size_t plain = 0;
        while (at + plain < length && start[plain] != '\n' && start[plain] != '\t')
            plain++;
        text_add_clean(&clean, start, plain);
        if (at + plain < length)
            text_add(&clean, start + plain, 1);
        at += plain + 1;
    }
    if (room > 0 && run->body.length > room)
        text_add_string(&clean, "\n(the script prints more; the first 64 KiB are shown)\n");
    if (clean.length > 0)
        fwrite(clean.bytes, 1, clean.length, stderr);
    run->printed_bytes += length;
    text_buffer_free(&clean);
}

static const char *budget_sentence(enum err_code code)
{
    return code == ERR_SCRIPT_TIME ? "the script used up its %g s of computing time and was stopped"
                                   : "the script used up its %g MiB of memory and was stopped";
}

/* Turns a FAILURE into err. False when it is malformed. */
static bool read_failure(struct run *run)
{
    struct protocol_reader reader = protocol_reader_of(run->body.bytes, run->body.length);
    uint32_t code = protocol_get_u32(&reader);
    uint32_t chunk = protocol_get_u32(&reader), line = protocol_get_u32(&reader);
    struct text sentence = protocol_get_text(&reader, PROTOCOL_SENTENCE_MAX);
    struct text hint = protocol_get_text(&reader, PROTOCOL_SENTENCE_MAX);
    if (!protocol_ended(&reader) || code < ERR_SCRIPT_SYNTAX || code > ERR_SCRIPT_STOPPED ||
        err_status((enum err_code)code) == ERR_NONE)
        return false;
    const struct child_options *options = &run->worker->options;
    char text[PROTOCOL_SENTENCE_MAX + 1];
    snprintf(text, sizeof text, "%.*s", (int)sentence.length, sentence.bytes);
    const char *more = explain_hint(code, text);
    if (code == ERR_SCRIPT_TIME)
        err_set(run->err, code, budget_sentence(code), options->script_seconds);
    else if (code == ERR_SCRIPT_MEMORY)
        err_set(run->err, code, budget_sentence(code),
                (double)(options->script_memory_bytes >> 20));
    else
        err_set(run->err, code, "%s", explain_sentence(text));
    set_place(run, chunk == UINT32_MAX ? 0 : chunk, chunk == UINT32_MAX ? 0 : line, text);
    if (code == ERR_SCRIPT_TIME)
        err_hint(run->err, "--script-seconds allows more, if the script is meant to take long");
    else if (code == ERR_SCRIPT_MEMORY)
        err_hint(run->err, "--script-memory allows more, if the script is meant to need it");
    else if (hint.length > 0)
        err_hint(run->err, "%.*s", (int)hint.length, hint.bytes);
    else if (more)
        err_hint(run->err, "%s", more);
    return true;
}

/* Listens until the script has ended one way or the other. */
static const struct value *listen(struct run *run)
{
    for (;;) {
        enum protocol_kind kind = PROTOCOL_LOAD;
        enum protocol_outcome outcome =
            protocol_receive(run->worker->child.fd, &kind, &run->body, run->deadline);
        if (outcome != PROTOCOL_DONE) {
            give_up(run, outcome);
            return NULL;
        }
        switch ((int)kind) {
        case PROTOCOL_PRINT:
            print(run);
            break;
        case PROTOCOL_WANT:
            if (!answer(run))
                return NULL;
            break;
        case PROTOCOL_VALUE:
            return decode_value(run->arena, run->body.bytes, run->body.length, run->err);
        case PROTOCOL_FAILURE:
            if (!read_failure(run))
                give_up(run, PROTOCOL_MALFORMED);
            return NULL;
        default:
            give_up(run, PROTOCOL_MALFORMED);
            return NULL;
        }
    }
}

const struct value *worker_load(struct worker *worker, struct arena *arena, const char *file,
                                const char *text, size_t length,
                                const struct worker_resolver *resolver, struct err *err)
{
    struct text source = {text, length};
    const struct value *value = NULL;
    if (worker->gone) {
        err_set(err, ERR_SCRIPT_STOPPED, "%s is not run: the script worker was stopped before",
                file);
        return NULL;
    }
    if (!check_source(file, source, err))
        return NULL;
    struct run *run = calloc(1, sizeof *run);
    if (!run) {
        err_set(err, ERR_OUT_OF_MEMORY, "there is no memory to run %s", file);
        return NULL;
    }
    *run = (struct run){.worker = worker, .arena = arena, .resolver = resolver, .err = err};
    run->deadline = protocol_deadline(wall_seconds(worker));
    if (!add_chunk(run, file, source))
        run->body.failed = true;
    put_chunk(run, file, source);
    if (send_body(run, PROTOCOL_LOAD))
        value = listen(run);
    text_buffer_free(&run->body);
    free(run);
    return value;
}
