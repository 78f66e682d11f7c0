/* Rows as JSON (RFC 8259). */
#ifndef TIDEMARK_OUT_OUT_JSON_H
#define TIDEMARK_OUT_OUT_JSON_H

#include "base/rows.h"
#include "base/text.h"

/* {"meta": {key: text or list of texts}, "rows": [{column: value}]}; missing is null. A meta key
 * that occurs more than once, or ends in "s", is a list. */
void out_json(const struct rows *rows, struct text_buffer *buffer);

/* Adds a text as a JSON string, quotes included; invalid UTF-8 becomes U+FFFD. */
void out_json_text(struct text_buffer *buffer, const char *text);

#endif
