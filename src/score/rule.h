/* A rule: how values become scores. Read from the table a Lua rule file returns. */
#ifndef TIDEMARK_SCORE_RULE_H
#define TIDEMARK_SCORE_RULE_H

#include "base/err.h"
#include "base/value.h"
#include "model/codebook.h"
#include "model/frame.h"
#include "model/panel.h"
#include "score/formula.h"
#include "score/method.h"

/* What an option of a method was set to: as its kind says (score/method.h), else not given. `over`
 * lists names; empty is "all". */
struct rule_setting {
    bool given;
    double number; /* a boolean is 0 or 1 */
    const double *numbers;
    size_t count; /* of numbers; a matrix is count / width rows of width */
    size_t width;
    const char *text;
    const char *const *over;
    size_t over_count;
};

/* A method with its settings in the order of its options; id METHOD_COUNT: none. */
struct rule_method {
    enum method_id id;
    struct rule_setting settings[METHOD_OPTIONS_MAX];
};

/* The share (of weight or of count) or number of eligible children that must be there. At a node
 * that the rule names (`missing.at`) all its children count, eligible or not: what is asked of one
 * node is asked of the whole of it. */
struct rule_need {
    double share; /* 0..1; ignored when count > 0 */
    int count;
    bool of_count;
    bool of_all;
};

/* How the children of one node, or of the headline, become one value. formula, when not NULL, takes
 * the place of the method. weighting is METHOD_COUNT where given weights hold. */
struct rule_node {
    struct rule_method method;
    const struct formula *formula;
    struct rule_method weighting;
    struct rule_need need;
};

/* What happens to an indicator's values before they are put together. */
struct rule_stages {
    struct rule_method treat;
    struct rule_method impute;
    struct rule_method normalise;
};

/* Country-periods with less are missing as a whole, in frames too: the share of eligible indicators
 * that are there, and (nonzero) of those there that are not 0. 0: not asked. */
struct rule_screen {
    double need;
    double nonzero;
};

struct rule_uncertain;

/* Another rule's item under a name of its own: `uses = {performance = "bti.performance"}`. */
struct rule_use {
    const char *name;
    const struct rule *rule;
    const char *item; /* a node's id, a result's name, or "index" */
};

/* A result or item (item "index": the headline) compared with an indicator that holds what was
 * published. */
struct rule_published {
    const char *item;
    uint32_t indicator;
    double within;
};

/* Per codebook node (by index), per indicator (stages) and for the index itself. node_weight is a
 * node's weight among its siblings, index_weight its weight in the headline, neither normalised.
 * in_index marks the nodes the headline is made of. scale is for printing and drawing; the stage
 * `normalise` maps to to_worst..to_best, which is the scale unless the rule says otherwise.
 * normalised: every indicator is normalised, between these ends (goalposts, minmax); else values
 * have no common ends.
 *
 * A node inside a pillar that `of` raises into the headline takes the rule's weight there and keeps
 * the codebook's among its siblings: naming it must not change the pillar it stands in.
 *
 * score is the formula of a rule that has one; its result `headline` is the index. Then `tree` says
 * whether the rule also has pillars and groups (it names pillar, group, at, normalise or index). */
struct rule {
    const char *name; /* "rights" or the file's path */
    const char *file;
    const char *title;
    double scale_worst;
    double scale_best;
    bool scaled; /* the rule states its scale */
    double to_worst;
    double to_best;
    enum panel_values values;
    bool normalised;
    bool impute_first;
    struct rule_stages *stages;
    struct rule_node *nodes;
    struct rule_node index;
    double *node_weight;
    double *index_weight;
    bool *in_index;
    struct rule_screen screen;
    const char *frame;          /* indicators/frames/NAME.yaml, NULL: none */
    const struct frame *stored; /* what stands in it; NULL: figures are taken from the data */
    const struct formula *score;
    size_t headline;
    bool tree;
    const struct rule_use *uses;
    size_t use_count;
    const struct rule_published *published;
    size_t published_count;
    bool scatters; /* what is filled in may be off, in runs that say by how much */
    const struct rule_uncertain *uncertain; /* what varies (score/rule_uncertain.h) */
    size_t uncertain_count;
    bool counts_lever; /* a lever node enters the headline: to be warned of */
};

/* What reading a rule asks of others: formulas of its functions, rules it uses, stored frames, and
 * how the project's countries are classified ("region"). rule gives the rule of a name; NULL with
 * err when there is none, when it cannot be used (what is wrong with it is said where it stands),
 * or when it uses the one that is being read. frame gives the stored frame of a name; NULL with err
 * likewise, or with ERR_CODE_NONE where its figures are to be taken anew. Either may be NULL: then
 * there are none, and figures are taken from the data. */
struct rule_host {
    struct formula_host formulas;
    const struct rule *(*rule)(void *context, const char *name, struct err *err);
    const struct frame *(*frame)(void *context, const char *name, struct err *err);
    void *context;
    const char *const *classifications;
    size_t classification_count;
};

/* A method without settings; one with its first setting given. */
struct rule_method rule_method_plain(enum method_id id);
struct rule_method rule_method_with(enum method_id id, double number);

/* The setting of an option by its name; never NULL (not given: its `given` is false). */
const struct rule_setting *rule_method_setting(const struct rule_method *method,
                                               const char *option);

/* The number an option was set to, fallback when it was not. */
double rule_method_number(const struct rule_method *method, const char *option, double fallback);

/* Reads a rule from the value its script returned. source and its length are the script's text,
 * for the place of a problem. Adds every problem (with "did you mean" for option, indicator and
 * pillar names) to list; NULL when unusable. host NULL: functions and `uses` are refused. Memory is
 * the arena's. */
struct rule *rule_read(struct arena *arena, const char *name, const char *file, struct text source,
                       const struct value *value, const struct codebook *codebook,
                       const struct rule_host *host, struct err_list *list);

/* The rule of a project that names none: goalposts, weighted means, need 2/3 (semantics.md A4).
 * NULL without memory. */
struct rule *rule_default(struct arena *arena, const struct codebook *codebook);

/* Whether the rule's `values` let an indicator take part: under "published" only those with a
 * series. */
bool rule_reads(const struct rule *rule, const struct indicator *indicator);

#endif
