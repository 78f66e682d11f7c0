/* Shares of ranks, run for their chart. */
#ifndef TIDEMARK_CLI_CHART_ROBUST_H
#define TIDEMARK_CLI_CHART_ROBUST_H

#include "chart/chart.h"
#include "cli/session.h"

/* Fills rows, labels, texts and note of the request: how often each country has each rank, by the
 * index or the item that is named, in the reading's last period. reading has all periods. False,
 * said by the session, when the arguments do not fit or nothing can vary. */
bool chart_robust_request(struct session *session, const struct reading *reading,
                          const char *const *arguments, size_t count,
                          struct chart_request *request);

#endif
