/* Scenarios on the shipped model: 10,000 draws of each of ten over three countries and five years,
 * and 1,000 draws of one, on one thread, from levers made here of the size that the shipped ones
 * have (27 of five effects, seven pulled, half of the scenarios with the others in the background).
 * The index and the pillars are drawn and summarised. The rivals are bounds: nothing else does it.
 */
#include "model/project.h"
#include "scenario/ensemble.h"
#include "scenario/summary.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LEVERS = 27, EFFECTS = 5, PULLED = 7, SCENARIOS = 10, RAISED = 5, ROUNDS = 5 };

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void *must(const void *memory)
{
    if (!memory)
        exit(3);
    return (void *)memory;
}

static struct rule *make_rule(struct arena *arena, const struct codebook *codebook)
{
    struct rule *rule = must(rule_default(arena, codebook));
    rule->values = PANEL_ALL;
    rule->index.method = rule_method_with(METHOD_GEOMETRIC, 1);
    rule->nodes[map_get(codebook->by_id, text_of("aid_conditionality"))].method =
        rule_method_with(METHOD_GEOMETRIC, 0);
    return rule;
}

/* Every third lever is a partners', which moves leverage too; the tenth raises five others. */
static void make_lever(struct arena *arena, const struct project *project, uint32_t at,
                       struct lever *lever)
{
    uint32_t aid = map_get(project->codebook->by_id, text_of("aid_conditionality"));
    size_t indicators = project->codebook->indicator_count;
    struct lever_effect *effects = must(arena_alloc(arena, EFFECTS, sizeof *effects));
    double *chance = must(arena_alloc(arena, project->country_count, sizeof *chance));
    for (uint32_t i = 0, indicator = at * 7; i < EFFECTS; indicator += 3) {
        uint32_t place = indicator % (uint32_t)indicators;
        const struct indicator *made = &project->codebook->indicators[place];
        enum node_role role = project->codebook->nodes[made->node].role;
        double width = fabs(made->scale.best - made->scale.worst) / 4;
        if (role == ROLE_CONTEXT || (role == ROLE_LEVER && at % 3 > 0) || isnan(width))
            continue;
        effects[i++] = (struct lever_effect){.indicator = place,
                                             .size = {0.1 * width, 0.7 * width, 1.5 * width},
                                             .time = {6 * (i % 3), 12, 36, NAN},
                                             .cap = NAN};
    }
    for (size_t i = 0; i < project->country_count; i++)
        chance[i] = 0.2;
    *lever = (struct lever){.id = must(arena_printf(arena, "L%02u", at)),
                            .effects = effects,
                            .effect_count = EFFECTS,
                            .chance = chance,
                            .scaled_by = at == 9 ? aid : CODEBOOK_NONE,
                            .part_of = LEVER_NONE,
                            .saturate = true,
                            .file = ""};
    if (at != 9)
        return;
    struct lever_raise *raises = must(arena_alloc(arena, RAISED, sizeof *raises));
    for (uint32_t i = 0; i < RAISED; i++)
        raises[i] = (struct lever_raise){10 + 3 * i + i % 2, {0.02, 0.06, 0.15}, {12, 0, 18, NAN}};
    lever->raises = raises;
    lever->raise_count = RAISED;
}

static struct scenario *make_scenario(struct arena *arena, size_t number)
{
    static const uint32_t countries[] = {0, 1, 2};
    struct scenario *scenario = must(arena_alloc(arena, 1, sizeof *scenario));
    struct scenario_pull *pulls = must(arena_alloc(arena, 3 * PULLED, sizeof *pulls));
    for (uint32_t i = 0; i < 3 * PULLED; i++)
        pulls[i] = (struct scenario_pull){
            .lever = (uint32_t)((9 + number * 3 + i / 3 * (number % 2 ? 4 : 3)) % LEVERS),
            .country = i % 3,
            .strength = 0.8};
    *scenario = (struct scenario){.id = "bench",
                                  .from = date_day(2022, 1, 1),
                                  .to = date_day(2026, 12, 31),
                                  .countries = countries,
                                  .country_count = 3,
                                  .background = number % 2 == 1,
                                  .pulls = pulls,
                                  .pull_count = 3 * PULLED,
                                  .file = ""};
    return scenario;
}

struct bench {
    struct arena *arena;
    const struct levers *levers;
    const struct scenario *scenarios[SCENARIOS];
    const struct held *held;
    const struct score *score;
    uint32_t items[64];
    size_t item_count;
};

static void prepare(struct bench *bench)
{
    struct err err;
    struct err_list list = {0};
    struct arena *arena = bench->arena = must(arena_new());
    struct project *project = must(project_load(arena, ".", &list));
    struct lever *items = must(arena_alloc(arena, LEVERS, sizeof *items));
    struct levers *levers = must(arena_alloc(arena, 1, sizeof *levers));
    for (uint32_t i = 0; i < LEVERS; i++)
        make_lever(arena, project, i, &items[i]);
    *levers = (struct levers){items, LEVERS};
    bench->levers = levers;
    for (size_t i = 0; i < SCENARIOS; i++)
        bench->scenarios[i] = make_scenario(arena, i);
    const struct panel_options options = {
        .first = 2012, .last = 2024, .as_known = INT32_MAX, .as_of = INT32_MAX};
    const struct panel *panel = must(panel_build(arena, project, &options));
    bench->held = must(held_make(arena, panel, bench->scenarios[0], &err));
    bench->score = held_score(arena, bench->held, make_rule(arena, project->codebook),
                              kernel_for(NULL), 1, NULL, &err);
    if (!bench->score) {
        printf("%s\n", err.sentence);
        exit(3);
    }
    for (uint32_t i = 0; i < bench->score->items; i++)
        if (strcmp(score_item_level(bench->score, i), "indicator") != 0 &&
            strcmp(score_item_level(bench->score, i), "group") != 0)
            bench->items[bench->item_count++] = i;
}

/* Seconds for some scenarios; *drawn of these without the summaries. */
static double run(const struct bench *bench, size_t scenarios, size_t draws, double *drawn)
{
    struct arena *arena = must(arena_new());
    struct summary summary;
    const struct ensemble *like[2] = {NULL};
    double *scratch = must(malloc(draws * sizeof *scratch)), start = seconds();
    *drawn = 0;
    for (size_t s = 0; s < scenarios; s++) {
        struct err err;
        double begin = seconds();
        struct ensemble_input input = {bench->levers, bench->scenarios[s], bench->held,
                                       bench->score};
        struct ensemble_options options = {.draws = draws,
                                           .seed = 1,
                                           .threads = 1,
                                           .kernel = kernel_for(NULL),
                                           .items = bench->items,
                                           .item_count = bench->item_count,
                                           .like = like[s % 2]};
        const struct ensemble *made = ensemble_run(arena, &input, &options, &err);
        if (!made) {
            printf("%s\n", err.sentence);
            exit(3);
        }
        like[s % 2] = made;
        *drawn += seconds() - begin;
        for (size_t i = 0; i < made->item_count * made->rows; i++) {
            summary_of(made->scenario[i], draws, scratch, &summary);
            summary_difference(made->scenario[i], made->baseline[i], draws, scratch, &summary);
        }
    }
    double taken = seconds() - start;
    free(scratch);
    arena_free(arena);
    return taken;
}

static void report(const char *what, double taken, double drawn, const char *bound, double most)
{
    printf("%-40s %8.1f ms  %-24s %8.1f ms  %5.2f  %5.2f  %s\n", what, taken * 1e3, bound,
           most * 1e3, taken / most, 1.0, taken < most ? "ok" : "short");
    if (getenv("BENCH_PARTS"))
        printf("  drawn in %.1f ms\n", drawn * 1e3);
}

int main(void)
{
    struct bench bench = {0};
    double all = 1e9, all_drawn = 0, one = 1e9, one_drawn = 0;
    prepare(&bench);
    for (int round = 0; round < ROUNDS; round++) {
        double drawn, taken = run(&bench, SCENARIOS, 10000, &drawn);
        if (taken < all) {
            all = taken;
            all_drawn = drawn;
        }
        taken = run(&bench, 1, 1000, &drawn);
        if (taken < one) {
            one = taken;
            one_drawn = drawn;
        }
    }
    report("10,000 draws of ten scenarios", all, all_drawn, "2 s", 2);
    report("1,000 draws of one", one, one_drawn, "60 ms", 0.06);
    arena_free(bench.arena);
    return 0;
}
