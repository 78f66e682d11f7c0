/* Loaded before a program (LD_PRELOAD), makes one of its calls fail as a machine in trouble would:
 *
 *   FAIL_CALL    memory, read, write, … (the table kinds below); files: any that can change one
 *   FAIL_AT      the number of the call that fails, from 1; 0: none, calls are only noted
 *   FAIL_LATER   set: every later call fails too
 *   FAIL_KILL    set: the call does not fail, the program is killed before it
 *   FAIL_CHILD   set: calls of forked children are meant, each counting from 1, else the program's
 *   FAIL_SPARE   names of libraries ("libexpat libz"): calls from them do not fail
 *   FAIL_SHOW    set: the callers of the call that failed are listed on stderr, for addr2line
 *   FAIL_REPORT  a file that holds a struct report, zero; it tells what was met
 *
 * For glibc on Linux. State is global, as the functions replaced are. */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

enum { REPORT_CALLS_MAX = 1 << 20, STACK_DEPTH = 7, SPARE_DEPTH = 6 };

enum kind {
    KIND_NONE,
    KIND_MEMORY,
    KIND_ARENA,
    KIND_READ,
    KIND_WRITE,
    KIND_OPEN,
    KIND_RENAME,
    KIND_FSYNC,
    KIND_FORK,
    KIND_CLOSE,
    KIND_CHANNEL,
    KIND_MODE,
    KIND_LIST,
    KIND_MAP,
    KIND_STATUS,
    KIND_THREAD,
    KIND_LOCK,
    KIND_REMOVE,
    KIND_FILES, /* KIND_WRITE, OPEN, RENAME, FSYNC, CLOSE, MODE, LOCK, REMOVE */
};

static const struct {
    const char *name;
    int number;
} kinds[] = {
    [KIND_MEMORY] = {"memory", ENOMEM}, [KIND_ARENA] = {"arena", ENOMEM},
    [KIND_READ] = {"read", EIO},        [KIND_WRITE] = {"write", ENOSPC},
    [KIND_OPEN] = {"open", EMFILE},     [KIND_RENAME] = {"rename", EACCES},
    [KIND_FSYNC] = {"fsync", EIO},      [KIND_FORK] = {"fork", EAGAIN},
    [KIND_CLOSE] = {"close", EIO},      [KIND_CHANNEL] = {"channel", EMFILE},
    [KIND_MODE] = {"mode", EPERM},      [KIND_LIST] = {"list", EIO},
    [KIND_MAP] = {"map", ENOMEM},       [KIND_STATUS] = {"status", EIO},
    [KIND_THREAD] = {"thread", EAGAIN}, [KIND_LOCK] = {"lock", ENOLCK},
    [KIND_REMOVE] = {"remove", EACCES}, [KIND_FILES] = {"files", EIO},
};

/* stacks tells apart from where a call came: equal numbers, the same chain of callers; 0, a spared
 * library. */
struct report {
    uint64_t calls;
    uint64_t failed;
    uint64_t stacks[REPORT_CALLS_MAX];
};

static struct {
    enum kind kind;
    uint64_t at;
    uint64_t count;
    bool later, child, show, kill, in_child;
    const char *spare;
    struct report *report;
} fail;

/* Whether a function of a spared library called, perhaps through the C library. */
static bool is_spared(void)
{
    void *stack[SPARE_DEPTH];
    int depth = fail.spare ? backtrace(stack, SPARE_DEPTH) : 0;
    for (int i = 2; i < depth; i++) {
        Dl_info info;
        char name[64];
        if (!dladdr(stack[i], &info) || !info.dli_fname)
            continue;
        const char *slash = strrchr(info.dli_fname, '/');
        snprintf(name, sizeof name, "%s", slash ? slash + 1 : info.dli_fname);
        name[strcspn(name, ".")] = '\0';
        if (strstr(fail.spare, name))
            return true;
    }
    return false;
}

static void note(uint64_t count)
{
    void *stack[STACK_DEPTH];
    uint64_t hash = 14695981039346656037U;
    int depth = backtrace(stack, STACK_DEPTH);
    for (int i = 2; i < depth; i++) {
        /* Where a library is loaded changes from run to run. */
        Dl_info info = {0};
        uintptr_t base = dladdr(stack[i], &info) ? (uintptr_t)info.dli_fbase : 0;
        hash = (hash ^ ((uintptr_t)stack[i] - base)) * 1099511628211U;
    }
    if (count <= REPORT_CALLS_MAX && !is_spared())
        fail.report->stacks[count - 1] = hash;
}

static bool is_meant(enum kind kind)
{
    bool files = kind == KIND_WRITE || kind == KIND_OPEN || kind == KIND_RENAME ||
                 kind == KIND_REMOVE || kind == KIND_FSYNC || kind == KIND_CLOSE ||
                 kind == KIND_MODE || kind == KIND_LOCK;
    return fail.in_child == fail.child && (fail.kind == kind || (fail.kind == KIND_FILES && files));
}

/* Whether this call is the one; errno says so too. */
static bool fails(enum kind kind)
{
    if (!is_meant(kind))
        return false;
    uint64_t count = __atomic_add_fetch(&fail.count, 1, __ATOMIC_RELAXED);
    fail.report->calls = count;
    if (fail.at == 0)
        note(count);
    if (fail.at == 0 || count < fail.at || (count > fail.at && !fail.later) || is_spared())
        return false;
    if (fail.kill)
        kill(getpid(), SIGKILL);
    if (fail.report->failed++ == 0 && fail.show) {
        void *stack[2 * STACK_DEPTH];
        backtrace_symbols_fd(stack, backtrace(stack, 2 * STACK_DEPTH), STDERR_FILENO);
    }
    errno = kinds[fail.kind == KIND_FILES ? kind : fail.kind].number;
    return true;
}

__attribute__((constructor)) static void begin(void)
{
    const char *call = getenv("FAIL_CALL"), *at = getenv("FAIL_AT"), *path = getenv("FAIL_REPORT");
    void *stack[1];
    if (!call || !at || !path)
        return;
    /* The first call loads the unwinder. */
    backtrace(stack, 1);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    void *report = mmap(NULL, sizeof *fail.report, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (fd < 0 || report == MAP_FAILED)
        abort();
    close(fd);
    fail.report = report;
    fail.at = strtoull(at, NULL, 10);
    fail.later = getenv("FAIL_LATER");
    fail.child = getenv("FAIL_CHILD");
    fail.show = getenv("FAIL_SHOW");
    fail.kill = getenv("FAIL_KILL");
    fail.spare = getenv("FAIL_SPARE");
    enum kind kind = KIND_NONE;
    for (size_t i = KIND_MEMORY; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(call, kinds[i].name) == 0)
            kind = (enum kind)i;
    if (kind == KIND_NONE)
        abort();
    unsetenv("LD_PRELOAD");
    fail.kind = kind;
}

/* For arena.c, which asks before each allocation from an arena. */
bool fail_arena(void);

bool fail_arena(void)
{
    return fails(KIND_ARENA);
}

/* glibc's allocator under its own names: dlsym would allocate. */
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size)
{
    return fails(KIND_MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(KIND_MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
    return fails(KIND_MEMORY) ? NULL : __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(KIND_MEMORY) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (fails(KIND_MEMORY))
        return ENOMEM;
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

/* Replaces a function: the next one of that name is called unless the call is to fail. */
#define REPLACE(type, name, parameters, arguments, kind, failed) \
    type name parameters                                         \
    {                                                            \
        static type(*next) parameters;                           \
        if (!next)                                               \
            *(void **)&next = dlsym(RTLD_NEXT, #name);           \
        return fails(kind) ? (failed) : next arguments;          \
    }

REPLACE(ssize_t, read, (int fd, void *bytes, size_t size), (fd, bytes, size), KIND_READ, -1)
REPLACE(ssize_t, recv, (int fd, void *bytes, size_t size, int flags), (fd, bytes, size, flags),
        KIND_READ, -1)
REPLACE(ssize_t, write, (int fd, const void *bytes, size_t size), (fd, bytes, size), KIND_WRITE, -1)
REPLACE(ssize_t, send, (int fd, const void *bytes, size_t size, int flags),
        (fd, bytes, size, flags), KIND_WRITE, -1)
REPLACE(int, open, (const char *path, int flags, ...), (path, flags, flags &O_CREAT ? 0600 : 0),
        KIND_OPEN, -1)
REPLACE(int, mkostemp, (char *path, int flags), (path, flags), KIND_OPEN, -1)
REPLACE(DIR *, opendir, (const char *path), (path), KIND_OPEN, NULL)
REPLACE(FILE *, fopen, (const char *path, const char *mode), (path, mode), KIND_OPEN, NULL)
REPLACE(int, rename, (const char *from, const char *to), (from, to), KIND_RENAME, -1)
REPLACE(int, mkdir, (const char *path, mode_t mode), (path, mode), KIND_OPEN, -1)
REPLACE(int, rmdir, (const char *path), (path), KIND_REMOVE, -1)
REPLACE(int, fsync, (int fd), (fd), KIND_FSYNC, -1)
REPLACE(int, socketpair, (int family, int type, int protocol, int pair[2]),
        (family, type, protocol, pair), KIND_CHANNEL, -1)
REPLACE(int, pipe2, (int pair[2], int flags), (pair, flags), KIND_CHANNEL, -1)
REPLACE(int, dup2, (int from, int to), (from, to), KIND_CHANNEL, -1)
REPLACE(int, flock, (int fd, int operation), (fd, operation), KIND_LOCK, -1)
REPLACE(int, unlink, (const char *path), (path), KIND_REMOVE, -1)
REPLACE(int, fchmod, (int fd, mode_t mode), (fd, mode), KIND_MODE, -1)
REPLACE(struct dirent *, readdir, (DIR * folder), (folder), KIND_LIST, NULL)
REPLACE(void *, mmap, (void *wish, size_t size, int access, int flags, int fd, off_t offset),
        (wish, size, access, flags, fd, offset), KIND_MAP, MAP_FAILED)
REPLACE(int, fstat, (int fd, struct stat *status), (fd, status), KIND_STATUS, -1)
REPLACE(char *, realpath, (const char *path, char *real), (path, real), KIND_STATUS, NULL)
REPLACE(int, pthread_create,
        (pthread_t * thread, const pthread_attr_t *attributes, void *(*run)(void *), void *context),
        (thread, attributes, run, context), KIND_THREAD, EAGAIN)

/* What is said not to be closed well is closed, as Linux does. */
int close(int fd)
{
    static int (*next)(int);
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "close");
    bool failed = fails(KIND_CLOSE);
    int result = next(fd);
    if (failed)
        errno = kinds[KIND_CLOSE].number;
    return failed ? -1 : result;
}

pid_t fork(void)
{
    static pid_t (*next)(void);
    if (!next)
        *(void **)&next = dlsym(RTLD_NEXT, "fork");
    if (fails(KIND_FORK))
        return -1;
    pid_t pid = next();
    if (pid == 0) {
        fail.in_child = true;
        fail.count = 0;
    }
    return pid;
}
