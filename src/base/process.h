/* The one place that starts processes: the script worker (fork only) and gnuplot (exec).
 *
 * A child is killed when the thread that started it ends, so start children from the main
 * thread. */
#ifndef TIDEMARK_BASE_PROCESS_H
#define TIDEMARK_BASE_PROCESS_H

#include "base/confine.h"
#include "base/err.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Forks a child that runs entry(fd, context) with one end of a socket pair and never returns;
 * every other descriptor but stderr is closed in it. The parent gets the other end. False with
 * err. */
struct process_child {
    pid_t pid;
    int fd;
};
bool process_fork(void (*entry)(int fd, void *context), void *context, struct process_child *child,
                  struct err *err);

/* How a child ended: exit code, or signal when killed. Closes the fd. kill_first sends SIGKILL. */
struct process_end {
    int exit_code; /* -1 when it was killed */
    int signal;    /* 0 when it exited */
    double cpu_seconds;
};
struct process_end process_wait(struct process_child *child, bool kill_first);

/* Runs a program to its end: input to its stdin, stdout and stderr collected up to the limits,
 * killed when wall_seconds are over or its output is longer than output_max_bytes. The environment
 * holds exactly environment (NULL-terminated). confined asks for confine_program. result needs no
 * initialising; its two buffers are the caller's to free, after a failure too. False with err only
 * when it could not be run at all (not found: ERR_MACHINE with the path) or memory ran out; how it
 * ended stands in result. */
struct process_run {
    const char *path;
    const char *const *arguments; /* NULL-terminated, [0] included */
    const char *const *environment;
    const char *input;
    size_t input_length;
    size_t output_max_bytes;
    double wall_seconds;
    bool confined;
};
struct process_result {
    struct text_buffer output;
    struct text_buffer errors; /* at most 64 KiB */
    struct process_end end;
    bool timed_out;
    bool too_long;
};
bool process_run(const struct process_run *run, struct process_result *result, struct err *err);

/* The absolute path of a program: itself when it holds a slash, else the first in /usr/local/bin,
 * /usr/bin, /bin (never $PATH). False when it is not there or not executable. */
bool process_find(const char *program, char *out, size_t size);

#endif
