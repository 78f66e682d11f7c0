#include "lua/worker_run.h"

#include "lua/decode.h"
#include "lua/table.h"
#include "lua/worker_talk.h"

#include <stdlib.h>
#include <string.h>

enum { WORKER_RUN_CALLS_FACTOR = 20 };

static bool get_words(struct protocol_reader *reader, struct worker_call *call)
{
    size_t count = protocol_get_u32(reader);
    if (reader->failed || count > PROTOCOL_WORDS_MAX)
        return false;
    const char **words = arena_alloc(call->arena, count, sizeof *words);
    for (size_t i = 0; words && i < count; i++) {
        struct text word = protocol_get_text(reader, PROTOCOL_TEXT_MAX);
        words[i] = reader->failed || !decode_is_text(word)
                       ? NULL
                       : arena_text(call->arena, word.bytes, word.length);
        if (!words[i])
            return false;
    }
    call->words = words;
    call->word_count = count;
    return words != NULL;
}

static bool holds_function(const struct value *value)
{
    for (size_t i = 0; value->kind == VALUE_TABLE && i < value->count; i++)
        if (holds_function(&value->pairs[i].value))
            return true;
    return value->kind == VALUE_FUNCTION;
}

bool worker_run_read(const char *bytes, size_t length, struct worker_call *call,
                     const char **problem)
{
    struct protocol_reader reader = protocol_reader_of(bytes, length);
    call->chunk = protocol_get_u32(&reader);
    call->line = protocol_get_u32(&reader);
    struct text name = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
    *problem = "a call has no name";
    if (reader.failed || !protocol_is_module_name(name))
        return false;
    call->name = arena_text(call->arena, name.bytes, name.length);
    *problem = "a call's words are no texts";
    if (!call->name || !get_words(&reader, call))
        return false;
    call->options = decode_value_of(call->arena, &reader, problem);
    if (!call->options)
        return false;
    *problem = "options are no table, or hold a function";
    if (call->options->kind != VALUE_TABLE || holds_function(call->options))
        return false;
    uint8_t given = protocol_get_byte(&reader);
    *problem = NULL;
    call->table = given == 1 ? table_get(call->arena, &reader, problem) : NULL;
    if (*problem)
        return false;
    if (given > 1 || !protocol_ended(&reader))
        *problem = "a call does not end where it should";
    return !*problem;
}

/* Whether a key of the meta data may have several values. */
static bool is_list(const struct rows *rows, const char *key)
{
    return strcmp(key, "warnings") == 0 || strcmp(key, "notices") == 0 ||
           rows_get_meta(rows, key, 1) != NULL;
}

static void put_text(struct text_buffer *out, const char *text, size_t most)
{
    size_t length = strlen(text);
    protocol_put_text(out, text, length < most ? length : most);
}

/* False when the rows are more than a script can be given. */
static bool put_rows(struct text_buffer *out, const struct rows *rows)
{
    out->length = 0;
    protocol_put_byte(out, rows ? 2 : 1);
    if (!rows)
        return true;
    if (!table_put(rows, out))
        return false;
    protocol_put_u32(out, (uint32_t)rows->meta_count);
    for (size_t i = 0; i < rows->meta_count; i++) {
        put_text(out, rows->meta[i].key, PROTOCOL_NAME_MAX);
        protocol_put_byte(out, is_list(rows, rows->meta[i].key));
        put_text(out, rows->meta[i].value, PROTOCOL_TEXT_MAX);
    }
    return out->length <= PROTOCOL_FRAME_MAX;
}

static void put_failure(struct text_buffer *out, const struct err *err)
{
    out->length = 0;
    protocol_put_byte(out, 0);
    put_text(out, err->sentence, PROTOCOL_SENTENCE_MAX);
    put_text(out, err->hint, PROTOCOL_SENTENCE_MAX);
}

/* Whether the calls so far are within what a script may have. */
static bool within_budget(struct worker_talk *talk)
{
    double most = talk->worker->options.script_seconds * WORKER_RUN_CALLS_FACTOR;
    if (++talk->calls > PROTOCOL_ASKED_MAX)
        return err_set(talk->err, ERR_SCRIPT_STOPPED,
                       "the script called the engine more than %d times and was stopped",
                       PROTOCOL_ASKED_MAX);
    if (talk->call_seconds <= most)
        return true;
    err_set(talk->err, ERR_SCRIPT_TIME,
            "the engine has worked more than %g s for the script, which was stopped", most);
    return err_hint(talk->err, "--script-seconds allows more: the engine may work twenty times as "
                               "long as the script");
}

/* The answer to a call that was read, into the body; false when the run must end. */
static bool call_engine(struct worker_talk *talk, const struct worker_call *call)
{
    struct rows *rows = NULL;
    struct err err = {0};
    double since = protocol_deadline(0);
    bool done = talk->run->call(talk->run->context, call, &rows, &err);
    talk->call_seconds += worker_talk_pause(talk, since);
    if (done && !put_rows(&talk->body, rows)) {
        done = err_set(&err, ERR_SCRIPT_CALL, "tide.%s gives %zu rows, more than a script can take",
                       call->name, rows ? rows->count : 0);
        err_hint(&err, "ask for fewer countries, periods or levels at a time");
    }
    enum err_status status = done ? ERR_NONE : err_status(err.code);
    if (talk->body.failed || (!done && status != ERR_INPUT && status != ERR_USAGE)) {
        if (done || talk->body.failed)
            err_set(&err, ERR_OUT_OF_MEMORY, "there is no memory to answer tide.%s", call->name);
        *talk->err = err;
        return worker_talk_end(talk, call->chunk, call->line);
    }
    if (!done)
        put_failure(&talk->body, &err);
    return true;
}

bool worker_run_answer(struct worker_talk *talk)
{
    const char *problem = NULL;
    struct worker_call call = {.arena = arena_new()};
    bool good = call.arena != NULL;
    if (!good) {
        worker_talk_give_up(talk, PROTOCOL_NO_MEMORY);
    } else if (!worker_run_read(talk->body.bytes, talk->body.length, &call, &problem)) {
        good = false;
        worker_talk_give_up(talk, PROTOCOL_MALFORMED);
    } else if (!within_budget(talk)) {
        good = worker_talk_end(talk, call.chunk, call.line);
    }
    good = good && call_engine(talk, &call) && worker_talk_send(talk, PROTOCOL_ANSWER);
    arena_free(call.arena);
    return good;
}

/* The table in the body, NULL in *result when there is none. */
static bool accept(struct worker_talk *talk, struct rows **result)
{
    const char *problem = NULL;
    struct protocol_reader reader = protocol_reader_of(talk->body.bytes, talk->body.length);
    uint8_t given = protocol_get_byte(&reader);
    *result = given == 1 ? table_get(talk->arena, &reader, &problem) : NULL;
    if (!problem && (given > 1 || !protocol_ended(&reader)))
        problem = "it does not end where it should";
    if (!problem)
        return true;
    return err_set(talk->err, ERR_SCRIPT_STOPPED,
                   "the script worker gave an answer that cannot be read: %s", problem);
}

bool worker_run(struct worker *worker, struct arena *arena, const struct worker_run *run,
                struct rows **result, struct err *err)
{
    struct worker_talk talk = {
        .worker = worker, .arena = arena, .resolver = &run->resolver, .run = run, .err = err};
    bool good = worker_talk_load(&talk, run->file, run->source) &&
                worker_talk_listen(&talk, PROTOCOL_VALUE) && accept(&talk, result);
    text_buffer_free(&talk.body);
    free(talk.chunks);
    return good;
}
