/* Edits of random documents: what comes out says what was meant and no byte else has changed, or
 * the edit is refused with a reason. With WHOLE set it tries a hundred thousand documents. */
#include "edit_document.h"

#include "yaml/edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { DOCUMENTS = 5000, DOCUMENTS_WHOLE = 100000, EDITS_EACH = 4, REASONS_MAX = 16 };

/* The edit as the generator sees it, beside the one given to the module. */
struct trial {
    struct document document;
    struct document_node *target;
    enum edit_kind kind;
    uint32_t at;
    const char *name;
    struct edit_value value;
    struct tree *before;
    struct edit_done done;
};

static void show(const char *what, const char *bytes, size_t length)
{
    fprintf(stderr, "--- %s\n%.*s\n", what, (int)length, bytes);
}

static bool says_value(const struct tree *tree, uint32_t node, const struct edit_value *value)
{
    if (tree_at(tree, node)->kind != value->kind)
        return false;
    if (value->kind == TREE_SCALAR)
        return text_equal(tree_text(tree, node), value->text);
    uint32_t child = tree_first(tree, node);
    for (size_t i = 0; i < value->count; i++, child = tree_next(tree, child)) {
        if (!child)
            return false;
        if (value->kind == TREE_MAPPING) {
            if (!text_is(tree_text(tree, child), value->names[i]))
                return false;
            child = tree_next(tree, child);
        }
        if (!says_value(tree, child, &value->items[i]))
            return false;
    }
    return child == TREE_NONE;
}

/* Whether a tree says what the document does, with the trial's edit when there is one. */
static bool says(const struct tree *tree, uint32_t node, const struct document_node *said,
                 const struct trial *trial)
{
    bool edited = trial && said == trial->target;
    if (edited && trial->kind == EDIT_REPLACE)
        return says_value(tree, node, &trial->value);
    if (tree_at(tree, node)->kind != said->kind)
        return false;
    if (said->kind == TREE_SCALAR)
        return text_is(tree_text(tree, node), said->text);
    uint32_t child = tree_first(tree, node);
    for (uint32_t i = 0; i < said->count + edited; i++, child = tree_next(tree, child)) {
        bool added = edited && i == trial->at;
        uint32_t old = i - (edited && i > trial->at);
        if (!child)
            return false;
        if (said->kind == TREE_MAPPING) {
            if (!text_is(tree_text(tree, child), added ? trial->name : said->names[old]))
                return false;
            child = tree_next(tree, child);
        }
        if (added ? !says_value(tree, child, &trial->value)
                  : !says(tree, child, said->children[old], trial))
            return false;
    }
    return child == TREE_NONE;
}

/* The tree's node of a node of the document. */
static uint32_t find(const struct tree *tree, uint32_t node, const struct document_node *said,
                     const struct document_node *wanted)
{
    if (said == wanted)
        return node;
    uint32_t child = tree_first(tree, node);
    for (uint32_t i = 0; i < said->count; i++, child = tree_next(tree, child)) {
        if (said->kind == TREE_MAPPING)
            child = tree_next(tree, child);
        uint32_t found = find(tree, child, said->children[i], wanted);
        if (found)
            return found;
    }
    return TREE_NONE;
}

static struct text any_text(struct document *document)
{
    static const char *const texts[] = {"x",
                                        "1",
                                        "2021-08-23",
                                        "yes",
                                        "слово и дело",
                                        "a: b",
                                        "a #b",
                                        "- item",
                                        "[a]",
                                        "{a: 1}",
                                        "it's",
                                        "say \"so\"",
                                        "both ' and \"",
                                        "back\\slash",
                                        "two\nlines",
                                        "tab\there",
                                        " blank ",
                                        "ends:",
                                        "?",
                                        "!tag",
                                        "&a",
                                        "*a",
                                        "%d",
                                        "@x",
                                        "`x`",
                                        "#c",
                                        "",
                                        "why?",
                                        "a,b",
                                        "http://a/b?c",
                                        "---",
                                        "...",
                                        "<<",
                                        "|",
                                        ">",
                                        "null",
                                        "~",
                                        "-1",
                                        "-",
                                        "a:b",
                                        "key: [1, 2]",
                                        "a sentence that is long enough to carry a line well "
                                        "beyond the hundred columns that a flow "
                                        "mapping may take, so that it becomes a block"};
    return text_of(texts[document_below(document, sizeof texts / sizeof *texts)]);
}

static struct edit_value any_value(struct document *document, uint32_t depth)
{
    struct edit_value value = {.kind = TREE_SCALAR};
    if (depth > 2 || document_chance(document, depth ? 75 : 40)) {
        value.text = any_text(document);
        return value;
    }
    value.kind = document_chance(document, 65) ? TREE_MAPPING : TREE_SEQUENCE;
    value.count = document_below(document, 5);
    struct edit_value *items = arena_alloc(document->arena, value.count + 1, sizeof *items);
    const char **names = arena_alloc(document->arena, value.count + 1, sizeof *names);
    for (uint32_t i = 0; i < value.count; i++) {
        items[i] = any_value(document, depth + 1);
        names[i] = document_name(document, i);
    }
    value.items = items;
    value.names = names;
    return value;
}

static void choose(struct trial *trial)
{
    struct document *document = &trial->document;
    trial->name = "added";
    trial->value = any_value(document, 0);
    if (!document->root) {
        trial->target = NULL;
        trial->kind = document_chance(document, 50) ? EDIT_INSERT : EDIT_ADD;
        return;
    }
    trial->target = document->all[document_below(document, document->count)];
    if (trial->target->kind == TREE_SCALAR && document_chance(document, 70))
        trial->target = document->all[document_below(document, document->count)];
    trial->kind = trial->target->kind == TREE_SCALAR     ? EDIT_REPLACE
                  : trial->target->kind == TREE_SEQUENCE ? EDIT_INSERT
                                                         : EDIT_ADD;
    if (trial->kind == EDIT_REPLACE)
        trial->value = (struct edit_value){.kind = TREE_SCALAR, .text = any_text(document)};
    trial->at = document_chance(document, 40) ? trial->target->count
                                              : document_below(document, trial->target->count + 1);
}

/* That what was taken away is the replaced scalar, or blanks and brackets that held nothing. */
static bool may_go(const struct trial *trial, size_t offset, size_t removed)
{
    const char *old = trial->document.bytes.bytes + offset;
    const struct document_node *target = trial->target;
    if (removed == 0)
        return true;
    if (trial->kind == EDIT_REPLACE)
        return offset == target->offset && removed <= target->length &&
               (target->block || removed == target->length);
    size_t kept = 0;
    for (size_t i = 0; i < removed; i++)
        kept += !strchr(" \t[]{}", old[i]);
    return kept == 0 && target->count == 0;
}

/* That all other bytes are as they were: the old file is made again out of the new. */
static bool others_stay(const struct trial *trial)
{
    const struct text_buffer *old = &trial->document.bytes;
    const struct edit_done *done = &trial->done;
    size_t from = 0, to = 0;
    for (size_t i = 0; i < done->count; i++) {
        const struct edit_splice *part = &done->splices[i];
        size_t same = part->offset - from;
        if (part->offset < from || part->offset + part->removed > old->length ||
            (same > 0 && memcmp(old->bytes + from, done->bytes + to, same) != 0) ||
            (part->text.length > 0 &&
             memcmp(done->bytes + to + same, part->text.bytes, part->text.length) != 0) ||
            !may_go(trial, part->offset, part->removed))
            return false;
        from = part->offset + part->removed;
        to += same + part->text.length;
    }
    return old->length - from == done->length - to &&
           (old->length == from ||
            memcmp(old->bytes + from, done->bytes + to, old->length - from) == 0);
}

/* That every line ends as those of the file do, when it has any. */
static bool line_ends_agree(const struct trial *trial)
{
    bool crlf = strcmp(trial->document.line_end, "\r\n") == 0;
    for (size_t i = 0; i < trial->done.length; i++)
        if (trial->done.bytes[i] == '\n' && crlf != (i > 0 && trial->done.bytes[i - 1] == '\r'))
            return trial->document.bytes.length == 0 ||
                   !memchr(trial->document.bytes.bytes, '\n', trial->document.bytes.length);
    return true;
}

static struct {
    char text[ERR_SENTENCE_SIZE];
    unsigned long count;
} reasons[REASONS_MAX];

static void count_reason(const char *sentence)
{
    size_t at = 0;
    while (at + 1 < REASONS_MAX && reasons[at].count && strcmp(reasons[at].text, sentence) != 0)
        at++;
    snprintf(reasons[at].text, sizeof reasons[at].text, "%s", sentence);
    reasons[at].count++;
}

/* What documents have that an edit may trip over. */
enum feature { COMMENT, FLOW, BLOCK_TEXT, CYRILLIC, CRLF, BOM, NO_LAST_LINE_END, FEATURES };

static const char *const feature_names[FEATURES] = {
    "with comments", "with brackets", "with block texts",     "in Cyrillic",
    "with CRLF",     "with a BOM",    "without last line end"};

static void count_features(const struct document *document, unsigned long counts[FEATURES])
{
    struct text bytes = {document->bytes.bytes ? document->bytes.bytes : "",
                         document->bytes.length};
    counts[COMMENT] += document->comments > 0;
    counts[FLOW] +=
        memchr(bytes.bytes, '{', bytes.length) || memchr(bytes.bytes, '[', bytes.length);
    for (uint32_t i = 0; i < document->count; i++)
        if (document->all[i]->block) {
            counts[BLOCK_TEXT]++;
            break;
        }
    counts[CYRILLIC] += memchr(bytes.bytes, 0xD0, bytes.length) != NULL;
    counts[CRLF] += memchr(bytes.bytes, '\r', bytes.length) != NULL;
    counts[BOM] += bytes.length > 2 && (unsigned char)bytes.bytes[0] == 0xEF;
    counts[NO_LAST_LINE_END] += bytes.length > 0 && bytes.bytes[bytes.length - 1] != '\n';
}

static void fail_trial(const struct trial *trial, uint64_t number, const char *why)
{
    fprintf(stderr, "document %llu: %s\n", (unsigned long long)number, why);
    show("before", trial->document.bytes.bytes, trial->document.bytes.length);
    if (trial->done.bytes)
        show("after", trial->done.bytes, trial->done.length);
    fail();
}

/* One document and one edit of it; whether it was made. */
static bool try_edit(struct arena *arena, uint64_t number, uint64_t edit)
{
    struct trial trial = {0};
    struct err_list list = {0};
    struct err err;
    document_make(&trial.document, arena, number);
    trial.document.random += edit;
    trial.before =
        tree_parse(arena, "f.yaml", trial.document.bytes.bytes ? trial.document.bytes.bytes : "",
                   trial.document.bytes.length, &list);
    if (!trial.before || list.count > 0 ||
        (trial.document.root
             ? trial.before->root == TREE_NONE ||
                   !says(trial.before, trial.before->root, trial.document.root, NULL)
             : trial.before->root != TREE_NONE))
        fail_trial(&trial, number,
                   list.count ? list.items[0].sentence : "the document is not read");
    choose(&trial);
    struct edit given = {.kind = trial.kind,
                         .at = trial.at,
                         .name = trial.name,
                         .value = &trial.value,
                         .node = trial.target ? find(trial.before, trial.before->root,
                                                     trial.document.root, trial.target)
                                              : TREE_NONE};
    bool made = edit_make(arena, trial.before, &given, &trial.done, &err);
    if (!made)
        count_reason(err.sentence);
    struct tree *after =
        made ? tree_parse(arena, "f.yaml", trial.done.bytes, trial.done.length, &list) : NULL;
    if (made && (!after || list.count > 0))
        fail_trial(&trial, number, "the outcome is not read");
    if (made && trial.target && !says(after, after->root, trial.document.root, &trial))
        fail_trial(&trial, number, "the outcome says something else");
    if (made && !trial.target &&
        !says_value(after, tree_first(after, after->root) + (trial.kind == EDIT_ADD), &trial.value))
        fail_trial(&trial, number, "the outcome says something else");
    if (made && !others_stay(&trial))
        fail_trial(&trial, number, "another byte was changed");
    if (made && !line_ends_agree(&trial))
        fail_trial(&trial, number, "a line ends otherwise");
    text_buffer_free(&trial.document.bytes);
    err_list_free(&list);
    return made;
}

static void documents_have_all_that_an_edit_may_trip_over(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    unsigned long counts[FEATURES] = {0};
    for (uint64_t number = 0; number < DOCUMENTS; number++) {
        struct document document;
        document_make(&document, arena, number);
        count_features(&document, counts);
        text_buffer_free(&document.bytes);
        arena_rewind(arena, (struct arena_mark){NULL, 0});
    }
    arena_free(arena);
    for (size_t i = 0; i < FEATURES; i++) {
        printf("# of %d documents %lu %s\n", DOCUMENTS, counts[i], feature_names[i]);
        assert_true(counts[i] > DOCUMENTS / 20);
    }
}

static void edits_say_what_is_meant_and_change_no_other_byte_or_are_refused(void **state)
{
    (void)state;
    struct arena *arena = arena_new();
    unsigned long made = 0, all = 0, documents = getenv("WHOLE") ? DOCUMENTS_WHOLE : DOCUMENTS;
    for (uint64_t number = 0; number < documents; number++) {
        for (uint64_t edit = 0; edit < EDITS_EACH; edit++, all++)
            made += try_edit(arena, number, edit);
        arena_rewind(arena, (struct arena_mark){NULL, 0});
    }
    arena_free(arena);
    printf("# %lu documents, %lu edits, %lu made\n", documents, all, made);
    for (size_t i = 0; i < REASONS_MAX && reasons[i].count; i++)
        printf("# %lu refused: %s\n", reasons[i].count, reasons[i].text);
    assert_true(made * 100 > all * 99);
}

/* The file after an item `new` at a place of the list at "list", or of the root. */
static void expect_item(const char *source, uint32_t at, const char *expected)
{
    struct arena *arena = arena_new();
    struct err_list list = {0};
    struct err err = {0};
    struct edit_done done;
    struct edit_value value = {.kind = TREE_SCALAR, .text = text_of("new")};
    const struct tree *tree = tree_parse(arena, "f.yaml", source, strlen(source), &list);
    assert_non_null(tree);
    struct edit edit = {.kind = EDIT_INSERT, .node = tree_get(tree, tree->root, "list"), .at = at};
    edit.value = &value;
    if (!edit_make(arena, tree, &edit, &done, &err))
        fail_msg("%s", err.sentence);
    done.bytes[done.length] = '\0';
    assert_string_equal(done.bytes, expected);
    arena_free(arena);
}

static void a_comment_stays_with_the_item_it_stands_above_behind_or_below(void **state)
{
    (void)state;
    const char *source = "list:\n  # all of them\n  - a # of a\n    # more of a\n  # of b\n  - b\n"
                         "# the end\n";
    expect_item(source, 0,
                "list:\n  # all of them\n  - new\n  - a # of a\n    # more of a\n"
                "  # of b\n  - b\n# the end\n");
    expect_item(source, 1,
                "list:\n  # all of them\n  - a # of a\n    # more of a\n  - new\n"
                "  # of b\n  - b\n# the end\n");
    expect_item(source, 2,
                "list:\n  # all of them\n  - a # of a\n    # more of a\n  # of b\n"
                "  - b\n  - new\n# the end\n");
}

static void a_list_in_brackets_keeps_its_lines_and_their_comments(void **state)
{
    (void)state;
    const char *source = "list: [\n  a, # of a\n  b # of b\n]\n";
    expect_item(source, 1, "list: [\n  a, # of a\n  new,\n  b # of b\n]\n");
    expect_item(source, 2, "list: [\n  a, # of a\n  b, # of b\n  new\n]\n");
    expect_item("list: [a, b]\n", 2, "list: [a, b, new]\n");
    expect_item("list: [a, b,]\n", 2, "list: [a, b, new,]\n");
    expect_item("list: [] # none\n", 0, "list: [new] # none\n");
}

static void a_file_without_a_last_line_end_has_none_afterwards(void **state)
{
    (void)state;
    expect_item("list:\n- a", 1, "list:\n- a\n- new");
    expect_item("list:\r\n- a # c", 1, "list:\r\n- a # c\r\n- new");
}

/* A date of an observation: the first of an empty list, in the list's own way. */
static void empty_brackets_give_way_to_a_block_that_is_indented_as_others_are(void **state)
{
    (void)state;
    static const char *const names[] = {"date"};
    struct arena *arena = arena_new();
    struct err_list list = {0};
    struct err err = {0};
    struct edit_done done;
    struct edit_value date = {.kind = TREE_SCALAR, .plain = true, .text = text_of("2021-08-23")};
    struct edit_value item = {.kind = TREE_MAPPING, .names = names, .items = &date, .count = 1};
    const char *source = "other:\n- a\nlist: []  # none\nlast: b\n";
    const struct tree *tree = tree_parse(arena, "f.yaml", source, strlen(source), &list);
    struct edit edit = {.kind = EDIT_INSERT, .node = tree_get(tree, tree->root, "list")};
    edit.value = &item;
    assert_true(edit_make(arena, tree, &edit, &done, &err));
    assert_string_equal(done.bytes, "other:\n- a\nlist:  # none\n- {date: 2021-08-23}\nlast: b\n");
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comment_stays_with_the_item_it_stands_above_behind_or_below),
        cmocka_unit_test(a_list_in_brackets_keeps_its_lines_and_their_comments),
        cmocka_unit_test(a_file_without_a_last_line_end_has_none_afterwards),
        cmocka_unit_test(empty_brackets_give_way_to_a_block_that_is_indented_as_others_are),
        cmocka_unit_test(documents_have_all_that_an_edit_may_trip_over),
        cmocka_unit_test(edits_say_what_is_meant_and_change_no_other_byte_or_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
