/* Comma-separated values (RFC 4180), a record at a time. LF, CRLF and CR end records, a byte order
 * mark is passed over, quoted fields may hold commas, line ends and doubled quotes. */
#ifndef TIDEMARK_BASE_CSV_H
#define TIDEMARK_BASE_CSV_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A reader over bytes that outlive it. line is that of the record last read, from 1. */
struct csv {
    const char *bytes;
    size_t length;
    size_t at;
    uint32_t line;
    uint32_t next_line;
    struct arena *arena;
};

enum csv_result {
    CSV_RECORD,
    CSV_END,
    CSV_TOO_MANY,     /* more fields than there is room for */
    CSV_QUOTE_OPEN,   /* a quoted field is not closed */
    CSV_QUOTE_INSIDE, /* text follows a closing quote, or a quote stands inside a plain field */
    CSV_OUT_OF_MEMORY,
};

/* arena receives fields with doubled quotes; other fields are slices of bytes. */
void csv_open(struct csv *csv, struct arena *arena, const char *bytes, size_t length);

/* Reads one record into fields (room for max) and *count. Empty lines are passed over. After
 * anything but CSV_RECORD the reader stays where it is. */
enum csv_result csv_next(struct csv *csv, struct text *fields, size_t max, size_t *count);

#endif
