/* A rule: how values become scores. Read from the table a Lua rule file returns. */
#ifndef TIDEMARK_SCORE_RULE_H
#define TIDEMARK_SCORE_RULE_H

#include "base/err.h"
#include "base/value.h"
#include "model/codebook.h"
#include "model/panel.h"

enum rule_aggregate { AGGREGATE_ARITHMETIC, AGGREGATE_GEOMETRIC };

/* How children become one value. floor raises lower children of a geometric mean (semantics.md
 * A13). */
struct rule_method {
    enum rule_aggregate aggregate;
    double floor;
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

/* Per codebook node (by index) and for the index itself. node_weight is a node's weight among its
 * siblings, index_weight its weight in the headline, neither normalised. in_index marks the nodes
 * the headline is made of. scale is for printing and drawing; goalposts map to to_worst..to_best,
 * which is the scale unless the rule says otherwise.
 *
 * A node inside a pillar that `of` raises into the headline takes the rule's weight there and keeps
 * the codebook's among its siblings: naming it must not change the pillar it stands in. */
struct rule {
    const char *name; /* "rights" or the file's path */
    const char *file;
    const char *title;
    double scale_worst;
    double scale_best;
    double to_worst;
    double to_best;
    enum panel_values values;
    bool normalised; /* goalposts; false: values as they are */
    bool clip;
    struct rule_method *node_method;
    struct rule_need *node_need;
    double *node_weight;
    double *index_weight;
    bool *in_index;
    struct rule_method index_method;
    struct rule_need index_need;
    bool counts_lever; /* a lever node enters the headline: to be warned of */
};

/* Reads a rule from the value its script returned. source and its length are the script's text,
 * for the place of a problem. Adds every problem (with "did you mean" for option, indicator and
 * pillar names) to list; NULL when unusable. Memory is the arena's. */
struct rule *rule_read(struct arena *arena, const char *name, const char *file, struct text source,
                       const struct value *value, const struct codebook *codebook,
                       struct err_list *list);

/* The rule of a project that names none: goalposts, weighted means, need 2/3 (semantics.md A4).
 * NULL without memory. */
struct rule *rule_default(struct arena *arena, const struct codebook *codebook);

/* Whether the rule's `values` let an indicator take part: under "published" only those with a
 * series. */
bool rule_reads(const struct rule *rule, const struct indicator *indicator);

#endif
