#include "model/codebook_build.h"

#include "base/file.h"

#include <math.h>
#include <string.h>

/* Reads a weight above zero; absent: 1. */
static double read_weight(const struct read *read, uint32_t node)
{
    double weight = 1;
    if (!node || !read_number(read, node, "weight", &weight))
        return 1;
    if (weight > 0)
        return weight;
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_VALUE_WEIGHT,
                                   "weight is %g, but a weight is above zero", weight);
    err_hint(err, "delete what is not to count, or move it to a pillar with role: context");
    return 1;
}

/* Notes that a part of the codebook is lacking. */
static uint32_t lack(struct codebook_build *build)
{
    build->codebook->incomplete = true;
    return CODEBOOK_NONE;
}

/* Adds a node under parent, its id checked to be new; CODEBOOK_NONE when it cannot be. */
static uint32_t add_node(struct codebook_build *build, const struct read *read, uint32_t id_node,
                         const struct node *made, const char *what)
{
    struct codebook *codebook = build->codebook;
    struct node node = *made;
    if (!read_id(read, id_node, what, &node.id))
        return lack(build);
    node.place = tree_place(read->tree, id_node);
    node.place.source = NULL;
    if (!load_grow(build->load, (void **)&codebook->nodes, codebook->node_count, 1,
                   &build->node_capacity, sizeof *codebook->nodes))
        return CODEBOOK_NONE;
    uint32_t at = (uint32_t)codebook->node_count;
    uint32_t stands = map_put(codebook->by_id, text_of(node.id), at);
    if (stands == MAP_NONE)
        return load_no_memory(build->load), CODEBOOK_NONE;
    if (stands != at) {
        const struct node *first = &codebook->nodes[stands];
        struct err *err = read_problem(read, id_node, ERR_ERROR, ERR_REFERENCE_TWICE,
                                       "%s is given twice, first in %s on line %u", node.id,
                                       first->place.file, (unsigned)first->place.line);
        err_hint(err, "ids of indicators, groups and pillars are unique together");
        return lack(build);
    }
    if (!node.name)
        node.name = node.id;
    codebook->nodes[codebook->node_count++] = node;
    if (node.parent == CODEBOOK_NONE)
        return at;
    struct node *parent = &codebook->nodes[node.parent];
    uint32_t *link = &parent->first_child;
    while (*link != CODEBOOK_NONE)
        link = &codebook->nodes[*link].next;
    *link = at;
    parent->child_count++;
    return at;
}

static struct node blank_node(enum node_kind kind, uint32_t parent)
{
    return (struct node){.kind = kind,
                         .parent = parent,
                         .first_child = CODEBOOK_NONE,
                         .next = CODEBOOK_NONE,
                         .indicator = CODEBOOK_NONE};
}

enum {
    INDICATOR_ID,
    INDICATOR_NAME,
    INDICATOR_QUESTION,
    INDICATOR_DEFINITION,
    INDICATOR_GROUNDS,
    INDICATOR_NOTE,
    INDICATOR_PITFALLS,
    INDICATOR_SCALE,
    INDICATOR_BETTER,
    INDICATOR_TARGET,
    INDICATOR_PER,
    INDICATOR_WEIGHT,
    INDICATOR_BASIS,
    INDICATOR_CARRY,
    INDICATOR_TAKE,
    INDICATOR_WINDOW,
    INDICATOR_COMBINE,
    INDICATOR_LEAST,
    INDICATOR_SERIES,
    INDICATOR_PREFER,
    INDICATOR_FIELDS
};

static const struct read_field indicator_fields[INDICATOR_FIELDS] = {
    {"id", true},       {"name", false},   {"question", false}, {"definition", false},
    {"grounds", false}, {"note", false},   {"pitfalls", false}, {"scale", false},
    {"better", false},  {"target", false}, {"per", false},      {"weight", false},
    {"basis", false},   {"carry", false},  {"take", false},     {"window", false},
    {"combine", false}, {"least", false},  {"series", false},   {"prefer", false},
};

static void read_words(const struct read *read, const uint32_t *nodes, struct indicator *indicator,
                       const char **name)
{
    const char *pitfalls;
    const struct {
        int field;
        const char **out;
    } words[] = {{INDICATOR_NAME, name},
                 {INDICATOR_QUESTION, &indicator->question},
                 {INDICATOR_DEFINITION, &indicator->definition},
                 {INDICATOR_GROUNDS, &indicator->grounds},
                 {INDICATOR_NOTE, &indicator->note},
                 {INDICATOR_PITFALLS, &pitfalls}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (nodes[words[i].field])
            read_text(read, nodes[words[i].field], indicator_fields[words[i].field].name,
                      words[i].out);
}

/* How values stand in time, and which are taken. */
static void read_taking(const struct read *read, const uint32_t *nodes, struct indicator *indicator)
{
    static const char *const takes[] = {"last", "worst", "mean"};
    static const char *const combines[] = {"first", "median", "mean"};
    static const char *const bases[] = {"law", "practice", "mixed"};
    int choice;
    double least = 1;
    if (nodes[INDICATOR_BASIS] &&
        read_choice(read, nodes[INDICATOR_BASIS], "basis", bases, 3, &choice))
        indicator->basis = (enum indicator_basis)(choice + 1);
    if (nodes[INDICATOR_CARRY])
        read_months(read, nodes[INDICATOR_CARRY], "carry", &indicator->carry_months);
    if (nodes[INDICATOR_TAKE] &&
        read_choice(read, nodes[INDICATOR_TAKE], "take", takes, 3, &choice))
        indicator->take = (enum indicator_take)choice;
    if (nodes[INDICATOR_WINDOW])
        read_months(read, nodes[INDICATOR_WINDOW], "window", &indicator->window_months);
    if (nodes[INDICATOR_COMBINE] &&
        read_choice(read, nodes[INDICATOR_COMBINE], "combine", combines, 3, &choice))
        indicator->combine = (enum indicator_combine)choice;
    if (nodes[INDICATOR_LEAST])
        read_number(read, nodes[INDICATOR_LEAST], "least", &least);
    indicator->least = least >= 1 && least <= 1000 ? (int)least : 1;
    if (least != indicator->least)
        read_problem(read, nodes[INDICATOR_LEAST], ERR_ERROR, ERR_VALUE_COMBINE,
                     "least is %g, but it counts series: a whole number from 1", least);
    bool takes_window = indicator->take != TAKE_LAST;
    if (takes_window == (indicator->window_months > 0))
        return;
    uint32_t at = takes_window ? nodes[INDICATOR_TAKE] : nodes[INDICATOR_WINDOW];
    struct err *err = read_problem(read, at, ERR_ERROR, ERR_VALUE_COMBINE,
                                   takes_window ? "take has no window to take from"
                                                : "window says nothing without take");
    err_hint(err, "write both: take: mean and window: 3 years");
}

/* What would be passed over in silence, or could never give a value. */
static void check_combination(const struct read *read, const uint32_t *nodes,
                              const struct indicator *indicator)
{
    uint32_t least = nodes[INDICATOR_LEAST], series = nodes[INDICATOR_SERIES];
    unsigned listed = series ? (unsigned)tree_count(read->tree, series) : 0;
    struct err *err;
    if (indicator->combine == COMBINE_FIRST && least) {
        err = read_problem(read, least, ERR_ERROR, ERR_VALUE_COMBINE,
                           "least says nothing without combine");
        err_hint(err, "write both: combine: median and least: 2");
    } else if (indicator->least > 1 && (unsigned)indicator->least > listed) {
        err = read_problem(read, least, ERR_ERROR, ERR_VALUE_COMBINE,
                           "least is %d, but the indicator lists only %u series", indicator->least,
                           listed);
        err_hint(err, "list more series, or ask for fewer");
    }
    if (indicator->combine == COMBINE_FIRST || indicator->take == TAKE_LAST)
        return;
    err = read_problem(read, nodes[INDICATOR_TAKE], ERR_ERROR, ERR_VALUE_COMBINE,
                       "take stands beside combine, which takes what stood last in each series");
    err_hint(err, "delete one of the two");
}

/* The denominator may stand in a later file: it is found when all are read. */
static void note_per(struct codebook_build *build, const struct read *read, uint32_t node,
                     uint32_t indicator)
{
    const char *id;
    if (!node || !read_id(read, node, "per", &id) ||
        !load_grow(build->load, (void **)&build->pers, build->per_count, 1, &build->per_capacity,
                   sizeof *build->pers))
        return;
    build->pers[build->per_count++] =
        (struct codebook_build_per){indicator, id, tree_place(read->tree, node)};
}

static void read_indicator(struct codebook_build *build, struct read *read, uint32_t mapping,
                           uint32_t parent)
{
    struct codebook *codebook = build->codebook;
    uint32_t nodes[INDICATOR_FIELDS];
    struct node node = blank_node(NODE_INDICATOR, parent);
    read->path = codebook->nodes[parent].id;
    read_fields(read, mapping, "an indicator", indicator_fields, INDICATOR_FIELDS, nodes);
    struct indicator indicator = {
        .least = 1, .target = NAN, .per = CODEBOOK_NONE, .prefer = {.source = PREFERENCE_NONE}};
    read_words(read, nodes, &indicator, &node.name);
    node.role = codebook->nodes[parent].role;
    node.weight = read_weight(read, nodes[INDICATOR_WEIGHT]);
    node.indicator = (uint32_t)codebook->indicator_count;
    if (!nodes[INDICATOR_ID] ||
        !load_grow(build->load, (void **)&codebook->indicators, codebook->indicator_count, 1,
                   &build->indicator_capacity, sizeof *codebook->indicators)) {
        lack(build);
        return;
    }
    indicator.node = add_node(build, read, nodes[INDICATOR_ID], &node, "id");
    if (indicator.node == CODEBOOK_NONE)
        return;
    indicator.id = codebook->nodes[indicator.node].id;
    read->path = indicator.id;
    codebook_build_scale(read, nodes[INDICATOR_SCALE], nodes[INDICATOR_BETTER], &indicator);
    codebook_build_target(read, nodes[INDICATOR_TARGET], &indicator);
    note_per(build, read, nodes[INDICATOR_PER], node.indicator);
    read_taking(read, nodes, &indicator);
    if (nodes[INDICATOR_SERIES])
        codebook_build_series(build, read, nodes[INDICATOR_SERIES], &indicator);
    if (nodes[INDICATOR_PREFER])
        preference_read(build->load, read, nodes[INDICATOR_PREFER], build->sources, false,
                        &indicator.prefer);
    check_combination(read, nodes, &indicator);
    codebook->indicators[codebook->indicator_count++] = indicator;
}

static void read_items(struct codebook_build *build, struct read *read, uint32_t list,
                       uint32_t parent);

static void read_group(struct codebook_build *build, struct read *read, uint32_t mapping,
                       uint32_t parent)
{
    static const struct read_field fields[] = {
        {"group", true}, {"name", false}, {"weight", false}, {"note", false}, {"indicators", true}};
    uint32_t nodes[5];
    const char *note;
    struct node node = blank_node(NODE_GROUP, parent);
    read_fields(read, mapping, "a group", fields, 5, nodes);
    if (nodes[1])
        read_text(read, nodes[1], "name", &node.name);
    if (nodes[3])
        read_text(read, nodes[3], "note", &note);
    node.role = build->codebook->nodes[parent].role;
    node.weight = read_weight(read, nodes[2]);
    uint32_t at = nodes[0] ? add_node(build, read, nodes[0], &node, "group") : lack(build);
    if (at != CODEBOOK_NONE && nodes[4])
        read_items(build, read, nodes[4], at);
}

static void read_items(struct codebook_build *build, struct read *read, uint32_t list,
                       uint32_t parent)
{
    if (!read_kind(read, list, "indicators", TREE_SEQUENCE)) {
        lack(build);
        return;
    }
    if (tree_count(read->tree, list) == 0)
        read_problem(read, list, ERR_ERROR, ERR_VALUE_EMPTY, "%s has no indicators",
                     build->codebook->nodes[parent].id);
    for (uint32_t item = tree_first(read->tree, list); item; item = tree_next(read->tree, item)) {
        bool group = tree_at(read->tree, item)->kind == TREE_MAPPING &&
                     tree_get(read->tree, item, "group") != TREE_NONE;
        read->path = build->codebook->nodes[parent].id;
        if (group)
            read_group(build, read, item, parent);
        else
            read_indicator(build, read, item, parent);
    }
}

static void read_pillar(struct codebook_build *build, struct read *read, const char *pillar)
{
    static const struct read_field fields[] = {{"pillar", true}, {"name", false},
                                               {"role", false},  {"weight", false},
                                               {"note", false},  {"indicators", true}};
    static const char *const roles[] = {"outcome", "lever", "context"};
    uint32_t nodes[6];
    int role = 0;
    const char *note;
    struct node node = blank_node(NODE_PILLAR, CODEBOOK_NONE);
    read_fields(read, read->tree->root, "a pillar", fields, 6, nodes);
    if (nodes[1])
        read_text(read, nodes[1], "name", &node.name);
    if (nodes[2])
        read_choice(read, nodes[2], "role", roles, 3, &role);
    if (nodes[4])
        read_text(read, nodes[4], "note", &note);
    node.role = (enum node_role)role;
    node.weight = read_weight(read, nodes[3]);
    uint32_t at = nodes[0] ? add_node(build, read, nodes[0], &node, "pillar") : lack(build);
    if (at == CODEBOOK_NONE)
        return;
    if (strcmp(build->codebook->nodes[at].id, pillar) != 0) {
        struct err *err = read_problem(read, nodes[0], ERR_ERROR, ERR_REFERENCE_PILLAR,
                                       "the pillar is %s, but its file is that of %s",
                                       build->codebook->nodes[at].id, pillar);
        err_hint(err, "name the file after the pillar");
    }
    if (nodes[5])
        read_items(build, read, nodes[5], at);
}

void codebook_build_pillar(struct codebook_build *build, const char *pillar,
                           const struct err_place *at)
{
    struct load *load = build->load;
    const char *path = arena_printf(load->arena, "indicators/%s.yaml", pillar);
    if (!path) {
        load_no_memory(load);
        return;
    }
    if (!file_exists(load_shown(load, path))) {
        struct err err;
        err_set(&err, ERR_REFERENCE_PILLAR, "the pillar %s has no file %s", pillar, path);
        err_at(&err, *at);
        err_hint(&err, "write the file, or take %s out of pillars", pillar);
        err_list_add(load->list, &err);
        lack(build);
        return;
    }
    struct tree *tree = load_tree(load, path);
    if (tree) {
        struct read read = {.arena = load->arena, .tree = tree, .list = load->list};
        read_pillar(build, &read, pillar);
    } else {
        lack(build);
    }
    load_done(load);
}

/* What is wrong with a denominator, into err; false when nothing is. */
static bool refuse_denominator(const struct codebook_build *build,
                               const struct codebook_build_per *per, struct err *err)
{
    const struct codebook *codebook = build->codebook;
    const struct indicator *found = codebook_indicator(codebook, text_of(per->id));
    const char *id = codebook->indicators[per->indicator].id;
    if (!found && map_get(codebook->by_id, text_of(per->id)) != MAP_NONE) {
        err_set(err, ERR_REFERENCE_KIND, "%s is counted per %s, which is a pillar or group", id,
                per->id);
        err_hint(err, "a denominator is an indicator");
        return true;
    }
    if (!found) {
        size_t count = codebook->indicator_count;
        const char **names = arena_alloc(build->load->scratch, count + 1, sizeof *names);
        for (size_t i = 0; names && i < count; i++)
            names[i] = codebook->indicators[i].id;
        err_set(err, ERR_REFERENCE_INDICATOR, "the codebook has no indicator \"%s\"", per->id);
        if (names)
            load_hint_nearest(err, text_of(per->id), names, count);
        return !codebook->incomplete;
    }
    bool itself = found == &codebook->indicators[per->indicator];
    for (size_t i = 0; i < build->per_count && !itself; i++)
        if (&codebook->indicators[build->pers[i].indicator] == found) {
            err_set(err, ERR_REFERENCE_CYCLE,
                    "%s is counted per %s, which is itself counted per %s", id, per->id,
                    build->pers[i].id);
            err_hint(err, "a denominator stands as it was measured: it has no \"per\"");
            return true;
        }
    if (itself) {
        err_set(err, ERR_REFERENCE_CYCLE, "%s is counted per itself", id);
        err_hint(err, "name the indicator to divide by, or delete per");
    }
    return itself;
}

void codebook_build_denominators(struct codebook_build *build)
{
    struct codebook *codebook = build->codebook;
    for (size_t i = 0; i < build->per_count; i++) {
        const struct codebook_build_per *per = &build->pers[i];
        const struct indicator *found = codebook_indicator(codebook, text_of(per->id));
        struct indicator *indicator = &codebook->indicators[per->indicator];
        struct err err;
        if (refuse_denominator(build, per, &err)) {
            err_at(&err, per->place);
            err_in(&err, "%s", indicator->id);
            err_list_add(build->load->list, &err);
        } else if (found) {
            indicator->per = (uint32_t)(found - codebook->indicators);
        }
    }
}
