/* Numbers between text and double, exactly and the same everywhere. */
#ifndef TIDEMARK_BASE_NUMBER_H
#define TIDEMARK_BASE_NUMBER_H

#include "base/text.h"

#include <stddef.h>

enum number_problem {
    NUMBER_OK,
    NUMBER_MALFORMED,
    NUMBER_OCTAL,       /* 010 */
    NUMBER_HEXADECIMAL, /* 0x1F, 0b1, 0o7 */
    NUMBER_UNDERSCORE,  /* 1_000 */
    NUMBER_SIXTY,       /* 3:30 */
    NUMBER_NOT_FINITE,  /* .nan, .inf */
    NUMBER_BARE_POINT,  /* .5 or 5. */
    NUMBER_TOO_LARGE,   /* beyond the largest double */
    NUMBER_TOO_LONG     /* more than NUMBER_TEXT_MAX bytes */
};

enum { NUMBER_TEXT_MAX = 400, NUMBER_PRINT_SIZE = 40 };

/* Reads a decimal number that fills length bytes: [+-] digits [. digits] [e [+-] digits], no
 * leading zero before another digit. The result is the double nearest to what is written. On a
 * problem *out is untouched. */
enum number_problem number_parse(const char *text, size_t length, double *out);

/* Reads fields[0], fields[stride], … of bytes into out[0], out[1], …: an empty field is NaN, what
 * is written plainly ([-] digits [. digits], at most 15 digits) is what number_parse makes of it,
 * but some three times as fast where all have as many decimals. *decimals is what the field before
 * had (0 at first). Stops at the first field that is neither, for number_parse to read or refuse;
 * returns how many were read. The 16 bytes before the end of each field are read: a field at the
 * beginning of bytes needs as many before it. */
size_t number_column(const char *bytes, const struct text_place *fields, size_t stride,
                     size_t count, unsigned *decimals, double *out);
enum { NUMBER_MARGIN = 16 };

/* The problem as a phrase that follows "value is 010: ". */
const char *number_problem_text(enum number_problem problem);

/* The fewest digits that read back to the same double; missing (NaN) is empty, minus zero is 0.
 * Returns the length. */
size_t number_print(double number, char out[NUMBER_PRINT_SIZE]);

/* Rounded to so many decimals (0..15) for people, never -0.0; 1e15 and beyond as number_print.
 * Missing is empty. Returns the length. */
size_t number_print_fixed(double number, int decimals, char out[NUMBER_PRINT_SIZE]);

/* Rounds parts to decimals so that they add up to total rounded, by largest remainders (the first
 * among equals). Missing parts stay missing. When the parts do not add up to total, each is still
 * within one unit of what it was. rounded is another array. */
void number_round_to_sum(const double *parts, size_t count, double total, int decimals,
                         double *rounded);

#endif
