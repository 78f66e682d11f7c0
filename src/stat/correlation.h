/* Correlation of columns. */
#ifndef TIDEMARK_STAT_CORRELATION_H
#define TIDEMARK_STAT_CORRELATION_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>

enum correlation_kind {
    CORRELATION_PEARSON,
    CORRELATION_SPEARMAN, /* Pearson's of the average ranks */
    CORRELATION_KENDALL   /* tau-b */
};

/* Which rows of a table count. */
enum correlation_rows {
    CORRELATION_PAIRWISE, /* for each pair of columns those where both are there */
    CORRELATION_COMPLETE  /* those where all columns are */
};

/* Pearson's correlation of x[rows] and y[rows], over the rows where neither is missing (NaN), in
 * [-1, 1]; 1 of a column with itself exactly. NaN with fewer than two such rows or where one of the
 * columns has the same value in all of them. Values are finite. The same bits at every width. */
double correlation_pearson(const struct kernel *kernel, const double *x, const double *y,
                           size_t rows);

/* The interval of a correlation r of n pairs that errors of z (1.645: 90 %) on its scale leave:
 * tanh (artanh r ± z / √(n - 3)) (R. A. Fisher, On the probable error of a coefficient of
 * correlation deduced from a small sample, Metron 1, 1921, 3-32). NaN with fewer than four pairs
 * and where |r| is 1. */
void correlation_interval(double r, size_t n, double z, double *low, double *high);

/* Kendall's tau-b over the rows where neither is missing: (concordant - discordant pairs of rows) /
 * √(pairs that differ in x × pairs that differ in y). NaN as above. Rows in n log n steps: W. R.
 * Knight, A computer method for calculating Kendall's tau with ungrouped data, Journal of the
 * American Statistical Association 61, 1966, 436-439. False without memory; the arena, which lends
 * it, is as before. */
bool correlation_kendall(const double *x, const double *y, size_t rows, struct arena *arena,
                         double *tau);

/* Spearman's rho: Pearson's correlation of the average ranks, taken among the rows where neither is
 * missing. NaN and memory as above. */
bool correlation_spearman(const struct kernel *kernel, const double *x, const double *y,
                          size_t rows, struct arena *arena, double *rho);

/* The correlations of columns[count][rows] with each other into matrix[count × count], symmetric to
 * the last bit; 1 on the diagonal, NaN where a column has the same value in all rows that count.
 * False without memory; the arena is as before. */
bool correlation_matrix(const struct kernel *kernel, enum correlation_kind kind,
                        enum correlation_rows which, const double *const *columns, size_t count,
                        size_t rows, struct arena *arena, double *matrix);

#endif
