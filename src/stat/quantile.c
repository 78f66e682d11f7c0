#include "stat/quantile.h"

#include <math.h>

/* Puts the k-th smallest at k, nothing larger before it, nothing smaller after: algorithm FIND
 * (Hoare, Communications of the ACM 4, 1961, 321-322). */
static void order(double *values, ptrdiff_t count, ptrdiff_t k)
{
    ptrdiff_t first = 0, last = count - 1;
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
    order(values, (ptrdiff_t)count, (ptrdiff_t)k);
    if (k + 1 >= count || place == (double)k)
        return values[k];
    double next = values[k + 1];
    for (size_t i = k + 2; i < count; i++)
        if (values[i] < next)
            next = values[i];
    return values[k] + (place - (double)k) * (next - values[k]);
}
