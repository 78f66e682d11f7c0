/* Distributions. */
#ifndef TIDEMARK_STAT_DISTRIBUTION_H
#define TIDEMARK_STAT_DISTRIBUTION_H

/* The standard normal distribution function: the share of it below z, from 0 at -infinity to 1 at
 * +infinity; NaN for NaN. Within a relative error of 1e-15 down to z = -37.5, where a double begins
 * to lose digits (measured: 7e-16); 0 below -38.48. A fixed sequence of + - × ÷: the same bits
 * everywhere. Its inverse is random_normal_quantile.
 *
 * W. J. Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation
 * 23, 1969, 631-637; the coefficients are those of ANORM in his Algorithm 715, ACM Transactions on
 * Mathematical Software 19, 1993, 22-32. */
double distribution_normal(double z);

#endif
