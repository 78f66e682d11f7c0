/* Scores: a rule applied to a panel, for every node of the codebook and the index, with coverage,
 * flags and the interval that the values' own uncertainty gives (semantics.md A4, A8). */
#ifndef TIDEMARK_SCORE_SCORE_H
#define TIDEMARK_SCORE_SCORE_H

#include "base/rows.h"
#include "model/panel.h"
#include "score/rule.h"

struct score_options {
    size_t draws; /* 0: no intervals for aggregates */
    uint64_t seed;
    unsigned threads;
    const struct kernel *kernel;
};

/* Arrays are [item * rows + row] where item is a codebook node index, or node_count for the
 * index. value is the score after the named stages (an indicator's: normalised); low, high its 5
 * and 95 % over draws, NaN when nothing below is uncertain or draws is 0; coverage the share of
 * effective weight observed or carried; flags those of panel cells, of an aggregate the union
 * over what entered it (floor and ceiling only where the aggregate itself is at an end).
 * eligible: the node takes part under the rule's `values`. */
struct score {
    const struct panel *panel;
    const struct rule *rule;
    size_t items;
    size_t rows;
    double *value;
    double *low;
    double *high;
    double *coverage;
    uint16_t *flags;
    bool *eligible; /* [item] */
    size_t drafts;  /* provisional codings that entered any figure */
};

/* NULL with err when it cannot (memory). */
struct score *score_run(struct arena *arena, const struct panel *panel, const struct rule *rule,
                        const struct score_options *options, struct err *err);

/* The item of an id ("index" for the headline), SIZE_MAX when none. */
size_t score_item(const struct score *score, struct text id);

/* The latest period in which every country has an index, else the latest in which most have;
 * false when no country ever has one. */
bool score_default_period(const struct score *score, int32_t *period, size_t *countries_with);

#endif
