#include "score/score_cause.h"

#include "score/score_point.h"
#include "score/score_split.h"

#include <math.h>

/* What an indicator's value is worked out with: one of three figures, events of one end, the frame
 * of one end. */
enum { FIGURES = 3, EVENTS = 2, FRAMES = 2, STATES = FIGURES * EVENTS * FRAMES };

/* The steps of each indicator by cause: steps[indicator × SCORE_CAUSES + cause], their sum the move
 * of its value; NaN where they are not known. */
struct splitting {
    const struct compile *compile;
    const struct codebook *codebook;
    const struct score_cause_cell *cells;
    const double *values_a;
    const double *values_b;
    double *steps;
    enum score_cause shifted; /* the cause of what shifts the weight of others */
    size_t *path;             /* [depth]: the items from root down */
    double *parts;
    double *errors;
    double *causes;
    double *around;
};

const char *score_cause_word(enum score_cause cause)
{
    static const char *const words[SCORE_CAUSES] = {
        [SCORE_CAUSE_EVENT] = "event",   [SCORE_CAUSE_CORRECTION] = "correction",
        [SCORE_CAUSE_METHOD] = "method", [SCORE_CAUSE_DATA] = "new data",
        [SCORE_CAUSE_WEIGHT] = "weight", [SCORE_CAUSE_IMPUTATION] = "imputation",
        [SCORE_CAUSE_FRAME] = "frame"};
    return words[cause];
}

enum score_cause score_cause_of_data(const struct observation *before,
                                     const struct observation *after, bool same_period)
{
    if (!same_period)
        return SCORE_CAUSE_DATA;
    return after && (!before || after->date.last > before->date.last) ? SCORE_CAUSE_DATA
                                                                      : SCORE_CAUSE_CORRECTION;
}

static bool same_observation(const struct observation *a, const struct observation *b)
{
    return a->source == b->source && a->date.last == b->date.last && a->line == b->line &&
           a->file == b->file;
}

/* What the second end knows of the first end's date, where that is another figure; else what stood
 * there. */
static double corrected(const struct score_cause_end *a, const struct score_cause_end *b,
                        uint32_t indicator, const struct observation *before)
{
    struct observation known;
    const struct panel *panel = b->base;
    size_t row = score_row(b->score, panel_country(a->base, a->row), panel_period(a->base, a->row));
    double value = panel_value(a->base, indicator, a->row);
    if (row == SIZE_MAX || !panel_observation(panel, indicator, row, &known) ||
        known.date.last != before->date.last)
        return value;
    return panel_value(panel, indicator, row);
}

static void make_cell(const struct score_cause_end *a, const struct score_cause_end *b,
                      uint32_t indicator, struct score_cause_cell *cell)
{
    struct observation before, after;
    bool was = panel_observation(a->base, indicator, a->row, &before);
    bool is = panel_observation(b->base, indicator, b->row, &after);
    bool same_period = panel_period(a->base, a->row) == panel_period(b->base, b->row);
    size_t item = a->score->panel->project->codebook->indicators[indicator].node;
    double first = panel_value(a->base, indicator, a->row);
    double last = panel_value(b->base, indicator, b->row);
    *cell = (struct score_cause_cell){
        .observed = {first, was ? corrected(a, b, indicator, &before) : first, last},
        .whole = SCORE_CAUSES,
        .data = score_cause_of_data(was ? &before : NULL, is ? &after : NULL, same_period),
        .same = was && is && same_observation(&before, &after)};
    if (same_period)
        cell->observed[1] = cell->data == SCORE_CAUSE_CORRECTION ? last : first;
    unsigned flags = score_flags(a->score, item, a->row) | score_flags(b->score, item, b->row);
    if (flags & PANEL_IMPUTED)
        cell->whole = SCORE_CAUSE_IMPUTATION;
    else if (isnan(first) || isnan(last))
        cell->whole = cell->data;
}

/* What events are to do at an end, before the ends of the scale stop them. */
static void add_shifts(const struct score_cause_end *end, size_t at, struct score_cause_cell *cells)
{
    const struct panel *panel = end->score->panel;
    for (size_t i = 0; i < panel->move_count; i++)
        if (panel->moves[i].row == end->row && !panel->moves[i].base_missing)
            cells[panel->moves[i].effect->indicator].shift[at] += panel->moves[i].by;
}

struct score_cause_cell *score_cause_cells(struct arena *arena, const struct score_cause_end *a,
                                           const struct score_cause_end *b)
{
    size_t count = a->score->panel->indicators;
    struct score_cause_cell *cells = arena_alloc(arena, count, sizeof *cells);
    for (uint32_t i = 0; cells && i < count; i++)
        make_cell(a, b, i, &cells[i]);
    if (!cells)
        return NULL;
    add_shifts(a, 0, cells);
    add_shifts(b, 1, cells);
    return cells;
}

/* A figure moved by events within its scale. */
static double moved(const struct indicator *indicator, double value, double shift)
{
    const struct scale *scale = &indicator->scale;
    double least = fmin(fmin(scale->worst, scale->best), value);
    double most = fmax(fmax(scale->worst, scale->best), value);
    if (isnan(value) || shift == 0)
        return value;
    return isnan(scale->worst) ? value + shift : fmax(least, fmin(most, value + shift));
}

static size_t state(size_t figure, size_t event, size_t frame)
{
    return (figure * EVENTS + event) * FRAMES + frame;
}

/* Of two of three players: what the third does counts 1/3 first or last, 1/6 between. */
static double order_weight(size_t before)
{
    return before == 1 ? 1.0 / 6 : 1.0 / 3;
}

/* items: [state][item]. */
static void find_steps(struct splitting *splitting, double *const *items)
{
    for (size_t i = 0; i < splitting->codebook->indicator_count; i++) {
        double *steps = splitting->steps + i * SCORE_CAUSES;
        size_t item = splitting->codebook->indicators[i].node;
        for (size_t one = 0; one < 2; one++)
            for (size_t other = 0; other < 2; other++) {
                double weight = order_weight(one + other);
                size_t figure = one ? FIGURES - 1 : 0;
                steps[SCORE_CAUSE_CORRECTION] += weight * (items[state(1, one, other)][item] -
                                                           items[state(0, one, other)][item]);
                steps[SCORE_CAUSE_DATA] += weight * (items[state(2, one, other)][item] -
                                                     items[state(1, one, other)][item]);
                steps[SCORE_CAUSE_EVENT] += weight * (items[state(figure, 1, other)][item] -
                                                      items[state(figure, 0, other)][item]);
                steps[SCORE_CAUSE_FRAME] += weight * (items[state(figure, other, 1)][item] -
                                                      items[state(figure, other, 0)][item]);
            }
    }
}

/* The indicators' values in all states. */
static bool evaluate_states(struct arena *arena, const struct score_cause_end *a,
                            const struct score_cause_end *b, struct splitting *splitting)
{
    double *items[STATES];
    size_t indicators = splitting->codebook->indicator_count;
    double *values = arena_alloc(arena, indicators, sizeof *values);
    for (size_t at = 0; values && at < STATES; at++) {
        const struct score_cause_end *frame = at % FRAMES ? b : a;
        size_t event = at / FRAMES % EVENTS, figure = at / FRAMES / EVENTS;
        for (size_t i = 0; i < indicators; i++)
            values[i] =
                moved(&splitting->codebook->indicators[i], splitting->cells[i].observed[figure],
                      splitting->cells[i].shift[event]);
        items[at] = arena_alloc(arena, splitting->compile->count, sizeof **items);
        if (!items[at] || !score_point(arena, frame->score, frame->row, values, items[at]))
            return false;
    }
    if (!values)
        return false;
    find_steps(splitting, items);
    return true;
}

static enum score_cause main_cause(const struct score_cause_cell *cell)
{
    if (cell->whole != SCORE_CAUSES)
        return cell->whole;
    if (cell->observed[0] != cell->observed[2])
        return cell->data;
    return cell->shift[0] != cell->shift[1] ? SCORE_CAUSE_EVENT : SCORE_CAUSE_FRAME;
}

/* What shifts the weights of others: the first indicator that appears or goes; where none does,
 * what a floor or a zero keeps from any one: the figures, else what else there is. */
static enum score_cause find_shifted(const struct splitting *splitting)
{
    enum score_cause cause = SCORE_CAUSE_FRAME;
    for (size_t i = 0; i < splitting->codebook->indicator_count; i++) {
        size_t item = splitting->codebook->indicators[i].node;
        if (isnan(splitting->values_a[item]) != isnan(splitting->values_b[item]))
            return main_cause(&splitting->cells[i]);
        if (cause == SCORE_CAUSE_FRAME && !isnan(splitting->values_a[item]))
            cause = main_cause(&splitting->cells[i]);
    }
    return cause;
}

/* To all that stands above; a result of another rule is none of the items. */
static void add_cause(struct splitting *splitting, size_t depth, size_t cause, double part)
{
    for (size_t i = 0; i <= depth; i++)
        if (splitting->path[i] != SIZE_MAX)
            splitting->causes[splitting->path[i] * SCORE_CAUSES + cause] += part;
}

/* An indicator's part to its causes. */
static void add_indicator(struct splitting *splitting, const struct score_split_part *part)
{
    uint32_t indicator = splitting->codebook->nodes[part->item].indicator;
    const struct score_cause_cell *cell = &splitting->cells[indicator];
    const double *steps = splitting->steps + indicator * SCORE_CAUSES;
    double move = part->move, own = part->slope * move, sum = 0;
    if (cell->whole != SCORE_CAUSES || isnan(move)) {
        add_cause(splitting, part->depth, main_cause(cell), part->part);
        return;
    }
    for (size_t cause = 0; cause < SCORE_CAUSES; cause++)
        sum += steps[cause];
    if (fabs(sum - move) < 1e-9)
        for (size_t cause = 0; cause < SCORE_CAUSES; cause++)
            add_cause(splitting, part->depth, cause, part->slope * steps[cause]);
    else
        add_cause(splitting, part->depth, main_cause(cell), own);
    add_cause(splitting, part->depth, splitting->shifted, part->part - own);
}

static void visit(void *context, const struct score_split_part *part)
{
    struct splitting *splitting = context;
    if (part->around) {
        add_cause(splitting, part->depth, SCORE_CAUSE_FRAME, part->part);
        *splitting->around += part->part;
        return;
    }
    bool own = part->score->compile == splitting->compile;
    size_t item = own || part->item < splitting->compile->nodes ? part->item : SIZE_MAX;
    splitting->path[part->depth] = item;
    if (item != SIZE_MAX) {
        double *sum = &splitting->parts[item];
        bool first = isnan(*sum);
        *sum = first ? part->part : *sum + part->part;
        splitting->errors[item] = first ? part->error : splitting->errors[item] + part->error;
    }
    if (part->score->compile->items[part->item].kind == COMPILE_LEAF)
        add_indicator(splitting, part);
}

/* More levels than a tree can have, with what stands below it in other rules. */
static size_t depth_of(const struct score *score, const struct score_used *used)
{
    size_t depth = score->items + 1;
    for (size_t use = 0; used && use < used->count; use++)
        if (used->rules[use].score)
            depth += depth_of(used->rules[use].score, used->rules[use].used);
    return depth;
}

bool score_cause_split(struct arena *arena, const struct score_cause_end *a,
                       const struct score_cause_end *b, const struct score_cause_cell *cells,
                       size_t root, const double *values_a, const double *values_b, double *parts,
                       double *errors, double *causes, double *around)
{
    struct arena_mark mark = arena_mark(arena);
    const struct score *score = b->score;
    const struct codebook *codebook = score->panel->project->codebook;
    size_t items = score->items;
    struct splitting splitting = {
        .compile = score->compile,
        .codebook = codebook,
        .cells = cells,
        .values_a = values_a,
        .values_b = values_b,
        .steps = arena_alloc(arena, codebook->indicator_count * SCORE_CAUSES, sizeof(double)),
        .path = arena_alloc(arena, depth_of(score, b->used), sizeof(size_t)),
        .parts = parts,
        .errors = errors,
        .causes = causes,
        .around = around};
    *around = 0;
    for (size_t i = 0; i < items * SCORE_CAUSES; i++)
        causes[i] = 0;
    for (size_t i = 0; i < items; i++)
        parts[i] = errors[i] = NAN;
    bool done = splitting.steps && splitting.path && evaluate_states(arena, a, b, &splitting);
    splitting.shifted = find_shifted(&splitting);
    const struct score_split_end ends[] = {{a->score, a->row, a->used}, {score, b->row, b->used}};
    done = done && score_split_tree(arena, ends, root, values_a, values_b, visit, &splitting);
    /* What stands below no indicator: a function that turns none of its inputs to account. */
    double rest = done && !isnan(parts[root]) ? parts[root] : 0;
    for (size_t cause = 0; cause < SCORE_CAUSES; cause++)
        rest -= causes[root * SCORE_CAUSES + cause];
    if (fabs(rest) > 1e-12)
        causes[root * SCORE_CAUSES + splitting.shifted] += rest;
    arena_rewind(arena, mark);
    return done;
}
