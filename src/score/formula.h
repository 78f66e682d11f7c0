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

enum { FORMULA_STEPS_MAX = 65536, FORMULA_OPERANDS_MAX = 1048576, FORMULA_RESULTS_MAX = 256 };
#define FORMULA_NONE UINT32_MAX

/* Operands in brackets. A missing operand makes the result missing unless said otherwise, and so
 * does a result that is no finite number. A condition is 1 or 0, or missing where what it compared
 * was. Arithmetic is that of Lua on floats, to the last bit. */
enum formula_op {
    FORMULA_NUMBER, /* number, finite */
    FORMULA_TEXT,   /* text: stands only in results and in SELECT */
    FORMULA_NIL,    /* missing */
    FORMULA_INPUT,  /* text: an id of the codebook, a name of `uses`, or "year" */
    FORMULA_ADD,    /* (a, b) */
    FORMULA_SUB,
    FORMULA_MUL,
    FORMULA_DIV, /* by zero: missing, never infinite */
    FORMULA_POW, /* a × a where b is 2, else elementary_pow */
    FORMULA_MOD, /* elementary_mod: a - floor(a / b) × b without rounding on the way */
    FORMULA_NEG, /* (a) */
    FORMULA_ABS,
    FORMULA_SQRT,
    FORMULA_EXP,
    FORMULA_LOG,
    FORMULA_FLOOR, /* these three never give -0: floor(a) + 0 */
    FORMULA_CEIL,
    FORMULA_ROUND,      /* elementary_round: half away from zero */
    FORMULA_CDF_NORMAL, /* distribution_normal */
    FORMULA_LEAST,      /* (a, b): b where b < a, else a: math.min */
    FORMULA_MOST,       /* b where a < b, else a */
    FORMULA_LESS,       /* (a, b): conditions */
    FORMULA_LESS_EQUAL,
    FORMULA_EQUAL,
    FORMULA_IS_MISSING, /* (a): never missing */
    FORMULA_NOT,        /* (condition) */
    FORMULA_SELECT,     /* (condition, a, b): a where it holds, b where not, missing where missing.
                           number 1: the script compared here, on `line`; 0: a function did, such
                           as tide.cut. A row is touched when the way from a result through the
                           operands that were chosen ends at a 1 whose condition is missing */
    FORMULA_DEFAULT,    /* (a, b): b where a is missing */
    FORMULA_LIST_MEAN, /* (…): the functions of stat/list.h, over what is there in the order of the
                          operands; missing when nothing is */
    FORMULA_LIST_SUM,
    FORMULA_LIST_LEAST,
    FORMULA_LIST_MOST,
    FORMULA_LIST_SD, /* n - 1; missing below two */
    FORMULA_LIST_MEDIAN,
    FORMULA_LIST_COUNT, /* never missing */
    FORMULA_LAG,        /* (a), number: so many periods earlier (whole, from 1), same country */
    FORMULA_RANK,       /* (a), over: 1 is the lowest, ties take the lowest rank. These compare the
                           rows where a is there: where the script does not come to the call, a is
                           missing */
    FORMULA_PERCENTILE, /* (a), over: (rank - 1) / (n - 1) */
    FORMULA_ZSCORE,     /* (a), over */
    FORMULA_MINMAX,     /* (a), over: to 0..1 */
    FORMULA_OPS
};

/* first and count place its operands in formula.operands. line is the script's, 0 when unknown or
 * in another file. text is the name, the text, or what a panel function goes over: "all", "period",
 * "country" or a classification of countries. given is for LAG and the panel functions: the name
 * under which a row-by-row run is to get this step's column ("@rank:12:1", the first tide.rank that
 * is called on line 12), NULL for other steps. Steps that differ in nothing but `given` may both be
 * there. */
struct formula_step {
    enum formula_op op;
    uint32_t line;
    uint32_t first;
    uint32_t count;
    double number;
    const char *text;
    const char *given;
};

/* A result's steps: its value (a number, or a text when `text`), and the ends of its own interval,
 * FORMULA_NONE where the function gives none. name is "" for a function that returns one value.
 * Without steps value is 0, and low and high are 0 where the function may give an interval. */
struct formula_result {
    const char *name;
    bool text;
    uint32_t value;
    uint32_t low;
    uint32_t high;
};

/* What a function does. results stand in bytewise order of names and there is at least one; file
 * and line are where the function begins.
 *
 * steps may be empty: then the function runs row by row, `untraced` says why and where (a sentence
 * with the line; untraced_line is that line, 0 in another file), and its inputs are all names of
 * the codebook and of uses, and "year". Such a function uses no lag and no panel function, which is
 * an error that trace reports. Its results are those that it gave when it was tried on made-up rows
 * (all missing, all 0.5, all 1, all 50, mixed).
 *
 * verify: its text, or that of a function it calls, holds ==, ~=, and, or, not or another thing
 * which tracing cannot see: every row of the base run is compared with the function itself. Such a
 * run needs as inputs all names too, and the columns of the steps that have `given`.
 *
 * function is its number in the worker. A formula stays good for `run` until the worker ends. */
struct formula {
    const struct formula_step *steps;
    size_t step_count;
    const uint32_t *operands;
    size_t operand_count;
    const struct formula_result *results;
    size_t result_count;
    const char *untraced;
    uint32_t untraced_line;
    const char *file;
    uint32_t line;
    uint32_t function;
    bool verify;
};

/* Rows to run a function over: input i is a column of `rows` values by the name it has on c (or
 * the `given` of a step), NaN where missing. A name that is not among them, but of the codebook or
 * of `uses`, is an error when the function asks for it. The answers go to values, low and high
 * [result * rows + row] in the order of formula.results, NaN where missing; low and high may be
 * NULL when no result has an interval. texts receives a text result as a pointer into the arena,
 * NULL where missing [result * rows + row]; may be NULL when no result is a text.
 *
 * A row that compares a missing value (or loops up to one) has no results. touched receives how
 * many such rows there were, and touched_line where in the first of them (0: none, or in another
 * file). failed receives the row at which the function failed when the answer is false, SIZE_MAX
 * when it did not come so far. */
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
    size_t failed;
};

/* Who runs functions: the worker, seen from score. */
struct formula_host {
    /* The formula of a function that a rule's table holds. node is the id whose value it gives (c
     * and c:children() are seen from there), NULL for `score`. uses are names beyond the codebook's
     * that c may be asked for. NULL with err: the function fails whatever it is given, asks for a
     * name that is not there, uses a panel function or lag and cannot be traced, or the script's
     * budget ran out. */
    const struct formula *(*trace)(void *context, struct arena *arena, const struct value *function,
                                   const struct codebook *codebook, const char *node,
                                   const char *const *uses, size_t use_count, struct err *err);

    /* Runs the function over rows. False with err: at the script's line, and rows->failed says in
     * which row. */
    bool (*run)(void *context, struct arena *arena, const struct formula *formula,
                struct formula_rows *rows, struct err *err);
    void *context;
};

#endif
