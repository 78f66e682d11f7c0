#include "lua/trace_merge.h"

#include "lua/results.h"
#include "lua/scan.h"
#include "lua/trace_state.h"

#include <string.h>

/* The number of a leaf's result by that name; FORMULA_RESULTS_MAX when it has none. */
static size_t find_result(const struct trace_state_result *results, size_t count, uint32_t name)
{
    for (size_t i = 0; i < count; i++)
        if (results[i].name == name)
            return i;
    return FORMULA_RESULTS_MAX;
}

static void collect_results(lua_State *L, struct trace *trace)
{
    for (size_t i = 0; i < trace->leaf_count; i++)
        for (size_t k = 0; k < trace->leaves[i].result_count; k++) {
            const struct trace_state_result *result = &trace->leaves[i].results[k];
            const char *name = steps_text_at(&trace->steps, result->name);
            size_t at = find_result(trace->results, trace->result_count, result->name);
            if (at == FORMULA_RESULTS_MAX && trace->result_count == FORMULA_RESULTS_MAX)
                results_raise(L, NULL, "a function of a rule returns more than %d results",
                              FORMULA_RESULTS_MAX);
            if (at == FORMULA_RESULTS_MAX)
                trace->results[at = trace->result_count++] = *result;
            if (trace->results[at].is_text != result->is_text)
                results_raise(L, "let every way give the same kind",
                              "the result%s%s%s is a number on one way and a text on another",
                              *name ? " '" : "", name, *name ? "'" : "");
            if (result->low != STEPS_NONE)
                trace->results[at].low = trace->results[at].high = 0;
        }
    if (trace->result_count == 0 && trace->marks & SCAN_HIDDEN)
        trace_refuse(L, "returns nothing when it is followed");
    if (trace->result_count == 0)
        results_raise(L, "end it with `return`", "a function of a rule returns nothing");
    for (size_t i = 1; i < trace->result_count; i++)
        for (size_t k = i; k > 0; k--) {
            struct trace_state_result *a = &trace->results[k - 1], *b = &trace->results[k],
                                      moving = *a;
            if (strcmp(steps_text_at(&trace->steps, a->name),
                       steps_text_at(&trace->steps, b->name)) < 0)
                break;
            *a = *b;
            *b = moving;
        }
}

/* What is joined: a part of a result (0 value, 1 low, 2 high), or where site is a step, the operand
 * of its calls. */
struct merge {
    struct trace *trace;
    uint32_t name;
    size_t part;
    bool is_text;
    uint32_t site;
    uint32_t nil;
};

static uint32_t merge_leaf(const struct merge *merge, const struct trace_state_leaf *leaf)
{
    size_t at = find_result(leaf->results, leaf->result_count, merge->name);
    if (merge->site != STEPS_NONE || at == FORMULA_RESULTS_MAX)
        return merge->nil;
    const struct trace_state_result *result = &leaf->results[at];
    uint32_t step = merge->part == 0   ? result->value
                    : merge->part == 1 ? result->low
                                       : result->high;
    return step == STEPS_NONE ? merge->nil : step;
}

/* The call of a site on the way to a leaf, NULL when it does not come there. */
static const struct trace_state_call *find_call(const struct trace_state_leaf *leaf, uint32_t site)
{
    for (size_t i = 0; i < leaf->call_count; i++)
        if (leaf->calls[i].site == site)
            return &leaf->calls[i];
    return NULL;
}

/* Joins the leaves from first to before end, which have gone depth decisions the same way. Also
 * where both ways give the same the condition stands: where it is missing, so is the result. */
static uint32_t merge_ways(lua_State *L, const struct merge *merge, size_t first, size_t end,
                           size_t depth)
{
    const struct trace_state_leaf *leaf = &merge->trace->leaves[first];
    const struct trace_state_call *call = find_call(leaf, merge->site);
    if (call && call->depth == depth)
        return call->operand;
    if (depth == leaf->depth)
        return merge_leaf(merge, leaf);
    struct trace_state_decision decision = leaf->decisions[depth];
    size_t middle = first;
    while (middle < end && merge->trace->leaves[middle].decisions[depth].answer)
        middle++;
    uint32_t operands[3] = {decision.condition, merge->nil, merge->nil};
    if (middle > first)
        operands[1] = merge_ways(L, merge, first, middle, depth + 1);
    if (middle < end)
        operands[2] = merge_ways(L, merge, middle, end, depth + 1);
    if (operands[1] == merge->nil && operands[2] == merge->nil)
        return merge->nil;
    struct step step = {.op = FORMULA_SELECT,
                        .line = decision.line,
                        .number = merge->site == STEPS_NONE,
                        .is_text = merge->is_text};
    return trace_step(L, &step, operands, 3);
}

static void merge_results(lua_State *L, struct merge *merge)
{
    struct trace *trace = merge->trace;
    merge->site = STEPS_NONE;
    for (size_t i = 0; i < trace->result_count; i++) {
        struct trace_state_result *result = &trace->results[i];
        merge->name = result->name;
        merge->is_text = result->is_text;
        merge->part = 0;
        result->value = merge_ways(L, merge, 0, trace->leaf_count, 0);
        merge->is_text = false;
        merge->part = 1;
        if (result->low != STEPS_NONE)
            result->low = merge_ways(L, merge, 0, trace->leaf_count, 0);
        merge->part = 2;
        if (result->high != STEPS_NONE)
            result->high = merge_ways(L, merge, 0, trace->leaf_count, 0);
    }
}

/* The operand of all calls of a site, STEPS_NONE when they differ. */
static uint32_t common_operand(const struct trace *trace, uint32_t site)
{
    uint32_t common = STEPS_NONE;
    for (size_t i = 0; i < trace->leaf_count; i++) {
        const struct trace_state_call *call = find_call(&trace->leaves[i], site);
        if (call && common != STEPS_NONE && call->operand != common)
            return STEPS_NONE;
        if (call)
            common = call->operand;
    }
    return common;
}

/* tide.lag looks back at what it is of whichever way the earlier period went, where that is one
 * thing; a panel function compares only the rows that come to it. */
static void merge_calls(lua_State *L, struct merge *merge)
{
    struct trace *trace = merge->trace;
    merge->is_text = false;
    for (size_t i = 0; i < trace->site_count; i++) {
        merge->site = trace->sites[i];
        uint32_t operand = STEPS_NONE;
        if (trace->steps.items[merge->site].op == FORMULA_LAG)
            operand = common_operand(trace, merge->site);
        if (operand == STEPS_NONE)
            operand = merge_ways(L, merge, 0, trace->leaf_count, 0);
        trace->steps.items[merge->site].late = operand + 1;
    }
}

void trace_merge(lua_State *L, struct trace *trace)
{
    collect_results(L, trace);
    struct merge merge = {.trace = trace,
                          .nil = trace_step(L, &(struct step){.op = FORMULA_NIL}, NULL, 0)};
    merge_results(L, &merge);
    merge_calls(L, &merge);
    bool circular = steps_are_circular(&trace->steps);
    if (trace->steps.failed)
        sandbox_raise_memory(L);
    if (circular)
        trace_refuse(L, "calls what compares countries in another order on another way");
}

bool trace_merge_has(const struct trace *trace, struct text name, bool text, bool interval)
{
    for (size_t i = 0; i < trace->result_count; i++) {
        const struct trace_state_result *result = &trace->results[i];
        if (text_is(name, steps_text_at(&trace->steps, result->name)))
            return result->is_text == text && (!interval || result->low != STEPS_NONE);
    }
    return false;
}

bool trace_merge_put(struct trace *trace, struct text_buffer *out)
{
    uint32_t roots[3 * FORMULA_RESULTS_MAX];
    size_t count = 0;
    for (size_t i = 0; i < trace->result_count; i++) {
        roots[count++] = trace->results[i].value;
        roots[count++] = trace->results[i].low;
        roots[count++] = trace->results[i].high;
    }
    if (!steps_put(&trace->steps, roots, count, out))
        return false;
    protocol_put_u32(out, (uint32_t)trace->result_count);
    for (size_t i = 0; i < trace->result_count; i++) {
        const char *name = steps_text_at(&trace->steps, trace->results[i].name);
        protocol_put_text(out, name, strlen(name));
        protocol_put_byte(out, trace->results[i].is_text);
        for (size_t part = 0; part < 3; part++)
            protocol_put_u32(out, roots[3 * i + part]);
    }
    return !out->failed;
}
