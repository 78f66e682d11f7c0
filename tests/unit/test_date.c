#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static enum date_problem parse(const char *text, struct date *date)
{
    return date_parse(text, strlen(text), date);
}

/* A written date must be right: for expectations. */
static int32_t day_of(const char *text)
{
    struct date date;
    assert_int_equal(parse(text, &date), DATE_OK);
    assert_int_equal(date.precision, DATE_DAY);
    return date.last;
}

static void assert_printed(struct date date, const char *expected)
{
    char out[DATE_PRINT_SIZE];
    assert_int_equal(date_print(date, out), strlen(expected));
    assert_string_equal(out, expected);
}

/* The Unix epoch is the Modified Julian Day 40587 (17 November 1858 is 0); the Gregorian calendar
 * began on the Julian day 2299160.5, 15 October 1582. The others follow from 146,097 days in 400
 * years. */
static void days_count_from_the_first_of_january_1970(void **state)
{
    (void)state;
    assert_int_equal(date_day(1970, 1, 1), 0);
    assert_int_equal(date_day(1858, 11, 17), -40587);
    assert_int_equal(date_day(1582, 10, 15), -141427);
    assert_int_equal(date_day(2000, 1, 1), 10957);
    assert_int_equal(date_day(2000, 3, 1), 11017);
    assert_int_equal(date_day(1, 1, 1), -719162);
    assert_int_equal(date_day(9999, 12, 31), 2932896);
    assert_int_equal(date_day(2370, 1, 1) - date_day(1970, 1, 1), 146097);
}

static void every_day_of_the_calendar_is_the_day_after_the_last(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int32_t expected = date_day(1600, 1, 1);
    for (int year = 1600; year < 2400; year++) {
        bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && leap);
            for (int day = 1; day <= length; day++, expected++) {
                int back[3];
                assert_int_equal(date_day(year, month, day), expected);
                date_civil(expected, &back[0], &back[1], &back[2]);
                assert_true(back[0] == year && back[1] == month && back[2] == day);
            }
        }
    }
}

static void months_begin_when_the_c_library_says(void **state)
{
    (void)state;
    for (int year = 1; year <= 9999; year += year % 100 == 99 ? 1 : 7) {
        for (int month = 1; month <= 12; month++) {
            struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = 1};
            time_t seconds = timegm(&tm);
            assert_int_equal(seconds % 86400, 0);
            assert_int_equal(date_day(year, month, 1), seconds / 86400);
        }
    }
}

static void a_date_counts_at_its_last_day(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *last;
        enum date_precision precision;
    } dates[] = {
        {"2021", "2021-01-01", "2021-12-31", DATE_YEAR},
        {"2021Q1", "2021-01-01", "2021-03-31", DATE_QUARTER},
        {"2021Q2", "2021-04-01", "2021-06-30", DATE_QUARTER},
        {"2021Q3", "2021-07-01", "2021-09-30", DATE_QUARTER},
        {"2021Q4", "2021-10-01", "2021-12-31", DATE_QUARTER},
        {"2021-02", "2021-02-01", "2021-02-28", DATE_MONTH},
        {"2000-02", "2000-02-01", "2000-02-29", DATE_MONTH},
        {"1900-02", "1900-02-01", "1900-02-28", DATE_MONTH},
        {"2020-02-29", "2020-02-29", "2020-02-29", DATE_DAY},
        {"0001", "0001-01-01", "0001-12-31", DATE_YEAR},
        {"9999", "9999-01-01", "9999-12-31", DATE_YEAR},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct date date;
        assert_int_equal(parse(dates[i].text, &date), DATE_OK);
        assert_int_equal(date.first, day_of(dates[i].first));
        assert_int_equal(date.last, day_of(dates[i].last));
        assert_int_equal(date.first_end, date.last);
        assert_int_equal(date.precision, dates[i].precision);
        assert_false(date.disputed);
        assert_printed(date, dates[i].text);
    }
}

static void a_disputed_date_counts_at_its_end(void **state)
{
    (void)state;
    static const struct {
        const char *text, *first, *first_end, *last;
    } dates[] = {
        {"2010-04-07..2010-04-15", "2010-04-07", "2010-04-07", "2010-04-15"},
        {"2019..2021", "2019-01-01", "2019-12-31", "2021-12-31"},
        {"2020Q4..2021-02", "2020-10-01", "2020-12-31", "2021-02-28"},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct date date;
        assert_int_equal(parse(dates[i].text, &date), DATE_OK);
        assert_true(date.disputed);
        assert_int_equal(date.first, day_of(dates[i].first));
        assert_int_equal(date.first_end, day_of(dates[i].first_end));
        assert_int_equal(date.last, day_of(dates[i].last));
        assert_printed(date, dates[i].text);
    }
}

static void what_is_no_date_is_refused_with_its_reason(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_problem problem;
    } dates[] = {
        {"", DATE_MALFORMED},
        {"21", DATE_MALFORMED},
        {"2021-8", DATE_MALFORMED},
        {"2021-08-2", DATE_MALFORMED},
        {"2021/08", DATE_MALFORMED},
        {"2021-08/23", DATE_MALFORMED},
        {"20210823", DATE_MALFORMED},
        {"2021 ", DATE_MALFORMED},
        {" 2021", DATE_MALFORMED},
        {"-2021", DATE_MALFORMED},
        {"+202", DATE_MALFORMED},
        {"2021q3", DATE_MALFORMED},
        {"2021Qx", DATE_MALFORMED},
        {"2021-xx", DATE_MALFORMED},
        {"2021-08-xx", DATE_MALFORMED},
        {"2021-08-23T00:00", DATE_MALFORMED},
        {"2021..", DATE_MALFORMED},
        {"..2021", DATE_MALFORMED},
        {"2020..2021..2022", DATE_MALFORMED},
        {"2021...2022", DATE_MALFORMED},
        {"2021-00", DATE_NO_SUCH_MONTH},
        {"2021-13", DATE_NO_SUCH_MONTH},
        {"2021-02-29", DATE_NO_SUCH_DAY},
        {"1900-02-29", DATE_NO_SUCH_DAY},
        {"2100-02-29", DATE_NO_SUCH_DAY},
        {"2021-04-31", DATE_NO_SUCH_DAY},
        {"2021-01-00", DATE_NO_SUCH_DAY},
        {"2021-01-32", DATE_NO_SUCH_DAY},
        {"2021Q0", DATE_NO_SUCH_QUARTER},
        {"2021Q5", DATE_NO_SUCH_QUARTER},
        {"2021..2020", DATE_REVERSED},
        {"2021-08-23..2021-08-22", DATE_REVERSED},
        {"2021-03..2021", DATE_REVERSED},
        {"0000", DATE_OUT_OF_RANGE},
        {"2021..0000", DATE_OUT_OF_RANGE},
    };
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct date date = {.first = 42, .last = 42};
        assert_int_equal(parse(dates[i].text, &date), dates[i].problem);
        assert_true(date.first == 42 && date.last == 42);
        assert_true(strlen(date_problem_text(dates[i].problem)) > 10);
    }
}

static void only_the_given_length_is_read(void **state)
{
    (void)state;
    struct date date;
    assert_int_equal(date_parse("2021-08-23", 4, &date), DATE_OK);
    assert_printed(date, "2021");
    assert_int_equal(date_parse("2021-08-23", 9, &date), DATE_MALFORMED);
}

static void months_later_is_the_same_day_or_the_last(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } sums[] = {
        {"2019-12-31", 24, "2021-12-31"},  {"2020-02-29", 12, "2021-02-28"},
        {"2021-02-28", 12, "2022-02-28"},  {"2023-02-28", 12, "2024-02-29"},
        {"2020-01-31", 1, "2020-02-29"},   {"2020-01-30", 1, "2020-02-29"},
        {"2020-04-30", 1, "2020-05-31"},   {"2020-04-29", 1, "2020-05-29"},
        {"2021-03-31", -1, "2021-02-28"},  {"2021-01-15", -1, "2020-12-15"},
        {"2021-08-23", 0, "2021-08-23"},   {"2021-08-23", -1200, "1921-08-23"},
        {"1970-01-01", -12, "1969-01-01"},
    };
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        assert_int_equal(date_add_months(day_of(sums[i].from), sums[i].months), day_of(sums[i].to));
}

static void periods_tile_the_calendar(void **state)
{
    (void)state;
    static const int per_year[] = {1, 4, 12};
    for (int axis = DATE_AXIS_YEAR; axis <= DATE_AXIS_MONTH; axis++) {
        int32_t period = 1789 * per_year[axis], next = date_day(1789, 1, 1);
        for (; period < 2100 * per_year[axis]; period++) {
            int32_t first = date_period_first_day((enum date_axis)axis, period);
            int32_t last = date_period_last_day((enum date_axis)axis, period);
            assert_int_equal(first, next);
            assert_int_equal(date_period_of((enum date_axis)axis, first), period);
            assert_int_equal(date_period_of((enum date_axis)axis, last), period);
            next = last + 1;
        }
        assert_int_equal(next, date_day(2100, 1, 1));
    }
}

static void periods_are_printed_as_they_are_written(void **state)
{
    (void)state;
    static const char *const texts[] = {"2021", "2021Q3", "2021-08"};
    for (int axis = DATE_AXIS_YEAR; axis <= DATE_AXIS_MONTH; axis++) {
        char out[DATE_PRINT_SIZE];
        int32_t period = 0;
        enum date_problem problem =
            date_period_parse((enum date_axis)axis, texts[axis], strlen(texts[axis]), &period);
        assert_int_equal(problem, DATE_OK);
        assert_int_equal(date_period_print((enum date_axis)axis, period, out), strlen(texts[axis]));
        assert_string_equal(out, texts[axis]);
    }
}

static void a_year_is_its_last_period_and_as_a_range_all_of_them(void **state)
{
    (void)state;
    int32_t period, first, last;
    assert_int_equal(date_period_parse(DATE_AXIS_QUARTER, "2021", 4, &period), DATE_OK);
    assert_int_equal(period, 2021 * 4 + 3);
    assert_int_equal(date_period_parse(DATE_AXIS_YEAR, "2021-08-23", 10, &period), DATE_OK);
    assert_int_equal(period, 2021);
    assert_int_equal(date_period_range(DATE_AXIS_QUARTER, "2015..2021", 10, &first, &last),
                     DATE_OK);
    assert_int_equal(first, 2015 * 4);
    assert_int_equal(last, 2021 * 4 + 3);
    assert_int_equal(date_period_range(DATE_AXIS_MONTH, "2021Q3", 6, &first, &last), DATE_OK);
    assert_int_equal(first, 2021 * 12 + 6);
    assert_int_equal(last, 2021 * 12 + 8);
    assert_int_equal(date_period_range(DATE_AXIS_YEAR, "2021..2015", 10, &first, &last),
                     DATE_REVERSED);
}

static void a_length_of_time_is_a_number_and_a_unit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int months;
    } lengths[] = {
        {"24 months", 24},    {"1 month", 1},      {"3 years", 36},   {"1 year", 12},
        {"6 quarters", 18},   {"1 quarter", 3},    {"0 months", 0},   {"100 years", 1200},
        {"101 years", -1},    {"1201 months", -1}, {"", -1},          {"24", -1},
        {"24months", -1},     {"24  months", -1},  {"months", -1},    {"-1 months", -1},
        {"1.5 years", -1},    {"24 weeks", -1},    {"24 month ", -1}, {"012 months", -1},
        {"99999 months", -1}, {"24 Months", -1},
    };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++)
        assert_int_equal(date_months_parse(lengths[i].text, strlen(lengths[i].text)),
                         lengths[i].months);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_count_from_the_first_of_january_1970),
        cmocka_unit_test(every_day_of_the_calendar_is_the_day_after_the_last),
        cmocka_unit_test(months_begin_when_the_c_library_says),
        cmocka_unit_test(a_date_counts_at_its_last_day),
        cmocka_unit_test(a_disputed_date_counts_at_its_end),
        cmocka_unit_test(what_is_no_date_is_refused_with_its_reason),
        cmocka_unit_test(only_the_given_length_is_read),
        cmocka_unit_test(months_later_is_the_same_day_or_the_last),
        cmocka_unit_test(periods_tile_the_calendar),
        cmocka_unit_test(periods_are_printed_as_they_are_written),
        cmocka_unit_test(a_year_is_its_last_period_and_as_a_range_all_of_them),
        cmocka_unit_test(a_length_of_time_is_a_number_and_a_unit),
    };
    return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
