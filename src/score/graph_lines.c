#include "score/graph_lines.h"

#include "score/graph_prepare.h"

#include <math.h>
#include <string.h>

/* Sums of weights between which the kernel divides by reciprocals. */
static const double least_whole = 0x1p-60, most_whole = 0x1p60;

/* The weights of a mean that all lines share: their columns, sums and reciprocals. */
struct shared_weights {
    const double **columns;
    double *whole;
    double *reciprocal;
};

/* One line's evaluation. */
struct line {
    struct graph_run run;
    struct graph_binding binding;
    struct graph_override *overrides; /* shared, numbers, columns */
    struct graph_evaluation evaluation;
};

struct graph_lines {
    const struct graph_lines_ask *ask;
    struct line *lines;
    uint32_t *ids; /* in order, those computed in blocks; scratch behind */
    size_t count;
    struct shared_weights *weights; /* [node], columns NULL where lines share none */
    struct kernel_column *operands; /* [line × widest] */
    double **outs;
};

static const struct graph_node *node_of(const struct graph_lines *lines, uint32_t id)
{
    return &lines->ask->graph->nodes[id];
}

/* The overrides of a line; numbers and columns have no values yet. */
static void bind(const struct graph_lines_ask *ask, struct line *line)
{
    static const double none = NAN;
    size_t count = 0;
    for (size_t i = 0; i < ask->shared_count; i++)
        line->overrides[count++] = ask->shared[i];
    for (size_t i = 0; i < ask->number_count; i++)
        line->overrides[count++] = (struct graph_override){ask->numbers[i], {&none, 0}};
    for (size_t i = 0; i < ask->column_count; i++)
        line->overrides[count++] = (struct graph_override){ask->columns[i], {&none, 1}};
    line->binding = (struct graph_binding){.overrides = line->overrides,
                                           .override_count = count,
                                           .groupings = ask->groupings,
                                           .grouping_count = ask->grouping_count,
                                           .held = ask->held};
    line->run = (struct graph_run){.binding = &line->binding,
                                   .total = ask->rows,
                                   .rows = ask->rows,
                                   .wanted = &ask->node,
                                   .wanted_count = 1,
                                   .kernel = ask->kernel,
                                   .threads = 1};
}

/* Constants and parameters, which stay. */
static void compute_own(const struct graph_lines *lines, struct graph_evaluation *evaluation)
{
    for (uint32_t id = 0; id < lines->ask->graph->count; id++) {
        const struct graph_step *step = &evaluation->plan.steps[id];
        if (step->needed && step->scalar && !step->given)
            graph_compute(evaluation, &evaluation->lanes[0], id, 0, 1, evaluation->scalars[id]);
        for (size_t i = 1; step->needed && step->scalar && step->spread && i < lines->ask->rows;
             i++)
            evaluation->scalars[id][i] = evaluation->scalars[id][0];
    }
}

/* A line's evaluation under the plan of the first. */
static bool prepare(struct arena *arena, struct graph_lines *lines, size_t at, double **wanted)
{
    const struct graph_lines_ask *ask = lines->ask;
    size_t overrides = ask->shared_count + ask->number_count + ask->column_count;
    struct line *line = &lines->lines[at];
    line->overrides = arena_alloc(arena, overrides + 1, sizeof *line->overrides);
    if (!line->overrides)
        return false;
    bind(ask, line);
    line->run.out = wanted;
    line->evaluation =
        (struct graph_evaluation){.graph = ask->graph, .run = &line->run, .arena = arena};
    if (at > 0)
        line->evaluation.plan = lines->lines[0].evaluation.plan;
    else if (!graph_plan_make(arena, ask->graph, &line->run, &line->evaluation.plan))
        return false;
    else
        lines->count =
            graph_plan_pass(&line->evaluation.plan, ask->graph, 0, GRAPH_PASS_BOTH, lines->ids);
    if (!graph_prepare(&line->evaluation))
        return false;
    compute_own(lines, &line->evaluation);
    return true;
}

/* The column that all lines have for a node, NULL: each has its own. */
static const double *shared_column(struct arena *arena, const struct graph_lines *lines,
                                   uint32_t id)
{
    const struct graph_lines_ask *ask = lines->ask;
    const struct graph_evaluation *first = &lines->lines[0].evaluation;
    for (size_t i = 0; i < ask->shared_count; i++)
        if (ask->shared[i].node == id)
            return ask->shared[i].column.stride == 1 ? ask->shared[i].column.values : NULL;
    if (!first->plan.steps[id].scalar || first->plan.steps[id].given)
        return NULL;
    double *column = arena_alloc(arena, ask->rows, sizeof *column);
    for (size_t i = 0; column && i < ask->rows; i++)
        column[i] = *first->scalars[id];
    return column;
}

/* The weights of a mean, if lines share them and their sums are such as the kernel takes. */
static bool share_weights(struct arena *arena, struct graph_lines *lines, uint32_t id)
{
    const struct graph_node *node = node_of(lines, id);
    struct shared_weights *made = &lines->weights[id];
    size_t rows = lines->ask->rows, count = node->operand_count / 2;
    if (node->op != GRAPH_MEAN || lines->lines[0].evaluation.plan.steps[id].given ||
        graph_node_mean(node).average != GRAPH_ARITHMETIC)
        return true;
    const double **columns = arena_alloc(arena, count, sizeof *columns);
    double *whole = arena_alloc(arena, 2 * rows, sizeof *whole);
    if (!columns || !whole)
        return false;
    for (size_t i = 0; i < count; i++) {
        columns[i] = shared_column(arena, lines, node->operands[count + i]);
        for (size_t row = 0; columns[i] && row < rows; row++)
            whole[row] += columns[i][row];
        if (!columns[i])
            return !arena_failed(arena);
    }
    for (size_t row = 0; row < rows; row++) {
        if (!(whole[row] >= least_whole && whole[row] <= most_whole))
            return true;
        whole[rows + row] = 1 / whole[row];
    }
    *made = (struct shared_weights){columns, whole, whole + rows};
    return true;
}

struct graph_lines *graph_lines_new(struct arena *arena, const struct graph_lines_ask *ask)
{
    struct graph_lines *lines = arena_alloc(arena, 1, sizeof *lines);
    double **wanted = arena_alloc(arena, ask->lines, sizeof *wanted);
    double *none = arena_alloc(arena, ask->rows, sizeof *none);
    if (!lines || !wanted || !none)
        return NULL;
    *lines = (struct graph_lines){
        .ask = ask,
        .lines = arena_alloc(arena, ask->lines, sizeof *lines->lines),
        .ids = arena_alloc(arena, 2 * ask->graph->count + 1, sizeof *lines->ids),
        .weights = arena_alloc(arena, ask->graph->count, sizeof *lines->weights),
        .outs = arena_alloc(arena, ask->lines, sizeof *lines->outs)};
    if (!lines->lines || !lines->ids || !lines->weights || !lines->outs)
        return NULL;
    for (size_t i = 0; i < ask->lines; i++) {
        wanted[i] = none;
        if (!prepare(arena, lines, i, &wanted[i]))
            return NULL;
    }
    lines->operands =
        arena_alloc(arena, ask->lines * (lines->lines[0].evaluation.plan.operands + 1),
                    sizeof *lines->operands);
    for (size_t i = 0; i < lines->count; i++)
        if (!share_weights(arena, lines, lines->ids[i]))
            return NULL;
    return lines->operands ? lines : NULL;
}

/* Puts a line's numbers, columns and classes in place. */
static void set(struct graph_lines *lines, struct line *line, const struct graph_line *given)
{
    const struct graph_lines_ask *ask = lines->ask;
    struct graph_evaluation *evaluation = &line->evaluation;
    line->binding.groupings = given->groupings;
    for (size_t i = 0; i < ask->number_count; i++) {
        uint32_t id = ask->numbers[i];
        double *scalar = evaluation->scalars[id];
        for (size_t row = 0; scalar && row < (evaluation->plan.steps[id].spread ? ask->rows : 1);
             row++)
            scalar[row] = *given->numbers[i];
    }
    for (size_t i = 0; i < ask->column_count; i++)
        evaluation->kept[ask->columns[i]].values = (double *)given->columns[i]; /* only read */
    if (evaluation->plan.steps[ask->node].kept)
        evaluation->kept[ask->node].values = given->out;
}

/* Where a line's values of a node go. */
static double *place_of(const struct graph_evaluation *evaluation, uint32_t id)
{
    const struct graph_kept *kept = &evaluation->kept[id];
    return kept->values ? kept->values
                        : evaluation->lanes[0].blocks +
                              evaluation->plan.steps[id].slot * (size_t)GRAPH_BLOCK_ROWS;
}

/* A mean whose weights lines share, for all of them. */
static void compute_shared(struct graph_lines *lines, uint32_t id, size_t count)
{
    const struct graph_node *node = node_of(lines, id);
    struct graph_mean spec = graph_node_mean(node);
    struct kernel_lines shared = graph_block_lines(&spec, node->operand_count / 2);
    shared.weights = lines->weights[id].columns;
    shared.whole = lines->weights[id].whole;
    shared.reciprocal = lines->weights[id].reciprocal;
    for (size_t l = 0; l < count; l++) {
        const struct graph_evaluation *evaluation = &lines->lines[l].evaluation;
        for (size_t i = 0; i < shared.count; i++)
            lines->operands[l * shared.count + i] =
                graph_compute_column(evaluation, &evaluation->lanes[0], node->operands[i], 0);
        lines->outs[l] = place_of(evaluation, id);
    }
    lines->ask->kernel->mean_lines(&shared, lines->operands, count, lines->ask->rows, lines->outs);
}

void graph_lines_run(struct graph_lines *lines, const struct graph_line *line, size_t count)
{
    const struct graph_lines_ask *ask = lines->ask;
    for (size_t l = 0; l < count; l++)
        set(lines, &lines->lines[l], &line[l]);
    for (size_t i = 0; i < lines->count; i++) {
        uint32_t id = lines->ids[i];
        if (lines->weights[id].columns) {
            compute_shared(lines, id, count);
            continue;
        }
        for (size_t l = 0; l < count; l++) {
            struct graph_evaluation *evaluation = &lines->lines[l].evaluation;
            graph_compute(evaluation, &evaluation->lanes[0], id, 0, ask->rows,
                          place_of(evaluation, id));
        }
    }
    for (size_t l = 0; l < count; l++) {
        const struct graph_evaluation *evaluation = &lines->lines[l].evaluation;
        struct kernel_column made =
            graph_compute_column(evaluation, &evaluation->lanes[0], ask->node, 0);
        for (size_t row = 0; made.values != line[l].out && row < ask->rows; row++)
            line[l].out[row] = made.values[made.varies ? row : 0];
    }
}
