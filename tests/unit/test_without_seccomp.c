/* A kernel that has no seccomp filters, played by a filter that refuses to load any more: scripts
 * run all the same, without descriptors, and a notice says so. */

#include "base/confine.h"
#include "lua/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { EXIT_AS_EXPECTED = 40, EXIT_NO_FILTER = 41, EXIT_UNCONFINED = 42, EXIT_OTHERWISE = 43 };

static bool forget_seccomp(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    return filter && seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(seccomp), 0) == 0 &&
           seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL), SCMP_SYS(prctl), 1,
                            SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP)) == 0 &&
           seccomp_load(filter) == 0;
}

/* The exit status of a function that is run where seccomp is not to be had. */
static int status_without_seccomp(int (*function)(void))
{
    int status = 0;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid == 0) {
        if (strncmp(confine_state(), "off", 3) == 0)
            _exit(EXIT_UNCONFINED);
        _exit(forget_seccomp() ? function() : EXIT_NO_FILTER);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == EXIT_UNCONFINED || WEXITSTATUS(status) == EXIT_NO_FILTER)
        skip();
    return WEXITSTATUS(status);
}

static int try_descriptors(void)
{
    if (confine_worker((size_t)32 << 20, 5) != CONFINE_NO_SECCOMP)
        return EXIT_OTHERWISE;
    bool refused = open("/etc/passwd", O_RDONLY) < 0 && errno == EMFILE &&
                   open("tidemark-owned", O_WRONLY | O_CREAT, 0600) < 0 && errno == EMFILE &&
                   socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EMFILE && dup(2) < 0 &&
                   errno == EMFILE;
    return refused ? EXIT_AS_EXPECTED : EXIT_OTHERWISE;
}

static void a_worker_has_no_descriptors_then(void **state)
{
    (void)state;
    assert_int_equal(status_without_seccomp(try_descriptors), EXIT_AS_EXPECTED);
}

static int try_script(void)
{
    const struct worker_options options = {.script_seconds = 5, .script_memory_mib = 64};
    const char *notice = NULL, *text = "return { sum = 1 + 1 }";
    struct arena *arena = arena_new();
    struct err err;
    struct worker *worker = worker_start(&options, &notice, &err);
    const struct value *value =
        worker ? worker_load(worker, arena, "x.lua", text, strlen(text), NULL, &err) : NULL;
    bool good = value && notice &&
                strcmp(notice, "this kernel cannot filter system calls; scripts run under limits "
                               "only") == 0;
    worker_stop(worker);
    arena_free(arena);
    return good ? EXIT_AS_EXPECTED : EXIT_OTHERWISE;
}

static void scripts_run_and_a_notice_says_how(void **state)
{
    (void)state;
    assert_int_equal(status_without_seccomp(try_script), EXIT_AS_EXPECTED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_worker_has_no_descriptors_then),
        cmocka_unit_test(scripts_run_and_a_notice_says_how),
    };
    return cmocka_run_group_tests_name("without_seccomp", tests, NULL, NULL);
}
