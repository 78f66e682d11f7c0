#include "scenario/ensemble_make.h"

#include "score/score_draws.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

bool ensemble_make_moves(const struct ensemble_make *make, size_t item, size_t place)
{
    const bool *rests = make->rests + item * make->indicators;
    size_t first = make->around[item] ? 0 : place;
    size_t last = make->around[item] ? make->places : place + 1;
    for (size_t p = first; p < last; p++)
        for (size_t i = 0; i < make->indicators; i++)
            if (rests[i] && make->moved[p * make->indicators + i])
                return true;
    return false;
}

/* What a block has at hand: both sides' columns of each place, [period * indicators + indicator].
 */
struct work {
    struct ensemble_make *make;
    struct ensemble_block block;
    size_t at; /* the place of the first draw among the ensemble's */
    const struct graph_column **baseline;
    const struct graph_column **scenario;
};

/* The base of one indicator of a place through the periods. */
static void draw_base(struct work *work, size_t place, uint32_t indicator,
                      struct graph_column *columns)
{
    const struct ensemble_make *make = work->make;
    const struct panel *panel = &make->input->held->panel;
    struct ensemble_block *block = &work->block;
    const double *z = NULL, *supplied = NULL;
    uint64_t drawn = 0;
    for (size_t period = 0; period < make->periods; period++) {
        size_t at = (place * make->periods + period) * make->indicators + indicator;
        const struct ensemble_cell *cell = &make->cells[at];
        struct graph_column *column = &columns[period * make->indicators + indicator];
        *column = (struct graph_column){panel_column(panel, indicator) + cell->row, 0};
        if (!make->needed[indicator] || cell->stream == 0)
            continue;
        if (cell->assume) {
            supplied = supplied
                           ? supplied
                           : ensemble_block_triangle(block, &cell->assume->value, cell->stream);
            *column = (struct graph_column){supplied, 1};
            continue;
        }
        if (!z || drawn != cell->stream) {
            double *normal = ensemble_block_room(block, block->draws);
            if (normal)
                random_normals(block->seed, cell->stream, block->first, block->draws, normal);
            z = normal;
            drawn = cell->stream;
        }
        double *values = ensemble_block_room(block, block->draws);
        if (!z || !values)
            return;
        score_draws_from(panel, indicator, cell->row, z, block->draws, values);
        *column = (struct graph_column){values, 1};
    }
}

/* Where a formula gives no finite number, or figures are not stored for a row, there is no value.
 */
static void drop(const struct ensemble_make *make, size_t item, size_t row, double *values,
                 size_t draws)
{
    const struct score *score = make->input->score;
    const struct compile_item *made = &score->compile->items[make->options->items[item]];
    bool lacking = score->bind.lacking && score->bind.lacking[row] != 0;
    for (size_t d = 0; (lacking || made->formula) && d < draws; d++)
        if (lacking || isinf(values[d]))
            values[d] = NAN;
}

/* What is wanted of an evaluation. */
struct wants {
    uint32_t *nodes;
    double **out;
    size_t *items;
    struct graph_override *overrides;
    size_t count;
    size_t override_count;
};

/* The wanted items of a side at a row: of the scenario those that move; what does not is given to
 * it as the baseline has it. */
static bool make_wants(struct work *work, const struct ensemble_side *side, size_t place,
                       size_t period, struct wants *wants)
{
    struct ensemble_make *make = work->make;
    struct arena *arena = work->block.arena;
    size_t items = make->options->item_count, row = period * make->places + place;
    bool scenario = side == &make->scenario;
    *wants = (struct wants){.nodes = arena_alloc(arena, items + 1, sizeof *wants->nodes),
                            .out = arena_alloc(arena, items + 1, sizeof *wants->out),
                            .items = arena_alloc(arena, items + 1, sizeof *wants->items),
                            .overrides = arena_alloc(arena, items + 1, sizeof *wants->overrides)};
    if (!wants->nodes || !wants->out || !wants->items || !wants->overrides)
        return false;
    for (size_t i = 0; i < items; i++) {
        uint32_t node = make->input->score->compile->items[make->options->items[i]].node;
        double *values = side->values[i * make->rows + row];
        if (make->around[i])
            continue;
        if (scenario && !ensemble_make_moves(make, i, place)) {
            const struct graph_column given = {
                make->baseline.values[i * make->rows + row] + work->at, 1};
            wants->overrides[wants->override_count++] = (struct graph_override){node, given};
            continue;
        }
        wants->items[wants->count] = i;
        wants->nodes[wants->count] = node;
        wants->out[wants->count++] = values + work->at;
    }
    return true;
}

/* The wanted items of one side at a place, period by period. */
static bool evaluate(struct work *work, const struct ensemble_side *side, size_t place,
                     const struct graph_column *columns)
{
    struct ensemble_make *make = work->make;
    struct arena *arena = work->block.arena;
    struct arena_mark mark = arena_mark(arena);
    struct graph_column *sources = arena_alloc(arena, make->indicators + 1, sizeof *sources);
    for (size_t period = 0; sources && period < make->periods; period++) {
        struct wants wants;
        size_t row = held_row(make->input->held, period * make->places + place);
        if (!make_wants(work, side, place, period, &wants))
            return false;
        memcpy(sources, columns + period * make->indicators, make->indicators * sizeof *sources);
        struct score_given given = {.sources = sources,
                                    .overrides = wants.overrides,
                                    .override_count = wants.override_count,
                                    .nodes = wants.nodes,
                                    .count = wants.count,
                                    .out = wants.out,
                                    .kernel = work->block.kernel};
        if (wants.count > 0 &&
            !score_draws_given_row(arena, make->input->score, &given, row, work->block.draws))
            return false;
        for (size_t i = 0; i < wants.count; i++)
            drop(make, wants.items[i], row, wants.out[i], work->block.draws);
    }
    arena_rewind(arena, mark);
    return sources != NULL;
}

/* The wanted indicators in their own units. */
static void copy_raw(struct work *work, const struct ensemble_side *side, size_t place,
                     const struct graph_column *columns)
{
    const struct ensemble_make *make = work->make;
    for (size_t i = 0; i < make->options->indicator_count; i++) {
        uint32_t indicator = make->options->indicators[i];
        if (side == &make->scenario && !make->moved[place * make->indicators + indicator])
            continue;
        for (size_t period = 0; period < make->periods; period++) {
            const struct graph_column *column = &columns[period * make->indicators + indicator];
            double *out = side->raw[i * make->rows + period * make->places + place] + work->at;
            for (size_t d = 0; d < work->block.draws; d++)
                out[d] = column->values[d * column->stride];
        }
    }
}

/* One draw of the panel: the columns that move from draw to draw are written over. */
static bool evaluate_draw(struct work *work, const struct ensemble_side *side, double **whole,
                          const struct graph_column *const *columns, size_t draw)
{
    struct ensemble_make *make = work->make;
    const struct held *held = make->input->held;
    const struct panel *panel = &held->panel;
    struct arena *arena = work->block.arena;
    size_t first = (size_t)(held->first - panel->options.first) * panel->countries;
    size_t rows = make->periods * panel->countries, items = make->options->item_count;
    struct graph_column *sources = arena_alloc(arena, make->indicators + 1, sizeof *sources);
    struct wants wants = {.nodes = arena_alloc(arena, items, sizeof *wants.nodes),
                          .out = arena_alloc(arena, items, sizeof *wants.out),
                          .items = arena_alloc(arena, items, sizeof *wants.items)};
    if (!sources || !wants.nodes || !wants.out || !wants.items)
        return false;
    for (size_t i = 0; i < make->indicators; i++) {
        sources[i] =
            (struct graph_column){whole[i] ? whole[i] : panel_column(panel, (uint32_t)i), 1};
        for (size_t row = 0; whole[i] && row < make->rows; row++) {
            const struct graph_column *column =
                &columns[row % make->places][row / make->places * make->indicators + i];
            whole[i][held_row(held, row)] = column->values[draw * column->stride];
        }
    }
    for (size_t i = 0; i < items; i++) {
        if (!make->around[i] || (side == &make->scenario && !ensemble_make_moves(make, i, 0)))
            continue;
        wants.items[wants.count] = i;
        wants.nodes[wants.count] = make->input->score->compile->items[make->options->items[i]].node;
        wants.out[wants.count] = arena_alloc(arena, rows, sizeof **wants.out);
        if (!wants.out[wants.count++])
            return false;
    }
    struct score_given given = {.sources = sources,
                                .nodes = wants.nodes,
                                .count = wants.count,
                                .out = wants.out,
                                .kernel = work->block.kernel};
    if (wants.count > 0 &&
        !score_draws_given_rows(arena, make->input->score, &given, first, rows, true))
        return false;
    for (size_t i = 0; i < wants.count; i++)
        for (size_t row = 0; row < make->rows; row++) {
            double *to = &side->values[wants.items[i] * make->rows + row][work->at + draw];
            *to = wants.out[i][held_row(held, row) - first];
            drop(make, wants.items[i], held_row(held, row), to, 1);
        }
    return true;
}

/* Items that look at other rows: every draw is one of the whole panel, whose cells outside the
 * scenario stand as they are. */
static bool evaluate_around(struct work *work, const struct ensemble_side *side,
                            const struct graph_column *const *columns)
{
    struct ensemble_make *make = work->make;
    const struct panel *panel = &make->input->held->panel;
    struct arena *arena = work->block.arena;
    struct arena_mark mark = arena_mark(arena);
    double **whole = arena_alloc(arena, make->indicators + 1, sizeof *whole);
    for (size_t i = 0; whole && i < make->indicators; i++) {
        if (!make->needed[i])
            continue;
        whole[i] = arena_alloc(arena, panel->rows, sizeof **whole);
        if (!whole[i])
            return false;
        memcpy(whole[i], panel_column(panel, (uint32_t)i), panel->rows * sizeof **whole);
    }
    for (size_t d = 0; whole && d < work->block.draws; d++) {
        struct arena_mark draw = arena_mark(arena);
        if (!evaluate_draw(work, side, whole, columns, d))
            return false;
        arena_rewind(arena, draw);
    }
    arena_rewind(arena, mark);
    return whole != NULL;
}

/* When levers happen at a place, and the branch of each draw. */
static void keep_times(struct work *work, size_t place, const struct ensemble_drawing *run)
{
    struct ensemble_make *make = work->make;
    const struct plan *plan = run->plan;
    double end = plan->ends[plan->periods - 1];
    for (uint32_t c = 0; c < plan->clock_count; c++)
        for (size_t t = 0; t < make->time_count; t++) {
            const struct ensemble_times *times = &make->times[t];
            const struct ensemble_clock *clock = &run->clocks[c];
            if (times->country != plan->country || times->lever != plan->clocks[c].lever)
                continue;
            for (size_t d = 0; d < work->block.draws; d++) {
                double at = clock->months ? clock->months[d] : clock->at;
                make->months[t][work->at + d] = at < end ? at : INFINITY;
            }
        }
    if (place == 0 && make->branch && plan->branches)
        memcpy(make->branch + work->at, run->choices[0], work->block.draws);
}

/* Runs a side's plan at a place: what its columns become. NULL when it failed. */
static const struct graph_column *run_side(struct work *work, const struct ensemble_side *side,
                                           size_t place, size_t number,
                                           const struct graph_column *base)
{
    struct ensemble_make *make = work->make;
    bool scenario = side == &make->scenario;
    size_t cells = make->indicators * make->periods;
    size_t counts = (number * make->places + place) * cells;
    struct ensemble_drawing run = {.block = &work->block,
                                   .plan = side->plans[place],
                                   .base = base,
                                   .at_low = scenario ? make->cut_low + counts : NULL,
                                   .at_high = scenario ? make->cut_high + counts : NULL};
    if (!ensemble_block_run(&run))
        return NULL;
    if (scenario)
        keep_times(work, place, &run);
    return run.moved;
}

static bool make_place(struct work *work, size_t place, size_t number)
{
    struct ensemble_make *make = work->make;
    struct ensemble_block *block = &work->block;
    struct graph_column *base =
        arena_alloc(block->arena, make->periods * make->indicators, sizeof *base);
    if (!base)
        return false;
    for (uint32_t i = 0; i < make->indicators && !block->failed; i++)
        draw_base(work, place, i, base);
    if (block->failed)
        return false;
    if (make->baseline.made) {
        work->baseline[place] = run_side(work, &make->baseline, place, number, base);
        if (!work->baseline[place] ||
            !evaluate(work, &make->baseline, place, work->baseline[place]))
            return false;
        copy_raw(work, &make->baseline, place, work->baseline[place]);
    }
    work->scenario[place] = run_side(work, &make->scenario, place, number, base);
    if (!work->scenario[place] || !evaluate(work, &make->scenario, place, work->scenario[place]))
        return false;
    copy_raw(work, &make->scenario, place, work->scenario[place]);
    return true;
}

bool ensemble_make_block(struct ensemble_make *make, struct arena *arena, size_t number)
{
    const struct ensemble_options *options = make->options;
    size_t at = number * ENSEMBLE_BLOCK, left = options->draws - at;
    struct work work = {.make = make,
                        .block = {.arena = arena,
                                  .input = make->input,
                                  .kernel = options->kernel,
                                  .seed = options->seed,
                                  .first = options->first + at,
                                  .draws = left < ENSEMBLE_BLOCK ? left : ENSEMBLE_BLOCK},
                        .at = at,
                        .baseline = arena_alloc(arena, make->places, sizeof *work.baseline),
                        .scenario = arena_alloc(arena, make->places, sizeof *work.scenario)};
    if (!work.baseline || !work.scenario)
        return false;
    for (size_t place = 0; place < make->places; place++) {
        struct arena_mark mark = arena_mark(arena);
        if (!make_place(&work, place, number))
            return false;
        if (!make->any_around)
            arena_rewind(arena, mark);
    }
    if (make->any_around && make->baseline.made &&
        !evaluate_around(&work, &make->baseline, work.baseline))
        return false;
    return !make->any_around || evaluate_around(&work, &make->scenario, work.scenario);
}
