#include "model/bulk_table.h"

#include "model/country_scale.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct observation observation_of(const struct sources *sources,
                                         const struct bulk_feed *feed, size_t record)
{
    const struct bulk_table *table = feed->table;
    const struct bulk_record *at = &table->records[record];
    const struct source *source = &sources->items[at->source];
    const struct date *date = &table->dates[at->date];
    return (struct observation){.country = at->country,
                                .indicator = feed->indicator,
                                .source = at->source,
                                .date = *date,
                                .low = NAN,
                                .high = NAN,
                                .as_published = feed->column->value[record],
                                .use = feed->use,
                                .retracted = INT32_MAX,
                                .recorded = source->dated ? source->date.last : date->last,
                                .file = table->file,
                                .line =
                                    feed->column->lines ? feed->column->lines[record] : at->line};
}

/* Half-widths of 90 % from a standard error, or from low and high of some level, as published. */
static void set_ends(const struct sources *sources, const struct indicator *indicator,
                     const struct bulk_column *column, size_t record, struct observation *made)
{
    double level = isnan(column->level) ? sources->items[made->source].level : column->level;
    double se = column->se ? column->se[record] : NAN;
    double low = column->low ? column->low[record] : NAN;
    double high = column->high ? column->high[record] : NAN;
    if (!isnan(se)) {
        double width = COUNTRY_SCALE_NORMAL_95 * country_scale_width(sources, indicator, made, se);
        country_scale_interval(made, indicator, width, width);
        made->interval_published = true;
    } else if (!isnan(low) && !isnan(high)) {
        double one = country_scale_value(sources, indicator, made, low);
        double other = country_scale_value(sources, indicator, made, high);
        country_scale_interval(made, indicator,
                               country_scale_half(level, made->value - fmin(one, other)),
                               country_scale_half(level, fmax(one, other) - made->value));
        made->interval_published = true;
    }
}

struct observation bulk_table_observation(const struct codebook *codebook,
                                          const struct sources *sources,
                                          const struct bulk_feed *feed, size_t record)
{
    const struct indicator *indicator = &codebook->indicators[feed->indicator];
    struct observation made = observation_of(sources, feed, record);
    made.value = country_scale_value(sources, indicator, &made, made.as_published);
    set_ends(sources, indicator, feed->column, record, &made);
    return made;
}

double bulk_table_value(const struct codebook *codebook, const struct sources *sources,
                        const struct bulk_feed *feed, size_t record)
{
    struct observation made = {.source = feed->table->records[record].source, .use = feed->use};
    return country_scale_value(sources, &codebook->indicators[feed->indicator], &made,
                               feed->column->value[record]);
}

bool bulk_table_has_figure(const struct bulk_table *table, size_t record)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (!isnan(table->columns[i].value[record]))
            return true;
    return false;
}

size_t bulk_table_find(const struct bulk_table *table, int32_t day, uint32_t country)
{
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int32_t last = bulk_table_date(table, middle)->last;
        if (last < day || (last == day && table->records[middle].country < country))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A date and the day it ends with, to be sorted. */
struct day {
    int32_t last;
    uint32_t date;
};

static int by_last(const void *a, const void *b)
{
    const struct day *one = a, *other = b;
    return (one->last > other->last) - (one->last < other->last);
}

/* The place of each date among the days they end with, equal days together; *count of them. */
static uint32_t *rank_dates(const struct bulk_table *table, struct arena *scratch, size_t *count)
{
    uint32_t *rank = arena_alloc(scratch, table->date_count + 1, sizeof *rank);
    struct day *days = arena_alloc(scratch, table->date_count + 1, sizeof *days);
    if (!rank || !days)
        return NULL;
    for (size_t i = 0; i < table->date_count; i++)
        days[i] = (struct day){table->dates[i].last, (uint32_t)i};
    qsort(days, table->date_count, sizeof *days, by_last);
    *count = 0;
    for (size_t i = 0; i < table->date_count; i++) {
        *count += i == 0 || days[i].last != days[i - 1].last;
        rank[days[i].date] = (uint32_t)*count - 1;
    }
    return rank;
}

/* What an order of records is made with, all of one length but room. */
struct ordering {
    uint32_t *order;
    uint32_t *other;
    uint32_t *keys;
    size_t count;
    uint32_t *room; /* by key */
};

/* Sorts the order by keys below `bound`, equals as they stood. */
static void sort_by_key(struct ordering *ordering, size_t bound)
{
    uint32_t *room = ordering->room, *sorted = ordering->other;
    memset(room, 0, (bound + 1) * sizeof *room);
    for (size_t i = 0; i < ordering->count; i++)
        room[ordering->keys[ordering->order[i]] + 1]++;
    for (size_t i = 0; i < bound; i++)
        room[i + 1] += room[i];
    for (size_t i = 0; i < ordering->count; i++)
        sorted[room[ordering->keys[ordering->order[i]]]++] = ordering->order[i];
    ordering->other = ordering->order;
    ordering->order = sorted;
}

/* The order of the records that stay: by day, country, source, then as in the file. */
static bool find_order(struct bulk_table *table, const struct sources *sources,
                       const uint32_t *new_of, size_t countries, struct arena *scratch,
                       struct ordering *ordering)
{
    size_t days = 0, count = table->count;
    const uint32_t *rank = rank_dates(table, scratch, &days);
    size_t most = sources->count > countries ? sources->count : countries;
    *ordering = (struct ordering){
        .order = arena_alloc(scratch, count, sizeof(uint32_t)),
        .other = arena_alloc(scratch, count, sizeof(uint32_t)),
        .keys = arena_alloc(scratch, count, sizeof(uint32_t)),
        .room = arena_alloc(scratch, (most > days ? most : days) + 2, sizeof(uint32_t))};
    if (!rank || !ordering->order || !ordering->other || !ordering->keys || !ordering->room)
        return false;
    for (size_t i = 0; i < count; i++) {
        struct bulk_record *record = &table->records[i];
        record->country = new_of[record->country];
        if (record->country != UINT32_MAX)
            ordering->order[ordering->count++] = (uint32_t)i;
        ordering->keys[i] = record->source;
    }
    sort_by_key(ordering, sources->count);
    for (size_t i = 0; i < ordering->count; i++)
        ordering->keys[ordering->order[i]] = table->records[ordering->order[i]].country;
    sort_by_key(ordering, countries);
    for (size_t i = 0; i < ordering->count; i++)
        ordering->keys[ordering->order[i]] = rank[table->records[ordering->order[i]].date];
    sort_by_key(ordering, days);
    return true;
}

/* The column goes into the spare one, in order, and leaves its own as the next spare. */
static void move_column(struct bulk_table *table, double **column, const uint32_t *order,
                        size_t count)
{
    double *from = *column, *to = table->spare;
    if (!from)
        return;
    for (size_t i = 0; i < count; i++)
        to[i] = from[order[i]];
    *column = to;
    table->spare = from;
}

static bool move_records(struct bulk_table *table, const struct ordering *ordering,
                         struct arena *scratch)
{
    const uint32_t *order = ordering->order;
    size_t count = ordering->count;
    bool moved = count != table->count;
    for (size_t i = 0; i < count && !moved; i++)
        moved = order[i] != i;
    if (!moved)
        return true;
    struct bulk_record *records = arena_alloc(scratch, count, sizeof *records);
    uint32_t *lines = arena_alloc(scratch, count, sizeof *lines);
    if (!records || !lines)
        return false;
    for (size_t i = 0; i < count; i++)
        records[i] = table->records[order[i]];
    if (count > 0)
        memcpy(table->records, records, count * sizeof *records);
    for (size_t c = 0; c < table->column_count; c++) {
        struct bulk_column *column = &table->columns[c];
        move_column(table, &column->value, order, count);
        move_column(table, &column->low, order, count);
        move_column(table, &column->high, order, count);
        move_column(table, &column->se, order, count);
        for (size_t i = 0; column->lines && i < count; i++)
            lines[i] = column->lines[order[i]];
        if (column->lines && count > 0)
            memcpy(column->lines, lines, count * sizeof *lines);
    }
    table->count = count;
    return true;
}

/* Whether a source, or its family, holds what makes figures differ from what is published. */
static void look_at_sources(struct bulk_table *table, const struct sources *sources)
{
    uint32_t last = UINT32_MAX;
    table->alone = true;
    for (size_t i = 0; i < table->date_count; i++)
        table->disputed = table->disputed || table->dates[i].disputed;
    for (size_t i = 0; i < table->count; i++) {
        const struct bulk_record *record = &table->records[i];
        if (i > 0 && record[-1].country == record->country &&
            bulk_table_date(table, i - 1)->last == bulk_table_date(table, i)->last)
            table->alone = false;
        if (record->source == last)
            continue;
        last = record->source;
        const struct source *source = &sources->items[last];
        table->turned = table->turned || !isnan(source->worst);
        const struct source *family =
            source->of == UINT32_MAX ? source : &sources->items[source->of];
        table->broken = table->broken || source->break_count > 0 || family->break_count > 0;
    }
    table->spliced = table->broken && sources->spliced;
}

/* Counts two places ahead, sums one place ahead, and fills: what is one place ahead then is where
 * the country's records end. */
static bool list_by_country(struct bulk_table *table, size_t countries, struct arena *arena)
{
    uint32_t *first = arena_alloc(arena, countries + 2, sizeof *first);
    uint32_t *listed = arena_alloc(arena, table->count, sizeof *listed);
    if (!first || !listed)
        return false;
    for (size_t i = 0; i < table->count; i++)
        first[table->records[i].country + 2]++;
    for (size_t i = 2; i < countries + 2; i++)
        first[i] += first[i - 1];
    for (size_t i = 0; i < table->count; i++)
        listed[first[table->records[i].country + 1]++] = (uint32_t)i;
    table->first_of = first;
    table->by_country = listed;
    return true;
}

bool bulk_table_arrange(struct bulk_table *table, const struct sources *sources,
                        const uint32_t *new_of, size_t countries, struct arena *arena,
                        struct arena *scratch)
{
    struct ordering ordering;
    if (!find_order(table, sources, new_of, countries, scratch, &ordering) ||
        !move_records(table, &ordering, scratch))
        return false;
    look_at_sources(table, sources);
    return list_by_country(table, countries, arena);
}
