#include "base/arena.h"
#include "yaml/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena *arena;
    struct err_list list;
    struct tree *tree;
};

static int set_up(void **state)
{
    struct fixture *fixture = calloc(1, sizeof *fixture);
    fixture->arena = arena_new();
    err_list_init(&fixture->list);
    *state = fixture;
    return fixture->arena ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    err_list_free(&fixture->list);
    arena_free(fixture->arena);
    free(fixture);
    return 0;
}

static const struct tree *parse_bytes(struct fixture *fixture, const char *source, size_t length)
{
    fixture->tree = tree_parse(fixture->arena, "data/KGZ.yaml", source, length, &fixture->list);
    return fixture->tree;
}

static const struct tree *parse(struct fixture *fixture, const char *source)
{
    return parse_bytes(fixture, source, strlen(source));
}

/* The only problem must have this code and stand at line:column. */
static void assert_one_problem(struct fixture *fixture, enum err_code code, unsigned line,
                               unsigned column)
{
    assert_int_equal(fixture->list.count, 1);
    const struct err *err = &fixture->list.items[0];
    assert_int_equal(err->code, code);
    assert_int_equal(err->place.line, line);
    assert_int_equal(err->place.column, column);
    assert_int_equal(err->severity, ERR_ERROR);
    assert_int_not_equal(err->sentence[0], '\0');
}

static void assert_text(const struct tree *tree, uint32_t node, const char *expected)
{
    struct text text = tree_text(tree, node);
    assert_int_equal(tree_at(tree, node)->kind, TREE_SCALAR);
    assert_int_equal(text.length, strlen(expected));
    assert_memory_equal(text.bytes, expected, text.length);
}

static void assert_span(const struct tree *tree, uint32_t node, const char *expected)
{
    const struct tree_node *found = tree_at(tree, node);
    assert_int_equal(found->length, strlen(expected));
    assert_memory_equal(tree->source + found->offset, expected, found->length);
}

static void mapping_and_list_keep_the_order_of_the_file(void **state)
{
    const struct tree *tree = parse(*state, "b: [x, y]\na:\n- 1\n- {c: 2}\n");
    assert_non_null(tree);
    assert_int_equal(tree_count(tree, tree->root), 2);
    uint32_t key = tree_first(tree, tree->root);
    assert_text(tree, key, "b");
    uint32_t list = tree_next(tree, key);
    assert_int_equal(tree_count(tree, list), 2);
    assert_text(tree, tree_next(tree, tree_first(tree, list)), "y");
    assert_int_equal(tree_next(tree, tree_next(tree, tree_first(tree, list))), TREE_NONE);
    uint32_t second = tree_next(tree, list);
    assert_text(tree, second, "a");
    assert_int_equal(tree_get(tree, tree->root, "a"), tree_next(tree, second));
    assert_int_equal(tree_get(tree, tree->root, "c"), TREE_NONE);
    assert_int_equal(tree_get(tree, list, "b"), TREE_NONE);
}

static void positions_count_code_points_and_offsets_bytes(void **state)
{
    /* "имя" is three characters in six bytes, "塔" one in three. */
    const struct tree *tree = parse(*state, "имя: 塔 # c\nx: {ы: \"é\"}\n");
    assert_non_null(tree);
    uint32_t name = tree_get(tree, tree->root, "имя");
    assert_int_equal(tree_at(tree, name)->column, 6);
    assert_int_equal(tree_at(tree, name)->offset, 8);
    assert_span(tree, name, "塔");
    uint32_t inner = tree_get(tree, tree_get(tree, tree->root, "x"), "ы");
    assert_int_equal(tree_at(tree, inner)->line, 2);
    assert_int_equal(tree_at(tree, inner)->column, 8);
    assert_span(tree, inner, "\"é\"");
    assert_text(tree, inner, "é");
}

static void byte_order_mark_and_windows_line_ends_change_nothing(void **state)
{
    const struct tree *tree = parse(*state, "\xEF\xBB\xBF"
                                            "a: 1\r\nb: two words\r\n");
    assert_non_null(tree);
    assert_int_equal(tree->bom_length, 3);
    uint32_t value = tree_get(tree, tree->root, "b");
    assert_text(tree, value, "two words");
    assert_int_equal(tree_at(tree, value)->line, 2);
    assert_int_equal(tree_at(tree, value)->column, 4);
    assert_int_equal(tree_at(tree, value)->offset, 9);
    struct err_place place = tree_place(tree, value);
    assert_int_equal(place.source_length, strlen("b: two words"));
    assert_int_equal(place.width, 9);
}

static void spans_end_with_the_last_leaf(void **state)
{
    const struct tree *tree =
        parse(*state, "a:\n  - x\n  - y  # comment\n\n# more\nb: |\n  one\n  two\n\nc:\n");
    assert_non_null(tree);
    assert_span(tree, tree_get(tree, tree->root, "a"), "- x\n  - y");
    assert_span(tree, tree_get(tree, tree->root, "b"), "|\n  one\n  two\n\n");
    assert_text(tree, tree_get(tree, tree->root, "b"), "one\ntwo\n");
    assert_span(tree, tree_get(tree, tree->root, "c"), "");
}

static void plain_text_stands_in_the_source_and_folded_text_is_copied(void **state)
{
    const char *source = "a: plain\nb: 'quo''ted'\nc: two\n  lines\nd: \"tab\\there\"\n";
    const struct tree *tree = parse(*state, source);
    assert_non_null(tree);
    struct text plain = tree_text(tree, tree_get(tree, tree->root, "a"));
    assert_ptr_equal(plain.bytes, source + 3);
    assert_text(tree, tree_get(tree, tree->root, "b"), "quo'ted");
    assert_text(tree, tree_get(tree, tree->root, "c"), "two lines");
    assert_text(tree, tree_get(tree, tree->root, "d"), "tab\there");
}

static void types_are_not_guessed(void **state)
{
    const struct tree *tree = parse(*state, "a: NO\nb: 010\nc: ~\nd: 2021-01-01\ne: yes\n");
    assert_non_null(tree);
    assert_text(tree, tree_get(tree, tree->root, "a"), "NO");
    assert_text(tree, tree_get(tree, tree->root, "b"), "010");
    assert_text(tree, tree_get(tree, tree->root, "c"), "~");
    assert_text(tree, tree_get(tree, tree->root, "e"), "yes");
}

static void file_without_content_has_no_root(void **state)
{
    static const char *const sources[] = {"", "# only this\n", "---\n", "\xEF\xBB\xBF", "\n\n"};
    for (size_t i = 0; i < sizeof sources / sizeof *sources; i++) {
        const struct tree *tree = parse(*state, sources[i]);
        assert_non_null(tree);
        assert_int_equal(tree->root, TREE_NONE);
        assert_int_equal(tree_place(tree, TREE_NONE).line, 0);
    }
}

static void every_duplicate_key_is_reported_and_the_first_counts(void **state)
{
    struct fixture *fixture = *state;
    const struct tree *tree = parse(fixture, "a: 1\nb: {c: 1, c: 2}\na: 3\na: 4\n");
    assert_non_null(tree);
    err_list_sort(&fixture->list);
    assert_int_equal(fixture->list.count, 3);
    assert_int_equal(fixture->list.items[0].place.line, 2);
    assert_int_equal(fixture->list.items[0].place.column, 11);
    assert_int_equal(fixture->list.items[2].place.line, 4);
    assert_non_null(strstr(fixture->list.items[2].sentence, "first on line 1"));
    assert_text(tree, tree_get(tree, tree->root, "a"), "1");
}

static void duplicate_among_many_keys_is_found(void **state)
{
    struct fixture *fixture = *state;
    char source[4096];
    size_t used = 0;
    for (int i = 0; i < 200; i++)
        used += (size_t)snprintf(source + used, sizeof source - used, "key%d: %d\n",
                                 i == 150 ? 20 : i, i);
    assert_non_null(parse(fixture, source));
    assert_one_problem(fixture, ERR_YAML_DUPLICATE_KEY, 151, 1);
    assert_non_null(strstr(fixture->list.items[0].sentence, "\"key20\""));
    assert_non_null(strstr(fixture->list.items[0].sentence, "line 21"));
}

static void depth_of_sixteen_is_read_and_seventeen_is_not(void **state)
{
    struct fixture *fixture = *state;
    assert_non_null(parse(fixture, "[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n"));
    assert_int_equal(fixture->list.count, 0);
    assert_null(parse(fixture, "[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]\n"));
    assert_one_problem(fixture, ERR_YAML_DEPTH, 1, 17);
}

static void nesting_stops_at_once_however_deep_it_goes(void **state)
{
    struct fixture *fixture = *state;
    enum { DEPTH = 1000000 };
    char *source = malloc(DEPTH);
    memset(source, '[', DEPTH);
    assert_null(parse_bytes(fixture, source, DEPTH));
    assert_one_problem(fixture, ERR_YAML_DEPTH, 1, 17);
    /* The line is too long to be shown. */
    assert_null(fixture->list.items[0].place.source);
    free(source);
}

static void anchor_alias_tag_and_merge_key_are_refused_each_with_its_code(void **state)
{
    static const struct {
        const char *source;
        enum err_code code;
        unsigned column;
    } cases[] = {
        {"a: &x 1\n", ERR_YAML_ANCHOR, 4},   {"a: *x\n", ERR_YAML_ALIAS, 4},
        {"a: !!str 1\n", ERR_YAML_TAG, 4},   {"a: ! 1\n", ERR_YAML_TAG, 4},
        {"a: !x!y 1\n", ERR_YAML_TAG, 4},    {"a: !<x> {}\n", ERR_YAML_TAG, 4},
        {"<<: {a: 1}\n", ERR_YAML_MERGE, 1}, {"a: & b\n", ERR_YAML_ANCHOR, 4},
        {"&x a: 1\n", ERR_YAML_ANCHOR, 1},   {"? [a]\n: 1\n", ERR_YAML_KEY, 3},
        {"{? : 1}\n", ERR_YAML_KEY, 4},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(fixture, cases[i].source);
        assert_one_problem(fixture, cases[i].code, 1, cases[i].column);
        err_list_free(&fixture->list);
    }
}

static void merge_sign_in_quotes_is_a_name_like_any_other(void **state)
{
    struct fixture *fixture = *state;
    assert_non_null(parse(fixture, "'<<': 1\n"));
    assert_int_equal(fixture->list.count, 0);
}

static void file_full_of_aliases_is_reported_ten_times(void **state)
{
    struct fixture *fixture = *state;
    char source[1024] = "[*a";
    for (int i = 0; i < 60; i++)
        strcat(source, ", *a");
    strcat(source, "]\n");
    assert_null(parse(fixture, source));
    assert_int_equal(fixture->list.count, 10);
}

static void second_document_and_directive_are_refused_unread(void **state)
{
    struct fixture *fixture = *state;
    /* What follows --- is broken, and nobody looks. */
    assert_non_null(parse(fixture, "a: 1\n---\n]]] @ \"\n"));
    assert_one_problem(fixture, ERR_YAML_DOCUMENTS, 2, 1);
    err_list_free(&fixture->list);
    assert_null(parse(fixture, "# c\n%TAG ! x:\n---\na: 1\n"));
    assert_one_problem(fixture, ERR_YAML_DIRECTIVE, 2, 1);
    err_list_free(&fixture->list);
    assert_non_null(parse(fixture, "---\na: 1\n...\n\n# end\n...\n"));
    assert_int_equal(fixture->list.count, 0);
}

static void unfit_character_is_named_with_its_place(void **state)
{
    static const struct {
        const char *source;
        size_t length;
        enum err_code code;
        unsigned column;
        const char *named;
    } cases[] = {
        {"ы: \0x", 6, ERR_YAML_CHARACTER, 4, "NUL"},
        {"ы: \x1b[0m", 8, ERR_YAML_CHARACTER, 4, "U+001B"},
        {"ы: \x7f", 5, ERR_YAML_CHARACTER, 4, "U+007F"},
        {"ы: \xC2\x85", 6, ERR_YAML_CHARACTER, 4, "U+0085"},
        {"ы: \xE2\x80\xA8", 7, ERR_YAML_CHARACTER, 4, "U+2028"},
        {"ы: \xE2\x80\xAE", 7, ERR_YAML_CHARACTER, 4, "U+202E"},
        {"ы: \xEF\xBB\xBF", 7, ERR_YAML_CHARACTER, 4, "U+FEFF"},
        {"ы: \rx", 6, ERR_YAML_CHARACTER, 4, "carriage return"},
        {"ы: \xFF", 5, ERR_YAML_ENCODING, 4, "0xFF"},
        {"ы: \xC0\xAF", 6, ERR_YAML_ENCODING, 4, "0xC0"},
        {"ы: \xED\xA0\x80", 7, ERR_YAML_ENCODING, 4, "0xED"},
        {"ы: \xF4\x90\x80\x80", 8, ERR_YAML_ENCODING, 4, "0xF4"},
        {"ы: \xD1", 5, ERR_YAML_ENCODING, 4, "0xD1"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_null(parse_bytes(fixture, cases[i].source, cases[i].length));
        assert_one_problem(fixture, cases[i].code, 1, cases[i].column);
        assert_non_null(strstr(fixture->list.items[0].sentence, cases[i].named));
        err_list_free(&fixture->list);
    }
}

static void unfit_character_is_found_at_every_place_of_a_line(void **state)
{
    struct fixture *fixture = *state;
    for (unsigned at = 0; at < 40; at++) {
        char source[64] = "# a comment of forty characters or more";
        memset(source + strlen(source), '.', 4);
        source[at] = '\x01';
        assert_null(parse_bytes(fixture, source, 43));
        assert_one_problem(fixture, ERR_YAML_CHARACTER, 1, at + 1);
        err_list_free(&fixture->list);
    }
}

static void utf16_is_one_problem_of_the_whole_file(void **state)
{
    struct fixture *fixture = *state;
    assert_null(parse_bytes(fixture,
                            "\xFF\xFE"
                            "a\0:\0",
                            6));
    assert_one_problem(fixture, ERR_YAML_ENCODING, 0, 0);
    assert_non_null(strstr(fixture->list.items[0].sentence, "UTF-16"));
    err_list_free(&fixture->list);
    assert_null(parse_bytes(fixture, "\0a\0:\0 \0b", 8));
    assert_one_problem(fixture, ERR_YAML_ENCODING, 0, 0);
}

static void syntax_failure_is_one_problem_at_the_place_to_mend(void **state)
{
    static const struct {
        const char *source;
        enum err_code code;
        unsigned line;
        unsigned column;
        const char *says;
    } cases[] = {
        {"a:\n\tb: 1\n", ERR_YAML_TAB, 2, 1, "tab"},
        {"a: 1\n  \tb: 2\n", ERR_YAML_TAB, 2, 3, "tab"},
        {"a: |\n\tx\n", ERR_YAML_TAB, 2, 1, "tab"},
        {"b: 1\na: \"x\nc: 1\n", ERR_YAML_QUOTE, 2, 4, "never closed"},
        {"a: 'x\n---\nb: 1\n", ERR_YAML_QUOTE, 1, 4, "never closed"},
        {"a: \"x\nb: \"y\"\n", ERR_YAML_QUOTE, 1, 4, "only on line 2"},
        {"a: \"x\" y\n", ERR_YAML_QUOTE, 1, 8, "follows the closing quote"},
        {"a: \"\\d\"\n", ERR_YAML_ESCAPE, 1, 5, "backslash"},
        {"a: \"\\ud800\"\n", ERR_YAML_ESCAPE, 1, 5, "backslash"},
        {"a: 1\n   b: 2\n", ERR_YAML_INDENT, 2, 4, "indented more"},
        {"x:\n    a: 1\n  b: 2\n", ERR_YAML_INDENT, 3, 3, "by 2"},
        {"- a\n- b\nc: 1\n", ERR_YAML_INDENT, 3, 1, "among the list items"},
        {"a: 1\n- b\n", ERR_YAML_INDENT, 2, 1, "list item"},
        {"a: - b\n", ERR_YAML_INDENT, 1, 4, "list"},
        {"ключ: b: c\n", ERR_YAML_COLON, 1, 8, "colon"},
        {"a: 1\nb\nc: 2\n", ERR_YAML_NO_COLON, 2, 1, "no colon"},
        {"a: @b\n", ERR_YAML_START, 1, 4, "@"},
        {"a: ? b\n", ERR_YAML_START, 1, 4, "question mark"},
        {"- {a: 1, b: 2\n- {a: 3}\n", ERR_YAML_BRACKET, 1, 3, "before line 2"},
        {"a: [1, 2\n", ERR_YAML_BRACKET, 1, 4, "not closed"},
        {"a: [1 2] 3\n", ERR_YAML_SYNTAX, 1, 10, "nothing may follow"},
        {"a: {b: 1} }\n", ERR_YAML_BRACKET, 1, 11, "closes nothing"},
        {"a: {b: \"1\" c: 2}\n", ERR_YAML_BRACKET, 1, 12, "comma"},
        {"a: [1, , 2]\n", ERR_YAML_BRACKET, 1, 8, "missing before"},
        {"{a: 1}\nb: 2\n", ERR_YAML_SYNTAX, 2, 1, "nothing may follow"},
        {"a: |2x\n  b\n", ERR_YAML_SYNTAX, 1, 6, "line end"},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(fixture, cases[i].source);
        assert_one_problem(fixture, cases[i].code, cases[i].line, cases[i].column);
        assert_non_null(strstr(fixture->list.items[0].sentence, cases[i].says));
        assert_int_not_equal(fixture->list.items[0].hint[0], '\0');
        err_list_free(&fixture->list);
    }
}

static void escape_may_not_bring_in_what_the_source_may_not_hold(void **state)
{
    static const char *const refused[] = {"\\x07", "\\e", "\\0", "\\N", "\\L", "\\u202E", "\\r"};
    static const char *const read[] = {"\\n", "\\t", "\\u0416", "\\\\", "\\_"};
    struct fixture *fixture = *state;
    char source[64];
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        snprintf(source, sizeof source, "a: \"x%s\"\n", refused[i]);
        assert_null(parse(fixture, source));
        assert_one_problem(fixture, ERR_YAML_CHARACTER, 1, 4);
        err_list_free(&fixture->list);
    }
    for (size_t i = 0; i < sizeof read / sizeof *read; i++) {
        snprintf(source, sizeof source, "a: \"x%s\"\n", read[i]);
        assert_non_null(parse(fixture, source));
    }
    assert_int_equal(fixture->list.count, 0);
}

static void shown_text_is_cut_at_a_whole_character(void **state)
{
    (void)state;
    char out[TREE_SHOWN_SIZE];
    char long_text[200] = "";
    for (int i = 0; i < 50; i++)
        strcat(long_text, "ы");
    assert_string_equal(tree_shown(text_of("short"), out), "short");
    assert_string_equal(tree_shown((struct text){NULL, 0}, out), "");
    const char *shown = tree_shown(text_of(long_text), out);
    assert_int_equal(text_valid_until(shown, strlen(shown)), strlen(shown));
    assert_int_equal(text_code_points(shown, strlen(shown)), 31);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(mapping_and_list_keep_the_order_of_the_file),
        TEST(positions_count_code_points_and_offsets_bytes),
        TEST(byte_order_mark_and_windows_line_ends_change_nothing),
        TEST(spans_end_with_the_last_leaf),
        TEST(plain_text_stands_in_the_source_and_folded_text_is_copied),
        TEST(types_are_not_guessed),
        TEST(file_without_content_has_no_root),
        TEST(every_duplicate_key_is_reported_and_the_first_counts),
        TEST(duplicate_among_many_keys_is_found),
        TEST(depth_of_sixteen_is_read_and_seventeen_is_not),
        TEST(nesting_stops_at_once_however_deep_it_goes),
        TEST(anchor_alias_tag_and_merge_key_are_refused_each_with_its_code),
        TEST(merge_sign_in_quotes_is_a_name_like_any_other),
        TEST(file_full_of_aliases_is_reported_ten_times),
        TEST(second_document_and_directive_are_refused_unread),
        TEST(unfit_character_is_named_with_its_place),
        TEST(unfit_character_is_found_at_every_place_of_a_line),
        TEST(utf16_is_one_problem_of_the_whole_file),
        TEST(syntax_failure_is_one_problem_at_the_place_to_mend),
        TEST(escape_may_not_bring_in_what_the_source_may_not_hold),
        TEST(shown_text_is_cut_at_a_whole_character),
#undef TEST
    };
    return cmocka_run_group_tests_name("tree", tests, NULL, NULL);
}
