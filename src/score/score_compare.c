#include "score/score_compare.h"

#include "score/score_bands.h"
#include "score/score_draws.h"
#include "score/score_point.h"
#include "score/score_rows.h"
#include "score/score_shapley.h"
#include "score/score_split.h"

#include <math.h>

static const struct rows_column columns[COMPARE_COLUMNS] = {
    [COMPARE_A] = {"a", NULL, ROWS_TEXT, 0},
    [COMPARE_B] = {"b", NULL, ROWS_TEXT, 0},
    [COMPARE_PERIOD] = {"period", NULL, ROWS_TEXT, 0},
    [COMPARE_LEVEL] = {"level", NULL, ROWS_TEXT, 0},
    [COMPARE_ITEM] = {"item", NULL, ROWS_TEXT, 0},
    [COMPARE_VALUE_A] = {"value_a", NULL, ROWS_NUMBER, 1},
    [COMPARE_VALUE_B] = {"value_b", NULL, ROWS_NUMBER, 1},
    [COMPARE_DIFFERENCE] = {"difference", NULL, ROWS_NUMBER, 1},
    [COMPARE_LOW] = {"low", NULL, ROWS_NUMBER, 1},
    [COMPARE_HIGH] = {"high", NULL, ROWS_NUMBER, 1},
    [COMPARE_FLAGS] = {"flags", NULL, ROWS_TEXT, 0},
    [COMPARE_CONTRIBUTION] = {"contribution", NULL, ROWS_NUMBER, 1},
    [COMPARE_ERROR] = {"error", NULL, ROWS_NUMBER, 1},
};

/* One side as it enters the difference: every item's value without the broken inputs. */
struct end {
    const struct score_side *side;
    size_t row;
    double *values;  /* [item] */
    bool *uncertain; /* [item] */
    double **draws;  /* [item], NULL where not drawn */
};

struct pair {
    struct arena *arena;
    struct end a;
    struct end b;
    bool *broken;       /* [indicator] */
    unsigned *refusals; /* [item]: PANEL_SWITCHED, PANEL_BREAK of what stands below */
    double *parts;      /* [item] */
    double *errors;     /* [item], standard, of parts */
    double *low;        /* [item] */
    double *high;
};

static bool standing(const struct end *end, uint32_t indicator, struct observation *made)
{
    return panel_observation(end->side->score->panel, indicator, end->row, made);
}

/* Whether a period after the earlier end, up to the later, begins with a break of the series that
 * stands at the ends. */
static bool breaks_between(const struct end *earlier, const struct end *later, uint32_t indicator,
                           const struct series_use *use)
{
    const struct panel *panel = later->side->score->panel;
    struct end at = *later;
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
static unsigned refusal_of(const struct end *a, const struct end *b, uint32_t indicator)
{
    const struct end *earlier = a->row < b->row ? a : b, *later = a->row < b->row ? b : a;
    struct observation from, to;
    const struct sources *sources = later->side->score->panel->project->sources;
    if (!standing(earlier, indicator, &from) || !standing(later, indicator, &to))
        return 0;
    if (from.use != to.use)
        return PANEL_SWITCHED;
    if (source_break_between(sources, to.source, from.date.last, to.date.last) ||
        source_break_between(sources, from.source, from.date.last, to.date.last) ||
        breaks_between(earlier, later, indicator, to.use))
        return PANEL_BREAK;
    return 0;
}

static bool same_country_over_time(const struct pair *pair)
{
    const struct score_side *a = pair->a.side, *b = pair->b.side;
    return a->score == b->score && a->country == b->country && a->period != b->period;
}

static void take_refusals(struct pair *pair, const struct compile_item *item, size_t at)
{
    for (size_t i = 0; i < item->child_count; i++)
        pair->refusals[at] |= pair->refusals[item->children[i]];
}

/* Marks the broken indicators and every item one of them enters. Returns how many are broken. */
static size_t find_refusals(struct pair *pair)
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

static bool read_values(struct pair *pair, struct end *end, bool masked)
{
    const struct score *score = end->side->score;
    for (size_t i = 0; i < score->items; i++)
        end->values[i] = score_value(score, i, end->row);
    return !masked || score_point_masked(pair->arena, score, end->row, pair->broken, end->values);
}

static bool open_end(struct arena *arena, struct end *end, const struct score_side *side,
                     struct err *err)
{
    size_t items = side->score->items;
    *end = (struct end){.side = side,
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

static bool open_pair(struct arena *arena, const struct score_side *a, const struct score_side *b,
                      struct pair *pair, struct err *err)
{
    size_t items = b->score->items, indicators = b->score->panel->indicators;
    *pair = (struct pair){.arena = arena};
    if (!open_end(arena, &pair->a, a, err) || !open_end(arena, &pair->b, b, err))
        return false;
    pair->broken = arena_alloc(arena, indicators, sizeof *pair->broken);
    pair->refusals = arena_alloc(arena, items, sizeof *pair->refusals);
    pair->parts = arena_alloc(arena, items, sizeof *pair->parts);
    pair->errors = arena_alloc(arena, items, sizeof *pair->errors);
    pair->low = arena_alloc(arena, items, sizeof *pair->low);
    pair->high = arena_alloc(arena, items, sizeof *pair->high);
    if (!pair->broken || !pair->refusals || !pair->parts || !pair->errors || !pair->low ||
        !pair->high)
        return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
    for (size_t i = 0; i < items; i++)
        pair->parts[i] = pair->errors[i] = pair->low[i] = pair->high[i] = NAN;
    return true;
}

/* Draws of one end for the items whose difference is uncertain. */
static bool draw_end(struct pair *pair, struct end *end, const struct score_options *options,
                     const bool *wanted)
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

static bool find_bands(struct pair *pair, const struct score_options *options)
{
    size_t items = pair->b.side->score->items;
    struct arena_mark mark = arena_mark(pair->arena);
    bool *wanted = arena_alloc(pair->arena, items, sizeof *wanted);
    if (!wanted)
        return false;
    score_bands_uncertain(pair->a.side->score, pair->a.row, pair->broken, pair->a.uncertain);
    score_bands_uncertain(pair->b.side->score, pair->b.row, pair->broken, pair->b.uncertain);
    for (size_t i = 0; i < items; i++)
        wanted[i] = (pair->a.uncertain[i] || pair->b.uncertain[i]) && !isnan(pair->a.values[i]) &&
                    !isnan(pair->b.values[i]);
    if (!draw_end(pair, &pair->a, options, wanted) || !draw_end(pair, &pair->b, options, wanted))
        return false;
    for (size_t i = 0; i < items; i++) {
        if (!wanted[i])
            continue;
        double *differences = pair->b.draws[i];
        for (size_t d = 0; d < options->draws; d++)
            differences[d] -= pair->a.draws[i][d];
        double difference = pair->b.values[i] - pair->a.values[i];
        if (pair->b.side->score->compile->items[i].formula &&
            !score_bands_moves(differences, options->draws, difference))
            continue;
        score_bands_ends(differences, options->draws, difference, &pair->low[i], &pair->high[i]);
    }
    arena_rewind(pair->arena, mark);
    return true;
}

/* Whether what stands below an item tells all of its difference. */
static bool is_told(const struct pair *pair, const struct score *score, size_t root)
{
    const struct compile_item *item = &score->compile->items[root];
    bool dated =
        item->dated && !score_by_row(score, root) && pair->a.side->period != pair->b.side->period;
    if (item->apart || dated)
        return false;
    for (size_t i = 0; i < item->child_count; i++)
        if (!is_told(pair, score, item->children[i]))
            return false;
    return true;
}

static bool work_out(struct pair *pair, const struct score_options *options)
{
    const struct score *score = pair->b.side->score;
    bool one_rule =
        pair->a.side->score->rule == score->rule && is_told(pair, score, score_index(score));
    bool masked = same_country_over_time(pair) && find_refusals(pair) > 0;
    if (!read_values(pair, &pair->a, masked) || !read_values(pair, &pair->b, masked))
        return false;
    if (one_rule && !score_split(pair->arena, score, pair->b.row, score_index(score),
                                 pair->a.values, pair->b.values, pair->parts, pair->errors))
        return false;
    return options->draws == 0 || find_bands(pair, options);
}

static const char *period_text(const struct pair *pair)
{
    char first[DATE_PRINT_SIZE], second[DATE_PRINT_SIZE];
    const struct score_side *a = pair->a.side, *b = pair->b.side;
    date_period_print(a->score->panel->options.axis, a->period, first);
    date_period_print(b->score->panel->options.axis, b->period, second);
    if (a->period == b->period)
        return arena_printf(pair->arena, "%s", second);
    return arena_printf(pair->arena, "%s %s", first, second);
}

/* Flags of both sides; a break or switch only where it stands between them. */
static void flags_text(const struct pair *pair, size_t item, char *text)
{
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    unsigned flags = score_flags(a, item, pair->a.row) | score_flags(b, item, pair->b.row);
    flags &= ~(unsigned)(PANEL_SWITCHED | PANEL_BREAK);
    panel_flags_text(flags | pair->refusals[item], text);
}

static void add_item(struct rows *rows, const struct pair *pair, const char *period, size_t item)
{
    char flags[128];
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    flags_text(pair, item, flags);
    rows_add(rows);
    rows_set_text(rows, COMPARE_A, pair->a.side->label);
    rows_set_text(rows, COMPARE_B, pair->b.side->label);
    rows_set_text(rows, COMPARE_PERIOD, period);
    rows_set_text(rows, COMPARE_LEVEL, score_item_level(b, item));
    rows_set_text(rows, COMPARE_ITEM, score_item_id(b, item));
    rows_set_number(rows, COMPARE_VALUE_A, score_value(a, item, pair->a.row));
    rows_set_number(rows, COMPARE_VALUE_B, score_value(b, item, pair->b.row));
    rows_set_number(rows, COMPARE_DIFFERENCE, pair->b.values[item] - pair->a.values[item]);
    rows_set_number(rows, COMPARE_LOW, pair->low[item]);
    rows_set_number(rows, COMPARE_HIGH, pair->high[item]);
    score_rows_keep(rows, COMPARE_FLAGS, flags);
    rows_set_number(rows, COMPARE_CONTRIBUTION, pair->parts[item]);
    if (rows->column_count > COMPARE_ERROR)
        rows_set_number(rows, COMPARE_ERROR, pair->errors[item]);
}

static bool add_pair(struct rows *rows, const struct pair *pair, unsigned levels)
{
    const struct score *a = pair->a.side->score, *b = pair->b.side->score;
    const char *period = period_text(pair);
    if (!period)
        return false;
    for (size_t n = 0; n < b->items; n++) {
        size_t item = score_rows_item(b, n);
        const struct compile_item *made = &b->compile->items[item];
        if (a->eligible[item] && b->eligible[item] && made->shown && !made->text &&
            (levels & score_rows_level(b, item)))
            add_item(rows, pair, period, item);
    }
    for (size_t i = 0; i < b->panel->indicators; i++)
        if (pair->broken[i])
            rows_add_meta(rows, "broken", "%s", b->panel->project->codebook->indicators[i].id);
    return !rows->failed;
}

struct rows *score_compare(struct arena *arena, const struct score_side *sides, size_t count,
                           unsigned levels, const struct score_options *options, struct err *err)
{
    bool sampled = false;
    for (size_t i = 0; i < count; i++)
        sampled = sampled || score_shapley_samples(sides[i].score, score_index(sides[i].score));
    struct rows *rows = rows_new(arena, columns, sampled ? COMPARE_COLUMNS : COMPARE_ERROR);
    bool done = rows != NULL;
    for (size_t i = 1; i < count && done; i++) {
        struct pair pair;
        if (!open_pair(arena, &sides[0], &sides[i], &pair, err))
            return NULL;
        done = work_out(&pair, options) && add_pair(rows, &pair, levels);
    }
    if (!done) {
        err_set(err, ERR_OUT_OF_MEMORY, "out of memory while comparing");
        return NULL;
    }
    return rows;
}
