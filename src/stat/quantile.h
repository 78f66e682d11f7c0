/* Quantiles of a sample. */
#ifndef TIDEMARK_STAT_QUANTILE_H
#define TIDEMARK_STAT_QUANTILE_H

#include <stddef.h>

/* The p-quantile (0 <= p <= 1) of count values by linear interpolation of order statistics,
 * definition 7 of Hyndman and Fan (The American Statistician 50, 1996, 361-365). values are
 * reordered, none may be missing; their order on entry does not matter. NaN when count is 0. */
double quantile_select(double *values, size_t count, double p);

/* Up to QUANTILE_SEVERAL quantiles (ascending p) of count values, none missing and all finite, as
 * quantile_select gives each; NaN when count is 0. values are used up. Much faster than one by one.
 */
enum { QUANTILE_SEVERAL = 32 };
void quantile_several(double *values, size_t count, const double *p, size_t quantiles, double *out);

#endif
