#include "lua/child.h"

#include "base/confine.h"
#include "lua/apply.h"
#include "lua/encode.h"
#include "lua/functions.h"
#include "lua/free.h"
#include "lua/protocol.h"
#include "lua/row_frame.h"
#include "lua/trace.h"

#include <math.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Where the first signal finds C code, which no hook interrupts, the next comes soon. What still
 * runs after the grace is killed. */
enum { CHILD_REPEAT_MILLISECONDS = 20, CHILD_GRACE_MILLISECONDS = 120 };

/* Times the budget that the worker as a whole may use, before the system ends it. */
enum { CHILD_BACKSTOP_FACTOR = 100 };

/* A script whose functions may still be run. */
struct script {
    struct sandbox sandbox;
    struct names **names; /* what c may be asked for, each set once */
    size_t name_count;
};

/* A function that was traced, under the parent's number. */
struct function {
    uint32_t number;
    struct script *script; /* NULL once its script is gone */
    struct running_function running;
};

struct child {
    int fd;
    const struct child_options *options;
    timer_t interrupt;
    timer_t kill;
    double seconds_left; /* of the budget of the rows being run */
    struct sandbox_memory memory;
    struct sandbox *volatile active; /* whose time is measured */
    struct script **scripts;
    size_t script_count;
    struct function *functions;
    size_t function_count;
    struct text_buffer reply;
};

/* The timer carries the child, so no variable is shared between handler and program. */
static void on_time_over(int number, siginfo_t *info, void *context)
{
    (void)number, (void)context;
    const struct child *child = info->si_code == SI_TIMER ? info->si_value.sival_ptr : NULL;
    if (child && child->active)
        sandbox_interrupt(child->active);
}

/* Both timers count the processor time of this process: a busy machine does not shorten it. */
static bool make_timers(struct child *child)
{
    struct sigaction action = {.sa_sigaction = on_time_over, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent interrupt = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    struct sigevent kill = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    sigset_t none;
    interrupt.sigev_value.sival_ptr = child;
    sigemptyset(&none);
    return sigaction(SIGALRM, &action, NULL) == 0 && signal(SIGPIPE, SIG_DFL) != SIG_ERR &&
           sigprocmask(SIG_SETMASK, &none, NULL) == 0 &&
           timer_create(CLOCK_PROCESS_CPUTIME_ID, &interrupt, &child->interrupt) == 0 &&
           timer_create(CLOCK_PROCESS_CPUTIME_ID, &kill, &child->kill) == 0;
}

static struct timespec timespec_of(double seconds)
{
    double whole = floor(seconds);
    return (struct timespec){(time_t)whole, (long)((seconds - whole) * 1e9)};
}

/* Starts the clock for one script; seconds 0 stops it. Returns what was left of the time before. */
static double set_timers(struct child *child, double seconds)
{
    struct itimerspec before;
    struct itimerspec interrupt = {{0, CHILD_REPEAT_MILLISECONDS * 1000000L}, timespec_of(seconds)};
    struct itimerspec kill = {
        {0, 0}, timespec_of(seconds > 0 ? seconds + CHILD_GRACE_MILLISECONDS * 1e-3 : 0)};
    if (timer_settime(child->interrupt, 0, &interrupt, NULL) != 0 ||
        timer_settime(child->kill, 0, &kill, &before) != 0)
        _exit(1);
    double left = (double)before.it_value.tv_sec + (double)before.it_value.tv_nsec * 1e-9;
    return fmax(left - CHILD_GRACE_MILLISECONDS * 1e-3, 0);
}

static void begin(struct child *child, struct sandbox *sandbox, double seconds)
{
    sandbox_calm(sandbox);
    child->reply.length = 0;
    child->active = sandbox;
    set_timers(child, seconds);
}

static double end(struct child *child)
{
    double left = set_timers(child, 0);
    functions_send_printed(child->active);
    child->active = NULL;
    return left;
}

/* The results of the script, into the reply. Raises Lua errors. */
static void finish(lua_State *L, int count, void *context)
{
    struct child *child = context;
    if (count == 0 || lua_isnil(L, -count))
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, "end it with `return { … }`",
                      "the script returns nothing");
    if (count > 1)
        sandbox_raise(L, ERR_SCRIPT_RESULT, 0, "return one table that holds them all",
                      "the script returns %d values, but one is expected", count);
    encode_value(L, -1, &child->reply);
}

/* row: the row that failed, PROTOCOL_NONE where it was none. */
static void put_failure(struct text_buffer *out, const struct sandbox_failure *failure,
                        uint32_t row)
{
    out->length = 0;
    protocol_put_u32(out, failure->code);
    protocol_put_u32(out, (uint32_t)failure->place.chunk);
    protocol_put_u32(out, failure->place.line);
    protocol_put_u32(out, row);
    protocol_put_text(out, failure->sentence, strlen(failure->sentence));
    protocol_put_text(out, failure->hint, strlen(failure->hint));
    protocol_put_u32(out, failure->call_count);
    for (uint32_t i = 0; i < failure->call_count; i++) {
        const struct sandbox_step *call = &failure->calls[i];
        protocol_put_text(out, call->name, strlen(call->name));
        protocol_put_u32(out, (uint32_t)call->defined.chunk);
        protocol_put_u32(out, call->defined.line);
        protocol_put_u32(out, (uint32_t)call->called.chunk);
        protocol_put_u32(out, call->called.line);
    }
}

static void answer(struct child *child, enum protocol_kind kind)
{
    if (child->reply.failed || protocol_send(child->fd, kind, child->reply.bytes,
                                             child->reply.length, INFINITY) != PROTOCOL_DONE)
        _exit(1);
}

/* Forgets a script and its functions: its state is closed, which may take long. */
static void drop(struct child *child, struct script *script)
{
    size_t kept = 0;
    sandbox_close(&script->sandbox);
    for (size_t i = 0; i < child->function_count; i++)
        if (child->functions[i].script == script)
            child->functions[i].script = NULL;
    for (size_t i = 0; i < child->script_count; i++)
        if (child->scripts[i] != script)
            child->scripts[kept++] = child->scripts[i];
    child->script_count = kept;
    for (size_t i = 0; i < script->name_count; i++)
        names_free(script->names[i]);
    free(script->names);
    free(script);
}

/* Adds to an array of pointers or structures; ends the worker without memory. */
static void *grow(void *array, size_t count, size_t size)
{
    void *grown = realloc(array, (count + 1) * size);
    if (!grown)
        _exit(1);
    return grown;
}

/* What a free script has on its command line: texts within the body. */
static bool read_words(struct protocol_reader *reader, struct free_script *free_script)
{
    free_script->free = protocol_get_byte(reader) == 1;
    free_script->word_count = protocol_get_u32(reader);
    if (free_script->word_count > PROTOCOL_WORDS_MAX)
        return false;
    for (size_t i = 0; i < free_script->word_count; i++)
        free_script->words[i] = protocol_get_text(reader, PROTOCOL_SCRIPT_MAX);
    return protocol_ended(reader);
}

/* Runs one script. The answer goes out before the state is closed, which can take long. */
static void load(struct child *child, const struct text_buffer *body)
{
    struct protocol_reader reader = protocol_reader_of(body->bytes, body->length);
    uint32_t before = protocol_get_u32(&reader);
    struct text name = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
    struct text source = protocol_get_text(&reader, PROTOCOL_SCRIPT_MAX);
    struct script *script = calloc(1, sizeof *script);
    struct free_script own = {.call_name = child->options->call_name};
    if (!script || !read_words(&reader, &own))
        _exit(1);
    struct sandbox *sandbox = &script->sandbox;
    begin(child, sandbox, child->options->script_seconds);
    bool good = sandbox_open(sandbox, &child->memory, child->fd, child->options->standing, before);
    sandbox->random.seed = child->options->seed;
    good = good && (!own.call_name || sandbox_call(sandbox, free_install, &own)) &&
           (own.free ? sandbox_run(sandbox, name, source, free_finish, &child->reply)
                     : sandbox_run(sandbox, name, source, finish, child));
    end(child);
    if (!good)
        put_failure(&child->reply, &sandbox->failure, PROTOCOL_NONE);
    answer(child, good ? PROTOCOL_VALUE : PROTOCOL_FAILURE);
    child->scripts = grow(child->scripts, child->script_count, sizeof *child->scripts);
    child->scripts[child->script_count++] = script;
    if (!good || sandbox->functions == 0)
        drop(child, script);
}

/* The script that a function belongs to, NULL when it is gone. */
static struct script *script_of(const struct child *child, uint32_t reference)
{
    for (size_t i = 0; i < child->script_count; i++) {
        const struct sandbox *sandbox = &child->scripts[i]->sandbox;
        if (reference > sandbox->functions_before &&
            reference - sandbox->functions_before <= sandbox->functions)
            return child->scripts[i];
    }
    return NULL;
}

/* The names that were sent, which the script keeps once. */
static const struct names *keep_names(struct script *script, struct protocol_reader *reader)
{
    struct names *names = names_read(reader);
    if (!names)
        _exit(1);
    for (size_t i = 0; i < script->name_count; i++)
        if (script->names[i]->sent_length == names->sent_length &&
            memcmp(script->names[i]->sent, names->sent, names->sent_length) == 0) {
            names_free(names);
            return script->names[i];
        }
    script->names = grow(script->names, script->name_count, sizeof *script->names);
    return script->names[script->name_count++] = names;
}

/* A function whose script is no more. */
static void answer_gone(struct child *child)
{
    struct sandbox_failure gone = {.code = ERR_SCRIPT_STOPPED, .place = {SANDBOX_NOWHERE, 0}};
    strcpy(gone.sentence, "its script was stopped before");
    put_failure(&child->reply, &gone, PROTOCOL_NONE);
    answer(child, PROTOCOL_FAILURE);
}

/* What a function's run came to. A script that ran out of its budget is not run again. */
static void answer_run(struct child *child, struct script *script, enum protocol_kind kind,
                       bool good, uint32_t row)
{
    if (!good)
        put_failure(&child->reply, &script->sandbox.failure, row);
    answer(child, good ? kind : PROTOCOL_FAILURE);
    if (script->sandbox.stopped)
        drop(child, script);
}

static void trace(struct child *child, const struct text_buffer *body)
{
    struct protocol_reader reader = protocol_reader_of(body->bytes, body->length);
    struct function function = {.number = protocol_get_u32(&reader)};
    function.running.reference = protocol_get_u32(&reader);
    function.running.node = protocol_get_u32(&reader);
    struct script *script = script_of(child, function.running.reference);
    if (!script) {
        answer_gone(child);
        return;
    }
    function.running.names = keep_names(script, &reader);
    if (!protocol_ended(&reader))
        _exit(1);
    begin(child, &script->sandbox, child->options->script_seconds);
    bool good = trace_function(&script->sandbox, &function.running, &child->reply);
    end(child);
    function.script = script;
    child->functions = grow(child->functions, child->function_count, sizeof *child->functions);
    child->functions[child->function_count++] = function;
    answer_run(child, script, PROTOCOL_FORMULA, good, PROTOCOL_NONE);
}

static void apply(struct child *child, const struct text_buffer *body)
{
    struct protocol_reader reader = protocol_reader_of(body->bytes, body->length);
    uint32_t reference = protocol_get_u32(&reader);
    struct script *script = script_of(child, reference);
    bool malformed;
    if (!script) {
        answer_gone(child);
        return;
    }
    begin(child, &script->sandbox, child->options->script_seconds);
    bool good = apply_run(&script->sandbox, reference, &reader, &child->reply, &malformed);
    end(child);
    if (malformed)
        _exit(1);
    answer_run(child, script, PROTOCOL_RECORD, good, PROTOCOL_NONE);
}

static void rows(struct child *child, const struct text_buffer *body)
{
    struct protocol_reader reader = protocol_reader_of(body->bytes, body->length);
    uint32_t number = protocol_get_u32(&reader), row = PROTOCOL_NONE;
    bool malformed, first = protocol_get_byte(&reader) == 1;
    size_t at = child->function_count;
    while (at > 0 && child->functions[at - 1].number != number)
        at--;
    if (at == 0 || !child->functions[at - 1].script) {
        answer_gone(child);
        return;
    }
    const struct function *function = &child->functions[at - 1];
    struct script *script = function->script;
    if (first)
        child->seconds_left = child->options->script_seconds;
    begin(child, &script->sandbox, fmax(child->seconds_left, 1e-9));
    bool good = row_frame_run(&script->sandbox, &function->running, &reader, &child->reply, &row,
                              &malformed);
    child->seconds_left = end(child);
    if (malformed)
        _exit(1);
    answer_run(child, script, PROTOCOL_RESULTS, good, row);
}

static bool greet(struct child *child)
{
    const struct child_options *options = child->options;
    double backstop = ceil(options->script_seconds) * CHILD_BACKSTOP_FACTOR;
    enum confine_result confined =
        make_timers(child) ? confine_worker(options->script_memory_bytes, (unsigned)backstop)
                           : CONFINE_FAILED;
    char byte = (char)confined;
    return protocol_send(child->fd, PROTOCOL_READY, &byte, 1, INFINITY) == PROTOCOL_DONE &&
           confined != CONFINE_FAILED;
}

void child_main(int fd, void *context)
{
    struct child *child = calloc(1, sizeof *child);
    struct text_buffer body = {0};
    enum protocol_kind kind;
    if (!child)
        _exit(1);
    child->fd = fd;
    child->options = context;
    if (!greet(child))
        _exit(1);
    child->memory.limit_bytes = child->options->script_memory_bytes;
    while (protocol_receive(fd, &kind, &body, INFINITY) == PROTOCOL_DONE) {
        if (kind == PROTOCOL_LOAD)
            load(child, &body);
        else if (kind == PROTOCOL_TRACE)
            trace(child, &body);
        else if (kind == PROTOCOL_ROWS)
            rows(child, &body);
        else if (kind == PROTOCOL_APPLY)
            apply(child, &body);
        else
            break;
    }
    _exit(0);
}
