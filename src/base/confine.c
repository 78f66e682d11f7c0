#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define CONFINE_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || \
    __has_feature(memory_sanitizer)
#define CONFINE_SANITIZED 1
#endif
#endif
#ifndef CONFINE_SANITIZED
#define CONFINE_SANITIZED 0
#endif

enum { CONFINE_PROGRAM_CPU_SECONDS = 20, CONFINE_PROGRAM_DESCRIPTORS = 128 };
static const rlim_t program_memory_bytes = (rlim_t)2 << 30;

/* Room for the C library's own blocks, and what is taken for mapped where /proc is absent. */
static const rlim_t spare_bytes = (rlim_t)64 << 20, unknown_bytes = (rlim_t)4 << 30;

/* Sanitizers map terabytes and use system calls of their own; so does valgrind, which shows in the
 * environment it gives the program. */
static bool is_instrumented(void)
{
    const char *preload = getenv("LD_PRELOAD");
    return CONFINE_SANITIZED || (preload && strstr(preload, "vgpreload"));
}

static bool limit(__rlimit_resource_t resource, rlim_t value)
{
    struct rlimit old;
    if (getrlimit(resource, &old) != 0)
        return false;
    if (value > old.rlim_max)
        value = old.rlim_max;
    return setrlimit(resource, &(struct rlimit){value, value}) == 0;
}

/* Bytes of address space in use. */
static rlim_t mapped_bytes(void)
{
    char text[64];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return unknown_bytes;
    ssize_t got = read(fd, text, sizeof text - 1);
    close(fd);
    if (got <= 0)
        return unknown_bytes;
    text[got] = '\0';
    return (rlim_t)strtoul(text, NULL, 10) * (rlim_t)sysconf(_SC_PAGESIZE);
}

static bool drop_privileges(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
}

static bool allow(scmp_filter_ctx filter, const int *calls, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, calls[i], 0) != 0)
            return false;
    return true;
}

/* A kernel that knows filters looks for this one at address 0, another does not know the call. */
static bool has_filters(void)
{
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL, 0, 0) < 0 && errno == EFAULT;
}

/* Loads and frees a filter; without it (a kernel that has no seccomp) the limits must do. */
static enum confine_result load(scmp_filter_ctx filter, bool built)
{
    bool known = has_filters(), loaded = known && built && seccomp_load(filter) == 0;
    seccomp_release(filter);
    if (loaded)
        return CONFINE_FULL;
    return known ? CONFINE_FAILED : CONFINE_NO_SECCOMP;
}

/* Memory calls are common, so they stand first; getrandom is what the first malloc of glibc 2.36
 * asks for. A script that has broken out of Lua could disarm its timers, which is why the parent
 * has a clock of its own. */
static bool allow_worker(scmp_filter_ctx filter)
{
    static const int calls[] = {
        SCMP_SYS(read),           SCMP_SYS(write),         SCMP_SYS(brk),
        SCMP_SYS(munmap),         SCMP_SYS(mremap),        SCMP_SYS(madvise),
        SCMP_SYS(futex),          SCMP_SYS(getrandom),     SCMP_SYS(clock_gettime),
        SCMP_SYS(gettimeofday),   SCMP_SYS(time),          SCMP_SYS(rt_sigreturn),
        SCMP_SYS(rt_sigprocmask), SCMP_SYS(timer_settime), SCMP_SYS(restart_syscall),
        SCMP_SYS(exit),           SCMP_SYS(exit_group),
    };
    return allow(filter, calls, sizeof calls / sizeof *calls) &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
}

enum confine_result confine_worker(size_t memory_bytes, unsigned cpu_seconds)
{
    if (is_instrumented())
        return CONFINE_OFF;
    if (!drop_privileges() || !limit(RLIMIT_CPU, cpu_seconds) || !limit(RLIMIT_CORE, 0) ||
        !limit(RLIMIT_FSIZE, 0) || !limit(RLIMIT_NPROC, 0) ||
        !limit(RLIMIT_AS, mapped_bytes() + memory_bytes + spare_bytes) || !limit(RLIMIT_NOFILE, 0))
        return CONFINE_FAILED;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    if (!filter)
        return CONFINE_FAILED;
    return load(filter, allow_worker(filter));
}

/* Found with gnuplot 5.4's svg, pngcairo, pdfcairo, png, dumb, sixelgd and canvas terminals, whose
 * output under this list has the same bytes as without it. */
static const int program_calls[] = {
    SCMP_SYS(access),
    SCMP_SYS(arch_prctl),
    SCMP_SYS(brk),
    SCMP_SYS(close),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(faccessat),
    SCMP_SYS(fadvise64),
    SCMP_SYS(fcntl),
    SCMP_SYS(fstatfs),
    SCMP_SYS(statfs),
    SCMP_SYS(futex),
    SCMP_SYS(get_mempolicy),
    SCMP_SYS(set_mempolicy),
    SCMP_SYS(getcwd),
    SCMP_SYS(getdents64),
    SCMP_SYS(getrandom),
    SCMP_SYS(getuid),
    SCMP_SYS(geteuid),
    SCMP_SYS(getgid),
    SCMP_SYS(getegid),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(madvise),
    SCMP_SYS(mmap),
    SCMP_SYS(mprotect),
    SCMP_SYS(mremap),
    SCMP_SYS(munmap),
    SCMP_SYS(newfstatat),
    SCMP_SYS(fstat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(pread64),
    SCMP_SYS(prlimit64),
    SCMP_SYS(read),
    SCMP_SYS(readv),
    SCMP_SYS(readlink),
    SCMP_SYS(readlinkat),
    SCMP_SYS(rseq),
    SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(sched_getaffinity),
    SCMP_SYS(sched_yield),
    SCMP_SYS(set_robust_list),
    SCMP_SYS(set_tid_address),
    SCMP_SYS(setuid),
    SCMP_SYS(sysinfo),
    SCMP_SYS(uname),
    SCMP_SYS(write),
    SCMP_SYS(writev),
    SCMP_SYS(lseek),
    SCMP_SYS(prctl),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(getrusage),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(clock_nanosleep),
};

/* Files to read only; threads, which pango needs, but no processes; of a terminal no more than
 * whether it is one, since another request types into it. clone3 hides its flags in
 * memory, where a filter cannot look: refused, glibc falls back to clone. */
static bool allow_program_arguments(scmp_filter_ctx filter, const char *path)
{
    const scmp_datum_t mode = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    return seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, mode, O_RDONLY)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, mode, O_RDONLY)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(ioctl), 1,
                            SCMP_A1(SCMP_CMP_EQ, TCGETS, 0)) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(execve), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)(uintptr_t)path, 0)) == 0;
}

enum confine_result confine_program(const char *path)
{
    if (is_instrumented())
        return CONFINE_OFF;
    if (!drop_privileges() || !limit(RLIMIT_CPU, CONFINE_PROGRAM_CPU_SECONDS) ||
        !limit(RLIMIT_AS, program_memory_bytes) || !limit(RLIMIT_FSIZE, 0) ||
        !limit(RLIMIT_CORE, 0) || !limit(RLIMIT_NOFILE, CONFINE_PROGRAM_DESCRIPTORS))
        return CONFINE_FAILED;
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!filter)
        return CONFINE_FAILED;
    return load(filter,
                allow(filter, program_calls, sizeof program_calls / sizeof *program_calls) &&
                    allow_program_arguments(filter, path));
}

const char *confine_state(void)
{
    if (is_instrumented())
        return "off: this is a sanitizer build or runs under valgrind";
    if (seccomp_api_get() == 0)
        return "limits only: this kernel has no seccomp filters";
    return "full: system calls are filtered, memory, time and files are limited";
}
