/* What the parts of an audit share: values of items over the rows looked at, and the rows made. */
#ifndef TIDEMARK_SCORE_SCORE_AUDIT_PART_H
#define TIDEMARK_SCORE_SCORE_AUDIT_PART_H

#include "score/score_audit.h"

/* rows are those of the panel that are looked at, count of them; columns[item] has their values,
 * NULL where an item takes no part. */
struct score_audit_part {
    struct arena *arena;
    const struct score *score;
    const size_t *rows;
    size_t count;
    const double *const *columns;
    struct rows *out;
};

/* Fills rows and columns, and begins out. False without memory. */
bool score_audit_part_start(struct score_audit_part *part, int32_t first, int32_t last,
                            const uint32_t *countries, size_t country_count);

/* Whether an item has at least so many parts that have values (which are not texts), and has
 * values itself. */
bool score_audit_part_is_node(const struct score_audit_part *part, size_t item, size_t least);

/* The items that have parts, the index first, then in the codebook's order: walks them from 0;
 * SIZE_MAX after the last. */
size_t score_audit_part_node(const struct score_audit_part *part, size_t number);

/* The columns of an item's parts, in arena; NULL without memory. */
const double **score_audit_part_children(const struct score_audit_part *part, size_t item);

/* How many rows have both of two columns. */
size_t score_audit_part_pairs(const struct score_audit_part *part, const double *x,
                              const double *y);

/* Marks an item and what stands below it, however far, in found[item]. */
void score_audit_part_below(const struct score *score, size_t item, bool *found);

/* Whether a correlation over n rows is below 0 by more than chance alone would often give: 2 / √n,
 * about one time in forty. */
bool score_audit_part_negative(double correlation, size_t n);

/* A row of the audit. other SIZE_MAX: none; remark NULL: none. */
struct score_audit_figure {
    const char *section;
    const char *measure;
    size_t item;
    size_t other;
    double value;
    size_t n;
    const char *remark;
};
void score_audit_part_add(const struct score_audit_part *part,
                          const struct score_audit_figure *figure);

#endif
