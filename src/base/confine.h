/* What a child may still do: seccomp, limits, no new privileges. Called in the child, after
 * fork. */
#ifndef TIDEMARK_BASE_CONFINE_H
#define TIDEMARK_BASE_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

enum confine_result {
    CONFINE_FULL,
    CONFINE_NO_SECCOMP, /* limits only: RLIMIT_NOFILE 0 blocks open and socket */
    CONFINE_OFF,        /* a sanitizer build or valgrind: nothing is confined, and the caller says
    so */
    CONFINE_FAILED,     /* nothing must run */
};

/* For the script worker: computing, and reading and writing the descriptors it has. No open,
 * socket, exec, fork. memory_bytes bounds the address space beyond what is mapped now,
 * cpu_seconds is a backstop. */
enum confine_result confine_worker(size_t memory_bytes, unsigned cpu_seconds);

/* For gnuplot: reading files, threads, no writing, no sockets, no program but the one at path,
 * which must be the very pointer given to execve. */
enum confine_result confine_program(const char *path);

/* Whether a full confinement is to be had on this machine (for doctor): a sentence, static. */
const char *confine_state(void);

#endif
