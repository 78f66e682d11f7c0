/* What the tests of runs share: a plan and its runs, or the test fails. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_ROBUST_BENCH_H
#define TIDEMARK_TESTS_UNIT_ROBUST_BENCH_H

#include "robust/robust_run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "score_bench.h"

static inline const struct robust_plan *plan_of(struct fixture *fixture,
                                                struct robust_options *options)
{
    struct err err = {0};
    options->item = score_index(options->cases[0]);
    const struct robust_plan *plan = robust_plan_make(fixture->arena, options, &err);
    if (!plan)
        fail_msg("%s", err.sentence);
    return plan;
}

static inline double *runs_of(struct fixture *fixture, const struct robust_plan *plan,
                              const struct robust_range *range)
{
    struct err err = {0};
    double *out =
        fixture_must(arena_alloc(fixture->arena, range->rows * range->count, sizeof *out));
    if (!robust_run(fixture->arena, plan, range, out, &err))
        fail_msg("%s", err.sentence);
    return out;
}

static inline double bench_mean(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i];
    return sum / (double)count;
}

static inline double bench_covariance(const double *a, const double *b, size_t count)
{
    double sum = 0, of_a = bench_mean(a, count), of_b = bench_mean(b, count);
    for (size_t i = 0; i < count; i++)
        sum += (a[i] - of_a) * (b[i] - of_b);
    return sum / (double)count;
}

#endif
