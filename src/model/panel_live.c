#include "model/panel_live.h"

#include "model/country.h"

#include <math.h>
#include <stdlib.h>

bool panel_live_knows(const struct panel_options *options, const struct event *event)
{
    return event->recorded <= options->as_known &&
           (event->retracted == INT32_MAX || event->retracted > options->as_known);
}

static bool is_active(const struct panel_live *live, uint32_t event)
{
    const struct event *found = &live->project->events[event];
    return !found->signal && panel_live_knows(live->options, found);
}

static bool touches(const struct event *event, uint32_t country)
{
    for (size_t i = 0; i < event->country_count; i++)
        if (event->countries[i] == country)
            return true;
    return false;
}

/* The first event that reverses event in a country, UINT32_MAX when none does: what is undone in
 * one country stays in another. */
static uint32_t reversal_of(const struct panel_live *live, uint32_t event, uint32_t country)
{
    const struct project *project = live->project;
    for (uint32_t i = 0; i < project->event_count; i++)
        if (project->events[i].reverses == event && is_active(live, i) &&
            touches(&project->events[i], country))
            return i;
    return UINT32_MAX;
}

static void widths(const struct indicator *indicator, const struct effect *effect, double *below,
                   double *above)
{
    double width = effect->grade ? country_grade_width(indicator, effect->grade) : 0;
    if (isnan(width))
        width = 0;
    *below = isnan(effect->low) ? width : effect->by - effect->low;
    *above = isnan(effect->high) ? width : effect->high - effect->by;
}

static void add_step(struct panel_live *live, const struct panel_step *step)
{
    live->steps[live->count++] = *step;
}

/* An effect begins, and ends at its own date or when it is undone, whichever comes first. */
static void add_effect(struct panel_live *live, uint32_t event, uint32_t reversal, uint32_t country,
                       const struct effect *effect)
{
    const struct indicator *indicator = &live->project->codebook->indicators[effect->indicator];
    struct panel_step step = {.indicator = effect->indicator,
                              .country = country,
                              .day = effect->day,
                              .event = event,
                              .effect = effect,
                              .by = effect->by,
                              .begins = true};
    widths(indicator, effect, &step.below, &step.above);
    add_step(live, &step);
    int32_t undone = reversal == UINT32_MAX ? INT32_MAX : live->project->events[reversal].date.last;
    if (undone == INT32_MAX && effect->until == INT32_MAX)
        return;
    double below = step.below;
    step.begins = false;
    step.by = -effect->by;
    step.below = step.above;
    step.above = below;
    step.day = undone < effect->until ? undone : effect->until + 1;
    step.event = undone < effect->until ? reversal : event;
    if (step.day < effect->day)
        step.day = effect->day;
    add_step(live, &step);
}

static size_t count_steps(const struct project *project)
{
    size_t count = 0;
    for (size_t i = 0; i < project->event_count; i++)
        for (size_t j = 0; j < project->events[i].effects_count; j++)
            count +=
                2 * project->events[i].effects[j].count * (project->events[i].country_count + 1);
    return count;
}

static int by_place(const void *a, const void *b)
{
    const struct panel_step *one = a, *other = b;
    if (one->indicator != other->indicator)
        return one->indicator < other->indicator ? -1 : 1;
    if (one->country != other->country)
        return one->country < other->country ? -1 : 1;
    if (one->day != other->day)
        return one->day < other->day ? -1 : 1;
    if (one->event != other->event)
        return one->event < other->event ? -1 : 1;
    if (one->begins != other->begins)
        return one->begins ? -1 : 1;
    return one->effect < other->effect ? -1 : one->effect > other->effect;
}

bool panel_live_init(struct panel_live *live, struct arena *arena, const struct project *project,
                     const struct panel_options *options)
{
    *live = (struct panel_live){.project = project, .options = options};
    if (!options->live)
        return true;
    live->steps = arena_alloc(arena, count_steps(project) + 1, sizeof *live->steps);
    if (!live->steps)
        return false;
    for (uint32_t e = 0; e < project->event_count; e++) {
        const struct event *event = &project->events[e];
        for (size_t c = 0; is_active(live, e) && c < event->country_count; c++) {
            uint32_t country = event->countries[c];
            uint32_t reversal = reversal_of(live, e, country);
            for (size_t i = 0; i < event->effects_count; i++) {
                const struct event_effects *effects = &event->effects[i];
                if (effects->country != COUNTRY_ALL && effects->country != country)
                    continue;
                for (size_t k = 0; k < effects->count; k++)
                    add_effect(live, e, reversal, country, &effects->effects[k]);
            }
        }
    }
    qsort(live->steps, live->count, sizeof *live->steps, by_place);
    return true;
}

static size_t first_step(const struct panel_live *live, uint32_t indicator, uint32_t country)
{
    struct panel_step key = {.indicator = indicator, .country = country, .day = INT32_MIN};
    size_t low = 0, high = live->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_place(&live->steps[middle], &key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

bool panel_live_bears(const struct event *event, const struct event_effects *effects,
                      uint32_t country)
{
    return effects->country == UINT32_MAX ? touches(event, country) : effects->country == country;
}

bool panel_live_touches(const struct panel_live *live, uint32_t indicator)
{
    size_t first = first_step(live, indicator, 0);
    return first < live->count && live->steps[first].indicator == indicator;
}

static bool note_move(struct panel_live *live, struct arena *arena, const struct panel_step *step,
                      uint32_t row, bool base_missing)
{
    if (live->move_count == live->move_capacity) {
        size_t wanted = live->move_capacity ? live->move_capacity * 2 : 32;
        void *grown = arena_grow(arena, live->moves, live->move_count, wanted, sizeof *live->moves);
        if (!grown)
            return false;
        live->moves = grown;
        live->move_capacity = wanted;
    }
    live->moves[live->move_count++] = (struct panel_move){.event = step->event,
                                                          .effect = step->effect,
                                                          .country = step->country,
                                                          .row = row,
                                                          .by = step->by,
                                                          .base_missing = base_missing};
    return true;
}

static double clamp(double value, double least, double most)
{
    return value < least ? least : value > most ? most : value;
}

/* The sum is clamped, not its steps: at the floor a country gains nothing by being punished. */
static void move_reading(const struct scale *scale, double sum, double below, double above,
                         struct panel_reading *reading)
{
    double least = fmin(fmin(scale->worst, scale->best), reading->value);
    double most = fmax(fmax(scale->worst, scale->best), reading->value);
    bool bounded = !isnan(scale->worst);
    double base_below = isnan(reading->low) ? 0 : reading->value - reading->low;
    double base_above = isnan(reading->high) ? 0 : reading->high - reading->value;
    bool uncertain = !isnan(reading->low) || below > 0 || above > 0;
    double value = reading->value + sum;
    double low = value - sqrt(base_below * base_below + below);
    double high = value + sqrt(base_above * base_above + above);
    reading->value = bounded ? clamp(value, least, most) : value;
    reading->low = !uncertain ? NAN : bounded ? clamp(low, least, most) : low;
    reading->high = !uncertain ? NAN : bounded ? clamp(high, least, most) : high;
}

/* An effect that ends after it was added takes its doubt with it: what was added and what is taken
 * away are one judgement. */
static bool undoes_a_counted_step(const struct panel_step *step,
                                  const struct panel_reading *reading)
{
    return !step->begins && reading->origin && step->effect->day > reading->origin->date.last;
}

bool panel_live_apply(struct panel_live *live, struct arena *arena, uint32_t indicator,
                      uint32_t country, uint32_t row, int32_t period, struct panel_reading *reading,
                      bool *failed)
{
    int32_t day = panel_pick_day(live->options, period);
    double sum = 0, below = 0, above = 0;
    bool moved = false, missing = reading->origin == NULL;
    for (size_t i = first_step(live, indicator, country); i < live->count; i++) {
        const struct panel_step *step = &live->steps[i];
        if (step->indicator != indicator || step->country != country || step->day > day)
            break;
        if (missing ? !step->begins : step->day <= reading->origin->date.last)
            continue;
        if (!note_move(live, arena, step, row, missing))
            *failed = true;
        moved = !missing;
        sum += step->by;
        if (undoes_a_counted_step(step, reading)) {
            below -= step->above * step->above;
            above -= step->below * step->below;
            continue;
        }
        below += step->below * step->below;
        above += step->above * step->above;
    }
    if (moved)
        move_reading(&live->project->codebook->indicators[indicator].scale, sum, fmax(below, 0),
                     fmax(above, 0), reading);
    return moved;
}
