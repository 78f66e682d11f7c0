/* Estimates for what is missing in one series in time, of periods alike in length. */
#ifndef TIDEMARK_STAT_INTERPOLATE_H
#define TIDEMARK_STAT_INTERPOLATE_H

#include <stddef.h>

/* A series inside a panel: value t, of count, stands at x[t × stride]. Missing is NaN. gap_most is
 * how many missing values in a row may be filled. out is laid out as x and may be x; it receives x,
 * and estimates where x was missing. Both return how many estimates were made. OECD and JRC,
 * Handbook on Constructing Composite Indicators, 2008, step 2. */

/* A straight line between the neighbours in time; a gap longer than gap_most stays as it is, as do
 * missing values before the first value and after the last. */
size_t interpolate_linear(const double *x, size_t count, size_t stride, size_t gap_most,
                          double *out);

/* The last value before; of a longer gap the first gap_most periods are filled. What is missing
 * before the first value stays. */
size_t interpolate_carry(const double *x, size_t count, size_t stride, size_t gap_most,
                         double *out);

#endif
