#include "robust/robust_summary.h"

#include "stat/quantile.h"

#include <math.h>

bool robust_summary_figures(struct arena *arena, const double *values, size_t runs,
                            struct robust_figures *figures)
{
    static const double shares[] = {0.05, 0.5, 0.95};
    struct arena_mark mark = arena_mark(arena);
    double *there = arena_alloc(arena, runs + 1, sizeof *there), out[3] = {NAN, NAN, NAN};
    double sum = 0;
    size_t count = 0;
    for (size_t run = 0; there && run < runs; run++) {
        if (isnan(values[run]))
            continue;
        sum += values[run];
        there[count++] = values[run];
    }
    if (there)
        quantile_several(there, count, shares, 3, out);
    *figures = (struct robust_figures){count, count > 0 ? sum / (double)count : NAN, out[1], out[0],
                                       out[2]};
    bool done = there != NULL;
    arena_rewind(arena, mark);
    return done;
}

/* Sorts places by value, the highest first; nearly sorted ones cost next to nothing. */
static void sort_places(const double *values, uint32_t *order, size_t count)
{
    for (size_t i = 1; i < count; i++) {
        uint32_t place = order[i];
        size_t j = i;
        for (; j > 0 && values[order[j - 1]] < values[place]; j--)
            order[j] = order[j - 1];
        order[j] = place;
    }
}

/* Countries with a value in any order that serves to begin with. */
static size_t there_in(const double *row, size_t countries, uint32_t *order)
{
    size_t kept = 0, lacking = 0;
    for (size_t i = 0; i < countries; i++)
        lacking += isnan(row[i]) ? 1 : 0;
    if (lacking == 0)
        return countries;
    for (size_t i = 0; i < countries; i++)
        if (!isnan(row[i]))
            order[kept++] = (uint32_t)i;
    return kept;
}

bool robust_summary_ranks(struct arena *arena, const double *values, size_t countries, size_t runs,
                          uint32_t *ranks)
{
    struct arena_mark mark = arena_mark(arena);
    double *row = arena_alloc(arena, countries + 1, sizeof *row);
    uint32_t *order = arena_alloc(arena, countries + 1, sizeof *order);
    if (!row || !order)
        return false;
    for (size_t i = 0; i < countries; i++)
        order[i] = (uint32_t)i;
    for (size_t run = 0; run < runs; run++) {
        for (size_t c = 0; c < countries; c++) {
            row[c] = values[c * runs + run];
            ranks[c * runs + run] = 0;
        }
        size_t there = there_in(row, countries, order);
        sort_places(row, order, there);
        size_t rank = 1;
        for (size_t i = 0; i < there; i++) {
            if (i > 0 && row[order[i]] < row[order[i - 1]])
                rank = i + 1;
            ranks[order[i] * runs + run] = (uint32_t)rank;
        }
        for (size_t i = 0; i < countries && there < countries; i++)
            order[i] = (uint32_t)i;
    }
    arena_rewind(arena, mark);
    return true;
}

size_t robust_summary_counts(const uint32_t *ranks, size_t countries, size_t runs, size_t *counts)
{
    size_t total = 0;
    for (size_t i = 0; i < countries; i++)
        counts[i] = 0;
    for (size_t run = 0; run < runs; run++)
        if (ranks[run] > 0) {
            counts[ranks[run] - 1]++;
            total++;
        }
    return total;
}

size_t robust_summary_quantile(const size_t *counts, size_t countries, size_t total, double share)
{
    size_t sum = 0;
    for (size_t i = 0; i < countries && total > 0; i++) {
        sum += counts[i];
        if ((double)sum >= share * (double)total)
            return i + 1;
    }
    return 0;
}

void robust_summary_pair(const double *a, const double *b, size_t runs, double *above, double *tie)
{
    size_t both = 0, higher = 0, same = 0;
    for (size_t run = 0; run < runs; run++) {
        if (isnan(a[run]) || isnan(b[run]))
            continue;
        both++;
        higher += a[run] > b[run];
        same += a[run] == b[run];
    }
    *above = both > 0 ? (double)higher / (double)both : NAN;
    *tie = both > 0 ? (double)same / (double)both : NAN;
}
