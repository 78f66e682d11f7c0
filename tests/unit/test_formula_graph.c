/* Formulas made up step by step, computed as a graph, against what score/formula.h says of each
 * step: the same bits in every row. */

#include "base/elementary.h"
#include "stat/distribution.h"

#include "made_formula.h"
#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum {
    INPUTS = 4,
    COUNTRIES = 4,
    YEARS = 12,
    ROWS = COUNTRIES * YEARS,
    FORMULAS = 500,
    STEPS = 30
};

static const char *const names[INPUTS] = {"a", "b", "c", "d"};

/* A fixed sequence (Marsaglia's xorshift). */
static size_t below(uint64_t *state, size_t bound)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return (size_t)(*state >> 20) % bound;
}

/* Figures with ties, gaps, zeros of both signs, and some whose squares are no number. */
static double figure(uint64_t *state)
{
    static const double special[] = {0,   -0.0, 1,     -1,     0.5,    -0.5, 2,
                                     2.5, 1.5,  1e200, -1e200, 1e-200, 100,  0.499999999999999944,
                                     3,   -7};
    size_t choice = below(state, 10);
    if (choice < 2)
        return NAN;
    if (choice < 6)
        return special[below(state, sizeof special / sizeof *special)];
    return ((double)below(state, 2000001) - 1000000) / 97003;
}

static struct fixture *made_up_panel(uint64_t *state)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "p", ROLE_OUTCOME, 1);
    for (size_t i = 0; i < INPUTS; i++)
        fixture_indicator(fixture, "p", names[i], 1, NAN, NAN);
    fixture_panel(fixture, COUNTRIES, 2001, 2000 + YEARS);
    for (size_t i = 0; i < INPUTS * ROWS; i++)
        fixture->value[i] = figure(state);
    return fixture;
}

/* Operands a step takes: 3 stands for any number of them. */
static size_t operands_of(enum formula_op op)
{
    if (op >= FORMULA_LIST_MEAN && op <= FORMULA_LIST_COUNT)
        return 3;
    if (op == FORMULA_SELECT)
        return 3;
    switch ((int)op) {
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

static bool is_condition(enum formula_op op)
{
    return (op >= FORMULA_LESS && op <= FORMULA_EQUAL) || op == FORMULA_IS_MISSING ||
           op == FORMULA_NOT;
}

/* The last step that is a condition, FORMULA_NONE when there is none. */
static uint32_t last_condition(const struct made_formula *made)
{
    for (size_t i = made->formula.step_count; i-- > 0;)
        if (is_condition(made->steps[i].op))
            return (uint32_t)i;
    return FORMULA_NONE;
}

static void make_step(struct made_formula *made, uint64_t *state)
{
    static const char *const overs[] = {"all", "period", "country"};
    size_t count = made->formula.step_count;
    enum formula_op op =
        (enum formula_op)(FORMULA_ADD + below(state, FORMULA_PERCENTILE - FORMULA_ADD + 1));
    uint32_t condition = last_condition(made), operands[3];
    if ((op == FORMULA_SELECT || op == FORMULA_NOT) && condition == FORMULA_NONE)
        op = FORMULA_LESS;
    for (size_t i = 0; i < 3; i++)
        operands[i] = (uint32_t)(count - 1 - below(state, count < 9 ? count : 9));
    if (op == FORMULA_SELECT || op == FORMULA_NOT)
        operands[0] = condition;
    for (size_t i = operands_of(op); i < 3; i++)
        operands[i] = FORMULA_NONE;
    bool panel = op == FORMULA_RANK || op == FORMULA_PERCENTILE;
    uint32_t at = made_formula_step(made, op, panel ? overs[below(state, 3)] : NULL, operands[0],
                                    operands[1], operands[2]);
    if (op == FORMULA_LAG)
        made->steps[at].number = (double)(1 + below(state, 3));
}

static const struct made_formula *make(const struct fixture *fixture, uint64_t *state)
{
    static const double numbers[] = {2, -0.0, 0.5, 1e200, 3};
    struct made_formula *made = made_formula_new(fixture);
    for (size_t i = 0; i < INPUTS; i++)
        made_formula_input(made, names[i]);
    made_formula_leaf(made, FORMULA_NIL, 0, NULL);
    for (size_t i = 0; i < 2; i++)
        made_formula_number(made, numbers[below(state, 5)]);
    while (made->formula.step_count < STEPS)
        make_step(made, state);
    static const char *const results[] = {"r1", "r2", "r3", "r4"};
    for (size_t i = 0; i < 4; i++)
        made_formula_result(made, results[i], false, (uint32_t)(STEPS - 1 - 3 * i));
    return made;
}

static double one(enum formula_op op, double a, double number)
{
    (void)number;
    switch ((int)op) {
    case FORMULA_NEG:
        return -a;
    case FORMULA_ABS:
        return fabs(a);
    case FORMULA_SQRT:
        return a < 0 ? NAN : sqrt(a);
    case FORMULA_EXP:
        return elementary_exp(a);
    case FORMULA_LOG:
        return elementary_log(a);
    case FORMULA_FLOOR:
        return floor(a) + 0.0;
    case FORMULA_CEIL:
        return ceil(a) + 0.0;
    case FORMULA_ROUND: /* half away from zero, never -0 */
        return (double)roundl(a) + 0.0;
    case FORMULA_CDF_NORMAL:
        return distribution_normal(a);
    case FORMULA_NOT:
        return 1 - a;
    default:
        abort();
    }
}

static double two(enum formula_op op, double a, double b)
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
        abort();
    }
}

/* Over what is there, from first to last. */
static double of_list(enum formula_op op, const double *x, size_t count)
{
    double there[3], sum = 0, squares = 0;
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(x[i]))
            there[n++] = x[i];
    for (size_t i = 0; i < n; i++)
        for (size_t k = i + 1; op == FORMULA_LIST_MEDIAN && k < n; k++)
            if (there[k] < there[i]) {
                double kept = there[i];
                there[i] = there[k];
                there[k] = kept;
            }
    double least = n ? there[0] : NAN, most = least;
    for (size_t i = 0; i < n; i++) {
        sum += there[i];
        least = there[i] < least ? there[i] : least;
        most = there[i] > most ? there[i] : most;
    }
    for (size_t i = 0; i < n; i++)
        squares += (there[i] - sum / (double)n) * (there[i] - sum / (double)n);
    switch ((int)op) {
    case FORMULA_LIST_COUNT:
        return (double)n;
    case FORMULA_LIST_MEAN:
        return n ? sum / (double)n : NAN;
    case FORMULA_LIST_SUM:
        return n ? sum : NAN;
    case FORMULA_LIST_LEAST:
        return least;
    case FORMULA_LIST_MOST:
        return most;
    case FORMULA_LIST_SD:
        return n < 2 ? NAN : sqrt(squares / (double)(n - 1));
    default: /* type 7 at one half */
        return n == 0       ? NAN
               : n % 2 == 1 ? there[n / 2]
                            : there[n / 2 - 1] + 0.5 * (there[n / 2] - there[n / 2 - 1]);
    }
}

static bool same_class(const char *over, size_t a, size_t b)
{
    if (strcmp(over, "period") == 0)
        return a / COUNTRIES == b / COUNTRIES;
    return strcmp(over, "country") != 0 || a % COUNTRIES == b % COUNTRIES;
}

static double placed(const struct formula_step *step, const double *x, size_t row)
{
    double lower = 0, there = 0;
    if (isnan(x[row]))
        return NAN;
    for (size_t i = 0; i < ROWS; i++) {
        if (isnan(x[i]) || !same_class(step->text, row, i))
            continue;
        there += 1;
        lower += x[i] < x[row];
    }
    return step->op == FORMULA_RANK ? lower + 1 : lower / (there - 1);
}

/* What a step gives at a row, from the columns of the steps before it. */
static double step_at(const struct formula *formula, const struct formula_step *step,
                      double (*columns)[ROWS], size_t row)
{
    double x[3] = {NAN, NAN, NAN};
    const double *operand = step->count ? columns[formula->operands[step->first]] : NULL;
    for (uint32_t i = 0; i < step->count; i++)
        x[i] = columns[formula->operands[step->first + i]][row];
    if (step->op >= FORMULA_LIST_MEAN && step->op <= FORMULA_LIST_COUNT)
        return of_list(step->op, x, step->count);
    switch ((int)step->op) {
    case FORMULA_IS_MISSING:
        return isnan(x[0]);
    case FORMULA_DEFAULT:
        return isnan(x[0]) ? x[1] : x[0];
    case FORMULA_SELECT:
        return isnan(x[0]) ? NAN : x[0] == 1 ? x[1] : x[2];
    case FORMULA_LAG:
        return row < (size_t)step->number * COUNTRIES
                   ? NAN
                   : operand[row - (size_t)step->number * COUNTRIES];
    case FORMULA_RANK:
    case FORMULA_PERCENTILE:
        return placed(step, operand, row);
    default:
        break;
    }
    if (isnan(x[0]) || (step->count == 2 && isnan(x[1])))
        return NAN;
    return step->count == 2 ? two(step->op, x[0], x[1]) : one(step->op, x[0], step->number);
}

static void work_out(const struct fixture *fixture, const struct formula *formula,
                     double (*columns)[ROWS])
{
    for (size_t i = 0; i < formula->step_count; i++) {
        const struct formula_step *step = &formula->steps[i];
        for (size_t row = 0; row < ROWS; row++) {
            double made = step->op == FORMULA_INPUT    ? fixture->value[i * ROWS + row]
                          : step->op == FORMULA_NUMBER ? step->number
                          : step->op == FORMULA_NIL    ? NAN
                                                       : step_at(formula, step, columns, row);
            columns[i][row] = isfinite(made) ? made : NAN;
        }
    }
}

static void a_step_means_in_the_graph_what_it_means_alone(void **state)
{
    static double columns[MADE_FORMULA_STEPS][ROWS];
    (void)state;
    size_t there = 0;
    for (size_t number = 0; number < FORMULAS; number++) {
        uint64_t sequence = 88172645463325252u + number * 7919;
        for (int i = 0; i < 20; i++)
            below(&sequence, 2);
        struct fixture *fixture = made_up_panel(&sequence);
        const struct made_formula *made = make(fixture, &sequence);
        struct rule *rule = bench_rule(fixture);
        bench_as_they_are(rule, fixture);
        made_formula_rule(rule, made, number % 4);
        struct score *score = bench_score(fixture, rule, 0);
        work_out(fixture, &made->formula, columns);
        for (size_t i = 0; i < 4; i++) {
            const struct formula_result *result = &made->results[i];
            for (size_t row = 0; row < ROWS; row++) {
                double value = score_value(score, bench_item(score, result->name), row);
                double expected = columns[result->value][row];
                there += isnan(value) ? 0 : 1;
                /* Of zeros of both signs a median may be either. */
                if (!fixture_same(value, expected) && !(value == 0 && expected == 0))
                    fail_msg("formula %zu, step %u (op %d), row %zu: %.17g is not %.17g", number,
                             result->value, made->steps[result->value].op, row, value, expected);
            }
        }
        fixture_free(fixture);
    }
    assert_true(there > FORMULAS * ROWS);
}

static double of_step(enum formula_op op, double a, double b)
{
    struct fixture *fixture = fixture_new();
    fixture_pillar(fixture, "p", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "p", "a", 1, NAN, NAN);
    fixture_indicator(fixture, "p", "b", 1, NAN, NAN);
    fixture_panel(fixture, 1, 2001, 2001);
    fixture_set(fixture, "a", 0, 2001, a);
    fixture_set(fixture, "b", 0, 2001, b);
    struct made_formula *made = made_formula_new(fixture);
    uint32_t x = made_formula_input(made, "a"), y = made_formula_input(made, "b");
    uint32_t last = made_formula_two(made, op, x, operands_of(op) == 1 ? FORMULA_NONE : y);
    made_formula_result(made, "", false, last);
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    made_formula_rule(rule, made, 0);
    double value = bench_value(bench_score(fixture, rule, 0), "index", 0, 2001);
    fixture_free(fixture);
    return value;
}

static void whole_numbers_have_no_negative_zero(void **state)
{
    (void)state;
    static const enum formula_op ops[] = {FORMULA_FLOOR, FORMULA_CEIL, FORMULA_ROUND};
    for (size_t i = 0; i < 3; i++)
        assert_true(fixture_same(of_step(ops[i], -0.0, 0), 0.0));
    assert_true(fixture_same(of_step(FORMULA_CEIL, -0.5, 0), 0.0));
    assert_true(fixture_same(of_step(FORMULA_ROUND, -0.25, 0), 0.0));
    assert_true(fixture_same(of_step(FORMULA_NEG, 0, 0), -0.0)); /* as Lua has it */
}

static void squares_are_products_and_overflow_is_missing(void **state)
{
    (void)state;
    for (double x = 0.1; x < 3; x += 0.0137)
        assert_true(of_step(FORMULA_POW, x, 2) == x * x);
    assert_true(isnan(of_step(FORMULA_MUL, 1e200, 1e200)));
    assert_true(isnan(of_step(FORMULA_SUB, -1e308, 1e308)));
    assert_true(isnan(of_step(FORMULA_DIV, 1e200, 1e-200)));
    assert_true(isnan(of_step(FORMULA_DIV, 1, 0)));
    assert_true(isnan(of_step(FORMULA_POW, -8, 1.0 / 3)));
    assert_true(isnan(of_step(FORMULA_POW, NAN, 0)));
    assert_true(isnan(of_step(FORMULA_EXP, 1000, 0)));
    assert_true(isnan(of_step(FORMULA_LOG, 0, 0)));
    assert_true(isnan(of_step(FORMULA_SQRT, -1, 0)));
    assert_true(isnan(of_step(FORMULA_LIST_SUM, 1e308, 1e308)));
    assert_true(of_step(FORMULA_MOD, -7, 3) == 2);
    assert_true(isnan(of_step(FORMULA_MOD, 7, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_step_means_in_the_graph_what_it_means_alone),
        cmocka_unit_test(whole_numbers_have_no_negative_zero),
        cmocka_unit_test(squares_are_products_and_overflow_is_missing),
    };
    return cmocka_run_group_tests_name("formula graph", tests, NULL, NULL);
}
