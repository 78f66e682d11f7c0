/* The same score with something chosen otherwise: a method, weights, the spacing of levels, a
 * source or a coder left out. */
#ifndef TIDEMARK_ROBUST_ROBUST_CASE_H
#define TIDEMARK_ROBUST_ROBUST_CASE_H

#include "base/err.h"
#include "score/rule_uncertain.h"
#include "score/score.h"

/* A choice and its settings. What each kind puts in the rule's place, in all indicators that it
 * reads, or all nodes and the headline:
 *   values     how they scatter within their intervals
 *   conflicts  that the intervals of values reach what sources say that disagree with them
 *   weighting  the weights
 *   normalise  the method of every indicator that the rule normalises
 *   imputed    that what is filled in scatters
 *   treat, impute  the method of every indicator, or none
 *   aggregate  the method that puts together the children of every node and of the headline
 *   levels     the points of ordinal scales with as many levels on the common scale
 *   sources, coders  what is not read: a source with its editions, what a coder holds and what
 *              was agreed with them */
struct robust_choice {
    enum rule_uncertain_kind kind;
    const struct rule_alternative *settings;
    size_t count;
};

/* Names of the coders of whose observations the nominal score reads some, sorted bytewise, and how
 * many; NULL without memory. left_out of a setting counts in them. */
const char **robust_case_coders(struct arena *arena, const struct project *project, size_t *count);

/* Whether a rule has what is to be chosen; false with err that names it: a stage that is not
 * there, a node that a function puts together, no ordinal scale of so many levels. */
bool robust_case_fits(const struct score *nominal, const struct robust_choice *choice,
                      struct err *err);

/* The nominal score with one setting of each choice, at the same rows, without intervals; NULL with
 * err, as score_run. Memory is arena's. */
const struct score *robust_case_make(struct arena *arena, const struct score *nominal,
                                     const struct robust_choice *choices, const size_t *settings,
                                     size_t count, struct err *err);

#endif
