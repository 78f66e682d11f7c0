#include "score/compile_weights.h"

#include "score/compile_frame.h"

#include "stat/weights.h"

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

static enum graph_frame frame_of(enum method_id id)
{
    switch (id) {
    case METHOD_FACTORS:
        return GRAPH_FRAME_FACTORS;
    case METHOD_ENTROPY:
        return GRAPH_FRAME_ENTROPY;
    case METHOD_CRITIC:
        return GRAPH_FRAME_CRITIC;
    default:
        return GRAPH_FRAME_PCA;
    }
}

/* Weights that the children's own values decide. */
static uint32_t add_frame(struct compiler *compiler, const struct rule_method *weighting,
                          const char *parent, const uint32_t *nodes,
                          const struct compile_item *item)
{
    double eigenvalue = rule_method_number(weighting, "eigenvalue", 1);
    const char *name = compile_build_name(compiler, "weights", NULL, parent ? parent : "index");
    uint32_t grouping = compile_build_over(compiler, weighting, NULL);
    const char **children = arena_alloc(compiler->arena, item->child_count, sizeof *children);
    for (size_t i = 0; children && i < item->child_count; i++)
        children[i] = compiler->items[item->children[i]].id;
    return name && children ? compile_frame_add(compiler, frame_of(weighting->id), name, grouping,
                                                nodes, item->child_count, &eigenvalue,
                                                weighting->id == METHOD_FACTORS ? 1 : 0, children)
                            : GRAPH_NONE;
}

/* Judgements in pairs, one row and column a child. False with err. */
static bool judge(struct compiler *compiler, const struct rule_method *weighting,
                  const char *parent, const struct compile_item *item, double *weights)
{
    struct weights_place place = {0};
    struct weights_consistency consistency;
    const struct rule_setting *matrix = rule_method_setting(weighting, "matrix");
    const char *name = parent ? parent : "index";
    if (matrix->width != item->child_count)
        return err_set(
            compiler->err, ERR_RULE_VALUE,
            "the matrix of tide.ahp has %zu rows, but %s has %zu children that take part",
            matrix->width, name, item->child_count);
    switch (weights_hierarchy(matrix->numbers, item->child_count, compiler->arena, weights,
                              &consistency, &place)) {
    case WEIGHTS_OK:
        return true;
    case WEIGHTS_NO_MEMORY:
        return no_memory(compiler);
    case WEIGHTS_NOT_RECIPROCAL:
        err_set(compiler->err, ERR_RULE_VALUE,
                "the matrix of tide.ahp for %s says one thing of %s and %s, and another the other "
                "way round",
                name, compiler->items[item->children[place.column]].id,
                compiler->items[item->children[place.other]].id);
        return err_hint(compiler->err, "where one cell is 3, the one across is 1 / 3");
    default:
        return err_set(compiler->err, ERR_RULE_VALUE,
                       "the judgements of tide.ahp for %s are too far apart to be weighed", name);
    }
}

/* The weights as numbers where these are known beforehand. */
static const double *plain_weights(const struct compile_item *item,
                                   const struct rule_method *weighting, double *judged)
{
    if (weighting->id == METHOD_AHP)
        return judged;
    if (weighting->id != METHOD_EQUAL)
        return item->weights;
    for (size_t i = 0; i < item->child_count + item->withheld; i++)
        judged[i] = 1;
    return judged;
}

bool compile_weights(struct compiler *compiler, const struct rule_method *weighting,
                     const char *parent, const uint32_t *nodes, struct compile_item *item)
{
    struct graph *graph = compiler->graph;
    size_t all = item->child_count + item->withheld;
    uint32_t *weights = arena_alloc(compiler->arena, all, sizeof *weights);
    if (!weights)
        return no_memory(compiler);
    bool given = weighting->id == METHOD_COUNT;
    uint32_t frame = GRAPH_NONE;
    double *judged = arena_alloc(compiler->arena, all, sizeof *judged);
    if (!judged)
        return no_memory(compiler);
    if (weighting->id == METHOD_AHP && !judge(compiler, weighting, parent, item, judged))
        return false;
    if (!given && weighting->id != METHOD_EQUAL && weighting->id != METHOD_AHP) {
        frame = add_frame(compiler, weighting, parent, nodes, item);
        if (frame == GRAPH_NONE)
            return compiler->err->code != ERR_CODE_NONE ? false : no_memory(compiler);
    }
    for (size_t i = 0; i < all; i++) {
        const char *id = compiler->items[item->children[i]].id;
        if (weighting->id == METHOD_EQUAL)
            weights[i] = compile_build_param(compiler, "weight", parent, id, 1);
        else if (weighting->id == METHOD_AHP && i < item->child_count)
            weights[i] = compile_build_param(compiler, "weight", parent, id, judged[i]);
        else if (frame != GRAPH_NONE && i < item->child_count)
            weights[i] = graph_figure(graph, frame, i);
        else if (given && i < item->child_count)
            weights[i] = compile_build_param(compiler, "weight", parent, id, item->weights[i]);
        else
            weights[i] = graph_const(graph, item->weights[i]);
    }
    item->weight_nodes = weights;
    item->weights = plain_weights(item, weighting, judged);
    return true;
}
