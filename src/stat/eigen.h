/* Eigenvalues and eigenvectors of symmetric matrices. */
#ifndef TIDEMARK_STAT_EIGEN_H
#define TIDEMARK_STAT_EIGEN_H

#include <stdbool.h>
#include <stddef.h>

/* The eigenvalues of a symmetric matrix[n × n], descending, into values[n], and an orthonormal
 * eigenvector of each into vectors[n × n]: that of values[k] is vectors[k × n] and what follows,
 * with the sign of eigen_orient. The matrix is overwritten. Where eigenvalues are equal any basis
 * of their space may come, the same for the same matrix.
 *
 * Cyclic Jacobi in fixed order (W. H. Press and others, Numerical Recipes, 1992, section 11.1, with
 * the stopping rule of J. Demmel and K. Veselić, Jacobi's method is more accurate than QR, SIAM
 * Journal on Matrix Analysis 13, 1992, 1204-1245): about n³ × 30 operations, well under a second
 * for n = 200. False where an element is not finite, or where it does not settle in 100
 * passes (it takes six to ten). */
bool eigen_symmetric(double *matrix, size_t n, double *values, double *vectors);

/* Turns a vector round where its components have a negative sum, or, where the sum is 0 (below
 * 10^-9 of their sizes), where the first that is not 0 (in the same sense) is negative. */
void eigen_orient(double *vector, size_t n);

#endif
