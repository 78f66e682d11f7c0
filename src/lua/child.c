#include "lua/child.h"

#include "base/confine.h"
#include "lua/encode.h"
#include "lua/protocol.h"

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

struct child {
    int fd;
    const struct child_options *options;
    timer_t interrupt;
    timer_t kill;
    struct sandbox sandbox;
    struct text_buffer reply;
};

/* The timer carries its sandbox, so no variable is shared between handler and program. */
static void on_time_over(int number, siginfo_t *info, void *context)
{
    (void)number, (void)context;
    if (info->si_code == SI_TIMER)
        sandbox_interrupt(info->si_value.sival_ptr);
}

/* Both timers count the processor time of this process: a busy machine does not shorten it. */
static bool make_timers(struct child *child)
{
    struct sigaction action = {.sa_sigaction = on_time_over, .sa_flags = SA_SIGINFO | SA_RESTART};
    struct sigevent interrupt = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    struct sigevent kill = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGKILL};
    sigset_t none;
    interrupt.sigev_value.sival_ptr = &child->sandbox;
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

/* Starts the clock for one script; seconds 0 stops it. */
static void set_timers(struct child *child, double seconds)
{
    struct itimerspec interrupt = {{0, CHILD_REPEAT_MILLISECONDS * 1000000L}, timespec_of(seconds)};
    struct itimerspec kill = {
        {0, 0}, timespec_of(seconds > 0 ? seconds + CHILD_GRACE_MILLISECONDS * 1e-3 : 0)};
    if (timer_settime(child->interrupt, 0, &interrupt, NULL) != 0 ||
        timer_settime(child->kill, 0, &kill, NULL) != 0)
        _exit(1);
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

static void put_failure(struct text_buffer *out, const struct sandbox_failure *failure)
{
    out->length = 0;
    protocol_put_u32(out, failure->code);
    protocol_put_u32(out, (uint32_t)failure->place.chunk);
    protocol_put_u32(out, failure->place.line);
    protocol_put_text(out, failure->sentence, strlen(failure->sentence));
    protocol_put_text(out, failure->hint, strlen(failure->hint));
}

/* Runs one script. The answer goes out before the state is closed, which can take long. */
static void load(struct child *child, const struct text_buffer *body)
{
    struct protocol_reader reader = protocol_reader_of(body->bytes, body->length);
    struct text name = protocol_get_text(&reader, PROTOCOL_NAME_MAX);
    struct text source = protocol_get_text(&reader, PROTOCOL_SCRIPT_MAX);
    if (!protocol_ended(&reader))
        _exit(1);
    child->reply.length = 0;
    set_timers(child, child->options->script_seconds);
    bool good = sandbox_open(&child->sandbox, child->options->script_memory_bytes, child->fd,
                             child->options->standing) &&
                sandbox_run(&child->sandbox, name, source, finish, child);
    set_timers(child, 0);
    if (!good)
        put_failure(&child->reply, &child->sandbox.failure);
    if (child->reply.failed ||
        protocol_send(child->fd, good ? PROTOCOL_VALUE : PROTOCOL_FAILURE, child->reply.bytes,
                      child->reply.length, INFINITY) != PROTOCOL_DONE)
        _exit(1);
    sandbox_close(&child->sandbox);
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
    while (protocol_receive(fd, &kind, &body, INFINITY) == PROTOCOL_DONE && kind == PROTOCOL_LOAD)
        load(child, &body);
    _exit(0);
}
