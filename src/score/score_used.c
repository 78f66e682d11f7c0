#include "score/score_used.h"

#include <string.h>

bool score_used_reads(const struct score *score, size_t item, size_t use)
{
    const struct formula *formula = score->compile->items[item].formula;
    if (!formula || score->compile->use_nodes[use] == GRAPH_NONE)
        return false;
    bool read = formula->step_count == 0;
    for (size_t step = 0; !read && step < formula->step_count; step++)
        read = formula->steps[step].op == FORMULA_INPUT &&
               text_is(text_of(score->rule->uses[use].name), formula->steps[step].text);
    return read;
}

static bool find_rule(struct arena *arena, const struct score *score, size_t row, size_t use,
                      struct score_used_rule *found)
{
    struct err err;
    const struct rule_use *wanted = &score->rule->uses[use];
    int32_t period = panel_period(score->panel, row);
    const struct score_options options = {.windowed = true,
                                          .first = period,
                                          .last = period,
                                          .draws_first = period,
                                          .draws_last = period,
                                          .seed = score->seed,
                                          .threads = score->threads,
                                          .kernel = score->kernel,
                                          .host = score->bind.host};
    found->node = score->compile->use_nodes[use];
    if (found->node == GRAPH_NONE)
        return true;
    const struct score *made = score_run(arena, score->panel, wanted->rule, &options, &err);
    found->item = made ? score_item(made, text_of(wanted->item)) : SIZE_MAX;
    if (!made || found->item == SIZE_MAX)
        return made || err.code != ERR_OUT_OF_MEMORY;
    found->score = made;
    found->used = arena_alloc(arena, 1, sizeof *found->used);
    found->values = arena_alloc(arena, made->items, sizeof *found->values);
    if (!found->used || !found->values)
        return false;
    for (size_t i = 0; i < made->items; i++)
        found->values[i] = score_value(made, i, row);
    return score_used_find(arena, made, row, found->used);
}

bool score_used_find(struct arena *arena, const struct score *score, size_t row,
                     struct score_used *used)
{
    size_t count = score->rule->use_count;
    *used = (struct score_used){arena_alloc(arena, count, sizeof *used->rules), count};
    for (size_t use = 0; used->rules && use < count; use++)
        if (!find_rule(arena, score, row, use, &used->rules[use]))
            return false;
    return used->rules;
}

bool score_used_copy(struct arena *arena, const struct score_used *used, struct score_used *copy)
{
    *copy = (struct score_used){arena_alloc(arena, used->count, sizeof *copy->rules), used->count};
    for (size_t use = 0; copy->rules && use < used->count; use++) {
        struct score_used_rule *rule = &copy->rules[use];
        *rule = used->rules[use];
        if (!rule->score)
            continue;
        size_t size = rule->score->items * sizeof *rule->values;
        rule->values = arena_alloc(arena, rule->score->items, sizeof *rule->values);
        rule->used = arena_alloc(arena, 1, sizeof *rule->used);
        if (!rule->values || !rule->used ||
            !score_used_copy(arena, used->rules[use].used, rule->used))
            return false;
        memcpy(rule->values, used->rules[use].values, size);
    }
    return copy->rules;
}
