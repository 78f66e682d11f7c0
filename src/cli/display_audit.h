/* An audit laid out for people: one table a question. */
#ifndef TIDEMARK_CLI_DISPLAY_AUDIT_H
#define TIDEMARK_CLI_DISPLAY_AUDIT_H

#include "cli/display.h"

enum { DISPLAY_AUDIT_TABLES = 6 };

/* The tables of audit rows (score_audit): reliability, parts with their nodes, pairs that stand
 * out, what moves the index, values, how they are spread; *count of those that have a row, at most
 * DISPLAY_AUDIT_TABLES. countries is how many were looked at. False without memory. */
bool display_audit(const struct session *session, const struct reading *reading,
                   const struct rows *tidy, size_t countries, struct rows **displays,
                   size_t *count);

#endif
