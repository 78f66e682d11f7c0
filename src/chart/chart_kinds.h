/* The kinds of chart: each plans (what it shows, how high it is, its title and subtitle) and then
 * draws between the page's title and its source line. */
#ifndef TIDEMARK_CHART_CHART_KINDS_H
#define TIDEMARK_CHART_CHART_KINDS_H

#include "chart/chart_page.h"

/* plan sets title, subtitle, height_px (unless it is set) and what plot needs; false with err when
 * the rows cannot be drawn. */
struct chart_kind_row {
    const char *name;
    const char *help;
    const char *columns; /* that the rows must have */
    bool scores;         /* the rows are scores: page->data is read from them */
    /* Draws in characters; NULL: there is no such drawing. */
    void (*terminal)(struct chart_page *page, struct text_buffer *out);
    bool (*plan)(struct chart_page *page, struct err *err);
    void (*plot)(struct chart_page *page);
};

/* The row of a kind; NULL past the last. */
const struct chart_kind_row *chart_kinds_at(size_t index);

/* Lines over time with bands, end points, names at the right and events above. */
bool chart_series_plan(struct chart_page *page, struct err *err);
void chart_series_plot(struct chart_page *page);

/* Points with intervals, a row an item. */
bool chart_dots_plan(struct chart_page *page, struct err *err);
void chart_dots_plot(struct chart_page *page);

/* Title and subtitle of what shows index and pillars side by side; marks: how intervals are drawn
 * ("Lines"). */
void chart_dots_words(struct chart_page *page, const char *marks);

/* Bars from zero, a group an item. */
bool chart_pillars_plan(struct chart_page *page, struct err *err);
void chart_pillars_plot(struct chart_page *page);

/* The first period and the last, joined, a line a country. */
bool chart_slope_plan(struct chart_page *page, struct err *err);
void chart_slope_plot(struct chart_page *page);

/* Every item by country as classed cells. */
bool chart_heatmap_plan(struct chart_page *page, struct err *err);
void chart_heatmap_plot(struct chart_page *page);

/* A small series for each country and item, or, of many countries, for each country. */
bool chart_multiples_plan(struct chart_page *page, struct err *err);
void chart_multiples_plot(struct chart_page *page);

/* Ranks over time. */
bool chart_bump_plan(struct chart_page *page, struct err *err);
void chart_bump_plot(struct chart_page *page);

/* Countries by two items, with their correlation. */
bool chart_scatter_plan(struct chart_page *page, struct err *err);
void chart_scatter_plot(struct chart_page *page);

/* Countries by a lever and an outcome, with where they came from. */
bool chart_quadrant_plan(struct chart_page *page, struct err *err);
void chart_quadrant_plot(struct chart_page *page);

/* What the figures rest on: coverage and doubts by period. */
bool chart_evidence_plan(struct chart_page *page, struct err *err);
void chart_evidence_plot(struct chart_page *page);

/* A change as the sum of its parts. */
bool chart_waterfall_plan(struct chart_page *page, struct err *err);
void chart_waterfall_plot(struct chart_page *page);
void chart_waterfall_terminal(struct chart_page *page, struct text_buffer *out);

/* How often each country has each rank. */
bool chart_ranks_plan(struct chart_page *page, struct err *err);
void chart_ranks_plot(struct chart_page *page);

/* Futures of a scenario as nested intervals, against the baseline. */
bool chart_fan_plan(struct chart_page *page, struct err *err);
void chart_fan_plot(struct chart_page *page);
void chart_fan_terminal(struct chart_page *page, struct text_buffer *out);

/* Baseline and scenario, a row a country. */
bool chart_dumbbell_plan(struct chart_page *page, struct err *err);
void chart_dumbbell_plot(struct chart_page *page);

/* What levers change alone, beside one another in up to four countries: how a tornado is drawn of
 * rows that have the columns lever and gain. */
bool chart_levers_are(const struct rows *rows);
bool chart_levers_plan(struct chart_page *page, struct err *err);
void chart_levers_plot(struct chart_page *page);

/* What each assumption alone moves. */
bool chart_tornado_plan(struct chart_page *page, struct err *err);
void chart_tornado_plot(struct chart_page *page);

#endif
