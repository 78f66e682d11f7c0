#include "yaml/edit_place.h"

#include <string.h>

size_t edit_place_end(const struct tree *tree, uint32_t node)
{
    return (size_t)tree_at(tree, node)->offset + tree_at(tree, node)->length;
}

size_t edit_place_indent(const struct tree *tree, uint32_t node)
{
    return tree_at(tree, node)->column - 1;
}

/* The line end nearest before offset, else the first after it, else a line feed. */
const char *edit_place_line_end(const struct tree *tree, size_t offset)
{
    size_t at = offset;
    while (at > 0 && tree->source[at - 1] != '\n')
        at--;
    if (at == 0) {
        const char *next = memchr(tree->source, '\n', tree->source_length);
        at = next ? (size_t)(next - tree->source) + 1 : 0;
    }
    return at >= 2 && tree->source[at - 2] == '\r' ? "\r\n" : "\n";
}

/* How far lists and mappings stand to the right of their fields elsewhere in the file. */
struct edit_layout edit_place_layout(const struct tree *tree)
{
    struct edit_layout layout = {.list_step = 2, .field_step = 2};
    bool list = false, field = false;
    for (uint32_t node = 1; node < tree->count && !(list && field); node++) {
        if (tree_at(tree, node)->kind != TREE_MAPPING || tree_at(tree, node)->style != TREE_BLOCK)
            continue;
        for (uint32_t key = tree_first(tree, node); key; key = tree_next(tree, key)) {
            uint32_t value = key = tree_next(tree, key);
            const struct tree_node *found = tree_at(tree, value);
            if (found->kind == TREE_SCALAR || found->style != TREE_BLOCK)
                continue;
            size_t step = edit_place_indent(tree, value) - edit_place_indent(tree, node);
            if (found->kind == TREE_SEQUENCE && !list) {
                layout.list_step = step;
                list = true;
            } else if (found->kind == TREE_MAPPING && !field) {
                layout.field_step = step;
                field = true;
            }
        }
    }
    return layout;
}

bool edit_place_in_flow(const struct tree *tree, uint32_t node)
{
    size_t offset = tree_at(tree, node)->offset;
    for (uint32_t i = 1; i < node; i++)
        if (tree_at(tree, i)->kind != TREE_SCALAR && tree_at(tree, i)->style == TREE_FLOW &&
            offset > tree_at(tree, i)->offset && offset < edit_place_end(tree, i))
            return true;
    return false;
}

static uint32_t last_child(const struct tree *tree, uint32_t node)
{
    uint32_t last = TREE_NONE;
    for (uint32_t child = tree_first(tree, node); child; child = tree_next(tree, child))
        last = child;
    return last;
}

uint32_t edit_place_last_leaf(const struct tree *tree, uint32_t node)
{
    while (tree_at(tree, node)->style != TREE_FLOW && tree_count(tree, node) > 0)
        node = last_child(tree, node);
    return node;
}

bool edit_place_is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

/* The byte behind the line of offset; SIZE_MAX when more than blanks and a comment stand there. */
size_t edit_place_behind_line(const struct tree *tree, size_t offset)
{
    const char *source = tree->source;
    size_t at = offset, length = tree->source_length;
    while (at < length && edit_place_is_blank(source[at]))
        at++;
    if (at < length && source[at] == '#' &&
        (at > offset || (at > 0 && edit_place_is_blank(source[at - 1]))))
        while (at < length && source[at] != '\n')
            at++;
    if (at < length && source[at] == '\r')
        at++;
    if (at == length)
        return length;
    return source[at] == '\n' ? at + 1 : SIZE_MAX;
}

/* Comments right below that are indented further than indent belong to what stands above. */
size_t edit_place_behind_comments(const struct tree *tree, size_t offset, size_t indent)
{
    const char *source = tree->source;
    while (offset < tree->source_length) {
        size_t at = offset;
        while (at < tree->source_length && source[at] == ' ')
            at++;
        if (at == tree->source_length || source[at] != '#' || at - offset <= indent)
            return offset;
        const char *end = memchr(source + at, '\n', tree->source_length - at);
        if (!end)
            return tree->source_length;
        offset = (size_t)(end - source) + 1;
    }
    return offset;
}

/* Empty lines that follow a block scalar are none of its text, unless its header keeps them (+). */
size_t edit_place_before_empty_lines(const struct tree *tree, uint32_t scalar, size_t end)
{
    const char *source = tree->source;
    size_t begin = tree_at(tree, scalar)->offset;
    const char *header_end = memchr(source + begin, '\n', end - begin);
    if (!header_end || memchr(source + begin, '+', (size_t)(header_end - source) - begin))
        return end;
    for (;;) {
        size_t at = end - 1;
        if (at > begin && source[at - 1] == '\r')
            at--;
        if (at <= begin || source[at - 1] != '\n')
            return end;
        end = at;
    }
}

/* Whether only blanks stand before offset on its line; *indent counts them. */
bool edit_place_begins_line(const struct tree *tree, size_t offset, size_t *indent)
{
    size_t start = offset;
    while (start > 0 && tree->source[start - 1] == ' ')
        start--;
    *indent = offset - start;
    return start == 0 || tree->source[start - 1] == '\n';
}

/* The mapping or sequence that a node is a child of, TREE_NONE of the root. */
uint32_t edit_place_parent(const struct tree *tree, uint32_t node)
{
    for (uint32_t parent = node; parent-- > 1;)
        for (uint32_t child = tree_first(tree, parent); child; child = tree_next(tree, child))
            if (child == node)
                return parent;
    return TREE_NONE;
}

/* A block scalar's text without the line ends behind it; 0 where its header has a comment, which
 * would be lost. */
size_t edit_place_block_length(const struct tree *tree, uint32_t node)
{
    size_t begin = tree_at(tree, node)->offset, end = edit_place_end(tree, node);
    const char *header_end = memchr(tree->source + begin, '\n', end - begin);
    if (!header_end ||
        memchr(tree->source + begin, '#', (size_t)(header_end - tree->source) - begin))
        return 0;
    while (end > begin && strchr("\r\n", tree->source[end - 1]))
        end--;
    return end - begin;
}

uint32_t edit_place_key(const struct tree *tree, uint32_t mapping, uint32_t value)
{
    uint32_t key = tree_first(tree, mapping);
    while (tree_next(tree, key) != value)
        key = tree_next(tree, tree_next(tree, key));
    return key;
}
