/* What a chart needs beside scores: names, marks, the source line, all as plain rows and texts. */
#ifndef TIDEMARK_CLI_CHART_ROWS_H
#define TIDEMARK_CLI_CHART_ROWS_H

#include "chart/chart.h"
#include "cli/session.h"
#include "score/score_rows.h"

/* The rows of one item only, with the same meta data; NULL without memory. */
struct rows *chart_rows_of_item(struct arena *arena, const struct rows *rows, const char *item);

/* id, name, kind, parent of every country, the index, and every eligible item of the selection's
 * levels, in the order to draw. */
struct rows *chart_rows_labels(struct arena *arena, const struct reading *reading,
                               const struct score_selection *selection);

/* The signals within the periods, of the countries shown: period_position, date, label, country,
 * kind; those that touch most countries
 * first, as they have the best claim to room. A period's own slot is centred on its tick: mid-2020
 * stands at 2020. */
struct rows *chart_rows_marks(struct arena *arena, enum chart_language language,
                              const struct reading *reading,
                              const struct score_selection *selection);

/* "Sources: …": the publishers behind the figures shown, then rule and codebook. */
const char *chart_rows_source(struct arena *arena, enum chart_language language,
                              const struct reading *reading,
                              const struct score_selection *selection);

/* What the figure of an item is called. */
const char *chart_rows_measure(struct arena *arena, const struct reading *reading, size_t item);

/* Fills what stands around the figures of an item: scale and what its ends mean, labels, measure
 * and source line, in the request's language. False without memory. */
bool chart_rows_around(struct arena *arena, const struct reading *reading,
                       const struct score_selection *selection, size_t item,
                       struct chart_request *request);

/* What low and high mean; NULL when no row has them. given: the rule's formula gives them. */
const char *chart_rows_band(struct arena *arena, enum chart_language language,
                            const struct rows *rows, double draws, bool given);

/* How many provisional codings stand behind the chart, and what else it must say; NULL when
 * nothing. */
const char *chart_rows_note(struct arena *arena, enum chart_language language,
                            const struct reading *reading);

#endif
