#include "model/panel_live.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

static bool allocate(const struct panel *panel, struct arena *arena, struct panel_cells *cells)
{
    *cells = (struct panel_cells){
        .value = arena_alloc(arena, panel->rows, sizeof *cells->value),
        .low = arena_alloc(arena, panel->rows, sizeof *cells->low),
        .high = arena_alloc(arena, panel->rows, sizeof *cells->high),
        .flags = arena_alloc(arena, panel->rows, sizeof *cells->flags),
        .origin = arena_alloc(arena, panel->rows, sizeof *cells->origin),
        .stream = arena_alloc(arena, panel->rows, sizeof *cells->stream),
    };
    return cells->value && cells->low && cells->high && cells->flags && cells->origin &&
           cells->stream;
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
        source_break_between(panel->project->sources, origin->source, before->date.last,
                             origin->date.last))
        flags |= PANEL_BREAK;
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
 * indicators changes it. */
static uint64_t stream_of(const struct panel *panel, const struct indicator *indicator,
                          const struct observation *origin)
{
    char date[DATE_PRINT_SIZE];
    size_t length = date_print(origin->date, date);
    const char *hand = origin->use ? origin->use->series : origin->coder ? origin->coder : "";
    uint64_t stream = 0;
    stream = random_stream(stream, text_of(panel->project->countries[origin->country].id));
    stream = random_stream(stream, text_of(indicator->id));
    stream = random_stream(stream, (struct text){date, length});
    stream = random_stream(stream, text_of(hand));
    return random_stream(
        stream, text_of(origin->use ? "" : panel->project->sources->items[origin->source].id));
}

static void set_cell(const struct panel *panel, const struct panel_cells *cells, size_t row,
                     const struct panel_reading *reading, unsigned flags, uint64_t stream)
{
    cells->value[row] = reading->value;
    cells->low[row] = reading->low;
    cells->high[row] = reading->high;
    cells->flags[row] = (uint16_t)flags;
    cells->stream[row] = stream;
    cells->origin[row] =
        reading->origin ? (uint32_t)(reading->origin - panel->project->observations) : UINT32_MAX;
}

/* One indicator and country through all periods. */
static bool fill_column(const struct panel *panel, struct arena *arena, struct panel_live *live,
                        uint32_t indicator_index, uint32_t country)
{
    const struct panel_options *options = &panel->options;
    struct panel_pick pick = panel_pick_of(panel->project, options, indicator_index, country);
    const struct observation *before = panel_pick_reading(&pick, options->first - 1).origin;
    bool failed = false;
    for (int32_t period = options->first; period <= options->last; period++) {
        size_t row = (size_t)(period - options->first) * panel->countries + country;
        struct panel_reading reading = panel_pick_reading(&pick, period);
        unsigned flags = 0;
        uint64_t stream = 0;
        if (reading.origin) {
            age(panel, &pick.indicator->scale, period, &reading);
            stream = stream_of(panel, pick.indicator, reading.origin);
        }
        bool moved = options->live && panel_live_apply(live, arena, indicator_index, country,
                                                       (uint32_t)row, period, &reading, &failed);
        if (reading.origin)
            flags = flags_of(panel, pick.indicator, period, &reading, before);
        set_cell(panel, &panel->cells[indicator_index], row, &reading,
                 flags | (moved ? PANEL_EVENT : 0), stream);
        before = reading.origin;
    }
    return !failed;
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
    panel->indicators = project->codebook->indicator_count;
    panel->countries = project->country_count;
    panel->rows = options->last < options->first
                      ? 0
                      : (size_t)(options->last - options->first + 1) * panel->countries;
    struct panel_cells *cells = arena_alloc(arena, panel->indicators, sizeof *cells);
    panel->cells = cells;
    if (!cells || !panel_live_init(&live, arena, project, &panel->options))
        return NULL;
    for (uint32_t indicator = 0; indicator < panel->indicators; indicator++) {
        if (!allocate(panel, arena, &cells[indicator]))
            return NULL;
        for (uint32_t country = 0; country < panel->countries; country++)
            if (!fill_column(panel, arena, &live, indicator, country))
                return NULL;
    }
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
    return panel->cells[indicator].low[row];
}

double panel_high(const struct panel *panel, uint32_t indicator, size_t row)
{
    return panel->cells[indicator].high[row];
}

unsigned panel_flags(const struct panel *panel, uint32_t indicator, size_t row)
{
    return panel->cells[indicator].flags[row];
}

uint64_t panel_stream(const struct panel *panel, uint32_t indicator, size_t row)
{
    return panel->cells[indicator].stream[row];
}

uint32_t panel_origin(const struct panel *panel, uint32_t indicator, size_t row)
{
    return panel->cells[indicator].origin[row];
}

bool panel_observation(const struct panel *panel, uint32_t indicator, size_t row,
                       struct observation *out)
{
    uint32_t origin = panel_origin(panel, indicator, row);
    if (origin == UINT32_MAX)
        return false;
    *out = panel->project->observations[origin];
    return true;
}

static bool same_observation(const struct observation *a, const struct observation *b)
{
    return a->use == b->use && a->source == b->source && a->coder == b->coder &&
           a->recorded == b->recorded && a->file == b->file && a->line == b->line;
}

size_t panel_candidates(const struct panel *panel, uint32_t indicator, size_t row,
                        struct observation *out, size_t max)
{
    struct panel_pick pick =
        panel_pick_of(panel->project, &panel->options, indicator, panel_country(panel, row));
    size_t count = panel_pick_candidates(&pick, panel_period(panel, row), out, max);
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

const char *panel_flags_text(unsigned flags, char *out)
{
    static const char *const words[] = {"carried",  "switched", "floor",  "ceiling",
                                        "conflict", "break",    "draft",  "event",
                                        "disputed", "assumed",  "imputed"};
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
