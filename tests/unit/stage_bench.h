/* A panel of six countries and three years with gaps, ties and outliers, whose rules are read from
 * their text and compiled and scored. The data stand in stages.tsv, made by stages.py. Header-only.
 */
#ifndef TIDEMARK_TESTS_UNIT_STAGE_BENCH_H
#define TIDEMARK_TESTS_UNIT_STAGE_BENCH_H

#include "model/frame.h"

#include "rule_bench.h"
#include "score_bench.h"

enum { STAGE_ROWS = 18, STAGE_COUNTRIES = 6, STAGE_FIRST = 2019, STAGE_LINES = 400 };

struct stage_line {
    char *title;
    char *rule;
    char *stage;
    char *id;
    double values[STAGE_ROWS];
};

/* The lines of stages.tsv: the first are the data. */
struct stage_file {
    char *text;
    struct stage_line lines[STAGE_LINES];
    size_t count;
};

static inline void stage_load(struct stage_file *file)
{
    const char *root = getenv("TIDEMARK_ROOT");
    char path[512], *at;
    snprintf(path, sizeof path, "%s/tests/unit/stages.tsv", root ? root : ".");
    FILE *stream = fopen(path, "rb");
    assert_non_null(stream);
    file->text = fixture_must(calloc(1, 1 << 20));
    assert_true(fread(file->text, 1, (1 << 20) - 1, stream) > 0);
    fclose(stream);
    file->count = 0;
    for (char *line = at = file->text; *line; line = at) {
        char *fields[4 + STAGE_ROWS];
        at += strcspn(at, "\n");
        *at++ = '\0';
        for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
            assert_non_null(fields[i] = strsep(&line, "\t"));
        assert_true(file->count < STAGE_LINES);
        struct stage_line *made = &file->lines[file->count++];
        *made = (struct stage_line){fields[0], fields[1], fields[2], fields[3], {0}};
        for (size_t i = 0; i < STAGE_ROWS; i++)
            made->values[i] = *fields[4 + i] ? strtod(fields[4 + i], NULL) : NAN;
    }
}

/* What stages.py says of the indicators: ends, targets, directions. */
static inline void stage_codebook(struct fixture *fixture)
{
    static const struct {
        const char *id;
        double worst, best, target;
    } scales[] = {
        {"a", 0, 10, 8}, {"b", 100, 0, 10}, {"c", 0, 10, 7}, {"d", 0, 3, 2}, {"e", 1, 1000, 500}};
    fixture_pillar(fixture, "main", ROLE_OUTCOME, 1);
    for (size_t i = 0; i < 5; i++)
        fixture_indicator(fixture, "main", scales[i].id, 1, scales[i].worst, scales[i].best)
            ->target = scales[i].target;
    fixture_pillar(fixture, "around", ROLE_CONTEXT, 1);
    fixture_indicator(fixture, "around", "pop", 1, NAN, NAN);
    fixture->indicators[3].per = 5;
    fixture->indicators[4].scale.transform = TRANSFORM_LOG;
}

static inline void stage_panel(struct fixture *fixture, const struct stage_file *file)
{
    static const char *const x[] = {"region", "X", NULL}, *const y[] = {"region", "Y", NULL};
    fixture_panel(fixture, STAGE_COUNTRIES, STAGE_FIRST, STAGE_FIRST + 2);
    for (size_t i = 0; i < 5; i++)
        fixture->countries[i].groups = i < 3 ? x : y;
    for (size_t line = 0; line < 6; line++)
        for (size_t row = 0; row < STAGE_ROWS; row++)
            if (!isnan(file->lines[line].values[row]))
                fixture_set(fixture, file->lines[line].id, row % STAGE_COUNTRIES,
                            STAGE_FIRST + (int32_t)(row / STAGE_COUNTRIES),
                            file->lines[line].values[row]);
}

static inline int stage_set_up(void **state)
{
    static const char *const classifications[] = {"region"};
    static struct stage_file file;
    struct bench *bench = fixture_must(calloc(1, sizeof *bench));
    stage_load(&file);
    bench->fixture = fixture_new();
    stage_codebook(bench->fixture);
    stage_panel(bench->fixture, &file);
    bench->host = (struct rule_host){.formulas = {.trace = bench_trace, .context = bench},
                                     .rule = bench_other,
                                     .context = bench,
                                     .classifications = classifications,
                                     .classification_count = 1};
    free(file.text);
    *state = bench;
    return 0;
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, stage_set_up, bench_tear_down)

/* The rule of a text, which may have warnings but no errors, and needs one child at each node. */
static inline const struct rule *stage_rule(struct bench *bench, const char *text)
{
    const char *fields =
        arena_printf(bench->fixture->arena, "missing = { need = { count = 1 } }, %s", text);
    const struct rule *rule = bench_read(bench, fixture_must((void *)fields));
    for (size_t i = 0; i < bench->list.count; i++)
        if (bench->list.items[i].severity == ERR_ERROR)
            fail_msg("%s: %s", text, bench->list.items[i].sentence);
    err_list_free(&bench->list);
    err_list_init(&bench->list);
    return fixture_must((void *)rule);
}

static inline struct score *stage_try(struct bench *bench, const char *text, struct err *err)
{
    struct score_options options = bench_options(bench->fixture, 0);
    *err = (struct err){0};
    return score_run(bench->fixture->arena, &bench->fixture->panel, stage_rule(bench, text),
                     &options, err);
}

static inline struct score *stage_score(struct bench *bench, const char *text)
{
    struct err err;
    struct score *score = stage_try(bench, text, &err);
    if (!score)
        fail_msg("%s: %s", text, err.sentence);
    return score;
}

/* That it cannot be scored, and what is said: parts of the sentence and of the hint. */
static inline void stage_refuses(struct bench *bench, const char *text, enum err_code code,
                                 const char *sentence, const char *hint)
{
    struct err err;
    if (stage_try(bench, text, &err))
        fail_msg("%s: it was scored", text);
    if (err.code != code || !strstr(err.sentence, sentence) || !strstr(err.hint, hint))
        fail_msg("%s: E%04d %s (%s)", text, err.code, err.sentence, err.hint);
}

/* A stored frame "base" as a file holds it, of which the figures are given. */
static inline const struct frame *stage_frame(struct bench *bench, const char *figures)
{
    char root[64], path[128], command[128];
    struct err_list problems;
    err_list_init(&problems);
    snprintf(root, sizeof root, "%s/tidemark-XXXXXX", P_tmpdir);
    assert_non_null(mkdtemp(root));
    snprintf(command, sizeof command, "mkdir -p %s/indicators/frames", root);
    assert_int_equal(system(command), 0);
    snprintf(path, sizeof path, "%s/indicators/frames/base.yaml", root);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "frame: base\nrule: rights\nfigures:\n%s", figures);
    fclose(file);
    const struct frame *frame = frame_load(bench->fixture->arena, root, "base", &problems);
    snprintf(command, sizeof command, "rm -r %s", root);
    assert_int_equal(system(command), 0);
    err_list_free(&problems);
    return fixture_must((void *)frame);
}

#endif
