#include "lua/arithmetic.h"

#include "base/elementary.h"
#include "stat/distribution.h"
#include "stat/list.h"

#include <math.h>

int arithmetic_operands(enum formula_op op)
{
    if (op <= FORMULA_INPUT)
        return 0;
    if (op >= FORMULA_LIST_MEAN && op <= FORMULA_LIST_COUNT)
        return ARITHMETIC_ANY;
    switch ((int)op) {
    case FORMULA_SELECT:
        return 3;
    case FORMULA_ADD:
    case FORMULA_SUB:
    case FORMULA_MUL:
    case FORMULA_DIV:
    case FORMULA_POW:
    case FORMULA_MOD:
    case FORMULA_LEAST:
    case FORMULA_MOST:
    case FORMULA_LESS:
    case FORMULA_LESS_EQUAL:
    case FORMULA_EQUAL:
    case FORMULA_DEFAULT:
        return 2;
    default:
        return 1;
    }
}

/* Lua writes x ^ 2 as x × x. */
static double power(double a, double b)
{
    return b == 2 ? a * a : elementary_pow(a, b);
}

static double of_two(enum formula_op op, double a, double b)
{
    switch ((int)op) {
    case FORMULA_ADD:
        return a + b;
    case FORMULA_SUB:
        return a - b;
    case FORMULA_MUL:
        return a * b;
    case FORMULA_DIV:
        return a / b;
    case FORMULA_POW:
        return power(a, b);
    case FORMULA_MOD:
        return elementary_mod(a, b);
    case FORMULA_LEAST:
        return b < a ? b : a;
    case FORMULA_MOST:
        return a < b ? b : a;
    case FORMULA_LESS:
        return a < b;
    case FORMULA_LESS_EQUAL:
        return a <= b;
    case FORMULA_EQUAL:
        return a == b;
    default:
        return NAN;
    }
}

static double of_one(enum formula_op op, double a)
{
    switch ((int)op) {
    case FORMULA_NEG:
        return -a;
    case FORMULA_ABS:
        return fabs(a);
    case FORMULA_SQRT:
        return sqrt(a);
    case FORMULA_EXP:
        return elementary_exp(a);
    case FORMULA_LOG:
        return elementary_log(a);
    case FORMULA_FLOOR:
        return floor(a) + 0.0;
    case FORMULA_CEIL:
        return ceil(a) + 0.0;
    case FORMULA_ROUND:
        return elementary_round(a);
    case FORMULA_CDF_NORMAL:
        return distribution_normal(a);
    case FORMULA_NOT:
        return a == 0;
    default:
        return NAN;
    }
}

static double of_list(enum formula_op op, const double *values, size_t count, double *scratch)
{
    switch ((int)op) {
    case FORMULA_LIST_MEAN:
        return list_mean(values, count);
    case FORMULA_LIST_SUM:
        return list_sum(values, count);
    case FORMULA_LIST_LEAST:
        return list_least(values, count);
    case FORMULA_LIST_MOST:
        return list_most(values, count);
    case FORMULA_LIST_SD:
        return list_sd(values, count);
    case FORMULA_LIST_MEDIAN:
        return list_median(values, count, scratch);
    default:
        return list_count(values, count);
    }
}

double arithmetic_step(enum formula_op op, const double *operands, size_t count, double *scratch)
{
    double result = NAN;
    if (arithmetic_operands(op) == ARITHMETIC_ANY)
        result = of_list(op, operands, count, scratch);
    else if (op == FORMULA_IS_MISSING)
        result = isnan(operands[0]);
    else if (op == FORMULA_DEFAULT)
        result = isnan(operands[0]) ? operands[1] : operands[0];
    else if (op == FORMULA_SELECT)
        result = isnan(operands[0]) ? NAN : operands[operands[0] != 0 ? 1 : 2];
    else if (count == 1 && !isnan(operands[0]))
        result = of_one(op, operands[0]);
    else if (count == 2 && !isnan(operands[0]) && !isnan(operands[1]))
        result = of_two(op, operands[0], operands[1]);
    return isfinite(result) ? result : NAN;
}
