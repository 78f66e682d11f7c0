#include "score/score_bands.h"

#include "score/score_draws.h"
#include "score/score_point.h"

#include "base/pool.h"
#include "stat/quantile.h"

#include <math.h>

/* Moves the draws that have a value to the front; returns how many. */
static size_t only_there(double *values, size_t count)
{
    size_t there = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i]))
            values[there++] = values[i];
    return there;
}

void score_bands_ends(double *values, size_t count, double value, double *low, double *high)
{
    count = only_there(values, count);
    *low = quantile_select(values, count, 0.05);
    *high = quantile_select(values, count, 0.95);
    if (value < *low)
        *low = value;
    if (value > *high)
        *high = value;
}

bool score_bands_moves(const double *values, size_t count, double value)
{
    for (size_t i = 0; i < count; i++)
        if (isfinite(values[i]) && values[i] != value)
            return true;
    return false;
}

/* The ends of draws of the whole panel; none where every draw is the value itself. */
static void panel_end(double *values, size_t count, double value, double *low, double *high)
{
    if (score_bands_moves(values, count, value))
        score_bands_ends(values, count, value, low, high);
}

/* Whether a cell's value is uncertain and read. */
static bool is_uncertain(const struct score *score, uint32_t indicator, size_t row,
                         const bool *mask)
{
    return !(mask && mask[indicator]) && score_draws_uncertain(score->panel, indicator, row);
}

/* Whether something uncertain entered an aggregate. */
static bool entered(const struct score *score, size_t item, size_t row, const bool *mask,
                    const bool *uncertain)
{
    const struct compile_item *made = &score->compile->items[item];
    for (size_t i = 0; i < made->beside_count; i++)
        if (is_uncertain(score, made->beside[i], row, mask))
            return true;
    for (size_t i = 0; i < made->child_count; i++) {
        uint32_t child = made->children[i];
        if (uncertain[child] && !isnan(score_value(score, child, row)))
            return true;
    }
    return false;
}

void score_bands_uncertain(const struct score *score, size_t row, const bool *mask, bool *uncertain)
{
    const struct panel *panel = score->panel;
    const struct codebook *codebook = panel->project->codebook;
    for (size_t n = score->items; n-- > 0;)
        uncertain[n] = false;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        uint32_t per = codebook->indicators[i].per, item = codebook->indicators[i].node;
        uncertain[item] = score->eligible[item] && !(mask && mask[i]) &&
                          (is_uncertain(score, i, row, mask) ||
                           (per != CODEBOOK_NONE && is_uncertain(score, per, row, mask)));
    }
    for (size_t n = 0; n < score->items; n++) {
        uint32_t item = score->compile->order[n];
        uncertain[item] = uncertain[item] || entered(score, item, row, mask, uncertain);
    }
}

/* Which indicators others are counted per; NULL without memory. any is false when none is. */
static const bool *find_denominators(struct arena *arena, const struct codebook *codebook,
                                     bool *any)
{
    bool *denominators = arena_alloc(arena, codebook->indicator_count, sizeof *denominators);
    *any = false;
    for (size_t i = 0; denominators && i < codebook->indicator_count; i++) {
        uint32_t per = codebook->indicators[i].per;
        *any = *any || per != CODEBOOK_NONE;
        if (per != CODEBOOK_NONE)
            denominators[per] = true;
    }
    return denominators;
}

/* Every item with some indicators at one end of their intervals, the rest as they stand. */
static bool items_at_end(struct arena *arena, const struct score *score, size_t row,
                         const bool *moved, bool upper, double *items)
{
    const struct panel *panel = score->panel;
    double *values = arena_alloc(arena, panel->indicators, sizeof *values);
    if (!values)
        return false;
    score_point_values(score, row, NULL, values);
    for (uint32_t i = 0; i < panel->indicators; i++)
        if (moved[i])
            values[i] = upper ? panel_high(panel, i, row) : panel_low(panel, i, row);
    return score_point(arena, score, row, values, items);
}

/* The intervals of some indicators, normalised. */
static bool moved_ends(struct arena *arena, struct score *score, size_t row, const bool *moved)
{
    const struct panel *panel = score->panel;
    double *low = arena_alloc(arena, score->items, sizeof *low);
    double *high = arena_alloc(arena, score->items, sizeof *high);
    if (!low || !high || !items_at_end(arena, score, row, moved, false, low) ||
        !items_at_end(arena, score, row, moved, true, high))
        return false;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        uint32_t item = panel->project->codebook->indicators[i].node;
        uint32_t per = panel->project->codebook->indicators[i].per;
        size_t at = item * score->rows + row - score->first_row;
        bool moves = moved[i] ||
                     (per != CODEBOOK_NONE && moved[per] && !score_draws_uncertain(panel, i, row));
        if (!moves || isnan(score_value(score, item, row)) || isnan(low[item]) || isnan(high[item]))
            continue;
        bool falling = low[item] > high[item];
        score->low[at] = falling ? high[item] : low[item];
        score->high[at] = falling ? low[item] : high[item];
    }
    return true;
}

/* The intervals of indicators: what a figure is counted per stands at its own value, and moves by
 * itself for its own interval and those of figures that are sure. */
static bool indicator_ends(struct arena *arena, struct score *score, size_t row)
{
    const struct codebook *codebook = score->panel->project->codebook;
    bool any, *moved = arena_alloc(arena, codebook->indicator_count, sizeof *moved);
    const bool *denominators = find_denominators(arena, codebook, &any);
    if (!moved || !denominators)
        return false;
    for (int pass = 0; pass <= any; pass++) {
        for (size_t i = 0; i < codebook->indicator_count; i++)
            moved[i] = denominators[i] == pass && score->compile->read[i] &&
                       score_draws_uncertain(score->panel, (uint32_t)i, row);
        if (!moved_ends(arena, score, row, moved))
            return false;
    }
    return true;
}

/* Whether an item's interval is to be drawn at a row: of what a formula itself gives ends, and of
 * texts, there is none to draw. */
static bool is_drawn(const struct score *score, size_t item, size_t row, const bool *uncertain)
{
    const struct compile_item *made = &score->compile->items[item];
    return uncertain[item] && made->kind != COMPILE_LEAF && !made->text &&
           made->low == GRAPH_NONE && !isnan(score_value(score, item, row));
}

/* The aggregates at a row that something uncertain entered. */
static bool aggregate_ends(struct arena *arena, struct score *score,
                           const struct score_options *options, size_t row, const bool *uncertain)
{
    uint32_t *wanted = arena_alloc(arena, score->items, sizeof *wanted);
    double **draws = arena_alloc(arena, score->items, sizeof *draws);
    size_t count = 0;
    if (!wanted || !draws)
        return false;
    for (uint32_t i = 0; i < score->items; i++) {
        if (!is_drawn(score, i, row, uncertain) || score_bind_looks_around(&score->bind, i))
            continue;
        wanted[count] = i;
        draws[count] = arena_alloc(arena, options->draws, sizeof **draws);
        if (!draws[count++])
            return false;
    }
    if (count > 0 && !score_draws_row(arena, score, options, row, NULL, wanted, count, draws))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t at = wanted[i] * score->rows + row - score->first_row;
        /* What a formula reads need not move what it gives. */
        double value = score_value(score, wanted[i], row);
        if (score->compile->items[wanted[i]].formula &&
            !score_bands_moves(draws[i], options->draws, value))
            continue;
        score_bands_ends(draws[i], options->draws, value, &score->low[at], &score->high[at]);
    }
    return true;
}

static bool row_ends(struct arena *arena, struct score *score, const struct score_options *options,
                     size_t row)
{
    struct arena_mark mark = arena_mark(arena);
    bool *uncertain = arena_alloc(arena, score->items, sizeof *uncertain);
    bool any = false, done = uncertain != NULL;
    if (done)
        score_bands_uncertain(score, row, NULL, uncertain);
    for (size_t i = 0; done && i < score->items; i++)
        any = any || uncertain[i];
    done = done && (!any || (indicator_ends(arena, score, row) &&
                             aggregate_ends(arena, score, options, row, uncertain)));
    arena_rewind(arena, mark);
    return done;
}

struct bands {
    struct score *score;
    const struct score_options *options;
    size_t first_row;
    struct arena **arenas; /* one a worker: an arena is not for sharing */
};

static bool bands_row(void *context, size_t index, unsigned worker)
{
    const struct bands *bands = context;
    return row_ends(bands->arenas[worker], bands->score, bands->options, bands->first_row + index);
}

static bool row_bands(struct arena *arena, struct score *score, const struct score_options *options,
                      size_t first_row, size_t rows)
{
    unsigned threads = options->threads == 0 || score->compile->call_count ? 1 : options->threads;
    struct bands bands = {.score = score,
                          .options = options,
                          .first_row = first_row,
                          .arenas = arena_alloc(arena, threads, sizeof(struct arena *))};
    bool done = bands.arenas != NULL;
    for (unsigned i = 0; done && i < threads; i++)
        done = (bands.arenas[i] = arena_new()) != NULL;
    done = done && pool_run(threads, rows, bands_row, &bands);
    for (unsigned i = 0; bands.arenas && i < threads; i++) {
        done = done && !arena_failed(bands.arenas[i]);
        arena_free(bands.arenas[i]);
    }
    return done;
}

/* The ends of items that depend on other rows, from draws of the whole panel. */
static bool panel_ends(struct arena *arena, struct score *score,
                       const struct score_options *options, size_t first_row, size_t rows)
{
    struct arena_mark mark = arena_mark(arena);
    uint32_t *wanted = arena_alloc(arena, score->items, sizeof *wanted);
    double **draws = arena_alloc(arena, score->items, sizeof *draws);
    size_t count = 0;
    bool done = wanted && draws;
    for (uint32_t i = 0; done && i < score->items; i++) {
        const struct compile_item *made = &score->compile->items[i];
        if (!score_bind_looks_around(&score->bind, i) || made->kind == COMPILE_LEAF || made->text ||
            made->low != GRAPH_NONE)
            continue;
        wanted[count] = i;
        draws[count] = arena_alloc(arena, rows * options->draws, sizeof **draws);
        done = draws[count++] != NULL;
    }
    done = done && (count == 0 || score_draws_panel(arena, score, options, first_row, rows, NULL,
                                                    wanted, count, draws));
    for (size_t i = 0; done && i < count; i++) {
        for (size_t row = 0; row < rows; row++) {
            size_t at = wanted[i] * score->rows + first_row + row - score->first_row;
            double value = score->value[at];
            if (!isnan(value))
                panel_end(draws[i] + row * options->draws, options->draws, value, &score->low[at],
                          &score->high[at]);
        }
    }
    arena_rewind(arena, mark);
    return done;
}

bool score_bands(struct arena *arena, struct score *score, const struct score_options *options)
{
    const struct panel_options *panel = &score->panel->options;
    int32_t first = options->draws_first > panel->first ? options->draws_first : panel->first;
    int32_t last = options->draws_last < panel->last ? options->draws_last : panel->last;
    if (options->draws == 0 || first > last)
        return true;
    size_t from = score_row(score, 0, first);
    size_t to = score_row(score, 0, last) + score->panel->countries;
    from = from > score->first_row ? from : score->first_row;
    to = to < score->first_row + score->rows ? to : score->first_row + score->rows;
    bool around = score->compile->reach == GRAPH_REACH_PANEL ||
                  (score->compile->reach == GRAPH_REACH_FRAME && !score->bind.all_stored);
    if (from >= to)
        return true;
    size_t cells = around ? score_draws_cells(score, 0, score->panel->rows)
                          : score_draws_cells(score, from, to);
    if (cells == 0)
        return true;
    if ((double)cells * (double)options->draws > SCORE_DRAWN_CELLS_MAX) {
        score->cells_undrawn = (double)cells;
        return true;
    }
    return row_bands(arena, score, options, from, to - from) &&
           (!around || panel_ends(arena, score, options, from, to - from));
}
