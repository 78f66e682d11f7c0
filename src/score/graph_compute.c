#include "score/graph_compute.h"

#include "score/graph_frame.h"

#include <math.h>
#include <string.h>

static const struct graph_node *node_of(const struct graph_evaluation *evaluation, uint32_t id)
{
    return &evaluation->graph->nodes[id];
}

static const double *values_at(const struct graph_evaluation *evaluation,
                               const struct graph_lane *lane, uint32_t id, size_t start)
{
    const struct graph_step *step = &evaluation->plan.steps[id];
    if (step->scalar)
        return evaluation->scalars[id];
    if (evaluation->kept[id].values)
        return evaluation->kept[id].values + (start - evaluation->kept[id].offset);
    return lane->blocks + (size_t)step->slot * GRAPH_BLOCK_ROWS;
}

struct kernel_column graph_compute_column(const struct graph_evaluation *evaluation,
                                          const struct graph_lane *lane, uint32_t id, size_t start)
{
    return (struct kernel_column){values_at(evaluation, lane, id, start),
                                  !evaluation->plan.steps[id].scalar};
}

static double param_of(const struct graph_evaluation *evaluation, const struct graph_node *node)
{
    const struct graph_binding *binding = evaluation->run->binding;
    for (size_t i = 0; i < binding->param_count; i++)
        if (strcmp(binding->params[i].name, node->name) == 0)
            return binding->params[i].value;
    return node->numbers[0];
}

static void compute_source(const struct graph_evaluation *evaluation, uint32_t id, size_t start,
                           size_t rows, double *out)
{
    const struct graph_column *column = evaluation->plan.steps[id].given;
    for (size_t i = 0; i < rows; i++)
        out[i] = column->values ? column->values[(start + i) * column->stride] : NAN;
}

const struct graph_grouping *graph_compute_grouping(const struct graph_evaluation *evaluation,
                                                    uint32_t index)
{
    return graph_plan_grouping(evaluation->run->binding, index);
}

/* The class of a row, UINT32_MAX when it is in none. */
static uint32_t class_of(const struct graph_grouping *grouping, size_t row)
{
    return grouping->classes ? grouping->classes[row * grouping->stride] : 0;
}

static void compute_figure(const struct graph_evaluation *evaluation, const struct graph_node *node,
                           size_t start, size_t rows, double *out)
{
    const struct graph_node *frame = node_of(evaluation, node->operands[0]);
    const double *figures = evaluation->figures[node->operands[0]];
    const struct graph_grouping *grouping =
        graph_compute_grouping(evaluation, graph_node_extra(frame));
    size_t width = graph_node_width(frame);
    for (size_t i = 0; i < rows; i++) {
        uint32_t class = class_of(grouping, start + i);
        out[i] = class == UINT32_MAX ? NAN : figures[class * width + node->detail];
    }
}

static void compute_treat(const struct graph_evaluation *evaluation, const struct graph_node *node,
                          const double *x, size_t start, size_t rows, double *out)
{
    const struct graph_node *frame = node_of(evaluation, node->operands[1]);
    const double *figures = evaluation->figures[node->operands[1]];
    const struct graph_grouping *grouping =
        graph_compute_grouping(evaluation, graph_node_extra(frame));
    size_t width = graph_node_width(frame);
    for (size_t i = 0; i < rows;) {
        uint32_t class = class_of(grouping, start + i);
        size_t end = i + 1;
        while (end < rows && class_of(grouping, start + end) == class)
            end++;
        graph_frame_treat(evaluation->run->kernel,
                          class == UINT32_MAX ? NULL : figures + class * width, x + i, end - i,
                          out + i);
        i = end;
    }
}

static void compute_mean(const struct graph_evaluation *evaluation, struct graph_lane *lane,
                         const struct graph_node *node, size_t start, size_t rows, double *out)
{
    size_t count = node->operand_count / 2;
    struct graph_mean spec = graph_node_mean(node);
    for (size_t i = 0; i < count; i++) {
        lane->columns[i] = graph_compute_column(evaluation, lane, node->operands[i], start);
        lane->weights[i] = graph_compute_column(evaluation, lane, node->operands[count + i], start);
    }
    graph_block_mean(evaluation->run->kernel, &spec, lane->columns, lane->weights, count, rows,
                     &lane->work, out);
}

static void compute_list(const struct graph_evaluation *evaluation, struct graph_lane *lane,
                         const struct graph_node *node, size_t start, size_t rows, double *out)
{
    for (size_t i = 0; i < node->operand_count; i++)
        lane->operands[i] = values_at(evaluation, lane, node->operands[i], start);
    graph_block_list((enum graph_list)node->detail, lane->operands, node->operand_count, rows,
                     lane->list, out);
}

/* A function of two values after those it has absorbed: from the start of the chain to its end. */
static void compute_chain(const struct graph_evaluation *evaluation, const struct graph_lane *lane,
                          uint32_t id, size_t start, size_t rows, double *out)
{
    struct kernel_link links[KERNEL_CHAIN_MAX];
    const double *x = NULL;
    size_t first = KERNEL_CHAIN_MAX;
    for (bool more = true; more;) {
        const struct graph_node *node = node_of(evaluation, id);
        uint32_t chained = evaluation->plan.steps[id].chained;
        more = chained != GRAPH_PLAN_UNCHAINED;
        /* At the start the operand that is a column comes first; both may be one number. */
        if (!more)
            chained = evaluation->plan.steps[node->operands[0]].scalar;
        struct kernel_column other =
            graph_compute_column(evaluation, lane, node->operands[1 - chained], start);
        links[--first] =
            (struct kernel_link){.function = (enum kernel_binary)graph_plan_kernel(node),
                                 .turned = chained == 1,
                                 .column = other.varies ? other.values : NULL,
                                 .number = other.varies ? 0 : *other.values};
        if (more)
            id = node->operands[chained];
        else
            x = values_at(evaluation, lane, node->operands[chained], start);
    }
    evaluation->run->kernel->chain(x, links + first, KERNEL_CHAIN_MAX - first, rows, out);
}

static void compute_points(const struct graph_node *node, const double *x, size_t rows, double *out)
{
    size_t count = node->number_count / 2;
    if (node->detail == 0)
        graph_block_steps(node->numbers, node->numbers + count, count, x, rows, out);
    else
        graph_block_cut(node->numbers, node->numbers + count, count, x, rows, out);
}

static void compute_goalposts(const struct graph_evaluation *evaluation,
                              const struct graph_lane *lane, const struct graph_node *node,
                              size_t start, size_t rows, double *out)
{
    struct graph_goalposts spec = {node->numbers[0], node->numbers[1], node->detail};
    graph_block_goalposts(
        evaluation->run->kernel, &spec, values_at(evaluation, lane, node->operands[0], start),
        graph_compute_column(evaluation, lane, node->operands[1], start),
        graph_compute_column(evaluation, lane, node->operands[2], start), rows, out);
}

void graph_compute(const struct graph_evaluation *evaluation, struct graph_lane *lane, uint32_t id,
                   size_t start, size_t rows, double *out)
{
    const struct graph_node *node = node_of(evaluation, id);
    const struct kernel *kernel = evaluation->run->kernel;
    const double *operands[3] = {NULL, NULL, NULL};
    bool given = evaluation->plan.steps[id].given;
    for (size_t i = 0; i < node->operand_count && i < 3; i++)
        if (!given && node_of(evaluation, node->operands[i])->op != GRAPH_FRAME &&
            !evaluation->plan.steps[node->operands[i]].absorbed)
            operands[i] = values_at(evaluation, lane, node->operands[i], start);
    switch (given ? GRAPH_SOURCE : node->op) {
    case GRAPH_SOURCE:
        compute_source(evaluation, id, start, rows, out);
        break;
    case GRAPH_CONST:
        *out = node->numbers[0];
        break;
    case GRAPH_PARAM:
        *out = param_of(evaluation, node);
        break;
    case GRAPH_GOALPOSTS:
        compute_goalposts(evaluation, lane, node, start, rows, out);
        break;
    case GRAPH_STEPS:
        compute_points(node, operands[0], rows, out);
        break;
    case GRAPH_MAP:
        graph_block_map(kernel, (enum graph_function)node->detail, operands[0], rows, out);
        break;
    case GRAPH_BINARY:
        if (graph_plan_kernel(node) >= 0)
            compute_chain(evaluation, lane, id, start, rows, out);
        else
            graph_block_binary((enum graph_binary)node->detail, operands[0], operands[1], rows,
                               out);
        break;
    case GRAPH_SELECT:
        kernel->select(operands[0], operands[1], operands[2], rows, out);
        break;
    case GRAPH_MEAN:
        compute_mean(evaluation, lane, node, start, rows, out);
        break;
    case GRAPH_LIST:
        compute_list(evaluation, lane, node, start, rows, out);
        break;
    case GRAPH_TREAT:
        compute_treat(evaluation, node, operands[0], start, rows, out);
        break;
    case GRAPH_FIGURE:
        compute_figure(evaluation, node, start, rows, out);
        break;
    default:
        break;
    }
}
