/* All that was ever recorded of an indicator in a country, and what became of it (semantics.md
 * A17). */
#ifndef TIDEMARK_MODEL_HISTORY_H
#define TIDEMARK_MODEL_HISTORY_H

#include "model/panel_pick.h"

enum history_state {
    HISTORY_STANDS,
    HISTORY_SUPERSEDED, /* the same hand recorded another value of the date later */
    HISTORY_SETTLED,    /* coders agreed on a value that stands alone */
    HISTORY_WITHDRAWN,
    HISTORY_SET_ASIDE, /* a preferred source has a value of the time */
};

/* until: the day from which it no longer stood, INT32_MAX when it stands. */
struct history_entry {
    struct observation observation;
    enum history_state state;
    int32_t until;
    const struct preference *preference; /* for which it is set aside, else NULL */
};

/* The observations that were known on a day (INT32_MAX: all), by date, then as the files have them;
 * NULL without memory. */
struct history_entry *history_of(struct arena *arena, const struct project *project,
                                 uint32_t indicator, uint32_t country, int32_t as_known,
                                 size_t *count);

/* A state as one word, static: "stands", "superseded", "settled", "withdrawn", "set_aside". */
const char *history_word(enum history_state state);

#endif
