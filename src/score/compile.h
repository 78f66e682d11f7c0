/* A rule and a codebook become a graph: one node of it for each node of the codebook, for each
 * named result and for the index. */
#ifndef TIDEMARK_SCORE_COMPILE_H
#define TIDEMARK_SCORE_COMPILE_H

#include "model/frame.h"
#include "score/graph.h"
#include "score/rule.h"

/* How an item's value comes from its children: by itself (an indicator), as a weighted mean of
 * struct graph_mean, or otherwise (a formula, Copeland's order), which has no closed parts. */
enum compile_kind { COMPILE_LEAF, COMPILE_MEAN, COMPILE_OTHER };

/* What becomes of an indicator's value, stage by stage; a stage that the rule does not name is the
 * one before it. WEIGHTED is normalised × effective weight. */
enum compile_stage {
    COMPILE_READ,
    COMPILE_TREATED,
    COMPILE_IMPUTED,
    COMPILE_NORMALISED,
    COMPILE_STAGES
};

/* An item is a codebook node, by index; then a result of the rule's formula; last the index itself
 * (compile.count - 1). children are items that are eligible, in codebook order, with their weights
 * as the rule has them (1 each where a formula reads them: those that this result of it rests on)
 * and the graph's nodes of these; none for an indicator. best is the value an indicator cannot
 * exceed after the named stages, NaN when there is none. Behind the children stand withheld more
 * that are not eligible but counted all the same, as missing (struct rule_need, of_all). An item
 * that is not eligible has node GRAPH_NONE and no children. shown is false for pillars and groups
 * of a rule that is a formula alone. low and high are the ends that a formula gives its own result,
 * else GRAPH_NONE. text: the value is the place of a text in compile.texts. unfilled is an
 * indicator's value before what is missing is filled in, GRAPH_NONE where nothing is. apart: its
 * value rests on more than its children's, namely other rows, figures of frames or another rule, so
 * that no difference is theirs alone; dated: on the year. beside are the indicators that it reads
 * otherwise than through its children, as a value of another rule does. scatter is the parameter by
 * whose standard deviations an indicator's filled value is off, GRAPH_NONE where the rule lets none
 * scatter or nothing is filled. */
struct compile_item {
    const char *id;
    enum compile_kind kind;
    bool eligible;
    bool shown;
    bool text;
    bool apart;
    bool dated;
    uint32_t node;
    uint32_t low;
    uint32_t high;
    uint32_t unfilled;
    uint32_t scatter;
    double best;
    struct graph_mean mean;
    const struct formula *formula;
    const uint32_t *children;
    const double *weights;
    const uint32_t *weight_nodes;
    size_t child_count;
    size_t withheld;
    const uint32_t *beside;
    size_t beside_count;
    uint32_t stage[COMPILE_STAGES];
};

/* A function that runs row by row, and what it is given: names as they stand on c, nodes of the
 * graph. Call i of the graph is calls[i]; its answers are the values, the lows, the highs of
 * formula.results. */
struct compile_call {
    const struct formula *formula;
    const char *const *inputs;
    const uint32_t *nodes;
    size_t input_count;
};

/* A traced formula that is to be compared with its function, the item it gives, and where its
 * results stand: the values, the lows, the highs (GRAPH_NONE where it gives none). */
struct compile_check {
    struct compile_call call;
    const uint32_t *results;
    uint32_t node;
};

/* A traced formula and where each of its steps stands in the graph. */
struct compile_traced {
    const struct formula *formula;
    const uint32_t *nodes;
};

/* Names of a grouping's parts: "period", a classification. Grouping i + 1 of the graph. */
struct compile_grouping {
    const char *const *names;
    size_t count;
};

/* A frame of the graph that an item stands on: its name, what its figures are (and what those are
 * that a stored frame leaves out, model/frame.h), the stored frame that holds them under this name,
 * NULL where the data give them, and the rule that takes them from there. */
struct compile_frame {
    uint32_t node;
    const char *name;
    const char *const *labels;
    const double *absent;
    const struct frame *stored;
    const char *rule;
};

/* Source i of the graph is indicator i in its own units; source `indicators` the calendar year of
 * the period. Parameters are named `weight/ID` in the headline, `weight/PARENT/ID` elsewhere,
 * `worst/ID`, `best/ID` and `scatter/ID`; frames `treat/ID`, `impute/ID`, `scatter/ID`,
 * `normalise/ID`, `weights/ID`, `formula/ID/FUNCTION:LINE:N`. */
struct compile {
    struct graph *graph;
    const struct compile_item *items;
    const uint32_t *order;     /* all items, children before what stands on them */
    const bool *read;          /* [indicator]: some item rests on it */
    const uint32_t *use_nodes; /* [use of the rule]: its node, GRAPH_NONE where nothing reads it */
    size_t count;
    size_t nodes;   /* of the codebook: results begin behind them */
    size_t results; /* of the rule's formula */
    const char *const *texts;
    size_t text_count;
    const struct compile_call *calls;
    size_t call_count;
    const struct compile_check *checks;
    size_t check_count;
    const struct compile_traced *traced;
    size_t traced_count;
    const struct compile_grouping *groupings;
    size_t grouping_count;
    const struct compile_frame *frames;
    size_t frame_count;
    enum graph_reach reach; /* of the whole */
};

/* What compiling asks of the project beyond its codebook. country gives the place of a country,
 * UINT32_MAX when there is none. untraced lists formulas that are to run row by row although they
 * were traced. */
struct compile_options {
    const struct project *project;
    const struct formula *const *untraced;
    size_t untraced_count;
};

/* Eligible (semantics.md A4): an indicator that the rule's `values` let take part, and what stands
 * above one. NULL with err: without memory, or when the rule cannot be computed (a formula that
 * needs itself, a country that is not there, a stored frame without a figure). */
struct compile *compile_rule(struct arena *arena, const struct rule *rule,
                             const struct codebook *codebook, const struct compile_options *options,
                             struct err *err);

#endif
