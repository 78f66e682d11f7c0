/* One country and period scored from given values. */
#ifndef TIDEMARK_SCORE_SCORE_POINT_H
#define TIDEMARK_SCORE_SCORE_POINT_H

#include "score/score_used.h"

/* Scores every item [item] as it would stand at a row with values [indicator] in their own units
 * (NaN: missing); figures of frames are held as the panel gave them. Items that are not eligible,
 * and those that look at other rows, are NaN. Scratch comes from arena and is given back; false
 * without memory. */
bool score_point(struct arena *arena, const struct score *score, size_t row, const double *values,
                 double *items);

/* Likewise, as it would stand if every indicator that has a value had the best it can have after
 * the named stages (compile_item.best), and all other rows stood as they do. The values of used
 * rules (NULL: what they give stands as it is) become those too, and what they give is read. */
bool score_point_best(struct arena *arena, const struct score *score, size_t row,
                      struct score_used *used, double *items);

/* Likewise, as the panel has it but with the indicators that mask marks [indicator] missing in all
 * rows; items that look at other rows have their value too. */
bool score_point_masked(struct arena *arena, const struct score *score, size_t row,
                        const bool *mask, double *items);

/* The whole panel with some nodes given at one row: columns[i] has the values of given node i at
 * all rows, and what is set at `row` stands there in the next run. Not to be moved. */
struct score_point_panel {
    struct arena *arena;
    const struct score *score;
    size_t row;
    struct score_calls calls;
    struct graph_binding binding;
    double **columns;
};

/* Frames are held as the panel gave them. Memory is arena's. False without it, or where a function
 * that runs row by row fails. */
bool score_point_panel(struct arena *arena, const struct score *score, size_t row,
                       const uint32_t *nodes, size_t count, struct score_point_panel *panel);

/* Wanted nodes at the row: out[i] receives one value. False likewise. */
bool score_point_panel_run(const struct score_point_panel *panel, const uint32_t *wanted,
                           size_t count, double *const *out);

/* The panel's values at a row [indicator], those that mask marks (NULL: none) as missing. */
void score_point_values(const struct score *score, size_t row, const bool *mask, double *values);

#endif
