/* Rows as comma-separated values (RFC 4180, LF line ends). */
#ifndef TIDEMARK_OUT_OUT_CSV_H
#define TIDEMARK_OUT_OUT_CSV_H

#include "base/rows.h"
#include "base/text.h"

/* A header of tidy column names, then the rows; missing is empty; numbers print with the fewest
 * digits that read back to the same double. Texts with a comma, quote, line end or leading or
 * trailing space are quoted. */
void out_csv(const struct rows *rows, struct text_buffer *buffer);

#endif
