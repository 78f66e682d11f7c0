#include "model/bulk.h"

#include <math.h>
#include <string.h>

/* One series for an indicator that has none of its own. */
static void give_series(struct load *load, struct indicator *indicator, const struct bulk *bulk)
{
    struct series_use *use = arena_alloc(load->arena, 1, sizeof *use);
    if (!use) {
        load_no_memory(load);
        return;
    }
    use->family = CODEBOOK_NONE;
    use->given = true;
    use->series = arena_printf(load->arena, "%s.%s", bulk->name, indicator->id);
    indicator->series = use;
    indicator->series_count = use->series ? 1 : 0;
}

static bool is_described(const struct bulk *bulk, const char *series)
{
    bool is_long = bulk->long_series != NULL;
    const struct bulk_series *list = is_long ? bulk->listed : bulk->series;
    size_t count = is_long ? bulk->listed_count : bulk->series_count;
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, series) == 0)
            return true;
    return is_long && count == 0;
}

static bool lists_series(const struct bulk *bulk)
{
    return !bulk->long_series || bulk->listed_count > 0;
}

/* A panel that lists its series goes before a long one that has whatever its file has. */
static void find_panel(struct load *load, struct codebook *codebook, struct indicator *indicator,
                       const struct bulk *panels, size_t count)
{
    const struct bulk *fed = NULL;
    for (size_t p = 0; p < 2 * count; p++) {
        const struct bulk *bulk = &panels[p % count];
        if (lists_series(bulk) != (p < count) || !is_described(bulk, indicator->id) ||
            (fed && lists_series(fed) != lists_series(bulk)))
            continue;
        if (!fed) {
            fed = bulk;
            give_series(load, indicator, fed);
            continue;
        }
        struct err err;
        err_set(&err, ERR_REFERENCE_TWICE, "the panels %s and %s both have a series %s", fed->name,
                bulk->name, indicator->id);
        err_at(&err, codebook->nodes[indicator->node].place);
        err_hint(&err, "say which feeds it: series: [%s.%s]", fed->name, indicator->id);
        err_list_add(load->list, &err);
    }
}

void bulk_give_series(struct load *load, struct codebook *codebook, const struct bulk *panels,
                      size_t count)
{
    for (size_t i = 0; i < codebook->indicator_count; i++)
        if (codebook->indicators[i].series_count == 0)
            find_panel(load, codebook, &codebook->indicators[i], panels, count);
}

void bulk_take_series_back(struct codebook *codebook, const struct bulk_feed *feeds, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct indicator *indicator = &codebook->indicators[feeds[i].indicator];
        if (!feeds[i].use->given || feeds[i].column->found)
            continue;
        indicator->series = NULL;
        indicator->series_count = 0;
    }
}

/* The panel that a series begins with, NULL when none; *name is what stands behind the dot. */
static const struct bulk *panel_of(const struct bulk *panels, size_t count, const char *series,
                                   const char **name)
{
    const char *dot = strchr(series, '.');
    size_t length = dot ? (size_t)(dot - series) : 0;
    for (size_t i = 0; dot && i < count; i++)
        if (strlen(panels[i].name) == length && memcmp(panels[i].name, series, length) == 0) {
            *name = dot + 1;
            return &panels[i];
        }
    return NULL;
}

/* A series that the panel does not describe can never have a figure, unless a source of the panel's
 * name brings it in country files. */
static void refuse_series(struct load *load, const struct codebook *codebook,
                          const struct indicator *indicator, const struct series_use *use,
                          const struct bulk *bulk, const char *name)
{
    struct err err;
    const struct bulk_series *list = bulk->long_series ? bulk->listed : bulk->series;
    size_t count = bulk->long_series ? bulk->listed_count : bulk->series_count;
    const char **names = arena_alloc(load->scratch, count + 1, sizeof *names);
    for (size_t i = 0; names && i < count; i++)
        names[i] = list[i].name;
    err_set(&err, ERR_REFERENCE_SERIES, "the panel %s has no series %s", bulk->name, name);
    err_at(&err, codebook->nodes[indicator->node].place);
    err_in(&err, "%s", indicator->id);
    if (names)
        load_hint_nearest(&err, text_of(name), names, count);
    if (use->family == CODEBOOK_NONE)
        err_list_add(load->list, &err);
}

static struct bulk_table *new_tables(struct load *load, const struct codebook *codebook,
                                     const struct bulk *panels, size_t count)
{
    struct bulk_table *tables = arena_alloc(load->arena, count + 1, sizeof *tables);
    for (size_t i = 0; tables && i < count; i++) {
        size_t room = 0;
        const char *name;
        for (size_t k = 0; k < codebook->indicator_count; k++)
            for (size_t u = 0; u < codebook->indicators[k].series_count; u++)
                room += panel_of(&panels[i], 1, codebook->indicators[k].series[u].series, &name) !=
                        NULL;
        tables[i] = (struct bulk_table){
            .name = panels[i].name,
            .file = panels[i].file,
            .together = panels[i].together,
            .alone = true,
            .columns = arena_alloc(load->arena, room + 1, sizeof *tables[i].columns)};
        if (!tables[i].columns)
            return NULL;
    }
    return tables;
}

/* The column of a series in its table, a new one when it feeds nothing yet. */
static struct bulk_column *column_of(struct bulk_table *table, const struct bulk *bulk,
                                     const char *name, struct map *columns)
{
    uint32_t at = map_put(columns, text_of(name), (uint32_t)table->column_count);
    if (at == MAP_NONE)
        return NULL;
    struct bulk_column *column = &table->columns[at];
    if (at != table->column_count)
        return column;
    const struct bulk_series *series = bulk->series;
    for (size_t i = 0; !bulk->long_series && i < bulk->series_count; i++)
        if (strcmp(bulk->series[i].name, name) == 0)
            series = &bulk->series[i];
    *column =
        (struct bulk_column){.series = name, .level = series->level, .found = lists_series(bulk)};
    table->column_count++;
    return column;
}

struct map *bulk_columns_by_name(struct arena *arena, const struct bulk *bulk,
                                 const struct bulk_table *table)
{
    struct map *columns = map_new(arena);
    for (size_t i = 0; columns && i < table->column_count; i++) {
        const char *name = table->columns[i].series;
        for (size_t k = 0; k < bulk->listed_count; k++)
            if (strcmp(bulk->listed[k].name, table->columns[i].series) == 0)
                name = bulk->listed[k].column;
        if (map_put(columns, text_of(name), (uint32_t)i) == MAP_NONE)
            return NULL;
    }
    return columns;
}

/* The feeds of one indicator, behind those of the ones before it. */
static bool add_feeds(struct country_load *load, const struct bulk *panels, size_t count,
                      uint32_t at, struct map *const *columns, struct bulk_feed *feeds)
{
    const struct codebook *codebook = load->codebook;
    const struct indicator *indicator = &codebook->indicators[at];
    for (size_t u = 0; u < indicator->series_count; u++) {
        const struct series_use *use = &indicator->series[u];
        const char *name;
        const struct bulk *bulk = panel_of(panels, count, use->series, &name);
        if (bulk && !is_described(bulk, name))
            refuse_series(load->load, codebook, indicator, use, bulk, name);
        if (!bulk || !is_described(bulk, name))
            continue;
        struct bulk_table *table = &load->tables[bulk - panels];
        struct bulk_column *column = column_of(table, bulk, name, columns[bulk - panels]);
        if (!column)
            return false;
        feeds[load->feed_count++] = (struct bulk_feed){table, column, at, use};
    }
    return true;
}

bool bulk_find_feeds(struct country_load *load, const struct bulk *panels, size_t count)
{
    const struct codebook *codebook = load->codebook;
    struct arena *arena = load->load->arena;
    size_t uses = 0;
    for (size_t i = 0; i < codebook->indicator_count; i++)
        uses += codebook->indicators[i].series_count;
    struct bulk_feed *feeds = arena_alloc(arena, count ? uses + 1 : 1, sizeof *feeds);
    uint32_t *first = arena_alloc(arena, codebook->indicator_count + 1, sizeof *first);
    struct map **columns = arena_alloc(load->load->scratch, count + 1, sizeof *columns);
    load->tables = new_tables(load->load, codebook, panels, count);
    if (!feeds || !first || !columns || !load->tables)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!(columns[i] = map_new(load->load->scratch)))
            return false;
    for (uint32_t i = 0; i < codebook->indicator_count; i++) {
        first[i] = (uint32_t)load->feed_count;
        if (!add_feeds(load, panels, count, i, columns, feeds))
            return false;
    }
    first[codebook->indicator_count] = (uint32_t)load->feed_count;
    load->table_count = count;
    load->feeds = feeds;
    load->feed_first = first;
    load_done(load->load);
    return true;
}
