#include "score/compile_beside.h"

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

/* Finds what an item that is no mean rests on beside its children; marks has an entry a node of the
 * graph. False without memory. */
static bool look_beside(struct compiler *compiler, struct compile_item *item, bool *marks)
{
    struct graph *graph = compiler->graph;
    size_t indicators = compiler->codebook->indicator_count;
    uint32_t *stops = arena_alloc(compiler->arena, item->child_count, sizeof *stops);
    uint32_t *beside = arena_alloc(compiler->arena, indicators, sizeof *beside);
    if (!stops || !beside)
        return no_memory(compiler);
    for (size_t i = 0; i < item->child_count; i++)
        stops[i] = compiler->items[item->children[i]].node;
    graph_mark_above(graph, item->node, stops, item->child_count, marks);
    for (uint32_t id = 0; id < graph_count(graph); id++) {
        uint32_t source = graph_source_number(graph, id);
        if (!marks[id])
            continue;
        item->dated = item->dated || source == indicators;
        item->apart = item->apart || graph_looks_around(graph, id) || source < indicators;
        if (source < indicators)
            beside[item->beside_count++] = source;
    }
    item->beside = beside;
    return true;
}

/* Marks the indicators that any item rests on. */
static void find_read(const struct compiler *compiler, bool *marks, bool *read)
{
    struct graph *graph = compiler->graph;
    size_t indicators = compiler->codebook->indicator_count;
    for (size_t i = 0; i < compiler->count; i++) {
        if (!compiler->items[i].eligible)
            continue;
        graph_mark_above(graph, compiler->items[i].node, NULL, 0, marks);
        for (uint32_t id = 0; id < graph_count(graph); id++)
            if (marks[id] && graph_source_number(graph, id) < indicators)
                read[graph_source_number(graph, id)] = true;
    }
}

bool *compile_beside(struct compiler *compiler)
{
    bool *marks = arena_alloc(compiler->arena, graph_count(compiler->graph), sizeof *marks);
    bool *read = arena_alloc(compiler->arena, compiler->codebook->indicator_count, sizeof *read);
    if (!marks || !read) {
        no_memory(compiler);
        return NULL;
    }
    for (size_t i = 0; i < compiler->count; i++) {
        struct compile_item *item = &compiler->items[i];
        if (item->eligible && item->kind == COMPILE_OTHER && !look_beside(compiler, item, marks))
            return NULL;
    }
    find_read(compiler, marks, read);
    return read;
}
