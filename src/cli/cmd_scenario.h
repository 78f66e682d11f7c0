/* The verb `scenario`: what it can do, one row each, one cmd_scenario_*.c file each. */
#ifndef TIDEMARK_CLI_CMD_SCENARIO_H
#define TIDEMARK_CLI_CMD_SCENARIO_H

#include "cli/scenario_ask.h"
#include "cli/session.h"

#include <stddef.h>

/* As struct verb, behind `tidemark scenario`: run gets an open session and the words behind the
 * verb's own, at least `least` and at most `most` of them, and says everything itself. */
struct cmd_scenario_verb {
    const char *name;
    const char *arguments;
    const char *summary;
    size_t least;
    size_t most;
    void (*run)(struct session *session, const char *const *words, size_t count);
};

/* Walks them in the order of help; NULL past the last. */
const struct cmd_scenario_verb *cmd_scenario_at(size_t index);

/* The one of that name, NULL when there is none. */
const struct cmd_scenario_verb *cmd_scenario_find(const char *name);

/* Runs one of them on the words behind it. */
enum err_status cmd_scenario_begin(const struct opt *opt, const struct cmd_scenario_verb *verb,
                                   const char *const *words, size_t count);

/* The scenarios of the project: days, countries, what they pull, what they ask. */
void cmd_scenario_list(struct session *session, const char *const *words, size_t count);
/* What each lever would do alone: [COUNTRY…]. */
void cmd_scenario_levers(struct session *session, const char *const *words, size_t count);
/* Scenarios against their baselines: NAME…. */
void cmd_scenario_run(struct session *session, const char *const *words, size_t count);
/* The first scenario with each later one: NAME NAME…. */
void cmd_scenario_compare(struct session *session, const char *const *words, size_t count);
/* Which assumption did what: NAME COUNTRY [ITEM]. */
void cmd_scenario_explain(struct session *session, const char *const *words, size_t count);
/* The smallest change that reaches --target: NAME. */
void cmd_scenario_solve(struct session *session, const char *const *words, size_t count);
/* As it would have run on an earlier day, beside what happened: NAME. */
void cmd_scenario_backtest(struct session *session, const char *const *words, size_t count);

/* The rows of one scenario's index over its periods, and ask as it was run; NULL, said by the
 * session, when it cannot. */
struct rows *cmd_scenario_run_index(struct session *session, const char *name,
                                    struct scenario_ask *ask);
/* Each lever alone, in a scenario of nothing else, in some countries or (count 0) all of these: the
 * index, or the item of --item. NULL likewise. */
struct rows *cmd_scenario_levers_index(struct session *session, const char *const *words,
                                       size_t count, struct scenario_ask *ask);

#endif
