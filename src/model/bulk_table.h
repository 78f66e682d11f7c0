/* What the file of a panel holds, as published: records (a row of a wide file; a country, period
 * and source of a long one) and for each series that feeds an indicator a column of figures. Where
 * a figure came from follows from record and column, so that a cell takes eight bytes. */
#ifndef TIDEMARK_MODEL_BULK_TABLE_H
#define TIDEMARK_MODEL_BULK_TABLE_H

#include "model/observation.h"

/* date is a place in the table's dates. line is the record's in a wide file, 0 in a long one. */
struct bulk_record {
    uint32_t country;
    uint32_t date;
    uint32_t source;
    uint32_t line;
};

/* The figures of a series on its own scale, by record; NaN: missing. low, high, se NULL: the panel
 * describes none. level is what low and high hold, NaN: as the source says. lines NULL: the
 * record's. */
struct bulk_column {
    const char *series;
    double level;
    bool found; /* the description lists it, or a row of a long file names it */
    double *value;
    double *low;
    double *high;
    double *se;
    uint32_t *lines;
};

/* Records come by date.last, then country, then source. together: the errors of one record's
 * figures share their draw (semantics.md A8). */
struct bulk_table {
    const char *name;
    const char *file;
    bool together;
    struct bulk_column *columns;
    size_t column_count;
    struct bulk_record *records;
    size_t count;
    struct date *dates;
    size_t date_count;
    double *spare;        /* a column's room, while records are brought into order */
    bool alone;           /* no two records are of one country and one day */
    bool turned;          /* a source counted on another scale than the series (A10) */
    bool broken;          /* a source has breaks */
    bool spliced;         /* and splices over them */
    bool disputed;        /* a date is disputed */
    uint32_t *by_country; /* records of each country, earliest first */
    uint32_t *first_of;   /* where those of a country begin there; [countries + 1] */
};

/* A series of a panel that feeds an indicator. */
struct bulk_feed {
    const struct bulk_table *table;
    const struct bulk_column *column;
    uint32_t indicator;
    const struct series_use *use;
};

/* The date of a record. */
static inline const struct date *bulk_table_date(const struct bulk_table *table, size_t record)
{
    return &table->dates[table->records[record].date];
}

/* A figure as an observation on the indicator's scale, as country files make them: value turned and
 * rescaled, low and high as a 90 % interval. The figure is not missing. */
struct observation bulk_table_observation(const struct codebook *codebook,
                                          const struct sources *sources,
                                          const struct bulk_feed *feed, size_t record);

/* The figure's value on the indicator's scale alone; NaN stays. */
double bulk_table_value(const struct codebook *codebook, const struct sources *sources,
                        const struct bulk_feed *feed, size_t record);

/* The first record not before a day and country. */
size_t bulk_table_find(const struct bulk_table *table, int32_t day, uint32_t country);

/* Whether a record has a figure of any series. */
bool bulk_table_has_figure(const struct bulk_table *table, size_t record);

/* Gives countries their new numbers (UINT32_MAX: their records leave), brings records into order
 * and lists them by country; countries is how many there are now. scratch is given back by the
 * caller. False without memory. */
bool bulk_table_arrange(struct bulk_table *table, const struct sources *sources,
                        const uint32_t *new_of, size_t countries, struct arena *arena,
                        struct arena *scratch);

#endif
