/* Observations and events as the country files give them. */
#ifndef TIDEMARK_MODEL_OBSERVATION_H
#define TIDEMARK_MODEL_OBSERVATION_H

#include "base/date.h"
#include "model/codebook.h"
#include "model/source.h"

#include <string.h>

/* value, low, high on the indicator's own scale, after rescaling; low and high as a 90 % interval
 * (converted from se or another level; NaN when neither published nor graded). as_published is
 * the figure of the file. use NULL: coded by hand. Absent: coder, note NULL; recorded and
 * retracted INT32_MAX. */
struct observation {
    uint32_t country;
    uint32_t indicator;
    uint32_t source;
    struct date date;
    double value;
    double low;
    double high;
    double as_published;
    bool spliced;            /* value, low, high were brought over a break (model/splice.h) */
    bool interval_published; /* low and high come from low/high/se, not from the grade */
    char grade;              /* 'A'..'D', 0 when none */
    const struct series_use *use;
    const char *coder;
    const char *const *agrees; /* coders who agreed; NULL-terminated; NULL when none */
    const char *note;
    int32_t recorded; /* day it was known: recorded, else the source's date, else its own last
    day */
    int32_t retracted;
    const char *why; /* it was retracted, NULL when it was not */
    const char *file;
    uint32_t line;
};

/* One judged effect on an indicator (its own units), from a day until another (INT32_MAX: for
 * good). */
struct effect {
    uint32_t indicator;
    double by;
    double low; /* NaN when not given */
    double high;
    char grade;
    int32_t day;
    int32_t until;
    const char *because;
    const char *file;
    uint32_t line;
};

/* countries are those the event touches: its file's, or the listed ones of shared.yaml; effects
 * of one country only say so. */
struct event {
    const char *id;
    const char *title;
    const char *note;
    struct date date;
    bool signal; /* logged and drawn, never scored */
    int32_t recorded;
    int32_t retracted; /* day it was withdrawn, INT32_MAX when it was not */
    const char *why;
    uint32_t reverses;       /* event index, UINT32_MAX when none */
    const uint32_t *sources; /* at least one */
    size_t source_count;
    uint32_t *countries;
    size_t country_count;
    struct event_effects {
        uint32_t country; /* UINT32_MAX: all of the event's */
        const struct effect *effects;
        size_t count;
    } * effects;
    size_t effects_count;
    const char *file;
    uint32_t line;
};

struct country {
    const char *id;
    const char *name;
    const char *file;          /* data/KGZ.yaml */
    const char *const *groups; /* pairs: classification, group; NULL-terminated */
};

/* Whether the country has a file in data/, and does not come from a panel alone. */
static inline bool country_has_file(const struct country *country)
{
    return country->file && strncmp(country->file, "data/panels/", strlen("data/panels/")) != 0;
}

#endif
