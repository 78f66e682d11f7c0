/* Scores over draws of their values' own uncertainty. */
#ifndef TIDEMARK_SCORE_SCORE_DRAWS_H
#define TIDEMARK_SCORE_SCORE_DRAWS_H

#include "score/score.h"
#include "score/score_spread.h"

/* Whether a cell's value is uncertain: it is there, with an interval of some width. */
bool score_draws_uncertain(const struct panel *panel, uint32_t indicator, size_t row);

/* Draws first..first + count - 1 of an indicator's value in its own units (semantics.md A8,
 * score_spread.h). Draw d depends on seed, d and the cell's stream alone. */
void score_draws_cell(const struct panel *panel, uint32_t indicator, size_t row, uint64_t seed,
                      size_t first, size_t count, double *out);

/* The same values from z, standard normal draws of the cell's stream: cells with one stream share
 * them. out may be z. */
void score_draws_from(const struct panel *panel, uint32_t indicator, size_t row, const double *z,
                      size_t count, double *out);

/* Draws of the wanted items (eligible ones) at a row: out[i] receives options->draws values. mask,
 * when not NULL, marks indicators to be read as missing. Exact values are the same in every draw.
 * An item that depends on other rows is drawn with all of them (score_draws_panel); the others need
 * no more than the row, whose frames are held as they are. Scratch comes from arena and is given
 * back. False without memory. */
bool score_draws_row(struct arena *arena, const struct score *score,
                     const struct score_options *options, size_t row, const bool *mask,
                     const uint32_t *wanted, size_t count, double *const *out);

/* Likewise over rows first_row..first_row + rows - 1, every draw a draw of the whole panel, frames
 * taken anew unless stored: out[i][row × options->draws + draw]. Draws are shared among threads. */
bool score_draws_panel(struct arena *arena, const struct score *score,
                       const struct score_options *options, size_t first_row, size_t rows,
                       const bool *mask, const uint32_t *wanted, size_t count, double *const *out);

/* What an evaluation over draws is given. sources are columns in the indicators' own units, with
 * room for one more; overrides nodes that are given; nodes those wanted, whose values go to out. */
struct score_given {
    struct graph_column *sources;
    const struct graph_override *overrides;
    size_t override_count;
    const uint32_t *nodes;
    size_t count;
    double *const *out;
    const struct kernel *kernel;
};

/* Nodes at a row of the panel: sources have a value a draw (stride 1) or one for all (stride 0),
 * frames are held as the panel gave them. out[i] receives draws values. For nodes that look at no
 * other row. False without memory or when a formula failed. */
bool score_draws_given_row(struct arena *arena, const struct score *score,
                           const struct score_given *given, size_t row, size_t draws);

/* Nodes at rows first_row..first_row + rows - 1 of one draw of the whole panel: sources have a
 * value a row of the panel. held: frames are held as the panel gave them, else taken anew unless
 * stored. out[i] receives rows values. Likewise false. */
bool score_draws_given_rows(struct arena *arena, const struct score *score,
                            const struct score_given *given, size_t first_row, size_t rows,
                            bool held);

/* How many cells of rows from..to - 1 that the rule reads are uncertain. */
size_t score_draws_cells(const struct score *score, size_t from, size_t to);

#endif
