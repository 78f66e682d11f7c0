#include "score/compile_formula.h"

#include "score/compile_frame.h"
#include "score/compile_call.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* A formula being compiled: the node of each of its steps, and the items its inputs are. */
struct formula_compiler {
    struct compiler *compiler;
    const struct formula *formula;
    uint32_t *nodes;
    uint32_t *inputs;
    size_t input_count;
    const char *id; /* of the item, for names of frames */
};

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

static void note_input(struct formula_compiler *formula, size_t item)
{
    for (size_t i = 0; i < formula->input_count; i++)
        if (formula->inputs[i] == item)
            return;
    formula->inputs[formula->input_count++] = (uint32_t)item;
}

static uint32_t input(struct formula_compiler *formula, const struct formula_step *step)
{
    size_t item = SIZE_MAX;
    uint32_t node = compile_build_input(formula->compiler, step->text, &item);
    if (node == GRAPH_NONE) {
        err_at(formula->compiler->err,
               (struct err_place){.file = formula->formula->file, .line = step->line});
        return GRAPH_NONE;
    }
    if (item != SIZE_MAX)
        note_input(formula, item);
    return node;
}

/* A text stands in the graph as its place among all texts. */
static uint32_t text(struct formula_compiler *formula, const char *text)
{
    struct compiler *compiler = formula->compiler;
    struct compile_lists *lists = compiler->lists;
    for (size_t i = 0; i < lists->text_count; i++)
        if (strcmp(lists->texts[i], text) == 0)
            return graph_const(compiler->graph, (double)i);
    if (!compile_build_grow(compiler, (void **)&lists->texts, lists->text_count,
                            &lists->text_capacity, sizeof *lists->texts))
        return GRAPH_NONE;
    lists->texts[lists->text_count++] = text;
    return graph_const(compiler->graph, (double)(lists->text_count - 1));
}

static uint32_t grouping_of(struct formula_compiler *formula, const struct formula_step *step)
{
    const char *over = step->text ? step->text : "all";
    return compile_build_grouping(formula->compiler, &over, 1);
}

/* A frame goes by the line where its function is called ("formula/index/zscore:12:1"), so that a
 * stored one is not taken for another when the script changes. */
static uint32_t panel_frame(struct formula_compiler *formula, const struct formula_step *step,
                            enum graph_frame kind, uint32_t x)
{
    char place[32];
    snprintf(place, sizeof place, "%zu", (size_t)(step - formula->formula->steps));
    const char *call = step->given ? step->given + (*step->given == '@') : place;
    const char *name = compile_build_name(formula->compiler, "formula", formula->id, call);
    return name ? compile_frame_add(formula->compiler, kind, name, grouping_of(formula, step), &x,
                                    1, NULL, 0, NULL)
                : GRAPH_NONE;
}

static uint32_t panel_function(struct formula_compiler *formula, const struct formula_step *step,
                               uint32_t x)
{
    struct graph *graph = formula->compiler->graph;
    if (step->op == FORMULA_RANK || step->op == FORMULA_PERCENTILE)
        return graph_place(graph, step->op == FORMULA_RANK ? GRAPH_RANK : GRAPH_PERCENTILE,
                           grouping_of(formula, step), x);
    bool ends = step->op == FORMULA_MINMAX;
    uint32_t frame = panel_frame(formula, step, ends ? GRAPH_FRAME_ENDS : GRAPH_FRAME_MOMENTS, x);
    uint32_t first = graph_figure(graph, frame, 0), second = graph_figure(graph, frame, 1);
    if (ends)
        return graph_goalposts(graph, &(struct graph_goalposts){0, 1, false}, x, first, second);
    return graph_binary(graph, GRAPH_DIVIDE, graph_binary(graph, GRAPH_SUBTRACT, x, first), second);
}

static const int map_of[FORMULA_OPS] = {
    [FORMULA_NEG] = GRAPH_NEGATE + 1,
    [FORMULA_ABS] = GRAPH_ABS + 1,
    [FORMULA_SQRT] = GRAPH_SQRT + 1,
    [FORMULA_EXP] = GRAPH_EXP + 1,
    [FORMULA_LOG] = GRAPH_LOG + 1,
    [FORMULA_FLOOR] = GRAPH_FLOOR + 1,
    [FORMULA_CEIL] = GRAPH_CEIL + 1,
    [FORMULA_ROUND] = GRAPH_ROUND + 1,
    [FORMULA_NOT] = GRAPH_NOT + 1,
    [FORMULA_CDF_NORMAL] = GRAPH_CDF_NORMAL + 1,
    [FORMULA_IS_MISSING] = GRAPH_IS_MISSING + 1,
};

static const int binary_of[FORMULA_OPS] = {
    [FORMULA_ADD] = GRAPH_ADD + 1,      [FORMULA_SUB] = GRAPH_SUBTRACT + 1,
    [FORMULA_MUL] = GRAPH_MULTIPLY + 1, [FORMULA_DIV] = GRAPH_DIVIDE + 1,
    [FORMULA_POW] = GRAPH_RAISE + 1,    [FORMULA_MOD] = GRAPH_MODULO + 1,
    [FORMULA_LEAST] = GRAPH_LEAST + 1,  [FORMULA_MOST] = GRAPH_MOST + 1,
    [FORMULA_LESS] = GRAPH_LESS + 1,    [FORMULA_LESS_EQUAL] = GRAPH_LESS_EQUAL + 1,
    [FORMULA_EQUAL] = GRAPH_EQUAL + 1,  [FORMULA_DEFAULT] = GRAPH_DEFAULT + 1,
};

static const int list_of[FORMULA_OPS] = {
    [FORMULA_LIST_MEAN] = GRAPH_LIST_MEAN + 1,   [FORMULA_LIST_SUM] = GRAPH_LIST_SUM + 1,
    [FORMULA_LIST_LEAST] = GRAPH_LIST_LEAST + 1, [FORMULA_LIST_MOST] = GRAPH_LIST_MOST + 1,
    [FORMULA_LIST_SD] = GRAPH_LIST_SD + 1,       [FORMULA_LIST_MEDIAN] = GRAPH_LIST_MEDIAN + 1,
    [FORMULA_LIST_COUNT] = GRAPH_LIST_COUNT + 1,
};

static uint32_t compile_step(struct formula_compiler *formula, const struct formula_step *step,
                             uint32_t *operands)
{
    struct graph *graph = formula->compiler->graph;
    for (size_t i = 0; i < step->count; i++)
        operands[i] = formula->nodes[formula->formula->operands[step->first + i]];
    if (map_of[step->op])
        return graph_map(graph, (enum graph_function)(map_of[step->op] - 1), operands[0]);
    if (binary_of[step->op])
        return graph_binary(graph, (enum graph_binary)(binary_of[step->op] - 1), operands[0],
                            operands[1]);
    if (list_of[step->op])
        return step->count ? graph_list(graph, (enum graph_list)(list_of[step->op] - 1), operands,
                                        step->count)
                           : graph_const(graph, step->op == FORMULA_LIST_COUNT ? 0 : NAN);
    switch (step->op) {
    case FORMULA_NUMBER:
        return graph_const(graph, step->number);
    case FORMULA_TEXT:
        return text(formula, step->text);
    case FORMULA_NIL:
        return graph_const(graph, NAN);
    case FORMULA_INPUT:
        return input(formula, step);
    case FORMULA_SELECT:
        return graph_select(graph, operands[0], operands[1], operands[2]);
    case FORMULA_LAG:
        return graph_time(graph, GRAPH_LAG, operands[0], (size_t)step->number);
    default:
        return panel_function(formula, step, operands[0]);
    }
}

static bool allocate_results(struct compiler *compiler, size_t count, struct compile_formula *out)
{
    out->values = arena_alloc(compiler->arena, count, sizeof *out->values);
    out->lows = arena_alloc(compiler->arena, count, sizeof *out->lows);
    out->highs = arena_alloc(compiler->arena, count, sizeof *out->highs);
    out->inputs = arena_alloc(compiler->arena, count, sizeof *out->inputs);
    return (out->values && out->lows && out->highs && out->inputs) || no_memory(compiler);
}

static bool compile_traced(struct formula_compiler *formula, struct compile_formula *out)
{
    struct compiler *compiler = formula->compiler;
    const struct formula *plain = formula->formula;
    uint32_t *operands = arena_alloc(compiler->arena, plain->step_count + 3, sizeof *operands);
    formula->nodes = arena_alloc(compiler->arena, plain->step_count, sizeof *formula->nodes);
    if (!operands || !formula->nodes)
        return no_memory(compiler);
    for (size_t i = 0; i < plain->step_count; i++) {
        formula->nodes[i] = compile_step(formula, &plain->steps[i], operands);
        if (formula->nodes[i] == GRAPH_NONE)
            return compiler->err->code != ERR_CODE_NONE ? false : no_memory(compiler);
    }
    for (size_t i = 0; i < plain->result_count; i++) {
        const struct formula_result *result = &plain->results[i];
        out->values[i] = formula->nodes[result->value];
        out->lows[i] = result->low == FORMULA_NONE ? GRAPH_NONE : formula->nodes[result->low];
        out->highs[i] = result->high == FORMULA_NONE ? GRAPH_NONE : formula->nodes[result->high];
    }
    struct compile_lists *lists = compiler->lists;
    if (!compile_build_grow(compiler, (void **)&lists->traced, lists->traced_count,
                            &lists->traced_capacity, sizeof *lists->traced))
        return false;
    lists->traced[lists->traced_count++] = (struct compile_traced){plain, formula->nodes};
    return true;
}

static bool compile_untraced(struct formula_compiler *formula, uint32_t node,
                             struct compile_formula *out)
{
    struct compiler *compiler = formula->compiler;
    struct compile_lists *lists = compiler->lists;
    struct compile_call call = {.formula = formula->formula};
    size_t results = formula->formula->result_count;
    if (!compile_call_gather(compiler, node, false, &call, formula->inputs,
                             &formula->input_count) ||
        !compile_build_grow(compiler, (void **)&lists->calls, lists->call_count,
                            &lists->call_capacity, sizeof call))
        return false;
    uint32_t made = graph_call(compiler->graph, (uint32_t)lists->call_count, call.nodes,
                               call.input_count, 3 * results);
    lists->calls[lists->call_count++] = call;
    for (size_t i = 0; i < results; i++) {
        const struct formula_result *result = &formula->formula->results[i];
        out->values[i] = graph_answer(compiler->graph, made, i);
        out->lows[i] = result->low == FORMULA_NONE
                           ? GRAPH_NONE
                           : graph_answer(compiler->graph, made, results + i);
        out->highs[i] = result->high == FORMULA_NONE
                            ? GRAPH_NONE
                            : graph_answer(compiler->graph, made, 2 * results + i);
    }
    return true;
}

/* A traced formula whose text tracing cannot see whole is to be compared with its function, once
 * all that it may ask for is there. */
static bool ask_check(struct formula_compiler *formula, uint32_t node,
                      const struct compile_formula *made)
{
    struct compiler *compiler = formula->compiler;
    struct compile_lists *lists = compiler->lists;
    size_t count = formula->formula->result_count;
    uint32_t *results = arena_alloc(compiler->arena, 3 * count, sizeof *results);
    struct compile_check check = {.call = {.formula = formula->formula, .nodes = formula->nodes},
                                  .results = results,
                                  .node = node};
    if (!results)
        return no_memory(compiler);
    memcpy(results, made->values, count * sizeof *results);
    memcpy(results + count, made->lows, count * sizeof *results);
    memcpy(results + 2 * count, made->highs, count * sizeof *results);
    if (!compile_build_grow(compiler, (void **)&lists->checks, lists->check_count,
                            &lists->check_capacity, sizeof check))
        return false;
    lists->checks[lists->check_count++] = check;
    return true;
}

/* Marks the steps that a result rests on: operands stand before the step that uses them. */
static void mark_steps(const struct formula *formula, const struct formula_result *result,
                       bool *marked)
{
    memset(marked, 0, formula->step_count * sizeof *marked);
    marked[result->value] = true;
    if (result->low != FORMULA_NONE)
        marked[result->low] = true;
    if (result->high != FORMULA_NONE)
        marked[result->high] = true;
    for (size_t i = formula->step_count; i-- > 0;) {
        const struct formula_step *step = &formula->steps[i];
        for (size_t j = 0; marked[i] && j < step->count; j++)
            marked[formula->operands[step->first + j]] = true;
    }
}

/* Of all inputs those that each result of a traced formula rests on. */
static bool choose_inputs(const struct formula_compiler *made, struct compile_formula *out)
{
    const struct compiler *compiler = made->compiler;
    const struct formula *formula = made->formula;
    bool *marked = arena_alloc(compiler->arena, formula->step_count, sizeof *marked);
    for (size_t i = 0; marked && i < formula->result_count; i++) {
        uint32_t *items = arena_alloc(compiler->arena, made->input_count, sizeof *items);
        size_t count = 0;
        if (!items)
            return no_memory(compiler);
        mark_steps(formula, &formula->results[i], marked);
        for (size_t input = 0; input < made->input_count; input++) {
            const char *id = compiler->items[made->inputs[input]].id;
            bool read = false;
            for (size_t step = 0; !read && step < formula->step_count; step++)
                read = marked[step] && formula->steps[step].op == FORMULA_INPUT &&
                       strcmp(formula->steps[step].text, id) == 0;
            if (read)
                items[count++] = made->inputs[input];
        }
        out->inputs[i] = (struct compile_inputs){items, count};
    }
    return marked || no_memory(compiler);
}

/* The function gets all names, and the columns of lags and panel functions as they are. */
static bool finish_check(struct compiler *compiler, struct compile_check *check)
{
    const uint32_t *steps = check->call.nodes;
    const struct formula *plain = check->call.formula;
    uint32_t *items = arena_alloc(compiler->arena, compiler->count + 1, sizeof *items);
    size_t count = 0;
    if (!items)
        return no_memory(compiler);
    if (!compile_call_gather(compiler, check->node, true, &check->call, items, &count))
        return false;
    size_t room = check->call.input_count + plain->step_count;
    const char **names = arena_alloc(compiler->arena, room, sizeof *names);
    uint32_t *nodes = arena_alloc(compiler->arena, room, sizeof *nodes);
    if (!names || !nodes)
        return no_memory(compiler);
    memcpy(names, check->call.inputs, check->call.input_count * sizeof *names);
    memcpy(nodes, check->call.nodes, check->call.input_count * sizeof *nodes);
    for (size_t i = 0; i < plain->step_count; i++) {
        if (!plain->steps[i].given)
            continue;
        names[check->call.input_count] = plain->steps[i].given;
        nodes[check->call.input_count++] = steps[i];
    }
    check->call.inputs = names;
    check->call.nodes = nodes;
    return true;
}

bool compile_formula_finish(struct compiler *compiler, size_t first)
{
    for (size_t i = first; i < compiler->lists->check_count; i++) {
        struct compile_check check = compiler->lists->checks[i];
        if (!check.call.inputs && !finish_check(compiler, &check))
            return false;
        compiler->lists->checks[i] = check;
    }
    return true;
}

bool compile_formula(struct compiler *compiler, const struct formula *formula, uint32_t node,
                     struct compile_formula *out)
{
    size_t room = compiler->count + formula->step_count + 1;
    struct formula_compiler made = {
        .compiler = compiler,
        .formula = formula,
        .inputs = arena_alloc(compiler->arena, room, sizeof *made.inputs),
        .id = compiler->items[node].id,
    };
    *out = (struct compile_formula){0};
    if (!made.inputs || !allocate_results(compiler, formula->result_count, out))
        return no_memory(compiler);
    bool by_row = compile_call_by_row(compiler, formula);
    if (!(by_row ? compile_untraced(&made, node, out) : compile_traced(&made, out)) ||
        (!by_row && formula->verify && !ask_check(&made, node, out)))
        return false;
    for (size_t i = 0; i < formula->result_count; i++)
        out->inputs[i] = (struct compile_inputs){made.inputs, made.input_count};
    return by_row || choose_inputs(&made, out);
}
