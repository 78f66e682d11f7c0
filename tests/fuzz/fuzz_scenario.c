/* Any bytes as what a lever's or scenario's script returned. The first byte modulo 3 says what the
 * rest, a value as the worker sends it, is: a lever beside others, a scenario, what the apply of
 * one recorded. The bytes are the script's text, too, in which places are looked for. What is read
 * must be fit to be drawn from. */
#include "lua/decode.h"
#include "scenario/scenario.h"

#include <math.h>
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

enum { PILLARS = 2, INDICATORS = 4, COUNTRIES = 3 };

/* Two pillars, an outcome and a lever, with two indicators each; three countries. */
struct world {
    struct arena *arena;
    struct node nodes[PILLARS + INDICATORS];
    struct indicator indicators[INDICATORS];
    struct codebook codebook;
    struct country countries[COUNTRIES];
    struct project project;
};

static void put(struct map *map, const char *name, uint32_t value)
{
    CHECK(map && map_put(map, text_of(name), value) == value);
}

static void make_codebook(struct world *world)
{
    static const char *const pillars[] = {"civic_space", "aid_conditionality"};
    static const char *const ids[] = {"cs_ngo_law", "cs_assembly", "ac_clause", "ac_exposure"};
    struct map *by_id = map_new(world->arena);
    for (uint32_t i = 0; i < PILLARS + INDICATORS; i++) {
        bool pillar = i % 3 == 0;
        uint32_t indicator = i - 1 - i / 3;
        world->nodes[i] = (struct node){.id = pillar ? pillars[i / 3] : ids[indicator],
                                        .kind = pillar ? NODE_PILLAR : NODE_INDICATOR,
                                        .role = i < 3 ? ROLE_OUTCOME : ROLE_LEVER,
                                        .weight = 1,
                                        .parent = pillar ? CODEBOOK_NONE : i / 3 * 3,
                                        .indicator = pillar ? CODEBOOK_NONE : indicator};
        put(by_id, world->nodes[i].id, i);
        if (!pillar)
            world->indicators[indicator] = (struct indicator){
                .id = ids[indicator], .node = i, .scale = {.kind = SCALE_INTERVAL, .best = 4}};
    }
    world->indicators[3].scale.worst = world->indicators[3].scale.best = NAN;
    world->codebook = (struct codebook){.id = "fuzz",
                                        .nodes = world->nodes,
                                        .node_count = PILLARS + INDICATORS,
                                        .indicators = world->indicators,
                                        .indicator_count = INDICATORS,
                                        .by_id = by_id};
}

static void make_world(struct world *world)
{
    static const char *const ids[] = {"KAZ", "KGZ", "TJK"}, *const small[] = {"kaz", "kgz", "tjk"};
    struct map *by_name;
    *world = (struct world){.arena = arena_new()};
    CHECK(world->arena);
    make_codebook(world);
    by_name = map_new(world->arena);
    for (uint32_t i = 0; i < COUNTRIES; i++) {
        world->countries[i] = (struct country){.id = ids[i], .name = ids[i]};
        put(by_name, small[i], i);
    }
    world->project = (struct project){.arena = world->arena,
                                      .codebook = &world->codebook,
                                      .countries = world->countries,
                                      .country_count = COUNTRIES,
                                      .countries_by_name = by_name};
}

static void check_judged(const struct judged *judged)
{
    CHECK(isfinite(judged->low) && isfinite(judged->high));
    CHECK(judged->low <= judged->likely && judged->likely <= judged->high);
}

static void check_time(const struct lever_time *time)
{
    CHECK(time->lag_months >= 0 && isfinite(time->lag_months));
    CHECK(time->ramp_months >= 0 && isfinite(time->ramp_months));
    CHECK(time->half_life_months > 0);
    CHECK(isnan(time->fade_months) ||
          (time->fade_months >= 0 && time->half_life_months == INFINITY));
}

static void check_effects(const struct lever_effect *effects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        CHECK(effects[i].indicator < INDICATORS && !isinf(effects[i].cap));
        check_judged(&effects[i].size);
        check_time(&effects[i].time);
        for (size_t k = 0; k < effects[i].on_count; k++) {
            const struct lever_days *on = &effects[i].on[k];
            CHECK(on->country < COUNTRIES && on->count > 0);
            for (size_t d = 1; d < on->count; d++)
                CHECK(on->days[d - 1] <= on->days[d]);
        }
    }
}

static void check_scales(const struct levers *levers, const struct lever_scale *scales,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_judged(&scales[i].factor);
        CHECK(scales[i].kind != LEVER_SCALE_INDICATOR || scales[i].what < INDICATORS);
        CHECK(scales[i].kind != LEVER_SCALE_LEVER || scales[i].what < levers->count);
    }
}

static void check_cause(const struct levers *levers, const struct lever_cause *cause)
{
    CHECK(cause->lever < levers->count || cause->lever == LEVER_NONE);
    CHECK(!cause->step || text_is_id(text_of(cause->step)));
}

static void check_lever(const struct levers *levers, const struct lever *lever)
{
    double sum = 0;
    CHECK(*lever->title && *lever->actor && *lever->because && lever->evidence && lever->mechanism);
    CHECK(lever->part_of == LEVER_NONE || lever->part_of < (uint32_t)(lever - levers->items));
    CHECK(lever->scaled_by == CODEBOOK_NONE || (lever->scaled_by >= 3 && lever->scaled_by < 6));
    check_effects(lever->effects, lever->effect_count);
    for (size_t i = 0; i < lever->raise_count; i++) {
        CHECK(lever->raises[i].lever < levers->count);
        check_judged(&lever->raises[i].by);
        check_time(&lever->raises[i].time);
    }
    for (size_t i = 0; i < COUNTRIES; i++)
        CHECK(isnan(lever->chance[i]) || (lever->chance[i] >= 0 && lever->chance[i] <= 1));
    for (size_t i = 0; i < lever->mix_count; i++) {
        sum += lever->mix[i].weight;
        check_scales(levers, lever->mix[i].scales, lever->mix[i].scale_count);
        check_effects(lever->mix[i].effects, lever->mix[i].effect_count);
    }
    CHECK(lever->mix_count == 0 || fabs(sum - 1) < 1e-6);
    for (size_t i = 0; i < lever->interaction_count; i++) {
        const struct lever_interaction *interaction = &lever->interactions[i];
        CHECK(*interaction->because && interaction->when_count + interaction->unless_count > 0);
        check_scales(levers, interaction->scales, interaction->scale_count);
        check_effects(interaction->effects, interaction->effect_count);
        for (size_t k = 0; k < interaction->when_count; k++)
            check_cause(levers, &interaction->when[k]);
        for (size_t k = 0; k < interaction->unless_count; k++)
            check_cause(levers, &interaction->unless[k]);
    }
}

static void check_steps(const struct levers *levers, const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->step_count; i++) {
        const struct scenario_step *step = &scenario->steps[i];
        CHECK(step->country < COUNTRIES && step->indicator < INDICATORS && *step->because);
        CHECK(step->from >= scenario->from && step->from <= scenario->to);
        CHECK(step->until >= step->from && step->id);
        CHECK(step->act != SCENARIO_RAMP || step->until != INT32_MAX);
        CHECK(isnan(step->chance) || (step->chance >= 0 && step->chance <= 1));
        CHECK(step->branch == SCENARIO_NO_BRANCH || step->branch < scenario->branch_count);
        check_judged(&step->size);
        check_time(&step->time);
        check_cause(levers, &step->after);
    }
}

static void check_scenario(const struct levers *levers, const struct scenario *scenario)
{
    double sum = 0;
    CHECK(scenario->from <= scenario->to && *scenario->title);
    for (size_t i = 1; i < scenario->country_count; i++)
        CHECK(scenario->countries[i - 1] < scenario->countries[i]);
    for (size_t i = 0; i < scenario->pull_count; i++) {
        CHECK(scenario->pulls[i].lever < levers->count && scenario->pulls[i].country < COUNTRIES);
        CHECK(fabs(scenario->pulls[i].strength) <= 1);
    }
    for (size_t i = 0; i < scenario->assume_count; i++) {
        CHECK(scenario->assumes[i].country < COUNTRIES && *scenario->assumes[i].because);
        CHECK(scenario->assumes[i].indicator < INDICATORS);
        check_judged(&scenario->assumes[i].value);
    }
    for (size_t i = 0; i < scenario->branch_count; i++) {
        sum += scenario->branches[i].weight;
        check_scales(levers, scenario->branches[i].scales, scenario->branches[i].scale_count);
        check_effects(scenario->branches[i].effects, scenario->branches[i].effect_count);
    }
    CHECK(scenario->branch_count == 0 || fabs(sum - 1) < 1e-6);
    check_steps(levers, scenario);
}

#define TEXT(given)                                             \
    {                                                           \
        .kind = VALUE_TEXT, .text = { given, sizeof given - 1 } \
    }
#define NUMBER(given)                         \
    {                                         \
        .kind = VALUE_NUMBER, .number = given \
    }
#define TABLE(given)                                                               \
    {                                                                              \
        .kind = VALUE_TABLE, .pairs = given, .count = sizeof given / sizeof *given \
    }

static const struct value_pair move[] = {{TEXT("cs_ngo_law"), NUMBER(1)}};
static const struct value_pair plain[] = {{TEXT("actor"), TEXT("A")},
                                          {TEXT("because"), TEXT("B")},
                                          {TEXT("chance"), NUMBER(0.5)},
                                          {TEXT("effects"), TABLE(move)},
                                          {TEXT("title"), TEXT("T")}};
static const struct value plain_lever = TABLE(plain);

static const struct levers *read_levers(struct world *world, const struct value *value,
                                        struct text text, struct err_list *list)
{
    const struct lever_file files[] = {{"R2", "R2.lua", text_of("return {}"), &plain_lever},
                                       {"D4", "D4.lua", text, value}};
    return lever_read(world->arena, &world->project, files, value ? 2 : 1, list);
}

static const struct value *apply(void *context, struct arena *arena,
                                 const struct scenario_file *file, const struct value *function,
                                 const uint32_t *countries, size_t country_count, struct err *err)
{
    (void)arena, (void)file, (void)function, (void)countries, (void)country_count;
    if (!context)
        err_set(err, ERR_SCRIPT_RUN, "no function is called here");
    return context;
}

static const struct scenario *none(void *context, const char *name, struct err *err)
{
    (void)context;
    err_set(err, ERR_SCENARIO_NAME, "there is no scenario \"%s\"", name);
    return NULL;
}

static const struct value_pair recorded[] = {{TEXT("apply"), {.kind = VALUE_FUNCTION}},
                                             {TEXT("from"), TEXT("2022")},
                                             {TEXT("title"), TEXT("T")},
                                             {TEXT("to"), TEXT("2026")}};
static const struct value recorded_scenario = TABLE(recorded);

static void read_value(struct world *world, uint8_t part, const struct value *value,
                       struct text text)
{
    struct err_list list;
    err_list_init(&list);
    const struct levers *levers = read_levers(world, part == 0 ? value : NULL, text, &list);
    CHECK((levers == NULL) == (list.errors > 0));
    for (size_t i = 0; levers && i < levers->count; i++)
        check_lever(levers, &levers->items[i]);
    const struct scenario_host host = {apply, none, part == 2 ? (void *)value : NULL};
    const struct scenario_file file = {"s", "s.lua", text, part == 2 ? &recorded_scenario : value};
    const struct scenario *scenario =
        part > 0 ? scenario_read(world->arena, &world->project, levers, &file, &host, &list) : NULL;
    CHECK(part == 0 || (scenario == NULL) == (list.errors > 0));
    if (scenario)
        check_scenario(levers, scenario);
    for (size_t i = 0; i < list.count; i++)
        CHECK(*list.items[i].sentence && list.items[i].place.file);
    err_list_free(&list);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct world world;
    struct err err;
    if (size == 0)
        return 0;
    const char *bytes = (const char *)data + 1;
    make_world(&world);
    const struct value *value = decode_value(world.arena, bytes, size - 1, &err);
    if (value)
        read_value(&world, data[0] % 3, value,
                   (struct text){bytes, text_valid_until(bytes, size - 1)});
    arena_free(world.arena);
    return 0;
}
