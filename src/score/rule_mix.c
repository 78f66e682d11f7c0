#include "score/rule_mix.h"

#include <string.h>

/* The node of that id on the other side, MAP_NONE when it has none. */
static uint32_t match_of(const struct rule_mix_side *own, uint32_t node,
                         const struct rule_mix_side *other)
{
    if (own->codebook == other->codebook)
        return node;
    return map_get(other->codebook->by_id, text_of(own->codebook->nodes[node].id));
}

static bool same_number(double a, double b)
{
    return memcmp(&a, &b, sizeof a) == 0 || a == b;
}

static bool same_list(const char *const *a, const char *const *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(a[i], b[i]) != 0)
            return false;
    return true;
}

static bool same_setting(const struct rule_setting *a, const struct rule_setting *b)
{
    if (a->given != b->given || a->count != b->count || a->over_count != b->over_count ||
        strcmp(a->text ? a->text : "", b->text ? b->text : "") != 0)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!same_number(a->numbers[i], b->numbers[i]))
            return false;
    return same_number(a->number, b->number) && same_list(a->over, b->over, a->over_count);
}

static bool same_method(const struct rule_method *a, const struct rule_method *b)
{
    for (size_t i = 0; a->id == b->id && i < METHOD_OPTIONS_MAX; i++)
        if (!same_setting(&a->settings[i], &b->settings[i]))
            return false;
    return a->id == b->id;
}

bool rule_mix_can(const struct rule_mix_side *a, const struct rule_mix_side *b, bool *differs)
{
    bool found = !same_method(&a->rule->index.weighting, &b->rule->index.weighting);
    if (a->rule->score || b->rule->score)
        return false;
    for (uint32_t i = 0; i < a->codebook->node_count; i++) {
        uint32_t j = match_of(a, i, b);
        if (j == MAP_NONE)
            continue;
        if (a->rule->in_index[i] != b->rule->in_index[j])
            return false;
        found = found || a->rule->node_weight[i] != b->rule->node_weight[j] ||
                (a->rule->in_index[i] && a->rule->index_weight[i] != b->rule->index_weight[j]) ||
                !same_method(&a->rule->nodes[i].weighting, &b->rule->nodes[j].weighting);
    }
    if (differs)
        *differs = found;
    return true;
}

const struct rule *rule_mix(struct arena *arena, const struct rule_mix_side *method,
                            const struct rule_mix_side *weights)
{
    size_t nodes = method->codebook->node_count;
    struct rule *mixed = arena_alloc(arena, 1, sizeof *mixed);
    struct rule_node *made = arena_alloc(arena, nodes, sizeof *made);
    double *node_weight = arena_alloc(arena, nodes, sizeof *node_weight);
    double *index_weight = arena_alloc(arena, nodes, sizeof *index_weight);
    if (!mixed || !made || !node_weight || !index_weight)
        return NULL;
    *mixed = *method->rule;
    for (uint32_t i = 0; i < nodes; i++) {
        uint32_t match = match_of(method, i, weights);
        const struct rule *from = match == MAP_NONE ? method->rule : weights->rule;
        uint32_t at = match == MAP_NONE ? i : match;
        made[i] = method->rule->nodes[i];
        made[i].weighting = from->nodes[at].weighting;
        node_weight[i] = from->node_weight[at];
        index_weight[i] = from->index_weight[at];
    }
    mixed->nodes = made;
    mixed->node_weight = node_weight;
    mixed->index_weight = index_weight;
    mixed->index.weighting = weights->rule->index.weighting;
    return mixed;
}
