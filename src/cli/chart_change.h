/* The change of a country between two periods, as rows for a waterfall. */
#ifndef TIDEMARK_CLI_CHART_CHANGE_H
#define TIDEMARK_CLI_CHART_CHANGE_H

#include "chart/chart.h"
#include "cli/session.h"
#include "score/score_rows.h"

/* Fills rows, labels and measure of the request from the comparison of the selection's last period
 * with its first: of the country that is named, else of the one whose index changed most. False,
 * said on stderr, when no country has an index in both. */
bool chart_change_request(struct session *session, const struct reading *reading,
                          const struct score_selection *selection, const char *const *arguments,
                          size_t argument_count, struct chart_request *request);

#endif
