/* What the verbs of scenarios have in common: levers, a scenario, what it starts from, its draws.
 */
#ifndef TIDEMARK_CLI_SCENARIO_ASK_H
#define TIDEMARK_CLI_SCENARIO_ASK_H

#include "cli/session.h"
#include "scenario/ensemble.h"

/* A scenario ready to be run. reading has the rule, the panel and the axis; first..last are the
 * scenario's periods that are shown, countries those of its own that are. watch may end its draws
 * (NULL: none), of which there are to be draws. */
struct scenario_ask {
    struct session *session;
    struct reading reading;
    const struct levers *levers;
    const struct scenario *scenario;
    const struct held *held;
    const struct score *score;
    int32_t first;
    int32_t last;
    const uint32_t *countries;
    size_t country_count;
    const struct pool_watch *watch;
    size_t draws;
};

/* Reads the rule that scenarios are scored by (--rule, else the codebook's scenario_rule, else its
 * rule), the panel, the levers and the scenario of that name ("NAME", "FILE.lua", or several one
 * after another, "A+B"). False when it cannot, said on stderr, as do all of these. */
bool scenario_ask_begin(struct session *session, const char *name, struct scenario_ask *ask);

/* Likewise, but what it starts from is not made: for scenario_ask_take with a scenario made of it.
 */
bool scenario_ask_read(struct session *session, const char *name, struct scenario_ask *ask);

/* Whether a country is one of the scenario's; false after saying that it is not. */
bool scenario_ask_has(const struct scenario_ask *ask, uint32_t country);

/* Another scenario beside the one of ask, under the same rule and panel. */
bool scenario_ask_another(const struct scenario_ask *ask, const char *name,
                          struct scenario_ask *another);

/* The same with another scenario in its place: what it starts from is made anew, and what is shown
 * chosen again. */
bool scenario_ask_take(struct scenario_ask *ask, const struct scenario *scenario);

/* The run's figures at these levels (enum score_level; indicators in their own units), over the
 * draws that the options name. like: an ensemble whose baseline may be taken over, NULL none. */
const struct ensemble *scenario_ask_run(const struct scenario_ask *ask, unsigned levels,
                                        const struct ensemble *like);

/* The same figures of what is held alone, where levers in the background move the baseline; NULL
 * in still where they do not. False with an error said. */
bool scenario_ask_still(const struct scenario_ask *ask, unsigned levels,
                        const struct ensemble **still);

/* The options of a run without what is wanted of it; input receives what it runs on. */
struct ensemble_options scenario_ask_options(const struct scenario_ask *ask,
                                             struct ensemble_input *input);

/* Makes one figure the only one wanted: a node's, a result's or the index' id (NULL: the index). */
bool scenario_ask_figure(const struct scenario_ask *ask, const char *id,
                         struct ensemble_options *options);

/* Puts what the results rest on into their meta data: the reading, the scenario's assumptions, its
 * draws, what overlaps, and how many indicators move without a base. */
void scenario_ask_meta(const struct scenario_ask *ask, struct rows *rows);

#endif
