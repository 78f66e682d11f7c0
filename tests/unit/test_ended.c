/* Long work that is ended before its end: what it gives is what less work gives, to the last bit.
 */
#include "base/interrupt.h"
#include "cli/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void an_interrupt_is_seen_once_and_only_where_it_is_held(void **state)
{
    (void)state;
    struct interrupt interrupt;
    interrupt_hold(&interrupt);
    assert_true(interrupt.held);
    assert_false(interrupt_seen(&interrupt));
    raise(SIGINT);
    assert_true(interrupt_seen(&interrupt));
    assert_false(interrupt_seen(&interrupt));
    assert_false(interrupt.held);
    signal(SIGINT, SIG_IGN);
    interrupt_hold(&interrupt);
    assert_false(interrupt.held);
    raise(SIGINT);
    assert_false(interrupt_seen(&interrupt));
    interrupt_release(&interrupt);
    signal(SIGINT, SIG_DFL);
}

static void a_bar_says_how_much_is_done_and_what_is_left(void **state)
{
    (void)state;
    static const struct {
        double share;
        double seconds;
        int columns;
        const char *line;
    } bars[] = {{0.25, 20, 80, "runs [##########..............................] 25 %, 60 s left"},
                {0.5, 20, 60, "runs [###########...........] 50 %, 20 s left"},
                {0.1, 20, 48, "runs [#.........] 10 %, 3 min left"},
                {0.01, 3600, 20, "runs [..........] 1 %, 99 h left"},
                {1, 5, 80, "runs [########################################] 100 %, 0 s left"},
                {0, 5, 48, "runs [..........] 0 %, 0 s left"}};
    for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
        char line[PROGRESS_LINE];
        progress_line("runs", bars[i].share, bars[i].seconds, bars[i].columns, line);
        assert_string_equal(line, bars[i].line);
        assert_true(bars[i].columns < 48 || strlen(line) < (size_t)bars[i].columns);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interrupt_is_seen_once_and_only_where_it_is_held),
        cmocka_unit_test(a_bar_says_how_much_is_done_and_what_is_left),
    };
    return cmocka_run_group_tests_name("ended", tests, NULL, NULL);
}
