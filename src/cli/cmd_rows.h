/* What verbs make of a project, apart from where it goes: for the verbs, and for the calls of free
 * scripts. */
#ifndef TIDEMARK_CLI_CMD_ROWS_H
#define TIDEMARK_CLI_CMD_ROWS_H

#include "cli/session.h"

#include "base/text.h"

/* Tidy rows with their meta data, and the tables made of them for people; bare asks for the rows
 * alone. Audit and score make displays, which have their warnings among their notes, the others a
 * single one; of scenarios bare rows alone are made. All are the session's arena's. */
struct cmd_rows {
    bool bare;
    struct rows *tidy;
    struct rows *single;
    struct rows **displays;
    size_t display_count;
};

/* Each makes what the options of the session ask its verb for. False, said by the session, when it
 * cannot. */
bool cmd_audit_rows(struct session *session, struct cmd_rows *made);
bool cmd_compare_rows(struct session *session, struct cmd_rows *made);
bool cmd_change_rows(struct session *session, struct cmd_rows *made);
bool cmd_robust_rows(struct session *session, struct cmd_rows *made);
bool cmd_explain_rows(struct session *session, struct cmd_rows *made);
bool cmd_sensitivity_rows(struct session *session, struct cmd_rows *made);
bool cmd_score_rows(struct session *session, struct cmd_rows *made);
bool cmd_status_rows(struct session *session, struct cmd_rows *made);
/* The arguments are the names of scenarios, or countries. */
bool cmd_scenario_rows(struct session *session, struct cmd_rows *made);
bool cmd_scenario_levers_rows(struct session *session, struct cmd_rows *made);

/* Draws what the options ask `chart` for, in the format of --format or of the name that --output
 * gives, which is not written. image is the caller's to free, after a failure too; rows are those
 * that were drawn, with warnings among their meta data. */
bool cmd_chart_image(struct session *session, struct text_buffer *image, const struct rows **rows);

#endif
