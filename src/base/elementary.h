/* exp, log and pow with the same bits everywhere: a fixed sequence of + - × ÷ on doubles, whatever
 * the processor offers; and what division leaves over and rounding, which are exact.
 *
 * exp, log and pow are within 0.55 units in the last place of the true value, 0.8 where the result
 * is subnormal (measured: 0.530 and 0.754), and a result that a double holds exactly is exact. NaN
 * (missing) gives NaN, except that 1 to any power and anything to the power 0 is 1. Special values
 * are those of C11 Annex F (F.10.3.1, F.10.3.7, F.10.4.4); errno is never set, and the exception
 * flags of floating point mean nothing. exp and log never fell between neighbouring doubles when
 * measured; pow need not keep the order of neighbours.
 *
 * Argument reduction and Taylor series on sums of two doubles: Dekker, A floating-point technique
 * for extending the available precision, Numerische Mathematik 18 (1971), 224-242. */
#ifndef TIDEMARK_BASE_ELEMENTARY_H
#define TIDEMARK_BASE_ELEMENTARY_H

#include <stdbool.h>

/* e^x: +infinity above 709.782712893384, +0 below -745.1332191019412. */
double elementary_exp(double x);

/* Natural logarithm: -infinity for ±0, NaN below 0. */
double elementary_log(double x);

/* x^y: NaN for a finite x < 0 and a finite y that is not whole. */
double elementary_pow(double x, double y);

/* What is left of a after as many whole b as go into it, with b's sign: a - floor(a / b) × b as if
 * nothing were rounded but the end, which is Lua's a % b. NaN when b is 0 or a infinite; a where b
 * is infinite and of its sign. */
double elementary_mod(double a, double b);

/* The whole number nearest to x, halves away from zero; never -0. NaN and infinities stay. */
double elementary_round(double x);

/* The program also exports the first three under C's names (exp, log, pow), so that Lua's
 * arithmetic uses them; true when a shared library that asks for pow is given ours. That pow raises
 * a floating-point exception, as C's does, where finite operands give no finite number. */
bool elementary_is_interposed(void);

#endif
