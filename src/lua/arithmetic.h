/* The steps of a formula on plain numbers: what functions of a rule compute when they are run row
 * by row. NaN is missing, and what would be infinite is. */
#ifndef TIDEMARK_LUA_ARITHMETIC_H
#define TIDEMARK_LUA_ARITHMETIC_H

#include "score/formula.h"

/* How many operands a step of a formula has; ARITHMETIC_ANY for lists. */
enum { ARITHMETIC_ANY = -1 };
int arithmetic_operands(enum formula_op op);

/* The result of a step on count operands, as score/formula.h defines it. scratch has room for count
 * numbers and is needed by LIST_MEDIAN only. Not for NUMBER, TEXT, NIL, INPUT, LAG and the panel
 * functions, whose results do not follow from their operands: NaN. */
double arithmetic_step(enum formula_op op, const double *operands, size_t count, double *scratch);

#endif
