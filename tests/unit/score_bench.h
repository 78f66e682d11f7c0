/* What the tests of scoring share: a rule to change, a score of the fixture's panel. */
#ifndef TIDEMARK_TESTS_UNIT_SCORE_BENCH_H
#define TIDEMARK_TESTS_UNIT_SCORE_BENCH_H

#include "base/kernel.h"
#include "score/score.h"

#include "fixture.h"

/* Goalposts and weighted means that need one child only, over outcome pillars. */
static inline struct rule *bench_rule(struct fixture *fixture)
{
    struct rule *rule = fixture_must(rule_default(fixture->arena, &fixture->codebook));
    for (size_t i = 0; i < fixture->codebook.node_count; i++)
        rule->nodes[i].need = (struct rule_need){0};
    rule->index.need = (struct rule_need){0};
    return rule;
}

/* Values as they are, in place of goalposts. */
static inline void bench_as_they_are(struct rule *rule, const struct fixture *fixture)
{
    rule->normalised = false;
    for (size_t i = 0; i < fixture->codebook.indicator_count; i++)
        rule->stages[i].normalise = rule_method_plain(METHOD_COUNT);
}

static inline struct score_options bench_options(const struct fixture *fixture, size_t draws)
{
    return (struct score_options){.draws = draws,
                                  .draws_first = fixture->panel.options.first,
                                  .draws_last = fixture->panel.options.last,
                                  .seed = 1,
                                  .threads = 1,
                                  .kernel = kernel_for(NULL)};
}

static inline struct score *bench_score(struct fixture *fixture, const struct rule *rule,
                                        size_t draws)
{
    struct err err;
    struct score_options options = bench_options(fixture, draws);
    return fixture_must(score_run(fixture->arena, &fixture->panel, rule, &options, &err));
}

/* What stands at an item ("index", an id) for a country (index) and year. */
static inline size_t bench_item(const struct score *score, const char *id)
{
    size_t item = score_item(score, text_of(id));
    if (item == SIZE_MAX)
        abort();
    return item;
}

static inline size_t bench_row(const struct score *score, uint32_t country, int32_t year)
{
    size_t row = score_row(score, country, year);
    if (row == SIZE_MAX)
        abort();
    return row;
}

static inline double bench_value(const struct score *score, const char *id, uint32_t country,
                                 int32_t year)
{
    return score_value(score, bench_item(score, id), bench_row(score, country, year));
}

static inline double bench_low(const struct score *score, const char *id, uint32_t country,
                               int32_t year)
{
    return score_low(score, bench_item(score, id), bench_row(score, country, year));
}

static inline double bench_high(const struct score *score, const char *id, uint32_t country,
                                int32_t year)
{
    return score_high(score, bench_item(score, id), bench_row(score, country, year));
}

static inline double bench_coverage(const struct score *score, const char *id, uint32_t country,
                                    int32_t year)
{
    return score_coverage(score, bench_item(score, id), bench_row(score, country, year));
}

static inline unsigned bench_flags(const struct score *score, const char *id, uint32_t country,
                                   int32_t year)
{
    return score_flags(score, bench_item(score, id), bench_row(score, country, year));
}

#endif
