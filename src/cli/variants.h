/* One reading, or one for each rule of --rule and each day of --as-known. */
#ifndef TIDEMARK_CLI_VARIANTS_H
#define TIDEMARK_CLI_VARIANTS_H

#include "cli/session.h"

enum { VARIANTS_MAX = 16 };

/* The rules of the first day, then of the next. suffixes are what tells readings apart: a rule's
 * name, a day, or both; "" for one. */
struct variants {
    struct reading *readings;
    const char **suffixes;
    size_t count;
    size_t days;
    size_t rules;
};

/* Reads what --rule and --as-known name, over all periods, without intervals. False when it cannot,
 * said on stderr. */
bool variants_read(struct session *session, struct variants *variants);

/* What rows of all of them rest on, into their meta data. */
void variants_meta(const struct session *session, const struct variants *variants,
                   struct rows *rows);

#endif
