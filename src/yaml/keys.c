#include "yaml/keys.h"

#include <stdlib.h>
#include <string.h>

enum { SMALL_MAPPING_KEYS = 16 };

static void refuse(const struct tree *tree, uint32_t key, uint32_t first, struct err_list *list)
{
    char shown[TREE_SHOWN_SIZE];
    struct err err;
    err_set(&err, ERR_YAML_DUPLICATE_KEY, "\"%s\" is given twice: first on line %u",
            tree_shown(tree_text(tree, key), shown), tree_at(tree, first)->line);
    err_hint(&err, "keep one of the two");
    err_at(&err, tree_place(tree, key));
    err_list_add(list, &err);
}

struct key {
    struct text text;
    uint32_t node;
};

/* Keys in the order of their bytes, then as they stand in the file. */
static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    size_t shorter = a->text.length < b->text.length ? a->text.length : b->text.length;
    int order = memcmp(a->text.bytes, b->text.bytes, shorter);
    if (order != 0)
        return order;
    if (a->text.length != b->text.length)
        return a->text.length < b->text.length ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

static uint32_t next_key(const struct tree *tree, uint32_t key)
{
    return tree_next(tree, tree_next(tree, key));
}

/* By sorting, not by hashing: no choice of keys makes it slow. */
static bool check_large(struct arena *scratch, const struct tree *tree, uint32_t mapping,
                        struct err_list *list)
{
    uint32_t count = tree_count(tree, mapping);
    struct arena_mark mark = arena_mark(scratch);
    struct key *keys = arena_alloc(scratch, count, sizeof *keys);
    if (!keys)
        return false;
    uint32_t key = tree_first(tree, mapping);
    for (uint32_t i = 0; i < count; i++, key = next_key(tree, key))
        keys[i] = (struct key){tree_text(tree, key), key};
    qsort(keys, count, sizeof *keys, compare_keys);
    const struct key *first = keys;
    for (uint32_t i = 1; i < count; i++) {
        if (text_equal(first->text, keys[i].text))
            refuse(tree, keys[i].node, first->node, list);
        else
            first = &keys[i];
    }
    arena_rewind(scratch, mark);
    return true;
}

static void check_small(const struct tree *tree, uint32_t mapping, struct err_list *list)
{
    uint32_t keys[SMALL_MAPPING_KEYS], count = tree_count(tree, mapping);
    struct text names[SMALL_MAPPING_KEYS];
    uint32_t key = tree_first(tree, mapping);
    for (uint32_t i = 0; i < count; i++, key = next_key(tree, key)) {
        keys[i] = key;
        names[i] = tree_text(tree, key);
        uint32_t j = 0;
        while (j < i && !(names[j].length == names[i].length &&
                          memcmp(names[j].bytes, names[i].bytes, names[i].length) == 0))
            j++;
        if (j < i)
            refuse(tree, key, keys[j], list);
    }
}

bool keys_check(struct arena *scratch, const struct tree *tree, uint32_t mapping,
                struct err_list *list)
{
    if (tree_count(tree, mapping) > SMALL_MAPPING_KEYS)
        return check_large(scratch, tree, mapping, list);
    check_small(tree, mapping, list);
    return true;
}
