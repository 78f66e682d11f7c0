#include "scenario/ensemble.h"

#include "scenario/ensemble_make.h"

#include "score/graph_compare.h"
#include "score/score_draws.h"

#include "base/pool.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while drawing a scenario");
}

size_t ensemble_assumptions(const struct scenario *scenario)
{
    return scenario->pull_count + scenario->step_count + (scenario->branch_count > 0);
}

/* The plans of both sides; false with err. */
static bool make_plans(struct arena *arena, struct ensemble_make *make, struct err *err)
{
    const struct plan_options baseline = {.baseline = true};
    const struct plan_options scenario = {.active = make->options->active,
                                          .strengths = make->options->strengths};
    make->baseline.plans = arena_alloc(arena, make->places, sizeof *make->baseline.plans);
    make->scenario.plans = arena_alloc(arena, make->places, sizeof *make->scenario.plans);
    make->moved = arena_alloc(arena, make->places * make->indicators, sizeof *make->moved);
    if (!make->baseline.plans || !make->scenario.plans || !make->moved)
        return no_memory(err);
    for (size_t p = 0; p < make->places; p++) {
        make->baseline.plans[p] = plan_make(arena, make->input, &baseline, p, err);
        make->scenario.plans[p] = plan_make(arena, make->input, &scenario, p, err);
        if (!make->baseline.plans[p] || !make->scenario.plans[p])
            return false;
        for (size_t i = 0; i < make->indicators; i++)
            make->moved[p * make->indicators + i] =
                make->baseline.plans[p]->moves[i] || make->scenario.plans[p]->moves[i];
    }
    return true;
}

/* Which indicators are read: beneath the items wanted and what scales, and those moved or wanted.
 */
static bool find_needed(struct arena *arena, struct ensemble_make *make)
{
    const struct score *score = make->input->score;
    size_t items = make->options->item_count, indicators = make->indicators;
    bool *beneath = arena_alloc(arena, indicators + 1, sizeof *beneath);
    make->rests = arena_alloc(arena, items * indicators + 1, sizeof *make->rests);
    make->around = arena_alloc(arena, items + 1, sizeof *make->around);
    make->needed = arena_alloc(arena, indicators + 1, sizeof *make->needed);
    if (!beneath || !make->rests || !make->around || !make->needed)
        return false;
    for (size_t i = 0; i < items; i++) {
        uint32_t item = make->options->items[i];
        if (!plan_check_rests(arena, score, item, make->rests + i * indicators))
            return false;
        make->around[i] = graph_reach(score->compile->graph, score->compile->items[item].node) ==
                          GRAPH_REACH_PANEL;
        make->any_around = make->any_around || make->around[i];
        for (size_t n = 0; n < indicators; n++)
            make->needed[n] = make->needed[n] || make->rests[i * indicators + n];
    }
    for (size_t p = 0; p < make->places; p++)
        for (size_t s = 0; s < make->scenario.plans[p]->scale_count; s++) {
            if (!plan_check_rests(arena, score, make->scenario.plans[p]->scales[s], beneath))
                return false;
            for (size_t n = 0; n < indicators; n++)
                make->needed[n] = make->needed[n] || beneath[n];
        }
    for (size_t i = 0; i < make->places * indicators; i++)
        make->needed[i % indicators] = make->needed[i % indicators] || make->moved[i];
    for (size_t i = 0; i < make->options->indicator_count; i++)
        make->needed[make->options->indicators[i]] = true;
    return true;
}

/* The stream of what a scenario assumes of an indicator. */
static uint64_t assume_stream(const struct held *held, const struct scenario_assume *assume)
{
    const struct project *project = held->panel.project;
    uint64_t stream = random_stream(0, text_of("scenario"));
    stream = random_stream(stream, text_of("assume"));
    stream = random_stream(stream, text_of(project->countries[assume->country].id));
    return random_stream(stream, text_of(project->codebook->indicators[assume->indicator].id));
}

static bool make_cells(struct arena *arena, struct ensemble_make *make)
{
    const struct held *held = make->input->held;
    make->cells = arena_alloc(arena, make->rows * make->indicators, sizeof *make->cells);
    for (size_t row = 0; make->cells && row < make->rows; row++) {
        size_t place = row % make->places, period = row / make->places;
        for (uint32_t i = 0; i < make->indicators; i++) {
            struct ensemble_cell *cell =
                &make->cells[(place * make->periods + period) * make->indicators + i];
            cell->row = held_row(held, row);
            if (!make->needed[i])
                continue;
            if (held_kind(held, i, row) == HELD_SUPPLIED) {
                const struct scenario_assume *assume = held->assumes[i * held->countries + place];
                cell->assume = judged_certain(&assume->value) ? NULL : assume;
                cell->stream = cell->assume ? assume_stream(held, assume) : 0;
            } else if (score_draws_uncertain(&held->panel, i, cell->row)) {
                cell->stream = panel_stream(&held->panel, i, cell->row);
            }
        }
    }
    return make->cells != NULL;
}

/* Whether a thing wanted (an item, or raw an indicator) is moved at a row. */
static bool is_moved(const struct ensemble_make *make, size_t at, size_t row, bool raw)
{
    size_t place = row % make->places;
    return raw ? make->moved[place * make->indicators + make->options->indicators[at]]
               : ensemble_make_moves(make, at, place);
}

/* The arrays of values of count things: own ones, all in one piece, but the other's where nothing
 * moves. NULL without memory. */
static double **make_arrays(struct arena *arena, const struct ensemble_make *make, size_t count,
                            double *const *other, bool raw)
{
    double **arrays = arena_alloc(arena, count * make->rows + 1, sizeof *arrays);
    size_t draws = make->options->draws, own = 0;
    for (size_t i = 0; arrays && i < count * make->rows; i++)
        own += !other || is_moved(make, i / make->rows, i % make->rows, raw);
    double *values = arena_alloc(arena, own, draws * sizeof *values);
    if (!arrays || !values)
        return NULL;
    for (size_t i = 0; i < count * make->rows; i++) {
        bool moves = !other || is_moved(make, i / make->rows, i % make->rows, raw);
        arrays[i] = moves ? values : other[i];
        values += moves ? draws : 0;
    }
    return arrays;
}

/* Whether another ensemble's baseline must be the same. */
static bool is_like(const struct ensemble_input *input, const struct ensemble_options *options)
{
    const struct ensemble *like = options->like;
    return like && like->input.held == input->held && like->input.score == input->score &&
           like->input.levers == input->levers && held_serves(input->held, input->scenario) &&
           like->input.scenario->background == input->scenario->background &&
           like->first == options->first && like->draws == options->draws &&
           like->seed == options->seed && like->item_count == options->item_count &&
           like->indicator_count == options->indicator_count &&
           (options->item_count == 0 ||
            memcmp(like->items, options->items, options->item_count * sizeof *options->items) ==
                0) &&
           (options->indicator_count == 0 ||
            memcmp(like->indicators, options->indicators,
                   options->indicator_count * sizeof *options->indicators) == 0);
}

static bool make_times(struct arena *arena, struct ensemble_make *make)
{
    const struct ensemble_options *options = make->options;
    size_t room = 0;
    if (make->scenario.plans[0]->branches) {
        make->branch = arena_alloc(arena, options->draws, 1);
        if (!make->branch)
            return false;
    }
    for (size_t p = 0; options->times && p < make->places; p++)
        room += make->scenario.plans[p]->clock_count;
    make->times = arena_alloc(arena, room + 1, sizeof *make->times);
    make->months = arena_alloc(arena, room + 1, sizeof *make->months);
    if (!make->times || !make->months)
        return false;
    for (uint32_t lever = 0; options->times && lever < make->input->levers->count; lever++)
        for (size_t p = 0; p < make->places; p++) {
            const struct plan *plan = make->scenario.plans[p];
            for (size_t c = 0; c < plan->clock_count; c++) {
                if (plan->clocks[c].lever != lever)
                    continue;
                double *months = arena_alloc(arena, options->draws, sizeof *months);
                make->months[make->time_count] = months;
                make->times[make->time_count++] =
                    (struct ensemble_times){lever, plan->country, months};
                if (!months)
                    return false;
            }
        }
    return true;
}

static bool make_room(struct arena *arena, struct ensemble_make *make, size_t blocks)
{
    const struct ensemble_options *options = make->options;
    size_t cells = blocks * make->rows * make->indicators;
    make->baseline.made = !is_like(make->input, options);
    if (make->baseline.made) {
        make->baseline.values = make_arrays(arena, make, options->item_count, NULL, false);
        make->baseline.raw = make_arrays(arena, make, options->indicator_count, NULL, true);
    } else {
        /* Only read. */
        make->baseline.values = (double **)options->like->baseline;
        make->baseline.raw = (double **)options->like->baseline_raw;
    }
    if (!make->baseline.values || !make->baseline.raw)
        return false;
    make->scenario.values =
        make_arrays(arena, make, options->item_count, make->baseline.values, false);
    make->scenario.raw =
        make_arrays(arena, make, options->indicator_count, make->baseline.raw, true);
    make->cut_low = arena_alloc(arena, cells + 1, sizeof *make->cut_low);
    make->cut_high = arena_alloc(arena, cells + 1, sizeof *make->cut_high);
    return make->scenario.values && make->scenario.raw && make->cut_low && make->cut_high &&
           make_times(arena, make);
}

static bool piece(void *context, size_t index, unsigned worker)
{
    struct ensemble_make *make = context;
    struct arena *arena = make->arenas[worker];
    struct arena_mark mark = arena_mark(arena);
    bool done = ensemble_make_block(make, arena, index);
    arena_rewind(arena, mark);
    return done;
}

/* Blocks are done, the first *blocks of them. */
static bool draw(struct arena *arena, struct ensemble_make *make, size_t *blocks)
{
    const struct compile *compile = make->input->score->compile;
    /* Functions that run row by row share one worker process; a solver may have one state. */
    bool alone = compile->call_count > 0 || !graph_compare_is_threaded();
    unsigned threads = make->options->threads == 0 || alone ? 1 : make->options->threads;
    threads = *blocks < threads ? (unsigned)*blocks + (*blocks == 0) : threads;
    make->arenas = arena_alloc(arena, threads, sizeof(struct arena *));
    bool done = make->arenas != NULL;
    for (unsigned i = 0; done && i < threads; i++)
        done = (make->arenas[i] = arena_new()) != NULL;
    done = done && pool_run_watched(threads, *blocks, piece, make, make->options->watch, blocks);
    for (unsigned i = 0; make->arenas && i < threads; i++)
        arena_free(make->arenas[i]);
    return done;
}

/* The draws of wanted indicators in which an end cut something off: [indicator * rows + row]. low:
 * the lower end, whichever is the worst. */
static bool count_cuts(struct arena *arena, const struct ensemble_make *make, size_t blocks,
                       struct ensemble *ensemble)
{
    const struct codebook *codebook = make->input->held->panel.project->codebook;
    size_t wanted = make->options->indicator_count, cells = make->indicators * make->periods;
    size_t *floors = arena_alloc(arena, wanted * make->rows + 1, sizeof *floors);
    size_t *ceilings = arena_alloc(arena, wanted * make->rows + 1, sizeof *ceilings);
    if (!floors || !ceilings)
        return false;
    for (size_t i = 0; i < wanted * make->rows; i++) {
        uint32_t indicator = make->options->indicators[i / make->rows];
        size_t row = i % make->rows, place = row % make->places, period = row / make->places;
        bool falling = codebook->indicators[indicator].scale.best <
                       codebook->indicators[indicator].scale.worst;
        for (size_t b = 0; b < blocks; b++) {
            size_t at = (b * make->places + place) * cells + indicator * make->periods + period;
            floors[i] += falling ? make->cut_high[at] : make->cut_low[at];
            ceilings[i] += falling ? make->cut_low[at] : make->cut_high[at];
        }
    }
    ensemble->at_floor = floors;
    ensemble->at_ceiling = ceilings;
    return true;
}

static void *copied(struct arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = arena_alloc(arena, count + 1, size);
    if (copy && count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

static bool finish(struct arena *arena, const struct ensemble_make *make, size_t blocks,
                   struct ensemble *ensemble)
{
    const struct ensemble_options *options = make->options;
    const struct plan_options plan = {.active = options->active, .strengths = options->strengths};
    size_t done = blocks * ENSEMBLE_BLOCK;
    uint32_t *items = copied(arena, options->items, options->item_count, sizeof *items);
    uint32_t *indicators =
        copied(arena, options->indicators, options->indicator_count, sizeof *indicators);
    *ensemble = (struct ensemble){.input = *make->input,
                                  .first = options->first,
                                  .draws = done < options->draws ? done : options->draws,
                                  .seed = options->seed,
                                  .rows = make->rows,
                                  .items = items,
                                  .item_count = options->item_count,
                                  .indicators = indicators,
                                  .indicator_count = options->indicator_count,
                                  .baseline = (const double *const *)make->baseline.values,
                                  .scenario = (const double *const *)make->scenario.values,
                                  .baseline_raw = (const double *const *)make->baseline.raw,
                                  .scenario_raw = (const double *const *)make->scenario.raw,
                                  .times = make->times,
                                  .time_count = make->time_count,
                                  .branch = make->branch,
                                  .baseline_shared = !make->baseline.made};
    return items && indicators && count_cuts(arena, make, blocks, ensemble) &&
           plan_loss(arena, make->input, &plan, &ensemble->losses, &ensemble->loss_count);
}

const struct ensemble *ensemble_run(struct arena *arena, const struct ensemble_input *input,
                                    const struct ensemble_options *options, struct err *err)
{
    const struct held *held = input->held;
    size_t blocks = (options->draws + ENSEMBLE_BLOCK - 1) / ENSEMBLE_BLOCK;
    struct ensemble_make make = {.input = input,
                                 .options = options,
                                 .places = held->countries,
                                 .periods = held->periods,
                                 .rows = held->rows,
                                 .indicators = held->panel.indicators};
    struct ensemble *ensemble = arena_alloc(arena, 1, sizeof *ensemble);
    if (!ensemble) {
        no_memory(err);
        return NULL;
    }
    if (!make_plans(arena, &make, err))
        return NULL;
    if (!find_needed(arena, &make) || !make_cells(arena, &make) ||
        !make_room(arena, &make, blocks) || !draw(arena, &make, &blocks) ||
        !finish(arena, &make, blocks, ensemble)) {
        no_memory(err);
        return NULL;
    }
    return ensemble;
}
