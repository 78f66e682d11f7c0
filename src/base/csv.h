/* Comma-separated values (RFC 4180). LF, CRLF and CR end records, a byte order mark is passed over,
 * quoted fields may hold commas, line ends and doubled quotes, empty lines are passed over. */
#ifndef TIDEMARK_BASE_CSV_H
#define TIDEMARK_BASE_CSV_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reader over bytes that outlive it. line is that of the record last read, from 1. whole: no
 * bytes follow; else a record that may go on behind them is not read yet. */
struct csv {
    const char *bytes;
    size_t length;
    size_t at;
    uint32_t line;
    uint32_t next_line;
    struct arena *arena;
    bool whole;
    bool returned; /* a CR was the last byte read: an LF that follows belongs to it */
};

enum csv_result {
    CSV_RECORD,
    CSV_END,
    CSV_PART,         /* the bytes end, perhaps within a record, and more follow */
    CSV_UNEVEN,       /* a record has another number of fields */
    CSV_TOO_MANY,     /* more fields than there is room for */
    CSV_QUOTE_OPEN,   /* a quoted field is not closed */
    CSV_QUOTE_INSIDE, /* text follows a closing quote, or a quote stands inside a plain field */
    CSV_OUT_OF_MEMORY,
};

/* What is wrong with quotes (CSV_QUOTE_OPEN, CSV_QUOTE_INSIDE), as a sentence; NULL for the rest.
 */
const char *csv_problem(enum csv_result result);

/* The bytes are whole; arena receives fields with doubled quotes, other fields are slices of
 * bytes. */
void csv_open(struct csv *csv, struct arena *arena, const char *bytes, size_t length);

/* Goes on with other bytes, which begin where the reader stands (csv->at); whole as above. */
void csv_continue(struct csv *csv, const char *bytes, size_t length, bool whole);

/* Reads one record into fields (room for max) and *count. After anything but CSV_RECORD the reader
 * stays where it is. */
enum csv_result csv_next(struct csv *csv, struct text *fields, size_t max, size_t *count);

/* Many records of one width. A field is its place in the bytes (of at most 2 GiB); one with doubled
 * quotes still holds them, and has CSV_DOUBLED in its length. */
enum { CSV_DOUBLED = 1U << 31 };
struct csv_block {
    size_t width;              /* fields a record */
    size_t max;                /* records there is room for */
    struct text_place *fields; /* [record][width] */
    uint32_t *lines;           /* [record] */
    size_t count;              /* records read */
    size_t found;              /* fields of the record that is uneven */
};

/* Fills block->count records, whatever comes then: CSV_RECORD when there is no more room,
 * CSV_UNEVEN for a record that is passed over (csv->line), else what csv_next would say, the reader
 * standing where the record begins. */
enum csv_result csv_read(struct csv *csv, struct csv_block *block);

/* Makes each doubled quote one, within the field, and takes CSV_DOUBLED away; bytes are those the
 * reader was given. */
void csv_undouble(char *bytes, struct text_place *field);

#endif
