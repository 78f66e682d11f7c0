/* Where in the text of a document things stand, for edits. Offsets are of tree->source. */
#ifndef TIDEMARK_YAML_EDIT_PLACE_H
#define TIDEMARK_YAML_EDIT_PLACE_H

#include "yaml/edit_value.h"
#include "yaml/tree.h"

/* The byte behind a node, and the column (from 0) at which it begins. */
size_t edit_place_end(const struct tree *tree, uint32_t node);
size_t edit_place_indent(const struct tree *tree, uint32_t node);

/* The line end nearest before offset, else the first after it, else a line feed: static text. */
const char *edit_place_line_end(const struct tree *tree, size_t offset);

/* How far lists and mappings stand to the right of their fields elsewhere in the file, 2 where
 * there are none; indent and line_end are left to the caller. */
struct edit_layout edit_place_layout(const struct tree *tree);

/* Whether a node stands inside brackets or braces. */
bool edit_place_in_flow(const struct tree *tree, uint32_t node);

/* The mapping or sequence that a node is a child of, TREE_NONE of the root; the key of a value. */
uint32_t edit_place_parent(const struct tree *tree, uint32_t node);
uint32_t edit_place_key(const struct tree *tree, uint32_t mapping, uint32_t value);

/* The last scalar or flow collection of a node, with which its text ends. */
uint32_t edit_place_last_leaf(const struct tree *tree, uint32_t node);

/* A space or tab. */
bool edit_place_is_blank(char byte);

/* The byte behind the line of offset; SIZE_MAX when more than blanks and a comment stand from
 * offset on. */
size_t edit_place_behind_line(const struct tree *tree, size_t offset);

/* The byte behind the comments that follow at offset, a line's start, and are indented further than
 * indent: they belong to what stands above. */
size_t edit_place_behind_comments(const struct tree *tree, size_t offset, size_t indent);

/* end, behind a block scalar, moved before the empty lines that are none of its text; they are when
 * its header keeps them (+). */
size_t edit_place_before_empty_lines(const struct tree *tree, uint32_t scalar, size_t end);

/* The length of a block scalar without the line ends behind it; 0 where its header has a
 * comment. */
size_t edit_place_block_length(const struct tree *tree, uint32_t node);

/* Whether only blanks stand before offset on its line; *indent counts them. */
bool edit_place_begins_line(const struct tree *tree, size_t offset, size_t *indent);

#endif
