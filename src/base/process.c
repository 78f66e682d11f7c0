#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PROCESS_ERRORS_MAX = 64 * 1024, PROCESS_READ_BYTES = 32 * 1024, PROCESS_CHILD_FD = 3 };

static bool system_failed(struct err *err, const char *what)
{
    return err_set(err, ERR_PROCESS, "a process cannot be started: %s: %s", what, strerror(errno));
}

static void close_all(int *descriptors, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (descriptors[i] >= 0)
            close(descriptors[i]);
        descriptors[i] = -1;
    }
}

/* Closes first and everything above it. The loop is for kernels before 5.9 and for valgrind. */
static void close_from(int first)
{
    if (close_range((unsigned)first, ~0U, 0) == 0)
        return;
    long limit = sysconf(_SC_OPEN_MAX);
    for (long fd = first; fd < limit; fd++)
        close((int)fd);
}

/* Dies with its parent, even if the parent died before the prctl. */
static void follow_parent(pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent)
        _exit(127);
}

static _Noreturn void run_entry(void (*entry)(int, void *), void *context, int fd, pid_t parent)
{
    follow_parent(parent);
    signal(SIGINT, SIG_IGN); /* Ctrl-C goes to both; the parent ends this one when it is time */
    if (fd != PROCESS_CHILD_FD && dup2(fd, PROCESS_CHILD_FD) < 0)
        _exit(127);
    close(STDIN_FILENO);
    close(STDOUT_FILENO);
    close_from(PROCESS_CHILD_FD + 1);
    entry(PROCESS_CHILD_FD, context);
    _exit(0);
}

bool process_fork(void (*entry)(int fd, void *context), void *context, struct process_child *child,
                  struct err *err)
{
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return system_failed(err, "socketpair");
    pid_t parent = getpid();
    pid_t pid = fork();
    if (pid < 0) {
        system_failed(err, "fork");
        close_all(pair, 2);
        return false;
    }
    if (pid == 0)
        run_entry(entry, context, pair[1], parent);
    close(pair[1]);
    *child = (struct process_child){pid, pair[0]};
    return true;
}

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + (double)time.tv_usec * 1e-6;
}

static struct process_end end_of(int status, const struct rusage *usage)
{
    struct process_end end = {-1, 0, seconds_of(usage->ru_utime) + seconds_of(usage->ru_stime)};
    if (WIFEXITED(status))
        end.exit_code = WEXITSTATUS(status);
    else if (WIFSIGNALED(status))
        end.signal = WTERMSIG(status);
    return end;
}

static struct process_end reap(pid_t pid)
{
    int status = 0;
    struct rusage usage = {0};
    pid_t got;
    do {
        got = wait4(pid, &status, 0, &usage);
    } while (got < 0 && errno == EINTR);
    return got == pid ? end_of(status, &usage) : (struct process_end){-1, 0, 0};
}

struct process_end process_wait(struct process_child *child, bool kill_first)
{
    if (kill_first)
        kill(child->pid, SIGKILL);
    if (child->fd >= 0)
        close(child->fd);
    struct process_end end = reap(child->pid);
    *child = (struct process_child){-1, -1};
    return end;
}

/* The descriptors of a run, the parent's ends first. A socket serves as stdin, because only to a
 * socket can one write without risking SIGPIPE; stdout is a pipe, which no file size limit
 * binds. status carries why the program could not be executed and is closed when it could. */
enum descriptor {
    PARENT_INPUT,
    PARENT_OUTPUT,
    PARENT_ERRORS,
    PARENT_STATUS,
    CHILD_INPUT,
    CHILD_OUTPUT,
    CHILD_ERRORS,
    CHILD_STATUS,
    DESCRIPTOR_COUNT
};

enum start_stage { START_CONFINE, START_DESCRIPTORS, START_EXECUTE };

struct start_failure {
    enum start_stage stage;
    int number;
};

/* Descriptors above the standard three, so that dup2 in the child cannot overwrite one of them. */
static bool raise_descriptor(int *descriptor)
{
    if (*descriptor > STDERR_FILENO)
        return true;
    int higher = fcntl(*descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    if (higher < 0)
        return false;
    close(*descriptor);
    *descriptor = higher;
    return true;
}

static bool open_descriptors(int *descriptors)
{
    int pair[2];
    for (size_t i = 0; i < DESCRIPTOR_COUNT; i++)
        descriptors[i] = -1;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) != 0)
        return false;
    descriptors[PARENT_INPUT] = pair[0];
    descriptors[CHILD_INPUT] = pair[1];
    for (size_t i = 1; i < 4; i++) {
        if (pipe2(pair, O_CLOEXEC) != 0)
            return false;
        descriptors[PARENT_INPUT + i] = pair[0];
        descriptors[CHILD_INPUT + i] = pair[1];
    }
    for (size_t i = 0; i < DESCRIPTOR_COUNT; i++)
        if (!raise_descriptor(&descriptors[i]))
            return false;
    for (size_t i = PARENT_INPUT; i <= PARENT_ERRORS; i++)
        if (fcntl(descriptors[i], F_SETFL, O_NONBLOCK) != 0)
            return false;
    return true;
}

static _Noreturn void report_failure(int fd, enum start_stage stage)
{
    struct start_failure failure = {stage, errno};
    ssize_t written = write(fd, &failure, sizeof failure);
    _exit(written == (ssize_t)sizeof failure ? 126 : 127);
}

static _Noreturn void run_program(const struct process_run *run, const int *descriptors,
                                  pid_t parent)
{
    int status = descriptors[CHILD_STATUS];
    follow_parent(parent);
    for (int i = 0; i < 3; i++)
        if (dup2(descriptors[CHILD_INPUT + i], i) < 0)
            report_failure(status, START_DESCRIPTORS);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (run->confined && confine_program(run->path) == CONFINE_FAILED)
        report_failure(status, START_CONFINE);
    execve(run->path, (char *const *)run->arguments, (char *const *)run->environment);
    report_failure(status, START_EXECUTE);
}

/* Waits until the program is executed, or says why it is not. */
static bool read_status(int fd, const char *path, struct err *err)
{
    struct start_failure failure;
    ssize_t got;
    do {
        got = read(fd, &failure, sizeof failure);
    } while (got < 0 && errno == EINTR);
    if (got == 0)
        return true;
    if (got != (ssize_t)sizeof failure)
        return err_set(err, ERR_PROCESS, "%s cannot be started", path);
    if (failure.stage == START_CONFINE)
        return err_set(err, ERR_CONFINE, "%s is not run, because it cannot be confined", path);
    if (failure.stage == START_DESCRIPTORS)
        return err_set(err, ERR_PROCESS, "%s cannot be started: dup2: %s", path,
                       strerror(failure.number));
    return err_set(err, ERR_PROGRAM, "%s cannot be run: %s", path, strerror(failure.number));
}

static bool start(const struct process_run *run, int *descriptors, pid_t *pid, struct err *err)
{
    if (!open_descriptors(descriptors)) {
        system_failed(err, "descriptors");
        close_all(descriptors, DESCRIPTOR_COUNT);
        return false;
    }
    pid_t parent = getpid();
    *pid = fork();
    if (*pid < 0) {
        system_failed(err, "fork");
        close_all(descriptors, DESCRIPTOR_COUNT);
        return false;
    }
    if (*pid == 0)
        run_program(run, descriptors, parent);
    close_all(descriptors + CHILD_INPUT, DESCRIPTOR_COUNT - CHILD_INPUT);
    if (read_status(descriptors[PARENT_STATUS], run->path, err))
        return true;
    close_all(descriptors, DESCRIPTOR_COUNT);
    reap(*pid);
    return false;
}

static double now_seconds(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

/* What is left until the deadline, for poll: rounded up, so that it never spins. */
static int left_milliseconds(double deadline)
{
    double left = ceil((deadline - now_seconds()) * 1e3);
    return left < 0 ? 0 : left > 1e6 ? 1000000 : (int)left;
}

static bool try_again(void)
{
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

/* Writes what fits; closes when all is written or nobody reads any more. */
static void feed(int *fd, const struct process_run *run, size_t *sent)
{
    if (*sent < run->input_length) {
        ssize_t wrote = send(*fd, run->input + *sent, run->input_length - *sent, MSG_NOSIGNAL);
        if (wrote < 0 && try_again())
            return;
        *sent = wrote < 0 ? run->input_length : *sent + (size_t)wrote;
    }
    if (*sent == run->input_length)
        close_all(fd, 1);
}

/* Takes what is there, keeping at most limit bytes. True when more than that came. */
static bool take(int *fd, struct text_buffer *buffer, size_t limit)
{
    char bytes[PROCESS_READ_BYTES];
    ssize_t got = read(*fd, bytes, sizeof bytes);
    if (got < 0 && try_again())
        return false;
    if (got <= 0) {
        close_all(fd, 1);
        return false;
    }
    size_t room = limit - buffer->length, length = (size_t)got;
    text_add(buffer, bytes, length < room ? length : room);
    return length > room;
}

/* Talks with the program until it has closed both outputs. False when it must be killed. */
static bool converse(const struct process_run *run, int *descriptors, double deadline,
                     struct process_result *result)
{
    size_t sent = 0;
    if (run->input_length == 0)
        close_all(&descriptors[PARENT_INPUT], 1);
    while (descriptors[PARENT_OUTPUT] >= 0 || descriptors[PARENT_ERRORS] >= 0) {
        struct pollfd polled[3];
        for (int i = 0; i < 3; i++)
            polled[i] = (struct pollfd){descriptors[i], i == PARENT_INPUT ? POLLOUT : POLLIN, 0};
        int ready = poll(polled, 3, left_milliseconds(deadline));
        if (now_seconds() >= deadline) {
            result->timed_out = true;
            return false;
        }
        if (ready < 0 && errno != EINTR)
            return false;
        if (ready <= 0)
            continue;
        if (polled[PARENT_INPUT].revents)
            feed(&descriptors[PARENT_INPUT], run, &sent);
        if (polled[PARENT_OUTPUT].revents)
            result->too_long =
                take(&descriptors[PARENT_OUTPUT], &result->output, run->output_max_bytes);
        if (polled[PARENT_ERRORS].revents)
            take(&descriptors[PARENT_ERRORS], &result->errors, PROCESS_ERRORS_MAX);
        if (result->too_long || result->output.failed || result->errors.failed)
            return false;
    }
    return true;
}

/* Waits for the end of a program that has closed its outputs but may still be at work. */
static struct process_end finish(pid_t pid, double deadline, bool *timed_out)
{
    long nap_nanoseconds = 50000;
    for (;;) {
        int status = 0;
        struct rusage usage = {0};
        pid_t got = wait4(pid, &status, WNOHANG, &usage);
        if (got == pid)
            return end_of(status, &usage);
        if (got < 0 && errno != EINTR)
            return (struct process_end){-1, 0, 0};
        if (now_seconds() >= deadline) {
            *timed_out = true;
            kill(pid, SIGKILL);
            return reap(pid);
        }
        nanosleep(&(struct timespec){0, nap_nanoseconds}, NULL);
        if (nap_nanoseconds < 10000000)
            nap_nanoseconds *= 2;
    }
}

bool process_run(const struct process_run *run, struct process_result *result, struct err *err)
{
    int descriptors[DESCRIPTOR_COUNT];
    pid_t pid = -1;
    *result = (struct process_result){.end = {-1, 0, 0}};
    double deadline = now_seconds() + run->wall_seconds;
    if (!start(run, descriptors, &pid, err))
        return false;
    bool good = converse(run, descriptors, deadline, result);
    /* Killed before its outputs close, it cannot end by a broken pipe instead. */
    if (!good)
        kill(pid, SIGKILL);
    close_all(descriptors, DESCRIPTOR_COUNT);
    if (good)
        result->end = finish(pid, deadline, &result->timed_out);
    else
        result->end = reap(pid);
    if (result->output.failed || result->errors.failed)
        return err_set(err, ERR_OUT_OF_MEMORY, "there is no memory for the output of %s",
                       run->path);
    return true;
}

static bool is_program(const char *path)
{
    struct stat info;
    return stat(path, &info) == 0 && S_ISREG(info.st_mode) && access(path, X_OK) == 0;
}

bool process_find(const char *program, char *out, size_t size)
{
    static const char *const folders[] = {"/usr/local/bin", "/usr/bin", "/bin"};
    if (strchr(program, '/')) {
        char *absolute = realpath(program, NULL);
        int length = absolute ? snprintf(out, size, "%s", absolute) : -1;
        free(absolute);
        return length > 0 && (size_t)length < size && is_program(out);
    }
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        int length = snprintf(out, size, "%s/%s", folders[i], program);
        if (length > 0 && (size_t)length < size && is_program(out))
            return true;
    }
    return false;
}
