#include "score/score_diff_panel.h"

#include "score/rule_mix.h"

#include <math.h>
#include <string.h>

enum { IS_DATA = 1U << SCORE_CAUSE_DATA, IS_CORRECTION = 1U << SCORE_CAUSE_CORRECTION };
enum { IS_EVENT = 1U << SCORE_CAUSE_EVENT, IS_METHOD = 1U << SCORE_CAUSE_METHOD };
enum { IS_WEIGHT = 1U << SCORE_CAUSE_WEIGHT };

/* Sums of the same steps may differ by so much. */
#define ROUNDING 1e-9

/* A cell of both sides. */
struct both {
    uint32_t indicator[2];
    size_t row[2];
};

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_scale(const struct scale *a, const struct scale *b)
{
    return a->kind == b->kind && a->transform == b->transform && same(a->worst, b->worst) &&
           same(a->best, b->best) && a->level_count == b->level_count &&
           strcmp(a->unit ? a->unit : "", b->unit ? b->unit : "") == 0;
}

static uint32_t *indicators_of(struct arena *arena, const struct project *own,
                               const struct project *other)
{
    size_t count = own->codebook->indicator_count;
    uint32_t *found = arena_alloc(arena, count, sizeof *found);
    for (size_t i = 0; found && i < count; i++) {
        const struct indicator *indicator = &own->codebook->indicators[i];
        struct text id = {indicator->id, strlen(indicator->id)};
        const struct indicator *match = codebook_indicator(other->codebook, id);
        found[i] = match && same_scale(&indicator->scale, &match->scale)
                       ? (uint32_t)(match - other->codebook->indicators)
                       : UINT32_MAX;
    }
    return found;
}

static uint32_t *countries_of(struct arena *arena, const struct project *own,
                              const struct project *other)
{
    uint32_t *found = arena_alloc(arena, own->country_count, sizeof *found);
    for (size_t i = 0; found && i < own->country_count; i++) {
        found[i] = UINT32_MAX;
        for (uint32_t j = 0; j < other->country_count; j++)
            if (strcmp(own->countries[i].id, other->countries[j].id) == 0)
                found[i] = j;
    }
    return found;
}

static bool any_alone(const uint32_t *others, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (others[i] == UINT32_MAX)
            return true;
    return false;
}

/* How far events are to move a cell, before its scale's ends stop it. */
static double shift_of(const struct score_diff_pair *pair, int of, uint32_t indicator, size_t row)
{
    const double *shifts = pair->shifts[of];
    return shifts ? shifts[indicator * pair->sides[of].panel->rows + row] : 0;
}

/* The sums of all moves by cell; NULL where there are none. False without memory. */
static bool add_shifts(struct arena *arena, struct score_diff_pair *pair, int of)
{
    const struct panel *panel = pair->sides[of].panel;
    if (panel->move_count == 0)
        return true;
    pair->shifts[of] = arena_alloc(arena, panel->indicators * panel->rows, sizeof(double));
    for (size_t i = 0; pair->shifts[of] && i < panel->move_count; i++) {
        const struct panel_move *move = &panel->moves[i];
        if (move->row < panel->rows)
            pair->shifts[of][move->effect->indicator * panel->rows + move->row] += move->by;
    }
    return pair->shifts[of] != NULL;
}

/* Why what was observed differs in a cell. */
static unsigned data_cause(const struct score_diff_pair *pair, const struct both *cell)
{
    struct observation before, after;
    const struct score_diff_side *a = &pair->sides[0], *b = &pair->sides[1];
    bool was = panel_observation(a->base, cell->indicator[0], cell->row[0], &before);
    bool is = panel_observation(b->base, cell->indicator[1], cell->row[1], &after);
    return 1U << score_cause_of_data(was ? &before : NULL, is ? &after : NULL, true);
}

static unsigned causes_of(const struct score_diff_pair *pair, const struct both *cell)
{
    const struct score_diff_side *a = &pair->sides[0], *b = &pair->sides[1];
    uint32_t i = cell->indicator[0], j = cell->indicator[1];
    size_t r = cell->row[0], s = cell->row[1];
    unsigned causes = 0;
    if (!same(panel_value(a->base, i, r), panel_value(b->base, j, s)) ||
        !same(panel_low(a->base, i, r), panel_low(b->base, j, s)) ||
        !same(panel_high(a->base, i, r), panel_high(b->base, j, s)))
        causes |= data_cause(pair, cell);
    bool there = !isnan(panel_value(a->panel, i, r)) || !isnan(panel_value(b->panel, j, s));
    if (there && fabs(shift_of(pair, 0, i, r) - shift_of(pair, 1, j, s)) > ROUNDING)
        causes |= IS_EVENT;
    return causes;
}

unsigned score_diff_panel_causes(const struct score_diff_pair *pair, uint32_t indicator_a,
                                 size_t row_a, uint32_t indicator_b, size_t row_b)
{
    return causes_of(pair, &(struct both){{indicator_a, indicator_b}, {row_a, row_b}});
}

/* The cell of both sides that one side's cell is of; false when the other has none. */
static bool find_both(const struct score_diff_pair *pair, int of, uint32_t indicator, size_t row,
                      struct both *cell)
{
    const struct panel *own = pair->sides[of].panel, *other = pair->sides[!of].panel;
    uint32_t country = pair->countries[of][row % own->countries];
    if (pair->indicators[of][indicator] == UINT32_MAX || country == UINT32_MAX)
        return false;
    cell->indicator[of] = indicator;
    cell->row[of] = row;
    cell->indicator[!of] = pair->indicators[of][indicator];
    cell->row[!of] = row / own->countries * other->countries + country;
    return true;
}

static unsigned all_causes(const struct score_diff_pair *pair)
{
    struct both cell;
    unsigned causes = 0;
    const struct panel *panel = pair->sides[0].panel;
    for (uint32_t i = 0; i < panel->indicators; i++)
        for (size_t row = 0; row < panel->rows; row++)
            if (find_both(pair, 0, i, row, &cell))
                causes |= causes_of(pair, &cell);
    return causes;
}

/* Whether the rules weigh otherwise, apart from the rest of the method. */
static bool weights_differ(const struct score_diff_side *a, const struct score_diff_side *b)
{
    bool differs = false;
    const struct rule_mix_side one = {a->rule, a->panel->project->codebook};
    const struct rule_mix_side other = {b->rule, b->panel->project->codebook};
    return rule_mix_can(&one, &other, &differs) && differs;
}

bool score_diff_panel_pair(struct arena *arena, const struct score_diff_side *a,
                           const struct score_diff_side *b, bool same_method,
                           struct score_diff_pair *pair)
{
    *pair = (struct score_diff_pair){.sides = {*a, *b}};
    for (int of = 0; of < 2; of++) {
        const struct project *own = pair->sides[of].panel->project;
        const struct project *other = pair->sides[!of].panel->project;
        pair->indicators[of] = indicators_of(arena, own, other);
        pair->countries[of] = countries_of(arena, own, other);
        if (!pair->indicators[of] || !pair->countries[of] || !add_shifts(arena, pair, of))
            return false;
        same_method = same_method &&
                      !any_alone(pair->indicators[of], own->codebook->indicator_count) &&
                      !any_alone(pair->countries[of], own->country_count);
    }
    pair->changed = all_causes(pair);
    if (!same_method)
        pair->changed |= IS_METHOD | (weights_differ(a, b) ? IS_WEIGHT : 0U);
    return true;
}

/* What stands in a cell that has its data of one side and its events of one. */
static double mixed_value(const struct score_diff_pair *pair, const struct both *cell, int data,
                          int event)
{
    const struct score_diff_side *side = &pair->sides[data];
    uint32_t indicator = cell->indicator[data];
    if (data == event)
        return panel_value(side->panel, indicator, cell->row[data]);
    double value = panel_value(side->base, indicator, cell->row[data]);
    double shift = shift_of(pair, event, cell->indicator[event], cell->row[event]);
    const struct scale *scale = &side->panel->project->codebook->indicators[indicator].scale;
    double least = fmin(fmin(scale->worst, scale->best), value);
    double most = fmax(fmax(scale->worst, scale->best), value);
    if (isnan(value) || shift == 0)
        return value;
    return isnan(scale->worst) ? value + shift : fmax(least, fmin(most, value + shift));
}

/* Columns of its own for an indicator that a mixture changes; false without memory. */
static bool copy_cells(struct arena *arena, const struct panel *panel, uint32_t indicator,
                       struct panel_cells *cells)
{
    double *value = arena_alloc(arena, panel->rows, sizeof *value);
    uint16_t *flags = arena_alloc(arena, panel->rows, sizeof *flags);
    uint32_t *origin = arena_alloc(arena, panel->rows, sizeof *origin);
    if (!value || !flags || !origin)
        return false;
    panel_flags_rows(panel, indicator, 0, panel->rows, flags);
    for (size_t row = 0; row < panel->rows; row++) {
        value[row] = panel_value(panel, indicator, row);
        origin[row] = panel_cell_origin(panel, indicator, row);
    }
    *cells = (struct panel_cells){.value = value, .flags = flags, .origin = origin};
    return true;
}

static bool mix_indicator(struct arena *arena, const struct score_diff_pair *pair, int of,
                          unsigned causes, uint32_t indicator, struct panel_cells *cells)
{
    struct both cell;
    const struct panel *panel = pair->sides[of].panel;
    bool copied = false;
    for (size_t row = 0; row < panel->rows; row++) {
        if (!find_both(pair, of, indicator, row, &cell))
            continue;
        unsigned differs = causes_of(pair, &cell), data = differs & (IS_DATA | IS_CORRECTION);
        int data_of = data ? (causes & data) != 0 : of;
        int event_of = differs & IS_EVENT ? (causes & IS_EVENT) != 0 : data_of;
        double value = mixed_value(pair, &cell, data_of, event_of);
        if (same(value, panel_value(panel, indicator, row)))
            continue;
        if (!copied && !copy_cells(arena, panel, indicator, cells))
            return false;
        copied = true;
        cells->value[row] = value;
        cells->flags[row] = (uint16_t)panel_flags(pair->sides[data_of].panel,
                                                  cell.indicator[data_of], cell.row[data_of]);
        if (data_of != of)
            cells->origin[row] = UINT32_MAX;
    }
    return true;
}

const struct panel *score_diff_panel_mix(struct arena *arena, const struct score_diff_pair *pair,
                                         int of, unsigned causes)
{
    const struct panel *from = pair->sides[of].panel;
    struct panel *panel = arena_alloc(arena, 1, sizeof *panel);
    struct panel_cells *cells = arena_alloc(arena, from->indicators, sizeof *cells);
    if (!panel || !cells)
        return NULL;
    *panel = *from;
    panel->cells = cells;
    memcpy(cells, from->cells, from->indicators * sizeof *cells);
    for (uint32_t i = 0; i < from->indicators; i++)
        if (!mix_indicator(arena, pair, of, causes, i, &cells[i]))
            return NULL;
    return panel;
}
