#include "base/rows.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { COUNTRY, SCORE };

static const struct rows_column columns[] = {
    [COUNTRY] = {"country", NULL, ROWS_TEXT, 0},
    [SCORE] = {"score", "Score", ROWS_NUMBER, 1},
};

static int open_rows(void **state)
{
    struct arena *arena = arena_new();
    *state = arena ? rows_new(arena, columns, 2) : NULL;
    return *state ? 0 : -1;
}

static int close_rows(void **state)
{
    arena_free(((struct rows *)*state)->arena);
    return 0;
}

static void a_new_row_is_empty_and_its_numbers_are_missing(void **state)
{
    struct rows *rows = *state;
    assert_int_equal(rows_add(rows), 0);
    assert_int_equal(rows->count, 1);
    assert_string_equal(rows_text(rows, 0, COUNTRY), "");
    assert_true(isnan(rows_number(rows, 0, SCORE)));
}

static void cells_are_set_in_the_last_row_only(void **state)
{
    struct rows *rows = *state;
    rows_add(rows);
    rows_set_text(rows, COUNTRY, "KGZ");
    rows_set_number(rows, SCORE, 29.9);
    assert_int_equal(rows_add(rows), 1);
    rows_set_text(rows, COUNTRY, "TJK");
    assert_string_equal(rows_text(rows, 0, COUNTRY), "KGZ");
    assert_true(rows_number(rows, 0, SCORE) == 29.9);
    assert_string_equal(rows_text(rows, 1, COUNTRY), "TJK");
    assert_true(isnan(rows_number(rows, 1, SCORE)));
}

static void no_text_is_an_empty_one(void **state)
{
    rows_add(*state);
    rows_set_text(*state, COUNTRY, "KGZ");
    rows_set_text(*state, COUNTRY, NULL);
    assert_string_equal(rows_text(*state, 0, COUNTRY), "");
}

static void setting_a_cell_before_the_first_row_has_no_effect(void **state)
{
    rows_set_text(*state, COUNTRY, "KGZ");
    rows_set_number(*state, SCORE, 1);
    assert_int_equal(((struct rows *)*state)->count, 0);
}

static void rows_stay_as_more_are_added(void **state)
{
    struct rows *rows = *state;
    for (size_t i = 0; i < 5000; i++) {
        assert_int_equal(rows_add(rows), i);
        rows_set_number(rows, SCORE, (double)i);
        rows_set_text(rows, COUNTRY, i % 2 ? "odd" : "even");
    }
    assert_false(rows->failed);
    for (size_t i = 0; i < 5000; i++) {
        assert_true(rows_number(rows, i, SCORE) == (double)i);
        assert_string_equal(rows_text(rows, i, COUNTRY), i % 2 ? "odd" : "even");
    }
}

static void columns_are_found_by_their_tidy_name(void **state)
{
    assert_int_equal(rows_find(*state, "score"), SCORE);
    assert_int_equal(rows_find(*state, "country"), COUNTRY);
    assert_true(rows_find(*state, "Score") == SIZE_MAX);
    assert_true(rows_find(*state, "") == SIZE_MAX);
}

static void meta_entries_of_one_key_are_a_list_in_order(void **state)
{
    struct rows *rows = *state;
    rows_add_meta(rows, "warning", "%s is %d", "one", 1);
    rows_add_meta(rows, "rule", "rights");
    rows_add_meta(rows, "warning", "%200s", "two");
    assert_string_equal(rows_get_meta(rows, "warning", 0), "one is 1");
    assert_int_equal(strlen(rows_get_meta(rows, "warning", 1)), 200);
    assert_string_equal(rows_get_meta(rows, "rule", 0), "rights");
    assert_null(rows_get_meta(rows, "warning", 2));
    assert_null(rows_get_meta(rows, "input", 0));
}

static void parts_are_joined_under_their_labels(void **state)
{
    static const struct rows_column other_columns[] = {{"score", NULL, ROWS_NUMBER, 1},
                                                       {"country", NULL, ROWS_TEXT, 0},
                                                       {"text", NULL, ROWS_TEXT, 0}};
    static const char *const labels[] = {"bti", "fiw"};
    struct rows *first = *state, *second = rows_new(first->arena, other_columns, 3);
    const struct rows *parts[] = {first, second};
    rows_add(first);
    rows_set_text(first, COUNTRY, "KGZ");
    rows_set_number(first, SCORE, 5.5);
    rows_add(second);
    rows_set_text(second, 1, "TJK");
    rows_set_text(second, 2, "NF");
    struct rows *rows = rows_join(first->arena, "rule", labels, parts, 2);
    assert_non_null(rows);
    assert_int_equal(rows->column_count, 4);
    assert_int_equal(rows->count, 2);
    assert_int_equal(rows_find(rows, "rule"), 0);
    assert_int_equal(rows_find(rows, "text"), 3);
    assert_string_equal(rows_text(rows, 0, 0), "bti");
    assert_string_equal(rows_text(rows, 0, 1), "KGZ");
    assert_true(rows_number(rows, 0, 2) == 5.5);
    assert_string_equal(rows_text(rows, 0, 3), "");
    assert_string_equal(rows_text(rows, 1, 0), "fiw");
    assert_string_equal(rows_text(rows, 1, 1), "TJK");
    assert_true(isnan(rows_number(rows, 1, 2)));
    assert_string_equal(rows_text(rows, 1, 3), "NF");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_rows, close_rows)
    const struct CMUnitTest tests[] = {
        TEST(a_new_row_is_empty_and_its_numbers_are_missing),
        TEST(cells_are_set_in_the_last_row_only),
        TEST(no_text_is_an_empty_one),
        TEST(setting_a_cell_before_the_first_row_has_no_effect),
        TEST(rows_stay_as_more_are_added),
        TEST(columns_are_found_by_their_tidy_name),
        TEST(meta_entries_of_one_key_are_a_list_in_order),
        TEST(parts_are_joined_under_their_labels),
    };
    return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
