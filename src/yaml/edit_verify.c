#include "yaml/edit.h"

#include <string.h>

/* The edit, the two trees, and where the value was met in the new one. */
struct meant {
    const struct tree *before;
    const struct tree *after;
    const struct edit *edit;
    uint32_t node;
};

/* Whether a node of the new tree is the value that was given. */
static bool is_value(const struct tree *tree, uint32_t node, const struct edit_value *value)
{
    const struct tree_node *found = tree_at(tree, node);
    if (found->kind != value->kind)
        return false;
    if (value->kind == TREE_SCALAR)
        return text_equal(tree_text(tree, node), value->text) &&
               (!value->plain || found->style == TREE_PLAIN);
    if (tree_count(tree, node) != value->count)
        return false;
    uint32_t child = tree_first(tree, node);
    for (size_t i = 0; i < value->count; i++, child = tree_next(tree, child)) {
        if (value->kind == TREE_MAPPING) {
            if (!text_is(tree_text(tree, child), value->names[i]))
                return false;
            child = tree_next(tree, child);
        }
        if (!is_value(tree, child, &value->items[i]))
            return false;
    }
    return true;
}

static bool is_same(struct meant *meant, uint32_t old, uint32_t new);

/* The item or pair that the edit put before the old child. */
static bool is_added(struct meant *meant, uint32_t *new)
{
    if (*new == TREE_NONE)
        return false;
    if (meant->edit->kind == EDIT_ADD) {
        if (!text_is(tree_text(meant->after, *new), meant->edit->name))
            return false;
        *new = tree_next(meant->after, *new);
    }
    meant->node = *new;
    if (!is_value(meant->after, *new, meant->edit->value))
        return false;
    *new = tree_next(meant->after, *new);
    return true;
}

/* Children in their order, with what the edit put among those of its node. */
static bool are_same(struct meant *meant, uint32_t old, uint32_t new)
{
    bool edited = old == meant->edit->node && meant->edit->kind != EDIT_REPLACE;
    uint32_t step = tree_at(meant->before, old)->kind == TREE_MAPPING ? 2 : 1, at = 0;
    if (tree_count(meant->after, new) != tree_count(meant->before, old) + edited)
        return false;
    uint32_t from = tree_first(meant->before, old), to = tree_first(meant->after, new);
    for (;; at++) {
        if (edited && at / step == meant->edit->at && at % step == 0) {
            if (!is_added(meant, &to))
                return false;
            edited = false;
        }
        if (from == TREE_NONE || to == TREE_NONE)
            return from == to && !edited;
        if (!is_same(meant, from, to))
            return false;
        from = tree_next(meant->before, from);
        to = tree_next(meant->after, to);
    }
}

/* Styles tell a number from a text, and an edit makes a block of an empty pair of brackets. */
static bool is_same(struct meant *meant, uint32_t old, uint32_t new)
{
    const struct tree_node *from = tree_at(meant->before, old), *to = tree_at(meant->after, new);
    if (old == meant->edit->node && meant->edit->kind == EDIT_REPLACE) {
        meant->node = new;
        return is_value(meant->after, new, meant->edit->value);
    }
    if (from->kind != to->kind)
        return false;
    if (from->kind != TREE_SCALAR)
        return are_same(meant, old, new);
    return from->style == to->style &&
           text_equal(tree_text(meant->before, old), tree_text(meant->after, new));
}

/* An empty document became one collection of one. */
static bool is_begun(struct meant *meant)
{
    const struct tree *after = meant->after;
    bool mapping = meant->edit->kind == EDIT_ADD;
    if (after->root == TREE_NONE || tree_count(after, after->root) != 1 ||
        tree_at(after, after->root)->kind != (mapping ? TREE_MAPPING : TREE_SEQUENCE))
        return false;
    uint32_t child = tree_first(after, after->root);
    return is_added(meant, &child);
}

bool edit_is_meant(const struct tree *before, const struct edit *edit, const struct tree *after,
                   uint32_t *node)
{
    struct meant meant = {.before = before, .after = after, .edit = edit};
    bool is = before->root == TREE_NONE
                  ? is_begun(&meant)
                  : after->root != TREE_NONE && is_same(&meant, before->root, after->root);
    *node = meant.node;
    return is && meant.node != TREE_NONE;
}
