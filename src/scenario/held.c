#include "scenario/held.h"

#include <math.h>
#include <string.h>

static bool no_memory(struct err *err)
{
    return err_set(err, ERR_OUT_OF_MEMORY, "out of memory while holding a panel");
}

enum held_kind held_kind(const struct held *held, uint32_t indicator, size_t row)
{
    return (enum held_kind)held->kinds[indicator * held->rows + row];
}

size_t held_row(const struct held *held, size_t row)
{
    int32_t period = held_period(held, row);
    return (size_t)(period - held->panel.options.first) * held->panel.countries +
           held_country(held, row);
}

uint32_t held_country(const struct held *held, size_t row)
{
    return held->scenario->countries[row % held->countries];
}

int32_t held_period(const struct held *held, size_t row)
{
    return held->first + (int32_t)(row / held->countries);
}

/* Years between what was observed and the end of a period; 0 where it is not known. */
static double years_since(const struct panel *panel, const struct observation *origin,
                          int32_t period)
{
    enum date_axis axis = panel->options.axis;
    double a_year = axis == DATE_AXIS_YEAR ? 1 : axis == DATE_AXIS_QUARTER ? 4 : 12;
    int32_t since = date_period_of(axis, origin->date.last);
    return since < period ? (period - since) / a_year : 0;
}

/* How much wider a value's interval is in a period than in that of the row it is held from. */
static double widening(const struct panel *panel, uint32_t indicator, size_t row, int32_t period)
{
    struct observation origin;
    int32_t from = panel_period(panel, row);
    if (!panel_observation(panel, indicator, row, &origin))
        origin.date.last = date_period_last_day(panel->options.axis, from);
    return sqrt((1 + years_since(panel, &origin, period)) /
                (1 + years_since(panel, &origin, from)));
}

/* The columns of one indicator while they are made. */
struct columns {
    double *value;
    double *low;
    double *high;
    uint16_t *flags;
    uint32_t *origin;
    uint64_t *stream;
};

static void hold_interval(const struct panel *panel, uint32_t indicator, size_t last, size_t row,
                          int32_t period, struct columns *columns)
{
    const struct scale *scale = &panel->project->codebook->indicators[indicator].scale;
    double value = columns->value[last];
    if (!columns->low || isnan(columns->low[last]) || isnan(columns->high[last]))
        return;
    double factor = widening(panel, indicator, last, period);
    columns->low[row] = value - (value - columns->low[last]) * factor;
    columns->high[row] = value + (columns->high[last] - value) * factor;
    if (scale->kind != SCALE_ORDINAL)
        return;
    columns->low[row] = fmax(columns->low[row], fmin(scale->worst, scale->best));
    columns->high[row] = fmin(columns->high[row], fmax(scale->worst, scale->best));
}

/* Changes from the period before are none of a value that is held. */
static const unsigned not_held = PANEL_CARRIED | PANEL_SWITCHED | PANEL_BREAK | PANEL_DISPUTED;

static void hold(const struct panel *panel, uint32_t indicator, size_t last, size_t row,
                 int32_t period, struct columns *columns)
{
    columns->value[row] = columns->value[last];
    columns->flags[row] = (uint16_t)((columns->flags[last] & ~not_held) | PANEL_ASSUMED);
    columns->origin[row] = columns->origin[last];
    if (columns->stream)
        columns->stream[row] = columns->stream[last];
    hold_interval(panel, indicator, last, row, period, columns);
}

/* Whether a cell of the scenario is missing in the panel, or beyond it. */
static bool any_missing(const struct held *held, const struct panel *panel, uint32_t indicator)
{
    if (held->panel.rows > panel->rows)
        return true;
    for (size_t row = 0; row < held->rows; row++)
        if (isnan(panel_value(panel, indicator, held_row(held, row))))
            return true;
    return false;
}

/* Copies of the panel's columns, missing beyond its end. False without memory. */
static bool copy(struct arena *arena, const struct panel *panel, uint32_t indicator, size_t rows,
                 struct columns *columns)
{
    const struct panel_cells *cells = &panel->cells[indicator];
    *columns = (struct columns){.value = arena_alloc(arena, rows, sizeof(double)),
                                .flags = arena_alloc(arena, rows, sizeof(uint16_t)),
                                .origin = arena_alloc(arena, rows, sizeof(uint32_t))};
    bool done = columns->value && columns->flags && columns->origin;
    if (done && cells->low) {
        columns->low = arena_alloc(arena, rows, sizeof(double));
        columns->high = arena_alloc(arena, rows, sizeof(double));
        done = columns->low && columns->high;
    }
    if (done && cells->stream)
        done = (columns->stream = arena_alloc(arena, rows, sizeof(uint64_t))) != NULL;
    if (!done)
        return false;
    panel_flags_rows(panel, indicator, 0, panel->rows, columns->flags);
    for (size_t row = 0; row < rows; row++) {
        bool within = row < panel->rows;
        columns->value[row] = within ? panel_value(panel, indicator, row) : NAN;
        columns->origin[row] = within ? panel_cell_origin(panel, indicator, row) : UINT32_MAX;
        if (cells->low) {
            columns->low[row] = within ? cells->low[row] : NAN;
            columns->high[row] = within ? cells->high[row] : NAN;
        }
        if (cells->stream && within)
            columns->stream[row] = cells->stream[row];
    }
    return true;
}

/* The last row up to a period in which a country has a value, SIZE_MAX when none. */
static size_t last_seen(const struct panel *panel, uint32_t indicator, uint32_t country,
                        int32_t period)
{
    if (period > panel->options.last)
        period = panel->options.last;
    for (; period >= panel->options.first; period--) {
        size_t row = (size_t)(period - panel->options.first) * panel->countries + country;
        if (!isnan(panel_value(panel, indicator, row)))
            return row;
    }
    return SIZE_MAX;
}

/* Fills the cells of the scenario that are missing; false without memory. */
static bool fill(struct arena *arena, const struct held *held, const struct panel *panel,
                 uint32_t indicator, struct panel_cells *cells, uint8_t *kinds)
{
    struct columns columns;
    if (!copy(arena, panel, indicator, held->panel.rows, &columns))
        return false;
    for (size_t row = 0; row < held->rows; row++) {
        size_t at = held_row(held, row);
        uint32_t country = held_country(held, row);
        const struct scenario_assume *assume =
            held->assumes[indicator * held->countries + row % held->countries];
        size_t last = last_seen(panel, indicator, country, held_period(held, row));
        if (last == at) {
            kinds[row] = HELD_OBSERVED;
        } else if (last != SIZE_MAX) {
            hold(panel, indicator, last, at, held_period(held, row), &columns);
            kinds[row] = HELD_LAST;
        } else if (assume) {
            columns.value[at] = assume->value.likely;
            columns.flags[at] = PANEL_ASSUMED;
            kinds[row] = HELD_SUPPLIED;
        }
    }
    *cells = (struct panel_cells){.value = columns.value,
                                  .low = columns.low,
                                  .high = columns.high,
                                  .flags = columns.flags,
                                  .origin = columns.origin,
                                  .stream = columns.stream};
    return true;
}

/* The scenario's assumptions by indicator and country; NULL without memory. */
static const struct scenario_assume **place_assumes(struct arena *arena, const struct held *held)
{
    const struct scenario *scenario = held->scenario;
    const struct scenario_assume **assumes =
        arena_alloc(arena, held->panel.indicators * held->countries, sizeof *assumes);
    for (size_t i = 0; assumes && i < scenario->assume_count; i++) {
        const struct scenario_assume *assume = &scenario->assumes[i];
        for (size_t c = 0; c < held->countries; c++)
            if (scenario->countries[c] == assume->country)
                assumes[assume->indicator * held->countries + c] = assume;
    }
    return assumes;
}

static void set_span(const struct panel *panel, const struct scenario *scenario, struct held *held)
{
    enum date_axis axis = panel->options.axis;
    *held = (struct held){.scenario = scenario,
                          .source = panel,
                          .panel = *panel,
                          .first = date_period_of(axis, scenario->from),
                          .last = date_period_of(axis, scenario->to),
                          .countries = scenario->country_count};
    held->periods = (size_t)(held->last - held->first) + 1;
    held->rows = held->periods * held->countries;
    if (held->panel.options.last < held->last)
        held->panel.options.last = held->last;
    held->panel.rows =
        (size_t)(held->panel.options.last - panel->options.first + 1) * panel->countries;
}

const struct held *held_make(struct arena *arena, const struct panel *panel,
                             const struct scenario *scenario, struct err *err)
{
    char first[DATE_PRINT_SIZE], begins[DATE_PRINT_SIZE];
    struct held *held = arena_alloc(arena, 1, sizeof *held);
    struct panel_cells *cells = arena_alloc(arena, panel->indicators, sizeof *cells);
    if (!held || !cells) {
        no_memory(err);
        return NULL;
    }
    set_span(panel, scenario, held);
    if (held->first < panel->options.first) {
        date_period_print(panel->options.axis, panel->options.first, first);
        date_period_print(panel->options.axis, held->first, begins);
        err_set(err, ERR_PERIOD_UNFIT, "scenario %s begins in %s, but nothing is read before %s",
                scenario->id, begins, first);
        return NULL;
    }
    uint8_t *kinds = arena_alloc(arena, panel->indicators * held->rows, sizeof *kinds);
    held->assumes = place_assumes(arena, held);
    held->kinds = kinds;
    held->panel.cells = cells;
    bool done = kinds && held->assumes;
    for (uint32_t i = 0; done && i < panel->indicators; i++) {
        if (any_missing(held, panel, i)) {
            done = fill(arena, held, panel, i, &cells[i], kinds + i * held->rows);
            continue;
        }
        cells[i] = panel->cells[i];
        memset(kinds + i * held->rows, HELD_OBSERVED, held->rows);
    }
    if (!done)
        no_memory(err);
    return done ? held : NULL;
}

static bool same_assume(const struct scenario_assume *a, const struct scenario_assume *b)
{
    return a->country == b->country && a->indicator == b->indicator &&
           a->value.low == b->value.low && a->value.likely == b->value.likely &&
           a->value.high == b->value.high;
}

bool held_serves(const struct held *held, const struct scenario *scenario)
{
    const struct scenario *made = held->scenario;
    if (made->from != scenario->from || made->to != scenario->to ||
        made->country_count != scenario->country_count ||
        made->assume_count != scenario->assume_count)
        return false;
    for (size_t i = 0; i < made->country_count; i++)
        if (made->countries[i] != scenario->countries[i])
            return false;
    for (size_t i = 0; i < made->assume_count; i++)
        if (!same_assume(&made->assumes[i], &scenario->assumes[i]))
            return false;
    return true;
}

/* Whether some figures are taken from the rows of each period: those of periods to come can only be
 * taken from there. */
static bool by_period(const struct compile *compile)
{
    for (size_t i = 0; i < compile->grouping_count; i++)
        for (size_t n = 0; n < compile->groupings[i].count; n++)
            if (strcmp(compile->groupings[i].names[n], "period") == 0)
                return true;
    return false;
}

const struct score *held_score(struct arena *arena, const struct held *held,
                               const struct rule *rule, const struct kernel *kernel,
                               unsigned threads, const struct formula_host *host, struct err *err)
{
    struct score_options options = {.draws_first = held->first,
                                    .draws_last = held->last,
                                    .framed = true,
                                    .framed_first = held->source->options.first,
                                    .framed_last = held->source->options.last,
                                    .seed = 1,
                                    .threads = threads,
                                    .kernel = kernel,
                                    .host = host};
    const struct score *score = score_run(arena, &held->panel, rule, &options, err);
    options.framed = false;
    return score && by_period(score->compile) ? score_run(arena, &held->panel, rule, &options, err)
                                              : score;
}
