#include "score/graph_prepare.h"

static const struct graph_node *node_of(const struct graph_evaluation *evaluation, uint32_t id)
{
    return &evaluation->graph->nodes[id];
}

static bool make_lanes(struct graph_evaluation *evaluation)
{
    struct arena *arena = evaluation->arena;
    evaluation->threads = evaluation->run->threads > 0 ? evaluation->run->threads : 1;
    evaluation->lanes = arena_alloc(arena, evaluation->threads, sizeof *evaluation->lanes);
    size_t widest = evaluation->plan.operands + 1;
    for (unsigned i = 0; evaluation->lanes && i < evaluation->threads; i++) {
        struct graph_lane *lane = &evaluation->lanes[i];
        lane->blocks = arena_alloc(arena, (evaluation->plan.slots + 1) * (size_t)GRAPH_BLOCK_ROWS,
                                   sizeof *lane->blocks);
        lane->operands = arena_alloc(arena, widest, sizeof *lane->operands);
        lane->columns = arena_alloc(arena, widest, sizeof *lane->columns);
        lane->weights = arena_alloc(arena, widest, sizeof *lane->weights);
        lane->list = arena_alloc(arena, 2 * widest, sizeof *lane->list);
        lane->arena = i == 0 ? arena : arena_new();
        if (!lane->blocks || !lane->operands || !lane->columns || !lane->weights || !lane->list ||
            !lane->arena || !graph_block_work_new(arena, &lane->work))
            return false;
    }
    return evaluation->lanes != NULL;
}

/* Room for the values of a node that are kept: the caller's where it wants them, in place where a
 * source is a plain column. */
static bool place(struct graph_evaluation *evaluation, uint32_t id)
{
    const struct graph_run *run = evaluation->run;
    const struct graph_step *step = &evaluation->plan.steps[id];
    const struct graph_node *node = node_of(evaluation, id);
    struct graph_kept *kept = &evaluation->kept[id];
    if (step->in_place) {
        kept->values = (double *)step->given->values; /* only read */
        return true;
    }
    if (node->op == GRAPH_ANSWER && !step->given) {
        const struct graph_kept *call = &evaluation->kept[node->operands[0]];
        size_t rows = evaluation->plan.steps[node->operands[0]].full ? run->total : run->rows;
        *kept = (struct graph_kept){call->values + node->detail * rows, call->offset};
        return true;
    }
    if (!step->kept)
        return true;
    size_t count = node->op == GRAPH_CALL ? (size_t)node->numbers[0] : 1;
    size_t rows = step->full ? run->total : run->rows;
    if (step->wanted_at != SIZE_MAX && !step->full && node->op != GRAPH_CALL)
        kept->values = run->out[step->wanted_at];
    else
        kept->values = arena_alloc(evaluation->arena, rows * count, sizeof *kept->values);
    kept->offset = step->full ? 0 : run->first;
    return kept->values != NULL;
}

static bool place_frame(struct graph_evaluation *evaluation, uint32_t id)
{
    const struct graph_run *run = evaluation->run;
    const struct graph_node *node = node_of(evaluation, id);
    const struct graph_step *step = &evaluation->plan.steps[id];
    if (step->held) {
        evaluation->figures[id] = (double *)run->binding->held->of[id]; /* only read */
        return true;
    }
    size_t classes = graph_compute_grouping(evaluation, graph_node_extra(node))->count;
    struct arena *arena = run->figures ? run->keep : evaluation->arena;
    evaluation->figures[id] =
        arena_alloc(arena, graph_node_width(node) * (classes ? classes : 1), sizeof(double));
    return evaluation->figures[id] != NULL;
}

/* The classes of every grouping that a whole node goes by. */
static bool sort_rows(struct graph_evaluation *evaluation)
{
    const struct graph_run *run = evaluation->run;
    size_t count = run->binding->grouping_count + 1;
    evaluation->classes = arena_alloc(evaluation->arena, count, sizeof *evaluation->classes);
    for (uint32_t id = 0; evaluation->classes && id < evaluation->graph->count; id++) {
        const struct graph_node *node = node_of(evaluation, id);
        const struct graph_step *step = &evaluation->plan.steps[id];
        if (!step->needed || step->held || step->given || !graph_node_is_whole(node) ||
            node->op == GRAPH_CALL || node->op == GRAPH_TIME)
            continue;
        struct graph_classes *classes = &evaluation->classes[graph_node_extra(node)];
        if (classes->count == 0 &&
            !graph_whole_classes(evaluation->arena,
                                 graph_compute_grouping(evaluation, graph_node_extra(node)),
                                 run->total, run->binding->framed, classes))
            return false;
    }
    return evaluation->classes != NULL;
}

bool graph_prepare(struct graph_evaluation *evaluation)
{
    size_t count = evaluation->graph->count;
    struct arena *arena = evaluation->arena;
    evaluation->kept = arena_alloc(arena, count, sizeof *evaluation->kept);
    evaluation->scalars = arena_alloc(arena, count, sizeof *evaluation->scalars);
    evaluation->figures = arena_alloc(arena, count, sizeof *evaluation->figures);
    evaluation->troubles = arena_alloc(arena, count, sizeof *evaluation->troubles);
    if (!evaluation->kept || !evaluation->scalars || !evaluation->figures || !evaluation->troubles)
        return false;
    for (uint32_t id = 0; id < count; id++) {
        const struct graph_step *step = &evaluation->plan.steps[id];
        evaluation->troubles[id].node = GRAPH_NONE;
        if (!step->needed)
            continue;
        if (step->scalar) {
            evaluation->scalars[id] =
                arena_alloc(arena, step->spread ? GRAPH_BLOCK_ROWS : 1, sizeof(double));
            if (!evaluation->scalars[id])
                return false;
            continue;
        }
        bool frame = node_of(evaluation, id)->op == GRAPH_FRAME;
        if (!(frame ? place_frame : place)(evaluation, id))
            return false;
    }
    return sort_rows(evaluation) && make_lanes(evaluation);
}
