/* Which judgement decides an outcome: Sobol' indices of the inputs of a plan, each moved alone, and
 * what is left out (A. Saisana, A. Saltelli and S. Tarantola, JRSS A 168, 2005, 307-323). */
#ifndef TIDEMARK_ROBUST_SENSITIVITY_H
#define TIDEMARK_ROBUST_SENSITIVITY_H

#include "base/rows.h"
#include "robust/robust_run.h"

/* The item's value in country a; its rank there; its value in a less that in b; the mean over
 * countries of |rank - rank of the score itself|, of those that have both. */
enum sensitivity_kind {
    SENSITIVITY_SCORE,
    SENSITIVITY_RANK,
    SENSITIVITY_DIFFERENCE,
    SENSITIVITY_SHIFT
};

struct sensitivity_outcome {
    const char *name;
    enum sensitivity_kind kind;
    uint32_t a;
    uint32_t b;
};

/* Inputs that are moved together: group_of[input] is an index into names, of group_count. points is
 * a power of two, rounds those of the bootstrap. watch, where it is not NULL, may end the runs of
 * sensitivity_rows: it then rests on the first points, and its meta data "ended" say so. */
struct sensitivity_ask {
    const struct robust_plan *plan;
    const struct score *nominal;
    int32_t period;
    size_t points;
    size_t rounds;
    uint64_t seed;
    unsigned threads;
    const struct kernel *kernel;
    const struct sensitivity_outcome *outcomes;
    size_t outcome_count;
    const size_t *group_of;
    const char *const *names;
    size_t group_count;
    const struct pool_watch *watch;
    int32_t first; /* these four for sensitivity_rows_weights */
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
};

enum sensitivity_column {
    SENSITIVITY_OUTCOME,
    SENSITIVITY_INPUT,
    SENSITIVITY_FIRST,
    SENSITIVITY_FIRST_LOW,
    SENSITIVITY_FIRST_HIGH,
    SENSITIVITY_TOTAL,
    SENSITIVITY_TOTAL_LOW,
    SENSITIVITY_TOTAL_HIGH,
    SENSITIVITY_FLAG,
    SENSITIVITY_FIRST_HALF,
    SENSITIVITY_TOTAL_HALF,
    SENSITIVITY_POINTS,
    SENSITIVITY_POINTS_PROPOSED,
    SENSITIVITY_COLUMNS
};

/* A row an outcome and input. flag: "constant" where the outcome never moves (no figures then),
 * "zero" where the first order is not distinguishable from 0 (its interval holds it),
 * "first_above_total", "sum_above_1" where the first orders of the outcome add up to more than 1;
 * several apart at spaces. The halves are the estimates from the first half of the points; points
 * those that had all outcomes; proposed the power of two at which the widest interval of the
 * outcome would be 0.1 wide, by the square root of their number. NULL with err, as robust_run. */
struct rows *sensitivity_rows(struct arena *arena, const struct sensitivity_ask *ask,
                              struct err *err);

enum sensitivity_tornado_column {
    SENSITIVITY_TORNADO_ITEM,
    SENSITIVITY_TORNADO_BASE,
    SENSITIVITY_TORNADO_LOW,
    SENSITIVITY_TORNADO_HIGH,
    SENSITIVITY_TORNADO_LOW_SETTING,
    SENSITIVITY_TORNADO_HIGH_SETTING,
    SENSITIVITY_TORNADO_OUTCOME,
    SENSITIVITY_TORNADO_COLUMNS
};

/* Each input moved alone, the others at their base: values and weights as they are, choices at
 * their first setting. A weight goes to both its ends; a choice to the settings that give the least
 * and the most; of the values the 5 and 95 % of `points` draws. Groups are not used. */
struct rows *sensitivity_rows_tornado(struct arena *arena, const struct sensitivity_ask *ask,
                                      struct err *err);

enum sensitivity_without_column {
    SENSITIVITY_WITHOUT_OUTCOME,
    SENSITIVITY_WITHOUT_INPUT, /* "weight/ID", or "sources/ID" */
    SENSITIVITY_WITHOUT_BASE,
    SENSITIVITY_WITHOUT_VALUE,
    SENSITIVITY_WITHOUT_CHANGE,
    SENSITIVITY_WITHOUT_COLUMNS
};

/* Each weight set to 0 alone, so that what it belongs to is left out, and each source of a choice
 * among sources. */
struct rows *sensitivity_rows_without(struct arena *arena, const struct sensitivity_ask *ask,
                                      struct err *err);

enum sensitivity_correlation_column {
    SENSITIVITY_CORRELATION_OUTCOME,
    SENSITIVITY_CORRELATION_INPUT,
    SENSITIVITY_CORRELATION_PEARSON,
    SENSITIVITY_CORRELATION_LOW, /* 90 % of the former */
    SENSITIVITY_CORRELATION_HIGH,
    SENSITIVITY_CORRELATION_SPEARMAN,
    SENSITIVITY_CORRELATION_SHARE,
    SENSITIVITY_CORRELATION_FLAG,
    SENSITIVITY_CORRELATION_RUNS,
    SENSITIVITY_CORRELATION_COLUMNS
};

/* How far the outcome goes along with each input in `points` runs in which all vary: correlations
 * with a weight's number, and the share of variance that goes with it: the square of Pearson's, or
 * for a choice what lies between its settings (the correlation ratio). flag: "constant", "zero"
 * where the interval holds it, "no_order" where an input has no order, which draws of the values
 * and choices lack. Groups are not used. NULL with err, as robust_run. */
struct rows *sensitivity_rows_correlations(struct arena *arena, const struct sensitivity_ask *ask,
                                           struct err *err);

enum sensitivity_weight_column {
    SENSITIVITY_WEIGHT_ITEM,
    SENSITIVITY_WEIGHT_OF,
    SENSITIVITY_WEIGHT_NOMINAL,
    SENSITIVITY_WEIGHT_IMPORTANCE,
    SENSITIVITY_WEIGHT_PEARSON,
    SENSITIVITY_WEIGHT_RATIO,
    SENSITIVITY_WEIGHT_ROWS,
    SENSITIVITY_WEIGHT_FLAG,
    SENSITIVITY_WEIGHT_COLUMNS
};

/* What weights say beside what the parts do, over the country-periods first..last × countries: the
 * figures of sections weight and index_weight of an audit (score/score_audit.h), a row a part of a
 * node, and a row an indicator of the index, of which nominal is then the effective weight, the
 * product on the way up. flag has the audit's remarks, apart at spaces. Points, outcomes and plan
 * are not used. NULL without memory. */
struct rows *sensitivity_rows_weights(struct arena *arena, const struct sensitivity_ask *ask,
                                      struct err *err);

#endif
