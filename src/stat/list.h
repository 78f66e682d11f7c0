/* Figures of a short list of values, some of which may be missing: what a rule's function says of
 * one country and period. */
#ifndef TIDEMARK_STAT_LIST_H
#define TIDEMARK_STAT_LIST_H

#include <stddef.h>

/* Each takes count values, passes over the missing (NaN) ones and is NaN when nothing is left. Sums
 * run from the first value to the last, in plain double arithmetic. */
double list_sum(const double *values, size_t count);
double list_mean(const double *values, size_t count); /* the sum divided by how many are there */
double list_least(const double *values, size_t count);
double list_most(const double *values, size_t count);

/* The standard deviation with n - 1: the root of Σ(x - mean)² / (n - 1), mean by list_mean. NaN
 * below two values. */
double list_sd(const double *values, size_t count);

/* The median; of an even number of values the middle between the two: quantile_select at one half.
 * scratch has room for count values. */
double list_median(const double *values, size_t count, double *scratch);

/* How many are there. */
double list_count(const double *values, size_t count);

#endif
