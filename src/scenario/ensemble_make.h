/* What the parts of making an ensemble share. */
#ifndef TIDEMARK_SCENARIO_ENSEMBLE_MAKE_H
#define TIDEMARK_SCENARIO_ENSEMBLE_MAKE_H

#include "scenario/ensemble_block.h"

/* How a cell's base is drawn: one value (stream 0), by the interval of its observation, or by the
 * triangle that the scenario assumes. */
struct ensemble_cell {
    uint64_t stream;
    size_t row; /* the panel's */
    const struct scenario_assume *assume;
};

/* One of baseline and scenario: a plan a country, and where its values go (struct ensemble). */
struct ensemble_side {
    const struct plan **plans;
    double **values;
    double **raw;
    bool made; /* else taken over from another ensemble */
};

/* An ensemble while it is made. rests [item * indicators + indicator] of the items wanted; around
 * [item] marks those that look at other rows. moved [place * indicators + indicator] marks what the
 * plans of either side move. needed [indicator] are read at all. cells are [(place * periods +
 * period) * indicators + indicator]. cut_low and cut_high are [block * cells + cell] counts.
 * months are [time][draw]. */
struct ensemble_make {
    const struct ensemble_input *input;
    const struct ensemble_options *options;
    struct ensemble_side baseline;
    struct ensemble_side scenario;
    size_t places;
    size_t periods;
    size_t rows;
    size_t indicators;
    bool *rests;
    bool *around;
    bool any_around;
    bool *moved;
    bool *needed;
    struct ensemble_cell *cells;
    size_t *cut_low;
    size_t *cut_high;
    struct ensemble_times *times;
    double **months;
    size_t time_count;
    uint8_t *branch;
    struct arena **arenas;
};

/* Whether an item wanted is moved at a place. */
bool ensemble_make_moves(const struct ensemble_make *make, size_t item, size_t place);

/* Draws of one block, into the arrays of both sides. False without memory or when a formula failed.
 */
bool ensemble_make_block(struct ensemble_make *make, struct arena *arena, size_t number);

#endif
