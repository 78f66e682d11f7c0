/* The beta distribution. Fixed sequences of + - × ÷ and base/elementary: the same bits
 * everywhere. */
#ifndef TIDEMARK_STAT_BETA_H
#define TIDEMARK_STAT_BETA_H

/* A distribution of shapes a and b, both above 0; log_beta is the logarithm of B(a, b). */
struct beta {
    double a;
    double b;
    double log_beta;
};

/* That of two shapes. */
struct beta beta_of(double a, double b);

/* The distribution between 0 and 1 whose mode is `mode` (0 to 1, both included) and whose standard
 * deviation is `deviation`: shapes 1 + k × mode and 1 + k × (1 - mode), never less than 1, so that
 * it has one peak (Vose, Risk Analysis, 2008, chapter on the modified PERT distribution). What is
 * wider than the uniform distribution becomes that. */
struct beta beta_peaked(double mode, double deviation);

/* The share below x: the continued fraction of 26.5.8 (Abramowitz and Stegun), by Lentz' method. */
double beta_share(const struct beta *beta, double x);

/* The value below which a share u lies, held between 1e-300 and 1 - 2^-53; absolute error about
 * 1e-14 of the smaller of it and its distance to 1: Newton's method on the logit, held between
 * bounds. */
double beta_quantile(const struct beta *beta, double u);

#endif
