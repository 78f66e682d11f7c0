/* Dates of observations and events, and the period axis (semantics.md A2). Proleptic Gregorian.
 * A day is a count of days since 1970-01-01. */
#ifndef TIDEMARK_BASE_DATE_H
#define TIDEMARK_BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum date_precision { DATE_YEAR, DATE_QUARTER, DATE_MONTH, DATE_DAY };

/* "2021", "2021Q3", "2021-08", "2021-08-23" or "A..B" (disputed). It counts at `last`, the last day
 * of what was written (of B when disputed). first is the first day of A, first_end A's last day
 * (equal to last when not disputed). */
struct date {
    int32_t first;
    int32_t first_end;
    int32_t last;
    enum date_precision precision; /* of B */
    bool disputed;
};

enum date_problem {
    DATE_OK,
    DATE_MALFORMED,
    DATE_NO_SUCH_MONTH,
    DATE_NO_SUCH_DAY,
    DATE_NO_SUCH_QUARTER,
    DATE_REVERSED,
    DATE_OUT_OF_RANGE
};

/* Parses length bytes; years 1..9999. On a problem *out is untouched. */
enum date_problem date_parse(const char *text, size_t length, struct date *out);

/* The problem as a phrase for an analyst ("February 2021 has 28 days" needs the text: see
 * date.c). */
const char *date_problem_text(enum date_problem problem);

enum { DATE_PRINT_SIZE = 32 };

/* As it was written, in canonical form; returns the length. */
size_t date_print(struct date date, char out[DATE_PRINT_SIZE]);
size_t date_print_day(int32_t day, char out[DATE_PRINT_SIZE]);

/* The day of a date of the calendar, and back. date_day does not check that the date exists. */
int32_t date_day(int year, int month, int day);
void date_civil(int32_t day, int *year, int *month, int *day_of_month);

/* The same day of the month, months later (or earlier); the month's last day where it is shorter. A
 * last day of a month stays a last day, so that 2019-12-31 + 24 months is 2021-12-31 and
 * 2020-02-29 + 12 months 2021-02-28. */
int32_t date_add_months(int32_t day, int months);

/* Whether two dates share a day. */
static inline bool date_meet(const struct date *a, const struct date *b)
{
    return a->first <= b->last && b->first <= a->last;
}

/* Periods are numbered: years as such, quarters year × 4 + 0..3, months year × 12 + 0..11. */
enum date_axis { DATE_AXIS_YEAR, DATE_AXIS_QUARTER, DATE_AXIS_MONTH };

/* The period that holds a day, and the days it begins and ends with. */
int32_t date_period_of(enum date_axis axis, int32_t day);
int32_t date_period_first_day(enum date_axis axis, int32_t period);
int32_t date_period_last_day(enum date_axis axis, int32_t period);

/* "2021", "2021Q3", "2021-08". */
size_t date_period_print(enum date_axis axis, int32_t period, char out[DATE_PRINT_SIZE]);

/* Any date text; the period in which its last day falls ("2021" on a quarterly axis is 2021Q4). */
enum date_problem date_period_parse(enum date_axis axis, const char *text, size_t length,
                                    int32_t *period);

/* "2015..2021" or one period. First takes the first day of what is written ("2015" is 2015Q1). */
enum date_problem date_period_range(enum date_axis axis, const char *text, size_t length,
                                    int32_t *first, int32_t *last);

/* "24 months", "3 years", "6 quarters", "1 year": months, or -1 when malformed or beyond 1,200. */
int date_months_parse(const char *text, size_t length);

#endif
