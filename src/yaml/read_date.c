#include "yaml/read.h"

#include <stdio.h>
#include <string.h>

/* The part of a date text that is at fault: the whole, or the first bad end of "A..B". */
static struct text faulty_part(struct text text)
{
    struct date ignored;
    const char *dots = memmem(text.bytes, text.length, "..", 2);
    if (!dots)
        return text;
    size_t first = (size_t)(dots - text.bytes);
    if (date_parse(text.bytes, first, &ignored) != DATE_OK)
        return (struct text){text.bytes, first};
    return (struct text){dots + 2, text.length - first - 2};
}

/* "February 2021 has 28 days" for a text YYYY-MM-DD whose month exists. */
static void month_length(struct text text, char *out, size_t size)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    struct date month;
    int year = 0, number = 1, last = 0;
    if (date_parse(text.bytes, 7, &month) == DATE_OK)
        date_civil(month.last, &year, &number, &last);
    snprintf(out, size, "%s %d has %d days", names[number - 1], year, last);
}

static bool is_digits(struct text text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (i >= text.length || text.bytes[i] < '0' || text.bytes[i] > '9')
            return false;
    return to > from;
}

/* Splits 23.08.2021 or 2021/8/3 into three numbers at one separator; false for anything else. */
static bool split(struct text text, struct text parts[3])
{
    size_t start = 0, part = 0;
    char separator = '\0';
    for (size_t i = 0; i <= text.length; i++) {
        bool end = i == text.length;
        if (!end && (!memchr("./-", text.bytes[i], 3) || (separator && text.bytes[i] != separator)))
            continue;
        if (part == 3 || !is_digits(text, start, i))
            return false;
        parts[part++] = (struct text){text.bytes + start, i - start};
        if (!end)
            separator = text.bytes[i];
        start = i + 1;
    }
    return part == 3;
}

static bool hint_if_date(struct err *err, struct text year, struct text month, struct text day)
{
    char written[DATE_PRINT_SIZE];
    struct date ignored;
    if (year.length != 4 || month.length > 2 || day.length > 2)
        return false;
    int length = snprintf(written, sizeof written, "%.4s-%s%.*s-%s%.*s", year.bytes,
                          month.length == 1 ? "0" : "", (int)month.length, month.bytes,
                          day.length == 1 ? "0" : "", (int)day.length, day.bytes);
    if (date_parse(written, (size_t)length, &ignored) != DATE_OK)
        return false;
    err_hint(err, "write %s", written);
    return true;
}

/* What was meant, where that is beyond doubt: 8/9/2021 may be August or September. */
static void hint_meant(struct err *err, struct text text)
{
    struct text parts[3];
    if (!split(text, parts)) {
        err_hint(err, "a date is a year, quarter, month or day, with the year first");
        return;
    }
    bool dots = text.bytes[parts[0].length] == '.';
    if (hint_if_date(err, parts[0], parts[1], parts[2]) ||
        (dots && hint_if_date(err, parts[2], parts[1], parts[0])))
        return;
    err_hint(err, "write the year first, then month and day with two digits each: 2021-08-23");
}

static void refuse(const struct read *read, uint32_t node, const char *what,
                   enum date_problem problem)
{
    struct text text = tree_text(read->tree, node), part = faulty_part(text);
    char shown[TREE_SHOWN_SIZE], days[64];
    tree_shown(text, shown);
    if (problem == DATE_NO_SUCH_DAY) {
        month_length(part, days, sizeof days);
        read_problem(read, node, ERR_ERROR, ERR_SCHEMA_DATE, "%s %s: %s", what, shown, days);
        return;
    }
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_DATE, "%s %s is %s", what,
                                   shown, date_problem_text(problem));
    if (problem == DATE_MALFORMED)
        hint_meant(err, part);
}

bool read_date(const struct read *read, uint32_t node, const char *what, struct date *out)
{
    if (!read_kind(read, node, what, TREE_SCALAR))
        return false;
    struct text text = tree_text(read->tree, node);
    if (text.length == 0) {
        struct err *err =
            read_problem(read, node, ERR_ERROR, ERR_SCHEMA_EMPTY, "%s is empty", what);
        err_hint(err, "write 2021, 2021Q3, 2021-08 or 2021-08-23");
        return false;
    }
    enum date_problem problem = date_parse(text.bytes, text.length, out);
    if (problem != DATE_OK)
        refuse(read, node, what, problem);
    return problem == DATE_OK;
}
