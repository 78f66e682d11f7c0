#include "model/panel_pick.h"

#include <math.h>
#include <string.h>

enum { PICK_BESIDE_MAX = 64 };

/* The days that one period's reading looks at. */
struct reach {
    int32_t first; /* of the period */
    int32_t day;   /* of the reading */
    int carry_months;
};

/* Index of the first observation not before (country, indicator). */
static size_t lower_bound(const struct project *project, uint32_t country, uint64_t indicator)
{
    size_t low = 0, high = project->observation_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct observation *found = &project->observations[middle];
        bool before =
            found->country < country || (found->country == country && found->indicator < indicator);
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t feed_begin(const struct project *project, uint32_t indicator)
{
    return project->feed_first ? project->feed_first[indicator] : 0;
}

static size_t feed_end(const struct project *project, uint32_t indicator)
{
    return project->feed_first ? project->feed_first[indicator + 1] : 0;
}

/* The most observations the pick can have. */
static size_t count_at_most(const struct project *project, uint32_t indicator, uint32_t country,
                            size_t own)
{
    size_t count = own;
    for (size_t f = feed_begin(project, indicator); f < feed_end(project, indicator); f++) {
        const uint32_t *first = project->feeds[f].table->first_of;
        count += first[country + 1] - first[country];
    }
    return count;
}

static bool make_room(struct panel_pick_room *room, size_t count)
{
    size_t wanted = 2 * count;
    if (count <= room->capacity)
        return true;
    for (int i = 0; i < 2; i++) {
        room->items[i] = arena_alloc(room->arena, wanted, sizeof *room->items[i]);
        room->origins[i] = arena_alloc(room->arena, wanted, sizeof *room->origins[i]);
        if (!room->items[i] || !room->origins[i])
            return false;
    }
    room->capacity = wanted;
    return true;
}

/* Exchanges the two lists of the room. */
static void turn(struct panel_pick_room *room)
{
    struct observation *items = room->items[0];
    uint32_t *origins = room->origins[0];
    room->items[0] = room->items[1];
    room->origins[0] = room->origins[1];
    room->items[1] = items;
    room->origins[1] = origins;
}

/* Moves items of the first list, up to and with a day, behind those of the second. */
static size_t move_until(struct panel_pick_room *room, size_t from, size_t count, int32_t day,
                         size_t used)
{
    for (; from < count && room->items[0][from].date.last <= day; from++, used++) {
        room->items[1][used] = room->items[0][from];
        room->origins[1][used] = room->origins[0][from];
    }
    return used;
}

/* Merges the figures of a feed into the list of count items; the new count. */
static size_t merge_feed(const struct project *project, const struct bulk_feed *feed,
                         uint32_t country, uint32_t offset, struct panel_pick_room *room,
                         size_t count)
{
    const struct bulk_table *table = feed->table;
    size_t taken = 0, used = 0;
    for (uint32_t i = table->first_of[country]; i < table->first_of[country + 1]; i++) {
        uint32_t record = table->by_country[i];
        if (isnan(feed->column->value[record]))
            continue;
        size_t before = used;
        used = move_until(room, taken, count, bulk_table_date(table, record)->last, used);
        taken += used - before;
        room->items[1][used] =
            bulk_table_observation(project->codebook, project->sources, feed, record);
        room->origins[1][used++] = offset + record;
    }
    used = move_until(room, taken, count, INT32_MAX, used);
    turn(room);
    return used;
}

/* Merges what country files say behind the figures of the same day. */
static size_t merge_own(const struct panel_pick *own, struct panel_pick_room *room, size_t count)
{
    size_t taken = 0, used = 0;
    uint32_t first = (uint32_t)(own->items - own->project->observations);
    for (uint32_t i = 0; i < own->count; i++) {
        size_t before = used;
        used = move_until(room, taken, count, own->items[i].date.last, used);
        taken += used - before;
        room->items[1][used] = own->items[i];
        room->origins[1][used++] = first + i;
    }
    used = move_until(room, taken, count, INT32_MAX, used);
    turn(room);
    return used;
}

bool panel_pick_of(const struct project *project, const struct panel_options *options,
                   uint32_t indicator, uint32_t country, struct panel_pick_room *room,
                   struct panel_pick *pick)
{
    size_t from = lower_bound(project, country, indicator);
    size_t to = lower_bound(project, country, (uint64_t)indicator + 1);
    uint32_t offset = (uint32_t)project->observation_count;
    size_t count = 0;
    *pick = (struct panel_pick){.project = project,
                                .options = options,
                                .indicator = &project->codebook->indicators[indicator],
                                .items = project->observations + from,
                                .count = to - from};
    if (feed_begin(project, indicator) == feed_end(project, indicator))
        return true;
    if (!make_room(room, count_at_most(project, indicator, country, pick->count)))
        return false;
    for (size_t f = feed_begin(project, indicator); f < feed_end(project, indicator); f++) {
        count = merge_feed(project, &project->feeds[f], country, offset, room, count);
        offset += (uint32_t)project->feeds[f].table->count;
    }
    pick->count = merge_own(pick, room, count);
    pick->items = room->items[0];
    pick->origins = room->origins[0];
    return true;
}

uint32_t panel_pick_origin(const struct panel_pick *pick, const struct observation *item)
{
    return pick->origins ? pick->origins[item - pick->items]
                         : (uint32_t)(item - pick->project->observations);
}

const struct bulk_feed *panel_pick_feed(const struct project *project, uint32_t indicator,
                                        uint32_t origin, size_t *record)
{
    if (origin < project->observation_count)
        return NULL;
    *record = origin - project->observation_count;
    const struct bulk_feed *feed = &project->feeds[feed_begin(project, indicator)];
    for (; *record >= feed->table->count; feed++)
        *record -= feed->table->count;
    return feed;
}

struct observation panel_pick_observation(const struct project *project, uint32_t indicator,
                                          uint32_t origin)
{
    size_t record;
    const struct bulk_feed *feed = panel_pick_feed(project, indicator, origin, &record);
    return feed ? bulk_table_observation(project->codebook, project->sources, feed, record)
                : project->observations[origin];
}

int32_t panel_pick_day(const struct panel_options *options, int32_t period)
{
    int32_t last = date_period_last_day(options->axis, period);
    return options->as_of < last ? options->as_of : last;
}

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

/* Whether a coder has a hand in a coding: theirs, or agreed with them. */
static bool is_by(const struct observation *made, const char *coder)
{
    bool by = made->coder && strcmp(made->coder, coder) == 0;
    for (const char *const *name = made->agrees; !by && name && *name; name++)
        by = strcmp(*name, coder) == 0;
    return by;
}

static bool is_visible(const struct panel_pick *pick, const struct observation *made)
{
    const struct panel_options *options = pick->options;
    if (options->values != PANEL_ALL && (options->values == PANEL_PUBLISHED) != (made->use != NULL))
        return false;
    if (options->without > 0 &&
        (made->source == options->without - 1 ||
         pick->project->sources->items[made->source].of == options->without - 1))
        return false;
    if (options->without_coder && !made->use && is_by(made, options->without_coder))
        return false;
    return made->recorded <= options->as_known &&
           (made->retracted == INT32_MAX || made->retracted > options->as_known);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool panel_pick_same_hand(const struct observation *a, const struct observation *b)
{
    if (a->use || b->use)
        return a->use == b->use;
    return a->source == b->source && same_text(a->coder, b->coder);
}

/* Not superseded by a later record of the same date and hand. */
static bool is_current(const struct panel_pick *pick, size_t index)
{
    const struct observation *made = &pick->items[index];
    size_t from = index, to = index + 1;
    while (from > 0 && pick->items[from - 1].date.last == made->date.last)
        from--;
    while (to < pick->count && pick->items[to].date.last == made->date.last)
        to++;
    for (size_t i = from; i < to; i++) {
        const struct observation *other = &pick->items[i];
        bool later =
            other->recorded > made->recorded || (other->recorded == made->recorded && i > index);
        if (later && is_visible(pick, other) && panel_pick_same_hand(made, other))
            return false;
    }
    return true;
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
        if (pick->items[i].use == use && is_visible(pick, &pick->items[i]) && is_current(pick, i))
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
static struct panel_reading coded_reading(const struct panel_pick *pick, size_t index)
{
    const struct observation *beside[PICK_BESIDE_MAX];
    size_t count = 0;
    int32_t date = pick->items[index].date.last;
    const struct observation *agreed = NULL;
    for (size_t i = index + 1; i-- > 0 && pick->items[i].date.last == date;) {
        const struct observation *made = &pick->items[i];
        if (made->use || !is_visible(pick, made) || !is_current(pick, i))
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
static struct panel_reading dated_reading(const struct panel_pick *pick, size_t index)
{
    return pick->items[index].use ? reading_of(&pick->items[index]) : coded_reading(pick, index);
}

/* The mean or the worst of what one hand said in the window that ends with the reading; coders
 * together are one, a date at a time. */
static struct panel_reading windowed_reading(const struct panel_pick *pick,
                                             const struct reach *reach, size_t index)
{
    const struct indicator *indicator = pick->indicator;
    int32_t after = date_add_months(reach->day, -indicator->window_months);
    const struct observation *last = &pick->items[index];
    struct panel_reading newest = dated_reading(pick, index), worst = newest;
    double sum = 0, below = 0, above = 0, count = 0;
    bool uncertain = false, conflict = false;
    for (size_t i = index + 1; i-- > 0 && pick->items[i].date.last > after;) {
        if (pick->items[i].use != last->use || !is_visible(pick, &pick->items[i]) ||
            !is_current(pick, i))
            continue;
        struct panel_reading one = dated_reading(pick, i);
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
    return pick->indicator->take == TAKE_LAST ? dated_reading(pick, index)
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

static struct panel_reading published_reading(const struct panel_pick *pick,
                                              const struct reach *reach)
{
    const struct indicator *indicator = pick->indicator;
    if (indicator->combine != COMBINE_FIRST)
        return combined_reading(pick, reach);
    for (size_t s = 0; s < indicator->series_count; s++) {
        size_t index = latest(pick, reach, &indicator->series[s]);
        if (index != SIZE_MAX)
            return taken_reading(pick, reach, index);
    }
    return nothing;
}

/* Whether another hand reads the same period otherwise. */
static bool has_conflict(const struct panel_pick *pick, const struct panel_reading *reading)
{
    const struct observation *origin = reading->origin;
    int32_t period = date_period_of(pick->options->axis, origin->date.last);
    struct reach reach = {date_period_first_day(pick->options->axis, period),
                          date_period_last_day(pick->options->axis, period), 0};
    if (pick->options->as_of < reach.day)
        reach.day = pick->options->as_of;
    struct panel_reading stands =
        pick->indicator->take == TAKE_LAST ? *reading : reading_of(origin);
    for (size_t s = 0; s <= pick->indicator->series_count; s++) {
        const struct series_use *use =
            s < pick->indicator->series_count ? &pick->indicator->series[s] : NULL;
        size_t index = use == origin->use ? SIZE_MAX : latest(pick, &reach, use);
        if (index != SIZE_MAX && disagree(&pick->indicator->scale, &stands, &pick->items[index]))
            return true;
    }
    return false;
}

struct panel_reading panel_pick_reading(const struct panel_pick *pick, int32_t period)
{
    struct reach reach = reach_of(pick, period);
    struct panel_reading reading = published_reading(pick, &reach);
    size_t coded = latest(pick, &reach, NULL);
    if (coded != SIZE_MAX &&
        (!reading.origin || pick->items[coded].date.last >= reading.origin->date.last))
        reading = taken_reading(pick, &reach, coded);
    if (reading.origin && !reading.conflict && pick->indicator->combine == COMBINE_FIRST)
        reading.conflict = has_conflict(pick, &reading);
    return reading;
}

size_t panel_pick_candidates(const struct panel_pick *pick, int32_t period, struct observation *out,
                             size_t max)
{
    struct reach reach = reach_of(pick, period);
    size_t count = 0;
    for (size_t s = 0; s < pick->indicator->series_count; s++) {
        size_t index = latest(pick, &reach, &pick->indicator->series[s]);
        if (index != SIZE_MAX && count++ < max)
            out[count - 1] = pick->items[index];
    }
    size_t coded = latest(pick, &reach, NULL);
    int32_t date = coded == SIZE_MAX ? 0 : pick->items[coded].date.last;
    for (size_t i = coded == SIZE_MAX ? 0 : coded + 1; i-- > 0 && pick->items[i].date.last == date;)
        if (!pick->items[i].use && is_visible(pick, &pick->items[i]) && is_current(pick, i) &&
            count++ < max)
            out[count - 1] = pick->items[i];
    return count;
}
