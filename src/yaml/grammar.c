#include "yaml/grammar.h"

#include "yaml/guard.h"
#include "yaml/syntax.h"

/* Where a node stands: a list without indentation is one only as the value of a field. */
enum position { IN_FLOW, IN_BLOCK, AFTER_KEY };

struct grammar {
    yaml_parser_t parser;
    yaml_token_t token; /* the next one, not yet used */
    struct build *build;
    uint32_t depth;
};

static bool node(struct grammar *grammar, struct build_frame *parent, enum position position);

static bool is_at(const struct grammar *grammar, yaml_token_type_t type)
{
    return grammar->token.type == type;
}

static bool next(struct grammar *grammar)
{
    yaml_token_delete(&grammar->token);
    if (yaml_parser_scan(&grammar->parser, &grammar->token))
        return true;
    syntax_report(grammar->build->tree, &grammar->parser, grammar->build->list);
    return false;
}

/* The token does not fit into what began at context. */
static bool fail(struct grammar *grammar, enum syntax_fault fault, const yaml_mark_t *context)
{
    struct build *build = grammar->build;
    syntax_report_fault(build->tree, fault, build_offset(build, context),
                        build_offset(build, &grammar->token.start_mark), build->list);
    return false;
}

static bool open_collection(struct grammar *grammar, struct build_frame *parent,
                            enum tree_kind kind, enum tree_style style, struct build_frame *frame)
{
    const yaml_mark_t *mark = &grammar->token.start_mark;
    if (grammar->depth == TREE_DEPTH_MAX) {
        build_refuse_depth(grammar->build, mark);
        return false;
    }
    grammar->depth++;
    return build_open(grammar->build, parent, mark, kind, style, frame);
}

/* The closing bracket or the end of a block is the token. */
static bool close_collection(struct grammar *grammar, const struct build_frame *frame, bool flow)
{
    grammar->depth--;
    return build_close(grammar->build, frame, flow ? &grammar->token.end_mark : NULL) &&
           next(grammar);
}

/* A dash, which is the token, and what follows it. An empty item stands right after its dash. */
static bool block_item(struct grammar *grammar, struct build_frame *frame, bool indented)
{
    yaml_mark_t dash_end = grammar->token.end_mark;
    if (!next(grammar))
        return false;
    bool empty =
        is_at(grammar, YAML_BLOCK_ENTRY_TOKEN) || is_at(grammar, YAML_BLOCK_END_TOKEN) ||
        (!indented && (is_at(grammar, YAML_KEY_TOKEN) || is_at(grammar, YAML_VALUE_TOKEN)));
    return empty ? build_empty(grammar->build, frame, &dash_end) : node(grammar, frame, IN_BLOCK);
}

static bool block_sequence(struct grammar *grammar, struct build_frame *parent)
{
    yaml_mark_t start = grammar->token.start_mark;
    struct build_frame frame;
    if (!open_collection(grammar, parent, TREE_SEQUENCE, TREE_BLOCK, &frame) || !next(grammar))
        return false;
    while (is_at(grammar, YAML_BLOCK_ENTRY_TOKEN))
        if (!block_item(grammar, &frame, true))
            return false;
    if (!is_at(grammar, YAML_BLOCK_END_TOKEN))
        return fail(grammar, SYNTAX_ITEM, &start);
    return close_collection(grammar, &frame, false);
}

/* A list whose dashes stand in the column of the field it is the value of; nothing ends it. */
static bool unindented_sequence(struct grammar *grammar, struct build_frame *parent)
{
    struct build_frame frame;
    if (!open_collection(grammar, parent, TREE_SEQUENCE, TREE_BLOCK, &frame))
        return false;
    while (is_at(grammar, YAML_BLOCK_ENTRY_TOKEN))
        if (!block_item(grammar, &frame, false))
            return false;
    grammar->depth--;
    return build_close(grammar->build, &frame, NULL);
}

/* The key after a KEY token or the value after a VALUE token, one of which is the token. */
static bool block_part(struct grammar *grammar, struct build_frame *frame)
{
    yaml_mark_t end = grammar->token.end_mark;
    if (!next(grammar))
        return false;
    bool empty = is_at(grammar, YAML_KEY_TOKEN) || is_at(grammar, YAML_VALUE_TOKEN) ||
                 is_at(grammar, YAML_BLOCK_END_TOKEN);
    return empty ? build_empty(grammar->build, frame, &end) : node(grammar, frame, AFTER_KEY);
}

static bool block_mapping(struct grammar *grammar, struct build_frame *parent)
{
    yaml_mark_t start = grammar->token.start_mark;
    struct build_frame frame;
    if (!open_collection(grammar, parent, TREE_MAPPING, TREE_BLOCK, &frame) || !next(grammar))
        return false;
    while (is_at(grammar, YAML_KEY_TOKEN)) {
        if (!block_part(grammar, &frame))
            return false;
        if (is_at(grammar, YAML_VALUE_TOKEN)
                ? !block_part(grammar, &frame)
                : !build_empty(grammar->build, &frame, &grammar->token.start_mark))
            return false;
    }
    if (!is_at(grammar, YAML_BLOCK_END_TOKEN))
        return fail(grammar, SYNTAX_FIELD, &start);
    return close_collection(grammar, &frame, false);
}

/* A key or value in brackets, which may be absent before closing, a comma or a colon. */
static bool flow_part(struct grammar *grammar, struct build_frame *frame, yaml_token_type_t closing)
{
    if (is_at(grammar, closing) || is_at(grammar, YAML_FLOW_ENTRY_TOKEN) ||
        is_at(grammar, YAML_VALUE_TOKEN))
        return build_empty(grammar->build, frame, &grammar->token.start_mark);
    return node(grammar, frame, IN_FLOW);
}

/* The value of a pair in brackets, with its colon if there is one. */
static bool flow_value(struct grammar *grammar, struct build_frame *frame,
                       yaml_token_type_t closing)
{
    if (!is_at(grammar, YAML_VALUE_TOKEN))
        return build_empty(grammar->build, frame, &grammar->token.start_mark);
    if (!next(grammar))
        return false;
    if (is_at(grammar, closing) || is_at(grammar, YAML_FLOW_ENTRY_TOKEN))
        return build_empty(grammar->build, frame, &grammar->token.start_mark);
    return node(grammar, frame, IN_FLOW);
}

/* The comma between two items, which a bracket that closes may follow. */
static bool flow_comma(struct grammar *grammar, const struct build_frame *frame,
                       const yaml_mark_t *start)
{
    if (frame->children == 0)
        return true;
    if (!is_at(grammar, YAML_FLOW_ENTRY_TOKEN))
        return fail(grammar, SYNTAX_COMMA, start);
    return next(grammar);
}

static bool flow_pair(struct grammar *grammar, struct build_frame *frame, yaml_token_type_t closing)
{
    return next(grammar) && flow_part(grammar, frame, closing) &&
           flow_value(grammar, frame, closing);
}

/* A pair among the items of a list is a mapping of its own: [a: b]. */
static bool flow_single_pair(struct grammar *grammar, struct build_frame *parent)
{
    struct build_frame frame;
    if (!open_collection(grammar, parent, TREE_MAPPING, TREE_FLOW, &frame) ||
        !flow_pair(grammar, &frame, YAML_FLOW_SEQUENCE_END_TOKEN))
        return false;
    grammar->depth--;
    return build_close(grammar->build, &frame, NULL);
}

static bool flow_sequence(struct grammar *grammar, struct build_frame *parent)
{
    yaml_mark_t start = grammar->token.start_mark;
    struct build_frame frame;
    if (!open_collection(grammar, parent, TREE_SEQUENCE, TREE_FLOW, &frame) || !next(grammar))
        return false;
    while (!is_at(grammar, YAML_FLOW_SEQUENCE_END_TOKEN)) {
        if (!flow_comma(grammar, &frame, &start))
            return false;
        if (is_at(grammar, YAML_FLOW_SEQUENCE_END_TOKEN))
            break;
        if (is_at(grammar, YAML_KEY_TOKEN) ? !flow_single_pair(grammar, &frame)
                                           : !node(grammar, &frame, IN_FLOW))
            return false;
    }
    return close_collection(grammar, &frame, true);
}

static bool flow_mapping(struct grammar *grammar, struct build_frame *parent)
{
    const yaml_token_type_t closing = YAML_FLOW_MAPPING_END_TOKEN;
    yaml_mark_t start = grammar->token.start_mark;
    struct build_frame frame;
    if (!open_collection(grammar, parent, TREE_MAPPING, TREE_FLOW, &frame) || !next(grammar))
        return false;
    while (!is_at(grammar, closing)) {
        if (!flow_comma(grammar, &frame, &start))
            return false;
        if (is_at(grammar, closing))
            break;
        if (is_at(grammar, YAML_KEY_TOKEN)) {
            if (!flow_pair(grammar, &frame, closing))
                return false;
        } else if (!node(grammar, &frame, IN_FLOW) ||
                   !build_empty(grammar->build, &frame, &grammar->token.start_mark)) {
            return false;
        }
    }
    return close_collection(grammar, &frame, true);
}

/* Anchors and tags before a node: refused, then passed over. */
static bool properties(struct grammar *grammar, bool *any)
{
    *any = false;
    while (is_at(grammar, YAML_ANCHOR_TOKEN) || is_at(grammar, YAML_TAG_TOKEN)) {
        build_refuse(grammar->build, &grammar->token.start_mark,
                     is_at(grammar, YAML_TAG_TOKEN) ? BUILD_TAG : BUILD_ANCHOR);
        *any = true;
        if (!next(grammar))
            return false;
    }
    return true;
}

static bool alias(struct grammar *grammar, struct build_frame *parent)
{
    struct build *build = grammar->build;
    build_refuse(build, &grammar->token.start_mark, BUILD_ALIAS);
    build->unusable = true;
    return build_empty(build, parent, &grammar->token.end_mark) && next(grammar);
}

static bool node(struct grammar *grammar, struct build_frame *parent, enum position position)
{
    bool any;
    if (!properties(grammar, &any))
        return false;
    switch (grammar->token.type) {
    case YAML_SCALAR_TOKEN:
        return build_scalar(grammar->build, parent, &grammar->token) && next(grammar);
    case YAML_ALIAS_TOKEN:
        return alias(grammar, parent);
    case YAML_BLOCK_SEQUENCE_START_TOKEN:
        return block_sequence(grammar, parent);
    case YAML_BLOCK_MAPPING_START_TOKEN:
        return block_mapping(grammar, parent);
    case YAML_FLOW_SEQUENCE_START_TOKEN:
        return flow_sequence(grammar, parent);
    case YAML_FLOW_MAPPING_START_TOKEN:
        return flow_mapping(grammar, parent);
    case YAML_BLOCK_ENTRY_TOKEN:
        if (position == AFTER_KEY)
            return unindented_sequence(grammar, parent);
        break;
    default:
        break;
    }
    if (any)
        return build_empty(grammar->build, parent, &grammar->token.start_mark);
    return fail(grammar, SYNTAX_CONTENT, &grammar->token.start_mark);
}

/* What ends the document is left to guard_rest: no second one is scanned. */
static bool document(struct grammar *grammar)
{
    struct build_frame top = {0};
    if (!next(grammar) || !next(grammar))
        return false;
    bool begun = is_at(grammar, YAML_DOCUMENT_START_TOKEN);
    if (begun && !next(grammar))
        return false;
    bool empty = is_at(grammar, YAML_STREAM_END_TOKEN) ||
                 (begun && (is_at(grammar, YAML_DOCUMENT_START_TOKEN) ||
                            is_at(grammar, YAML_DOCUMENT_END_TOKEN)));
    if (!empty && !node(grammar, &top, IN_BLOCK))
        return false;
    bool dots = is_at(grammar, YAML_DOCUMENT_END_TOKEN);
    const yaml_mark_t *end = dots ? &grammar->token.end_mark : &grammar->token.start_mark;
    struct build *build = grammar->build;
    guard_rest(&build->source, build_offset(build, end), dots, build->list);
    return true;
}

bool grammar_read(struct build *build)
{
    struct grammar grammar = {.build = build};
    if (!yaml_parser_initialize(&grammar.parser)) {
        struct err err;
        err_set(&err, ERR_OUT_OF_MEMORY, "out of memory while reading %s", build->source.file);
        err_list_add(build->list, &err);
        return false;
    }
    yaml_parser_set_encoding(&grammar.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&grammar.parser, (const unsigned char *)build->source.bytes,
                                 build->source.length);
    bool read = document(&grammar);
    yaml_token_delete(&grammar.token);
    yaml_parser_delete(&grammar.parser);
    return read;
}
