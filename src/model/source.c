#include "model/source.h"

#include "model/load.h"
#include "model/splice.h"

#include <math.h>

static const char sources_path[] = "indicators/sources.yaml";

enum {
    FIELD_ID,
    FIELD_OF,
    FIELD_TITLE,
    FIELD_PUBLISHER,
    FIELD_URL,
    FIELD_LICENCE,
    FIELD_DATE,
    FIELD_COVERS,
    FIELD_LEVEL,
    FIELD_SCALE,
    FIELD_LINEAGE,
    FIELD_BREAKS,
    FIELD_NOTE,
    FIELD_COUNT
};

static const struct read_field source_fields[FIELD_COUNT] = {
    {"id", true},     {"of", false},      {"title", false},   {"publisher", false},
    {"url", false},   {"licence", false}, {"date", false},    {"covers", false},
    {"level", false}, {"scale", false},   {"lineage", false}, {"breaks", false},
    {"note", false},
};

/* An id of a source may hold dashes and points: it is no name in a script. */
static bool read_source_id(const struct read *read, uint32_t node, const char **out)
{
    return read_text(read, node, "id", out);
}

static void read_covers(const struct read *read, uint32_t node, struct source *source)
{
    struct date covers;
    if (!read_date(read, node, "covers", &covers))
        return;
    source->covers_first = covers.first;
    source->covers_last = covers.last;
}

static void read_level(const struct read *read, uint32_t node, struct source *source)
{
    double level;
    if (!read_number(read, node, "level", &level))
        return;
    if (level > 0 && level < 1) {
        source->level = level;
        return;
    }
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_VALUE_UNCERTAINTY,
                                   "level is %g, but the share an interval holds lies between 0 "
                                   "and 1",
                                   level);
    err_hint(err, "write 0.9 for a 90 %% interval");
}

static void read_scale(const struct read *read, uint32_t node, struct source *source)
{
    static const struct read_field fields[] = {{"worst", true}, {"best", true}};
    uint32_t nodes[2];
    double worst, best;
    if (!read_fields(read, node, "the scale of an edition", fields, 2, nodes) ||
        !read_number(read, nodes[0], "worst", &worst) ||
        !read_number(read, nodes[1], "best", &best))
        return;
    if (worst == best) {
        read_problem(read, node, ERR_ERROR, ERR_VALUE_SCALE,
                     "worst and best are both %g: the scale of an edition needs two ends", worst);
        return;
    }
    source->worst = worst;
    source->best = best;
}

static void read_breaks(const struct read *read, uint32_t node, struct source *source)
{
    static const struct read_field fields[] = {{"from", true}, {"why", true}, {"splice", false}};
    if (!read_kind(read, node, "breaks", TREE_SEQUENCE))
        return;
    size_t count = tree_count(read->tree, node);
    struct source_break *breaks = arena_alloc(read->arena, count, sizeof *breaks);
    uint32_t item = tree_first(read->tree, node);
    for (size_t i = 0; breaks && i < count; i++, item = tree_next(read->tree, item)) {
        uint32_t nodes[3];
        struct source_break *made = &breaks[source->break_count];
        if (!read_fields(read, item, "a break", fields, 3, nodes) ||
            !read_date(read, nodes[0], "from", &made->from) ||
            !read_text(read, nodes[1], "why", &made->why))
            continue;
        source->break_count++;
        if (nodes[2])
            splice_read(read, nodes[2], made);
    }
    source->breaks = breaks;
}

static void read_texts_of(const struct read *read, const uint32_t *nodes, struct source *source)
{
    const struct {
        int field;
        const char **out;
    } texts[] = {{FIELD_TITLE, &source->title},
                 {FIELD_PUBLISHER, &source->publisher},
                 {FIELD_URL, &source->url},
                 {FIELD_LICENCE, &source->licence}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (nodes[texts[i].field])
            read_text(read, nodes[texts[i].field], source_fields[texts[i].field].name,
                      texts[i].out);
}

/* One item; the family's id is kept in *family until all are known. */
static bool read_source(struct read *read, uint32_t node, struct source *source,
                        uint32_t *family_node)
{
    uint32_t nodes[FIELD_COUNT];
    *source = (struct source){.of = UINT32_MAX,
                              .covers_first = 1,
                              .level = NAN,
                              .worst = NAN,
                              .best = NAN,
                              .place = tree_place(read->tree, node)};
    read_fields(read, node, "a source", source_fields, FIELD_COUNT, nodes);
    *family_node = nodes[FIELD_OF];
    if (!nodes[FIELD_ID] || !read_source_id(read, nodes[FIELD_ID], &source->id))
        return false;
    source->place = tree_place(read->tree, nodes[FIELD_ID]);
    read->path = source->id;
    read_texts_of(read, nodes, source);
    if (nodes[FIELD_DATE])
        source->dated = read_date(read, nodes[FIELD_DATE], "date", &source->date);
    if (nodes[FIELD_COVERS])
        read_covers(read, nodes[FIELD_COVERS], source);
    if (nodes[FIELD_LEVEL])
        read_level(read, nodes[FIELD_LEVEL], source);
    if (nodes[FIELD_SCALE])
        read_scale(read, nodes[FIELD_SCALE], source);
    if (nodes[FIELD_BREAKS])
        read_breaks(read, nodes[FIELD_BREAKS], source);
    if (nodes[FIELD_LINEAGE])
        load_texts(read, nodes[FIELD_LINEAGE], "lineage", &source->lineage, &source->lineage_count);
    read->path = NULL;
    return true;
}

static void refuse_twice(const struct read *read, uint32_t node, const struct source *first,
                         const char *id)
{
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_REFERENCE_TWICE,
                                   "the source %s is given twice, first on line %u", id,
                                   (unsigned)first->place.line);
    err_hint(err, "give one of them another id");
}

static void inherit(struct source *source, const struct source *family)
{
    if (!source->title)
        source->title = family->title;
    if (!source->publisher)
        source->publisher = family->publisher;
    if (!source->url)
        source->url = family->url;
    if (!source->licence)
        source->licence = family->licence;
    if (isnan(source->level))
        source->level = family->level;
    if (!source->lineage) {
        source->lineage = family->lineage;
        source->lineage_count = family->lineage_count;
    }
}

/* Finds the families and hands down what they say. A family of a family is refused: one step keeps
 * every chain finite. */
static void join_families(const struct read *read, struct sources *sources, const uint32_t *nodes)
{
    for (size_t i = 0; i < sources->count; i++) {
        struct source *source = &sources->items[i];
        const char *of;
        if (!nodes[i] || !read_text(read, nodes[i], "of", &of))
            continue;
        uint32_t family = source_find(sources, text_of(of));
        if (family == UINT32_MAX) {
            read_problem(read, nodes[i], ERR_ERROR, ERR_REFERENCE_SOURCE,
                         "%s is an edition of %s, but no source has that id", source->id, of);
            continue;
        }
        if (family == i || nodes[family]) {
            struct err *err =
                read_problem(read, nodes[i], ERR_ERROR, ERR_REFERENCE_CYCLE,
                             "%s is an edition of %s, which is no family itself", source->id, of);
            err_hint(err, "a family is a source without \"of\"");
            continue;
        }
        source->of = family;
        inherit(source, &sources->items[family]);
    }
    for (size_t i = 0; i < sources->count; i++) {
        struct source *source = &sources->items[i];
        source->level = isnan(source->level) ? 0.9 : source->level;
        for (size_t b = 0; b < source->break_count; b++)
            sources->spliced = sources->spliced || source->breaks[b].splice_count > 0;
    }
}

static void read_sources(const struct load *load, const struct tree *tree, struct sources *sources,
                         uint32_t *families)
{
    struct read read = {.arena = load->arena, .tree = tree, .list = load->list};
    size_t count = tree_count(tree, tree->root);
    uint32_t item = tree_first(tree, tree->root);
    for (size_t i = 0; i < count; i++, item = tree_next(tree, item)) {
        struct source *source = &sources->items[sources->count];
        read.path = NULL;
        if (!read_source(&read, item, source, &families[sources->count])) {
            sources->incomplete = true;
            continue;
        }
        uint32_t at = map_put(sources->by_id, text_of(source->id), (uint32_t)sources->count);
        if (at == sources->count)
            sources->count++;
        else if (at != MAP_NONE)
            refuse_twice(&read, item, &sources->items[at], source->id);
    }
    read.path = NULL;
    join_families(&read, sources, families);
}

struct sources *source_load(struct load *load)
{
    struct sources *sources = arena_alloc(load->arena, 1, sizeof *sources);
    if (!sources || !(sources->by_id = map_new(load->arena)))
        return load_no_memory(load);
    if (!load_exists(load, sources_path))
        return sources;
    struct tree *tree = load_tree(load, sources_path);
    struct read read = {.arena = load->arena, .tree = tree, .list = load->list};
    if (!tree ||
        (tree->root != TREE_NONE && !read_kind(&read, tree->root, "sources.yaml", TREE_SEQUENCE))) {
        sources->incomplete = true;
        return sources;
    }
    if (tree->root == TREE_NONE)
        return sources;
    size_t count = tree_count(tree, tree->root);
    uint32_t *families = arena_alloc(load->scratch, count + 1, sizeof *families);
    sources->items = arena_alloc(load->arena, count + 1, sizeof *sources->items);
    if (!families || !sources->items)
        return load_no_memory(load);
    read_sources(load, tree, sources, families);
    load_done(load);
    return sources;
}

uint32_t source_find(const struct sources *sources, struct text id)
{
    uint32_t found = map_get(sources->by_id, id);
    return found == MAP_NONE ? UINT32_MAX : found;
}

uint32_t source_read(const struct sources *sources, const struct read *read, uint32_t node,
                     struct arena *scratch)
{
    if (!read_kind(read, node, "source", TREE_SCALAR))
        return UINT32_MAX;
    struct text id = tree_text(read->tree, node);
    uint32_t found = source_find(sources, id);
    if (found != UINT32_MAX || sources->incomplete)
        return found;
    char shown[TREE_SHOWN_SIZE];
    struct err *err = read_problem(read, node, ERR_ERROR, ERR_REFERENCE_SOURCE,
                                   "no source has the id \"%s\"", tree_shown(id, shown));
    const char **names = arena_alloc(scratch, sources->count + 1, sizeof *names);
    for (size_t i = 0; names && i < sources->count; i++)
        names[i] = sources->items[i].id;
    size_t nearest = names ? text_nearest(id, names, sources->count) : SIZE_MAX;
    if (nearest != SIZE_MAX)
        err_hint(err, "did you mean \"%s\"?", names[nearest]);
    else
        err_hint(err, "add it to indicators/sources.yaml");
    return UINT32_MAX;
}

static const struct source_break *first_after(const struct source *source, int32_t day)
{
    const struct source_break *found = NULL;
    for (size_t i = 0; i < source->break_count; i++) {
        const struct source_break *at = &source->breaks[i];
        if (at->from.first > day && (!found || at->from.first < found->from.first))
            found = at;
    }
    return found;
}

const struct source_break *source_break_after(const struct sources *sources, uint32_t source,
                                              int32_t day)
{
    const struct source *item = &sources->items[source];
    const struct source_break *own = first_after(item, day);
    const struct source_break *family =
        item->of == UINT32_MAX ? NULL : first_after(&sources->items[item->of], day);
    if (!own || !family)
        return own ? own : family;
    return family->from.first < own->from.first ? family : own;
}

const struct source_break *source_break_between(const struct sources *sources, uint32_t source,
                                                const char *series, int32_t as_known,
                                                int32_t earlier, int32_t later)
{
    const struct source_break *at = source_break_after(sources, source, earlier);
    while (at && at->from.first <= later && splice_of(at, series, as_known))
        at = source_break_after(sources, source, at->from.first);
    return at && at->from.first <= later ? at : NULL;
}
