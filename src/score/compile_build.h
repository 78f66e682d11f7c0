/* What the parts of the compiler share: the graph being made, and how names become nodes. */
#ifndef TIDEMARK_SCORE_COMPILE_BUILD_H
#define TIDEMARK_SCORE_COMPILE_BUILD_H

#include "score/compile.h"

/* A rule that another one uses, compiled under a prefix. */
struct compile_used {
    const struct rule *rule;
    const char *prefix;
    const struct compile_item *items;
    size_t count;
};

/* Lists that grow while rules are compiled into one graph. */
struct compile_lists {
    struct compile_used *used;
    size_t used_count;
    size_t used_capacity;
    const char **texts;
    size_t text_count;
    size_t text_capacity;
    struct compile_call *calls;
    size_t call_count;
    size_t call_capacity;
    struct compile_check *checks;
    size_t check_count;
    size_t check_capacity;
    struct compile_traced *traced;
    size_t traced_count;
    size_t traced_capacity;
    struct compile_grouping *groupings;
    size_t grouping_count;
    size_t grouping_capacity;
    struct compile_frame *frames;
    size_t frame_count;
    size_t frame_capacity;
};

/* One rule being compiled. prefix stands before the names of its parameters and frames: empty, or
 * "bti:" for a rule that another one uses. frame is the stored frame that figures come from, NULL
 * where the data give them; in it names begin behind frame_prefix characters of the prefix. state
 * tells which items are done, so that a formula that needs itself is found. */
enum compile_state { COMPILE_TO_DO, COMPILE_UNDER_WAY, COMPILE_DONE };
struct compiler {
    struct arena *arena;
    const struct rule *rule;
    const struct codebook *codebook;
    const struct compile_options *options;
    struct graph *graph;
    struct compile_lists *lists;
    struct compile_item *items;
    enum compile_state *state;
    uint32_t *order; /* items that are done, in the order in which they were */
    size_t ordered;
    uint32_t *use_nodes; /* [use of rule] */
    size_t count;
    size_t results;
    const char *prefix;
    const struct frame *frame;
    const char *frame_rule; /* the rule that names frame */
    size_t frame_prefix;
    uint32_t screen; /* condition that a row takes part, GRAPH_NONE: no screening */
    struct err *err;
};

/* A named number, a frame's name: "weight/civic_space/cs_assembly". NULL without memory. */
const char *compile_build_name(struct compiler *compiler, const char *kind, const char *parent,
                               const char *id);
uint32_t compile_build_param(struct compiler *compiler, const char *kind, const char *parent,
                             const char *id, double value);

/* The number of a grouping, 0 for all rows; its parts are names. */
uint32_t compile_build_grouping(struct compiler *compiler, const char *const *names, size_t count);

/* The grouping of a method's `over`, `fallback` (a name, NULL: all) when it has none. */
uint32_t compile_build_over(struct compiler *compiler, const struct rule_method *method,
                            const char *fallback);

/* Compiles all of the rule; what is made is in items. False with err. */
bool compile_build_all(struct compiler *compiler);

/* Compiles an item and all that stands below it, once. False with err. */
bool compile_build_item(struct compiler *compiler, uint32_t item);

/* What a name on c stands for: an item (and its node), a `uses`, the year. GRAPH_NONE with err.
 * item is SIZE_MAX when it is none. */
uint32_t compile_build_input(struct compiler *compiler, const char *name, size_t *item);

/* Room for one more in a list; false without memory. */
bool compile_build_grow(struct compiler *compiler, void **items, size_t count, size_t *capacity,
                        size_t size);

#endif
