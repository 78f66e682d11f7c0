#include "model/country.h"

#include <math.h>
#include <string.h>

uint32_t country_source(const struct country_load *load, const struct read *read, uint32_t node)
{
    return source_read(load->sources, read, node, load->load->scratch);
}

bool country_retracted(const struct read *read, uint32_t node, int32_t recorded, int32_t *day,
                       const char **why)
{
    static const struct read_field fields[] = {{"on", true}, {"why", true}};
    uint32_t nodes[2];
    struct date date;
    if (!read_fields(read, node, "retracted", fields, 2, nodes) ||
        !read_text(read, nodes[1], "why", why) || !read_date(read, nodes[0], "on", &date))
        return false;
    *day = date.last;
    if (date.last >= recorded)
        return true;
    read_problem(read, nodes[0], ERR_ERROR, ERR_VALUE_DATES,
                 "it is retracted before it was recorded");
    return false;
}

char country_grade(const struct read *read, uint32_t node)
{
    static const char *const grades[] = {"A", "B", "C", "D"};
    int grade;
    return read_choice(read, node, "confidence", grades, 4, &grade) ? (char)('A' + grade) : 0;
}

double country_grade_width(const struct indicator *indicator, char grade)
{
    const struct scale *scale = &indicator->scale;
    double steps = grade - 'A' + 1, length = fabs(scale->best - scale->worst);
    if (scale->kind == SCALE_ORDINAL)
        return steps / 4 * length / (double)(scale->level_count - 1);
    return steps / 16 * length;
}

enum {
    COUNTRY_COUNTRY,
    COUNTRY_NAME,
    COUNTRY_GROUPS,
    COUNTRY_NOTE,
    COUNTRY_OBSERVATIONS,
    COUNTRY_PREFER,
    COUNTRY_EVENTS,
    COUNTRY_FIELDS
};

enum { COUNTRY_ID_CHARACTERS_MAX = 60 };

/* A country's id is printable text (semantics.md A3). */
static bool read_country_id(const struct read *read, uint32_t node, const char **out)
{
    const char *id;
    if (!read_text(read, node, "country", &id))
        return false;
    if (text_code_points(id, strlen(id)) <= COUNTRY_ID_CHARACTERS_MAX &&
        !strpbrk(id, ",;/\"\n\t") && !strstr(id, "..")) {
        *out = id;
        return true;
    }
    char shown[TREE_SHOWN_SIZE];
    struct err *err =
        read_problem(read, node, ERR_ERROR, ERR_SCHEMA_ID, "country \"%s\" cannot stand as an id",
                     tree_shown(text_of(id), shown));
    err_hint(err, "at most 60 characters, none of , ; / \" and no two dots; the ISO code is best");
    return false;
}

/* classification: group pairs. */
static const char *const *read_groups(const struct read *read, uint32_t node)
{
    if (!read_kind(read, node, "groups", TREE_MAPPING))
        return NULL;
    const char **pairs =
        arena_alloc(read->arena, 2 * tree_count(read->tree, node) + 1, sizeof *pairs);
    size_t used = 0;
    for (uint32_t key = tree_first(read->tree, node); pairs && key;) {
        uint32_t value = tree_next(read->tree, key);
        if (read_id(read, key, "classification", &pairs[used]) &&
            read_text(read, value, "group", &pairs[used + 1]))
            used += 2;
        key = tree_next(read->tree, value);
    }
    if (pairs)
        pairs[used] = NULL;
    return pairs;
}

/* Adds the country; false when its id cannot be used. */
static bool add_country(struct country_load *load, const struct read *read, const uint32_t *nodes)
{
    struct country country = {.file = load->file};
    if (!nodes[COUNTRY_COUNTRY] || !read_country_id(read, nodes[COUNTRY_COUNTRY], &country.id) ||
        !load_grow(load->load, (void **)&load->countries, load->country_count, 1,
                   &load->country_capacity, sizeof country))
        return false;
    uint32_t at =
        map_put(load->countries_by_id, text_of(country.id), (uint32_t)load->country_count);
    if (at != load->country_count) {
        if (at != MAP_NONE)
            read_problem(read, nodes[COUNTRY_COUNTRY], ERR_ERROR, ERR_REFERENCE_TWICE,
                         "%s has a file already: %s", country.id, load->countries[at].file);
        return false;
    }
    country.name = country.id;
    if (nodes[COUNTRY_NAME])
        read_text(read, nodes[COUNTRY_NAME], "name", &country.name);
    if (nodes[COUNTRY_GROUPS])
        country.groups = read_groups(read, nodes[COUNTRY_GROUPS]);
    load->country = (uint32_t)load->country_count;
    load->countries[load->country_count++] = country;
    return true;
}

void country_load_file(struct country_load *load, const char *path)
{
    static const struct read_field fields[COUNTRY_FIELDS] = {
        {"country", true},       {"name", false},   {"groups", false}, {"note", false},
        {"observations", false}, {"prefer", false}, {"events", false}};
    struct tree *tree = load_tree(load->load, path);
    if (tree) {
        struct read read = {.arena = load->load->arena, .tree = tree, .list = load->load->list};
        uint32_t nodes[COUNTRY_FIELDS];
        load->file = path;
        read_fields(&read, tree->root, "a country", fields, COUNTRY_FIELDS, nodes);
        bool added = add_country(load, &read, nodes);
        load->countries_incomplete = load->countries_incomplete || !added;
        load->events_incomplete = load->events_incomplete || !added;
        if (added) {
            if (nodes[COUNTRY_OBSERVATIONS])
                country_observations(load, &read, nodes[COUNTRY_OBSERVATIONS]);
            if (nodes[COUNTRY_PREFER])
                country_preferences(load, &read, nodes[COUNTRY_PREFER]);
            read.path = load->countries[load->country].id;
            if (nodes[COUNTRY_EVENTS])
                country_events(load, &read, nodes[COUNTRY_EVENTS]);
        }
    } else {
        load->countries_incomplete = load->events_incomplete = true;
    }
    load_done(load->load);
}

void country_load_shared(struct country_load *load, const char *path)
{
    static const struct read_field fields[] = {{"events", true}, {"note", false}};
    struct tree *tree = load_tree(load->load, path);
    if (tree) {
        struct read read = {.arena = load->load->arena, .tree = tree, .list = load->load->list};
        uint32_t nodes[2];
        load->file = path;
        load->country = COUNTRY_ALL;
        read_fields(&read, tree->root, "the file of shared events", fields, 2, nodes);
        if (nodes[0])
            country_events(load, &read, nodes[0]);
    } else {
        load->events_incomplete = true;
    }
    load_done(load->load);
}
