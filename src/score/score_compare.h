/* Countries and dates side by side, differences adding up. */
#ifndef TIDEMARK_SCORE_SCORE_COMPARE_H
#define TIDEMARK_SCORE_SCORE_COMPARE_H

#include "score/score_pair.h"

/* The columns of a comparison, in order. */
enum compare_column {
    COMPARE_A,
    COMPARE_B,
    COMPARE_PERIOD, /* of b, or "2019 2021" when the sides differ */
    COMPARE_LEVEL,
    COMPARE_ITEM,
    COMPARE_VALUE_A,
    COMPARE_VALUE_B,
    COMPARE_DIFFERENCE, /* b - a */
    COMPARE_LOW,
    COMPARE_HIGH,
    COMPARE_FLAGS,
    COMPARE_CONTRIBUTION,
    COMPARE_ERROR, /* there where parts may be sampled (score_shapley_samples) */
    COMPARE_COLUMNS,
};

/* a,b,period,level,item,value_a,value_b,difference,low,high,flags,contribution for the first side
 * with each later one; one row an item that is eligible on both sides, the index first.
 *
 * Values are scores after the named stages; so is an indicator's (normalised, 0 to 100 under the
 * shipped rule, higher is better), in difference, low and high too: its own units stand in
 * score_rows and score_explain. Values of an item no comparison is possible for are still shown.
 * contribution is the item's exact part of the index's difference (parts of a parent's children sum
 * to the parent's within 1e-9); empty outside the headline, where the sides stand under different
 * rules, and throughout where a part of the index rests on more than what stands below it (a
 * formula on other countries, periods or rules, or on the year where these differ). low, high: 5
 * and 95 % of the difference over common draws, widened to contain it; empty when nothing below is
 * uncertain or options->draws is 0. flags: those of both sides. error: the standard error that
 * sampling left in contribution (score_split); the shipped rules have no such column.
 *
 * Two periods of one country are compared like for like (semantics.md A11): an indicator whose
 * series at the two ends are different ones ("switched") or are cut by a break between them
 * ("break") is refused: its difference is empty, with the flag, and it is listed in meta "broken".
 * An aggregate above it carries the flag too: its difference, low, high and contribution are those
 * of both ends without the broken inputs (so not value_b - value_a), and it is empty where too
 * little is left.
 *
 * NULL with err without memory, or when a side lies outside its panel. */
struct rows *score_compare(struct arena *arena, const struct score_side *sides, size_t count,
                           unsigned levels, const struct score_options *options, struct err *err);

#endif
