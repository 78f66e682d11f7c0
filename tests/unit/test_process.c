#include "base/process.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const no_environment[] = {NULL};

static struct process_run run_of(const char *const *arguments)
{
    return (struct process_run){
        .path = arguments[0],
        .arguments = arguments,
        .environment = no_environment,
        .output_max_bytes = 1 << 20,
        .wall_seconds = 20,
    };
}

static void free_result(struct process_result *result)
{
    text_buffer_free(&result->output);
    text_buffer_free(&result->errors);
}

static void cat_gives_back_what_it_is_fed(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/cat", NULL};
    struct process_run run = run_of(arguments);
    size_t length = 700001; /* many times a pipe's buffer: both ends must be served in turn */
    char *input = malloc(length);
    assert_non_null(input);
    for (size_t i = 0; i < length; i++)
        input[i] = (char)(i * 31 + i / 256);
    run.input = input;
    run.input_length = length;
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_int_equal(result.end.exit_code, 0);
    assert_int_equal(result.end.signal, 0);
    assert_int_equal(result.output.length, length);
    assert_memory_equal(result.output.bytes, input, length);
    assert_int_equal(result.errors.length, 0);
    free_result(&result);
    free(input);
}

static void exit_code_and_stderr_are_reported(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/sh", "-c", "echo out; echo bad >&2; exit 7", NULL};
    struct process_run run = run_of(arguments);
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_int_equal(result.end.exit_code, 7);
    assert_string_equal(result.output.bytes, "out\n");
    assert_string_equal(result.errors.bytes, "bad\n");
    free_result(&result);
}

static void a_program_that_never_reads_does_not_kill_its_parent(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/false", NULL};
    struct process_run run = run_of(arguments);
    static char input[1 << 20];
    run.input = input;
    run.input_length = sizeof input;
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_int_equal(result.end.exit_code, 1);
    assert_false(result.timed_out);
    free_result(&result);
}

static void a_hanging_program_is_killed_at_its_limit(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/sleep", "1000", NULL};
    struct process_run run = run_of(arguments);
    run.wall_seconds = 0.2;
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_true(result.timed_out);
    assert_int_equal(result.end.exit_code, -1);
    assert_int_equal(result.end.signal, SIGKILL);
    free_result(&result);
}

static void a_program_that_closes_its_outputs_and_hangs_is_killed_too(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/sh", "-c", "exec >&- 2>&-; exec sleep 1000", NULL};
    struct process_run run = run_of(arguments);
    run.wall_seconds = 0.2;
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_true(result.timed_out);
    assert_int_equal(result.end.signal, SIGKILL);
    free_result(&result);
}

static void output_beyond_the_limit_stops_the_program(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/cat", "/dev/zero", NULL};
    struct process_run run = run_of(arguments);
    run.output_max_bytes = 1000;
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_true(result.too_long);
    assert_false(result.timed_out);
    assert_int_equal(result.output.length, 1000);
    assert_int_equal(result.end.signal, SIGKILL);
    free_result(&result);
}

static void a_flood_on_stderr_is_cut_but_the_program_ends(void **state)
{
    (void)state;
    const char *const arguments[] = {"/bin/sh", "-c", "head -c 1000000 /dev/zero >&2", NULL};
    struct process_run run = run_of(arguments);
    run.environment = (const char *const[]){"PATH=/usr/bin:/bin", NULL};
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_int_equal(result.end.exit_code, 0);
    assert_int_equal(result.errors.length, 64 * 1024);
    free_result(&result);
}

static void a_missing_program_is_an_error_that_names_it(void **state)
{
    (void)state;
    const char *const arguments[] = {"/nonexistent/gnuplot", NULL};
    struct process_run run = run_of(arguments);
    struct process_result result;
    struct err err = {0};
    assert_false(process_run(&run, &result, &err));
    assert_int_equal(err.code, ERR_PROGRAM);
    assert_int_equal(err_status(err.code), ERR_MACHINE);
    assert_non_null(strstr(err.sentence, "/nonexistent/gnuplot"));
    free_result(&result);
}

static void the_environment_is_exactly_what_was_given(void **state)
{
    (void)state;
    const char *const arguments[] = {"/usr/bin/env", NULL};
    struct process_run run = run_of(arguments);
    run.environment = (const char *const[]){"TZ=UTC", "LC_ALL=C.UTF-8", NULL};
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    assert_string_equal(result.output.bytes, "TZ=UTC\nLC_ALL=C.UTF-8\n");
    free_result(&result);
}

static void no_descriptor_leaks_into_a_program(void **state)
{
    (void)state;
    int extra = open("/dev/null", O_RDONLY | O_CLOEXEC);
    assert_true(extra >= 0);
    const char *const arguments[] = {"/bin/sh", "-c",
                                     "for f in /proc/self/fd/*; do "
                                     "[ ${f##*/} -gt 9 ] || echo ${f##*/}; done",
                                     NULL};
    struct process_run run = run_of(arguments);
    struct process_result result;
    assert_true(process_run(&run, &result, NULL));
    /* 3 is the folder itself while the shell lists it. */
    assert_string_equal(result.output.bytes, "0\n1\n2\n3\n");
    free_result(&result);
    close(extra);
}

static void echo_doubled(int fd, void *context)
{
    int factor = *(int *)context;
    unsigned char byte;
    while (read(fd, &byte, 1) == 1) {
        byte = (unsigned char)(byte * factor);
        if (write(fd, &byte, 1) != 1)
            _exit(9);
    }
    _exit(5);
}

static void a_forked_child_talks_over_its_socket(void **state)
{
    (void)state;
    int factor = 2;
    struct process_child child;
    assert_true(process_fork(echo_doubled, &factor, &child, NULL));
    unsigned char byte = 21;
    assert_int_equal(write(child.fd, &byte, 1), 1);
    assert_int_equal(read(child.fd, &byte, 1), 1);
    assert_int_equal(byte, 42);
    struct process_end end = process_wait(&child, false);
    assert_int_equal(end.exit_code, 5);
    assert_int_equal(end.signal, 0);
    assert_int_equal(child.fd, -1);
}

/* One byte for each of the first 64 descriptors: open or not. */
static void list_descriptors(int fd, void *context)
{
    (void)context;
    unsigned char open_flags[64];
    for (int i = 0; i < 64; i++)
        open_flags[i] = fcntl(i, F_GETFD) >= 0;
    if (write(fd, open_flags, sizeof open_flags) != (ssize_t)sizeof open_flags)
        _exit(9);
}

static void a_forked_child_has_its_socket_and_stderr_only(void **state)
{
    (void)state;
    int extra = open("/dev/null", O_RDONLY);
    struct process_child child;
    assert_true(process_fork(list_descriptors, NULL, &child, NULL));
    unsigned char open_flags[64];
    assert_int_equal(read(child.fd, open_flags, sizeof open_flags), sizeof open_flags);
    for (int i = 0; i < 64; i++)
        assert_int_equal(open_flags[i], i == STDERR_FILENO || i == 3);
    process_wait(&child, false);
    close(extra);
}

static void hang(int fd, void *context)
{
    (void)fd, (void)context;
    for (;;)
        pause();
}

static void kill_first_ends_a_child_that_hangs(void **state)
{
    (void)state;
    struct process_child child;
    assert_true(process_fork(hang, NULL, &child, NULL));
    struct process_end end = process_wait(&child, true);
    assert_int_equal(end.exit_code, -1);
    assert_int_equal(end.signal, SIGKILL);
    assert_true(end.cpu_seconds >= 0);
}

static void programs_are_found_in_fixed_folders_only(void **state)
{
    (void)state;
    char path[256];
    assert_true(process_find("sh", path, sizeof path));
    assert_true(strcmp(path, "/usr/bin/sh") == 0 || strcmp(path, "/bin/sh") == 0);
    assert_false(process_find("no-such-program-here", path, sizeof path));
    assert_true(process_find("/bin/sh", path, sizeof path));
    assert_int_equal(path[0], '/');
    assert_false(process_find("/etc/passwd", path, sizeof path)); /* not executable */
    assert_false(process_find("/usr/bin", path, sizeof path));    /* a folder */
    assert_false(process_find("sh", path, 4));                    /* no room */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cat_gives_back_what_it_is_fed),
        cmocka_unit_test(exit_code_and_stderr_are_reported),
        cmocka_unit_test(a_program_that_never_reads_does_not_kill_its_parent),
        cmocka_unit_test(a_hanging_program_is_killed_at_its_limit),
        cmocka_unit_test(a_program_that_closes_its_outputs_and_hangs_is_killed_too),
        cmocka_unit_test(output_beyond_the_limit_stops_the_program),
        cmocka_unit_test(a_flood_on_stderr_is_cut_but_the_program_ends),
        cmocka_unit_test(a_missing_program_is_an_error_that_names_it),
        cmocka_unit_test(the_environment_is_exactly_what_was_given),
        cmocka_unit_test(no_descriptor_leaks_into_a_program),
        cmocka_unit_test(a_forked_child_talks_over_its_socket),
        cmocka_unit_test(a_forked_child_has_its_socket_and_stderr_only),
        cmocka_unit_test(kill_first_ends_a_child_that_hangs),
        cmocka_unit_test(programs_are_found_in_fixed_folders_only),
    };
    return cmocka_run_group_tests_name("process", tests, NULL, NULL);
}
