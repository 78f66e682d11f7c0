/* Treatment of outliers: what is to be done to a column, found once, and then done to it or to
 * later data.
 *
 * OECD and JRC, Handbook on Constructing Composite Indicators, 2008, step 3; the rule in its
 * details is that of W. Becker and others, COINr 1.1, 2022, Treat(), and its results agree. */
#ifndef TIDEMARK_STAT_OUTLIER_H
#define TIDEMARK_STAT_OUTLIER_H

#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>

enum outlier_kind {
    OUTLIER_NONE,         /* x */
    OUTLIER_WINSORISED,   /* x held between lower and upper */
    OUTLIER_LOG,          /* ln(x - minimum + 0.01 range) */
    OUTLIER_LOG_MIRRORED, /* -ln(maximum + 0.01 range - x) */
    OUTLIER_BOXCOX        /* (y^lambda - 1) / lambda with y = x - minimum + 1; ln y for lambda 0 */
};

/* A treatment: plain figures, which may be stored. range is maximum - minimum. */
struct outlier {
    enum outlier_kind kind;
    double lower; /* -infinity and +infinity where nothing was moved at that end */
    double upper;
    double minimum; /* of the column it was found on, before treatment; NaN without values */
    double maximum;
    double lambda;
    size_t moved;       /* values beyond lower and upper */
    double skew_before; /* G1 and G2 of stat/moments.h; NaN where they have no value */
    double kurtosis_before;
    double skew_after;
    double kurtosis_after;
    bool passes; /* outlier_find: the column as treated is not too skewed */
};

/* A column is too skewed when |G1| >= skew and G2 >= kurtosis; one where either has no value (too
 * few values, or all equal) is not. */
struct outlier_options {
    double skew;
    double kurtosis;
    size_t max;        /* how many values may be moved */
    bool or_logarithm; /* what still fails is given its logarithm; else it stays winsorised */
};

/* While x[rows] (values that are finite, or NaN where missing) is too skewed and fewer than max
 * values have been moved, all values at the outermost place are moved to the next inner one: at the
 * top where G1 >= 0, else at the bottom. Values that are equal move together, so that more than max
 * may come to be moved. If it still fails, the logarithm of the original is taken, mirrored where
 * its own G1 is negative.
 *
 * A column that would lose all its differences on the way stays as it is: kind NONE, passes false.
 *
 * treated[rows], which is not x, receives the column as treated. Nothing is allocated. The same
 * bits at every width of the kernel. */
struct outlier outlier_find(const struct kernel *kernel, const double *x, size_t rows,
                            const struct outlier_options *options, double *treated);

/* The logarithm, whatever the shape of x[rows]; mirrored where G1 is negative. kind NONE where all
 * values are equal. */
struct outlier outlier_log(const struct kernel *kernel, const double *x, size_t rows,
                           double *treated);

/* The power lambda of Box and Cox (An analysis of transformations, Journal of the Royal Statistical
 * Society B 26, 1964, 211-252), x moved to begin at 1. kind NONE where there is no value. */
struct outlier outlier_boxcox(const struct kernel *kernel, const double *x, size_t rows,
                              double lambda, double *treated);

/* Treats x[rows] value by value; missing stays missing, order is kept. out may be x.
 *
 * Of data that the treatment was not found on, values below the minimum count as the minimum under
 * LOG and BOXCOX, those above the maximum as the maximum under LOG_MIRRORED: beyond them the
 * logarithm soon has no value. */
void outlier_apply(const struct kernel *kernel, const struct outlier *outlier, const double *x,
                   size_t rows, double *out);

#endif
