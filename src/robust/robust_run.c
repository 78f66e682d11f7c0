#include "robust/robust_run.h"

#include "score/graph_compare.h"
#include "score/score_draws.h"

#include "base/pool.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

/* Runs done at a time: a block's columns of weights stay in the cache. */
enum { BLOCK_RUNS = 512 };

/* A block of runs in one case: the members, by their place in the block. */
struct block {
    const struct robust_plan *plan;
    const struct robust_range *range;
    size_t first; /* place of the block in the range */
    size_t runs;
    const double *u; /* [input × runs] */
    size_t which;
    const size_t *members;
    size_t count;
    double *out;
};

struct running {
    const struct robust_plan *plan;
    const struct robust_range *range;
    double *out;
    struct arena **arenas; /* one a worker */
};

void robust_run_numbers(const struct robust_plan *plan, size_t input, uint64_t seed, size_t first,
                        size_t count, double *out)
{
    uint64_t stream =
        random_stream(random_stream(0, text_of("robust")), text_of(plan->inputs[input].name));
    random_uniforms(seed, stream, first, count, out);
}

/* The draw of the values that a run takes. */
static uint64_t draw_of(const struct block *block, size_t run)
{
    const struct robust_plan *plan = block->plan;
    if (!block->range->design)
        return block->range->first + block->first + run;
    for (size_t i = 0; i < plan->input_count; i++)
        if (plan->inputs[i].kind == ROBUST_VALUES)
            return (uint64_t)(block->u[i * block->runs + run] * 4294967296.0);
    return 0;
}

static double weight_in(const struct block *block, const struct robust_weight *weight, size_t run)
{
    double u = block->u[weight->input * block->runs + run];
    return weight->value * (1 + (2 * u - 1) * block->plan->inputs[weight->input].noise);
}

/* Draws of a cell for the members: side by side where the runs are, else one by one. */
static void draw_members(const struct block *block, uint32_t indicator, size_t row, double *drawn,
                         double *out)
{
    const struct score *score = block->plan->cases[block->which];
    if (!block->range->design) {
        score_draws_cell(score->panel, indicator, row, block->range->seed,
                         block->range->first + block->first, block->runs, drawn);
        for (size_t m = 0; m < block->count; m++)
            out[m] = drawn[block->members[m]];
        return;
    }
    for (size_t m = 0; m < block->count; m++)
        score_draws_cell(score->panel, indicator, row, block->range->seed,
                         (size_t)draw_of(block, block->members[m]), 1, &out[m]);
}

/* The weights of the members as columns; GRAPH_NONE ones are left out. Gives how many. */
static size_t weight_columns(struct arena *arena, const struct block *block,
                             struct graph_override *overrides)
{
    const struct robust_plan *plan = block->plan;
    size_t count = 0;
    for (size_t w = 0; w < plan->weight_count; w++) {
        uint32_t node = plan->weights[w].nodes[block->which];
        double *values =
            node == GRAPH_NONE ? NULL : arena_alloc(arena, block->count, sizeof *values);
        for (size_t m = 0; values && m < block->count; m++)
            values[m] = weight_in(block, &plan->weights[w], block->members[m]);
        if (values)
            overrides[count++] = (struct graph_override){node, {values, 1}};
    }
    return count;
}

/* What an evaluation of a case needs. */
struct evaluation {
    struct graph_column *sources;
    struct graph_override *overrides;
    struct score_given given;
    uint32_t node;
    double *values;
    double *drawn;
};

static bool prepare(struct arena *arena, const struct block *block, struct evaluation *evaluation)
{
    const struct robust_plan *plan = block->plan;
    const struct score *score = plan->cases[block->which];
    *evaluation = (struct evaluation){
        .sources = arena_alloc(arena, score->panel->indicators + 1, sizeof(struct graph_column)),
        .overrides = arena_alloc(arena, plan->weight_count + 1, sizeof(struct graph_override)),
        .node = score->compile->items[plan->item].node,
        .values = arena_alloc(arena, BLOCK_RUNS + score->panel->rows, sizeof(double)),
        .drawn = arena_alloc(arena, BLOCK_RUNS, sizeof(double))};
    return evaluation->sources && evaluation->overrides && evaluation->values && evaluation->drawn;
}

static void give(const struct block *block, struct evaluation *evaluation, size_t overrides)
{
    evaluation->given = (struct score_given){.sources = evaluation->sources,
                                             .overrides = evaluation->overrides,
                                             .override_count = overrides,
                                             .nodes = &evaluation->node,
                                             .count = 1,
                                             .out = &evaluation->values,
                                             .kernel = block->range->kernel};
}

/* One row of the panel, a run an evaluated row. */
static bool row_of_runs(struct arena *arena, const struct block *block,
                        struct evaluation *evaluation, size_t row)
{
    const struct score *score = block->plan->cases[block->which];
    const struct panel *panel = score->panel;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        evaluation->sources[i] = (struct graph_column){panel_column(panel, i) + row, 0};
        if (!block->plan->values || !score->compile->read[i] ||
            !score_draws_uncertain(panel, i, row))
            continue;
        double *values = arena_alloc(arena, block->count, sizeof *values);
        if (!values)
            return false;
        draw_members(block, i, row, evaluation->drawn, values);
        evaluation->sources[i] = (struct graph_column){values, 1};
    }
    if (!score_draws_given_row(arena, score, &evaluation->given, row, block->count))
        return false;
    double *out = block->out + (row - block->range->first_row) * block->range->count + block->first;
    for (size_t m = 0; m < block->count; m++)
        out[block->members[m]] = evaluation->values[m];
    return true;
}

static bool rows_of_runs(struct arena *arena, const struct block *block)
{
    struct evaluation evaluation;
    if (!prepare(arena, block, &evaluation))
        return false;
    size_t overrides = weight_columns(arena, block, evaluation.overrides);
    give(block, &evaluation, overrides);
    for (size_t row = 0; row < block->range->rows; row++) {
        struct arena_mark mark = arena_mark(arena);
        if (!row_of_runs(arena, block, &evaluation, block->range->first_row + row))
            return false;
        arena_rewind(arena, mark);
    }
    return true;
}

/* The values of an indicator over the whole panel in one run; its own column where none is
 * uncertain. NULL without memory. */
static const double *column_in(struct arena *arena, const struct block *block, uint32_t indicator,
                               uint64_t draw)
{
    const struct panel *panel = block->plan->cases[block->which]->panel;
    const double *column = panel_column(panel, indicator);
    double *drawn = NULL;
    for (size_t row = 0; block->plan->values && row < panel->rows; row++) {
        if (!score_draws_uncertain(panel, indicator, row))
            continue;
        if (!drawn) {
            drawn = arena_alloc(arena, panel->rows, sizeof *drawn);
            if (!drawn)
                return NULL;
            memcpy(drawn, column, panel->rows * sizeof *drawn);
        }
        score_draws_cell(panel, indicator, row, block->range->seed, (size_t)draw, 1, &drawn[row]);
    }
    return drawn ? drawn : column;
}

/* One run, the whole panel computed anew. */
static bool whole_run(struct arena *arena, const struct block *block, size_t run)
{
    const struct score *score = block->plan->cases[block->which];
    const struct robust_range *range = block->range;
    struct evaluation evaluation;
    size_t overrides = 0;
    if (!prepare(arena, block, &evaluation))
        return false;
    for (uint32_t i = 0; i < score->panel->indicators; i++) {
        evaluation.sources[i] = (struct graph_column){panel_column(score->panel, i), 1};
        if (score->compile->read[i])
            evaluation.sources[i].values = column_in(arena, block, i, draw_of(block, run));
        if (!evaluation.sources[i].values)
            return false;
    }
    for (size_t w = 0; w < block->plan->weight_count; w++) {
        uint32_t node = block->plan->weights[w].nodes[block->which];
        double *value = arena_alloc(arena, 1, sizeof *value);
        if (!value)
            return false;
        *value = weight_in(block, &block->plan->weights[w], run);
        if (node != GRAPH_NONE)
            evaluation.overrides[overrides++] = (struct graph_override){node, {value, 0}};
    }
    give(block, &evaluation, overrides);
    if (!score_draws_given_rows(arena, score, &evaluation.given, range->first_row, range->rows,
                                false))
        return false;
    for (size_t row = 0; row < range->rows; row++)
        block->out[row * range->count + block->first + run] = evaluation.values[row];
    return true;
}

static bool whole_runs(struct arena *arena, const struct block *block)
{
    for (size_t m = 0; m < block->count; m++) {
        struct arena_mark mark = arena_mark(arena);
        if (!whole_run(arena, block, block->members[m]))
            return false;
        arena_rewind(arena, mark);
    }
    return true;
}

/* The numbers of a block's runs, [input × runs]; NULL without memory. */
static double *numbers_of(struct arena *arena, const struct running *running, size_t first,
                          size_t runs)
{
    const struct robust_plan *plan = running->plan;
    const struct robust_range *range = running->range;
    double *u = arena_alloc(arena, plan->input_count * runs + 1, sizeof *u);
    for (size_t i = 0; u && i < plan->input_count; i++) {
        if (range->design)
            memcpy(u + i * runs, range->design + i * range->count + first, runs * sizeof *u);
        else
            robust_run_numbers(plan, i, range->seed, range->first + first, runs, u + i * runs);
    }
    return u;
}

/* The case of each run of a block; NULL without memory. */
static size_t *cases_of(struct arena *arena, const struct robust_plan *plan, const double *u,
                        size_t runs)
{
    size_t *cases = arena_alloc(arena, runs, sizeof *cases);
    double *one = arena_alloc(arena, plan->input_count + 1, sizeof *one);
    for (size_t run = 0; cases && one && run < runs; run++) {
        for (size_t i = 0; i < plan->input_count; i++)
            one[i] = u[i * runs + run];
        cases[run] = robust_plan_case(plan, one);
    }
    return one ? cases : NULL;
}

static bool run_block(struct arena *arena, const struct running *running, size_t first, size_t runs)
{
    const struct robust_plan *plan = running->plan;
    double *u = numbers_of(arena, running, first, runs);
    size_t *cases = u ? cases_of(arena, plan, u, runs) : NULL;
    size_t *members = arena_alloc(arena, runs, sizeof *members);
    if (!cases || !members)
        return false;
    for (size_t which = 0; which < plan->case_count; which++) {
        struct arena_mark mark = arena_mark(arena);
        struct block block = {plan,  running->range, first, runs,        u,
                              which, members,        0,     running->out};
        for (size_t run = 0; run < runs; run++)
            if (cases[run] == which)
                members[block.count++] = run;
        if (block.count > 0 &&
            !(plan->whole[which] ? whole_runs(arena, &block) : rows_of_runs(arena, &block)))
            return false;
        arena_rewind(arena, mark);
    }
    return true;
}

static bool run_piece(void *context, size_t piece, unsigned worker)
{
    const struct running *running = context;
    struct arena *arena = running->arenas[worker];
    struct arena_mark mark = arena_mark(arena);
    size_t first = piece * BLOCK_RUNS, left = running->range->count - first;
    bool done = run_block(arena, running, first, left < BLOCK_RUNS ? left : BLOCK_RUNS);
    arena_rewind(arena, mark);
    return done;
}

/* Functions that run row by row share one worker process; a solver may have one state. */
static bool is_alone(const struct robust_plan *plan)
{
    bool alone = !graph_compare_is_threaded();
    for (size_t c = 0; c < plan->case_count; c++)
        alone = alone || plan->cases[c]->compile->call_count > 0;
    return alone;
}

bool robust_run(struct arena *arena, const struct robust_plan *plan,
                const struct robust_range *range, double *out, struct err *err)
{
    unsigned threads = range->threads == 0 || is_alone(plan) ? 1 : range->threads;
    struct arena_mark mark = arena_mark(arena);
    struct running running = {plan, range, out,
                              arena_alloc(arena, threads, sizeof(struct arena *))};
    bool done = running.arenas != NULL;
    for (unsigned i = 0; done && i < threads; i++)
        done = (running.arenas[i] = arena_new()) != NULL;
    done = done &&
           pool_run(threads, (range->count + BLOCK_RUNS - 1) / BLOCK_RUNS, run_piece, &running);
    for (unsigned i = 0; running.arenas && i < threads; i++) {
        done = done && running.arenas[i] && !arena_failed(running.arenas[i]);
        arena_free(running.arenas[i]);
    }
    arena_rewind(arena, mark);
    return done || err_set(err, ERR_OUT_OF_MEMORY, "out of memory in the runs");
}
