/* The verb `scenario`: what it can do, one row each, one cmd_scenario_*.c file each. */
#ifndef TIDEMARK_CLI_CMD_SCENARIO_H
#define TIDEMARK_CLI_CMD_SCENARIO_H

#include "cli/opt.h"

#include <stddef.h>

/* As struct verb, behind `tidemark scenario`; its own word is no argument any more. */
struct cmd_scenario_verb {
    const char *name;
    const char *arguments;
    const char *summary;
    enum err_status (*run)(const struct opt *opt);
};

/* Walks them in the order of help; NULL past the last. */
const struct cmd_scenario_verb *cmd_scenario_at(size_t index);

/* The scenarios of the project: days, countries, what they pull, what they ask. */
enum err_status cmd_scenario_list(const struct opt *opt);
/* Its levers: who acts, what they move, with what chance. */
enum err_status cmd_scenario_levers(const struct opt *opt);

#endif
