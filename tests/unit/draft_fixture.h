/* Drafts of bulk files made from texts. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_DRAFT_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_DRAFT_FIXTURE_H

#include "model/bulk_draft.h"
#include "model/bulk_known.h"

#include "project_fixture.h"

/* A draft of a text, in a project's knowledge or none. */
struct drafted {
    struct arena *arena;
    struct bulk_known known;
    struct bulk_draft *draft;
    struct err err;
    struct text_buffer yaml;
};

static inline void draft_known(struct drafted *drafted, const struct bulk_known *known,
                               const char *csv)
{
    *drafted = (struct drafted){.arena = arena_new(), .known = *known};
    drafted->draft = bulk_draft_make(drafted->arena, &drafted->known, "file.csv", csv, strlen(csv),
                                     &drafted->err);
    if (drafted->draft)
        bulk_draft_yaml(drafted->draft, "file.csv", &drafted->yaml);
    assert_false(drafted->yaml.failed || arena_failed(drafted->arena));
}

static inline void draft(struct drafted *drafted, const char *csv)
{
    draft_known(drafted, &(struct bulk_known){.panel = "pub", .source = "src"}, csv);
}

static inline void done(struct drafted *drafted)
{
    text_buffer_free(&drafted->yaml);
    arena_free(drafted->arena);
}

/* The draft less its comments and its first two fields. */
static inline void assert_fields(struct drafted *drafted, const char *expected)
{
    char fields[4096];
    size_t used = 0;
    if (!drafted->draft)
        fail_msg("no draft: %s", drafted->err.sentence);
    for (const char *line = drafted->yaml.bytes; *line;) {
        size_t length = strcspn(line, "\n") + 1;
        bool told =
            *line != '#' && strncmp(line, "panel:", 6) != 0 && strncmp(line, "file:", 5) != 0;
        assert_true(used + length < sizeof fields);
        if (told)
            memcpy(fields + used, line, length);
        used += told ? length : 0;
        line += length;
    }
    fields[used] = '\0';
    assert_string_equal(fields, expected);
}

static inline bool is_remarked(const struct drafted *drafted, const char *text)
{
    for (size_t i = 0; i < drafted->draft->remark_count; i++) {
        const struct bulk_draft_remark *remark = &drafted->draft->remarks[i];
        if (strstr(remark->text, text) || (remark->code && strstr(remark->code, text)))
            return true;
    }
    return false;
}

#define assert_remark(drafted, text) assert_true(is_remarked(drafted, text))
#define assert_no_remark(drafted, text) assert_false(is_remarked(drafted, text))

static inline void assert_draft(const char *csv, const char *expected)
{
    struct drafted drafted;
    draft(&drafted, csv);
    assert_fields(&drafted, expected);
    done(&drafted);
}

static inline void assert_refused(const char *csv, enum err_code code, const char *words)
{
    struct drafted drafted;
    draft(&drafted, csv);
    assert_null(drafted.draft);
    assert_int_equal(drafted.err.code, code);
    if (!strstr(drafted.err.sentence, words) && !strstr(drafted.err.hint, words))
        fail_msg("\"%s\" is neither in \"%s\" nor in \"%s\"", words, drafted.err.sentence,
                 drafted.err.hint);
    assert_string_equal(drafted.err.place.file, "file.csv");
    done(&drafted);
}

#endif
