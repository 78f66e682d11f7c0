#include "base/err.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

/* What err_print gives without colour must be this text. */
static void assert_prints(const struct err *err, const char *expected)
{
    char out[1024];
    size_t length = err_print(err, false, out, sizeof out);
    assert_string_equal(out, expected);
    assert_int_equal(length, strlen(expected));
}

static struct err at_line(const char *source, uint32_t column, uint32_t width)
{
    struct err err;
    err_set(&err, ERR_VALUE_OUTSIDE, "bad");
    err_at(&err, (struct err_place){"data/KGZ.yaml", 14, column, width, source, strlen(source)});
    return err;
}

static void setting_an_error_clears_what_was_there(void **state)
{
    (void)state;
    struct err err;
    memset(&err, 0xAA, sizeof err);
    assert_false(err_set(&err, ERR_VALUE_OUTSIDE, "%s is %d", "ngo_law", 140));
    assert_int_equal(err.code, ERR_VALUE_OUTSIDE);
    assert_int_equal(err.severity, ERR_ERROR);
    assert_string_equal(err.sentence, "ngo_law is 140");
    assert_string_equal(err.path, "");
    assert_string_equal(err.hint, "");
    assert_null(err.place.file);
}

static void who_does_not_want_the_error_passes_none(void **state)
{
    (void)state;
    assert_false(err_set(NULL, ERR_FILE_READ, "lost"));
    assert_false(err_at(NULL, (struct err_place){.file = "x"}));
    assert_false(err_in(NULL, "KGZ"));
    assert_false(err_hint(NULL, "none"));
}

static void text_from_a_file_cannot_reach_the_terminal_unchanged(void **state)
{
    (void)state;
    struct err err;
    err_set(&err, ERR_YAML_KEY, "%s",
            "a\033[2Jb\tc\xFF"
            "d\xE2\x80\xAE");
    assert_string_equal(err.sentence, "a�[2Jb�c�d�");
    err_in(&err, "KGZ/%s", "\r\n");
    assert_string_equal(err.path, "KGZ/��");
    err_hint(&err, "%s", "\a");
    assert_string_equal(err.hint, "�");
    err_at(&err, (struct err_place){.file = "data/\033[0m.yaml"});
    char out[1024];
    err_print(&err, false, out, sizeof out);
    assert_null(strpbrk(out, "\033\a\r\t"));
}

static void what_is_too_long_is_cut_at_a_character_with_an_ellipsis(void **state)
{
    (void)state;
    char text[2000];
    for (size_t i = 0; i < sizeof text - 2; i += 2)
        memcpy(text + i, "ж", 2);
    for (size_t skip = 0; skip < 2; skip++) {
        struct err err;
        text[sizeof text - 2] = '\0';
        err_set(&err, ERR_YAML_KEY, "%s%s", skip ? "x" : "", text);
        size_t length = strlen(err.sentence);
        assert_true(length < ERR_SENTENCE_SIZE && length > ERR_SENTENCE_SIZE - 5);
        assert_int_equal(text_valid_until(err.sentence, length), length);
        assert_string_equal(err.sentence + length - 3, "…");
    }
}

static void what_just_fits_is_not_cut(void **state)
{
    (void)state;
    struct err err;
    err_set(&err, ERR_YAML_KEY, "x");
    err_in(&err, "%0*d", ERR_PATH_SIZE - 1, 7);
    assert_int_equal(strlen(err.path), ERR_PATH_SIZE - 1);
    assert_string_equal(err.path + ERR_PATH_SIZE - 3, "07");
    err_in(&err, "%0*d", ERR_PATH_SIZE, 7);
    assert_string_equal(err.path + ERR_PATH_SIZE - 4, "…");
}

static void codes_are_printed_as_four_digits(void **state)
{
    (void)state;
    char out[8];
    assert_string_equal(err_code_text(ERR_VALUE_OUTSIDE, out), "E0312");
    assert_string_equal(err_code_text(ERR_YAML_ENCODING, out), "E0101");
}

static void every_code_ascends_and_has_a_status_and_a_meaning(void **state)
{
    (void)state;
    size_t count = 0;
    for (; err_code_at(count) != ERR_CODE_NONE; count++) {
        enum err_code code = err_code_at(count);
        assert_true(count == 0 || code > err_code_at(count - 1));
        assert_in_range(err_status(code), ERR_INPUT, ERR_BUDGET);
        assert_true(strlen(err_code_meaning(code)) > 10);
    }
    assert_true(count > 80);
    assert_int_equal(err_status(ERR_CODE_NONE), ERR_NONE);
    assert_string_equal(err_code_meaning(ERR_CODE_NONE), "");
}

/* The exit codes of the command line, as docs and scripts know them. */
static void a_status_is_an_exit_code(void **state)
{
    (void)state;
    assert_int_equal(err_status(ERR_VALUE_OUTSIDE), 1);
    assert_int_equal(err_status(ERR_OPTION_UNKNOWN), 2);
    assert_int_equal(err_status(ERR_OUT_OF_MEMORY), 3);
    assert_int_equal(err_status(ERR_SCRIPT_TIME), 4);
}

static void a_problem_is_printed_as_compilers_do(void **state)
{
    (void)state;
    struct err err = at_line("    value: 140", 12, 3);
    err_hint(&err, "the scale is in ngo.yaml");
    err_in(&err, "KGZ/2021/cs_ngo_law");
    assert_prints(&err, "data/KGZ.yaml:14:12: error: bad (KGZ/2021/cs_ngo_law)  [E0312]\n"
                        "    14 |     value: 140\n"
                        "       |            ^~~\n"
                        "  help: the scale is in ngo.yaml\n");
}

static void a_problem_without_a_place_is_one_line(void **state)
{
    (void)state;
    struct err err;
    err_set(&err, ERR_NO_PROJECT, "no project here");
    assert_prints(&err, "error: no project here  [E0609]\n");
    err_at(&err, (struct err_place){.file = "data"});
    assert_prints(&err, "data: error: no project here  [E0609]\n");
    err_at(&err, (struct err_place){.file = "data", .line = 3});
    assert_prints(&err, "data:3: error: no project here  [E0609]\n");
    err.severity = ERR_WARNING;
    assert_prints(&err, "data:3: warning: no project here  [E0609]\n");
    err.severity = ERR_NOTICE;
    err.code = ERR_CODE_NONE;
    assert_prints(&err, "data:3: notice: no project here\n");
}

static void the_caret_is_right_under_a_tab(void **state)
{
    (void)state;
    struct err err = at_line("\tvalue: 140", 9, 3);
    assert_prints(&err, "data/KGZ.yaml:14:9: error: bad  [E0312]\n"
                        "    14 |     value: 140\n"
                        "       |            ^~~\n");
}

static void the_caret_is_right_under_wide_and_combining_characters(void **state)
{
    (void)state;
    struct err err = at_line("名: 5", 4, 1);
    assert_prints(&err, "data/KGZ.yaml:14:4: error: bad  [E0312]\n"
                        "    14 | 名: 5\n"
                        "       |     ^\n");
    err = at_line("e\xCC\x81: 5", 5, 0);
    assert_prints(&err, "data/KGZ.yaml:14:5: error: bad  [E0312]\n"
                        "    14 | e\xCC\x81: 5\n"
                        "       |    ^\n");
    err = at_line("a: 名前", 4, 2);
    assert_prints(&err, "data/KGZ.yaml:14:4: error: bad  [E0312]\n"
                        "    14 | a: 名前\n"
                        "       |    ^~~~\n");
}

static void the_caret_may_stand_past_the_end_of_its_line(void **state)
{
    (void)state;
    struct err err = at_line("value:", 7, 1);
    assert_prints(&err, "data/KGZ.yaml:14:7: error: bad  [E0312]\n"
                        "    14 | value:\n"
                        "       |       ^\n");
    err = at_line("", 1, 1);
    assert_prints(&err, "data/KGZ.yaml:14:1: error: bad  [E0312]\n"
                        "    14 | \n"
                        "       | ^\n");
}

static void a_long_line_is_shown_around_the_caret(void **state)
{
    (void)state;
    char source[3001], out[1024];
    memset(source, '-', 3000);
    source[3000] = '\0';
    memcpy(source + 1999, "HERE", 4);
    struct err err = at_line(source, 2000, 4);
    size_t length = err_print(&err, false, out, sizeof out);
    assert_true(length < 400);
    const char *here = strstr(out, "HERE"), *caret = strstr(out, "^~~~");
    assert_non_null(here);
    assert_non_null(caret);
    assert_non_null(strstr(out, "| …"));
    const char *line = strstr(out, "    14 | "), *below = strchr(here, '\n') + 1;
    assert_int_equal(text_width_columns(line, (size_t)(here - line)), caret - below);
    assert_true(text_width_columns(line, (size_t)(strchr(line, '\n') - line)) <= 110);
}

static void colour_adds_sequences_that_end(void **state)
{
    (void)state;
    struct err err = at_line("value: 140", 8, 3);
    char plain[1024], colour[1024], stripped[1024];
    err_print(&err, false, plain, sizeof plain);
    err_print(&err, true, colour, sizeof colour);
    assert_non_null(strstr(colour, "\033[1;31merror:\033[0m bad"));
    size_t length = 0;
    for (const char *at = colour; *at; at++) {
        if (*at == '\033')
            at = strchr(at, 'm');
        else
            stripped[length++] = *at;
    }
    stripped[length] = '\0';
    assert_string_equal(stripped, plain);
}

static void a_short_buffer_gets_what_fits_and_tells_what_is_needed(void **state)
{
    (void)state;
    struct err err;
    char out[8];
    err_set(&err, ERR_NO_PROJECT, "no project here");
    assert_int_equal(err_print(&err, false, out, sizeof out), 32);
    assert_string_equal(out, "error: ");
    assert_int_equal(err_print(&err, false, NULL, 0), 32);
}

static void a_list_keeps_five_hundred_and_counts_the_rest(void **state)
{
    (void)state;
    struct err_list list;
    struct err err;
    err_list_init(&list);
    for (uint32_t i = 0; i < 700; i++) {
        err_set(&err, ERR_VALUE_OUTSIDE, "%u", i);
        err.severity = i % 7 == 0 ? ERR_WARNING : ERR_ERROR;
        err_list_add(&list, &err);
    }
    assert_int_equal(list.count, 500);
    assert_int_equal(list.errors, 600);
    assert_int_equal(list.warnings, 100);
    assert_string_equal(list.items[499].sentence, "499");
    assert_false(list.out_of_memory);
    err_list_free(&list);
    assert_int_equal(list.count, 0);
}

static void the_worst_error_decides_the_status(void **state)
{
    (void)state;
    struct err_list list;
    struct err err;
    err_list_init(&list);
    assert_int_equal(err_list_status(&list), ERR_NONE);
    err_set(&err, ERR_FILE_READ, "x");
    err.severity = ERR_WARNING;
    err_list_add(&list, &err);
    assert_int_equal(err_list_status(&list), ERR_NONE);
    err_set(&err, ERR_VALUE_OUTSIDE, "x");
    err_list_add(&list, &err);
    assert_int_equal(err_list_status(&list), ERR_INPUT);
    err_set(&err, ERR_FILE_READ, "x");
    err_list_add(&list, &err);
    assert_int_equal(err_list_status(&list), ERR_MACHINE);
    err_list_free(&list);
    list.out_of_memory = true;
    assert_int_equal(err_list_status(&list), ERR_MACHINE);
}

static void problems_are_sorted_by_place_and_then_as_found(void **state)
{
    (void)state;
    static const struct err_place places[] = {
        {.file = NULL},
        {.file = "b", .line = 2},
        {.file = "a", .line = 10, .column = 2},
        {.file = "a", .line = 9, .column = 30},
        {.file = "a", .line = 10, .column = 1},
        {.file = "a"},
        {.file = "a", .line = 10, .column = 2},
        {.file = NULL},
    };
    static const char expected[] = "53426107";
    struct err_list list;
    err_list_init(&list);
    for (int i = 0; i < 8; i++) {
        struct err err;
        err_set(&err, ERR_VALUE_OUTSIDE, "%d", i);
        err_at(&err, places[i]);
        err_list_add(&list, &err);
    }
    err_list_sort(&list);
    for (size_t i = 0; i < 8; i++)
        assert_int_equal(list.items[i].sentence[0], expected[i]);
    err_list_free(&list);
}

static void a_trail_stands_between_source_and_help(void **state)
{
    (void)state;
    struct err err;
    err_set(&err, ERR_SCRIPT_RUN, "no");
    err_hint(&err, "yes");
    err_trail(&err, "in function '%s'",
              "a\x1b"
              "b");
    err_trail(&err, "in function 'c'");
    assert_prints(&err, "error: no  [E0502]\n  in function 'a\xEF\xBF\xBD"
                        "b'\n  in function 'c'\n"
                        "  help: yes\n");
    for (int i = 0; i < 100; i++)
        err_trail(&err, "a line of forty characters, or nearly so");
    assert_true(strlen(err.trail) < sizeof err.trail);
    assert_string_equal(strrchr(err.trail, '\n') + 1, "a line of forty characters, or nearly so");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(setting_an_error_clears_what_was_there),
        cmocka_unit_test(who_does_not_want_the_error_passes_none),
        cmocka_unit_test(text_from_a_file_cannot_reach_the_terminal_unchanged),
        cmocka_unit_test(what_is_too_long_is_cut_at_a_character_with_an_ellipsis),
        cmocka_unit_test(what_just_fits_is_not_cut),
        cmocka_unit_test(codes_are_printed_as_four_digits),
        cmocka_unit_test(every_code_ascends_and_has_a_status_and_a_meaning),
        cmocka_unit_test(a_status_is_an_exit_code),
        cmocka_unit_test(a_problem_is_printed_as_compilers_do),
        cmocka_unit_test(a_problem_without_a_place_is_one_line),
        cmocka_unit_test(the_caret_is_right_under_a_tab),
        cmocka_unit_test(the_caret_is_right_under_wide_and_combining_characters),
        cmocka_unit_test(the_caret_may_stand_past_the_end_of_its_line),
        cmocka_unit_test(a_long_line_is_shown_around_the_caret),
        cmocka_unit_test(colour_adds_sequences_that_end),
        cmocka_unit_test(a_short_buffer_gets_what_fits_and_tells_what_is_needed),
        cmocka_unit_test(a_list_keeps_five_hundred_and_counts_the_rest),
        cmocka_unit_test(the_worst_error_decides_the_status),
        cmocka_unit_test(a_trail_stands_between_source_and_help),
        cmocka_unit_test(problems_are_sorted_by_place_and_then_as_found),
    };
    return cmocka_run_group_tests_name("err", tests, NULL, NULL);
}
