#include "base/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void texts_are_read_to_the_nearest_double(void **state)
{
    (void)state;
    static const char *const texts[] = {"0",
                                        "-0",
                                        "1",
                                        "3.5",
                                        "-0.125",
                                        "1e6",
                                        "2.5e-3",
                                        "9007199254740993",
                                        "0.1",
                                        "123456789012345678901234567890",
                                        "1.7976931348623157e308",
                                        "4.9e-324",
                                        "2.2250738585072011e-308",
                                        "8.5e22",
                                        "1e22",
                                        "1e23",
                                        "0.30000000000000004"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        double number = NAN, expected = strtod(texts[i], NULL);
        assert_int_equal(number_parse(texts[i], strlen(texts[i]), &number), NUMBER_OK);
        assert_memory_equal(&number, &expected, sizeof number);
    }
}

static void what_has_two_readings_is_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_problem problem;
    } cases[] = {
        {"010", NUMBER_OCTAL},         {"0x1F", NUMBER_HEXADECIMAL}, {"0b11", NUMBER_HEXADECIMAL},
        {"1_000", NUMBER_UNDERSCORE},  {"3:30", NUMBER_SIXTY},       {".nan", NUMBER_NOT_FINITE},
        {"-.inf", NUMBER_NOT_FINITE},  {"NaN", NUMBER_NOT_FINITE},   {".5", NUMBER_BARE_POINT},
        {"5.", NUMBER_BARE_POINT},     {"1e999", NUMBER_TOO_LARGE},  {"", NUMBER_MALFORMED},
        {"-", NUMBER_MALFORMED},       {"1e", NUMBER_MALFORMED},     {"3,5", NUMBER_MALFORMED},
        {"1 000", NUMBER_MALFORMED},   {"5%", NUMBER_MALFORMED},     {"++1", NUMBER_MALFORMED},
        {"infinity", NUMBER_MALFORMED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double number = 7;
        assert_int_equal(number_parse(cases[i].text, strlen(cases[i].text), &number),
                         cases[i].problem);
        assert_true(number == 7);
    }
}

static void numbers_print_with_the_fewest_digits_that_read_back(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {{0.1, "0.1"},
                 {1.0 / 3, "0.3333333333333333"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {100, "100"},
                 {1e6, "1000000"},
                 {-0.0, "0"},
                 {5e-324, "5e-324"},
                 {1.7976931348623157e308, "1.7976931348623157e+308"},
                 {NAN, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[NUMBER_PRINT_SIZE];
        assert_int_equal(number_print(cases[i].number, out), strlen(cases[i].text));
        assert_string_equal(out, cases[i].text);
    }
}

static void any_bit_pattern_survives_printing_and_reading(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int i = 0; i < 100000; i++) {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        double number, back = NAN;
        memcpy(&number, &seed, sizeof number);
        if (!isfinite(number) || number == 0)
            continue;
        char out[NUMBER_PRINT_SIZE];
        size_t length = number_print(number, out);
        assert_int_equal(number_parse(out, length, &back), NUMBER_OK);
        assert_memory_equal(&number, &back, sizeof number);
    }
}

static void figures_for_people_are_rounded_and_never_minus_zero(void **state)
{
    (void)state;
    char out[NUMBER_PRINT_SIZE];
    number_print_fixed(34.65, 1, out); /* the double is 34.64999… */
    assert_string_equal(out, "34.6");
    number_print_fixed(-0.04, 1, out);
    assert_string_equal(out, "0.0");
    number_print_fixed(NAN, 1, out);
    assert_string_equal(out, "");
    number_print_fixed(1e300, 1, out);
    assert_string_equal(out, "1e+300");
}

/* Seats by largest remainders: 47, 16, 15.8, 12, 6.1, 3.1 of 100 at whole numbers (the example of
 * Hamilton's method: floors give 99, the one seat left goes to 15.8). */
static void rounded_parts_add_up_to_the_rounded_total(void **state)
{
    (void)state;
    const double parts[] = {47, 16, 15.8, 12, 6.1, 3.1};
    const double expected[] = {47, 16, 16, 12, 6, 3};
    double rounded[6];
    number_round_to_sum(parts, 6, 100, 0, rounded);
    for (int i = 0; i < 6; i++)
        assert_true(rounded[i] == expected[i]);
}

static void rounding_keeps_missing_parts_missing(void **state)
{
    (void)state;
    const double parts[] = {1.25, NAN, 1.25};
    double rounded[3];
    number_round_to_sum(parts, 3, 2.5, 1, rounded);
    assert_true(rounded[0] == 1.3 && isnan(rounded[1]) && rounded[2] == 1.2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_to_the_nearest_double),
        cmocka_unit_test(what_has_two_readings_is_refused_with_the_reason),
        cmocka_unit_test(numbers_print_with_the_fewest_digits_that_read_back),
        cmocka_unit_test(any_bit_pattern_survives_printing_and_reading),
        cmocka_unit_test(figures_for_people_are_rounded_and_never_minus_zero),
        cmocka_unit_test(rounded_parts_add_up_to_the_rounded_total),
        cmocka_unit_test(rounding_keeps_missing_parts_missing),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
