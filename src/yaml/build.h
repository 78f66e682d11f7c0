/* Putting a tree together: nodes appended in the order of the source, and what Tidemark refuses of
 * what YAML could say with them. */
#ifndef TIDEMARK_YAML_BUILD_H
#define TIDEMARK_YAML_BUILD_H

#include "yaml/place.h"
#include "yaml/tree.h"

#include <stdbool.h>
#include <yaml.h>

enum build_refusal { BUILD_ANCHOR, BUILD_ALIAS, BUILD_TAG, BUILD_REFUSALS };

/* Zero-initialise but for arena, list, tree, source and ascii. unusable: a problem was found after
 * which the tree says something else than the file. */
struct build {
    struct arena *arena;
    struct err_list *list;
    struct tree *tree;
    struct place_source source;
    bool ascii;
    bool unusable;
    uint32_t capacity; /* of nodes */
    uint32_t copy_capacity;
    uint32_t copy_count;
    struct text *copies;
    size_t cursor_index; /* a code point and the byte at which it begins */
    size_t cursor_byte;
    uint32_t leaf_end; /* where the latest leaf or flow collection ends */
    unsigned refusals[BUILD_REFUSALS];
};

/* An open collection: node TREE_NONE is the document itself. children counts keys and values
 * alike. */
struct build_frame {
    uint32_t node;
    uint32_t last;
    uint32_t children;
};

/* Reserves nodes for a source of length bytes; false without memory, like all below, after adding
 * the problem. */
bool build_begin(struct build *build, size_t length);

/* The byte at a mark of libyaml. Marks count code points; they come in nearly ascending order. */
uint32_t build_offset(struct build *build, const yaml_mark_t *mark);

/* Appends a scalar below parent: a token of libyaml, or an empty value at mark. */
bool build_scalar(struct build *build, struct build_frame *parent, const yaml_token_t *token);
bool build_empty(struct build *build, struct build_frame *parent, const yaml_mark_t *mark);

/* Appends a collection that begins at mark below parent and makes frame its frame. */
bool build_open(struct build *build, struct build_frame *parent, const yaml_mark_t *mark,
                enum tree_kind kind, enum tree_style style, struct build_frame *frame);

/* Ends it: at end, the mark behind its closing bracket, or with its last leaf when end is NULL.
 * Checks a mapping for duplicate keys. */
bool build_close(struct build *build, const struct build_frame *frame, const yaml_mark_t *end);

/* Adds the problem that an anchor, alias or tag stands at mark; one kind is reported ten times at
 * most: a file full of aliases is one mistake. */
void build_refuse(struct build *build, const yaml_mark_t *mark, enum build_refusal refusal);

/* Adds the problem that a collection at mark is nested too deep. */
void build_refuse_depth(struct build *build, const yaml_mark_t *mark);

#endif
