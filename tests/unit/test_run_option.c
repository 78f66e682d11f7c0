/* Options of free scripts become those of the command line, and nothing else. */
#include "cli/run_option.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ITEMS_MAX = 4, GROUPS = OPT_WHAT | OPT_HOW };

static struct value text(const char *bytes)
{
    return (struct value){.kind = VALUE_TEXT, .text = text_of(bytes)};
}

static struct value number(double value)
{
    return (struct value){.kind = VALUE_NUMBER, .number = value};
}

static struct value boolean(bool value)
{
    return (struct value){.kind = VALUE_BOOLEAN, .boolean = value};
}

/* One call with one option and one word. */
struct made {
    struct arena *arena;
    struct value_pair pair;
    struct value options;
    const char *words[1];
    struct opt opt;
    struct err err;
};

static bool read_pair(struct made *made, const char *word)
{
    made->arena = arena_new();
    made->options = (struct value){.kind = VALUE_TABLE, .pairs = &made->pair, .count = 1};
    made->words[0] = word;
    struct worker_call call = {.arena = made->arena,
                               .name = "score",
                               .words = made->words,
                               .word_count = word ? 1 : 0,
                               .options = &made->options};
    made->opt = (struct opt){.verb = "score", .draws = 7, .rule = "theirs"};
    made->err = (struct err){0};
    return run_option_read(&call, GROUPS, "output", &made->opt, &made->err);
}

static bool read_option(struct made *made, const char *name, struct value value)
{
    made->pair = (struct value_pair){text(name), value};
    return read_pair(made, NULL);
}

static void options_mean_what_they_mean_on_the_command_line(void **state)
{
    struct made made;
    struct value_pair items[] = {{number(1), text("KGZ")}, {number(2), text("TJK")}};
    struct value list = {.kind = VALUE_TABLE, .pairs = items, .count = 2};
    (void)state;
    assert_true(read_option(&made, "at", number(2021)));
    assert_string_equal(made.opt.at, "2021");
    assert_true(made.opt.draws == 7);
    assert_string_equal(made.opt.rule, "theirs");
    arena_free(made.arena);
    assert_true(read_option(&made, "as_known", text("2021-08")));
    assert_string_equal(made.opt.as_known, "2021-08");
    arena_free(made.arena);
    assert_true(read_option(&made, "countries", list));
    assert_string_equal(made.opt.countries, "KGZ,TJK");
    arena_free(made.arena);
    assert_true(read_option(&made, "draws", number(0)));
    assert_true(made.opt.draws == 0);
    arena_free(made.arena);
    assert_true(read_option(&made, "live", boolean(true)));
    assert_true(made.opt.live);
    arena_free(made.arena);
    assert_true(read_option(&made, "live", boolean(false)));
    assert_false(made.opt.live);
    arena_free(made.arena);
    assert_true(read_option(&made, "output", boolean(true))); /* the call's own */
    assert_null(made.opt.output);
    arena_free(made.arena);
}

static void words_are_words_whatever_they_look_like(void **state)
{
    struct made made = {.pair = {text("at"), number(2021)}};
    (void)state;
    assert_true(read_pair(&made, "--rule=/etc/passwd"));
    assert_int_equal(made.opt.argument_count, 1);
    assert_string_equal(made.opt.arguments[0], "--rule=/etc/passwd");
    assert_string_equal(made.opt.rule, "theirs");
    arena_free(made.arena);
    assert_true(read_pair(&made, "--"));
    assert_int_equal(made.opt.argument_count, 1);
    arena_free(made.arena);
}

static void what_scripts_may_not_say_is_refused(void **state)
{
    struct value_pair comma[] = {{number(1), text("KGZ,TJK")}};
    struct value_pair inner[] = {{number(1), boolean(true)}};
    struct value_pair named[] = {{text("a"), text("KGZ")}};
    struct value list = {.kind = VALUE_TABLE, .count = 1, .pairs = comma};
    struct value odd = {.kind = VALUE_TABLE, .count = 1, .pairs = inner};
    struct value record = {.kind = VALUE_TABLE, .count = 1, .pairs = named};
    struct value empty = {.kind = VALUE_TABLE};
    const struct {
        const char *name;
        struct value value;
    } cases[] = {
        {"directory", text("/etc")},
        {"quiet", boolean(true)},
        {"help", boolean(true)},
        {"format", text("csv")},
        {"threads", number(64)},
        {"script_seconds", number(1e9)},
        {"script_memory", number(1e9)},
        {"cpu", text("16")},
        {"gnuplot", text("/bin/sh")},
        {"keep_script", boolean(true)},
        {"charts", text("/etc")},
        {"dry_run", boolean(true)},
        {"rule", text("/etc/passwd")},
        {"rule", text("x.lua")},
        {"rule", text("rights,../x")},
        {"at", boolean(true)},
        {"live", text("yes")},
        {"live", number(1)},
        {"countries", list},
        {"countries", odd},
        {"countries", record},
        {"countries", empty},
        {"draws", number(-1)},
        {"draws", number(0.5)},
        {"draws", text("many")},
        {"seed", text("")},
        {"contries", text("KGZ")},
        {"at=2021 --rule", text("x")},
        {"as-known", text("2021")},
        {"", text("x")},
        {"_", text("x")},
        {"C", text("/etc")},
        {"AT", number(2021)},
        {"a_name_that_is_longer_than_any_option_could_be", text("x")},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct made made;
        if (read_option(&made, cases[i].name, cases[i].value))
            fail_msg("%s is taken", cases[i].name);
        assert_int_equal(err_status(made.err.code), ERR_USAGE);
        arena_free(made.arena);
    }
    struct made made = {.pair = {number(1), text("KGZ")}};
    assert_false(read_pair(&made, NULL));
    arena_free(made.arena);
}

static void messages_speak_of_options_as_scripts_write_them(void **state)
{
    static const char *const cases[][2] = {
        {"--as-known 20x is no date", "'as_known' 20x is no date"},
        {"did you mean --countries?", "did you mean 'countries'?"},
        {"`tidemark score` takes no arguments", "`tide.score` takes no arguments"},
        {"a range has two dots: 2015..2020", "a range has two dots: 2015..2020"},
        {"e--mail --at", "e--mail 'at'"},
        {"", ""},
    };
    char out[100], small[12];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        run_option_words(cases[i][0], out, sizeof out);
        assert_string_equal(out, cases[i][1]);
    }
    run_option_words("`tidemark `tidemark --a-very-long-name-of-an-option", small, sizeof small);
    assert_in_range(strlen(small), 1, sizeof small - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_mean_what_they_mean_on_the_command_line),
        cmocka_unit_test(words_are_words_whatever_they_look_like),
        cmocka_unit_test(what_scripts_may_not_say_is_refused),
        cmocka_unit_test(messages_speak_of_options_as_scripts_write_them),
    };
    return cmocka_run_group_tests_name("run_option", tests, NULL, NULL);
}
