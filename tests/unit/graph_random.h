/* Made-up graphs of every kind of node over made-up columns with gaps, from a fixed sequence. */
#ifndef TIDEMARK_TESTS_UNIT_GRAPH_RANDOM_H
#define TIDEMARK_TESTS_UNIT_GRAPH_RANDOM_H

#include "graph_reference.h"

#include "stat_fixture.h"

#include <stdio.h>

enum { RANDOM_SOURCES = 6, RANDOM_GROUPINGS = 4, RANDOM_CALLS = 3 };

/* A made-up graph, its binding, and what each node is. */
struct random_graph {
    struct arena *arena;
    uint64_t seed;
    struct graph *graph;
    struct reference reference;
    struct graph_column sources[RANDOM_SOURCES];
    struct graph_grouping groupings[RANDOM_GROUPINGS];
    struct graph_param_value params[2];
    struct graph_binding binding;
    uint32_t columns[REFERENCE_NODES]; /* nodes that have values */
    bool conditions[REFERENCE_NODES];  /* by id: 1, 0 or missing */
    bool scalar[REFERENCE_NODES];      /* by id: a number above 0 */
    bool positive[REFERENCE_NODES];    /* by id: above 0 and never missing */
    uint32_t frames[REFERENCE_NODES];
    size_t column_count;
    size_t frame_count;
};

static inline size_t random_below(struct random_graph *made, size_t bound)
{
    return (size_t)(stat_random(&made->seed) >> 16) % bound;
}

static inline bool random_chance(struct random_graph *made, double share)
{
    return stat_uniform(&made->seed) < share;
}

/* Values with ties, gaps and now and then one far out. */
static inline double random_value(struct random_graph *made)
{
    double value = 20 * stat_uniform(&made->seed) - 5;
    if (random_chance(made, 0.2))
        return NAN;
    if (random_chance(made, 0.5))
        return floor(value / 2);
    return random_chance(made, 0.03) ? 1000 * value : value;
}

static inline void *random_room(struct random_graph *made, size_t count, size_t size)
{
    void *room = arena_alloc(made->arena, count, size);
    if (!room)
        abort();
    return room;
}

/* Source 0 is a plain column, 1 has a stride, 2 is one number, 3 is not there, 4 is plain and above
 * 0, 5 is plain. */
static inline void random_columns(struct random_graph *made)
{
    size_t total = made->reference.total;
    for (size_t i = 0; i < RANDOM_SOURCES; i++) {
        double *values = random_room(made, 2 * total + 1, sizeof *values);
        for (size_t k = 0; k < 2 * total + 1; k++)
            values[k] = i == 4 ? 0.1 + 3 * stat_uniform(&made->seed) : random_value(made);
        made->sources[i] = (struct graph_column){i == 3 ? NULL : values, i == 1   ? 2
                                                                         : i == 2 ? 0
                                                                                  : 1};
    }
}

/* Grouping 1 is of all rows without saying so, 2 by period, 3 by something with rows in no class, 4
 * one class for all rows that has a number. */
static inline void random_groupings(struct random_graph *made)
{
    size_t total = made->reference.total;
    for (size_t g = 1; g < RANDOM_GROUPINGS; g++) {
        uint32_t *classes = random_room(made, total + 1, sizeof *classes);
        for (size_t row = 0; row < total; row++)
            classes[row] = g == 1                      ? (uint32_t)(row / made->binding.countries)
                           : g == 3                    ? 1
                           : random_chance(made, 0.15) ? UINT32_MAX
                                                       : (uint32_t)random_below(made, 3);
        uint32_t count = g == 1 ? (uint32_t)(total / made->binding.countries) : 3;
        made->groupings[g] = (struct graph_grouping){classes, g == 3 ? 0 : 1, count};
    }
    made->groupings[0] = (struct graph_grouping){NULL, 0, 1};
}

/* Call number c adds c and its columns, what is missing counting as 0; its second result is missing
 * where the first column is. */
static inline bool random_call(void *context, uint32_t call, const double *const *columns,
                               size_t rows, double *const *results)
{
    const struct random_graph *made = context;
    for (size_t row = 0; row < rows; row++) {
        double sum = call;
        for (size_t i = 0; i < made->reference.nodes[REFERENCE_NODES - 1 - call].count; i++)
            sum += isnan(columns[i][row]) ? 0 : columns[i][row];
        results[0][row] = sum;
        results[1][row] = isnan(columns[0][row]) ? NAN : sum / 2;
    }
    return true;
}

/* Notes what a node is. The same node may be made twice. */
static inline uint32_t random_note(struct random_graph *made, uint32_t id,
                                   const struct reference_node *node)
{
    if (id >= REFERENCE_NODES - RANDOM_CALLS)
        abort();
    bool is_new = id >= made->reference.count;
    if (is_new)
        made->reference.count = id + 1;
    made->reference.nodes[id] = *node;
    if (is_new && node->op == GRAPH_FRAME)
        made->frames[made->frame_count++] = id;
    else if (is_new && node->op != GRAPH_CALL)
        made->columns[made->column_count++] = id;
    return id;
}

static inline uint32_t random_column(struct random_graph *made)
{
    return made->columns[random_below(made, made->column_count)];
}

/* A node that a list of such marks holds, GRAPH_NONE when there is none. */
static inline uint32_t random_marked(struct random_graph *made, const bool *marks)
{
    size_t start = random_below(made, made->column_count);
    for (size_t i = 0; i < made->column_count; i++) {
        uint32_t id = made->columns[(start + i) % made->column_count];
        if (marks[id])
            return id;
    }
    return GRAPH_NONE;
}

static inline void random_operands(struct random_graph *made, struct reference_node *node,
                                   size_t count)
{
    node->count = count;
    for (size_t i = 0; i < count; i++)
        node->operands[i] = random_column(made);
}

static inline uint32_t random_mean(struct random_graph *made, struct reference_node *node)
{
    static const double orders[] = {-2, -1, -0.5, 0.5, 2, 3};
    size_t count = 1 + random_below(made, REFERENCE_OPERANDS / 2);
    random_operands(made, node, count);
    for (size_t i = 0; i < count; i++)
        node->operands[count + i] = random_marked(made, made->positive);
    node->count = 2 * count;
    struct graph_mean *mean = &node->mean;
    *mean = (struct graph_mean){.average = (enum graph_average)random_below(made, GRAPH_MPI + 1),
                                .need_share = random_chance(made, 0.5) ? 0.6 : 0,
                                .need_of_count = random_chance(made, 0.3),
                                .need_count = random_chance(made, 0.2) ? 2 : 0};
    if (mean->average == GRAPH_MPI) {
        mean->order = random_chance(made, 0.5) ? -1 : 1;
        mean->need_of_count = true; /* it weights all alike */
    }
    if (mean->average == GRAPH_POWER)
        mean->order = orders[random_below(made, 6)];
    if (mean->average == GRAPH_POWER || mean->average == GRAPH_GEOMETRIC ||
        mean->average == GRAPH_HARMONIC)
        mean->floor = random_chance(made, 0.5) ? 1 : 0;
    return graph_mean(made->graph, mean, node->operands, node->operands + count, count);
}

static inline uint32_t random_frame(struct random_graph *made)
{
    struct reference_node node = {.op = GRAPH_FRAME,
                                  .kind = (int)random_below(made, GRAPH_FRAME_CRITIC + 1),
                                  .grouping = (uint32_t)random_below(made, RANDOM_GROUPINGS + 1)};
    random_operands(made, &node, node.kind > GRAPH_FRAME_TREAT ? 1 + random_below(made, 4) : 1);
    node.numbers[0] = node.kind == GRAPH_FRAME_FACTORS;
    node.number_count = node.kind == GRAPH_FRAME_FACTORS;
    if (node.kind == GRAPH_FRAME_TREAT) {
        double otherwise = (double)random_below(made, 4);
        bool plain = otherwise >= 2;
        double options[] = {plain ? 0 : 1.4567, plain ? 0 : 2.0123,
                            plain ? 0 : (double)random_below(made, 6), otherwise,
                            otherwise == 3 ? (double)random_below(made, 3) - 1 : 0};
        memcpy(node.numbers, options, sizeof options);
        node.number_count = 5;
    }
    snprintf(node.name, sizeof node.name, "f%d", (int)random_below(made, 3));
    uint32_t id = graph_frame(made->graph, (enum graph_frame)node.kind, node.name, node.grouping,
                              node.operands, node.count, node.numbers, node.number_count);
    return random_note(made, id, &node);
}

/* A figure of a frame, or a column treated by one. */
static inline uint32_t random_framed(struct random_graph *made, struct reference_node *node)
{
    uint32_t frame = random_frame(made);
    struct graph_frame_info info;
    graph_frame_info(made->graph, frame, &info);
    if (info.kind == GRAPH_FRAME_TREAT && random_chance(made, 0.7)) {
        node->op = GRAPH_TREAT;
        random_operands(made, node, 1);
        node->operands[1] = frame;
        node->count = 2;
        return graph_treat(made->graph, node->operands[0], frame);
    }
    node->op = GRAPH_FIGURE;
    node->count = 1;
    node->operands[0] = frame;
    node->which = (uint32_t)random_below(made, info.width);
    return graph_figure(made->graph, frame, node->which);
}

static inline uint32_t random_answer(struct random_graph *made, struct reference_node *node)
{
    struct reference_node call = {.op = GRAPH_CALL,
                                  .which = (uint32_t)random_below(made, RANDOM_CALLS)};
    struct reference_node *first = &made->reference.nodes[REFERENCE_NODES - 1 - call.which];
    if (first->count == 0) {
        random_operands(made, first, 1 + random_below(made, 3));
        first->op = GRAPH_CALL;
    }
    call = *first;
    call.which = (uint32_t)(REFERENCE_NODES - 1 - (first - made->reference.nodes));
    uint32_t id = graph_call(made->graph, call.which, call.operands, call.count, 2);
    random_note(made, id, &call);
    node->count = 1;
    node->operands[0] = id;
    node->which = (uint32_t)random_below(made, 2);
    return graph_answer(made->graph, id, node->which);
}

static inline uint32_t random_goalposts(struct random_graph *made, struct reference_node *node)
{
    node->goalposts =
        (struct graph_goalposts){random_chance(made, 0.5) ? 0 : 1, 100, random_chance(made, 0.5)};
    random_operands(made, node, 3);
    return graph_goalposts(made->graph, &node->goalposts, node->operands[0], node->operands[1],
                           node->operands[2]);
}

static inline uint32_t random_points(struct random_graph *made, struct reference_node *node)
{
    static const double at[] = {-4, -1, 0, 2.5, 7}, to[] = {3, 1, 10, 20, 50};
    random_operands(made, node, 1);
    node->kind = random_chance(made, 0.5);
    size_t count = 4, results = node->kind ? 5 : 4;
    memcpy(node->numbers, at, count * sizeof *at);
    memcpy(node->numbers + count, to, results * sizeof *to);
    node->number_count = count + results;
    return node->kind ? graph_cut(made->graph, node->operands[0], at, to, count)
                      : graph_steps(made->graph, node->operands[0], at, to, count);
}

/* Nodes that look at one row: maps, functions of two, choices, lists. */
static inline uint32_t random_plain(struct random_graph *made, struct reference_node *node)
{
    uint32_t condition = random_marked(made, made->conditions);
    switch (node->op) {
    case GRAPH_MAP:
        node->kind = (int)random_below(made, GRAPH_IS_MISSING + 1);
        random_operands(made, node, 1);
        return graph_map(made->graph, (enum graph_function)node->kind, node->operands[0]);
    case GRAPH_BINARY:
        node->kind = (int)random_below(made, GRAPH_ONLY_IF + 1);
        random_operands(made, node, 2);
        return graph_binary(made->graph, (enum graph_binary)node->kind, node->operands[0],
                            node->operands[1]);
    case GRAPH_SELECT:
        random_operands(made, node, 3);
        if (condition == GRAPH_NONE)
            node->kind = GRAPH_LESS;
        node->op = condition == GRAPH_NONE ? GRAPH_BINARY : GRAPH_SELECT;
        node->count = condition == GRAPH_NONE ? 2 : 3;
        if (condition == GRAPH_NONE)
            return graph_binary(made->graph, GRAPH_LESS, node->operands[0], node->operands[1]);
        node->operands[0] = condition;
        return graph_select(made->graph, condition, node->operands[1], node->operands[2]);
    default:
        node->kind = (int)random_below(made, GRAPH_LIST_COUNT + 1);
        random_operands(made, node, 1 + random_below(made, REFERENCE_OPERANDS - 1));
        return graph_list(made->graph, (enum graph_list)node->kind, node->operands, node->count);
    }
}

/* Nodes of classes: the value of a country, rows in pairs, rows against the best. */
static inline uint32_t random_class(struct random_graph *made, struct reference_node *node)
{
    size_t count = 1 + random_below(made, 4);
    node->kind = (int)random_below(made, GRAPH_REFERENCE + 1);
    node->grouping = (uint32_t)random_below(made, RANDOM_GROUPINGS + 1);
    /* A linear programme a row takes its time. */
    if (node->kind == GRAPH_BENEFIT_OF_DOUBT && (made->reference.total > 12 || count > 2))
        node->kind = GRAPH_COPELAND;
    if (made->reference.total > 100)
        node->kind = GRAPH_REFERENCE;
    switch ((enum graph_class)node->kind) {
    case GRAPH_COPELAND:
        random_operands(made, node, 2 * count);
        for (size_t i = 0; i < count; i++)
            node->operands[count + i] = random_marked(made, made->scalar);
        break;
    case GRAPH_BENEFIT_OF_DOUBT:
        random_operands(made, node, count);
        node->numbers[1] = 1;
        node->number_count = 2;
        break;
    default:
        node->grouping = 0;
        random_operands(made, node, 1);
        node->numbers[0] = (double)random_below(made, made->binding.countries);
        node->number_count = 1;
    }
    return graph_class(made->graph, (enum graph_class)node->kind, "aggregate/x", node->grouping,
                       node->operands, node->count, node->numbers, node->number_count);
}

/* Nodes that look at other rows. */
static inline uint32_t random_whole(struct random_graph *made, struct reference_node *node)
{
    if (node->op == GRAPH_CLASS)
        return random_class(made, node);
    random_operands(made, node, 1);
    if (node->op == GRAPH_PLACE) {
        node->kind = random_chance(made, 0.5) ? GRAPH_RANK : GRAPH_PERCENTILE;
        node->grouping = (uint32_t)random_below(made, RANDOM_GROUPINGS + 1);
        return graph_place(made->graph, (enum graph_place)node->kind, node->grouping,
                           node->operands[0]);
    }
    node->kind = (int)random_below(made, GRAPH_LINEAR + 1);
    node->periods = node->kind == GRAPH_LAG ? 1 + random_below(made, 3) : random_below(made, 3);
    return graph_time(made->graph, (enum graph_time)node->kind, node->operands[0], node->periods);
}

static inline uint32_t random_node(struct random_graph *made)
{
    static const enum graph_op ops[] = {GRAPH_GOALPOSTS, GRAPH_STEPS,  GRAPH_MAP,    GRAPH_MAP,
                                        GRAPH_BINARY,    GRAPH_BINARY, GRAPH_SELECT, GRAPH_MEAN,
                                        GRAPH_MEAN,      GRAPH_MEAN,   GRAPH_LIST,   GRAPH_FIGURE,
                                        GRAPH_FIGURE,    GRAPH_FIGURE, GRAPH_FIGURE, GRAPH_PLACE,
                                        GRAPH_TIME,      GRAPH_CLASS,  GRAPH_ANSWER, GRAPH_SELECT};
    struct reference_node node = {.op = ops[random_below(made, sizeof ops / sizeof *ops)]};
    uint32_t id;
    if (node.op == GRAPH_GOALPOSTS)
        id = random_goalposts(made, &node);
    else if (node.op == GRAPH_STEPS)
        id = random_points(made, &node);
    else if (node.op == GRAPH_MEAN)
        id = random_mean(made, &node);
    else if (node.op == GRAPH_FIGURE)
        id = random_framed(made, &node);
    else if (node.op == GRAPH_ANSWER)
        id = random_answer(made, &node);
    else if (node.op == GRAPH_PLACE || node.op == GRAPH_TIME || node.op == GRAPH_CLASS)
        id = random_whole(made, &node);
    else
        id = random_plain(made, &node);
    random_note(made, id, &node);
    made->conditions[id] =
        (node.op == GRAPH_BINARY && node.kind >= GRAPH_LESS && node.kind <= GRAPH_EQUAL) ||
        (node.op == GRAPH_MAP && node.kind == GRAPH_IS_MISSING);
    return id;
}

static inline void random_leaves(struct random_graph *made)
{
    struct graph *graph = made->graph;
    for (uint32_t i = 0; i < RANDOM_SOURCES; i++)
        made->positive[random_note(made, graph_source(graph, i),
                                   &(struct reference_node){.op = GRAPH_SOURCE, .which = i})] =
            i == 4;
    static const double numbers[] = {2.5, 1, -3, NAN, 0.25};
    for (size_t i = 0; i < 5; i++) {
        struct reference_node node = {.op = GRAPH_CONST, .numbers = {numbers[i]}};
        uint32_t id = random_note(made, graph_const(graph, numbers[i]), &node);
        made->positive[id] = made->scalar[id] = numbers[i] > 0;
    }
    static const char *const names[] = {"bound", "free"};
    for (size_t i = 0; i < 2; i++) {
        struct reference_node node = {.op = GRAPH_PARAM, .numbers = {i ? 3 : 7}};
        made->positive[random_note(made, graph_param(graph, names[i], i ? 3 : 4), &node)] = true;
    }
    made->params[0] = (struct graph_param_value){"none", 1};
    made->params[1] = (struct graph_param_value){"bound", 7};
}

/* A graph of about `nodes` nodes over countries × periods rows. */
static inline void random_make(struct random_graph *made, struct arena *arena, uint64_t seed,
                               size_t nodes, size_t countries, size_t periods)
{
    *made = (struct random_graph){.arena = arena, .seed = seed, .graph = graph_new(arena)};
    made->reference.total = countries * periods;
    made->reference.binding = &made->binding;
    made->binding = (struct graph_binding){.sources = made->sources,
                                           .source_count = RANDOM_SOURCES,
                                           .params = made->params,
                                           .param_count = 2,
                                           .groupings = made->groupings,
                                           .grouping_count = RANDOM_GROUPINGS,
                                           .countries = countries,
                                           .call = random_call,
                                           .call_context = made};
    for (int i = 0; i < 20; i++)
        stat_random(&made->seed);
    random_columns(made);
    random_groupings(made);
    if (random_chance(made, 0.3)) {
        bool *framed = random_room(made, countries * periods, sizeof *framed);
        for (size_t row = 0; row < countries * periods; row++)
            framed[row] = random_chance(made, 0.7);
        made->binding.framed = framed;
    }
    random_leaves(made);
    for (size_t i = 0; i < nodes; i++)
        random_node(made);
}

#endif
