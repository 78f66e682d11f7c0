/* Runs of a case in which a row looks at itself alone: rows are lines (score/graph_lines.h),
 * several of them side by side, and what no run changes is computed once for all runs. */
#ifndef TIDEMARK_ROBUST_ROBUST_LINES_H
#define TIDEMARK_ROBUST_ROBUST_LINES_H

#include "robust/robust_block.h"

/* What a case keeps through all runs. there: whether lines can compute it (not where functions of
 * the rule run row by row on what varies). nodes, count of them, do not vary and are read by what
 * does: values[node][row] over the range's rows. indicators: those that vary in some row, and their
 * nodes. */
struct robust_lines {
    bool there;
    const uint32_t *nodes;
    size_t count;
    const double **values;
    const uint32_t *indicators;
    const uint32_t *sources;
    size_t indicator_count;
};

/* Finds them for case `which`; false without memory or when a function of the rule fails. Lives in
 * arena. */
bool robust_lines_make(struct arena *arena, const struct robust_plan *plan,
                       const struct robust_range *range, size_t which, struct robust_lines *made);

/* All rows of the range in the block's members; false without memory. Scratch stays in arena. */
bool robust_lines_run(struct arena *arena, const struct robust_block *block,
                      const struct robust_lines *lines);

#endif
