/* Any bytes as a bulk file. Besides not crashing: what is drafted is YAML that says of country,
 * period and series what the draft holds, and the same twice; what is refused has a reason. */
#include "model/bulk_draft.h"
#include "yaml/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

static void check_text(const struct tree *tree, uint32_t node, struct text expected)
{
    CHECK(node != TREE_NONE);
    CHECK(text_equal(tree_text(tree, node), expected));
}

/* The first column of countries, alone or the first of a list. */
static void check_country(const struct tree *tree, const struct bulk_draft *draft)
{
    uint32_t country = tree_get(tree, tree->root, "country");
    CHECK(country != TREE_NONE);
    if (tree_at(tree, country)->kind == TREE_SEQUENCE)
        country = tree_first(tree, country);
    check_text(tree, country, draft->scan->columns[draft->country[0]].name);
}

static size_t count_series(const struct bulk_draft *draft)
{
    size_t count = 0;
    for (size_t i = 0; i < draft->column_count; i++)
        count += draft->columns[i].role == BULK_DRAFT_SERIES;
    return count;
}

static void check_series(const struct tree *tree, const struct bulk_draft *draft)
{
    uint32_t series = tree_get(tree, tree->root, "series");
    uint32_t same = series == TREE_NONE ? TREE_NONE : tree_get(tree, series, "same");
    if (draft->names != BULK_DRAFT_NONE) {
        uint32_t fields = tree_get(tree, tree->root, "long");
        check_text(tree, tree_get(tree, fields, "series"), draft->scan->columns[draft->names].name);
        return;
    }
    CHECK(series != TREE_NONE);
    size_t count = tree_count(tree, series);
    count = same == TREE_NONE ? count : count - 1 + tree_count(tree, same);
    CHECK(count == count_series(draft));
}

static void check_draft(struct arena *arena, const struct bulk_draft *draft,
                        const struct text_buffer *yaml)
{
    struct err_list problems = {0};
    struct tree *tree = tree_parse(arena, "draft.yaml", yaml->bytes, yaml->length, &problems);
    for (size_t i = 0; i < problems.count; i++)
        fprintf(stderr, "%s\n", problems.items[i].sentence);
    CHECK(tree && problems.count == 0);
    check_country(tree, draft);
    check_text(tree, tree_get(tree, tree->root, "period"),
               draft->scan->columns[draft->period].name);
    check_series(tree, draft);
    err_list_free(&problems);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text_buffer once = {0}, twice = {0};
    struct bulk_known known = {.panel = "fuzz", .source = "any"};
    struct err err = {0};
    for (int i = 0; i < 2; i++) {
        struct arena *arena = arena_new();
        struct bulk_draft *draft =
            bulk_draft_make(arena, &known, "fuzz.csv", (const char *)data, size, &err);
        if (draft)
            bulk_draft_yaml(draft, "fuzz.csv", i ? &twice : &once);
        else
            CHECK(err.code != ERR_CODE_NONE && err.code != ERR_OUT_OF_MEMORY && *err.sentence);
        if (draft && i == 0)
            check_draft(arena, draft, &once);
        arena_free(arena);
    }
    CHECK(once.length == twice.length && !once.failed && !twice.failed);
    CHECK(once.length == 0 || memcmp(once.bytes, twice.bytes, once.length) == 0);
    text_buffer_free(&once);
    text_buffer_free(&twice);
    return 0;
}
