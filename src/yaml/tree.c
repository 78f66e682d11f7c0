#include "yaml/tree.h"

#include "yaml/grammar.h"
#include "yaml/guard.h"
#include "yaml/place.h"

#include <stdio.h>
#include <string.h>

uint32_t tree_get(const struct tree *tree, uint32_t mapping, const char *key)
{
    if (tree_at(tree, mapping)->kind != TREE_MAPPING)
        return TREE_NONE;
    for (uint32_t at = tree_first(tree, mapping); at != TREE_NONE;) {
        uint32_t value = tree_next(tree, at);
        if (text_is(tree_text(tree, at), key))
            return value;
        at = tree_next(tree, value);
    }
    return TREE_NONE;
}

static struct place_source source_of(const struct tree *tree)
{
    return (struct place_source){tree->file, tree->source, tree->source_length};
}

struct err_place tree_place(const struct tree *tree, uint32_t node)
{
    struct place_source source = source_of(tree);
    if (node == TREE_NONE)
        return place_file(&source);
    const struct tree_node *found = tree_at(tree, node);
    uint32_t width = 1;
    if (found->kind == TREE_SCALAR) {
        const char *bytes = tree->source + found->offset;
        const char *end = memchr(bytes, '\n', found->length);
        size_t length = end ? (size_t)(end - bytes) : found->length;
        width = (uint32_t)text_code_points(bytes, length);
    }
    return place_make(&source, found->offset, found->line, found->column, width);
}

const char *tree_shown(struct text text, char out[TREE_SHOWN_SIZE])
{
    enum { ROOM = TREE_SHOWN_SIZE - 4 };
    size_t length = text.length;
    if (length > ROOM) {
        length = ROOM;
        while (length > 0 && ((unsigned char)text.bytes[length] & 0xC0) == 0x80)
            length--;
    }
    snprintf(out, TREE_SHOWN_SIZE, "%.*s%s", (int)length, text.length ? text.bytes : "",
             length < text.length ? "\xE2\x80\xA6" : "");
    return out;
}

/* A document that holds nothing but an empty value ("---") is empty. */
static void drop_empty_root(struct tree *tree)
{
    const struct tree_node *root = tree_at(tree, tree->root);
    if (root->kind == TREE_SCALAR && root->style == TREE_PLAIN && root->length == 0)
        tree->root = TREE_NONE;
}

struct tree *tree_parse(struct arena *arena, const char *file, const char *source, size_t length,
                        struct err_list *list)
{
    size_t bom = guard_bom_length(source, length);
    struct build build = {
        .arena = arena, .list = list, .source = {file, source + bom, length - bom}};
    enum guard_encoding encoding = guard_scan(&build.source, list);
    if (encoding == GUARD_REFUSED || !guard_start(&build.source, list))
        return NULL;
    build.ascii = encoding == GUARD_ASCII;
    build.tree = arena_alloc(arena, 1, sizeof *build.tree);
    if (!build.tree) {
        struct err err;
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", file);
        err_list_add(list, &err);
        return NULL;
    }
    build.tree->file = file;
    build.tree->source = build.source.bytes;
    build.tree->source_length = build.source.length;
    build.tree->bom_length = bom;
    if (!build_begin(&build, length) || !grammar_read(&build) || build.unusable)
        return NULL;
    drop_empty_root(build.tree);
    return build.tree;
}
