#include "model/panel_reading.h"

#include "model/panel_stand.h"

#include <math.h>

enum { PICK_BESIDE_MAX = 64 };

/* The days that one period's reading looks at. */
struct reach {
    int32_t first; /* of the period */
    int32_t day;   /* of the reading */
    int carry_months;
};

static struct reach reach_of(const struct panel_pick *pick, int32_t period)
{
    return (struct reach){.first = date_period_first_day(pick->options->axis, period),
                          .day = panel_pick_day(pick->options, period),
                          .carry_months = pick->indicator->carry_months};
}

static bool reaches(const struct reach *reach, const struct observation *made)
{
    if (made->date.last > reach->day)
        return false;
    return made->date.last >= reach->first ||
           (reach->carry_months > 0 &&
            date_add_months(made->date.last, reach->carry_months) >= reach->day);
}

/* The latest observation of a series (NULL: coded) in reach; SIZE_MAX when none. */
static size_t latest(const struct panel_pick *pick, const struct reach *reach,
                     const struct series_use *use)
{
    size_t low = 0, high = pick->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pick->items[middle].date.last <= reach->day)
            low = middle + 1;
        else
            high = middle;
    }
    /* What is too old to reach has only older ones before it. */
    for (size_t i = low; i-- > 0 && reaches(reach, &pick->items[i]);)
        if (pick->items[i].use == use && panel_stand_holds(pick, i, reach->day))
            return i;
    return SIZE_MAX;
}

static struct panel_reading reading_of(const struct observation *made)
{
    return (struct panel_reading){made->value, made->low, made->high, false, made};
}

static const struct panel_reading nothing = {NAN, NAN, NAN, false, NULL};

/* Half a level of an ordinal scale, 5 % of another; NaN without ends. */
static double disagreement(const struct scale *scale)
{
    double length = fabs(scale->best - scale->worst);
    return scale->kind == SCALE_ORDINAL ? length / (double)(scale->level_count - 1) / 2
                                        : length / 20;
}

static bool disagree(const struct scale *scale, const struct panel_reading *a,
                     const struct observation *b)
{
    if (isnan(a->low) && isnan(b->low))
        return fabs(a->value - b->value) > disagreement(scale) * (1 + 1e-9);
    double low = isnan(a->low) ? a->value : a->low, high = isnan(a->high) ? a->value : a->high;
    double other_low = isnan(b->low) ? b->value : b->low;
    double other_high = isnan(b->high) ? b->value : b->high;
    return high < other_low || other_high < low;
}

/* Coders who stand beside each other on the date of items[index]: their mean, their spread as
 * interval; what all agreed on stands alone. */
static struct panel_reading coded_reading(const struct panel_pick *pick, size_t index, int32_t day)
{
    const struct observation *beside[PICK_BESIDE_MAX];
    size_t count = 0;
    int32_t date = pick->items[index].date.last;
    const struct observation *agreed = NULL;
    for (size_t i = index + 1; i-- > 0 && pick->items[i].date.last == date;) {
        const struct observation *made = &pick->items[i];
        if (made->use || !panel_stand_holds(pick, i, day))
            continue;
        if (made->agrees && (!agreed || made->recorded > agreed->recorded))
            agreed = made;
        if (count < PICK_BESIDE_MAX)
            beside[count++] = made;
    }
    if (agreed || count == 1)
        return reading_of(agreed ? agreed : beside[0]);
    struct panel_reading reading = {0, INFINITY, -INFINITY, true, beside[count - 1]};
    for (size_t i = count; i-- > 0;) {
        const struct observation *made = beside[i];
        reading.value += made->value / (double)count;
        reading.low = fmin(reading.low, isnan(made->low) ? made->value : made->low);
        reading.high = fmax(reading.high, isnan(made->high) ? made->value : made->high);
    }
    return reading;
}

/* What one hand says on the date of items[index]: a series its figure, coders what they hold
 * together. */
static struct panel_reading dated_reading(const struct panel_pick *pick, size_t index, int32_t day)
{
    return pick->items[index].use ? reading_of(&pick->items[index])
                                  : coded_reading(pick, index, day);
}

/* Whether the series breaks between two of its figures, and no splice leads over that. */
static bool is_cut(const struct panel_pick *pick, const struct observation *earlier,
                   const struct observation *later)
{
    return later->use &&
           source_break_between(pick->project->sources, later->source, later->use->series,
                                pick->options->as_known, earlier->date.last, later->date.last);
}

/* The mean or the worst of what one hand said in the window that ends with the reading, since the
 * last break; coders together are one, a date at a time. */
static struct panel_reading windowed_reading(const struct panel_pick *pick,
                                             const struct reach *reach, size_t index)
{
    const struct indicator *indicator = pick->indicator;
    int32_t after = date_add_months(reach->day, -indicator->window_months);
    const struct observation *last = &pick->items[index];
    struct panel_reading newest = dated_reading(pick, index, reach->day), worst = newest;
    double sum = 0, below = 0, above = 0, count = 0;
    bool uncertain = false, conflict = false;
    for (size_t i = index + 1; i-- > 0 && pick->items[i].date.last > after;) {
        if (pick->items[i].use != last->use || !panel_stand_holds(pick, i, reach->day))
            continue;
        if (is_cut(pick, &pick->items[i], last))
            break;
        struct panel_reading one = dated_reading(pick, i, reach->day);
        sum += one.value;
        count++;
        conflict = conflict || one.conflict;
        if (!isnan(one.low)) {
            uncertain = true;
            below += (one.value - one.low) * (one.value - one.low);
            above += (one.high - one.value) * (one.high - one.value);
        }
        if (indicator->better_low ? one.value > worst.value : one.value < worst.value)
            worst = one;
        while (!last->use && i > 0 && pick->items[i - 1].date.last == pick->items[i].date.last)
            i--;
    }
    if (indicator->take == TAKE_WORST || count == 0)
        return worst;
    double mean = sum / count;
    return (struct panel_reading){mean, uncertain ? mean - sqrt(below) / count : NAN,
                                  uncertain ? mean + sqrt(above) / count : NAN, conflict,
                                  newest.origin};
}

static struct panel_reading taken_reading(const struct panel_pick *pick, const struct reach *reach,
                                          size_t index)
{
    return pick->indicator->take == TAKE_LAST ? dated_reading(pick, index, reach->day)
                                              : windowed_reading(pick, reach, index);
}

static void insert(double *values, size_t count, double value)
{
    while (count > 0 && values[count - 1] > value) {
        values[count] = values[count - 1];
        count--;
    }
    values[count] = value;
}

/* All series together: their median or mean, their spread as interval. */
static struct panel_reading combined_reading(const struct panel_pick *pick,
                                             const struct reach *reach)
{
    const struct indicator *indicator = pick->indicator;
    double values[PICK_BESIDE_MAX], sum = 0;
    size_t count = 0;
    struct panel_reading reading = nothing;
    for (size_t s = 0; s < indicator->series_count && count < PICK_BESIDE_MAX; s++) {
        size_t index = latest(pick, reach, &indicator->series[s]);
        if (index == SIZE_MAX)
            continue;
        if (!reading.origin)
            reading = reading_of(&pick->items[index]);
        sum += pick->items[index].value;
        insert(values, count++, pick->items[index].value);
    }
    if (count == 0 || (int)count < indicator->least)
        return nothing;
    if (count == 1)
        return reading;
    reading.low = values[0];
    reading.high = values[count - 1];
    reading.value = indicator->combine == COMBINE_MEAN
                        ? sum / (double)count
                        : (values[(count - 1) / 2] + values[count / 2]) / 2;
    return reading;
}

static bool is_preferred(const struct panel_pick *pick, const struct observation *made)
{
    const struct preference *preference = panel_stand_preference(pick, made);
    return preference && preference_holds(pick->project->sources, preference, made->source);
}

/* The preferred source's series, else the first listed, that has a value in reach. */
static struct panel_reading published_reading(const struct panel_pick *pick,
                                              const struct reach *reach)
{
    const struct indicator *indicator = pick->indicator;
    if (indicator->combine != COMBINE_FIRST)
        return combined_reading(pick, reach);
    size_t found = SIZE_MAX;
    for (size_t s = 0; s < indicator->series_count; s++) {
        size_t index = latest(pick, reach, &indicator->series[s]);
        bool preferred = index != SIZE_MAX && is_preferred(pick, &pick->items[index]);
        found = preferred || found == SIZE_MAX ? index : found;
        if (preferred)
            break;
    }
    return found == SIZE_MAX ? nothing : taken_reading(pick, reach, found);
}

/* The period in which an observation is dated, as far as it is read. */
static struct reach own_reach(const struct panel_pick *pick, const struct observation *made)
{
    int32_t period = date_period_of(pick->options->axis, made->date.last);
    int32_t last = date_period_last_day(pick->options->axis, period);
    return (struct reach){date_period_first_day(pick->options->axis, period),
                          pick->options->as_of < last ? pick->options->as_of : last, 0};
}

/* The first item that does not end before what stands begins. */
static size_t first_beside(const struct panel_pick *pick, const struct observation *origin)
{
    size_t low = 0, high = pick->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (pick->items[middle].date.last < origin->date.first)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Whether items[index], or one behind it, may begin before what stands ends. */
static bool may_meet(const struct panel_pick *pick, const struct observation *origin, size_t index)
{
    return index < pick->count &&
           (int64_t)pick->items[index].date.last - pick->longest_days <= origin->date.last;
}

/* Whether items[index] is of the same time as what stands, and stands beside it. */
static bool is_beside(const struct panel_pick *pick, const struct observation *origin, size_t index,
                      int32_t day)
{
    const struct observation *made = &pick->items[index];
    return made->date.last <= day && date_meet(&made->date, &origin->date) &&
           panel_stand_beside(pick, index, day);
}

/* Makes the interval of a reading, which rests on what stands, reach what somebody else says. */
static void widen(struct panel_reading *reading, const struct panel_reading *stands,
                  const struct observation *made)
{
    double below = isnan(reading->low) ? 0 : reading->value - reading->low;
    double above = isnan(reading->high) ? 0 : reading->high - reading->value;
    below = fmax(below, stands->value - (isnan(made->low) ? made->value : made->low));
    above = fmax(above, (isnan(made->high) ? made->value : made->high) - stands->value);
    reading->low = reading->value - below;
    reading->high = reading->value + above;
}

/* Whether another hand, or another source of the same, reads the same period otherwise; the
 * interval then reaches it where that is asked for. */
static bool has_conflict(const struct panel_pick *pick, struct panel_reading *reading, int32_t day)
{
    const struct observation *origin = reading->origin;
    bool conflict = false;
    const struct scale *scale = &pick->indicator->scale;
    struct reach reach = own_reach(pick, origin);
    struct panel_reading stands =
        pick->indicator->take == TAKE_LAST ? *reading : reading_of(origin);
    for (size_t s = 0; s <= pick->indicator->series_count; s++) {
        const struct series_use *use =
            s < pick->indicator->series_count ? &pick->indicator->series[s] : NULL;
        size_t index = use == origin->use ? SIZE_MAX : latest(pick, &reach, use);
        if (index == SIZE_MAX || !disagree(scale, &stands, &pick->items[index]))
            continue;
        conflict = true;
        if (pick->options->conflicts)
            widen(reading, &stands, &pick->items[index]);
    }
    for (size_t i = first_beside(pick, origin); may_meet(pick, origin, i); i++)
        if (is_beside(pick, origin, i, day) && disagree(scale, &stands, &pick->items[i])) {
            conflict = true;
            if (pick->options->conflicts)
                widen(reading, &stands, &pick->items[i]);
        }
    return conflict;
}

struct panel_reading panel_reading_of(const struct panel_pick *pick, int32_t period)
{
    struct reach reach = reach_of(pick, period);
    struct panel_reading reading = published_reading(pick, &reach);
    size_t coded = latest(pick, &reach, NULL);
    if (coded != SIZE_MAX &&
        (!reading.origin || pick->items[coded].date.last >= reading.origin->date.last))
        reading = taken_reading(pick, &reach, coded);
    if (reading.origin && !reading.conflict && pick->indicator->combine == COMBINE_FIRST)
        reading.conflict = has_conflict(pick, &reading, reach.day);
    return reading;
}

size_t panel_reading_candidates(const struct panel_pick *pick, int32_t period,
                                struct observation *out, size_t max)
{
    struct reach reach = reach_of(pick, period);
    const struct observation *origin = panel_reading_of(pick, period).origin;
    size_t count = 0;
    for (size_t s = 0; s < pick->indicator->series_count; s++) {
        size_t index = latest(pick, &reach, &pick->indicator->series[s]);
        if (index != SIZE_MAX && count++ < max)
            out[count - 1] = pick->items[index];
    }
    size_t coded = latest(pick, &reach, NULL);
    int32_t date = coded == SIZE_MAX ? 0 : pick->items[coded].date.last;
    for (size_t i = coded == SIZE_MAX ? 0 : coded + 1; i-- > 0 && pick->items[i].date.last == date;)
        if (!pick->items[i].use && panel_stand_holds(pick, i, reach.day) && count++ < max)
            out[count - 1] = pick->items[i];
    if (!origin)
        return count;
    for (size_t i = first_beside(pick, origin); may_meet(pick, origin, i); i++)
        if (is_beside(pick, origin, i, reach.day) && count++ < max)
            out[count - 1] = pick->items[i];
    return count;
}
