#include "base/number.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Powers of ten that a double holds exactly. */
static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
static const int exact_power_max = 22;
static const uint64_t exact_integer_max = UINT64_C(1) << 53;

/* What the grammar found. digits counts those of mantissa, which is whole up to 19 of them. */
struct scan {
    bool negative;
    uint64_t mantissa;
    int digits;
    int exponent;
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static size_t scan_digits(const char *text, size_t length, size_t at, struct scan *scan, int step)
{
    for (; at < length && is_digit(text[at]); at++) {
        if (scan->digits < 19)
            scan->mantissa = scan->mantissa * 10 + (uint64_t)(text[at] - '0');
        scan->digits += scan->digits > 0 || text[at] != '0';
        scan->exponent += step;
    }
    return at;
}

/* Why text that starts like a number goes on wrongly at `at`. */
static enum number_problem reason(const char *text, size_t length, size_t at)
{
    char byte = at < length ? text[at] : '\0';
    if (byte == '_')
        return NUMBER_UNDERSCORE;
    if (byte == ':')
        return NUMBER_SIXTY;
    if (at > 0 && text[at - 1] == '0' && byte != '\0' && strchr("xXbBoO", byte))
        return NUMBER_HEXADECIMAL;
    return NUMBER_MALFORMED;
}

static bool is_not_finite(const char *text, size_t length)
{
    static const char *const words[] = {".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF",
                                        "nan",  "NaN",  "NAN",  "inf",  "Inf",  "INF"};
    size_t sign = length > 0 && (text[0] == '-' || text[0] == '+');
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == length - sign && memcmp(words[i], text + sign, length - sign) == 0)
            return true;
    return false;
}

static enum number_problem scan_exponent(const char *text, size_t length, size_t at,
                                         struct scan *scan)
{
    bool negative = at < length && text[at] == '-';
    int exponent = 0;
    at += at < length && (text[at] == '-' || text[at] == '+');
    size_t start = at;
    for (; at < length && is_digit(text[at]); at++)
        if (exponent < 100000)
            exponent = exponent * 10 + (text[at] - '0');
    if (at == start || at < length)
        return NUMBER_MALFORMED;
    scan->exponent += negative ? -exponent : exponent;
    return NUMBER_OK;
}

static enum number_problem scan_number(const char *text, size_t length, struct scan *scan)
{
    size_t at = length > 0 && (text[0] == '-' || text[0] == '+');
    scan->negative = length > 0 && text[0] == '-';
    size_t start = at;
    at = scan_digits(text, length, at, scan, 0);
    if (at == start)
        return at + 1 < length && text[at] == '.' && is_digit(text[at + 1]) ? NUMBER_BARE_POINT
                                                                            : NUMBER_MALFORMED;
    bool leading_zero = text[start] == '0' && at - start > 1;
    if (at < length && text[at] == '.') {
        size_t fraction = ++at;
        at = scan_digits(text, length, at, scan, -1);
        if (at == fraction)
            return at == length ? NUMBER_BARE_POINT : NUMBER_MALFORMED;
    }
    enum number_problem problem = NUMBER_OK;
    if (at < length && (text[at] == 'e' || text[at] == 'E'))
        problem = scan_exponent(text, length, at + 1, scan);
    else if (at < length)
        problem = reason(text, length, at);
    return problem == NUMBER_OK && leading_zero ? NUMBER_OCTAL : problem;
}

/* Few digits and a small power of ten: one correctly rounded operation on exact operands. */
static bool convert_exactly(const struct scan *scan, double *out)
{
    if (scan->digits > 19 || scan->mantissa > exact_integer_max ||
        scan->exponent < -exact_power_max || scan->exponent > exact_power_max)
        return false;
    double number = (double)scan->mantissa;
    *out = scan->exponent < 0 ? number / exact_powers[-scan->exponent]
                              : number * exact_powers[scan->exponent];
    return true;
}

enum number_problem number_parse(const char *text, size_t length, double *out)
{
    struct scan scan = {0};
    double number;
    if (length > NUMBER_TEXT_MAX)
        return NUMBER_TOO_LONG;
    if (is_not_finite(text, length))
        return NUMBER_NOT_FINITE;
    enum number_problem problem = scan_number(text, length, &scan);
    if (problem != NUMBER_OK)
        return problem;
    if (convert_exactly(&scan, &number)) {
        *out = scan.negative ? -number : number;
        return NUMBER_OK;
    }
    char copy[NUMBER_TEXT_MAX + 1];
    memcpy(copy, text, length);
    copy[length] = '\0';
    number = strtod(copy, NULL);
    if (!isfinite(number))
        return NUMBER_TOO_LARGE;
    *out = number;
    return NUMBER_OK;
}

const char *number_problem_text(enum number_problem problem)
{
    switch (problem) {
    case NUMBER_OK:
        return "a number";
    case NUMBER_MALFORMED:
        return "not a number";
    case NUMBER_OCTAL:
        return "a leading zero, which some readers take for base 8";
    case NUMBER_HEXADECIMAL:
        return "not a decimal number";
    case NUMBER_UNDERSCORE:
        return "an underscore between digits";
    case NUMBER_SIXTY:
        return "a colon between digits, which some readers take for base 60";
    case NUMBER_NOT_FINITE:
        return "not a finite number";
    case NUMBER_BARE_POINT:
        return "a decimal point needs a digit on both sides";
    case NUMBER_TOO_LARGE:
        return "too large for a number";
    case NUMBER_TOO_LONG:
        return "too long for a number";
    }
    return "not a number";
}

/* The doubles below a power of two lie half as far apart as those above. The nearest decimal of 16
 * digits may thus be too low to read back while the next one up does. */
static bool print_power_of_two(double number, char out[NUMBER_PRINT_SIZE])
{
    uint64_t bits;
    char text[NUMBER_PRINT_SIZE];
    memcpy(&bits, &number, sizeof bits);
    if (bits << 12 != 0)
        return false;
    snprintf(text, sizeof text, "%.15e", number);
    char *digit = strchr(text, 'e') - 1;
    while (digit > text && (*digit == '9' || *digit == '.')) {
        if (*digit == '9')
            *digit = '0';
        digit--;
    }
    ++*digit;
    if (strtod(text, NULL) != number)
        return false;
    memcpy(out, text, sizeof text);
    return true;
}

size_t number_print(double number, char out[NUMBER_PRINT_SIZE])
{
    if (isnan(number)) {
        out[0] = '\0';
        return 0;
    }
    if (number == 0)
        number = 0;
    /* Up to 15 digits any decimal survives; below the normal range fewer may do. */
    int precision = fabs(number) < 2.2250738585072014e-308 ? 1 : 15;
    for (; precision < 17; precision++) {
        int length = snprintf(out, NUMBER_PRINT_SIZE, "%.*g", precision, number);
        if (strtod(out, NULL) == number)
            return (size_t)length;
    }
    if (print_power_of_two(number, out))
        return strlen(out);
    return (size_t)snprintf(out, NUMBER_PRINT_SIZE, "%.17g", number);
}

size_t number_print_fixed(double number, int decimals, char out[NUMBER_PRINT_SIZE])
{
    if (isnan(number) || fabs(number) >= 1e15)
        return number_print(number, out);
    int length = snprintf(out, NUMBER_PRINT_SIZE, "%.*f", decimals, number);
    if (out[0] == '-' && strspn(out, "-0.") == (size_t)length)
        memmove(out, out + 1, (size_t)length--);
    return (size_t)length;
}

/* The part whose floor lost most, among those not raised yet; SIZE_MAX when none is left. */
static size_t largest_remainder(const double *parts, size_t count, double unit,
                                const double *rounded)
{
    size_t best = SIZE_MAX;
    double most = -1;
    for (size_t i = 0; i < count; i++) {
        double remainder = parts[i] * unit - rounded[i];
        if (!isnan(remainder) && remainder >= 0 && remainder > most) {
            most = remainder;
            best = i;
        }
    }
    return best;
}

void number_round_to_sum(const double *parts, size_t count, double total, int decimals,
                         double *rounded)
{
    double unit = exact_powers[decimals], sum = 0;
    for (size_t i = 0; i < count; i++) {
        rounded[i] = floor(parts[i] * unit);
        sum += isnan(rounded[i]) ? 0 : rounded[i];
    }
    double left = floor(total * unit + 0.5) - sum;
    while (left >= 1) {
        size_t next = largest_remainder(parts, count, unit, rounded);
        if (next == SIZE_MAX)
            break;
        rounded[next] += 1;
        left--;
    }
    for (size_t i = 0; i < count; i++)
        rounded[i] /= unit;
}
