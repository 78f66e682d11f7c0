/* Which source is preferred where several speak of one cell, and why. */
#ifndef TIDEMARK_MODEL_PREFERENCE_H
#define TIDEMARK_MODEL_PREFERENCE_H

#include "model/source.h"

struct load;
struct project;
struct read;

enum { PREFERENCE_NONE = UINT32_MAX };

/* source: that source, or a family with all its editions; PREFERENCE_NONE: no preference. dated:
 * for values of that time only. recorded: the day it was decided, INT32_MIN when it always held. */
struct preference {
    uint32_t source;
    const char *because;
    bool dated;
    struct date date;
    int32_t recorded;
    struct err_place place;
};

/* One that a country's file states. */
struct preference_of {
    uint32_t country;
    uint32_t indicator;
    struct preference preference;
};

/* Reads {source, because}, of a country's file also date and recorded; false after a problem. */
bool preference_read(const struct load *load, const struct read *read, uint32_t node,
                     const struct sources *sources, bool of_country, struct preference *out);

/* Whether a source is the preferred one, or an edition of it. */
bool preference_holds(const struct sources *sources, const struct preference *preference,
                      uint32_t source);

/* The preference for values of a time: the last listed of the country's that holds on it and was
 * decided by as_known, else the indicator's; NULL when there is none. own is count of those that
 * the country states for the indicator, in their order. */
const struct preference *preference_on(const struct preference *indicators,
                                       const struct preference_of *own, size_t count,
                                       const struct date *date, int32_t as_known);

/* Those that a country states for an indicator, NULL when it states none. */
const struct preference_of *preference_find(const struct project *project, uint32_t country,
                                            uint32_t indicator, size_t *count);

/* Warns of a country's preference for a source of which it has no value. */
void preference_check(const struct load *load, const struct project *project);

#endif
