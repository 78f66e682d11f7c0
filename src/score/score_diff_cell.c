#include "score/score_diff_cell.h"

#include <math.h>
#include <string.h>

enum { OF_DATA = 1U << SCORE_CAUSE_DATA | 1U << SCORE_CAUSE_CORRECTION };
enum { OF_EVENT = 1U << SCORE_CAUSE_EVENT, OF_METHOD = 1U << SCORE_CAUSE_METHOD };

/* A cell: its indicator and row on each side, UINT32_MAX and SIZE_MAX where a side has none. */
struct cell {
    const struct score_diff_pair *pair;
    struct rows *tidy;
    const struct score_diff_country *country;
    int32_t period;
    uint32_t indicator[2];
    size_t row[2];
};

void score_diff_cell_place(struct rows *tidy, const struct score_diff_pair *pair,
                           const struct score_diff_country *country, int32_t period)
{
    char text[DATE_PRINT_SIZE];
    int of = country->of[1] != UINT32_MAX ? 1 : 0;
    const struct panel *panel = pair->sides[of].panel;
    size_t length = date_period_print(panel->options.axis, period, text);
    rows_set_text(tidy, SCORE_DIFF_COUNTRY, panel->project->countries[country->of[of]].id);
    rows_set_text(tidy, SCORE_DIFF_PERIOD, arena_text(tidy->arena, text, length));
}

static void set_day(struct rows *tidy, int column, int32_t day)
{
    char text[DATE_PRINT_SIZE];
    if (day != INT32_MAX)
        rows_set_text(tidy, (size_t)column,
                      arena_text(tidy->arena, text, date_print_day(day, text)));
}

static bool has(const struct cell *cell, int of)
{
    return cell->indicator[of] != UINT32_MAX && cell->row[of] != SIZE_MAX;
}

static double value_of(const struct cell *cell, int of)
{
    return has(cell, of)
               ? panel_value(cell->pair->sides[of].panel, cell->indicator[of], cell->row[of])
               : NAN;
}

/* Why a figure that stood on the first side stands no more, "" when its line is gone. */
static const char *why_withdrawn(const struct cell *cell, const struct observation *before)
{
    const struct project *project = cell->pair->sides[1].panel->project;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *other = &project->observations[i];
        if (other->country == cell->country->of[1] && other->indicator == cell->indicator[1] &&
            other->date.last == before->date.last && other->value == before->value && other->why)
            return other->why;
    }
    return "";
}

static void add_observation(const struct cell *cell, int of, const struct observation *made)
{
    char date[DATE_PRINT_SIZE];
    struct rows *tidy = cell->tidy;
    const struct project *project = cell->pair->sides[of].panel->project;
    size_t length = date_print(made->date, date);
    rows_set_text(tidy, SCORE_DIFF_DATE, arena_text(tidy->arena, date, length));
    rows_set_text(tidy, SCORE_DIFF_SOURCE, project->sources->items[made->source].id);
    rows_set_text(tidy, SCORE_DIFF_CODER, made->coder);
    set_day(tidy, SCORE_DIFF_RECORDED, made->recorded);
    rows_set_text(tidy, SCORE_DIFF_NOTE, made->note);
}

/* Why the observation that stands on the second side does, where a preference or a splice made it:
 * in place of its note. */
static void add_reason(const struct cell *cell, const struct observation *made)
{
    const struct panel *panel = cell->pair->sides[1].base;
    struct rows *tidy = cell->tidy;
    struct text_buffer text = {0};
    const struct preference *preference = panel_preference(panel, cell->indicator[1], cell->row[1]);
    if (preference)
        rows_set_text(tidy, SCORE_DIFF_NOTE,
                      arena_printf(tidy->arena, "%s is preferred: %s",
                                   panel->project->sources->items[preference->source].id,
                                   preference->because));
    if (!(panel_flags(panel, cell->indicator[1], cell->row[1]) & PANEL_SPLICED))
        return;
    text_add_format(&text, "spliced: %.10g", made->as_published);
    panel_splices_text(panel, made, &text);
    tidy->failed = tidy->failed || text.failed;
    if (!text.failed)
        rows_set_text(tidy, SCORE_DIFF_NOTE, arena_text(tidy->arena, text.bytes, text.length));
    text_buffer_free(&text);
}

/* Whoever recorded what stands now; where it was withdrawn, what stood before, and why. */
static void add_data(const struct cell *cell)
{
    struct observation before, after;
    const struct score_diff_side *a = &cell->pair->sides[0], *b = &cell->pair->sides[1];
    bool was =
        has(cell, 0) && panel_observation(a->base, cell->indicator[0], cell->row[0], &before);
    bool is = has(cell, 1) && panel_observation(b->base, cell->indicator[1], cell->row[1], &after);
    if (is)
        add_observation(cell, 1, &after);
    else if (was)
        add_observation(cell, 0, &before);
    if (is)
        add_reason(cell, &after);
    bool both = has(cell, 0) && has(cell, 1);
    if (!both || !was || (is && after.date.last >= before.date.last))
        return;
    const char *why = why_withdrawn(cell, &before);
    rows_set_text(cell->tidy, SCORE_DIFF_NOTE,
                  *why ? arena_printf(cell->tidy->arena, "withdrawn: %s", why)
                       : "the figure that stood here is not there any more");
}

static bool is_of(const struct cell *cell, int of, const struct panel_move *move)
{
    return move->row == cell->row[of] && move->effect->indicator == cell->indicator[of];
}

/* Whether the other side's cell is moved by the same event as far. */
static bool moves_there(const struct cell *cell, int of, const struct panel_move *move)
{
    const struct panel *own = cell->pair->sides[of].panel, *other = cell->pair->sides[!of].panel;
    for (size_t i = 0; i < other->move_count; i++) {
        const struct panel_move *match = &other->moves[i];
        if (is_of(cell, !of, match) && match->by == move->by &&
            strcmp(other->project->events[match->event].id, own->project->events[move->event].id) ==
                0)
            return true;
    }
    return false;
}

/* The events that moved one side alone, or not as far the other. alone: no figure changed, so that
 * source and day of recording are theirs. */
static void add_events(const struct cell *cell, bool alone)
{
    struct rows *tidy = cell->tidy;
    const char *note = alone ? "" : rows_text(tidy, tidy->count - 1, SCORE_DIFF_NOTE);
    for (int of = 1; of >= 0; of--) {
        const struct panel *panel = cell->pair->sides[of].panel;
        for (size_t i = 0; note && i < panel->move_count; i++) {
            const struct panel_move *move = &panel->moves[i];
            const struct event *event = &panel->project->events[move->event];
            if (!is_of(cell, of, move) || moves_there(cell, of, move))
                continue;
            note = arena_printf(tidy->arena, "%s%s%s %s %+g", note, *note ? "; " : "",
                                of ? "with" : "no more", event->id, move->by);
            if (alone) {
                rows_set_text(tidy, SCORE_DIFF_SOURCE,
                              panel->project->sources->items[event->sources[0]].id);
                set_day(tidy, SCORE_DIFF_DATE, move->effect->day);
                set_day(tidy, SCORE_DIFF_RECORDED, event->recorded);
            }
            alone = false;
        }
    }
    tidy->failed = tidy->failed || !note;
    rows_set_text(tidy, SCORE_DIFF_NOTE, note);
}

/* "event, new data". */
static const char *words_of(struct arena *arena, unsigned causes)
{
    const char *words = "";
    for (unsigned cause = 0; words && cause < SCORE_DIFF_CAUSES; cause++)
        if (causes & 1U << cause)
            words =
                arena_printf(arena, "%s%s%s", words, *words ? ", " : "", score_cause_word(cause));
    return words;
}

static void add_cell(const struct cell *cell)
{
    struct rows *tidy = cell->tidy;
    unsigned causes = OF_METHOD;
    int named = has(cell, 1) ? 1 : 0;
    double before = value_of(cell, 0), after = value_of(cell, 1);
    if (has(cell, 0) && has(cell, 1))
        causes = score_diff_panel_causes(cell->pair, cell->indicator[0], cell->row[0],
                                         cell->indicator[1], cell->row[1]);
    else if (isnan(before) && isnan(after))
        causes = 0;
    if (causes == 0)
        return;
    const struct codebook *codebook = cell->pair->sides[named].panel->project->codebook;
    rows_add(tidy);
    score_diff_cell_place(tidy, cell->pair, cell->country, cell->period);
    rows_set_text(tidy, SCORE_DIFF_LEVEL, "cell");
    rows_set_text(tidy, SCORE_DIFF_ITEM, codebook->indicators[cell->indicator[named]].id);
    rows_set_number(tidy, SCORE_DIFF_VALUE_A, before);
    rows_set_number(tidy, SCORE_DIFF_VALUE_B, after);
    rows_set_number(tidy, SCORE_DIFF_DIFFERENCE, after - before);
    const char *words = words_of(tidy->arena, causes);
    tidy->failed = tidy->failed || !words;
    rows_set_text(tidy, SCORE_DIFF_CHANGE, words);
    if (causes & (OF_DATA | OF_METHOD))
        add_data(cell);
    if (causes & OF_EVENT)
        add_events(cell, !(causes & OF_DATA));
}

/* All cells of a country and period. */
static void add_cells(struct cell *cell)
{
    const struct score_diff_pair *pair = cell->pair;
    const struct panel *a = pair->sides[0].panel, *b = pair->sides[1].panel;
    size_t at = (size_t)(cell->period - b->options.first);
    for (int of = 0; of < 2; of++) {
        uint32_t country = cell->country->of[of];
        cell->row[of] =
            country == UINT32_MAX ? SIZE_MAX : at * pair->sides[of].panel->countries + country;
    }
    for (uint32_t i = 0; i < b->indicators; i++) {
        cell->indicator[1] = i;
        cell->indicator[0] = pair->indicators[1][i];
        add_cell(cell);
    }
    cell->indicator[1] = UINT32_MAX;
    for (uint32_t i = 0; i < a->indicators; i++) {
        cell->indicator[0] = i;
        if (pair->indicators[0][i] == UINT32_MAX)
            add_cell(cell);
    }
}

void score_diff_cell_rows(const struct score_diff_pair *pair, const struct score_diff_ask *ask,
                          struct rows *tidy)
{
    for (size_t i = 0; i < ask->country_count; i++)
        for (int32_t period = ask->first; period <= ask->last; period++) {
            struct cell cell = {
                .pair = pair, .tidy = tidy, .country = &ask->countries[i], .period = period};
            add_cells(&cell);
        }
}
