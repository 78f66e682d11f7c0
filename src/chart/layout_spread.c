#include "chart/layout_spread.h"

/* The pooled mean of a run that ends at i, kept in placed[i] of its members; runs are found again
 * by their equal means. */
static void pool(const double *wanted, size_t count, double gap, double *placed)
{
    for (size_t i = 0; i < count; i++) {
        double mean = wanted[i] - (double)i * gap;
        size_t start = i;
        /* Joins the runs before it whose mean is above its own. */
        while (start > 0 && placed[start - 1] > mean) {
            size_t from = start - 1;
            while (from > 0 && placed[from - 1] == placed[start - 1])
                from--;
            double left = (double)(start - from), right = (double)(i + 1 - start);
            mean = (placed[from] * left + mean * right) / (left + right);
            start = from;
        }
        for (size_t j = start; j <= i; j++)
            placed[j] = mean;
    }
}

void layout_spread(const double *wanted, size_t count, double gap, double least, double most,
                   double *placed)
{
    if (count > 1 && gap * (double)(count - 1) > most - least)
        gap = (most - least) / (double)(count - 1);
    pool(wanted, count, gap, placed);
    double last = most - gap * (double)(count ? count - 1 : 0);
    for (size_t i = 0; i < count; i++) {
        if (placed[i] < least)
            placed[i] = least;
        if (placed[i] > last)
            placed[i] = last;
        placed[i] += (double)i * gap;
    }
}

void layout_spread_insert(double *wanted, size_t *whose, size_t count, double position, size_t who)
{
    size_t at = count;
    for (; at > 0 && wanted[at - 1] > position; at--) {
        wanted[at] = wanted[at - 1];
        whose[at] = whose[at - 1];
    }
    wanted[at] = position;
    whose[at] = who;
}
