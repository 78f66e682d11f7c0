#include "score/score_eras.h"

#include "score/graph_node.h"

/* Whether an indicator may have figures that do not compare. */
static bool may_break(const struct panel *panel, uint32_t indicator)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    return !cells->feed || cells->feed->table->broken;
}

/* Whether what stands at two rows of a country does not compare. */
static bool breaks(const struct panel *panel, const struct observation *before,
                   const struct observation *here)
{
    if (before->use != here->use)
        return true;
    return here->use &&
           source_break_between(panel->project->sources, here->source, here->use->series,
                                panel->options.as_known, before->date.last, here->date.last);
}

/* Adds to each row how many stretches of an indicator ended before it; whether any did. */
static bool add_indicator(const struct panel *panel, uint32_t indicator, uint32_t *eras)
{
    bool any = false;
    for (size_t country = 0; country < panel->countries; country++) {
        struct observation before = {0}, here;
        bool known = false;
        uint32_t era = 0;
        for (size_t row = country; row < panel->rows; row += panel->countries) {
            if (panel_observation(panel, indicator, row, &here)) {
                era += known && breaks(panel, &before, &here);
                known = true;
                before = here;
            }
            eras[row] += era;
        }
        any = any || era > 0;
    }
    return any;
}

/* The eras of one node, NULL where nothing breaks below it; marks has an entry a node. */
static const uint32_t *eras_of(struct arena *arena, const struct panel *panel,
                               const struct graph *graph, uint32_t node, bool *marks, bool *failed)
{
    struct arena_mark start = arena_mark(arena);
    uint32_t *eras = arena_alloc(arena, panel->rows, sizeof *eras);
    bool any = false;
    if (!eras) {
        *failed = true;
        return NULL;
    }
    graph_mark_above(graph, node, NULL, 0, marks);
    for (uint32_t id = 0; id < graph_count(graph); id++) {
        uint32_t source = marks[id] ? graph_source_number(graph, id) : UINT32_MAX;
        if (source < panel->indicators && may_break(panel, source))
            any = add_indicator(panel, source, eras) || any;
    }
    if (!any)
        arena_rewind(arena, start);
    return any ? eras : NULL;
}

bool score_eras(struct arena *arena, const struct panel *panel, const struct graph *graph,
                const uint32_t *const **eras)
{
    bool failed = false, times = false;
    *eras = NULL;
    for (uint32_t id = 0; id < graph_count(graph); id++)
        times = times || graph->nodes[id].op == GRAPH_TIME;
    if (!times)
        return true;
    const uint32_t **found = arena_alloc(arena, graph_count(graph), sizeof *found);
    bool *marks = arena_alloc(arena, graph_count(graph), sizeof *marks);
    if (!found || !marks)
        return false;
    for (uint32_t id = 0; id < graph_count(graph) && !failed; id++)
        if (graph->nodes[id].op == GRAPH_TIME)
            found[id] = eras_of(arena, panel, graph, id, marks, &failed);
    *eras = found;
    return !failed;
}
