#include "model/edition.h"

#include "model/edition_check.h"
#include "model/project_panels.h"

#include <math.h>
#include <string.h>

uint32_t edition_line(const struct edition_figure *figure)
{
    const struct bulk_column *column = figure->feed->column;
    return column->lines ? column->lines[figure->record]
                         : figure->feed->table->records[figure->record].line;
}

static bool is_of(const struct series_use *use, const char *panel)
{
    size_t length = strlen(panel);
    return use && strncmp(use->series, panel, length) == 0 && use->series[length] == '.';
}

/* The first day recorded of any series that begins with the panel's name. */
static int32_t first_recorded(const struct project *project, const char *panel)
{
    int32_t first = INT32_MAX;
    for (size_t i = 0; i < project->observation_count; i++)
        if (is_of(project->observations[i].use, panel) &&
            project->observations[i].date.first < first)
            first = project->observations[i].date.first;
    return first == INT32_MAX ? INT32_MIN : first;
}

static void apply(const struct edition_ask *ask, const struct project *project, struct bulk *bulk)
{
    bulk->file = ask->file;
    bulk->first_day = ask->dated ? ask->first : first_recorded(project, bulk->name);
    bulk->last_day = ask->dated ? ask->last : INT32_MAX;
    if (ask->source && strchr(bulk->source, '{'))
        bulk->only = ask->source;
    else if (ask->source)
        bulk->source = ask->source;
}

/* The observation that stands of the country, date and series of another: the one recorded last,
 * withdrawn ones only where there is no other. NULL: none. */
static const struct observation *standing(const struct project *project,
                                          const struct observation *made)
{
    const struct observation *found = NULL;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *other = &project->observations[i];
        if (other->country != made->country || other->use != made->use ||
            other->date.last != made->date.last)
            continue;
        bool kept = other->retracted == INT32_MAX,
             found_kept = found && found->retracted == INT32_MAX;
        if (!found || kept > found_kept ||
            (kept == found_kept && other->recorded >= found->recorded))
            found = other;
    }
    return found;
}

static bool is_near(double one, double other)
{
    return (isnan(one) && isnan(other)) ||
           fabs(one - other) <= 1e-12 * fmax(1, fmax(fabs(one), fabs(other)));
}

static enum edition_fate fate_of(const struct observation *made, const struct observation *was)
{
    if (!was)
        return EDITION_NEW;
    if (was->retracted != INT32_MAX)
        return EDITION_WITHDRAWN;
    bool same = made->as_published == was->as_published && is_near(made->value, was->value) &&
                (!made->interval_published ||
                 (is_near(made->low, was->low) && is_near(made->high, was->high)));
    return same ? EDITION_SAME : EDITION_REVISED;
}

static void add_figure(struct edition *edition, const struct project *project,
                       const struct bulk_feed *feed, size_t record)
{
    struct edition_figure *figure = &edition->figures[edition->count++];
    *figure = (struct edition_figure){
        .feed = feed,
        .record = record,
        .made = bulk_table_observation(project->codebook, project->sources, feed, record)};
    figure->was = standing(project, &figure->made);
    figure->fate = fate_of(&figure->made, figure->was);
}

static void add_figures(struct edition *edition, const struct project *project,
                        const struct country_load *data, uint32_t country)
{
    const struct bulk_table *table = data->tables;
    for (size_t f = 0; f < data->feed_count; f++)
        for (uint32_t i = table->first_of[country]; i < table->first_of[country + 1]; i++)
            if (!isnan(data->feeds[f].column->value[table->by_country[i]]))
                add_figure(edition, project, &data->feeds[f], table->by_country[i]);
}

static bool has_figure(const struct edition *edition, const struct observation *was)
{
    for (size_t i = 0; i < edition->count; i++)
        if (edition->figures[i].made.country == was->country &&
            edition->figures[i].made.use == was->use &&
            edition->figures[i].made.date.last == was->date.last)
            return true;
    return false;
}

static bool is_fed(const struct country_load *data, const struct series_use *use)
{
    for (size_t f = 0; f < data->feed_count; f++)
        if (data->feeds[f].use == use)
            return true;
    return false;
}

/* The row on which a figure would stand, 0 when none. */
static uint32_t line_of(const struct country_load *data, const struct observation *was)
{
    const struct bulk_table *table = data->tables;
    size_t at = edition_check_find(table, was->country, was->date.last);
    for (size_t f = 0; at != SIZE_MAX && f < data->feed_count; f++)
        if (data->feeds[f].use == was->use && data->feeds[f].column->lines)
            return data->feeds[f].column->lines[at];
    return at == SIZE_MAX ? 0 : table->records[at].line;
}

/* What is recorded of a country between the first and the last date of the file, of one source
 * where only its rows are read, and not in the file. */
static void find_gone(struct edition *edition, const struct project *project,
                      const struct country_load *data, uint32_t country)
{
    const struct bulk_table *table = data->tables;
    if (table->count == 0)
        return;
    int32_t first = bulk_table_date(table, 0)->last,
            last = bulk_table_date(table, table->count - 1)->last;
    for (size_t i = 0; i < project->observation_count; i++) {
        const struct observation *was = &project->observations[i];
        const char *only = edition->bulk->only;
        if (was->country == country && was->retracted == INT32_MAX && is_fed(data, was->use) &&
            was->date.last >= first && was->date.last <= last &&
            (!only || strcmp(project->sources->items[was->source].id, only) == 0) &&
            !has_figure(edition, was) && standing(project, was) == was)
            edition->gone[edition->gone_count++] =
                (struct edition_gone){.was = was, .line = line_of(data, was)};
    }
}

static struct edition *compare(struct load *load, const struct project *project,
                               const struct country_load *data, const struct bulk *bulk,
                               const struct edition_ask *ask)
{
    size_t room = data->tables->count * data->feed_count;
    struct edition *edition = arena_alloc(load->arena, 1, sizeof *edition);
    if (!edition)
        return load_no_memory(load);
    edition->bulk = bulk;
    edition->figures = arena_alloc(load->arena, room + 1, sizeof *edition->figures);
    edition->gone = arena_alloc(load->arena, project->observation_count + 1, sizeof *edition->gone);
    if (!edition->figures || !edition->gone)
        return load_no_memory(load);
    for (size_t i = 0; i < ask->country_count; i++) {
        add_figures(edition, project, data, ask->countries[i]);
        find_gone(edition, project, data, ask->countries[i]);
    }
    return edition;
}

/* The records in order, and those that are given twice refused. */
static bool arrange(struct load *load, struct country_load *data, const struct project *project)
{
    uint32_t *same = arena_alloc(load->arena, project->country_count + 1, sizeof *same);
    for (uint32_t i = 0; same && i < project->country_count; i++)
        same[i] = i;
    struct project bare = *project;
    bare.observation_count = 0;
    return same && project_panels_take(load, data, &bare, same);
}

static struct edition *read_into(struct load *load, struct country_load *data, struct bulk *bulk,
                                 const struct project *project, const struct edition_ask *ask)
{
    if (!edition_check_fed(load, data, bulk) || !edition_check_scales(load, data, bulk))
        return NULL;
    load->root = ".";
    bulk_read(data, bulk, data->tables, false);
    if (load->list->errors > 0)
        return NULL;
    if (!arrange(load, data, project))
        return load_no_memory(load);
    if (load->list->errors > 0 || !edition_check_rows(load, data, bulk, ask))
        return NULL;
    return compare(load, project, data, bulk, ask);
}

/* What a project is to the reader of panels; scratch of the load is given back by the caller. */
static struct load load_of(struct arena *arena, const char *root, struct err_list *list)
{
    return (struct load){.arena = arena, .scratch = arena_new(), .root = root, .list = list};
}

static struct country_load data_of(struct load *load, const struct project *project)
{
    return (struct country_load){.load = load,
                                 .codebook = project->codebook,
                                 .sources = project->sources,
                                 .countries = project->countries,
                                 .country_count = project->country_count};
}

struct edition *edition_read(struct arena *arena, const struct project *project,
                             const struct edition_ask *ask, struct err_list *list)
{
    struct load load = load_of(arena, project->root, list);
    struct country_load data = data_of(&load, project);
    struct edition *edition = NULL;
    struct bulk *bulk = NULL;
    data.countries_by_id = map_new(arena);
    bool fine = load.scratch && data.countries_by_id;
    for (size_t i = 0; fine && i < ask->country_count; i++)
        fine = map_put(data.countries_by_id, text_of(project->countries[ask->countries[i]].id),
                       ask->countries[i]) != MAP_NONE;
    if (fine && (bulk = bulk_describe_edition(&load, ask->name)) != NULL) {
        apply(ask, project, bulk);
        fine = bulk_find_feeds(&data, bulk, 1);
        edition = fine ? read_into(&load, &data, bulk, project, ask) : NULL;
    }
    if (!fine || load.failed || arena_failed(arena))
        edition = load_no_memory(&load);
    arena_free(load.scratch);
    err_list_sort(list);
    return edition;
}

const char *const *edition_names(struct arena *arena, const char *root, size_t *count,
                                 struct err_list *list)
{
    struct load load = load_of(arena, root, list);
    const char *const *names = bulk_edition_names(&load, count);
    if (!load.scratch || arena_failed(arena)) {
        load_no_memory(&load);
        *count = 0;
    }
    arena_free(load.scratch);
    return names;
}

void edition_describe_all(struct arena *arena, const struct project *project,
                          struct err_list *list)
{
    struct load load = load_of(arena, project->root, list);
    size_t count = 0;
    const char *const *names = load.scratch ? bulk_edition_names(&load, &count) : NULL;
    bool fine = load.scratch && !arena_failed(arena);
    for (size_t i = 0; fine && i < count; i++) {
        struct country_load data = data_of(&load, project);
        const struct bulk *bulk = bulk_describe_edition(&load, names[i]);
        fine = !bulk || bulk_find_feeds(&data, bulk, 1);
        if (fine && bulk)
            edition_check_scales(&load, &data, bulk);
    }
    if (!fine || load.failed || arena_failed(arena))
        load_no_memory(&load);
    arena_free(load.scratch);
}
