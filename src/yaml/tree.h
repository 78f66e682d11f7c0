/* A YAML document as a flat tree with byte-exact positions, made from libyaml events.
 *
 * Refused here with file:line:column: invalid UTF-8, UTF-16, NUL and control characters,
 * U+0085/2028/2029 and bidirectional overrides, anchors, aliases, tags, merge keys, directives,
 * several documents, duplicate keys ("first on line 10"), keys that are not plain scalars,
 * nesting beyond TREE_DEPTH_MAX. A BOM and CRLF line ends are accepted. Anything libyaml refuses
 * is reported in an analyst's words. */
#ifndef TIDEMARK_YAML_TREE_H
#define TIDEMARK_YAML_TREE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/text.h"

#include <stdint.h>

enum { TREE_DEPTH_MAX = 16, TREE_NONE = 0 };

enum tree_kind { TREE_SCALAR, TREE_SEQUENCE, TREE_MAPPING };
enum tree_style { TREE_PLAIN, TREE_QUOTED, TREE_BLOCK, TREE_FLOW };

/* A node. Node 0 is none. Children of a mapping alternate key, value. count is items of a
 * sequence or pairs of a mapping. text is the scalar's value (in the arena or in the source).
 * offset and length are bytes of the source that the node spans (block collections end with their
 * last leaf). */
struct tree_node {
    uint32_t offset;
    uint32_t length;
    uint32_t line;   /* from 1 */
    uint32_t column; /* code points, from 1 */
    uint32_t first_child;
    uint32_t next;
    uint32_t count;
    uint8_t kind;
    uint8_t style;
    struct text text;
};

struct tree {
    const char *file; /* as shown in messages */
    const char *source;
    size_t source_length; /* without BOM */
    size_t bom_length;    /* bytes before source: 0 or 3 */
    struct tree_node *nodes;
    uint32_t count;
    uint32_t root; /* TREE_NONE for an empty document */
};

/* Parses a whole file; source must outlive the tree. Adds every problem to list; NULL when the
 * document cannot be used (at least one error was added). Time is linear in length for accepted
 * documents. */
struct tree *tree_parse(struct arena *arena, const char *file, const char *source, size_t length,
                        struct err_list *list);

const struct tree_node *tree_at(const struct tree *tree, uint32_t node);

/* The value node at key of a mapping, TREE_NONE when absent. */
uint32_t tree_get(const struct tree *tree, uint32_t mapping, const char *key);

/* The place of a node, with its source line, for an error. */
struct err_place tree_place(const struct tree *tree, uint32_t node);

#endif
