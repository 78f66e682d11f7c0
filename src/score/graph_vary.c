#include "score/graph_vary.h"

#include "score/graph_node.h"

static bool is_own(const struct graph_node *node)
{
    return node->op == GRAPH_CONST || node->op == GRAPH_PARAM || node->op == GRAPH_FRAME;
}

/* Upwards: what stands on what varies, frames being held. */
static void spread_up(const struct graph *graph, bool *varies)
{
    for (uint32_t id = 0; id < graph->count; id++) {
        const struct graph_node *node = &graph->nodes[id];
        for (size_t i = 0; node->op != GRAPH_FRAME && i < node->operand_count; i++)
            varies[id] = varies[id] || varies[node->operands[i]];
    }
}

bool graph_vary(const struct graph *graph, uint32_t node, bool *varies, bool *still)
{
    bool whole = false;
    spread_up(graph, varies);
    still[node] = true; /* what is reached, until the end */
    for (uint32_t id = node + 1; id-- > 0;) {
        const struct graph_node *at = &graph->nodes[id];
        if (!still[id])
            continue;
        still[id] = !varies[id] && !is_own(at);
        whole = whole || (varies[id] && (graph_node_is_whole(at) || at->op == GRAPH_ANSWER));
        for (size_t i = 0; varies[id] && i < at->operand_count; i++)
            still[at->operands[i]] = true;
    }
    return !whole;
}
