/* What is uncertain about a score, as a list of inputs each of which takes one number between 0 and
 * 1 a run (OECD/JRC Handbook 2008, step 7; Saisana, Saltelli and Tarantola, JRSS A 168, 2005,
 * 307-323). */
#ifndef TIDEMARK_ROBUST_ROBUST_PLAN_H
#define TIDEMARK_ROBUST_ROBUST_PLAN_H

#include "base/err.h"
#include "score/score.h"
#include "stat/gamma.h"

/* VALUES: which draw of the values' own uncertainty (score/score_draws.h), u × 2^32 cut off.
 * IMPUTED: likewise of what is filled in. WEIGHT: w(1 + (2u - 1) noise), or where noise is 0 the
 * gamma variable of its concentration (a Dirichlet distribution, since nodes divide by the sum of
 * their weights). CHOICE: one of `settings`, all as likely. */
enum robust_kind { ROBUST_VALUES, ROBUST_WEIGHT, ROBUST_CHOICE, ROBUST_IMPUTED };
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
 * values there. gammas, where weights follow a Dirichlet distribution (else NULL), has the
 * distribution of each case, whose shape is the concentration × the weight's share of its node;
 * times scales it has the weight for its mean. */
struct robust_weight {
    size_t input;
    const double *values; /* [case] */
    const uint32_t *nodes;
    const struct gamma_table *const *gammas;
    const double *scales;
};

/* An indicator of which something is filled in: the parameter of each case by whose standard
 * deviations that is off (GRAPH_NONE where none is), and the stream of normal draws of each row of
 * the panel, 0 where a value is there. */
struct robust_imputed {
    const uint32_t *nodes;   /* [case] */
    const uint64_t *streams; /* [row] */
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
    const struct robust_imputed *imputed;
    size_t imputed_count;
    size_t item;
    bool values;
};

/* What is to vary: whether values do, and what is filled in (in cases whose rule scatters), by
 * which share weights do (0: not so), or by a Dirichlet distribution of which concentration (0: not
 * so; then noise must be 0), and choices with their cases (case_count 1 without any; cases[0] is
 * otherwise just the first). The item is that of cases[0], the same in all. */
struct robust_options {
    size_t item;
    bool values;
    bool imputed;
    double noise;
    double concentration;
    const struct robust_input *choices;
    size_t choice_count;
    const struct score *const *cases;
    size_t case_count;
};

/* NULL with err: without memory, or when what is to vary is not there: an item whose weights are
 * found in the data or that no weights enter (a formula), a sum, whose weights no Dirichlet
 * distribution divides, values without any uncertainty, a rule that fills nothing in. */
const struct robust_plan *robust_plan_make(struct arena *arena,
                                           const struct robust_options *options, struct err *err);

/* A weight in a case by its number. */
double robust_plan_weight(const struct robust_plan *plan, const struct robust_weight *weight,
                          size_t which, double u);

/* The number at which an input stands where nothing varies: a choice at its first setting, a weight
 * at its value. */
double robust_plan_base(const struct robust_plan *plan, size_t input);

/* The weight of an input; NULL when it is none. */
const struct robust_weight *robust_plan_of_weight(const struct robust_plan *plan, size_t input);

/* The case that a run falls into by its numbers, u[input]. */
size_t robust_plan_case(const struct robust_plan *plan, const double *u);

/* A setting of a choice by its number. */
size_t robust_plan_setting(const struct robust_input *input, double u);

#endif
