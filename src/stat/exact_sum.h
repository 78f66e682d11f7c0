/* The sum of doubles without rounding: a number of fixed point that holds every double (U. Kulisch,
 * Computer Arithmetic and Validity, 2nd ed. 2013, chapter 8). It does not depend on the order of
 * what is added, and sums of parts make that of the whole. */
#ifndef TIDEMARK_STAT_EXACT_SUM_H
#define TIDEMARK_STAT_EXACT_SUM_H

#include <stdint.h>

/* Limbs of 32 bits in places of 64, the lowest counting units of 2^-1074; carries wait. All zero: a
 * sum of nothing. */
enum { EXACT_SUM_LIMBS = 68 };
struct exact_sum {
    int64_t limbs[EXACT_SUM_LIMBS];
    uint32_t waiting;
};

/* value must be finite. */
void exact_sum_add(struct exact_sum *sum, double value);

/* Adds another sum to one. */
void exact_sum_merge(struct exact_sum *sum, const struct exact_sum *other);

/* The double nearest to the sum, of two equally near ones the even; infinite beyond all doubles. */
double exact_sum_value(const struct exact_sum *sum);

#endif
