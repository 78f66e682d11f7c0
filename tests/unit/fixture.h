/* Small projects built by hand: a codebook, countries, a panel, for tests of scoring. Header-only,
 * so that any test may include it. Nodes are added depth first, as a codebook file lists them. */
#ifndef TIDEMARK_TESTS_UNIT_FIXTURE_H
#define TIDEMARK_TESTS_UNIT_FIXTURE_H

#include "model/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* For numbers; a missing one is near nothing. */
#define assert_near(a, b, within) assert_true(fabs((a) - (b)) <= (within))

enum { FIXTURE_NODES = 64, FIXTURE_OBSERVATIONS = 512, FIXTURE_SOURCES = 8 };

struct fixture {
    struct arena *arena;
    struct project project;
    struct codebook codebook;
    struct sources sources;
    struct source source_items[FIXTURE_SOURCES];
    struct node nodes[FIXTURE_NODES];
    struct indicator indicators[FIXTURE_NODES];
    struct series_use uses[FIXTURE_NODES][2];
    struct observation observations[FIXTURE_OBSERVATIONS];
    struct country countries[8];
    struct panel panel;
    struct panel_cells cells[FIXTURE_NODES];
    double *value; /* [fixture_cell]: what the panel's cells hold */
    double *low;
    double *high;
    uint16_t *flags;
    uint32_t *origin;
    uint64_t *stream;
};

static inline void *fixture_must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* The same number to the last bit, or both missing. */
static inline bool fixture_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || memcmp(&a, &b, sizeof a) == 0;
}

static inline struct fixture *fixture_new(void)
{
    struct fixture *fixture = fixture_must(calloc(1, sizeof *fixture));
    fixture->arena = fixture_must(arena_new());
    fixture->codebook = (struct codebook){.id = "test",
                                          .axis = DATE_AXIS_YEAR,
                                          .nodes = fixture->nodes,
                                          .indicators = fixture->indicators,
                                          .by_id = fixture_must(map_new(fixture->arena))};
    fixture->source_items[0] = (struct source){.id = "pub", .of = UINT32_MAX};
    fixture->source_items[1] = (struct source){.id = "other", .of = UINT32_MAX};
    fixture->sources = (struct sources){
        .items = fixture->source_items, .count = 2, .by_id = fixture_must(map_new(fixture->arena))};
    fixture->project = (struct project){.arena = fixture->arena,
                                        .codebook = &fixture->codebook,
                                        .sources = &fixture->sources,
                                        .countries = fixture->countries,
                                        .observations = fixture->observations};
    return fixture;
}

static inline void fixture_free(struct fixture *fixture)
{
    arena_free(fixture->arena);
    free(fixture);
}

static inline uint32_t fixture_find(const struct fixture *fixture, const char *id)
{
    uint32_t node = map_get(fixture->codebook.by_id, text_of(id));
    if (node == MAP_NONE)
        abort();
    return node;
}

static inline struct node *fixture_node(struct fixture *fixture, const char *parent, const char *id,
                                        enum node_kind kind, double weight)
{
    uint32_t at = (uint32_t)fixture->codebook.node_count++;
    struct node *node = &fixture->nodes[at];
    *node = (struct node){.id = id,
                          .name = id,
                          .kind = kind,
                          .weight = weight,
                          .parent = CODEBOOK_NONE,
                          .first_child = CODEBOOK_NONE,
                          .next = CODEBOOK_NONE,
                          .indicator = CODEBOOK_NONE,
                          .place = {.file = "indicators/test.yaml", .line = at + 1}};
    map_put(fixture->codebook.by_id, text_of(id), at);
    if (!parent)
        return node;
    node->parent = fixture_find(fixture, parent);
    struct node *above = &fixture->nodes[node->parent];
    uint32_t *link = &above->first_child;
    while (*link != CODEBOOK_NONE)
        link = &fixture->nodes[*link].next;
    *link = at;
    above->child_count++;
    node->role = above->role;
    return node;
}

static inline void fixture_pillar(struct fixture *fixture, const char *id, enum node_role role,
                                  double weight)
{
    fixture_node(fixture, NULL, id, NODE_PILLAR, weight)->role = role;
}

static inline void fixture_group(struct fixture *fixture, const char *parent, const char *id,
                                 double weight)
{
    fixture_node(fixture, parent, id, NODE_GROUP, weight);
}

/* An indicator with two published series, pub.ID and other.ID, on its own scale. */
static inline struct indicator *fixture_indicator(struct fixture *fixture, const char *parent,
                                                  const char *id, double weight, double worst,
                                                  double best)
{
    uint32_t at = (uint32_t)fixture->codebook.indicator_count++;
    struct node *node = fixture_node(fixture, parent, id, NODE_INDICATOR, weight);
    node->indicator = at;
    fixture->uses[at][0] = (struct series_use){.series = "pub.s", .family = 0};
    fixture->uses[at][1] = (struct series_use){.series = "other.s", .family = 1};
    fixture->indicators[at] = (struct indicator){
        .id = id,
        .node = (uint32_t)(node - fixture->nodes),
        .scale = {.kind = SCALE_INTERVAL, .worst = worst, .best = best},
        .better_low = best < worst,
        .target = NAN,
        .per = CODEBOOK_NONE,
        .series = fixture->uses[at],
        .series_count = 2,
    };
    return &fixture->indicators[at];
}

/* An empty panel over years first..last for the countries AAA, BBB, CCC … */
static inline void fixture_panel(struct fixture *fixture, size_t countries, int32_t first,
                                 int32_t last)
{
    static const char *const ids[] = {"AAA", "BBB", "CCC", "DDD", "EEE", "FFF", "GGG", "HHH"};
    static const char *const names[] = {"aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg", "hhh"};
    size_t rows = (size_t)(last - first + 1) * countries;
    size_t cells = fixture->codebook.indicator_count * rows;
    struct panel *panel = &fixture->panel;
    for (size_t i = 0; i < countries; i++)
        fixture->countries[i] =
            (struct country){.id = ids[i], .name = ids[i], .file = "data/x.yaml"};
    fixture->project.country_count = countries;
    fixture->project.countries_by_name = fixture_must(map_new(fixture->arena));
    for (uint32_t i = 0; i < countries; i++)
        map_put(fixture->project.countries_by_name, text_of(names[i]), i);
    *panel = (struct panel){
        .project = &fixture->project,
        .options = {DATE_AXIS_YEAR, first, last, PANEL_ALL, false, INT32_MAX, INT32_MAX},
        .indicators = fixture->codebook.indicator_count,
        .rows = rows,
        .countries = countries,
        .cells = fixture->cells,
    };
    fixture->value = fixture_must(arena_alloc(fixture->arena, cells, sizeof(double)));
    fixture->low = fixture_must(arena_alloc(fixture->arena, cells, sizeof(double)));
    fixture->high = fixture_must(arena_alloc(fixture->arena, cells, sizeof(double)));
    fixture->flags = fixture_must(arena_alloc(fixture->arena, cells, sizeof(uint16_t)));
    fixture->origin = fixture_must(arena_alloc(fixture->arena, cells, sizeof(uint32_t)));
    fixture->stream = fixture_must(arena_alloc(fixture->arena, cells, sizeof(uint64_t)));
    for (size_t i = 0; i < cells; i++) {
        fixture->value[i] = fixture->low[i] = fixture->high[i] = NAN;
        fixture->origin[i] = UINT32_MAX;
        fixture->stream[i] = i + 1;
    }
    for (size_t i = 0; i < fixture->codebook.indicator_count; i++)
        fixture->cells[i] = (struct panel_cells){.value = fixture->value + i * rows,
                                                 .low = fixture->low + i * rows,
                                                 .high = fixture->high + i * rows,
                                                 .flags = fixture->flags + i * rows,
                                                 .origin = fixture->origin + i * rows,
                                                 .stream = fixture->stream + i * rows};
}

/* Where an indicator stands for a country (index) and year. */
static inline size_t fixture_cell(const struct fixture *fixture, const char *id, size_t country,
                                  int32_t year)
{
    const struct panel *panel = &fixture->panel;
    size_t row = (size_t)(year - panel->options.first) * panel->countries + country;
    return fixture->nodes[fixture_find(fixture, id)].indicator * panel->rows + row;
}

/* Sets a published value with its observation, from series 0 (pub) or 1 (other); 2: coded by
 * hand. */
static inline struct observation *fixture_observe(struct fixture *fixture, const char *id,
                                                  size_t country, int32_t year, int series,
                                                  double value)
{
    size_t cell = fixture_cell(fixture, id, country, year);
    uint32_t indicator = fixture->nodes[fixture_find(fixture, id)].indicator;
    uint32_t at = (uint32_t)fixture->project.observation_count++;
    struct date date = {.first = date_day(year, 1, 1),
                        .first_end = date_day(year, 12, 31),
                        .last = date_day(year, 12, 31),
                        .precision = DATE_YEAR};
    if (at >= FIXTURE_OBSERVATIONS)
        abort();
    fixture->observations[at] = (struct observation){
        .country = (uint32_t)country,
        .indicator = indicator,
        .source = series == 1,
        .date = date,
        .value = value,
        .low = NAN,
        .high = NAN,
        .as_published = value,
        .use = series < 2 ? &fixture->indicators[indicator].series[series] : NULL,
        .recorded = INT32_MAX,
        .retracted = INT32_MAX,
        .file = "data/x.yaml",
        .line = at + 1};
    fixture->value[cell] = value;
    fixture->origin[cell] = at;
    return &fixture->observations[at];
}

static inline void fixture_set(struct fixture *fixture, const char *id, size_t country,
                               int32_t year, double value)
{
    fixture_observe(fixture, id, country, year, 0, value);
}

static inline void fixture_interval(struct fixture *fixture, const char *id, size_t country,
                                    int32_t year, double low, double high)
{
    size_t cell = fixture_cell(fixture, id, country, year);
    fixture->low[cell] = low;
    fixture->high[cell] = high;
}

#endif
