/* What there is in a project, as rows for scripts. */
#ifndef TIDEMARK_CLI_RUN_LIST_H
#define TIDEMARK_CLI_RUN_LIST_H

#include "cli/session.h"

/* Each gives *rows in the session's arena; false, said by the session, when it cannot.
 *
 * countries   country, name: those of --countries, else all
 * indicators  item, name, pillar, parent, role, weight, worst, best, unit: in codebook order; worst
 *             and best are missing where there are no goalposts
 * periods     period, first_day, last_day: those of --at or --years, else all; --period chooses the
 *             axis */
bool run_list_countries(struct session *session, struct rows **rows);
bool run_list_indicators(struct session *session, struct rows **rows);
bool run_list_periods(struct session *session, struct rows **rows);

#endif
