#include "score/compile_beside.h"

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

/* Finds what an item that is no mean rests on beside its children. False without memory. */
static bool look_beside(struct compiler *compiler, struct compile_item *item)
{
    struct graph *graph = compiler->graph;
    uint32_t *stops = arena_alloc(compiler->arena, item->child_count, sizeof *stops);
    bool *marks = arena_alloc(compiler->arena, graph_count(graph), sizeof *marks);
    if (!stops || !marks)
        return no_memory(compiler);
    for (size_t i = 0; i < item->child_count; i++)
        stops[i] = compiler->items[item->children[i]].node;
    graph_mark_above(graph, item->node, stops, item->child_count, marks);
    for (uint32_t id = 0; id < graph_count(graph); id++) {
        uint32_t source = graph_source_number(graph, id);
        if (!marks[id])
            continue;
        item->dated = item->dated || source == compiler->codebook->indicator_count;
        item->apart = item->apart || graph_looks_around(graph, id) ||
                      source < compiler->codebook->indicator_count;
    }
    return true;
}

bool compile_beside(struct compiler *compiler)
{
    struct arena_mark mark = arena_mark(compiler->arena);
    for (size_t i = 0; i < compiler->count; i++) {
        struct compile_item *item = &compiler->items[i];
        if (item->eligible && item->kind == COMPILE_OTHER && !look_beside(compiler, item))
            return false;
        arena_rewind(compiler->arena, mark);
    }
    return true;
}
