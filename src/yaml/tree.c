#include "yaml/tree.h"

#include "yaml/guard.h"
#include "yaml/keys.h"
#include "yaml/place.h"
#include "yaml/syntax.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

/* Nodes are reserved for a scalar every eight bytes: more than hand-written files hold, so that the
 * array is rarely moved. Memory that is not used is not touched. */
enum { BYTES_PER_NODE = 8, NODES_MIN = 16, REPEATS_MAX = 10 };

/* An open collection: last is its latest child, children counts keys and values alike. */
struct frame {
    uint32_t node;
    uint32_t last;
    uint32_t children;
};

enum repeat { REPEAT_ANCHOR, REPEAT_ALIAS, REPEAT_TAG, REPEAT_KINDS };

struct builder {
    struct arena *arena;
    struct err_list *list;
    struct tree *tree;
    struct place_source source;
    uint32_t capacity; /* of nodes */
    uint32_t copy_capacity;
    uint32_t copy_count;
    struct text *copies;
    bool ascii;
    bool unusable;
    size_t cursor_index; /* a code point and the byte at which it begins */
    size_t cursor_byte;
    uint32_t leaf_end; /* where the latest leaf or flow collection ends */
    uint32_t depth;
    struct frame frames[TREE_DEPTH_MAX];
    unsigned repeats[REPEAT_KINDS];
};

enum step { STEP_ON, STEP_END, STEP_FAILED };

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

/* Marks count code points; they come in nearly ascending order, so a cursor that walks both ways
 * finds their bytes in linear time altogether. */
static uint32_t offset_of(struct builder *builder, size_t index)
{
    if (builder->ascii)
        return (uint32_t)index;
    const char *bytes = builder->source.bytes;
    size_t at = builder->cursor_byte, length = builder->source.length;
    for (; builder->cursor_index < index && at < length; builder->cursor_index++)
        do
            at++;
        while (at < length && ((unsigned char)bytes[at] & 0xC0) == 0x80);
    for (; builder->cursor_index > index && at > 0; builder->cursor_index--)
        do
            at--;
        while (at > 0 && ((unsigned char)bytes[at] & 0xC0) == 0x80);
    builder->cursor_byte = at;
    return (uint32_t)at;
}

static void report(struct builder *builder, struct err *err, struct err_place place)
{
    err_at(err, place);
    err_list_add(builder->list, err);
}

static enum step out_of_memory(struct builder *builder)
{
    struct err err;
    err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", builder->source.file);
    err_list_add(builder->list, &err);
    return STEP_FAILED;
}

/* Refuses what YAML can do and Tidemark does not read. One kind is reported ten times at most: a
 * file full of aliases is one mistake. */
static void refuse(struct builder *builder, uint32_t node, enum repeat kind)
{
    static const struct {
        enum err_code code;
        const char *sentence;
        const char *hint;
    } refusals[REPEAT_KINDS] = {
        [REPEAT_ANCHOR] = {ERR_YAML_ANCHOR, "anchors (&name) are not read",
                           "write the value out; if & belongs to the text, quote the whole text"},
        [REPEAT_ALIAS] = {ERR_YAML_ALIAS, "aliases (*name) are not read",
                          "write the value out; if * belongs to the text, quote the whole text"},
        [REPEAT_TAG] = {ERR_YAML_TAG, "tags (!name) are not read: the field decides its type",
                        "delete the tag; if ! belongs to the text, quote the whole text"},
    };
    if (builder->repeats[kind]++ >= REPEATS_MAX)
        return;
    struct err err;
    err_set(&err, refusals[kind].code, "%s", refusals[kind].sentence);
    err_hint(&err, "%s", refusals[kind].hint);
    struct err_place place = tree_place(builder->tree, node);
    place.width = 1;
    report(builder, &err, place);
}

static bool reserve_node(struct builder *builder)
{
    struct tree *tree = builder->tree;
    if (tree->count < builder->capacity)
        return true;
    if (builder->capacity > UINT32_MAX / 2)
        return false;
    struct tree_node *nodes = arena_grow(builder->arena, tree->nodes, tree->count,
                                         (size_t)builder->capacity * 2, sizeof *nodes);
    if (!nodes)
        return false;
    tree->nodes = nodes;
    builder->capacity *= 2;
    return true;
}

/* Nobody reads beyond column 16,777,215 of a line. */
static uint32_t column_of(const yaml_event_t *event)
{
    return event->start_mark.column < 0xFFFFFF ? (uint32_t)event->start_mark.column + 1 : 0xFFFFFF;
}

/* Appends a node that spans the event and hangs it below the open collection; TREE_NONE without
 * memory. */
static uint32_t add_node(struct builder *builder, const yaml_event_t *event, enum tree_kind kind,
                         enum tree_style style)
{
    if (!reserve_node(builder))
        return TREE_NONE;
    struct tree *tree = builder->tree;
    uint32_t added = tree->count++;
    struct tree_node *node = &tree->nodes[added];
    node->offset = offset_of(builder, event->start_mark.index);
    node->length = offset_of(builder, event->end_mark.index) - node->offset;
    node->line = (uint32_t)event->start_mark.line + 1;
    node->column = column_of(event) & 0xFFFFFF;
    node->kind = kind & 0xF;
    node->style = style & 0xF;
    if (builder->depth == 0) {
        tree->root = added;
        return added;
    }
    struct frame *frame = &builder->frames[builder->depth - 1];
    if (frame->last != TREE_NONE)
        tree->nodes[frame->last].next = added;
    frame->last = added;
    frame->children++;
    return added;
}

/* Whether the next node will be a key of the open mapping. */
static bool key_expected(const struct builder *builder)
{
    if (builder->depth == 0)
        return false;
    const struct frame *frame = &builder->frames[builder->depth - 1];
    return builder->tree->nodes[frame->node].kind == TREE_MAPPING && frame->children % 2 == 0;
}

/* Whatever follows the key is still read; the tree cannot be used. */
static void refuse_key(struct builder *builder, uint32_t node)
{
    struct err err;
    err_set(&err, ERR_YAML_KEY, "the name of a field must be a plain word");
    err_hint(&err, "write name: value; text in braces or brackets that is a value needs quotes");
    report(builder, &err, tree_place(builder->tree, node));
    builder->unusable = true;
}

static void check_key(struct builder *builder, uint32_t key)
{
    const struct tree_node *node = tree_at(builder->tree, key);
    struct text name = tree_text(builder->tree, key);
    if (node->style == TREE_BLOCK || name.length == 0 ||
        memchr(builder->source.bytes + node->offset, '\n', node->length)) {
        refuse_key(builder, key);
    } else if (node->style == TREE_PLAIN && name.bytes[0] == '<' && text_is(name, "<<")) {
        struct err err;
        err_set(&err, ERR_YAML_MERGE, "merge keys (<<) are not read");
        err_hint(&err, "write the fields out");
        report(builder, &err, tree_place(builder->tree, key));
        builder->unusable = true;
    }
}

/* Escapes in double quotes can stand for characters that the source itself may not hold. */
static void check_escapes(struct builder *builder, uint32_t scalar)
{
    const struct text text = tree_text(builder->tree, scalar);
    for (size_t at = 0; at < text.length;) {
        uint32_t code_point = 0;
        size_t size = text_scalar(text.bytes + at, text.length - at, &code_point);
        if (guard_is_unfit(code_point)) {
            struct err err;
            err_set(&err, ERR_YAML_CHARACTER, "an escape in this text stands for %s (U+%04X)",
                    guard_name(code_point), (unsigned)code_point);
            err_hint(&err, "delete the escape");
            report(builder, &err, tree_place(builder->tree, scalar));
            builder->unusable = true;
            return;
        }
        at += size ? size : 1;
    }
}

/* Keeps a copy of a value that the source does not hold as it is; false without memory. */
static bool copy_text(struct builder *builder, uint32_t scalar, const char *value, size_t length)
{
    if (builder->copy_count == builder->copy_capacity) {
        uint32_t capacity = builder->copy_capacity ? builder->copy_capacity * 2 : NODES_MIN;
        struct text *copies = arena_grow(builder->arena, builder->copies, builder->copy_count,
                                         capacity, sizeof *copies);
        if (!copies)
            return false;
        builder->tree->copies = builder->copies = copies;
        builder->copy_capacity = capacity;
    }
    const char *copy = arena_text(builder->arena, value, length);
    if (!copy)
        return false;
    builder->copies[builder->copy_count++] = (struct text){copy, length};
    builder->tree->nodes[scalar].content = builder->copy_count;
    return true;
}

/* The value: in the source where the same bytes stand there, else a copy. */
static bool set_text(struct builder *builder, uint32_t scalar, const yaml_event_t *event)
{
    const struct tree_node *node = tree_at(builder->tree, scalar);
    const char *value = (const char *)event->data.scalar.value;
    size_t length = event->data.scalar.length, quote = node->style == TREE_QUOTED;
    const char *source = builder->source.bytes + node->offset + quote;
    if (length + 2 * quote == node->length && memcmp(source, value, length) == 0)
        return true;
    if (!copy_text(builder, scalar, value, length))
        return false;
    if (quote)
        check_escapes(builder, scalar);
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

static enum step on_scalar(struct builder *builder, const yaml_event_t *event)
{
    bool key = key_expected(builder);
    uint32_t node = add_node(builder, event, TREE_SCALAR, style_of(event->data.scalar.style));
    if (node == TREE_NONE)
        return out_of_memory(builder);
    if (!set_text(builder, node, event))
        return out_of_memory(builder);
    const struct tree_node *scalar = tree_at(builder->tree, node);
    builder->leaf_end = scalar->offset + scalar->length;
    /* libyaml drops a lone "!", but its place shows it: no plain text begins so. */
    char first = scalar->length ? builder->source.bytes[scalar->offset] : '\0';
    if (event->data.scalar.anchor)
        refuse(builder, node, REPEAT_ANCHOR);
    if (event->data.scalar.tag || first == '!')
        refuse(builder, node, REPEAT_TAG);
    if (key)
        check_key(builder, node);
    return STEP_ON;
}

static enum step on_alias(struct builder *builder, const yaml_event_t *event)
{
    uint32_t node = add_node(builder, event, TREE_SCALAR, TREE_PLAIN);
    if (node == TREE_NONE)
        return out_of_memory(builder);
    const struct tree_node *alias = tree_at(builder->tree, node);
    builder->leaf_end = alias->offset + alias->length;
    builder->unusable = true;
    refuse(builder, node, REPEAT_ALIAS);
    return STEP_ON;
}

/* Stops at once: libyaml takes quadratic time for deep flow nesting. */
static enum step refuse_depth(struct builder *builder, const yaml_event_t *event)
{
    struct err err;
    err_set(&err, ERR_YAML_DEPTH, "lists and mappings are nested more than %d deep",
            TREE_DEPTH_MAX);
    err_hint(&err, "nothing in a project needs such nesting: look for a bracket that was not "
                   "closed");
    report(builder, &err,
           place_make(&builder->source, offset_of(builder, event->start_mark.index),
                      (uint32_t)event->start_mark.line + 1, (uint32_t)event->start_mark.column + 1,
                      1));
    return STEP_FAILED;
}

static enum step on_open(struct builder *builder, const yaml_event_t *event, enum tree_kind kind)
{
    bool key = key_expected(builder), flow, anchor, tag;
    if (kind == TREE_MAPPING) {
        flow = event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    } else {
        flow = event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    }
    if (builder->depth == TREE_DEPTH_MAX)
        return refuse_depth(builder, event);
    uint32_t node = add_node(builder, event, kind, flow ? TREE_FLOW : TREE_BLOCK);
    if (node == TREE_NONE)
        return out_of_memory(builder);
    if (anchor)
        refuse(builder, node, REPEAT_ANCHOR);
    if (tag)
        refuse(builder, node, REPEAT_TAG);
    if (key)
        refuse_key(builder, node);
    builder->frames[builder->depth++] = (struct frame){.node = node};
    return STEP_ON;
}

static enum step on_close(struct builder *builder, const yaml_event_t *event)
{
    struct frame frame = builder->frames[--builder->depth];
    struct tree_node *node = &builder->tree->nodes[frame.node];
    if (node->style == TREE_FLOW)
        builder->leaf_end = offset_of(builder, event->end_mark.index);
    node->length = builder->leaf_end - node->offset;
    node->content = node->kind == TREE_MAPPING ? frame.children / 2 : frame.children;
    if (node->kind != TREE_MAPPING)
        return STEP_ON;
    bool checked = keys_check(builder->arena, builder->tree, frame.node, builder->list);
    return checked ? STEP_ON : out_of_memory(builder);
}

static enum step on_event(struct builder *builder, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_SCALAR_EVENT:
        return on_scalar(builder, event);
    case YAML_MAPPING_START_EVENT:
        return on_open(builder, event, TREE_MAPPING);
    case YAML_SEQUENCE_START_EVENT:
        return on_open(builder, event, TREE_SEQUENCE);
    case YAML_MAPPING_END_EVENT:
    case YAML_SEQUENCE_END_EVENT:
        return on_close(builder, event);
    case YAML_ALIAS_EVENT:
        return on_alias(builder, event);
    case YAML_DOCUMENT_END_EVENT:
        guard_rest(&builder->source, offset_of(builder, event->end_mark.index),
                   !event->data.document_end.implicit, builder->list);
        return STEP_END;
    case YAML_STREAM_END_EVENT:
        return STEP_END;
    default:
        return STEP_ON;
    }
}

static enum step run(struct builder *builder)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return out_of_memory(builder);
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)builder->source.bytes,
                                 builder->source.length);
    enum step step = STEP_ON;
    while (step == STEP_ON) {
        yaml_event_t event;
        if (!yaml_parser_parse(&parser, &event)) {
            syntax_report(builder->tree, &parser, builder->list);
            step = STEP_FAILED;
            break;
        }
        step = on_event(builder, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return step;
}

static bool check_size(struct builder *builder)
{
    if (builder->source.length <= TREE_BYTES_MAX)
        return true;
    struct err err;
    err_set(&err, ERR_FILE_TOO_LARGE, "the file has %zu bytes, at most %d are read",
            builder->source.length, TREE_BYTES_MAX);
    err_hint(&err, "put bulk figures in a panel (CSV)");
    report(builder, &err, place_file(&builder->source));
    return false;
}

static struct tree *new_tree(struct arena *arena, const char *file, const char *source,
                             size_t length)
{
    struct tree *tree = arena_alloc(arena, 1, sizeof *tree);
    size_t capacity = length / BYTES_PER_NODE + NODES_MIN;
    if (!tree)
        return NULL;
    tree->file = file;
    tree->bom_length = guard_bom_length(source, length);
    tree->source = source + tree->bom_length;
    tree->source_length = length - tree->bom_length;
    tree->count = 1;
    tree->nodes = arena_alloc(arena, capacity, sizeof *tree->nodes);
    return tree->nodes ? tree : NULL;
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
    struct builder builder = {.arena = arena, .list = list, .source = {file, source, length}};
    if (!check_size(&builder))
        return NULL;
    builder.tree = new_tree(arena, file, source, length);
    if (!builder.tree) {
        out_of_memory(&builder);
        return NULL;
    }
    builder.source = source_of(builder.tree);
    builder.capacity = (uint32_t)(length / BYTES_PER_NODE + NODES_MIN);
    enum guard_encoding encoding = guard_scan(&builder.source, list);
    if (encoding == GUARD_REFUSED || !guard_start(&builder.source, list))
        return NULL;
    builder.ascii = encoding == GUARD_ASCII;
    if (run(&builder) == STEP_FAILED || builder.unusable)
        return NULL;
    drop_empty_root(builder.tree);
    return builder.tree;
}
