#include "score/compile_build.h"

#include <string.h>

static uint32_t no_memory(const struct compiler *compiler)
{
    err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
    return GRAPH_NONE;
}

const char *compile_build_name(struct compiler *compiler, const char *kind, const char *parent,
                               const char *id)
{
    return arena_printf(compiler->arena, "%s%s/%s%s%s", compiler->prefix, kind,
                        parent ? parent : "", parent ? "/" : "", id);
}

uint32_t compile_build_param(struct compiler *compiler, const char *kind, const char *parent,
                             const char *id, double value)
{
    const char *name = compile_build_name(compiler, kind, parent, id);
    return name ? graph_param(compiler->graph, name, value) : GRAPH_NONE;
}

bool compile_build_grow(struct compiler *compiler, void **items, size_t count, size_t *capacity,
                        size_t size)
{
    if (count < *capacity)
        return true;
    size_t room = *capacity ? *capacity * 2 : 8;
    void *grown = arena_grow(compiler->arena, *items, count, room, size);
    if (!grown)
        return no_memory(compiler) != GRAPH_NONE;
    *items = grown;
    *capacity = room;
    return true;
}

static bool same_grouping(const struct compile_grouping *grouping, const char *const *names,
                          size_t count)
{
    if (grouping->count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(grouping->names[i], names[i]) != 0)
            return false;
    return true;
}

uint32_t compile_build_grouping(struct compiler *compiler, const char *const *names, size_t count)
{
    struct compile_lists *lists = compiler->lists;
    const char **kept = arena_alloc(compiler->arena, count, sizeof *kept);
    size_t used = 0;
    for (size_t i = 0; kept && i < count; i++)
        if (strcmp(names[i], "all") != 0)
            kept[used++] = names[i];
    if (!kept)
        return no_memory(compiler);
    if (used == 0)
        return 0;
    for (size_t i = 0; i < lists->grouping_count; i++)
        if (same_grouping(&lists->groupings[i], kept, used))
            return (uint32_t)i + 1;
    if (!compile_build_grow(compiler, (void **)&lists->groupings, lists->grouping_count,
                            &lists->grouping_capacity, sizeof *lists->groupings))
        return GRAPH_NONE;
    lists->groupings[lists->grouping_count++] = (struct compile_grouping){kept, used};
    return (uint32_t)lists->grouping_count;
}

uint32_t compile_build_over(struct compiler *compiler, const struct rule_method *method,
                            const char *fallback)
{
    const struct rule_setting *over = rule_method_setting(method, "over");
    if (over->given)
        return compile_build_grouping(compiler, over->over, over->over_count);
    return fallback ? compile_build_grouping(compiler, &fallback, 1) : 0;
}
