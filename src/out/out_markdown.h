/* Rows as a Markdown pipe table. */
#ifndef TIDEMARK_OUT_OUT_MARKDOWN_H
#define TIDEMARK_OUT_OUT_MARKDOWN_H

#include "base/rows.h"
#include "base/text.h"

/* Meta "title" as a bold line before, "note" and "warning" as lines after the table; numbers
 * rounded to the column's decimals and set to the right; pipes and backslashes escaped; missing is
 * "n/a". */
void out_markdown(const struct rows *rows, struct text_buffer *buffer);

#endif
