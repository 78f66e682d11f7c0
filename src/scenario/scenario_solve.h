/* The inverse question: how much of a lever, or which levers, bring a country to a target. */
#ifndef TIDEMARK_SCENARIO_SCENARIO_SOLVE_H
#define TIDEMARK_SCENARIO_SCENARIO_SOLVE_H

#include "base/err.h"
#include "base/rows.h"
#include "scenario/ensemble.h"

/* Strengths are tried in steps of a hundredth. Of so many candidates every set is tried, of more
 * only sets of up to SCENARIO_SOLVE_SET levers. */
enum { SCENARIO_SOLVE_STRENGTHS = 100, SCENARIO_SOLVE_ALL = 10, SCENARIO_SOLVE_SET = 3 };

/* What is to be reached: at the end of period, in the share `chance` of draws, value or better
 * (less where an indicator's lower values are better). The figure is the one that the options of
 * the run name (items or indicators); the country is the scenario's only one. */
struct scenario_target {
    double value;
    double chance;
    int32_t period;
};

enum scenario_solve_column {
    SCENARIO_SOLVE_ID,
    SCENARIO_SOLVE_COUNTRY,
    SCENARIO_SOLVE_PERIOD,
    SCENARIO_SOLVE_LEVEL,
    SCENARIO_SOLVE_ITEM,
    SCENARIO_SOLVE_TARGET,
    SCENARIO_SOLVE_WANTED, /* the chance asked for */
    SCENARIO_SOLVE_LEVERS, /* "D4", "R3;R5" */
    SCENARIO_SOLVE_STRENGTH,
    SCENARIO_SOLVE_CHANCE, /* of reaching the target with these */
    SCENARIO_SOLVE_MEAN,   /* the figure's level (scenario_level.h) */
    SCENARIO_SOLVE_OUTCOME, /* "reached", "not reached", "without", "all" */
    SCENARIO_SOLVE_COLUMNS,
};

/* The smallest strength, in hundredths from 0 to 1, of one lever beside the scenario's other pulls,
 * at which the target is reached: a row "reached"; where there is none, a row "not reached" of the
 * strength with the highest chance. The first row, "without", is strength 0, and the only one where
 * that is enough. A lever that the
 * scenario pulls already is pulled at the strength tried instead. Every strength is tried, so that
 * chances need not rise with strength. NULL with err as ensemble_run. */
struct rows *scenario_solve_strength(struct arena *arena, const struct ensemble_input *input,
                                     const struct ensemble_options *options, uint32_t lever,
                                     const struct scenario_target *target, struct err *err);

/* The cheapest set of candidate levers, each pulled at strength 1 beside the scenario's own pulls,
 * that reaches the target: the fewest levers, of sets of one size the one with the highest chance,
 * then the better mean, then the first by the candidates' order. Rows: "without" any of them (the
 * only one where that is enough); "reached", or "not reached" with the best set tried; where it was
 * not reached, "all" candidates together. Where sets beyond SCENARIO_SOLVE_SET levers were not
 * tried, meta "notices" says so. NULL with err. */
struct rows *scenario_solve_set(struct arena *arena, const struct ensemble_input *input,
                                const struct ensemble_options *options, const uint32_t *candidates,
                                size_t count, const struct scenario_target *target,
                                struct err *err);

/* Marks in useful[lever] those whose effects, or the effects of what they raise (at any remove) or
 * act upon, touch an indicator below the node (CODEBOOK_NONE: any outcome). Parts are not marked:
 * their whole is. */
void scenario_solve_candidates(const struct levers *levers, const struct codebook *codebook,
                               uint32_t node, bool *useful);

#endif
