/* What the tests of reading rules share: a codebook, a script's text made the value that its run
 * would return, and a host that has a few formulas and rules. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_RULE_BENCH_H
#define TIDEMARK_TESTS_UNIT_RULE_BENCH_H

#include "score/rule.h"

#include "fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { BENCH_TRACES = 16, BENCH_RULES = 4 };

struct bench {
    struct fixture *fixture;
    struct err_list list;
    struct rule_host host;
    const char *traced[BENCH_TRACES]; /* the nodes that functions were traced for, "" for score */
    size_t traced_count;
    const struct rule *rules[BENCH_RULES]; /* that other rules may use, by name */
};

/* A constructor of a Lua table, as far as rules need it: names, texts, numbers and divisions,
 * tide.NAME with or without options, and `f.NAME` for a function the host knows. */
struct bench_script {
    struct arena *arena;
    const char *at;
};

static inline void bench_blank(struct bench_script *script)
{
    for (;;) {
        script->at += strspn(script->at, " \n");
        if (strncmp(script->at, "--", 2) != 0)
            return;
        script->at += strcspn(script->at, "\n");
    }
}

static inline bool bench_take(struct bench_script *script, const char *word)
{
    bench_blank(script);
    size_t length = strlen(word);
    if (strncmp(script->at, word, length) != 0)
        return false;
    script->at += length;
    return true;
}

static inline void bench_must_take(struct bench_script *script, const char *word)
{
    if (!bench_take(script, word))
        fail_msg("expected %s before: %s", word, script->at);
}

static inline struct text bench_until(struct bench_script *script, const char *stop, bool up_to)
{
    size_t length = up_to ? strcspn(script->at, stop) : strspn(script->at, stop);
    const char *copy = fixture_must(arena_text(script->arena, script->at, length));
    script->at += length;
    return text_of(copy);
}

#define BENCH_NAME "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"

static inline struct value bench_text(const char *text)
{
    return (struct value){.kind = VALUE_TEXT, .text = text_of(text)};
}

static inline struct value bench_number(double number)
{
    return (struct value){.kind = VALUE_NUMBER, .number = number};
}

static inline int bench_before(const void *a, const void *b)
{
    const struct value *x = &((const struct value_pair *)a)->key;
    const struct value *y = &((const struct value_pair *)b)->key;
    if (x->kind != y->kind)
        return x->kind == VALUE_NUMBER ? -1 : 1;
    if (x->kind == VALUE_NUMBER)
        return (x->number > y->number) - (x->number < y->number);
    return strcmp(x->text.bytes, y->text.bytes);
}

static inline struct value bench_parse(struct bench_script *script);

/* A key before its `=`, if one stands here; kind NIL: a list's item. */
static inline struct value bench_key(struct bench_script *script)
{
    struct bench_script ahead = *script;
    struct value key = {0};
    if (bench_take(&ahead, "[\"")) {
        key = bench_text(bench_until(&ahead, "\"", true).bytes);
        bench_must_take(&ahead, "\"]");
    } else {
        bench_blank(&ahead);
        key = bench_text(bench_until(&ahead, BENCH_NAME, false).bytes);
    }
    if (key.text.length == 0 || !bench_take(&ahead, "="))
        return (struct value){0};
    *script = ahead;
    return key;
}

static inline struct value bench_table(struct bench_script *script, const char *method)
{
    size_t count = 0, items = 0;
    struct value_pair *pairs = fixture_must(arena_alloc(script->arena, 64, sizeof *pairs));
    if (method)
        pairs[count++] = (struct value_pair){bench_text("@"), bench_text(method)};
    while (!bench_take(script, "}")) {
        struct value key = bench_key(script);
        if (key.kind == VALUE_NIL)
            key = bench_number((double)++items);
        pairs[count++] = (struct value_pair){key, bench_parse(script)};
        bench_take(script, ",");
    }
    qsort(pairs, count, sizeof *pairs, bench_before);
    return (struct value){.kind = VALUE_TABLE, .pairs = pairs, .count = count};
}

static inline struct value bench_method(struct bench_script *script)
{
    const char *name = bench_until(script, BENCH_NAME, false).bytes;
    if (bench_take(script, "{"))
        return bench_table(script, name);
    bench_must_take(script, "()");
    const struct value_pair tag = {bench_text("@"), bench_text(name)};
    struct value_pair *pairs = fixture_must(arena_alloc(script->arena, 1, sizeof *pairs));
    *pairs = tag;
    return (struct value){.kind = VALUE_TABLE, .pairs = pairs, .count = 1};
}

static inline struct value bench_parse(struct bench_script *script)
{
    static const struct {
        const char *word;
        struct value value;
    } words[] = {{"true", {.kind = VALUE_BOOLEAN, .boolean = true}},
                 {"false", {.kind = VALUE_BOOLEAN}},
                 {"nan", {.kind = VALUE_NUMBER, .number = NAN}},
                 {"huge", {.kind = VALUE_NUMBER, .number = INFINITY}}};
    if (bench_take(script, "{"))
        return bench_table(script, NULL);
    if (bench_take(script, "tide."))
        return bench_method(script);
    if (bench_take(script, "f."))
        return (struct value){
            .kind = VALUE_FUNCTION, .line = 1, .text = bench_until(script, BENCH_NAME, false)};
    if (bench_take(script, "\"")) {
        struct value text = bench_text(bench_until(script, "\"", true).bytes);
        bench_must_take(script, "\"");
        return text;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (bench_take(script, words[i].word))
            return words[i].value;
    char *end = NULL;
    double number = strtod(script->at, &end);
    if (end == script->at)
        fail_msg("expected a value before: %s", script->at);
    script->at = end;
    return bench_number(bench_take(script, "/") ? number / bench_parse(script).number : number);
}

/* A function that fails, or the steps of one that gives what its name says. */
struct bench_formula {
    const char *name;
    const char *input; /* read by the first result; the second is a constant, the third a text */
    struct formula_result results[3];
    size_t count;
};

static const struct bench_formula bench_formulas[] = {
    {"number", "corruption", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"over_region", "corruption", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"over_regoin", "corruption", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"lever", "ac_oda", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"borrowed", "performance", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"text", "corruption", {{"", true, 2, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"interval", "corruption", {{"", false, 0, 1, 1}}, 1},
    {"reads_main", "main", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"reads_a", "a", {{"", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"nothing", "corruption", {{"", false, 0, 0, 0}}, 0},
    {"edi", "corruption", {{"edi", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"status", "corruption", {{"status", true, 2, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"index", "corruption", {{"index", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"spaced", "corruption", {{"my result", false, 0, FORMULA_NONE, FORMULA_NONE}}, 1},
    {"three",
     "ac_oda",
     {{"leverage", false, 0, FORMULA_NONE, FORMULA_NONE},
      {"cs_assembly", false, 1, FORMULA_NONE, FORMULA_NONE},
      {"status", true, 2, FORMULA_NONE, FORMULA_NONE}},
     3},
};

static inline const struct formula *bench_build(struct arena *arena,
                                                const struct bench_formula *canned)
{
    struct formula *formula = fixture_must(arena_alloc(arena, 1, sizeof *formula));
    struct formula_step *steps = fixture_must(arena_alloc(arena, 4, sizeof *steps));
    uint32_t *operands = fixture_must(arena_alloc(arena, 1, sizeof *operands));
    /* The first result is −x, so that what it rests on stands behind an operand. */
    steps[0] = (struct formula_step){.op = FORMULA_INPUT, .text = canned->input};
    steps[1] = (struct formula_step){.op = FORMULA_NUMBER, .number = 1};
    steps[2] = (struct formula_step){.op = FORMULA_TEXT, .text = "NF"};
    steps[3] = (struct formula_step){.op = FORMULA_NEG, .count = 1};
    if (strncmp(canned->name, "over_", 5) == 0)
        steps[3] = (struct formula_step){
            .op = FORMULA_RANK, .count = 1, .line = 3, .text = canned->name + 5};
    struct formula_result *results = fixture_must(arena_alloc(arena, 3, sizeof *results));
    memcpy(results, canned->results, sizeof canned->results);
    if (results[0].value == 0)
        results[0].value = 3;
    *formula = (struct formula){.steps = steps,
                                .step_count = 4,
                                .operands = operands,
                                .results = results,
                                .file = "scripts/rules/rights.lua",
                                .result_count = canned->count};
    return formula;
}

static inline const struct formula *bench_trace(void *context, struct arena *arena,
                                                const struct value *function,
                                                const struct codebook *codebook, const char *node,
                                                const char *const *uses, size_t use_count,
                                                struct err *err)
{
    struct bench *bench = context;
    assert_ptr_equal(codebook, &bench->fixture->codebook);
    assert_true(bench->traced_count < BENCH_TRACES);
    bench->traced[bench->traced_count++] = node ? node : "";
    for (size_t i = 0; i < sizeof bench_formulas / sizeof *bench_formulas; i++) {
        const struct bench_formula *canned = &bench_formulas[i];
        if (!text_is(function->text, canned->name))
            continue;
        bool known = map_get(codebook->by_id, text_of(canned->input)) != MAP_NONE;
        for (size_t u = 0; u < use_count; u++)
            known = known || strcmp(uses[u], canned->input) == 0;
        assert_true(known);
        return bench_build(arena, canned);
    }
    err_set(err, ERR_SCRIPT_RUN, "attempt to index a nil value");
    return NULL;
}

static inline const struct rule *bench_other(void *context, const char *name, struct err *err)
{
    struct bench *bench = context;
    for (size_t i = 0; i < BENCH_RULES && bench->rules[i]; i++)
        if (strcmp(bench->rules[i]->name, name) == 0)
            return bench->rules[i];
    err_set(err, ERR_SCRIPT_MODULE, "there is no rule \"%s\"", name);
    return NULL;
}

/* Two outcome pillars, one with a group, and a lever with two groups; countries classified by
 * region and union. */
static inline int bench_set_up(void **state)
{
    static const char *const classifications[] = {"region", "union"};
    struct bench *bench = fixture_must(calloc(1, sizeof *bench));
    struct fixture *fixture = bench->fixture = fixture_new();
    fixture_pillar(fixture, "civic_space", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "civic_space", "cs_assembly", 0.2, 0, 4);
    fixture_indicator(fixture, "civic_space", "cs_ngo_law", 0.3, 0, 4)->series_count = 0;
    fixture_pillar(fixture, "corruption", ROLE_OUTCOME, 2);
    fixture_group(fixture, "corruption", "co_state", 1);
    fixture_indicator(fixture, "co_state", "co_public", 1, 0, 100);
    fixture_pillar(fixture, "aid", ROLE_LEVER, 1);
    fixture_group(fixture, "aid", "ac_exposure", 1);
    fixture_indicator(fixture, "ac_exposure", "ac_oda", 1, 0, 10);
    fixture_group(fixture, "aid", "ac_conditionality", 1);
    fixture_indicator(fixture, "ac_conditionality", "ac_clause", 1, 0, 4)->series_count = 0;
    for (size_t i = 0; i < fixture->codebook.indicator_count; i++)
        fixture->indicators[i].target = 3;
    bench->host = (struct rule_host){.formulas = {.trace = bench_trace, .context = bench},
                                     .rule = bench_other,
                                     .context = bench,
                                     .classifications = classifications,
                                     .classification_count = 2};
    *state = bench;
    return 0;
}

static inline int bench_tear_down(void **state)
{
    struct bench *bench = *state;
    err_list_free(&bench->list);
    fixture_free(bench->fixture);
    free(bench);
    return 0;
}

#define BENCH_TEST(name) cmocka_unit_test_setup_teardown(name, bench_set_up, bench_tear_down)

/* The rule of a script, `return {` left out: what stands in its table up to the closing brace. */
static inline struct rule *bench_read_as(struct bench *bench, const char *name, const char *fields)
{
    struct arena *arena = bench->fixture->arena;
    const char *source = fixture_must(arena_printf(arena, "return {%s }", fields));
    struct bench_script script = {arena, source};
    bench_must_take(&script, "return {");
    struct value value = bench_table(&script, NULL);
    return rule_read(arena, name, "scripts/rules/rights.lua", text_of(source), &value,
                     &bench->fixture->codebook, &bench->host, &bench->list);
}

static inline struct rule *bench_read(struct bench *bench, const char *fields)
{
    return bench_read_as(bench, "rights", fields);
}

/* A rule without any problem. */
static inline struct rule *bench_good(struct bench *bench, const char *fields)
{
    struct rule *rule = bench_read(bench, fields);
    if (bench->list.count > 0)
        fail_msg("%s: %s", fields, bench->list.items[bench->list.count - 1].sentence);
    return fixture_must(rule);
}

/* The one problem of a script, which is forgotten: its code, its words (part of them), its hint
 * (likewise; NULL: none). */
static inline void bench_problem(struct bench *bench, const char *fields,
                                 enum err_severity severity, enum err_code code,
                                 const char *sentence, const char *hint)
{
    struct rule *rule = bench_read(bench, fields);
    if (bench->list.count != 1)
        fail_msg("%s: %zu problems; the last: %s", fields, bench->list.count,
                 bench->list.count ? bench->list.items[bench->list.count - 1].sentence : "none");
    const struct err *err = &bench->list.items[0];
    if (err->code != code || err->severity != severity || !strstr(err->sentence, sentence))
        fail_msg("%s: E%04d %s", fields, err->code, err->sentence);
    if (hint ? !strstr(err->hint, hint) : *err->hint)
        fail_msg("%s: the hint is: %s", fields, err->hint);
    assert_true((rule == NULL) == (severity == ERR_ERROR));
    err_list_free(&bench->list);
    err_list_init(&bench->list);
}

static inline void bench_refuses(struct bench *bench, const char *fields, enum err_code code,
                                 const char *sentence, const char *hint)
{
    bench_problem(bench, fields, ERR_ERROR, code, sentence, hint);
}

static inline void bench_warns(struct bench *bench, const char *fields, enum err_code code,
                               const char *sentence, const char *hint)
{
    bench_problem(bench, fields, ERR_WARNING, code, sentence, hint);
}

static inline const struct rule_stages *bench_stages(const struct bench *bench,
                                                     const struct rule *rule, const char *id)
{
    const struct fixture *fixture = bench->fixture;
    return &rule->stages[fixture->nodes[fixture_find(fixture, id)].indicator];
}

static inline const struct rule_node *bench_node(const struct bench *bench, const struct rule *rule,
                                                 const char *id)
{
    return &rule->nodes[fixture_find(bench->fixture, id)];
}

#endif
