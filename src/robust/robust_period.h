/* The runs of one period, in parts, so that memory does not grow with their number. */
#ifndef TIDEMARK_ROBUST_ROBUST_PERIOD_H
#define TIDEMARK_ROBUST_ROBUST_PERIOD_H

#include "robust/robust_run.h"
#include "robust/robust_tally.h"

struct robust_design;

/* What is shown of which runs. nominal is the score itself. Periods first..last; ranks are taken
 * among all countries of the project, rows are those of countries (by place). ranked: whether ranks
 * are filled in. since: a period with which each later one is compared, run by run (dated). given:
 * the design that the runs are of, with their numbers; NULL: each is made by its number. watch,
 * where it is not NULL, may end the runs: rows of the period that was being run then rest on the
 * runs done, later periods have none, and the meta data "ended" say so. */
struct robust_ask {
    const struct robust_plan *plan;
    const struct score *nominal;
    size_t runs;
    const struct robust_design *given;
    const double *numbers;
    uint64_t seed;
    unsigned threads;
    const struct kernel *kernel;
    int32_t first;
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
    bool ranked;
    bool dated;
    int32_t since;
    const struct pool_watch *watch;
};

/* What a period's runs amount to. nominal: the score itself and its ranks by country. done: how
 * many runs there are, fewer than asked for where the watch ended them. */
struct robust_period {
    const struct robust_ask *ask;
    int32_t period;
    size_t countries;
    size_t done;
    struct robust_tally *tally;
    const double *nominal;
    const uint32_t *nominal_ranks;
};

/* What is wanted of a period: what is tallied (countries, before and threads are set here), and who
 * is shown each part as it comes: its first run is `first` of the period's, `done` of its runs
 * count (NULL: nobody; false ends all for want of memory). */
struct robust_period_want {
    struct robust_tally_ask tally;
    bool (*show)(void *context, const struct robust_part *part, size_t first, size_t done);
    void *context;
};

/* Runs a period; which of all periods it is stands in watch. False with err, as robust_run. Lives
 * in arena. */
bool robust_period_run(struct arena *arena, const struct robust_ask *ask, int32_t period,
                       const struct robust_period_want *want, struct pool_part watch,
                       struct robust_period *made, struct err *err);

/* How many countries have the item in a period. */
size_t robust_period_countries(const struct robust_ask *ask, int32_t period);

#endif
