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

#endif
