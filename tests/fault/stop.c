/* stop REPORT AT DO PROGRAM WORD…: runs a program and stops it wherever it enters or leaves a
 * system call. At stop number AT (from 1; 0: never) it is killed, or, with DO not empty, the shell
 * runs DO before it goes on.
 *
 *   REPORT   a file; gets the number of stops that were met
 *
 * Ends as the program did: with its exit status, or with 128 and the number of the signal; with 77
 * where the system lets no program be traced. Its threads are stopped too, its children not. For
 * Linux. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REFUSED = 77, NOT_RUN = 127 };

static void become(char **words)
{
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(REFUSED);
    raise(SIGSTOP);
    execv(words[0], words);
    perror(words[0]);
    _exit(NOT_RUN);
}

static bool is_call(int status)
{
    return WIFSTOPPED(status) && WSTOPSIG(status) == (SIGTRAP | 0x80);
}

/* The signal to go on with: those of tracing are none of the program's. */
static int signal_of(int status)
{
    int number = WSTOPSIG(status);
    bool own = status >> 16 == 0 && number != SIGTRAP && number != SIGSTOP;
    return own && !is_call(status) ? number : 0;
}

/* Runs the program to its end; its wait status. Calls count once it is the program: the first stop
 * after its start is that by which it was begun. */
static int run(pid_t program, unsigned long at, const char *what, unsigned long *stops)
{
    int status = 0;
    bool begun = false;
    for (pid_t thread = program;;) {
        if (is_call(status) && begun && ++*stops == at) {
            if (*what && system(what) != 0)
                perror(what);
            else if (!*what)
                kill(program, SIGKILL);
        }
        begun = begun || (WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP);
        ptrace(PTRACE_SYSCALL, thread, NULL, (void *)(long)(status ? signal_of(status) : 0));
        do {
            thread = waitpid(-1, &status, __WALL);
            if (thread == program && !WIFSTOPPED(status))
                return status;
        } while ((thread < 0 && errno == EINTR) || (thread > 0 && !WIFSTOPPED(status)));
        if (thread < 0)
            return status;
    }
}

int main(int argc, char **argv)
{
    if (argc < 5) {
        fputs("usage: stop REPORT AT DO PROGRAM WORD...\n", stderr);
        return 2;
    }
    int status = 0;
    unsigned long stops = 0;
    pid_t program = fork();
    if (program == 0)
        become(argv + 4);
    if (program < 0 || waitpid(program, &status, 0) < 0)
        return REFUSED;
    if (WIFEXITED(status))
        return WEXITSTATUS(status);
    if (ptrace(PTRACE_SETOPTIONS, program, NULL,
               (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_EXITKILL)) != 0) {
        kill(program, SIGKILL);
        return REFUSED;
    }
    status = run(program, strtoul(argv[2], NULL, 10), argv[3], &stops);
    FILE *report = fopen(argv[1], "w");
    if (!report || fprintf(report, "%lu\n", stops) < 0 || fclose(report) != 0)
        return 2;
    return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
