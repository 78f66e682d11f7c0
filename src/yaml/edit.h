/* Changing a YAML file at the byte: comments, order, quotes, indentation, line ends and a BOM stay
 * as they are.
 *
 * An edit becomes one or two splices, found from the tree's places. What comes out is parsed again
 * and compared with the old tree and the edit; anything else than that is refused. */
#ifndef TIDEMARK_YAML_EDIT_H
#define TIDEMARK_YAML_EDIT_H

#include "base/arena.h"
#include "base/err.h"
#include "yaml/edit_value.h"
#include "yaml/tree.h"

enum edit_kind {
    EDIT_REPLACE, /* the scalar node becomes value, a scalar too, in quotes where it had them */
    EDIT_INSERT,  /* value becomes item `at` of the sequence node, of count + 1 */
    EDIT_ADD,     /* name: value becomes pair `at` of the mapping node, which has no such name */
};

/* node TREE_NONE: of an empty document, which becomes a sequence or mapping of one. */
struct edit {
    enum edit_kind kind;
    uint32_t node;
    uint32_t at;
    const char *name;
    const struct edit_value *value;
};

/* removed bytes at offset of the file (its BOM counted) give way to text. */
struct edit_splice {
    size_t offset;
    size_t removed;
    struct text text;
};

enum { EDIT_SPLICES_MAX = 2 };

/* What an edit does to a file: its splices in the order of the file, the whole file after them, its
 * tree, and the node there that value became. */
struct edit_done {
    struct edit_splice splices[EDIT_SPLICES_MAX];
    size_t count;
    char *bytes;
    size_t length;
    struct tree *tree;
    uint32_t node;
};

/* Works the edit out; nothing is written. tree comes from a file without problems. All that done
 * holds is in arena. False with err, which says why and where: where a text at the end of the file
 * would change, where something else stands on the line, where a value holds what no file may, and
 * where the outcome is not what was meant. Takes time linear in the file. */
bool edit_make(struct arena *arena, const struct tree *tree, const struct edit *edit,
               struct edit_done *done, struct err *err);

/* Whether after is before with the edit and nothing else; *node becomes the node of the value. */
bool edit_is_meant(const struct tree *before, const struct edit *edit, const struct tree *after,
                   uint32_t *node);

#endif
