#include "score/rule_check.h"

static bool compares(enum method_id id)
{
    return id == METHOD_RANK || id == METHOD_PERCENTILE || id == METHOD_BORDA ||
           id == METHOD_COPELAND || id == METHOD_BENEFIT_OF_DOUBT;
}

/* "`index` is tide.copeland", "cs_assembly is normalised by tide.rank". */
static const char *say(struct arena *arena, const char *what, const char *is, enum method_id id)
{
    return arena_printf(arena, "%s is %stide.%s", what, is, method_at(id)->name);
}

static const char *find_function(struct arena *arena, const char *what,
                                 const struct formula *formula)
{
    for (size_t i = 0; formula && i < formula->step_count; i++)
        if (formula->steps[i].op == FORMULA_RANK || formula->steps[i].op == FORMULA_PERCENTILE)
            return arena_printf(arena, "%s calls tide.%s", what,
                                formula->steps[i].op == FORMULA_RANK ? "rank" : "percentile");
    return NULL;
}

static const char *find_stage(struct arena *arena, const struct rule *rule,
                              const struct codebook *codebook)
{
    for (size_t i = 0; i < codebook->indicator_count; i++)
        if (rule_reads(rule, &codebook->indicators[i]) && compares(rule->stages[i].normalise.id))
            return say(arena, codebook->indicators[i].id, "normalised by ",
                       rule->stages[i].normalise.id);
    return NULL;
}

static const char *find_node(struct arena *arena, const char *what, const struct rule_node *node)
{
    if (node->formula)
        return find_function(arena, what, node->formula);
    return compares(node->method.id) ? say(arena, what, "", node->method.id) : NULL;
}

const char *rule_check_unstorable(struct arena *arena, const struct rule *rule,
                                  const struct codebook *codebook)
{
    const char *found = find_stage(arena, rule, codebook);
    for (size_t i = 0; !found && rule->tree && i < codebook->node_count; i++)
        if (codebook->nodes[i].kind != NODE_INDICATOR)
            found = find_node(arena, codebook->nodes[i].id, &rule->nodes[i]);
    if (!found)
        found = rule->score ? find_function(arena, "`score`", rule->score)
                            : find_node(arena, "`index`", &rule->index);
    for (size_t i = 0; !found && i < rule->use_count; i++) {
        const char *used = rule_check_unstorable(arena, rule->uses[i].rule, codebook);
        if (used)
            found = arena_printf(arena, "%s of the rule %s", used, rule->uses[i].rule->name);
    }
    return found;
}

void rule_check_frame(struct rule_reader *reader)
{
    if (!reader->rule->frame)
        return;
    const char *found = rule_check_unstorable(reader->script.arena, reader->rule, reader->codebook);
    if (found)
        script_reader_error(
            &reader->script, ERR_RULE_UNSTORABLE, "frame",
            "leave `frame` out, or choose a method that takes figures from the data, "
            "such as tide.minmax or tide.zscore",
            "%s, which compares the countries of the day with each other: a stored "
            "frame cannot hold that",
            found);
}
