/* The file of a panel while it is read: in pieces, a block of records at a time, from text into the
 * columns of its table. */
#ifndef TIDEMARK_MODEL_BULK_READING_H
#define TIDEMARK_MODEL_BULK_READING_H

#include "base/csv.h"
#include "base/stream.h"
#include "model/bulk.h"

#include <string.h>

enum { BULK_COLUMNS_MAX = 16384, BULK_NO_COLUMN = -1, BULK_GROUP = 8, BULK_SETTLE = 16 };

/* A text met last and the number found for it: most records repeat the one before. */
struct bulk_last {
    char bytes[64];
    size_t length; /* SIZE_MAX: none yet, or too long to be kept */
    uint32_t number;
};

/* The columns of the file that a series is read from; target NULL: it feeds nothing and is only
 * checked. */
struct bulk_place {
    int value;
    int low;
    int high;
    int se;
    struct bulk_column *target;
    bool one_end_told; /* that a value has one end of an interval */
};

struct bulk_reading {
    struct country_load *load;
    const struct bulk *bulk;
    struct bulk_table *table;
    const char *shown; /* the file, as messages name it */
    bool add_countries;

    struct stream *stream;
    char *buffer; /* with a margin before and behind */
    size_t room;
    size_t have;
    size_t given; /* bytes of the file so far */
    struct csv csv;
    struct csv_block block;
    uint32_t line;       /* of the record at hand */
    size_t settle_bytes; /* to be hashed with BULK_SETTLE figures */

    struct text *names; /* of the header */
    size_t name_count;
    struct bulk_place *series;
    int *filters;
    int *countries;
    int *groups;
    int country_name;
    int period;
    int long_series;
    int source;                /* the column in braces of source */
    struct text source_before; /* what stands before and after the braces */
    struct text source_after;
    int identity_first; /* between these columns stands whose, of when and whether wanted a row is
                         */
    int identity_last;
    unsigned *decimals;   /* that the last number of a column had */
    bool missing_numbers; /* a word for missing could be read as a number */

    size_t first_country; /* countries from here on were brought by this panel */
    int32_t *named_on;    /* the day of the record that named each of them */
    size_t named_capacity;
    struct map *dates_by_text;
    size_t date_capacity;
    struct bulk_last last_country;
    struct bulk_last last_date;
    struct bulk_last last_source;
    struct map *refused_sources; /* ids that are not there */
    size_t refused_count;

    struct bulk_record *kept;        /* of the block */
    double *aside[4];                /* room for value, low, high, se of a block */
    struct arena *own;               /* the memory of the columns */
    size_t capacity;                 /* records */
    size_t rows;                     /* of the file that were kept, those of the block too */
    size_t taken;                    /* those of a long file that are in their place */
    const struct bulk_feed **checks; /* feeds whose scale figures are held to */
    size_t check_count;
    bool *is_checked;    /* by column */
    struct map *columns; /* of the table, by the names the file has */

    /* Of a long file: its records by country, date and source; what followed each series last
     * time. */
    struct map *records;
    struct bulk_last *followers;
    uint32_t last_series;
    bool *is_seen; /* by column */
};

/* Whether a text is the one met last. Both have eight bytes to spare behind them. */
static inline bool bulk_is_last(const struct bulk_last *last, struct text text)
{
    uint64_t one, other;
    if (last->length != text.length)
        return false;
    if (text.length - 1 > 7)
        return memcmp(last->bytes, text.bytes, text.length) == 0;
    memcpy(&one, last->bytes, sizeof one);
    memcpy(&other, text.bytes, sizeof other);
    return (one ^ other) << 8 * (8 - text.length) == 0;
}

/* Keeps a text and what was found for it; a long text is not kept. */
void bulk_remember(struct bulk_last *last, struct text text, uint32_t number);

/* A problem of the record at hand, or of the header. */
void bulk_problem(struct bulk_reading *reading, struct err *err);

/* Finds the columns that the description names; false after problems. */
bool bulk_find_columns(struct bulk_reading *reading);

/* A field of a record, empty for BULK_NO_COLUMN. */
static inline struct text bulk_field(struct bulk_reading *reading, struct text_place *fields,
                                     int column)
{
    if (column == BULK_NO_COLUMN)
        return (struct text){"", 0};
    struct text_place *field = &fields[column];
    if (field->length & CSV_DOUBLED) {
        stream_settle(reading->stream, SIZE_MAX);
        csv_undouble(reading->buffer, field);
    }
    return (struct text){reading->buffer + field->at, field->length};
}

/* Whether the filters keep a record. */
bool bulk_is_wanted(struct bulk_reading *reading, struct text_place *fields);

/* Country, date and source of a record; false when it is not of the project, or after a problem. */
bool bulk_identify(struct bulk_reading *reading, struct text_place *fields,
                   struct bulk_record *record);

/* Reads the figures of a series, kept records of the block (the first ones), into value, low, high,
 * se (NULL: not wanted), and checks them against their interval. */
void bulk_read_series(struct bulk_reading *reading, size_t series, size_t kept,
                      double *const figures[4]);

/* Whether a field stands for what is missing: empty, NA, ".", "..", or a word the panel lists. */
bool bulk_is_missing(const struct bulk *bulk, struct text text);

/* Plans how many bytes are hashed with every BULK_SETTLE of the block's figures. */
void bulk_plan_hash(struct bulk_reading *reading, size_t figures);

/* Checks figures of records of the block, from first on, against the scale they feed. */
void bulk_check_scale(struct bulk_reading *reading, const struct bulk_feed *feed, size_t first,
                      size_t count, const double *values);

/* Rows that the filters keep, and that are the project's, come first in the block, each with what
 * it is in reading->kept; their number. */
size_t bulk_keep_rows(struct bulk_reading *reading);

/* Room for more records in every column; false without memory. There is room for whole groups of
 * BULK_GROUP records. */
bool bulk_make_room(struct bulk_reading *reading, size_t more);

/* Makes every cell of a group of records missing, from `first` on, which begins it: the rows of a
 * long file fill some. What the next group needs is fetched ahead. */
void bulk_clear_records(const struct bulk_table *table, size_t first);

/* What a block brings, of a wide and of a long file; false without memory. */
bool bulk_take_wide(struct bulk_reading *reading);
bool bulk_take_long(struct bulk_reading *reading);

#endif
