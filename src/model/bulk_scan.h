/* What the columns of a CSV file hold: its header, and one reading of all records. */
#ifndef TIDEMARK_MODEL_BULK_SCAN_H
#define TIDEMARK_MODEL_BULK_SCAN_H

#include "base/arena.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/err.h"
#include "base/map.h"
#include "base/text.h"

enum {
    BULK_SCAN_COLUMNS_MAX = 4096,
    BULK_SCAN_TEXTS_MAX = 20000,      /* distinct texts kept of a column */
    BULK_SCAN_ALL_TEXTS_MAX = 400000, /* and of all */
    BULK_SCAN_ODD_MAX = 4,
};

/* A distinct text of a column and in how many records it stands. */
struct bulk_scan_text {
    struct text text;
    size_t count;
};

/* Of the fields that are neither empty nor NA, "." or "..": how many there are, are numbers, whole
 * numbers, dates, three capitals, longer than an id may be. sequence: its name and
 * numbers say that it counts the records. least and most are of the numbers but for those that
 * often stand for missing (-99), which are counted in odd as they are written (the first few).
 * texts are the distinct fields that are no numbers, in the order they first occur; many: there are
 * more than are kept. */
struct bulk_scan_column {
    struct text name;
    const char *folded; /* see bulk_hint.h */
    size_t present;
    size_t numbers;
    size_t whole;
    size_t dates;
    size_t capitals;
    size_t too_long;
    bool sequence;
    bool odd_more;
    double least; /* NaN without numbers */
    double most;
    struct text example; /* the first */
    struct bulk_scan_text *texts;
    size_t text_count;
    size_t text_capacity;
    bool many;
    struct map *by_text;
    struct bulk_scan_text odd[BULK_SCAN_ODD_MAX];
    size_t odd_count;
};

struct bulk_scan {
    struct arena *arena;
    const char *bytes;
    size_t length;
    struct bulk_scan_column *columns;
    size_t column_count;
    size_t record_count;
    size_t text_count;   /* kept of all columns */
    struct text *fields; /* of the record last read, room for column_count */
};

/* Reads bytes, which outlive the scan as arena does. NULL with err (file: for messages) when they
 * are no CSV that a panel can be: another format or encoding, no header or no record, names given
 * twice, more than BULK_SCAN_COLUMNS_MAX columns, records of another length than the header. A
 * column without a name may be there, as spreadsheets write them; a name that YAML cannot hold is
 * none. */
struct bulk_scan *bulk_scan_file(struct arena *arena, const char *file, const char *bytes,
                                 size_t length, struct err *err);

/* Begins the records again; bulk_scan_next puts the next into scan->fields, false at the end or
 * without memory (which the arena remembers). */
void bulk_scan_begin(const struct bulk_scan *scan, struct csv *csv);
bool bulk_scan_next(struct bulk_scan *scan, struct csv *csv);

/* Whether a field holds something: not empty, NA, "." or "..". */
bool bulk_scan_present(struct text field);

/* The column of that name, SIZE_MAX when none. */
size_t bulk_scan_find(const struct bulk_scan *scan, const char *name);

#endif
