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

static uint32_t add(struct graph *graph, struct graph_node node)
{
    for (size_t i = 0; i < node.operand_count; i++)
        if (node.operands[i] >= graph->count)
            return fail(graph);
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

uint32_t graph_steps(struct graph *graph, uint32_t operand, const double *from, const double *to,
                     size_t count)
{
    double *numbers = arena_alloc(graph->arena, count * 2, sizeof *numbers);
    if (!numbers)
        return fail(graph);
    memcpy(numbers, from, count * sizeof *from);
    memcpy(numbers + count, to, count * sizeof *to);
    return add(graph, (struct graph_node){.op = GRAPH_STEPS,
                                          .operands = &operand,
                                          .operand_count = 1,
                                          .numbers = numbers,
                                          .number_count = count * 2});
}

uint32_t graph_map(struct graph *graph, enum graph_function function, uint32_t operand)
{
    return add(graph,
               (struct graph_node){
                   .op = GRAPH_MAP, .detail = function, .operands = &operand, .operand_count = 1});
}

uint32_t graph_mean(struct graph *graph, const struct graph_mean *spec, const uint32_t *operands,
                    const uint32_t *weights, size_t count)
{
    uint32_t *all = arena_alloc(graph->arena, count * 2, sizeof *all);
    double numbers[3] = {spec->floor, spec->need_share, spec->need_count};
    if (!all || count == 0)
        return fail(graph);
    memcpy(all, operands, count * sizeof *operands);
    memcpy(all + count, weights, count * sizeof *weights);
    return add(graph, (struct graph_node){.op = GRAPH_MEAN,
                                          .detail = spec->average + 2U * spec->need_of_count,
                                          .operands = all,
                                          .operand_count = count * 2,
                                          .numbers = numbers,
                                          .number_count = 3});
}
