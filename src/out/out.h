/* The same rows several ways. Output never rounds but in a table for people. */
#ifndef TIDEMARK_OUT_OUT_H
#define TIDEMARK_OUT_OUT_H

#include "base/err.h"
#include "base/rows.h"
#include "base/text.h"

#include <stdbool.h>

enum out_format { OUT_TABLE, OUT_CSV, OUT_JSON, OUT_MARKDOWN };

struct out_options {
    int columns; /* terminal width a table must fit; 0: 80 */
    bool colour; /* only on a terminal, and not with NO_COLOR */
};

/* Adds the rows in the format to buffer. csv: RFC 4180 with LF, missing empty, a text that a
 * spreadsheet would take for a formula is kept as is but quoted. json: {"meta": {...}, "rows":
 * [...]}, missing null, numbers shortest-exact. table: aligned on the decimal point, wide
 * characters counted, cells wrapped or cut with an ellipsis to fit. markdown: a pipe table, pipes
 * escaped. False when buffer.failed. */
bool out_rows(const struct rows *rows, enum out_format format, const struct out_options *options,
              struct text_buffer *buffer);

/* "csv" or a file name's extension (".csv", ".json", ".md", ".txt") to a format; false when
 * unknown. */
bool out_format_of(const char *name, enum out_format *format);
bool out_format_of_file(const char *path, enum out_format *format);

#endif
