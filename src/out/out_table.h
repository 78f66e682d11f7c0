/* Rows as a table for people. */
#ifndef TIDEMARK_OUT_OUT_TABLE_H
#define TIDEMARK_OUT_OUT_TABLE_H

#include "base/rows.h"
#include "base/text.h"

#include <stdbool.h>

/* Meta "title" on a line of its own, headings, a rule, the rows; then meta "note" as wrapped lines.
 * Numbers are rounded to the column's decimals (-1: as many as needed) and aligned on the decimal
 * point; wide and combining characters are counted; when the table is wider than columns, text
 * columns are narrowed and their cells wrapped at spaces. A missing number is "n/a"; columns
 * without a heading ("") stand close. */
void out_table(const struct rows *rows, int columns, bool colour, struct text_buffer *buffer);

/* Whether the table fits columns without a word being broken. */
bool out_table_fits(const struct rows *rows, int columns);

/* Adds text wrapped at spaces to columns, continuation lines indented. Ends with a newline. */
void out_table_wrapped(struct text_buffer *buffer, const char *text, int columns, int indent);

#endif
