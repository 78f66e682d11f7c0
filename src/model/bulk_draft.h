/* A draft of the description of a bulk file (data/panels/NAME.yaml): what its columns are taken
 * for, by their names and by what they hold. Nothing here reads or writes files. */
#ifndef TIDEMARK_MODEL_BULK_DRAFT_H
#define TIDEMARK_MODEL_BULK_DRAFT_H

#include "model/bulk.h"
#include "model/bulk_scan.h"

enum { BULK_DRAFT_NONE = -1, BULK_DRAFT_COUNTRIES_MAX = 2 };

/* What a project knows that helps: codebook and sources (NULL: none), ids and names of its
 * countries, its other panels. panel is the name the new one will have; source what --source gave,
 * NULL when nothing; by_hand how many observations in data/ are of the panel's series already. */
struct bulk_known {
    const char *panel;
    const char *source;
    const struct codebook *codebook;
    const struct sources *sources;
    const char *const *countries;
    size_t country_count;
    const struct bulk *panels;
    size_t panel_count;
    size_t by_hand;
};

enum bulk_draft_role {
    BULK_DRAFT_IGNORED,
    BULK_DRAFT_COUNTRY,
    BULK_DRAFT_NAME,
    BULK_DRAFT_PERIOD,
    BULK_DRAFT_EDITION,
    BULK_DRAFT_GROUP,
    BULK_DRAFT_NAMES,  /* long files: the series a record is of */
    BULK_DRAFT_SERIES, /* long files: the figures of all */
    BULK_DRAFT_LOW,
    BULK_DRAFT_HIGH,
    BULK_DRAFT_SE,
};

/* A column. wanted: the codebook looks for a series of its name. why: of one that is left out. of:
 * the column whose low, high or standard error it is. low, high, se: of a series, their columns.
 * key: what the series or classification is called in the draft. feeds: the indicators, joined by
 * ";", NULL when none. first and last are the days its first and last present field is dated, first
 * > last when none is. */
struct bulk_draft_column {
    const struct bulk_scan_column *scan;
    enum bulk_draft_role role;
    bool wanted;
    const char *why;
    int of;
    int low;
    int high;
    int se;
    const char *key;
    const char *feeds;
    struct date first;
    struct date last;
    bool dated;
};

/* A series of a long file. */
struct bulk_draft_series {
    struct text name;
    size_t present;
    struct text example;
    const char *feeds;
    struct date first;
    struct date last;
    bool dated;
};

/* Beside which field of the draft a remark stands. */
enum bulk_draft_place {
    BULK_DRAFT_AT_COUNTRY,
    BULK_DRAFT_AT_PERIOD,
    BULK_DRAFT_AT_SOURCE,
    BULK_DRAFT_AT_ROWS,
    BULK_DRAFT_AT_GROUPS,
    BULK_DRAFT_AT_SERIES,
};

/* A sentence for the reader, and the YAML it speaks of (NULL: none). */
struct bulk_draft_remark {
    enum bulk_draft_place place;
    const char *text;
    const char *code;
};

/* columns are those of the file, in its order; country, name … are places among them or
 * BULK_DRAFT_NONE. value is the column of figures of a long file. */
struct bulk_draft {
    const struct bulk_known *known;
    struct bulk_scan *scan;
    struct bulk_draft_column *columns;
    size_t column_count;
    int country[BULK_DRAFT_COUNTRIES_MAX];
    size_t country_count;
    int name;
    int period;
    int edition;
    int names;
    int value;
    size_t countries; /* distinct ones */
    struct date first;
    struct date last;
    bool dated;
    const char **missing;
    size_t missing_count;
    struct bulk_draft_series *series; /* of a long file */
    size_t series_count;
    const char **unfed; /* ids of indicators that nothing here feeds */
    size_t unfed_count;
    struct bulk_draft_remark *remarks;
    size_t remark_count;
    size_t remark_capacity;
};

/* Looks at a CSV file (file: for messages) and decides what it is. All memory is the arena's, bytes
 * and known outlive it. NULL with err when the file is no CSV, or no column holds countries, or
 * none periods. */
struct bulk_draft *bulk_draft_make(struct arena *arena, const struct bulk_known *known,
                                   const char *file, const char *bytes, size_t length,
                                   struct err *err);

/* Adds a remark; text and code are kept. Without memory the arena remembers. */
void bulk_draft_remark(struct bulk_draft *draft, enum bulk_draft_place place, const char *text,
                       const char *code);

/* The name of a column, terminated; NULL without memory. */
const char *bulk_draft_name(const struct bulk_draft *draft, int column);

/* The YAML of the draft; file is the name of the CSV beside it. */
void bulk_draft_yaml(const struct bulk_draft *draft, const char *file, struct text_buffer *out);

#endif
