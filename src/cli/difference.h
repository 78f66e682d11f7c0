/* What must be said of a difference so that nobody takes it for more than it is. */
#ifndef TIDEMARK_CLI_DIFFERENCE_H
#define TIDEMARK_CLI_DIFFERENCE_H

#include "cli/session.h"
#include "score/score_pair.h"

/* The columns in which rows of differences have what is asked for. value_a and value_b are those of
 * the sides, or what stands for them like for like. */
struct difference_columns {
    size_t level;
    size_t item;
    size_t value_a;
    size_t value_b;
    size_t difference; /* SIZE_MAX: value_b - value_a */
    size_t low;
    size_t high;
    size_t flags;
};

/* Adds warnings to tidy's meta data, about its rows first..first + count - 1, which are of side b
 * against side a; who begins each:
 *   - an index or result whose difference is smaller than its uncertainty
 *   - of one country in two periods, what is at the floor, or the ceiling, at both ends
 *   - and what is refused across a break or from one series to another, aggregates too, where too
 *     little is left of them
 *   - splices that lead over a break between the two. */
void difference_warn(const struct reading *reading, const char *who, const struct score_side *a,
                     const struct score_side *b, const struct difference_columns *columns,
                     struct rows *tidy, size_t first, size_t count);

#endif
