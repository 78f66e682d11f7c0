/* Any bytes as a YAML file. Besides not crashing: a tree says what libyaml's own events say, of the
 * same shape, texts and places; what libyaml refuses is refused; every place lies in the source. */
#include "base/arena.h"
#include "yaml/read.h"
#include "yaml/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

struct walk {
    const struct tree *tree;
    uint32_t next;
    uint32_t depth;
    uint32_t open[TREE_DEPTH_MAX];
    uint32_t children[TREE_DEPTH_MAX];
};

static void count_child(struct walk *walk)
{
    if (walk->depth > 0)
        walk->children[walk->depth - 1]++;
}

static void check_node(const struct walk *walk, uint32_t node, const yaml_event_t *event,
                       enum tree_kind kind)
{
    const struct tree_node *found = tree_at(walk->tree, node);
    CHECK(node < walk->tree->count);
    CHECK(found->kind == kind);
    CHECK(found->line == event->start_mark.line + 1);
    CHECK(found->column == event->start_mark.column + 1);
    CHECK((size_t)found->offset + found->length <= walk->tree->source_length);
}

static void check_event(struct walk *walk, const yaml_event_t *event)
{
    if (event->type == YAML_SCALAR_EVENT) {
        struct text text = tree_text(walk->tree, walk->next);
        check_node(walk, walk->next++, event, TREE_SCALAR);
        count_child(walk);
        CHECK(text.length == event->data.scalar.length);
        CHECK(memcmp(text.bytes, event->data.scalar.value, text.length) == 0);
    } else if (event->type == YAML_MAPPING_START_EVENT ||
               event->type == YAML_SEQUENCE_START_EVENT) {
        enum tree_kind kind =
            event->type == YAML_MAPPING_START_EVENT ? TREE_MAPPING : TREE_SEQUENCE;
        count_child(walk);
        check_node(walk, walk->next, event, kind);
        CHECK(walk->depth < TREE_DEPTH_MAX);
        walk->children[walk->depth] = 0;
        walk->open[walk->depth++] = walk->next++;
    } else if (event->type == YAML_MAPPING_END_EVENT || event->type == YAML_SEQUENCE_END_EVENT) {
        uint32_t count = walk->children[--walk->depth];
        CHECK(tree_count(walk->tree, walk->open[walk->depth]) ==
              (event->type == YAML_MAPPING_END_EVENT ? count / 2 : count));
    }
}

enum verdict { REFUSED, ACCEPTED_DOCUMENT, ACCEPTED_ALL };

/* Runs libyaml's own parser, comparing with tree where there is one; whether it accepts the first
 * document, and what follows it. */
static enum verdict run_events(const char *source, size_t length, const struct tree *tree)
{
    enum verdict verdict = REFUSED;
    struct walk walk = {.tree = tree, .next = 1};
    yaml_parser_t parser;
    CHECK(yaml_parser_initialize(&parser));
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser, (const unsigned char *)source, length);
    bool more = true;
    while (more) {
        yaml_event_t event;
        more = yaml_parser_parse(&parser, &event) && event.type != YAML_STREAM_END_EVENT;
        if (event.type == YAML_STREAM_END_EVENT)
            verdict = ACCEPTED_ALL;
        if (event.type == YAML_DOCUMENT_END_EVENT)
            verdict = ACCEPTED_DOCUMENT;
        if (more && tree)
            check_event(&walk, &event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    CHECK(!tree || walk.next == tree->count);
    return verdict;
}

/* Whether all problems are syntax failures, which libyaml must then have too. */
static bool all_syntax(const struct err_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].code < ERR_YAML_TAB || list->items[i].code > ERR_YAML_SYNTAX)
            return false;
    return list->count > 0;
}

static void check_places(const struct err_list *list, const char *bytes, size_t length)
{
    char printed[4096];
    for (size_t i = 0; i < list->count; i++) {
        const struct err_place *place = &list->items[i].place;
        CHECK(!place->source ||
              (place->source >= bytes && place->source + place->source_length <= bytes + length));
        err_print(&list->items[i], false, printed, sizeof printed);
        for (const char *at = printed; *at; at++)
            CHECK(*at == '\n' || (unsigned char)*at >= ' ');
    }
}

/* Reads every scalar as everything it could be. */
static void read_all(const struct read *read)
{
    static const struct read_field fields[] = {{"date", true}, {"value", true}, {"note", false}};
    static const char *const choices[] = {"high", "low"};
    for (uint32_t node = 1; node < read->tree->count; node++) {
        uint32_t nodes[3];
        const char *text;
        double number;
        struct date date;
        int whole;
        bool truth;
        if (tree_at(read->tree, node)->kind != TREE_SCALAR) {
            read_fields(read, node, "an observation", fields, 3, nodes);
            continue;
        }
        read_text(read, node, "note", &text);
        read_id(read, node, "id", &text);
        read_number(read, node, "value", &number);
        read_date(read, node, "date", &date);
        read_months(read, node, "carry", &whole);
        read_bool(read, node, "clip", &truth);
        read_choice(read, node, "better", choices, 2, &whole);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* Exactly as long as the input and its terminator, so that reading beyond it is seen. */
    char *bytes = malloc(size + 1);
    struct arena *arena = arena_new();
    struct err_list list;
    CHECK(bytes && arena);
    memcpy(bytes, data, size);
    bytes[size] = '\0';
    err_list_init(&list);
    struct tree *tree = tree_parse(arena, "fuzz.yaml", bytes, size, &list);
    CHECK(tree || list.errors > 0);
    size_t bom = size >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    bool comparable = tree && list.errors == 0 && tree->root != TREE_NONE;
    /* Larger inputs may hold the deep nesting on which libyaml's parser spends its time. */
    if (size < 4096) {
        enum verdict verdict = run_events(bytes + bom, size - bom, comparable ? tree : NULL);
        CHECK(verdict != REFUSED || list.errors > 0);
        CHECK(verdict != ACCEPTED_ALL || !all_syntax(&list));
    }
    check_places(&list, bytes, size);
    if (tree)
        read_all(&(struct read){arena, tree, &list, "KGZ"});
    check_places(&list, bytes, size);
    err_list_free(&list);
    arena_free(arena);
    free(bytes);
    return 0;
}
