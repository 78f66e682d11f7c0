#include "base/date.h"

#include <stdio.h>
#include <string.h>

enum { YEAR_FIRST = 1, YEAR_LAST = 9999, MONTHS_MAX = 1200 };

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static int32_t floor_divide(int32_t a, int32_t b)
{
    int32_t quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}

/* Days since 1970-01-01 by counting eras of 400 years from 1 March of year 0, so that the leap day
 * comes last in a year (Hinnant, "chrono-Compatible Low-Level Date Algorithms", 2013). */
int32_t date_day(int year, int month, int day)
{
    int shifted = month <= 2 ? year - 1 : year;
    int32_t era = floor_divide(shifted, 400);
    int32_t year_of_era = shifted - era * 400;
    int32_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int32_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

void date_civil(int32_t day, int *year, int *month, int *day_of_month)
{
    int32_t shifted = day + 719468;
    int32_t era = floor_divide(shifted, 146097);
    int32_t day_of_era = shifted - era * 146097;
    int32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int32_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int32_t month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = year_of_era + era * 400 + (*month <= 2);
}

int32_t date_add_months(int32_t day, int months)
{
    int year, month, day_of_month;
    date_civil(day, &year, &month, &day_of_month);
    bool month_end = day_of_month == days_in_month(year, month);
    int32_t count = year * 12 + (month - 1) + months;
    year = floor_divide(count, 12);
    month = count - year * 12 + 1;
    int last = days_in_month(year, month);
    return date_day(year, month, month_end || day_of_month > last ? last : day_of_month);
}

static bool digits(const char *text, size_t count, int *value)
{
    *value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *value = *value * 10 + (text[i] - '0');
    }
    return true;
}

static void span_of_months(int year, int month, int count, struct date *out)
{
    int last_month = month + count - 1;
    out->first = date_day(year, month, 1);
    out->last = date_day(year, last_month, days_in_month(year, last_month));
}

static enum date_problem parse_month(const char *text, size_t length, int year, struct date *out)
{
    int month, day;
    if (!digits(text + 5, 2, &month))
        return DATE_MALFORMED;
    if (month < 1 || month > 12)
        return DATE_NO_SUCH_MONTH;
    if (length == 7) {
        span_of_months(year, month, 1, out);
        out->precision = DATE_MONTH;
        return DATE_OK;
    }
    if (text[7] != '-' || !digits(text + 8, 2, &day))
        return DATE_MALFORMED;
    if (day < 1 || day > days_in_month(year, month))
        return DATE_NO_SUCH_DAY;
    out->first = out->last = date_day(year, month, day);
    out->precision = DATE_DAY;
    return DATE_OK;
}

/* One end of a date: a year, quarter, month or day. */
static enum date_problem parse_one(const char *text, size_t length, struct date *out)
{
    int year, quarter;
    if (length < 4 || !digits(text, 4, &year))
        return DATE_MALFORMED;
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return DATE_OUT_OF_RANGE;
    if (length == 4) {
        span_of_months(year, 1, 12, out);
        out->precision = DATE_YEAR;
        return DATE_OK;
    }
    if (length == 6 && text[4] == 'Q') {
        if (!digits(text + 5, 1, &quarter))
            return DATE_MALFORMED;
        if (quarter < 1 || quarter > 4)
            return DATE_NO_SUCH_QUARTER;
        span_of_months(year, quarter * 3 - 2, 3, out);
        out->precision = DATE_QUARTER;
        return DATE_OK;
    }
    if ((length == 7 || length == 10) && text[4] == '-')
        return parse_month(text, length, year, out);
    return DATE_MALFORMED;
}

/* Where ".." stands, SIZE_MAX when it does not. */
static size_t find_range(const char *text, size_t length)
{
    for (size_t i = 0; i + 1 < length; i++)
        if (text[i] == '.' && text[i + 1] == '.')
            return i;
    return SIZE_MAX;
}

enum date_problem date_parse(const char *text, size_t length, struct date *out)
{
    struct date date = {0}, end = {0};
    size_t dots = find_range(text, length);
    enum date_problem problem = parse_one(text, dots == SIZE_MAX ? length : dots, &date);
    if (problem != DATE_OK)
        return problem;
    date.first_end = date.last;
    if (dots != SIZE_MAX) {
        problem = parse_one(text + dots + 2, length - dots - 2, &end);
        if (problem != DATE_OK)
            return problem;
        if (end.last < date.last || end.first < date.first)
            return DATE_REVERSED;
        date.disputed = true;
        date.last = end.last;
        date.precision = end.precision;
    }
    *out = date;
    return DATE_OK;
}

const char *date_problem_text(enum date_problem problem)
{
    static const char *const texts[] = {
        "a date",
        "no date: write 2021, 2021Q3, 2021-08 or 2021-08-23",
        "no date: months run from 01 to 12",
        "no date: that month has fewer days",
        "no date: quarters run from Q1 to Q4",
        "a range whose end is before its beginning",
        "outside the years 0001 to 9999",
    };
    return texts[problem];
}

static size_t print_one(int32_t day, enum date_precision precision, char out[DATE_PRINT_SIZE])
{
    int year, month, day_of_month, length = 0;
    date_civil(day, &year, &month, &day_of_month);
    switch (precision) {
    case DATE_YEAR:
        length = snprintf(out, DATE_PRINT_SIZE, "%04d", year);
        break;
    case DATE_QUARTER:
        length = snprintf(out, DATE_PRINT_SIZE, "%04dQ%d", year, (month + 2) / 3);
        break;
    case DATE_MONTH:
        length = snprintf(out, DATE_PRINT_SIZE, "%04d-%02d", year, month);
        break;
    case DATE_DAY:
        length = snprintf(out, DATE_PRINT_SIZE, "%04d-%02d-%02d", year, month, day_of_month);
        break;
    }
    return length < 0 ? 0 : (size_t)length;
}

/* The precision with which first..last would be written. */
static enum date_precision precision_of(int32_t first, int32_t last)
{
    int32_t days = last - first;
    return days == 0 ? DATE_DAY : days < 31 ? DATE_MONTH : days < 92 ? DATE_QUARTER : DATE_YEAR;
}

size_t date_print(struct date date, char out[DATE_PRINT_SIZE])
{
    if (!date.disputed)
        return print_one(date.last, date.precision, out);
    char end[DATE_PRINT_SIZE];
    size_t length = print_one(date.first, precision_of(date.first, date.first_end), out);
    print_one(date.last, date.precision, end);
    int added = snprintf(out + length, DATE_PRINT_SIZE - length, "..%s", end);
    return added < 0 ? length : length + (size_t)added;
}

size_t date_print_day(int32_t day, char out[DATE_PRINT_SIZE])
{
    return print_one(day, DATE_DAY, out);
}

int32_t date_period_of(enum date_axis axis, int32_t day)
{
    int year, month, day_of_month;
    date_civil(day, &year, &month, &day_of_month);
    switch (axis) {
    case DATE_AXIS_QUARTER:
        return year * 4 + (month - 1) / 3;
    case DATE_AXIS_MONTH:
        return year * 12 + month - 1;
    case DATE_AXIS_YEAR:
        break;
    }
    return year;
}

static void civil_of_period(enum date_axis axis, int32_t period, int *year, int *month, int *months)
{
    int per_year = axis == DATE_AXIS_YEAR ? 1 : axis == DATE_AXIS_QUARTER ? 4 : 12;
    *months = 12 / per_year;
    *year = floor_divide(period, per_year);
    *month = (period - *year * per_year) * *months + 1;
}

int32_t date_period_first_day(enum date_axis axis, int32_t period)
{
    int year, month, months;
    civil_of_period(axis, period, &year, &month, &months);
    return date_day(year, month, 1);
}

int32_t date_period_last_day(enum date_axis axis, int32_t period)
{
    int year, month, months;
    civil_of_period(axis, period, &year, &month, &months);
    int last = month + months - 1;
    return date_day(year, last, days_in_month(year, last));
}

size_t date_period_print(enum date_axis axis, int32_t period, char out[DATE_PRINT_SIZE])
{
    static const enum date_precision precisions[] = {DATE_YEAR, DATE_QUARTER, DATE_MONTH};
    return print_one(date_period_last_day(axis, period), precisions[axis], out);
}

enum date_problem date_period_parse(enum date_axis axis, const char *text, size_t length,
                                    int32_t *period)
{
    struct date date;
    enum date_problem problem = date_parse(text, length, &date);
    if (problem == DATE_OK)
        *period = date_period_of(axis, date.last);
    return problem;
}

enum date_problem date_period_range(enum date_axis axis, const char *text, size_t length,
                                    int32_t *first, int32_t *last)
{
    struct date date;
    enum date_problem problem = date_parse(text, length, &date);
    if (problem == DATE_OK) {
        *first = date_period_of(axis, date.first);
        *last = date_period_of(axis, date.last);
    }
    return problem;
}

int date_months_parse(const char *text, size_t length)
{
    static const struct {
        const char *word;
        int months;
    } units[] = {{"month", 1},    {"months", 1}, {"quarter", 3},
                 {"quarters", 3}, {"year", 12},  {"years", 12}};
    int count = 0;
    size_t at = 0;
    while (at < length && at < 4 && text[at] >= '0' && text[at] <= '9')
        count = count * 10 + (text[at++] - '0');
    if (at == 0 || at >= length || text[at] != ' ' || (at > 1 && text[0] == '0'))
        return -1;
    at++;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        size_t word = strlen(units[i].word);
        if (word == length - at && memcmp(units[i].word, text + at, word) == 0)
            return count * units[i].months <= MONTHS_MAX ? count * units[i].months : -1;
    }
    return -1;
}
