#include "base/number.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
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

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

/* A decimal number of random length: up to 24 digits before and after the point, an exponent that
 * may lead beyond the largest and below the smallest double. */
static void random_decimal(uint64_t *seed, char out[80])
{
    size_t used = 0, whole = 1 + next_random(seed) % 24, fraction = next_random(seed) % 25;
    if (next_random(seed) % 3 == 0)
        out[used++] = next_random(seed) % 2 ? '-' : '+';
    for (size_t i = 0; i < whole; i++)
        out[used++] = (char)('0' + (i == 0 && whole > 1 ? 1 + next_random(seed) % 9
                                                        : next_random(seed) % 10));
    if (fraction > 0)
        out[used++] = '.';
    for (size_t i = 0; i < fraction; i++)
        out[used++] = (char)('0' + next_random(seed) % 10);
    if (next_random(seed) % 2)
        used += (size_t)sprintf(out + used, "%c%+d", next_random(seed) % 2 ? 'e' : 'E',
                                (int)(next_random(seed) % 700) - 350);
    out[used] = '\0';
}

/* strtod of the C library rounds correctly: the two agree to the last bit. */
static void any_decimal_is_read_as_strtod_reads_it(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    int read = 0, refused = 0;
    for (int i = 0; i < 10000; i++) {
        char text[80];
        random_decimal(&seed, text);
        double number = NAN, expected = strtod(text, NULL);
        enum number_problem problem = number_parse(text, strlen(text), &number);
        if (isinf(expected)) {
            assert_int_equal(problem, NUMBER_TOO_LARGE);
            refused++;
            continue;
        }
        assert_int_equal(problem, NUMBER_OK);
        assert_memory_equal(&number, &expected, sizeof number);
        read++;
    }
    assert_true(read > 8000 && refused > 100);
}

static void what_has_two_readings_is_refused_with_the_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum number_problem problem;
    } cases[] = {{"010", NUMBER_OCTAL},
                 {"0x1F", NUMBER_HEXADECIMAL},
                 {"0b11", NUMBER_HEXADECIMAL},
                 {"1_000", NUMBER_UNDERSCORE},
                 {"3:30", NUMBER_SIXTY},
                 {".nan", NUMBER_NOT_FINITE},
                 {"-.inf", NUMBER_NOT_FINITE},
                 {"NaN", NUMBER_NOT_FINITE},
                 {".5", NUMBER_BARE_POINT},
                 {"5.", NUMBER_BARE_POINT},
                 {"1e999", NUMBER_TOO_LARGE},
                 {"", NUMBER_MALFORMED},
                 {"-", NUMBER_MALFORMED},
                 {"1e", NUMBER_MALFORMED},
                 {"3,5", NUMBER_MALFORMED},
                 {"1 000", NUMBER_MALFORMED},
                 {"5%", NUMBER_MALFORMED},
                 {"++1", NUMBER_MALFORMED},
                 {"infinity", NUMBER_MALFORMED},
                 {"-010", NUMBER_OCTAL},
                 {"00", NUMBER_OCTAL},
                 {"01.5", NUMBER_OCTAL},
                 {"0o17", NUMBER_HEXADECIMAL},
                 {"12:30:00", NUMBER_SIXTY},
                 {"+.Inf", NUMBER_NOT_FINITE},
                 {"-5.", NUMBER_BARE_POINT},
                 {"-1e400", NUMBER_TOO_LARGE},
                 {"1e+", NUMBER_MALFORMED},
                 {"1e5.5", NUMBER_MALFORMED},
                 {"1.2.3", NUMBER_MALFORMED},
                 {"+", NUMBER_MALFORMED},
                 {".", NUMBER_MALFORMED},
                 {"e5", NUMBER_MALFORMED},
                 {" 1", NUMBER_MALFORMED},
                 {"1 ", NUMBER_MALFORMED},
                 {"- 1", NUMBER_MALFORMED},
                 {"1d5", NUMBER_MALFORMED},
                 {"1f", NUMBER_MALFORMED},
                 {"\xD9\xA3", NUMBER_MALFORMED},
                 {"\xEF\xBC\x93", NUMBER_MALFORMED},
                 {"\xE2\x88\x92"
                  "3",
                  NUMBER_MALFORMED}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double number = 7;
        assert_int_equal(number_parse(cases[i].text, strlen(cases[i].text), &number),
                         cases[i].problem);
        assert_true(number == 7);
    }
}

static void a_text_is_read_to_its_length_and_not_beyond(void **state)
{
    (void)state;
    char digits[NUMBER_TEXT_MAX + 2];
    double number = 7;
    assert_int_equal(number_parse("12345", 2, &number), NUMBER_OK);
    assert_true(number == 12);
    assert_int_equal(number_parse("1\0002", 3, &number), NUMBER_MALFORMED);
    memset(digits, '1', sizeof digits);
    assert_int_equal(number_parse(digits, NUMBER_TEXT_MAX + 1, &number), NUMBER_TOO_LONG);
    assert_true(number == 12);
    memcpy(digits, "0.", 2);
    assert_int_equal(number_parse(digits, NUMBER_TEXT_MAX, &number), NUMBER_OK);
    assert_true(number == 1.0 / 9);
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
                 {0x1p-24, "5.960464477539063e-08"},
                 {-0x1p-44, "-5.684341886080802e-14"},
                 {0x1p89, "6.189700196426902e+26"},
                 {NAN, ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char out[NUMBER_PRINT_SIZE];
        assert_int_equal(number_print(cases[i].number, out), strlen(cases[i].text));
        assert_string_equal(out, cases[i].text);
    }
}

/* Digits of a printed number that are not zeros at its ends. */
static size_t significant_digits(const char *text)
{
    size_t count = 0, kept = 0;
    for (; *text && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (count == 0 && *text == '0'))
            continue;
        count++;
        if (*text != '0')
            kept = count;
    }
    return kept;
}

/* The digits of all powers of two: Python 3.11, whose repr is the shortest text that reads back
 * (Gay, mode 0), prints 33,209. 46 of them need the decimal above the nearest one. */
static void powers_of_two_print_as_short_as_any(void **state)
{
    (void)state;
    size_t digits = 0;
    for (int exponent = -1074; exponent < 1024; exponent++) {
        char out[NUMBER_PRINT_SIZE];
        double number = ldexp(1, exponent), back = NAN;
        size_t length = number_print(number, out);
        assert_int_equal(number_parse(out, length, &back), NUMBER_OK);
        assert_true(back == number);
        digits += significant_digits(out);
    }
    assert_int_equal(digits, 33209);
}

static void any_bit_pattern_survives_printing_and_reading(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = next_random(&seed);
        double number, back = NAN;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number) || number == 0)
            continue;
        char out[NUMBER_PRINT_SIZE];
        size_t length = number_print(number, out);
        assert_int_equal(number_parse(out, length, &back), NUMBER_OK);
        assert_memory_equal(&number, &back, sizeof number);
        /* One digit fewer is another number. */
        size_t digits = significant_digits(out);
        if (i % 8 == 0 && digits > 1) {
            char shorter[NUMBER_PRINT_SIZE];
            snprintf(shorter, sizeof shorter, "%.*e", (int)digits - 2, number);
            assert_true(strtod(shorter, NULL) != number);
        }
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

/* Parts are whole 1024ths, so that their sum is exact: what is rounded adds up to the total rounded
 * half up, and each part is within one unit of what it was. */
static void any_parts_add_up_and_none_moves_by_a_unit(void **state)
{
    (void)state;
    uint64_t seed = 88172645463325252U;
    for (int round = 0; round < 1000; round++) {
        double parts[12], rounded[12], total = 0, sum = 0;
        size_t count = 1 + next_random(&seed) % 12;
        for (size_t i = 0; i < count; i++) {
            parts[i] = ((double)(next_random(&seed) % 204800) - 102400) / 1024;
            total += parts[i];
        }
        number_round_to_sum(parts, count, total, 0, rounded);
        for (size_t i = 0; i < count; i++) {
            assert_true(rounded[i] == floor(rounded[i]) && fabs(rounded[i] - parts[i]) < 1);
            sum += rounded[i];
        }
        assert_true(sum == floor(total + 0.5));
    }
}

static void rounding_keeps_missing_parts_missing(void **state)
{
    (void)state;
    const double parts[] = {1.25, NAN, 1.25};
    double rounded[3];
    number_round_to_sum(parts, 3, 2.5, 1, rounded);
    assert_true(rounded[0] == 1.3 && isnan(rounded[1]) && rounded[2] == 1.2);
}

/* Reads a column made of texts, what stops it by number_parse; returns how often it stopped. */
static size_t read_column(const char *const *texts, size_t count, double *out)
{
    char bytes[4096] = {0};
    struct text_place fields[128];
    size_t used = NUMBER_MARGIN, stops = 0;
    unsigned decimals = 0;
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(texts[i]);
        fields[i] = (struct text_place){(uint32_t)used, (uint32_t)length};
        memcpy(bytes + used, texts[i], length);
        bytes[used + length] = ',';
        used += length + 1;
    }
    for (size_t i = 0; i < count; i++) {
        i += number_column(bytes, fields + i, 1, count - i, &decimals, out + i);
        if (i == count)
            break;
        out[i] = -77;
        number_parse(texts[i], strlen(texts[i]), &out[i]);
        stops++;
    }
    return stops;
}

static void a_column_is_read_to_the_same_doubles(void **state)
{
    static const char *const texts[] = {"35.1234",
                                        "-0.5",
                                        "",
                                        "7",
                                        "-12",
                                        "0",
                                        "-0",
                                        "0.1",
                                        "123456.7",
                                        "1234567.8",
                                        "99999999",
                                        "123456789",
                                        "123456789012345",
                                        "0.123456789",
                                        "12345678.1234567",
                                        "1.23456789012345",
                                        "0.0",
                                        "-1234567.1234567",
                                        "10.0000000000001",
                                        "4.30",
                                        "-99.99"};
    enum { COUNT = sizeof texts / sizeof *texts };
    double out[COUNT];
    (void)state;
    assert_int_equal(read_column(texts, COUNT, out), 0);
    for (size_t i = 0; i < COUNT; i++) {
        double expected = texts[i][0] ? strtod(texts[i], NULL) : NAN;
        if (texts[i][0])
            assert_memory_equal(&out[i], &expected, sizeof expected);
        else
            assert_true(isnan(out[i]));
    }
}

static void what_a_column_does_not_read_is_left_to_the_exact_reader(void **state)
{
    static const char *const texts[] = {"1e5",
                                        "+1",
                                        "010",
                                        "00.5",
                                        ".5",
                                        "5.",
                                        "1.2.3",
                                        "1,5",
                                        "NA",
                                        ".",
                                        "..",
                                        "-",
                                        "--1",
                                        "1-2",
                                        "1_0",
                                        " 1",
                                        "1 ",
                                        "0x1F",
                                        "nan",
                                        "1234567890123456",
                                        "-.5",
                                        "-010",
                                        "1/2",
                                        "1:2",
                                        "12345678.12345678",
                                        "\xC3\xA9",
                                        "3.5\xE2\x80\x93",
                                        "1234567a",
                                        "a.123456",
                                        "12.45;7"};
    enum { COUNT = sizeof texts / sizeof *texts };
    double out[COUNT];
    (void)state;
    assert_int_equal(read_column(texts, COUNT, out), COUNT);
    assert_true(out[0] == 1e5 && out[1] == 1 && out[2] == -77);
}

/* Random columns of a few forms, against number_parse, which is itself held to strtod. */
static void random_columns_are_read_as_their_numbers_are(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int round = 0; round < 1000; round++) {
        char store[32][40];
        const char *texts[32];
        double out[32], expected;
        for (int i = 0; i < 32; i++) {
            uint64_t digits = next_random(&seed) >> next_random(&seed) % 60;
            int decimals = next_random(&seed) % 4 ? round % 10 : (int)(next_random(&seed) % 18);
            double number = (double)(digits % 1000000000000) / (decimals > 3 ? 1e6 : 1e3);
            snprintf(store[i], sizeof store[i], "%s%.*f", next_random(&seed) % 5 ? "" : "-",
                     decimals, number);
            texts[i] = store[i];
        }
        read_column(texts, 32, out);
        for (int i = 0; i < 32; i++) {
            assert_int_equal(number_parse(texts[i], strlen(texts[i]), &expected), NUMBER_OK);
            assert_memory_equal(&out[i], &expected, sizeof expected);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_to_the_nearest_double),
        cmocka_unit_test(any_decimal_is_read_as_strtod_reads_it),
        cmocka_unit_test(what_has_two_readings_is_refused_with_the_reason),
        cmocka_unit_test(a_text_is_read_to_its_length_and_not_beyond),
        cmocka_unit_test(numbers_print_with_the_fewest_digits_that_read_back),
        cmocka_unit_test(powers_of_two_print_as_short_as_any),
        cmocka_unit_test(any_bit_pattern_survives_printing_and_reading),
        cmocka_unit_test(figures_for_people_are_rounded_and_never_minus_zero),
        cmocka_unit_test(rounded_parts_add_up_to_the_rounded_total),
        cmocka_unit_test(any_parts_add_up_and_none_moves_by_a_unit),
        cmocka_unit_test(rounding_keeps_missing_parts_missing),
        cmocka_unit_test(a_column_is_read_to_the_same_doubles),
        cmocka_unit_test(what_a_column_does_not_read_is_left_to_the_exact_reader),
        cmocka_unit_test(random_columns_are_read_as_their_numbers_are),
    };
    return cmocka_run_group_tests_name("number", tests, NULL, NULL);
}
