/* A worker, a small codebook and the functions of a rule, with an evaluator of formulas that is
 * written from score/formula.h alone. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_FORMULA_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_FORMULA_FIXTURE_H

#include "worker_fixture.h"

#include "base/elementary.h"
#include "lua/worker_formula.h"
#include "stat/distribution.h"
#include "stat/quantile.h"

#include <fenv.h>
#include <math.h>

enum { FORMULA_NODES = 64 };

struct formulas {
    struct fixture fixture;
    struct formula_host host;
    struct node nodes[FORMULA_NODES];
    struct codebook codebook;
};

/* Adds nodes from a text: pillars, each with its indicators after a colon: "p: a b; q: c". */
static inline void add_nodes(struct formulas *formulas, const char *text)
{
    struct codebook *codebook = &formulas->codebook;
    uint32_t pillar = CODEBOOK_NONE;
    while (*text) {
        size_t length = strcspn(text, " :;");
        if (length > 0) {
            char *id = arena_text(formulas->fixture.arena, text, length);
            assert_non_null(id);
            assert_true(codebook->node_count < FORMULA_NODES);
            uint32_t at = (uint32_t)codebook->node_count++;
            if (text[length] == ':')
                pillar = CODEBOOK_NONE;
            formulas->nodes[at] = (struct node){.id = id, .parent = pillar};
            if (text[length] == ':')
                pillar = at;
        }
        text += length + (text[length] != '\0');
    }
}

static inline void start_formulas(struct formulas *formulas, const char *nodes, double seconds,
                                  size_t mib)
{
    memset(formulas, 0, sizeof *formulas);
    start(&formulas->fixture, seconds, mib);
    formulas->host = worker_formula_host(formulas->fixture.worker);
    formulas->codebook.nodes = formulas->nodes;
    add_nodes(formulas, nodes);
}

static inline void stop_formulas(struct formulas *formulas)
{
    stop(&formulas->fixture);
}

/* The function that a script returns, alone or as the field `score` of its table. */
static inline const struct value *function_of(struct formulas *formulas, const char *script)
{
    const struct value *value = must_load(&formulas->fixture, script);
    const struct value *score = value_field(value, "score");
    return score ? score : value;
}

static inline const struct formula *trace_at(struct formulas *formulas, const char *script,
                                             const char *node)
{
    static const char *const uses[] = {"performance", "difficulty"};
    const struct value *function = function_of(formulas, script);
    struct fixture *fixture = &formulas->fixture;
    fixture->err = (struct err){0};
    return formulas->host.trace(formulas->host.context, fixture->arena, function,
                                &formulas->codebook, node, uses, 2, &fixture->err);
}

static inline const struct formula *trace(struct formulas *formulas, const char *script)
{
    return trace_at(formulas, script, NULL);
}

/* The formula of a function that can be followed. */
static inline const struct formula *must_trace(struct formulas *formulas, const char *script)
{
    const struct formula *formula = trace(formulas, script);
    if (!formula)
        fail_msg("%s\n→ %u: %s", script, formulas->fixture.err.place.line,
                 formulas->fixture.err.sentence);
    if (formula->step_count == 0)
        fail_msg("%s\n→ %s", script, formula->untraced);
    return formula;
}

/* A value of a formula in one row: a number (NaN where missing), and a text where it is one. */
struct evaluated {
    double number;
    const char *text;
};

/* What the formula is evaluated with: inputs by name, NaN where missing. */
struct evaluation {
    const char *const *names;
    const double *values;
    size_t count;
};

static inline double finite_or_missing(double x)
{
    return isfinite(x) ? x : NAN;
}

/* A list without what is missing, for the operations on lists. */
static inline double evaluate_list(enum formula_op op, double *x, size_t n)
{
    double sum = 0, least = INFINITY, most = -INFINITY, squares = 0;
    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        least = x[i] < least ? x[i] : least;
        most = x[i] > most ? x[i] : most;
    }
    if (op == FORMULA_LIST_COUNT)
        return (double)n;
    if (n == 0)
        return NAN;
    double mean = sum / (double)n;
    for (size_t i = 0; i < n; i++)
        squares += (x[i] - mean) * (x[i] - mean);
    switch ((int)op) {
    case FORMULA_LIST_MEAN:
        return mean;
    case FORMULA_LIST_SUM:
        return sum;
    case FORMULA_LIST_LEAST:
        return least;
    case FORMULA_LIST_MOST:
        return most;
    case FORMULA_LIST_SD:
        return n < 2 ? NAN : sqrt(squares / (double)(n - 1));
    default:
        return quantile_select(x, n, 0.5);
    }
}

static inline double evaluate_plain(enum formula_op op, double a, double b)
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
        return b == 2 ? a * a : elementary_pow(a, b);
    case FORMULA_MOD:
        return elementary_mod(a, b);
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
    case FORMULA_NOT:
        return a == 0;
    default:
        fail_msg("operation %d cannot be evaluated here", (int)op);
        return NAN;
    }
}

static inline double evaluate_input(const struct evaluation *evaluation, const char *name)
{
    for (size_t i = 0; i < evaluation->count; i++)
        if (strcmp(evaluation->names[i], name) == 0)
            return evaluation->values[i];
    fail_msg("no input %s", name);
    return NAN;
}

static inline struct evaluated evaluate_step(const struct formula *formula, uint32_t at,
                                             const struct evaluated *done,
                                             struct evaluation *evaluation)
{
    const struct formula_step *step = &formula->steps[at];
    const uint32_t *operands = formula->operands + step->first;
    struct evaluated a = step->count > 0 ? done[operands[0]] : (struct evaluated){NAN, NULL};
    struct evaluated b = step->count > 1 ? done[operands[1]] : (struct evaluated){NAN, NULL};
    double list[FORMULA_NODES];
    size_t there = 0;
    if (step->op == FORMULA_NUMBER)
        return (struct evaluated){step->number, NULL};
    if (step->op == FORMULA_TEXT)
        return (struct evaluated){NAN, step->text};
    if (step->op == FORMULA_NIL)
        return (struct evaluated){NAN, NULL};
    if (step->op == FORMULA_INPUT || step->given)
        return (struct evaluated){
            evaluate_input(evaluation, step->given ? step->given : step->text), NULL};
    if (step->op == FORMULA_IS_MISSING)
        return (struct evaluated){isnan(a.number), NULL};
    if (step->op == FORMULA_DEFAULT)
        return isnan(a.number) ? b : a;
    if (step->op == FORMULA_SELECT) {
        return isnan(a.number) ? (struct evaluated){NAN, NULL}
                               : done[operands[a.number != 0 ? 1 : 2]];
    }
    if (step->op >= FORMULA_LIST_MEAN && step->op <= FORMULA_LIST_COUNT) {
        for (uint32_t i = 0; i < step->count; i++)
            if (!isnan(done[operands[i]].number))
                list[there++] = done[operands[i]].number;
        return (struct evaluated){finite_or_missing(evaluate_list(step->op, list, there)), NULL};
    }
    if (isnan(a.number) || (step->count > 1 && isnan(b.number)))
        return (struct evaluated){NAN, NULL};
    return (struct evaluated){finite_or_missing(evaluate_plain(step->op, a.number, b.number)),
                              NULL};
}

/* All steps of a formula in one row; the caller frees what it returns. */
static inline struct evaluated *evaluate(const struct formula *formula,
                                         struct evaluation *evaluation)
{
    struct evaluated *done = calloc(formula->step_count + 1, sizeof *done);
    assert_non_null(done);
    for (uint32_t i = 0; i < formula->step_count; i++)
        done[i] = evaluate_step(formula, i, done, evaluation);
    return done;
}

/* Whether the script compared a missing value on the way to a result. */
static inline bool is_touched(const struct formula *formula, const struct evaluated *done,
                              uint32_t at)
{
    const struct formula_step *step = &formula->steps[at];
    while (step->op == FORMULA_SELECT && step->number == 1) {
        const uint32_t *operands = formula->operands + step->first;
        double condition = done[operands[0]].number;
        if (isnan(condition))
            return true;
        at = operands[condition != 0 ? 1 : 2];
        step = &formula->steps[at];
    }
    return false;
}

/* The value of a named result for inputs given as "a b c". */
static inline double number_of(const struct formula *formula, const char *result,
                               const char *const *names, const double *values, size_t count)
{
    struct evaluation evaluation = {names, values, count};
    struct evaluated *done = evaluate(formula, &evaluation);
    double number = NAN;
    bool found = false;
    for (size_t i = 0; i < formula->result_count; i++)
        if (strcmp(formula->results[i].name, result) == 0) {
            number = done[formula->results[i].value].number;
            found = true;
        }
    free(done);
    if (!found)
        fail_msg("no result %s", result);
    return number;
}

/* Columns of inputs and room for results, for running a function row by row. */
enum { ROWS_INPUTS = 64 };
struct table {
    const char *names[ROWS_INPUTS];
    const double *columns[ROWS_INPUTS];
    size_t inputs;
    struct formula_rows rows;
};

/* Runs a formula's function over rows: cells [input * rows + row] of inputs by name. False with
 * err. */
static inline bool run_table(struct formulas *formulas, const struct formula *formula,
                             const char *const *names, const double *cells, size_t inputs,
                             size_t rows, struct table *table)
{
    struct arena *arena = formulas->fixture.arena;
    size_t results = formula->result_count;
    *table = (struct table){.inputs = inputs};
    assert_true(inputs <= ROWS_INPUTS);
    for (size_t i = 0; i < inputs; i++) {
        table->names[i] = names[i];
        table->columns[i] = cells + i * rows;
    }
    table->rows = (struct formula_rows){
        .inputs = table->names,
        .columns = table->columns,
        .input_count = inputs,
        .rows = rows,
        .values = arena_alloc(arena, results * rows, sizeof(double)),
        .low = arena_alloc(arena, results * rows, sizeof(double)),
        .high = arena_alloc(arena, results * rows, sizeof(double)),
        .texts = arena_alloc(arena, results * rows, sizeof(char *)),
    };
    formulas->fixture.err = (struct err){0};
    return formulas->host.run(formulas->host.context, arena, formula, &table->rows,
                              &formulas->fixture.err);
}

/* Whether the processor shows that a result was not finite: valgrind's does not, and there each row
 * is watched step by step. */
static inline bool shows_flags(void)
{
    volatile double zero = 0;
    feclearexcept(FE_ALL_EXCEPT);
    zero = 1 / zero;
    return fetestexcept(FE_DIVBYZERO) != 0;
}

static inline bool same_bits(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

#endif
