#include "robust/robust_block.h"

#include "score/score_draws.h"

uint64_t robust_block_draw(const struct robust_block *block, enum robust_kind kind, size_t run)
{
    const struct robust_plan *plan = block->plan;
    if (!block->range->design)
        return block->range->first + block->first + run;
    for (size_t i = 0; i < plan->input_count; i++)
        if (plan->inputs[i].kind == kind)
            return (uint64_t)(block->u[i * block->runs + run] * 4294967296.0);
    return 0;
}

double robust_block_weight(const struct robust_block *block, const struct robust_weight *weight,
                           size_t run)
{
    double u = block->u[weight->input * block->runs + run];
    return robust_plan_weight(block->plan, weight, block->which, u);
}

size_t robust_block_weights(struct arena *arena, const struct robust_block *block,
                            struct graph_override *overrides)
{
    const struct robust_plan *plan = block->plan;
    size_t count = 0;
    for (size_t w = 0; w < plan->weight_count; w++) {
        uint32_t node = plan->weights[w].nodes[block->which];
        if (node == GRAPH_NONE)
            continue;
        double *values = arena_alloc(arena, block->count, sizeof *values);
        if (!values)
            return SIZE_MAX;
        for (size_t m = 0; m < block->count; m++)
            values[m] = robust_block_weight(block, &plan->weights[w], block->members[m]);
        overrides[count++] = (struct graph_override){node, {values, 1}};
    }
    return count;
}

void robust_block_values(const struct robust_block *block, uint32_t indicator, size_t row,
                         double *scratch, double *out)
{
    const struct panel *panel = block->plan->cases[block->which]->panel;
    const struct robust_range *range = block->range;
    if (!block->plan->values || !score_draws_uncertain(panel, indicator, row)) {
        for (size_t m = 0; m < block->count; m++)
            out[m] = panel_column(panel, indicator)[row];
        return;
    }
    if (!range->design) {
        score_draws_cell(panel, indicator, row, range->seed, range->first + block->first,
                         block->runs, scratch);
        for (size_t m = 0; m < block->count; m++)
            out[m] = scratch[block->members[m]];
        return;
    }
    for (size_t m = 0; m < block->count; m++)
        score_draws_cell(panel, indicator, row, range->seed,
                         (size_t)robust_block_draw(block, ROBUST_VALUES, block->members[m]), 1,
                         &out[m]);
}
