/* Quantiles of a sample. */
#ifndef TIDEMARK_STAT_QUANTILE_H
#define TIDEMARK_STAT_QUANTILE_H

#include <stddef.h>

/* The p-quantile (0 <= p <= 1) of count values by linear interpolation of order statistics,
 * definition 7 of Hyndman and Fan (The American Statistician 50, 1996, 361-365). values are
 * reordered, none may be missing; their order on entry does not matter. NaN when count is 0. */
double quantile_select(double *values, size_t count, double p);

#endif
