#include "robust/robust_run.h"

#include "robust/robust_lines.h"

#include "score/graph_compare.h"
#include "score/score_draws.h"

#include "base/pool.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

struct running {
    const struct robust_plan *plan;
    const struct robust_range *range;
    double *out;
    const struct robust_lines *lines; /* [case] */
    struct arena **arenas;            /* one a worker */
};

void robust_run_numbers(const struct robust_plan *plan, size_t input, uint64_t seed, size_t first,
                        size_t count, double *out)
{
    uint64_t stream =
        random_stream(random_stream(0, text_of("robust")), text_of(plan->inputs[input].name));
    random_uniforms(seed, stream, first, count, out);
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

static bool prepare(struct arena *arena, const struct robust_block *block,
                    struct evaluation *evaluation)
{
    const struct robust_plan *plan = block->plan;
    const struct score *score = plan->cases[block->which];
    *evaluation = (struct evaluation){
        .sources = arena_alloc(arena, score->panel->indicators + 1, sizeof(struct graph_column)),
        .overrides = arena_alloc(arena, plan->weight_count + plan->imputed_count + 1,
                                 sizeof(struct graph_override)),
        .node = score->compile->items[plan->item].node,
        .values = arena_alloc(arena, ROBUST_BLOCK_RUNS + score->panel->rows, sizeof(double)),
        .drawn = arena_alloc(arena, ROBUST_BLOCK_RUNS, sizeof(double))};
    return evaluation->sources && evaluation->overrides && evaluation->values && evaluation->drawn;
}

static void give(const struct robust_block *block, struct evaluation *evaluation, size_t overrides)
{
    evaluation->given = (struct score_given){.sources = evaluation->sources,
                                             .overrides = evaluation->overrides,
                                             .override_count = overrides,
                                             .nodes = &evaluation->node,
                                             .count = 1,
                                             .out = &evaluation->values,
                                             .kernel = block->range->kernel};
}

/* One row of the panel, a run an evaluated row: where functions of the rule run on what varies. */
static bool row_of_runs(struct arena *arena, const struct robust_block *block,
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
        robust_block_values(block, i, row, evaluation->drawn, values);
        evaluation->sources[i] = (struct graph_column){values, 1};
    }
    if (!score_draws_given_row(arena, score, &evaluation->given, row, block->count))
        return false;
    double *out = block->out + (row - block->range->first_row) * block->range->count + block->first;
    for (size_t m = 0; m < block->count; m++)
        out[block->members[m]] = evaluation->values[m];
    return true;
}

static bool rows_of_runs(struct arena *arena, const struct robust_block *block)
{
    struct evaluation evaluation;
    if (!prepare(arena, block, &evaluation))
        return false;
    size_t overrides = robust_block_weights(arena, block, evaluation.overrides);
    if (overrides == SIZE_MAX)
        return false;
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
static const double *column_in(struct arena *arena, const struct robust_block *block,
                               uint32_t indicator, uint64_t draw)
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

/* By how many standard deviations each value filled in is off in a run; false without memory. */
static bool scatter(struct arena *arena, const struct robust_block *block, size_t run,
                    struct evaluation *evaluation, size_t *overrides)
{
    const struct robust_plan *plan = block->plan;
    size_t rows = plan->cases[block->which]->panel->rows;
    for (size_t i = 0; i < plan->imputed_count; i++) {
        const struct robust_imputed *imputed = &plan->imputed[i];
        uint32_t node = imputed->nodes[block->which];
        if (node == GRAPH_NONE)
            continue;
        double *z = arena_alloc(arena, rows + 1, sizeof *z);
        if (!z)
            return false;
        for (size_t row = 0; row < rows; row++)
            if (imputed->streams[row])
                random_normals(block->range->seed, imputed->streams[row],
                               robust_block_draw(block, ROBUST_IMPUTED, run), 1, &z[row]);
        evaluation->overrides[(*overrides)++] = (struct graph_override){node, {z, 1}};
    }
    return true;
}

/* One run, the whole panel computed anew. */
static bool whole_run(struct arena *arena, const struct robust_block *block, size_t run)
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
            evaluation.sources[i].values =
                column_in(arena, block, i, robust_block_draw(block, ROBUST_VALUES, run));
        if (!evaluation.sources[i].values)
            return false;
    }
    for (size_t w = 0; w < block->plan->weight_count; w++) {
        uint32_t node = block->plan->weights[w].nodes[block->which];
        double *value = arena_alloc(arena, 1, sizeof *value);
        if (!value)
            return false;
        *value = robust_block_weight(block, &block->plan->weights[w], run);
        if (node != GRAPH_NONE)
            evaluation.overrides[overrides++] = (struct graph_override){node, {value, 0}};
    }
    if (!scatter(arena, block, run, &evaluation, &overrides))
        return false;
    give(block, &evaluation, overrides);
    if (!score_draws_given_rows(arena, score, &evaluation.given, range->first_row, range->rows,
                                false))
        return false;
    for (size_t row = 0; row < range->rows; row++)
        block->out[row * range->count + block->first + run] = evaluation.values[row];
    return true;
}

static bool whole_runs(struct arena *arena, const struct robust_block *block)
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

static bool run_case(struct arena *arena, const struct running *running,
                     const struct robust_block *block)
{
    if (running->plan->whole[block->which])
        return whole_runs(arena, block);
    const struct robust_lines *lines = &running->lines[block->which];
    return lines->there ? robust_lines_run(arena, block, lines) : rows_of_runs(arena, block);
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
        struct robust_block block = {plan,  running->range, first, runs,        u,
                                     which, members,        0,     running->out};
        for (size_t run = 0; run < runs; run++)
            if (cases[run] == which)
                members[block.count++] = run;
        if (block.count > 0 && !run_case(arena, running, &block))
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
    size_t first = piece * ROBUST_BLOCK_RUNS, left = running->range->count - first;
    bool done =
        run_block(arena, running, first, left < ROBUST_BLOCK_RUNS ? left : ROBUST_BLOCK_RUNS);
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

/* What each case keeps through all runs; NULL without memory. */
static const struct robust_lines *lines_of(struct arena *arena, const struct robust_plan *plan,
                                           const struct robust_range *range)
{
    struct robust_lines *lines = arena_alloc(arena, plan->case_count, sizeof *lines);
    for (size_t c = 0; lines && c < plan->case_count; c++)
        if (!plan->whole[c] && !robust_lines_make(arena, plan, range, c, &lines[c]))
            return NULL;
    return lines;
}

/* Runs behind those that were done are missing. */
static void note_done(const struct robust_range *range, size_t done, double *out)
{
    for (size_t row = 0; row < range->rows && done < range->count; row++)
        for (size_t run = done; run < range->count; run++)
            out[row * range->count + run] = NAN;
    if (range->done)
        *range->done = done;
}

bool robust_run(struct arena *arena, const struct robust_plan *plan,
                const struct robust_range *range, double *out, struct err *err)
{
    unsigned threads = range->threads == 0 || is_alone(plan) ? 1 : range->threads;
    struct arena_mark mark = arena_mark(arena);
    struct running running = {plan, range, out, lines_of(arena, plan, range),
                              arena_alloc(arena, threads, sizeof(struct arena *))};
    bool done = running.lines && running.arenas;
    for (unsigned i = 0; done && i < threads; i++)
        done = (running.arenas[i] = arena_new()) != NULL;
    size_t blocks = (range->count + ROBUST_BLOCK_RUNS - 1) / ROBUST_BLOCK_RUNS, made = 0;
    done = done && pool_run_watched(threads, blocks, run_piece, &running, range->watch, &made);
    note_done(range, made < blocks ? made * ROBUST_BLOCK_RUNS : range->count, out);
    for (unsigned i = 0; running.arenas && i < threads; i++) {
        done = done && running.arenas[i] && !arena_failed(running.arenas[i]);
        arena_free(running.arenas[i]);
    }
    arena_rewind(arena, mark);
    return done || err_set(err, ERR_OUT_OF_MEMORY, "out of memory in the runs");
}
