/* What a change comes from: the one list of causes, for a country's change and for that of a whole
 * state of a model. */
#ifndef TIDEMARK_SCORE_SCORE_CAUSE_H
#define TIDEMARK_SCORE_SCORE_CAUSE_H

#include "score/score_used.h"

/* EVENT: effects of events. CORRECTION: a figure of a date that had one is another, or was
 * withdrawn. METHOD: rule and codebook but for WEIGHT: what the parts weigh. DATA: a first figure,
 * or one of a later date. IMPUTATION: at one end at least the rule filled the figure in. FRAME:
 * what the rule takes from elsewhere to place a figure: from other figures (a period's extremes, a
 * mean, other countries' places, an earlier period), from the year. */
enum score_cause {
    SCORE_CAUSE_EVENT,
    SCORE_CAUSE_CORRECTION,
    SCORE_CAUSE_METHOD,
    SCORE_CAUSE_DATA,
    SCORE_CAUSE_WEIGHT,
    SCORE_CAUSE_IMPUTATION,
    SCORE_CAUSE_FRAME,
    SCORE_CAUSES
};

/* The word of a cause, static: "event", "correction", "method", "new data", "weight", "imputation",
 * "frame". */
const char *score_cause_word(enum score_cause cause);

/* Why a figure that differs does: before and after are what stood, NULL nothing; same_period: both
 * stand in one period. DATA or CORRECTION. */
enum score_cause score_cause_of_data(const struct observation *before,
                                     const struct observation *after, bool same_period);

/* One end: a score, its panel without events (the score's own where it is not read live), a row,
 * and the rules that its rule uses with their values there, NULL: not taken apart. */
struct score_cause_end {
    const struct score *score;
    const struct panel *base;
    size_t row;
    const struct score_used *used;
};

/* An indicator at both ends, in its own units: what was observed at the first end, the same as the
 * second end knows it (another figure of the same date; else as before), at the second; how far
 * events are to move it at each. whole: the cause of all its part where it has no figure at an end
 * or one that was filled in, else SCORE_CAUSES. data: that of another figure. */
struct score_cause_cell {
    double observed[3];
    double shift[2];
    enum score_cause whole;
    enum score_cause data;
    bool same; /* one observation at both ends */
};

/* Cells of every indicator [indicator]: both ends have one codebook. NULL without memory. */
struct score_cause_cell *score_cause_cells(struct arena *arena, const struct score_cause_end *a,
                                           const struct score_cause_end *b);

/* b[root] - a[root] by item and cause: causes[item × SCORE_CAUSES + cause], over all causes the
 * part that score_split gives the item, within 1e-9; parts and errors as score_split. WEIGHT and
 * METHOD are 0: both ends have one rule.
 *
 * An indicator's part is in proportion to its own move, which is shared by the Shapley value among
 * the figure observed (first the correction, then what is new), the events and the frame; the rest
 * of a part comes with an indicator that appears or goes, and has the cause of that. Where the
 * indicator's value with some of these alone is not known (it looks at other rows), its main cause
 * has all of it: the figure, else events, else the frame. around receives what items, not
 * indicators, have from the frame: with the parts of indicators it sums to root's. False without
 * memory. */
bool score_cause_split(struct arena *arena, const struct score_cause_end *a,
                       const struct score_cause_end *b, const struct score_cause_cell *cells,
                       size_t root, const double *values_a, const double *values_b, double *parts,
                       double *errors, double *causes, double *around);

#endif
