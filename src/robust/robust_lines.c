#include "robust/robust_lines.h"

#include "score/graph_lines.h"
#include "score/graph_vary.h"
#include "score/score_draws.h"

#include <string.h>

/* Rows computed side by side: the weights of a mean serve all of them, while their values stay in
 * the cache. */
enum { LINES = 8 };

static bool varies_in(const struct robust_plan *plan, const struct robust_range *range,
                      const struct score *score, uint32_t indicator)
{
    bool varies = false;
    for (size_t row = 0; plan->values && !varies && row < range->rows; row++)
        varies = score_draws_uncertain(score->panel, indicator, range->first_row + row);
    return varies;
}

/* Marks weights and the sources of indicators that vary; lists the latter. */
static bool mark(struct arena *arena, const struct robust_plan *plan,
                 const struct robust_range *range, size_t which, bool *varies,
                 struct robust_lines *made)
{
    const struct score *score = plan->cases[which];
    const struct graph *graph = score->compile->graph;
    uint32_t *indicators = arena_alloc(arena, score->panel->indicators + 1, sizeof *indicators);
    uint32_t *sources = arena_alloc(arena, score->panel->indicators + 1, sizeof *sources);
    if (!indicators || !sources)
        return false;
    for (size_t w = 0; w < plan->weight_count; w++)
        if (plan->weights[w].nodes[which] != GRAPH_NONE)
            varies[plan->weights[w].nodes[which]] = true;
    for (uint32_t id = 0; id < graph_count(graph); id++) {
        uint32_t source = graph_source_number(graph, id);
        if (source >= score->panel->indicators || !varies_in(plan, range, score, source))
            continue;
        varies[id] = true;
        indicators[made->indicator_count] = source;
        sources[made->indicator_count++] = id;
    }
    made->indicators = indicators;
    made->sources = sources;
    return true;
}

/* The values of nodes that do not vary, from one evaluation of the panel. */
static bool keep(struct arena *arena, const struct score *score, const struct robust_range *range,
                 struct robust_lines *made)
{
    double **out = arena_alloc(arena, made->count + 1, sizeof *out);
    struct graph_column *sources =
        arena_alloc(arena, score->panel->indicators + 1, sizeof *sources);
    if (!out || !sources)
        return false;
    for (size_t i = 0; i < made->count; i++) {
        out[i] = arena_alloc(arena, range->rows + 1, sizeof **out);
        if (!out[i])
            return false;
    }
    for (uint32_t i = 0; i < score->panel->indicators; i++)
        sources[i] = (struct graph_column){panel_column(score->panel, i), 1};
    const struct score_given given = {.sources = sources,
                                      .nodes = made->nodes,
                                      .count = made->count,
                                      .out = out,
                                      .kernel = range->kernel};
    made->values = (const double **)out;
    return made->count == 0 ||
           score_draws_given_rows(arena, score, &given, range->first_row, range->rows, true);
}

bool robust_lines_make(struct arena *arena, const struct robust_plan *plan,
                       const struct robust_range *range, size_t which, struct robust_lines *made)
{
    const struct score *score = plan->cases[which];
    const struct graph *graph = score->compile->graph;
    bool *varies = arena_alloc(arena, graph_count(graph) + 1, sizeof *varies);
    bool *still = arena_alloc(arena, graph_count(graph) + 1, sizeof *still);
    uint32_t *nodes = arena_alloc(arena, graph_count(graph) + 1, sizeof *nodes);
    *made = (struct robust_lines){.nodes = nodes};
    if (!varies || !still || !nodes || !mark(arena, plan, range, which, varies, made))
        return false;
    made->there = graph_vary(graph, score->compile->items[plan->item].node, varies, still);
    for (uint32_t id = 0; made->there && id < graph_count(graph); id++)
        if (still[id])
            nodes[made->count++] = id;
    return !made->there || keep(arena, score, range, made);
}

/* What lines of a block read and fill. */
struct set {
    const struct robust_block *block;
    const struct robust_lines *lines;
    struct graph_line line[LINES];
    const double **numbers[LINES];
    const double **columns[LINES];
    struct graph_grouping *groupings[LINES];
    double *values[LINES]; /* [indicator × member] */
    double *made[LINES];
    double *scratch;
};

static bool make_set(struct arena *arena, struct set *set)
{
    const struct robust_block *block = set->block;
    const struct score *score = block->plan->cases[block->which];
    size_t indicators = set->lines->indicator_count, groupings = score->compile->grouping_count;
    set->scratch = arena_alloc(arena, block->runs + 1, sizeof *set->scratch);
    for (size_t l = 0; l < LINES; l++) {
        set->numbers[l] = arena_alloc(arena, set->lines->count + 1, sizeof **set->numbers);
        set->columns[l] = arena_alloc(arena, indicators + 1, sizeof **set->columns);
        set->groupings[l] = arena_alloc(arena, groupings + 1, sizeof **set->groupings);
        set->values[l] = arena_alloc(arena, indicators * block->count + 1, sizeof **set->values);
        set->made[l] = arena_alloc(arena, block->count + 1, sizeof **set->made);
        if (!set->numbers[l] || !set->columns[l] || !set->groupings[l] || !set->values[l] ||
            !set->made[l])
            return false;
        for (size_t i = 0; i < indicators; i++)
            set->columns[l][i] = set->values[l] + i * block->count;
        set->line[l] =
            (struct graph_line){set->numbers[l], set->columns[l], set->groupings[l], set->made[l]};
    }
    return set->scratch != NULL;
}

/* Values of a row stand in the range one behind the other where all runs of the block are members.
 */
static double *place_of(const struct robust_block *block, size_t row)
{
    return block->out + row * block->range->count + block->first;
}

/* What line l reads of a row of the range. */
static void fill(struct set *set, size_t l, size_t row)
{
    const struct robust_block *block = set->block;
    const struct score *score = block->plan->cases[block->which];
    size_t at = block->range->first_row + row;
    for (size_t i = 0; i < set->lines->count; i++)
        set->numbers[l][i] = set->lines->values[i] + row;
    for (size_t i = 0; i < set->lines->indicator_count; i++)
        robust_block_values(block, set->lines->indicators[i], at, set->scratch,
                            set->values[l] + i * block->count);
    score_bind_classes(&score->bind, at, set->groupings[l]);
    set->line[l].out = block->count == block->runs ? place_of(block, row) : set->made[l];
}

static void take(const struct set *set, size_t l, size_t row)
{
    const struct robust_block *block = set->block;
    double *out = place_of(block, row);
    for (size_t m = 0; block->count < block->runs && m < block->count; m++)
        out[block->members[m]] = set->made[l][m];
}

bool robust_lines_run(struct arena *arena, const struct robust_block *block,
                      const struct robust_lines *lines)
{
    const struct score *score = block->plan->cases[block->which];
    struct set set = {.block = block, .lines = lines};
    struct graph_override *shared =
        arena_alloc(arena, block->plan->weight_count + 1, sizeof *shared);
    size_t count = shared ? robust_block_weights(arena, block, shared) : SIZE_MAX;
    if (count == SIZE_MAX || !make_set(arena, &set))
        return false;
    score_bind_classes(&score->bind, block->range->first_row, set.groupings[0]);
    const struct graph_lines_ask ask = {.graph = score->compile->graph,
                                        .kernel = block->range->kernel,
                                        .node = score->compile->items[block->plan->item].node,
                                        .rows = block->count,
                                        .lines = LINES,
                                        .shared = shared,
                                        .shared_count = count,
                                        .numbers = lines->nodes,
                                        .number_count = lines->count,
                                        .columns = lines->sources,
                                        .column_count = lines->indicator_count,
                                        .held = score->bind.held,
                                        .groupings = set.groupings[0],
                                        .grouping_count = score->compile->grouping_count};
    struct graph_lines *made = graph_lines_new(arena, &ask);
    for (size_t row = 0; made && row < block->range->rows; row += LINES) {
        size_t left = block->range->rows - row, some = left < LINES ? left : LINES;
        for (size_t l = 0; l < some; l++)
            fill(&set, l, row + l);
        graph_lines_run(made, set.line, some);
        for (size_t l = 0; l < some; l++)
            take(&set, l, row + l);
    }
    return made != NULL;
}
