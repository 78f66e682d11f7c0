/* What an analyst should hear about the results of formulas. */
#ifndef TIDEMARK_SCORE_SCORE_REMARKS_H
#define TIDEMARK_SCORE_SCORE_REMARKS_H

#include "score/score.h"

/*   outside  the index lies outside the rule's scale, or a node outside that which normalised
 * values have, by more than 1e-9 of its width ends     a result's own low and high do not hold its
 * value touched  a comparison with a missing value leaves a function without results, though some
 * of what it reads is there */
enum score_remark_kind { SCORE_REMARK_OUTSIDE, SCORE_REMARK_ENDS, SCORE_REMARK_TOUCHED };

/* Of one item (of a function with several results, and of the index beside them, the first). row is
 * the panel's, the first it holds for, by period, then country; count how many of the `of` that
 * were looked at. file and line are the script's: where the function begins, or (touched) what is
 * compared in that row, 0 when that stands in another file. */
struct score_remark {
    enum score_remark_kind kind;
    size_t item;
    size_t row;
    size_t count;
    size_t of;
    const char *file;
    uint32_t line;
};

struct score_remarks {
    struct score_remark *items;
    size_t count;
};

/* The remarks on all items that a formula gives, over the periods first..last that were scored and
 * one country (UINT32_MAX: all), in the order of items. False without memory, or where a function
 * that runs row by row fails. */
bool score_remarks(struct arena *arena, const struct score *score, int32_t first, int32_t last,
                   uint32_t country, struct score_remarks *remarks);

#endif
