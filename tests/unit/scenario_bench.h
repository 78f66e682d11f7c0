/* What the tests of scenarios share: a small study built by hand, and its draws. Header-only. */
#ifndef TIDEMARK_TESTS_UNIT_SCENARIO_BENCH_H
#define TIDEMARK_TESTS_UNIT_SCENARIO_BENCH_H

#include "base/date.h"
#include "scenario/ensemble.h"
#include "scenario/summary.h"

#include "score_bench.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

enum { STUDY_LEVERS = 12, STUDY_PARTS = 8, STUDY_DRAWS = 20000 };

/* Two outcome pillars (civic: a, b, c on 0..4; corruption: d, where 10 is worst and 0 best), and a
 * lever pillar of two figures on 0..100. Three countries, 2018 to 2026; values stand in 2021 unless
 * a test sets others. What a lever consists of has room for a few. */
struct study {
    struct fixture *fixture;
    struct rule *rule;
    struct lever items[STUDY_LEVERS];
    struct lever_effect effects[STUDY_LEVERS][STUDY_PARTS];
    struct lever_raise raises[STUDY_LEVERS][STUDY_PARTS];
    struct lever_interaction interactions[STUDY_LEVERS][STUDY_PARTS];
    struct lever_mix mixes[STUDY_LEVERS][STUDY_PARTS];
    double chances[STUDY_LEVERS][8];
    struct levers levers;
    struct scenario_pull pulls[STUDY_PARTS];
    struct scenario_assume assumes[STUDY_PARTS];
    struct scenario_step steps[STUDY_PARTS];
    struct scenario_branch branches[STUDY_PARTS];
    struct scenario scenario;
    uint32_t countries[3];
    struct ensemble_options options;
    struct err err;
};

static inline uint32_t study_indicator(const struct study *study, const char *id)
{
    return study->fixture->nodes[fixture_find(study->fixture, id)].indicator;
}

static inline void study_panel(struct study *study, enum date_axis axis, int32_t first,
                               int32_t last)
{
    fixture_panel(study->fixture, 3, first, last);
    study->fixture->panel.options.axis = axis;
}

static inline int study_set_up(void **state)
{
    struct study *study = fixture_must(calloc(1, sizeof *study));
    struct fixture *fixture = study->fixture = fixture_new();
    fixture_pillar(fixture, "civic", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "civic", "a", 1, 0, 4);
    fixture_indicator(fixture, "civic", "b", 1, 0, 4);
    fixture_indicator(fixture, "civic", "c", 2, 0, 4);
    fixture_pillar(fixture, "corruption", ROLE_OUTCOME, 1);
    fixture_indicator(fixture, "corruption", "d", 1, 10, 0);
    fixture_pillar(fixture, "leverage", ROLE_LEVER, 1);
    fixture_indicator(fixture, "leverage", "e", 1, 0, 100);
    fixture_indicator(fixture, "leverage", "f", 1, 0, 100);
    study_panel(study, DATE_AXIS_YEAR, 2018, 2026);
    static const char *const ids[] = {"a", "b", "c", "d", "e", "f"};
    static const double values[] = {2, 2, 1, 5, 50, 50};
    for (size_t i = 0; i < 6; i++)
        for (size_t country = 0; country < 3; country++)
            fixture_set(fixture, ids[i], country, 2021, values[i]);
    study->rule = bench_rule(fixture);
    study->levers.items = study->items;
    for (uint32_t i = 0; i < 3; i++)
        study->countries[i] = i;
    study->scenario = (struct scenario){.id = "test",
                                        .title = "Test",
                                        .because = "",
                                        .question = "",
                                        .from = date_day(2022, 1, 1),
                                        .to = date_day(2026, 12, 31),
                                        .countries = study->countries,
                                        .country_count = 1,
                                        .pulls = study->pulls,
                                        .assumes = study->assumes,
                                        .steps = study->steps,
                                        .branches = study->branches,
                                        .file = "scripts/scenarios/test.lua"};
    study->options = (struct ensemble_options){
        .draws = STUDY_DRAWS, .seed = 1, .threads = 1, .kernel = kernel_for(NULL), .times = true};
    *state = study;
    return 0;
}

static inline int study_tear_down(void **state)
{
    struct study *study = *state;
    fixture_free(study->fixture);
    free(study);
    return 0;
}

static inline struct lever_time study_at_once(void)
{
    return (struct lever_time){.half_life_months = INFINITY, .fade_months = NAN};
}

static inline struct judged study_certain(double x)
{
    return (struct judged){x, x, x};
}

/* A lever without effects; levers must be added in the order of their ids. */
static inline uint32_t study_lever(struct study *study, const char *id)
{
    uint32_t at = (uint32_t)study->levers.count++;
    study->items[at] = (struct lever){.id = id,
                                      .title = id,
                                      .actor = "",
                                      .side = "",
                                      .because = "for a test",
                                      .mechanism = "",
                                      .effects = study->effects[at],
                                      .raises = study->raises[at],
                                      .interactions = study->interactions[at],
                                      .mix = study->mixes[at],
                                      .chance = study->chances[at],
                                      .scaled_by = CODEBOOK_NONE,
                                      .part_of = LEVER_NONE,
                                      .file = "scripts/levers/x.lua"};
    for (size_t i = 0; i < 8; i++)
        study->chances[at][i] = NAN;
    return at;
}

static inline struct lever_effect study_effect(const struct study *study, const char *id,
                                               struct judged size)
{
    return (struct lever_effect){
        .indicator = study_indicator(study, id), .size = size, .time = study_at_once(), .cap = NAN};
}

static inline struct lever_effect *study_moves(struct study *study, uint32_t lever, const char *id,
                                               struct judged size)
{
    struct lever_effect *effect = &study->effects[lever][study->items[lever].effect_count++];
    *effect = study_effect(study, id, size);
    return effect;
}

static inline struct lever_raise *study_raises(struct study *study, uint32_t lever, uint32_t other,
                                               struct judged by)
{
    struct lever_raise *raise = &study->raises[lever][study->items[lever].raise_count++];
    *raise = (struct lever_raise){other, by, study_at_once()};
    return raise;
}

static inline void study_chance(struct study *study, uint32_t lever, double chance)
{
    for (size_t i = 0; i < 8; i++)
        study->chances[lever][i] = chance;
}

/* Pulls a lever in the first country. */
static inline struct scenario_pull *study_pull(struct study *study, uint32_t lever, double strength)
{
    struct scenario_pull *pull = &study->pulls[study->scenario.pull_count++];
    *pull = (struct scenario_pull){.lever = lever, .strength = strength};
    return pull;
}

/* A step in the first country, from the scenario's beginning for good, for certain. */
static inline struct scenario_step *study_step(struct study *study, enum scenario_act act,
                                               const char *id, struct judged size)
{
    struct scenario_step *step = &study->steps[study->scenario.step_count++];
    *step = (struct scenario_step){.act = act,
                                   .id = "",
                                   .indicator = study_indicator(study, id),
                                   .size = size,
                                   .time = study_at_once(),
                                   .from = study->scenario.from,
                                   .until = INT32_MAX,
                                   .chance = NAN,
                                   .after = {LEVER_NONE, NULL},
                                   .because = "for a test",
                                   .branch = UINT32_MAX};
    return step;
}

/* All items that are scored, and all indicators in their own units; NULL with study->err. */
static inline const struct ensemble *study_try(struct study *study)
{
    struct arena *arena = study->fixture->arena;
    const struct kernel *kernel = study->options.kernel;
    const struct held *held =
        held_make(arena, &study->fixture->panel, &study->scenario, &study->err);
    const struct score *score =
        held ? held_score(arena, held, study->rule, kernel, 1, NULL, &study->err) : NULL;
    if (!score)
        return NULL;
    struct ensemble_options options = study->options;
    uint32_t *items = fixture_must(arena_alloc(arena, score->items, sizeof *items));
    uint32_t *indicators = fixture_must(arena_alloc(arena, FIXTURE_NODES, sizeof *indicators));
    options.items = items;
    options.indicators = indicators;
    for (uint32_t i = 0; i < score->items; i++)
        if (score->eligible[i])
            items[options.item_count++] = i;
    for (uint32_t i = 0; i < held->panel.indicators; i++)
        indicators[options.indicator_count++] = i;
    struct ensemble_input input = {&study->levers, &study->scenario, held, score};
    return ensemble_run(arena, &input, &options, &study->err);
}

static inline const struct ensemble *study_run(struct study *study)
{
    const struct ensemble *ensemble = study_try(study);
    if (!ensemble)
        fail_msg("%s", study->err.sentence);
    return ensemble;
}

/* The row of a year (or another period) of a country of the scenario. */
static inline size_t study_row(const struct ensemble *ensemble, size_t place, int32_t period)
{
    const struct held *held = ensemble->input.held;
    return (size_t)(period - held->first) * held->countries + place;
}

static inline const double *study_raw(const struct ensemble *ensemble, const struct study *study,
                                      bool scenario, const char *id, int32_t period)
{
    size_t at = study_indicator(study, id) * ensemble->rows + study_row(ensemble, 0, period);
    return scenario ? ensemble->scenario_raw[at] : ensemble->baseline_raw[at];
}

static inline const double *study_item(const struct ensemble *ensemble, bool scenario,
                                       const char *id, int32_t period)
{
    uint32_t item = (uint32_t)score_item(ensemble->input.score, text_of(id));
    if (strcmp(id, "index") == 0)
        item = (uint32_t)score_index(ensemble->input.score);
    for (size_t i = 0; i < ensemble->item_count; i++) {
        size_t at = i * ensemble->rows + study_row(ensemble, 0, period);
        if (ensemble->items[i] == item)
            return scenario ? ensemble->scenario[at] : ensemble->baseline[at];
    }
    fail_msg("no item %s", id);
    return NULL;
}

static inline double study_mean(const double *values, size_t draws)
{
    double sum = 0;
    for (size_t d = 0; d < draws; d++)
        sum += values[d];
    return sum / (double)draws;
}

/* The mean movement of an indicator, first country. */
static inline double study_moved(const struct ensemble *ensemble, const struct study *study,
                                 const char *id, int32_t period)
{
    return study_mean(study_raw(ensemble, study, true, id, period), ensemble->draws) -
           study_mean(study_raw(ensemble, study, false, id, period), ensemble->draws);
}

/* When a lever happens in a place; NULL when it cannot. */
static inline const double *study_months(const struct ensemble *ensemble, uint32_t lever,
                                         uint32_t country)
{
    for (size_t i = 0; i < ensemble->time_count; i++)
        if (ensemble->times[i].lever == lever && ensemble->times[i].country == country)
            return ensemble->times[i].months;
    return NULL;
}

/* The share of draws in which a lever happens within so many months. */
static inline double study_share(const struct ensemble *ensemble, uint32_t lever, double within)
{
    const double *months = study_months(ensemble, lever, 0);
    size_t count = 0;
    for (size_t d = 0; months && d < ensemble->draws; d++)
        count += months[d] < within;
    return (double)count / (double)ensemble->draws;
}

static inline bool study_same(const double *a, const double *b, size_t draws)
{
    return memcmp(a, b, draws * sizeof *a) == 0;
}

/* Whether two ensembles agree to the last bit in all that both hold. */
static inline bool study_equal(const struct ensemble *a, const struct ensemble *b)
{
    bool same = a->draws == b->draws && a->item_count == b->item_count && a->rows == b->rows;
    for (size_t i = 0; same && i < a->item_count * a->rows; i++)
        same = study_same(a->baseline[i], b->baseline[i], a->draws) &&
               study_same(a->scenario[i], b->scenario[i], a->draws);
    for (size_t i = 0; same && i < a->indicator_count * a->rows; i++)
        same = study_same(a->baseline_raw[i], b->baseline_raw[i], a->draws) &&
               study_same(a->scenario_raw[i], b->scenario_raw[i], a->draws) &&
               a->at_floor[i] == b->at_floor[i] && a->at_ceiling[i] == b->at_ceiling[i];
    same = same && a->time_count == b->time_count;
    for (size_t i = 0; same && i < a->time_count; i++)
        same = study_same(a->times[i].months, b->times[i].months, a->draws);
    return same;
}

/* Within what a mean of so many draws strays, all but once in a million: five standard errors. */
static inline double study_slack(double sd, size_t draws)
{
    return 5 * sd / sqrt((double)draws);
}

/* The standard deviation of a triangle (Kotz and van Dorp, 2004, 1.2). */
static inline double study_triangle_sd(double a, double m, double b)
{
    return sqrt((a * a + m * m + b * b - a * m - a * b - m * b) / 18);
}

#endif
