/* What moved a country's index from one state to another, and what must be said of it. */
#ifndef TIDEMARK_CLI_CHANGE_H
#define TIDEMARK_CLI_CHANGE_H

#include "cli/session.h"
#include "score/score_change.h"

/* Which change: a country's, from a period of one reading to a period of another (or of the same),
 * items of these levels (enum score_level). from_name and to_name are what tells the readings apart
 * (a rule, a day), "" where there is one. */
struct change_of {
    const struct reading *before;
    const struct reading *after;
    const char *from_name;
    const char *to_name;
    uint32_t country;
    int32_t from;
    int32_t to;
    unsigned levels;
};

/* score_change's rows, and in meta "warnings" what would be taken for more than it is
 * (difference_warn). NULL with err. */
struct rows *change_rows(struct session *session, const struct change_of *change, struct err *err);

#endif
