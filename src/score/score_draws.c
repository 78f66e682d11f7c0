#include "score/score_draws.h"

#include "base/random.h"

#include <math.h>

bool score_draws_uncertain(const struct panel *panel, uint32_t indicator, size_t row)
{
    double value = panel_value(panel, indicator, row);
    double low = panel_low(panel, indicator, row), high = panel_high(panel, indicator, row);
    return !isnan(value) && !isnan(low) && !isnan(high) && (low < value || high > value);
}

void score_draws_cell(const struct panel *panel, uint32_t indicator, size_t row, uint64_t seed,
                      size_t draws, double *out)
{
    const struct scale *scale = &panel->project->codebook->indicators[indicator].scale;
    double value = panel_value(panel, indicator, row);
    double below = (value - panel_low(panel, indicator, row)) / SCORE_DRAWS_HALF_WIDTH;
    double above = (panel_high(panel, indicator, row) - value) / SCORE_DRAWS_HALF_WIDTH;
    double least = scale->worst < scale->best ? scale->worst : scale->best;
    double most = scale->worst < scale->best ? scale->best : scale->worst;
    random_normals(seed, panel_stream(panel, indicator, row), 0, draws, out);
    for (size_t d = 0; d < draws; d++) {
        out[d] = value + out[d] * (out[d] < 0 ? below : above);
        if (out[d] < least)
            out[d] = least;
        if (out[d] > most)
            out[d] = most;
    }
}

bool score_draws_row(struct arena *arena, const struct compile *compile, const struct panel *panel,
                     const struct score_options *options, size_t row, const bool *mask,
                     const uint32_t *wanted, size_t count, double *const *out)
{
    struct arena_mark mark = arena_mark(arena);
    struct graph_column *sources = arena_alloc(arena, panel->indicators, sizeof *sources);
    uint32_t *nodes = arena_alloc(arena, count, sizeof *nodes);
    bool done = sources && nodes;
    for (uint32_t i = 0; done && i < panel->indicators; i++) {
        if (mask && mask[i])
            continue;
        sources[i] = (struct graph_column){panel_column(panel, i) + row, 0};
        if (!score_draws_uncertain(panel, i, row))
            continue;
        double *values = arena_alloc(arena, options->draws, sizeof *values);
        if (values)
            score_draws_cell(panel, i, row, options->seed, options->draws, values);
        sources[i] = (struct graph_column){values, 1};
        done = values != NULL;
    }
    for (size_t i = 0; done && i < count; i++)
        nodes[i] = compile->items[wanted[i]].node;
    struct graph_binding binding = {.sources = sources, .source_count = panel->indicators};
    done = done && graph_evaluate(compile->graph, &binding, options->draws, nodes, count, out,
                                  options->kernel, arena);
    arena_rewind(arena, mark);
    return done;
}
