#include "score/score_point.h"

#include <math.h>

/* Scores from values [indicator], and with leaves [item] in place of what the stages would make of
 * them where these have a value (NULL: none). */
static bool evaluate(struct arena *arena, const struct score *score, size_t row,
                     const double *values, const double *leaves, double *items)
{
    const struct compile *compile = score->compile;
    size_t indicators = score->panel->indicators;
    struct arena_mark mark = arena_mark(arena);
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct graph_column *sources = arena_alloc(arena, indicators + 1, sizeof *sources);
    struct graph_grouping *groupings =
        arena_alloc(arena, compile->grouping_count, sizeof *groupings);
    uint32_t *wanted = arena_alloc(arena, compile->count, sizeof *wanted);
    double **out = arena_alloc(arena, compile->count, sizeof *out);
    size_t count = 0;
    if (!sources || !groupings || !wanted || !out)
        return false;
    for (size_t i = 0; i < indicators; i++)
        sources[i] = (struct graph_column){&values[i], 0};
    struct graph_binding binding = score_bind_row(&score->bind, row, sources, groupings, &calls);
    struct graph_override *overrides = arena_alloc(arena, compile->count, sizeof *overrides);
    if (!overrides)
        return false;
    binding.overrides = overrides;
    for (size_t i = 0; leaves && i < compile->nodes; i++)
        if (compile->items[i].kind == COMPILE_LEAF && compile->items[i].eligible &&
            !isnan(leaves[i]))
            overrides[binding.override_count++] =
                (struct graph_override){compile->items[i].node, {&leaves[i], 0}};
    for (size_t i = 0; i < compile->count; i++) {
        items[i] = NAN;
        if (!compile->items[i].eligible ||
            graph_reach(compile->graph, compile->items[i].node) == GRAPH_REACH_PANEL)
            continue;
        wanted[count] = compile->items[i].node;
        out[count++] = &items[i];
    }
    bool done =
        graph_evaluate(compile->graph, &binding, 1, wanted, count, out, score->kernel, arena);
    arena_rewind(arena, mark);
    return done;
}

bool score_point(struct arena *arena, const struct score *score, size_t row, const double *values,
                 double *items)
{
    return evaluate(arena, score, row, values, NULL, items);
}

bool score_point_best(struct arena *arena, const struct score *score, size_t row, double *items)
{
    struct arena_mark mark = arena_mark(arena);
    double *values = arena_alloc(arena, score->panel->indicators, sizeof *values);
    double *leaves = arena_alloc(arena, score->compile->nodes, sizeof *leaves);
    if (!values || !leaves)
        return false;
    score_point_values(score, row, NULL, values);
    for (size_t i = 0; i < score->compile->nodes; i++) {
        const struct compile_item *item = &score->compile->items[i];
        bool there = item->kind == COMPILE_LEAF && !isnan(score_value(score, i, row));
        leaves[i] = there ? item->best : NAN;
    }
    bool done = evaluate(arena, score, row, values, leaves, items);
    arena_rewind(arena, mark);
    return done;
}

void score_point_values(const struct score *score, size_t row, const bool *mask, double *values)
{
    for (uint32_t i = 0; i < score->panel->indicators; i++)
        values[i] = mask && mask[i] ? NAN : panel_value(score->panel, i, row);
}
