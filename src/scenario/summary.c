#include "scenario/summary.h"

#include <math.h>

/* Two numbers that differ by less are taken for equal. */
static const double slack = 1e-9;

enum { MOST_QUANTILES = 32 };

/* Puts the k-th smallest of first..last at k, nothing larger before it, nothing smaller after:
 * algorithm FIND (Hoare, Communications of the ACM 4, 1961, 321-322). */
static void place(double *values, ptrdiff_t first, ptrdiff_t last, ptrdiff_t k)
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

/* Places count ascending ranks, the middle one first: each half is then looked for on its side. */
static void place_all(double *values, ptrdiff_t first, ptrdiff_t last, const ptrdiff_t *ranks,
                      size_t count)
{
    if (count == 0 || first >= last)
        return;
    size_t middle = count / 2;
    place(values, first, last, ranks[middle]);
    place_all(values, first, ranks[middle] - 1, ranks, middle);
    place_all(values, ranks[middle] + 1, last, ranks + middle + 1, count - middle - 1);
}

void summary_quantiles(double *values, size_t count, const double *p, size_t quantiles,
                       double *out)
{
    ptrdiff_t ranks[2 * MOST_QUANTILES] = {0}, last = (ptrdiff_t)count - 1;
    size_t wanted = 0;
    for (; quantiles > MOST_QUANTILES; quantiles--)
        summary_quantiles(values, count, &p[quantiles - 1], 1, &out[quantiles - 1]);
    for (size_t i = 0; count > 0 && i < quantiles; i++) {
        ptrdiff_t rank = (ptrdiff_t)floor((double)last * p[i]);
        for (ptrdiff_t k = rank; k <= rank + 1 && k <= last; k++)
            if (wanted == 0 || ranks[wanted - 1] < k)
                ranks[wanted++] = k;
    }
    place_all(values, 0, last, ranks, wanted);
    for (size_t i = 0; i < quantiles; i++) {
        double at = (double)last * p[i];
        size_t k = count > 0 ? (size_t)floor(at) : 0;
        out[i] = count > 0 ? values[k] : NAN;
        if (count > 0 && k + 1 < count && at != (double)k)
            out[i] += (at - (double)k) * (values[k + 1] - values[k]);
    }
}

/* Of values that are all there. */
static void summarise(double *values, size_t count, struct summary *summary)
{
    static const double p[] = {0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};
    double q[sizeof p / sizeof *p], sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    summary_quantiles(values, count, p, sizeof p / sizeof *p, q);
    *summary = (struct summary){.there = count,
                                .mean = count > 0 ? sum / (double)count : NAN,
                                .median = q[4],
                                .low = {q[3], q[2], q[1], q[0]},
                                .high = {q[5], q[6], q[7], q[8]}};
}

void summary_of(const double *values, size_t draws, double *scratch, struct summary *summary)
{
    size_t there = 0;
    for (size_t d = 0; d < draws; d++) {
        scratch[there] = values[d];
        there += isfinite(values[d]);
    }
    summarise(scratch, there, summary);
}

void summary_difference(const double *a, const double *b, size_t draws, double *scratch,
                        struct summary *summary)
{
    size_t there = 0;
    for (size_t d = 0; d < draws; d++) {
        scratch[there] = a[d] - b[d];
        there += isfinite(scratch[there]);
    }
    summarise(scratch, there, summary);
}

/* The share of draws in which a - b (b NULL: a) stands above an edge. */
static double share_above(const double *a, const double *b, size_t draws, double edge)
{
    size_t there = 0, above = 0;
    for (size_t d = 0; d < draws; d++) {
        double difference = b ? a[d] - b[d] : a[d];
        there += isfinite(difference);
        above += isfinite(difference) && difference > edge;
    }
    return there > 0 ? (double)above / (double)there : NAN;
}

double summary_chance_above(const double *a, const double *b, size_t draws, double by)
{
    return share_above(a, b, draws, by + slack);
}

double summary_chance_least(const double *a, const double *b, size_t draws, double by)
{
    return share_above(a, b, draws, by - slack);
}

double summary_chance_reaches(const double *values, size_t draws, double target)
{
    return share_above(values, NULL, draws, target - slack);
}
