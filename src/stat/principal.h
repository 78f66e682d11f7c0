/* Principal components of columns, factors rotated from them, and weights from either. */
#ifndef TIDEMARK_STAT_PRINCIPAL_H
#define TIDEMARK_STAT_PRINCIPAL_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stdbool.h>
#include <stddef.h>

enum principal_status {
    PRINCIPAL_OK,
    PRINCIPAL_NO_MEMORY,
    PRINCIPAL_FEW_ROWS,   /* fewer than three rows lack nothing */
    PRINCIPAL_NO_SPREAD,  /* a column has the same value in all of them */
    PRINCIPAL_NOT_SETTLED /* values so large that their squares are not finite */
};

/* Components, the strongest first, of the correlations of count columns over the rows that lack
 * nothing. vectors and loadings are [component × count + column]; a vector has length 1 and the
 * sign of eigen_orient, a loading is it × √eigenvalue: the correlation of column and component.
 * explained is eigenvalue / count. */
struct principal {
    size_t count;
    size_t rows;
    const double *eigenvalues;
    const double *explained;
    const double *vectors;
    const double *loadings;
};

/* The components of columns[count][rows], missing values NaN; what *principal points to lies in the
 * arena. *column receives the column without spread, with that status. count is at least 1. */
enum principal_status principal_of(const struct kernel *kernel, const double *const *columns,
                                   size_t count, size_t rows, struct arena *arena,
                                   struct principal *principal, size_t *column);

/* Weights[count] from the first component: the squares of its loadings, as shares of their sum. */
void principal_weights(const struct principal *principal, double *weights);

/* Rotated factors, the one that explains most first; loadings[factor × count + column] with the
 * sign of eigen_orient. variance is the sum of a factor's squared loadings. */
struct principal_factors {
    size_t factors;
    size_t count;
    const double *loadings;
    const double *variance;
};

/* How many components have an eigenvalue above a limit (by more than 10^-9), at least one. */
size_t principal_strong(const struct principal *principal, double limit);

/* The first components, as many as factors says (1 to count), rotated by varimax after scaling each
 * column's loadings to length 1, and scaled back (H. F. Kaiser, The varimax criterion for analytic
 * rotation in factor analysis, Psychometrika 23, 1958, 187-200). False without memory; what
 * *rotated points to lies in the arena. */
bool principal_rotate(const struct principal *principal, size_t factors, struct arena *arena,
                      struct principal_factors *rotated);

/* Weights[count] from rotated factors: a column's squared loading as a share of its factor's
 * variance, in the factor where this is largest (the first of equal ones), times the factor's share
 * of all their variance; as shares of the sum of these. G. Nicoletti, S. Scarpetta and O. Boylaud,
 * Summary indicators of product market regulation, OECD Economics Department Working Paper 226,
 * 2000; OECD and JRC, Handbook on Constructing Composite Indicators, 2008, step 6. */
void principal_factor_weights(const struct principal_factors *rotated, double *weights);

#endif
