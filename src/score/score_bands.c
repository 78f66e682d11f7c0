#include "score/score_bands.h"

#include "score/score_draws.h"
#include "score/score_point.h"

#include "base/pool.h"
#include "stat/quantile.h"

#include <math.h>

void score_bands_ends(double *values, size_t count, double value, double *low, double *high)
{
    *low = quantile_select(values, count, 0.05);
    *high = quantile_select(values, count, 0.95);
    if (value < *low)
        *low = value;
    if (value > *high)
        *high = value;
}

/* Whether something uncertain entered an aggregate. */
static bool entered(const struct score *score, size_t item, size_t row, const bool *uncertain)
{
    const struct compile_item *made = &score->compile->items[item];
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
    for (uint32_t i = 0; i < panel->indicators; i++)
        if (score->eligible[codebook->indicators[i].node] && !(mask && mask[i]))
            uncertain[codebook->indicators[i].node] = score_draws_uncertain(panel, i, row);
    /* Children stand behind their parents; the index looks at its own at the end. */
    for (size_t n = score->items - 1; n-- > 0;)
        uncertain[n] = uncertain[n] || entered(score, n, row, uncertain);
    uncertain[score->items - 1] = entered(score, score->items - 1, row, uncertain);
}

/* An indicator's interval, normalised. Exact values stand for themselves. */
static bool indicator_ends(struct arena *arena, struct score *score, size_t row,
                           const bool *uncertain)
{
    const struct panel *panel = score->panel;
    double *values = arena_alloc(arena, panel->indicators, sizeof *values);
    double *low = arena_alloc(arena, score->items, sizeof *low);
    double *high = arena_alloc(arena, score->items, sizeof *high);
    if (!values || !low || !high)
        return false;
    for (uint32_t i = 0; i < panel->indicators; i++)
        values[i] = panel_low(panel, i, row);
    if (!score_point(arena, score, values, low))
        return false;
    for (uint32_t i = 0; i < panel->indicators; i++)
        values[i] = panel_high(panel, i, row);
    if (!score_point(arena, score, values, high))
        return false;
    for (size_t i = 0; i < panel->indicators; i++) {
        uint32_t item = panel->project->codebook->indicators[i].node;
        size_t at = item * score->rows + row;
        if (!uncertain[item] || isnan(score_value(score, item, row)))
            continue;
        bool falling = low[item] > high[item];
        score->low[at] = falling ? high[item] : low[item];
        score->high[at] = falling ? low[item] : high[item];
    }
    return true;
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
        if (!uncertain[i] || score->compile->items[i].child_count == 0 ||
            isnan(score_value(score, i, row)))
            continue;
        wanted[count] = i;
        draws[count] = arena_alloc(arena, options->draws, sizeof **draws);
        if (!draws[count++])
            return false;
    }
    if (count > 0 && !score_draws_row(arena, score->compile, score->panel, options, row, NULL,
                                      wanted, count, draws))
        return false;
    for (size_t i = 0; i < count; i++) {
        size_t at = wanted[i] * score->rows + row;
        score_bands_ends(draws[i], options->draws, score_value(score, wanted[i], row),
                         &score->low[at], &score->high[at]);
    }
    return true;
}

static bool row_ends(struct arena *arena, struct score *score, const struct score_options *options,
                     size_t row)
{
    struct arena_mark mark = arena_mark(arena);
    bool *uncertain = arena_alloc(arena, score->items, sizeof *uncertain);
    bool done = uncertain != NULL;
    if (done)
        score_bands_uncertain(score, row, NULL, uncertain);
    done = done && indicator_ends(arena, score, row, uncertain) &&
           aggregate_ends(arena, score, options, row, uncertain);
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

bool score_bands(struct arena *arena, struct score *score, const struct score_options *options)
{
    const struct panel_options *panel = &score->panel->options;
    int32_t first = options->draws_first > panel->first ? options->draws_first : panel->first;
    int32_t last = options->draws_last < panel->last ? options->draws_last : panel->last;
    unsigned threads = options->threads > 0 ? options->threads : 1;
    if (options->draws == 0 || first > last)
        return true;
    struct bands bands = {.score = score,
                          .options = options,
                          .first_row = score_row(score, 0, first),
                          .arenas = arena_alloc(arena, threads, sizeof(struct arena *))};
    size_t rows = score_row(score, 0, last) + score->panel->countries - bands.first_row;
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
