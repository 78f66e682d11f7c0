#include "model/panel_bulk.h"

#include <math.h>
#include <string.h>

/* Where rows and records agree, one offset says it all. */
static bool are_in_place(const uint32_t *records, size_t rows)
{
    for (size_t row = 0; row < rows; row++)
        if (records[row] == UINT32_MAX || records[row] != records[0] + row)
            return false;
    return rows > 0;
}

/* The period of each date of a table. */
static int32_t *periods_of(const struct panel *panel, const struct bulk_table *table,
                           struct arena *arena)
{
    int32_t *periods = arena_alloc(arena, table->date_count, sizeof *periods);
    for (size_t i = 0; periods && i < table->date_count; i++)
        periods[i] = date_period_of(panel->options.axis, table->dates[i].last);
    return periods;
}

static bool find_rows(const struct panel *panel, struct arena *arena,
                      const struct bulk_table *table, struct panel_bulk_rows *rows)
{
    struct arena_mark mark = arena_mark(arena);
    uint32_t *records = arena_alloc(arena, panel->rows, sizeof *records);
    const int32_t *periods = periods_of(panel, table, arena);
    if (!records || !periods)
        return false;
    *rows = (struct panel_bulk_rows){.found = true, .crowded = !table->alone};
    memset(records, 0xFF, panel->rows * sizeof *records);
    for (size_t i = 0; i < table->count; i++) {
        int32_t period = periods[table->records[i].date];
        if (period < panel->options.first || period > panel->options.last)
            continue;
        size_t row =
            (size_t)(period - panel->options.first) * panel->countries + table->records[i].country;
        rows->crowded = rows->crowded || records[row] != UINT32_MAX;
        records[row] = (uint32_t)i;
    }
    rows->records = records;
    if (!are_in_place(records, panel->rows))
        return true;
    rows->first = records[0];
    rows->records = NULL;
    arena_rewind(arena, mark);
    return true;
}

bool panel_bulk_is_column(const struct panel *panel, struct arena *arena, uint32_t indicator,
                          struct panel_bulk_rows *rows, bool *failed)
{
    const struct project *project = panel->project;
    const struct indicator *made = &project->codebook->indicators[indicator];
    const struct panel_options *options = &panel->options;
    if (!project->feed_first || panel->rows == 0 || made->series_count != 1 ||
        project->feed_first[indicator + 1] - project->feed_first[indicator] != 1 ||
        project->coded[indicator] || made->take != TAKE_LAST || made->combine != COMBINE_FIRST ||
        made->carry_months > 0 || options->values == PANEL_CODED ||
        options->as_known != INT32_MAX || options->as_of != INT32_MAX)
        return false;
    const struct bulk_table *table = project->feeds[project->feed_first[indicator]].table;
    if (table->spliced)
        return false;
    rows += table - project->tables;
    *failed = !rows->found && !find_rows(panel, arena, table, rows);
    return !*failed && !rows->crowded;
}

static bool fill_interval(const struct panel *panel, struct arena *arena, struct panel_cells *cells)
{
    const struct project *project = panel->project;
    cells->low = arena_alloc(arena, panel->rows, sizeof *cells->low);
    cells->high = arena_alloc(arena, panel->rows, sizeof *cells->high);
    if (!cells->low || !cells->high)
        return false;
    for (size_t row = 0; row < panel->rows; row++) {
        cells->low[row] = cells->high[row] = NAN;
        if (isnan(cells->value[row]))
            continue;
        struct observation made = bulk_table_observation(
            project->codebook, project->sources, cells->feed, panel_bulk_record(cells, row));
        cells->low[row] = made.low;
        cells->high[row] = made.high;
    }
    return true;
}

bool panel_bulk_fill(const struct panel *panel, struct arena *arena, uint32_t indicator,
                     const struct panel_bulk_rows *rows, struct panel_cells *cells)
{
    const struct project *project = panel->project;
    const struct bulk_feed *feed = &project->feeds[project->feed_first[indicator]];
    const struct bulk_column *column = feed->column;
    bool as_published = !feed->use->rescaled && !feed->table->turned;
    rows += feed->table - project->tables;
    *cells = (struct panel_cells){.feed = feed, .records = rows->records, .first = rows->first};
    if (as_published && !rows->records) {
        cells->value = column->value + rows->first;
    } else {
        cells->value = arena_alloc(arena, panel->rows, sizeof *cells->value);
        if (!cells->value)
            return false;
        for (size_t row = 0; row < panel->rows; row++) {
            size_t record = panel_bulk_record(cells, row);
            double value = record == SIZE_MAX ? NAN : column->value[record];
            if (!as_published && !isnan(value))
                value = bulk_table_value(project->codebook, project->sources, feed, record);
            cells->value[row] = value;
        }
    }
    bool interval = column->low || column->high || column->se;
    return !interval || fill_interval(panel, arena, cells);
}

size_t panel_bulk_record(const struct panel_cells *cells, size_t row)
{
    if (!cells->records)
        return cells->first + row;
    return cells->records[row] == UINT32_MAX ? SIZE_MAX : cells->records[row];
}

/* The record that stood for the country of a row in the period before, SIZE_MAX when none did. */
static size_t record_before(const struct panel *panel, const struct panel_cells *cells, size_t row)
{
    if (row >= panel->countries)
        return isnan(cells->value[row - panel->countries])
                   ? SIZE_MAX
                   : panel_bulk_record(cells, row - panel->countries);
    const struct bulk_table *table = cells->feed->table;
    uint32_t country = panel_country(panel, row);
    for (uint32_t i = table->first_of[country + 1]; i-- > table->first_of[country];) {
        uint32_t record = table->by_country[i];
        int32_t period = date_period_of(panel->options.axis, bulk_table_date(table, record)->last);
        if (period < panel->options.first - 1)
            break;
        if (period == panel->options.first - 1 && !isnan(cells->feed->column->value[record]))
            return record;
    }
    return SIZE_MAX;
}

static bool is_break(const struct panel *panel, const struct panel_cells *cells, size_t row)
{
    const struct bulk_table *table = cells->feed->table;
    size_t before = record_before(panel, cells, row), now = panel_bulk_record(cells, row);
    return before != SIZE_MAX &&
           source_break_between(
               panel->project->sources, table->records[now].source, cells->feed->use->series,
               INT32_MAX, bulk_table_date(table, before)->last, bulk_table_date(table, now)->last);
}

static bool is_disputed(const struct panel *panel, const struct panel_cells *cells, size_t row)
{
    enum date_axis axis = panel->options.axis;
    const struct date *date = bulk_table_date(cells->feed->table, panel_bulk_record(cells, row));
    return date->disputed &&
           date_period_of(axis, date->first_end) != date_period_of(axis, date->last);
}

void panel_bulk_flags(const struct panel *panel, uint32_t indicator, size_t first, size_t count,
                      uint16_t *out)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    const struct scale *scale = &panel->project->codebook->indicators[indicator].scale;
    /* On a scale that falls, worse is more: both ends and values change their sign. */
    double turn = scale->best < scale->worst ? -1 : 1;
    double worst = scale->worst * turn, best = scale->best * turn;
    for (size_t i = 0; i < count; i++) {
        double value = cells->value[first + i] * turn;
        out[i] =
            (uint16_t)((value <= worst ? PANEL_FLOOR : 0) | (value >= best ? PANEL_CEILING : 0));
    }
    bool broken = cells->feed->table->broken, disputed = cells->feed->table->disputed;
    for (size_t i = 0; (broken || disputed) && i < count; i++) {
        size_t row = first + i;
        if (isnan(cells->value[row]))
            continue;
        if (broken && is_break(panel, cells, row))
            out[i] |= PANEL_BREAK;
        if (disputed && is_disputed(panel, cells, row))
            out[i] |= PANEL_DISPUTED;
    }
}
