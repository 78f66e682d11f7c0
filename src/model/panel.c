#include "model/panel_live.h"

#include "base/random.h"

#include <math.h>
#include <string.h>

static bool allocate(struct panel *panel, struct arena *arena)
{
    size_t cells = panel->indicators * panel->rows;
    panel->value = arena_alloc(arena, cells, sizeof *panel->value);
    panel->low = arena_alloc(arena, cells, sizeof *panel->low);
    panel->high = arena_alloc(arena, cells, sizeof *panel->high);
    panel->flags = arena_alloc(arena, cells, sizeof *panel->flags);
    panel->origin = arena_alloc(arena, cells, sizeof *panel->origin);
    panel->stream = arena_alloc(arena, cells, sizeof *panel->stream);
    return panel->value && panel->low && panel->high && panel->flags && panel->origin &&
           panel->stream;
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

static void set_cell(struct panel *panel, size_t cell, const struct panel_reading *reading,
                     unsigned flags, uint64_t stream)
{
    panel->value[cell] = reading->value;
    panel->low[cell] = reading->low;
    panel->high[cell] = reading->high;
    panel->flags[cell] = (uint16_t)flags;
    panel->stream[cell] = stream;
    panel->origin[cell] =
        reading->origin ? (uint32_t)(reading->origin - panel->project->observations) : UINT32_MAX;
}

/* One indicator and country through all periods. */
static bool fill_column(struct panel *panel, struct arena *arena, struct panel_live *live,
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
        set_cell(panel, panel_cell(panel, indicator_index, row), &reading,
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
    if (!allocate(panel, arena) || !panel_live_init(&live, arena, project, &panel->options))
        return NULL;
    for (uint32_t indicator = 0; indicator < panel->indicators; indicator++)
        for (uint32_t country = 0; country < panel->countries; country++)
            if (!fill_column(panel, arena, &live, indicator, country))
                return NULL;
    panel->moves = live.moves;
    panel->move_count = live.move_count;
    return panel;
}

size_t panel_cell(const struct panel *panel, uint32_t indicator, size_t row)
{
    return indicator * panel->rows + row;
}

int32_t panel_period(const struct panel *panel, size_t row)
{
    return panel->options.first + (int32_t)(row / panel->countries);
}

uint32_t panel_country(const struct panel *panel, size_t row)
{
    return (uint32_t)(row % panel->countries);
}

size_t panel_candidates(const struct panel *panel, uint32_t indicator, size_t row,
                        const struct observation **out, size_t max)
{
    struct panel_pick pick =
        panel_pick_of(panel->project, &panel->options, indicator, panel_country(panel, row));
    size_t count = panel_pick_candidates(&pick, panel_period(panel, row), out, max);
    uint32_t origin = panel->origin[panel_cell(panel, indicator, row)];
    /* The winner comes first. */
    for (size_t i = 1; origin != UINT32_MAX && i < count && i < max; i++)
        if (out[i] == &panel->project->observations[origin]) {
            const struct observation *winner = out[i];
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
