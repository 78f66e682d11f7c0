#include "score/score_point.h"

#include <math.h>

/* The nodes that are asked for, and where their values go. */
struct asked {
    uint32_t *nodes;
    double **out;
    size_t count;
};

/* All eligible items, or those that look at no other row. False without memory. */
static bool ask(struct arena *arena, const struct score *score, bool around, double *items,
                struct asked *asked)
{
    const struct compile *compile = score->compile;
    *asked = (struct asked){.nodes = arena_alloc(arena, compile->count, sizeof *asked->nodes),
                            .out = arena_alloc(arena, compile->count, sizeof *asked->out)};
    for (size_t i = 0; asked->nodes && asked->out && i < compile->count; i++) {
        const struct compile_item *item = &compile->items[i];
        items[i] = NAN;
        if (!item->eligible ||
            (!around && graph_reach(compile->graph, item->node) == GRAPH_REACH_PANEL))
            continue;
        asked->nodes[asked->count] = item->node;
        asked->out[asked->count++] = &items[i];
    }
    return asked->nodes && asked->out;
}

/* Those that do look at other rows. */
static bool ask_around(struct arena *arena, const struct score *score, double *items,
                       struct asked *asked)
{
    const struct compile *compile = score->compile;
    *asked = (struct asked){.nodes = arena_alloc(arena, compile->count, sizeof *asked->nodes),
                            .out = arena_alloc(arena, compile->count, sizeof *asked->out)};
    for (size_t i = 0; asked->nodes && asked->out && i < compile->count; i++) {
        const struct compile_item *item = &compile->items[i];
        if (!item->eligible || graph_reach(compile->graph, item->node) != GRAPH_REACH_PANEL)
            continue;
        asked->nodes[asked->count] = item->node;
        asked->out[asked->count++] = &items[i];
    }
    return asked->nodes && asked->out;
}

/* One row with given values, and some nodes given. */
static bool evaluate(struct arena *arena, const struct score *score, size_t row,
                     const double *values, const struct graph_override *overrides, size_t count,
                     double *items)
{
    struct asked asked;
    size_t indicators = score->panel->indicators;
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct graph_column *sources = arena_alloc(arena, indicators + 1, sizeof *sources);
    struct graph_grouping *groupings =
        arena_alloc(arena, score->compile->grouping_count, sizeof *groupings);
    if (!sources || !groupings || !ask(arena, score, false, items, &asked))
        return false;
    for (size_t i = 0; i < indicators; i++)
        sources[i] = (struct graph_column){&values[i], 0};
    struct graph_binding binding = score_bind_row(&score->bind, row, sources, groupings, &calls);
    binding.overrides = overrides;
    binding.override_count = count;
    return graph_evaluate(score->compile->graph, &binding, 1, asked.nodes, asked.count, asked.out,
                          score->kernel, arena);
}

bool score_point(struct arena *arena, const struct score *score, size_t row, const double *values,
                 double *items)
{
    struct arena_mark mark = arena_mark(arena);
    bool done = evaluate(arena, score, row, values, NULL, 0, items);
    arena_rewind(arena, mark);
    return done;
}

static struct graph_run run_of(const struct score_point_panel *panel, size_t first, size_t rows)
{
    return (struct graph_run){.binding = &panel->binding,
                              .total = panel->score->panel->rows,
                              .first = first,
                              .rows = rows,
                              .kernel = panel->score->kernel,
                              .threads = panel->score->threads};
}

bool score_point_panel(struct arena *arena, const struct score *score, size_t row,
                       const uint32_t *nodes, size_t count, struct score_point_panel *panel)
{
    struct graph_column *sources =
        arena_alloc(arena, score->panel->indicators + 1, sizeof *sources);
    struct graph_override *overrides = arena_alloc(arena, count, sizeof *overrides);
    *panel =
        (struct score_point_panel){.arena = arena,
                                   .score = score,
                                   .row = row,
                                   .calls = {.bind = &score->bind, .arena = arena},
                                   .columns = arena_alloc(arena, count, sizeof *panel->columns)};
    if (!sources || !overrides || !panel->columns)
        return false;
    for (size_t i = 0; i < count; i++) {
        panel->columns[i] = arena_alloc(arena, score->panel->rows, sizeof **panel->columns);
        if (!panel->columns[i])
            return false;
        overrides[i] = (struct graph_override){nodes[i], {panel->columns[i], 1}};
    }
    panel->binding = score_bind_panel(&score->bind, sources, &panel->calls);
    panel->binding.held = score->bind.held;
    struct graph_run run = run_of(panel, 0, score->panel->rows);
    run.wanted = nodes;
    run.wanted_count = count;
    run.out = panel->columns;
    bool done = count == 0 || graph_run(score->compile->graph, &run, arena);
    panel->binding.overrides = overrides;
    panel->binding.override_count = count;
    return done;
}

bool score_point_panel_run(const struct score_point_panel *panel, const uint32_t *wanted,
                           size_t count, double *const *out)
{
    struct graph_run run = run_of(panel, panel->row, 1);
    run.wanted = wanted;
    run.wanted_count = count;
    run.out = out;
    return graph_run(panel->score->compile->graph, &run, panel->arena);
}

/* Items that look at other rows, which stand as they are; nodes are given at the row alone. */
static bool add_around(struct arena *arena, const struct score *score, size_t row,
                       const struct graph_override *given, size_t count, double *items)
{
    struct asked asked;
    struct score_point_panel panel;
    uint32_t *nodes = arena_alloc(arena, count, sizeof *nodes);
    if (!nodes || !ask_around(arena, score, items, &asked))
        return false;
    if (asked.count == 0)
        return true;
    for (size_t i = 0; i < count; i++)
        nodes[i] = given[i].node;
    if (!score_point_panel(arena, score, row, nodes, count, &panel))
        return false;
    for (size_t i = 0; i < count; i++)
        panel.columns[i][row] = *given[i].column.values;
    return score_point_panel_run(&panel, asked.nodes, asked.count, asked.out);
}

/* Gives the nodes of used rules their best values; overrides has room for all. */
static bool use_best(struct arena *arena, size_t row, struct score_used *used,
                     struct graph_override *overrides, size_t *count)
{
    for (size_t use = 0; used && use < used->count; use++) {
        struct score_used_rule *rule = &used->rules[use];
        if (!rule->score)
            continue;
        if (!score_point_best(arena, rule->score, row, rule->used, rule->values))
            return false;
        overrides[(*count)++] = (struct graph_override){rule->node, {&rule->values[rule->item], 0}};
    }
    return true;
}

bool score_point_best(struct arena *arena, const struct score *score, size_t row,
                      struct score_used *used, double *items)
{
    const struct codebook *codebook = score->panel->project->codebook;
    struct arena_mark mark = arena_mark(arena);
    size_t most = codebook->indicator_count + (used ? used->count : 0), count = 0;
    double *values = arena_alloc(arena, codebook->indicator_count, sizeof *values);
    struct graph_override *overrides = arena_alloc(arena, most, sizeof *overrides);
    bool done = values && overrides && use_best(arena, row, used, overrides, &count);
    if (done)
        score_point_values(score, row, NULL, values);
    for (size_t i = 0; done && i < codebook->indicator_count; i++) {
        uint32_t node = codebook->indicators[i].node;
        const struct compile_item *item = &score->compile->items[node];
        if (item->eligible && !isnan(score_value(score, node, row)))
            overrides[count++] = (struct graph_override){item->node, {&item->best, 0}};
    }
    done = done && evaluate(arena, score, row, values, overrides, count, items) &&
           add_around(arena, score, row, overrides, count, items);
    arena_rewind(arena, mark);
    return done;
}

bool score_point_masked(struct arena *arena, const struct score *score, size_t row,
                        const bool *mask, double *items)
{
    struct asked asked;
    struct arena_mark start = arena_mark(arena);
    size_t indicators = score->panel->indicators;
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct graph_column *sources = arena_alloc(arena, indicators + 1, sizeof *sources);
    struct graph_override *overrides = arena_alloc(arena, indicators, sizeof *overrides);
    bool done = sources && overrides && ask(arena, score, true, items, &asked);
    if (done) {
        struct graph_binding binding = score_bind_panel(&score->bind, sources, &calls);
        binding.held = score->bind.held;
        binding.overrides = overrides;
        binding.override_count = score_bind_mask(&score->bind, mask, overrides);
        for (size_t i = 0; i < indicators; i++)
            sources[i].values = mask[i] ? NULL : sources[i].values;
        struct graph_run run = {.binding = &binding,
                                .total = score->panel->rows,
                                .first = row,
                                .rows = 1,
                                .wanted = asked.nodes,
                                .wanted_count = asked.count,
                                .out = asked.out,
                                .kernel = score->kernel,
                                .threads = score->threads};
        done = graph_run(score->compile->graph, &run, arena);
    }
    arena_rewind(arena, start);
    return done;
}

void score_point_values(const struct score *score, size_t row, const bool *mask, double *values)
{
    for (uint32_t i = 0; i < score->panel->indicators; i++)
        values[i] = mask && mask[i] ? NAN : panel_value(score->panel, i, row);
}
