/* The same rows several ways. Output never rounds but in a table or page for people. */
#ifndef TIDEMARK_OUT_OUT_H
#define TIDEMARK_OUT_OUT_H

#include "base/rows.h"
#include "base/text.h"

#include <stdbool.h>

enum out_format { OUT_TABLE, OUT_CSV, OUT_JSON, OUT_MARKDOWN };

struct out_options {
    int columns; /* terminal width a table must fit; 0: 80 */
    bool colour; /* ANSI sequences in a table */
};

/* Adds the rows in the format to buffer; false when memory ran out (buffer.failed or rows.failed).
 */
bool out_rows(const struct rows *rows, enum out_format format, const struct out_options *options,
              struct text_buffer *buffer);

/* "table", "csv", "json" or "md" to a format; false when unknown. */
bool out_format_of(const char *name, enum out_format *format);

/* By a file name's extension: .csv .json .md .txt; false when unknown. */
bool out_format_of_file(const char *path, enum out_format *format);

#endif
