/* A difference between two readings of the same tree, taken apart down to its indicators. */
#ifndef TIDEMARK_SCORE_SCORE_SPLIT_H
#define TIDEMARK_SCORE_SCORE_SPLIT_H

#include "score/score_used.h"

/* An item met on the way down, of the score or of one of a rule that is used, so many levels below
 * root (0): its part there, and the part's standard error, 0 where nothing was sampled. What the
 * item's own move (b - a) makes of the part is slope × move; the rest comes with what appears or
 * goes beside it, and shifts its weight. around: what the item, met before, has of its part from
 * elsewhere than its children and the rules that are used: from other rows or the year, which stand
 * otherwise at the other end. */
struct score_split_part {
    const struct score *score;
    size_t item;
    size_t depth;
    double part;
    double error;
    double slope;
    double move;
    bool around;
};

/* One end: its score and row, and the rules that its rule uses, with their values at this end
 * (NULL: what they give is not taken apart, it stands around the items that read it). */
struct score_split_end {
    const struct score *score;
    size_t row;
    const struct score_used *used;
};
typedef void (*score_split_visit)(void *context, const struct score_split_part *part);

/* b[root] - a[root] handed down the tree of ends[1], every item visited before its children, in
 * their order, as often as it stands below root: the parts of an item's children sum to the item's
 * within 1e-9. Not visited are items missing on both sides, inputs that a formula running row by
 * row does not turn to account (part 0), and all of them when root is missing on a side. What
 * children of an item do is the mean of that at both ends where the item rests on more than these.
 * Else as score_split.
 */
bool score_split_tree(struct arena *arena, const struct score_split_end ends[2], size_t root,
                      const double *a, const double *b, score_split_visit visit, void *context);

/* b[root] - a[root] handed down the tree: parts[root] is the difference, the parts of an item's
 * children sum to the item's within 1e-9. a and b hold every item's value [item], NaN where
 * missing; parts are NaN for items that are not below root or missing on both sides, and all of
 * them when root is missing on a side. An item that stands twice below root has the sum of its
 * parts. row is where frames, years and the like are looked up, at both ends. False without memory;
 * scratch is given back.
 *
 * errors (NULL: not wanted) receives the standard error that sampling left in each part, NaN with
 * it: score_shapley's where an item's children are sampled, in proportion below. Where samples
 * stand on samples their errors count as independent, those of one item in several places as one.
 */
bool score_split(struct arena *arena, const struct score *score, size_t row, size_t root,
                 const double *a, const double *b, double *parts, double *errors);

#endif
