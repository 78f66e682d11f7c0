#include "cli/cmd.h"
#include "cli/cmd_scenario.h"

enum err_status cmd_levers(const struct opt *opt)
{
    return cmd_scenario_begin(opt, cmd_scenario_find("levers"), opt->arguments,
                              opt->argument_count);
}
