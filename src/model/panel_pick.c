#include "model/panel_pick.h"

#include "model/splice.h"

#include <math.h>

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

static void measure(struct panel_pick *pick)
{
    for (size_t i = 0; i < pick->count; i++) {
        int32_t days = pick->items[i].date.last - pick->items[i].date.first;
        pick->longest_days = days > pick->longest_days ? days : pick->longest_days;
    }
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
    pick->preferences = preference_find(project, country, indicator, &pick->preference_count);
    bool spliced = project->sources->spliced && !options->as_published;
    if (feed_begin(project, indicator) == feed_end(project, indicator) && !spliced) {
        measure(pick);
        return true;
    }
    if (!make_room(room, count_at_most(project, indicator, country, pick->count)))
        return false;
    for (size_t f = feed_begin(project, indicator); f < feed_end(project, indicator); f++) {
        count = merge_feed(project, &project->feeds[f], country, offset, room, count);
        offset += (uint32_t)project->feeds[f].table->count;
    }
    pick->count = merge_own(pick, room, count);
    for (size_t i = 0; spliced && i < pick->count; i++)
        splice_apply(project->sources, pick->indicator, options->as_known, &room->items[0][i]);
    pick->items = room->items[0];
    pick->origins = room->origins[0];
    measure(pick);
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
