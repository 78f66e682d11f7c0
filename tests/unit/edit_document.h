/* Random YAML documents for the tests of edits, with what they say, written without the parser. */
#ifndef TIDEMARK_TESTS_UNIT_EDIT_DOCUMENT_H
#define TIDEMARK_TESTS_UNIT_EDIT_DOCUMENT_H

#include "base/arena.h"
#include "base/text.h"
#include "yaml/tree.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { DOCUMENT_CHILDREN_MAX = 24, DOCUMENT_NODES_MAX = 2000 };

/* What a document says at one place. offset, length: a scalar's bytes in the file, quotes and block
 * header included; fixed: a comment stands inside them. */
struct document_node {
    enum tree_kind kind;
    char *text;
    char *names[DOCUMENT_CHILDREN_MAX];
    struct document_node *children[DOCUMENT_CHILDREN_MAX];
    uint32_t count;
    size_t offset;
    size_t length;
    bool block;
};

struct document {
    struct arena *arena;
    struct text_buffer bytes;
    struct document_node *root; /* NULL: nothing but comments */
    struct document_node *all[DOCUMENT_NODES_MAX];
    uint32_t count;
    const char *line_end;
    struct document_node *last_block; /* the block scalar written last, when nothing follows it */
    char last_chomp;
    bool zero_indent;
    uint32_t comments;
    uint64_t random;
};

/* splitmix64. */
static inline uint64_t document_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15U;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31);
}

static inline uint32_t document_below(struct document *document, uint32_t bound)
{
    return (uint32_t)(document_random(&document->random) % bound);
}

static inline bool document_chance(struct document *document, uint32_t percent)
{
    return document_below(document, 100) < percent;
}

static inline void document_put(struct document *document, const char *text)
{
    text_add_string(&document->bytes, text);
}

static inline void document_blanks(struct document *document, uint32_t count)
{
    text_add_repeat(&document->bytes, ' ', count);
}

static inline void document_comment(struct document *document)
{
    static const char *const says[] = {"see below",  "о событии: [проверить]",
                                       "{a: 1}",     "- not an item",
                                       "key: value", "\"quoted",
                                       "it's",       ""};
    text_add_format(&document->bytes, "#%s%s %u", document_chance(document, 80) ? " " : "",
                    says[document_below(document, 8)], document->comments++);
}

static inline struct document_node *document_node(struct document *document, enum tree_kind kind)
{
    struct document_node *node = arena_alloc(document->arena, 1, sizeof *node);
    node->kind = kind;
    node->text = arena_text(document->arena, "", 0);
    document->all[document->count++] = node;
    return node;
}

/* Ends the line behind a value, perhaps with a comment. */
static inline void document_end_line(struct document *document)
{
    if (document_chance(document, 25)) {
        document_blanks(document, 1 + document_below(document, 3));
        document_comment(document);
    } else if (document_chance(document, 5)) {
        document_blanks(document, 1);
    }
    document_put(document, document->line_end);
    document->last_block = NULL;
}

/* Empty lines and comments before an entry; behind a block scalar they must stand less far in. */
static inline void document_between(struct document *document, uint32_t indent)
{
    bool behind_block = document->last_block != NULL;
    if (document_chance(document, 15) && !(behind_block && document->last_chomp == '+')) {
        document_put(document, document->line_end);
    }
    while (document_chance(document, 15)) {
        document_blanks(document, behind_block ? indent : document_below(document, indent + 4));
        document_comment(document);
        document_put(document, document->line_end);
        document->last_block = NULL;
    }
}

static const char *const document_words[] = {"Бишкек", "law",  "it's", "a#b", "2021-08-23",
                                             "-5",     "no",   "x/y",  "10",  "событие",
                                             "\"q\"",  "null", "+3",   "é"};

static inline const char *document_word(struct document *document, bool first)
{
    for (;;) {
        const char *word = document_words[document_below(document, 14)];
        if (!first || (*word != '"' && strcmp(word, "it's") != 0))
            return word;
    }
}

/* Plain words, over two lines now and then. */
static inline void document_plain(struct document *document, struct document_node *node,
                                  uint32_t indent)
{
    struct text_buffer text = {0};
    uint32_t words = 1 + document_below(document, 4);
    for (uint32_t i = 0; i < words; i++) {
        const char *word = document_word(document, i == 0);
        if (i > 0 && document_chance(document, 12)) {
            document_put(document, document->line_end);
            document_blanks(document, indent + 1 + document_below(document, 3));
        } else if (i > 0) {
            document_put(document, " ");
        }
        text_add_format(&text, "%s%s", i ? " " : "", word);
        document_put(document, word);
    }
    node->text = arena_text(document->arena, text.bytes, text.length);
    text_buffer_free(&text);
}

static inline void document_quoted(struct document *document, struct document_node *node,
                                   uint32_t indent)
{
    static const char *const parts[][3] = {/* what it says, in single quotes, in double quotes */
                                           {"it's", "it''s", "it's"},
                                           {": ", ": ", ": "},
                                           {" #x", " #x", " #x"},
                                           {"[a, b]", "[a, b]", "[a, b]"},
                                           {"\"", "\"", "\\\""},
                                           {"Ж", "Ж", "\\u0416"},
                                           {"{", "{", "{"},
                                           {"\\", "\\", "\\\\"},
                                           {"слово", "слово", "слово"},
                                           {"- ", "- ", "- "}};
    struct text_buffer text = {0};
    bool twice = document_chance(document, 50);
    uint32_t count = document_below(document, 5);
    document_put(document, twice ? "\"" : "'");
    for (uint32_t i = 0; i < count; i++) {
        uint32_t part = document_below(document, 10);
        if (i > 0 && document_chance(document, 10)) {
            /* A line end between words is one blank. */
            document_put(document, "w");
            document_put(document, document->line_end);
            document_blanks(document, indent + 1 + document_below(document, 3));
            document_put(document, "v");
            text_add_string(&text, "w v");
        }
        text_add_string(&text, parts[part][0]);
        document_put(document, parts[part][twice ? 2 : 1]);
    }
    document_put(document, twice ? "\"" : "'");
    node->text = arena_text(document->arena, text.bytes ? text.bytes : "", text.length);
    text_buffer_free(&text);
}

/* A literal or folded text of one or two lines; the cursor stands at the next line's start. */
static inline void document_block_scalar(struct document *document, struct document_node *node,
                                         uint32_t indent)
{
    static const char chomps[] = {'\0', '-', '+'};
    char chomp = chomps[document_below(document, 3)];
    bool folded = document_chance(document, 40);
    uint32_t lines = 1 + document_below(document, 3),
             inner = indent + 1 + document_below(document, 4);
    struct text_buffer text = {0};
    text_add_format(&document->bytes, "%c", folded ? '>' : '|');
    if (chomp)
        text_add(&document->bytes, &chomp, 1);
    if (document_chance(document, 10)) {
        document_put(document, " ");
        document_comment(document);
    }
    document_put(document, document->line_end);
    for (uint32_t i = 0; i < lines; i++) {
        const char *word = document_word(document, false);
        document_blanks(document, inner);
        text_add_format(&document->bytes, "%s # here: no comment", word);
        document_put(document, document->line_end);
        text_add_format(&text, "%s%s # here: no comment", i == 0 ? "" : folded ? " " : "\n", word);
    }
    if (chomp != '-')
        text_add_string(&text, "\n");
    node->block = true;
    node->text = arena_text(document->arena, text.bytes, text.length);
    text_buffer_free(&text);
    document->last_block = node;
    document->last_chomp = chomp;
}

/* Between the tokens of a flow collection: blanks, or a line end with or without a comment. */
static inline void document_flow_gap(struct document *document, uint32_t indent)
{
    if (document_chance(document, 15)) {
        if (document_chance(document, 40)) {
            document_put(document, " ");
            document_comment(document);
        }
        document_put(document, document->line_end);
        document_blanks(document, indent + 1 + document_below(document, 3));
    } else {
        document_blanks(document, document_below(document, 3));
    }
}

static inline char *document_name(struct document *document, uint32_t at)
{
    static const char *const names[] = {"date", "value", "source", "note", "ключ", "a_b", "k"};
    return arena_printf(document->arena, "%s%u", names[document_below(document, 7)], at);
}

static inline struct document_node *document_flow(struct document *document, uint32_t depth,
                                                  uint32_t indent);

static inline struct document_node *document_flow_value(struct document *document, uint32_t depth,
                                                        uint32_t indent)
{
    if (depth < 4 && document_chance(document, 20))
        return document_flow(document, depth + 1, indent);
    struct document_node *node = document_node(document, TREE_SCALAR);
    node->offset = document->bytes.length;
    if (document_chance(document, 60))
        document_plain(document, node, indent);
    else
        document_quoted(document, node, indent);
    node->length = document->bytes.length - node->offset;
    return node;
}

static inline struct document_node *document_flow(struct document *document, uint32_t depth,
                                                  uint32_t indent)
{
    bool mapping = document_chance(document, 60), own = document_chance(document, 15);
    struct document_node *node = document_node(document, mapping ? TREE_MAPPING : TREE_SEQUENCE);
    uint32_t count = document_chance(document, 15) ? 0 : 1 + document_below(document, 4);
    document_put(document, mapping ? "{" : "[");
    if (count == 0)
        document_flow_gap(document, indent);
    for (uint32_t i = 0; i < count; i++) {
        if (own) {
            document_put(document, document->line_end);
            document_blanks(document, indent + 2);
        } else {
            document_flow_gap(document, indent);
        }
        if (mapping) {
            node->names[i] = document_name(document, i);
            document_put(document, node->names[i]);
            document_put(document, ": ");
        }
        node->children[i] = document_flow_value(document, depth, indent + 1);
        node->count++;
        if (!own && document_chance(document, 20))
            document_flow_gap(document, indent);
        if (i + 1 < count || document_chance(document, 10))
            document_put(document, ",");
        if (own && document_chance(document, 20)) {
            document_put(document, " ");
            document_comment(document);
            if (i + 1 == count) {
                document_put(document, document->line_end);
                document_blanks(document, indent + 1);
            }
        }
    }
    if (own && document_chance(document, 60)) {
        document_put(document, document->line_end);
        document_blanks(document, indent + 1);
    }
    document_put(document, mapping ? "}" : "]");
    return node;
}

static inline struct document_node *document_block(struct document *document, uint32_t depth,
                                                   uint32_t indent, bool mapping);

/* A value behind "name:" or "-" at column indent of its entry; ends with a line end. */
static inline struct document_node *document_value(struct document *document, uint32_t depth,
                                                   uint32_t indent, bool item)
{
    if (depth < 4 && document_chance(document, depth < 2 ? 60 : 30)) {
        bool mapping = document_chance(document, 50);
        if (item && document_chance(document, 70)) {
            uint32_t gap = document_chance(document, 80) ? 1 : 1 + document_below(document, 3);
            document_blanks(document, gap);
            return document_block(document, depth + 1, indent + 1 + gap, mapping);
        }
        uint32_t inner = !mapping && !item && document->zero_indent
                             ? indent
                             : indent + 1 + document_below(document, 4);
        document_end_line(document);
        document_between(document, inner);
        document_blanks(document, inner);
        return document_block(document, depth + 1, inner, mapping);
    }
    if (document_chance(document, 3)) {
        struct document_node *empty = document_node(document, TREE_SCALAR);
        empty->offset = document->bytes.length;
        document_end_line(document);
        return empty;
    }
    document_blanks(document, document_chance(document, 85) ? 1 : 1 + document_below(document, 3));
    if (document_chance(document, 30)) {
        struct document_node *node = document_flow(document, depth, indent);
        document_end_line(document);
        return node;
    }
    struct document_node *node = document_node(document, TREE_SCALAR);
    node->offset = document->bytes.length;
    if (document_chance(document, 12)) {
        document_block_scalar(document, node, indent);
        node->length = document->bytes.length - node->offset;
        return node;
    }
    if (document_chance(document, 60))
        document_plain(document, node, indent);
    else
        document_quoted(document, node, indent);
    node->length = document->bytes.length - node->offset;
    document_end_line(document);
    return node;
}

/* A block collection whose first entry begins at the cursor, in column indent. */
static inline struct document_node *document_block(struct document *document, uint32_t depth,
                                                   uint32_t indent, bool mapping)
{
    struct document_node *node = document_node(document, mapping ? TREE_MAPPING : TREE_SEQUENCE);
    uint32_t count = 1 + document_below(document, 4);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0) {
            document_between(document, indent);
            document_blanks(document, indent);
        }
        if (mapping) {
            node->names[i] = document_name(document, i);
            document_put(document, node->names[i]);
            document_put(document, ":");
        } else {
            document_put(document, "-");
        }
        node->children[i] = document_value(document, depth, indent, !mapping);
        node->count++;
    }
    return node;
}

/* Takes the last line end away; what a block scalar at the end then says. */
static inline void document_cut(struct document *document)
{
    size_t end = strlen(document->line_end);
    struct document_node *block = document->last_block;
    document->bytes.length -= end;
    document->bytes.bytes[document->bytes.length] = '\0';
    if (!block)
        return;
    block->length -= end;
    size_t length = strlen(block->text);
    if (length > 0 && block->text[length - 1] == '\n')
        block->text[length - 1] = '\0';
}

/* Makes a document of its own number. */
static inline void document_make(struct document *document, struct arena *arena, uint64_t number)
{
    *document = (struct document){.arena = arena, .random = number * 0x2545F4914F6CDD1DU + 1};
    document->line_end = document_chance(document, 30) ? "\r\n" : "\n";
    document->zero_indent = document_chance(document, 30);
    if (document_chance(document, 10))
        document_put(document, "\xEF\xBB\xBF");
    document_between(document, 0);
    if (document_chance(document, 2))
        return;
    if (document_chance(document, 5)) {
        document_put(document, "---");
        document_put(document, document->line_end);
    }
    if (document_chance(document, 5)) {
        document->root = document_flow(document, 0, 0);
        document_end_line(document);
    } else {
        document->root = document_block(document, 0, 0, document_chance(document, 60));
    }
    if (!document->last_block && document_chance(document, 20))
        document_between(document, 0);
    else if (document_chance(document, 3)) {
        document_put(document, "...");
        document_put(document, document->line_end);
        document->last_block = NULL;
    }
    if (document_chance(document, 30))
        document_cut(document);
}

#endif
