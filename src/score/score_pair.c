#include "score/score_pair.h"

#include "score/score_bands.h"
#include "score/score_draws.h"
#include "score/score_point.h"

#include <math.h>
#include <string.h>

static bool standing(const struct score_pair_end *end, uint32_t indicator, struct observation *made)
{
    return panel_observation(end->side->score->panel, indicator, end->row, made);
}

/* Whether a period after the earlier end, up to the later, begins with a break of the series that
 * stands at the ends. */
static bool breaks_between(const struct score_pair_end *earlier, const struct score_pair_end *later,
                           uint32_t indicator, const struct series_use *use)
{
    const struct panel *panel = later->side->score->panel;
    struct score_pair_end at = *later;
    for (; at.row > earlier->row; at.row -= panel->countries) {
        struct observation here;
        if ((panel_flags(panel, indicator, at.row) & PANEL_BREAK) &&
            standing(&at, indicator, &here) && here.use == use)
            return true;
    }
    return false;
}

/* Why a change of one indicator of one country between two periods means nothing, 0 when it does.
 */
static unsigned refusal_of(const struct score_pair_end *a, const struct score_pair_end *b,
                           uint32_t indicator)
{
    const struct score_pair_end *earlier = a->row < b->row ? a : b,
                                *later = a->row < b->row ? b : a;
    struct observation from, to;
    const struct sources *sources = later->side->score->panel->project->sources;
    if (!standing(earlier, indicator, &from) || !standing(later, indicator, &to))
        return 0;
    if (from.use != to.use)
        return PANEL_SWITCHED;
    const char *series = to.use ? to.use->series : NULL;
    int32_t known = later->side->score->panel->options.as_known;
    int32_t first = from.date.last, last = to.date.last;
    if (source_break_between(sources, to.source, series, known, first, last) ||
        source_break_between(sources, from.source, series, known, first, last) ||
        breaks_between(earlier, later, indicator, to.use))
        return PANEL_BREAK;
    return 0;
}

bool score_pair_over_time(const struct score_pair *pair)
{
    const struct score_side *a = pair->a.side, *b = pair->b.side;
    return a->country == b->country && a->period != b->period;
}

static void take_refusals(struct score_pair *pair, const struct compile_item *item, size_t at)
{
    for (size_t i = 0; i < item->child_count; i++)
        pair->refusals[at] |= pair->refusals[item->children[i]];
}

/* Marks the broken indicators and every item one of them enters. Returns how many are broken. */
static size_t find_refusals(struct score_pair *pair)
{
    const struct score *score = pair->b.side->score;
    const struct codebook *codebook = score->panel->project->codebook;
    size_t found = 0;
    for (uint32_t i = 0; i < codebook->indicator_count; i++) {
        uint32_t node = codebook->indicators[i].node;
        if (!score->eligible[node])
            continue;
        uint32_t per = codebook->indicators[i].per; /* what it is counted per breaks it too */
        pair->refusals[node] = refusal_of(&pair->a, &pair->b, i);
        if (per != CODEBOOK_NONE)
            pair->refusals[node] |= refusal_of(&pair->a, &pair->b, per);
        pair->broken[i] = pair->refusals[node] != 0;
        found += pair->broken[i];
    }
    for (size_t n = 0; n < score->items; n++) {
        uint32_t item = score->compile->order[n];
        take_refusals(pair, &score->compile->items[item], item);
    }
    return found;
}

bool score_pair_read(const struct score_pair *pair, const struct score *score, size_t row,
                     double *values)
{
    for (size_t i = 0; i < score->items; i++)
        values[i] = score_value(score, i, row);
    return !pair->masked || score_point_masked(pair->arena, score, row, pair->broken, values);
}

static bool open_end(struct arena *arena, struct score_pair_end *end, const struct score_side *side,
                     struct err *err)
{
    size_t items = side->score->items;
    *end = (struct score_pair_end){.side = side,
                                   .row = score_row(side->score, side->country, side->period),
                                   .values = arena_alloc(arena, items, sizeof *end->values),
                                   .uncertain = arena_alloc(arena, items, sizeof *end->uncertain),
                                   .draws = arena_alloc(arena, items, sizeof *end->draws)};
    if (end->row == SIZE_MAX)
        return err_set(err, ERR_PERIOD_UNFIT, "%s is outside the periods of the project",
                       side->label);
    if (!end->values || !end->uncertain || !end->draws)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    return true;
}

/* The item of a score that is one of another's. */
static size_t match_of(const struct score *own, const struct score *other, size_t item)
{
    if (own->rule == other->rule || item < other->compile->nodes)
        return item;
    const char *level = score_item_level(other, item);
    size_t match = score_item_of(own, level, score_item_id(other, item));
    return match != SIZE_MAX && strcmp(score_item_level(own, match), level) == 0 ? match : SIZE_MAX;
}

double score_pair_difference(const struct score_pair *pair, size_t item)
{
    size_t match = pair->of_a[item];
    return match == SIZE_MAX ? NAN : pair->b.values[item] - pair->a.values[match];
}

bool score_pair_open(struct arena *arena, const struct score_side *a, const struct score_side *b,
                     struct score_pair *pair, struct err *err)
{
    size_t items = b->score->items, indicators = b->score->panel->indicators;
    *pair = (struct score_pair){.arena = arena};
    if (!open_end(arena, &pair->a, a, err) || !open_end(arena, &pair->b, b, err))
        return false;
    pair->broken = arena_alloc(arena, indicators, sizeof *pair->broken);
    pair->refusals = arena_alloc(arena, items, sizeof *pair->refusals);
    pair->parts = arena_alloc(arena, items, sizeof *pair->parts);
    pair->errors = arena_alloc(arena, items, sizeof *pair->errors);
    pair->of_a = arena_alloc(arena, items, sizeof *pair->of_a);
    pair->low = arena_alloc(arena, items, sizeof *pair->low);
    pair->high = arena_alloc(arena, items, sizeof *pair->high);
    if (!pair->broken || !pair->refusals || !pair->parts || !pair->errors || !pair->of_a ||
        !pair->low || !pair->high)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    for (size_t i = 0; i < items; i++)
        pair->parts[i] = pair->errors[i] = pair->low[i] = pair->high[i] = NAN;
    for (size_t i = 0; i < items; i++)
        pair->of_a[i] = match_of(a->score, b->score, i);
    pair->masked = score_pair_over_time(pair) && find_refusals(pair) > 0;
    if (!score_pair_read(pair, a->score, pair->a.row, pair->a.values) ||
        !score_pair_read(pair, b->score, pair->b.row, pair->b.values))
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    return true;
}

/* Draws of one end for the items whose difference is uncertain. */
static bool draw_end(struct score_pair *pair, struct score_pair_end *end,
                     const struct score_options *options, const bool *wanted)
{
    const struct score *score = end->side->score;
    uint32_t *items = arena_alloc(pair->arena, score->items, sizeof *items);
    double **out = arena_alloc(pair->arena, score->items, sizeof *out);
    size_t count = 0;
    if (!items || !out)
        return false;
    for (uint32_t i = 0; i < score->items; i++) {
        if (!wanted[i])
            continue;
        end->draws[i] = arena_alloc(pair->arena, options->draws, sizeof **end->draws);
        if (!end->draws[i])
            return false;
        items[count] = i;
        out[count++] = end->draws[i];
    }
    return score_draws_row(pair->arena, score, options, end->row, pair->broken, items, count, out);
}

bool score_pair_bands(struct score_pair *pair, const struct score_options *options)
{
    size_t items = pair->b.side->score->items;
    struct arena_mark mark = arena_mark(pair->arena);
    bool *wanted = arena_alloc(pair->arena, items, sizeof *wanted);
    bool *wanted_a = arena_alloc(pair->arena, pair->a.side->score->items, sizeof *wanted_a);
    if (!wanted || !wanted_a)
        return false;
    score_bands_uncertain(pair->a.side->score, pair->a.row, pair->broken, pair->a.uncertain);
    score_bands_uncertain(pair->b.side->score, pair->b.row, pair->broken, pair->b.uncertain);
    for (size_t i = 0; i < items; i++) {
        if (isnan(score_pair_difference(pair, i)))
            continue;
        wanted[i] = pair->a.uncertain[pair->of_a[i]] || pair->b.uncertain[i];
        wanted_a[pair->of_a[i]] = wanted_a[pair->of_a[i]] || wanted[i];
    }
    if (!draw_end(pair, &pair->a, options, wanted_a) || !draw_end(pair, &pair->b, options, wanted))
        return false;
    for (size_t i = 0; i < items; i++) {
        if (!wanted[i])
            continue;
        double *differences = pair->b.draws[i];
        for (size_t d = 0; d < options->draws; d++)
            differences[d] -= pair->a.draws[pair->of_a[i]][d];
        double difference = score_pair_difference(pair, i);
        if (pair->b.side->score->compile->items[i].formula &&
            !score_bands_moves(differences, options->draws, difference))
            continue;
        score_bands_ends(differences, options->draws, difference, &pair->low[i], &pair->high[i]);
    }
    arena_rewind(pair->arena, mark);
    return true;
}

bool score_pair_told(const struct score_pair *pair, const struct score *score, size_t root)
{
    const struct compile_item *item = &score->compile->items[root];
    bool dated =
        item->dated && !score_by_row(score, root) && pair->a.side->period != pair->b.side->period;
    if (item->apart || dated)
        return false;
    for (size_t i = 0; i < item->child_count; i++)
        if (!score_pair_told(pair, score, item->children[i]))
            return false;
    return true;
}

void score_pair_flags(const struct score_pair *pair, size_t item, char *text)
{
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    unsigned flags = score_flags(b, item, pair->b.row);
    if (pair->of_a[item] != SIZE_MAX)
        flags |= score_flags(a, pair->of_a[item], pair->a.row);
    flags &= ~(unsigned)(PANEL_SWITCHED | PANEL_BREAK);
    panel_flags_text(flags | pair->refusals[item], text);
}
