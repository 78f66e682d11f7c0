#include "cli/cmd.h"

#include "base/arena.h"
#include "base/confine.h"
#include "base/elementary.h"
#include "base/file.h"
#include "base/kernel.h"
#include "chart/chart.h"
#include "lua/worker.h"

#include <stdio.h>

static bool say(bool good, const char *what, const char *found)
{
    printf("%s  %-14s %s\n", good ? "ok   " : "LACKS", what, found);
    return good;
}

static bool check_worker(const struct opt *opt)
{
    struct err err;
    const char *notice = NULL;
    struct worker_options options = {.script_seconds = opt->script_seconds,
                                     .script_memory_mib = (size_t)opt->script_memory};
    struct worker *worker = worker_start(&options, &notice, &err);
    bool started = worker != NULL;
    worker_stop(worker);
    return say(started, "scripts",
               started ? notice ? notice : "run in a confined process" : err.sentence);
}

static bool check_charts(const struct opt *opt)
{
    struct text_buffer text = {0};
    bool ready = chart_ready(opt->gnuplot, &text);
    say(ready, "charts", text.bytes ? text.bytes : "out of memory");
    text_buffer_free(&text);
    return ready;
}

static void say_project(const struct opt *opt)
{
    struct arena *arena = arena_new();
    const char *root =
        arena ? file_find_upward(arena, opt->root ? opt->root : ".", "indicators/index.yaml", NULL)
              : NULL;
    say(true, "project", root ? root : "none from this folder upward (-C DIR names one)");
    arena_free(arena);
}

enum err_status cmd_doctor(const struct opt *opt)
{
    const struct kernel *kernel = kernel_for(opt->cpu);
    bool good =
        say(kernel != NULL, "vectors", kernel ? kernel->name : "this processor has no such width");
    good &= say(elementary_is_interposed(), "arithmetic",
                elementary_is_interposed()
                    ? "exp, log and pow are our own, in Lua too: the same bits everywhere"
                    : "Lua would use the C library's pow: bits may differ between machines");
    say(true, "confinement", confine_state());
    good &= check_worker(opt);
    good &= check_charts(opt);
    say_project(opt);
    return good ? ERR_NONE : ERR_MACHINE;
}
