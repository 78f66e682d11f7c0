#include "model/panel_bulk.h"
#include "model/panel_live.h"
#include "model/splice.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

/* Intervals get their room with the first. */
static bool allocate(const struct panel *panel, struct arena *arena, struct panel_cells *cells)
{
    *cells = (struct panel_cells){
        .value = arena_alloc(arena, panel->rows, sizeof *cells->value),
        .flags = arena_alloc(arena, panel->rows, sizeof *cells->flags),
        .origin = arena_alloc(arena, panel->rows, sizeof *cells->origin),
    };
    return cells->value && cells->flags && cells->origin;
}

static bool allocate_interval(const struct panel *panel, struct arena *arena,
                              struct panel_cells *cells)
{
    cells->low = arena_alloc(arena, panel->rows, sizeof *cells->low);
    cells->high = arena_alloc(arena, panel->rows, sizeof *cells->high);
    for (size_t row = 0; cells->low && cells->high && row < panel->rows; row++)
        cells->low[row] = cells->high[row] = NAN;
    return cells->low && cells->high;
}

static double periods_per_year(enum date_axis axis)
{
    return axis == DATE_AXIS_YEAR ? 1 : axis == DATE_AXIS_QUARTER ? 4 : 12;
}

/* What is carried grows less certain: half-width × √(1 + years carried) (semantics.md A8). */
static void age(const struct panel *panel, const struct scale *scale, int32_t period,
                struct panel_reading *reading)
{
    enum date_axis axis = panel->options.axis;
    int32_t since = date_period_of(axis, reading->origin->date.last);
    if (since >= period || isnan(reading->low))
        return;
    double factor = sqrt(1 + (period - since) / periods_per_year(axis));
    reading->low = reading->value - (reading->value - reading->low) * factor;
    reading->high = reading->value + (reading->high - reading->value) * factor;
    if (scale->kind != SCALE_ORDINAL)
        return;
    reading->low = fmax(reading->low, fmin(scale->worst, scale->best));
    reading->high = fmin(reading->high, fmax(scale->worst, scale->best));
}

static bool at_end(double value, double end, double other)
{
    return end < other ? value <= end : value >= end;
}

/* What the reading says of itself; before is the origin of the period before, NULL when none. */
static unsigned flags_of(const struct panel *panel, const struct indicator *indicator,
                         int32_t period, const struct panel_reading *reading,
                         const struct observation *before)
{
    const struct observation *origin = reading->origin;
    const struct scale *scale = &indicator->scale;
    enum date_axis axis = panel->options.axis;
    unsigned flags = 0;
    if (origin->date.last < date_period_first_day(axis, period))
        flags |= PANEL_CARRIED;
    if (before && before->use != origin->use && indicator->combine == COMBINE_FIRST)
        flags |= PANEL_SWITCHED;
    if (before && before->use == origin->use && origin->use &&
        source_break_between(panel->project->sources, origin->source, origin->use->series,
                             panel->options.as_known, before->date.last, origin->date.last))
        flags |= PANEL_BREAK;
    if (origin->spliced)
        flags |= PANEL_SPLICED;
    if (!isnan(scale->worst) && at_end(reading->value, scale->worst, scale->best))
        flags |= PANEL_FLOOR;
    if (!isnan(scale->worst) && at_end(reading->value, scale->best, scale->worst))
        flags |= PANEL_CEILING;
    if (reading->conflict)
        flags |= PANEL_CONFLICT;
    if (origin->coder && strcmp(origin->coder, "draft") == 0)
        flags |= PANEL_DRAFT;
    if (origin->date.disputed &&
        date_period_of(axis, origin->date.first_end) != date_period_of(axis, origin->date.last))
        flags |= PANEL_DISPUTED;
    return flags;
}

/* Keyed by what was observed, so that a carried value keeps its draw and no order of files or
 * indicators changes it. Figures that err together are keyed by their panel instead of indicator
 * and series. */
static uint64_t stream_of(const struct panel *panel, const struct indicator *indicator,
                          const struct bulk_feed *feed, const struct observation *origin)
{
    char date[DATE_PRINT_SIZE];
    size_t length = date_print(origin->date, date);
    bool together = feed && feed->table->together;
    const char *hand = origin->use ? origin->use->series : origin->coder ? origin->coder : "";
    uint64_t stream = 0;
    stream = random_stream(stream, text_of(panel->project->countries[origin->country].id));
    stream = random_stream(stream, text_of(together ? feed->table->name : indicator->id));
    stream = random_stream(stream, (struct text){date, length});
    stream = random_stream(stream, text_of(together ? "" : hand));
    return random_stream(
        stream, text_of(origin->use ? "" : panel->project->sources->items[origin->source].id));
}

/* One cell; false without memory for the first interval. */
static bool set_cell(const struct panel *panel, struct arena *arena, struct panel_cells *cells,
                     const struct panel_pick *pick, size_t row, const struct panel_reading *reading)
{
    bool interval = !isnan(reading->low) || !isnan(reading->high);
    if (interval && !cells->low && !allocate_interval(panel, arena, cells))
        return false;
    cells->value[row] = reading->value;
    if (interval) {
        cells->low[row] = reading->low;
        cells->high[row] = reading->high;
    }
    cells->origin[row] = reading->origin ? panel_pick_origin(pick, reading->origin) : UINT32_MAX;
    return true;
}

/* One indicator and country through all periods. */
static bool fill_country(const struct panel *panel, struct arena *arena, struct panel_live *live,
                         struct panel_pick_room *room, uint32_t indicator, uint32_t country,
                         struct panel_cells *cells)
{
    const struct panel_options *options = &panel->options;
    struct panel_pick pick;
    if (!panel_pick_of(panel->project, options, indicator, country, room, &pick))
        return false;
    const struct observation *before = panel_reading_of(&pick, options->first - 1).origin;
    bool failed = false;
    for (int32_t period = options->first; period <= options->last && !failed; period++) {
        size_t row = (size_t)(period - options->first) * panel->countries + country;
        struct panel_reading reading = panel_reading_of(&pick, period);
        if (reading.origin)
            age(panel, &pick.indicator->scale, period, &reading);
        bool moved = options->live && panel_live_apply(live, arena, indicator, country,
                                                       (uint32_t)row, period, &reading, &failed);
        unsigned flags =
            reading.origin ? flags_of(panel, pick.indicator, period, &reading, before) : 0;
        cells->flags[row] = (uint16_t)(flags | (moved ? PANEL_EVENT : 0));
        failed = !set_cell(panel, arena, cells, &pick, row, &reading) || failed;
        before = reading.origin;
    }
    return !failed;
}

static bool fill_indicator(const struct panel *panel, struct arena *arena, struct panel_live *live,
                           struct panel_pick_room *room, struct panel_bulk_rows *rows,
                           uint32_t indicator, struct panel_cells *cells)
{
    bool failed = false;
    if (!panel_live_touches(live, indicator) && panel->options.without == 0 &&
        panel_bulk_is_column(panel, arena, indicator, rows, &failed))
        return panel_bulk_fill(panel, arena, indicator, rows, cells);
    if (failed || !allocate(panel, arena, cells))
        return false;
    for (uint32_t country = 0; country < panel->countries; country++)
        if (!fill_country(panel, arena, live, room, indicator, country, cells))
            return false;
    return true;
}

struct panel *panel_build(struct arena *arena, const struct project *project,
                          const struct panel_options *options)
{
    struct panel *panel = arena_alloc(arena, 1, sizeof *panel);
    struct panel_live live;
    if (!panel)
        return NULL;
    panel->project = project;
    panel->options = *options;
    panel->arena = arena;
    panel->indicators = project->codebook->indicator_count;
    panel->countries = project->country_count;
    panel->rows = options->last < options->first
                      ? 0
                      : (size_t)(options->last - options->first + 1) * panel->countries;
    struct panel_cells *cells = arena_alloc(arena, panel->indicators, sizeof *cells);
    struct panel_bulk_rows *rows = arena_alloc(arena, project->table_count, sizeof *rows);
    struct panel_pick_room room = {.arena = arena};
    panel->cells = cells;
    if (!cells || !rows || !panel_live_init(&live, arena, project, &panel->options))
        return NULL;
    for (uint32_t indicator = 0; indicator < panel->indicators; indicator++)
        if (!fill_indicator(panel, arena, &live, &room, rows, indicator, &cells[indicator]))
            return NULL;
    panel->moves = live.moves;
    panel->move_count = live.move_count;
    return panel;
}

int32_t panel_period(const struct panel *panel, size_t row)
{
    return panel->options.first + (int32_t)(row / panel->countries);
}

uint32_t panel_country(const struct panel *panel, size_t row)
{
    return (uint32_t)(row % panel->countries);
}

const double *panel_column(const struct panel *panel, uint32_t indicator)
{
    return panel->cells[indicator].value;
}

double panel_value(const struct panel *panel, uint32_t indicator, size_t row)
{
    return panel->cells[indicator].value[row];
}

double panel_low(const struct panel *panel, uint32_t indicator, size_t row)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    return cells->low ? cells->low[row] : NAN;
}

double panel_high(const struct panel *panel, uint32_t indicator, size_t row)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    return cells->high ? cells->high[row] : NAN;
}

void panel_flags_rows(const struct panel *panel, uint32_t indicator, size_t first, size_t count,
                      uint16_t *out)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    if (!cells->flags)
        panel_bulk_flags(panel, indicator, first, count, out);
    else if (count > 0)
        memcpy(out, cells->flags + first, count * sizeof *out);
}

unsigned panel_flags(const struct panel *panel, uint32_t indicator, size_t row)
{
    uint16_t flags;
    panel_flags_rows(panel, indicator, row, 1, &flags);
    return flags;
}

uint32_t panel_cell_origin(const struct panel *panel, uint32_t indicator, size_t row)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    if (!cells->feed)
        return cells->origin[row];
    return isnan(cells->value[row])
               ? UINT32_MAX
               : (uint32_t)(panel->project->observation_count + panel_bulk_record(cells, row));
}

uint32_t panel_origin(const struct panel *panel, uint32_t indicator, size_t row)
{
    uint32_t origin = panel_cell_origin(panel, indicator, row);
    return origin < panel->project->observation_count ? origin : UINT32_MAX;
}

bool panel_observation(const struct panel *panel, uint32_t indicator, size_t row,
                       struct observation *out)
{
    uint32_t origin = panel_cell_origin(panel, indicator, row);
    if (origin == UINT32_MAX)
        return false;
    *out = panel_pick_observation(panel->project, indicator, origin);
    return true;
}

uint64_t panel_stream(const struct panel *panel, uint32_t indicator, size_t row)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    uint32_t origin = panel_cell_origin(panel, indicator, row);
    size_t record;
    if (cells->stream)
        return cells->stream[row];
    if (origin == UINT32_MAX)
        return 0;
    struct observation made = panel_pick_observation(panel->project, indicator, origin);
    return stream_of(panel, &panel->project->codebook->indicators[indicator],
                     panel_pick_feed(panel->project, indicator, origin, &record), &made);
}

static bool same_observation(const struct observation *a, const struct observation *b)
{
    return a->use == b->use && a->source == b->source && a->coder == b->coder &&
           a->recorded == b->recorded && a->file == b->file && a->line == b->line;
}

size_t panel_candidates(const struct panel *panel, uint32_t indicator, size_t row,
                        struct observation *out, size_t max)
{
    struct panel_pick pick;
    struct panel_pick_room room = {.arena = panel->arena};
    struct arena_mark mark = {0};
    if (panel->arena)
        mark = arena_mark(panel->arena);
    size_t count = 0;
    if (panel_pick_of(panel->project, &panel->options, indicator, panel_country(panel, row), &room,
                      &pick))
        count = panel_reading_candidates(&pick, panel_period(panel, row), out, max);
    if (panel->arena)
        arena_rewind(panel->arena, mark);
    struct observation winner;
    bool found = panel_observation(panel, indicator, row, &winner);
    /* The winner comes first. */
    for (size_t i = 1; found && i < count && i < max; i++)
        if (same_observation(&out[i], &winner)) {
            memmove(&out[1], &out[0], i * sizeof *out);
            out[0] = winner;
        }
    return count;
}

const struct preference *panel_preference(const struct panel *panel, uint32_t indicator, size_t row)
{
    const struct project *project = panel->project;
    struct observation made;
    size_t count;
    const struct preference_of *own =
        preference_find(project, panel_country(panel, row), indicator, &count);
    if (!panel_observation(panel, indicator, row, &made))
        return NULL;
    const struct preference *found = preference_on(&project->codebook->indicators[indicator].prefer,
                                                   own, count, &made.date, panel->options.as_known);
    return found && preference_holds(project->sources, found, made.source) ? found : NULL;
}

void panel_splices_text(const struct panel *panel, const struct observation *made,
                        struct text_buffer *out)
{
    const struct splice *splice;
    const struct source_break *at;
    for (size_t n = 0;
         made->use && (at = splice_next(panel->project->sources, made->source, made->use->series,
                                        made->date.last, panel->options.as_known, n, &splice));
         n++) {
        char from[DATE_PRINT_SIZE];
        date_print(at->from, from);
        text_add_format(out, ", %+.10g to compare from %s on: %s", splice->add, from,
                        splice->because);
    }
}

const char *panel_flags_text(unsigned flags, char *out)
{
    static const char *const words[] = {"carried",  "switched", "floor",   "ceiling",
                                        "conflict", "break",    "draft",   "event",
                                        "disputed", "assumed",  "imputed", "spliced"};
    char *end = out;
    *end = '\0';
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (flags & 1U << i) {
            if (end > out)
                *end++ = ';';
            end = stpcpy(end, words[i]);
        }
    return out;
}
