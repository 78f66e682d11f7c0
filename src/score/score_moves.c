#include "score/score_moves.h"

#include <stdlib.h>

enum {
    COLUMN_DATE,
    COLUMN_COUNTRY,
    COLUMN_EVENT,
    COLUMN_ITEM,
    COLUMN_BY,
    COLUMN_RESULT,
    COLUMN_BECAUSE,
    COLUMN_FILE,
    COLUMN_LINE,
    COLUMNS
};

static const struct rows_column columns[COLUMNS] = {
    [COLUMN_DATE] = {"date", "Date", ROWS_TEXT, 0},
    [COLUMN_COUNTRY] = {"country", "Country", ROWS_TEXT, 0},
    [COLUMN_EVENT] = {"event", "Event", ROWS_TEXT, 0},
    [COLUMN_ITEM] = {"item", "Indicator", ROWS_TEXT, 0},
    [COLUMN_BY] = {"by", "By", ROWS_NUMBER, -1},
    [COLUMN_RESULT] = {"result", "Result", ROWS_TEXT, 0},
    [COLUMN_BECAUSE] = {"because", "Because", ROWS_TEXT, 0},
    [COLUMN_FILE] = {"file", "File", ROWS_TEXT, 0},
    [COLUMN_LINE] = {"line", "Line", ROWS_NUMBER, 0},
};

/* A move with its place in the panel's list, which settles what the dates leave open. */
struct entry {
    const struct panel_move *move;
    size_t at;
    size_t country; /* place in the selection */
};

static int compare_days(const struct entry *a, const struct entry *b)
{
    if (a->move->effect->day != b->move->effect->day)
        return a->move->effect->day < b->move->effect->day ? -1 : 1;
    return (a->country > b->country) - (a->country < b->country);
}

static int compare_entries(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int order = compare_days(a, b);
    if (order != 0)
        return order;
    if (a->move->event != b->move->event)
        return a->move->event < b->move->event ? -1 : 1;
    if (a->move->effect->line != b->move->effect->line)
        return a->move->effect->line < b->move->effect->line ? -1 : 1;
    /* Of one effect over several periods, where it moved something stands first. */
    if (a->move->base_missing != b->move->base_missing)
        return a->move->base_missing ? 1 : -1;
    return a->at < b->at ? -1 : 1;
}

static size_t place_of(const struct score_selection *selection, uint32_t country)
{
    for (size_t i = 0; i < selection->country_count; i++)
        if (selection->countries[i] == country)
            return i;
    return SIZE_MAX;
}

static size_t select_moves(const struct panel *panel, const struct score_selection *selection,
                           struct entry *entries)
{
    size_t count = 0;
    for (size_t i = 0; i < panel->move_count; i++) {
        const struct panel_move *move = &panel->moves[i];
        size_t country = place_of(selection, move->country);
        if (country == SIZE_MAX || move->row == UINT32_MAX)
            continue;
        int32_t period = panel_period(panel, move->row);
        if (period >= selection->first && period <= selection->last)
            entries[count++] = (struct entry){move, i, country};
    }
    qsort(entries, count, sizeof *entries, compare_entries);
    return count;
}

static void add_move(struct rows *rows, const struct project *project,
                     const struct panel_move *move)
{
    char day[DATE_PRINT_SIZE];
    const struct codebook *codebook = project->codebook;
    const struct effect *effect = move->effect;
    date_print_day(effect->day, day);
    rows_add(rows);
    score_rows_keep(rows, COLUMN_DATE, day);
    rows_set_text(rows, COLUMN_COUNTRY, project->countries[move->country].id);
    rows_set_text(rows, COLUMN_EVENT, project->events[move->event].title);
    rows_set_text(rows, COLUMN_ITEM,
                  codebook->nodes[codebook->indicators[effect->indicator].node].id);
    rows_set_number(rows, COLUMN_BY, move->by);
    rows_set_text(rows, COLUMN_RESULT, move->base_missing ? "no base value" : "moved");
    rows_set_text(rows, COLUMN_BECAUSE, effect->because);
    rows_set_text(rows, COLUMN_FILE, effect->file);
    rows_set_number(rows, COLUMN_LINE, effect->line);
}

/* Whether the same effect on the same country stands before: once is enough for all periods. */
static bool stands_before(const struct entry *entries, size_t at)
{
    for (size_t i = at; i-- > 0;) {
        if (compare_days(&entries[i], &entries[at]) != 0)
            return false;
        if (entries[i].move->effect == entries[at].move->effect)
            return true;
    }
    return false;
}

struct rows *score_moves(struct arena *arena, const struct panel *panel,
                         const struct score_selection *selection)
{
    struct rows *rows = rows_new(arena, columns, COLUMNS);
    struct entry *entries = arena_alloc(arena, panel->move_count, sizeof *entries);
    if (!rows || !entries)
        return NULL;
    size_t count = select_moves(panel, selection, entries);
    for (size_t i = 0; i < count; i++) {
        if (!stands_before(entries, i))
            add_move(rows, panel->project, entries[i].move);
    }
    return rows->failed ? NULL : rows;
}
