/* The order of the values of a column. */
#ifndef TIDEMARK_STAT_ORDER_H
#define TIDEMARK_STAT_ORDER_H

#include <stddef.h>
#include <stdint.h>

/* A value as a whole number of the same order: equal values (the two zeros are) have equal keys. */
struct order_item {
    uint64_t key;
    uint32_t row;
};

/* The rows of x[count] that have a value (not NaN), ascending by value, equal ones by row; returns
 * how many. items and scratch have room for count (below 2^32) each and do not overlap. Linear in
 * count: a radix sort, byte by byte. */
size_t order_ascending(const double *x, size_t count, struct order_item *items,
                       struct order_item *scratch);

/* Puts items that are there already in the order of another column, whose values at these rows are
 * not NaN; where it has equal values the old order stays. */
void order_again(const double *x, struct order_item *items, size_t count,
                 struct order_item *scratch);

/* Gives items the keys of a column and leaves them where they are. */
void order_keys(const double *x, struct order_item *items, size_t count);

#endif
