/* Scores: a rule applied to a panel, for every node of the codebook and the index, with coverage,
 * flags and the interval that the values' own uncertainty gives (semantics.md A4, A8). */
#ifndef TIDEMARK_SCORE_SCORE_H
#define TIDEMARK_SCORE_SCORE_H

#include "base/rows.h"
#include "model/panel.h"
#include "score/compile.h"
#include "score/rule.h"

/* Intervals are made only for periods draws_first..draws_last; threads 0 counts as 1. */
struct score_options {
    size_t draws; /* 0: no intervals for aggregates */
    int32_t draws_first;
    int32_t draws_last;
    uint64_t seed;
    unsigned threads;
    const struct kernel *kernel;
};

/* Arrays are [item * rows + row] where item is a codebook node index, or node_count for the
 * index.
 *   value     the score after the named stages (an indicator's: normalised)
 *   low, high 5 and 95 % over draws (quantiles of type 7), widened to contain value; an indicator's
 *             are the ends of its own interval, normalised. NaN when nothing that entered is
 *             uncertain, when draws is 0, and outside the periods asked for
 *   coverage  the share of effective weight below that was observed or carried (not imputed, not
 *             assumed), also where value is missing; NaN where not eligible
 *   flags     those of panel cells; of an aggregate the union over what entered it, but floor and
 *             ceiling only where it stands at an end of the scale itself or (floor) a geometric
 *             mean's floor raised a child. None where value is missing
 * drafts counts the provisional codings (observations) that entered any figure of the periods
 * draws_first..draws_last; exact the cells there whose value has neither interval nor grade, of
 * present cells in all. */
struct score {
    const struct panel *panel;
    const struct rule *rule;
    const struct compile *compile;
    const struct kernel *kernel;
    size_t items;
    size_t rows;
    double *value; /* these five are read through the functions below */
    double *low;
    double *high;
    double *coverage;
    uint16_t *flags;
    bool *eligible; /* [item]: it takes part under the rule's `values` */
    size_t drafts;
    size_t exact;
    size_t present;
};

/* NULL with err when it cannot (memory). The same panel, rule, draws and seed give the same bits
 * whatever the threads and the kernel. */
struct score *score_run(struct arena *arena, const struct panel *panel, const struct rule *rule,
                        const struct score_options *options, struct err *err);

/* What stands at an item and row. */
double score_value(const struct score *score, size_t item, size_t row);
double score_low(const struct score *score, size_t item, size_t row);
double score_high(const struct score *score, size_t item, size_t row);
double score_coverage(const struct score *score, size_t item, size_t row);
unsigned score_flags(const struct score *score, size_t item, size_t row);

/* The item of an id ("index" for the headline), SIZE_MAX when none. */
size_t score_item(const struct score *score, struct text id);

/* The id of an item, and its level ("index", "pillar", "group", "indicator"). */
const char *score_item_id(const struct score *score, size_t item);
const char *score_item_level(const struct score *score, size_t item);

/* The row of a country and period, SIZE_MAX outside the panel. */
size_t score_row(const struct score *score, uint32_t country, int32_t period);

/* The latest period in which every country has an index, else the latest among those in which most
 * have; false when no country ever has one. */
bool score_default_period(const struct score *score, int32_t *period, size_t *countries_with);

#endif
