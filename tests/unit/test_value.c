#include "base/value.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define NUMBER(n)                           \
    {                                       \
        .kind = VALUE_NUMBER, .number = (n) \
    }
#define TEXT(t)                                           \
    {                                                     \
        .kind = VALUE_TEXT, .text = {(t), sizeof(t) - 1 } \
    }

static const struct value_pair pairs[] = {
    {NUMBER(-1), TEXT("before the list")}, {NUMBER(1), TEXT("one")},
    {NUMBER(1.5), TEXT("between")},        {NUMBER(2), TEXT("two")},
    {NUMBER(4), TEXT("after a gap")},      {TEXT("1"), TEXT("a text that looks like a number")},
    {TEXT("need"), NUMBER(0.5)},           {TEXT("need\0x"), NUMBER(7)},
};
static const struct value table = {
    .kind = VALUE_TABLE, .pairs = pairs, .count = sizeof pairs / sizeof *pairs};

static void fields_are_found_by_their_whole_name(void **state)
{
    (void)state;
    assert_true(value_field(&table, "need")->number == 0.5);
    assert_null(value_field(&table, "nee"));
    assert_null(value_field(&table, "needs"));
    assert_null(value_field(&table, ""));
}

static void items_are_found_by_number_not_by_text(void **state)
{
    (void)state;
    assert_string_equal(value_item(&table, 1)->text.bytes, "one");
    assert_string_equal(value_item(&table, 4)->text.bytes, "after a gap");
    assert_null(value_item(&table, 3));
    assert_string_equal(value_field(&table, "1")->text.bytes, "a text that looks like a number");
}

static void the_length_ends_before_the_first_gap(void **state)
{
    (void)state;
    const struct value empty = {.kind = VALUE_TABLE};
    assert_int_equal(value_length(&table), 2);
    assert_int_equal(value_length(&empty), 0);
}

static void what_is_no_table_has_no_fields(void **state)
{
    (void)state;
    const struct value number = NUMBER(1);
    assert_null(value_field(&number, "need"));
    assert_null(value_item(&number, 1));
    assert_int_equal(value_length(&number), 0);
    assert_null(value_field(NULL, "need"));
    assert_null(value_item(NULL, 1));
    assert_int_equal(value_length(NULL), 0);
}

static void every_kind_has_a_word(void **state)
{
    (void)state;
    assert_string_equal(value_kind_text(VALUE_NUMBER), "a number");
    assert_string_equal(value_kind_text(VALUE_TABLE), "a table");
    for (int kind = VALUE_NIL; kind <= VALUE_FUNCTION; kind++)
        assert_string_not_equal(value_kind_text((enum value_kind)kind), "something unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_by_their_whole_name),
        cmocka_unit_test(items_are_found_by_number_not_by_text),
        cmocka_unit_test(the_length_ends_before_the_first_gap),
        cmocka_unit_test(what_is_no_table_has_no_fields),
        cmocka_unit_test(every_kind_has_a_word),
    };
    return cmocka_run_group_tests_name("value", tests, NULL, NULL);
}
