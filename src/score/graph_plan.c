#include "score/graph_plan.h"

/* A source of the binding, missing throughout when it has none of that number. */
static const struct graph_column *source_of(const struct graph_binding *binding, uint32_t source)
{
    static const struct graph_column missing = {NULL, 0};
    return source < binding->source_count ? &binding->sources[source] : &missing;
}

/* The columns that nodes are given; the first override of a node counts. */
static void plan_given(const struct graph *graph, const struct graph_binding *binding,
                       struct graph_step *steps)
{
    for (uint32_t id = 0; id < graph->count; id++)
        if (graph->nodes[id].op == GRAPH_SOURCE)
            steps[id].given = source_of(binding, graph->nodes[id].detail);
    for (size_t i = binding->override_count; i-- > 0;)
        steps[binding->overrides[i].node].given = &binding->overrides[i].column;
}

const struct graph_grouping *graph_plan_grouping(const struct graph_binding *binding,
                                                 uint32_t grouping)
{
    static const struct graph_grouping all = {NULL, 0, 1};
    return grouping > 0 && grouping <= binding->grouping_count ? &binding->groupings[grouping - 1]
                                                               : &all;
}

static bool is_scalar_grouping(const struct graph_binding *binding, const struct graph_node *frame)
{
    const struct graph_grouping *grouping = graph_plan_grouping(binding, graph_node_extra(frame));
    return !grouping->classes || grouping->stride == 0;
}

/* Whether nothing below a node is looked at: it is given, or its figures are. */
static bool is_leaf(const struct graph_step *step)
{
    return step->given || step->held;
}

/* Backwards from what is wanted. A frame whose figures are given asks for nothing. */
static void plan_needs(const struct graph *graph, const struct graph_run *run,
                       struct graph_step *steps)
{
    const struct graph_figures *held = run->binding->held;
    for (uint32_t id = 0; id < graph->count; id++)
        steps[id].wanted_at = SIZE_MAX;
    for (size_t i = run->wanted_count; i-- > 0;) {
        steps[run->wanted[i]].needed = true;
        steps[run->wanted[i]].wanted_at = i;
    }
    for (uint32_t id = (uint32_t)graph->count; id-- > 0;) {
        const struct graph_node *node = &graph->nodes[id];
        steps[id].held = node->op == GRAPH_FRAME && held && id < held->count && held->of[id];
        for (size_t i = 0; steps[id].needed && !is_leaf(&steps[id]) && i < node->operand_count; i++)
            steps[node->operands[i]].needed = true;
    }
}

static bool is_scalar(const struct graph *graph, const struct graph_binding *binding,
                      const struct graph_step *steps, uint32_t id)
{
    const struct graph_node *node = &graph->nodes[id];
    if (steps[id].given)
        return steps[id].given->stride == 0 || !steps[id].given->values;
    if (node->op == GRAPH_ANSWER || graph_node_is_whole(node))
        return false;
    for (size_t i = 0; i < node->operand_count; i++) {
        const struct graph_node *operand = &graph->nodes[node->operands[i]];
        bool scalar = operand->op == GRAPH_FRAME ? is_scalar_grouping(binding, operand)
                                                 : steps[node->operands[i]].scalar;
        if (!scalar)
            return false;
    }
    return true;
}

static void plan_levels(const struct graph *graph, const struct graph_binding *binding,
                        struct graph_plan *plan)
{
    struct graph_step *steps = plan->steps;
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        struct graph_step *step = &steps[id];
        if (!step->needed)
            continue;
        step->scalar = is_scalar(graph, binding, steps, id);
        step->in_place = step->given && !step->scalar && step->given->stride == 1;
        for (size_t i = 0; !is_leaf(step) && i < node->operand_count; i++)
            if (steps[node->operands[i]].level > step->level)
                step->level = steps[node->operands[i]].level;
        step->level += graph_node_is_whole(node) && !is_leaf(step) ? 1 : 0;
        plan->levels = step->level > plan->levels ? step->level : plan->levels;
        plan->operands =
            node->operand_count > plan->operands ? node->operand_count : plan->operands;
    }
}

/* Backwards: what many rows are looked at is needed for all of them. */
static void plan_rows(const struct graph *graph, struct graph_step *steps)
{
    for (uint32_t id = (uint32_t)graph->count; id-- > 0;) {
        const struct graph_node *node = &graph->nodes[id];
        if (!steps[id].needed || is_leaf(&steps[id]))
            continue;
        bool whole = graph_node_is_whole(node);
        steps[id].full = steps[id].full || (whole && node->op != GRAPH_CALL);
        for (size_t i = 0; i < node->operand_count; i++)
            steps[node->operands[i]].full = steps[node->operands[i]].full || steps[id].full;
    }
}

static bool may_be_kept(const struct graph_node *node, const struct graph_step *step)
{
    return !step->scalar && !step->in_place && node->op != GRAPH_FRAME &&
           (step->given || node->op != GRAPH_ANSWER);
}

static void plan_keeping(const struct graph *graph, struct graph_step *steps)
{
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        struct graph_step *step = &steps[id];
        if (!step->needed || step->held)
            continue;
        bool whole = graph_node_is_whole(node) && !step->given;
        step->kept = may_be_kept(node, step) && (step->wanted_at != SIZE_MAX || whole);
        for (size_t i = 0; !step->given && i < node->operand_count; i++) {
            struct graph_step *operand = &steps[node->operands[i]];
            if ((whole || step->level > operand->level) &&
                may_be_kept(&graph->nodes[node->operands[i]], operand))
                operand->kept = true;
        }
    }
}

int graph_plan_kernel(const struct graph_node *node)
{
    static const int functions[] = {
        [GRAPH_ADD] = KERNEL_ADD,
        [GRAPH_SUBTRACT] = KERNEL_SUBTRACT,
        [GRAPH_MULTIPLY] = KERNEL_MULTIPLY,
        [GRAPH_DIVIDE] = KERNEL_DIVIDE,
        [GRAPH_RAISE] = -1,
        [GRAPH_MODULO] = -1,
        [GRAPH_LEAST] = KERNEL_LEAST,
        [GRAPH_MOST] = KERNEL_MOST,
        [GRAPH_LESS] = KERNEL_LESS,
        [GRAPH_LESS_EQUAL] = KERNEL_LESS_EQUAL,
        [GRAPH_EQUAL] = KERNEL_EQUAL,
        [GRAPH_DEFAULT] = KERNEL_DEFAULT,
        [GRAPH_ONLY_IF] = KERNEL_ONLY_IF,
    };
    return node->op == GRAPH_BINARY ? functions[node->detail] : -1;
}

/* A column made by a kernel's function of two values and not kept. */
static bool is_link(const struct graph_node *node, const struct graph_step *step)
{
    return step->needed && !step->scalar && !step->given && !step->kept &&
           graph_plan_kernel(node) >= 0;
}

/* Finds chains: in a sum of terms each term goes through its functions and is added to what stands
 * before it without coming to memory. The second operand is preferred: the first is the sum. */
static void plan_chains(const struct graph *graph, struct graph_step *steps, uint32_t *readers)
{
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        steps[id].chained = GRAPH_PLAN_UNCHAINED;
        for (size_t i = 0; steps[id].needed && !is_leaf(&steps[id]) && i < node->operand_count; i++)
            readers[node->operands[i]]++;
    }
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        struct graph_step *step = &steps[id];
        if (!step->needed || step->scalar || step->given || graph_plan_kernel(node) < 0)
            continue;
        for (uint32_t k = 2; k-- > 0 && step->chained == GRAPH_PLAN_UNCHAINED;) {
            struct graph_step *operand = &steps[node->operands[k]];
            if (!is_link(&graph->nodes[node->operands[k]], operand) ||
                readers[node->operands[k]] != 1 || operand->level != step->level ||
                operand->full != step->full || operand->last + 2 > KERNEL_CHAIN_MAX)
                continue;
            step->chained = k;
            step->last = operand->last + 1; /* how long the chain is, until slots are given */
            operand->absorbed = true;
        }
    }
}

/* How many operands are read row by row; those behind may be one number for all rows. */
static size_t column_operands(const struct graph_node *node)
{
    switch (node->op) {
    case GRAPH_GOALPOSTS:
    case GRAPH_TREAT:
        return 1;
    case GRAPH_BINARY:
        return graph_plan_kernel(node) >= 0 ? 0 : 2;
    case GRAPH_MEAN:
    case GRAPH_FIGURE:
    case GRAPH_ANSWER:
        return 0;
    default:
        return node->operand_count;
    }
}

static void plan_spreading(const struct graph *graph, struct graph_step *steps)
{
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        if (!steps[id].needed || steps[id].scalar || steps[id].given || graph_node_is_whole(node))
            continue;
        for (size_t i = 0; i < column_operands(node); i++)
            steps[node->operands[i]].spread = steps[node->operands[i]].scalar;
    }
}

static bool is_in_blocks(const struct graph_node *node, const struct graph_step *step)
{
    return step->needed && may_be_kept(node, step) && (step->given || !graph_node_is_whole(node));
}

/* The next node down a chain; GRAPH_NONE at its start. */
static uint32_t down_chain(const struct graph_plan *plan, const struct graph *graph, uint32_t id)
{
    uint32_t chained = plan->steps[id].chained;
    return chained == GRAPH_PLAN_UNCHAINED ? GRAPH_NONE : graph->nodes[id].operands[chained];
}

/* Notes a reader as the last of what it and the chain below it read. */
static void note_reader(struct graph_plan *plan, const struct graph *graph, uint32_t reader)
{
    for (uint32_t id = reader; id != GRAPH_NONE; id = down_chain(plan, graph, id))
        for (size_t k = 0; !plan->steps[id].given && k < graph->nodes[id].operand_count; k++)
            plan->steps[graph->nodes[id].operands[k]].last = reader;
}

/* Gives back the slots of what a reader was the last to read. */
static size_t give_back(struct graph_plan *plan, const struct graph *graph, uint32_t reader,
                        uint32_t *free_slots, size_t free_count)
{
    for (uint32_t id = reader; id != GRAPH_NONE; id = down_chain(plan, graph, id)) {
        for (size_t k = 0; !plan->steps[id].given && k < graph->nodes[id].operand_count; k++) {
            struct graph_step *operand = &plan->steps[graph->nodes[id].operands[k]];
            if (operand->last != reader || !operand->in_pass || operand->kept || operand->absorbed)
                continue;
            free_slots[free_count++] = operand->slot;
            operand->last = GRAPH_NONE; /* an operand that stands twice is given back once */
        }
    }
    return free_count;
}

/* Gives every node of the pass that is not kept a slot, free again after its last reader. */
static void assign_slots(struct graph_plan *plan, const struct graph *graph, const uint32_t *ids,
                         size_t count, uint32_t *free_slots)
{
    uint32_t used = 0;
    size_t free_count = 0;
    for (size_t i = 0; i < count; i++) {
        plan->steps[ids[i]].last = ids[i];
        note_reader(plan, graph, ids[i]);
    }
    for (size_t i = 0; i < count; i++) {
        struct graph_step *step = &plan->steps[ids[i]];
        if (!step->kept)
            step->slot = free_count > 0 ? free_slots[--free_count] : used++;
        free_count = give_back(plan, graph, ids[i], free_slots, free_count);
    }
    plan->slots = used > plan->slots ? used : plan->slots;
}

size_t graph_plan_pass(struct graph_plan *plan, const struct graph *graph, uint32_t level,
                       enum graph_pass which, uint32_t *ids)
{
    size_t count = 0;
    struct graph_step *steps = plan->steps;
    for (uint32_t id = 0; id < graph->count; id++) {
        bool here = is_in_blocks(&graph->nodes[id], &steps[id]) && steps[id].level == level;
        steps[id].in_pass =
            here && (which == GRAPH_PASS_BOTH || steps[id].full == (which == GRAPH_PASS_FULL));
    }
    for (uint32_t id = (uint32_t)graph->count; which == GRAPH_PASS_WINDOW && id-- > 0;) {
        const struct graph_node *node = &graph->nodes[id];
        for (size_t i = 0; steps[id].in_pass && !steps[id].given && i < node->operand_count; i++) {
            uint32_t operand = node->operands[i];
            if (is_in_blocks(&graph->nodes[operand], &steps[operand]) && !steps[operand].kept)
                steps[operand].in_pass = true;
        }
    }
    for (uint32_t id = 0; id < graph->count; id++)
        if (steps[id].in_pass && !steps[id].absorbed)
            ids[count++] = id;
    assign_slots(plan, graph, ids, count, ids + graph->count);
    return count;
}

bool graph_plan_make(struct arena *arena, const struct graph *graph, const struct graph_run *run,
                     struct graph_plan *plan)
{
    struct arena_mark mark;
    *plan = (struct graph_plan){.steps = arena_alloc(arena, graph->count, sizeof *plan->steps)};
    mark = arena_mark(arena);
    uint32_t *ids = arena_alloc(arena, 2 * graph->count + 1, sizeof *ids);
    if (!plan->steps || !ids)
        return false;
    plan_given(graph, run->binding, plan->steps);
    plan_needs(graph, run, plan->steps);
    plan_levels(graph, run->binding, plan);
    plan_rows(graph, plan->steps);
    plan_keeping(graph, plan->steps);
    plan_chains(graph, plan->steps, ids);
    plan_spreading(graph, plan->steps);
    for (uint32_t level = 0; level <= plan->levels; level++)
        for (int which = GRAPH_PASS_BOTH; which <= GRAPH_PASS_WINDOW; which++)
            graph_plan_pass(plan, graph, level, (enum graph_pass)which, ids);
    arena_rewind(arena, mark);
    return true;
}
