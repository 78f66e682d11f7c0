/* The gamma distribution: its shares, and its inverse tabulated once a shape. A Dirichlet
 * distribution is that of gamma variables of its concentrations over their sum (Devroye,
 * Non-Uniform Random Variate Generation, 1986, chapter XI.4). Fixed sequences of + - × ÷ and
 * base/elementary: the same bits everywhere. */
#ifndef TIDEMARK_STAT_GAMMA_H
#define TIDEMARK_STAT_GAMMA_H

#include "base/arena.h"

/* The logarithm of the gamma function of a > 0, absolute error about 1e-15 times its size:
 * Stirling's series from 10 on (Abramowitz and Stegun, 6.1.41), below by the recurrence. */
double gamma_log(double a);

/* The logarithms of the shares of a gamma distribution of shape a > 0 and scale 1 below and above
 * e^y: the series of 6.5.29 and the continued fraction of 6.5.31 (Abramowitz and Stegun), each
 * where it converges fast. */
double gamma_log_below(double a, double y);
double gamma_log_above(double a, double y);

/* Its inverse, a cubic in the standard normal quantile through 529 exact places. */
struct gamma_table;

/* shape from 1e-6 to 1e6; NULL without memory. */
const struct gamma_table *gamma_table_new(struct arena *arena, double shape);

/* The value below which a share u of the distribution lies; u is held between 8e-17 and 1 less as
 * much. Never 0: at least 1e-300. Relative error below 1e-6 (measured: 1e-9 for shapes from 0.1).
 */
double gamma_table_quantile(const struct gamma_table *table, double u);

#endif
