#include "score/compile_call.h"

#include <string.h>

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

bool compile_call_by_row(const struct compiler *compiler, const struct formula *formula)
{
    for (size_t i = 0; i < compiler->options->untraced_count; i++)
        if (compiler->options->untraced[i] == formula)
            return true;
    return formula->step_count == 0;
}

static bool stands_under(const struct codebook *codebook, uint32_t node, uint32_t above)
{
    while (node != CODEBOOK_NONE && node != above)
        node = codebook->nodes[node].parent;
    return node == above;
}

/* Whether a node of the codebook needs another, or, when its function runs row by row, may. seen
 * marks the nodes that were looked at. */
static bool needs(const struct compiler *compiler, uint32_t from, uint32_t other, bool *seen)
{
    const struct codebook *codebook = compiler->codebook;
    const struct formula *formula = compiler->rule->nodes[from].formula;
    if (from == other)
        return true;
    if (seen[from] || codebook->nodes[from].kind == NODE_INDICATOR)
        return false;
    seen[from] = true;
    if (formula && compile_call_by_row(compiler, formula))
        return !stands_under(codebook, from, other);
    for (uint32_t c = codebook->nodes[from].first_child; !formula && c != CODEBOOK_NONE;
         c = codebook->nodes[c].next)
        if (needs(compiler, c, other, seen))
            return true;
    for (size_t i = 0; formula && i < formula->step_count; i++) {
        const struct formula_step *step = &formula->steps[i];
        uint32_t input =
            step->op == FORMULA_INPUT ? map_get(codebook->by_id, text_of(step->text)) : MAP_NONE;
        if (input != MAP_NONE && needs(compiler, input, other, seen))
            return true;
    }
    return false;
}

/* Names of nodes of the codebook; false without memory. */
static bool add_nodes(const struct compiler *compiler, uint32_t node, bool finished,
                      const char **names, size_t *count)
{
    const struct codebook *codebook = compiler->codebook;
    bool *seen = arena_alloc(compiler->arena, codebook->node_count, sizeof *seen);
    for (uint32_t i = 0; seen && i < codebook->node_count; i++) {
        bool asked =
            node < codebook->node_count && !finished && codebook->nodes[i].kind != NODE_INDICATOR;
        memset(seen, 0, codebook->node_count * sizeof *seen);
        if (!asked || !needs(compiler, i, node, seen))
            names[(*count)++] = codebook->nodes[i].id;
    }
    return seen != NULL;
}

static void note(uint32_t *items, size_t *count, size_t item)
{
    for (size_t i = 0; i < *count; i++)
        if (items[i] == item)
            return;
    items[(*count)++] = (uint32_t)item;
}

bool compile_call_gather(struct compiler *compiler, uint32_t node, bool finished,
                         struct compile_call *call, uint32_t *items, size_t *item_count)
{
    const struct rule *rule = compiler->rule;
    size_t room = compiler->codebook->node_count + rule->use_count + 1, item;
    const char **names = arena_alloc(compiler->arena, room, sizeof *names);
    uint32_t *nodes = arena_alloc(compiler->arena, room, sizeof *nodes);
    if (!names || !nodes || !add_nodes(compiler, node, finished, names, &call->input_count))
        return no_memory(compiler);
    for (size_t i = 0; i < rule->use_count; i++)
        names[call->input_count++] = rule->uses[i].name;
    names[call->input_count++] = "year";
    for (size_t i = 0; i < call->input_count; i++) {
        nodes[i] = compile_build_input(compiler, names[i], &item);
        if (nodes[i] == GRAPH_NONE)
            return false;
        if (item != SIZE_MAX)
            note(items, item_count, item);
    }
    call->inputs = names;
    call->nodes = nodes;
    return true;
}
