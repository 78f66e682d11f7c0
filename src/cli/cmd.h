/* The entry of every verb: takes the parsed options, says everything itself, returns the exit
 * status. */
#ifndef TIDEMARK_CLI_CMD_H
#define TIDEMARK_CLI_CMD_H

#include "cli/opt.h"

enum err_status cmd_check(const struct opt *opt);
enum err_status cmd_status(const struct opt *opt);
enum err_status cmd_score(const struct opt *opt);
enum err_status cmd_explain(const struct opt *opt);
enum err_status cmd_compare(const struct opt *opt);
enum err_status cmd_chart(const struct opt *opt);
enum err_status cmd_doctor(const struct opt *opt);
enum err_status cmd_help(const struct opt *opt);

#endif
