/* The draws of a scenario beside those of its baseline (semantics.md A12).
 *
 * A draw is keyed by the seed, its number and what it is a draw of (lever, indicator, country,
 * place of the effect), never by the scenario or by what else is pulled: two scenarios, or a
 * scenario and its baseline, are compared draw by draw, and draws may be made in parts. */
#ifndef TIDEMARK_SCENARIO_ENSEMBLE_H
#define TIDEMARK_SCENARIO_ENSEMBLE_H

#include "base/pool.h"
#include "scenario/held.h"

/* What is run. score is held_score's, of the rule that is to be read. */
struct ensemble_input {
    const struct levers *levers;
    const struct scenario *scenario;
    const struct held *held;
    const struct score *score;
};

/* The assumptions of a scenario, each of which can be left out: its pulls, then its steps, then (if
 * it has any) its branches as one. `assume` and background are no such assumptions: the baseline
 * has them too. */
size_t ensemble_assumptions(const struct scenario *scenario);

/* Draws first..first + draws - 1. items are those wanted of score's (eligible, no texts; the index,
 * pillars, results, indicators as the rule normalises them), indicators those wanted in their own
 * units. active marks the assumptions that hold, NULL: all; strengths stands in place of each
 * pull's (NULL: its own; where a pull is "judged" it is not read). times: keep when each lever
 * happens. like, when not NULL, is an ensemble made before from a scenario with the same levers,
 * held values, score, draws and wishes: its baseline is taken over where it must be the same
 * (ensemble.baseline_shared says whether it was). watch, when not NULL, may end the drawing: the
 * ensemble then has the draws that were done, the first ones. */
struct ensemble;
struct ensemble_options {
    size_t first;
    size_t draws;
    uint64_t seed;
    unsigned threads;
    const struct kernel *kernel;
    const uint32_t *items;
    size_t item_count;
    const uint32_t *indicators;
    size_t indicator_count;
    const bool *active;
    const double *strengths;
    bool times;
    const struct ensemble *like;
    const struct pool_watch *watch;
};

/* What has no effect because there is nothing for it to move, or nothing known to scale it by, in
 * one country. NO_BASE: `effects` of the lever's `of` in all have no base value in any period, for
 * `share` of the weighted effect (|likely| / width × effective weight in the headline). NO_SCALE:
 * the node that scales them is missing in all periods; effects and raises count what does nothing.
 * NO_STEP: a step of the scenario on an indicator without a base. */
enum ensemble_loss_kind { ENSEMBLE_NO_BASE, ENSEMBLE_NO_SCALE, ENSEMBLE_NO_STEP };
struct ensemble_loss {
    enum ensemble_loss_kind kind;
    uint32_t lever; /* LEVER_NONE for a step */
    uint32_t country;
    uint32_t step;              /* the scenario's step, else UINT32_MAX */
    const uint32_t *indicators; /* that have no base, ascending */
    size_t indicator_count;
    uint32_t node; /* NO_SCALE: the codebook's node that is missing */
    size_t effects;
    size_t of;
    size_t raises;
    double share; /* NaN where no weight is known */
};

/* When a lever happens in a country: months since the scenario's first day, [draw]; INFINITY where
 * it does not happen by the scenario's end. Those that happen for certain at once have 0 in all.
 * Levers that cannot happen there are not listed. Ascending by lever, then country. */
struct ensemble_times {
    uint32_t lever;
    uint32_t country;
    const double *months;
};

/* Values are [what * rows + row] pointers to `draws` values, what the place among the items (or
 * indicators) wanted, row the scenario's (held.h). A value is NaN where it is missing. Where a
 * scenario moves nothing its pointer is the baseline's own. at_floor and at_ceiling count, for the
 * wanted indicators, the draws in which the end of the scale cut something off what the scenario
 * would have moved (worst end, best end). branch is the scenario's branch in each draw, NULL when
 * it has none. */
struct ensemble {
    struct ensemble_input input;
    size_t first;
    size_t draws;
    uint64_t seed;
    size_t rows;
    const uint32_t *items;
    size_t item_count;
    const uint32_t *indicators;
    size_t indicator_count;
    const double *const *baseline;
    const double *const *scenario;
    const double *const *baseline_raw;
    const double *const *scenario_raw;
    const size_t *at_floor;
    const size_t *at_ceiling;
    const struct ensemble_times *times;
    size_t time_count;
    const uint8_t *branch;
    const struct ensemble_loss *losses;
    size_t loss_count;
    bool baseline_shared;
};

/* NULL with err: without memory, where levers raise each other in a circle, where a lever that is
 * raised moves what scales the one that raises it, or when a formula of the rule fails. The same
 * bits for any number of threads, any kernel, and however the draws are split. */
const struct ensemble *ensemble_run(struct arena *arena, const struct ensemble_input *input,
                                    const struct ensemble_options *options, struct err *err);

/* Parts of one ensemble, in the order of their draws (each begins where the one before ended), as
 * one. NULL without memory. */
const struct ensemble *ensemble_merge(struct arena *arena, const struct ensemble *const *parts,
                                      size_t count);

#endif
