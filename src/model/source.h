/* Sources: families, their editions, and where their series break (indicators/sources.yaml). */
#ifndef TIDEMARK_MODEL_SOURCE_H
#define TIDEMARK_MODEL_SOURCE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/map.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct splice;

/* From the period observed (not the edition) that `from` begins, values do not compare with
 * earlier ones, but those of series for which a splice says what to add to the earlier. */
struct source_break {
    struct date from;
    const char *why;
    const struct splice *splices;
    size_t splice_count;
};

/* Absent texts are NULL. An edition (`of`) inherits what it does not say itself. covers_first >
 * covers_last: not said. level is the coverage of published intervals (0.9 unless said). worst,
 * best (NaN: absent): how this edition counted, turned to the series' scale first (semantics.md
 * A10). */
struct source {
    const char *id;
    uint32_t of; /* family, UINT32_MAX when none */
    const char *title;
    const char *publisher;
    const char *url;
    const char *licence;
    bool dated;
    struct date date;
    int32_t covers_first; /* days */
    int32_t covers_last;
    double level;
    double worst;
    double best;
    const char *const *lineage;
    size_t lineage_count;
    const struct source_break *breaks;
    size_t break_count;
    struct err_place place;
};

struct sources {
    struct source *items;
    size_t count;
    struct map *by_id;
    bool spliced;    /* a break has splices */
    bool incomplete; /* some could not be read: an id that is not here may stand there */
};

struct load;
struct read;

/* Reads indicators/sources.yaml; a project without the file has none. NULL only without memory. */
struct sources *source_load(struct load *load);

/* The source of that id, UINT32_MAX when none. */
uint32_t source_find(const struct sources *sources, struct text id);

/* The source whose id stands at node, UINT32_MAX after a problem, of which one that sources.yaml
 * has is enough. scratch is for what a hint takes. */
uint32_t source_read(const struct sources *sources, const struct read *read, uint32_t node,
                     struct arena *scratch);

/* The first break of a source (or its family) that begins after a day, NULL when none does. */
const struct source_break *source_break_after(const struct sources *sources, uint32_t source,
                                              int32_t day);

/* The break of a series of a source (or its family; NULL: of no series) between two days (earlier <
 * from <= later) that no splice known by a day leads over, NULL when none. */
const struct source_break *source_break_between(const struct sources *sources, uint32_t source,
                                                const char *series, int32_t as_known,
                                                int32_t earlier, int32_t later);

#endif
