#include "score/graph_block.h"
#include "score/graph_node.h"

#include <math.h>
#include <string.h>

/* What is known of a node before any row is computed. A scalar node depends on no column with a
 * stride; last is the highest id that reads it (the count of nodes when the caller wants it). */
struct plan {
    bool needed;
    bool scalar;
    bool spread; /* a scalar some column is combined with: held as a whole block */
    uint32_t last;
};

struct evaluation {
    const struct graph *graph;
    const struct graph_binding *binding;
    const struct kernel *kernel;
    struct arena *arena;
    struct plan *plans;
    const double **at; /* a node's values for the block (or its one value) */
    double **buffers;  /* where it is written; NULL when it is read where it stands */
    struct graph_block_work work;
    const double **operands; /* of the mean being computed */
    double *weights;
};

static const struct graph_column *column_of(const struct evaluation *evaluation, uint32_t id)
{
    static const struct graph_column missing = {NULL, 0};
    uint32_t source = evaluation->graph->nodes[id].detail;
    return source < evaluation->binding->source_count ? &evaluation->binding->sources[source]
                                                      : &missing;
}

/* Backwards from what is wanted: who is needed, and by whom last. */
static void plan_needs(struct evaluation *evaluation, const uint32_t *wanted, size_t wanted_count)
{
    const struct graph *graph = evaluation->graph;
    struct plan *plans = evaluation->plans;
    for (size_t i = 0; i < wanted_count; i++)
        plans[wanted[i]] = (struct plan){.needed = true, .last = (uint32_t)graph->count};
    for (uint32_t id = (uint32_t)graph->count; id-- > 0;) {
        const struct graph_node *node = &graph->nodes[id];
        for (size_t i = 0; plans[id].needed && i < node->operand_count; i++) {
            struct plan *operand = &plans[node->operands[i]];
            if (!operand->needed)
                operand->last = id;
            operand->needed = true;
        }
    }
}

/* Only these operands are read row by row; the others are scalars by construction. */
static size_t column_operands(const struct graph_node *node)
{
    return node->op == GRAPH_MEAN ? node->operand_count / 2 : node->operand_count ? 1 : 0;
}

static void plan_scalars(struct evaluation *evaluation)
{
    const struct graph *graph = evaluation->graph;
    struct plan *plans = evaluation->plans;
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        plans[id].scalar = node->op != GRAPH_SOURCE || column_of(evaluation, id)->stride == 0 ||
                           !column_of(evaluation, id)->values;
        for (size_t i = 0; i < node->operand_count; i++)
            plans[id].scalar = plans[id].scalar && plans[node->operands[i]].scalar;
        for (size_t i = 0; !plans[id].scalar && i < column_operands(node); i++)
            plans[node->operands[i]].spread = plans[node->operands[i]].scalar;
    }
}

/* A block for each column that is computed; a block is taken over when its last reader is past.
 * Scalars keep theirs: they are computed once for all blocks. */
static bool place_columns(struct evaluation *evaluation)
{
    const struct graph *graph = evaluation->graph;
    double **free_blocks = arena_alloc(evaluation->arena, graph->count, sizeof *free_blocks);
    size_t free_count = 0;
    if (!free_blocks)
        return false;
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct plan *plan = &evaluation->plans[id];
        const struct graph_node *node = &graph->nodes[id];
        bool in_place = node->op == GRAPH_SOURCE && column_of(evaluation, id)->stride == 1;
        if (!plan->needed || (in_place && !plan->scalar))
            continue;
        size_t rows = plan->scalar && !plan->spread ? 1 : GRAPH_BLOCK_ROWS;
        if (!plan->scalar && free_count > 0)
            evaluation->buffers[id] = free_blocks[--free_count];
        else
            evaluation->buffers[id] = arena_alloc(evaluation->arena, rows, sizeof(double));
        if (!evaluation->buffers[id])
            return false;
        evaluation->at[id] = evaluation->buffers[id];
        for (size_t i = 0; !plan->scalar && i < node->operand_count; i++) {
            uint32_t operand = node->operands[i];
            const struct plan *read = &evaluation->plans[operand];
            bool again = false;
            for (size_t j = 0; j < i; j++)
                again = again || node->operands[j] == operand;
            if (read->last == id && !read->scalar && !again && evaluation->buffers[operand])
                free_blocks[free_count++] = evaluation->buffers[operand];
        }
    }
    return true;
}

static bool allocate(struct evaluation *evaluation)
{
    size_t count = evaluation->graph->count;
    struct arena *arena = evaluation->arena;
    evaluation->plans = arena_alloc(arena, count, sizeof *evaluation->plans);
    evaluation->at = arena_alloc(arena, count, sizeof *evaluation->at);
    evaluation->buffers = arena_alloc(arena, count, sizeof *evaluation->buffers);
    evaluation->operands = arena_alloc(arena, count, sizeof *evaluation->operands);
    evaluation->weights = arena_alloc(arena, count, sizeof *evaluation->weights);
    return evaluation->plans && evaluation->at && evaluation->buffers && evaluation->operands &&
           evaluation->weights && graph_block_work_new(arena, &evaluation->work);
}

static double param_of(const struct evaluation *evaluation, const struct graph_node *node)
{
    const struct graph_binding *binding = evaluation->binding;
    for (size_t i = 0; i < binding->param_count; i++)
        if (strcmp(binding->params[i].name, node->name) == 0)
            return binding->params[i].value;
    return node->numbers[0];
}

static void compute_source(struct evaluation *evaluation, uint32_t id, size_t start, size_t rows)
{
    const struct graph_column *column = column_of(evaluation, id);
    double *out = evaluation->buffers[id];
    if (!out) {
        evaluation->at[id] = column->values + start;
        return;
    }
    for (size_t i = 0; i < rows; i++)
        out[i] = column->values ? column->values[(start + i) * column->stride] : NAN;
}

static void compute_mean(struct evaluation *evaluation, uint32_t id, size_t rows)
{
    const struct graph_node *node = &evaluation->graph->nodes[id];
    size_t count = node->operand_count / 2;
    struct graph_mean spec = {
        .average = node->detail & 1U ? GRAPH_GEOMETRIC : GRAPH_ARITHMETIC,
        .floor = node->numbers[0],
        .need_share = node->numbers[1],
        .need_count = (int)node->numbers[2],
        .need_of_count = node->detail & 2U,
    };
    for (size_t i = 0; i < count; i++) {
        evaluation->operands[i] = evaluation->at[node->operands[i]];
        evaluation->weights[i] = evaluation->at[node->operands[count + i]][0];
    }
    graph_block_mean(evaluation->kernel, &spec, evaluation->operands, evaluation->weights, count,
                     rows, &evaluation->work, evaluation->buffers[id]);
}

static void compute(struct evaluation *evaluation, uint32_t id, size_t start, size_t rows)
{
    const struct graph_node *node = &evaluation->graph->nodes[id];
    double *out = evaluation->buffers[id];
    const double *x = node->operand_count ? evaluation->at[node->operands[0]] : NULL;
    switch (node->op) {
    case GRAPH_SOURCE:
        compute_source(evaluation, id, start, rows);
        break;
    case GRAPH_CONST:
        *out = node->numbers[0];
        break;
    case GRAPH_PARAM:
        *out = param_of(evaluation, node);
        break;
    case GRAPH_GOALPOSTS: {
        struct graph_goalposts spec = {node->numbers[0], node->numbers[1], node->detail};
        graph_block_goalposts(evaluation->kernel, &spec, x, *evaluation->at[node->operands[1]],
                              *evaluation->at[node->operands[2]], rows, out);
        break;
    }
    case GRAPH_STEPS:
        graph_block_steps(node->numbers, node->numbers + node->number_count / 2,
                          node->number_count / 2, x, rows, out);
        break;
    case GRAPH_MAP:
        graph_block_map((enum graph_function)node->detail, x, rows, out);
        break;
    case GRAPH_MEAN:
        compute_mean(evaluation, id, rows);
        break;
    }
}

static void compute_scalars(struct evaluation *evaluation)
{
    for (uint32_t id = 0; id < evaluation->graph->count; id++) {
        const struct plan *plan = &evaluation->plans[id];
        if (!plan->needed || !plan->scalar)
            continue;
        compute(evaluation, id, 0, 1);
        for (size_t i = 1; plan->spread && i < GRAPH_BLOCK_ROWS; i++)
            evaluation->buffers[id][i] = evaluation->buffers[id][0];
    }
}

static void compute_blocks(struct evaluation *evaluation, size_t total, const uint32_t *wanted,
                           size_t wanted_count, double *const *out)
{
    for (size_t start = 0; start < total; start += GRAPH_BLOCK_ROWS) {
        size_t rows = total - start < GRAPH_BLOCK_ROWS ? total - start : GRAPH_BLOCK_ROWS;
        for (uint32_t id = 0; id < evaluation->graph->count; id++)
            if (evaluation->plans[id].needed && !evaluation->plans[id].scalar)
                compute(evaluation, id, start, rows);
        for (size_t i = 0; i < wanted_count; i++) {
            const double *values = evaluation->at[wanted[i]];
            if (!evaluation->plans[wanted[i]].scalar)
                memcpy(out[i] + start, values, rows * sizeof *values);
            else
                for (size_t row = 0; row < rows; row++)
                    out[i][start + row] = *values;
        }
    }
}

bool graph_evaluate(const struct graph *graph, const struct graph_binding *binding, size_t rows,
                    const uint32_t *wanted, size_t wanted_count, double *const *out,
                    const struct kernel *kernel, struct arena *arena)
{
    struct arena_mark mark = arena_mark(arena);
    struct evaluation evaluation = {
        .graph = graph, .binding = binding, .kernel = kernel, .arena = arena};
    bool ready = !graph->failed && allocate(&evaluation);
    if (ready) {
        plan_needs(&evaluation, wanted, wanted_count);
        plan_scalars(&evaluation);
        ready = place_columns(&evaluation);
    }
    if (ready) {
        compute_scalars(&evaluation);
        compute_blocks(&evaluation, rows, wanted, wanted_count, out);
    }
    arena_rewind(arena, mark);
    return ready;
}
