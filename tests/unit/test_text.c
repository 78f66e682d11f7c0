#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

/* A literal with its length, so that it may hold NUL. */
#define BYTES(literal) (literal), sizeof(literal) - 1

static void absent_and_empty_texts_are_equal(void **state)
{
    (void)state;
    assert_null(text_of(NULL).bytes);
    assert_int_equal(text_of(NULL).length, 0);
    assert_true(text_equal(text_of(NULL), text_of("")));
    assert_true(text_is(text_of("press"), "press"));
    assert_false(text_is(text_of("press"), "pres"));
    assert_false(text_equal((struct text){BYTES("a\0b")}, (struct text){BYTES("a\0c")}));
}

/* Whether two bytes may begin a character: table 3-7 of the Unicode Standard, "Well-Formed UTF-8
 * Byte Sequences". Gives how long it then is. */
static size_t well_formed(unsigned first, unsigned second)
{
    static const struct {
        unsigned first, last, from, to;
        size_t length;
    } rows[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    if (first < 0x80)
        return 1;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (first >= rows[i].first && first <= rows[i].last && second >= rows[i].from &&
            second <= rows[i].to)
            return rows[i].length;
    return 0;
}

static void a_character_is_what_the_unicode_standard_lists(void **state)
{
    (void)state;
    for (unsigned first = 0; first < 256; first++) {
        for (unsigned second = 0; second < 256; second++) {
            char bytes[4] = {(char)first, (char)second, '\x80', '\xBF'};
            size_t length = well_formed(first, second);
            assert_int_equal(text_scalar(bytes, 4, NULL), length);
            for (size_t cut = length > 0 ? length - 1 : 0; cut > 0; cut--)
                assert_int_equal(text_scalar(bytes, cut, NULL), 0);
            if (length > 2) {
                bytes[length - 1] = '\xC0';
                assert_int_equal(text_scalar(bytes, 4, NULL), 0);
            }
        }
    }
    assert_int_equal(text_scalar("", 0, NULL), 0);
}

static void every_code_point_but_the_surrogates_has_one_form(void **state)
{
    (void)state;
    size_t count = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c += c == 0xD7FF ? 0x801 : 1, count++) {
        char bytes[4] = {(char)c};
        size_t length = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
        static const uint32_t marks[] = {0, 0, 0xC0, 0xE0, 0xF0};
        for (size_t i = length; length > 1 && i-- > 1;)
            bytes[i] = (char)(0x80 | (c >> (6 * (length - 1 - i)) & 0x3F));
        if (length > 1)
            bytes[0] = (char)(marks[length] | c >> (6 * (length - 1)));
        uint32_t found = 0;
        if (text_scalar(bytes, length, &found) != length || found != c)
            fail_msg("U+%04X is read as U+%04X", c, found);
    }
    assert_int_equal(count, 1112064);
}

static void the_first_byte_that_is_not_utf8_is_found(void **state)
{
    (void)state;
    assert_int_equal(text_valid_until(BYTES("Тоҷикистон")), 20);
    assert_int_equal(text_valid_until(BYTES("caf\xE9")), 3);
    assert_int_equal(text_valid_until(BYTES("\xC0\x80")), 0);
    assert_int_equal(text_valid_until(BYTES("a\xED\xA0\x80")), 1);
    assert_int_equal(text_valid_until(BYTES("ab\xF4\x90\x80\x80")), 2);
    assert_int_equal(text_valid_until(BYTES("ab\xE2\x82")), 2);
    assert_int_equal(text_valid_until(BYTES("a\0b")), 3);
    assert_int_equal(text_valid_until("", 0), 0);
}

static void characters_are_counted_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(text_code_points(BYTES("Kyrgyzstan")), 10);
    assert_int_equal(text_code_points(BYTES("Кыргызстан")), 10);
    assert_int_equal(text_code_points(BYTES("e\xCC\x81")), 2);
    assert_int_equal(text_code_points(BYTES("\xF0\x9F\x98\x80")), 1);
}

/* East Asian Width W and F take two columns, combining marks (general category Mn) none. */
static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    assert_int_equal(text_width_columns(BYTES("Кыргызстан")), 10);
    assert_int_equal(text_width_columns(BYTES("\xE6\xBC\xA2\xE5\xAD\x97")), 4);
    assert_int_equal(text_width_columns(BYTES("\xED\x95\x9C")), 2);
    assert_int_equal(text_width_columns(BYTES("\xEF\xBC\xA1")), 2);
    assert_int_equal(text_width_columns(BYTES("e\xCC\x81")), 1);
    assert_int_equal(text_width_columns(BYTES("и\xCC\x86")), 1);
    assert_int_equal(text_width_columns(BYTES("–…")), 2);
    assert_int_equal(text_width_columns(BYTES("a\xFF\xFE")), 3);
    assert_int_equal(text_width_columns("", 0), 0);
}

/* PropList.txt of Unicode 15: Bidi_Control, and the 66 of Noncharacter_Code_Point; general category
 * Cc; and the two separators that end a line (Zl, Zp). */
static void what_can_deceive_a_reader_is_a_control_character(void **state)
{
    (void)state;
    static const uint32_t others[] = {0x061C, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B,
                                      0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069};
    size_t nothing = 0, found = 0;
    for (uint32_t c = 0; c <= 0x10FFFF; c++) {
        bool is_nothing = (c >= 0xFDD0 && c <= 0xFDEF) || c % 0x10000 >= 0xFFFE;
        bool expected = (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0) || is_nothing;
        for (size_t i = 0; i < sizeof others / sizeof *others; i++)
            expected |= c == others[i];
        if (text_is_control(c) != expected)
            fail_msg("U+%04X", c);
        nothing += is_nothing;
        found += expected;
    }
    assert_int_equal(nothing, 66);
    assert_int_equal(found, 66 + 65 - 1 + 14);
}

static void the_distance_counts_edits_of_characters(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        size_t distance;
    } pairs[] = {
        {"kitten", "sitting", 3},
        {"Saturday", "Sunday", 3},
        {"flaw", "lawn", 2},
        {"teh", "the", 1},
        {"ca", "abc", 3},
        {"", "abc", 3},
        {"same", "same", 0},
        {"Press", "press", 1},
        {"пресса", "прессы", 1},
        {"a cat", "an abct", 4},
        {"civic_space", "civicspace", 1},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct text a = text_of(pairs[i].a), b = text_of(pairs[i].b);
        assert_int_equal(text_distance(a, b, 10), pairs[i].distance);
        assert_int_equal(text_distance(b, a, 10), pairs[i].distance);
    }
    assert_int_equal(text_distance(text_of("kitten"), text_of("sitting"), 2), 3);
    assert_int_equal(text_distance(text_of(""), text_of("abcdefgh"), 2), 3);
}

static void a_very_long_text_is_far_from_all_but_itself(void **state)
{
    (void)state;
    char a[200], b[200];
    memset(a, 'x', sizeof a);
    memset(b, 'x', sizeof b);
    b[100] = 'y';
    struct text left = {a, sizeof a}, right = {b, sizeof b};
    assert_int_equal(text_distance(left, right, 3), 4);
    assert_int_equal(text_distance(left, left, 3), 0);
}

static void a_word_is_taken_for_the_nearest_candidate(void **state)
{
    (void)state;
    static const char *const words[] = {"country", "counts", "source", "value", "values"};
    assert_int_equal(text_nearest(text_of("cuontry"), words, 5), 0);
    assert_int_equal(text_nearest(text_of("SOURCE"), words, 5), 2);
    assert_int_equal(text_nearest(text_of("valu"), words, 5), 3);
    assert_int_equal(text_nearest(text_of("valuess"), words, 5), 4);
    assert_true(text_nearest(text_of("period"), words, 5) == SIZE_MAX);
    assert_true(text_nearest(text_of("country"), words, 0) == SIZE_MAX);
}

static void the_first_of_equally_near_candidates_is_taken(void **state)
{
    (void)state;
    static const char *const words[] = {"bat", "hat", "cat"};
    assert_int_equal(text_nearest(text_of("rat"), words, 3), 0);
    assert_int_equal(text_nearest(text_of("cat"), words, 3), 2);
}

/* The 22 keywords of Lua 5.4 (reference manual, section 3.1) and the words of rules. */
static void an_identifier_can_be_a_name_in_lua(void **state)
{
    (void)state;
    static const char *const refused[] = {
        "and",      "break",  "do",   "else",    "elseif",  "end",    "false",   "for",
        "function", "goto",   "if",   "in",      "local",   "nil",    "not",     "or",
        "repeat",   "return", "then", "true",    "until",   "while",  "index",   "pillar",
        "group",    "result", "year", "country", "missing", "",       "1st",     "_press",
        "a b",      "a-b",    "a.b",  "свобода", "pressé",  " press", "press\n", "v2x$"};
    static const char *const allowed[] = {"press", "v2x_polyarchy", "D4", "And", "END",
                                          "x",     "years",         "a_", "nile"};
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (text_is_id(text_of(refused[i])))
            fail_msg("%s is no identifier", refused[i]);
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (!text_is_id(text_of(allowed[i])))
            fail_msg("%s is an identifier", allowed[i]);
    assert_false(text_is_id((struct text){BYTES("a\0b")}));
}

static void a_buffer_is_terminated_after_every_addition(void **state)
{
    (void)state;
    struct text_buffer buffer = {0};
    assert_null(buffer.bytes);
    text_add(&buffer, "", 0);
    assert_string_equal(buffer.bytes, "");
    text_add(&buffer, "one, two", 3);
    assert_string_equal(buffer.bytes, "one");
    text_add_repeat(&buffer, '-', 3);
    assert_string_equal(buffer.bytes, "one---");
    text_add_format(&buffer, "%d %s", 2, "two");
    assert_string_equal(buffer.bytes, "one---2 two");
    text_add_string(&buffer, "");
    assert_int_equal(buffer.length, 11);
    text_buffer_free(&buffer);
    assert_null(buffer.bytes);
    assert_int_equal(buffer.length, 0);
}

static void a_buffer_grows_as_far_as_needed(void **state)
{
    (void)state;
    struct text_buffer buffer = {0};
    for (size_t i = 0; i < 20000; i++)
        text_add_format(&buffer, "%05zu", i);
    text_add_format(&buffer, "%070000d", 1);
    assert_false(buffer.failed);
    assert_int_equal(buffer.length, 170000);
    assert_memory_equal(buffer.bytes + 5 * 12345, "12345", 5);
    assert_string_equal(buffer.bytes + 169998, "01");
    text_buffer_free(&buffer);
}

static void a_buffer_without_memory_stays_as_it_was(void **state)
{
    (void)state;
    struct text_buffer buffer = {0};
    text_add_string(&buffer, "kept");
    text_add_repeat(&buffer, 'x', PTRDIFF_MAX / 4);
    assert_true(buffer.failed);
    text_add_string(&buffer, "more");
    text_add_format(&buffer, "%d", 1);
    assert_string_equal(buffer.bytes, "kept");
    assert_int_equal(buffer.length, 4);
    text_buffer_free(&buffer);
    text_add_repeat(&buffer, 'x', SIZE_MAX);
    assert_true(buffer.failed);
    text_buffer_free(&buffer);
}

static void unfit_text_is_replaced_character_by_character(void **state)
{
    (void)state;
    struct text_buffer buffer = {0};
    text_add_clean(&buffer, BYTES("a\033[31m\tё\xE9\n\0\xE2\x80\xAE"));
    text_add_clean(&buffer, BYTES("\xC2\x9B 7.5 %"));
    assert_string_equal(buffer.bytes, "a�[31m�ё����� 7.5 %");
    text_buffer_free(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_and_empty_texts_are_equal),
        cmocka_unit_test(a_character_is_what_the_unicode_standard_lists),
        cmocka_unit_test(every_code_point_but_the_surrogates_has_one_form),
        cmocka_unit_test(the_first_byte_that_is_not_utf8_is_found),
        cmocka_unit_test(characters_are_counted_not_bytes),
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(what_can_deceive_a_reader_is_a_control_character),
        cmocka_unit_test(the_distance_counts_edits_of_characters),
        cmocka_unit_test(a_very_long_text_is_far_from_all_but_itself),
        cmocka_unit_test(a_word_is_taken_for_the_nearest_candidate),
        cmocka_unit_test(the_first_of_equally_near_candidates_is_taken),
        cmocka_unit_test(an_identifier_can_be_a_name_in_lua),
        cmocka_unit_test(a_buffer_is_terminated_after_every_addition),
        cmocka_unit_test(a_buffer_grows_as_far_as_needed),
        cmocka_unit_test(a_buffer_without_memory_stays_as_it_was),
        cmocka_unit_test(unfit_text_is_replaced_character_by_character),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
