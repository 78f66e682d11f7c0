#include "score/score_lineage.h"

#include <string.h>

/* Marks the families of what stands below an item at a row. */
static void mark_families(const struct score *score, size_t item, size_t row, bool *families)
{
    const struct project *project = score->panel->project;
    const struct compile_item *made = &score->compile->items[item];
    struct observation found;
    for (size_t i = 0; i < made->child_count; i++)
        mark_families(score, made->children[i], row, families);
    if (item >= project->codebook->node_count ||
        project->codebook->nodes[item].kind != NODE_INDICATOR ||
        !panel_observation(score->panel, project->codebook->nodes[item].indicator, row, &found))
        return;
    uint32_t family = project->sources->items[found.source].of;
    families[family == UINT32_MAX ? found.source : family] = true;
}

/* The first lineage that two sources have in common, NULL when none. */
static const char *common(const struct source *a, const struct source *b)
{
    for (size_t i = 0; i < a->lineage_count; i++)
        for (size_t j = 0; j < b->lineage_count; j++)
            if (strcmp(a->lineage[i], b->lineage[j]) == 0)
                return a->lineage[i];
    return NULL;
}

bool score_lineage_shared(struct arena *arena, const struct score *score, size_t item, size_t row,
                          struct text_buffer *out)
{
    const struct sources *sources = score->panel->project->sources;
    const struct compile_item *made = &score->compile->items[item];
    struct arena_mark mark = arena_mark(arena);
    size_t count = sources->count;
    bool *families = arena_alloc(arena, made->child_count * count + 1, sizeof *families);
    bool *said = arena_alloc(arena, count * count + 1, sizeof *said), any = false;
    if (!families || !said)
        return false;
    for (size_t child = 0; child < made->child_count; child++)
        mark_families(score, made->children[child], row, families + child * count);
    for (size_t a = 0; a < made->child_count; a++)
        for (size_t b = a + 1; b < made->child_count; b++)
            for (size_t f = 0; f < count; f++)
                for (size_t g = 0; families[a * count + f] && g < count; g++) {
                    size_t low = f < g ? f : g, high = f < g ? g : f;
                    const char *shared = f != g && families[b * count + g]
                                             ? common(&sources->items[f], &sources->items[g])
                                             : NULL;
                    if (!shared || said[low * count + high])
                        continue;
                    said[low * count + high] = true;
                    text_add_format(out, "%s%s and %s share %s", any ? "; " : "",
                                    sources->items[low].id, sources->items[high].id, shared);
                    any = true;
                }
    arena_rewind(arena, mark);
    return true;
}
