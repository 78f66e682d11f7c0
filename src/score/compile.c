#include "score/compile_beside.h"
#include "score/compile_build.h"
#include "score/compile_formula.h"
#include "score/compile_frame.h"
#include "score/compile_stage.h"
#include "score/compile_uses.h"
#include "score/compile_weights.h"

#include <math.h>
#include <string.h>

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

static struct graph_mean mean_of(const struct rule_method *method, const struct rule_need *need)
{
    struct graph_mean mean = {.need_share = need->share,
                              .need_count = need->count,
                              .need_of_count = need->of_count,
                              .floor = rule_method_number(method, "floor", 0)};
    const struct rule_setting *penalty = rule_method_setting(method, "penalty");
    switch (method->id) {
    case METHOD_GEOMETRIC:
        mean.average = GRAPH_GEOMETRIC;
        break;
    case METHOD_HARMONIC:
        mean.average = GRAPH_HARMONIC;
        break;
    case METHOD_POWER:
        mean.order = rule_method_number(method, "order", 1);
        mean.average = mean.order == 0 ? GRAPH_GEOMETRIC : GRAPH_POWER;
        if (mean.order == 1 && !rule_method_setting(method, "floor")->given)
            mean.average = GRAPH_ARITHMETIC;
        break;
    case METHOD_MINIMUM:
        mean.average = GRAPH_MINIMUM;
        break;
    case METHOD_SUM:
        mean.average = GRAPH_SUM;
        break;
    case METHOD_MPI:
    case METHOD_AMPI:
        mean.average = GRAPH_MPI;
        mean.order = penalty->given && strcmp(penalty->text, "up") == 0 ? 1 : -1;
        break;
    default:
        mean.average = GRAPH_ARITHMETIC;
        break;
    }
    return mean;
}

/* Copeland's order or benefit of the doubt, where enough is there. */
static uint32_t compare_rows(struct compiler *compiler, const struct rule_method *method,
                             const char *parent, const struct compile_item *item,
                             const uint32_t *nodes)
{
    struct graph *graph = compiler->graph;
    size_t count = item->child_count;
    uint32_t *operands = arena_alloc(compiler->arena, 2 * count, sizeof *operands);
    bool copeland = method->id == METHOD_COPELAND;
    double numbers[] = {rule_method_number(method, "least", 0),
                        rule_method_number(method, "most", 1)};
    const char *name = compile_build_name(compiler, "aggregate", NULL, parent ? parent : "index");
    if (!operands || !name)
        return GRAPH_NONE;
    memcpy(operands, nodes, count * sizeof *nodes);
    memcpy(operands + count, item->weight_nodes, count * sizeof *nodes);
    uint32_t grouping = compile_build_over(compiler, method, "period");
    uint32_t value =
        graph_class(graph, copeland ? GRAPH_COPELAND : GRAPH_BENEFIT_OF_DOUBT, name, grouping,
                    operands, copeland ? 2 * count : count, numbers, copeland ? 0 : 2);
    uint32_t enough =
        graph_mean(graph, &item->mean, nodes, item->weight_nodes, count + item->withheld);
    uint32_t there = graph_map(graph, GRAPH_NOT, graph_map(graph, GRAPH_IS_MISSING, enough));
    return graph_binary(graph, GRAPH_ONLY_IF, value, there);
}

/* The children that take part, then those counted as missing all the same. */
static bool gather_children(struct compiler *compiler, const uint32_t *candidates, size_t count,
                            const double *given, bool of_all, struct compile_item *item)
{
    uint32_t *children = arena_alloc(compiler->arena, count, sizeof *children);
    double *weights = arena_alloc(compiler->arena, count, sizeof *weights);
    if (!children || !weights)
        return no_memory(compiler);
    for (int withheld = 0; withheld <= of_all; withheld++) {
        for (size_t i = 0; i < count; i++) {
            uint32_t child = candidates[i];
            if (!compile_build_item(compiler, child))
                return false;
            if (compiler->items[child].eligible == withheld)
                continue;
            size_t at = item->child_count + item->withheld;
            children[at] = child;
            weights[at] = given[child];
            *(withheld ? &item->withheld : &item->child_count) += 1;
        }
    }
    item->children = children;
    item->weights = weights;
    item->eligible = item->child_count > 0;
    return true;
}

/* An aggregate over the eligible among count candidates; parent NULL: the headline. With of_all the
 * others count as missing. */
static bool add_aggregate(struct compiler *compiler, const uint32_t *candidates, size_t count,
                          const struct rule_node *spec, const char *parent,
                          struct compile_item *item)
{
    const double *given = parent ? compiler->rule->node_weight : compiler->rule->index_weight;
    item->mean = mean_of(&spec->method, &spec->need);
    item->kind = COMPILE_MEAN;
    if (!gather_children(compiler, candidates, count, given, parent && spec->need.of_all, item))
        return false;
    if (!item->eligible)
        return true;
    size_t all = item->child_count + item->withheld;
    uint32_t *nodes = arena_alloc(compiler->arena, all, sizeof *nodes);
    if (!nodes)
        return no_memory(compiler);
    for (size_t i = 0; i < all; i++)
        nodes[i] = i < item->child_count ? compiler->items[item->children[i]].node
                                         : graph_const(compiler->graph, NAN);
    if (!compile_weights(compiler, &spec->weighting, parent, nodes, item))
        return false;
    if (spec->method.id == METHOD_COPELAND || spec->method.id == METHOD_BENEFIT_OF_DOUBT) {
        item->kind = COMPILE_OTHER;
        item->node = compare_rows(compiler, &spec->method, parent, item, nodes);
    } else {
        item->node = graph_mean(compiler->graph, &item->mean, nodes, item->weight_nodes, all);
    }
    return item->node != GRAPH_NONE || no_memory(compiler);
}

/* What a formula reads stands below the item, each with weight 1. */
static bool set_inputs(struct compiler *compiler, const struct compile_inputs *inputs,
                       struct compile_item *item)
{
    double *weights = arena_alloc(compiler->arena, inputs->count, sizeof *weights);
    uint32_t *nodes = arena_alloc(compiler->arena, inputs->count, sizeof *nodes);
    if (!weights || !nodes)
        return no_memory(compiler);
    for (size_t i = 0; i < inputs->count; i++) {
        weights[i] = 1;
        nodes[i] = graph_const(compiler->graph, 1);
    }
    item->kind = COMPILE_OTHER;
    item->eligible = true;
    item->children = inputs->items;
    item->child_count = inputs->count;
    item->weights = weights;
    item->weight_nodes = nodes;
    return true;
}

static bool add_formula(struct compiler *compiler, const struct formula *formula, uint32_t at)
{
    struct compile_formula made;
    struct compile_item *item = &compiler->items[at];
    if (!compile_formula(compiler, formula, at, &made) || !set_inputs(compiler, made.inputs, item))
        return false;
    item->formula = formula;
    item->node = made.values[0];
    item->low = made.lows[0];
    item->high = made.highs[0];
    return true;
}

/* Whether all indicators below a context node are there to be compared with what was published: a
 * mean of them means nothing. */
static bool holds_published(const struct compiler *compiler, uint32_t at)
{
    const struct codebook *codebook = compiler->codebook;
    const struct rule *rule = compiler->rule;
    const struct node *node = &codebook->nodes[at];
    if (node->kind == NODE_INDICATOR) {
        for (size_t i = 0; i < rule->published_count; i++)
            if (rule->published[i].indicator == node->indicator)
                return true;
        return false;
    }
    bool holds = node->role == ROLE_CONTEXT && rule->published_count > 0;
    for (uint32_t child = node->first_child; holds && child != CODEBOOK_NONE;
         child = codebook->nodes[child].next)
        holds = holds_published(compiler, child);
    return holds;
}

static bool add_node(struct compiler *compiler, uint32_t at)
{
    const struct codebook *codebook = compiler->codebook;
    const struct node *node = &codebook->nodes[at];
    struct compile_item *item = &compiler->items[at];
    const struct rule_node *spec = &compiler->rule->nodes[at];
    if (node->kind == NODE_INDICATOR) {
        const struct indicator *indicator = &codebook->indicators[node->indicator];
        item->eligible = rule_reads(compiler->rule, indicator);
        item->best = indicator->scale.best;
        return !item->eligible || compile_stage_indicator(compiler, indicator, item);
    }
    item->shown = compiler->rule->tree && !holds_published(compiler, at);
    if (spec->formula)
        return add_formula(compiler, spec->formula, at);
    uint32_t *candidates = arena_alloc(compiler->arena, node->child_count, sizeof *candidates);
    size_t count = 0;
    if (!candidates)
        return no_memory(compiler);
    for (uint32_t child = node->first_child; child != CODEBOOK_NONE;
         child = codebook->nodes[child].next)
        candidates[count++] = child;
    return add_aggregate(compiler, candidates, count, spec, node->id, item);
}

bool compile_build_item(struct compiler *compiler, uint32_t item)
{
    if (compiler->state[item] == COMPILE_DONE)
        return true;
    if (compiler->state[item] == COMPILE_UNDER_WAY) {
        err_set(compiler->err, ERR_RULE_CIRCLE, "rule %s needs %s to compute %s itself",
                compiler->rule->name, compiler->items[item].id, compiler->items[item].id);
        return err_hint(compiler->err, "a function of a node reads what stands below it");
    }
    compiler->state[item] = COMPILE_UNDER_WAY;
    bool done = add_node(compiler, item);
    compiler->state[item] = COMPILE_DONE;
    compiler->order[compiler->ordered++] = item;
    return done;
}

/* The named results, and the headline among them. */
static bool add_results(struct compiler *compiler)
{
    const struct rule *rule = compiler->rule;
    struct compile_formula made;
    uint32_t index = (uint32_t)compiler->count - 1;
    if (!compile_formula(compiler, rule->score, index, &made))
        return false;
    for (size_t i = 0; i < rule->score->result_count; i++) {
        const struct formula_result *result = &rule->score->results[i];
        size_t first = compiler->codebook->node_count;
        for (int headline = 0; headline <= (i == rule->headline); headline++) {
            if (!headline && compiler->results == 0)
                continue;
            struct compile_item *item = &compiler->items[headline ? index : first + i];
            if (!set_inputs(compiler, &made.inputs[i], item))
                return false;
            item->id = headline ? "index" : result->name;
            item->formula = rule->score;
            item->text = result->text;
            item->shown = true;
            item->node = made.values[i];
            item->low = made.lows[i];
            item->high = made.highs[i];
        }
    }
    return true;
}

static bool add_index(struct compiler *compiler)
{
    const struct rule *rule = compiler->rule;
    uint32_t index = (uint32_t)compiler->count - 1;
    compiler->state[index] = COMPILE_UNDER_WAY;
    if (rule->score)
        return add_results(compiler);
    if (rule->index.formula)
        return add_formula(compiler, rule->index.formula, index);
    uint32_t *candidates =
        arena_alloc(compiler->arena, compiler->codebook->node_count, sizeof *candidates);
    size_t count = 0;
    if (!candidates)
        return no_memory(compiler);
    for (uint32_t i = 0; i < compiler->codebook->node_count; i++)
        if (rule->in_index[i])
            candidates[count++] = i;
    return add_aggregate(compiler, candidates, count, &rule->index, NULL, &compiler->items[index]);
}

static bool start_items(struct compiler *compiler)
{
    const struct codebook *codebook = compiler->codebook;
    const struct rule *rule = compiler->rule;
    bool named = rule->score && (rule->score->result_count > 1 ||
                                 (rule->score->result_count == 1 && *rule->score->results->name));
    compiler->results = named ? rule->score->result_count : 0;
    compiler->count = codebook->node_count + compiler->results + 1;
    compiler->items = arena_alloc(compiler->arena, compiler->count, sizeof *compiler->items);
    compiler->state = arena_alloc(compiler->arena, compiler->count, sizeof *compiler->state);
    compiler->order = arena_alloc(compiler->arena, compiler->count, sizeof *compiler->order);
    compiler->ordered = 0;
    compiler->use_nodes =
        arena_alloc(compiler->arena, rule->use_count, sizeof *compiler->use_nodes);
    if (!compiler->items || !compiler->state || !compiler->order || !compiler->use_nodes)
        return no_memory(compiler);
    for (size_t i = 0; i < rule->use_count; i++)
        compiler->use_nodes[i] = GRAPH_NONE;
    for (size_t i = 0; i < compiler->count; i++) {
        struct compile_item *item = &compiler->items[i];
        item->id = i < codebook->node_count ? codebook->nodes[i].id : "index";
        item->shown = true;
        item->node = item->low = item->high = item->unfilled = item->scatter = GRAPH_NONE;
        item->best = NAN;
        for (int stage = 0; stage < COMPILE_STAGES; stage++)
            item->stage[stage] = GRAPH_NONE;
    }
    return true;
}

/* Rows with too little of what the rule reads are screened out. */
static uint32_t add_screen(struct compiler *compiler)
{
    struct graph *graph = compiler->graph;
    const struct codebook *codebook = compiler->codebook;
    const struct rule_screen *screen = &compiler->rule->screen;
    uint32_t *sources = arena_alloc(compiler->arena, codebook->indicator_count, sizeof *sources);
    uint32_t *nonzero = arena_alloc(compiler->arena, codebook->indicator_count, sizeof *nonzero);
    size_t count = 0;
    if ((screen->need <= 0 && screen->nonzero <= 0) || !sources || !nonzero)
        return GRAPH_NONE;
    for (uint32_t i = 0; i < codebook->indicator_count; i++) {
        if (!rule_reads(compiler->rule, &codebook->indicators[i]))
            continue;
        sources[count] = graph_source(graph, i);
        uint32_t zero = graph_binary(graph, GRAPH_EQUAL, sources[count], graph_const(graph, 0));
        nonzero[count++] = graph_map(graph, GRAPH_NOT, zero);
    }
    if (count == 0)
        return GRAPH_NONE;
    static const double slack = 1e-9;
    uint32_t there = graph_list(graph, GRAPH_LIST_COUNT, sources, count);
    uint32_t least = graph_const(graph, screen->need * (double)count - slack);
    uint32_t enough = graph_binary(graph, GRAPH_LESS_EQUAL, least, there);
    if (screen->nonzero <= 0)
        return enough;
    uint32_t share = graph_list(graph, GRAPH_LIST_MEAN, nonzero, count);
    uint32_t full =
        graph_binary(graph, GRAPH_LESS_EQUAL, graph_const(graph, screen->nonzero - slack), share);
    return graph_binary(graph, GRAPH_LEAST, enough,
                        graph_binary(graph, GRAPH_DEFAULT, full, graph_const(graph, 0)));
}

/* Indicators, which are then filled in from their siblings; the groups among these come first, for
 * children stand behind their parents in the codebook. */
static bool compile_indicators(struct compiler *compiler)
{
    const struct codebook *codebook = compiler->codebook;
    for (uint32_t i = 0; i < codebook->indicator_count; i++)
        if (!compile_build_item(compiler, codebook->indicators[i].node))
            return false;
    for (uint32_t i = (uint32_t)codebook->node_count; i-- > 0;)
        if (codebook->nodes[i].kind != NODE_INDICATOR && !compile_stage_row(compiler, i))
            return false;
    return true;
}

bool compile_build_all(struct compiler *compiler)
{
    size_t first_check = compiler->lists->check_count;
    if (!start_items(compiler))
        return false;
    compiler->screen = add_screen(compiler);
    if (!compile_indicators(compiler))
        return false;
    for (uint32_t i = 0; i < compiler->codebook->node_count; i++)
        if (!compile_build_item(compiler, i))
            return false;
    if (!add_index(compiler) || !compile_formula_finish(compiler, first_check) ||
        graph_failed(compiler->graph))
        return compiler->err->code != ERR_CODE_NONE ? false : no_memory(compiler);
    while (compiler->ordered < compiler->count) {
        compiler->order[compiler->ordered] = (uint32_t)compiler->ordered;
        compiler->ordered++;
    }
    return true;
}

uint32_t compile_build_input(struct compiler *compiler, const char *name, size_t *item)
{
    *item = SIZE_MAX;
    if (strcmp(name, "year") == 0)
        return graph_source(compiler->graph, (uint32_t)compiler->codebook->indicator_count);
    for (size_t i = 0; i < compiler->rule->use_count; i++)
        if (strcmp(compiler->rule->uses[i].name, name) == 0)
            return compiler->use_nodes[i] = compile_uses(compiler, &compiler->rule->uses[i]);
    uint32_t node = map_get(compiler->codebook->by_id, text_of(name));
    if (node == MAP_NONE) {
        err_set(compiler->err, ERR_RULE_NAME, "the codebook has no \"%s\"", name);
        return GRAPH_NONE;
    }
    if (!compile_build_item(compiler, node))
        return GRAPH_NONE;
    if (!compiler->items[node].eligible)
        return graph_const(compiler->graph, NAN);
    *item = node;
    return compiler->items[node].node;
}

static enum graph_reach farthest(const struct compiler *compiler)
{
    enum graph_reach reach = GRAPH_REACH_ROW;
    for (size_t i = 0; i < compiler->count; i++) {
        if (!compiler->items[i].eligible)
            continue;
        enum graph_reach own = graph_reach(compiler->graph, compiler->items[i].node);
        reach = own > reach ? own : reach;
    }
    return reach;
}

struct compile *compile_rule(struct arena *arena, const struct rule *rule,
                             const struct codebook *codebook, const struct compile_options *options,
                             struct err *err)
{
    struct compile *compile = arena_alloc(arena, 1, sizeof *compile);
    struct compile_lists *lists = arena_alloc(arena, 1, sizeof *lists);
    struct compiler compiler = {.arena = arena,
                                .rule = rule,
                                .codebook = codebook,
                                .options = options,
                                .graph = graph_new(arena),
                                .lists = lists,
                                .prefix = "",
                                .frame = rule->stored,
                                .frame_rule = rule->name,
                                .screen = GRAPH_NONE,
                                .err = err};
    *err = (struct err){0};
    if (!compile || !lists || !compiler.graph) {
        no_memory(&compiler);
        return NULL;
    }
    const bool *read = compile_build_all(&compiler) ? compile_beside(&compiler) : NULL;
    if (!read)
        return NULL;
    *compile = (struct compile){.graph = compiler.graph,
                                .items = compiler.items,
                                .order = compiler.order,
                                .read = read,
                                .use_nodes = compiler.use_nodes,
                                .count = compiler.count,
                                .nodes = codebook->node_count,
                                .results = compiler.results,
                                .texts = lists->texts,
                                .text_count = lists->text_count,
                                .calls = lists->calls,
                                .call_count = lists->call_count,
                                .checks = lists->checks,
                                .check_count = lists->check_count,
                                .traced = lists->traced,
                                .traced_count = lists->traced_count,
                                .groupings = lists->groupings,
                                .grouping_count = lists->grouping_count,
                                .reach = farthest(&compiler)};
    return compile_frame_finish(&compiler, compile) ? compile : NULL;
}
