#include "score/compile_uses.h"

#include <string.h>

static bool no_memory(const struct compiler *compiler)
{
    return err_set(compiler->err, ERR_OUT_OF_MEMORY, "out of memory while scoring");
}

/* A rule that this one uses, compiled into the same graph once. NULL with err. */
static const struct compile_used *rule_of(struct compiler *compiler, const struct rule *rule)
{
    struct compile_lists *lists = compiler->lists;
    struct compiler other = *compiler;
    other.rule = rule;
    other.prefix = arena_printf(compiler->arena, "%s%s:", compiler->prefix, rule->name);
    for (size_t i = 0; other.prefix && i < lists->used_count; i++)
        if (lists->used[i].rule == rule && strcmp(lists->used[i].prefix, other.prefix) == 0)
            return &lists->used[i];
    if (!other.prefix)
        no_memory(compiler);
    if (other.prefix && rule->stored) {
        other.frame = rule->stored;
        other.frame_rule = rule->name;
        other.frame_prefix = strlen(other.prefix);
    }
    if (!other.prefix || !compile_build_all(&other) ||
        !compile_build_grow(compiler, (void **)&lists->used, lists->used_count,
                            &lists->used_capacity, sizeof *lists->used))
        return NULL;
    struct compile_used *used = &lists->used[lists->used_count++];
    *used = (struct compile_used){rule, other.prefix, other.items, other.count};
    return used;
}

uint32_t compile_uses(struct compiler *compiler, const struct rule_use *use)
{
    const struct compile_used *used = rule_of(compiler, use->rule);
    for (size_t i = used ? used->count : 0; i-- > 0;) {
        /* A result stands before a node of the same name. */
        if (strcmp(used->items[i].id, use->item) == 0 && used->items[i].eligible)
            return used->items[i].node;
    }
    if (used)
        err_set(compiler->err, ERR_RULE_NAME, "rule %s has no %s that takes part, but %s uses it",
                use->rule->name, use->item, compiler->rule->name);
    return GRAPH_NONE;
}
