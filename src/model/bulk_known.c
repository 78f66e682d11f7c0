#include "model/bulk_known.h"

#include "base/file.h"

#include <string.h>

/* The panels there are, and the one to come: series may begin with its name. */
static const char *const *panel_names(struct load *load, const char *panel, size_t *count)
{
    const char *const *there = bulk_names(load, count);
    const char **names = arena_alloc(load->arena, *count + 1, sizeof *names);
    for (size_t i = 0; names && i < *count; i++)
        names[i] = there[i];
    if (names)
        names[(*count)++] = panel;
    return names;
}

static void describe_panels(struct load *load, const char *const *names, size_t count,
                            struct bulk_known *known)
{
    struct bulk *panels = arena_alloc(load->arena, count + 1, sizeof *panels);
    for (size_t i = 0; panels && i < count; i++) {
        const struct bulk *bulk =
            strcmp(names[i], known->panel) == 0 ? NULL : bulk_describe(load, names[i]);
        if (bulk)
            panels[known->panel_count++] = *bulk;
    }
    known->panels = panels;
}

/* Those with a file in data/. */
static void read_countries(struct country_load *data)
{
    struct load *load = data->load;
    const char **names;
    struct err err;
    size_t count = file_list(load->arena, load_shown(load, "data"), ".yaml", &names, &err);
    if (count == SIZE_MAX) {
        err_list_add(load->list, &err);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const char *path = file_join(load->arena, "data", names[i]);
        if (path && strcmp(names[i], "shared.yaml") != 0)
            country_load_file(data, path);
    }
}

static void list_countries(struct bulk_known *known, struct arena *arena,
                           const struct country_load *data)
{
    const struct codebook *codebook = known->codebook;
    size_t count = data->country_count, listed = codebook->countries ? codebook->country_count : 0;
    const char **pairs = arena_alloc(arena, 2 * (count + listed) + 1, sizeof *pairs);
    for (size_t i = 0; pairs && i < count; i++) {
        pairs[2 * i] = data->countries[i].id;
        pairs[2 * i + 1] = data->countries[i].name;
    }
    for (size_t i = 0; pairs && i < listed; i++)
        if (map_get(data->countries_by_id, text_of(codebook->countries[i])) == MAP_NONE) {
            pairs[2 * count] = pairs[2 * count + 1] = codebook->countries[i];
            count++;
        }
    known->countries = pairs;
    known->country_count = pairs ? count : 0;
}

/* Observations of the panel's series that stand in data/. */
static size_t count_by_hand(const struct country_load *data, const char *panel)
{
    size_t count = 0, length = strlen(panel);
    for (size_t i = 0; i < data->observation_count; i++) {
        const struct series_use *use = data->observations[i].use;
        count += use && strncmp(use->series, panel, length) == 0 && use->series[length] == '.';
    }
    return count;
}

static struct bulk_known *read_known(struct load *load, const char *panel)
{
    size_t count = 0;
    struct bulk_known *known = arena_alloc(load->arena, 1, sizeof *known);
    struct sources *sources = source_load(load);
    const char *const *names = panel_names(load, panel, &count);
    if (!known || !sources || !names)
        return NULL;
    *known = (struct bulk_known){.panel = panel, .sources = sources};
    known->codebook = codebook_load(load, sources, names, count);
    if (!known->codebook)
        return NULL;
    describe_panels(load, names, count, known);
    struct country_load data = {.load = load,
                                .codebook = known->codebook,
                                .sources = sources,
                                .countries_by_id = map_new(load->arena),
                                .events_by_id = map_new(load->arena)};
    if (!data.countries_by_id || !data.events_by_id)
        return NULL;
    read_countries(&data);
    list_countries(known, load->arena, &data);
    known->by_hand = count_by_hand(&data, panel);
    return known;
}

struct bulk_known *bulk_known_load(struct arena *arena, const char *root, const char *panel,
                                   struct err_list *list)
{
    struct load load = {.arena = arena, .scratch = arena_new(), .root = root, .list = list};
    if (!load.scratch)
        return load_no_memory(&load);
    struct bulk_known *known = read_known(&load, panel);
    if (load.failed || arena_failed(load.scratch) || arena_failed(arena)) {
        err_list_free(list);
        known = load_no_memory(&load);
    }
    arena_free(load.scratch);
    err_list_sort(list);
    return known;
}
