/* Tables for people: what fits the terminal, and how what does not is broken. */
#include "out/out_table.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct rows_column columns[] = {{"country", "Country", ROWS_TEXT, 0},
                                             {"score", "Rights score", ROWS_NUMBER, 1},
                                             {"interval", "90 %", ROWS_TEXT, ROWS_RIGHT}};

static struct rows *two_rows(struct arena *arena)
{
    struct rows *rows = rows_new(arena, columns, 3);
    assert_non_null(rows);
    rows_add(rows);
    rows_set_text(rows, 0, "United Arab Emirates");
    rows_set_number(rows, 1, 17.25);
    rows_set_text(rows, 2, "16.2-18.0");
    rows_add(rows);
    rows_set_text(rows, 0, "Chad");
    rows_set_number(rows, 1, NAN);
    return rows;
}

static void assert_table(const struct rows *rows, int width, const char *expected)
{
    struct text_buffer text = {0};
    out_table(rows, width, false, &text);
    assert_false(text.failed);
    assert_string_equal(text.bytes, expected);
    text_buffer_free(&text);
}

static void a_table_that_fits_stands_unbroken(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows *rows = two_rows(arena);
    assert_true(out_table_fits(rows, 39));
    assert_table(rows, 39,
                 "Country               Rights       90 %\n"
                 "                       score\n"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80"
                 "\xE2\x94\x80\xE2\x94\x80\xE2\x94\x80\n"
                 "United Arab Emirates    17.2  16.2-18.0\n"
                 "Chad                     n/a\n");
    arena_free(arena);
}

/* Country 8 (Emirates), score 6 (Rights), interval 9, two gaps of 2. */
static void a_table_fits_as_long_as_no_word_is_broken(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows *rows = two_rows(arena);
    assert_true(out_table_fits(rows, 27));
    assert_false(out_table_fits(rows, 26));
    rows_add(rows);
    rows_set_text(rows, 0, "Liechtenstein");
    assert_true(out_table_fits(rows, 32));
    assert_false(out_table_fits(rows, 31));
    arena_free(arena);
}

static void an_empty_table_fits_as_its_headings_do(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    struct rows *rows = rows_new(arena, columns, 3);
    assert_non_null(rows);
    assert_true(out_table_fits(rows, 7 + 2 + 6 + 2 + 4));
    assert_false(out_table_fits(rows, 7 + 2 + 6 + 2 + 3));
    arena_free(arena);
}

/* An id is broken between its words. */
static void an_id_that_is_broken_is_broken_behind_an_underscore(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct rows_column ids[] = {{"id", "Id", ROWS_TEXT, 0}};
    struct rows *rows = rows_new(arena, ids, 1);
    struct text_buffer text = {0};
    assert_non_null(rows);
    rows_add(rows);
    rows_set_text(rows, 0, "mf_online_expression");
    rows_add(rows);
    rows_set_text(rows, 0, "transparencyinternational");
    out_table(rows, 14, false, &text);
    assert_non_null(strstr(text.bytes, "\nmf_online_\nexpression\n"));
    assert_non_null(strstr(text.bytes, "\ntransparencyin\nternational\n"));
    text_buffer_free(&text);
    arena_free(arena);
}

/* Part of what is wide is the heading of a column to the right, which is broken before a word is.
 */
static void a_heading_is_broken_before_a_word(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    const struct rows_column wide[] = {{"item", "", ROWS_TEXT, 0},
                                       {"part", "Moved the score", ROWS_TEXT, ROWS_RIGHT}};
    struct rows *rows = rows_new(arena, wide, 2);
    struct text_buffer text = {0};
    assert_non_null(rows);
    rows_add(rows);
    rows_set_text(rows, 0, "Public-sector corruption");
    rows_set_text(rows, 1, "-1.3");
    out_table(rows, 24, false, &text);
    assert_non_null(strstr(text.bytes, "Public-sector       -1.3\ncorruption\n"));
    assert_non_null(strstr(text.bytes, "               Moved the\n                   score\n"));
    text_buffer_free(&text);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_that_fits_stands_unbroken),
        cmocka_unit_test(a_table_fits_as_long_as_no_word_is_broken),
        cmocka_unit_test(an_empty_table_fits_as_its_headings_do),
        cmocka_unit_test(a_heading_is_broken_before_a_word),
        cmocka_unit_test(an_id_that_is_broken_is_broken_behind_an_underscore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
