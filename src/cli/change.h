/* What moved a country's index between two periods, part by part. */
#ifndef TIDEMARK_CLI_CHANGE_H
#define TIDEMARK_CLI_CHANGE_H

#include "cli/session.h"

enum change_column {
    CHANGE_COUNTRY,
    CHANGE_FROM,
    CHANGE_TO,
    CHANGE_ITEM,
    CHANGE_BEFORE,
    CHANGE_AFTER,
    CHANGE_CONTRIBUTION,
    CHANGE_LEVEL,
    CHANGE_LOW, /* 90 % of the difference, over common draws */
    CHANGE_HIGH,
    CHANGE_CAUSE, /* of an indicator, empty elsewhere */
    CHANGE_FLAGS,
    CHANGE_ERROR, /* as score_compare's: there where parts may be sampled */
    CHANGE_COLUMNS
};

/* Which change: a country's, between two periods of the reading's panel, items of these levels
 * (enum score_level). */
struct change_of {
    uint32_t country;
    int32_t from;
    int32_t to;
    unsigned levels;
};

/* score_compare's rows of the two periods (like for like across a break, so that `after` is that of
 * like for like there), and for each indicator its cause:
 *   observed  another value was observed       carried   the same observation stands at both ends
 *   event     events moved it (live reading)   imputed   an end was filled in by the rule
 *   appeared  there was none before            gone      there is none any more
 *   break, switched   the two do not compare
 * and what must be said of it, in meta "warnings": a change within its uncertainty, what is at the
 * floor, what does not compare. NULL with err. */
struct rows *change_rows(struct session *session, const struct reading *reading,
                         const struct change_of *change, struct err *err);

#endif
