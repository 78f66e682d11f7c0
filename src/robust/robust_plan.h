/* What is uncertain about a score, as a list of inputs each of which takes one number between 0 and
 * 1 a run (OECD/JRC Handbook 2008, step 7; Saisana, Saltelli and Tarantola, JRSS A 168, 2005,
 * 307-323). */
#ifndef TIDEMARK_ROBUST_ROBUST_PLAN_H
#define TIDEMARK_ROBUST_ROBUST_PLAN_H

#include "base/err.h"
#include "score/score.h"

/* VALUES: which draw of the values' own uncertainty (score/score_draws.h), u × 2^32 cut off.
 * WEIGHT: w(1 + (2u - 1) noise). CHOICE: one of `settings`, all as likely. */
enum robust_kind { ROBUST_VALUES, ROBUST_WEIGHT, ROBUST_CHOICE };
#define ROBUST_PLAN_DRAWS 4294967296.0

/* name is "values", "weight/ID" or "weight/PARENT/ID", or what is chosen ("normalise"); labels are
 * those of the settings. */
struct robust_input {
    const char *name;
    enum robust_kind kind;
    double noise;
    size_t settings;
    const char *const *labels;
};

/* Where a weight stands in the graph of each case (GRAPH_NONE where a case has none), and its
 * value. */
struct robust_weight {
    size_t input;
    double value;
    const uint32_t *nodes; /* [case] */
};

/* cases are scores of the same project, periods and rows, one for each combination of the choices'
 * settings, the first choice varying fastest; one where there is no choice. whole: [case], whether
 * each run must compute the whole panel, because frames move or the item looks at other rows. */
struct robust_plan {
    const struct robust_input *inputs;
    size_t input_count;
    const struct score *const *cases;
    size_t case_count;
    const bool *whole;
    const struct robust_weight *weights;
    size_t weight_count;
    size_t item;
    bool values;
};

/* What is to vary: whether values do, by which share weights do (0: not at all), and choices with
 * their cases (case_count 1 without any; cases[0] is otherwise just the first). The item is that of
 * cases[0], the same in all. */
struct robust_options {
    size_t item;
    bool values;
    double noise;
    const struct robust_input *choices;
    size_t choice_count;
    const struct score *const *cases;
    size_t case_count;
};

/* NULL with err: without memory, or when what is to vary is not there: an item whose weights are
 * found in the data or that no weights enter (a formula), values without any uncertainty. */
const struct robust_plan *robust_plan_make(struct arena *arena,
                                           const struct robust_options *options, struct err *err);

/* The case that a run falls into by its numbers, u[input]. */
size_t robust_plan_case(const struct robust_plan *plan, const double *u);

/* A setting of a choice by its number. */
size_t robust_plan_setting(const struct robust_input *input, double u);

#endif
