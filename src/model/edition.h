/* A published edition beside what is recorded: its file, read as indicators/editions/NAME.yaml
 * describes it, and each of its figures held to the country files. Nothing is written here. */
#ifndef TIDEMARK_MODEL_EDITION_H
#define TIDEMARK_MODEL_EDITION_H

#include "model/bulk.h"
#include "model/project.h"

/* file is the path of the CSV, .gz or not. source NULL: as the description says; else, where that
 * has a column in braces, the one source whose rows are read, and where not, the source instead.
 * Rows dated first to last are read; unless dated is set, from the first date recorded of any
 * series of the edition. countries are those of the project that are asked for. */
struct edition_ask {
    const char *name;
    const char *file;
    const char *source;
    bool dated;
    int32_t first;
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
};

enum edition_fate {
    EDITION_NEW,
    EDITION_SAME,      /* recorded with the same figures */
    EDITION_REVISED,   /* recorded with other figures: was */
    EDITION_WITHDRAWN, /* recorded and withdrawn by hand: was */
};

struct edition_figure {
    const struct bulk_feed *feed;
    size_t record; /* of the feed's table */
    enum edition_fate fate;
    const struct observation *was;
    struct observation made;
};

/* An observation of which the file has no figure, and the row on which it would stand; 0: none. */
struct edition_gone {
    const struct observation *was;
    uint32_t line;
};

/* figures come by country in the order asked for, indicator, series as the indicator lists them,
 * and date. gone are of the time of the file. */
struct edition {
    const struct bulk *bulk;
    struct edition_figure *figures;
    size_t count;
    struct edition_gone *gone;
    size_t gone_count;
};

/* Names of the editions that are described, sorted; *count is 0 without the folder, and after a
 * problem. */
const char *const *edition_names(struct arena *arena, const char *root, size_t *count,
                                 struct err_list *list);

/* Reads every description and holds the scales that it says to the codebook; what is wrong goes to
 * the list. */
void edition_describe_all(struct arena *arena, const struct project *project,
                          struct err_list *list);

/* Reads the file and holds it to the project. What is wrong with description or file goes to the
 * list, each with its row: NULL then. Memory is the arena's. */
struct edition *edition_read(struct arena *arena, const struct project *project,
                             const struct edition_ask *ask, struct err_list *list);

/* The row of the file that a figure stands on. */
uint32_t edition_line(const struct edition_figure *figure);

#endif
