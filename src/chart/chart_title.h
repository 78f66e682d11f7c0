/* Titles that state only what the figures show. */
#ifndef TIDEMARK_CHART_CHART_TITLE_H
#define TIDEMARK_CHART_CHART_TITLE_H

#include "chart/chart_data.h"

/* A series: who fell (or rose) most between the first and the last period, when both ends are there
 * for every country, no break lies between them, and the intervals at the two ends do not overlap;
 * else the measure and the span. Figures have so many decimals. *subject: the country it speaks
 * of, SIZE_MAX when of none. NULL without memory. */
const char *chart_title_series(struct arena *arena, const struct chart_data *data,
                               const char *measure, int decimals, size_t *subject);

/* Dots and heatmap: who is highest on most items, counting items that every country has and on
 * which it is above all others beyond the intervals; else the measure. indicators: the items are
 * these, not pillars. */
const char *chart_title_highest(struct arena *arena, const struct chart_data *data,
                                const char *measure, bool indicators, size_t *subject);

/* Of several items over time: the country that fell on most of them between the first period and
 * the last, counting items whose both ends are there, unbroken, with intervals that do not overlap;
 * else the measure. */
const char *chart_title_falls(struct arena *arena, const struct chart_data *data,
                              const char *measure, size_t *subject);

/* Ranks over time: who moved most places between the first period and the last, when both ends are
 * there for every country, nobody moved as many, and the intervals at the mover's two ends do not
 * overlap; else the measure. ranks[country][period], 0 where there is none. */
const char *chart_title_ranks(struct arena *arena, const struct chart_data *data,
                              const char *measure, const int *ranks, size_t *subject);

#endif
