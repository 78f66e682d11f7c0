#include "score/compile.h"

#include <math.h>
#include <string.h>

struct compiler {
    struct arena *arena;
    const struct rule *rule;
    const struct codebook *codebook;
    struct graph *graph;
    struct compile_item *items;
};

static uint32_t param(struct compiler *compiler, const char *kind, const char *parent,
                      const char *id, double value)
{
    const char *name = arena_printf(compiler->arena, "%s/%s%s%s", kind, parent ? parent : "",
                                    parent ? "/" : "", id);
    return name ? graph_param(compiler->graph, name, value) : GRAPH_NONE;
}

/* Levels spaced by the codebook's points instead of evenly; levels may fall. */
static uint32_t add_points(struct compiler *compiler, const struct scale *scale, uint32_t value)
{
    size_t count = scale->level_count;
    double width = compiler->rule->to_best - compiler->rule->to_worst;
    double *from = arena_alloc(compiler->arena, count, sizeof *from);
    double *to = arena_alloc(compiler->arena, count, sizeof *to);
    if (!from || !to)
        return GRAPH_NONE;
    bool falling = scale->levels[0].value > scale->levels[count - 1].value;
    for (size_t i = 0; i < count; i++) {
        size_t level = falling ? count - 1 - i : i;
        from[i] = scale->levels[level].value;
        to[i] = compiler->rule->to_worst + scale->points[level] / 100 * width;
    }
    return graph_steps(compiler->graph, value, from, to, count);
}

static uint32_t add_goalposts(struct compiler *compiler, const struct indicator *indicator,
                              uint32_t value)
{
    const struct scale *scale = &indicator->scale;
    const struct rule *rule = compiler->rule;
    const struct rule_method *method =
        &rule->stages[indicator - compiler->codebook->indicators].normalise;
    struct graph_goalposts spec = {rule->to_worst, rule->to_best,
                                   rule_method_number(method, "clip", 1) != 0};
    if (scale->points && scale->level_count >= 2)
        return add_points(compiler, scale, value);
    uint32_t worst = param(compiler, "worst", NULL, indicator->id, scale->worst);
    uint32_t best = param(compiler, "best", NULL, indicator->id, scale->best);
    if (scale->transform != TRANSFORM_NONE) {
        enum graph_function function = scale->transform == TRANSFORM_LOG ? GRAPH_LOG : GRAPH_SQRT;
        value = graph_map(compiler->graph, function, value);
        worst = graph_map(compiler->graph, function, worst);
        best = graph_map(compiler->graph, function, best);
    }
    return graph_goalposts(compiler->graph, &spec, value, worst, best);
}

static void add_indicator(struct compiler *compiler, const struct node *node,
                          struct compile_item *item)
{
    const struct indicator *indicator = &compiler->codebook->indicators[node->indicator];
    item->eligible = rule_reads(compiler->rule, indicator);
    item->best = compiler->rule->normalised ? compiler->rule->to_best : indicator->scale.best;
    if (!item->eligible)
        return;
    item->node = graph_source(compiler->graph, node->indicator);
    if (compiler->rule->normalised)
        item->node = add_goalposts(compiler, indicator, item->node);
}

static struct graph_mean mean_of(const struct rule_method *method, const struct rule_need *need)
{
    return (struct graph_mean){
        .average = method->id == METHOD_GEOMETRIC ? GRAPH_GEOMETRIC : GRAPH_ARITHMETIC,
        .floor = rule_method_number(method, "floor", 0),
        .need_share = need->share,
        .need_count = need->count,
        .need_of_count = need->of_count,
    };
}

/* An aggregate over the eligible among count candidates; parent NULL: the headline. With of_all the
 * others count as missing. */
static bool add_mean(struct compiler *compiler, const uint32_t *candidates, size_t count,
                     const char *parent, bool of_all, struct compile_item *item)
{
    uint32_t *children = arena_alloc(compiler->arena, count, sizeof *children);
    double *weights = arena_alloc(compiler->arena, count, sizeof *weights);
    uint32_t *nodes = arena_alloc(compiler->arena, count, sizeof *nodes);
    uint32_t *params = arena_alloc(compiler->arena, count, sizeof *params);
    if (!children || !weights || !nodes || !params)
        return false;
    const struct rule *rule = compiler->rule;
    for (size_t i = 0; i < count; i++) {
        uint32_t child = candidates[i];
        if (!compiler->items[child].eligible)
            continue;
        size_t at = item->child_count++;
        children[at] = child;
        weights[at] = parent ? rule->node_weight[child] : rule->index_weight[child];
        nodes[at] = compiler->items[child].node;
        params[at] =
            param(compiler, "weight", parent, compiler->codebook->nodes[child].id, weights[at]);
    }
    item->children = children;
    item->weights = weights;
    item->eligible = item->child_count > 0;
    for (size_t i = 0; of_all && i < count; i++) {
        if (compiler->items[candidates[i]].eligible)
            continue;
        size_t at = item->child_count + item->withheld++;
        children[at] = candidates[i];
        weights[at] = rule->node_weight[candidates[i]];
        nodes[at] = graph_const(compiler->graph, NAN);
        params[at] = graph_const(compiler->graph, weights[at]);
    }
    if (item->eligible)
        item->node = graph_mean(compiler->graph, &item->mean, nodes, params,
                                item->child_count + item->withheld);
    return true;
}

static bool add_aggregate(struct compiler *compiler, uint32_t at, uint32_t *candidates)
{
    const struct rule *rule = compiler->rule;
    const struct node *nodes = compiler->codebook->nodes;
    struct compile_item *item = &compiler->items[at];
    size_t count = 0;
    for (uint32_t child = nodes[at].first_child; child != CODEBOOK_NONE; child = nodes[child].next)
        candidates[count++] = child;
    item->mean = mean_of(&rule->nodes[at].method, &rule->nodes[at].need);
    item->best = NAN;
    return add_mean(compiler, candidates, count, nodes[at].id, rule->nodes[at].need.of_all, item);
}

static bool add_index(struct compiler *compiler, uint32_t *candidates)
{
    const struct rule *rule = compiler->rule;
    struct compile_item *item = &compiler->items[compiler->codebook->node_count];
    size_t count = 0;
    for (uint32_t i = 0; i < compiler->codebook->node_count; i++)
        if (rule->in_index[i])
            candidates[count++] = i;
    item->mean = mean_of(&rule->index.method, &rule->index.need);
    item->best = NAN;
    return add_mean(compiler, candidates, count, NULL, false, item);
}

/* Children stand behind their parents in the codebook, so the last nodes come first. */
static bool add_all(struct compiler *compiler)
{
    const struct codebook *codebook = compiler->codebook;
    uint32_t *candidates = arena_alloc(compiler->arena, codebook->node_count, sizeof *candidates);
    if (!candidates)
        return false;
    for (size_t i = 0; i <= codebook->node_count; i++)
        compiler->items[i].node = GRAPH_NONE;
    for (uint32_t i = (uint32_t)codebook->node_count; i-- > 0;) {
        const struct node *node = &codebook->nodes[i];
        if (node->kind == NODE_INDICATOR)
            add_indicator(compiler, node, &compiler->items[i]);
        else if (!add_aggregate(compiler, i, candidates))
            return false;
    }
    return add_index(compiler, candidates) && !graph_failed(compiler->graph);
}

struct compile *compile_rule(struct arena *arena, const struct rule *rule,
                             const struct codebook *codebook)
{
    struct compile *compile = arena_alloc(arena, 1, sizeof *compile);
    struct compiler compiler = {
        arena, rule, codebook, graph_new(arena),
        arena_alloc(arena, codebook->node_count + 1, sizeof *compiler.items)};
    if (!compile || !compiler.graph || !compiler.items || !add_all(&compiler))
        return NULL;
    *compile = (struct compile){compiler.graph, compiler.items, codebook->node_count + 1};
    return compile;
}
