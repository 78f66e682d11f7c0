/* The kinds of chart: each writes its part of the script after the page's head. */
#ifndef TIDEMARK_CHART_CHART_KINDS_H
#define TIDEMARK_CHART_CHART_KINDS_H

#include "chart/chart_page.h"

/* Height in CSS pixels when the request gives none. */
int chart_kinds_height(enum chart_kind kind, const struct chart_data *data);

/* Lines over time with bands, end points, names at the right and events above. bottom is what
 * chart_page_head kept free. */
void chart_series_plot(struct chart_page *page, double bottom);

/* Points with intervals, a row an item. */
void chart_dots_plot(struct chart_page *page, double bottom);

/* Every item by country as classed cells. */
void chart_heatmap_plot(struct chart_page *page, double bottom);

#endif
