/* What changed between two states of a model, and what that did to the scores. */
#ifndef TIDEMARK_SCORE_SCORE_DIFF_H
#define TIDEMARK_SCORE_SCORE_DIFF_H

#include "base/err.h"
#include "score/score_diff_panel.h"

enum score_diff_column {
    SCORE_DIFF_COUNTRY,
    SCORE_DIFF_PERIOD,
    SCORE_DIFF_LEVEL, /* of a score; "cell": a figure of an indicator in its own units */
    SCORE_DIFF_ITEM,
    SCORE_DIFF_VALUE_A,
    SCORE_DIFF_VALUE_B,
    SCORE_DIFF_DIFFERENCE, /* b − a */
    SCORE_DIFF_PART,       /* one a cause, in the order of enum score_cause */
    SCORE_DIFF_CHANGE = SCORE_DIFF_PART + SCORE_DIFF_CAUSES, /* the causes of a cell, "event" … */
    SCORE_DIFF_DATE,
    SCORE_DIFF_SOURCE,
    SCORE_DIFF_CODER,
    SCORE_DIFF_RECORDED,
    SCORE_DIFF_NOTE, /* of a cell its note, why it was withdrawn, the events; else why empty */
    SCORE_DIFF_COLUMNS
};

/* A country by its number on each side; UINT32_MAX on a side that has it not. */
struct score_diff_country {
    uint32_t of[2];
};

/* What is shown: countries, periods, levels of scores. */
struct score_diff_ask {
    const struct score_diff_country *countries;
    size_t country_count;
    int32_t first;
    int32_t last;
    unsigned levels;
    bool same_method; /* rule and codebook are the same to the byte */
};

/* Rows of scores (country, then period; the index first) that differ or that one side lacks, then
 * of every cell that differs. The parts of a score are the Shapley values of the causes: the mean
 * change when a cause's differences come in, over all orders in which they can (Shapley, A value
 * for n-person games, 1953; of differences: Shorrocks, Journal of Economic Inequality 11, 2013,
 * 99-126). Each order goes from the first side to the second, so parts add up to the difference
 * within 1e-9, and a cause without differences has 0. Parts are empty where the score is missing on
 * a side or with a part of the differences alone. NULL with err, as score_run. */
struct rows *score_diff(struct arena *arena, const struct score_diff_side *a,
                        const struct score_diff_side *b, const struct score_diff_ask *ask,
                        struct err *err);

#endif
