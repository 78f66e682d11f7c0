#include "scenario/plan_build.h"

#include <math.h>

/* A node's share of the weight of its siblings, and of theirs all the way up, among the pillars of
 * its role. */
static double effective_weight(const struct codebook *codebook, uint32_t at)
{
    double weight = 1;
    while (at != CODEBOOK_NONE) {
        const struct node *node = &codebook->nodes[at];
        double all = 0;
        for (size_t i = 0; i < codebook->node_count; i++)
            if (codebook->nodes[i].parent == node->parent && codebook->nodes[i].role == node->role)
                all += codebook->nodes[i].weight;
        weight *= node->weight / all;
        at = node->parent;
    }
    return weight;
}

/* How much of the headline an effect would move: |likely| / width × effective weight. */
static double weighted(const struct codebook *codebook, const struct lever_effect *effect)
{
    const struct indicator *indicator = &codebook->indicators[effect->indicator];
    double width = fabs(indicator->scale.best - indicator->scale.worst);
    double size = fabs(effect->size.likely) / width;
    return isfinite(size) ? size * effective_weight(codebook, indicator->node) : 0;
}

/* Losses while they are gathered. */
struct losses {
    struct ensemble_loss *items;
    size_t count;
    size_t room;
};

static void add(struct plan_build *build, struct losses *losses, const struct ensemble_loss *loss)
{
    struct ensemble_loss *added =
        plan_build_add(build, &losses->items, &losses->count, &losses->room, sizeof *added);
    if (added)
        *added = *loss;
}

static void add_baseless(struct plan_build *build, struct losses *losses, uint32_t at)
{
    const struct lever *lever = &build->input->levers->items[at];
    const struct codebook *codebook = build->input->held->panel.project->codebook;
    uint32_t *indicators = arena_alloc(build->arena, lever->effect_count, sizeof *indicators);
    double lost = 0, all = 0;
    struct ensemble_loss loss = {.kind = ENSEMBLE_NO_BASE,
                                 .lever = at,
                                 .country = build->plan->country,
                                 .step = UINT32_MAX,
                                 .indicators = indicators,
                                 .node = CODEBOOK_NONE,
                                 .of = lever->effect_count};
    build->failed = build->failed || !indicators;
    for (size_t i = 0; indicators && i < lever->effect_count; i++) {
        uint32_t indicator = lever->effects[i].indicator;
        double size = weighted(codebook, &lever->effects[i]);
        all += size;
        if (!plan_build_baseless(build->input->held, build->plan->place, indicator))
            continue;
        lost += size;
        loss.effects++;
        size_t place = loss.indicator_count;
        while (place > 0 && indicators[place - 1] > indicator)
            place--;
        if (place > 0 && indicators[place - 1] == indicator)
            continue;
        for (size_t j = loss.indicator_count++; j > place; j--)
            indicators[j] = indicators[j - 1];
        indicators[place] = indicator;
    }
    loss.share = all > 0 ? lost / all : NAN;
    if (loss.effects > 0)
        add(build, losses, &loss);
}

static void add_unscaled(struct plan_build *build, struct losses *losses, uint32_t at)
{
    const struct lever *lever = &build->input->levers->items[at];
    struct ensemble_loss loss = {.kind = ENSEMBLE_NO_SCALE,
                                 .lever = at,
                                 .country = build->plan->country,
                                 .step = UINT32_MAX,
                                 .node = lever->scaled_by,
                                 .of = lever->effect_count,
                                 .raises = lever->raise_count,
                                 .share = NAN};
    if (!plan_build_unscaled(build->input, build->plan->place, at))
        return;
    for (size_t i = 0; i < lever->effect_count; i++)
        loss.effects += plan_build_outcome(build->input, lever->effects[i].indicator);
    if (loss.effects + loss.raises > 0)
        add(build, losses, &loss);
}

static void add_steps(struct plan_build *build, struct losses *losses)
{
    const struct scenario *scenario = build->input->scenario;
    for (uint32_t i = 0; i < scenario->step_count; i++) {
        const struct scenario_step *step = &scenario->steps[i];
        if (!plan_build_step_holds(build, i) ||
            !plan_build_baseless(build->input->held, build->plan->place, step->indicator))
            continue;
        struct ensemble_loss loss = {.kind = ENSEMBLE_NO_STEP,
                                     .lever = LEVER_NONE,
                                     .country = step->country,
                                     .step = i,
                                     .indicators = &step->indicator,
                                     .indicator_count = 1,
                                     .node = CODEBOOK_NONE,
                                     .effects = 1,
                                     .of = 1,
                                     .share = 1};
        add(build, losses, &loss);
    }
}

bool plan_loss(struct arena *arena, const struct ensemble_input *input,
               const struct plan_options *options, const struct ensemble_loss **losses,
               size_t *count)
{
    struct losses gathered = {0};
    for (size_t place = 0; place < input->scenario->country_count; place++) {
        struct plan_build build;
        struct err err;
        if (!plan_build_start(arena, input, options, place, &build, &err))
            return false;
        for (size_t i = 0; i < input->levers->count; i++) {
            uint32_t lever = build.sorted[i];
            if (!build.states[lever].happens)
                continue;
            add_baseless(&build, &gathered, lever);
            add_unscaled(&build, &gathered, lever);
        }
        add_steps(&build, &gathered);
        if (build.failed)
            return false;
    }
    *losses = gathered.items;
    *count = gathered.count;
    return true;
}
