#include "lua/worker_talk.h"

#include "lua/explain.h"
#include "lua/hint.h"
#include "lua/worker_run.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORKER_TALK_WALL_FACTOR = 10, WORKER_TALK_WALL_LEAST_SECONDS = 20 };

/* Shown by Lua in front of a message: the end of a long path says more than its beginning. */
enum { WORKER_TALK_SHOWN_BYTES = 48 };

static double wall_seconds(const struct worker *worker)
{
    return fmax(worker->options.script_seconds * WORKER_TALK_WALL_FACTOR,
                WORKER_TALK_WALL_LEAST_SECONDS);
}

const struct worker_talk_script *worker_talk_script_of(const struct worker *worker,
                                                       double reference)
{
    for (size_t i = 0; i < worker->script_count; i++) {
        const struct worker_talk_script *script = &worker->scripts[i];
        if (reference > script->functions_before &&
            reference <= (double)script->functions_before + script->functions)
            return script;
    }
    return NULL;
}

void worker_talk_begin(struct worker_talk *talk)
{
    talk->deadline = protocol_deadline(wall_seconds(talk->worker));
}

/* The end of a path, from after a slash if one is near. */
static struct text shown_name(const char *file)
{
    size_t length = strlen(file);
    if (length <= WORKER_TALK_SHOWN_BYTES)
        return (struct text){file, length};
    const char *tail = file + length - WORKER_TALK_SHOWN_BYTES;
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

/* The line is kept by the worker, so that err outlives the source and what it was run for. */
static void set_place(struct worker_talk *talk, uint32_t chunk, uint32_t line, const char *message)
{
    if (chunk >= talk->chunk_count) {
        chunk = 0;
        line = 0;
    }
    struct text source = talk->chunks[chunk].source;
    if (!explain_line(source, line).bytes)
        line = 0;
    struct err_place place = explain_place(talk->chunks[chunk].file, source, line, message);
    if (place.source)
        place.source = arena_text(talk->worker->kept, place.source, place.source_length);
    err_at(talk->err, place);
}

static void fail_memory(struct worker_talk *talk)
{
    err_set(talk->err, ERR_OUT_OF_MEMORY, "there is no memory to run %s", talk->chunks[0].file);
}

/* What the death of the worker means, with the place it noted last. */
static void explain_death(struct worker_talk *talk, struct process_end end)
{
    const struct child_options *options = &talk->worker->options;
    bool by_clock = end.signal == SIGXCPU ||
                    (end.signal == SIGKILL && end.cpu_seconds >= options->script_seconds);
    if (by_clock)
        err_set(talk->err, ERR_SCRIPT_TIME,
                "the script used up its %g s of computing time and was stopped",
                options->script_seconds);
    else if (end.signal == SIGSYS)
        err_set(talk->err, ERR_SCRIPT_STOPPED,
                "the script was stopped: it tried something that scripts may not do");
    else if (end.signal == SIGKILL)
        err_set(talk->err, ERR_SCRIPT_STOPPED,
                "the script was stopped by the machine, perhaps because memory ran out");
    else
        err_set(talk->err, ERR_SCRIPT_STOPPED, "the script worker ended without an answer");
    set_place(talk, (uint32_t)options->standing->chunk, options->standing->line, "");
    if (by_clock)
        err_hint(talk->err, "--script-seconds allows more, if the script is meant to take long");
}

/* The worker cannot go on: ends it and says why. */
void worker_talk_give_up(struct worker_talk *talk, enum protocol_outcome outcome)
{
    struct worker *worker = talk->worker;
    struct process_end end = process_wait(&worker->child, outcome != PROTOCOL_CLOSED);
    worker->gone = true;
    if (outcome == PROTOCOL_CLOSED) {
        explain_death(talk, end);
    } else if (outcome == PROTOCOL_LATE) {
        err_set(talk->err, ERR_SCRIPT_TIME, "the script took more than %g s and was stopped",
                wall_seconds(worker));
        set_place(talk, (uint32_t)worker->options.standing->chunk, worker->options.standing->line,
                  "");
    } else if (outcome == PROTOCOL_NO_MEMORY) {
        fail_memory(talk);
    } else {
        err_set(talk->err, ERR_SCRIPT_STOPPED,
                "the script worker gave an answer that cannot be read, and was stopped");
        set_place(talk, 0, 0, "");
    }
}

bool worker_talk_send(struct worker_talk *talk, enum protocol_kind kind)
{
    enum protocol_outcome outcome =
        talk->body.failed ? PROTOCOL_NO_MEMORY
                          : protocol_send(talk->worker->child.fd, kind, talk->body.bytes,
                                          talk->body.length, talk->deadline);
    if (outcome == PROTOCOL_DONE)
        return true;
    worker_talk_give_up(talk, outcome);
    return false;
}

static bool add_chunk(struct worker_talk *talk, const char *file, struct text source)
{
    char *copy = arena_text(talk->arena, file, strlen(file));
    talk->chunks[talk->chunk_count++] = (struct worker_talk_chunk){copy ? copy : "", source};
    return copy != NULL;
}

/* Puts shown name and text of a chunk into body. */
static void put_chunk(struct worker_talk *talk, const char *file, struct text source)
{
    struct text name = shown_name(file), plain = plain_source(source);
    protocol_put_text(&talk->body, name.bytes, name.length);
    protocol_put_text(&talk->body, plain.bytes, plain.length);
}

/* Puts what a free script has on its command line into body. */
static void put_words(struct worker_talk *talk)
{
    const struct worker_run *run = talk->run;
    protocol_put_byte(&talk->body, run != NULL);
    protocol_put_u32(&talk->body, run ? (uint32_t)run->word_count : 0);
    for (size_t i = 0; run && i < run->word_count; i++)
        protocol_put_text(&talk->body, run->words[i], strlen(run->words[i]));
}

bool worker_talk_load(struct worker_talk *talk, const char *file, struct text source)
{
    struct worker *worker = talk->worker;
    if (worker->gone)
        return err_set(talk->err, ERR_SCRIPT_STOPPED,
                       "%s is not run: the script worker was stopped before", file);
    if (!check_source(file, source, talk->err))
        return false;
    talk->chunks = calloc(PROTOCOL_CHUNKS_MAX, sizeof *talk->chunks);
    if (!talk->chunks)
        return err_set(talk->err, ERR_OUT_OF_MEMORY, "there is no memory to run %s", file);
    worker_talk_begin(talk);
    protocol_put_u32(&talk->body, worker->functions);
    if (!add_chunk(talk, file, source))
        talk->body.failed = true;
    put_chunk(talk, file, source);
    put_words(talk);
    return worker_talk_send(talk, PROTOCOL_LOAD);
}

double worker_talk_pause(struct worker_talk *talk, double since)
{
    double seconds = protocol_deadline(0) - since;
    talk->deadline += seconds;
    return seconds;
}

bool worker_talk_end(struct worker_talk *talk, uint32_t chunk, uint32_t line)
{
    process_wait(&talk->worker->child, true);
    talk->worker->gone = true;
    if (!talk->err->place.file)
        set_place(talk, chunk, line, "");
    return false;
}

/* Answers a WANT. False when the run has ended. */
static bool answer(struct worker_talk *talk)
{
    struct protocol_reader reader = protocol_reader_of(talk->body.bytes, talk->body.length);
    uint8_t module = protocol_get_byte(&reader);
    struct text name = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
    if (!protocol_ended(&reader) || module > WORKER_LIBRARY || !protocol_is_module_name(name) ||
        talk->chunk_count == PROTOCOL_CHUNKS_MAX) {
        worker_talk_give_up(talk, PROTOCOL_MALFORMED);
        return false;
    }
    char own_name[PROTOCOL_NAME_MAX + 1];
    snprintf(own_name, sizeof own_name, "%.*s", (int)name.length, name.bytes);
    const char *file = NULL;
    size_t length = 0;
    const char *text =
        talk->resolver ? talk->resolver->text(talk->resolver->context, (enum worker_module)module,
                                              own_name, &file, &length)
                       : NULL;
    struct text source = {text, length};
    if (text && !check_source(file, source, talk->err))
        return worker_talk_end(talk, 0, 0);
    talk->body.length = 0;
    protocol_put_byte(&talk->body, text != NULL);
    if (text && !add_chunk(talk, file, source))
        talk->body.failed = true;
    if (text)
        put_chunk(talk, file, source);
    return worker_talk_send(talk, PROTOCOL_MODULE);
}

/* Writes what the script prints, cleaned: a rule's to stderr. */
static void print(struct worker_talk *talk)
{
    struct text_buffer clean = {0};
    double since = protocol_deadline(0);
    size_t most = talk->run ? PROTOCOL_OUTPUT_MAX : PROTOCOL_PRINT_MAX;
    size_t room = most - talk->printed_bytes;
    size_t length = talk->body.length < room ? talk->body.length : room;
    for (size_t at = 0; at < length;) {
        const char *start = talk->body.bytes + at;
        size_t plain = 0;
        while (at + plain < length && start[plain] != '\n' && start[plain] != '\t')
            plain++;
        text_add_clean(&clean, start, plain);
        if (at + plain < length)
            text_add(&clean, start + plain, 1);
        at += plain + 1;
    }
    if (room > 0 && talk->body.length > room)
        text_add_format(&clean, "\n(the script prints more; the first %zu KiB are shown)\n",
                        most / 1024);
    if (clean.length > 0)
        fwrite(clean.bytes, 1, clean.length, talk->run ? talk->run->out : stderr);
    talk->printed_bytes += length;
    if (talk->run)
        worker_talk_pause(talk, since);
    text_buffer_free(&clean);
}

static const char *budget_sentence(enum err_code code)
{
    return code == ERR_SCRIPT_TIME ? "the script used up its %g s of computing time and was stopped"
                                   : "the script used up its %g MiB of memory and was stopped";
}

struct call {
    struct text name;
    uint32_t defined_chunk, defined_line, called_chunk, called_line;
};

/* The name of a chunk's file without its folders. */
static const char *short_name(const struct worker_talk *talk, uint32_t chunk)
{
    const char *file = chunk < talk->chunk_count ? talk->chunks[chunk].file : "?";
    const char *slash = strrchr(file, '/');
    return slash ? slash + 1 : file;
}

/* Calls are read before there is an error to add them to. */
static uint32_t read_calls(struct protocol_reader *reader, struct call calls[PROTOCOL_CALLS_MAX])
{
    uint32_t count = protocol_get_u32(reader);
    if (count > PROTOCOL_CALLS_MAX)
        reader->failed = true;
    for (uint32_t i = 0; i < count && !reader->failed; i++) {
        calls[i].name = protocol_get_text(reader, PROTOCOL_NAME_MAX);
        calls[i].defined_chunk = protocol_get_u32(reader);
        calls[i].defined_line = protocol_get_u32(reader);
        calls[i].called_chunk = protocol_get_u32(reader);
        calls[i].called_line = protocol_get_u32(reader);
    }
    return count;
}

static void add_call(struct worker_talk *talk, const struct call *call)
{
    const char *defined = short_name(talk, call->defined_chunk);
    const char *called = short_name(talk, call->called_chunk);
    if (call->defined_line == 0)
        err_trail(talk->err, "in %s, loaded at %s:%u", defined, called, call->called_line);
    else if (call->name.length == 0)
        err_trail(talk->err, "in the function at %s:%u, called at %s:%u", defined,
                  call->defined_line, called, call->called_line);
    else
        err_trail(talk->err, "in function '%.*s' (%s:%u), called at %s:%u", (int)call->name.length,
                  call->name.bytes, defined, call->defined_line, called, call->called_line);
}

static void add_hint(struct worker_talk *talk, uint32_t chunk, uint32_t line, const char *message)
{
    char hint[HINT_BYTES];
    struct text source = {0};
    if (chunk < talk->chunk_count)
        source = talk->chunks[chunk].source;
    hint_write(hint, talk->err->code, message, source, line);
    if (hint[0])
        err_hint(talk->err, "%s", hint);
}

/* Turns a FAILURE into err. False when it is malformed. */
static bool read_failure(struct worker_talk *talk)
{
    struct call calls[PROTOCOL_CALLS_MAX];
    struct protocol_reader reader = protocol_reader_of(talk->body.bytes, talk->body.length);
    uint32_t code = protocol_get_u32(&reader);
    uint32_t chunk = protocol_get_u32(&reader), line = protocol_get_u32(&reader);
    talk->row = protocol_get_u32(&reader);
    struct text sentence = protocol_get_text(&reader, PROTOCOL_SENTENCE_MAX);
    struct text hint = protocol_get_text(&reader, PROTOCOL_SENTENCE_MAX);
    uint32_t call_count = read_calls(&reader, calls);
    if (!protocol_ended(&reader) || code < ERR_SCRIPT_SYNTAX || code > ERR_SCRIPT_CALL ||
        err_status((enum err_code)code) == ERR_NONE)
        return false;
    const struct child_options *options = &talk->worker->options;
    char text[PROTOCOL_SENTENCE_MAX + 1], shown[PROTOCOL_SENTENCE_MAX + 1];
    snprintf(text, sizeof text, "%.*s", (int)sentence.length, sentence.bytes);
    strcpy(shown, text);
    explain_trim(shown);
    if (code == ERR_SCRIPT_TIME)
        err_set(talk->err, code, budget_sentence(code), options->script_seconds);
    else if (code == ERR_SCRIPT_MEMORY)
        err_set(talk->err, code, budget_sentence(code),
                (double)(options->script_memory_bytes >> 20));
    else
        err_set(talk->err, code, "%s", explain_sentence(shown));
    set_place(talk, chunk, line, text);
    for (uint32_t i = 0; i < call_count; i++)
        add_call(talk, &calls[i]);
    if (code == ERR_SCRIPT_TIME)
        err_hint(talk->err, "--script-seconds allows more, if the script is meant to take long");
    else if (code == ERR_SCRIPT_MEMORY)
        err_hint(talk->err, "--script-memory allows more, if the script is meant to need it");
    else if (hint.length > 0)
        err_hint(talk->err, "%.*s", (int)hint.length, hint.bytes);
    else
        add_hint(talk, chunk, line, text);
    return true;
}

/* Listens until the worker has answered one way or the other. */
bool worker_talk_listen(struct worker_talk *talk, enum protocol_kind expected)
{
    for (;;) {
        enum protocol_kind kind = PROTOCOL_LOAD;
        enum protocol_outcome outcome =
            protocol_receive(talk->worker->child.fd, &kind, &talk->body, talk->deadline);
        if (outcome != PROTOCOL_DONE) {
            worker_talk_give_up(talk, outcome);
            return false;
        }
        if (kind == expected)
            return true;
        if (kind == PROTOCOL_PRINT) {
            print(talk);
        } else if (kind == PROTOCOL_WANT && expected == PROTOCOL_VALUE) {
            if (!answer(talk))
                return false;
        } else if (kind == PROTOCOL_CALL && talk->run) {
            if (!worker_run_answer(talk))
                return false;
        } else {
            if (kind != PROTOCOL_FAILURE || !read_failure(talk))
                worker_talk_give_up(talk, PROTOCOL_MALFORMED);
            return false;
        }
    }
}
