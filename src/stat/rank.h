/* Ranks of a column's values. */
#ifndef TIDEMARK_STAT_RANK_H
#define TIDEMARK_STAT_RANK_H

#include "stat/order.h"

#include <stddef.h>

/* In all of these: x[count] is a column, n of whose values are there; ranks[count] receives a
 * figure for each, NaN where x is missing (NaN). A higher value has a higher rank. Values are tied
 * where they are equal (==). scratch has room for 2 × count items. ranks may be x itself. */

/* 1 + the number of lower values: ties take the lowest rank. */
void rank_lowest(const double *x, size_t count, double *ranks, struct order_item *scratch);

/* Ties take the mean of the ranks they span, so that the ranks sum to n (n + 1) / 2. */
void rank_average(const double *x, size_t count, double *ranks, struct order_item *scratch);

/* (rank - 1) / (n - 1) with the lowest rank: the share of the others that is lower, 0 to 1. NaN
 * where n is 1: there are no others. */
void rank_percentile(const double *x, size_t count, double *ranks, struct order_item *scratch);

/* Borda's count: the number of lower values. */
void rank_borda(const double *x, size_t count, double *ranks, struct order_item *scratch);

#endif
