/* Moments of a column. */
#ifndef TIDEMARK_STAT_MOMENTS_H
#define TIDEMARK_STAT_MOMENTS_H

#include "base/kernel.h"

#include <stddef.h>

/* Of the values that are there (not NaN), which are finite. NaN stands where a figure has no value:
 * mean, minimum and maximum without any; sd below two; skewness below three; kurtosis below four;
 * and both of these where all values are equal, whose sd is 0 exactly. */
struct moments {
    size_t count;
    double mean;
    double sd; /* with n - 1 */
    double minimum;
    double maximum;
    double skewness; /* G1 */
    double kurtosis; /* G2, the excess over the normal distribution's */
};

/* The moments of x[rows]. G1 and G2 are those of Joanes and Gill, Comparing measures of sample
 * skewness and kurtosis, The Statistician 47, 1998, 183-189, with d = x - mean:
 *
 *     G1 = √n Σd³ / (Σd²)^1.5 × √(n (n - 1)) / (n - 2)
 *     G2 = ((n + 1) (n Σd⁴ / (Σd²)² - 3) + 6) (n - 1) / ((n - 2) (n - 3))
 *
 * Two passes: the second takes out the rounding of the first's mean, so that what a large common
 * part leaves over is right, and works on d by a power of two, so that fourth powers neither
 * overflow nor vanish. The same bits at every width of the kernel; another order of rows may change
 * the last digits. */
struct moments moments_of(const struct kernel *kernel, const double *x, size_t rows);

/* The moments of x[rows] held between two ends that are values of x, at or beyond which it counts
 * as the end: what a column with its outermost values moved has, without a copy of it. count and
 * sum are those of the held values, as kernel->span and kernel->cut find them. */
struct moments moments_held(const struct kernel *kernel, const double *x, size_t rows,
                            const struct kernel_cut *cut, size_t count);

/* The power of two by which a range (at least 0) comes to lie from 1 to below 2, as far as a double
 * has such a power: a factor that costs no digit. */
double moments_scale(double range);

#endif
