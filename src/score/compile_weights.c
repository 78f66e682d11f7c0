#include "score/compile_weights.h"

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
                          const char *parent, const uint32_t *nodes, size_t count)
{
    double eigenvalue = rule_method_number(weighting, "eigenvalue", 1);
    const char *name = compile_build_name(compiler, "weights", NULL, parent ? parent : "index");
    uint32_t grouping = compile_build_over(compiler, weighting, NULL);
    return name ? compile_build_frame(compiler, frame_of(weighting->id), name, grouping, nodes,
                                      count, &eigenvalue, weighting->id == METHOD_FACTORS ? 1 : 0)
                : GRAPH_NONE;
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
    if (!given && weighting->id != METHOD_EQUAL && weighting->id != METHOD_AHP) {
        frame = add_frame(compiler, weighting, parent, nodes, item->child_count);
        if (frame == GRAPH_NONE)
            return compiler->err->code != ERR_CODE_NONE ? false : no_memory(compiler);
    }
    for (size_t i = 0; i < all; i++) {
        const char *id = compiler->items[item->children[i]].id;
        if (weighting->id == METHOD_EQUAL)
            weights[i] = graph_const(graph, 1);
        else if (frame != GRAPH_NONE && i < item->child_count)
            weights[i] = graph_figure(graph, frame, i);
        else if (given && i < item->child_count)
            weights[i] = compile_build_param(compiler, "weight", parent, id, item->weights[i]);
        else
            weights[i] = graph_const(graph, item->weights[i]);
    }
    item->weight_nodes = weights;
    return true;
}
