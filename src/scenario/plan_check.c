#include "scenario/plan.h"

#include <stdlib.h>
#include <string.h>

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while planning a scenario");
}

/* A walk along what stands before a lever. */
struct walk {
    const struct levers *levers;
    const uint32_t *sorted;
    uint8_t *state; /* 0 new, 1 on the way, 2 placed */
    uint32_t *way;
    size_t depth;
    uint32_t *order;
    size_t placed;
    struct err *err;
};

/* Adds a name and an arrow before it, as long as there is room. */
static void add_name(char *names, size_t size, const char *id)
{
    static const char arrow[] = " → ";
    size_t used = strlen(names), length = strlen(id);
    if (used + sizeof arrow + length >= size)
        return;
    if (used > 0) {
        memcpy(names + used, arrow, sizeof arrow);
        used += sizeof arrow - 1;
    }
    memcpy(names + used, id, length + 1);
}

/* The way leads from what is raised to what raises it; it is told the other way round. */
static bool circle(struct walk *walk, uint32_t lever)
{
    char names[200] = "";
    const struct lever *items = walk->levers->items;
    add_name(names, sizeof names, items[lever].id);
    for (size_t i = walk->depth; i-- > 0;) {
        add_name(names, sizeof names, items[walk->way[i]].id);
        if (walk->way[i] == lever)
            break;
    }
    err_set(walk->err, ERR_REFERENCE_CYCLE,
            "levers raise each other's chances in a circle: %s; what happens first could not be "
            "said",
            names);
    walk->err->place.file = items[lever].file;
    return false;
}

static bool raises(const struct lever *by, uint32_t lever)
{
    for (size_t i = 0; i < by->raise_count; i++)
        if (by->raises[i].lever == lever)
            return true;
    return false;
}

static bool visit(struct walk *walk, uint32_t lever)
{
    const struct lever *item = &walk->levers->items[lever];
    if (walk->state[lever] == 2)
        return true;
    if (walk->state[lever] == 1)
        return circle(walk, lever);
    walk->state[lever] = 1;
    walk->way[walk->depth++] = lever;
    if (item->part_of != LEVER_NONE && !visit(walk, item->part_of))
        return false;
    for (size_t i = 0; i < walk->levers->count; i++) {
        uint32_t other = walk->sorted[i];
        if (raises(&walk->levers->items[other], lever) && !visit(walk, other))
            return false;
    }
    walk->depth--;
    walk->state[lever] = 2;
    walk->order[walk->placed++] = lever;
    return true;
}

void plan_check_sort(const struct levers *levers, uint32_t *sorted)
{
    for (uint32_t i = 0; i < levers->count; i++) {
        uint32_t at = i;
        for (; at > 0 && strcmp(levers->items[sorted[at - 1]].id, levers->items[i].id) > 0; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = i;
    }
}

bool plan_check_order(struct arena *arena, const struct levers *levers, uint32_t *order,
                      struct err *err)
{
    struct arena_mark mark = arena_mark(arena);
    uint32_t *sorted = arena_alloc(arena, levers->count + 1, sizeof *sorted);
    struct walk walk = {.levers = levers,
                        .sorted = sorted,
                        .state = arena_alloc(arena, levers->count + 1, 1),
                        .way = arena_alloc(arena, levers->count + 1, sizeof(uint32_t)),
                        .order = order,
                        .err = err};
    if (!sorted || !walk.state || !walk.way)
        return no_memory(err);
    plan_check_sort(levers, sorted);
    bool done = true;
    for (size_t i = 0; done && i < levers->count; i++)
        done = visit(&walk, sorted[i]);
    arena_rewind(arena, mark);
    return done;
}

bool plan_check_rests(struct arena *arena, const struct score *score, uint32_t item, bool *rests)
{
    struct arena_mark mark = arena_mark(arena);
    const struct graph *graph = score->compile->graph;
    bool *needed = arena_alloc(arena, graph_count(graph), sizeof *needed);
    if (!needed)
        return false;
    for (size_t i = 0; i < score->panel->indicators; i++)
        rests[i] = false;
    if (score->compile->items[item].eligible)
        graph_mark(graph, score->compile->items[item].node, needed);
    for (uint32_t node = 0; node < graph_count(graph); node++) {
        uint32_t source = needed[node] ? graph_source_number(graph, node) : UINT32_MAX;
        if (source < score->panel->indicators)
            rests[source] = true;
    }
    arena_rewind(arena, mark);
    return true;
}

/* What is said of a late effect: whose it is. */
static const char *name_of(const struct ensemble_input *input, const struct plan *plan,
                           const struct plan_effect *effect)
{
    const struct plan_clock *clock = &plan->clocks[plan->courses[effect->course].clock];
    while (clock->lever == PLAN_NONE && clock->step == PLAN_NONE && clock->of != PLAN_NONE)
        clock = &plan->clocks[clock->of];
    if (clock->lever != PLAN_NONE)
        return input->levers->items[clock->lever].id;
    const char *id = clock->step == PLAN_NONE ? "" : input->scenario->steps[clock->step].id;
    return *id ? id : "a step";
}

static bool refuse(const struct ensemble_input *input, const struct plan *plan,
                   const struct plan_effect *effect, uint32_t scale, struct err *err)
{
    const struct codebook *codebook = input->held->panel.project->codebook;
    err_set(err, ERR_REFERENCE_CYCLE,
            "%s moves %s, which stands beneath %s; but how likely that is depends on %s, which "
            "scales what makes it likelier",
            name_of(input, plan, effect), codebook->indicators[effect->indicator].id,
            codebook->nodes[plan->scales[scale]].id, codebook->nodes[plan->scales[scale]].id);
    err->place.file = input->scenario->file;
    return false;
}

bool plan_check_circle(struct arena *arena, const struct ensemble_input *input,
                       const struct plan *plan, struct err *err)
{
    struct arena_mark mark = arena_mark(arena);
    bool *rests = arena_alloc(arena, input->held->panel.indicators, sizeof *rests);
    if (!rests)
        return no_memory(err);
    for (uint32_t scale = 0; scale < plan->scale_count; scale++) {
        bool raising = false;
        for (size_t i = 0; i < plan->raise_count; i++)
            raising = raising || plan->raises[i].scale == scale;
        if (!raising)
            continue;
        if (!plan_check_rests(arena, input->score, plan->scales[scale], rests))
            return no_memory(err);
        for (size_t i = 0; i < plan->effect_count; i++)
            if (plan->effects[i].late && rests[plan->effects[i].indicator] &&
                plan->clocks[plan->courses[plan->effects[i].course].clock].late)
                return refuse(input, plan, &plan->effects[i], scale, err);
    }
    arena_rewind(arena, mark);
    return true;
}
