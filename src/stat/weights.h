/* Weights of columns from their own values, or from judgements in pairs. Weights sum to 1. */
#ifndef TIDEMARK_STAT_WEIGHTS_H
#define TIDEMARK_STAT_WEIGHTS_H

#include "base/arena.h"
#include "base/kernel.h"

#include <stddef.h>

enum weights_status {
    WEIGHTS_OK,
    WEIGHTS_NO_MEMORY,
    WEIGHTS_FEW_VALUES,     /* column: it has fewer than two values */
    WEIGHTS_NEGATIVE,       /* column: it has a value below 0 */
    WEIGHTS_ALL_ZERO,       /* column: all its values are 0 */
    WEIGHTS_NO_SPREAD,      /* column: all its values are equal, or those it shares with other */
    WEIGHTS_ALL_ALIKE,      /* no column says anything that tells it from the rest */
    WEIGHTS_NOT_POSITIVE,   /* column, other: this judgement is not above 0 */
    WEIGHTS_NOT_RECIPROCAL, /* column, other: the two judgements do not turn each other round */
    WEIGHTS_NOT_SETTLED     /* the judgements are too far apart to be weighed */
};

/* What a status is about: numbers from 0. */
struct weights_place {
    size_t column;
    size_t other;
};

/* Entropy of columns[count][rows], count at least 1: with p = x / Σx over the n values that are
 * there, E = -Σ p ln p / ln n (0 ln 0 is 0), weights (1 - E) / Σ (1 - E). A column whose values are
 * all equal has weight 0. x must count from a true zero: neither negative nor all zero. M. Zeleny,
 * Multiple Criteria Decision Making, 1982, chapter 7. */
enum weights_status weights_entropy(const struct kernel *kernel, const double *const *columns,
                                    size_t count, size_t rows, double *weights,
                                    struct weights_place *place);

/* CRITIC: sd Σ (1 - r) over the other columns, as shares; sd with n - 1 over the values that are
 * there, r Pearson's over the rows that both have. The columns are on one scale: sd is not free of
 * units. A single column has weight 1. D. Diakoulaki, G. Mavrotas and L. Papayannakis, Determining
 * objective weights in multiple criteria problems: the CRITIC method, Computers and Operations
 * Research 22, 1995, 763-770. */
enum weights_status weights_critic(const struct kernel *kernel, const double *const *columns,
                                   size_t count, size_t rows, struct arena *arena, double *weights,
                                   struct weights_place *place);

/* How far judgements agree. eigenvalue is the largest of the matrix, n where they are consistent;
 * index (eigenvalue - n) / (n - 1); ratio the index over that of random judgements, which T. L.
 * Saaty (The Analytic Hierarchy Process, 1980, page 21) wants to be at most 0.1: 0 for one or two
 * columns, which cannot disagree, NaN above 15, for which he gives no figure. */
struct weights_consistency {
    double eigenvalue;
    double index;
    double ratio;
};

/* The analytic hierarchy process: the principal eigenvector of matrix[count × count], whose row i,
 * column j says how many times as important i is as j; 1 on the diagonal, and j, i one over i, j
 * up to 5 % (0.33 may stand for a third). The matrix is taken as it stands. */
enum weights_status weights_hierarchy(const double *matrix, size_t count, struct arena *arena,
                                      double *weights, struct weights_consistency *consistency,
                                      struct weights_place *place);

#endif
