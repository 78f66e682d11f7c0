/* A formula: what a function of a rule does with one country and period, as a list of steps.
 *
 * It comes from running the function over symbolic values (lua/trace.h); here it is plain data that
 * was checked: operands stand before the step that uses them, names are those of the codebook and
 * of `uses`. score/compile.h turns it into nodes of the graph. */
#ifndef TIDEMARK_SCORE_FORMULA_H
#define TIDEMARK_SCORE_FORMULA_H

#include "base/arena.h"
#include "base/err.h"
#include "base/value.h"
#include "model/codebook.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { FORMULA_STEPS_MAX = 65536, FORMULA_RESULTS_MAX = 256 };
#define FORMULA_NONE UINT32_MAX

/* Operands in brackets. A missing operand makes the result missing unless said otherwise. A
 * condition is 1 or 0, or missing where what it compared was. */
enum formula_op {
    FORMULA_NUMBER, /* number */
    FORMULA_TEXT,   /* text: stands only in results and in SELECT */
    FORMULA_NIL,    /* missing */
    FORMULA_INPUT,  /* text: an id of the codebook, a name of `uses`, or "year" */
    FORMULA_ADD,    /* (a, b) */
    FORMULA_SUB,
    FORMULA_MUL,
    FORMULA_DIV, /* by zero: missing, never infinite */
    FORMULA_POW, /* elementary_pow; what is no finite number is missing */
    FORMULA_MOD, /* a - floor(a / b) × b */
    FORMULA_NEG, /* (a) */
    FORMULA_ABS,
    FORMULA_SQRT,
    FORMULA_EXP,
    FORMULA_LOG,
    FORMULA_FLOOR,
    FORMULA_CEIL,
    FORMULA_ROUND,      /* half away from zero */
    FORMULA_CDF_NORMAL, /* of the standard normal distribution */
    FORMULA_LEAST,      /* (a, b): math.min, math.max */
    FORMULA_MOST,
    FORMULA_LESS, /* (a, b): conditions */
    FORMULA_LESS_EQUAL,
    FORMULA_EQUAL,
    FORMULA_IS_MISSING, /* (a): never missing */
    FORMULA_NOT,        /* (condition) */
    FORMULA_SELECT,    /* (condition, a, b): a where it holds, b where not, missing where missing */
    FORMULA_DEFAULT,   /* (a, b): b where a is missing */
    FORMULA_LIST_MEAN, /* (…): over what is there; missing when nothing is */
    FORMULA_LIST_SUM,
    FORMULA_LIST_LEAST,
    FORMULA_LIST_MOST,
    FORMULA_LIST_SD, /* n - 1; missing below two */
    FORMULA_LIST_MEDIAN,
    FORMULA_LIST_COUNT, /* never missing */
    FORMULA_LAG,        /* (a), number: so many periods earlier, of the same country */
    FORMULA_RANK,       /* (a), over: 1 is the lowest, ties take the lowest rank */
    FORMULA_PERCENTILE, /* (a), over: (rank - 1) / (n - 1) */
    FORMULA_ZSCORE,     /* (a), over */
    FORMULA_MINMAX,     /* (a), over: to 0..1 */
    FORMULA_OPS
};

/* first and count place its operands in formula.operands. line is the script's, 0 when unknown.
 * text is the name, the text, or what a panel function goes over: "all", "period", "country" or a
 * classification of countries. */
struct formula_step {
    enum formula_op op;
    uint32_t line;
    uint32_t first;
    uint32_t count;
    double number;
    const char *text;
};

/* A result's steps: its value (a number, or a text when `text`), and the ends of its own interval,
 * FORMULA_NONE where the function gives none. name is "" for a function that returns one value. */
struct formula_result {
    const char *name;
    bool text;
    uint32_t value;
    uint32_t low;
    uint32_t high;
};

/* steps may be empty: then the function runs row by row, `untraced` says why (a sentence) and line
 * where; inputs are all names of the codebook and of uses. verify: its text holds ==, ~=, and, or
 * or not, which tracing cannot see: every row of the base run is compared with the function itself.
 * function is its reference in the worker. */
struct formula {
    const struct formula_step *steps;
    size_t step_count;
    const uint32_t *operands;
    const struct formula_result *results;
    size_t result_count;
    const char *untraced;
    const char *file;
    uint32_t line;
    uint32_t function;
    bool verify;
};

/* Rows to run a function over: input i is a column of `rows` values by the name it has on c, NaN
 * where missing. The function's answers go to values, low and high [result * rows + row] in the
 * order of formula.results, NaN where missing; low and high may be NULL. texts receives a text
 * result as a pointer into the arena, NULL where missing; may be NULL when no result is a text.
 * touched receives how many rows compared a missing value, and touched_line where first (0: none).
 *
 * results of an untraced formula are found by running it: the names of the first row that returns
 * any. */
struct formula_rows {
    const char *const *inputs;
    const double *const *columns;
    size_t input_count;
    size_t rows;
    double *values;
    double *low;
    double *high;
    const char **texts;
    size_t touched;
    uint32_t touched_line;
};

/* Who runs functions: the worker, seen from score. */
struct formula_host {
    /* The formula of a function that a rule's table holds. node is the id whose value it gives (c
     * and c:children() are seen from there), NULL for `score`. uses are names beyond the codebook's
     * that c may be asked for. NULL with err: the function fails whatever it is given, or the
     * script's budget ran out. */
    const struct formula *(*trace)(void *context, struct arena *arena, const struct value *function,
                                   const struct codebook *codebook, const char *node,
                                   const char *const *uses, size_t use_count, struct err *err);

    /* Runs the function over rows. False with err. */
    bool (*run)(void *context, struct arena *arena, const struct formula *formula,
                struct formula_rows *rows, struct err *err);
    void *context;
};

#endif
