#include "score/graph_compare.h"
#include "score/graph_prepare.h"

#include "base/pool.h"

#include <string.h>

/* A pass over blocks: which nodes, which rows. */
struct pass {
    struct graph_evaluation *evaluation;
    const uint32_t *ids;
    size_t count;
    size_t first;
    size_t rows;
};

static const struct graph_node *node_of(const struct graph_evaluation *evaluation, uint32_t id)
{
    return &evaluation->graph->nodes[id];
}

static void compute_scalars(const struct graph_evaluation *evaluation, uint32_t level)
{
    for (uint32_t id = 0; id < evaluation->graph->count; id++) {
        const struct graph_step *step = &evaluation->plan.steps[id];
        if (!step->needed || !step->scalar || step->level != level)
            continue;
        double *values = evaluation->scalars[id];
        graph_compute(evaluation, &evaluation->lanes[0], id, 0, 1, values);
        for (size_t i = 1; step->spread && i < GRAPH_BLOCK_ROWS; i++)
            values[i] = values[0];
    }
}

static bool compute_block(void *context, size_t index, unsigned worker)
{
    const struct pass *pass = context;
    const struct graph_evaluation *evaluation = pass->evaluation;
    struct graph_lane *lane = &evaluation->lanes[worker];
    size_t at = index * GRAPH_BLOCK_ROWS, start = pass->first + at;
    size_t rows = pass->rows - at < GRAPH_BLOCK_ROWS ? pass->rows - at : GRAPH_BLOCK_ROWS;
    for (size_t i = 0; i < pass->count; i++) {
        uint32_t id = pass->ids[i];
        const struct graph_kept *kept = &evaluation->kept[id];
        double *out = kept->values
                          ? kept->values + (start - kept->offset)
                          : lane->blocks + evaluation->plan.steps[id].slot * GRAPH_BLOCK_ROWS;
        graph_compute(evaluation, lane, id, start, rows, out);
    }
    return true;
}

static bool run_blocks(struct graph_evaluation *evaluation, const uint32_t *ids, size_t count,
                       size_t first, size_t rows)
{
    struct pass pass = {evaluation, ids, count, first, rows};
    size_t blocks = (rows + GRAPH_BLOCK_ROWS - 1) / GRAPH_BLOCK_ROWS;
    return count == 0 || pool_run(evaluation->threads, blocks, compute_block, &pass);
}

/* An operand of a whole node as a column of total values from row 0 (or from the first one needed),
 * a scalar repeated. */
static const double *whole_column(struct graph_evaluation *evaluation, struct arena *arena,
                                  uint32_t id, size_t first, size_t rows)
{
    const struct graph_kept *kept = &evaluation->kept[id];
    if (!evaluation->plan.steps[id].scalar)
        return kept->values + (first - kept->offset);
    double *values = arena_alloc(arena, rows, sizeof *values);
    for (size_t i = 0; values && i < rows; i++)
        values[i] = evaluation->scalars[id][0];
    return values;
}

static const double **whole_columns(struct graph_evaluation *evaluation, struct arena *arena,
                                    const struct graph_node *node, size_t first, size_t rows)
{
    const double **columns = arena_alloc(arena, node->operand_count + 1, sizeof *columns);
    for (size_t i = 0; columns && i < node->operand_count; i++) {
        columns[i] = whole_column(evaluation, arena, node->operands[i], first, rows);
        if (!columns[i])
            return NULL;
    }
    return columns;
}

static bool call_out(struct graph_evaluation *evaluation, struct arena *arena, uint32_t id)
{
    const struct graph_run *run = evaluation->run;
    const struct graph_node *node = node_of(evaluation, id);
    bool full = evaluation->plan.steps[id].full;
    size_t first = full ? 0 : run->first, rows = full ? run->total : run->rows;
    size_t count = (size_t)node->numbers[0];
    const double **columns = whole_columns(evaluation, arena, node, first, rows);
    double **results = arena_alloc(arena, count, sizeof *results);
    for (size_t i = 0; results && i < count; i++)
        results[i] = evaluation->kept[id].values + i * rows;
    return columns && results && run->binding->call &&
           run->binding->call(run->binding->call_context, node->detail, columns, rows, results);
}

static bool compute_whole(struct graph_evaluation *evaluation, struct arena *arena, uint32_t id)
{
    struct arena_mark mark = arena_mark(arena);
    const struct graph_run *run = evaluation->run;
    const struct graph_node *node = node_of(evaluation, id);
    bool done = false;
    if (node->op == GRAPH_CALL) {
        done = call_out(evaluation, arena, id);
    } else {
        struct graph_whole whole = {
            .node = node,
            .classes = node->op == GRAPH_TIME ? NULL : &evaluation->classes[graph_node_extra(node)],
            .columns = whole_columns(evaluation, arena, node, 0, run->total),
            .total = run->total,
            .countries = run->binding->countries,
            .eras = run->binding->eras ? run->binding->eras[id] : NULL,
            .kernel = run->kernel,
            .out = evaluation->kept[id].values,
            .figures = evaluation->figures[id],
            .trouble = &evaluation->troubles[id],
        };
        done = whole.columns && graph_whole_compute(&whole, arena);
        evaluation->troubles[id].node = evaluation->troubles[id].what ? id : GRAPH_NONE;
    }
    arena_rewind(arena, mark);
    return done;
}

/* The whole nodes of one level. */
struct wholes {
    struct graph_evaluation *evaluation;
    const uint32_t *ids;
};

static bool whole_piece(void *context, size_t index, unsigned worker)
{
    const struct wholes *wholes = context;
    struct graph_evaluation *evaluation = wholes->evaluation;
    return compute_whole(evaluation, evaluation->lanes[worker].arena, wholes->ids[index]);
}

static bool run_wholes(struct graph_evaluation *evaluation, uint32_t level, uint32_t *ids)
{
    size_t count = 0;
    bool calls = false;
    for (uint32_t id = 0; id < evaluation->graph->count; id++) {
        const struct graph_step *step = &evaluation->plan.steps[id];
        if (!step->needed || step->level != level ||
            !graph_node_is_whole(node_of(evaluation, id)) || step->held || step->given)
            continue;
        calls = calls || node_of(evaluation, id)->op == GRAPH_CALL ||
                (node_of(evaluation, id)->op == GRAPH_CLASS && !graph_compare_is_threaded());
        ids[count++] = id;
    }
    struct wholes wholes = {evaluation, ids};
    return count == 0 || pool_run(calls ? 1 : evaluation->threads, count, whole_piece, &wholes);
}

/* The nodes of a level that are computed in blocks, all of them or those the window needs. */
static bool run_level(struct graph_evaluation *evaluation, uint32_t level, uint32_t *ids)
{
    const struct graph_run *run = evaluation->run;
    if (!run_wholes(evaluation, level, ids))
        return false;
    compute_scalars(evaluation, level);
    if (run->first == 0 && run->rows == run->total) {
        size_t count =
            graph_plan_pass(&evaluation->plan, evaluation->graph, level, GRAPH_PASS_BOTH, ids);
        return run_blocks(evaluation, ids, count, 0, run->total);
    }
    size_t count =
        graph_plan_pass(&evaluation->plan, evaluation->graph, level, GRAPH_PASS_FULL, ids);
    if (!run_blocks(evaluation, ids, count, 0, run->total))
        return false;
    count = graph_plan_pass(&evaluation->plan, evaluation->graph, level, GRAPH_PASS_WINDOW, ids);
    return run_blocks(evaluation, ids, count, run->first, run->rows);
}

static void hand_out(struct graph_evaluation *evaluation)
{
    const struct graph_run *run = evaluation->run;
    for (size_t i = 0; i < run->wanted_count; i++) {
        uint32_t id = run->wanted[i];
        const struct graph_kept *kept = &evaluation->kept[id];
        if (evaluation->plan.steps[id].scalar)
            for (size_t row = 0; row < run->rows; row++)
                run->out[i][row] = evaluation->scalars[id][0];
        else if (kept->values != run->out[i])
            memcpy(run->out[i], kept->values + (run->first - kept->offset),
                   run->rows * sizeof(double));
    }
}

static void keep_figures(const struct graph_evaluation *evaluation)
{
    const struct graph_run *run = evaluation->run;
    for (uint32_t id = 0; run->figures && id < evaluation->graph->count; id++)
        run->figures->of[id] = evaluation->figures[id];
    if (!run->trouble)
        return;
    *run->trouble = (struct graph_trouble){.node = GRAPH_NONE};
    for (uint32_t id = (uint32_t)evaluation->graph->count; id-- > 0;)
        if (evaluation->troubles[id].node != GRAPH_NONE)
            *run->trouble = evaluation->troubles[id];
}

bool graph_run(const struct graph *graph, const struct graph_run *run, struct arena *arena)
{
    struct arena_mark mark = arena_mark(arena);
    struct graph_evaluation evaluation = {.graph = graph, .run = run, .arena = arena};
    uint32_t *ids = arena_alloc(arena, 2 * graph->count + 1, sizeof *ids);
    if (run->figures) {
        run->figures->count = graph->count;
        run->figures->of = arena_alloc(run->keep, graph->count, sizeof *run->figures->of);
    }
    bool done = !graph->failed && ids && (!run->figures || run->figures->of) &&
                graph_plan_make(arena, graph, run, &evaluation.plan) && graph_prepare(&evaluation);
    for (uint32_t level = 0; done && level <= evaluation.plan.levels; level++)
        done = run_level(&evaluation, level, ids);
    if (done) {
        hand_out(&evaluation);
        keep_figures(&evaluation);
    }
    for (unsigned i = 1; evaluation.lanes && i < evaluation.threads; i++)
        if (evaluation.lanes[i].arena)
            arena_free(evaluation.lanes[i].arena);
    arena_rewind(arena, mark);
    return done;
}
