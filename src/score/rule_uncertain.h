/* What a rule lets vary when it is asked how sure a score is: `uncertain = { … }`, in the words of
 * --uncertain. What each word does to a run stands in robust/robust_plan.h and robust_case.h. */
#ifndef TIDEMARK_SCORE_RULE_UNCERTAIN_H
#define TIDEMARK_SCORE_RULE_UNCERTAIN_H

#include "score/rule_reader.h"

/* In the order in which a rule's own stand, whatever the order of its table. */
enum rule_uncertain_kind {
    RULE_UNCERTAIN_VALUES,
    RULE_UNCERTAIN_CONFLICTS,
    RULE_UNCERTAIN_WEIGHTS,
    RULE_UNCERTAIN_WEIGHTING,
    RULE_UNCERTAIN_NORMALISE,
    RULE_UNCERTAIN_TREAT,
    RULE_UNCERTAIN_IMPUTE,
    RULE_UNCERTAIN_IMPUTED,
    RULE_UNCERTAIN_AGGREGATE,
    RULE_UNCERTAIN_LEVELS,
    RULE_UNCERTAIN_SOURCES,
    RULE_UNCERTAIN_CODERS,
    RULE_UNCERTAIN_KINDS
};

/* By how much weights vary: the share of COINr's guide to uncertainty analysis (Becker, JOSS 7(78),
 * 2022, 4567) unless another is said; a concentration between these. */
#define RULE_UNCERTAIN_NOISE 0.25
#define RULE_UNCERTAIN_CONCENTRATION_LEAST 1.0
#define RULE_UNCERTAIN_CONCENTRATION_MOST 1e5

/* One setting of a choice. own: as the rule has it. method: what takes the place of the rule's
 * (METHOD_COUNT: nothing does, the stage does not happen); where it has no option given, what the
 * rule has of the same method keeps its options. points: of ordinal scales with as many levels.
 * weights: a rule whose weights are taken. shape: how values scatter. left_out: a source or coder
 * by its number, UINT32_MAX for none; a rule names none. */
struct rule_alternative {
    const char *label;
    bool own;
    struct rule_method method;
    const double *points;
    size_t point_count;
    const struct rule *weights;
    enum panel_shape shape;
    uint32_t left_out;
};

/* number: of weights, the share that noise adds or takes off at most, or with dirichlet the
 * concentration. alternatives: of choices that name them, and of values one, their shape, where
 * that is named. */
struct rule_uncertain {
    enum rule_uncertain_kind kind;
    double number;
    bool dirichlet;
    const struct rule_alternative *alternatives;
    size_t count;
};

/* The word of a kind ("normalise"), and the other way round; false when there is none. */
const char *rule_uncertain_name(enum rule_uncertain_kind kind);
bool rule_uncertain_of(struct text name, enum rule_uncertain_kind *kind);

/* Makes the one alternative of values that a word names ("beta"); false when it names none. */
bool rule_uncertain_shape(struct text name, struct rule_alternative *made);
const char *rule_uncertain_shape_name(enum panel_shape shape);
#define RULE_UNCERTAIN_SHAPES "normal, truncated, triangular or beta"

/* The stage whose methods a kind chooses from; METHOD_STAGES where it chooses from no methods. */
enum method_stage rule_uncertain_stage(enum rule_uncertain_kind kind);

/* A method's name as a setting: with its first option behind a colon where that is given and is a
 * number or a word ("geometric:1", "fill:mean"). In arena; NULL without memory. */
const char *rule_uncertain_label(struct arena *arena, const struct rule_method *method);

/* A copy of a rule whose nodes and headline all find their weights by a method; NULL: by the
 * codebook's. NULL without memory. */
struct rule *rule_uncertain_weights(struct arena *arena, const struct rule *rule,
                                    const struct codebook *codebook,
                                    const struct rule_method *method);

/* Reads the field. */
void rule_uncertain_read(struct rule_reader *reader, const struct value *value, const char *path);

#endif
