/* Scores: a rule applied to a panel, for every node of the codebook and the index, with coverage,
 * flags and the interval that the values' own uncertainty gives (semantics.md A4, A8). */
#ifndef TIDEMARK_SCORE_SCORE_H
#define TIDEMARK_SCORE_SCORE_H

#include "base/rows.h"
#include "model/panel.h"
#include "score/compile.h"
#include "score/rule.h"
#include "score/score_bind.h"

/* All periods of the panel are scored, or (windowed) first..last only; intervals are made for
 * draws_first..draws_last, those that are shown; threads 0 counts as 1. host runs formulas row by
 * row, NULL: there are none. Frames look at all rows, or (framed) only at those of the periods
 * framed_first..framed_last and of the countries that framed_countries marks by their place in the
 * project (NULL: all). */
struct score_options {
    size_t draws; /* 0: no intervals for aggregates */
    int32_t draws_first;
    int32_t draws_last;
    bool windowed;
    int32_t first;
    int32_t last;
    bool framed;
    int32_t framed_first;
    int32_t framed_last;
    const bool *framed_countries;
    uint64_t seed;
    unsigned threads;
    const struct kernel *kernel;
    const struct formula_host *host;
};

/* More cells times draws than this are not drawn (semantics.md A8). */
#define SCORE_DRAWN_CELLS_MAX 1e8

/* Arrays are [item * rows + row - first_row] where item is one of compile's: a codebook node index,
 * a result, or the last for the index; rows are those of the periods scored.
 *   value     the score after the named stages (an indicator's: normalised); a text result's place
 *             among bind.texts
 *   low, high 5 and 95 % over draws (quantiles of type 7), widened to contain value; an indicator's
 *             are the ends of its own interval, normalised; a result's those its formula gives, if
 *             it does. NaN when nothing uncertain entered, or nothing that moves what a formula
 *             gives, when draws is 0, outside the periods asked for, and where too much would have
 *             to be drawn
 *   coverage  the share of effective weight below that was observed or carried (not imputed, not
 *             assumed), also where value is missing; NaN where not eligible. A figure that gives no
 *             value (screened out, without its denominator, at 0 for a logarithm) is none; of a
 *             formula the share of what it reads, other rules' indicators among it
 *   flags     those of panel cells; of an aggregate the union over what entered it, but floor and
 *             ceiling only where it is a mean of normalised indicators that stands at an end of the
 *             scale itself or (floor) a geometric mean's floor raised a child. None where value is
 *             missing
 * drafts counts the provisional codings (observations) that entered any figure of the periods
 * draws_first..draws_last; exact the cells there whose value has neither interval nor grade, of
 * present cells in all. cells_undrawn is not 0 where intervals are lacking because so many cells
 * would have to be drawn. */
struct score {
    const struct panel *panel;
    const struct rule *rule;
    const struct compile *compile;
    const struct kernel *kernel;
    struct score_bind bind;
    unsigned threads;
    uint64_t seed;
    size_t items;
    size_t first_row;
    size_t rows;
    double *value; /* these five are read through the functions below */
    double *low;
    double *high;
    double *coverage;
    uint16_t *flags;
    double **weights;  /* [item]: [child * rows + row] where the data decide them, else NULL */
    double **unfilled; /* [item]: an indicator's values before filling, NULL where nothing is */
    bool *eligible;    /* [item]: it takes part under the rule's `values` */
    size_t drafts;
    size_t exact;
    size_t present;
    double cells_undrawn;
};

/* NULL with err when it cannot: without memory, when the rule cannot be computed, where a method is
 * not defined for the data (a column without range, a zero in a geometric mean), and where a stored
 * frame has no figures for the class of a row that is shown (elsewhere such rows are missing as a
 * whole). The same panel, rule, draws and seed give the same bits whatever the threads and the
 * kernel. */
struct score *score_run(struct arena *arena, const struct panel *panel, const struct rule *rule,
                        const struct score_options *options, struct err *err);

/* The figures of every frame of the rule, taken from the data under options, whatever is stored;
 * nothing else is computed. score receives what they belong to: bind and compile. False with err,
 * as score_run. */
bool score_figures(struct arena *arena, const struct panel *panel, const struct rule *rule,
                   const struct score_options *options, struct score *score,
                   struct graph_figures *figures, struct err *err);

/* What stands at an item and row. */
double score_value(const struct score *score, size_t item, size_t row);
double score_low(const struct score *score, size_t item, size_t row);
double score_high(const struct score *score, size_t item, size_t row);
double score_coverage(const struct score *score, size_t item, size_t row);
unsigned score_flags(const struct score *score, size_t item, size_t row);

/* The weight of a child (by its place among the item's children) at a row, not normalised; NaN
 * where the data give none. */
double score_weight(const struct score *score, size_t item, size_t child, size_t row);

/* The text of a text result at a row, "" where it is missing. */
const char *score_text(const struct score *score, size_t item, size_t row);

/* The item of the index. */
size_t score_index(const struct score *score);

/* A stage of every eligible indicator, at the rows scored: out[indicator] receives rows values,
 * NULL where none are wanted. False without memory. */
bool score_stage(struct arena *arena, const struct score *score, enum compile_stage stage,
                 double *const *out);

/* The values of nodes of the graph at the rows scored: out[i] receives rows values. False without
 * memory, or where a function that runs row by row fails. */
bool score_nodes(const struct score *score, const uint32_t *nodes, size_t count,
                 double *const *out);

/* The item of an id ("index" for the headline; a result before a node of the same id), SIZE_MAX
 * when none. */
size_t score_item(const struct score *score, struct text id);

/* The item of a row, by its level and id; SIZE_MAX when none. */
size_t score_item_of(const struct score *score, const char *level, const char *id);

/* The id of an item, and its level ("index", "pillar", "group", "indicator", "result"). */
const char *score_item_id(const struct score *score, size_t item);
const char *score_item_level(const struct score *score, size_t item);

/* Whether an item's formula runs row by row: which of its inputs it reads is not known. */
bool score_by_row(const struct score *score, size_t item);

/* The row of a country and period, SIZE_MAX outside the panel. */
size_t score_row(const struct score *score, uint32_t country, int32_t period);

/* Clears there[row of the panel] where a rule gives no index. Only the index is computed. False
 * with err, as score_run. */
bool score_have_index(struct arena *arena, const struct panel *panel, const struct rule *rule,
                      const struct score_options *options, bool *there, struct err *err);

/* The latest period in which every country is there, else the latest among those in which most are;
 * countries_with is 0, and period untouched, when no country ever is. */
void score_latest_fullest(const struct panel *panel, const bool *there, int32_t *period,
                          size_t *countries_with);

#endif
