#include "score/graph_node.h"

#include <string.h>

enum { FIRST_CAPACITY = 64 };

struct graph *graph_new(struct arena *arena)
{
    struct graph *graph = arena_alloc(arena, 1, sizeof *graph);
    if (graph)
        graph->arena = arena;
    return graph;
}

size_t graph_count(const struct graph *graph)
{
    return graph->count;
}

bool graph_failed(const struct graph *graph)
{
    return graph->failed;
}

enum graph_reach graph_reach(const struct graph *graph, uint32_t node)
{
    return graph->nodes[node].reach;
}

void graph_mark_above(const struct graph *graph, uint32_t node, const uint32_t *stops, size_t count,
                      bool *marks)
{
    memset(marks, 0, graph->count * sizeof *marks);
    marks[node] = true;
    for (uint32_t id = node + 1; id-- > 0;) {
        for (size_t i = 0; i < count; i++)
            marks[id] = marks[id] && stops[i] != id;
        for (size_t i = 0; marks[id] && i < graph->nodes[id].operand_count; i++)
            marks[graph->nodes[id].operands[i]] = true;
    }
}

uint32_t graph_source_number(const struct graph *graph, uint32_t node)
{
    return graph->nodes[node].op == GRAPH_SOURCE ? graph->nodes[node].detail : UINT32_MAX;
}

bool graph_looks_around(const struct graph *graph, uint32_t node)
{
    return graph_node_is_whole(&graph->nodes[node]) && graph->nodes[node].op != GRAPH_CALL;
}

/* FNV-1a over the parts that make a node what it is. */
static uint64_t hash_bytes(uint64_t hash, const void *bytes, size_t length)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ at[i]) * UINT64_C(0x100000001b3);
    return hash;
}

static uint64_t hash_node(const struct graph_node *node)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    hash = hash_bytes(hash, &node->op, sizeof node->op);
    hash = hash_bytes(hash, &node->detail, sizeof node->detail);
    if (node->name)
        hash = hash_bytes(hash, node->name, strlen(node->name));
    hash = hash_bytes(hash, node->operands, node->operand_count * sizeof *node->operands);
    return hash_bytes(hash, node->numbers, node->number_count * sizeof *node->numbers);
}

static bool same_bytes(const void *a, const void *b, size_t length)
{
    return length == 0 || memcmp(a, b, length) == 0;
}

/* Numbers by their bits: 0 and -0 are different constants. */
static bool same_node(const struct graph_node *a, const struct graph_node *b)
{
    return a->op == b->op && a->detail == b->detail && a->operand_count == b->operand_count &&
           a->number_count == b->number_count && !a->name == !b->name &&
           (!a->name || strcmp(a->name, b->name) == 0) &&
           same_bytes(a->operands, b->operands, a->operand_count * sizeof *a->operands) &&
           same_bytes(a->numbers, b->numbers, a->number_count * sizeof *a->numbers);
}

/* The slot where a node stands or would stand. */
static size_t find_slot(const struct graph *graph, const struct graph_node *node)
{
    size_t slot = hash_node(node) & (graph->slot_count - 1);
    while (graph->slots[slot] != GRAPH_NONE && !same_node(&graph->nodes[graph->slots[slot]], node))
        slot = (slot + 1) & (graph->slot_count - 1);
    return slot;
}

static bool grow(struct graph *graph)
{
    size_t capacity = graph->capacity ? graph->capacity * 2 : FIRST_CAPACITY;
    size_t slot_count = capacity * 2;
    struct graph_node *nodes =
        arena_grow(graph->arena, graph->nodes, graph->count, capacity, sizeof *nodes);
    uint32_t *slots = arena_alloc(graph->arena, slot_count, sizeof *slots);
    if (!nodes || !slots)
        return false;
    for (size_t i = 0; i < slot_count; i++)
        slots[i] = GRAPH_NONE;
    graph->nodes = nodes;
    graph->capacity = capacity;
    graph->slots = slots;
    graph->slot_count = slot_count;
    for (uint32_t i = 0; i < graph->count; i++)
        slots[find_slot(graph, &nodes[i])] = i;
    return true;
}

/* A copy that outlives the caller's arrays. */
static bool keep(struct graph *graph, struct graph_node *node)
{
    uint32_t *operands = arena_alloc(graph->arena, node->operand_count, sizeof *operands);
    double *numbers = arena_alloc(graph->arena, node->number_count, sizeof *numbers);
    if (!operands || !numbers)
        return false;
    if (node->operand_count)
        memcpy(operands, node->operands, node->operand_count * sizeof *operands);
    if (node->number_count)
        memcpy(numbers, node->numbers, node->number_count * sizeof *numbers);
    if (node->name) {
        node->name = arena_text(graph->arena, node->name, strlen(node->name));
        if (!node->name)
            return false;
    }
    node->operands = operands;
    node->numbers = numbers;
    return true;
}

static uint32_t fail(struct graph *graph)
{
    graph->failed = true;
    return GRAPH_NONE;
}

static enum graph_reach own_reach(const struct graph_node *node)
{
    if (!graph_node_is_whole(node) || node->op == GRAPH_CALL)
        return GRAPH_REACH_ROW;
    return node->op == GRAPH_FRAME ? GRAPH_REACH_FRAME : GRAPH_REACH_PANEL;
}

static uint32_t add(struct graph *graph, struct graph_node node)
{
    node.reach = own_reach(&node);
    for (size_t i = 0; i < node.operand_count; i++) {
        if (node.operands[i] >= graph->count)
            return fail(graph);
        if (graph->nodes[node.operands[i]].reach > node.reach)
            node.reach = graph->nodes[node.operands[i]].reach;
    }
    if (graph->failed || (graph->count == graph->capacity && !grow(graph)))
        return fail(graph);
    size_t slot = find_slot(graph, &node);
    if (graph->slots[slot] != GRAPH_NONE)
        return graph->slots[slot];
    if (!keep(graph, &node))
        return fail(graph);
    graph->nodes[graph->count] = node;
    graph->slots[slot] = (uint32_t)graph->count;
    return (uint32_t)graph->count++;
}

uint32_t graph_source(struct graph *graph, uint32_t source)
{
    return add(graph, (struct graph_node){.op = GRAPH_SOURCE, .detail = source});
}

uint32_t graph_const(struct graph *graph, double value)
{
    return add(graph, (struct graph_node){.op = GRAPH_CONST, .numbers = &value, .number_count = 1});
}

uint32_t graph_param(struct graph *graph, const char *name, double value)
{
    return add(graph, (struct graph_node){
                          .op = GRAPH_PARAM, .name = name, .numbers = &value, .number_count = 1});
}

uint32_t graph_goalposts(struct graph *graph, const struct graph_goalposts *spec, uint32_t operand,
                         uint32_t worst, uint32_t best)
{
    uint32_t operands[3] = {operand, worst, best};
    double numbers[2] = {spec->to_worst, spec->to_best};
    return add(graph, (struct graph_node){.op = GRAPH_GOALPOSTS,
                                          .detail = spec->clip,
                                          .operands = operands,
                                          .operand_count = 3,
                                          .numbers = numbers,
                                          .number_count = 2});
}

static uint32_t add_points(struct graph *graph, uint32_t detail, uint32_t operand,
                           const double *from, size_t from_count, const double *to, size_t to_count)
{
    double *numbers = arena_alloc(graph->arena, from_count + to_count, sizeof *numbers);
    if (!numbers)
        return fail(graph);
    memcpy(numbers, from, from_count * sizeof *from);
    memcpy(numbers + from_count, to, to_count * sizeof *to);
    return add(graph, (struct graph_node){.op = GRAPH_STEPS,
                                          .detail = detail,
                                          .operands = &operand,
                                          .operand_count = 1,
                                          .numbers = numbers,
                                          .number_count = from_count + to_count});
}

uint32_t graph_steps(struct graph *graph, uint32_t operand, const double *from, const double *to,
                     size_t count)
{
    return add_points(graph, 0, operand, from, count, to, count);
}

uint32_t graph_cut(struct graph *graph, uint32_t operand, const double *cuts, const double *to,
                   size_t count)
{
    return add_points(graph, 1, operand, cuts, count, to, count + 1);
}

static uint32_t add_plain(struct graph *graph, enum graph_op op, uint32_t detail,
                          const uint32_t *operands, size_t count)
{
    return add(graph,
               (struct graph_node){
                   .op = op, .detail = detail, .operands = operands, .operand_count = count});
}

uint32_t graph_map(struct graph *graph, enum graph_function function, uint32_t operand)
{
    return add_plain(graph, GRAPH_MAP, function, &operand, 1);
}

uint32_t graph_binary(struct graph *graph, enum graph_binary function, uint32_t a, uint32_t b)
{
    return add_plain(graph, GRAPH_BINARY, function, (uint32_t[]){a, b}, 2);
}

uint32_t graph_select(struct graph *graph, uint32_t condition, uint32_t a, uint32_t b)
{
    return add_plain(graph, GRAPH_SELECT, 0, (uint32_t[]){condition, a, b}, 3);
}

uint32_t graph_list(struct graph *graph, enum graph_list function, const uint32_t *operands,
                    size_t count)
{
    return add_plain(graph, GRAPH_LIST, function, operands, count);
}

uint32_t graph_mean(struct graph *graph, const struct graph_mean *spec, const uint32_t *operands,
                    const uint32_t *weights, size_t count)
{
    uint32_t *all = arena_alloc(graph->arena, count * 2, sizeof *all);
    double numbers[4] = {spec->order, spec->floor, spec->need_share, spec->need_count};
    if (!all || count == 0)
        return fail(graph);
    memcpy(all, operands, count * sizeof *operands);
    memcpy(all + count, weights, count * sizeof *weights);
    return add(graph, (struct graph_node){.op = GRAPH_MEAN,
                                          .detail = spec->average + 16U * spec->need_of_count,
                                          .operands = all,
                                          .operand_count = count * 2,
                                          .numbers = numbers,
                                          .number_count = 4});
}

uint32_t graph_frame(struct graph *graph, enum graph_frame kind, const char *name,
                     uint32_t grouping, const uint32_t *operands, size_t count,
                     const double *options, size_t option_count)
{
    if (grouping == GRAPH_NONE)
        return fail(graph);
    return add(graph, (struct graph_node){.op = GRAPH_FRAME,
                                          .detail = kind + (grouping << 8),
                                          .name = name,
                                          .operands = operands,
                                          .operand_count = count,
                                          .numbers = options,
                                          .number_count = option_count});
}

bool graph_frame_info(const struct graph *graph, uint32_t node, struct graph_frame_info *info)
{
    const struct graph_node *frame = &graph->nodes[node];
    if (frame->op != GRAPH_FRAME)
        return false;
    *info = (struct graph_frame_info){frame->name, (enum graph_frame)graph_node_kind(frame),
                                      graph_node_width(frame), graph_node_extra(frame)};
    return true;
}

void graph_mark(const struct graph *graph, uint32_t node, bool *needed)
{
    if (node == GRAPH_NONE || needed[node])
        return;
    needed[node] = true;
    /* Operands stand before their node: one walk back finds them all. */
    for (uint32_t id = node + 1; id-- > 0;)
        for (size_t i = 0; needed[id] && i < graph->nodes[id].operand_count; i++)
            needed[graph->nodes[id].operands[i]] = true;
}

const char *graph_name(const struct graph *graph, uint32_t node, uint32_t *grouping)
{
    const struct graph_node *found = &graph->nodes[node];
    if (found->op != GRAPH_FRAME && found->op != GRAPH_CLASS)
        return NULL;
    *grouping = graph_node_extra(found);
    return found->name;
}

const char *graph_param_name(const struct graph *graph, uint32_t node)
{
    return graph->nodes[node].op == GRAPH_PARAM ? graph->nodes[node].name : NULL;
}

uint32_t graph_figure(struct graph *graph, uint32_t frame, size_t figure)
{
    return add_plain(graph, GRAPH_FIGURE, (uint32_t)figure, &frame, 1);
}

uint32_t graph_treat(struct graph *graph, uint32_t operand, uint32_t frame)
{
    return add_plain(graph, GRAPH_TREAT, 0, (uint32_t[]){operand, frame}, 2);
}

uint32_t graph_place(struct graph *graph, enum graph_place kind, uint32_t grouping,
                     uint32_t operand)
{
    if (grouping == GRAPH_NONE)
        return fail(graph);
    return add_plain(graph, GRAPH_PLACE, kind + (grouping << 8), &operand, 1);
}

uint32_t graph_time(struct graph *graph, enum graph_time kind, uint32_t operand, size_t periods)
{
    /* As many as a detail holds, which is more than any panel has. */
    uint32_t most = periods < UINT32_MAX >> 8 ? (uint32_t)periods : UINT32_MAX >> 8;
    return add_plain(graph, GRAPH_TIME, kind + (most << 8), &operand, 1);
}

uint32_t graph_class(struct graph *graph, enum graph_class kind, const char *name,
                     uint32_t grouping, const uint32_t *operands, size_t count,
                     const double *numbers, size_t number_count)
{
    if (grouping == GRAPH_NONE)
        return fail(graph);
    return add(graph, (struct graph_node){.op = GRAPH_CLASS,
                                          .detail = kind + (grouping << 8),
                                          .name = name,
                                          .operands = operands,
                                          .operand_count = count,
                                          .numbers = numbers,
                                          .number_count = number_count});
}

uint32_t graph_call(struct graph *graph, uint32_t call, const uint32_t *operands, size_t count,
                    size_t results)
{
    double number = (double)results;
    return add(graph, (struct graph_node){.op = GRAPH_CALL,
                                          .detail = call,
                                          .operands = operands,
                                          .operand_count = count,
                                          .numbers = &number,
                                          .number_count = 1});
}

uint32_t graph_answer(struct graph *graph, uint32_t call, size_t result)
{
    return add_plain(graph, GRAPH_ANSWER, (uint32_t)result, &call, 1);
}
