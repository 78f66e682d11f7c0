#include "model/codebook_build.h"

#include "base/file.h"

#include <math.h>
#include <string.h>

enum { SPAN_PERIODS_MAX = 4800 };

enum {
    INDEX_CODEBOOK,
    INDEX_TITLE,
    INDEX_VERSION,
    INDEX_PERIOD,
    INDEX_SPAN,
    INDEX_RULE,
    INDEX_SCENARIO_RULE,
    INDEX_PILLARS,
    INDEX_COUNTRIES,
    INDEX_NOTE,
    INDEX_FIELDS
};

static const struct read_field index_fields[INDEX_FIELDS] = {
    {"codebook", true},   {"title", false}, {"version", false},       {"period", false},
    {"span", false},      {"rule", false},  {"scenario_rule", false}, {"pillars", true},
    {"countries", false}, {"note", false},
};

static void read_span(const struct read *read, uint32_t node, struct codebook *codebook)
{
    struct text text = tree_text(read->tree, node);
    char shown[TREE_SHOWN_SIZE];
    int32_t first, last;
    if (!read_kind(read, node, "span", TREE_SCALAR))
        return;
    enum date_problem problem =
        date_period_range(codebook->axis, text.bytes, text.length, &first, &last);
    if (problem != DATE_OK && problem != DATE_REVERSED) {
        struct err *err = read_problem(read, node, ERR_ERROR, ERR_SCHEMA_DATE, "span %s is %s",
                                       tree_shown(text, shown), date_problem_text(problem));
        err_hint(err, "write the first and the last period: 2012..2024");
        return;
    }
    if (problem == DATE_REVERSED || last - first >= SPAN_PERIODS_MAX) {
        read_problem(read, node, ERR_ERROR, ERR_VALUE_SPAN,
                     problem == DATE_REVERSED ? "span %s ends before it begins"
                                              : "span %s holds more than 4,800 periods",
                     tree_shown(text, shown));
        return;
    }
    codebook->span_first = first;
    codebook->span_last = last;
}

/* After a problem all with a file count, so that what else is wrong with them is found. */
static void read_countries(const struct read *read, uint32_t node, struct codebook *codebook)
{
    struct text text = tree_text(read->tree, node);
    const char *const *ids;
    size_t count;
    codebook->all_countries = text_is(text, "all");
    if (text_is(text, "data") || codebook->all_countries ||
        !read_kind(read, node, "countries", TREE_SEQUENCE) ||
        !load_texts(read, node, "country", &ids, &count))
        return;
    if (count == 0) {
        struct err *err = read_problem(read, node, ERR_ERROR, ERR_VALUE_EMPTY,
                                       "countries lists none, so nothing would be scored");
        err_hint(err, "list their ids, or delete the field: then all with a file in data/ are");
        return;
    }
    bool fine = true;
    uint32_t item = tree_first(read->tree, node);
    for (size_t i = 0; i < count; i++, item = tree_next(read->tree, item))
        for (size_t j = 0; j < i; j++)
            if (strcmp(ids[i], ids[j]) == 0) {
                read_problem(read, item, ERR_ERROR, ERR_REFERENCE_TWICE,
                             "the country %s is listed twice", ids[i]);
                fine = false;
                break;
            }
    if (!fine)
        return;
    codebook->countries = ids;
    codebook->country_count = count;
    codebook->countries_place = tree_place(read->tree, node);
}

static void read_settings(const struct read *read, const uint32_t *nodes, struct codebook *codebook)
{
    static const char *const periods[] = {"year", "quarter", "month"};
    int axis = 0;
    const char *note;
    if (nodes[INDEX_CODEBOOK])
        read_text(read, nodes[INDEX_CODEBOOK], "codebook", &codebook->id);
    if (nodes[INDEX_TITLE])
        read_text(read, nodes[INDEX_TITLE], "title", &codebook->title);
    if (nodes[INDEX_VERSION])
        read_text(read, nodes[INDEX_VERSION], "version", &codebook->version);
    if (nodes[INDEX_PERIOD])
        read_choice(read, nodes[INDEX_PERIOD], "period", periods, 3, &axis);
    codebook->axis = (enum date_axis)axis;
    if (nodes[INDEX_SPAN])
        read_span(read, nodes[INDEX_SPAN], codebook);
    if (nodes[INDEX_RULE])
        read_text(read, nodes[INDEX_RULE], "rule", &codebook->rule);
    if (nodes[INDEX_SCENARIO_RULE])
        read_text(read, nodes[INDEX_SCENARIO_RULE], "scenario_rule", &codebook->scenario_rule);
    if (nodes[INDEX_COUNTRIES])
        read_countries(read, nodes[INDEX_COUNTRIES], codebook);
    if (nodes[INDEX_NOTE])
        read_text(read, nodes[INDEX_NOTE], "note", &note);
}

/* A pillar as index.yaml names it. */
struct pillar_name {
    const char *id;
    struct err_place place;
};

static struct pillar_name *read_pillars(const struct read *read, uint32_t node,
                                        struct codebook *codebook, size_t *count)
{
    *count = 0;
    if (!node || !read_kind(read, node, "pillars", TREE_SEQUENCE))
        return NULL;
    struct pillar_name *names =
        arena_alloc(read->arena, tree_count(read->tree, node) + 1, sizeof *names);
    if (tree_count(read->tree, node) == 0)
        read_problem(read, node, ERR_ERROR, ERR_VALUE_EMPTY, "the codebook has no pillars");
    for (uint32_t item = tree_first(read->tree, node); names && item;
         item = tree_next(read->tree, item)) {
        const char *id;
        if (!read_id(read, item, "pillar", &id)) {
            codebook->incomplete = true;
            continue;
        }
        bool twice = false;
        for (size_t i = 0; i < *count; i++)
            twice = twice || strcmp(names[i].id, id) == 0;
        if (twice)
            read_problem(read, item, ERR_ERROR, ERR_REFERENCE_TWICE,
                         "the pillar %s is listed twice", id);
        else
            names[(*count)++] = (struct pillar_name){id, tree_place(read->tree, item)};
    }
    return names;
}

/* A file of indicators that index.yaml does not name is never read: that should be meant. */
static void warn_of_unlisted(struct load *load, const struct err_place *list,
                             const struct pillar_name *pillars, size_t count)
{
    const char **names;
    struct err err;
    const char *folder = load_shown(load, "indicators");
    size_t files = file_list(load->arena, folder, ".yaml", &names, &err);
    for (size_t i = 0; files != SIZE_MAX && i < files; i++) {
        size_t length = strlen(names[i]) - strlen(".yaml");
        bool listed = strcmp(names[i], "index.yaml") == 0 || strcmp(names[i], "sources.yaml") == 0;
        for (size_t j = 0; j < count; j++)
            listed = listed || (strlen(pillars[j].id) == length &&
                                memcmp(pillars[j].id, names[i], length) == 0);
        if (listed)
            continue;
        err_set(&err, ERR_REFERENCE_PILLAR,
                "indicators/%s is not read: index.yaml does not list it under pillars", names[i]);
        err.severity = ERR_WARNING;
        err_at(&err, *list);
        err_hint(&err, "add %.*s to pillars, or move the file out of indicators/", (int)length,
                 names[i]);
        err_list_add(load->list, &err);
    }
}

struct codebook *codebook_load(struct load *load, const struct sources *sources,
                               const char *const *panels, size_t panel_count)
{
    struct codebook *codebook = arena_alloc(load->arena, 1, sizeof *codebook);
    if (!codebook || !(codebook->by_id = map_new(load->arena)))
        return load_no_memory(load);
    codebook->span_first = 1;
    codebook->span_last = 0;
    struct tree *tree = load_tree(load, "indicators/index.yaml");
    if (!tree)
        return NULL;
    struct read read = {.arena = load->arena, .tree = tree, .list = load->list};
    uint32_t nodes[INDEX_FIELDS];
    size_t count;
    read_fields(&read, tree->root, "the codebook", index_fields, INDEX_FIELDS, nodes);
    read_settings(&read, nodes, codebook);
    struct pillar_name *pillars = read_pillars(&read, nodes[INDEX_PILLARS], codebook, &count);
    const struct err_place list = tree_place(tree, nodes[INDEX_PILLARS]);
    load_done(load);
    struct codebook_build build = {.load = load,
                                   .sources = sources,
                                   .panels = panels,
                                   .panel_count = panel_count,
                                   .codebook = codebook};
    for (size_t i = 0; pillars && i < count; i++)
        codebook_build_pillar(&build, pillars[i].id, &pillars[i].place);
    codebook_build_denominators(&build);
    if (pillars)
        warn_of_unlisted(load, &list, pillars, count);
    if (!codebook->title)
        codebook->title = codebook->id;
    return codebook->id && codebook->node_count > 0 ? codebook : NULL;
}

const struct indicator *codebook_indicator(const struct codebook *codebook, struct text id)
{
    uint32_t node = map_get(codebook->by_id, id);
    if (node == MAP_NONE || codebook->nodes[node].indicator == CODEBOOK_NONE)
        return NULL;
    return &codebook->indicators[codebook->nodes[node].indicator];
}

uint32_t codebook_pillar_of(const struct codebook *codebook, uint32_t node)
{
    while (codebook->nodes[node].parent != CODEBOOK_NONE)
        node = codebook->nodes[node].parent;
    return node;
}

const struct series_use *codebook_series_use(const struct indicator *indicator, struct text series)
{
    for (size_t i = 0; i < indicator->series_count; i++)
        if (text_is(series, indicator->series[i].series))
            return &indicator->series[i];
    return NULL;
}

double codebook_rescale(const struct series_use *use, double value)
{
    if (!use->rescaled)
        return value;
    double share = (value - use->from[0]) / (use->from[1] - use->from[0]);
    double scaled = use->to[0] + share * (use->to[1] - use->to[0]);
    double least = fmin(use->to[0], use->to[1]), most = fmax(use->to[0], use->to[1]);
    if (use->clip && scaled < least)
        scaled = least;
    if (use->clip && scaled > most)
        scaled = most;
    return scaled;
}

double codebook_rescale_width(const struct series_use *use, double width)
{
    if (!use->rescaled)
        return width;
    return width * fabs((use->to[1] - use->to[0]) / (use->from[1] - use->from[0]));
}
