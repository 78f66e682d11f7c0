/* Tidy rows of any verb, read by the names of their columns. */
#ifndef TIDEMARK_CHART_CHART_TIDY_H
#define TIDEMARK_CHART_CHART_TIDY_H

#include "base/err.h"
#include "base/rows.h"

#include <stdbool.h>

/* What a kind reads of its rows: named columns, needed ones first. */
struct chart_tidy {
    const struct rows *rows;
    const struct rows *labels; /* may be NULL */
    size_t columns[24];        /* SIZE_MAX: not there */
};

/* Finds count columns by name, of which the first `needed` must be there: false with err that names
 * the one that is not, or when there are no rows. */
bool chart_tidy_open(struct chart_tidy *tidy, const struct rows *rows, const struct rows *labels,
                     const char *const *names, size_t count, size_t needed, struct err *err);

/* A cell by the place of its column's name; "" and NaN where the column is not there. */
const char *chart_tidy_text(const struct chart_tidy *tidy, size_t row, size_t column);
double chart_tidy_number(const struct chart_tidy *tidy, size_t row, size_t column);

/* What an id is called by the labels; the id itself when they do not say. */
const char *chart_tidy_name(const struct chart_tidy *tidy, const char *id);

/* Labels (id, name, kind, parent) made of rows alone: every country and item in the order in which
 * they first come, named by the columns country_name and item_name where there are any. NULL
 * without memory. */
struct rows *chart_tidy_labels(struct arena *arena, const struct rows *rows);

#endif
