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

/* TREE_BYTES_MAX is for file_read: larger files are refused. */
enum { TREE_DEPTH_MAX = 16, TREE_NONE = 0, TREE_BYTES_MAX = 64 * 1024 * 1024 };

enum tree_kind { TREE_SCALAR, TREE_SEQUENCE, TREE_MAPPING };
enum tree_style { TREE_PLAIN, TREE_QUOTED, TREE_BLOCK, TREE_FLOW };

/* A node. Node 0 is none. Children of a mapping alternate key, value. count is items of a
 * sequence or pairs of a mapping. text is the scalar's value (in the arena or in the source),
 * without control characters but tabs and line feeds. offset and length are bytes of the source
 * that the node spans: block collections begin with their first dash or key and end with their last
 * leaf, an empty value is zero bytes after its colon or dash, a block scalar ends with its last
 * line's end (or after the blank lines that follow it). */
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

/* Parses a whole file; file and source must outlive the tree and the problems. Adds every problem
 * to list: one where the syntax fails, each of the others. NULL when the document cannot be used
 * (at least one error was added); with duplicate keys (the first counts), anchors, tags or a second
 * document it can, so that more problems are found. Time is linear in length, but for mappings of n
 * > 16 keys, which take n log n to be checked for duplicates. */
struct tree *tree_parse(struct arena *arena, const char *file, const char *source, size_t length,
                        struct err_list *list);

const struct tree_node *tree_at(const struct tree *tree, uint32_t node);

/* The value node at key of a mapping, TREE_NONE when absent. */
uint32_t tree_get(const struct tree *tree, uint32_t mapping, const char *key);

/* text for a message: at most 60 bytes, cut with an ellipsis, terminated. Returns out. */
enum { TREE_SHOWN_SIZE = 64 };
const char *tree_shown(struct text text, char out[TREE_SHOWN_SIZE]);

/* The place of a node, with its source line, for an error; TREE_NONE: the file as a whole. A scalar
 * is underlined to the end of its first line. */
struct err_place tree_place(const struct tree *tree, uint32_t node);

#endif
