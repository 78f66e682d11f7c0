/* Rows that a script made, laid out for people. */
#ifndef TIDEMARK_CLI_RUN_TABLE_H
#define TIDEMARK_CLI_RUN_TABLE_H

#include "cli/session.h"

#include "base/text.h"

/* The rows with each column of numbers rounded as fits what stands in it, in the session's arena;
 * NULL without memory. title may be NULL. */
struct rows *run_table_display(struct session *session, const struct rows *rows, const char *title);

/* Adds them as a table for the terminal; false without memory. */
bool run_table_text(struct session *session, const struct rows *rows, const char *title,
                    struct text_buffer *text);

#endif
