/* How far columns measure one thing, and how far an aggregate depends on each of them. */
#ifndef TIDEMARK_STAT_RELIABILITY_H
#define TIDEMARK_STAT_RELIABILITY_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>

/* Cronbach's alpha of columns[count][rows], on one scale and in one direction, over the rows that
 * lack nothing (*complete receives how many):
 *
 *     alpha = count / (count - 1) × (1 - Σ var(x) / var(Σ x))
 *
 * It can be negative. NaN for fewer than two columns or rows, or where the sums do not vary. L. J.
 * Cronbach, Coefficient alpha and the internal structure of tests, Psychometrika 16, 1951, 297-334.
 * False without memory; the arena, which lends it, is as before. */
bool reliability_alpha(const struct kernel *kernel, const double *const *columns, size_t count,
                       size_t rows, struct arena *arena, double *alpha, size_t *complete);

/* Of each of columns[count][rows] the squared Pearson correlation with aggregate[rows], over the
 * rows where both are there: the share of the aggregate's variance that a straight line in the
 * column explains. NaN as in correlation_pearson. */
void reliability_importance(const struct kernel *kernel, const double *const *columns, size_t count,
                            const double *aggregate, size_t rows, double *importance);

enum { RELIABILITY_ROWS_LEAST = 10 };

/* Pearson's correlation ratio of y on x, var(E(y | x)) / var(y): the share that any curve in x
 * explains, from 0 to 1, over the n rows where both are there. NaN below RELIABILITY_ROWS_LEAST of
 * them or where x or y does not vary. P. Paruolo, M. Saisana and A. Saltelli, Ratings and rankings:
 * voodoo or science?, Journal of the Royal Statistical Society A 176, 2013, 609-634.
 *
 * E(y | x) is a local straight line (J. Fan and I. Gijbels, Local Polynomial Modelling and Its
 * Applications, 1996, section 2.2) under the weights 1 - (d / h)². h is 2, 1, 1/2, 1/4 or 1/8 times
 * 2.345 n^(-1/5) × the smaller of the standard deviation and the quartiles' distance / 1.349 (B. W.
 * Silverman, Density Estimation, 1986, section 3.4): the widest of those which best foretell each y
 * from the others, by the sum of squares; a y that has no others within h is foretold by the mean
 * of all. Of pure noise it explains some, the more the fewer rows: read it beside the squared
 * correlation. Steps grow with n². False without memory; the arena is as before. */
bool reliability_ratio(const struct kernel *kernel, const double *x, const double *y, size_t rows,
                       struct arena *arena, double *ratio);

#endif
