#include "score/score_marks.h"

#include <math.h>

/* Values within this share of the scale of one of its ends stand at it. */
static const double at_end = 1e-9;

/* Observed is what the value rests on, not only what stands in the cell: a figure that is counted
 * per another which is missing gives none. */
static void mark_indicator(struct score *score, size_t item)
{
    const struct panel *panel = score->panel;
    const double *unfilled = score->unfilled[item];
    uint32_t indicator = panel->project->codebook->nodes[item].indicator;
    for (size_t i = 0; i < score->rows; i++) {
        size_t at = item * score->rows + i, row = score->first_row + i;
        unsigned flags = panel_flags(panel, indicator, row);
        bool there = !isnan(panel_value(panel, indicator, row));
        bool counts = !isnan(score->value[at]);
        bool filled = counts && unfilled && isnan(unfilled[i]);
        bool made_up = filled || (flags & (PANEL_IMPUTED | PANEL_ASSUMED));
        score->coverage[at] = counts && !made_up ? 1 : 0;
        score->flags[at] = filled ? PANEL_IMPUTED : there ? (uint16_t)flags : 0;
    }
}

static uint16_t end_flags(const struct rule *rule, double value)
{
    double slack = at_end * (rule->to_best - rule->to_worst);
    if (!rule->normalised)
        return 0;
    if (value <= rule->to_worst + slack)
        return PANEL_FLOOR;
    return value >= rule->to_best - slack ? PANEL_CEILING : 0;
}

/* Whether a mean has a floor that lower children are raised to. */
static bool has_floor(const struct compile_item *item)
{
    enum graph_average average = item->mean.average;
    return item->kind == COMPILE_MEAN &&
           (average == GRAPH_GEOMETRIC || average == GRAPH_HARMONIC || average == GRAPH_POWER);
}

/* What entered an aggregate at a row; a child below a geometric floor puts the mean at its floor.
 */
static uint16_t entered_flags(const struct score *score, const struct compile_item *item, size_t i)
{
    unsigned flags = 0;
    for (size_t c = 0; c < item->child_count; c++) {
        size_t at = item->children[c] * score->rows + i;
        if (isnan(score->value[at]))
            continue;
        flags |= score->flags[at] & ~(unsigned)(PANEL_FLOOR | PANEL_CEILING);
        if (has_floor(item) && score->value[at] < item->mean.floor)
            flags |= PANEL_FLOOR;
    }
    for (size_t b = 0; b < item->beside_count; b++)
        if (!isnan(panel_value(score->panel, item->beside[b], score->first_row + i)))
            flags |= panel_flags(score->panel, item->beside[b], score->first_row + i) &
                     ~(unsigned)(PANEL_FLOOR | PANEL_CEILING);
    return (uint16_t)flags;
}

/* How many of the indicators that a formula reads through other rules were observed. */
static double observed_beside(const struct score *score, const struct compile_item *item,
                              size_t row)
{
    double observed = 0;
    for (size_t b = 0; b < item->beside_count; b++)
        observed +=
            !isnan(panel_value(score->panel, item->beside[b], row)) &&
            !(panel_flags(score->panel, item->beside[b], row) & (PANEL_IMPUTED | PANEL_ASSUMED));
    return observed;
}

/* Whether an item stands between the ends of its rule: a mean of what does. An order of countries
 * (Copeland) or a formula has ends of its own, and so has what is made of it. */
static bool is_between_ends(const struct score *score, size_t item)
{
    const struct compile_item *made = &score->compile->items[item];
    if (made->kind == COMPILE_LEAF)
        return true;
    if (made->kind != COMPILE_MEAN)
        return false;
    for (size_t c = 0; c < made->child_count; c++)
        if (!is_between_ends(score, made->children[c]))
            return false;
    return true;
}

static void mark_aggregate(struct score *score, size_t item)
{
    const struct compile_item *made = &score->compile->items[item];
    bool ends = is_between_ends(score, item);
    for (size_t i = 0; i < score->rows; i++) {
        size_t at = item * score->rows + i, row = score->first_row + i;
        double covered = 0, total = 0;
        for (size_t c = 0; c < made->child_count; c++) {
            double weight = score_weight(score, item, c, row);
            if (isnan(weight))
                continue;
            total += weight;
            covered += weight * score->coverage[made->children[c] * score->rows + i];
        }
        for (size_t c = made->child_count; c < made->child_count + made->withheld; c++)
            total += made->weights[c];
        total += (double)made->beside_count;
        covered += observed_beside(score, made, row);
        score->coverage[at] = total > 0 ? covered / total : NAN;
        if (!isnan(score->value[at]))
            score->flags[at] = (uint16_t)(entered_flags(score, made, i) |
                                          (ends ? end_flags(score->rule, score->value[at]) : 0));
    }
}

void score_marks(struct score *score)
{
    for (size_t i = 0; i < score->items; i++) {
        size_t item = score->compile->order[i];
        if (!score->eligible[item])
            continue;
        if (score->compile->items[item].kind == COMPILE_LEAF)
            mark_indicator(score, item);
        else
            mark_aggregate(score, item);
    }
}

bool score_marks_count(struct arena *arena, struct score *score,
                       const struct score_options *options)
{
    const struct panel *panel = score->panel;
    const struct codebook *codebook = panel->project->codebook;
    struct arena_mark start = arena_mark(arena);
    bool *seen = arena_alloc(arena, panel->project->observation_count, sizeof *seen);
    if (!seen)
        return false;
    for (uint32_t i = 0; i < panel->indicators; i++) {
        if (!score->eligible[codebook->indicators[i].node])
            continue;
        for (size_t row = score->first_row; row < score->first_row + score->rows; row++) {
            int32_t period = panel_period(panel, row);
            if (isnan(panel_value(panel, i, row)) || period < options->draws_first ||
                period > options->draws_last)
                continue;
            score->present++;
            score->exact += isnan(panel_low(panel, i, row)) ? 1 : 0;
            if (!(panel_flags(panel, i, row) & PANEL_DRAFT))
                continue;
            uint32_t origin = panel_origin(panel, i, row);
            if (origin == UINT32_MAX || seen[origin])
                continue;
            seen[origin] = true;
            score->drafts++;
        }
    }
    arena_rewind(arena, start);
    return true;
}
