/* A YAML document as a flat tree with byte-exact positions, made from libyaml's tokens.
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

/* TREE_BYTES_MAX is for file_read: larger files are refused. */
enum { TREE_DEPTH_MAX = 16, TREE_NONE = 0, TREE_BYTES_MAX = 64 * 1024 * 1024 };

enum tree_kind { TREE_SCALAR, TREE_SEQUENCE, TREE_MAPPING };
enum tree_style { TREE_PLAIN, TREE_QUOTED, TREE_BLOCK, TREE_FLOW };

/* A node; node 0 is none. It stands before its children, which alternate key, value in a mapping.
 * offset and length are bytes of the source that the node spans: block collections begin with their
 * first dash or key and end with their last leaf, an empty value is zero bytes after its colon or
 * dash, a block scalar ends with its last line's end (or after the blank lines that follow it).
 * Twenty-four bytes, because a large file spends more time on fresh memory than on anything else
 * here. */
struct tree_node {
    uint32_t offset;
    uint32_t length;
    uint32_t line;        /* from 1 */
    uint32_t column : 24; /* code points, from 1 */
    uint32_t kind : 4;    /* enum tree_kind */
    uint32_t style : 4;   /* enum tree_style */
    uint32_t next;        /* sibling, TREE_NONE after the last */
    uint32_t content;     /* see tree_count, tree_text */
};

struct tree {
    const char *file; /* as shown in messages */
    const char *source;
    size_t source_length; /* without BOM */
    size_t bom_length;    /* bytes before source: 0 or 3 */
    struct tree_node *nodes;
    uint32_t count;
    uint32_t root;             /* TREE_NONE for an empty document */
    const struct text *copies; /* texts that are not as the source has them */
};

/* Parses a whole file; file and source must outlive the tree and the problems. Adds every problem
 * to list: one where the syntax fails, each of the others. NULL when the document cannot be used
 * (at least one error was added); with duplicate keys (the first counts), anchors, tags or a second
 * document it can, so that more problems are found. Time is linear in length, but for mappings of n
 * > 16 keys, which take n log n to be checked for duplicates. */
struct tree *tree_parse(struct arena *arena, const char *file, const char *source, size_t length,
                        struct err_list *list);

/* The node of an index that the tree gave. */
static inline const struct tree_node *tree_at(const struct tree *tree, uint32_t node)
{
    return &tree->nodes[node];
}

/* Items of a sequence, pairs of a mapping, 0 for a scalar. */
static inline uint32_t tree_count(const struct tree *tree, uint32_t node)
{
    const struct tree_node *found = tree_at(tree, node);
    return found->kind == TREE_SCALAR ? 0 : found->content;
}

/* The first item of a sequence or key of a mapping; TREE_NONE for an empty one and for a scalar.
 * The others follow by tree_next; a key's next is its value, a value's next the next key. */
static inline uint32_t tree_first(const struct tree *tree, uint32_t node)
{
    return tree_count(tree, node) > 0 ? node + 1 : TREE_NONE;
}

/* The node that follows among its siblings, as tree_first tells; TREE_NONE after the last. */
static inline uint32_t tree_next(const struct tree *tree, uint32_t node)
{
    return tree_at(tree, node)->next;
}

/* A scalar's value, in the arena or in the source, not terminated; without control characters but
 * tabs and line feeds. Empty for a sequence or mapping; bytes is never NULL. */
static inline struct text tree_text(const struct tree *tree, uint32_t node)
{
    const struct tree_node *found = tree_at(tree, node);
    if (found->kind != TREE_SCALAR)
        return (struct text){"", 0};
    if (found->content > 0)
        return tree->copies[found->content - 1];
    uint32_t quote = found->style == TREE_QUOTED;
    return (struct text){tree->source + found->offset + quote, found->length - 2 * quote};
}

/* The value node at key of a mapping, TREE_NONE when absent. */
uint32_t tree_get(const struct tree *tree, uint32_t mapping, const char *key);

/* text for a message: at most 60 bytes, cut with an ellipsis, terminated. Returns out. */
enum { TREE_SHOWN_SIZE = 64 };
const char *tree_shown(struct text text, char out[TREE_SHOWN_SIZE]);

/* The place of a node, with its source line, for an error; TREE_NONE: the file as a whole. A scalar
 * is underlined to the end of its first line. */
struct err_place tree_place(const struct tree *tree, uint32_t node);

#endif
