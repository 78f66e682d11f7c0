/* The note of charts that rest on judged magnitudes. */
#ifndef TIDEMARK_CLI_CHART_JUDGEMENT_H
#define TIDEMARK_CLI_CHART_JUDGEMENT_H

#include "base/arena.h"
#include "base/rows.h"
#include "chart/chart_words.h"

/* What rows of the scenario verbs rest on: that magnitudes are judged, by whom (the levers' own
 * texts), and which effects have no base. NULL for other rows, and without memory. */
const char *chart_judgement_note(struct arena *arena, enum chart_language language,
                                 const struct rows *rows);

#endif
