/* Charts from tidy rows. This folder knows nothing of indices: names and order come with the
 * rows. */
#ifndef TIDEMARK_CHART_CHART_H
#define TIDEMARK_CHART_CHART_H

#include "base/arena.h"
#include "base/err.h"
#include "base/rows.h"
#include "base/text.h"
#include "chart/chart_words.h"

#include <stdbool.h>

enum chart_kind {
    CHART_SERIES,
    CHART_DOTS,
    CHART_PILLARS,
    CHART_SLOPE,
    CHART_HEATMAP,
    CHART_MULTIPLES,
    CHART_BUMP,
    CHART_SCATTER,
    CHART_QUADRANT,
    CHART_EVIDENCE,
    CHART_WATERFALL,
    CHART_RANKS,
    CHART_FAN,
    CHART_DUMBBELL,
    CHART_TORNADO,
};
enum chart_format { CHART_SVG, CHART_PNG, CHART_PDF, CHART_TERMINAL, CHART_SCRIPT };

/* rows: tidy rows; chart_kind_columns says which columns a kind needs. For most these are scores
 * (country, period, level, item, value, low, high, coverage, flags).
 * labels: what ids are called, in the order to draw: columns id, name, kind (country | item |
 * beside), parent (an item's pillar; empty otherwise). An item beside is drawn, but no title
 * compares countries by it. NULL: ids stand for themselves, in the order of the rows.
 * marks: events to draw, or NULL: columns period_position (a number on the period axis: 2020.76),
 * date (as people read it: "Oct 2020"), label, country (empty: all), kind (event | signal).
 * measure: what the figure is, for the subtitle and a title that states no finding ("Rights
 * score"). scale_worst, scale_best: the ends of the scale, NaN where nobody knows; unit_low,
 * unit_high: what they mean ("worst", "best").
 * band: what low and high mean in words ("90 % interval of the published standard errors"); NULL
 * when no row has them. source: the source line, made by the caller from meta data.
 * x_item, y_item: the items on the axes of a scatter and a quadrant; NULL: the first two.
 * x_words: a sentence on what the x axis stands for, where it is not what was asked for; or NULL.
 * focus: ids of up to three countries drawn in colour where there are more than three.
 * language: of the chart's own words; names and what the caller gives stay as they are.
 * title, subtitle, note: override what would be generated; NULL otherwise. */
struct chart_request {
    enum chart_kind kind;
    enum chart_language language;
    const struct rows *rows;
    const struct rows *labels;
    const struct rows *marks;
    const char *measure;
    double scale_worst;
    double scale_best;
    const char *unit_low;
    const char *unit_high;
    const char *band;
    const char *source;
    const char *x_item;
    const char *y_item;
    const char *x_words;
    const char *const *focus;
    size_t focus_count;
    const char *title;
    const char *subtitle;
    const char *note;
    int width_px; /* 0: the kind's own */
    int height_px;
    int columns;         /* terminal width for CHART_TERMINAL */
    bool colour;         /* terminal colours */
    const char *gnuplot; /* path or name, NULL: gnuplot */
};

/* Draws and gives the image's bytes, checked to be whole. script, if not NULL, receives the
 * gnuplot text (also when drawing fails). False with err: rows that cannot be drawn are
 * ERR_INPUT; gnuplot missing, failing, hanging or printing errors, or a font missing, ERR_MACHINE
 * with what to do. notices, if not NULL, receives sentences (a character no font covers, an event
 * left out for lack of room). */
bool chart_draw(const struct chart_request *request, enum chart_format format,
                struct text_buffer *image, struct text_buffer *script, struct err_list *notices,
                struct err *err);

/* "series" → CHART_SERIES; false when there is no such kind. chart_kind_name for help, NULL
 * past the last. */
bool chart_kind_of(const char *name, enum chart_kind *kind);
const char *chart_kind_name(size_t index);

/* What a kind shows, in a few words, and the columns its rows must have, apart at commas. */
const char *chart_kind_help(enum chart_kind kind);
const char *chart_kind_columns(enum chart_kind kind);

/* Whether a kind's rows are scores, and whether it can be drawn in a terminal. */
bool chart_kind_scores(enum chart_kind kind);
bool chart_kind_terminal(enum chart_kind kind);

/* Whether gnuplot and the font can be used, for doctor: a sentence each in text; true when both
 * can. */
bool chart_ready(const char *gnuplot, struct text_buffer *text);

#endif
