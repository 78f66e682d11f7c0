/* The entry of every verb: takes the parsed options, says everything itself, returns the exit
 * status. */
#ifndef TIDEMARK_CLI_CMD_H
#define TIDEMARK_CLI_CMD_H

#include "cli/opt.h"

/* Every problem of the project, as compilers print them. */
enum err_status cmd_check(const struct opt *opt);
/* What deserves attention in a period. */
enum err_status cmd_status(const struct opt *opt);
/* Index and pillars of each country. */
enum err_status cmd_score(const struct opt *opt);
/* One figure down to its sources. */
enum err_status cmd_explain(const struct opt *opt);
/* Countries or dates side by side. */
enum err_status cmd_compare(const struct opt *opt);
/* What changed between two states of a model. */
enum err_status cmd_diff(const struct opt *opt);
/* Whether the index hangs together. */
enum err_status cmd_audit(const struct opt *opt);
/* What moved a score between two periods. */
enum err_status cmd_change(const struct opt *opt);
/* Scores anew whenever a file is saved. */
enum err_status cmd_watch(const struct opt *opt);
/* Whom to cite. */
enum err_status cmd_cite(const struct opt *opt);
/* Everything behind published figures in one folder or archive. */
enum err_status cmd_freeze(const struct opt *opt);
/* Whether a release comes out the same again. */
enum err_status cmd_verify(const struct opt *opt);
/* How sure scores and ranks are when values, weights and methods vary. */
enum err_status cmd_robust(const struct opt *opt);
/* Which judgement decides an outcome. */
enum err_status cmd_sensitivity(const struct opt *opt);
/* A chart of any kind, or all, to a file, a folder or the terminal. */
enum err_status cmd_chart(const struct opt *opt);
/* A free script. */
enum err_status cmd_run(const struct opt *opt);
/* A draft of the description of a bulk file. */
enum err_status cmd_import(const struct opt *opt);
/* A value, an event, a source recorded in its file; a value or event withdrawn; all that was. */
enum err_status cmd_observe(const struct opt *opt);
enum err_status cmd_event(const struct opt *opt);
enum err_status cmd_source(const struct opt *opt);
enum err_status cmd_retract(const struct opt *opt);
enum err_status cmd_history(const struct opt *opt);
/* How far coders agree. */
enum err_status cmd_agree(const struct opt *opt);
/* What stages took from the data, stored. */
enum err_status cmd_frame(const struct opt *opt);
/* What is assumed to happen; what it can do stands in cmd_scenario.h. */
enum err_status cmd_scenario(const struct opt *opt);
/* What each lever would do alone. */
enum err_status cmd_levers(const struct opt *opt);
/* Whether this machine has what is needed. */
enum err_status cmd_doctor(const struct opt *opt);
/* The verbs, or one verb's options. */
enum err_status cmd_help(const struct opt *opt);

#endif
