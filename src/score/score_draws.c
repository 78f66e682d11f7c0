#include "score/score_draws.h"

#include "score/graph_compare.h"

#include "base/pool.h"
#include "base/random.h"

#include <math.h>
#include <string.h>

bool score_draws_uncertain(const struct panel *panel, uint32_t indicator, size_t row)
{
    double value = panel_value(panel, indicator, row);
    double low = panel_low(panel, indicator, row), high = panel_high(panel, indicator, row);
    return !isnan(value) && !isnan(low) && !isnan(high) && (low < value || high > value);
}

/* What draws of a cell need; stream is set where it is needed. */
struct cell {
    size_t row;
    uint64_t stream;
    struct score_spread spread;
};

static struct cell cell_of(const struct panel *panel, uint32_t indicator, size_t row)
{
    return (struct cell){.row = row, .spread = score_spread_of(panel, indicator, row)};
}

static void draw_cell(const struct cell *cell, uint64_t seed, size_t first, size_t count,
                      double *out)
{
    random_normals(seed, cell->stream, first, count, out);
    score_spread_draw(&cell->spread, out, count, out);
}

void score_draws_from(const struct panel *panel, uint32_t indicator, size_t row, const double *z,
                      size_t count, double *out)
{
    const struct score_spread spread = score_spread_of(panel, indicator, row);
    score_spread_draw(&spread, z, count, out);
}

void score_draws_cell(const struct panel *panel, uint32_t indicator, size_t row, uint64_t seed,
                      size_t first, size_t count, double *out)
{
    struct cell cell = cell_of(panel, indicator, row);
    cell.stream = panel_stream(panel, indicator, row);
    draw_cell(&cell, seed, first, count, out);
}

static bool is_read(const struct score *score, uint32_t indicator)
{
    return score->compile->read[indicator];
}

size_t score_draws_cells(const struct score *score, size_t from, size_t to)
{
    size_t cells = 0;
    for (uint32_t i = 0; i < score->panel->indicators; i++)
        for (size_t row = from; is_read(score, i) && row < to; row++)
            cells += score_draws_uncertain(score->panel, i, row);
    return cells;
}

bool score_draws_given_row(struct arena *arena, const struct score *score,
                           const struct score_given *given, size_t row, size_t draws)
{
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct arena_mark mark = arena_mark(arena);
    struct graph_grouping *groupings =
        arena_alloc(arena, score->compile->grouping_count, sizeof *groupings);
    if (!groupings)
        return false;
    struct graph_binding binding =
        score_bind_row(&score->bind, row, given->sources, groupings, &calls);
    binding.overrides = given->overrides;
    binding.override_count = given->override_count;
    bool done = graph_evaluate(score->compile->graph, &binding, draws, given->nodes, given->count,
                               given->out, given->kernel, arena);
    arena_rewind(arena, mark);
    return done;
}

bool score_draws_given_rows(struct arena *arena, const struct score *score,
                            const struct score_given *given, size_t first_row, size_t rows,
                            bool held)
{
    struct score_calls calls = {.bind = &score->bind, .arena = arena};
    struct graph_column *sources =
        arena_alloc(arena, score->panel->indicators + 1, sizeof *sources);
    if (!sources)
        return false;
    struct graph_binding binding = score_bind_panel(&score->bind, sources, &calls);
    for (size_t i = 0; i < score->panel->indicators; i++)
        sources[i] = given->sources[i];
    binding.overrides = given->overrides;
    binding.override_count = given->override_count;
    binding.held = held ? score->bind.held : binding.held;
    struct graph_run run = {.binding = &binding,
                            .total = score->panel->rows,
                            .first = first_row,
                            .rows = rows,
                            .wanted = given->nodes,
                            .wanted_count = given->count,
                            .out = given->out,
                            .kernel = given->kernel,
                            .threads = 1};
    return graph_run(score->compile->graph, &run, arena);
}

/* So many draws are made at once, fewer where their columns would take more than so many numbers:
 * random numbers come in blocks, and what is known of a cell is asked for once. */
enum { DRAWS_AT_ONCE = 8, DRAWN_NUMBERS_MAX = 1 << 22 };

/* The uncertain cells of an indicator. */
struct uncertain {
    const struct cell *cells;
    size_t count;
};

/* Draws of a panel. */
struct drawing {
    const struct score *score;
    const struct score_options *options;
    size_t first_row;
    size_t rows;
    const bool *mask;
    const uint32_t *nodes;
    size_t count;
    double *const *out;
    const struct uncertain *uncertain; /* [indicator] */
    size_t at_once;
    struct arena **arenas; /* one a worker */
};

/* Finds what is to be drawn; false without memory. */
static bool find_uncertain(struct arena *arena, struct drawing *drawing)
{
    const struct panel *panel = drawing->score->panel;
    struct uncertain *found = arena_alloc(arena, panel->indicators, sizeof *found);
    size_t columns = 0;
    for (uint32_t i = 0; found && i < panel->indicators; i++) {
        size_t count = 0;
        if (!is_read(drawing->score, i) || (drawing->mask && drawing->mask[i]))
            continue;
        for (size_t row = 0; row < panel->rows; row++)
            count += score_draws_uncertain(panel, i, row);
        struct cell *cells = arena_alloc(arena, count, sizeof *cells);
        if (!cells)
            return false;
        found[i].cells = cells;
        for (size_t row = 0; count > 0 && row < panel->rows; row++)
            if (score_draws_uncertain(panel, i, row)) {
                cells[found[i].count] = cell_of(panel, i, row);
                cells[found[i].count++].stream = panel_stream(panel, i, row);
            }
        columns += count > 0;
    }
    size_t most = DRAWN_NUMBERS_MAX / (columns * panel->rows + 1);
    drawing->uncertain = found;
    drawing->at_once = most < 1 ? 1 : most < DRAWS_AT_ONCE ? most : DRAWS_AT_ONCE;
    return found != NULL;
}

/* Columns of an indicator, one a draw, behind each other; NULL without memory. */
static double *drawn_columns(struct arena *arena, const struct drawing *drawing, uint32_t indicator,
                             size_t draw, size_t draws)
{
    const struct panel *panel = drawing->score->panel;
    const struct uncertain *uncertain = &drawing->uncertain[indicator];
    double *columns = arena_alloc(arena, draws * panel->rows, sizeof *columns);
    double drawn[DRAWS_AT_ONCE];
    for (size_t d = 0; columns && d < draws; d++)
        memcpy(columns + d * panel->rows, panel_column(panel, indicator),
               panel->rows * sizeof *columns);
    for (size_t i = 0; columns && i < uncertain->count; i++) {
        draw_cell(&uncertain->cells[i], drawing->options->seed, draw, draws, drawn);
        for (size_t d = 0; d < draws; d++)
            columns[d * panel->rows + uncertain->cells[i].row] = drawn[d];
    }
    return columns;
}

/* Evaluates one draw, whose columns are in sources. */
static bool draw_panel(struct arena *arena, const struct drawing *drawing, size_t draw,
                       struct graph_column *sources)
{
    const struct score *score = drawing->score;
    size_t draws = drawing->options->draws;
    double **out = arena_alloc(arena, drawing->count, sizeof *out);
    struct graph_override *overrides =
        arena_alloc(arena, score->panel->indicators, sizeof *overrides);
    if (!out || !overrides)
        return false;
    struct score_given given = {.sources = sources,
                                .overrides = overrides,
                                .nodes = drawing->nodes,
                                .count = drawing->count,
                                .out = out,
                                .kernel = score->kernel};
    if (drawing->mask)
        given.override_count = score_bind_mask(&score->bind, drawing->mask, overrides);
    for (size_t i = 0; i < drawing->count; i++) {
        out[i] = arena_alloc(arena, drawing->rows, sizeof **out);
        if (!out[i])
            return false;
    }
    if (!score_draws_given_rows(arena, score, &given, drawing->first_row, drawing->rows, false))
        return false;
    for (size_t i = 0; i < drawing->count; i++)
        for (size_t row = 0; row < drawing->rows; row++)
            drawing->out[i][row * draws + draw] = out[i][row];
    return true;
}

/* So many draws from draw on. */
static bool draw_some(struct arena *arena, const struct drawing *drawing, size_t draw, size_t draws)
{
    const struct panel *panel = drawing->score->panel;
    struct graph_column *sources = arena_alloc(arena, panel->indicators, sizeof *sources);
    bool done = sources != NULL;
    for (uint32_t i = 0; done && i < panel->indicators; i++) {
        bool drawn = drawing->uncertain[i].count > 0;
        sources[i].stride = 1;
        if (drawn)
            sources[i].values = drawn_columns(arena, drawing, i, draw, draws);
        else if (!drawing->mask || !drawing->mask[i])
            sources[i].values = panel_column(panel, i);
        done = !drawn || sources[i].values;
    }
    for (size_t d = 0; done && d < draws; d++) {
        struct arena_mark mark = arena_mark(arena);
        done = draw_panel(arena, drawing, draw + d, sources);
        arena_rewind(arena, mark);
        for (uint32_t i = 0; i < panel->indicators; i++)
            if (drawing->uncertain[i].count > 0)
                sources[i].values += panel->rows;
    }
    return done;
}

static bool draw_piece(void *context, size_t piece, unsigned worker)
{
    const struct drawing *drawing = context;
    struct arena *arena = drawing->arenas[worker];
    struct arena_mark mark = arena_mark(arena);
    size_t first = piece * drawing->at_once, left = drawing->options->draws - first;
    bool done = draw_some(arena, drawing, first, left < drawing->at_once ? left : drawing->at_once);
    arena_rewind(arena, mark);
    return done;
}

static uint32_t *nodes_of(struct arena *arena, const struct score *score, const uint32_t *wanted,
                          size_t count)
{
    uint32_t *nodes = arena_alloc(arena, count, sizeof *nodes);
    for (size_t i = 0; nodes && i < count; i++)
        nodes[i] = score->compile->items[wanted[i]].node;
    return nodes;
}

bool score_draws_panel(struct arena *arena, const struct score *score,
                       const struct score_options *options, size_t first_row, size_t rows,
                       const bool *mask, const uint32_t *wanted, size_t count, double *const *out)
{
    /* Functions that run row by row share one worker process; a solver may have one state. */
    bool alone = score->compile->call_count > 0 || !graph_compare_is_threaded();
    unsigned threads = options->threads == 0 || alone ? 1 : options->threads;
    struct arena_mark mark = arena_mark(arena);
    struct drawing drawing = {.score = score,
                              .options = options,
                              .first_row = first_row,
                              .rows = rows,
                              .mask = mask,
                              .nodes = nodes_of(arena, score, wanted, count),
                              .count = count,
                              .out = out,
                              .arenas = arena_alloc(arena, threads, sizeof(struct arena *))};
    bool done = drawing.nodes && drawing.arenas && find_uncertain(arena, &drawing);
    for (unsigned i = 0; done && i < threads; i++)
        done = (drawing.arenas[i] = arena_new()) != NULL;
    size_t pieces = done ? (options->draws + drawing.at_once - 1) / drawing.at_once : 0;
    done = done && pool_run(threads, pieces, draw_piece, &drawing);
    for (unsigned i = 0; drawing.arenas && i < threads; i++) {
        done = done && drawing.arenas[i] && !arena_failed(drawing.arenas[i]);
        arena_free(drawing.arenas[i]);
    }
    arena_rewind(arena, mark);
    return done;
}

/* Every row of the evaluation is a draw of one row of the panel. */
static bool draw_row(struct arena *arena, const struct score *score,
                     const struct score_options *options, size_t row, const bool *mask,
                     const uint32_t *nodes, size_t count, double *const *out)
{
    const struct panel *panel = score->panel;
    struct graph_column *sources = arena_alloc(arena, panel->indicators + 1, sizeof *sources);
    struct graph_override *overrides = arena_alloc(arena, panel->indicators, sizeof *overrides);
    bool done = sources && overrides;
    for (uint32_t i = 0; done && i < panel->indicators; i++) {
        if (mask && mask[i])
            continue;
        sources[i] = (struct graph_column){panel_column(panel, i) + row, 0};
        if (!score_draws_uncertain(panel, i, row))
            continue;
        double *values = arena_alloc(arena, options->draws, sizeof *values);
        if (values)
            score_draws_cell(panel, i, row, options->seed, 0, options->draws, values);
        sources[i] = (struct graph_column){values, 1};
        done = values != NULL;
    }
    if (!done)
        return false;
    struct score_given given = {.sources = sources,
                                .overrides = overrides,
                                .nodes = nodes,
                                .count = count,
                                .out = out,
                                .kernel = options->kernel};
    if (mask)
        given.override_count = score_bind_mask(&score->bind, mask, overrides);
    return score_draws_given_row(arena, score, &given, row, options->draws);
}

bool score_draws_row(struct arena *arena, const struct score *score,
                     const struct score_options *options, size_t row, const bool *mask,
                     const uint32_t *wanted, size_t count, double *const *out)
{
    struct arena_mark mark = arena_mark(arena);
    bool around = false;
    for (size_t i = 0; i < count; i++)
        around = around || score_bind_looks_around(&score->bind, wanted[i]);
    if (around)
        return score_draws_panel(arena, score, options, row, 1, mask, wanted, count, out);
    const uint32_t *nodes = nodes_of(arena, score, wanted, count);
    bool done = nodes && draw_row(arena, score, options, row, mask, nodes, count, out);
    arena_rewind(arena, mark);
    return done;
}
