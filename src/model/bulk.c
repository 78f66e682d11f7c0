#include "model/bulk.h"

#include "base/file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The names of the descriptions in a folder, sorted. */
static const char *const *names_in(struct load *load, const char *folder, size_t *count)
{
    const char **files;
    struct err err;
    *count = file_list(load->arena, load_shown(load, folder), ".yaml", &files, &err);
    if (*count == SIZE_MAX) {
        err_list_add(load->list, &err);
        *count = 0;
    }
    for (size_t i = 0; i < *count; i++)
        files[i] = arena_text(load->arena, files[i], strlen(files[i]) - strlen(".yaml"));
    return *count ? files : NULL;
}

const char *const *bulk_names(struct load *load, size_t *count)
{
    return names_in(load, "data/panels", count);
}

const char *const *bulk_edition_names(struct load *load, size_t *count)
{
    return names_in(load, "indicators/editions", count);
}

/* What low and high hold: a share. */
static bool read_level(const struct read *read, uint32_t node, double *level)
{
    double found;
    if (!read_number(read, node, "level", &found))
        return false;
    if (found > 0 && found < 1) {
        *level = found;
        return true;
    }
    err_hint(read_problem(read, node, ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                          "level is %g, but the share an interval holds lies between 0 and 1",
                          found),
             "write 0.9 for a 90 %% interval");
    return false;
}

/* An interval has two ends; a standard error stands instead. */
static bool check_interval(const struct read *read, uint32_t node, const struct bulk_series *series)
{
    if (!series->low == !series->high && !(series->low && series->se) &&
        (isnan(series->level) || series->low))
        return true;
    if (!series->low != !series->high)
        err_hint(read_problem(read, node, ERR_ERROR, ERR_VALUE_INTERVAL,
                              "the interval has only one end"),
                 "give the columns of both low and high");
    else if (series->se && series->low)
        read_problem(read, node, ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                     "se stands beside low and high: one of them is enough");
    else
        read_problem(read, node, ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                     "level says what low and high hold, but there is no interval");
    return false;
}

static const struct bulk_scale no_scale = {.worst = NAN, .best = NAN};
static const struct bulk_series no_series = {
    .name = "", .empty = NAN, .level = NAN, .scale = {.worst = NAN, .best = NAN}};

static bool read_better(const struct read *read, uint32_t node, struct bulk_scale *scale)
{
    static const char *const names[] = {"high", "low"};
    int found;
    if (!read_choice(read, node, "better", names, 2, &found))
        return false;
    scale->better = found == 0 ? BULK_BETTER_HIGH : BULK_BETTER_LOW;
    return true;
}

/* {worst: 0, best: 12, step: 1, unit: points}, or {better: high, unit: years}. */
static bool read_scale(const struct read *read, uint32_t node, struct bulk_scale *scale)
{
    static const struct read_field fields[] = {
        {"worst", false}, {"best", false}, {"step", false}, {"unit", false}, {"better", false}};
    uint32_t nodes[5];
    *scale = no_scale;
    scale->place = tree_place(read->tree, node);
    if (!read_fields(read, node, "scale", fields, 5, nodes) ||
        (nodes[0] && !read_number(read, nodes[0], "worst", &scale->worst)) ||
        (nodes[1] && !read_number(read, nodes[1], "best", &scale->best)) ||
        (nodes[2] && !read_number(read, nodes[2], "step", &scale->step)) ||
        (nodes[3] && !read_text(read, nodes[3], "unit", &scale->unit)) ||
        (nodes[4] && !read_better(read, nodes[4], scale)))
        return false;
    if (!nodes[0] == !nodes[1] && scale->worst != scale->best && scale->step >= 0 &&
        (nodes[0] ? !nodes[4] : !nodes[2]))
        return true;
    err_hint(read_problem(read, node, ERR_ERROR, ERR_VALUE_SCALE,
                          "a published scale has two ends that differ, and a step above zero, or "
                          "none of these"),
             "write {worst: 0, best: 4, step: 1}, or {better: high, unit: years} where it is open");
    return false;
}

/* same: [a, b] is short for a: a, b: b. */
static bool read_same(const struct read *read, uint32_t list, struct bulk *bulk)
{
    const char *const *names;
    size_t count;
    if (!load_texts(read, list, "same", &names, &count))
        return false;
    for (size_t i = 0; i < count; i++) {
        struct bulk_series *series = &bulk->series[bulk->series_count++];
        *series = no_series;
        series->name = series->column = names[i];
    }
    return true;
}

static bool read_columns(const struct read *read, uint32_t node, struct bulk_series *series)
{
    static const struct read_field fields[] = {{"column", true}, {"low", false},   {"high", false},
                                               {"se", false},    {"empty", false}, {"level", false},
                                               {"scale", false}};
    uint32_t nodes[7];
    if (!read_fields(read, node, "a series", fields, 7, nodes))
        return false;
    const char **texts[] = {&series->column, &series->low, &series->high, &series->se};
    for (size_t i = 0; i < 4; i++)
        if (nodes[i] && !read_text(read, nodes[i], fields[i].name, texts[i]))
            return false;
    return (!nodes[4] || read_number(read, nodes[4], "empty", &series->empty)) &&
           (!nodes[5] || read_level(read, nodes[5], &series->level)) &&
           (!nodes[6] || read_scale(read, nodes[6], &series->scale)) &&
           check_interval(read, node, series);
}

static int by_name(const void *a, const void *b)
{
    const char *const *one = a, *const *other = b;
    return strcmp(*one, *other);
}

/* Each series has one column. */
static bool check_twice(const struct read *read, uint32_t node, const struct bulk *bulk)
{
    const char **names = arena_alloc(read->arena, bulk->series_count + 1, sizeof *names);
    for (size_t i = 0; names && i < bulk->series_count; i++)
        names[i] = bulk->series[i].name;
    if (names)
        qsort(names, bulk->series_count, sizeof *names, by_name);
    for (size_t i = 1; names && i < bulk->series_count; i++)
        if (strcmp(names[i - 1], names[i]) == 0) {
            read_problem(read, node, ERR_ERROR, ERR_REFERENCE_TWICE,
                         "the series %s is listed twice", names[i]);
            return false;
        }
    return names != NULL;
}

static bool read_series(const struct read *read, uint32_t node, struct bulk *bulk)
{
    const struct tree *tree = read->tree;
    if (tree_at(tree, node)->kind == TREE_SEQUENCE) {
        bulk->series = arena_alloc(read->arena, tree_count(tree, node) + 1, sizeof *bulk->series);
        return bulk->series && read_same(read, node, bulk) && check_twice(read, node, bulk);
    }
    if (!read_kind(read, node, "series", TREE_MAPPING))
        return false;
    uint32_t same = tree_get(tree, node, "same");
    size_t room = tree_count(tree, node) + (same ? tree_count(tree, same) : 0);
    bulk->series = arena_alloc(read->arena, room + 1, sizeof *bulk->series);
    bool fine = bulk->series != NULL;
    for (uint32_t key = tree_first(tree, node); fine && key;) {
        uint32_t value = tree_next(tree, key);
        struct bulk_series *series = &bulk->series[bulk->series_count];
        *series = no_series;
        if (value == same)
            fine = read_same(read, value, bulk);
        else if ((fine = read_text(read, key, "series", &series->name) &&
                         (tree_at(tree, value)->kind == TREE_MAPPING
                              ? read_columns(read, value, series)
                              : read_text(read, value, "column", &series->column))))
            bulk->series_count++;
        key = tree_next(tree, value);
    }
    return fine && check_twice(read, node, bulk);
}

/* Under long, series says only which of the file's are read, and by what name. */
static bool read_listed(const struct read *read, uint32_t node, struct bulk *bulk)
{
    if (!read_series(read, node, bulk))
        return false;
    bulk->listed = bulk->series;
    bulk->listed_count = bulk->series_count;
    for (size_t i = 0; i < bulk->listed_count; i++) {
        const struct bulk_series *series = &bulk->listed[i];
        if (!series->low && !series->se && isnan(series->empty) && isnan(series->level) &&
            !series->scale.place.file)
            continue;
        err_hint(read_problem(read, node, ERR_ERROR, ERR_SCHEMA_KIND,
                              "%s has columns of its own, but the file is long", series->name),
                 "name low, high, se and level once, under long");
        return false;
    }
    return true;
}

/* {series: indicator, value: estimate, se: stderr}: the series of a long file are found as they
 * come, so that only their columns are described. */
static bool read_long(const struct read *read, uint32_t node, struct bulk *bulk)
{
    static const struct read_field fields[] = {{"series", true}, {"value", true}, {"low", false},
                                               {"high", false},  {"se", false},   {"level", false}};
    uint32_t nodes[6];
    bulk->series = arena_alloc(read->arena, 1, sizeof *bulk->series);
    if (!bulk->series || !read_fields(read, node, "long", fields, 6, nodes))
        return false;
    struct bulk_series *series = bulk->series;
    *series = no_series;
    bulk->series_count = 1;
    const char **texts[] = {&bulk->long_series, &series->column, &series->low, &series->high,
                            &series->se};
    for (size_t i = 0; i < 5; i++)
        if (nodes[i] && !read_text(read, nodes[i], fields[i].name, texts[i]))
            return false;
    return (!nodes[5] || read_level(read, nodes[5], &series->level)) &&
           check_interval(read, node, series);
}

static bool read_period(const struct read *read, uint32_t node, struct bulk *bulk)
{
    static const struct read_field fields[] = {{"column", true}, {"add", false}};
    uint32_t nodes[2];
    double add = 0;
    if (tree_at(read->tree, node)->kind != TREE_MAPPING)
        return read_text(read, node, "period", &bulk->period);
    if (!read_fields(read, node, "period", fields, 2, nodes) ||
        !read_text(read, nodes[0], "column", &bulk->period) ||
        (nodes[1] && !read_number(read, nodes[1], "add", &add)))
        return false;
    bulk->period_add_years = add >= -100 && add <= 100 ? (int)add : 0;
    if (bulk->period_add_years == add)
        return true;
    read_problem(read, nodes[1], ERR_ERROR, ERR_VALUE_SPAN,
                 "add is %g, but it counts whole years, at most 100", add);
    return false;
}

static bool read_filters(const struct read *read, uint32_t node, bool keep, struct bulk *bulk,
                         struct bulk_filter *filters)
{
    if (!read_kind(read, node, keep ? "where" : "except", TREE_MAPPING))
        return false;
    for (uint32_t key = tree_first(read->tree, node); key;) {
        uint32_t value = tree_next(read->tree, key);
        struct bulk_filter *filter = &filters[bulk->filter_count++];
        filter->keep = keep;
        if (!read_text(read, key, "column", &filter->column) ||
            !load_texts(read, value, "values", &filter->values, &filter->value_count))
            return false;
        key = tree_next(read->tree, value);
    }
    return true;
}

static bool read_groups(const struct read *read, uint32_t node, struct bulk *bulk)
{
    if (!read_kind(read, node, "groups", TREE_MAPPING))
        return false;
    const char **pairs =
        arena_alloc(read->arena, 2 * tree_count(read->tree, node) + 1, sizeof *pairs);
    size_t used = 0;
    for (uint32_t key = tree_first(read->tree, node); pairs && key; used += 2) {
        uint32_t value = tree_next(read->tree, key);
        if (!read_id(read, key, "classification", &pairs[used]) ||
            !read_text(read, value, "column", &pairs[used + 1]))
            return false;
        key = tree_next(read->tree, value);
    }
    bulk->groups = pairs;
    return pairs != NULL;
}

/* Whether the errors of one record's figures share their draw (semantics.md A8). */
static bool read_errors(const struct read *read, uint32_t node, struct bulk *bulk)
{
    static const char *const ways[] = {"independent", "together"};
    int way;
    if (!read_choice(read, node, "errors", ways, 2, &way))
        return false;
    bulk->together = way == 1;
    return true;
}

enum {
    BULK_PANEL,
    BULK_FILE,
    BULK_COUNTRY,
    BULK_PERIOD,
    BULK_SOURCE,
    BULK_NAME,
    BULK_SERIES,
    BULK_LONG,
    BULK_GROUPS,
    BULK_WHERE,
    BULK_EXCEPT,
    BULK_MISSING,
    BULK_ERRORS,
    BULK_NOTE,
    BULK_SCALE,
    BULK_FIELDS
};

/* The scale of all series that say none of their own. */
static bool read_shared_scale(const struct read *read, uint32_t node, struct bulk *bulk)
{
    struct bulk_scale scale;
    if (!read_scale(read, node, &scale))
        return false;
    for (size_t i = 0; i < bulk->series_count; i++)
        if (!bulk->series[i].scale.place.file)
            bulk->series[i].scale = scale;
    return true;
}

static bool read_optional(const struct read *read, const uint32_t *nodes, struct bulk *bulk)
{
    size_t room = (nodes[BULK_WHERE] ? tree_count(read->tree, nodes[BULK_WHERE]) : 0) +
                  (nodes[BULK_EXCEPT] ? tree_count(read->tree, nodes[BULK_EXCEPT]) : 0);
    struct bulk_filter *filters = arena_alloc(read->arena, room + 1, sizeof *filters);
    bulk->filters = filters;
    bool is_long = nodes[BULK_LONG] != TREE_NONE;
    if (!nodes[BULK_SERIES] && !is_long) {
        err_hint(read_problem(read, read->tree->root, ERR_ERROR, ERR_SCHEMA_FIELD_MISSING,
                              "a panel has \"series\" or \"long\""),
                 "series: for a row a country and period, long: for a row a figure");
        return false;
    }
    return filters && (!nodes[BULK_ERRORS] || read_errors(read, nodes[BULK_ERRORS], bulk)) &&
           (!nodes[BULK_NAME] || read_text(read, nodes[BULK_NAME], "name", &bulk->country_name)) &&
           (!nodes[BULK_SERIES] ||
            (is_long ? read_listed : read_series)(read, nodes[BULK_SERIES], bulk)) &&
           (!nodes[BULK_LONG] || read_long(read, nodes[BULK_LONG], bulk)) &&
           (!nodes[BULK_SCALE] || read_shared_scale(read, nodes[BULK_SCALE], bulk)) &&
           (!nodes[BULK_GROUPS] || read_groups(read, nodes[BULK_GROUPS], bulk)) &&
           (!nodes[BULK_WHERE] || read_filters(read, nodes[BULK_WHERE], true, bulk, filters)) &&
           (!nodes[BULK_EXCEPT] || read_filters(read, nodes[BULK_EXCEPT], false, bulk, filters)) &&
           (!nodes[BULK_MISSING] ||
            load_texts(read, nodes[BULK_MISSING], "missing", &bulk->missing, &bulk->missing_count));
}

/* A drafted description leaves the source open: what belongs there is said. */
static bool read_source_id(const struct read *read, uint32_t node, struct bulk *bulk)
{
    if (tree_at(read->tree, node)->kind == TREE_SCALAR && tree_text(read->tree, node).length == 0) {
        err_hint(read_problem(read, node, ERR_ERROR, ERR_SCHEMA_EMPTY, "source is empty"),
                 "write the id of a source of indicators/sources.yaml: where the figures are from");
        return false;
    }
    return read_text(read, node, "source", &bulk->source);
}

/* What panels and editions say alike; *file is NULL where none is said. nodes are those of the
 * fields. */
static struct bulk *describe(const struct read *read, bool edition, const char **file,
                             uint32_t nodes[BULK_FIELDS])
{
    const struct read_field fields[BULK_FIELDS] = {
        {"panel", true},   {"file", !edition}, {"country", true}, {"period", true},
        {"source", true},  {"name", false},    {"series", false}, {"long", false},
        {"groups", false}, {"where", false},   {"except", false}, {"missing", false},
        {"errors", false}, {"note", false},    {"scale", false}};
    struct bulk *bulk = arena_alloc(read->arena, 1, sizeof *bulk);
    const char *what = edition ? "an edition" : "a panel";
    *file = NULL;
    if (!bulk || !read_fields(read, read->tree->root, what, fields, BULK_FIELDS, nodes) ||
        !read_id(read, nodes[BULK_PANEL], "panel", &bulk->name) ||
        (nodes[BULK_FILE] && !read_text(read, nodes[BULK_FILE], "file", file)) ||
        !load_texts(read, nodes[BULK_COUNTRY], "country", &bulk->country, &bulk->country_count) ||
        !read_period(read, nodes[BULK_PERIOD], bulk) ||
        !read_source_id(read, nodes[BULK_SOURCE], bulk) || !read_optional(read, nodes, bulk))
        return NULL;
    bulk->source_place = tree_place(read->tree, nodes[BULK_SOURCE]);
    bulk->first_day = INT32_MIN;
    bulk->last_day = INT32_MAX;
    return bulk;
}

static struct bulk *describe_panel(const struct read *read, const char *name)
{
    const char *file;
    uint32_t nodes[BULK_FIELDS];
    struct bulk *bulk = describe(read, false, &file, nodes);
    if (!bulk)
        return NULL;
    bulk->file = arena_printf(read->arena, "data/panels/%s", file);
    if (strcmp(bulk->name, name) == 0 && bulk->file && !strchr(file, '/'))
        return bulk;
    if (strchr(file, '/'))
        read_problem(read, nodes[BULK_FILE], ERR_ERROR, ERR_REFERENCE_PANEL,
                     "the file of a panel stands beside its description, in data/panels");
    else
        err_hint(read_problem(read, nodes[BULK_PANEL], ERR_ERROR, ERR_REFERENCE_PANEL,
                              "the panel is %s, but its file is that of %s", bulk->name, name),
                 "name the file after the panel");
    return NULL;
}

static struct bulk *describe_edition(const struct read *read)
{
    const char *file;
    uint32_t nodes[BULK_FIELDS];
    struct bulk *bulk = describe(read, true, &file, nodes);
    if (bulk)
        bulk->keep_empty = true;
    if (!bulk || !file)
        return bulk;
    err_hint(read_problem(read, nodes[BULK_FILE], ERR_ERROR, ERR_REFERENCE_PANEL,
                          "an edition has no file: it describes whichever is imported"),
             "delete the line");
    return NULL;
}

/* name NULL: of an edition. */
static struct bulk *read_description(struct load *load, const char *path, const char *name)
{
    struct tree *tree = path ? load_tree(load, path) : NULL;
    struct bulk *bulk = NULL;
    if (tree) {
        struct read read = {.arena = load->arena, .tree = tree, .list = load->list};
        bulk = name ? describe_panel(&read, name) : describe_edition(&read);
        if (bulk)
            bulk->description = path;
    }
    load_done(load);
    return bulk;
}

struct bulk *bulk_describe(struct load *load, const char *name)
{
    return read_description(load, arena_printf(load->arena, "data/panels/%s.yaml", name), name);
}

struct bulk *bulk_describe_edition(struct load *load, const char *name)
{
    return read_description(load, arena_printf(load->arena, "indicators/editions/%s.yaml", name),
                            NULL);
}
