/* Charts of a reading: which scores a kind is drawn of, and what is said around them. */
#ifndef TIDEMARK_CLI_CHART_SCORES_H
#define TIDEMARK_CLI_CHART_SCORES_H

#include "chart/chart.h"
#include "cli/session.h"

/* Whether a kind shows time: all periods, unless some are chosen. */
bool chart_scores_span(enum chart_kind kind);

/* Fills rows, labels, marks, scale, texts and items of the request, by the kind in it and the
 * arguments after it: an ITEM of series, slope and bump, two of scatter and quadrant, a COUNTRY of
 * waterfall. False, said on stderr, when they do not fit or there is nothing to draw. */
bool chart_scores_request(struct session *session, const struct reading *reading,
                          const char *const *arguments, size_t argument_count,
                          struct chart_request *request);

#endif
