/* Panels: bulk CSV files, each with a YAML beside it that says what its columns are
 * (data/panels/NAME.yaml). */
#ifndef TIDEMARK_MODEL_BULK_H
#define TIDEMARK_MODEL_BULK_H

#include "model/bulk_table.h"
#include "model/country.h"

enum bulk_better { BULK_BETTER_UNSAID, BULK_BETTER_HIGH, BULK_BETTER_LOW };

/* The scale on which a series is published: its ends (NaN: not said) or, of an open one, which way
 * is better; the step between its figures (0: any figure), its unit (NULL: not said). */
struct bulk_scale {
    double worst;
    double best;
    double step;
    enum bulk_better better;
    const char *unit;
    struct err_place place;
};

/* A series of a panel: its columns, or (long files) its name in the series column. empty is what an
 * empty field stands for, NaN: missing. level is what low and high hold. */
struct bulk_series {
    const char *name;
    const char *column;
    const char *low;
    const char *high;
    const char *se;
    double empty;
    double level;
    struct bulk_scale scale;
};

/* column must hold one of values (keep), or must not hold any (a * at the end stands for any rest).
 */
struct bulk_filter {
    const char *column;
    const char *const *values;
    size_t value_count;
    bool keep;
};

/* country is the first non-empty of its columns. source may name a column in braces:
 * "fiw{edition}". long_series is the column that names the series; NULL in a wide file. groups are
 * pairs: classification, column. Rows dated outside first_day to last_day, and those of another
 * source than only (NULL: of any), are not read. */
struct bulk {
    const char *name;
    const char *description; /* data/panels/NAME.yaml */
    const char *file;        /* relative to the root, as all paths here */
    const char *const *country;
    size_t country_count;
    const char *country_name;
    const char *period;
    int period_add_years;
    const char *source;
    struct err_place source_place;
    bool together; /* errors: together */
    const char *long_series;
    const char *const *missing;
    size_t missing_count;
    const char *const *groups;
    const struct bulk_filter *filters;
    size_t filter_count;
    struct bulk_series *series; /* of a long file one, without a name: the columns of all */
    size_t series_count;
    const struct bulk_series *listed; /* what is read of a long file; none listed: all */
    size_t listed_count;
    int32_t first_day;
    int32_t last_day;
    const char *only;
    bool keep_empty; /* of a long file: rows without a figure have their line, too */
};

/* Names of the panels in data/panels, sorted; a project without the folder has none. */
const char *const *bulk_names(struct load *load, size_t *count);

/* Likewise of the editions described in indicators/editions. */
const char *const *bulk_edition_names(struct load *load, size_t *count);

/* Reads data/panels/NAME.yaml; NULL after problems. */
struct bulk *bulk_describe(struct load *load, const char *name);

/* Reads indicators/editions/NAME.yaml, which says the same of a file that a publisher brings out;
 * file is NULL, and name what series begin with. NULL after problems. */
struct bulk *bulk_describe_edition(struct load *load, const char *name);

/* Indicators without series of their own take the panel series of their id. A long panel that lists
 * none may have any: what its file does not have is taken back. */
void bulk_give_series(struct load *load, struct codebook *codebook, const struct bulk *panels,
                      size_t count);

/* Takes the series back from indicators whose id no row of a long file named, after all panels. */
void bulk_take_series_back(struct codebook *codebook, const struct bulk_feed *feeds, size_t count);

/* Makes the tables of the panels, still empty, and finds which of their series feed indicators:
 * into load. A series that its panel does not describe is a problem. False without memory. */
bool bulk_find_feeds(struct country_load *load, const struct bulk *panels, size_t count);

/* The columns of a table by the names their series have in the panel's file, in arena; NULL without
 * memory. */
struct map *bulk_columns_by_name(struct arena *arena, const struct bulk *bulk,
                                 const struct bulk_table *table);

/* Reads the file of a panel into its table, in one pass and in pieces, and adds its countries when
 * `countries` says so. Its problems go to the list, and its hash to the files. */
void bulk_read(struct country_load *load, const struct bulk *bulk, struct bulk_table *table,
               bool countries);

#endif
