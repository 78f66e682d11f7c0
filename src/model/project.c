#include "model/project.h"

#include "base/file.h"
#include "model/agreed.h"
#include "model/project_panels.h"
#include "model/splice.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char shared_name[] = "shared.yaml";

/* The files of data/ in bytewise order, the shared events last: they name countries. */
static void read_data(struct country_load *load, const struct bulk *panels, size_t panel_count)
{
    struct arena *arena = load->load->arena;
    const char **names;
    struct err err;
    size_t count = file_list(arena, load_shown(load->load, "data"), ".yaml", &names, &err);
    if (count == SIZE_MAX) {
        err_list_add(load->load->list, &err);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = file_join(arena, "data", names[i]);
        if (!path)
            load_no_memory(load->load);
        else if (strcmp(names[i], shared_name) != 0)
            country_load_file(load, path);
    }
    const struct codebook *codebook = load->codebook;
    bool new_countries = codebook->all_countries || codebook->countries || load->country_count == 0;
    for (size_t i = 0; i < panel_count; i++)
        bulk_read(load, &panels[i], &load->tables[i], new_countries);
    if (load_exists(load->load, "data/shared.yaml"))
        country_load_shared(load, "data/shared.yaml");
    country_resolve_events(load);
}

static int by_key(const void *a, const void *b)
{
    const struct observation *one = a, *other = b;
    if (one->country != other->country)
        return one->country < other->country ? -1 : 1;
    if (one->indicator != other->indicator)
        return one->indicator < other->indicator ? -1 : 1;
    if (one->date.last != other->date.last)
        return one->date.last < other->date.last ? -1 : 1;
    return one->line < other->line ? -1 : one->line > other->line;
}

static bool is_sorted(const struct observation *items, size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (by_key(&items[i - 1], &items[i]) > 0)
            return false;
    return true;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* The same cell from the same hand: one of them must be recorded later to supersede the other. What
 * was withdrawn makes room for another on the same day. */
static bool same_observation(const struct observation *a, const struct observation *b)
{
    if (a->retracted != b->retracted)
        return false;
    if (a->use || b->use)
        return a->use == b->use && a->recorded == b->recorded && a->source == b->source;
    return a->source == b->source && same_text(a->coder, b->coder) && a->recorded == b->recorded &&
           !a->agrees == !b->agrees;
}

static void refuse_twice(struct load *load, const struct project *project,
                         const struct observation *first, const struct observation *second)
{
    struct err err;
    char date[DATE_PRINT_SIZE];
    date_print(second->date, date);
    err_set(&err, ERR_VALUE_TWICE, "%s %s is given twice, first on line %u",
            project->codebook->indicators[second->indicator].id, date, (unsigned)first->line);
    err_at(&err, (struct err_place){.file = load_shown(load, second->file), .line = second->line});
    err_in(&err, "%s/%s", project->countries[second->country].id,
           project->codebook->indicators[second->indicator].id);
    err_hint(&err, "delete one; a corrected value says recorded: with the later day");
    err_list_add(load->list, &err);
}

static void sort_observations(struct load *load, struct project *project)
{
    struct observation *items = project->observations;
    if (!is_sorted(items, project->observation_count))
        qsort(items, project->observation_count, sizeof *items, by_key);
    for (size_t i = 1; i < project->observation_count; i++)
        for (size_t j = i; j-- > 0 && items[j].country == items[i].country &&
                           items[j].indicator == items[i].indicator &&
                           items[j].date.last == items[i].date.last;)
            if (same_observation(&items[j], &items[i])) {
                refuse_twice(load, project, &items[j], &items[i]);
                break;
            }
}

static int by_id(const void *a, const void *b)
{
    const struct country *one = a, *other = b;
    return strcmp(one->id, other->id);
}

static void refuse_listed(struct load *load, const struct codebook *codebook, const char *id)
{
    struct err err;
    err_set(&err, ERR_REFERENCE_COUNTRY,
            "index.yaml lists %s, but no file in data/ is of that country", id);
    err_at(&err, codebook->countries_place);
    err_list_add(load->list, &err);
}

/* The place of each listed country in the order of index.yaml, else bytewise by id. new_of gives
 * the new index of an old one, UINT32_MAX for what is not listed. */
static bool order_countries(const struct country_load *data, struct project *project,
                            uint32_t *new_of)
{
    size_t count = project->country_count, used = 0;
    const struct codebook *codebook = project->codebook;
    struct country *ordered = arena_alloc(data->load->arena, count + 1, sizeof *ordered);
    if (!ordered)
        return false;
    if (codebook->countries) {
        for (size_t i = 0; i < codebook->country_count; i++) {
            uint32_t found = map_get(data->countries_by_id, text_of(codebook->countries[i]));
            if (found < count && used < count)
                ordered[used++] = project->countries[found];
            else if (!data->countries_incomplete)
                refuse_listed(data->load, codebook, codebook->countries[i]);
        }
    } else if (count > 0) {
        memcpy(ordered, project->countries, count * sizeof *ordered);
        qsort(ordered, count, sizeof *ordered, by_id);
        used = count;
    }
    for (size_t i = 0; i < count; i++)
        new_of[i] = UINT32_MAX;
    for (size_t i = 0; i < used; i++)
        new_of[map_get(data->countries_by_id, text_of(ordered[i].id))] = (uint32_t)i;
    project->countries = ordered;
    project->country_count = used;
    return true;
}

enum { NAME_MAX_BYTES = 512 };

/* A name in small letters of ASCII, in out; empty when it is too long. */
static struct text fold(struct text name, char out[NAME_MAX_BYTES])
{
    if (name.length >= NAME_MAX_BYTES)
        return (struct text){out, 0};
    for (size_t i = 0; i < name.length; i++) {
        char byte = name.bytes[i];
        out[i] = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
    }
    return (struct text){out, name.length};
}

/* Ids first: a name that is another country's id does not hide it. */
static bool index_countries(struct project *project)
{
    char buffer[NAME_MAX_BYTES];
    project->countries_by_name = map_new(project->arena);
    for (size_t i = 0; project->countries_by_name && i < 2 * project->country_count; i++) {
        const struct country *country = &project->countries[i % project->country_count];
        struct text name =
            fold(text_of(i < project->country_count ? country->id : country->name), buffer);
        char *key = arena_text(project->arena, name.bytes, name.length);
        if (!key || map_put(project->countries_by_name, (struct text){key, name.length},
                            (uint32_t)(i % project->country_count)) == MAP_NONE)
            return false;
    }
    return project->countries_by_name != NULL;
}

static bool mark_coded(struct project *project)
{
    bool *coded =
        arena_alloc(project->arena, project->codebook->indicator_count + 1, sizeof *coded);
    for (size_t i = 0; coded && i < project->observation_count; i++)
        coded[project->observations[i].indicator] = true;
    project->coded = coded;
    return coded != NULL;
}

/* Preferences get the new numbers of their countries, or leave. */
static void take_preferences(const struct country_load *data, struct project *project,
                             const uint32_t *new_of)
{
    struct preference_of *items = data->preferences;
    for (size_t i = 0; i < data->preference_count; i++) {
        struct preference_of made = items[i];
        made.country = new_of[made.country];
        if (made.country != UINT32_MAX)
            items[project->preference_count++] = made;
    }
    project->preferences = items;
}

/* Countries that index.yaml does not list leave with what is theirs. */
static void renumber(struct project *project, const uint32_t *new_of)
{
    size_t kept = 0;
    for (size_t i = 0; i < project->observation_count; i++) {
        struct observation made = project->observations[i];
        made.country = new_of[made.country];
        if (made.country != UINT32_MAX)
            project->observations[kept++] = made;
    }
    project->observation_count = kept;
    for (size_t i = 0; i < project->event_count; i++) {
        struct event *event = &project->events[i];
        uint32_t *countries = event->countries;
        size_t left = 0;
        for (size_t j = 0; j < event->country_count; j++)
            if (new_of[countries[j]] != UINT32_MAX)
                countries[left++] = new_of[countries[j]];
        event->country_count = left;
        struct event_effects *effects = event->effects;
        size_t stay = 0;
        for (size_t j = 0; j < event->effects_count; j++) {
            struct event_effects made = effects[j];
            if (made.country != COUNTRY_ALL && new_of[made.country] == UINT32_MAX)
                continue;
            made.country = made.country == COUNTRY_ALL ? COUNTRY_ALL : new_of[made.country];
            effects[stay++] = made;
        }
        event->effects_count = stay;
    }
}

/* By date, then as read; reverses follows. Insertion keeps the order of equals and is quick on
 * files that list events by date. */
static bool sort_events(struct load *load, struct project *project)
{
    size_t count = project->event_count;
    uint32_t *order = arena_alloc(load->scratch, count + 1, sizeof *order);
    uint32_t *place = arena_alloc(load->scratch, count + 1, sizeof *place);
    struct event *sorted = arena_alloc(load->arena, count + 1, sizeof *sorted);
    if (!order || !place || !sorted)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        size_t at = i;
        while (at > 0 && project->events[order[at - 1]].date.last > project->events[i].date.last) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        sorted[i] = project->events[order[i]];
        place[order[i]] = i;
    }
    for (size_t i = 0; i < count; i++)
        if (sorted[i].reverses != UINT32_MAX)
            sorted[i].reverses = place[sorted[i].reverses];
    project->events = sorted;
    return true;
}

static struct project *assemble(struct load *load, struct country_load *data,
                                struct codebook *codebook, struct sources *sources)
{
    struct project *project = arena_alloc(load->arena, 1, sizeof *project);
    uint32_t *new_of = arena_alloc(load->scratch, data->country_count + 1, sizeof *new_of);
    if (!project || !new_of)
        return load_no_memory(load);
    *project = (struct project){.arena = load->arena,
                                .root = load->root,
                                .codebook = codebook,
                                .sources = sources,
                                .countries = data->countries,
                                .country_count = data->country_count,
                                .observations = data->observations,
                                .observation_count = data->observation_count,
                                .tables = data->tables,
                                .table_count = data->table_count,
                                .feeds = data->feeds,
                                .feed_first = data->feed_first,
                                .events = data->events,
                                .event_count = data->event_count,
                                .files = load->files,
                                .file_count = load->file_count};
    if (!order_countries(data, project, new_of))
        return load_no_memory(load);
    renumber(project, new_of);
    take_preferences(data, project, new_of);
    sort_observations(load, project);
    if (!project_panels_take(load, data, project, new_of) || !index_countries(project) ||
        !mark_coded(project))
        return load_no_memory(load);
    preference_check(load, project);
    splice_check(load, project);
    agreed_check(load, project);
    return sort_events(load, project) ? project : load_no_memory(load);
}

size_t project_count_observations(const struct project *project)
{
    size_t count = project->observation_count;
    for (size_t f = 0; f < project->feed_first[project->codebook->indicator_count]; f++)
        for (size_t i = 0; i < project->feeds[f].table->count; i++)
            count += isnan(project->feeds[f].column->value[i]) ? 0 : 1;
    return count;
}

bool project_days(const struct project *project, int32_t *first, int32_t *last)
{
    *first = INT32_MAX;
    *last = INT32_MIN;
    for (size_t i = 0; i < project->observation_count; i++) {
        int32_t day = project->observations[i].date.last;
        *first = day < *first ? day : *first;
        *last = day > *last ? day : *last;
    }
    for (size_t t = 0; t < project->table_count; t++) {
        const struct bulk_table *table = &project->tables[t];
        size_t from = 0, to = table->count;
        while (from < to && !bulk_table_has_figure(table, from))
            from++;
        while (to > from && !bulk_table_has_figure(table, to - 1))
            to--;
        if (from == to)
            continue;
        int32_t early = bulk_table_date(table, from)->last,
                late = bulk_table_date(table, to - 1)->last;
        *first = early < *first ? early : *first;
        *last = late > *last ? late : *last;
    }
    return *first <= *last;
}

/* The periods in which something was observed, when index.yaml gives no span. */
static void infer_span(struct project *project)
{
    struct codebook *codebook = project->codebook;
    if (codebook->span_first <= codebook->span_last)
        return;
    int32_t first, last;
    if (!project_days(project, &first, &last))
        return;
    codebook->span_first = date_period_of(codebook->axis, first);
    codebook->span_last = date_period_of(codebook->axis, last);
}

static struct bulk *describe_panels(struct load *load, const char *const *names, size_t count,
                                    size_t *described)
{
    struct bulk *panels = arena_alloc(load->arena, count + 1, sizeof *panels);
    for (size_t i = 0; panels && i < count; i++) {
        const struct bulk *bulk = bulk_describe(load, names[i]);
        if (bulk)
            panels[(*described)++] = *bulk;
    }
    return panels;
}

struct project *project_load(struct arena *arena, const char *root, struct err_list *list)
{
    return project_load_draft(arena, root, NULL, 0, list);
}

struct project *project_load_draft(struct arena *arena, const char *root,
                                   const struct project_draft *drafts, size_t count,
                                   struct err_list *list)
{
    struct load load = {.arena = arena,
                        .scratch = arena_new(),
                        .root = root,
                        .list = list,
                        .drafts = drafts,
                        .draft_count = count};
    if (!load.scratch)
        return load_no_memory(&load);
    struct project *project = NULL;
    struct sources *sources = source_load(&load);
    size_t name_count = 0, panel_count = 0;
    const char *const *names = bulk_names(&load, &name_count);
    struct codebook *codebook = sources ? codebook_load(&load, sources, names, name_count) : NULL;
    struct bulk *panels = describe_panels(&load, names, name_count, &panel_count);
    if (codebook) {
        struct country_load data = {.load = &load,
                                    .codebook = codebook,
                                    .sources = sources,
                                    .countries_by_id = map_new(arena),
                                    .events_by_id = map_new(arena)};
        if (panels && data.countries_by_id && data.events_by_id) {
            bulk_give_series(&load, codebook, panels, panel_count);
            if (!bulk_find_feeds(&data, panels, panel_count))
                load.failed = true;
        } else {
            load.failed = true;
        }
        if (!load.failed) {
            read_data(&data, panels, panel_count);
            bulk_take_series_back(codebook, data.feeds, data.feed_count);
            project = assemble(&load, &data, codebook, sources);
        }
    }
    if (project)
        infer_span(project);
    /* Where a part is lacking, what else was found may be untrue. */
    if (load.failed || arena_failed(load.scratch) || arena_failed(arena)) {
        err_list_free(list);
        project = load_no_memory(&load);
    }
    arena_free(load.scratch);
    err_list_sort(list);
    return project;
}

uint32_t project_country(const struct project *project, struct text id)
{
    char buffer[NAME_MAX_BYTES];
    struct text name = fold(id, buffer);
    uint32_t found = name.length ? map_get(project->countries_by_name, name) : MAP_NONE;
    return found == MAP_NONE ? UINT32_MAX : found;
}
