#include "base/confine.h"
#include "base/process.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* What a confined child tries, and what it says afterwards if it is still there. */
enum attempt {
    TRY_NOTHING,
    TRY_OPEN,
    TRY_SOCKET,
    TRY_FORK,
    TRY_EXEC,
    TRY_KILL,
    TRY_EXECUTABLE_MEMORY,
    TRY_DUPLICATE,
    TRY_ALLOCATE,
    TRY_ALLOCATE_TOO_MUCH,
};

enum { EXIT_SURVIVED = 40, EXIT_REFUSED = 41, EXIT_UNCONFINED = 42, EXIT_FAILED = 43 };

static int attempt(enum attempt what)
{
    static char *const nothing[] = {NULL};
    char *volatile memory = NULL; /* volatile: the allocation is not optimised away */
    switch (what) {
    case TRY_NOTHING:
        return 0;
    case TRY_OPEN:
        return open("/etc/passwd", O_RDONLY);
    case TRY_SOCKET:
        return socket(AF_INET, SOCK_STREAM, 0);
    case TRY_FORK:
        return (int)fork();
    case TRY_EXEC:
        return execve("/bin/true", nothing, nothing);
    case TRY_KILL:
        return kill(getpid(), 0);
    case TRY_EXECUTABLE_MEMORY:
        return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) ==
                       MAP_FAILED
                   ? -1
                   : 0;
    case TRY_DUPLICATE:
        return dup(2);
    case TRY_ALLOCATE:
        memory = malloc((size_t)10 << 20);
        break;
    case TRY_ALLOCATE_TOO_MUCH:
        memory = malloc((size_t)1 << 30);
        break;
    }
    if (!memory)
        return -1;
    memory[1 << 20] = 1;
    free(memory);
    return 0;
}

static void confined_child(int fd, void *context)
{
    (void)fd;
    enum confine_result result = confine_worker((size_t)32 << 20, 5);
    if (result == CONFINE_OFF)
        _exit(EXIT_UNCONFINED);
    if (result == CONFINE_FAILED)
        _exit(EXIT_FAILED);
    _exit(attempt(*(enum attempt *)context) < 0 ? EXIT_REFUSED : EXIT_SURVIVED);
}

static struct process_end try_confined(enum attempt what)
{
    struct process_child child;
    assert_true(process_fork(confined_child, &what, &child, NULL));
    char byte;
    assert_int_equal(read(child.fd, &byte, 1), 0);
    struct process_end end = process_wait(&child, false);
    if (end.exit_code == EXIT_UNCONFINED)
        skip(); /* sanitizers and valgrind */
    return end;
}

static void assert_killed(enum attempt what)
{
    struct process_end end = try_confined(what);
    assert_int_equal(end.exit_code, -1);
    assert_int_equal(end.signal, SIGSYS);
}

static void a_confined_worker_may_compute(void **state)
{
    (void)state;
    assert_int_equal(try_confined(TRY_NOTHING).exit_code, EXIT_SURVIVED);
    assert_int_equal(try_confined(TRY_ALLOCATE).exit_code, EXIT_SURVIVED);
}

static void a_confined_worker_cannot_take_more_memory_than_allowed(void **state)
{
    (void)state;
    assert_int_equal(try_confined(TRY_ALLOCATE_TOO_MUCH).exit_code, EXIT_REFUSED);
}

static void opening_a_file_kills_the_worker(void **state)
{
    (void)state;
    assert_killed(TRY_OPEN);
}

static void opening_a_socket_kills_the_worker(void **state)
{
    (void)state;
    assert_killed(TRY_SOCKET);
}

static void starting_a_process_kills_the_worker(void **state)
{
    (void)state;
    assert_killed(TRY_FORK);
    assert_killed(TRY_EXEC);
}

static void signals_descriptors_and_executable_memory_kill_the_worker(void **state)
{
    (void)state;
    assert_killed(TRY_KILL);
    assert_killed(TRY_DUPLICATE);
    assert_killed(TRY_EXECUTABLE_MEMORY);
}

/* Runs a program under confinement; what it wrote to stderr stands in errors, cut and terminated.
 */
static struct process_end run_confined(const char *const *arguments, char errors[256])
{
    struct process_run run = {
        .path = arguments[0],
        .arguments = arguments,
        .environment = (const char *const[]){"LC_ALL=C", NULL},
        .output_max_bytes = 1 << 16,
        .wall_seconds = 20,
        .confined = true,
    };
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    snprintf(errors, 256, "%s", result.errors.bytes ? result.errors.bytes : "");
    text_buffer_free(&result.output);
    text_buffer_free(&result.errors);
    return result.end;
}

static bool is_off(void)
{
    return strncmp(confine_state(), "off", 3) == 0;
}

static void a_confined_program_runs_and_reads_files(void **state)
{
    (void)state;
    char errors[256];
    const char *const arguments[] = {"/bin/cat", "/etc/passwd", NULL};
    assert_int_equal(run_confined(arguments, errors).exit_code, 0);
    assert_string_equal(errors, "");
}

static void a_confined_program_makes_no_file(void **state)
{
    (void)state;
    if (is_off())
        skip();
    char errors[256], path[64];
    snprintf(path, sizeof path, "tidemark-confine-%ld", (long)getpid());
    const char *const touch[] = {"/usr/bin/touch", path, NULL};
    assert_int_equal(run_confined(touch, errors).exit_code, 1);
    assert_non_null(strstr(errors, "Operation not permitted"));
    assert_int_not_equal(access(path, F_OK), 0);
}

static void a_confined_program_starts_no_other(void **state)
{
    (void)state;
    if (is_off())
        skip();
    char errors[256];
    const char *const execute[] = {"/usr/bin/env", "/bin/true", NULL};
    assert_int_equal(run_confined(execute, errors).exit_code, 126);
    assert_non_null(strstr(errors, "Operation not permitted"));
    const char *const start[] = {"/bin/sh", "-c", "/bin/true; :", NULL};
    assert_int_equal(run_confined(start, errors).exit_code, 2);
    assert_non_null(strstr(errors, "Cannot fork"));
}

static void the_state_of_confinement_is_a_sentence(void **state)
{
    (void)state;
    assert_true(strlen(confine_state()) > 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_confined_worker_may_compute),
        cmocka_unit_test(a_confined_worker_cannot_take_more_memory_than_allowed),
        cmocka_unit_test(opening_a_file_kills_the_worker),
        cmocka_unit_test(opening_a_socket_kills_the_worker),
        cmocka_unit_test(starting_a_process_kills_the_worker),
        cmocka_unit_test(signals_descriptors_and_executable_memory_kill_the_worker),
        cmocka_unit_test(a_confined_program_runs_and_reads_files),
        cmocka_unit_test(a_confined_program_makes_no_file),
        cmocka_unit_test(a_confined_program_starts_no_other),
        cmocka_unit_test(the_state_of_confinement_is_a_sentence),
    };
    return cmocka_run_group_tests_name("confine", tests, NULL, NULL);
}
