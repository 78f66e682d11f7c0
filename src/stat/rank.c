#include "stat/rank.h"

#include <math.h>

/* What ties share, from the number of values below them and their own. */
typedef double shared_rank(size_t lower, size_t tied);

static double lowest(size_t lower, size_t tied)
{
    (void)tied;
    return (double)lower + 1;
}

static double average(size_t lower, size_t tied)
{
    return (double)lower + ((double)tied + 1) / 2;
}

static double borda(size_t lower, size_t tied)
{
    (void)tied;
    return (double)lower;
}

/* Returns how many have a rank. */
static size_t rank(const double *x, size_t count, shared_rank *shared, double *ranks,
                   struct order_item *items)
{
    size_t n = order_ascending(x, count, items, items + count);
    for (size_t row = 0; row < count; row++)
        ranks[row] = NAN;
    for (size_t first = 0, next; first < n; first = next) {
        next = first + 1;
        while (next < n && items[next].key == items[first].key)
            next++;
        double value = shared(first, next - first);
        for (size_t i = first; i < next; i++)
            ranks[items[i].row] = value;
    }
    return n;
}

void rank_lowest(const double *x, size_t count, double *ranks, struct order_item *scratch)
{
    rank(x, count, lowest, ranks, scratch);
}

void rank_average(const double *x, size_t count, double *ranks, struct order_item *scratch)
{
    rank(x, count, average, ranks, scratch);
}

void rank_borda(const double *x, size_t count, double *ranks, struct order_item *scratch)
{
    rank(x, count, borda, ranks, scratch);
}

void rank_percentile(const double *x, size_t count, double *ranks, struct order_item *scratch)
{
    size_t n = rank(x, count, borda, ranks, scratch);
    for (size_t row = 0; row < count; row++)
        ranks[row] = n > 1 ? ranks[row] / (double)(n - 1) : NAN;
}
