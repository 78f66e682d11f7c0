/* A small panel, rules with formulas made by hand, and a host whose functions are written in C.
 * Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_HOST_BENCH_H
#define TIDEMARK_TESTS_UNIT_HOST_BENCH_H

#include "made_formula.h"
#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A host whose function number n is functions[n], written in C: rows that it is given are looked up
 * by name, as a script would. runs counts how often functions were run. */
struct host {
    struct formula_host host;
    void (*functions[2])(const struct host *host, const struct formula_rows *rows, size_t row);
    size_t runs;
    const char *lacking; /* a name that was asked for and is not there */
    double low;
};

static inline double host_get(const struct host *host, const struct formula_rows *rows, size_t row,
                              const char *name)
{
    for (size_t i = 0; i < rows->input_count; i++)
        if (strcmp(rows->inputs[i], name) == 0)
            return rows->columns[i][row];
    ((struct host *)host)->lacking = name;
    return NAN;
}

static inline bool host_run(void *context, struct arena *arena, const struct formula *formula,
                            struct formula_rows *rows, struct err *err)
{
    struct host *host = context;
    (void)arena;
    size_t cells = formula->result_count * rows->rows;
    for (size_t i = 0; i < cells; i++)
        rows->values[i] = rows->low[i] = rows->high[i] = NAN;
    rows->failed = SIZE_MAX;
    host->runs++;
    for (size_t row = 0; row < rows->rows; row++)
        host->functions[formula->function](host, rows, row);
    if (host->lacking)
        return err_set(err, ERR_SCRIPT_RUN, "there is no %s", host->lacking);
    return true;
}

/* Pillars p (a, b) and q (group g of c; d), a context pillar x (e); two countries, three years. */
static inline int host_set_up(void **state)
{
    struct fixture *fixture = *state = fixture_new();
    fixture_pillar(fixture, "p", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "p", "a", 1, 0, 10);
    fixture_indicator(fixture, "p", "b", 3, 0, 10);
    fixture_pillar(fixture, "q", ROLE_OUTCOME, 1);
    fixture_group(fixture, "q", "g", 1);
    fixture_indicator(fixture, "g", "c", 1, 0, 10);
    fixture_indicator(fixture, "q", "d", 1, 0, 10);
    fixture_pillar(fixture, "x", ROLE_CONTEXT, 1);
    fixture_indicator(fixture, "x", "e", 1, 0, 10);
    fixture_panel(fixture, 2, 2019, 2021);
    static const char *const ids[] = {"a", "b", "c", "d", "e"};
    for (size_t i = 0; i < 5; i++)
        for (size_t row = 0; row < 6; row++)
            fixture_set(fixture, ids[i], row % 2, 2019 + (int32_t)(row / 2),
                        (double)((3 * i + 5 * row) % 9 + 1));
    return 0;
}

static inline int host_tear_down(void **state)
{
    fixture_free(*state);
    return 0;
}

static inline struct rule *rule_as_they_are(struct fixture *fixture)
{
    struct rule *rule = bench_rule(fixture);
    bench_as_they_are(rule, fixture);
    rule->name = "test";
    return rule;
}

static inline double at(const struct fixture *fixture, const char *id, size_t row)
{
    return fixture->value[fixture_cell(fixture, id, 0, 2019) + row];
}

static inline struct score *score_with(struct fixture *fixture, const struct rule *rule,
                                       struct host *host, size_t draws, struct err *err)
{
    struct score_options options = bench_options(fixture, draws);
    *err = (struct err){0};
    if (host) {
        host->host = (struct formula_host){.run = host_run, .context = host};
        options.host = &host->host;
    }
    return score_run(fixture->arena, &fixture->panel, rule, &options, err);
}

static inline struct score *must_score(struct fixture *fixture, const struct rule *rule,
                                       struct host *host, size_t draws)
{
    struct err err;
    struct score *score = score_with(fixture, rule, host, draws, &err);
    if (!score)
        fail_msg("E%04d %s", err.code, err.sentence);
    return score;
}

/* The formula of one function of two inputs. */
static inline const struct formula *formula_of(struct fixture *fixture, enum formula_op op,
                                               const char *a, const char *b)
{
    struct made_formula *made = made_formula_new(fixture);
    uint32_t x = made_formula_input(made, a), y = b ? made_formula_input(made, b) : FORMULA_NONE;
    made_formula_result(made, "", false, made_formula_two(made, op, x, y));
    return &made->formula;
}

#define HOST_TEST(name) cmocka_unit_test_setup_teardown(name, host_set_up, host_tear_down)

#endif
