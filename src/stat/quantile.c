#include "stat/quantile.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

/* Puts the k-th smallest at k among first..last, nothing larger before it, nothing smaller after:
 * algorithm FIND (Hoare, Communications of the ACM 4, 1961, 321-322). */
static void order(double *values, ptrdiff_t first, ptrdiff_t last, ptrdiff_t k)
{
    while (first < last) {
        double pivot = values[k];
        ptrdiff_t i = first, j = last;
        do {
            while (values[i] < pivot)
                i++;
            while (values[j] > pivot)
                j--;
            if (i <= j) {
                double kept = values[i];
                values[i++] = values[j];
                values[j--] = kept;
            }
        } while (i <= j);
        if (j < k)
            first = i;
        if (k < i)
            last = j;
    }
}

double quantile_select(double *values, size_t count, double p)
{
    if (count == 0)
        return NAN;
    double place = (double)(count - 1) * p;
    size_t k = (size_t)floor(place);
    order(values, 0, (ptrdiff_t)count - 1, (ptrdiff_t)k);
    if (k + 1 >= count || place == (double)k)
        return values[k];
    double next = values[k + 1];
    for (size_t i = k + 2; i < count; i++)
        if (values[i] < next)
            next = values[i];
    return values[k] + (place - (double)k) * (next - values[k]);
}

/* Places count ascending ranks, the middle one first: each half is then looked for on its side. */
static void place_all(double *values, ptrdiff_t first, ptrdiff_t last, const ptrdiff_t *ranks,
                      size_t count)
{
    if (count == 0 || first >= last)
        return;
    size_t middle = count / 2;
    order(values, first, last, ranks[middle]);
    place_all(values, first, ranks[middle] - 1, ranks, middle);
    place_all(values, ranks[middle] + 1, last, ranks + middle + 1, count - middle - 1);
}

/* Values are counted in cells of equal width between their ends; only cells that hold a rank asked
 * for are put in order. With fewer values it is not worth it. */
enum { CELLS = 512, FEW = 512 };

struct cells {
    double least;
    double scale; /* cells a unit */
    uint32_t ends[CELLS];
    uint8_t wanted[CELLS];
};

/* The cell of a value: never further down for a larger one. */
static size_t cell_of(const struct cells *cells, double value)
{
    double at = (value - cells->least) * cells->scale;
    return (size_t)(at < CELLS - 1 ? at : CELLS - 1);
}

/* Counts; false where values are too many, or too near or too far from each other, to be told apart
 * so. */
static bool count_cells(struct cells *cells, const double *values, size_t count)
{
    double least = values[0], most = values[0];
    for (size_t i = 1; i < count; i++) {
        least = values[i] < least ? values[i] : least;
        most = values[i] > most ? values[i] : most;
    }
    *cells = (struct cells){.least = least, .scale = CELLS / (most - least)};
    if (!isfinite(cells->scale) || !isfinite(most - least) || count > UINT32_MAX)
        return false;
    for (size_t i = 0; i < count; i++)
        cells->ends[cell_of(cells, values[i])]++;
    for (size_t i = 1; i < CELLS; i++)
        cells->ends[i] += cells->ends[i - 1];
    return true;
}

/* Brings the values of the cells that hold ranks to the front and puts them in order as far as it
 * is asked for; each rank moves up by how many were left out below it. */
static void place_cells(double *values, size_t count, struct cells *cells, const ptrdiff_t *ranks,
                        size_t rank_count, double *found)
{
    ptrdiff_t moved[2 * QUANTILE_SEVERAL] = {0};
    size_t kept = 0, left_out = 0, below = 0;
    for (size_t i = 0, cell = 0; i < rank_count; i++) {
        while (cells->ends[cell] <= (size_t)ranks[i])
            cell++;
        cells->wanted[cell] = 1;
    }
    for (size_t i = 0; i < count; i++) {
        double value = values[i];
        values[kept] = value;
        kept += cells->wanted[cell_of(cells, value)];
    }
    for (size_t cell = 0, i = 0; cell < CELLS; below = cells->ends[cell++]) {
        left_out += cells->wanted[cell] ? 0 : cells->ends[cell] - below;
        for (; i < rank_count && (size_t)ranks[i] < cells->ends[cell]; i++)
            moved[i] = ranks[i] - (ptrdiff_t)left_out;
    }
    place_all(values, 0, (ptrdiff_t)kept - 1, moved, rank_count);
    for (size_t i = 0; i < rank_count; i++)
        found[i] = values[moved[i]];
}

/* The values at ascending ranks. */
static void find(double *values, size_t count, const ptrdiff_t *ranks, size_t rank_count,
                 double *found)
{
    struct cells cells;
    if (count > FEW && count_cells(&cells, values, count)) {
        place_cells(values, count, &cells, ranks, rank_count, found);
        return;
    }
    place_all(values, 0, (ptrdiff_t)count - 1, ranks, rank_count);
    for (size_t i = 0; i < rank_count; i++)
        found[i] = values[ranks[i]];
}

void quantile_several(double *values, size_t count, const double *p, size_t quantiles, double *out)
{
    ptrdiff_t ranks[2 * QUANTILE_SEVERAL] = {0}, last = (ptrdiff_t)count - 1;
    double found[2 * QUANTILE_SEVERAL] = {0};
    size_t wanted = 0;
    for (size_t i = 0; i < quantiles && count == 0; i++)
        out[i] = NAN;
    if (count == 0)
        return;
    for (size_t i = 0; i < quantiles; i++) {
        ptrdiff_t rank = (ptrdiff_t)floor((double)last * p[i]);
        for (ptrdiff_t k = rank; k <= rank + 1 && k <= last; k++)
            if (wanted == 0 || ranks[wanted - 1] < k)
                ranks[wanted++] = k;
    }
    find(values, count, ranks, wanted, found);
    for (size_t i = 0, at = 0; i < quantiles; i++) {
        double place_of = (double)last * p[i], whole = floor(place_of);
        while (ranks[at] < (ptrdiff_t)whole)
            at++;
        out[i] = found[at];
        if (place_of > whole)
            out[i] += (place_of - whole) * (found[at + 1] - found[at]);
    }
}
