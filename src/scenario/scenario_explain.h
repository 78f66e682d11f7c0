/* Which assumption of a scenario did what. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_EXPLAIN_H
#define TIDEMARK_SCENARIO_SCENARIO_EXPLAIN_H

#include "base/err.h"
#include "base/rows.h"
#include "scenario/ensemble.h"

/* Up to so many assumptions all their sets are run; beyond, orders are sampled. */
enum { SCENARIO_EXPLAIN_EXACT = 8, SCENARIO_EXPLAIN_ORDERS = 32 };

/* The columns, in order. */
enum scenario_explain_column {
    SCENARIO_EXPLAIN_ID,
    SCENARIO_EXPLAIN_COUNTRY,
    SCENARIO_EXPLAIN_PERIOD,
    SCENARIO_EXPLAIN_LEVEL,
    SCENARIO_EXPLAIN_ITEM,
    SCENARIO_EXPLAIN_KIND,         /* "total", "pull", "step" or "branches" */
    SCENARIO_EXPLAIN_ASSUMPTION,   /* "D4", "foreign_agent_law"; empty for the total */
    SCENARIO_EXPLAIN_CONTRIBUTION, /* of the mean difference from the baseline */
    SCENARIO_EXPLAIN_ALONE,        /* the mean difference with this assumption only */
    SCENARIO_EXPLAIN_WITHOUT,      /* the mean difference with all others */
    SCENARIO_EXPLAIN_BECAUSE,
    SCENARIO_EXPLAIN_COLUMNS,
};

/* The mean difference (over draws) of one item, or indicator in its own units, of one country and
 * period between the scenario and its baseline, shared among the scenario's assumptions: each one's
 * Shapley value, its mean contribution over all orders in which they are added to the baseline
 * (Shapley, A value for n-person games, 1953). The first row is the total, to which the
 * contributions add up within 1e-9. With more than SCENARIO_EXPLAIN_EXACT assumptions the mean is
 * over SCENARIO_EXPLAIN_ORDERS fixed orders, each with its reverse; meta "notices" says so.
 *
 * input is that of the scenario narrowed to the one country (scenario_narrow.h); options are those
 * of a run: items or indicators must name one figure alone. NULL with err as ensemble_run. */
struct rows *scenario_explain(struct arena *arena, const struct ensemble_input *input,
                              const struct ensemble_options *options, int32_t period,
                              struct err *err);

#endif
