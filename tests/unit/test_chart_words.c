#include "chart/chart_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { CONVERSIONS_MOST = 12 };

/* The conversions of a format in the order of their arguments, "s", "zu", ".0f", each once; the
 * number of them. */
static size_t conversions(const char *format, char found[CONVERSIONS_MOST][8])
{
    size_t count = 0;
    memset(found, 0, CONVERSIONS_MOST * sizeof *found);
    for (const char *at = strchr(format, '%'); at; at = strchr(at, '%')) {
        size_t digits = strspn(at + 1, "0123456789"), place = count;
        const char *from = at + 1;
        if (*from == '%') {
            at += 2;
            continue;
        }
        if (digits > 0 && from[digits] == '$') {
            place = (size_t)atoi(from) - 1;
            from += digits + 1;
        }
        size_t length = strspn(from, ".0123456789z") + 1;
        assert_true(place < CONVERSIONS_MOST && length < sizeof *found);
        snprintf(found[place], sizeof *found, "%.*s", (int)length, from);
        count++;
        at = from + length;
    }
    return count;
}

static bool is_format(const char *english)
{
    return strstr(english, "%s") || strstr(english, "%z") || strstr(english, "%d") ||
           strstr(english, "%.") || strstr(english, "%%");
}

static void every_sentence_takes_the_same_arguments_in_both_languages(void **state)
{
    (void)state;
    char english[CONVERSIONS_MOST][8], russian[CONVERSIONS_MOST][8];
    for (size_t i = 0; chart_words_english(i); i++) {
        const char *key = chart_words_english(i), *other = chart_words(CHART_RUSSIAN, key);
        if (!is_format(key))
            continue;
        assert_int_equal(conversions(key, english), conversions(other, russian));
        for (size_t c = 0; c < CONVERSIONS_MOST; c++)
            assert_string_equal(english[c], russian[c]);
    }
}

static void every_pair_is_there_once_and_differs(void **state)
{
    (void)state;
    for (size_t i = 0; chart_words_english(i); i++) {
        const char *key = chart_words_english(i);
        assert_string_not_equal(key, chart_words(CHART_RUSSIAN, key));
        assert_ptr_equal(key, chart_words(CHART_ENGLISH, key));
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(key, chart_words_english(j));
    }
}

static void what_the_table_does_not_know_stays(void **state)
{
    (void)state;
    assert_string_equal(chart_words(CHART_RUSSIAN, "%s  %s"), "%s  %s");
    assert_string_equal(chart_words(CHART_RUSSIAN, "Kyrgyzstan"), "Kyrgyzstan");
}

static void a_language_has_a_code(void **state)
{
    (void)state;
    enum chart_language language = CHART_ENGLISH;
    assert_true(chart_words_language("ru", &language));
    assert_int_equal(language, CHART_RUSSIAN);
    assert_string_equal(chart_words_code(language), "ru");
    assert_false(chart_words_language("kg", &language));
    assert_false(chart_words_language("", &language));
}

static void russian_has_a_decimal_comma(void **state)
{
    (void)state;
    char text[] = "3.14", whole[] = "3";
    assert_string_equal(chart_words_decimal(CHART_ENGLISH, text), "3.14");
    assert_string_equal(chart_words_decimal(CHART_RUSSIAN, text), "3,14");
    assert_string_equal(chart_words_decimal(CHART_RUSSIAN, whole), "3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sentence_takes_the_same_arguments_in_both_languages),
        cmocka_unit_test(every_pair_is_there_once_and_differs),
        cmocka_unit_test(what_the_table_does_not_know_stays),
        cmocka_unit_test(a_language_has_a_code),
        cmocka_unit_test(russian_has_a_decimal_comma),
    };
    return cmocka_run_group_tests_name("chart_words", tests, NULL, NULL);
}
