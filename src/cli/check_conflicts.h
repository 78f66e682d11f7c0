/* Where sources disagree and nothing says which one stands. */
#ifndef TIDEMARK_CLI_CHECK_CONFLICTS_H
#define TIDEMARK_CLI_CHECK_CONFLICTS_H

#include "cli/session.h"

/* Adds to the session's problems a notice for each indicator of a country that has periods in which
 * sources or coders disagree (flag conflict) and no preference holds. */
void check_conflicts(struct session *session);

#endif
