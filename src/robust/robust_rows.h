/* What runs amount to, as tidy rows. */
#ifndef TIDEMARK_ROBUST_ROBUST_ROWS_H
#define TIDEMARK_ROBUST_ROBUST_ROWS_H

#include "base/rows.h"
#include "robust/robust_design.h"
#include "robust/robust_period.h"

/* Ranks among fewer countries say little: they are shown, or made an outcome, only when they are
 * asked for. */
enum { ROBUST_RANKED_FROM = 8 };

enum robust_column {
    ROBUST_COUNTRY,
    ROBUST_PERIOD,
    ROBUST_LEVEL,
    ROBUST_ITEM,
    ROBUST_VALUE, /* the score itself, as `score` has it */
    ROBUST_MEAN,
    ROBUST_MEDIAN,
    ROBUST_Q05,
    ROBUST_Q95,
    ROBUST_RANK, /* of the score itself, among the countries that have one */
    ROBUST_RANK_Q05,
    ROBUST_RANK_Q95,
    ROBUST_RUNS, /* that have a value */
    ROBUST_CHANCE_IMPROVED,
    ROBUST_COLUMNS
};

enum robust_rank_column {
    ROBUST_RANKS_COUNTRY,
    ROBUST_RANKS_PERIOD,
    ROBUST_RANKS_ITEM,
    ROBUST_RANKS_RANK,
    ROBUST_RANKS_SHARE,
    ROBUST_RANKS_PUBLISHED, /* the rank of the score itself */
    ROBUST_RANKS_RUNS,
    ROBUST_RANKS_COLUMNS
};

enum robust_pair_column {
    ROBUST_PAIRS_A,
    ROBUST_PAIRS_B,
    ROBUST_PAIRS_PERIOD,
    ROBUST_PAIRS_ITEM,
    ROBUST_PAIRS_ABOVE, /* the share of runs in which a is above b */
    ROBUST_PAIRS_TIE,
    ROBUST_PAIRS_RUNS, /* in which both have a score */
    ROBUST_PAIRS_COLUMNS
};

enum robust_run_column {
    ROBUST_RUN_RUN,
    ROBUST_RUN_COUNTRY,
    ROBUST_RUN_PERIOD,
    ROBUST_RUN_ITEM,
    ROBUST_RUN_VALUE,
    ROBUST_RUN_RANK,
    ROBUST_RUN_COLUMNS
};

/* Scores and ranks of each country and period; shares of ranks (those that never happen are left
 * out); pairs of the countries; each run's scores and ranks. NULL with err, as robust_run,
 * and where runs were ended before there was one of a period to be shown. */
struct rows *robust_rows(struct arena *arena, const struct robust_ask *ask, struct err *err);
struct rows *robust_rows_ranks(struct arena *arena, const struct robust_ask *ask, struct err *err);
struct rows *robust_rows_pairs(struct arena *arena, const struct robust_ask *ask, struct err *err);
struct rows *robust_rows_runs(struct arena *arena, const struct robust_ask *ask, struct err *err);

/* What each input takes in each run, a row a run: a design that makes them again. */
struct rows *robust_rows_design(struct arena *arena, const struct robust_ask *ask, struct err *err);

#endif
