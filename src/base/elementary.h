/* exp, log and pow with the same bits everywhere: a fixed sequence of + - × ÷ on doubles, whatever
 * the processor offers. Special values as C11 Annex F has them. */
#ifndef TIDEMARK_BASE_ELEMENTARY_H
#define TIDEMARK_BASE_ELEMENTARY_H

#include <stdbool.h>

/* Within 0.65 units in the last place of the true value (1 where the result is subnormal). Results
 * that a double holds exactly are exact. */
double elementary_exp(double x);
double elementary_log(double x);
double elementary_pow(double x, double y);

/* The program also exports these under C's names (exp, log, pow), so that Lua's arithmetic uses
 * them; true when a shared library that asks for pow is given ours. */
bool elementary_is_interposed(void);

#endif
