#include "yaml/build.h"

#include "yaml/guard.h"
#include "yaml/keys.h"

#include <string.h>

/* Nodes are reserved for a value every eight bytes: more than hand-written files hold, so that the
 * array is rarely moved. Memory that is not used is not touched. */
enum { BYTES_PER_NODE = 6, NODES_MIN = 16, REFUSALS_MAX = 10, COLUMN_MAX = 0xFFFFFF };

static void report(struct build *build, struct err *err, struct err_place place)
{
    err_at(err, place);
    err_list_add(build->list, err);
}

static bool out_of_memory(struct build *build)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", build->source.file);
    err_list_add(build->list, &err);
    return false;
}

bool build_begin(struct build *build, size_t length)
{
    build->capacity = (uint32_t)(length / BYTES_PER_NODE + NODES_MIN);
    build->tree->nodes = arena_alloc(build->arena, build->capacity, sizeof(struct tree_node));
    build->tree->count = 1;
    return build->tree->nodes || out_of_memory(build);
}

/* A cursor that walks both ways: linear time altogether, because marks hardly ever go back. */
uint32_t build_offset(struct build *build, const yaml_mark_t *mark)
{
    if (build->ascii)
        return (uint32_t)mark->index;
    const char *bytes = build->source.bytes;
    size_t at = build->cursor_byte, length = build->source.length;
    for (; build->cursor_index < mark->index && at < length; build->cursor_index++)
        do
            at++;
        while (at < length && ((unsigned char)bytes[at] & 0xC0) == 0x80);
    for (; build->cursor_index > mark->index && at > 0; build->cursor_index--)
        do
            at--;
        while (at > 0 && ((unsigned char)bytes[at] & 0xC0) == 0x80);
    build->cursor_byte = at;
    return (uint32_t)at;
}

/* Nobody reads beyond column 16,777,215 of a line. */
static uint32_t column_of(const yaml_mark_t *mark)
{
    return mark->column < COLUMN_MAX ? (uint32_t)mark->column + 1 : COLUMN_MAX;
}

static struct err_place place_of(struct build *build, const yaml_mark_t *mark)
{
    return place_make(&build->source, build_offset(build, mark), (uint32_t)mark->line + 1,
                      column_of(mark), 1);
}

void build_refuse(struct build *build, const yaml_mark_t *mark, enum build_refusal refusal)
{
    static const struct {
        enum err_code code;
        const char *sentence;
        const char *hint;
    } refusals[BUILD_REFUSALS] = {
        [BUILD_ANCHOR] = {ERR_YAML_ANCHOR, "anchors (&name) are not read",
                          "write the value out; if & belongs to the text, quote the whole text"},
        [BUILD_ALIAS] = {ERR_YAML_ALIAS, "aliases (*name) are not read",
                         "write the value out; if * belongs to the text, quote the whole text"},
        [BUILD_TAG] = {ERR_YAML_TAG, "tags (!name) are not read: the field decides its type",
                       "delete the tag; if ! belongs to the text, quote the whole text"},
    };
    if (build->refusals[refusal]++ >= REFUSALS_MAX)
        return;
    struct err err;
    err_set(&err, refusals[refusal].code, "%s", refusals[refusal].sentence);
    err_hint(&err, "%s", refusals[refusal].hint);
    report(build, &err, place_of(build, mark));
}

void build_refuse_depth(struct build *build, const yaml_mark_t *mark)
{
    struct err err;
    err_set(&err, ERR_YAML_DEPTH, "lists and mappings are nested more than %d deep",
            TREE_DEPTH_MAX);
    err_hint(&err, "nothing in a project needs such nesting: look for a bracket that was not "
                   "closed");
    report(build, &err, place_of(build, mark));
}

static bool grow(struct build *build)
{
    struct tree *tree = build->tree;
    struct tree_node *nodes = NULL;
    if (build->capacity <= UINT32_MAX / 2)
        nodes = arena_grow(build->arena, tree->nodes, tree->count, (size_t)build->capacity * 2,
                           sizeof *nodes);
    if (!nodes)
        return out_of_memory(build);
    tree->nodes = nodes;
    build->capacity *= 2;
    return true;
}

/* Appends a node of length bytes at mark and hangs it below parent; NULL without memory. */
static struct tree_node *append(struct build *build, struct build_frame *parent,
                                const yaml_mark_t *mark, enum tree_kind kind, enum tree_style style)
{
    struct tree *tree = build->tree;
    if (tree->count == build->capacity && !grow(build))
        return NULL;
    uint32_t added = tree->count++;
    if (parent->node == TREE_NONE)
        tree->root = added;
    else if (parent->last != TREE_NONE)
        tree->nodes[parent->last].next = added;
    parent->last = added;
    parent->children++;
    /* Whole, so that fresh memory is written without being read. */
    tree->nodes[added] = (struct tree_node){.offset = build_offset(build, mark),
                                            .line = (uint32_t)mark->line + 1,
                                            .column = column_of(mark) & COLUMN_MAX,
                                            .kind = kind & 0xF,
                                            .style = style & 0xF};
    return &tree->nodes[added];
}

/* Whatever follows the key is still read; the tree cannot be used. */
static void refuse_key(struct build *build, uint32_t node)
{
    struct err err;
    err_set(&err, ERR_YAML_KEY, "the name of a field must be a plain word");
    err_hint(&err, "write name: value; text in braces or brackets that is a value needs quotes");
    report(build, &err, tree_place(build->tree, node));
    build->unusable = true;
}

static void refuse_merge(struct build *build, uint32_t node)
{
    struct err err;
    err_set(&err, ERR_YAML_MERGE, "merge keys (<<) are not read");
    err_hint(&err, "write the fields out");
    report(build, &err, tree_place(build->tree, node));
    build->unusable = true;
}

/* Whether the latest child of parent is a key. */
static bool is_key(const struct build *build, const struct build_frame *parent)
{
    return parent->node != TREE_NONE && parent->children % 2 == 1 &&
           tree_at(build->tree, parent->node)->kind == TREE_MAPPING;
}

static void check_key(struct build *build, uint32_t key)
{
    const struct tree_node *node = tree_at(build->tree, key);
    struct text name = tree_text(build->tree, key);
    if (node->style == TREE_BLOCK || name.length == 0 ||
        memchr(build->source.bytes + node->offset, '\n', node->length))
        refuse_key(build, key);
    else if (name.bytes[0] == '<' && node->style == TREE_PLAIN && text_is(name, "<<"))
        refuse_merge(build, key);
}

/* Escapes in double quotes can stand for characters that the source itself may not hold. */
static void check_escapes(struct build *build, uint32_t scalar)
{
    const struct text text = tree_text(build->tree, scalar);
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = 0;
        size_t size = text_scalar(text.bytes + at, text.length - at, &code_point);
        if (guard_is_unfit(code_point)) {
            struct err err;
            err_set(&err, ERR_YAML_CHARACTER, "an escape in this text stands for %s (U+%04X)",
                    guard_name(code_point), (unsigned)code_point);
            err_hint(&err, "delete the escape");
            report(build, &err, tree_place(build->tree, scalar));
            build->unusable = true;
            return;
        }
        at += size ? size : 1;
    }
}

/* Keeps a copy of a value that the source does not hold as it is. */
static bool copy_text(struct build *build, uint32_t scalar, const char *value, size_t length)
{
    if (build->copy_count == build->copy_capacity) {
        uint32_t capacity = build->copy_capacity ? build->copy_capacity * 2 : NODES_MIN;
        struct text *copies =
            arena_grow(build->arena, build->copies, build->copy_count, capacity, sizeof *copies);
        if (!copies)
            return out_of_memory(build);
        build->tree->copies = build->copies = copies;
        build->copy_capacity = capacity;
    }
    const char *copy = arena_text(build->arena, value, length);
    if (!copy)
        return out_of_memory(build);
    build->copies[build->copy_count++] = (struct text){copy, length};
    build->tree->nodes[scalar].content = build->copy_count;
    return true;
}

static enum tree_style style_of(yaml_scalar_style_t style)
{
    switch (style) {
    case YAML_SINGLE_QUOTED_SCALAR_STYLE:
    case YAML_DOUBLE_QUOTED_SCALAR_STYLE:
        return TREE_QUOTED;
    case YAML_LITERAL_SCALAR_STYLE:
    case YAML_FOLDED_SCALAR_STYLE:
        return TREE_BLOCK;
    default:
        return TREE_PLAIN;
    }
}

bool build_scalar(struct build *build, struct build_frame *parent, const yaml_token_t *token)
{
    enum tree_style style = style_of(token->data.scalar.style);
    struct tree_node *node = append(build, parent, &token->start_mark, TREE_SCALAR, style);
    if (!node)
        return false;
    uint32_t scalar = parent->last;
    build->leaf_end = build_offset(build, &token->end_mark);
    node->length = build->leaf_end - node->offset;
    const char *value = (const char *)token->data.scalar.value;
    size_t length = token->data.scalar.length, quote = style == TREE_QUOTED;
    const char *source = build->source.bytes + node->offset + quote;
    if (length + 2 * quote != node->length || memcmp(source, value, length) != 0) {
        if (!copy_text(build, scalar, value, length))
            return false;
        if (quote)
            check_escapes(build, scalar);
    }
    if (is_key(build, parent))
        check_key(build, scalar);
    return true;
}

bool build_empty(struct build *build, struct build_frame *parent, const yaml_mark_t *mark)
{
    const struct tree_node *node = append(build, parent, mark, TREE_SCALAR, TREE_PLAIN);
    if (!node)
        return false;
    build->leaf_end = node->offset;
    if (is_key(build, parent))
        refuse_key(build, parent->last);
    return true;
}

bool build_open(struct build *build, struct build_frame *parent, const yaml_mark_t *mark,
                enum tree_kind kind, enum tree_style style, struct build_frame *frame)
{
    if (!append(build, parent, mark, kind, style))
        return false;
    if (is_key(build, parent))
        refuse_key(build, parent->last);
    *frame = (struct build_frame){.node = parent->last};
    return true;
}

bool build_close(struct build *build, const struct build_frame *frame, const yaml_mark_t *end)
{
    struct tree_node *node = &build->tree->nodes[frame->node];
    if (end)
        build->leaf_end = build_offset(build, end);
    node->length = build->leaf_end - node->offset;
    node->content = node->kind == TREE_MAPPING ? frame->children / 2 : frame->children;
    return node->kind != TREE_MAPPING ||
           keys_check(build->arena, build->tree, frame->node, build->list) || out_of_memory(build);
}
